"""Taking, assigning and handing over open work, and its next step."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from casedesk.contract.desk import (
    AcceptHandover,
    Assign,
    DeclineHandover,
    OfferHandover,
    OwnerChanged,
    SetNextStep,
    Take,
    WithdrawHandover,
)
from casedesk.contract.ids import new_id
from casedesk.contract.values import Changed, Login, Made
from casedesk.errors import Conflict, NotFound, RefusedByRule
from casedesk.models import Handover, Order, Staff, Team
from casedesk.rules.business_calendar import add_working_time
from casedesk.rules.permissions import Grant, Role
from casedesk.rules.states import HandoverState
from casedesk.rules.vocabulary import EntryKind, OwnedKind, OwnershipHow
from casedesk.services.about import Subject, subject_of
from casedesk.services.handlers import handles
from casedesk.services.ownership_changes import (
    already_owned,
    become_owner,
    kind_of,
    name_of_owner,
    owned_of,
    record_owner,
    take_from_queue,
)
from casedesk.services.people import receiver_of
from casedesk.services.unit_of_work import Change, UnitOfWork
from casedesk.words import say

HANDOVER_LASTS = timedelta(hours=8)
"""Working time after which an offer goes back to the giver (design/domain.md, Ownership)."""


def _answer(work: UnitOfWork, subject: Subject) -> OwnerChanged:
    owned = owned_of(subject)
    owner = work.session.get(Staff, owned.owner_id) if owned.owner_id else None
    queue = work.session.get(Team, owned.queue_id) if owned.queue_id else None
    return OwnerChanged(
        id=owned.id, owner=Login(owner.login) if owner else None, queue=queue.key if queue else None
    )


@handles(Take)
def take(work: UnitOfWork, command: Take) -> OwnerChanged:
    """Own work that waits in a queue of one's own team (managers: of any team)."""
    subject = subject_of(work, command.about)
    owned = owned_of(subject)
    if owned.queue_id is None:
        raise already_owned(work, owned)
    if owned.queue_id != work.actor.team_id and Role.MANAGER not in work.actor.roles:
        queue = work.session.get_one(Team, owned.queue_id)
        raise RefusedByRule(
            say("This waits in the queue of $team. Ask somebody there, or a manager.", team=queue.name),
            rule="own_teams_queue",
            team=queue.key,
        )
    before = name_of_owner(work, owned)
    take_from_queue(work, owned)
    record_owner(work, subject, before, work.actor.name)
    return _answer(work, subject)


@handles(Assign)
def assign(work: UnitOfWork, command: Assign) -> OwnerChanged:
    """Give work to a person or a queue; anybody's work needs a manager."""
    subject = subject_of(work, command.about)
    owned = owned_of(subject)
    receiver_id, team_id = receiver_of(work, command.to)
    before = name_of_owner(work, owned)
    how = OwnershipHow.ASSIGNED if receiver_id else OwnershipHow.QUEUED
    become_owner(work, owned, how, owner_id=receiver_id, queue_id=team_id, note=command.note)
    work.session.flush()  # names are read back from the rows
    record_owner(work, subject, before, name_of_owner(work, owned), command.note)
    return _answer(work, subject)


@handles(SetNextStep)
def set_next_step(work: UnitOfWork, command: SetNextStep) -> OwnerChanged:
    """What we do next, by when; the next step is never the customer's."""
    subject = subject_of(work, command.about)
    owned = owned_of(subject)
    work.require_own("take", owned.owner_id)
    if not command.step.strip():
        raise RefusedByRule(say("Say what we do next."), rule="next_step")
    values = {
        "next_step": Change(owned.next_step, command.step),
        "due_at": Change(_iso(owned.next_step_due_at), command.due_at.isoformat()),
    }
    owned.next_step = command.step
    owned.next_step_due_at = command.due_at
    work.changed(kind_of(owned), owned.id)
    work.record(
        EntryKind.OWNERSHIP,
        subject.case,
        order_id=subject.order_id,
        request_id=subject.request_id,
        subject_id=owned.id,
        values=values,
    )
    return _answer(work, subject)


def _iso(instant: object) -> str | None:
    return instant.isoformat() if hasattr(instant, "isoformat") else None


