"""The customers that a search found: ranked, the best of them with what their rows say."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import case, func, select

from casedesk.contract.cases import FindHit
from casedesk.models import Case, Customer, Order, Staff
from casedesk.rules.search_keys import KeyKind, QueryForms, fold
from casedesk.rules.states import OrderState
from casedesk.rules.vocabulary import ContactPointKind, CustomerKind, OrderStatus
from casedesk.services.queries.find_hits import Ranked, why
from casedesk.services.queries.find_keys import Match
from casedesk.services.queries.find_texts import Text, Texts
from casedesk.services.queries.rows import first_line
from casedesk.services.queries.stand import URGENCY
from casedesk.services.reader import Reader
from casedesk.words import count, say

MOST_RANKED = 400
"""So many customers are looked at to rank equals by open work and recent contact."""

_CLOSED = (OrderState.COMPLETED, OrderState.CANCELLED)
_NAMES = (KeyKind.NAME, KeyKind.COMPANY)
_NEVER = datetime.min.replace(tzinfo=UTC)


class FoundCustomers:
    """The customers of a search; `best` are those to show, `orders` counts the orders of all of them."""

    def __init__(
        self,
        reader: Reader,
        forms: QueryForms,
        found: Mapping[UUID, Match],
        sources: Collection[UUID],
        limit: int,
    ) -> None:
        self.matches = found
        self.total = len(found)
        rows = _ranked_rows(reader, found)
        self.best: Sequence[Any] = rows[:limit]
        self.orders: int = sum(row.orders for row in rows)
        self._forms = forms
        matched = [one.source_id for one in (found[row.id] for row in self.best) if one.source_id]
        self.texts = Texts(reader, self.ids, [*matched, *sources])

    @property
    def ids(self) -> tuple[UUID, ...]:
        return tuple(row.id for row in self.best)

    def why(self, customer_id: UUID) -> str:
        """Why the customer was found, in words."""
        match = self.matches[customer_id]
        text = self.texts.of_source(match.source_id)
        if text is None:
            return why(match)
        return why(match, of_person=text.of_person and match.kind in _NAMES, system=text.system)

    def hits(self, statuses: Mapping[UUID, Sequence[OrderStatus]]) -> list[Ranked]:
        """The rows of the best customers; `statuses` are those of their orders."""
        return [
            Ranked(self.matches[row.id].rank, self._hit(row, statuses.get(row.id, ()))) for row in self.best
        ]

    def _hit(self, row: Any, statuses: Sequence[OrderStatus]) -> FindHit:
        matched = self._matched(row)
        return FindHit(
            kind="customer", id=row.id, order_number=None, customer=row.id, line=first_line((row.name, matched)),
            why=self.why(row.id), name=row.name, second_line=_kind_and_year(row), matched=matched,
            contact=self._reached_by(row), state=_orders_words(row),
            status=min(statuses, key=URGENCY.index, default=""), owner=row.contact_name or "",
            owner_login=row.contact_login,
        )  # fmt: skip

    def _matched(self, row: Any) -> str:
        """The text that was found; for the customer's own name the address, as the name is shown anyway."""
        match = self.matches[row.id]
        text = self._spread_text(row) if match.kind is None else self.texts.of_source(match.source_id)
        return text.text if text else self.texts.first(row.id, ContactPointKind.ADDRESS)

    def _spread_text(self, row: Any) -> Text | None:
        """The text that has most of the words which are not in the name."""
        name = fold(row.name).split()
        elsewhere = [word for word in self._forms.words if not any(one.startswith(word) for one in name)]
        return self.texts.with_most_words(row.id, elsewhere) if elsewhere else None

    def _reached_by(self, row: Any) -> str:
        text = self.texts.of_source(self.matches[row.id].source_id)
        if text and text.kind == ContactPointKind.PHONE:
            return text.text
        phone = self.texts.first(row.id, ContactPointKind.PHONE)
        return phone or self.texts.first(row.id, ContactPointKind.EMAIL)


def _ranked_rows(reader: Reader, found: Mapping[UUID, Match]) -> list[Any]:
    """Better matches first; among equals those with open work, then the latest contact."""
    likeliest = sorted(found, key=lambda customer_id: found[customer_id].rank)[:MOST_RANKED]
    if not likeliest:
        return []
    orders = (
        select(
            Order.case_id,
            func.count().label("orders"),
            func.sum(case((Order.state.in_(_CLOSED), 0), else_=1)).label("open"),
            func.sum(case((Order.state == OrderState.COMPLETED, 1), else_=0)).label("done"),
        )
        .where(Order.case_id.in_(likeliest))
        .group_by(Order.case_id)
        .subquery()
    )
    rows = reader.connection.execute(
        select().add_columns(
            Customer.id, Customer.name, Customer.kind, Customer.since_on, Case.last_entry_at,
            Staff.login.label("contact_login"), Staff.name.label("contact_name"),
            func.coalesce(orders.c.orders, 0).label("orders"), func.coalesce(orders.c.open, 0).label("open"),
            func.coalesce(orders.c.done, 0).label("done"),
        )
        .join(Case, Case.customer_id == Customer.id)
        .outerjoin(Staff, Staff.id == Customer.contact_id)
        .outerjoin(orders, orders.c.case_id == Customer.id)
        .where(Customer.id.in_(likeliest))
        .order_by(Customer.name, Customer.id)
    ).all()  # fmt: skip
    return sorted(rows, key=lambda row: (found[row.id].rank, row.open == 0, -_seconds(row.last_entry_at)))


def _seconds(instant: datetime | None) -> float:
    return ((instant or _NEVER) - _NEVER).total_seconds()


def _kind_and_year(row: Any) -> str:
    if row.kind == CustomerKind.PERSON:
        return say("private, since $year", year=row.since_on.year)
    return say("company, since $year", year=row.since_on.year)


def _orders_words(row: Any) -> str:
    if row.open:
        return count("$n open", "$n open", row.open)
    if row.done:
        return count("$n done", "$n done", row.done)
    return say("cancelled") if row.orders else say("none")
