"""Days and times as people type them and as CaseDesk writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casedesk.ui import text
from casedesk.ui.when import NotUnderstood, read_day, read_instant

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 10, 42, tzinfo=ZoneInfo("Europe/London"))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("27 Nov", date(2026, 11, 27)),
        ("27. Nov", date(2026, 11, 27)),
        ("Fri 27 Nov", date(2026, 11, 27)),
        ("Friday 27 November 2026", date(2026, 11, 27)),
        ("27.11.", date(2026, 11, 27)),
        ("27.11", date(2026, 11, 27)),
        ("27/11", date(2026, 11, 27)),
        ("27.11.27", date(2027, 11, 27)),
        ("27/11/2027", date(2027, 11, 27)),
        ("2026-11-27", date(2026, 11, 27)),
        ("today", TODAY),
        ("Tomorrow", date(2026, 11, 25)),
        ("yesterday", date(2026, 11, 23)),
        ("fri", date(2026, 11, 27)),
        ("tuesday", date(2026, 12, 1)),
        ("next monday", date(2026, 11, 30)),
        ("in 3 days", date(2026, 11, 27)),
        ("+2w", date(2026, 12, 8)),
        ("1 Jan", date(2027, 1, 1)),
        ("5.1.", date(2027, 1, 5)),
        ("20 Oct", date(2026, 10, 20)),
    ],
)
def test_days(typed: str, meant: date) -> None:
    assert read_day(typed, TODAY) == meant


@pytest.mark.parametrize(
    "typed", ["", "soon", "31.2.", "27 Nov 15:00", "12", "Fri 27 Nov or so", "in 3 lives"]
)
def test_what_is_no_day(typed: str) -> None:
    with pytest.raises(NotUnderstood, match="Not a day"):
        read_day(typed, TODAY)


def test_a_weekday_that_contradicts_its_date_is_a_slip() -> None:
    with pytest.raises(NotUnderstood, match="Friday 27 November 2026"):
        read_day("Thu 27 Nov", TODAY)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Fri 27 Nov, 15:00", (27, 15, 0)),
        ("27.11. 15", (27, 15, 0)),
        ("27.11. 9.30", (27, 9, 30)),
        ("27/11 16:15", (27, 16, 15)),
        ("2026-11-27T15:00", (27, 15, 0)),
        ("tomorrow 9", (25, 9, 0)),
        ("tomorrow at 9", (25, 9, 0)),
        ("fri 3pm", (27, 15, 0)),
        ("fri 12am", (27, 0, 0)),
        ("15:00", (24, 15, 0)),
        ("1500", (24, 15, 0)),
        ("9", (25, 9, 0)),
        ("+3 9", (27, 9, 0)),
        ("27 Nov 2026 8h", (27, 8, 0)),
    ],
)
def test_instants(typed: str, meant: tuple[int, int, int]) -> None:
    day, hour, minute = meant
    understood = read_instant(typed, NOW)
    assert understood == datetime(2026, 11, day, hour, minute, tzinfo=NOW.tzinfo)


@pytest.mark.parametrize(
    "typed", ["", "tomorrow", "27 Nov", "25:00", "mo 9", "9:75", "soon", "tomorrow 9 or so", "13pm"]
)
def test_what_is_no_instant(typed: str) -> None:
    with pytest.raises(NotUnderstood, match="Not a day and time"):
        read_instant(typed, NOW)


def test_a_time_needs_a_zone() -> None:
    with pytest.raises(ValueError, match="no zone"):
        read_instant("15:00", datetime(2026, 11, 24, 10, 42))


@given(st.datetimes(datetime(2020, 1, 1), datetime(2035, 12, 31)), st.text(max_size=30))
def test_whatever_is_typed_is_understood_or_refused(now: datetime, typed: str) -> None:
    try:
        understood = read_instant(typed, now.replace(tzinfo=UTC))
    except NotUnderstood:
        return
    assert understood.tzinfo is UTC


@given(st.dates(date(2020, 1, 1), date(2035, 12, 31)), st.integers(-170, 170))
def test_what_we_write_we_read(today: date, offset: int) -> None:
    day = today + timedelta(days=offset)
    assert read_day(text.day(day, today), today) == day
    at = datetime(day.year, day.month, day.day, 15, 5, tzinfo=UTC)
    now = datetime(today.year, today.month, today.day, 9, 0, tzinfo=UTC)
    assert read_instant(text.dated_time(at, today), now) == at


def test_days_carry_their_year_only_where_it_is_another() -> None:
    assert text.day(date(2026, 11, 27), TODAY) == "Fri 27 Nov"
    assert text.day(date(2027, 1, 1), TODAY) == "Fri 1 Jan 2027"
    assert text.short_day(date(2026, 11, 27), TODAY) == "27 Nov"
    assert text.long_day(date(2026, 11, 27)) == "Friday 27 November 2026"


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "0 min"),
        (59, "59 min"),
        (60, "1 h"),
        (228, "3 h"),
        (2879, "47 h"),
        (2880, "2 days"),
        (3000, "2 days"),
    ],
)
def test_spans_are_minutes_then_hours_then_days(minutes: int, words: str) -> None:
    assert text.span(timedelta(minutes=minutes)) == words


def test_rest_of_time_before_and_after() -> None:
    assert text.rest_of_time(NOW + timedelta(minutes=18), NOW) == "in 18 min"
    assert text.rest_of_time(NOW - timedelta(minutes=12), NOW) == "12 min late"


def test_today_and_tomorrow_are_said_by_name() -> None:
    assert text.day_and_time(NOW, TODAY) == "today 10:42"
    assert text.day_and_time(NOW + timedelta(days=1), TODAY) == "tomorrow 10:42"
    assert text.day_and_time(NOW + timedelta(days=3), TODAY) == "Fri 27 Nov, 10:42"


def test_money_has_its_currencys_decimals() -> None:
    assert text.money(Decimal("34"), "GBP") == "£34.00"
    assert text.money(Decimal("1200"), "JPY") == "¥1,200"


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Daniel Osei", "DO"),
        ("Priya", "PR"),
        ("Daniel Osei, Order desk", "DO"),
        ("", "?"),
        ("Ada de la Kerr", "AK"),
    ],
)
def test_initials(name: str, letters: str) -> None:
    assert text.initials(name) == letters
