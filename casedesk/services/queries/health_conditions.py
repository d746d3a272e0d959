"""What must not be of open work, as conditions on orders and requests alike; it knows no list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, and_, not_, or_, select

from casedesk.models import Order, Staff
from casedesk.rules.states import StaffState
from casedesk.services.queries.moments import Moment

Condition = ColumnElement[bool]


def health_conditions(
    model: Any, is_open: Condition, moment: Moment, go_live_on: date
) -> Mapping[str, Callable[[Any], Condition]]:
    """By the name of its field, what says yes or no to it; `model` is Order or Request.

    The next step of an imported order whose time was before go-live alarms nobody.
    """
    past = model.next_step_due_at < moment.instant
    if model is Order:
        past &= or_(Order.source.is_(None), Order.next_step_due_at >= moment.start_of(go_live_on))
    gone = select(Staff.id).where(Staff.state == StaffState.LEFT)
    nobody = or_(and_(model.owner_id.is_(None), model.queue_id.is_(None)), model.owner_id.in_(gone))
    found = {
        "without_owner": nobody,
        "without_next_step": or_(model.next_step == "", model.next_step_due_at.is_(None)),
        "next_step_past": past,
        "calls_back": model.calls_back != "",
    }
    return {name: partial(_yes_or_no, and_(is_open, condition)) for name, condition in found.items()}


def _yes_or_no(condition: Condition, wanted: bool | None) -> Condition:
    return condition if wanted else not_(condition)
