"""Opening hours as people write them: read, refused with a reason, and written back."""

from __future__ import annotations

from datetime import time

import pytest

from casedesk.errors import RefusedByRule
from casedesk.rules.opening_hours import read_hours, read_week, written_hours, written_week


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("", ()),
        ("08:00-17:00", ((time(8), time(17)),)),
        ("8-12, 13.30 – 17", ((time(8), time(12)), (time(13, 30), time(17)))),
        ("18:00-24:00", ((time(18), time(0)),)),
        ("08:00-12:00,12:00-13:00", ((time(8), time(12)), (time(12), time(13)))),
    ],
)
def test_hours_are_read(text: str, hours: object) -> None:
    assert read_hours(text) == hours


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("morning", "08:00-17:00"),
        ("25-26", "no such time"),
        ("8:75-9", "no such time"),
        ("17-8", "later than"),
        ("8-8", "later than"),
        ("8-12, 11-13", "later than"),
        ("18-24, 8-9", "later than"),
    ],
)
def test_what_is_not_understood_is_refused_with_a_reason(text: str, why: str) -> None:
    with pytest.raises(RefusedByRule, match=why):
        read_hours(text)


def test_a_week_is_stored_and_written_back() -> None:
    week = {"tue": "8-12, 13-17", "mon": "9-24", "sun": ""}
    stored = read_week(week)
    assert stored == {"0": [["09:00", "00:00"]], "1": [["08:00", "12:00"], ["13:00", "17:00"]]}
    assert written_week(stored) == {"mon": "09:00-24:00", "tue": "08:00-12:00, 13:00-17:00"}
    assert written_hours([]) == ""


def test_a_day_has_one_of_seven_names() -> None:
    with pytest.raises(RefusedByRule, match="mon, tue"):
        read_week({"monday": "8-12"})
