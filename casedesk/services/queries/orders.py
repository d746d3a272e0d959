"""Lists of orders: windows of rows, or counts and sums by group; the filters are declared in `rules/fields.py`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from sqlalchemy import Select, or_, select, text

from casedesk.contract.orders import Delays, OrderList, OrderRow, Orders
from casedesk.contract.values import OrderNumber
from casedesk.models import Customer, Order, OrderLine, Premises, Product, Staff, Team
from casedesk.rules.fields import ORDER_FIELDS, group_field, sort_field
from casedesk.rules.money import rounded
from casedesk.rules.order_number import printed
from casedesk.rules.states import OrderState
from casedesk.rules.vocabulary import OrderStatus
from casedesk.services.handlers import answers
from casedesk.services.queries.filters import Condition, conditions, name_begins
from casedesk.services.queries.groups import grouped
from casedesk.services.queries.moments import moment_of
from casedesk.services.queries.order_columns import OrderColumns
from casedesk.services.queries.rows import first_line
from casedesk.services.queries.windows import Sort, read_window, sort_word, window_limit
from casedesk.services.reader import Reader

# In these very words, so that both databases recognise the partial index on open orders.
_OPEN_AND_NOT_DONE = text("orders.done_on IS NULL AND orders.state NOT IN ('completed', 'cancelled')")


@answers(Orders)
def orders(reader: Reader, query: Orders) -> OrderList:
    """A window of orders with the continuation, or groups with counts and sums."""
    columns = OrderColumns(moment_of(reader, query.as_of))
    special = _SPECIAL | {"status": partial(_of_status, columns)}
    narrowing = conditions(ORDER_FIELDS, query.filter, columns.moment, columns, special)
    narrowing += columns.existed()
    if query.group_by is not None:
        field = group_field(ORDER_FIELDS, query.group_by)
        summed = {one.name: columns(one.name) for one in ORDER_FIELDS.values() if one.summed}
        everything = _joined(select()).where(*narrowing)
        return OrderList(
            *grouped(
                reader,
                everything,
                columns(field.name),
                summed,
                Order.__table__.c.currency,
                window_limit(query.limit),
            )
        )
    return _window(reader, columns, narrowing, _sort(columns, query.sort), query)


@answers(Delays)
def delays(reader: Reader, query: Delays) -> OrderList:
    """Open orders past their promise or forecast to pass it, the nearest promise first.

    Imported orders whose promise is older than the company's go-live day alarm nobody, unless the list is asked
    for as of a day before it.
    """
    columns = OrderColumns(moment_of(reader, query.as_of))
    narrowing = [_promise_at_risk(columns), *columns.existed(), *_alarming(columns, reader)]
    return _window(
        reader, columns, narrowing, replace(_sort(columns, "promised_on"), some_empty=False), query
    )


def _promise_at_risk(columns: OrderColumns) -> Condition:
    standing, moment = columns.standing, columns.moment
    passed = or_(standing.promised_on < moment.day, standing.forecast_on > standing.promised_on)
    if moment.live:
        return passed & _OPEN_AND_NOT_DONE
    return passed & columns.open & standing.done_on.is_(None)


def _alarming(columns: OrderColumns, reader: Reader) -> tuple[Condition, ...]:
    if columns.moment.day < reader.company.go_live_on:
        return ()
    return (or_(Order.source.is_(None), columns.standing.promised_on >= reader.company.go_live_on),)


def _window(
    reader: Reader, columns: OrderColumns, narrowing: Sequence[Condition], sort: Sort, query: Orders | Delays
) -> OrderList:
    chosen = _joined(select()).where(*narrowing)
    rows = _joined(_row_columns(columns))
    page = read_window(
        reader.connection, chosen, rows, sort, query.limit, query.after, everything=not narrowing
    )
    return OrderList(rows=tuple(_order_row(row) for row in page.rows), total=page.total, next=page.next)


def _sort(columns: OrderColumns, asked: str) -> Sort:
    name, descending = sort_word(asked)
    return Sort(sort_field(ORDER_FIELDS, name), columns(name), Order.__table__, descending)


def _joined(statement: Select[Any]) -> Select[Any]:
    """The orders with what their rows name; outer joins all, so that no plan begins with another table."""
    return (
        statement.select_from(Order)
        .outerjoin(Customer, Customer.id == Order.case_id)
        .outerjoin(Premises, Premises.id == Order.premises_id)
        .outerjoin(Staff, Staff.id == Order.owner_id)
        .outerjoin(Team, Team.id == Order.queue_id)
    )


_AS_STORED = (Order.id, Order.digits, Order.case_id, Order.headline, Order.opened_at, Order.next_step,
              Order.next_step_due_at, Order.currency, Order.total_once, Order.total_monthly, Order.source,
              Order.external, Order.extra)  # fmt: skip
_OF_OTHERS = (
    Customer.name.label("customer_name"),
    Premises.street,
    Premises.city,
    Staff.login.label("owner"),
    Staff.name.label("owner_name"),
    Team.key.label("queue"),
)
_AS_OF = ("state", "status", "was_late", "placed_on", "promised_on", "first_promised_on", "forecast_on", "done_on",
          "cancelled_on", "days_late")  # fmt: skip


def _row_columns(columns: OrderColumns) -> Select[Any]:
    return select().add_columns(*_AS_STORED, *_OF_OTHERS, *(columns(name).label(name) for name in _AS_OF))


def _order_row(row: Any) -> OrderRow:
    return OrderRow(
        number=OrderNumber(printed(row.digits)),
        id=row.id,
        customer=row.case_id,
        customer_name=row.customer_name,
        headline=row.headline,
        place=first_line((row.street or "", row.city or "")),
        state=row.state,
        status=OrderStatus(row.status),
        was_late=row.was_late,
        owner=row.owner,
        owner_name=row.owner_name or "",
        queue=row.queue,
        opened_at=row.opened_at,
        placed_on=row.placed_on,
        promised_on=row.promised_on,
        first_promised_on=row.first_promised_on,
        forecast_on=row.forecast_on,
        done_on=row.done_on,
        cancelled_on=row.cancelled_on,
        days_late=row.days_late,
        next_step=row.next_step,
        next_step_due_at=row.next_step_due_at,
        currency=row.currency,
        total_once=rounded(row.total_once, row.currency),
        total_monthly=rounded(row.total_monthly, row.currency),
        source=row.source,
        external=row.external,
        extra=row.extra,
    )


def _of_owner(login: str | None) -> Condition:
    if login is None:
        return Order.owner_id.is_(None)
    return Order.owner_id == select(Staff.id).where(Staff.login == login).scalar_subquery()


def _of_status(columns: OrderColumns, status: str | None) -> Condition:
    """Says also what the status implies, so that the few open orders are not looked for among all."""
    wanted = columns.status == status
    if columns.moment.live and status in _OF_OPEN_ORDERS:
        return wanted & _OPEN_AND_NOT_DONE
    if status == OrderStatus.CANCELLED:
        return wanted & (columns.standing.state == OrderState.CANCELLED)
    return wanted


def _in_queue(key: str | None) -> Condition:
    if key is None:
        return Order.queue_id.is_(None)
    return Order.queue_id == select(Team.id).where(Team.key == key).scalar_subquery()


def _of_product(code: str | None) -> Condition:
    """An order with the product among its lines in force; without any product for None."""
    lines = select(OrderLine.order_id).where(
        OrderLine.order_id == Order.id, OrderLine.revision == Order.lines_revision
    )
    if code is None:
        return ~lines.where(OrderLine.product_id.is_not(None)).exists()
    product = select(Product.id).where(Product.code == code).scalar_subquery()
    return lines.where(OrderLine.product_id == product).exists()


_OF_OPEN_ORDERS = frozenset(OrderStatus) - {OrderStatus.DONE, OrderStatus.CANCELLED}

_SPECIAL: dict[str, Callable[[Any], Condition]] = {
    "owner": _of_owner,
    "queue": _in_queue,
    "product": _of_product,
    "customer_name": lambda beginning: name_begins(Order.__table__.c.case_id, beginning),
}
