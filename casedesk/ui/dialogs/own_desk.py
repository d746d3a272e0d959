"""The questions for a desk of one's own: name, company, country and currency."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import available_timezones

from babel.numbers import get_territory_currencies, list_currencies
from PySide6.QtCore import QLocale, QTimeZone, Slot
from PySide6.QtWidgets import QWidget

from casedesk.ui.dialogs.form_page import FormPage
from casedesk.ui.text import locale
from casedesk.ui.widgets import Combo, Field, Option, TextLine
from casedesk.words import say

_HOME = "GB"


@dataclass(frozen=True)
class OwnDeskAnswers:
    """What was answered; `zone` is found from the country."""

    person: str
    company: str
    country: str
    currency: str
    zone: str


class OwnDeskPage(FormPage):
    """Asks four things; `answers` holds them once `confirmed` was emitted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self._person = TextLine()
        self._company = TextLine()
        self._country = Combo(_countries(), _own_country())
        self._currency = Combo(_currencies())
        super().__init__(
            say("A desk of your own"),
            say("The database is a file on this computer. Everything can be changed later."),
            say("Set up the desk"),
            (
                Field(say("Your name"), self._person, required=True),
                Field(say("Name of the company"), self._company, required=True),
                Field(say("Country"), self._country, hint=say("For holidays, phone numbers and addresses")),
                Field(say("Currency"), self._currency),
            ),
            parent,
        )
        self.set_stored(say("Nothing is stored yet"))
        self._country.picked.connect(self._on_country_picked)
        self._on_country_picked(self._country.value)

    @property
    def answers(self) -> OwnDeskAnswers:
        return OwnDeskAnswers(
            person=self._person.text().strip(),
            company=self._company.text().strip(),
            country=self._country.value,
            currency=self._currency.value,
            zone=zone_of(self._country.value),
        )

    @Slot(str)
    def _on_country_picked(self, country: str) -> None:
        now = get_territory_currencies(country)
        if now:
            self._currency.set_value(now[0])


def zone_of(country: str) -> str:
    """The time zone to begin with: this computer's where it lies in the country, else one of the country's."""
    own = _zone_name(QTimeZone.systemTimeZoneId().data())
    territory = QLocale.codeToTerritory(country)
    there = [_zone_name(zone.data()) for zone in QTimeZone.availableTimeZoneIds(territory)]
    known = [zone for zone in there if zone in available_timezones()]
    if own in known or not known:
        return own if own in available_timezones() else "UTC"
    return known[0]


def _zone_name(raw: bytes | bytearray | memoryview) -> str:
    return bytes(raw).decode("ascii", "replace")


def _own_country() -> str:
    code = QLocale.territoryToCode(QLocale.system().territory())
    return code if code in _country_names() else _HOME


def _country_names() -> dict[str, str]:
    """Names of countries by their two letters; the list also holds continents, by figures."""
    names = locale().territories
    return {
        code: str(name)
        for code, name in names.items()
        if len(code) == 2 and code.isalpha() and get_territory_currencies(code)
    }


def _countries() -> list[Option]:
    return [Option(code, name) for code, name in sorted(_country_names().items(), key=lambda one: one[1])]


def _currencies() -> list[Option]:
    in_use = {code for country in _country_names() for code in get_territory_currencies(country)}
    names = locale().currencies
    shown = [(code, str(names.get(code, code))) for code in list_currencies() if code in in_use]
    return [Option(code, f"{code} {name}") for code, name in sorted(shown)]
