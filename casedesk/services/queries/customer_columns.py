"""What is said of a customer in SQL, now or as things stood at a day: address, orders, balance.

To add a field: `rules/fields.py`; here only what is not a stored column of the same name. Name, address and contact
are as now; orders and money count up to the day.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, String, cast, exists, func, literal, or_, select

from casedesk.db.base import Amount
from casedesk.models import Case, ContactPoint, Customer, Order, Staff
from casedesk.rules.fields import EXTRA_PREFIX
from casedesk.rules.vocabulary import ContactPointKind
from casedesk.services.queries.balances import balance_of, currency_used
from casedesk.services.queries.moments import Moment
from casedesk.services.queries.order_columns import OrderColumns
from casedesk.services.queries.sql_forms import text_of_extra


class CustomerColumns:
    """The expression of each field of a customer at a moment."""

    def __init__(self, moment: Moment) -> None:
        self.moment = moment
        self.order = OrderColumns(moment)

    def __call__(self, name: str) -> ColumnElement[Any]:
        """The expression of a field, also of `extra.KEY`."""
        if name.startswith(EXTRA_PREFIX):
            return cast(text_of_extra(Customer.extra, name.removeprefix(EXTRA_PREFIX)), String)
        if name in _COMPUTED:
            return _COMPUTED[name](self)
        return Customer.__table__.c[name]

    def existed(self) -> tuple[ColumnElement[bool], ...]:
        """The condition that the customer was there: by its day, by its record, or by an order."""
        if self.moment.live:
            return ()
        recorded = exists().where(Case.customer_id == Customer.id, Case.opened_at <= self.moment.instant)
        return (or_(Customer.since_on <= self.moment.day, recorded, self.has_order()),)

    def has_order(self, *more: ColumnElement[bool]) -> ColumnElement[bool]:
        """The customer had an order, of which more may be asked."""
        return exists().where(Order.case_id == Customer.id, *self.order.existed(), *more)

    def counted(self, *more: ColumnElement[bool]) -> ColumnElement[int]:
        """How many orders the customer had, of which more may be asked."""
        return (
            select(func.count())
            .where(Order.case_id == Customer.id, *self.order.existed(), *more)
            .correlate(Customer)
            .scalar_subquery()
        )

    @property
    def currency(self) -> ColumnElement[str | None]:
        """The currency that the customer's balance is in; NULL without any money entry."""
        return currency_used(Customer.__table__.c.id, self._until)

    @property
    def balance(self) -> ColumnElement[Any]:
        """What the customer owes, 0 without any money entry."""
        owed = balance_of(Customer.__table__.c.id, self.currency, self._until)
        return func.coalesce(owed, literal(Decimal(0), Amount), type_=Amount)

    @property
    def _until(self) -> date | None:
        return None if self.moment.live else self.moment.day


def _of_address(column: Any) -> ColumnElement[Any]:
    """A part of the postal address in use, the first where there are several."""
    return (
        select(column)
        .where(
            ContactPoint.customer_id == Customer.id,
            ContactPoint.kind == ContactPointKind.ADDRESS,
            ContactPoint.ended_at.is_(None),
        )
        .order_by(ContactPoint.position, ContactPoint.id)
        .limit(1)
        .correlate(Customer)
        .scalar_subquery()
    )


_COMPUTED: Mapping[str, Callable[[CustomerColumns], ColumnElement[Any]]] = {
    "city": lambda _: _of_address(ContactPoint.city),
    "country": lambda _: _of_address(ContactPoint.country),
    "contact": lambda _: Staff.__table__.c.login,
    "has_orders": lambda columns: columns.has_order(),
    "has_open_orders": lambda columns: columns.has_order(columns.order.open),
    "has_late_orders": lambda columns: columns.has_order(columns.order.was_late),
    "balance": lambda columns: columns.balance,
    "orders": lambda columns: columns.counted(),
    "open_orders": lambda columns: columns.counted(columns.order.open),
}
