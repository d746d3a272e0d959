"""Milestones as screens show them: their state, how they look against their dates, and why."""

from __future__ import annotations

from datetime import date
from typing import Any

from casedesk.contract.orders import MilestoneRow
from casedesk.services.queries.rows import Cards

_SETTLED = ("done", "skipped")


def milestone_row(row: Any, team: str, cards: Cards, today: date, *, alarms: bool) -> MilestoneRow:
    """One milestone; `alarms` is False for orders that are closed or only quoted, which nothing can be late in."""
    return MilestoneRow(
        key=row.key,
        name=row.name,
        team=team,
        state=row.state,
        status=_status(row, today) if alarms else row.state,
        promised_on=row.promised_on,
        forecast_on=row.forecast_on,
        done_on=row.done_on,
        done_at=row.done_at,
        done_by=cards.name(row.done_by_id) or None,
        is_promise=row.is_promise,
        reason=row.blocked_reason or row.skipped_reason or row.estimate_reason,
        check_on=row.check_on,
        we_do=row.we_do,
        you_do=row.you_do,
    )


def _status(row: Any, today: date) -> str:
    """Late when its day has passed, in jeopardy when its forecast passes it, else its state."""
    if row.state in _SETTLED or row.state == "blocked" or row.promised_on is None:
        return str(row.state)
    if row.promised_on < today:
        return "late"
    if row.forecast_on is None or row.forecast_on > row.promised_on:
        return "in_jeopardy"
    return str(row.state)
