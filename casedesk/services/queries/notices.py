"""The bell: what happened to one's work and what waits for oneself, composed from the facts and never stored.

To add a kind: its word in `contract/notices.py`, a function here, a line in `_KINDS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased

from casedesk.contract.handovers import HandoverRow
from casedesk.contract.notices import NoticeRow, Notices, NoticeWord
from casedesk.models import (
    Customer,
    Decision,
    Handover,
    NoticeRead,
    Order,
    Ownership,
    Promise,
    Request,
)
from casedesk.rules.order_number import printed
from casedesk.rules.states import DecisionState, HandoverState, PromiseState
from casedesk.rules.vocabulary import OwnershipHow
from casedesk.services.handlers import answers
from casedesk.services.queries.absences import people_of_desk
from casedesk.services.queries.desk_decisions import decisions_asked, may_decide
from casedesk.services.queries.handover_rows import (
    ended_at,
    handover_rows,
    has_lapsed,
    waits_for_an_answer,
)
from casedesk.services.queries.rows import Cards
from casedesk.services.reader import Reader
from casedesk.words import say

MOST = 200
"""So many of each kind; who has more waiting looks at the lists themselves."""


class _Bell:
    """One person's notices while they are being gathered."""

    def __init__(self, reader: Reader, since: datetime) -> None:
        self.reader = reader
        self.since = since
        self.cards = Cards(reader)
        self.me = reader.actor.id
        self.people = people_of_desk(reader, self.me)

    def offers(self, *conditions: Any) -> tuple[HandoverRow, ...]:
        return handover_rows(self.reader, self.cards, *conditions, limit=MOST)


@answers(Notices)
def notices(reader: Reader, query: Notices) -> tuple[NoticeRow, ...]:
    """The notices of the person who asks, newest first."""
    bell = _Bell(reader, reader.now - timedelta(days=query.days))
    found = [row for kind in _KINDS for row in kind(bell)]
    keys = [row.key for row in found]
    read = set(
        reader.connection.scalars(
            select(NoticeRead.key).where(NoticeRead.staff_id == bell.me, NoticeRead.key.in_(keys))
        )
    )
    told = (replace(row, is_read=row.key in read) for row in found)
    return tuple(sorted(told, key=lambda row: (row.at, row.key), reverse=True))


# Handovers


def _offered(bell: _Bell) -> Iterable[NoticeRow]:
    mine = or_(Handover.receiver_id.in_(bell.people), Handover.team_id == bell.reader.actor.team_id)
    for one in bell.offers(mine, waits_for_an_answer(bell.reader), Handover.giver_id != bell.me):
        answer = one.remarks[-1] if one.remarks and one.remarks[-1].kind == "answer" else None
        if answer is not None:
            text = say("$giver answered: $text", giver=answer.by, text=answer.text)
            yield _of_handover("answered", one, answer.at, text, answer.by, waits=True)
        else:
            text = say(
                "$giver offers you $what: “$note”", giver=one.giver_name, what=_what(one), note=one.note
            )
            yield _of_handover("offered", one, one.offered_at, text, one.giver_name, waits=True)


def _asked_back(bell: _Bell) -> Iterable[NoticeRow]:
    for one in bell.offers(Handover.giver_id.in_(bell.people), waits_for_an_answer(bell.reader)):
        asked = one.open_question
        if asked is not None:
            text = say("$name asks about $what: “$text”", name=asked.by, what=_what(one), text=asked.text)
            yield _of_handover("asked_back", one, asked.at, text, asked.by, waits=True)


def _what_became_of_offers(bell: _Bell) -> Iterable[NoticeRow]:
    """Accepted, declined or lapsed, for the giver."""
    came_back = Handover.state.in_((HandoverState.ACCEPTED, HandoverState.DECLINED)) | has_lapsed(bell.reader)
    mine = Handover.giver_id.in_(bell.people)
    for one in bell.offers(mine, came_back, ended_at() >= bell.since):
        at = one.answered_at or one.expires_at
        what, name = _what(one), one.receiver_name
        if one.state == HandoverState.ACCEPTED:
            text = say("$name took $what over.", name=name, what=what)
            yield _of_handover("accepted", one, at, text, name)
        elif one.state == HandoverState.DECLINED:
            text = say("$name declined $what: “$reason”", name=name, what=what, reason=one.reason)
            yield _of_handover("declined", one, at, text, name)
        else:
            text = say("$name did not answer in time: $what is still yours.", name=name, what=what)
            yield _of_handover("lapsed", one, at, text, name)


