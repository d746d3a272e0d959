"""Handovers as rows of any answer: with names, what was asked about them, and the state they have at a moment."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, case, func, select

from casedesk.contract.handovers import HandoverRow, RemarkRow
from casedesk.models import Customer, Handover, HandoverRemark, Order, Request, Team
from casedesk.rules.order_number import printed
from casedesk.rules.states import HandoverState
from casedesk.services.queries.rows import Cards
from casedesk.services.reader import Reader


def waits_for_an_answer(reader: Reader) -> ColumnElement[bool]:
    """The condition that an offer still stands: neither answered nor past its time."""
    return (Handover.state == HandoverState.OFFERED) & (Handover.expires_at > reader.now)


def has_lapsed(reader: Reader) -> ColumnElement[bool]:
    """The condition that nobody answered an offer in time, whether or not its row says so already."""
    run_out = (Handover.state == HandoverState.OFFERED) & (Handover.expires_at <= reader.now)
    return (Handover.state == HandoverState.LAPSED) | run_out


def ended_at() -> ColumnElement[Any]:
    """When an offer was answered, or ran out."""
    return case(
        (Handover.answered_at.is_not(None), Handover.answered_at),
        else_=Handover.expires_at,
    )


def handover_rows(
    reader: Reader, cards: Cards, *conditions: ColumnElement[bool], limit: int | None = None
) -> tuple[HandoverRow, ...]:
    """The handovers that meet the conditions, the oldest first."""
    found = reader.connection.execute(
        select(
            Handover.__table__,
            Customer.name.label("customer_name"),
            Team.name.label("team_name"),
            Order.digits,
            Request.wants,
        )
        .join(Customer, Customer.id == Handover.case_id)
        .outerjoin(Team, Team.id == Handover.team_id)
        .outerjoin(Order, Order.id == Handover.subject_id)
        .outerjoin(Request, Request.id == Handover.subject_id)
        .where(*conditions)
        .order_by(Handover.offered_at, Handover.id)
        .limit(limit)
    ).all()
    remarks = _remarks(reader, cards, [row.id for row in found])
    return tuple(_row(reader, row, cards, remarks.get(row.id, ())) for row in found)


def count_of_handovers(reader: Reader, *conditions: ColumnElement[bool]) -> int:
    """How many handovers meet the conditions."""
    return reader.connection.scalar(select(func.count(Handover.id)).where(*conditions)) or 0


def _row(reader: Reader, row: Any, cards: Cards, remarks: tuple[RemarkRow, ...]) -> HandoverRow:
    run_out = row.state == HandoverState.OFFERED and row.expires_at <= reader.now
    return HandoverRow(
        id=row.id,
        about=printed(row.digits) if row.digits else str(row.subject_id),
        title=printed(row.digits) if row.digits else row.wants,
        customer=row.case_id,
        customer_name=row.customer_name,
        giver=cards.login(row.giver_id),
        giver_name=cards.name(row.giver_id),
        receiver=cards.login(row.receiver_id) or None,
        receiver_name=cards.name(row.receiver_id) or row.team_name or "",
        note=row.note,
        owed=row.owed,
        state=HandoverState.LAPSED if run_out else row.state,
        offered_at=row.offered_at,
        expires_at=row.expires_at,
        answered_at=row.expires_at if run_out else row.answered_at,
        reason=row.reason,
        remarks=remarks,
    )


def _remarks(reader: Reader, cards: Cards, handovers: Iterable[UUID]) -> dict[UUID, tuple[RemarkRow, ...]]:
    ids = list(handovers)
    if not ids:
        return {}
    found: dict[UUID, tuple[RemarkRow, ...]] = {}
    for row in reader.connection.execute(
        select(HandoverRemark.__table__)
        .where(HandoverRemark.handover_id.in_(ids))
        .order_by(HandoverRemark.at, HandoverRemark.id)
    ):
        said = RemarkRow(kind=row.kind, text=row.text, by=cards.name(row.by_id), at=row.at)
        found[row.handover_id] = (*found.get(row.handover_id, ()), said)
    return found
