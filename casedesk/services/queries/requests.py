"""Lists of requests: windows of rows; the filters are declared in `rules/fields.py`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, select

from casedesk.contract.health import RequestList, RequestListRow, Requests
from casedesk.models import Customer, Event, Order, Request, Staff, Team
from casedesk.rules.fields import REQUEST_FIELDS, sort_field
from casedesk.rules.states import RequestState
from casedesk.services.handlers import answers
from casedesk.services.queries.filters import Condition, conditions
from casedesk.services.queries.health_conditions import health_conditions
from casedesk.services.queries.moments import moment_of
from casedesk.services.queries.rows import number_of
from casedesk.services.queries.windows import Sort, read_window, sort_word
from casedesk.services.reader import Reader

IS_OPEN = and_(Request.__table__.c.state != RequestState.CLOSED, Request.__table__.c.undone_at.is_(None))

_COLUMNS: Mapping[str, ColumnElement[Any]] = {
    "customer": Request.__table__.c.case_id,
    "order": Order.__table__.c.digits,
    "event": Request.__table__.c.event_key,
    "open": IS_OPEN,
}


@answers(Requests)
def requests(reader: Reader, query: Requests) -> RequestList:
    """A window of requests with the continuation."""
    narrowing = [Request.undone_at.is_(None), *request_conditions(reader, query.filter)]
    name, descending = sort_word(query.sort)
    sort = Sort(sort_field(REQUEST_FIELDS, name), _column(name), Request.__table__, descending)
    page = read_window(
        reader.connection,
        _joined(select()).where(*narrowing),
        _joined(select().add_columns(*_ROW)),
        sort,
        query.limit,
        query.after,
        everything=False,
    )
    return RequestList(rows=tuple(_row(one) for one in page.rows), total=page.total, next=page.next)


def request_conditions(reader: Reader, asked: Mapping[str, Any]) -> list[Condition]:
    """The conditions of a filter of `requests`, as things stand now."""
    moment = moment_of(reader, None)
    special: dict[str, Callable[[Any], Condition]] = {
        "owner": partial(_is_id_of, Request.owner_id, Staff.login, Staff.id),
        "queue": partial(_is_id_of, Request.queue_id, Team.key, Team.id),
        **health_conditions(Request, IS_OPEN, moment, reader.company.go_live_on),
    }
    return conditions(REQUEST_FIELDS, asked, moment, _column, special)


def _column(name: str) -> ColumnElement[Any]:
    return _COLUMNS[name] if name in _COLUMNS else Request.__table__.c[name]


def _is_id_of(column: Any, named_by: Any, found: Any, name: str | None) -> Condition:
    if name is None:
        empty: Condition = column.is_(None)
        return empty
    named: Condition = column == select(found).where(named_by == name).scalar_subquery()
    return named


_ROW = (
    Request.id,
    Request.case_id,
    Customer.name.label("customer_name"),
    Request.event_key,
    Event.name.label("event_name"),
    Request.wants,
    Request.state,
    Staff.login,
    Staff.name.label("owner_name"),
    Team.key.label("queue"),
    Order.digits,
    Request.opened_at,
    Request.next_step,
    Request.next_step_due_at,
    Request.calls_back,
)


def _joined(statement: Select[Any]) -> Select[Any]:
    return (
        statement.select_from(Request)
        .outerjoin(Customer, Customer.id == Request.case_id)
        .outerjoin(Event, Event.key == Request.event_key)
        .outerjoin(Order, Order.id == Request.order_id)
        .outerjoin(Staff, Staff.id == Request.owner_id)
        .outerjoin(Team, Team.id == Request.queue_id)
    )


def _row(row: Any) -> RequestListRow:
    return RequestListRow(
        id=row.id,
        customer=row.case_id,
        customer_name=row.customer_name,
        event=row.event_key,
        event_name=row.event_name,
        wants=row.wants,
        state=row.state,
        owner=row.login,
        owner_name=row.owner_name or "",
        queue=row.queue,
        order_number=number_of(row.digits),
        opened_at=row.opened_at,
        next_step=row.next_step,
        next_step_due_at=row.next_step_due_at,
        calls_back=row.calls_back,
    )
