"""The orders that a search found: by their own number, and those of the customers that were found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select

from casedesk.contract.cases import FindHit
from casedesk.contract.values import OrderNumber
from casedesk.models import Customer, Order, Premises, Staff, Team
from casedesk.rules.order_number import printed
from casedesk.rules.search_keys import KeyKind
from casedesk.rules.search_ranking import Rank
from casedesk.rules.states import OrderState
from casedesk.rules.vocabulary import OrderStatus
from casedesk.services.queries.find_customers import FoundCustomers
from casedesk.services.queries.find_hits import Ranked, why
from casedesk.services.queries.find_keys import Match
from casedesk.services.queries.rows import first_line, status_of
from casedesk.services.reader import Reader
from casedesk.services.wording import day_words, status_words
from casedesk.words import say

MOST_OF_CUSTOMER = 20
"""So many orders of one customer are looked at, open ones first."""


@dataclass(frozen=True)
class FoundOrders:
    """The orders to show, best first, how many there are, and the statuses of each customer's orders."""

    hits: Sequence[Ranked]
    total: int
    digits: Sequence[str]
    statuses: Mapping[UUID, Sequence[OrderStatus]]


def found_orders(
    reader: Reader, found: Mapping[UUID, Match], near: Sequence[str], customers: FoundCustomers
) -> FoundOrders:
    """The orders found themselves and those of the customers found; `near` are numbers like a wrong one."""
    rows = _rows(reader, tuple(found), customers.ids)
    ranked = sorted(
        rows, key=lambda row: (_rank(row, found, customers), row.closed, -row.opened_at.timestamp())
    )
    statuses: dict[UUID, list[OrderStatus]] = {}
    for row in rows:
        if row.case_id in customers.matches:
            statuses.setdefault(row.case_id, []).append(status_of(row, reader.today))
    others = sum(row.id in found and row.case_id not in customers.matches for row in rows)
    return FoundOrders(
        hits=[
            Ranked(_rank(row, found, customers), _hit(reader, row, found, near, customers)) for row in ranked
        ],
        total=max(customers.orders + others, len(rows)),
        digits=[row.digits for row in ranked],
        statuses=statuses,
    )


def _rows(reader: Reader, ids: Sequence[UUID], customers: Sequence[UUID]) -> Sequence[Any]:
    if not (ids or customers):
        return ()
    closed = Order.state.in_((OrderState.COMPLETED, OrderState.CANCELLED)).label("closed")
    place: ColumnElement[int] = func.row_number().over(
        partition_by=Order.case_id, order_by=(Order.id.not_in(ids), closed, Order.opened_at.desc())
    )
    chosen = (
        select(Order.id, closed, place.label("place"))
        .where(or_(Order.id.in_(ids), Order.case_id.in_(customers)))
        .subquery()
    )
    return reader.connection.execute(
        select().add_columns(
            Order.id, Order.digits, Order.case_id, Order.headline, Order.state, Order.promised_on, Order.forecast_on,
            Order.done_on, Order.cancelled_on, Order.blocked, Order.hindered, Order.overdue_from, Order.opened_at,
            chosen.c.closed, Customer.name.label("customer_name"), Premises.street, Premises.city,
            Staff.login.label("owner_login"), Staff.name.label("owner_name"), Team.name.label("queue_name"),
        )
        .join(chosen, chosen.c.id == Order.id)
        .join(Customer, Customer.id == Order.case_id)
        .outerjoin(Premises, Premises.id == Order.premises_id)
        .outerjoin(Staff, Staff.id == Order.owner_id)
        .outerjoin(Team, Team.id == Order.queue_id)
        .where(or_(chosen.c.place <= MOST_OF_CUSTOMER, Order.id.in_(ids)))
    ).all()  # fmt: skip


def _rank(row: Any, found: Mapping[UUID, Match], customers: FoundCustomers) -> Rank:
    """The better of its own rank and its customer's."""
    own = found.get(row.id)
    by_customer = customers.matches.get(row.case_id)
    return min(one.rank for one in (own, by_customer) if one)


def _hit(
    reader: Reader, row: Any, found: Mapping[UUID, Match], near: Sequence[str], customers: FoundCustomers
) -> FindHit:
    status = status_of(row, reader.today)
    reason, matched = _reason(row, found, near, customers)
    number = OrderNumber(printed(row.digits))
    return FindHit(
        kind="order", id=row.id, order_number=number, customer=row.case_id,
        line=first_line((number, row.headline, row.customer_name)), why=reason, name=number, second_line=row.headline,
        matched=matched, contact=_date_words(row, reader.today), state=status_words(status), status=status,
        owner=row.owner_name or row.queue_name or "", owner_login=row.owner_login,
    )  # fmt: skip


def _reason(
    row: Any, found: Mapping[UUID, Match], near: Sequence[str], customers: FoundCustomers
) -> tuple[str, str]:
    """Why it was found, and the text that was: its place and customer, or the other system's number."""
    place = first_line((row.street or "", row.customer_name))
    match = found.get(row.id)
    if match is None:
        return say("customer: $why", why=customers.why(row.case_id)), place
    if row.digits in near:
        return say("one digit is different, or two are swapped"), place
    text = customers.texts.of_source(match.source_id) if match.kind is KeyKind.ALIAS else None
    return why(match, system=text.system if text else ""), text.text if text else place


def _date_words(row: Any, today: date) -> str:
    if row.cancelled_on:
        return say("Cancelled $day", day=day_words(row.cancelled_on, today))
    if row.done_on:
        return say("Done $day", day=day_words(row.done_on, today))
    return (
        say("Promised $day", day=day_words(row.promised_on, today))
        if row.promised_on
        else say("No day promised")
    )
