"""Whether the milestones of a template fit together, and how their working days add up; it knows no order."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from casedesk.rules.steps import Step, all_before, in_order
from casedesk.words import say

LONGEST_DAYS = 1000
KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
"""How a milestone, a team, a calendar or a template is named by programs."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with the milestone of a key ("" for the template as a whole), and what to do."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class Span:
    """Working days from which and until which a step lasts, counted from the order; `slack` days it may slip."""

    start: int
    end: int
    slack: int


def first_fault(steps: Sequence[Step], names: Mapping[str, str]) -> Fault | None:
    """The first thing that is wrong, None when the steps fit together. `names` are the steps' names by key."""
    checks = (_key_faults, _dependence_faults, _cycle_faults, _promise_faults)
    return next((fault for check in checks if (fault := check(steps, names))), None)


def spans(steps: Sequence[Step]) -> dict[str, Span]:
    """When each step begins and ends if all goes well, by key; the steps have no fault.

    Slack counts against the promise for what comes before it, and against the last day for the rest.
    """
    ordered = in_order(steps)
    ends: dict[str, int] = {}
    for one in ordered:
        ends[one.key] = max((ends[key] for key in one.depends_on), default=0) + one.working_days
    promise = next((one for one in steps if one.is_promise), None)
    before = all_before(promise, steps) if promise else frozenset()
    latest: dict[str, int] = {}
    for one in reversed(ordered):
        followers = [other for other in steps if one.key in other.depends_on]
        if one.key in before:
            followers = [other for other in followers if other.key in before]
        aim = ends[promise.key] if promise and one.key in before else max(ends.values())
        latest[one.key] = min((latest[other.key] - other.working_days for other in followers), default=aim)
    return {
        one.key: Span(ends[one.key] - one.working_days, ends[one.key], latest[one.key] - ends[one.key])
        for one in steps
    }


def promise_day(steps: Sequence[Step]) -> int:
    """The working day on which the promise is done if all goes well, 0 without a promise."""
    promise = next((one for one in steps if one.is_promise), None)
    return spans(steps)[promise.key].end if promise else 0


def _key_faults(steps: Sequence[Step], names: Mapping[str, str]) -> Fault | None:
    if not steps:
        return Fault("", say("A kind of order needs at least one milestone. Add one."))
    seen: set[str] = set()
    for one in steps:
        fault = _key_fault(one, names, seen)
        if fault:
            return Fault(one.key, fault)
        seen.add(one.key)
    return None


def _key_fault(one: Step, names: Mapping[str, str], seen: set[str]) -> str:
    name = names.get(one.key, "").strip()
    faults: tuple[tuple[Callable[[], bool], str], ...] = (
        (lambda: not KEY.fullmatch(one.key),
         say("“$key” cannot name a milestone: write small letters, digits and _, as line_built.", key=one.key)),
        (lambda: one.key in seen,
         say("Two milestones are called “$key”. Give one of them another key.", key=one.key)),
        (lambda: not name, say("The milestone “$key” has no name. Write one.", key=one.key)),
        (lambda: not 0 <= one.working_days <= LONGEST_DAYS,
         say("“$name” takes $days working days. Write 0 to $most.", name=name, days=one.working_days,
             most=LONGEST_DAYS)),
    )  # fmt: skip
    return next((text for is_so, text in faults if is_so()), "")


def _dependence_faults(steps: Sequence[Step], names: Mapping[str, str]) -> Fault | None:
    known = {one.key for one in steps}
    for one in steps:
        if one.key in one.depends_on:
            return Fault(one.key, say("“$name” waits for itself. Take that out.", name=names[one.key]))
        unknown = [key for key in one.depends_on if key not in known]
        if unknown:
            return Fault(
                one.key,
                say(
                    "“$name” waits for “$unknown”, which is no milestone here. Take that out, or add it.",
                    name=names[one.key],
                    unknown=unknown[0],
                ),
            )
    return None


def _cycle_faults(steps: Sequence[Step], names: Mapping[str, str]) -> Fault | None:
    try:
        TopologicalSorter({one.key: one.depends_on for one in steps}).prepare()
    except CycleError as error:
        circle = list(error.args[1])
        way = " → ".join(names[key] for key in circle)
        return Fault(
            circle[0], say("These wait for each other: $way. Take one of these dependences out.", way=way)
        )
    return None


def _promise_faults(steps: Sequence[Step], names: Mapping[str, str]) -> Fault | None:
    promises = [one for one in steps if one.is_promise]
    if not promises:
        return Fault("", say("No milestone is the promise. Mark the one whose day the customer is told."))
    if len(promises) > 1:
        both = say("“$one” and “$other”", one=names[promises[0].key], other=names[promises[1].key])
        return Fault(promises[1].key, say("$both are marked as the promise. Exactly one can be.", both=both))
    return None
