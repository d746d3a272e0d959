"""The next steps of My Desk: own open work whose next step is due until the end of the day."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, literal, null, or_, select, union_all

from casedesk.contract.desk import StepRow
from casedesk.models import Customer, Order, Request
from casedesk.rules.order_number import printed
from casedesk.services.queries.health import open_work
from casedesk.services.reader import Reader


def steps_due(reader: Reader, people: tuple[UUID, ...], limit: int) -> tuple[StepRow, ...]:
    """The next steps that are due today or were due before, the oldest first."""
    due = _due(reader, people).subquery()
    rows = reader.connection.execute(
        select(due, Customer.name)
        .join(Customer, Customer.id == due.c.case_id)
        .order_by(due.c.next_step_due_at, due.c.id)
        .limit(limit)
    )
    return tuple(
        StepRow(
            about=printed(row.digits) if row.digits else str(row.id),
            kind=row.kind,
            title=row.title,
            customer=row.case_id,
            customer_name=row.name,
            step=row.next_step,
            due_at=row.next_step_due_at,
        )
        for row in rows
    )


def count_of_steps(reader: Reader, people: tuple[UUID, ...]) -> int:
    """How many next steps are due until the end of the day."""
    due = _due(reader, people).subquery()
    return reader.connection.scalar(select(func.count()).select_from(due)) or 0


def _due(reader: Reader, people: tuple[UUID, ...]) -> Any:
    orders = _of(Order, reader, people).add_columns(
        literal("order").label("kind"), Order.digits, Order.headline.label("title")
    )
    go_live = reader.end_of_day(reader.company.go_live_on)
    orders = orders.where(or_(Order.source.is_(None), Order.next_step_due_at > go_live))
    requests = _of(Request, reader, people).add_columns(literal("request"), null(), Request.wants)
    return union_all(orders, requests)


def _of(model: Any, reader: Reader, people: tuple[UUID, ...]) -> Select[Any]:
    return select(model.id, model.case_id, model.next_step, model.next_step_due_at).where(
        model.owner_id.in_(people),
        open_work(model),
        model.next_step_due_at <= reader.end_of_day(reader.today),
    )
