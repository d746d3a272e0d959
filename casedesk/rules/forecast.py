"""When an order's milestones will be done, when they must be, and how the order looks against its promise.

Whole days in the premises' time zone. It knows no owner, no visit and no present day but the one passed in.
Source: design/domain.md, An order's way; issue 2, Build 3 (what *in jeopardy* means before triggers).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from casedesk.rules.business_calendar import (
    Calendar,
    add_working_days,
    is_working_day,
    working_days_between,
)
from casedesk.rules.states import MilestoneState, OrderState
from casedesk.rules.steps import FINISHED, Step, all_before, in_order, promise_step
from casedesk.rules.vocabulary import OrderStatus
from casedesk.words import count, say

__all__ = [
    "OfferedDay",
    "PromiseCheck",
    "Step",
    "StepCheck",
    "can_keep",
    "forecast",
    "order_status",
    "plan_back",
    "stands_still",
    "was_late",
]

ADVISED_SLACK_DAYS = 2
"""Working days between forecast and promise that are advised at the sale."""

_ONE_DAY = timedelta(days=1)
_NEVER = date.max
_LONG_AGO = date.min
_DELIVERED = frozenset({OrderState.DONE_NOT_CONFIRMED, OrderState.COMPLETED})


@dataclass(frozen=True, slots=True)
class StepCheck:
    """Whether one step can keep a wished day.

    `earliest`: when it can be done, None where nobody can say; `why`: a phrase; `latest`: when it must be
    done; `decided_by`: the key of the open step that it waits for longest, if any.
    """

    key: str
    earliest: date | None
    latest: date
    why: str
    decided_by: str | None

    @property
    def keeps(self) -> bool:
        """True when the earliest day is known and not after the latest."""
        return self.earliest is not None and self.earliest <= self.latest


@dataclass(frozen=True, slots=True)
class OfferedDay:
    """A day that could be promised, `slack_days` working days after the forecast.

    Not `possible`: before the forecast, or a day on which the team of the promise does not work.
    """

    day: date
    slack_days: int
    possible: bool
    as_asked: bool


@dataclass(frozen=True, slots=True)
class PromiseCheck:
    """The answer to *can we keep it?*: the open steps up to the promise and 1 to 3 days, advised first."""

    steps: tuple[StepCheck, ...]
    days: tuple[OfferedDay, ...]

    @property
    def keeps(self) -> bool:
        """True when the day asked for is possible."""
        return any(offered.as_asked and offered.possible for offered in self.days)


def forecast(
    steps: Sequence[Step], today: date, calendar_of_team: Mapping[str, Calendar]
) -> dict[str, date | None]:
    """The day each step is or will be done, by key; None where nobody can say, and for a skipped one.

    Done steps keep their day. An open one takes its duration from when all it depends on is done, from its
    own start or from today; it is never forecast before today. A blocked one starts again at its next check
    and is unknown without one, as is all that depends on it. ValueError for a cycle, an unknown dependency or
    team, a key twice.
    """
    ends: dict[str, date] = {}
    for step in in_order(steps):
        freed_on = max((ends[key] for key in step.depends_on), default=_LONG_AGO)
        ends[step.key] = _end(step, freed_on, today, calendar_of_team)
    return {step.key: _forecast_of(step, ends[step.key]) for step in steps}


def plan_back(steps: Sequence[Step], promised_on: date, calendars: Mapping[str, Calendar]) -> dict[str, date]:
    """The day each step must be done so that the promise is kept on `promised_on`, by key.

    What the promise depends on is planned back from it, what comes later forward; a step that hangs on
    nothing is due with the promise. Done steps keep their day, skipped ones have none. The result may lie in
    the past. ValueError as in `forecast`, and unless exactly one step is the promise.
    """
    ordered = in_order(steps)
    promise = promise_step(steps)
    if promise is None:
        raise ValueError("no step is marked as the promise; mark exactly one")
    plan = _planned_before(ordered, promise, promised_on, calendars)
    plan |= {step.key: step.done_on for step in steps if step.done_on is not None}
    for step in ordered:
        if step.key not in plan:
            base = max((plan[key] for key in step.depends_on), default=None)
            plan[step.key] = promised_on if base is None else _days_later(base, step, calendars)
    return {step.key: plan[step.key] for step in steps if step.state != MilestoneState.SKIPPED}


def can_keep(
    steps: Sequence[Step], today: date, wanted_on: date, calendars: Mapping[str, Calendar]
) -> PromiseCheck:
    """Whether the promise can be kept on `wanted_on`, what each step says to it and which days to offer.

    Advised is the forecast with two working days of slack, then the forecast itself, then the day asked for;
    a wished day with at least that slack comes first. ValueError as in `plan_back`.
    """
    latest = plan_back(steps, wanted_on, calendars)
    earliest = forecast(steps, today, calendars)
    promise = next(step for step in steps if step.is_promise)
    before = all_before(promise, steps)
    checked = [step for step in in_order(steps) if step.key in before and step.state not in FINISHED]
    open_days = {step.key: earliest[step.key] for step in checked}
    checks = tuple(_check(step, open_days, latest[step.key]) for step in checked)
    return PromiseCheck(checks, _offered(earliest[promise.key], wanted_on, _calendar(promise, calendars)))


def order_status(
    state: OrderState, steps: Sequence[Step], today: date, forecasts: Mapping[str, date | None]
) -> OrderStatus:
    """The first that applies: cancelled, done, late, blocked, in jeopardy, not started, on time.

    `forecasts` is what `forecast` gave. Blocked: on hold, or nothing up to the promise can go on. In
    jeopardy: the forecast passes the promise or is unknown, or a step is overdue or blocked.
    """
    promise = promise_step(steps)
    if state == OrderState.CANCELLED:
        return OrderStatus.CANCELLED
    if state in _DELIVERED or (promise is not None and promise.state in FINISHED):
        return OrderStatus.DONE
    if promise is not None and _is_overdue(promise, today):
        return OrderStatus.LATE
    if state == OrderState.ON_HOLD or stands_still(steps):
        return OrderStatus.BLOCKED
    if _in_jeopardy(promise, steps, today, forecasts):
        return OrderStatus.IN_JEOPARDY
    return OrderStatus.NOT_STARTED if state == OrderState.QUOTE else OrderStatus.ON_TIME


def stands_still(steps: Sequence[Step]) -> bool:
    """True when a step up to the promise is blocked and none of the others there can be worked on."""
    promise = promise_step(steps)
    if promise is None:
        return False
    before = all_before(promise, steps)
    states = {step.state for step in steps if step.key in before}
    return MilestoneState.BLOCKED in states and not states & {MilestoneState.READY, MilestoneState.UNDER_WAY}


def was_late(first_promised_on: date | None, done_on: date | None, today: date) -> bool:
    """True when it was done, or is still not done, after the first day promised; that day itself is on time.

    Source: design/domain.md, An order's way: on time is counted against the first promised date.
    """
    return first_promised_on is not None and (done_on or today) > first_promised_on


def _calendar(step: Step, calendars: Mapping[str, Calendar]) -> Calendar:
    if step.team not in calendars:
        raise ValueError(f"team {step.team!r} of step {step.key!r} has no calendar")
    return calendars[step.team]


def _end(step: Step, freed_on: date, today: date, calendars: Mapping[str, Calendar]) -> date:
    """When `step` lets go of what depends on it: _LONG_AGO for no limit, _NEVER for unknown."""
    if step.state == MilestoneState.SKIPPED:
        return freed_on
    if step.state == MilestoneState.DONE:
        return step.done_on or _LONG_AGO
    if step.estimate_on is not None:
        return max(step.estimate_on, today)
    start = max(_start(step, today), freed_on)
    return start if start == _NEVER else max(today, _days_later(start, step, calendars))


def _start(step: Step, today: date) -> date:
    """When `step` itself can start at the earliest, whatever it depends on."""
    if step.state == MilestoneState.BLOCKED:
        return max(today, step.check_on or _NEVER)
    if step.state == MilestoneState.UNDER_WAY:
        return step.started_on or today
    return today


def _days_later(start: date, step: Step, calendars: Mapping[str, Calendar]) -> date:
    return add_working_days(start, step.working_days, _calendar(step, calendars))


def _forecast_of(step: Step, end: date) -> date | None:
    if step.state == MilestoneState.SKIPPED or end in {_NEVER, _LONG_AGO}:
        return None
    return end


def _planned_before(
    ordered: Sequence[Step], promise: Step, promised_on: date, calendars: Mapping[str, Calendar]
) -> dict[str, date]:
    """The latest days of `promise` and of what it depends on."""
    before = all_before(promise, ordered)
    plan = {promise.key: promised_on}
    for step in reversed(ordered):
        if step.key not in before:
            continue
        if step is not promise:
            plan[step.key] = _counted_back(plan[step.key], 1, step, calendars)
        start = _latest_start(plan[step.key], step, calendars)
        for key in step.depends_on:
            plan[key] = min(plan.get(key, _NEVER), start)
    return plan


def _latest_start(end: date, step: Step, calendars: Mapping[str, Calendar]) -> date:
    """The last day, working or not, from which `step` is still done on `end`."""
    days = 0 if step.state in FINISHED else step.working_days
    return _counted_back(end, days, step, calendars) - _ONE_DAY if days else end


def _counted_back(end: date, days: int, step: Step, calendars: Mapping[str, Calendar]) -> date:
    """The first of the last so many working days up to `end`, which counts if it is one."""
    return add_working_days(end + _ONE_DAY, -days, _calendar(step, calendars))


def _check(step: Step, open_days: Mapping[str, date | None], latest: date) -> StepCheck:
    waited_for = [key for key in step.depends_on if key in open_days]
    decided_by = max(waited_for, key=lambda key: open_days[key] or _NEVER, default=None)
    return StepCheck(step.key, open_days[step.key], latest, _why(step), decided_by)


def _why(step: Step) -> str:
    """The reason for a step's earliest day, as a phrase."""
    if step.estimate_on is not None:
        return say("estimated by a colleague")
    if step.state == MilestoneState.BLOCKED:
        return say("blocked until its next check") if step.check_on else say("blocked, nobody knows how long")
    if step.working_days == 0:
        return say("takes no time of its own")
    return count("takes $n working day", "takes $n working days", step.working_days)


