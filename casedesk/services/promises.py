"""Promises: made, kept, moved, released; broken is what an open one is once its time has passed."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from casedesk.contract.cases import KeepPromise, MakePromise, MovePromise, ReleasePromise
from casedesk.contract.ids import new_id
from casedesk.contract.values import Changed, Made
from casedesk.errors import NotFound, RefusedByRule
from casedesk.models import Case, Promise
from casedesk.rules.states import PromiseState
from casedesk.rules.vocabulary import EntryKind
from casedesk.services.about import Subject, subject_of
from casedesk.services.handlers import handles
from casedesk.services.people import staff_id_of
from casedesk.services.unit_of_work import Change, UnitOfWork
from casedesk.words import say


@handles(MakePromise)
def make_promise(work: UnitOfWork, command: MakePromise) -> Made:
    """What we do for the customer, by when, by whom."""
    return Made(
        promise_make(work, subject_of(work, command.about), command.text, command.due_at, command.keeper)
    )


def promise_make(work: UnitOfWork, subject: Subject, text: str, due_at: datetime, keeper: str | None) -> UUID:
    """A new open promise on the case; its id."""
    if not text.strip():
        raise RefusedByRule(say("Say what we promise."), rule="promise_text")
    if due_at <= work.now:
        raise RefusedByRule(
            say("The time of a promise lies ahead. Choose a later one."), rule="promise_to_come"
        )
    promise = Promise(
        id=new_id(),
        case_id=subject.case.customer_id,
        order_id=subject.order_id,
        request_id=subject.request_id,
        text=text,
        due_at=due_at,
        first_due_at=due_at,
        keeper_id=staff_id_of(work, keeper) if keeper else work.actor.id,
        state=PromiseState.OPEN,
        made_by_id=work.actor.id,
        made_at=work.now,
    )
    work.session.add(promise)
    _record(work, subject.case, promise, text=Change(None, text), due_at=Change(None, due_at.isoformat()))
    return promise.id


def open_promise(work: UnitOfWork, promise_id: UUID) -> Promise:
    """The promise, which must still be open; a broken one is open and can be kept late."""
    promise = work.session.get(Promise, promise_id)
    if promise is None:
        raise NotFound(say("There is no promise $id.", id=promise_id), promise=str(promise_id))
    return promise


def keep(work: UnitOfWork, case: Case, promise: Promise, note: str = "") -> None:
    """Kept, or kept late when its time has passed."""
    if promise.case_id != case.customer_id:
        raise RefusedByRule(say("This promise was made to another customer."), rule="same_case")
    state = PromiseState.KEPT if work.now <= promise.due_at else PromiseState.KEPT_LATE
    promise.kept_at = work.now
    _settle(work, case, promise, state, note, "keep_promise")


def _settle(
    work: UnitOfWork, case: Case, promise: Promise, state: PromiseState, note: str, by: str
) -> None:
    old = work.move("promise", promise, state, by)
    promise.settled_at = work.now
    promise.settled_by_id = work.actor.id
    promise.note = note
    values = {"state": Change(old, state), "text": Change(promise.text, promise.text)}
    if note:
        values["note"] = Change(None, note)
    _record(work, case, promise, **values)


def _record(work: UnitOfWork, case: Case, promise: Promise, **values: Change) -> None:
    work.changed("promise", promise.id)
    work.record(
        EntryKind.PROMISE,
        case,
        order_id=promise.order_id,
        request_id=promise.request_id,
        subject_id=promise.id,
        values=values,
    )


def _with_case(work: UnitOfWork, promise_id: UUID) -> tuple[Promise, Case]:
    promise = open_promise(work, promise_id)
    case = work.case_of(promise.case_id)
    work.session.refresh(promise)  # it may have been settled while another desk held the case
    return promise, case


@handles(KeepPromise)
def keep_promise(work: UnitOfWork, command: KeepPromise) -> Changed:
    """We did what we promised."""
    promise, case = _with_case(work, command.promise)
    keep(work, case, promise, command.note)
    return Changed(promise.id, promise.state)


@handles(ReleasePromise)
def release_promise(work: UnitOfWork, command: ReleasePromise) -> Changed:
    """The customer does not need it any more."""
    promise, case = _with_case(work, command.promise)
    _settle(work, case, promise, PromiseState.RELEASED, command.note, "release_promise")
    return Changed(promise.id, promise.state)


@handles(MovePromise)
def move_promise(work: UnitOfWork, command: MovePromise) -> Changed:
    """A later time that the customer was told; the first time stays and the move is counted."""
    promise, case = _with_case(work, command.promise)
    if promise.state != PromiseState.OPEN:
        raise RefusedByRule(say("This promise is settled; make a new one."), rule="open_promise")
    if command.due_at <= work.now:
        raise RefusedByRule(
            say("The time of a promise lies ahead. Choose a later one."), rule="promise_to_come"
        )
    if not command.note.strip():
        raise RefusedByRule(say("Write what the customer said to the new time."), rule="customer_told")
    old, promise.due_at = promise.due_at, command.due_at
    promise.moves += 1
    _record(
        work,
        case,
        promise,
        text=Change(promise.text, promise.text),
        due_at=Change(old.isoformat(), command.due_at.isoformat()),
        note=Change(None, command.note),
    )
    return Changed(promise.id, promise.state)
