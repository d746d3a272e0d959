"""A colleague leaves: open work, promises and deputyships go on first, so that nothing is left without a name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, or_, select, update

from casedesk.contract.admin import DeactivateStaff, StaffLeft
from casedesk.errors import RefusedByRule
from casedesk.models import Absence, Customer, Handover, Order, Promise, Request, Staff, Team
from casedesk.rules.states import OPEN, HandoverState, PromiseState, StaffState
from casedesk.rules.vocabulary import EntryKind, OwnershipHow
from casedesk.services.about import Subject
from casedesk.services.handlers import handles
from casedesk.services.ownership_changes import become_owner, kind_of, record_owner
from casedesk.services.people import receiver_of
from casedesk.services.setting_changes import record_setting
from casedesk.services.staff_changes import staff_row
from casedesk.services.unit_of_work import Change, UnitOfWork
from casedesk.words import say


@dataclass(frozen=True)
class _Receiver:
    """Who gets the open work (a person or a queue), and the person who keeps promises and stands in."""

    owner_id: UUID | None
    queue_id: UUID | None
    name: str
    keeper: Staff | None


@handles(DeactivateStaff)
def deactivate_staff(work: UnitOfWork, command: DeactivateStaff) -> StaffLeft:
    """The person cannot act any more; what was open has a new owner or waits in a queue with its clock."""
    person = staff_row(work, command.staff)
    if person.id == work.actor.id:
        raise RefusedByRule(
            say("Nobody lets oneself leave. Ask another administrator; the last one stays."),
            rule="own_leaving",
        )
    receiver = _receiver(work, person, command.work_to)
    owned = _hand_work_on(work, person, receiver)
    promises = _hand_promises_on(work, person, receiver)
    _end_handovers(work, person)
    _hand_deputyships_on(work, person, receiver)
    _hand_contacts_on(work, person, receiver)
    _end_leadership(work, person)
    old = work.move("staff", person, StaffState.LEFT)
    values = {
        "state": Change(old, person.state),
        "name": Change(person.name, person.name),
        "work_to": Change(None, receiver.name),
    }
    record_setting(work, EntryKind.STAFF, "staff", person.id, values)
    return StaffLeft(id=person.id, work=owned, promises=promises, receiver=receiver.name)


def _receiver(work: UnitOfWork, person: Staff, work_to: str) -> _Receiver:
    """Who was named; without a name the queue of the person's team, whose lead keeps the promises."""
    owner_id, queue_id = receiver_of(work, work_to) if work_to else (None, person.team_id)
    if owner_id == person.id:
        raise RefusedByRule(say("Name somebody else: $name is leaving.", name=person.name), rule="receiver")
    if owner_id:
        colleague = work.session.get_one(Staff, owner_id)
        return _Receiver(owner_id, None, colleague.name, colleague)
    team = work.session.get_one(Team, queue_id)
    lead = work.session.get(Staff, team.lead_id) if team.lead_id else None
    can_keep = lead is not None and lead.id != person.id and lead.state != StaffState.LEFT
    return _Receiver(None, team.id, say("queue $team", team=team.name), lead if can_keep else None)


def _hand_work_on(work: UnitOfWork, person: Staff, receiver: _Receiver) -> int:
    how = OwnershipHow.ASSIGNED if receiver.owner_id else OwnershipHow.QUEUED
    note = say("$name has left", name=person.name)
    moved = 0
    for subject, owned in _open_work(work, person):
        become_owner(work, owned, how, owner_id=receiver.owner_id, queue_id=receiver.queue_id, note=note)
        record_owner(work, subject, person.name, receiver.name, note)
        moved += 1
    return moved


