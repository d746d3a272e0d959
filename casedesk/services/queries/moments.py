"""The moment that a list is read as of: now, or a day or instant before or after it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from casedesk.services.reader import Reader


@dataclass(frozen=True)
class Moment:
    """A day with its last instant that counts; `live` when nothing stored can be younger than it."""

    day: date
    instant: datetime
    live: bool
    zone: ZoneInfo

    def start_of(self, day: date) -> datetime:
        """The first instant of a day in the company's time zone."""
        return datetime.combine(day, time.min, self.zone)

    def end_of(self, day: date) -> datetime:
        """The last instant of a day in the company's time zone."""
        return datetime.combine(day, time.max, self.zone)


def moment_of(reader: Reader, as_of: date | datetime | None) -> Moment:
    """Now without `as_of`; a day means its end in the company's time zone."""
    if as_of is None:
        return Moment(reader.today, reader.now, True, reader.zone)
    if isinstance(as_of, datetime):
        instant, day = as_of, as_of.astimezone(reader.zone).date()
    else:
        instant, day = reader.end_of_day(as_of), as_of
    return Moment(day, instant, instant >= reader.now, reader.zone)
