"""Everything about one order."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, cast, exists, func, literal, null, select, union_all

from casedesk.contract.orders import (
    DocumentRow,
    LineRow,
    MilestoneRow,
    OrderDetail,
    OrderQuery,
    OwnerRow,
    PromisedDateRow,
)
from casedesk.contract.values import OrderNumber
from casedesk.db.base import Amount
from casedesk.models import (
    Alias,
    Customer,
    Handover,
    IssuedDocument,
    Milestone,
    MoneyEntry,
    Order,
    OrderLine,
    Ownership,
    Premises,
    Product,
    PromisedDate,
    Team,
)
from casedesk.rules.money import line_amount, rounded
from casedesk.rules.order_number import printed
from casedesk.rules.states import OrderState
from casedesk.services.about import digits_in, no_such_order
from casedesk.services.handlers import answers
from casedesk.services.queries.balances import signed_amount
from casedesk.services.queries.handover_rows import handover_rows, waits_for_an_answer
from casedesk.services.queries.milestone_rows import milestone_row
from casedesk.services.queries.rows import Cards, first_line, status_of
from casedesk.services.reader import Reader

_WITHOUT_ALARMS = (OrderState.QUOTE, OrderState.COMPLETED, OrderState.CANCELLED)


@answers(OrderQuery)
def order_detail(reader: Reader, query: OrderQuery) -> OrderDetail:
    """The order with its lines in force, milestones, promised dates, owners and documents."""
    digits = digits_in(query.number)
    row = reader.connection.execute(
        select(
            Order.__table__,
            Customer.name.label("customer_name"),
            Premises.street,
            Premises.postcode,
            Premises.city,
            _balance().label("balance"),
            exists().where(*_offered(reader, Order.__table__.c.id)).label("has_offer"),
        )
        .join(Customer, Customer.id == Order.case_id)
        .outerjoin(Premises, Premises.id == Order.premises_id)
        .where(Order.digits == digits)
    ).one_or_none()
    if row is None:
        raise no_such_order(digits)
    cards = Cards(reader)
    promised, owners, documents, aliases = _history(reader, row.id, cards)
    late = row.first_promised_on is not None and (row.done_on or reader.today) > row.first_promised_on
    return OrderDetail(
        number=OrderNumber(printed(row.digits)),
        id=row.id,
        version=row.version,
        customer=row.case_id,
        customer_name=row.customer_name,
        headline=row.headline,
        place=first_line((row.street or "", f"{row.city or ''} {row.postcode or ''}".strip())),
        wants=row.wants,
        phone=row.phone,
        tell_by=row.tell_by,
        state=row.state,
        status=status_of(row, reader.today),
        was_late=late and row.state != OrderState.CANCELLED,
        owner=cards.owner(row.owner_id, row.queue_id, row.queued_at),
        next_step=row.next_step,
        next_step_due_at=row.next_step_due_at,
        requested_on=row.requested_on,
        placed_on=row.placed_on,
        promised_on=row.promised_on,
        forecast_on=row.forecast_on,
        first_promised_on=row.first_promised_on,
        done_on=row.done_on,
        completed_on=row.completed_on,
        cancelled_on=row.cancelled_on,
        hold_reason=row.hold_reason,
        hold_check_on=row.hold_check_on,
        cancel_reason=row.cancel_reason,
        currency=row.currency,
        total_once=rounded(row.total_once, row.currency),
        total_monthly=rounded(row.total_monthly, row.currency),
        balance=rounded(row.balance or Decimal(0), row.currency),
        lines=_lines(reader, row),
        milestones=_milestones(reader, row, cards),
        promised_dates=promised,
        notices=(),
        exceptions=(),
        owners=owners,
        documents=documents,
        aliases=aliases,
        source=row.source,
        external=row.external,
        extra=row.extra,
        handover=handover_rows(reader, cards, *_offered(reader, row.id))[0] if row.has_offer else None,
        calls_back=row.calls_back,
    )


def _offered(reader: Reader, order_id: Any) -> tuple[ColumnElement[bool], ...]:
    """The offer of the order that waits for an answer; most orders have none, and are spared its statement."""
    return Handover.subject_id == order_id, waits_for_an_answer(reader)


def _balance() -> Any:
    return (
        select(func.sum(signed_amount(), type_=Amount))
        .where(
            MoneyEntry.order_id == Order.id,
            MoneyEntry.currency == Order.currency,
            MoneyEntry.undone_at.is_(None),
        )
        .scalar_subquery()
    )


def _lines(reader: Reader, order: Any) -> tuple[LineRow, ...]:
    rows = reader.connection.execute(
        select(OrderLine.__table__, Product.code)
        .outerjoin(Product, Product.id == OrderLine.product_id)
        .where(OrderLine.order_id == order.id, OrderLine.revision == order.lines_revision)
        .order_by(OrderLine.position)
    )
    return tuple(
        LineRow(
            position=row.position,
            product=row.code,
            name=row.name,
            detail=row.detail,
            quantity=row.quantity,
            unit_price=row.unit_price,
            discount=row.discount,
            charge=row.charge,
            amount=rounded(line_amount(row.unit_price, row.quantity, row.discount), order.currency),
            state=row.state,
            delivered_on=row.delivered_on,
        )
        for row in rows
    )


def _milestones(reader: Reader, order: Any, cards: Cards) -> tuple[MilestoneRow, ...]:
    rows = reader.connection.execute(
        select(Milestone.__table__, Team.name.label("team_name"))
        .join(Team, Team.id == Milestone.team_id)
        .where(Milestone.order_id == order.id)
        .order_by(Milestone.position)
    )
    alarms = order.state not in _WITHOUT_ALARMS
    return tuple(milestone_row(row, row.team_name, cards, reader.today, alarms=alarms) for row in rows)


def _history(
    reader: Reader, order_id: UUID, cards: Cards
) -> tuple[tuple[PromisedDateRow, ...], tuple[OwnerRow, ...], tuple[DocumentRow, ...], tuple[str, ...]]:
    """Promised dates, owners, documents and other systems' numbers by one statement."""
    nothing = null()
    promised = select(
        literal("promised").label("row"),
        PromisedDate.id,
        PromisedDate.said_at.label("at"),
        PromisedDate.said_by_id.label("by_id"),
        PromisedDate.reason.label("a"),
        PromisedDate.promised_on.label("day"),
        cast(nothing, Ownership.owner_id.type).label("owner_id"),
        cast(nothing, Ownership.queue_id.type).label("queue_id"),
        literal("").label("b"),
        literal(0).label("n"),
        literal(0).label("m"),
    ).where(PromisedDate.order_id == order_id, PromisedDate.undone_at.is_(None))
    owners = select(
        literal("owner"),
        Ownership.id,
        Ownership.since,
        Ownership.by_id,
        Ownership.note,
        nothing,
        Ownership.owner_id,
        Ownership.queue_id,
        Ownership.how,
        literal(0),
        literal(0),
    ).where(Ownership.subject_id == order_id, Ownership.undone_at.is_(None))
    documents = select(
        literal("document"),
        IssuedDocument.id,
        IssuedDocument.issued_at,
        IssuedDocument.issued_by_id,
        IssuedDocument.suffix,
        nothing,
        nothing,
        nothing,
        IssuedDocument.kind,
        IssuedDocument.pages,
        IssuedDocument.times_reprinted,
    ).where(IssuedDocument.order_id == order_id)
    rows: Sequence[Any] = reader.connection.execute(
        union_all(promised, owners, documents).order_by("at", "id")
    ).all()
    numbers = reader.connection.execute(
        select(Alias.system, Alias.number).where(Alias.order_id == order_id)
    ).all()
    return (
        tuple(
            PromisedDateRow(promised_on=row.day, said_at=row.at, said_by=cards.name(row.by_id), reason=row.a)
            for row in rows
            if row.row == "promised"
        ),
        tuple(_owner_row(row, cards) for row in reversed(rows) if row.row == "owner"),
        tuple(
            DocumentRow(
                id=row.id,
                kind=row.b,
                suffix=row.a,
                issued_at=row.at,
                issued_by=cards.name(row.by_id),
                pages=row.n,
                reprints=row.m,
            )
            for row in rows
            if row.row == "document"
        ),
        tuple(f"{row.system}: {row.number}" for row in numbers),
    )


def _owner_row(row: Any, cards: Cards) -> OwnerRow:
    card = cards.owner(row.owner_id, row.queue_id, row.at)
    return OwnerRow(
        since=row.at,
        owner=card.login,
        name=card.name or card.team,
        how=row.b,
        note=row.a,
        by=cards.name(row.by_id),
    )
