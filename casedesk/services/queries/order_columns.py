"""What is said of an order in SQL, now or as things stood at a day: its dates, its state, its status.

To add a field: `rules/fields.py`; here only what is not a stored column of the same name. The status is the same
as `rows.status_of`, which judges one row in Python; a property test holds the two together.

What has a date is told as of a day: opened, placed, promised, done, completed, cancelled. Owner, lines and totals
are as now, an order that was open shows the state it has now, blocks and forecasts of the past are not kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    String,
    and_,
    case,
    cast,
    exists,
    extract,
    false,
    func,
    literal,
    null,
    or_,
    select,
)

from casedesk.db.base import Amount
from casedesk.models import Customer, Milestone, Order, OrderLine, Premises, PromisedDate, Staff, Team
from casedesk.rules.fields import EXTRA_PREFIX
from casedesk.rules.states import MilestoneState, OrderState
from casedesk.rules.vocabulary import Charge, OrderStatus
from casedesk.services.queries.moments import Moment
from casedesk.services.queries.sql_forms import days_between, line_total, text_of_extra

_CLOSED = (OrderState.COMPLETED, OrderState.CANCELLED)
_OPEN_AND_PLACED = (OrderState.PLACED, OrderState.IN_PROGRESS, OrderState.ON_HOLD, OrderState.CANCELLING)


@dataclass(frozen=True)
class Standing:
    """The expressions that an order's status is judged by."""

    state: ColumnElement[Any]
    placed_on: ColumnElement[Any]
    promised_on: ColumnElement[Any]
    first_promised_on: ColumnElement[Any]
    forecast_on: ColumnElement[Any]
    done_on: ColumnElement[Any]
    completed_on: ColumnElement[Any]
    cancelled_on: ColumnElement[Any]
    blocked: ColumnElement[bool]
    in_jeopardy: ColumnElement[bool]


class OrderColumns:
    """The expression of each field of an order at a moment."""

    def __init__(self, moment: Moment) -> None:
        self.moment = moment
        self.standing = _standing_now(moment) if moment.live else _standing_then(moment)

    def __call__(self, name: str) -> ColumnElement[Any]:
        """The expression of a field, also of `extra.KEY`."""
        if name.startswith(EXTRA_PREFIX):
            return cast(text_of_extra(Order.extra, name.removeprefix(EXTRA_PREFIX)), String)
        if name in _COMPUTED:
            return _COMPUTED[name](self)
        dated: ColumnElement[Any] | None = getattr(self.standing, name, None)
        return Order.__table__.c[name] if dated is None else dated

    def existed(self) -> tuple[ColumnElement[bool], ...]:
        """The condition that the order was there: opened, or placed in the system that it was imported from."""
        if self.moment.live:
            return ()
        imported = and_(Order.source.is_not(None), Order.placed_on <= self.moment.day)
        return (or_(Order.opened_at <= self.moment.instant, imported),)

    @property
    def open(self) -> ColumnElement[bool]:
        return self.standing.state.not_in(_CLOSED)

    @property
    def was_late(self) -> ColumnElement[bool]:
        """Done, or still not done, after the first promised day; a cancelled order was never late."""
        standing = self.standing
        end = func.coalesce(standing.done_on, self.moment.day, type_=Date)
        return and_(
            standing.first_promised_on.is_not(None),
            standing.state != OrderState.CANCELLED,
            end > func.coalesce(standing.first_promised_on, end, type_=Date),
        )

    @property
    def status(self) -> ColumnElement[str]:
        """The first that applies (design/domain.md, Status); `rows.status_of` in SQL."""
        standing = self.standing
        return case(
            (standing.state == OrderState.CANCELLED, OrderStatus.CANCELLED),
            (or_(standing.done_on.is_not(None), standing.state == OrderState.COMPLETED), OrderStatus.DONE),
            (standing.promised_on < self.moment.day, OrderStatus.LATE),
            (or_(standing.blocked, standing.state == OrderState.ON_HOLD), OrderStatus.BLOCKED),
            (standing.in_jeopardy, OrderStatus.IN_JEOPARDY),
            (standing.state == OrderState.QUOTE, OrderStatus.NOT_STARTED),
            else_=literal(OrderStatus.ON_TIME, String),
        )

    @property
    def days_late(self) -> ColumnElement[int]:
        """Days past the first promised day, of a done or open order; NULL of a cancelled one."""
        standing = self.standing
        end = func.coalesce(standing.done_on, self.moment.day, type_=Date)
        late = days_between(standing.first_promised_on, end)
        return case((standing.state != OrderState.CANCELLED, late), else_=null())


