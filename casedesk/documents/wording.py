"""Writes days, times, amounts and quantities in the language of a page; it knows no page.

English days read as in Britain, "Monday 30 November 2026", unless the language names the United States; all
other languages follow CLDR. Times are in 24 hours everywhere.
"""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, format_time
from babel.numbers import format_currency, format_decimal

from casedesk.errors import WrongUsage
from casedesk.words import say

_ENGLISH = {
    "weekday": "EEEE d MMMM y",
    "day": "d MMMM y",
    "step": "EEE d MMMM",
    "step_year": "EEE d MMMM y",
    "short": "d MMM",
    "short_year": "d MMM y",
}


class Wording:
    """The forms of one language, given as BCP 47 (`en`, `de-AT`); WrongUsage when nobody knows it."""

    def __init__(self, language: str) -> None:
        try:
            locale = Locale.parse(language, sep="-")
        except (UnknownLocaleError, ValueError) as unknown:
            raise WrongUsage(
                say("“$language” is not a language. Use a code as en, de or pt-BR.", language=language)
            ) from unknown
        self.language = language
        self._british = locale.language == "en" and locale.territory != "US"
        self._locale = Locale("en", "GB") if language == "en" else locale

    def weekday(self, day: date) -> str:
        """Monday 30 November 2026."""
        return format_date(day, _ENGLISH["weekday"] if self._british else "full", locale=self._locale)

    def day(self, day: date) -> str:
        """30 November 2026."""
        return format_date(day, _ENGLISH["day"] if self._british else "long", locale=self._locale)

    def step(self, day: date, *, read_in: int) -> str:
        """Mon 30 November; with the year when it is not the one the page is read in."""
        other_year = day.year != read_in
        if self._british:
            return format_date(day, _ENGLISH["step_year" if other_year else "step"], locale=self._locale)
        return format_skeleton("yMMMEd" if other_year else "MMMMEd", day, locale=self._locale)

    def short(self, day: date, *, read_in: int) -> str:
        """30 Nov; with the year when it is not the one the page is read in."""
        other_year = day.year != read_in
        if self._british:
            return format_date(day, _ENGLISH["short_year" if other_year else "short"], locale=self._locale)
        return format_skeleton("yMMMd" if other_year else "MMMd", day, locale=self._locale)

    def clock(self, moment: time) -> str:
        """08:00."""
        return format_time(moment, "HH:mm", locale=self._locale)

    def instant(self, instant: datetime) -> str:
        """9 November 2026, 09:51, in the zone the instant carries; ValueError for a naive one."""
        if instant.tzinfo is None:
            raise ValueError(f"{instant!r} has no offset; give it in the zone to print")
        return f"{self.day(instant.date())}, {self.clock(instant.time())}"

    def money(self, amount: Decimal, currency: str) -> str:
        """£34.00, in the currency's own decimals."""
        return format_currency(amount, currency, locale=self._locale)

    def quantity(self, quantity: Decimal) -> str:
        """21 or 1.5."""
        return format_decimal(quantity, locale=self._locale)
