"""Days and times as people type them, made exact or refused with a sentence; it knows no holidays.

Source: design/ui.md 8 (dates as `Fri 27 Nov`, times 24 h). What could mean two days is never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from casedesk.clock import as_utc
from casedesk.rules.text_folding import western_digits
from casedesk.words import say

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_NUMBERS = (
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)
_DAYS_FROM_TODAY = {
    "day before yesterday": -2,
    "yesterday": -1,
    "today": 0,
    "tomorrow": 1,
    "day after tomorrow": 2,
}

_LONGEST_TEXT = 80
"""No day is spelled longer; what was pasted by mistake is not read."""

_EARLIEST_BARE_HOUR = 7
"""Before it a lone hour more likely means the afternoon: `tomorrow 3` is asked back."""

_AMOUNT = rf"(?P<amount>[0-9]{{1,4}}|an?|{'|'.join(_NUMBERS[1:])})"
_WEEKDAY = r"(?P<weekday>mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?"
_MONTH = rf"(?P<month>{'|'.join(f'{name[:3]}(?:{name[3:]})?' for name in _MONTHS)}|sept)\.?"
_DAY = r"(?P<day>[0-9]{1,2})"
_YEAR = r"(?P<year>[0-9]{4})"
_ORDINAL = rf"{_DAY}(?:st|nd|rd|th|\.)?"


class Unclear(ValueError):
    """What was typed could mean two things, or none that exists; `str(error)` says so and what to do."""


def understand_day(text: str, today: date) -> date | None:
    """The day that `text` names, or None when it names none.

    `today`, `tomorrow`, `in 3 days`, `2 weeks ago`, `+3`, `Mon`, `next Mon`, `27 Nov`, `Nov 27th 2026`,
    `27.11.`, `2026-11-27`, `27`, each also after a weekday that agrees. Without a year it is the coming one,
    today included. Raises Unclear for `03/04/2026`, for `Thu 27 Nov` in a year when that is a Friday, and the
    like.
    """
    return _day(_plain(text), today)


def understand_instant(text: str, now: datetime, zone: str) -> datetime | None:
    """The instant that `text` names, in `zone` (an IANA name), or None when it names none.

    A day as in `understand_day` with a time before or behind it (`Fri 15:00`, `3 pm tomorrow`, `27.11. 9`), a
    time alone (that time today, passed or not), or `in 2 hours`. Raises Unclear for a day without a time, a
    lone small hour, and a local time that the change of clocks leaves out or repeats; ValueError when `now`
    is naive.
    """
    here = ZoneInfo(zone)
    plain = re.sub(r"^(?:by|before|until|at) ", "", _plain(text))
    later = _time_ahead(plain)
    if later is not None:
        return (as_utc(now) + later).astimezone(here)
    today = as_utc(now).astimezone(here).date()
    if (at := _time(plain)) is not None:
        return _on_the_clock(today, at, here)
    if (whole_day := _day(plain, today)) is not None:
        raise Unclear(say("Add a time, as in $day, 15:00.", day=_said(whole_day)))
    for day_text, time_text in _splits(plain):
        day = _day(day_text, today)
        if day is not None and (at := _time(time_text, after_a_day=True)) is not None:
            return _on_the_clock(day, at, here)
    return None


def _plain(text: str) -> str:
    """`text` in small letters, digits 0 to 9, one blank between words; commas and ISO 8601's T are blanks."""
    if len(text) > _LONGEST_TEXT:
        return ""
    small = western_digits(text).casefold().replace(",", " ")
    return " ".join(re.sub(r"(?<=[0-9])t(?=[0-9])", " ", small).split())


def _day(text: str, today: date) -> date | None:
    for pattern, read in _DAY_READERS:
        match = pattern.fullmatch(text)
        if match is not None:
            return read(match, today)
    return None


def _relative_word(match: re.Match[str], today: date) -> date:
    return today + timedelta(days=_DAYS_FROM_TODAY[match["word"]])


def _relative_amount(match: re.Match[str], today: date) -> date:
    return _moved(today, _number(match["amount"]), match["unit"])


def _amount_ago(match: re.Match[str], today: date) -> date:
    return _moved(today, -_number(match["amount"]), match["unit"])


def _signed_amount(match: re.Match[str], today: date) -> date:
    return _moved(today, int(match["sign"] + match["amount"]), match["unit"] or "d")


