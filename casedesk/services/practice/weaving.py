"""Plays several lives of one customer side by side in the order of time, and stops each where the present begins.

A life is a generator that yields acts and is sent their answers; it may tell of days to come, which never happen.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from heapq import heapify, heappop, heappush
from typing import Any
from uuid import UUID

from casedesk.contract.ids import new_id
from casedesk.contract.values import About, OrderNumber
from casedesk.services.practice.past import Past

_BEFORE_THE_FIRST_ACT = timedelta(minutes=4)


@dataclass(frozen=True)
class Act:
    """A command that a person gives at an instant; a function makes it then, from what is known by that time."""

    at: datetime
    login: str
    command: Any


Life = Generator[Act, Any, None]


@dataclass
class Acquaintance:
    """What all lives of one customer know: whom it is about, and the orders so far."""

    name: str
    phone: str
    id: UUID = field(default_factory=new_id)
    orders: list[OrderNumber] = field(default_factory=list)

    @property
    def about(self) -> About:
        """The case, for what is not about an order."""
        return About(str(self.id))

    @property
    def about_latest(self) -> About:
        """The latest order, the case where there is none."""
        return About(self.orders[-1]) if self.orders else self.about


def play(past: Past, lives: Iterable[Life], now: datetime, registration: Any = None) -> None:
    """Carry out what the lives tell up to now; whoever acts first registers the customer, if that is to be done."""
    waiting: list[tuple[datetime, int, Act, Life]] = []
    for order, life in enumerate(lives):
        first = next(life, None)
        if first is not None and first.at <= now:
            waiting.append((first.at, order, first, life))
    if not waiting:
        return
    heapify(waiting)
    if registration is not None:
        at, _, first, _ = waiting[0]
        past.run(first.login, at - _BEFORE_THE_FIRST_ACT, registration)
    while waiting:
        at, order, act, life = heappop(waiting)
        command = act.command() if callable(act.command) else act.command
        following = _carried_on(life, past.run(act.login, at, command))
        if following is not None and (again_at := max(at, following.at)) <= now:
            heappush(waiting, (again_at, order, following, life))


def _carried_on(life: Life, answer: Any) -> Act | None:
    try:
        return life.send(answer)
    except StopIteration:
        return None
