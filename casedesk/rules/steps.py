"""An order's milestones as a graph: which waits for which, and which is the promise; it knows no day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from graphlib import CycleError, TopologicalSorter

from casedesk.rules.states import MilestoneState

FINISHED = frozenset({MilestoneState.DONE, MilestoneState.SKIPPED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A milestone as the forecast sees it.

    `working_days`: its standard duration in days of `team`'s calendar, at least 0; `is_promise`: the one
    whose dates are the order's; `estimate_on`: a person's estimate, stronger than the computed day;
    `started_on` counts while it is under way, `check_on` while it is blocked.
    """

    key: str
    team: str
    depends_on: tuple[str, ...] = ()
    working_days: int = 0
    is_promise: bool = False
    state: MilestoneState = MilestoneState.NOT_STARTED
    promised_on: date | None = None
    estimate_on: date | None = None
    done_on: date | None = None
    started_on: date | None = None
    check_on: date | None = None


def in_order(steps: Sequence[Step]) -> tuple[Step, ...]:
    """`steps`, each behind all it depends on; ValueError when that cannot be."""
    by_key = {step.key: step for step in steps}
    if len(by_key) < len(steps):
        raise ValueError("two steps have the same key; give each a key of its own")
    unknown = sorted({key for step in steps for key in step.depends_on} - set(by_key))
    if unknown:
        raise ValueError(f"steps depend on {', '.join(unknown)}, which the order does not have")
    try:
        keys = tuple(TopologicalSorter({step.key: step.depends_on for step in steps}).static_order())
    except CycleError as error:
        raise ValueError(f"steps wait for each other: {' -> '.join(error.args[1])}") from error
    return tuple(by_key[key] for key in keys)


def promise_step(steps: Iterable[Step]) -> Step | None:
    """The step marked as the promise, None for an order without; ValueError for more than one."""
    marked = [step for step in steps if step.is_promise]
    if len(marked) > 1:
        raise ValueError(f"{len(marked)} steps are marked as the promise; mark exactly one")
    return marked[0] if marked else None


def all_before(promise: Step, steps: Iterable[Step]) -> frozenset[str]:
    """The keys of `promise` and of all it depends on, directly or not."""
    by_key = {step.key: step for step in steps}
    found: set[str] = set()
    waiting = [promise.key]
    while waiting:
        key = waiting.pop()
        if key not in found:
            found.add(key)
            waiting.extend(by_key[key].depends_on)
    return frozenset(found)