def _moved(day: date, amount: int, unit: str) -> date:
    """`day` plus so many days, weeks or months; the last of the month where the month is too short."""
    if unit.startswith("mo"):
        years, month = divmod(day.month - 1 + amount, 12)
        first = date(day.year + years, month + 1, 1)
        return min(first + timedelta(days=day.day - 1), _last_of_month(first))
    return day + timedelta(days=amount * (7 if unit.startswith("w") else 1))


def _last_of_month(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _number(word: str) -> int:
    if word.isdecimal():
        return int(word)
    return 1 if word in {"a", "an"} else _NUMBERS.index(word)


def _weekday_alone(match: re.Match[str], today: date) -> date:
    """The coming such day; `next` and the day's own name only where there is one reading."""
    ahead = (_weekday_index(match["weekday"]) - today.weekday()) % 7
    coming = today + timedelta(days=ahead or 7)
    word = match["which"]
    if word == "last":
        return coming - timedelta(days=7 if ahead else 14)
    if ahead == 0 and word != "next":
        raise Unclear(say("Today is that day. Type today or $day.", day=_said(coming)))
    if word == "next" and coming.isocalendar()[:2] == today.isocalendar()[:2]:
        later = coming + timedelta(days=7)
        raise Unclear(say("$first or $second? Type one of them.", first=_said(coming), second=_said(later)))
    return coming


def _weekday_index(word: str) -> int:
    return next(index for index, name in enumerate(_WEEKDAYS) if name.startswith(word[:3]))


def _dashed_year_first(match: re.Match[str], _today: date) -> date | None:
    return _exact(int(match["year"]), int(match["month"]), int(match["day"]))


def _day_dot_month(match: re.Match[str], today: date) -> date | None:
    return _checked(match, int(match["month"]), int(match["day"]), today)


def _two_numbers(match: re.Match[str], today: date) -> date | None:
    """`27/11` or `11/27`; refused where both could be the month: half the world reads it the other way."""
    first, second = int(match["first"]), int(match["second"])
    if first <= 12 and second <= 12 and first != second:
        one, other = _checked(match, second, first, today), _checked(match, first, second, today)
        if one is None or other is None:
            return None
        raise Unclear(say("$first or $second? Type one of them.", first=_said(one), second=_said(other)))
    day, month = (first, second) if second <= 12 else (second, first)
    return _checked(match, month, day, today)


def _named_month(match: re.Match[str], today: date) -> date | None:
    month = next(index for index, name in enumerate(_MONTHS, 1) if name.startswith(match["month"][:3]))
    return _checked(match, month, int(match["day"]), today)


def _day_of_month(match: re.Match[str], today: date) -> date | None:
    """The coming day of that number, in a month that has it."""
    months = (_moved(today.replace(day=1), ahead, "mo") for ahead in range(4))
    days = (_exact(month.year, month.month, int(match["day"])) for month in months)
    return _agreeing(match, next((day for day in days if day is not None and day >= today), None))


def _checked(match: re.Match[str], month: int, day: int, today: date) -> date | None:
    """That day of the year typed, else of the first year that still has it ahead; its weekday must agree."""
    typed = match["year"]
    if typed is not None:
        return _agreeing(match, _exact(int(typed) + (2000 if len(typed) == 2 else 0), month, day))
    years = range(today.year, today.year + 9)  # a 29 February may be eight years away
    days = (_exact(year, month, day) for year in years)
    return _agreeing(match, next((found for found in days if found is not None and found >= today), None))


def _agreeing(match: re.Match[str], day: date | None) -> date | None:
    weekday = match["weekday"]
    if day is not None and weekday is not None and _weekday_index(weekday) != day.weekday():
        raise Unclear(say("That day is $day. Correct the weekday or the date.", day=_said(day)))
    return day


def _exact(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _said(day: date) -> str:
    """`Fri 27 Nov 2026`: unmistakable, and understood when typed back."""
    return f"{_WEEKDAYS[day.weekday()][:3].title()} {day.day} {_MONTHS[day.month - 1][:3].title()} {day.year}"


_Reader = Callable[[re.Match[str], date], date | None]
_OPTIONAL_WEEKDAY = rf"(?:on )?(?:{_WEEKDAY} )?(?:the )?"
_MONTH_NUMBER = r"(?P<month>[0-9]{1,2})"
_ANY_YEAR = r"(?P<year>[0-9]{4}|[0-9]{2})"
_UNIT = r"(?P<unit>days?|weeks?|months?)"
_DAY_READERS: tuple[tuple[re.Pattern[str], _Reader], ...] = (
    (re.compile(rf"(?:the )?(?P<word>{'|'.join(_DAYS_FROM_TODAY)})"), _relative_word),
    (re.compile(rf"(?:in )?{_AMOUNT} {_UNIT}"), _relative_amount),
    (re.compile(rf"{_AMOUNT} {_UNIT} ago"), _amount_ago),
    (re.compile(r"(?P<sign>[+-])(?P<amount>[0-9]{1,4}) ?(?P<unit>d|w|mo)?"), _signed_amount),
    (re.compile(rf"(?:on )?(?:(?P<which>this|next|last) )?{_WEEKDAY}"), _weekday_alone),
    (
        re.compile(rf"{_YEAR}(?P<mark>[-./]?)(?P<month>[0-9]{{2}})(?P=mark)(?P<day>[0-9]{{2}})"),
        _dashed_year_first,
    ),
    (re.compile(rf"{_OPTIONAL_WEEKDAY}{_DAY}\. ?{_MONTH_NUMBER}(?:\.? ?|\. ?{_ANY_YEAR})"), _day_dot_month),
    (
        re.compile(
            rf"{_OPTIONAL_WEEKDAY}(?P<first>[0-9]{{1,2}})(?P<mark>[/-])(?P<second>[0-9]{{1,2}})"
            rf"(?:(?P=mark){_ANY_YEAR})?"
        ),
        _two_numbers,
    ),
    (re.compile(rf"{_OPTIONAL_WEEKDAY}{_ORDINAL} (?:of )?{_MONTH}(?: {_YEAR})?"), _named_month),
    (re.compile(rf"{_OPTIONAL_WEEKDAY}{_MONTH} {_ORDINAL}(?: {_YEAR})?"), _named_month),
    (re.compile(rf"{_OPTIONAL_WEEKDAY}{_ORDINAL}"), _day_of_month),
)

_TIME_AHEAD = re.compile(
    rf"(?:in (?P<half>half an hour)|(?:in |\+ ?)(?:{_AMOUNT} ?)(?P<unit>h|hours?|m|min|minutes?))"
)
_TIME = re.compile(
    r"(?:at )?(?:(?P<noon>noon)|(?P<hour>[0-9]{1,2})(?:[:.h](?P<minute>[0-9]{2}))? ?"
    r"(?P<half>[ap]\.?m\.?)?(?P<clock>h| ?uhr| o'clock)?)"
)
_FOUR_DIGITS = re.compile(r"(?:at )?(?P<hour>[0-9]{2})(?P<minute>[0-9]{2})")


def _time_ahead(text: str) -> timedelta | None:
    match = _TIME_AHEAD.fullmatch(text)
    if match is None:
        return None
    if match["half"]:
        return timedelta(minutes=30)
    amount = _number(match["amount"])
    return timedelta(hours=amount) if match["unit"].startswith("h") else timedelta(minutes=amount)


def _time(text: str, *, after_a_day: bool = False) -> time | None:
    """The time that `text` is; a lone number counts only `after_a_day`, where it can be nothing else."""
    match = _TIME.fullmatch(text) or (_FOUR_DIGITS.fullmatch(text) if after_a_day else None)
    if match is None:
        return None
    parts = match.groupdict()
    if parts.get("noon"):
        return time(12)
    marked = parts["minute"] or parts.get("half") or parts.get("clock")
    if not marked and not after_a_day:
        return None
    hour = int(parts["hour"])
    if not marked and 0 < hour < _EARLIEST_BARE_HOUR:
        raise Unclear(
            say("$first or $second? Type one of them.", first=f"{hour:02}:00", second=f"{hour + 12}:00")
        )
    return _clock_time(hour, int(parts["minute"] or 0), parts.get("half"))


def _clock_time(hour: int, minute: int, half: str | None) -> time | None:
    if half is not None:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _splits(text: str) -> Iterator[tuple[str, str]]:
    """(day, time) for each way of cutting `text` between two words, the time behind first."""
    words = text.split()
    for cut in range(1, len(words)):
        before, behind = " ".join(words[:cut]), " ".join(words[cut:])
        yield before, re.sub(r"^(?:by|before|until) ", "", behind)
        yield re.sub(r"^on ", "", behind), before


def _on_the_clock(day: date, at: time, zone: ZoneInfo) -> datetime:
    first = datetime.combine(day, at, zone)
    if first.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != first.replace(tzinfo=None):
        raise Unclear(
            say("$time is left out on $day, clocks go forward.", time=f"{at:%H:%M}", day=_said(day))
        )
    if first.utcoffset() != first.replace(fold=1).utcoffset():
        raise Unclear(say("$time comes twice on $day, clocks go back.", time=f"{at:%H:%M}", day=_said(day)))
    return first
