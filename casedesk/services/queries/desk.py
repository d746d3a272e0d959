"""My Desk: what one person must do now, or had to do then; and the open work that nobody has, which must be none.

As of an earlier moment promises, handovers and the queue are those that were open then, as their histories say; the
person's team, the owner of an order and the time of a promise that was moved since are as now.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, String, and_, literal, null, or_, select, union_all
from sqlalchemy.orm import aliased

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
    Ownership,
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
from casedesk.services.queries.moments import Moment, moment_of
from casedesk.services.queries.order_columns import OrderColumns
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
    moment = moment_of(reader, query.as_of)
    reader = replace(reader, now=moment.instant)
    person = _person(reader, query.staff)
    cards = Cards(reader)
    people = (person.id, *_stands_in_for(reader, person.id))
    promises = _promises(reader, moment, people, cards)
    jeopardy = _in_jeopardy(reader, query, person.login)
    handovers = _handovers(reader, moment, people, person.team_id, cards)
    queue = _queue(reader, moment, person.team_id)
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


def _open_then(ended_at: ColumnElement[Any], moment: Moment) -> ColumnElement[bool]:
    """The condition that something had not ended by the moment."""
    return or_(ended_at.is_(None), ended_at > moment.instant)


def _promises(
    reader: Reader, moment: Moment, people: tuple[UUID, ...], cards: Cards
) -> tuple[DeskPromiseRow, ...]:
    """Open promises to keep, the next due first; those of imported data from before go-live alarm nobody."""
    promises = Promise.__table__.c
    is_open = promises.state == PromiseState.OPEN
    if not moment.live:
        is_open = (promises.made_at <= moment.instant) & _open_then(promises.settled_at, moment)
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
        .where(Promise.keeper_id.in_(people), is_open)
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


def _in_jeopardy(reader: Reader, desk_query: Desk, login: str) -> tuple[OrderRow, ...]:
    statuses = [OrderStatus.LATE, OrderStatus.BLOCKED, OrderStatus.IN_JEOPARDY]
    query = Orders(
        filter={"owner": login, "status": [str(one) for one in statuses]},
        sort="promised_on",
        as_of=desk_query.as_of,
        limit=MOST_ROWS,
    )
    answer: tuple[OrderRow, ...] = list_orders(reader, query).rows
    return tuple(row for row in answer if not _before_go_live(reader, row))


def _before_go_live(reader: Reader, row: OrderRow) -> bool:
    """Imported orders promised before the company's go-live day alarm nobody."""
    return row.source is not None and (row.promised_on is None or row.promised_on < reader.company.go_live_on)


def _handovers(
    reader: Reader, moment: Moment, people: tuple[UUID, ...], team_id: UUID, cards: Cards
) -> tuple[HandoverRow, ...]:
    handovers = Handover.__table__.c
    is_offered = handovers.state == HandoverState.OFFERED
    if not moment.live:
        is_offered = (handovers.offered_at <= moment.instant) & _open_then(handovers.answered_at, moment)
    rows = reader.connection.execute(
        select(Handover.__table__, Customer.name.label("customer_name"), Order.digits, Request.wants)
        .join(Customer, Customer.id == Handover.case_id)
        .outerjoin(Order, Order.id == Handover.subject_id)
        .outerjoin(Request, Request.id == Handover.subject_id)
        .where(
            is_offered,
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


def _queue(reader: Reader, moment: Moment, team_id: UUID) -> tuple[QueueRow, ...]:
    """What waits in a team's queue, the longest waiting first."""
    requests = _in_queue(Request, moment, team_id).add_columns(
        literal("request").label("kind"), null().label("digits"), Request.wants.label("title")
    )
    orders = _in_queue(Order, moment, team_id).add_columns(literal("order"), Order.digits, Order.headline)
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


def _in_queue(model: Any, moment: Moment, team_id: UUID) -> Select[Any]:
    """Open work of one kind in a team's queue, with since when; then, as the history of ownership says."""
    chosen = select(model.id, model.case_id)
    if moment.live:
        return chosen.add_columns(model.queue_id, model.queued_at).where(
            model.queue_id == team_id, open_work(model)
        )
    last, later = aliased(Ownership), aliased(Ownership)
    overtaken = select(later.id).where(
        later.subject_id == model.id,
        later.since <= moment.instant,
        later.since > last.since,
        later.undone_at.is_(None),
    )
    return (
        chosen.add_columns(last.queue_id, last.since.label("queued_at"))
        .join(last, last.subject_id == model.id)
        .where(
            last.queue_id == team_id,
            last.since <= moment.instant,
            last.undone_at.is_(None),
            ~overtaken.exists(),
        )
        .where(_open_work_then(model, moment))
    )


def _open_work_then(model: Any, moment: Moment) -> ColumnElement[bool]:
    if model is Order:
        return OrderColumns(moment).open
    return and_(_open_then(Request.__table__.c.closed_at, moment), Request.undone_at.is_(None))


def open_work(model: Any) -> ColumnElement[bool]:
    """The condition that an order or request is still open."""
    if model is Order:
        return Order.state.not_in(_CLOSED_ORDER)
    return and_(Request.state != RequestState.CLOSED, Request.undone_at.is_(None))


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
