"""The case: everything about one customer in eight statements, whatever the length of its history."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, String, cast, exists, func, literal, null, select, union_all

from casedesk.contract.cases import (
    CaseDetail,
    CaseOrderRow,
    CaseQuery,
    ContactPointRow,
    CustomerCard,
    DecisionRow,
    PersonRow,
    PromiseRow,
    RequestRow,
)
from casedesk.contract.values import OrderNumber
from casedesk.errors import NotFound
from casedesk.models import (
    Alias,
    ContactPoint,
    Customer,
    Decision,
    Entry,
    Event,
    Handover,
    Milestone,
    Order,
    Person,
    Premises,
    Promise,
    Request,
    Team,
)
from casedesk.rules.money import rounded
from casedesk.rules.order_number import printed
from casedesk.rules.states import RequestState
from casedesk.rules.vocabulary import OrderStatus
from casedesk.services.about import digits_in, id_in, no_such_order
from casedesk.services.handlers import answers
from casedesk.services.queries.balances import balance_of, currency_used
from casedesk.services.queries.handover_rows import handover_rows, waits_for_an_answer
from casedesk.services.queries.milestone_rows import milestone_row
from casedesk.services.queries.rows import Cards, first_line, number_of, status_of
from casedesk.services.queries.stand import Stand, most_urgent
from casedesk.services.queries.timeline import counts_by_kind, entries
from casedesk.services.reader import Reader
from casedesk.words import say

FIRST_ENTRIES = 50
_DAYS_A_YEAR = Decimal("365.25")
_CLOSED = ("completed", "cancelled")


@answers(CaseQuery)
def case_detail(reader: Reader, query: CaseQuery) -> CaseDetail:
    """The case of a customer's id, any of its order numbers, or a request's id."""
    head = _head(reader, query.about)
    cards = Cards(reader)
    orders, wants = _orders(reader, head.id, cards)
    requests, promises, decisions = _matters(reader, head.id, cards)
    contact = cards.staff(head.contact_id)
    stand = Stand(orders, requests, promises, decisions, contact, reader.now, reader.zone)
    urgent = most_urgent(orders)
    wanted = _wanted(urgent, wants, requests)
    return CaseDetail(
        customer=_customer_card(reader, head),
        contact=contact,
        stand=stand.lines(wanted),
        sentence=stand.sentence(),
        balance=rounded(head.balance or Decimal(0), head.currency),
        currency=head.currency,
        orders=orders,
        requests=requests,
        promises=promises,
        decisions=decisions,
        timeline=entries(reader, Entry.case_id == head.id, FIRST_ENTRIES),
        timeline_counts=counts_by_kind(reader, head.id),
        read_at=reader.now,
        handovers=handover_rows(reader, cards, *_offered(reader, head.id)) if head.has_offers else (),
    )


def _wanted(urgent: CaseOrderRow | None, wants: dict[UUID, str], requests: Sequence[RequestRow]) -> str:
    """What the customer wants, in the customer's own words; what was ordered where no words were taken."""
    if urgent:
        return wants.get(urgent.id, "") or urgent.headline
    return next((one.wants for one in requests if one.state != RequestState.CLOSED), "")


def _head(reader: Reader, about: str) -> Any:
    customer_id = Customer.__table__.c.id
    currency = func.coalesce(currency_used(customer_id), reader.company.currency)
    row = reader.connection.execute(
        select(
            Customer.__table__,
            balance_of(customer_id, currency).label("balance"),
            currency.label("currency"),
            exists().where(*_offered(reader, customer_id)).label("has_offers"),
        ).where(_this_customer(about))
    ).one_or_none()
    if row is None:
        raise (
            no_such_order(digits_in(about))
            if id_in(about) is None
            else NotFound(say("There is no customer and no request $id.", id=about), about=about)
        )
    return row


def _offered(reader: Reader, case_id: Any) -> tuple[ColumnElement[bool], ...]:
    """Handovers of the case that wait for an answer; most cases have none, and are spared their statement."""
    return Handover.case_id == case_id, waits_for_an_answer(reader)


def _this_customer(about: str) -> ColumnElement[bool]:
    as_id = id_in(about)
    if as_id is None:
        return Customer.id == select(Order.case_id).where(Order.digits == digits_in(about)).scalar_subquery()
    of_request = select(Request.case_id).where(Request.id == as_id).scalar_subquery()
    return (Customer.id == as_id) | (Customer.id == of_request)


