"""My Desk: what one person must do now; and the open work that nobody has, which must be none."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, literal, null, or_, select, union_all

from casedesk.contract.desk import (
    Desk,
    DeskDetail,
    DeskPromiseRow,
    HandoverRow,
    OpenWorkRow,
    Ownerless,
    QueueRow,
)
from casedesk.contract.orders import OrderRow, Orders
from casedesk.errors import NotFound
from casedesk.models import (
    Absence,
    ContactPoint,
    Customer,
    Handover,
    Order,
    Promise,
    Request,
    Staff,
    Team,
)
from casedesk.rules.order_number import printed
from casedesk.rules.states import HandoverState, OrderState, PromiseState, RequestState
from casedesk.rules.vocabulary import ContactPointKind, OrderStatus
from casedesk.services.handlers import answers
from casedesk.services.queries.case import promise_row
from casedesk.services.queries.orders import orders as list_orders
from casedesk.services.queries.rows import Cards
from casedesk.services.reader import Reader
from casedesk.words import say

MOST_ROWS = 50
NOBODY_TOOK_AFTER = timedelta(minutes=30)
_CLOSED_ORDER = (OrderState.COMPLETED, OrderState.CANCELLED)


@answers(Desk)
def desk(reader: Reader, query: Desk) -> DeskDetail:
    """The desk of a person, with the work of those for whom this person stands in."""
    person = _person(reader, query.staff)
    cards = Cards(reader)
    people = (person.id, *_stands_in_for(reader, person.id))
    promises = _promises(reader, people, cards)
    jeopardy = _in_jeopardy(reader, person.login)
    handovers = _handovers(reader, people, person.team_id, cards)
    queue = _queue(reader, person.team_id)
    nobody = tuple(row for row in queue if reader.now - row.queued_at >= NOBODY_TOOK_AFTER)
    end_of_today = reader.end_of_day(reader.today)
    return DeskDetail(
        staff=cards.staff(person.id),
        promises=promises,
        in_jeopardy=jeopardy,
        handovers=handovers,
        team_queue=queue,
        nobody_took=nobody,
        counts={
            "promises_today": sum(one.promise.due_at <= end_of_today for one in promises),
            "promises_broken": sum(one.promise.state == "broken" for one in promises),
            "in_jeopardy": len(jeopardy),
            "handovers": len(handovers),
            "team_queue": len(queue),
            "nobody_took": len(nobody),
        },
        next_promise_at=promises[0].promise.due_at if promises else None,
        read_at=reader.now,
    )


def _person(reader: Reader, login: str | None) -> Any:
    row = reader.connection.execute(
        select(Staff.id, Staff.login, Staff.team_id).where(Staff.login == (login or reader.actor.login))
    ).one_or_none()
    if row is None:
        raise NotFound(
            say("There is no colleague “$login”. The list: casedesk ask staff", login=login), login=login
        )
    return row


def _stands_in_for(reader: Reader, staff_id: UUID) -> tuple[UUID, ...]:
    return tuple(
        reader.connection.scalars(
            select(Absence.staff_id).where(
                Absence.deputy_id == staff_id,
                Absence.from_on <= reader.today,
                Absence.until_on >= reader.today,
            )
        )
    )


def _promises(reader: Reader, people: tuple[UUID, ...], cards: Cards) -> tuple[DeskPromiseRow, ...]:
    """Open promises to keep, the next due first; those of imported data from before go-live alarm nobody."""
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
            Promise.state,
            Promise.keeper_id.label("person"),
            Promise.made_by_id.label("other_person"),
            Promise.made_at.label("at"),
            Promise.moves.label("n"),
            Promise.kept_at.label("other_at"),
            Order.digits,
            Promise.case_id,
            Customer.name.label("customer_name"),
            phone.label("phone"),
        )
        .join(Customer, Customer.id == Promise.case_id)
        .outerjoin(Order, Order.id == Promise.order_id)
        .where(Promise.keeper_id.in_(people), Promise.state == PromiseState.OPEN)
        .order_by(Promise.due_at, Promise.id)
        .limit(MOST_ROWS)
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


def _in_jeopardy(reader: Reader, login: str) -> tuple[OrderRow, ...]:
    statuses = [OrderStatus.LATE, OrderStatus.BLOCKED, OrderStatus.IN_JEOPARDY]
    query = Orders(
        filter={"owner": login, "status": [str(one) for one in statuses]}, sort="promised_on", limit=MOST_ROWS
    )
    answer: tuple[OrderRow, ...] = list_orders(reader, query).rows
    return tuple(row for row in answer if not _before_go_live(reader, row))


def _before_go_live(reader: Reader, row: OrderRow) -> bool:
    """Imported orders promised before the company's go-live day alarm nobody."""
    return row.source is not None and (row.promised_on is None or row.promised_on < reader.company.go_live_on)


def _handovers(
    reader: Reader, people: tuple[UUID, ...], team_id: UUID, cards: Cards
) -> tuple[HandoverRow, ...]:
    rows = reader.connection.execute(
        select(Handover.__table__, Customer.name.label("customer_name"), Order.digits, Request.wants)
        .join(Customer, Customer.id == Handover.case_id)
        .outerjoin(Order, Order.id == Handover.subject_id)
        .outerjoin(Request, Request.id == Handover.subject_id)
        .where(
            Handover.state == HandoverState.OFFERED,
            Handover.expires_at > reader.now,
            or_(Handover.receiver_id.in_(people), Handover.team_id == team_id),
        )
        .order_by(Handover.offered_at)
        .limit(MOST_ROWS)
    )
    return tuple(
        HandoverRow(
            id=row.id,
            about=printed(row.digits) if row.digits else str(row.subject_id),
            title=printed(row.digits) if row.digits else row.wants,
            customer=row.case_id,
            customer_name=row.customer_name,
            giver_name=cards.name(row.giver_id),
            note=row.note,
            owed=row.owed,
            offered_at=row.offered_at,
            expires_at=row.expires_at,
        )
        for row in rows
    )


def _queue(reader: Reader, team_id: UUID) -> tuple[QueueRow, ...]:
    """What waits in a team's queue, the longest waiting first."""
    requests = select(
        literal("request").label("kind"),
        Request.id,
        null().label("digits"),
        Request.wants.label("title"),
        Request.case_id,
        Request.queue_id,
        Request.queued_at,
    ).where(Request.queue_id == team_id, Request.state != RequestState.CLOSED)
    orders = select(
        literal("order"),
        Order.id,
        Order.digits,
        Order.headline,
        Order.case_id,
        Order.queue_id,
        Order.queued_at,
    ).where(Order.queue_id == team_id, Order.state.not_in(_CLOSED_ORDER))
    waiting = union_all(requests, orders).subquery()
    rows = reader.connection.execute(
        select(waiting, Customer.name.label("customer_name"), Team.key, Team.name.label("team_name"))
        .join(Customer, Customer.id == waiting.c.case_id)
        .join(Team, Team.id == waiting.c.queue_id)
        .order_by(waiting.c.queued_at, waiting.c.id)
        .limit(MOST_ROWS)
    )
    return tuple(
        QueueRow(
            about=printed(row.digits) if row.digits else str(row.id),
            kind=row.kind,
            title=row.title,
            customer=row.case_id,
            customer_name=row.customer_name,
            queue=row.key,
            queue_name=row.team_name,
            queued_at=row.queued_at,
        )
        for row in rows
    )


def open_work(model: Any) -> ColumnElement[bool]:
    """The condition that an order or request is still open."""
    return Order.state.not_in(_CLOSED_ORDER) if model is Order else Request.state != RequestState.CLOSED


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