@handles(OfferHandover)
def offer_handover(work: UnitOfWork, command: OfferHandover) -> Made:
    """Offer own work; the giver stays owner, and the offer goes back when its time runs out."""
    subject = subject_of(work, command.about)
    owned = owned_of(subject)
    if owned.owner_id is None:
        raise RefusedByRule(
            say("Nobody owns this yet. Take it first, or let a manager assign it."), rule="own_work"
        )
    work.require_own("offer_handover", owned.owner_id)
    receiver_id, team_id = receiver_of(work, command.to)
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
    work.record(
        EntryKind.HANDOVER,
        subject.case,
        order_id=subject.order_id,
        request_id=subject.request_id,
        subject_id=handover.id,
        values={"to": Change(None, _receiver_name(work, handover)), "note": Change(None, command.note)},
    )
    return Made(handover.id)


def _refuse_second_offer(work: UnitOfWork, subject_id: UUID) -> None:
    """Conflict while an offer waits; one whose time has run out has lapsed, and now its state says so."""
    waiting = work.session.scalars(
        select(Handover).where(Handover.subject_id == subject_id, Handover.state == HandoverState.OFFERED)
    ).one_or_none()
    if waiting is None:
        return
    if waiting.expires_at <= work.now:
        _answer_handover(work, waiting, HandoverState.LAPSED)
    else:
        raise Conflict(
            say(
                "This is offered to $name already. Take the offer back first.",
                name=_receiver_name(work, waiting),
            ),
            handover=str(waiting.id),
        )


def _receiver_name(work: UnitOfWork, handover: Handover) -> str:
    if handover.receiver_id:
        return work.session.get_one(Staff, handover.receiver_id).name
    return work.session.get_one(Team, handover.team_id).name


def _offered(work: UnitOfWork, handover_id: UUID) -> tuple[Handover, Subject]:
    handover = work.session.get(Handover, handover_id)
    if handover is None:
        raise NotFound(say("There is no handover $id.", id=handover_id), handover=str(handover_id))
    subject = subject_of_handover(work, handover)
    work.session.refresh(handover)  # it may have been answered while the case was locked by another desk
    if handover.state != HandoverState.OFFERED:
        raise Conflict(say("This handover is $state already.", state=handover.state), state=handover.state)
    if handover.expires_at <= work.now:
        raise Conflict(
            say("The time for this handover has run out; it went back to its giver."), state="lapsed"
        )
    return handover, subject


def subject_of_handover(work: UnitOfWork, handover: Handover) -> Subject:
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


@handles(AcceptHandover)
def accept_handover(work: UnitOfWork, command: AcceptHandover) -> Changed:
    """The yes that makes the receiver the owner."""
    handover, subject = _offered(work, command.handover)
    _require_receiver(work, handover)
    owned = owned_of(subject)
    before = name_of_owner(work, owned)
    _answer_handover(work, handover, HandoverState.ACCEPTED)
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


@handles(DeclineHandover)
def decline_handover(work: UnitOfWork, command: DeclineHandover) -> Changed:
    """The no with its reason; the giver stays owner."""
    handover, subject = _offered(work, command.handover)
    _require_receiver(work, handover)
    if not command.reason.strip():
        raise RefusedByRule(
            say("Say why, so that the giver can do something about it."), rule="decline_reason"
        )
    handover.reason = command.reason
    _answer_handover(work, handover, HandoverState.DECLINED)
    work.record(
        EntryKind.HANDOVER,
        subject.case,
        order_id=subject.order_id,
        request_id=subject.request_id,
        subject_id=handover.id,
        values={"state": Change("offered", handover.state), "reason": Change(None, command.reason)},
    )
    return Changed(handover.id, handover.state)


@handles(WithdrawHandover)
def withdraw_handover(work: UnitOfWork, command: WithdrawHandover) -> Changed:
    """The giver takes the offer back."""
    handover, subject = _offered(work, command.handover)
    work.require_own("offer_handover", handover.giver_id)
    _answer_handover(work, handover, HandoverState.WITHDRAWN)
    work.record(
        EntryKind.HANDOVER,
        subject.case,
        order_id=subject.order_id,
        request_id=subject.request_id,
        subject_id=handover.id,
        values={"state": Change("offered", handover.state)},
    )
    return Changed(handover.id, handover.state)


def _answer_handover(work: UnitOfWork, handover: Handover, state: HandoverState) -> None:
    work.move("handover", handover, state, "lapse_handover" if state is HandoverState.LAPSED else "")
    handover.answered_at = work.now
    work.changed("handover", handover.id)
