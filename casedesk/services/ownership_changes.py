"""The one place where open work changes its owner or queue; every change is a line of ownership history."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import inspect, update

from casedesk.contract.ids import new_id
from casedesk.errors import Conflict, RefusedByRule
from casedesk.models import Order, Ownership, Request, Staff, Team
from casedesk.rules.order_number import printed
from casedesk.rules.states import RequestState
from casedesk.rules.vocabulary import EntryKind, OwnedKind, OwnershipHow
from casedesk.services.about import Subject
from casedesk.services.unit_of_work import Change, UnitOfWork
from casedesk.words import say

OwnedWork = Order | Request


def owned_of(subject: Subject) -> OwnedWork:
    """The order or request; a case itself cannot be taken or handed over."""
    work = subject.request or subject.order
    if work is None:
        raise RefusedByRule(
            say("A case itself has no owner. Name one of its orders or requests."), rule="owned_work"
        )
    return work


def owned_now(work: UnitOfWork, subject: Subject) -> OwnedWork:
    """The same as it is behind the lock of its case: another desk may have changed it while this one waited."""
    owned = owned_of(subject)
    work.session.refresh(owned)
    return owned


def kind_of(owned: OwnedWork) -> OwnedKind:
    """What kind of open work it is."""
    return OwnedKind.ORDER if isinstance(owned, Order) else OwnedKind.REQUEST


def title_of(owned: OwnedWork) -> str:
    """How it is called in a sentence: the order number, or what the customer wants."""
    return printed(owned.digits) if isinstance(owned, Order) else owned.wants


def become_owner(
    work: UnitOfWork,
    owned: OwnedWork,
    how: OwnershipHow,
    *,
    owner_id: UUID | None = None,
    queue_id: UUID | None = None,
    note: str = "",
    giver_id: UUID | None = None,
) -> None:
    """Set the owner or the queue of work that this transaction holds, and write the line of history.

    The line names who gave it: the actor, or the giver of a handover that the actor accepted.
    """
    owned.owner_id = owner_id
    owned.queue_id = queue_id
    owned.queued_at = work.now if queue_id else None
    _begin(owned)
    _write_line(work, owned, how, owner_id, queue_id, note, giver_id)


def take_from_queue(work: UnitOfWork, owned: OwnedWork) -> None:
    """Become the owner by one conditional statement: of several desks exactly one wins (safety.md, Saving 4)."""
    model: Any = type(owned)
    work.images.note(owned, "owner_id", "queue_id", "queued_at")
    taken = work.session.execute(
        update(model)
        .where(model.id == owned.id, model.owner_id.is_(None), model.queue_id.is_not(None))
        .values(owner_id=work.actor.id, queue_id=None, queued_at=None, version=model.version + 1)
        .returning(model.id)
        .execution_options(synchronize_session=False)
    )
    work.session.refresh(owned)
    if taken.first() is None:
        raise already_owned(work, owned)
    _begin(owned)
    _write_line(work, owned, OwnershipHow.TAKEN, work.actor.id, None, "")


def _begin(owned: OwnedWork) -> None:
    """A request that somebody owns is under way; one that is just being opened is moved by its command."""
    if (
        isinstance(owned, Request)
        and owned.owner_id
        and owned.state == RequestState.NEW
        and inspect(owned).persistent
    ):
        owned.state = RequestState.UNDER_WAY


def already_owned(work: UnitOfWork, owned: OwnedWork) -> Conflict:
    """The sentence for those who lost the race: it names who won."""
    winner = work.session.get(Staff, owned.owner_id) if owned.owner_id else None
    name = winner.name if winner else say("nobody")
    if winner and winner.id == work.actor.id:
        return Conflict(say("You own $title already.", title=title_of(owned)), owner=winner.login)
    return Conflict(
        say("$name has taken $title already.", name=name, title=title_of(owned)),
        owner=winner.login if winner else None,
    )


def _write_line(
    work: UnitOfWork,
    owned: OwnedWork,
    how: OwnershipHow,
    owner_id: UUID | None,
    queue_id: UUID | None,
    note: str,
    giver_id: UUID | None = None,
) -> None:
    work.session.add(ownership_line(work, owned, how, owner_id, queue_id, note, giver_id))
    work.changed(kind_of(owned), owned.id)


def ownership_line(
    work: UnitOfWork,
    owned: OwnedWork,
    how: OwnershipHow,
    owner_id: UUID | None,
    queue_id: UUID | None,
    note: str,
    giver_id: UUID | None = None,
) -> Ownership:
    """A line of ownership history as of now, in no session yet."""
    return Ownership(
        id=new_id(),
        subject_kind=kind_of(owned),
        subject_id=owned.id,
        owner_id=owner_id,
        queue_id=queue_id,
        since=work.now,
        how=how,
        note=note,
        by_id=giver_id or work.actor.id,
    )


def record_owner(work: UnitOfWork, subject: Subject, before: str, after: str, note: str = "") -> None:
    """The timeline's entry of a change of owner, by name."""
    values = {"owner": Change(before, after)}
    if note:
        values["note"] = Change(None, note)
    work.record(
        EntryKind.OWNERSHIP,
        subject.case,
        order_id=subject.order_id,
        request_id=subject.request_id,
        subject_id=owned_of(subject).id,
        values=values,
    )


def name_of_owner(work: UnitOfWork, owned: OwnedWork) -> str:
    """The owner's name, or the name of the queue."""
    if owned.owner_id:
        return work.session.get_one(Staff, owned.owner_id).name
    return say("queue $team", team=work.session.get_one(Team, owned.queue_id).name)
