"""What My Desk shows, as one frozen value; it knows neither widgets nor the runner."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from casedesk.contract.desk import DeskDetail, DeskPromiseRow, QueueRow
from casedesk.contract.handovers import HandoverRow
from casedesk.ui.forms import Form
from casedesk.ui.place import CallSubject


class DeskList(StrEnum):
    """The lists of the desk, in the order of their counts and keys."""

    PROMISES = "promises"
    JEOPARDY = "jeopardy"
    HANDOVERS = "handovers"
    TEAM_QUEUE = "team_queue"
    NOBODY_TOOK = "nobody_took"


@dataclass(frozen=True)
class Leaving:
    """Work that left the queue a moment ago, and what became of it: "Taken by Lewis Grant"."""

    row: QueueRow
    words: str


@dataclass(frozen=True)
class NextThing:
    """The most urgent work: whom to call, or which order to open; `note` says why there is none."""

    customer: UUID | None = None
    phone: str = ""
    order: str = ""
    note: str = ""


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

    def waiting(self, about: str) -> QueueRow | None:
        """The work in the queue of an order number or a request's id, None when it is not there."""
        queue = self.detail.team_queue if self.detail else ()
        return next((one for one in queue if one.about == about), None)

    def subject(self, which: DeskList, record: str) -> CallSubject:
        """Whom a call about a record of a list would be with."""
        if which is DeskList.PROMISES:
            promise = self.promise(record)
            return CallSubject(promise.customer, promise.phone) if promise else CallSubject()
        if which is DeskList.JEOPARDY:
            orders = self.detail.in_jeopardy if self.detail else ()
            return CallSubject(next((one.customer for one in orders if one.number == record), None))
        found = self.offer(record) if which is DeskList.HANDOVERS else self.waiting(record)
        return CallSubject(found.customer) if found else CallSubject()
