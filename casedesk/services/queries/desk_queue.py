"""What waits in a team's queue, now or then, with how it came there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, literal, null, or_, select, true, union_all
from sqlalchemy.orm import aliased

from casedesk.contract.desk import QueueRow
from casedesk.models import Customer, Event, Interaction, Order, Ownership, Request, Team
from casedesk.rules.order_number import printed
from casedesk.rules.vocabulary import Direction
from casedesk.services.queries.health import open_work
from casedesk.services.queries.moments import Moment
from casedesk.services.queries.order_columns import OrderColumns
from casedesk.services.queries.rows import Cards
from casedesk.services.reader import Reader

TALKED_BEFORE = timedelta(hours=1)
"""What the customer came with is put into a queue within this time after the talk."""


def queue_rows(
    reader: Reader,
    moment: Moment,
    team_id: UUID | None,
    cards: Cards,
    limit: int,
    before: datetime | None = None,
) -> tuple[QueueRow, ...]:
    """What waits in a team's queue (in every queue for None), the longest waiting first.

    With `before`, only what has waited since then or longer.
    """
    waiting = _waiting(moment, team_id)
    rows = reader.connection.execute(
        select(
            waiting,
            Customer.name.label("customer_name"),
            Team.key,
            Team.name.label("team_name"),
            Event.name.label("event_name"),
        )
        .join(Customer, Customer.id == waiting.c.case_id)
        .join(Team, Team.id == waiting.c.queue_id)
        .outerjoin(Event, Event.key == waiting.c.event_key)
        .where(_since(waiting, before))
        .order_by(waiting.c.queued_at, waiting.c.id)
        .limit(limit)
    ).all()
    channels, putters = _channels(reader, rows), _put_by(reader, rows)
    return tuple(
        QueueRow(
            about=printed(row.digits) if row.digits else str(row.id),
            kind=row.kind,
            title=row.title,
            customer=row.case_id,
            customer_name=row.customer_name,
            queue=row.key,
            queue_name=row.team_name,
            queued_at=row.queued_at,
            came_by=channels.get(row.id),
            put_by=cards.name(putters.get(row.id)),
            event_name=row.event_name or "",
        )
        for row in rows
    )


def count_in_queue(
    reader: Reader, moment: Moment, team_id: UUID | None, before: datetime | None = None
) -> int:
    """How many `queue_rows` there are without a limit."""
    waiting = _waiting(moment, team_id)
    counted = select(func.count()).select_from(waiting).where(_since(waiting, before))
    return reader.connection.scalar(counted) or 0


def _since(waiting: Any, before: datetime | None) -> ColumnElement[bool]:
    longer: ColumnElement[bool] = waiting.c.queued_at <= before if before else true()
    return longer


def _waiting(moment: Moment, team_id: UUID | None) -> Any:
    requests = _in_queue(Request, moment, team_id).add_columns(
        literal("request").label("kind"), null().label("digits"), Request.wants.label("title"),
        Request.event_key.label("event_key"),
    )  # fmt: skip
    orders = _in_queue(Order, moment, team_id).add_columns(
        literal("order"), Order.digits, Order.headline, null()
    )
    return union_all(requests, orders).subquery()


def _put_by(reader: Reader, rows: Sequence[Any]) -> dict[UUID, UUID]:
    """Who put each thing where it waits: the writer of the last line of its history."""
    ids = [row.id for row in rows]
    lines = reader.connection.execute(
        select(Ownership.subject_id, Ownership.by_id)
        .where(
            Ownership.subject_id.in_(ids), Ownership.since <= reader.now, Ownership.undone_at.is_(None)
        )
        .order_by(Ownership.since)
    )
    return {line.subject_id: line.by_id for line in lines}


def _channels(reader: Reader, rows: Sequence[Any]) -> dict[UUID, str]:
    """The channel of the customer's own last word about each thing before it was put into the queue."""
    if not rows:
        return {}
    since = min(row.queued_at for row in rows) - TALKED_BEFORE
    talks = reader.connection.execute(
        select(Interaction.case_id, Interaction.started_at, Interaction.channel)
        .where(
            Interaction.case_id.in_([row.case_id for row in rows]),
            Interaction.direction == Direction.IN,
            Interaction.started_at >= since,
            Interaction.undone_at.is_(None),
        )
        .order_by(Interaction.started_at)
    ).all()
    found: dict[UUID, str] = {}
    for row in rows:
        for talk in talks:
            is_near = row.queued_at - TALKED_BEFORE <= talk.started_at <= row.queued_at
            if talk.case_id == row.case_id and is_near:
                found[row.id] = talk.channel
    return found


def _in_queue(model: Any, moment: Moment, team_id: UUID | None) -> Select[Any]:
    """Open work of one kind in a team's queue, with since when; then, as the history of ownership says."""
    chosen = select(model.id, model.case_id)
    if moment.live:
        return chosen.add_columns(model.queue_id, model.queued_at).where(
            _of_team(model.queue_id, team_id), open_work(model)
        )
    last, later = aliased(Ownership), aliased(Ownership)
    overtaken = select(later.id).where(
        later.subject_id == model.id,
        later.since <= moment.instant,
        later.since > last.since,
        later.undone_at.is_(None),
    )
    return (
        chosen.add_columns(last.queue_id, last.since.label("queued_at"))
        .join(last, last.subject_id == model.id)
        .where(_of_team(last.queue_id, team_id), last.since <= moment.instant, last.undone_at.is_(None))
        .where(~overtaken.exists())
        .where(_open_work_then(model, moment))
    )


def _of_team(queue: Any, team_id: UUID | None) -> ColumnElement[bool]:
    condition: ColumnElement[bool] = queue == team_id if team_id else queue.is_not(None)
    return condition


def _open_work_then(model: Any, moment: Moment) -> ColumnElement[bool]:
    if model is Order:
        return OrderColumns(moment).open
    closed_at = Request.__table__.c.closed_at
    return and_(or_(closed_at.is_(None), closed_at > moment.instant), Request.undone_at.is_(None))
