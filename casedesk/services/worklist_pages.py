"""Gathers everything a colleague has open, for a list on paper; it renders and keeps nothing."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, ScalarSelect, select
from sqlalchemy.orm import aliased

from casedesk.documents import context as page
from casedesk.documents.printable import UnprintableLetter
from casedesk.documents.render import check_printable
from casedesk.models import ContactPoint, Customer, Handover, Order, Promise, Request, Staff, Team
from casedesk.rules.order_number import printed
from casedesk.rules.states import HandoverState, OrderState, PromiseState, RequestState
from casedesk.rules.vocabulary import ContactPointKind
from casedesk.services.case_pages import PRINTED_STATUS
from casedesk.services.order_pages import company_row, sender
from casedesk.services.queries.health import open_work
from casedesk.services.queries.rows import status_of
from casedesk.services.reader import Reader
from casedesk.services.wording import day_words, state_words, status_words
from casedesk.words import count, say

_LAST = datetime.max.replace(tzinfo=UTC)


def worklist_page(reader: Reader, staff_id: UUID, suffix: str) -> page.WorklistPage:
    """All a colleague owns, has promised, waits for and has offered to others or was offered."""
    person = reader.connection.execute(
        select(Staff.name, Team.name.label("team")).join(Team, Team.id == Staff.team_id).where(Staff.id == staff_id)
    ).one()
    work = _Work(reader, staff_id)
    promises = work.promises()
    going_on, waiting = work.owned()
    return page.WorklistPage(
        company=sender(company_row(reader)),
        person=person.name,
        team=person.team,
        counts=_counts(len(promises), len(going_on) + len(waiting), len(waiting)),
        promises=promises,
        open=going_on,
        waiting=waiting,
        given=work.given(),
        offered=work.offered(),
        printed_by=reader.actor.name,
        printed_at=reader.now.astimezone(reader.zone),
        suffix=suffix,
    )


def _counts(promises: int, owned: int, waiting: int) -> str:
    if not (promises or owned):
        return say("Nothing is open.")
    to_keep = count("$n promise to keep", "$n promises to keep", promises)
    to_do = count("$n open order or request", "$n open orders and requests", owned)
    for_others = count("$n of them waits for somebody", "$n of them wait for somebody", waiting)
    return say("$promises, $owned, $waiting.", promises=to_keep, owned=to_do, waiting=for_others)


class _Work:
    """The open work of one colleague as rows of paper, what is due first first."""

    def __init__(self, reader: Reader, staff_id: UUID) -> None:
        self._reader = reader
        self._staff_id = staff_id
        self._zone = reader.zone
        self._today = reader.today

    def promises(self) -> tuple[page.WorkRow, ...]:
        """Open promises to keep; one past its time is broken."""
        rows = self._rows(
            select(Promise.text, Promise.due_at, Order.digits, Customer.name, _phone(Promise.case_id))
            .join(Customer, Customer.id == Promise.case_id)
            .outerjoin(Order, Order.id == Promise.order_id)
            .where(Promise.keeper_id == self._staff_id, Promise.state == PromiseState.OPEN)
            .order_by(Promise.due_at, Promise.id)
        )
        return tuple(
            self._row(row, row.due_at, row.text, "", *self._promise_state(row.due_at)) for row in rows
        )

    def _promise_state(self, due_at: datetime) -> tuple[page.StatusName, str]:
        is_broken = due_at < self._reader.now
        return ("late", state_words("broken")) if is_broken else ("on_time", state_words("open"))

    def owned(self) -> tuple[tuple[page.WorkRow, ...], tuple[page.WorkRow, ...]]:
        """What goes on, and what waits for somebody."""
        orders = [(self._order(row), row.state == OrderState.ON_HOLD) for row in self._owned(Order)]
        requests = [(self._request(row), row.state == RequestState.WAITING) for row in self._owned(Request)]
        rows = sorted(orders + requests, key=lambda one: one[0].due_at or _LAST)
        return (
            tuple(row for row, waits in rows if not waits),
            tuple(row for row, waits in rows if waits),
        )

    def _owned(self, model: Any) -> Any:
        statement = select(model.__table__, Customer.name, _phone(model.case_id))
        if model is Request:
            statement = statement.add_columns(Order.digits).outerjoin(Order, Order.id == Request.order_id)
        return self._rows(
            statement.join(Customer, Customer.id == model.case_id)
            .where(model.owner_id == self._staff_id, open_work(model))
            .order_by(model.next_step_due_at, model.id)
        )

    def _order(self, row: Any) -> page.WorkRow:
        status = status_of(row, self._today)
        what = row.headline or row.wants or state_words(row.state)
        next_step = self._next(row.next_step)
        if row.state == OrderState.ON_HOLD:
            next_step = self._waits(row.hold_reason, row.hold_check_on)
        return self._row(
            row, row.next_step_due_at, what, next_step, PRINTED_STATUS[status], status_words(status)
        )

    def _request(self, row: Any) -> page.WorkRow:
        is_late = row.next_step_due_at is not None and row.next_step_due_at < self._reader.now
        next_step = self._next(row.next_step)
        if row.state == RequestState.WAITING:
            what_for = ", ".join(one for one in (row.waiting_for, row.waiting_what) if one)
            next_step = self._waits(what_for, row.follow_up_on)
        words = say("Late") if is_late else state_words(row.state)
        return self._row(
            row, row.next_step_due_at, row.wants, next_step, "late" if is_late else "under_way", words
        )

    def _next(self, step: str) -> str:
        return say("Next: $step", step=step) if step else ""

    def _waits(self, for_what: str, until: Any) -> str:
        if until is None:
            return say("Waits for: $what", what=for_what)
        return say("Waits for: $what. We look again $day", what=for_what, day=day_words(until, self._today))

    def given(self) -> tuple[page.WorkRow, ...]:
        """What was offered to others and not answered yet: to whom, with what is owed."""
        return self._handovers(Handover.giver_id == self._staff_id, _to_words)

    def offered(self) -> tuple[page.WorkRow, ...]:
        """What others offered to this colleague, or to the colleague's team."""
        team_id = select(Staff.team_id).where(Staff.id == self._staff_id).scalar_subquery()
        mine = (Handover.receiver_id == self._staff_id) | (Handover.team_id == team_id)
        return self._handovers(mine & (Handover.giver_id != self._staff_id), _from_words)

    def _handovers(self, condition: ColumnElement[bool], words: Any) -> tuple[page.WorkRow, ...]:
        giver, receiver = aliased(Staff), aliased(Staff)
        rows = self._rows(
            select(
                Handover.note,
                Handover.owed,
                Handover.expires_at,
                Order.digits,
                Request.wants,
                Customer.name,
                _phone(Handover.case_id),
                giver.name.label("giver"),
                receiver.name.label("receiver"),
                Team.name.label("team"),
            )
            .join(Customer, Customer.id == Handover.case_id)
            .join(giver, giver.id == Handover.giver_id)
            .outerjoin(receiver, receiver.id == Handover.receiver_id)
            .outerjoin(Team, Team.id == Handover.team_id)
            .outerjoin(Order, Order.id == Handover.subject_id)
            .outerjoin(Request, Request.id == Handover.subject_id)
            .where(
                condition,
                Handover.state == HandoverState.OFFERED,
                Handover.expires_at > self._reader.now,
            )
            .order_by(Handover.expires_at, Handover.id)
        )
        return tuple(
            self._row(row, row.expires_at, words(row), _owed_words(row), "not_started", state_words("offered"))
            for row in rows
        )

    def _rows(self, statement: Any) -> Any:
        return self._reader.connection.execute(statement).all()

    def _row(
        self, row: Any, due_at: datetime | None, what: str, next_step: str, status: page.StatusName, words: str
    ) -> page.WorkRow:
        return page.WorkRow(
            due_at=_local(due_at, self._zone),
            what=_readable(what),
            who=_readable(row.name),
            phone=_readable(row.phone_number) if row.phone_number else None,
            next=_readable(next_step),
            order=printed(row.digits) if row.digits else None,
            status=status,
            status_words=words,
        )


