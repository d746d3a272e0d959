"""Working days and time: adding and counting undo each other, a change of clocks costs nobody an hour."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from casedesk.rules.business_calendar import (
    Calendar,
    Hours,
    add_working_days,
    add_working_time,
    is_working_day,
    next_open,
    next_working_day,
    working_days_between,
    working_time_between,
)

ZONES = ("Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe")
NINE_TO_FIVE: Hours = ((time(9), time(17)),)
WITH_LUNCH: Hours = ((time(8, 30), time(12)), (time(13), time(17, 30)))
ROUND_THE_CLOCK: Hours = ((time(0), time(0)),)
NIGHT: Hours = ((time(0), time(2, 15)), (time(2, 45), time(6)), (time(22), time(0)))

FRIDAY, SATURDAY, SUNDAY, MONDAY = (date(2026, 11, 27) + timedelta(days=ahead) for ahead in range(4))


def weekdays(hours: Hours) -> dict[int, Hours]:
    return dict.fromkeys(range(5), hours)


def calendar(zone: str = "Europe/Berlin", hours: Hours = NINE_TO_FIVE) -> Calendar:
    """Monday to Friday; Christmas closed, Christmas Eve until noon, one Saturday open."""
    return Calendar(
        zone=zone,
        week=weekdays(hours),
        closed_days=frozenset({date(2026, 12, 25)}),
        half_days={date(2026, 12, 24): ((time(9), time(12)),), date(2026, 12, 19): ((time(10), time(14)),)},
    )


def every_day(zone: str, hours: Hours) -> Calendar:
    return Calendar(zone, dict.fromkeys(range(7), hours))


calendars = st.builds(
    calendar, st.sampled_from(ZONES), st.sampled_from([NINE_TO_FIVE, WITH_LUNCH, ROUND_THE_CLOCK])
)
days = st.dates(date(2024, 1, 1), date(2028, 12, 31))
instants = st.datetimes(datetime(2024, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC))
amounts = st.timedeltas(timedelta(0), timedelta(hours=400))


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (FRIDAY, True),
        (SATURDAY, False),
        (date(2026, 12, 19), True),
        (date(2026, 12, 24), True),
        (date(2026, 12, 25), False),
    ],
)
def test_working_days(day: date, working: bool) -> None:
    assert is_working_day(day, calendar()) is working


@pytest.mark.parametrize(
    ("day", "n", "result"),
    [
        (FRIDAY, 0, FRIDAY),
        (FRIDAY, 1, MONDAY),
        (FRIDAY, -1, date(2026, 11, 26)),
        (SATURDAY, 0, MONDAY),
        (SATURDAY, 1, MONDAY),
        (SATURDAY, -1, FRIDAY),
        (FRIDAY, 5, date(2026, 12, 4)),
        (date(2026, 12, 18), 1, date(2026, 12, 19)),
        (date(2026, 12, 24), 1, date(2026, 12, 28)),
        (date(2026, 12, 28), -1, date(2026, 12, 24)),
    ],
)
def test_adding_working_days(day: date, n: int, result: date) -> None:
    assert add_working_days(day, n, calendar()) == result


@pytest.mark.parametrize(
    ("a", "b", "between"),
    [
        (FRIDAY, FRIDAY, 0),
        (FRIDAY, SUNDAY, 0),
        (FRIDAY, MONDAY, 1),
        (SUNDAY, MONDAY, 1),
        (MONDAY, FRIDAY, -1),
        (MONDAY, SUNDAY, 0),
        (date(2026, 12, 14), date(2026, 12, 31), 13),
    ],
)
def test_counting_working_days(a: date, b: date, between: int) -> None:
    assert working_days_between(a, b, calendar()) == between


def test_the_next_working_day() -> None:
    assert next_working_day(FRIDAY, calendar()) == MONDAY
    assert next_working_day(SUNDAY, calendar()) == MONDAY


@given(days, st.integers(-300, 300).filter(bool), calendars)
def test_counting_undoes_adding_days(day: date, n: int, cal: Calendar) -> None:
    there = add_working_days(day, n, cal)
    assert is_working_day(there, cal)
    assert working_days_between(day, there, cal) == n


@given(days, days, calendars)
def test_adding_undoes_counting_days(a: date, b: date, cal: Calendar) -> None:
    assume(is_working_day(b, cal))
    between = working_days_between(a, b, cal)
    assert add_working_days(a, between, cal) == b


@pytest.mark.parametrize("hours", [NINE_TO_FIVE, WITH_LUNCH])
@pytest.mark.parametrize("zone", ZONES)
def test_working_time_is_told_by_the_wall_clock_of_the_zone(zone: str, hours: Hours) -> None:
    there = ZoneInfo(zone)
    cal = calendar(zone, hours)
    start = datetime(2026, 11, 27, 16, 0, tzinfo=there)
    assert add_working_time(start, timedelta(hours=3), cal) == _after_the_weekend(hours, there)
    assert next_open(datetime(2026, 11, 28, 12, 0, tzinfo=there), cal) == datetime.combine(
        MONDAY, hours[0][0], there
    )


def _after_the_weekend(hours: Hours, zone: ZoneInfo) -> datetime:
    left_on_friday = {NINE_TO_FIVE: timedelta(hours=1), WITH_LUNCH: timedelta(hours=1, minutes=30)}[hours]
    return datetime.combine(MONDAY, hours[0][0], zone) + (timedelta(hours=3) - left_on_friday)


@pytest.mark.parametrize(
    ("zone", "day", "hours_open"),
    [
        ("Europe/Berlin", date(2026, 3, 29), 23),
        ("Europe/Berlin", date(2026, 10, 25), 25),
        ("America/New_York", date(2026, 3, 8), 23),
        ("America/New_York", date(2026, 11, 1), 25),
        ("Asia/Kathmandu", date(2026, 3, 29), 24),
        ("Australia/Lord_Howe", date(2026, 10, 4), 23.5),
        ("Australia/Lord_Howe", date(2026, 4, 5), 24.5),
    ],
)
def test_a_day_of_changed_clocks_is_as_long_as_it_is(zone: str, day: date, hours_open: float) -> None:
    there = ZoneInfo(zone)
    cal = every_day(zone, ROUND_THE_CLOCK)
    start = datetime.combine(day, time(0), there)
    end = datetime.combine(day + timedelta(days=1), time(0), there)
    assert working_time_between(start, end, cal) == timedelta(hours=hours_open)
    assert add_working_time(start, timedelta(hours=hours_open), cal) == end
    assert add_working_time(end, timedelta(hours=-hours_open), cal) == start


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("Europe/Berlin", date(2026, 3, 29)),
        ("Europe/Berlin", date(2026, 10, 25)),
        ("America/New_York", date(2026, 3, 8)),
        ("America/New_York", date(2026, 11, 1)),
        ("Asia/Kathmandu", date(2026, 6, 1)),
        ("Australia/Lord_Howe", date(2026, 10, 4)),
        ("Australia/Lord_Howe", date(2026, 4, 5)),
    ],
)
def test_a_night_agrees_with_a_watch_read_every_minute(zone: str, day: date) -> None:
    """Also where hours begin and end inside the changed hour: when the watch first shows that time."""
    there = ZoneInfo(zone)
    cal = every_day(zone, NIGHT)
    start = datetime.combine(day, time(0), there).astimezone(UTC)
    end = datetime.combine(day + timedelta(days=1), time(0), there).astimezone(UTC)
    minutes = int((end - start) / timedelta(minutes=1))
    watch = [(start + timedelta(minutes=minute)).astimezone(there).time() for minute in range(minutes)]

    def first_shown(at: time) -> int:
        return next(minute for minute, wall in enumerate(watch) if wall >= at)

    opened = sum((minutes if b == time(0) else first_shown(b)) - first_shown(a) for a, b in NIGHT)
    assert working_time_between(start, end, cal) == timedelta(minutes=opened)


@given(instants, amounts, calendars)
def test_counting_undoes_adding_time(instant: datetime, amount: timedelta, cal: Calendar) -> None:
    later = add_working_time(instant, amount, cal)
    assert later.tzinfo is UTC
    assert working_time_between(instant, later, cal) == amount
    assert working_time_between(later, instant, cal) == -amount


@given(instants, amounts, calendars)
def test_time_is_taken_back_as_it_was_added(instant: datetime, amount: timedelta, cal: Calendar) -> None:
    earlier = add_working_time(instant, -amount, cal)
    assert earlier <= instant
    assert working_time_between(earlier, instant, cal) == amount


@given(instants, st.lists(amounts, min_size=2, max_size=4), calendars)
def test_time_may_be_added_in_parts(instant: datetime, parts: list[timedelta], cal: Calendar) -> None:
    there = instant
    for part in parts:
        there = add_working_time(there, part, cal)
    assert there == add_working_time(instant, sum(parts, timedelta(0)), cal)


@given(instants, instants, instants, calendars)
def test_working_time_adds_up(a: datetime, b: datetime, c: datetime, cal: Calendar) -> None:
    whole = working_time_between(a, c, cal)
    assert working_time_between(a, b, cal) + working_time_between(b, c, cal) == whole
    assert abs(whole) <= abs(c - a)


@given(instants, calendars)
def test_the_next_opening_is_the_first_open_instant(instant: datetime, cal: Calendar) -> None:
    opening = next_open(instant, cal)
    assert opening >= instant
    assert next_open(opening, cal) == opening
    assert working_time_between(instant, opening, cal) == timedelta(0)
    assert working_time_between(opening, opening + timedelta(seconds=1), cal) == timedelta(seconds=1)


def test_no_time_changes_nothing() -> None:
    sunday_noon = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)
    assert add_working_time(sunday_noon, timedelta(0), calendar()) == sunday_noon


def test_a_sum_ends_with_the_working_day() -> None:
    """Eight hours from the opening are over when the day closes, not when the next one opens."""
    berlin = ZoneInfo("Europe/Berlin")
    opening = datetime(2026, 11, 27, 9, 0, tzinfo=berlin)
    closing = datetime(2026, 11, 27, 17, 0, tzinfo=berlin)
    assert add_working_time(opening, timedelta(hours=8), calendar()) == closing
    assert add_working_time(closing, timedelta(hours=-8), calendar()) == opening


def test_opening_hours_that_a_change_of_clocks_swallows_do_not_open() -> None:
    cal = every_day("Europe/Berlin", ((time(2, 10), time(2, 20)),))
    before = datetime(2026, 3, 29, 0, 0, tzinfo=UTC)
    assert next_open(before, cal) == datetime(2026, 3, 30, 0, 10, tzinfo=UTC)


@pytest.mark.parametrize("naive", [datetime(2026, 11, 27, 9, 0)])
def test_a_naive_instant_is_refused(naive: datetime) -> None:
    aware = naive.replace(tzinfo=UTC)
    with pytest.raises(ValueError, match="offset"):
        next_open(naive, calendar())
    with pytest.raises(ValueError, match="offset"):
        add_working_time(naive, timedelta(hours=1), calendar())
    with pytest.raises(ValueError, match="offset"):
        working_time_between(aware, naive, calendar())


def test_a_calendar_that_never_opens_is_refused_instead_of_searched_for_ever() -> None:
    never = Calendar("Europe/Berlin", {})
    with pytest.raises(ValueError, match="no working day"):
        add_working_days(FRIDAY, 1, never)
    with pytest.raises(ValueError, match="no working day"):
        next_open(datetime(2026, 11, 27, tzinfo=UTC), never)


@pytest.mark.parametrize(
    ("zone", "week", "message"),
    [
        ("Europe/Atlantis", {}, "no time zone"),
        ("../Berlin", {}, "no time zone"),
        ("Europe/Berlin", {7: NINE_TO_FIVE}, "weekdays"),
        ("Europe/Berlin", {0: ((time(17), time(9)),)}, "17:00 to 09:00"),
        ("Europe/Berlin", {0: ((time(9), time(9)),)}, "09:00 to 09:00"),
        ("Europe/Berlin", {0: ((time(9), time(12)), (time(11), time(17)))}, "11:00 to 17:00"),
        ("Europe/Berlin", {0: ((time(9), time(0)), (time(11), time(17)))}, "09:00 to 00:00"),
    ],
)
def test_impossible_calendars_are_refused(zone: str, week: dict[int, Hours], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Calendar(zone, week)


def test_hours_of_single_days_are_checked_too() -> None:
    with pytest.raises(ValueError, match="12:00 to 09:00"):
        Calendar("Europe/Berlin", {}, half_days={FRIDAY: ((time(12), time(9)),)})


def test_hours_may_touch() -> None:
    cal = every_day("Europe/Berlin", ((time(9), time(12)), (time(12), time(17))))
    start = datetime(2026, 11, 27, 8, 0, tzinfo=UTC)
    assert add_working_time(start, timedelta(hours=8), cal) == start + timedelta(hours=8)
