"""What My Desk shows, as one frozen value; it knows neither widgets nor the runner."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Literal
from uuid import UUID

from casedesk.contract.desk import DecisionAskedRow, DeskDetail, DeskPromiseRow, QueueRow, StepRow
from casedesk.contract.handovers import HandoverRow
from casedesk.contract.health import HealthRow, RequestListRow
from casedesk.contract.orders import OrderRow
from casedesk.ui.forms import Form
from casedesk.ui.place import CallSubject


class DeskList(StrEnum):
    """The lists of the desk, in the order of their keys."""

    DECISIONS = "decisions"
    PROMISES = "promises"
    JEOPARDY = "jeopardy"
    HANDOVERS = "handovers"
    TEAM_QUEUE = "team_queue"
    NOBODY_TOOK = "nobody_took"
    STEPS = "steps"
    HEALTH = "health"


COUNTED = (
    DeskList.DECISIONS, DeskList.PROMISES, DeskList.JEOPARDY, DeskList.HANDOVERS, DeskList.TEAM_QUEUE,
    DeskList.NOBODY_TOOK,
)  # fmt: skip
"""The lists that have a count at the top; five of them are shown to one person."""


@dataclass(frozen=True)
class Leaving:
    """Work that left the queue a moment ago, and what became of it: "Taken by Lewis Grant"."""

    row: QueueRow
    words: str


@dataclass(frozen=True)
class HealthList:
    """Open work that should not be so: the count's name and what it counted."""

    name: str
    orders: tuple[OrderRow, ...] = ()
    requests: tuple[RequestListRow, ...] = ()


@dataclass(frozen=True)
class MyDeskState:
    """Everything the screen shows at `now`.

    `fault` says why the desk could not be read; what was read before stays. `in_full` are lists that show all
    their rows. `form` is the small form that is open, `gaps` the sentences at its fields.
    """

    now: datetime
    detail: DeskDetail | None = None
    fault: str = ""
    leaving: tuple[Leaving, ...] = ()
    in_full: frozenset[DeskList] = frozenset()
    sort: Literal["due", "customer"] = "due"
    health: tuple[HealthRow, ...] = ()
    health_list: HealthList | None = None
    form: Form | None = None
    gaps: Mapping[str, str] = field(default_factory=dict)
    is_saving: bool = False

    def promise(self, record: str) -> DeskPromiseRow | None:
        """The promise of an id, None when it is not on the desk."""
        promises = self.detail.promises if self.detail else ()
        return next((one for one in promises if str(one.promise.id) == record), None)

    def offer(self, record: str) -> HandoverRow | None:
        """The handover of an id, None when it is not on the desk."""
        offers = self.detail.handovers if self.detail else ()
        return next((one for one in offers if str(one.id) == record), None)

    def given(self, record: str) -> HandoverRow | None:
        """The handover of an id that this person offered, None when it is not on the desk."""
        given = self.detail.offered if self.detail else ()
        return next((one for one in given if str(one.id) == record), None)

    def decision(self, record: str) -> DecisionAskedRow | None:
        """The decision of an id that waits for a yes, None when it is not on the desk."""
        asked = self.detail.decisions if self.detail else ()
        return next((one for one in asked if str(one.id) == record), None)

    def next_step(self, about: str) -> tuple[str, datetime | None]:
        """The next step of open work as the desk shows it, and when it is due."""
        steps = self.detail.steps if self.detail else ()
        orders = [*(self.detail.in_jeopardy if self.detail else ())]
        requests: tuple[RequestListRow, ...] = ()
        if self.health_list is not None:
            orders += self.health_list.orders
            requests = self.health_list.requests
        found: dict[str, tuple[str, datetime | None]] = {
            **{str(one.id): (one.next_step, one.next_step_due_at) for one in requests},
            **{str(one.number): (one.next_step, one.next_step_due_at) for one in orders},
            **{one.about: (one.step, one.due_at) for one in steps},
        }
        return found.get(about, ("", None))

    def owner(self, about: str) -> str:
        """Who has open work as far as the desk knows: a login, or `team:` and the key of its queue."""
        found: dict[str, str | None] = {}
        if self.detail is not None:
            found |= {one.number: one.owner for one in self.detail.in_jeopardy}
            found |= {
                one.about: f"team:{one.queue}" for one in (*self.detail.team_queue, *self.detail.nobody_took)
            }
        if self.health_list is not None:
            found |= {one.number: one.owner or f"team:{one.queue}" for one in self.health_list.orders}
            found |= {str(one.id): one.owner or f"team:{one.queue}" for one in self.health_list.requests}
        return found.get(about) or ""

    def waiting(self, about: str) -> QueueRow | None:
        """The work in the queue of an order number or a request's id, None when it is not there."""
        queue = (*self.detail.team_queue, *self.detail.nobody_took) if self.detail else ()
        return next((one for one in queue if one.about == about), None)

    def subject(self, which: DeskList, record: str) -> CallSubject:
        """Whom a call about a record of a list would be with."""
        if which is DeskList.PROMISES:
            promise = self.promise(record)
            return CallSubject(promise.customer, promise.phone) if promise else CallSubject()
        if which is DeskList.JEOPARDY:
            orders = self.detail.in_jeopardy if self.detail else ()
            return CallSubject(next((one.customer for one in orders if one.number == record), None))
        if which is DeskList.HEALTH:
            return CallSubject(self._of_health(record))
        found: HandoverRow | QueueRow | DecisionAskedRow | StepRow | None
        if which is DeskList.HANDOVERS:
            found = self.offer(record) or self.given(record)
        elif which is DeskList.DECISIONS:
            found = self.decision(record)
        elif which is DeskList.STEPS:
            steps = self.detail.steps if self.detail else ()
            found = next((one for one in steps if one.about == record), None)
        else:
            found = self.waiting(record)
        return CallSubject(found.customer) if found else CallSubject()

    def _of_health(self, record: str) -> UUID | None:
        listed = self.health_list or HealthList("")
        customers = {str(one.number): one.customer for one in listed.orders}
        customers |= {str(one.id): one.customer for one in listed.requests}
        return customers.get(record)
