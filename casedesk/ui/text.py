"""Dates, times, spans and money as people read them (design, section 8); it knows no widget and no record.

All instants are shown in the zone they carry: whoever calls converts to the place the text is about first.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache

from babel import Locale
from babel.numbers import format_currency
from PySide6.QtCore import QDate, QLocale

from casedesk.words import count, say

_locale = Locale("en")


def use_locale(tag: str) -> None:
    """Set the language of names of days, months and of money, as a BCP 47 tag; called once by `app.py`."""
    global _locale
    _locale = Locale.parse(tag, sep="-")


def locale() -> Locale:
    """The language in use."""
    return _locale


def day(on: date, today: date) -> str:
    """ "Fri 27 Nov", with the year only where it is not this one."""
    return _written(on, "ddd d MMM" if on.year == today.year else "ddd d MMM yyyy", str(_locale))


def short_day(on: date, today: date) -> str:
    """ "27 Nov", for rows in which the day of the week does not matter."""
    return _written(on, "d MMM" if on.year == today.year else "d MMM yyyy", str(_locale))


def long_day(on: date) -> str:
    """ "Friday 27 November 2026", for titles and for screen readers."""
    return _written(on, "dddd d MMMM yyyy", str(_locale))


def spoken_day(on: date) -> str:
    """ "20 November", for screen readers."""
    return _written(on, "d MMMM", str(_locale))


@lru_cache(maxsize=1024)
def _written(on: date, pattern: str, language: str) -> str:
    """The rows of a list name the same few days again and again.

    Qt has the names at hand; Babel, from the same source, would read its files before the first screen stands.
    """
    return QLocale(language).toString(QDate(on.year, on.month, on.day), pattern)


def clock_time(at: datetime) -> str:
    """ "15:00"."""
    return f"{at:%H:%M}"


def dated_time(at: datetime, today: date) -> str:
    """ "Fri 27 Nov, 15:00", with the date even where it is today: for fields, where it is typed over."""
    return say("$day, $time", day=day(at.date(), today), time=clock_time(at))


def day_and_time(at: datetime, today: date) -> str:
    """ "Fri 27 Nov, 15:00"; today and tomorrow by their words."""
    if at.date() == today:
        return say("today $time", time=clock_time(at))
    if at.date() == today + timedelta(days=1):
        return say("tomorrow $time", time=clock_time(at))
    return dated_time(at, today)


def span(length: timedelta) -> str:
    """How long something is: minutes under one hour, hours under two days, then days; rounded down."""
    minutes = int(abs(length).total_seconds() // 60)
    if minutes < 60:
        return say("$n min", n=minutes)
    if minutes < 48 * 60:
        return say("$n h", n=minutes // 60)
    return count("$n day", "$n days", minutes // (24 * 60))


def rest_of_time(due: datetime, now: datetime) -> str:
    """ "in 18 min" before the time, "12 min late" after it."""
    left = due - now
    if left >= timedelta(0):
        return say("in $span", span=span(left))
    return say("$span late", span=span(left))


def money(amount: Decimal, currency: str) -> str:
    """ "£34.00": the amount in the currency's own decimals."""
    return format_currency(amount, currency, locale=_locale)


def initials(name: str) -> str:
    """Two letters for the disc: of the first and the last word before a comma, "?" for nobody."""
    words = [word for word in name.partition(",")[0].split() if word[0].isalnum()]
    if not words:
        return "?"
    return (words[0][0] + words[-1][0] if len(words) > 1 else words[0][:2]).upper()