def _open_work(work: UnitOfWork, person: Staff) -> Iterator[tuple[Subject, Order | Request]]:
    """Each open order and request of the person with its case locked; cases in one order for every desk."""
    orders = work.session.scalars(
        select(Order)
        .where(Order.owner_id == person.id, Order.state.in_(OPEN["order"]))
        .order_by(Order.case_id, Order.id)
    ).all()
    requests = work.session.scalars(
        select(Request)
        .where(Request.owner_id == person.id, Request.state.in_(OPEN["request"]))
        .order_by(Request.case_id, Request.id)
    ).all()
    everything: list[Order | Request] = [*orders, *requests]
    for owned in sorted(everything, key=lambda one: one.case_id):
        case = work.case_of(owned.case_id)
        work.session.refresh(owned)  # another desk may have changed it while it held the case
        if owned.owner_id == person.id and owned.state in OPEN[kind_of(owned)]:
            subject = Subject(case, order=owned) if isinstance(owned, Order) else Subject(case, request=owned)
            yield subject, owned


def _hand_promises_on(work: UnitOfWork, person: Staff, receiver: _Receiver) -> int:
    promises = work.session.scalars(
        select(Promise)
        .where(Promise.keeper_id == person.id, Promise.state == PromiseState.OPEN)
        .order_by(Promise.case_id, Promise.id)
    ).all()
    for promise in promises:
        keeper = _keeper(person, receiver)
        case = work.case_of(promise.case_id)
        promise.keeper_id = keeper.id
        work.changed("promise", promise.id)
        work.record(
            EntryKind.PROMISE,
            case,
            order_id=promise.order_id,
            request_id=promise.request_id,
            subject_id=promise.id,
            values={
                "text": Change(promise.text, promise.text),
                "keeper": Change(person.name, keeper.name),
            },
        )
    return len(promises)


def _keeper(person: Staff, receiver: _Receiver) -> Staff:
    if receiver.keeper is None:
        raise RefusedByRule(
            say(
                "$name keeps open promises, is somebody's contact or stands in for somebody, and a queue cannot. "
                "Name a colleague who takes it all over, or give the team another lead first.",
                name=person.name,
            ),
            rule="promises_need_a_person",
        )
    return receiver.keeper


def _end_handovers(work: UnitOfWork, person: Staff) -> None:
    """What the person offered is taken back, what was offered to the person goes back to its giver."""
    waiting = work.session.scalars(
        select(Handover).where(
            Handover.state == HandoverState.OFFERED,
            or_(Handover.giver_id == person.id, Handover.receiver_id == person.id),
        )
    )
    for handover in waiting:
        if handover.giver_id == person.id:
            work.move("handover", handover, HandoverState.WITHDRAWN, "withdraw_handover")
        else:
            work.move("handover", handover, HandoverState.DECLINED, "decline_handover")
        handover.reason = say("$name has left", name=person.name)
        handover.answered_at = work.now
        work.changed("handover", handover.id)


def _hand_deputyships_on(work: UnitOfWork, person: Staff, receiver: _Receiver) -> None:
    absences = work.session.scalars(
        select(Absence).where(Absence.deputy_id == person.id, Absence.until_on >= work.today)
    )
    for absence in absences:
        keeper = _keeper(person, receiver)
        if absence.staff_id == keeper.id:
            raise RefusedByRule(
                say(
                    "$name stands in for $absent, who cannot stand in alone. Name another colleague.",
                    name=person.name,
                    absent=keeper.name,
                ),
                rule="absence_deputy",
            )
        absence.deputy_id = keeper.id


def _hand_contacts_on(work: UnitOfWork, person: Staff, receiver: _Receiver) -> None:
    """Customers who were told to ask for the person ask for the one who goes on; one entry says how many."""
    of_person = Customer.contact_id == person.id
    customers = work.session.scalar(select(func.count()).select_from(Customer).where(of_person))
    if not customers:
        return
    keeper = _keeper(person, receiver)
    work.session.execute(
        update(Customer)
        .where(of_person)
        .values(contact_id=keeper.id, version=Customer.version + 1)
        .execution_options(synchronize_session=False)
    )
    values = {"contact_of": Change(str(customers), None), "contact": Change(person.name, keeper.name)}
    work.record(EntryKind.STAFF, None, subject_id=person.id, values=values)
    work.changed("customer", person.id)


def _end_leadership(work: UnitOfWork, person: Staff) -> None:
    for team in work.session.scalars(select(Team).where(Team.lead_id == person.id)):
        team.lead_id = None
        record_setting(
            work, EntryKind.STAFF, "team", team.id, {"lead": Change(person.name, None)}, is_fact=True
        )
