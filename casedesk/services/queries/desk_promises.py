"""The promises of My Desk: those that are open at a moment, and how many are due."""

from __future__ import annotations

from datetime import datetime, time
from uuid import UUID

from sqlalchemy import ColumnElement, String, case, func, literal, null, or_, select

from casedesk.contract.desk import DeskPromiseRow
from casedesk.models import ContactPoint, Customer, Order, Promise
from casedesk.rules.states import PromiseState
from casedesk.rules.vocabulary import ContactPointKind
from casedesk.services.queries.case import promise_row
from casedesk.services.queries.moments import Moment
from casedesk.services.queries.rows import Cards
from casedesk.services.reader import Reader

_NOON = time(12)


def desk_promises(
    reader: Reader, moment: Moment, people: tuple[UUID, ...], cards: Cards, sort: str, limit: int
) -> tuple[DeskPromiseRow, ...]:
    """Open promises that the people have to keep, the next due first, or by customer."""
    phone = (
        select(ContactPoint.typed)
        .where(
            ContactPoint.customer_id == Promise.case_id,
            ContactPoint.kind == ContactPointKind.PHONE,
            ContactPoint.ended_at.is_(None),
        )
        .order_by(ContactPoint.position)
        .limit(1)
        .scalar_subquery()
    )
    rows = reader.connection.execute(
        select(
            Promise.id,
            Promise.text.label("b"),
            Promise.due_at,
            literal(PromiseState.OPEN, String).label("state"),
            Promise.keeper_id.label("person"),
            Promise.made_by_id.label("other_person"),
            Promise.made_at.label("at"),
            Promise.moves.label("n"),
            null().label("other_at"),
            Order.digits,
            Promise.case_id,
            Customer.name.label("customer_name"),
            phone.label("phone"),
        )
        .join(Customer, Customer.id == Promise.case_id)
        .outerjoin(Order, Order.id == Promise.order_id)
        .where(Promise.keeper_id.in_(people), _is_open(moment))
        .order_by(*((Customer.name,) if sort == "customer" else ()), Promise.due_at, Promise.id)
        .limit(limit)
    )
    return tuple(
        DeskPromiseRow(
            promise=promise_row(row, cards, reader),
            customer=row.case_id,
            customer_name=row.customer_name,
            phone=row.phone or "",
        )
        for row in rows
    )


def promise_counts(reader: Reader, moment: Moment, people: tuple[UUID, ...]) -> dict[str, int]:
    """How many are open, due today (broken ones too), broken, and due before the next break of the day."""
    due_at, now = Promise.due_at, reader.now
    row = reader.connection.execute(
        select(
            func.count().label("promises"),
            _how_many(due_at <= reader.end_of_day(reader.today)).label("promises_today"),
            _how_many(due_at < now).label("promises_broken"),
            _how_many((due_at >= now) & (due_at <= next_break(reader))).label("promises_soon"),
        ).where(Promise.keeper_id.in_(people), _is_open(moment))
    ).one()
    return {name: int(count or 0) for name, count in row._mapping.items()}


def next_break(reader: Reader) -> datetime:
    """Noon before noon, afterwards the end of the day."""
    noon = datetime.combine(reader.today, _NOON, reader.zone)
    return noon if reader.now < noon else reader.end_of_day(reader.today)


def _how_many(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


def _is_open(moment: Moment) -> ColumnElement[bool]:
    promises = Promise.__table__.c
    if moment.live:
        return promises.state == PromiseState.OPEN
    still_open = or_(promises.settled_at.is_(None), promises.settled_at > moment.instant)
    return (promises.made_at <= moment.instant) & still_open
