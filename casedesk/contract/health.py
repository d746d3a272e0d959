"""What must be none in a sound company, and the list of requests that shows it beside the list of orders."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from casedesk.contract.declaration import parameter, query, record
from casedesk.contract.values import OrderNumber


@record
class HealthRow:
    """One thing that should never be: how many open orders and requests are so, and the filter that lists them.

    `filter` is a filter of `orders` and of `requests`.
    """

    name: str
    label: str
    orders: int
    requests: int
    filter: dict[str, Any]

    @property
    def count(self) -> int:
        """Orders and requests together."""
        return self.orders + self.requests


@query(result=tuple[HealthRow, ...])
class Health:
    """Open work without owner, without next step, past its next step, or left to the customer; all should be none."""

    team: str | None = parameter("only work of this team's people and queue, by key", default=None)


@record
class RequestListRow:
    """A line of a list of requests."""

    id: UUID
    customer: UUID
    customer_name: str
    event: str
    event_name: str
    wants: str
    state: str
    owner: str | None
    owner_name: str
    queue: str | None
    order_number: OrderNumber | None
    opened_at: datetime
    next_step: str
    next_step_due_at: datetime | None
    calls_back: str


@record
class RequestList:
    """A window of requests; `next` continues after the last row."""

    rows: tuple[RequestListRow, ...] = ()
    total: int = 0
    next: str | None = None


@query(result=RequestList)
class Requests:
    """Requests of all customers."""

    filter: dict[str, Any] = parameter("field to value; see docs/doors.md, Filters", default_factory=dict)
    sort: str = parameter("field to sort by, with - before it for descending", default="-opened_at")
    limit: int = parameter("rows at the most, up to 1000", default=200)
    after: str | None = parameter("the `next` of the window before", default=None)
