"""Taking and assigning open work, and its next step; handing over is in `handovers`."""

from __future__ import annotations

from datetime import datetime

from casedesk.contract.desk import Assign, OwnerChanged, SetNextStep, Take
from casedesk.contract.values import Login
from casedesk.errors import Conflict, RefusedByRule
from casedesk.models import Staff, Team
from casedesk.rules.permissions import Role
from casedesk.rules.vocabulary import EntryKind, OwnershipHow
from casedesk.services.about import Subject, subject_of
from casedesk.services.handlers import handles
from casedesk.services.handovers import end_offer_of
from casedesk.services.ownership_changes import (
    OwnedWork,
    already_owned,
    become_owner,
    kind_of,
    name_of_owner,
    owned_now,
    owned_of,
    record_owner,
    take_from_queue,
    title_of,
)
from casedesk.services.people import present_receiver_of, receiver_of
from casedesk.services.unit_of_work import Change, UnitOfWork
from casedesk.words import say


def _answer(work: UnitOfWork, subject: Subject) -> OwnerChanged:
    owned = owned_of(subject)
    owner = work.session.get(Staff, owned.owner_id) if owned.owner_id else None
    queue = work.session.get(Team, owned.queue_id) if owned.queue_id else None
    return OwnerChanged(
        id=owned.id, owner=Login(owner.login) if owner else None, queue=queue.key if queue else None
    )


@handles(Take, undoable=True)
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


@handles(Assign, undoable=True)
def assign(work: UnitOfWork, command: Assign) -> OwnerChanged:
    """Give work to a person or a queue; anybody's work needs a manager. In an absence the deputy gets it."""
    subject = subject_of(work, command.about)
    owned = owned_now(work, subject)
    if command.instead_of is not None:
        _require_still(work, owned, command.instead_of)
    receiver_id, team_id = present_receiver_of(work, command.to)
    before = name_of_owner(work, owned)
    end_offer_of(work, subject)
    how = OwnershipHow.ASSIGNED if receiver_id else OwnershipHow.QUEUED
    become_owner(work, owned, how, owner_id=receiver_id, queue_id=team_id, note=command.note)
    work.session.flush()  # names are read back from the rows
    record_owner(work, subject, before, name_of_owner(work, owned), command.note)
    return _answer(work, subject)


def _require_still(work: UnitOfWork, owned: OwnedWork, instead_of: str) -> None:
    """Conflict, with who has it now, unless it is where the one who assigns saw it last."""
    if (owned.owner_id, owned.queue_id) != receiver_of(work, instead_of):
        raise Conflict(
            say(
                "$title has gone to $name meanwhile. Look again before you assign it.",
                title=title_of(owned),
                name=name_of_owner(work, owned),
            ),
            owner=_login_of(work, owned),
        )


def _login_of(work: UnitOfWork, owned: OwnedWork) -> str | None:
    return work.session.get_one(Staff, owned.owner_id).login if owned.owner_id else None


@handles(SetNextStep, undoable=True)
def set_next_step(work: UnitOfWork, command: SetNextStep) -> OwnerChanged:
    """What we do next, by when. That the customer calls back is no step of ours: it needs a reason and is counted."""
    subject = subject_of(work, command.about)
    owned = owned_now(work, subject)
    work.require_own("take", owned.owner_id)
    if not command.step.strip():
        raise RefusedByRule(say("Say what we do next."), rule="next_step")
    if command.due_at <= work.now:
        raise RefusedByRule(
            say("The time of a next step lies ahead. Choose a later one."), rule="next_step_to_come"
        )
    values = {
        "next_step": Change(owned.next_step, command.step),
        "due_at": Change(_iso(owned.next_step_due_at), command.due_at.isoformat()),
    }
    calls_back = command.calls_back.strip()
    if calls_back:
        values["calls_back"] = Change(None, calls_back)
    owned.next_step = command.step
    owned.next_step_due_at = command.due_at
    owned.calls_back = calls_back
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


def _iso(instant: datetime | None) -> str | None:
    return instant.isoformat() if instant is not None else None
