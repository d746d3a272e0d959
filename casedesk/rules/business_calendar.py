"""Working days and working time of one team; it knows no team, no holiday list and no present instant.

Source: design/domain.md, An order's way: Working time. Sums go through UTC, so a change of clocks
neither adds nor loses an hour. Days are those of the calendar's zone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from casedesk.clock import as_utc

Hours = tuple[tuple[time, time], ...]
"""Opening times of one day, ascending, from (included) to (excluded); 00:00 as an end ends the day."""

_LONGEST_CLOSURE_DAYS = 3 * 366
_ONE_DAY = timedelta(days=1)
_NO_TIME = timedelta(0)


@dataclass(frozen=True, slots=True)
class Calendar:
    """When a team works.

    `zone`: IANA name; `week`: weekday (0 is Monday) to its hours, a missing weekday is free; `closed_days`:
    public holidays and the like; `half_days`: days with hours of their own, stronger than both. ValueError
    for an unknown zone, a weekday outside 0 to 6, and hours that are empty, overlap or run backwards.
    """

    zone: str
    week: Mapping[int, Hours]
    closed_days: frozenset[date] = frozenset()
    half_days: Mapping[date, Hours] = field(default_factory=dict)

    def __post_init__(self) -> None:
        try:
            ZoneInfo(self.zone)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError(f"{self.zone!r} is no time zone; write it as in Europe/Berlin") from error
        if not set(self.week) <= set(range(7)):
            raise ValueError(f"weekdays run from 0 (Monday) to 6 (Sunday), not {sorted(self.week)}")
        for hours in (*self.week.values(), *self.half_days.values()):
            _check_hours(hours)

    def hours_on(self, day: date) -> Hours:
        """The opening times of `day`, none on a free one."""
        if day in self.half_days:
            return self.half_days[day]
        return () if day in self.closed_days else self.week.get(day.weekday(), ())


def is_working_day(day: date, cal: Calendar) -> bool:
    """True when the calendar is open at some time of `day`."""
    return bool(cal.hours_on(day))


def next_working_day(day: date, cal: Calendar) -> date:
    """The first working day after `day`; ValueError when there is none within three years."""
    return _nearest_working_day(day + _ONE_DAY, _ONE_DAY, cal)


def add_working_days(day: date, n: int, cal: Calendar) -> date:
    """The `n`-th working day after `day`, before it for a negative `n`; for 0 `day` or, if free, the next.

    Undoes `working_days_between`. ValueError when the calendar has no working day within three years.
    """
    if n == 0:
        return _nearest_working_day(day, _ONE_DAY, cal)
    step = _ONE_DAY if n > 0 else -_ONE_DAY
    for _ in range(abs(n)):
        day = _nearest_working_day(day + step, step, cal)
    return day


def working_days_between(a: date, b: date, cal: Calendar) -> int:
    """How many working days later `b` is than `a`: those after `a`, with `b`; negative when `b` is earlier.

    Backwards it counts from `b` (included) to `a` (excluded), so that `add_working_days` leads from `a` to
    `b`.
    """
    if b < a:
        return -sum(is_working_day(b + timedelta(days=ahead), cal) for ahead in range((a - b).days))
    return sum(is_working_day(a + timedelta(days=ahead), cal) for ahead in range(1, (b - a).days + 1))


def next_open(instant: datetime, cal: Calendar) -> datetime:
    """`instant` while the calendar is open, else when it opens next; UTC. ValueError for a naive instant."""
    instant = as_utc(instant)
    start, _end = next(_open_spans_after(instant, cal))
    return start


def add_working_time(instant: datetime, amount: timedelta, cal: Calendar) -> datetime:
    """When `amount` of working time has passed since `instant`; a negative amount goes back; UTC.

    A sum that ends with the working day ends there, not on the next morning; an amount of zero changes
    nothing. ValueError for a naive instant or when the calendar stays closed for three years.
    """
    instant = as_utc(instant)
    if amount < _NO_TIME:
        return _subtract_working_time(instant, -amount, cal)
    if amount == _NO_TIME:
        return instant
    spans = _open_spans_after(instant, cal)
    start, end = next(spans)
    while amount > end - start:
        amount -= end - start
        start, end = next(spans)
    return start + amount


def working_time_between(a: datetime, b: datetime, cal: Calendar) -> timedelta:
    """The working time from `a` to `b`; negative when `b` is earlier. ValueError for a naive instant."""
    a, b = as_utc(a), as_utc(b)
    if b < a:
        return -working_time_between(b, a, cal)
    zone = ZoneInfo(cal.zone)
    first, last = a.astimezone(zone).date(), b.astimezone(zone).date()
    days = (first + timedelta(days=ahead) for ahead in range((last - first).days + 1))
    spans = (span for day in days for span in _spans(day, cal))
    return sum((max(min(b, end) - max(a, start), _NO_TIME) for start, end in spans), _NO_TIME)


def _subtract_working_time(instant: datetime, amount: timedelta, cal: Calendar) -> datetime:
    spans = _open_spans_before(instant, cal)
    start, end = next(spans)
    while amount > end - start:
        amount -= end - start
        start, end = next(spans)
    return end - amount


def _nearest_working_day(day: date, step: timedelta, cal: Calendar) -> date:
    """`day` or the nearest working day in the direction of `step`."""
    for _ in range(_LONGEST_CLOSURE_DAYS):
        if is_working_day(day, cal):
            return day
        day += step
    raise ValueError("the calendar has no working day within three years; give it opening hours")


def _open_spans_after(instant: datetime, cal: Calendar) -> Iterator[tuple[datetime, datetime]]:
    """What is open after `instant`, ascending without end; the first span begins at `instant` or later."""
    day = instant.astimezone(ZoneInfo(cal.zone)).date()
    while True:
        day = _nearest_working_day(day, _ONE_DAY, cal)
        for start, end in _spans(day, cal):
            if end > instant:
                yield max(start, instant), end
        day += _ONE_DAY


def _open_spans_before(instant: datetime, cal: Calendar) -> Iterator[tuple[datetime, datetime]]:
    """What is open before `instant`, descending without end; the first span ends at `instant` or before."""
    day = instant.astimezone(ZoneInfo(cal.zone)).date()
    while True:
        day = _nearest_working_day(day, -_ONE_DAY, cal)
        for start, end in reversed(_spans(day, cal)):
            if start < instant:
                yield start, min(end, instant)
        day -= _ONE_DAY


def _spans(day: date, cal: Calendar) -> tuple[tuple[datetime, datetime], ...]:
    """The opening times of `day` as instants in UTC, none of them empty."""
    zone = ZoneInfo(cal.zone)
    spans = (
        (_instant(day, start, zone), _instant(day + _ONE_DAY if end == time(0) else day, end, zone))
        for start, end in cal.hours_on(day)
    )
    return tuple((start, end) for start, end in spans if start < end)


def _instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The first instant at which the clocks on the wall show that time or have been put past it."""
    wall = datetime.combine(day, at, zone)
    first = wall.astimezone(UTC)
    if first.astimezone(zone).replace(tzinfo=None) == wall.replace(tzinfo=None):
        return first
    # Left out by the clocks: fold=1 gives an instant before the change, fold=0 one after it.
    return _clock_change(wall.replace(fold=1).astimezone(UTC), first, zone)


def _clock_change(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The first second of the new time, between two instants of different offsets."""
    offset = before.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=(after - before) // timedelta(seconds=2))
        if middle.astimezone(zone).utcoffset() == offset:
            before = middle
        else:
            after = middle
    return after


def _check_hours(hours: Hours) -> None:
    """ValueError unless each span is longer than nothing and begins after the one before."""
    closed_until = time(0)
    for position, (start, end) in enumerate(hours):
        ends_with_the_day = end == time(0) and position == len(hours) - 1
        if start < closed_until or not (start < end or ends_with_the_day):
            raise ValueError(f"opening hours must ascend and not overlap: {start:%H:%M} to {end:%H:%M} does")
        closed_until = end