def _offered(earliest: date | None, wanted_on: date, calendar: Calendar) -> tuple[OfferedDay, ...]:
    if earliest is None:
        return (OfferedDay(wanted_on, 0, possible=False, as_asked=True),)
    advised = add_working_days(earliest, ADVISED_SLACK_DAYS, calendar)
    days = [wanted_on, advised, earliest] if wanted_on >= advised else [advised, earliest, wanted_on]
    return tuple(_offer(day, earliest, wanted_on, calendar) for day in dict.fromkeys(days))


def _offer(day: date, earliest: date, wanted_on: date, calendar: Calendar) -> OfferedDay:
    return OfferedDay(
        day,
        slack_days=working_days_between(earliest, day, calendar),
        possible=day >= earliest and is_working_day(day, calendar),
        as_asked=day == wanted_on,
    )


def _is_overdue(step: Step, today: date) -> bool:
    return step.state not in FINISHED and step.promised_on is not None and step.promised_on < today


def _in_jeopardy(
    promise: Step | None, steps: Iterable[Step], today: date, forecasts: Mapping[str, date | None]
) -> bool:
    if any(_is_overdue(step, today) or step.state == MilestoneState.BLOCKED for step in steps):
        return True
    if promise is None or promise.promised_on is None:
        return False
    return (forecasts.get(promise.key) or _NEVER) > promise.promised_on
