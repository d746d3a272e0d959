"""The forms about the company itself, one for each part of what is known of it; no widget."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from casedesk.contract.admin import ChangeCompany, CompanySettings, SetLogo
from casedesk.ui.forms import FieldKind, FieldSpec, Form
from casedesk.ui.forms.spec import iso
from casedesk.ui.screens.admin import form_fields as fields
from casedesk.ui.screens.admin.state import AdminState
from casedesk.words import say

LOGO = "logo"


@dataclass(frozen=True)
class CompanyPart:
    """What belongs together: its title and its fields, which are named as those of the command."""

    key: str
    title: str
    fields: tuple[FieldSpec, ...]


def company_parts(state: AdminState) -> tuple[CompanyPart, ...]:
    """The parts in the order of the page, the logo last."""
    line, yes_or_no = fields.line, fields.yes_or_no
    teams = fields.teams(state.lists)
    return (
        CompanyPart("address", say("Name and address"), (
            line("name", say("Name"), say("Write the name customers know."), say("as customers know it")),
            line("legal_name", say("Legal name"), hint=say("in the foot of letters")),
            line("street", say("Street and house number")), line("postcode", say("Postal code")),
            line("city", say("City")), line("phone", say("Phone")), line("email", say("E-mail")),
        )),
        CompanyPart("letters", say("Letters and tax"), (
            yes_or_no("prices_include_tax", say("Prices"), say("include tax"), say("without tax")),
            yes_or_no("headed_paper", say("Stationery"), say("headed paper"), say("blank paper")),
            FieldSpec("tax_words", say("Words about tax"), FieldKind.TEXT, hint=say("as VAT included")),
            FieldSpec("late_words", say("If we are late"), FieldKind.TEXT),
        )),
        CompanyPart("rules", say("Rules and dates"), (
            line("loyal_years", say("Loyal after years"), say("Write how many years.")),
            line("cancel_days", say("Days to cancel"), say("Write how many days.")),
            FieldSpec("go_live_on", say("Go-live day"), FieldKind.DAY, say("Say the day.")),
            fields.choice("default_team", say("Default team"), teams, say("Choose a team.")),
        )),
        CompanyPart("place", say("Country, currency and time"), (
            line("country", say("Country"), say("Write the country."), say("as GB")),
            line("currency", say("Currency"), say("Write the currency."), _currency_hint(state)),
            line("language", say("Language"), say("Write the language."), say("as en-GB")),
            line("zone", say("Time zone"), say("Write the time zone."), say("as Europe/London")),
        )),
        CompanyPart(LOGO, say("Logo"), (line("file", say("Picture"), hint=say("path of a PNG or JPEG; empty: none")),)),
    )  # fmt: skip


def part_of(state: AdminState, key: str) -> CompanyPart | None:
    return next((one for one in company_parts(state) if one.key == key), None)


def company_form(state: AdminState, record: str) -> Form | None:
    """The chosen part."""
    company, part = state.lists.company, part_of(state, record)
    if company is None or part is None:
        return None
    values = {} if part.key == LOGO else {one.key: _as_text(company, one.key) for one in part.fields}
    return Form(
        "company", part.title, say("Save"), say("The company is saved."), part.fields,
        subject=part.key, base=str(company.version), values=values,
    )  # fmt: skip


def send_company(form: Form, _state: AdminState) -> ChangeCompany | SetLogo:
    if form.subject == LOGO:
        return SetLogo(file=form.value("file"))
    given: dict[str, Any] = {one.key: _READ.get(one.key, str)(form.value(one.key)) for one in form.fields}
    if "go_live_on" in given:
        given["go_live_on"] = form.day("go_live_on")
    return ChangeCompany(version=int(form.base), **given)


def _currency_hint(state: AdminState) -> str:
    is_fixed = state.lists.company is not None and state.lists.company.currency_fixed
    return say("fixed: there are orders in it") if is_fixed else say("as GBP")


def _as_text(company: CompanySettings, field: str) -> str:
    value = getattr(company, field)
    if isinstance(value, bool):
        return fields.YES if value else fields.NO
    return iso(value) if field == "go_live_on" else str(value)


def _is_yes(text: str) -> bool:
    return text == fields.YES


_READ: dict[str, Callable[[str], Any]] = {
    "prices_include_tax": _is_yes,
    "headed_paper": _is_yes,
    "loyal_years": fields.whole,
    "cancel_days": fields.whole,
}
