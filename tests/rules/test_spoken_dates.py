"""Typed days and times, told on Wednesday, 25 November 2026, 11:00 in Berlin."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casedesk.rules.spoken_dates import Unclear, understand_day, understand_instant

TODAY = date(2026, 11, 25)
NOW = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", "2026-11-25"),
        (" Tomorrow ", "2026-11-26"),
        ("the day after tomorrow", "2026-11-27"),
        ("yesterday", "2026-11-24"),
        ("day before yesterday", "2026-11-23"),
        ("in 3 days", "2026-11-28"),
        ("3 days", "2026-11-28"),
        ("in a week", "2026-12-02"),
        ("in two weeks", "2026-12-09"),
        ("in 3 months", "2027-02-25"),
        ("12 months ago", "2025-11-25"),
        ("an hour", None),
        ("2 weeks ago", "2026-11-11"),
        ("+3", "2026-11-28"),
        ("+2w", "2026-12-09"),
        ("+1mo", "2026-12-25"),
        ("-2", "2026-11-23"),
        ("Mon", "2026-11-30"),
        ("sunday", "2026-11-29"),
        ("on Thurs.", "2026-11-26"),
        ("this Fri", "2026-11-27"),
        ("next Mon", "2026-11-30"),
        ("next Wed", "2026-12-02"),
        ("last Fri", "2026-11-20"),
        ("last Wed", "2026-11-18"),
        ("2026-11-27", "2026-11-27"),
        ("20261127", "2026-11-27"),
        ("2026/11/27", "2026-11-27"),
        ("27.11.", "2026-11-27"),
        ("27.11", "2026-11-27"),
        ("27. 11. 26", "2026-11-27"),
        ("27.11.2027", "2027-11-27"),
        ("Fr", None),
        ("Fri 27.11.", "2026-11-27"),
        ("27/11", "2026-11-27"),
        ("11/27/2026", "2026-11-27"),
        ("27-11-2026", "2026-11-27"),
        ("4/4", "2027-04-04"),
        ("27 Nov", "2026-11-27"),
        ("Fri, 27 November 2026", "2026-11-27"),
        ("27th of Nov.", "2026-11-27"),
        ("Nov 27th 2027", "2027-11-27"),
        ("Sept 3", "2027-09-03"),
        ("May 1", "2027-05-01"),
        ("25 Nov", "2026-11-25"),
        ("24 Nov", "2027-11-24"),
        ("29 Feb", "2028-02-29"),
        ("27", "2026-11-27"),
        ("Friday the 27th", "2026-11-27"),
        ("the 3rd", "2026-12-03"),
        ("31", "2026-12-31"),
        ("٢٧.١١.", "2026-11-27"),
        ("２７ Nov", "2026-11-27"),
        ("31.2.", None),
        ("31.2.2027", None),
        ("0/0/0000", None),
        ("1/2/0000", None),
        ("32", None),
        ("2026-13-01", None),
        ("soon", None),
        ("today" + " " * 100, None),
        ("", None),
    ],
)
def test_days(text: str, day: str | None) -> None:
    assert understand_day(text, TODAY) == (date.fromisoformat(day) if day else None)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("03/04/2026", "Fri 3 Apr 2026 or Wed 4 Mar 2026? Type one of them."),
        ("3-4", "Sat 3 Apr 2027 or Thu 4 Mar 2027? Type one of them."),
        ("Wed", "Today is that day. Type today or Wed 2 Dec 2026."),
        ("this Wed", "Today is that day. Type today or Wed 2 Dec 2026."),
        ("next Fri", "Fri 27 Nov 2026 or Fri 4 Dec 2026? Type one of them."),
        ("Thu 27 Nov", "That day is Fri 27 Nov 2026. Correct the weekday or the date."),
        ("Thu 27", "That day is Fri 27 Nov 2026. Correct the weekday or the date."),
    ],
)
def test_what_could_be_two_days_is_asked_back(text: str, sentence: str) -> None:
    with pytest.raises(Unclear) as refused:
        understand_day(text, TODAY)
    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    ("today", "text", "day"), [("2026-12-31", "31", "2026-12-31"), ("2027-01-31", "30", "2027-03-30")]
)
def test_a_day_of_the_month_waits_for_a_month_that_has_it(today: str, text: str, day: str) -> None:
    assert understand_day(text, date.fromisoformat(today)) == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("text", "day"), [("in 1 months", "2027-02-28"), ("+13mo", "2028-02-29"), ("11 months ago", "2026-02-28")]
)
def test_months_end_with_their_last_day(text: str, day: str) -> None:
    assert understand_day(text, date(2027, 1, 31)) == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("Fri 27 Nov, 15:00", "2026-11-27T15:00"),
        ("Fri 15:00", "2026-11-27T15:00"),
        ("15:00 Fri", "2026-11-27T15:00"),
        ("at 3 pm on Friday", "2026-11-27T15:00"),
        ("3pm tomorrow", "2026-11-26T15:00"),
        ("12 a.m. tomorrow", "2026-11-26T00:00"),
        ("12:30 pm tomorrow", "2026-11-26T12:30"),
        ("tomorrow 9", "2026-11-26T09:00"),
        ("tomorrow 0", "2026-11-26T00:00"),
        ("tomorrow 1530", "2026-11-26T15:30"),
        ("tomorrow by 16:00", "2026-11-26T16:00"),
        ("tomorrow noon", "2026-11-26T12:00"),
        ("9 o'clock tomorrow", "2026-11-26T09:00"),
        ("27.11. 9", "2026-11-27T09:00"),
        ("27 Nov 15", "2026-11-27T15:00"),
        ("2026-11-27T15:00", "2026-11-27T15:00"),
        ("Tuesday before 16:00", "2026-12-01T16:00"),
        ("by 16:00", "2026-11-25T16:00"),
        ("9.30", "2026-11-25T09:30"),
        ("15h30", "2026-11-25T15:30"),
        ("15 Uhr", "2026-11-25T15:00"),
        ("noon", "2026-11-25T12:00"),
        ("in 2 hours", "2026-11-25T13:00"),
        ("in an hour", "2026-11-25T12:00"),
        ("in half an hour", "2026-11-25T11:30"),
        ("+30m", "2026-11-25T11:30"),
        ("25:00", None),
        ("9:75", None),
        ("13 pm", None),
        ("tomorrow 25", None),
        ("whenever", None),
        ("", None),
    ],
)
def test_instants(text: str, instant: str | None) -> None:
    expected = datetime.fromisoformat(instant).replace(tzinfo=BERLIN) if instant else None
    assert understand_instant(text, NOW, "Europe/Berlin") == expected


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("tomorrow", "Add a time, as in Thu 26 Nov 2026, 15:00."),
        ("27", "Add a time, as in Fri 27 Nov 2026, 15:00."),
        ("tomorrow 3", "03:00 or 15:00? Type one of them."),
        ("3/4 15:00", "Sat 3 Apr 2027 or Thu 4 Mar 2027? Type one of them."),
        ("28 Mar 2027 02:30", "02:30 is left out on Sun 28 Mar 2027, clocks go forward."),
        ("31 Oct 2027 02:30", "02:30 comes twice on Sun 31 Oct 2027, clocks go back."),
    ],
)
def test_what_could_be_two_instants_is_asked_back(text: str, sentence: str) -> None:
    with pytest.raises(Unclear) as refused:
        understand_instant(text, NOW, "Europe/Berlin")
    assert str(refused.value) == sentence


def test_today_is_that_of_the_zone() -> None:
    """At 23:30 UTC it is already tomorrow in Kathmandu."""
    late = datetime(2026, 11, 25, 23, 30, tzinfo=UTC)
    understood = understand_instant("today 15:00", late, "Asia/Kathmandu")
    assert understood == datetime(2026, 11, 26, 9, 15, tzinfo=UTC)


def test_hours_ahead_count_across_a_change_of_clocks() -> None:
    before = datetime(2027, 3, 28, 0, 30, tzinfo=UTC)
    assert understand_instant("in 2 hours", before, "Europe/Berlin") == before + timedelta(hours=2)


def test_a_naive_now_is_refused() -> None:
    with pytest.raises(ValueError, match="offset"):
        understand_instant("15:00", NOW.replace(tzinfo=None), "Europe/Berlin")


@given(st.dates(date(2020, 1, 1), date(2040, 12, 31)), st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_days_are_understood_as_they_are_written(today: date, day: date) -> None:
    month = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")[
        day.month - 1
    ]
    weekday = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[day.weekday()]
    for text in (
        day.isoformat(),
        f"{day.day}.{day.month}.{day.year}",
        f"{weekday} {day.day} {month} {day.year}",
    ):
        assert understand_day(text, today) == day


@given(st.dates(date(2020, 1, 1), date(2040, 12, 31)), st.integers(1, 31), st.integers(1, 12))
def test_a_day_without_year_is_the_coming_one(today: date, day: int, month: int) -> None:
    coming = understand_day(f"{day}.{month}.", today)
    assert coming is None or (coming >= today and (coming.day, coming.month) == (day, month))
    if coming is None:
        assert day > 29


@given(st.text(st.sampled_from("0123456789 .:/-+,adefhimnoprtuwy")))
def test_no_text_is_too_strange(text: str) -> None:
    with suppress(Unclear):
        understand_day(text, TODAY)
    with suppress(Unclear):
        understand_instant(text, NOW, "Europe/Berlin")