def _customer_card(reader: Reader, head: Any) -> CustomerCard:
    points, persons, aliases = _ways_and_persons(reader, head.id)
    years = int((reader.today - head.since_on).days / _DAYS_A_YEAR)
    return CustomerCard(
        id=head.id,
        version=head.version,
        name=head.name,
        salutation=head.salutation,
        kind=head.kind,
        language=head.language,
        zone=head.zone,
        since_on=head.since_on,
        loyal_years=years if years >= reader.company.loyal_years else None,
        preferred_channel=head.preferred_channel,
        contact_points=points,
        persons=persons,
        aliases=aliases,
        source=head.source,
        external=head.external,
    )


def _ways_and_persons(
    reader: Reader, customer_id: UUID
) -> tuple[tuple[ContactPointRow, ...], tuple[PersonRow, ...], tuple[str, ...]]:
    """Contact points, persons and other systems' numbers by one statement."""
    none = null()
    points = select(
        literal("point").label("row"),
        ContactPoint.id,
        ContactPoint.position,
        ContactPoint.kind.label("a"),
        ContactPoint.typed.label("b"),
        ContactPoint.normal.label("c"),
        ContactPoint.street.label("d"),
        ContactPoint.postcode.label("e"),
        ContactPoint.city.label("f"),
        ContactPoint.region.label("g"),
        ContactPoint.country.label("h"),
        ContactPoint.label.label("i"),
    ).where(ContactPoint.customer_id == customer_id, ContactPoint.ended_at.is_(None))
    persons = select(
        literal("person"),
        Person.id,
        Person.position,
        Person.name,
        Person.role,
        Person.phone,
        Person.email,
        Person.may_be_told,
        none,
        none,
        none,
        none,
    ).where(Person.customer_id == customer_id, Person.ended_at.is_(None))
    aliases = select(
        literal("alias"),
        Alias.id,
        literal(0),
        Alias.system,
        Alias.number,
        none,
        none,
        none,
        none,
        none,
        none,
        none,
    ).where(Alias.case_id == customer_id, Alias.order_id.is_(None))
    rows: Sequence[Any] = reader.connection.execute(
        union_all(points, persons, aliases).order_by("position")
    ).all()
    return (
        tuple(
            ContactPointRow(
                id=row.id,
                kind=row.a,
                typed=row.b,
                normal=row.c,
                street=row.d or "",
                postcode=row.e or "",
                city=row.f or "",
                region=row.g or "",
                country=row.h or "",
                label=row.i or "",
            )
            for row in rows
            if row.row == "point"
        ),
        tuple(
            PersonRow(id=row.id, name=row.a, role=row.b, phone=row.c, email=row.d, may_be_told=row.e)
            for row in rows
            if row.row == "person"
        ),
        tuple(f"{row.a}: {row.b}" for row in rows if row.row == "alias"),
    )


def _orders(reader: Reader, case_id: UUID, cards: Cards) -> tuple[tuple[CaseOrderRow, ...], dict[UUID, str]]:
    """The orders, open ones with their milestones, and what was wanted with each, by one statement."""
    rows = reader.connection.execute(
        select(
            Order.id.label("this_order"),
            Order.digits,
            Order.headline,
            Order.wants,
            Order.state.label("order_state"),
            Order.blocked,
            Order.hindered,
            Order.overdue_from,
            Order.owner_id,
            Order.queue_id,
            Order.queued_at,
            Order.promised_on.label("order_promised_on"),
            Order.first_promised_on,
            Order.forecast_on.label("order_forecast_on"),
            Order.done_on.label("order_done_on"),
            Order.next_step,
            Order.next_step_due_at,
            Premises.street,
            Premises.city,
            Milestone.__table__,
            Team.name.label("team_name"),
        )
        .outerjoin(Premises, Premises.id == Order.premises_id)
        .outerjoin(Milestone, (Milestone.order_id == Order.id) & Order.state.not_in(_CLOSED))
        .outerjoin(Team, Team.id == Milestone.team_id)
        .where(Order.case_id == case_id)
        .order_by(Order.opened_at.desc(), Order.id, Milestone.position)
    ).all()
    by_order: dict[UUID, list[Any]] = {}
    for row in rows:
        by_order.setdefault(row.this_order, []).append(row)
    orders = tuple(_order_row(of_one, cards, reader.today) for of_one in by_order.values())
    return orders, {rows_of[0].this_order: rows_of[0].wants for rows_of in by_order.values()}


class _OrderColumns:
    """The order's own columns of a row that also holds a milestone's."""

    def __init__(self, row: Any) -> None:
        self.state = row.order_state
        self.promised_on = row.order_promised_on
        self.forecast_on = row.order_forecast_on
        self.done_on = row.order_done_on
        self.blocked = row.blocked
        self.hindered = row.hindered
        self.overdue_from = row.overdue_from


