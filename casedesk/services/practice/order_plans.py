"""The course of an order in working days, so that it looks as wanted today: a pure calculation.

Days are counted from the present (0); what lies ahead of it has not happened yet and is left undone by who carries the
plan out. It knows no person, no customer and no clock. To add a way that orders go: a `Phase`, its function in
`_PLANNERS`, how many there are in `casting.PHASES`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from random import Random

from casedesk.catalog import MilestoneSpec

_LIVED_DAYS = 165
_FIRST_BILL_DAYS = 10
_PAID_AFTER_DAYS = 7
_SOME_DAYS = 14


class Phase(StrEnum):
    """How an order shall look today."""

    QUOTE = "quote"
    PLACED = "placed"
    ON_TIME = "on_time"
    IN_JEOPARDY = "in_jeopardy"
    HINDERED = "hindered"
    BLOCKED = "blocked"
    LATE = "late"
    MOVED = "moved"
    ON_HOLD = "on_hold"
    DONE = "done"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


class Kind(StrEnum):
    """What happens to an order."""

    OPENED = "opened"
    PLACED = "placed"
    HANDED_OVER = "handed_over"
    FINISHED = "finished"
    STARTED = "started"
    ESTIMATED = "estimated"
    BLOCKED = "blocked"
    UNBLOCKED = "unblocked"
    TOLD_LATE = "told_late"
    MOVED = "moved"
    HELD = "held"
    BILLED = "billed"
    COMPLETED = "completed"
    PAID = "paid"
    CANCELLED = "cancelled"
    OFFERED = "offered"
    OFFERED_AGAIN = "offered_again"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    QUEUED = "queued"


@dataclass(frozen=True)
class Happening:
    """Something that happens on a day; the milestone it is about, and a later day that is named with it.

    For what is told in minutes before now (OFFERED, QUEUED), `until` is their number and `day` 0.
    """

    day: int
    kind: Kind
    milestone: str = ""
    until: int = 0


@dataclass(frozen=True)
class Trouble:
    """A milestone that takes longer: `since` it is known, `until` it is expected or checked again."""

    milestone: str
    since: int
    until: int
    kind: Kind = Kind.ESTIMATED


@dataclass(frozen=True)
class Course:
    """When an order is placed, for when it is promised and what goes wrong with it."""

    placed: int
    promised: int
    trouble: Trouble | None = None
    moved: Happening | None = None


Plan = tuple[Happening, ...]


class Steps:
    """The milestones of one kind of order and how their days follow from one another."""

    def __init__(self, milestones: Sequence[MilestoneSpec]) -> None:
        self._all = milestones
        self._promise = next(one for one in milestones if one.promise)
        self._before = milestones[: milestones.index(self._promise) + 1]
        self._offsets = self._days(0, {})
        self.length = self._offsets[self._promise.key]

    def after(self, milestone: str) -> int:
        """How many days the promise takes once a milestone is done."""
        return self.length - self._offsets[milestone]

    def due(self, milestone: str) -> int:
        """How many days after the placing a milestone is done when nothing goes wrong."""
        return self._offsets[milestone]

    def running(self, placed: int, day: int) -> list[str]:
        """The milestones that have begun before a day and would be done on it or later."""
        return [
            one.key
            for one in self._taking_time()
            if placed + self._offsets[one.key] >= day
            and all(placed + self._offsets[key] < day for key in one.depends_on)
        ]

    def delayable(self) -> list[str]:
        """The milestones up to the promise that can hold it up."""
        return [one.key for one in self._taking_time()]

    def plan(self, course: Course) -> Plan:
        """Everything from the opening to the payment; with trouble, what waits for that milestone comes later."""
        trouble = course.trouble
        days = self._days(course.placed, {trouble.milestone: trouble.until} if trouble else {})
        billed = days.get("first_bill") or days.get("last_bill") or days[self._promise.key] + _FIRST_BILL_DAYS
        found = [
            Happening(course.placed, Kind.OPENED),
            Happening(course.placed, Kind.PLACED, until=course.promised),
            Happening(course.placed + 1, Kind.HANDED_OVER),
            *(Happening(days[one.key], Kind.FINISHED, one.key) for one in self._all),
            *self._started(days, course.placed),
            *(_trouble_shown(trouble) if trouble else ()),
            *((course.moved,) if course.moved else ()),
            Happening(billed, Kind.BILLED),
            Happening(billed + 1, Kind.COMPLETED),
            Happening(billed + _PAID_AFTER_DAYS, Kind.PAID),
        ]
        return tuple(sorted(found, key=lambda one: one.day))

    def _taking_time(self) -> list[MilestoneSpec]:
        return [one for one in self._before if one.working_days]

    def _days(self, placed: int, ends: Mapping[str, int]) -> dict[str, int]:
        """The day on which each is done; `ends` are those of milestones that take another time."""
        found: dict[str, int] = {}
        for one in self._all:
            begins = max((found[key] for key in one.depends_on), default=placed)
            found[one.key] = max(begins, ends.get(one.key, begins + one.working_days))
        return found

    def _started(self, days: Mapping[str, int], placed: int) -> list[Happening]:
        """The beginning of what is being worked on today."""
        begins = {
            one.key: max((days[key] for key in one.depends_on), default=placed) for one in self._taking_time()
        }
        return [
            Happening(begins[one.key], Kind.STARTED, one.key)
            for one in self._taking_time()
            if one.depends_on and begins[one.key] < 0 < days[one.key]
        ]


def plan_for(phase: Phase, steps: Steps, chance: Random) -> Plan:
    """What happens to an order that shall look so today."""
    return _PLANNERS[phase](steps, chance)


def kind_of_order(phase: Phase, chance: Random) -> str:
    """The template of an order that shall look so: some looks need steps one after another, some side by side."""
    fixed = {Phase.PLACED: "simple", Phase.HINDERED: "simple", Phase.BLOCKED: "fibre"}
    (drawn,) = chance.choices(("fibre", "simple", "end"), (55, 32, 13))
    return fixed.get(phase, drawn)


def with_happening(plan: Plan, happening: Happening) -> Plan:
    """The plan with something more that happens, before the rest of its day."""
    return tuple(sorted((happening, *plan), key=lambda one: one.day))


def _trouble_shown(trouble: Trouble) -> tuple[Happening, ...]:
    shown = Happening(trouble.since, trouble.kind, trouble.milestone, trouble.until)
    if trouble.kind is Kind.BLOCKED:
        return shown, Happening(trouble.until - 1, Kind.UNBLOCKED, trouble.milestone)
    return shown, Happening(trouble.since, Kind.TOLD_LATE, trouble.milestone, trouble.until)


def _slack(chance: Random) -> int:
    """Days between the forecast at the sale and the promise."""
    return chance.randrange(2, 5)


def _quote(_steps: Steps, chance: Random) -> Plan:
    return (Happening(-chance.choice((1, 1, 1, 2, 2, 3, 4)), Kind.OPENED),)


def _placed(steps: Steps, chance: Random) -> Plan:
    plan = steps.plan(Course(-1, steps.length + _slack(chance) - 1))
    return tuple(one for one in plan if one.kind in (Kind.OPENED, Kind.PLACED))


def _on_time(steps: Steps, chance: Random) -> Plan:
    placed = -chance.randrange(1, steps.length)
    return steps.plan(Course(placed, placed + steps.length + _slack(chance)))


def _in_jeopardy(steps: Steps, chance: Random) -> Plan:
    promised = chance.randrange(1, 6)
    placed = promised - steps.length - 2
    since = -chance.randrange(1, min(4, -placed))
    milestone = chance.choice(steps.running(placed, since))
    until = max(1, promised + chance.randrange(1, 5) - steps.after(milestone))
    return steps.plan(Course(placed, promised, Trouble(milestone, since, until)))


def _hindered(steps: Steps, chance: Random) -> Plan:
    promised = steps.length + chance.randrange(1, 3) - 2
    return steps.plan(Course(-2, promised, Trouble("number", -1, chance.randrange(2, 4), Kind.BLOCKED)))


def _blocked(steps: Steps, chance: Random) -> Plan:
    promised = chance.randrange(2, 9)
    placed = promised - steps.length - 2
    since = -chance.randrange(1, min(6, -placed))
    milestone = chance.choice(steps.running(placed, since))
    return steps.plan(
        Course(placed, promised, Trouble(milestone, since, chance.randrange(2, 5), Kind.BLOCKED))
    )


def _late(steps: Steps, chance: Random) -> Plan:
    promised = -chance.randrange(1, 7)
    placed = promised - steps.length - _slack(chance)
    milestone = chance.choice(steps.delayable())
    since = min(-1, placed + steps.due(milestone))
    return steps.plan(Course(placed, promised, Trouble(milestone, since, chance.randrange(1, 6))))


def _moved(steps: Steps, chance: Random) -> Plan:
    """Promised for a day that has passed, and told in time that it will be another."""
    promised = -chance.randrange(1, 5)
    placed = promised - steps.length - 2
    milestone = chance.choice(steps.delayable())
    since = placed + steps.due(milestone)
    until = chance.randrange(1, 4)
    moved = Happening(promised - 1, Kind.MOVED, until=until + steps.after(milestone) + 1)
    return steps.plan(Course(placed, promised, Trouble(milestone, since, until), moved))


def _on_hold(steps: Steps, chance: Random) -> Plan:
    placed = -chance.randrange(3, steps.length + 1)
    held = -chance.randrange(1, -placed)
    plan = steps.plan(Course(placed, placed + steps.length + _slack(chance) + 3))
    return (
        *(one for one in plan if one.day <= held and one.kind is not Kind.STARTED),
        Happening(held, Kind.HELD, until=chance.randrange(1, 5)),
    )


def _done(steps: Steps, chance: Random) -> Plan:
    delay = chance.choice((0, 0, 0, 3))
    placed = -chance.randrange(1, 7) - delay - steps.length
    milestone = chance.choice(steps.delayable())
    due = placed + steps.due(milestone)
    trouble = Trouble(milestone, due - 1, due + delay) if delay else None
    return steps.plan(Course(placed, placed + steps.length + 2, trouble))


def _completed(steps: Steps, chance: Random) -> Plan:
    placed = -chance.randrange(steps.length + 2 * _SOME_DAYS, _LIVED_DAYS)
    return steps.plan(
        Course(placed, placed + steps.length + _slack(chance), _overcome(steps, placed, chance))
    )


def _overcome(steps: Steps, placed: int, chance: Random) -> Trouble | None:
    """In one of four orders something went wrong and was put right."""
    if chance.random() > 0.25:
        return None
    milestone = chance.choice(steps.delayable())
    since = placed + steps.due(milestone) - 1
    kind = chance.choice((Kind.ESTIMATED, Kind.BLOCKED))
    return Trouble(milestone, since, since + chance.randrange(3, 6), kind)


def _cancelled(steps: Steps, chance: Random) -> Plan:
    placed = -chance.randrange(steps.length, _LIVED_DAYS)
    ended = placed + chance.randrange(1, steps.length)
    plan = steps.plan(Course(placed, placed + steps.length + _slack(chance)))
    return *(one for one in plan if one.day < ended), Happening(ended, Kind.CANCELLED)


_PLANNERS: Mapping[Phase, Callable[[Steps, Random], Plan]] = {
    Phase.QUOTE: _quote,
    Phase.PLACED: _placed,
    Phase.ON_TIME: _on_time,
    Phase.IN_JEOPARDY: _in_jeopardy,
    Phase.HINDERED: _hindered,
    Phase.BLOCKED: _blocked,
    Phase.LATE: _late,
    Phase.MOVED: _moved,
    Phase.ON_HOLD: _on_hold,
    Phase.DONE: _done,
    Phase.COMPLETED: _completed,
    Phase.CANCELLED: _cancelled,
}