def _standing_now(moment: Moment) -> Standing:
    orders = Order.__table__.c
    overdue = orders.overdue_from < moment.day
    passes = and_(
        orders.promised_on.is_not(None),
        or_(orders.forecast_on.is_(None), orders.forecast_on > orders.promised_on),
    )
    return Standing(
        state=orders.state,
        placed_on=orders.placed_on,
        promised_on=orders.promised_on,
        first_promised_on=orders.first_promised_on,
        forecast_on=orders.forecast_on,
        done_on=orders.done_on,
        completed_on=orders.completed_on,
        cancelled_on=orders.cancelled_on,
        blocked=orders.blocked,
        in_jeopardy=or_(orders.hindered, overdue, passes),
    )


def _standing_then(moment: Moment) -> Standing:
    orders = Order.__table__.c
    placed = orders.placed_on <= moment.day
    done_on = _unless_later(orders.done_on, moment)
    return Standing(
        state=_state_then(moment),
        placed_on=_unless_later(orders.placed_on, moment),
        promised_on=case((placed, _promised_then(moment)), else_=null()),
        first_promised_on=case((placed, orders.first_promised_on), else_=null()),
        forecast_on=done_on,
        done_on=done_on,
        completed_on=_unless_later(orders.completed_on, moment),
        cancelled_on=_unless_later(orders.cancelled_on, moment),
        blocked=false(),
        in_jeopardy=_overdue_then(moment),
    )


def _unless_later(day: ColumnElement[Any], moment: Moment) -> ColumnElement[Any]:
    return case((day <= moment.day, day), else_=null())


def _state_then(moment: Moment) -> ColumnElement[str]:
    orders = Order.__table__.c
    ended = func.coalesce(orders.completed_on, orders.done_on, moment.day, type_=Date)
    cancelled = and_(
        orders.state == OrderState.CANCELLED,
        func.coalesce(orders.cancelled_on, moment.day, type_=Date) <= moment.day,
    )
    return case(
        (cancelled, OrderState.CANCELLED),
        (and_(orders.state == OrderState.COMPLETED, ended <= moment.day), OrderState.COMPLETED),
        (orders.done_on <= moment.day, OrderState.DONE_NOT_CONFIRMED),
        (func.coalesce(orders.placed_on > moment.day, True), OrderState.QUOTE),
        (orders.state.in_(_OPEN_AND_PLACED), orders.state),
        else_=literal(OrderState.IN_PROGRESS, String),
    )


def _promised_then(moment: Moment) -> ColumnElement[Any]:
    """The day that was said last until then; what an import brings was said when the order was placed."""
    said = (
        select(PromisedDate.promised_on)
        .where(
            PromisedDate.order_id == Order.id,
            PromisedDate.said_at <= moment.instant,
            PromisedDate.undone_at.is_(None),
        )
        .order_by(PromisedDate.said_at.desc(), PromisedDate.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    moved = func.coalesce(said, Order.first_promised_on, type_=Date)
    return case((Order.promise_moves == 0, Order.promised_on), else_=moved)


def _overdue_then(moment: Moment) -> ColumnElement[bool]:
    open_then = or_(Milestone.done_on.is_(None), Milestone.done_on > moment.day)
    return exists().where(
        Milestone.order_id == Order.id,
        Milestone.promised_on < moment.day,
        Milestone.state != MilestoneState.SKIPPED,
        open_then,
    )


def _goods() -> ColumnElement[Any]:
    """The exact total of what is paid once for lines in force that name a product."""
    total = func.sum(line_total(OrderLine.unit_price, OrderLine.quantity, OrderLine.discount), type_=Amount)
    return (
        select(total)
        .where(
            OrderLine.order_id == Order.id,
            OrderLine.revision == Order.lines_revision,
            OrderLine.product_id.is_not(None),
            OrderLine.charge == Charge.ONCE,
        )
        .scalar_subquery()
    )


def _year(day: ColumnElement[Any]) -> ColumnElement[int]:
    return cast(extract("year", day), Integer)


_COMPUTED: Mapping[str, Callable[[OrderColumns], ColumnElement[Any]]] = {
    "number": lambda _: Order.__table__.c.digits,
    "customer": lambda _: Order.__table__.c.case_id,
    "customer_name": lambda _: Customer.__table__.c.name,
    "owner": lambda _: Staff.__table__.c.login,
    "queue": lambda _: Team.__table__.c.key,
    "status": lambda columns: columns.status,
    "was_late": lambda columns: columns.was_late,
    "open": lambda columns: columns.open,
    "placed_year": lambda columns: _year(columns.standing.placed_on),
    "days_late": lambda columns: columns.days_late,
    "city": lambda _: Premises.__table__.c.city,
    "country": lambda _: Premises.__table__.c.country,
    "goods": lambda _: _goods(),
}
