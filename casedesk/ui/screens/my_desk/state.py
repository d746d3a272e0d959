"""What My Desk shows, as one frozen value; it knows neither widgets nor the runner."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from casedesk.contract.desk import DeskDetail, QueueRow
from casedesk.ui.forms import Form


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
