"""What must be none in a sound company: counts of open work, and the open work that nobody has."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, or_, select

from casedesk.contract.desk import OpenWorkRow, Ownerless
from casedesk.contract.health import Health, HealthRow
from casedesk.errors import NotFound
from casedesk.models import Order, Request, Staff
from casedesk.rules.order_number import printed
from casedesk.rules.states import OrderState, RequestState
from casedesk.services.handlers import answers
from casedesk.services.queries.health_conditions import Condition, health_conditions
from casedesk.services.queries.moments import moment_of
from casedesk.services.reader import Reader
from casedesk.words import say

CLOSED_ORDER = (OrderState.COMPLETED, OrderState.CANCELLED)


def open_work(model: Any) -> ColumnElement[bool]:
    """The condition that an order or request is still open."""
    if model is Order:
        return Order.state.not_in(CLOSED_ORDER)
    return and_(Request.state != RequestState.CLOSED, Request.undone_at.is_(None))


@answers(Health)
def health(reader: Reader, query: Health) -> tuple[HealthRow, ...]:
    """Each count with the filter that lists what it counts."""
    orders, requests = _counts(reader, query, Order), _counts(reader, query, Request)
    labels = {
        "without_owner": say("No owner"),
        "without_next_step": say("No next step"),
        "next_step_past": say("Next step past its time"),
        "calls_back": say("Customer asked to call back"),
    }
    return tuple(
        HealthRow(name, label, orders[name], requests[name], {name: True}) for name, label in labels.items()
    )


def _counts(reader: Reader, query: Health, model: Any) -> dict[str, int]:
    """By one statement a count: each follows its own index."""
    mine = _of_team(reader, query.team, model)
    return {
        name: reader.connection.scalar(select(func.count(model.id)).where(asked(True), mine)) or 0
        for name, asked in _asked(reader, model).items()
    }


def _asked(reader: Reader, model: Any) -> Mapping[str, Callable[[Any], Condition]]:
    return health_conditions(model, open_work(model), moment_of(reader, None), reader.company.go_live_on)


def _of_team(reader: Reader, key: str | None, model: Any) -> Condition:
    """Everything, or what a team's people own and what waits in its queue."""
    if key is None:
        return ~false()
    team_id = reader.company.team_ids.get(key)
    if team_id is None:
        raise NotFound(
            say(
                "There is no team “$key”. Teams: $keys.",
                key=key,
                keys=", ".join(sorted(reader.company.team_ids)),
            ),
            team=key,
        )
    people = select(Staff.id).where(Staff.team_id == team_id)
    return or_(model.queue_id == team_id, model.owner_id.in_(people))


@answers(Ownerless)
def ownerless(reader: Reader, _query: Ownerless) -> tuple[OpenWorkRow, ...]:
    """Open orders and requests with neither owner nor queue; the database refuses them, so there is none."""
    orders = reader.connection.execute(
        select(Order.digits, Order.case_id).where(open_work(Order), _nobody(Order))
    )
    requests = reader.connection.execute(
        select(Request.id, Request.case_id).where(open_work(Request), _nobody(Request))
    )
    return (
        *(OpenWorkRow(about=printed(row.digits), kind="order", customer=row.case_id) for row in orders),
        *(OpenWorkRow(about=str(row.id), kind="request", customer=row.case_id) for row in requests),
    )


def _nobody(model: Any) -> ColumnElement[bool]:
    return and_(model.owner_id.is_(None), model.queue_id.is_(None))
