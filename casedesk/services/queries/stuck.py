"""Where orders in jeopardy are stuck: the milestone that holds each of them up, and why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from casedesk.contract.desk import StuckRow
from casedesk.contract.orders import OrderRow
from casedesk.models import Milestone
from casedesk.rules.states import MilestoneState
from casedesk.services.reader import Reader

_OVER = (MilestoneState.DONE, MilestoneState.SKIPPED)


def where_stuck(reader: Reader, orders: Sequence[OrderRow]) -> tuple[StuckRow, ...]:
    """The milestone of each order that holds it up; orders without open milestones are left out."""
    rows = reader.connection.execute(
        select(Milestone.__table__)
        .where(Milestone.order_id.in_([one.id for one in orders]), Milestone.state.not_in(_OVER))
        .order_by(Milestone.position)
    )
    of_order: dict[Any, list[Any]] = {}
    for row in rows:
        of_order.setdefault(row.order_id, []).append(row)
    return tuple(_row(one, of_order[one.id], reader.today) for one in orders if one.id in of_order)


def _row(order: OrderRow, milestones: Sequence[Any], today: date) -> StuckRow:
    held_up = min(milestones, key=lambda one: (_rank(one, today), one.position))
    return StuckRow(
        number=order.number,
        milestone=held_up.name,
        state=held_up.state,
        why=held_up.blocked_reason,
        check_on=held_up.check_on,
    )


def _rank(milestone: Any, today: date) -> int:
    """Blocked before overdue, before what will slip, before what is simply next."""
    if milestone.state == MilestoneState.BLOCKED:
        return 0
    promised, forecast = milestone.promised_on, milestone.forecast_on
    if promised is not None and promised < today:
        return 1
    return 2 if promised is not None and forecast is not None and forecast > promised else 3