def _readable(text: str) -> str:
    """The text, or words in its place: one name in letters we cannot print must not keep back the whole list."""
    try:
        check_printable(text)
    except UnprintableLetter:
        return say("(in letters we cannot print, see the screen)")
    return text


def _local(instant: datetime | None, zone: ZoneInfo) -> datetime | None:
    return instant.astimezone(zone) if instant else None


def _to_words(row: Any) -> str:
    what = row.wants or row.note
    return say("To $name: $what", name=row.receiver or row.team, what=what)


def _from_words(row: Any) -> str:
    return say("From $name: $what", name=row.giver, what=row.wants or row.note)


def _owed_words(row: Any) -> str:
    note = row.note if row.wants else ""
    owed = say("Owed: $owed", owed=row.owed) if row.owed else ""
    return " ".join(one for one in (note, owed) if one)


def _phone(case_id: Any) -> ScalarSelect[Any] | Any:
    """The first phone number of the customer, as `phone_number`."""
    first = (
        select(ContactPoint.typed)
        .where(
            ContactPoint.customer_id == case_id,
            ContactPoint.kind == ContactPointKind.PHONE,
            ContactPoint.ended_at.is_(None),
        )
        .order_by(ContactPoint.position)
        .limit(1)
    )
    return first.correlate_except(ContactPoint).scalar_subquery().label("phone_number")
