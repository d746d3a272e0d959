"""Reads days and times as people type them: "Fri 27 Nov, 15:00", "27.11.", "tomorrow 9"; it knows no widget.

A day comes before a month everywhere. Names of days and months are understood in English and in the
language in use.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta, tzinfo

from babel import Locale

from casedesk.ui.text import locale, long_day
from casedesk.words import say

_LETTERS = re.compile(r"[^\W\d_]+\.?", re.UNICODE)
_ISO_DAY = re.compile(r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_FIGURE_DAY = re.compile(
    r"(?<![\d:])(\d{1,2})\s?[./]\s?(\d{1,2})(?:[./](\d{4}|\d{2})(?!\d)|\.(?!\d)|(?=[\s,]|$))"
)
_NAMED_DAY = re.compile(r"(?<![\d:])(\d{1,2})\.?\s+([^\W\d_]{3,})\.?(?:\s+(\d{4})\b)?", re.UNICODE)
_AHEAD = re.compile(r"(?:\bin\s+|\+)(\d{1,3})\s*([^\W\d_]+)?", re.UNICODE)
_CLOCK = re.compile(r"(?:at\s+|t)?(\d{1,2})(?:[:.h]?(\d{2}))?\s*(am|pm|h|uhr|o'clock)?")


class NotUnderstood(ValueError):
    """The text is no day or time; `str(error)` says what to type instead."""


def read_day(text: str, today: date) -> date:
    """The day that is meant; a day without a year is the one nearest to today. NotUnderstood otherwise."""
    found, left_over = _take_day(text.strip().casefold(), today)
    if found is None or left_over.strip(" ,"):
        raise NotUnderstood(say("Not a day. Type it as 27 Nov, 27.11. or tomorrow."))
    return found


def read_instant(text: str, now: datetime) -> datetime:
    """The minute that is meant, in the zone of `now`; a time alone is its next coming. NotUnderstood
    otherwise."""
    zone = now.tzinfo
    if zone is None:
        raise ValueError("now has no zone; the typed time would have to be guessed")
    found, left_over = _take_day(text.strip().casefold(), now.date())
    clock = _read_clock(left_over)
    if clock is None:
        raise NotUnderstood(say("Not a day and time. Type them as Fri 27 Nov, 15:00 or tomorrow 9."))
    if found is not None:
        return _at(found, clock, zone)
    coming = _at(now.date(), clock, zone)
    return coming if coming >= now else _at(now.date() + timedelta(days=1), clock, zone)


def _at(on: date, clock: time, zone: tzinfo) -> datetime:
    return datetime.combine(on, clock, zone)


def _take_day(text: str, today: date) -> tuple[date | None, str]:
    """The day at the front of the text, and what is left after it."""
    for pattern, read in (
        (_ISO_DAY, _read_iso),
        (_NAMED_DAY, _read_named),
        (_FIGURE_DAY, _read_figures),
        (_AHEAD, _read_ahead),
    ):
        match = pattern.search(text)
        found = read(match, today) if match else None
        if match and found:
            before = text[: match.start()]
            _check_weekday(before, found)
            return found, text[match.end() :]
    return _take_words(text, today)


def _read_iso(match: re.Match[str], _today: date) -> date | None:
    return _day(int(match[1]), int(match[2]), int(match[3]))


def _read_named(match: re.Match[str], today: date) -> date | None:
    month = _months().get(match[2][:3])
    if month is None:
        return None
    return _nearest(int(match[1]), month, match[3], today)


def _read_figures(match: re.Match[str], today: date) -> date | None:
    return _nearest(int(match[1]), int(match[2]), match[3], today)


def _read_ahead(match: re.Match[str], today: date) -> date | None:
    unit = (match[2] or "d")[0]
    if unit not in "dwtm":
        return None
    days = {"d": 1, "t": 1, "w": 7, "m": 30}[unit]
    return today + timedelta(days=days * int(match[1]))


def _take_words(text: str, today: date) -> tuple[date | None, str]:
    """ "tomorrow", "next friday" and the like."""
    spoken = {"today": 0, "tomorrow": 1, "yesterday": -1, say("today"): 0, say("tomorrow"): 1}
    for word in _LETTERS.finditer(text):
        plain = word[0].rstrip(".")
        rest = text[word.end() :]
        if plain in spoken:
            return today + timedelta(days=spoken[plain]), rest
        weekday = _weekdays().get(plain[:3]) if len(plain) >= 2 else None
        if weekday is not None and _is_weekday(plain):
            ahead = (weekday - today.weekday()) % 7 or 7
            return today + timedelta(days=ahead), rest
    return None, text


def _nearest(on: int, month: int, year: str | None, today: date) -> date | None:
    if year is not None:
        return _day(int(year) + (2000 if len(year) == 2 else 0), month, on)
    candidates = [_day(today.year + offset, month, on) for offset in (-1, 0, 1)]
    return min((found for found in candidates if found), key=lambda found: abs(found - today), default=None)


def _day(year: int, month: int, on: int) -> date | None:
    try:
        return date(year, month, on)
    except ValueError:
        return None


def _check_weekday(before: str, found: date) -> None:
    """A typed day of the week has to agree with the date after it, or one of the two is a slip."""
    for word in _LETTERS.findall(before):
        plain = word.rstrip(".")
        if _is_weekday(plain) and _weekdays()[plain[:3]] != found.weekday():
            raise NotUnderstood(say("That day is a $day. Check the date.", day=long_day(found)))


def _read_clock(text: str) -> time | None:
    match = _CLOCK.fullmatch(text.strip(" ,"))
    if match is None:
        return None
    hour, minute, half = int(match[1]), int(match[2] or 0), match[3]
    if half in ("am", "pm"):
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _is_weekday(word: str) -> bool:
    return word in _full_weekdays() or (len(word) <= 4 and word[:3] in _weekdays())


def _months() -> dict[str, int]:
    return {name[:3]: number for number, name in _names("months", range(1, 13))}


def _weekdays() -> dict[str, int]:
    return {name[:3]: number for number, name in _names("days", range(7))}


def _full_weekdays() -> set[str]:
    return {name for _, name in _names("days", range(7))}


def _names(kind: str, numbers: Iterable[int]) -> list[tuple[int, str]]:
    named = []
    for language in (locale(), Locale("en")):
        names = getattr(language, kind)["format"]["wide"]
        named += [(number, str(names[number]).casefold()) for number in numbers]
    return named
