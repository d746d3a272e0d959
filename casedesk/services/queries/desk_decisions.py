"""Decisions that wait for somebody's yes, with what there is to know about each; and who may say it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased

from casedesk.contract.desk import DecisionAskedRow
from casedesk.models import Customer, Decision, Order, Promise, Request, Staff, StaffRole
from casedesk.rules.money import rounded
from casedesk.rules.permissions import Role
from casedesk.rules.states import DecisionState, PromiseState, StaffState
from casedesk.services.queries.balances import balance_of, currency_used
from casedesk.services.queries.rows import Cards, number_of
from casedesk.services.reader import Reader


def may_decide(reader: Reader, people: Sequence[UUID]) -> bool:
    """Whether one of the people approves what others ask for; a desk holds those one stands in for too."""
    approves = select(StaffRole.staff_id).where(
        StaffRole.staff_id.in_(people), StaffRole.role == Role.MANAGER
    )
    return reader.connection.scalar(approves.limit(1)) is not None


def decisions_asked(reader: Reader, person: UUID, cards: Cards, limit: int) -> tuple[DecisionAskedRow, ...]:
    """What was asked and not settled, the oldest first; one's own only where nobody else could approve it."""
    others = (
        select(StaffRole.staff_id)
        .join(Staff, Staff.id == StaffRole.staff_id)
        .where(StaffRole.role == Role.MANAGER, Staff.state == StaffState.ACTIVE, Staff.id != person)
    )
    rows = reader.connection.execute(
        _asked()
        .where(Decision.state == DecisionState.ASKED, or_(Decision.decided_by_id != person, ~others.exists()))
        .order_by(Decision.decided_at, Decision.id)
        .limit(limit)
    ).all()
    promises = _promises(reader, [row.case_id for row in rows])
    return tuple(_row(reader, row, promises.get(row.case_id), cards) for row in rows)


def _asked() -> Any:
    customer = Customer.__table__.c.id
    own = aliased(Order)
    orders = select(func.count(own.id)).where(own.case_id == customer).scalar_subquery()
    return (
        select(
            Decision.__table__,
            Customer.name.label("customer_name"),
            Customer.since_on,
            Order.digits,
            func.coalesce(Request.wants, Order.wants, "").label("wants"),
            currency_used(customer).label("currency"),
            balance_of(customer, currency_used(customer)).label("balance"),
            orders.label("orders"),
        )
        .join(Customer, Customer.id == Decision.case_id)
        .outerjoin(Order, Order.id == Decision.order_id)
        .outerjoin(Request, Request.id == Decision.request_id)
    )


def _promises(reader: Reader, cases: list[UUID]) -> dict[UUID, Any]:
    """The open promise of each case that is due next: until then the customer waits."""
    rows = reader.connection.execute(
        select(Promise.case_id, Promise.text, Promise.due_at, Promise.keeper_id)
        .where(Promise.case_id.in_(cases), Promise.state == PromiseState.OPEN)
        .order_by(Promise.due_at.desc())
    )
    return {row.case_id: row for row in rows}


def _row(reader: Reader, row: Any, promise: Any, cards: Cards) -> DecisionAskedRow:
    currency = row.currency or reader.company.currency
    return DecisionAskedRow(
        id=row.id,
        question=row.question,
        outcome=row.outcome,
        note=row.note,
        rule=row.rule,
        asked_by=cards.login(row.decided_by_id),
        asked_by_name=cards.name(row.decided_by_id),
        asked_at=row.decided_at,
        customer=row.case_id,
        customer_name=row.customer_name,
        order_number=number_of(row.digits),
        wants=row.wants,
        promised=promise.text if promise else "",
        promised_by=cards.name(promise.keeper_id) if promise else "",
        waits_until=promise.due_at if promise else None,
        balance=rounded(row.balance or Decimal(0), currency),
        currency=currency,
        since_on=row.since_on,
        orders=row.orders,
    )
