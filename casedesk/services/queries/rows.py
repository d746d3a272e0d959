"""Pieces that several queries share: cards of colleagues, an order's status, ids by any spelling."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select

from casedesk.contract.orders import StaffCard
from casedesk.contract.values import OrderNumber
from casedesk.errors import NotFound
from casedesk.models import Absence, Customer, Order, Request, Staff, Team
from casedesk.rules.order_number import printed
from casedesk.rules.vocabulary import OrderStatus
from casedesk.services.about import digits_in, id_in, no_such_order
from casedesk.services.reader import Reader
from casedesk.words import say


class Cards:
    """Cards of colleagues and teams by id, read in one statement for one answer."""

    def __init__(self, reader: Reader) -> None:
        away = (
            select(Absence.staff_id, Absence.until_on, Absence.deputy_id)
            .where(Absence.from_on <= reader.today, Absence.until_on >= reader.today)
            .subquery()
        )
        rows = reader.connection.execute(
            select(
                Staff.id,
                Staff.login,
                Staff.name,
                Staff.phone,
                Staff.email,
                Team.name.label("team"),
                Team.id.label("team_id"),
                away.c.until_on,
                away.c.deputy_id,
            )
            .select_from(Team)
            .outerjoin(Staff, Staff.team_id == Team.id)  # a team without staff has a queue too
            .outerjoin(away, away.c.staff_id == Staff.id)
        ).all()
        self._staff: Mapping[UUID, Row[Any]] = {row.id: row for row in rows if row.id}
        self._teams = {row.team_id: row.team for row in rows}

    def staff(self, staff_id: UUID | None, since: datetime | None = None) -> StaffCard:
        """The card of a colleague; an empty card for nobody."""
        row = self._staff.get(staff_id) if staff_id else None
        if row is None:
            return StaffCard(login=None, name="", team="", phone="", since=since)
        deputy = self._staff.get(row.deputy_id) if row.deputy_id else None
        return StaffCard(
            login=row.login,
            name=row.name,
            team=row.team,
            phone=row.phone,
            away_until=row.until_on,
            deputy=deputy.name if deputy else None,
            since=since,
        )

    def owner(self, owner_id: UUID | None, queue_id: UUID | None, queued_at: datetime | None) -> StaffCard:
        """The owner's card, or a card without login that names the queue and since when it waits there."""
        if owner_id:
            return self.staff(owner_id)
        return StaffCard(login=None, name="", team=self._teams.get(queue_id, ""), phone="", since=queued_at)

    def name(self, staff_id: UUID | None) -> str:
        """The name of a colleague, empty for nobody."""
        row = self._staff.get(staff_id) if staff_id else None
        return row.name if row else ""

    def login(self, staff_id: UUID | None) -> str:
        """The login of a colleague, empty for nobody."""
        row = self._staff.get(staff_id) if staff_id else None
        return row.login if row else ""


def status_of(row: Any, today: date) -> OrderStatus:
    """The status of an order from its stored columns; the first that applies (design/domain.md, Status)."""
    if row.state == "cancelled":
        return OrderStatus.CANCELLED
    if row.done_on is not None or row.state == "completed":
        return OrderStatus.DONE
    if row.promised_on is not None and row.promised_on < today:
        return OrderStatus.LATE
    if row.blocked or row.state == "on_hold":
        return OrderStatus.BLOCKED
    if _in_jeopardy(row, today):
        return OrderStatus.IN_JEOPARDY
    return OrderStatus.NOT_STARTED if row.state == "quote" else OrderStatus.ON_TIME


def _in_jeopardy(row: Any, today: date) -> bool:
    if row.hindered or (row.overdue_from is not None and row.overdue_from < today):
        return True
    return row.promised_on is not None and (row.forecast_on is None or row.forecast_on > row.promised_on)


def number_of(digits: str | None) -> OrderNumber | None:
    """The printed order number, None for what belongs to no order."""
    return OrderNumber(printed(digits)) if digits else None


def case_id_of(reader: Reader, about: str) -> UUID:
    """The case of a customer's id, of any order number, or of a request's id; NotFound otherwise."""
    as_id = id_in(about)
    if as_id is None:
        return UUID(str(order_row(reader, about).case_id))
    if reader.connection.scalar(select(Customer.id).where(Customer.id == as_id)):
        return as_id
    found = reader.connection.scalar(select(Request.case_id).where(Request.id == as_id))
    if found is None:
        raise NotFound(say("There is no customer and no request $id.", id=about), about=about)
    return found


def order_row(reader: Reader, number: str) -> Row[Any]:
    """The order of a number in any spelling, all columns; NotFound with its neighbours otherwise."""
    digits = digits_in(number)
    row = reader.connection.execute(select(Order.__table__).where(Order.digits == digits)).one_or_none()
    if row is None:
        raise no_such_order(digits)
    return row


def first_line(texts: Iterable[str]) -> str:
    """The texts that are not empty, with commas between them."""
    return ", ".join(text for text in texts if text)