def _order_row(rows: Sequence[Any], cards: Cards, today: date) -> CaseOrderRow:
    row = rows[0]
    order = _OrderColumns(row)
    late = row.first_promised_on is not None and (order.done_on or today) > row.first_promised_on
    return CaseOrderRow(
        number=OrderNumber(printed(row.digits)),
        id=row.this_order,
        headline=row.headline,
        place=first_line((row.street or "", row.city or "")),
        state=order.state,
        status=status_of(order, today),
        was_late=late and order.state != OrderStatus.CANCELLED,
        owner=cards.owner(row.owner_id, row.queue_id, row.queued_at),
        promised_on=order.promised_on,
        forecast_on=order.forecast_on,
        done_on=order.done_on,
        next_step=row.next_step,
        next_step_due_at=row.next_step_due_at,
        milestones=tuple(
            milestone_row(one, one.team_name, cards, today, alarms=order.state != "quote")
            for one in rows
            if one.key is not None
        ),
    )


def _matters(
    reader: Reader, case_id: UUID, cards: Cards
) -> tuple[tuple[RequestRow, ...], tuple[PromiseRow, ...], tuple[DecisionRow, ...]]:
    """Requests, promises and decisions of the case by one statement, newest first."""
    nothing = null()
    requests = (
        select(
            literal("request").label("row"),
            Request.id,
            Request.order_id,
            cast(Request.event_key, String).label("a"),
            Request.wants.label("b"),
            Request.state,
            Request.owner_id.label("person"),
            Request.queue_id.label("team"),
            Request.opened_at.label("at"),
            Request.queued_at.label("other_at"),
            Request.next_step.label("c"),
            Request.next_step_due_at.label("due_at"),
            literal(0).label("n"),
            Event.name.label("d"),
            cast(nothing, Request.owner_id.type).label("other_person"),
            cast(nothing, Decision.valid_until.type).label("day"),
        )
        .join(Event, Event.key == Request.event_key)
        .where(Request.case_id == case_id, Request.undone_at.is_(None))
    )
    promises = select(
        literal("promise"),
        Promise.id,
        Promise.order_id,
        literal(""),
        Promise.text,
        Promise.state,
        Promise.keeper_id,
        cast(nothing, Request.queue_id.type),
        Promise.made_at,
        Promise.kept_at,
        literal(""),
        Promise.due_at,
        Promise.moves,
        literal(""),
        Promise.made_by_id,
        nothing,
    ).where(Promise.case_id == case_id)
    decisions = select(
        literal("decision"),
        Decision.id,
        Decision.order_id,
        Decision.question,
        Decision.outcome,
        Decision.state,
        Decision.decided_by_id,
        cast(nothing, Request.queue_id.type),
        Decision.decided_at,
        cast(nothing, Request.queued_at.type),
        Decision.rule,
        cast(nothing, Request.queued_at.type),
        literal(0),
        Decision.mode,
        cast(nothing, Request.owner_id.type),
        Decision.valid_until,
    ).where(Decision.case_id == case_id)
    matters = union_all(requests, promises, decisions).subquery()
    rows = reader.connection.execute(
        select(matters, Order.digits)
        .outerjoin(Order, Order.id == matters.c.order_id)
        .order_by(matters.c.at.desc())
    ).all()
    return (
        tuple(_request_row(row, cards) for row in rows if row.row == "request"),
        tuple(promise_row(row, cards, reader) for row in rows if row.row == "promise"),
        tuple(_decision_row(row, cards) for row in rows if row.row == "decision"),
    )


def _request_row(row: Any, cards: Cards) -> RequestRow:
    return RequestRow(
        id=row.id,
        event=row.a,
        event_name=row.d,
        wants=row.b,
        state=row.state,
        owner=cards.owner(row.person, row.team, row.other_at),
        order_number=number_of(row.digits),
        opened_at=row.at,
        next_step=row.c,
        next_step_due_at=row.due_at,
    )


def promise_row(row: Any, cards: Cards, reader: Reader) -> PromiseRow:
    """A promise as it looks now: an open one whose time has passed is broken."""
    state = "broken" if row.state == "open" and row.due_at < reader.now else row.state
    return PromiseRow(
        id=row.id,
        text=row.b,
        due_at=row.due_at,
        state=state,
        keeper=cards.login(row.person),
        keeper_name=cards.name(row.person),
        made_by=cards.name(row.other_person),
        made_at=row.at,
        order_number=number_of(row.digits),
        moves=row.n,
        kept_at=row.other_at,
    )


def _decision_row(row: Any, cards: Cards) -> DecisionRow:
    return DecisionRow(
        id=row.id,
        question=row.a,
        outcome=row.b,
        rule=row.c,
        mode=row.d,
        state=row.state,
        decided_by=cards.name(row.person),
        decided_at=row.at,
        order_number=number_of(row.digits),
        valid_until=row.day,
    )