def _of_handover(
    kind: NoticeWord, one: HandoverRow, at: datetime, text: str, by: str, *, waits: bool = False
) -> NoticeRow:
    return NoticeRow(
        key=f"{kind}:{one.id}:{at:%Y%m%d%H%M%S%f}"
        if kind in ("asked_back", "answered")
        else f"{kind}:{one.id}",
        kind=kind,
        at=at,
        text=text,
        about=one.about,
        customer=one.customer,
        customer_name=one.customer_name,
        by=by,
        waits=waits,
        is_read=False,
    )


def _what(one: HandoverRow) -> str:
    return say("$title, $customer", title=one.title, customer=one.customer_name)


# Work


def _assigned(bell: _Bell) -> Iterable[NoticeRow]:
    """Given to me by somebody else."""
    line = aliased(Ownership)
    mine = (line.owner_id == bell.me) & (line.by_id != bell.me) & (line.how == OwnershipHow.ASSIGNED)
    for row in _lines(bell, line, mine):
        by, title = bell.cards.name(row.by_id), _title(row)
        text = say("$name gave you $what, $customer.", name=by, what=title, customer=row.customer_name)
        yield _of_line("assigned", row, text, by)


def _taken(bell: _Bell) -> Iterable[NoticeRow]:
    """What I put into a queue, taken by somebody else."""
    line, before = aliased(Ownership), aliased(Ownership)
    put_by_me = select(before.id).where(
        before.subject_id == line.subject_id,
        before.by_id == bell.me,
        before.queue_id.is_not(None),
        before.since < line.since,
    )
    taken = (line.how == OwnershipHow.TAKEN) & (line.owner_id != bell.me) & put_by_me.exists()
    for row in _lines(bell, line, taken):
        name, title = bell.cards.name(row.owner_id), _title(row)
        text = say("$name took $what, $customer.", name=name, what=title, customer=row.customer_name)
        yield _of_line("taken", row, text, name)


def _lines(bell: _Bell, line: Any, condition: Any) -> Iterable[Any]:
    """Lines of ownership history with what they are about and whose it is."""
    return bell.reader.connection.execute(
        select(
            line.id,
            line.since,
            line.by_id,
            line.owner_id,
            line.subject_id,
            Order.digits,
            Request.wants,
            Customer.id.label("customer"),
            Customer.name.label("customer_name"),
        )
        .outerjoin(Order, Order.id == line.subject_id)
        .outerjoin(Request, Request.id == line.subject_id)
        .join(Customer, or_(Customer.id == Order.case_id, Customer.id == Request.case_id))
        .where(condition, line.since >= bell.since, line.undone_at.is_(None))
        .order_by(line.since.desc())
        .limit(MOST)
    )


def _title(row: Any) -> str:
    return printed(row.digits) if row.digits else str(row.wants)


def _of_line(kind: NoticeWord, row: Any, text: str, by: str) -> NoticeRow:
    return NoticeRow(
        key=f"{kind}:{row.id}",
        kind=kind,
        at=row.since,
        text=text,
        about=printed(row.digits) if row.digits else str(row.subject_id),
        customer=row.customer,
        customer_name=row.customer_name,
        by=by,
        waits=False,
        is_read=False,
    )


# Promises


