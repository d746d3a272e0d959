"""My Desk: what one person must do now, or had to do then.

As of an earlier moment promises, handovers and the queue are those that were open then, as their histories say; the
person's team, the owner of an order and the time of a promise that was moved since are as now.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import aliased

from casedesk.contract.desk import Desk, DeskDetail, DeskPromiseRow
from casedesk.contract.handovers import HandoverRow
from casedesk.contract.orders import OrderList
from casedesk.errors import NotFound
from casedesk.models import Handover, Order, Staff
from casedesk.rules.states import HandoverState
from casedesk.rules.vocabulary import OrderStatus
from casedesk.services.handlers import answers
from casedesk.services.queries.absences import people_of_desk
from casedesk.services.queries.desk_decisions import decisions_asked, may_decide
from casedesk.services.queries.desk_promises import desk_promises, promise_counts
from casedesk.services.queries.desk_queue import count_in_queue, queue_rows
from casedesk.services.queries.desk_steps import count_of_steps, steps_due
from casedesk.services.queries.handover_rows import (
    count_of_handovers,
    ended_at,
    handover_rows,
    has_lapsed,
    waits_for_an_answer,
)
from casedesk.services.queries.health import CLOSED_ORDER
from casedesk.services.queries.moments import Moment, moment_of
from casedesk.services.queries.next_thing import next_thing
from casedesk.services.queries.orders import orders_in_jeopardy
from casedesk.services.queries.rows import Cards
from casedesk.services.queries.stuck import where_stuck
from casedesk.services.queries.windows import window_limit
from casedesk.services.reader import Reader
from casedesk.words import say

NOBODY_TOOK_AFTER = timedelta(minutes=30)
REFUSED_OFFERS_STAY = timedelta(days=3)
"""How long the giver of an offer sees on the desk that it was declined or lapsed."""

_ALARMING = (OrderStatus.LATE, OrderStatus.BLOCKED, OrderStatus.IN_JEOPARDY)


@answers(Desk)
def desk(reader: Reader, query: Desk) -> DeskDetail:
    """The desk of a person, with the work of those for whom this person stands in.

    What nobody took is shown to managers for every team, as they alone give it to somebody.
    """
    moment = moment_of(reader, query.as_of)
    reader = replace(reader, now=moment.instant)
    person = _person(reader, query.staff)
    cards, limit = Cards(reader), window_limit(query.limit)
    people = people_of_desk(reader, person.id)
    logins = [cards.login(one) for one in people]
    jeopardy = orders_in_jeopardy(reader, logins, _ALARMING, query.as_of, limit)
    promises = desk_promises(reader, moment, people, cards, query.sort, limit)
    steps = steps_due(reader, people, limit)
    queue = queue_rows(reader, moment, person.team_id, cards, limit)
    handovers = handover_rows(reader, cards, _for_my_yes(reader, moment, people, person), limit=limit)
    decides = may_decide(reader, people)
    since = reader.now - NOBODY_TOOK_AFTER
    watched = None if decides else person.team_id
    if decides or len(queue) == limit:
        nobody = queue_rows(reader, moment, watched, cards, limit, since)
    else:
        nobody = tuple(row for row in queue if row.queued_at <= since)
    decisions = decisions_asked(reader, person.id, cards, limit) if decides else ()
    counts = {
        **promise_counts(reader, moment, people),
        "in_jeopardy": jeopardy.total,
        "in_jeopardy_late": _late(reader, logins, query, jeopardy),
        "handovers": _total(
            handovers, limit, lambda: count_of_handovers(reader, _for_my_yes(reader, moment, people, person))
        ),
        "team_queue": _total(queue, limit, lambda: count_in_queue(reader, moment, person.team_id)),
        "nobody_took": _total(nobody, limit, lambda: count_in_queue(reader, moment, watched, since)),
        "steps": _total(steps, limit, lambda: count_of_steps(reader, people)),
        "decisions": len(decisions),
    }
    by_customer = query.sort == "customer"
    orders = tuple(sorted(jeopardy.rows, key=lambda row: row.customer_name) if by_customer else jeopardy.rows)
    return DeskDetail(
        staff=cards.staff(person.id),
        promises=promises,
        in_jeopardy=orders,
        handovers=handovers,
        team_queue=tuple(sorted(queue, key=lambda row: row.customer_name)) if by_customer else queue,
        nobody_took=nobody,
        counts=counts,
        next_promise_at=min((one.promise.due_at for one in promises), default=None),
        read_at=reader.now,
        steps=steps,
        stuck=where_stuck(reader, orders),
        decisions=decisions,
        may_decide=decides,
        offered=_offered(reader, moment, people, cards, limit),
        stands_in_for=tuple(cards.staff(one) for one in people[1:]),
        next_thing=next_thing(
            reader.now, _due_today(reader, promises), decisions, steps, orders, handovers, queue
        ),
    )


def _total(rows: Sequence[object], limit: int, count: Callable[[], int]) -> int:
    """How many there are: only a list that is full needs to be counted."""
    return len(rows) if len(rows) < limit else count()


def _person(reader: Reader, login: str | None) -> Any:
    row = reader.connection.execute(
        select(Staff.id, Staff.login, Staff.team_id).where(Staff.login == (login or reader.actor.login))
    ).one_or_none()
    if row is None:
        raise NotFound(
            say("There is no colleague “$login”. The list: casedesk ask staff", login=login), login=login
        )
    return row


def _due_today(reader: Reader, promises: tuple[DeskPromiseRow, ...]) -> tuple[DeskPromiseRow, ...]:
    end_of_today = reader.end_of_day(reader.today)
    due = (one for one in promises if one.promise.due_at <= end_of_today)
    return tuple(sorted(due, key=lambda one: one.promise.due_at))


def _late(reader: Reader, logins: list[str], query: Desk, jeopardy: OrderList) -> int:
    """How many of the orders in jeopardy are past their promise."""
    if jeopardy.next is None:
        return sum(row.status == OrderStatus.LATE for row in jeopardy.rows)
    return orders_in_jeopardy(reader, logins, (OrderStatus.LATE,), query.as_of, 1).total


def _for_my_yes(reader: Reader, moment: Moment, people: tuple[UUID, ...], person: Any) -> ColumnElement[bool]:
    """Offered to one of the people or to the person's team, by somebody else."""
    to_me = or_(Handover.receiver_id.in_(people), Handover.team_id == person.team_id)
    waits = waits_for_an_answer(reader) if moment.live else _waited_then(reader)
    # What the work is about may have been closed since: then nothing is left to take over.
    order = aliased(Order)
    closed = select(order.id).where(order.id == Handover.subject_id, order.state.in_(CLOSED_ORDER))
    asked: ColumnElement[bool] = and_(to_me, waits, Handover.giver_id != person.id, ~closed.exists())
    return asked


def _waited_then(reader: Reader) -> ColumnElement[bool]:
    answered = func.coalesce(Handover.answered_at, Handover.expires_at, type_=Handover.expires_at.type)
    waited: ColumnElement[bool] = and_(
        Handover.offered_at <= reader.now, answered > reader.now, Handover.expires_at > reader.now
    )
    return waited


def _offered(
    reader: Reader, moment: Moment, people: tuple[UUID, ...], cards: Cards, limit: int
) -> tuple[HandoverRow, ...]:
    """What the people have offered and waits, then what came back to them lately."""
    if not moment.live:
        waits = _waited_then(reader)
    else:
        came_back = (Handover.state == HandoverState.DECLINED) | has_lapsed(reader)
        waits = waits_for_an_answer(reader) | (came_back & (ended_at() >= reader.now - REFUSED_OFFERS_STAY))
    return handover_rows(reader, cards, Handover.giver_id.in_(people), waits, limit=limit)
