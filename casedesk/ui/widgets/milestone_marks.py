"""What a milestone says on the track and to a screen reader; it knows no widget and no order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from casedesk.ui.text import clock_time, short_day, spoken_day
from casedesk.ui.widgets.status import Status, status_word
from casedesk.words import say

_NO_DATE = "–"


@dataclass(frozen=True)
class MilestoneMark:
    """One milestone as the track shows it.

    `earlier` are promises that were made before `promised`; `is_promise` marks the one whose dates are the
    order's.
    """

    name: str
    team: str
    status: Status
    promised: date | None = None
    forecast: date | None = None
    done: date | datetime | None = None
    earlier: tuple[date, ...] = ()
    is_promise: bool = False

    @property
    def has_slipped(self) -> bool:
        """Whether the forecast has left the promise behind; still true once it was done late."""
        return self.promised is not None and self.forecast is not None and self.forecast > self.promised


def spoken_milestone(marks: Sequence[MilestoneMark], at: int) -> str:
    """ "Milestone 4 of 8, Line built, Network, under way, promised 20 November, forecast 27 November"."""
    mark = marks[at]
    parts = [say("Milestone $n of $all", n=at + 1, all=len(marks)), mark.name, mark.team]
    parts.append(status_word(mark.status).lower())
    if mark.promised:
        parts.append(say("promised $day", day=spoken_day(mark.promised)))
    parts += [say("promised before: $day", day=spoken_day(earlier)) for earlier in mark.earlier]
    if mark.forecast and not mark.done:
        parts.append(say("forecast $day", day=spoken_day(mark.forecast)))
    if mark.done:
        parts.append(say("done $day", day=spoken_day(mark.done)))
    return ", ".join(part for part in parts if part)


def row_words() -> tuple[str, str, str]:
    """The heads of the three rows of dates."""
    return say("Promised"), say("Forecast"), say("Done")


def three_dates(mark: MilestoneMark, today: date) -> tuple[str, str, str]:
    """Promised, forecast and done as they stand below one another."""
    return _day(mark.promised, today), _day(mark.forecast, today), _moment(mark.done, today)


def one_date(mark: MilestoneMark, today: date) -> str:
    """The one date that matters most now."""
    if mark.done:
        return _day(mark.done, today)
    if mark.status is Status.LATE and mark.promised:
        return say("due $day", day=_day(mark.promised, today))
    if mark.forecast:
        return _day(mark.forecast, today)
    return say("no date") if mark.status is Status.BLOCKED else _day(mark.promised, today)


def _day(on: date | None, today: date) -> str:
    return short_day(on, today) if on else _NO_DATE


def _moment(at: date | datetime | None, today: date) -> str:
    if isinstance(at, datetime):
        return f"{_day(at.date(), today)} {clock_time(at)}"
    return _day(at, today)