def _promises(bell: _Bell) -> Iterable[NoticeRow]:
    """Broken ones of the people of the desk, and those that somebody else made for me lately."""
    open_ones = (
        select(
            Promise.id,
            Promise.text,
            Promise.due_at,
            Promise.made_at,
            Promise.made_by_id,
            Order.digits,
            Customer.id.label("customer"),
            Customer.name.label("customer_name"),
        )
        .join(Customer, Customer.id == Promise.case_id)
        .outerjoin(Order, Order.id == Promise.order_id)
    )
    is_open = Promise.state == PromiseState.OPEN
    now = bell.reader.now
    execute = bell.reader.connection.execute
    broken = open_ones.where(Promise.keeper_id.in_(bell.people), is_open, Promise.due_at < now)
    for row in execute(broken.order_by(Promise.due_at.desc()).limit(MOST)):
        text = say("Promise broken: $what, $customer", what=row.text, customer=row.customer_name)
        yield _row_of("broken", row, row.due_at, text, bell.cards.name(row.made_by_id), waits=True)
    made = open_ones.where(
        Promise.keeper_id == bell.me, Promise.made_by_id != bell.me, is_open, Promise.due_at >= now,
        Promise.made_at >= bell.since,
    )  # fmt: skip
    for row in execute(made.order_by(Promise.made_at.desc()).limit(MOST)):
        by = bell.cards.name(row.made_by_id)
        text = say(
            "$name promised for you: $what, $customer", name=by, what=row.text, customer=row.customer_name
        )
        yield _row_of("promised", row, row.made_at, text, by, waits=False)


def _row_of(kind: NoticeWord, row: Any, at: datetime, text: str, by: str, *, waits: bool) -> NoticeRow:
    return NoticeRow(
        key=f"{kind}:{row.id}",
        kind=kind,
        at=at,
        text=text,
        about=printed(row.digits) if row.digits else "",
        customer=row.customer,
        customer_name=row.customer_name,
        by=by,
        waits=waits,
        is_read=False,
    )


# Decisions


def _decisions_to_take(bell: _Bell) -> Iterable[NoticeRow]:
    if not may_decide(bell.reader, bell.people):
        return
    for one in decisions_asked(bell.reader, bell.me, bell.cards, MOST):
        text = say(
            "$name asks for your decision: $outcome, $customer",
            name=one.asked_by_name,
            outcome=one.outcome,
            customer=one.customer_name,
        )
        yield NoticeRow(
            key=f"decision_asked:{one.id}",
            kind="decision_asked",
            at=one.asked_at,
            text=text,
            about=one.order_number or "",
            customer=one.customer,
            customer_name=one.customer_name,
            by=one.asked_by_name,
            waits=True,
            is_read=False,
        )


def _decisions_taken(bell: _Bell) -> Iterable[NoticeRow]:
    """What became of what I asked for."""
    rows = bell.reader.connection.execute(
        select(
            Decision.id,
            Decision.state,
            Decision.outcome,
            Decision.reason,
            Decision.settled_at,
            Decision.settled_by_id,
            Order.digits,
            Customer.id.label("customer"),
            Customer.name.label("customer_name"),
        )
        .join(Customer, Customer.id == Decision.case_id)
        .outerjoin(Order, Order.id == Decision.order_id)
        .where(
            Decision.decided_by_id == bell.me,
            Decision.state.in_((DecisionState.IN_FORCE, DecisionState.REFUSED)),
            Decision.settled_at >= bell.since,
            Decision.settled_by_id != bell.me,
        )
        .order_by(Decision.settled_at.desc())
        .limit(MOST)
    )
    for row in rows:
        by, refused = bell.cards.name(row.settled_by_id), row.state == DecisionState.REFUSED
        if refused:
            text = say("$name said no: $outcome. “$reason”", name=by, outcome=row.outcome, reason=row.reason)
        else:
            text = say("$name said yes: $outcome", name=by, outcome=row.outcome)
        kind: NoticeWord = "decision_refused" if refused else "decision_approved"
        yield _row_of(kind, row, row.settled_at, text, by, waits=False)


_KINDS: tuple[Callable[[_Bell], Iterable[NoticeRow]], ...] = (
    _offered, _asked_back, _what_became_of_offers, _assigned, _taken, _promises, _decisions_to_take, _decisions_taken,
)  # fmt: skip
