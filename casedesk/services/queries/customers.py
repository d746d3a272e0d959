"""Lists of customers: windows of rows, or counts and sums by group; the filters are declared in `rules/fields.py`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Select, case, func, select

from casedesk.contract.customers import CustomerList, CustomerRow, Customers, PlaceRow, Places
from casedesk.models import ContactPoint, Customer, Order, Premises, Staff
from casedesk.rules.fields import CUSTOMER_FIELDS, group_field, sort_field
from casedesk.rules.money import rounded
from casedesk.rules.vocabulary import ContactPointKind
from casedesk.services.handlers import answers
from casedesk.services.queries.customer_columns import CustomerColumns
from casedesk.services.queries.filters import Condition, conditions, name_begins
from casedesk.services.queries.groups import grouped
from casedesk.services.queries.moments import moment_of
from casedesk.services.queries.windows import Sort, read_window, sort_word, window_limit
from casedesk.services.reader import Reader


@answers(Customers)
def customers(reader: Reader, query: Customers) -> CustomerList:
    """A window of customers with the continuation, or groups with counts and sums."""
    columns = CustomerColumns(moment_of(reader, query.as_of))
    narrowing = conditions(CUSTOMER_FIELDS, query.filter, columns.moment, columns, _SPECIAL)
    narrowing += columns.existed()
    if query.group_by is not None:
        field = group_field(CUSTOMER_FIELDS, query.group_by)
        summed = {one.name: columns(one.name) for one in CUSTOMER_FIELDS.values() if one.summed}
        everything = _with_contact(select()).where(*narrowing)
        return CustomerList(
            *grouped(
                reader, everything, columns(field.name), summed, columns.currency, window_limit(query.limit)
            )
        )
    name, descending = sort_word(query.sort)
    sort = Sort(sort_field(CUSTOMER_FIELDS, name), columns(name), Customer.__table__, descending)
    chosen = _with_contact(select()).where(*narrowing)
    rows = _with_contact(select().add_columns(*_ROW_COLUMNS))
    page = read_window(
        reader.connection, chosen, rows, sort, query.limit, query.after, everything=not narrowing
    )
    return CustomerList(rows=_page_rows(reader, columns, page.rows), total=page.total, next=page.next)


@answers(Places)
def places(reader: Reader, query: Places) -> tuple[PlaceRow, ...]:
    """The places of service of one customer; those that no order was for come last."""
    orders = func.count(Order.id)
    rows = reader.connection.execute(
        select(
            Premises.id,
            Premises.label,
            Premises.street,
            Premises.postcode,
            Premises.city,
            orders.label("orders"),
        )
        .outerjoin(Order, Order.premises_id == Premises.id)
        .where(Premises.customer_id == query.customer)
        .group_by(Premises.id, Premises.label, Premises.street, Premises.postcode, Premises.city)
        .order_by(orders == 0, func.max(Order.opened_at).desc(), Premises.id)
    )
    return tuple(PlaceRow(**row._mapping) for row in rows)


_ROW_COLUMNS = (
    Customer.id,
    Customer.name,
    Customer.kind,
    Customer.since_on,
    Staff.name.label("contact"),
    Customer.source,
    Customer.external,
)


def _with_contact(statement: Select[Any]) -> Select[Any]:
    return statement.select_from(Customer).outerjoin(Staff, Staff.id == Customer.contact_id)


@dataclass(frozen=True)
class _Ways:
    """What a row says of the ways to reach a customer."""

    phone: str = ""
    city: str = ""
    country: str = ""


def _page_rows(reader: Reader, columns: CustomerColumns, rows: Sequence[Any]) -> tuple[CustomerRow, ...]:
    """The rows of a page; ways, orders and balances by one statement each for the whole page."""
    ids = [row.id for row in rows]
    ways, orders, balances = (
        _ways(reader, ids),
        _orders(reader, columns, ids),
        _balances(reader, columns, ids),
    )
    return tuple(
        CustomerRow(
            id=row.id,
            name=row.name,
            kind=row.kind,
            since_on=row.since_on,
            city=ways.get(row.id, _Ways()).city,
            country=ways.get(row.id, _Ways()).country,
            phone=ways.get(row.id, _Ways()).phone,
            contact=row.contact or "",
            open_orders=orders.get(row.id, (0, 0))[1],
            orders=orders.get(row.id, (0, 0))[0],
            balance=balances[row.id],
            source=row.source,
            external=row.external,
        )
        for row in rows
    )


def _ways(reader: Reader, ids: Sequence[UUID]) -> Mapping[UUID, _Ways]:
    points = reader.connection.execute(
        select(
            ContactPoint.customer_id,
            ContactPoint.kind,
            ContactPoint.typed,
            ContactPoint.city,
            ContactPoint.country,
        )
        .where(
            ContactPoint.customer_id.in_(ids),
            ContactPoint.ended_at.is_(None),
            ContactPoint.kind != ContactPointKind.EMAIL,
        )
        .order_by(
            ContactPoint.position.desc(), ContactPoint.id.desc()
        )  # the first of a kind is seen last and stays
    ).all()
    first: dict[tuple[UUID, str], Any] = {(row.customer_id, row.kind): row for row in points}
    return {id: _ways_of(first, id) for id, _kind in first}


def _ways_of(first: Mapping[tuple[UUID, str], Any], id: UUID) -> _Ways:
    phone = first.get((id, ContactPointKind.PHONE))
    address = first.get((id, ContactPointKind.ADDRESS))
    return _Ways(
        phone=phone.typed if phone else "",
        city=(address.city or "") if address else "",
        country=(address.country or "") if address else "",
    )


def _orders(reader: Reader, columns: CustomerColumns, ids: Sequence[UUID]) -> Mapping[UUID, tuple[int, int]]:
    """How many orders and how many open ones, by customer."""
    still_open = func.sum(case((columns.order.open, 1), else_=0))
    rows = reader.connection.execute(
        select(Order.case_id, func.count(), still_open)
        .where(Order.case_id.in_(ids), *columns.order.existed())
        .group_by(Order.case_id)
    )
    return {case_id: (all_orders, open_orders) for case_id, all_orders, open_orders in rows}


def _balances(reader: Reader, columns: CustomerColumns, ids: Sequence[UUID]) -> Mapping[UUID, Decimal]:
    """What each owes in the currency of its newest money entry, in that currency's decimals."""
    rows = reader.connection.execute(
        select()
        .add_columns(Customer.id, columns.balance.label("balance"), columns.currency.label("currency"))
        .where(Customer.id.in_(ids))
    )
    return {row.id: rounded(row.balance, row.currency or reader.company.currency) for row in rows}


def _of_contact(login: str | None) -> Condition:
    if login is None:
        return Customer.contact_id.is_(None)
    return Customer.contact_id == select(Staff.id).where(Staff.login == login).scalar_subquery()


_SPECIAL: Mapping[str, Callable[[Any], Condition]] = {
    "contact": _of_contact,
    "name": lambda beginning: name_begins(Customer.__table__.c.id, beginning),
}
