"""Handing open work over: offered, asked back, answered, accepted, declined, taken back; lapsed by the clock alone.

An offer whose time has run out has lapsed wherever it is read; its row says so from the next command on.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from casedesk.contract.desk import AcceptHandover, DeclineHandover, OfferHandover, WithdrawHandover
from casedesk.contract.handovers import AnswerHandover, AskBack
from casedesk.contract.ids import new_id
from casedesk.contract.values import Changed, Made
from casedesk.errors import Conflict, NotFound, RefusedByRule
from casedesk.models import Handover, HandoverRemark, Order, Staff, Team
from casedesk.rules.business_calendar import add_working_time
from casedesk.rules.permissions import Grant
from casedesk.rules.states import HandoverState, is_open
from casedesk.rules.vocabulary import EntryKind, OwnedKind, OwnershipHow, RemarkKind
from casedesk.services.about import Subject, subject_of
from casedesk.services.handlers import handles
from casedesk.services.ownership_changes import (
    OwnedWork,
    become_owner,
    kind_of,
    name_of_owner,
    owned_now,
    owned_of,
    record_owner,
    title_of,
)
from casedesk.services.people import present_receiver_of
from casedesk.services.unit_of_work import Change, UnitOfWork
from casedesk.words import say

HANDOVER_LASTS = timedelta(hours=8)
"""Working time after which an offer goes back to the giver (design/domain.md, Ownership)."""

_MOVED_BY = {HandoverState.LAPSED: "lapse_handover", HandoverState.WITHDRAWN: "withdraw_handover"}
"""What makes a move that another command comes upon: the clock, or the taking back when work is assigned."""


@handles(OfferHandover, undoable=True)
def offer_handover(work: UnitOfWork, command: OfferHandover) -> Made:
    """Offer own work; the giver stays owner, and the offer goes back when its time runs out."""
    subject = subject_of(work, command.about)
    owned = owned_now(work, subject)
    if owned.owner_id is None:
        raise RefusedByRule(
            say("Nobody owns this yet. Take it first, or let a manager assign it."), rule="own_work"
        )
    work.require_own("offer_handover", owned.owner_id)
    _require_open(owned)
    receiver_id, team_id = present_receiver_of(work, command.to)
    if receiver_id == owned.owner_id:
        raise RefusedByRule(say("This colleague owns it already."), rule="handover_to_another")
    if not command.note.strip():
        raise RefusedByRule(say("Write what the next one must know."), rule="handover_note")
    _refuse_second_offer(work, owned.id)
    team = team_id or work.session.get_one(Staff, receiver_id).team_id
    handover = Handover(
        id=new_id(),
        case_id=subject.case.customer_id,
        subject_kind=kind_of(owned),
        subject_id=owned.id,
        giver_id=owned.owner_id,
        receiver_id=receiver_id,
        team_id=team_id,
        note=command.note,
        owed=command.owed,
        state=HandoverState.OFFERED,
        offered_at=work.now,
        expires_at=add_working_time(work.now, HANDOVER_LASTS, work.company.calendars[team]),
    )
    work.session.add(handover)
    work.changed("handover", handover.id)
    _record(
        work,
        subject,
        handover,
        to=Change(None, _receiver_name(work, handover)),
        note=Change(None, command.note),
    )
    return Made(handover.id)


def _record(work: UnitOfWork, subject: Subject, handover: Handover, **values: Change) -> None:
    work.record(
        EntryKind.HANDOVER,
        subject.case,
        order_id=subject.order_id,
        request_id=subject.request_id,
        subject_id=handover.id,
        values=values,
    )


def _require_open(owned: OwnedWork) -> None:
    if not is_open(kind_of(owned), owned.state):
        raise RefusedByRule(
            say("$title is closed; nobody needs to own it.", title=title_of(owned)), rule="open_work"
        )


def _waiting_offer(work: UnitOfWork, subject_id: UUID) -> Handover | None:
    return work.session.scalars(
        select(Handover).where(Handover.subject_id == subject_id, Handover.state == HandoverState.OFFERED)
    ).one_or_none()


def _refuse_second_offer(work: UnitOfWork, subject_id: UUID) -> None:
    """Conflict while an offer waits; one whose time has run out has lapsed, and now its state says so."""
    waiting = _waiting_offer(work, subject_id)
    if waiting is None:
        return
    if waiting.expires_at > work.now:
        raise Conflict(
            say(
                "This is offered to $name already. Take the offer back first.",
                name=_receiver_name(work, waiting),
            ),
            handover=str(waiting.id),
        )
    _answer(work, waiting, HandoverState.LAPSED)


def end_offer_of(work: UnitOfWork, subject: Subject) -> None:
    """Take back what is offered of work that somebody else gets now."""
    waiting = _waiting_offer(work, owned_of(subject).id)
    if waiting is not None:
        lapsed = waiting.expires_at <= work.now
        _answer(work, waiting, HandoverState.LAPSED if lapsed else HandoverState.WITHDRAWN)


def _receiver_name(work: UnitOfWork, handover: Handover) -> str:
    if handover.receiver_id:
        return work.session.get_one(Staff, handover.receiver_id).name
    return work.session.get_one(Team, handover.team_id).name


def _offered(work: UnitOfWork, handover_id: UUID) -> tuple[Handover, Subject]:
    """The offer behind the lock of its case, still waiting; Conflict says what became of it and by whom."""
    handover = work.session.get(Handover, handover_id)
    if handover is None:
        raise NotFound(say("There is no handover $id.", id=handover_id), handover=str(handover_id))
    subject = _subject_of(work, handover)
    work.session.refresh(handover)  # it may have been answered while the case was locked by another desk
    owned = owned_now(work, subject)
    if handover.state == HandoverState.ACCEPTED:
        raise Conflict(
            say("$name has accepted $title already.", name=name_of_owner(work, owned), title=title_of(owned)),
            state=handover.state,
            owner=_login(work, owned.owner_id),
        )
    if owned.owner_id != handover.giver_id:
        raise Conflict(
            say(
                "$title has gone to $name meanwhile.", title=title_of(owned), name=name_of_owner(work, owned)
            ),
            owner=_login(work, owned.owner_id),
        )
    if handover.state != HandoverState.OFFERED:
        raise Conflict(say("This handover is $state already.", state=handover.state), state=handover.state)
    if handover.expires_at <= work.now:
        raise Conflict(
            say("The time for this handover has run out; it went back to its giver."), state="lapsed"
        )
    return handover, subject


def _login(work: UnitOfWork, staff_id: UUID | None) -> str | None:
    return work.session.get_one(Staff, staff_id).login if staff_id else None


def _subject_of(work: UnitOfWork, handover: Handover) -> Subject:
    """The order or request of a handover with its case locked."""
    if handover.subject_kind == OwnedKind.REQUEST:
        return subject_of(work, str(handover.subject_id))
    digits = work.session.scalars(select(Order.digits).where(Order.id == handover.subject_id)).one()
    return subject_of(work, digits)


def _require_receiver(work: UnitOfWork, handover: Handover) -> None:
    mine = handover.receiver_id is not None and work.acts_for(handover.receiver_id)
    my_team = handover.team_id is not None and handover.team_id == work.actor.team_id
    if not (mine or my_team or work.actor.grant("assign") is not Grant.NO):
        raise RefusedByRule(
            say("This was offered to $name.", name=_receiver_name(work, handover)), rule="handover_receiver"
        )


@handles(AcceptHandover, undoable=True)
def accept_handover(work: UnitOfWork, command: AcceptHandover) -> Changed:
    """The yes that makes the receiver the owner."""
    handover, subject = _offered(work, command.handover)
    _require_receiver(work, handover)
    owned = owned_of(subject)
    _require_open(owned)
    if work.actor.id == handover.giver_id:
        raise RefusedByRule(
            say("You offered this yourself. Take the offer back."), rule="handover_to_another"
        )
    before = name_of_owner(work, owned)
    _answer(work, handover, HandoverState.ACCEPTED)
    become_owner(
        work,
        owned,
        OwnershipHow.ACCEPTED,
        owner_id=work.actor.id,
        note=handover.note,
        giver_id=handover.giver_id,
    )
    record_owner(work, subject, before, work.actor.name, handover.note)
    return Changed(handover.id, handover.state)


@handles(DeclineHandover, undoable=True)
def decline_handover(work: UnitOfWork, command: DeclineHandover) -> Changed:
    """The no with its reason; the giver stays owner."""
    handover, subject = _offered(work, command.handover)
    _require_receiver(work, handover)
    if not command.reason.strip():
        raise RefusedByRule(
            say("Say why, so that the giver can do something about it."), rule="decline_reason"
        )
    handover.reason = command.reason
    _answer(work, handover, HandoverState.DECLINED)
    state = Change("offered", handover.state)
    _record(work, subject, handover, state=state, reason=Change(None, command.reason))
    return Changed(handover.id, handover.state)


@handles(WithdrawHandover, undoable=True)
def withdraw_handover(work: UnitOfWork, command: WithdrawHandover) -> Changed:
    """The giver takes the offer back."""
    handover, subject = _offered(work, command.handover)
    work.require_own("offer_handover", handover.giver_id)
    _answer(work, handover, HandoverState.WITHDRAWN)
    _record(work, subject, handover, state=Change("offered", handover.state))
    return Changed(handover.id, handover.state)


def _answer(work: UnitOfWork, handover: Handover, state: HandoverState) -> None:
    work.move("handover", handover, state, _MOVED_BY.get(state, ""))
    handover.answered_at = min(work.now, handover.expires_at)
    work.changed("handover", handover.id)


# Questions and answers


@handles(AskBack)
def ask_back(work: UnitOfWork, command: AskBack) -> Made:
    """A question to the giver; the offer and its time stay."""
    handover, subject = _offered(work, command.handover)
    _require_receiver(work, handover)
    return Made(_remark(work, subject, handover, RemarkKind.QUESTION, command.question))


@handles(AnswerHandover)
def answer_handover(work: UnitOfWork, command: AnswerHandover) -> Made:
    """The giver's answer; only what was asked is answered."""
    handover, subject = _offered(work, command.handover)
    work.require_own("offer_handover", handover.giver_id)
    asked = work.session.scalars(
        select(HandoverRemark.id).where(
            HandoverRemark.handover_id == handover.id, HandoverRemark.kind == RemarkKind.QUESTION
        )
    ).first()
    if asked is None:
        raise RefusedByRule(say("Nobody has asked anything about this offer."), rule="handover_question")
    return Made(_remark(work, subject, handover, RemarkKind.ANSWER, command.answer))


def _remark(work: UnitOfWork, subject: Subject, handover: Handover, kind: RemarkKind, text: str) -> UUID:
    if not text.strip():
        raise RefusedByRule(say("Write the question or the answer first."), rule="handover_remark")
    remark = HandoverRemark(
        id=new_id(), handover_id=handover.id, kind=kind, text=text.strip(), by_id=work.actor.id, at=work.now
    )
    work.session.add(remark)
    work.changed("handover", handover.id)
    _record(work, subject, handover, **{kind.value: Change(None, remark.text)})
    return remark.id
