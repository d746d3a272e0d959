"""Opening hours as people write them ("08:00-12:00, 13:00-17:00"), read and written; it knows no calendar."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import time

from casedesk.errors import RefusedByRule
from casedesk.rules.business_calendar import Hours
from casedesk.words import say

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""The days of a week as doors name them; the position is Python's weekday."""

_WINDOW = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*[-–—]\s*(\d{1,2})(?:[:.](\d{2}))?")
_MIDNIGHT = time(0)


def read_hours(text: str) -> Hours:
    """The windows of one day, none for an empty text; RefusedByRule says which part is not understood.

    `8-12, 13-17` and `08:00–12:00` are understood; 24:00 ends the day.
    """
    windows = tuple(_window(part.strip()) for part in text.split(",") if part.strip())
    closed_until = _MIDNIGHT
    for position, (start, end) in enumerate(windows):
        ends_with_the_day = end == _MIDNIGHT and position == len(windows) - 1
        if start < closed_until or not (start < end or ends_with_the_day):
            raise _refused(text, say("each time has to be later than the one before"))
        closed_until = end
    return windows


def read_week(week: Mapping[str, str]) -> dict[str, list[list[str]]]:
    """A week as it is stored, weekday ("0" is Monday) to pairs of HH:MM; closed days are left out."""
    unknown = [day for day in week if day not in DAYS]
    if unknown:
        raise _refused(unknown[0], say("the days are called $days", days=", ".join(DAYS)))
    read = {str(DAYS.index(day)): stored_hours(read_hours(text)) for day, text in week.items()}
    return {day: hours for day, hours in sorted(read.items()) if hours}


def stored_hours(hours: Hours) -> list[list[str]]:
    """Windows as they are stored, pairs of HH:MM."""
    return [[f"{start:%H:%M}", f"{end:%H:%M}"] for start, end in hours]


def written_hours(stored: list[list[str]]) -> str:
    """Stored windows as people write them, "" for a closed day."""
    return ", ".join(f"{start}-{'24:00' if end == '00:00' else end}" for start, end in stored)


def written_week(stored: Mapping[str, list[list[str]]]) -> dict[str, str]:
    """A stored week by the names of its days, closed ones left out."""
    return {DAYS[int(day)]: written_hours(hours) for day, hours in sorted(stored.items()) if hours}


def _window(text: str) -> tuple[time, time]:
    read = _WINDOW.fullmatch(text)
    if read is None:
        raise _refused(text, say("write it as 08:00-17:00"))
    start_hour, start_minute, end_hour, end_minute = (int(part or 0) for part in read.groups())
    try:
        return time(start_hour, start_minute), _end(end_hour, end_minute)
    except ValueError:
        raise _refused(text, say("there is no such time of day")) from None


def _end(hour: int, minute: int) -> time:
    return _MIDNIGHT if (hour, minute) == (24, 0) else time(hour, minute)


def _refused(text: str, why: str) -> RefusedByRule:
    return RefusedByRule(
        say("“$text” is not understood as opening hours: $why.", text=text, why=why),
        rule="opening_hours",
        text=text,
    )
