"""Logging what was said and written; an interaction and what came of it are one transaction."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from casedesk.contract.cases import (
    AddNote,
    Amend,
    DecisionGiven,
    InteractionLogged,
    LogCall,
    LogInteraction,
    PromiseGiven,
)
from casedesk.contract.ids import new_id
from casedesk.contract.values import Made
from casedesk.errors import NotFound, RefusedByRule
from casedesk.models import Case, Interaction
from casedesk.rules.text_folding import fold_each_word
from casedesk.rules.vocabulary import ATTEMPTS, CallOutcome, Channel, Direction, EntryKind
from casedesk.services.about import Subject, entry_of, subject_of, undone_at
from casedesk.services.decisions import decide
from casedesk.services.handlers import handles
from casedesk.services.promises import keep, open_promise, promise_make
from casedesk.services.unit_of_work import Change, UnitOfWork
from casedesk.words import say


@handles(LogInteraction, undoable=True)
def log_interaction(work: UnitOfWork, command: LogInteraction) -> InteractionLogged:
    """The interaction, the promise it keeps, and the promise and decision it brought."""
    return _log(work, command, command.channel)


@handles(LogCall, undoable=True)
def log_call(work: UnitOfWork, command: LogCall) -> InteractionLogged:
    """log_interaction with channel call."""
    return _log(work, command, Channel.CALL)


def _log(work: UnitOfWork, command: LogInteraction | LogCall, channel: Channel) -> InteractionLogged:
    _check(command, channel)
    subject = subject_of(work, command.about) if command.about else None
    interaction = Interaction(
        id=command.id or new_id(),
        channel=channel,
        direction=command.direction,
        outcome=command.outcome,
        event_key=command.event,
        spoken_with=command.spoken_with,
        phone=command.phone,
        started_at=command.started_at or work.now,
        ended_at=command.ended_at,
        summary=command.summary,
    )
    write_interaction(work, subject, interaction)
    if command.keeps:
        keep(work, subject_case(subject), open_promise(work, command.keeps))
    return InteractionLogged(
        id=interaction.id,
        promise=_promise(work, subject, command.promise),
        decision=_decision(work, subject, command.decision),
    )


def _check(command: LogInteraction | LogCall, channel: Channel) -> None:
    if channel == Channel.CALL and command.outcome is None:
        raise RefusedByRule(
            say("Say how the call ended: answered, no answer, message left …"), rule="call_outcome"
        )
    if not command.summary.strip() and command.outcome not in ATTEMPTS:
        raise RefusedByRule(say("Write what was said; only an attempt needs no text."), rule="call_text")
    if command.ended_at and command.started_at and command.ended_at < command.started_at:
        raise RefusedByRule(say("The call ends before it begins. Check both times."), rule="call_times")
    if command.outcome == CallOutcome.NEW_PROMISE and not isinstance(command.promise, PromiseGiven):
        raise RefusedByRule(say("The outcome is a new promise: say what, by when."), rule="promise_given")
    needs_case = command.promise not in (None, "none") or command.keeps or command.decision
    if needs_case and command.about is None:
        raise RefusedByRule(
            say("A promise needs a customer. Find or register the caller first."), rule="known_caller"
        )


def subject_case(subject: Subject | None) -> Case:
    """The case of a subject that was checked to be there."""
    if subject is None:
        raise RefusedByRule(
            say("This needs a customer. Find or register the caller first."), rule="known_caller"
        )
    return subject.case


def write_interaction(work: UnitOfWork, subject: Subject | None, interaction: Interaction) -> None:
    """Add the interaction with its entry; its texts stand only in the interaction, which can be erased."""
    complete_interaction(work, subject, interaction)
    work.session.add(interaction)


def complete_interaction(work: UnitOfWork, subject: Subject | None, interaction: Interaction) -> None:
    """Write the entry of an interaction that is in no session yet, and fill in what follows from it."""
    interaction.case_id = subject.case.customer_id if subject else None
    interaction.order_id = subject.order_id if subject else None
    interaction.request_id = subject.request_id if subject else None
    interaction.folded = fold_each_word(interaction.summary)
    interaction.logged_by_id = work.actor.id
    interaction.logged_at = work.now
    interaction.entry_id = work.record(
        EntryKind(interaction.channel),
        subject.case if subject else None,
        order_id=interaction.order_id,
        request_id=interaction.request_id,
        subject_id=interaction.id,
        at=interaction.started_at,
    )
    work.changed("interaction", interaction.id)


def _promise(
    work: UnitOfWork, subject: Subject | None, given: PromiseGiven | Literal["none"] | None
) -> UUID | None:
    if not isinstance(given, PromiseGiven) or subject is None:
        return None
    return promise_make(work, subject, given.text, given.due_at, given.keeper)


def _decision(work: UnitOfWork, subject: Subject | None, given: DecisionGiven | None) -> UUID | None:
    if given is None or subject is None:
        return None
    return decide(work, subject, given.question, given.outcome, given.rule).id


@handles(AddNote, undoable=True)
def add_note(work: UnitOfWork, command: AddNote) -> Made:
    """A note for colleagues: an internal interaction."""
    if not command.text.strip():
        raise RefusedByRule(say("Write the note first; an empty one says nothing."), rule="note_text")
    note = internal_note(work.now, command.text)
    write_interaction(work, subject_of(work, command.about), note)
    return Made(note.id)


def internal_note(at: datetime, text: str) -> Interaction:
    """A note as an interaction that began and ended at once."""
    return Interaction(
        id=new_id(),
        channel=Channel.NOTE,
        direction=Direction.INTERNAL,
        started_at=at,
        summary=text,
        spoken_with="",
        phone="",
    )


@handles(Amend, undoable=True)
def amend(work: UnitOfWork, command: Amend) -> Made:
    """A new entry with the right text that names the one it corrects; the old one stays readable."""
    wrong = entry_of(work, command.entry)
    if wrong is None or wrong.case_id is None or wrong.kind == EntryKind.UNDO:
        raise NotFound(say("There is no entry $id to correct.", id=command.entry), entry=str(command.entry))
    if not command.text.strip():
        raise RefusedByRule(say("Write what is right; the old text stays readable."), rule="note_text")
    case = work.case_of(wrong.case_id)
    if undone_at(work, wrong):
        raise RefusedByRule(say("This was undone; there is nothing to correct in it."), rule="standing_entry")
    correction = work.record(
        EntryKind(wrong.kind),
        case,
        order_id=wrong.order_id,
        request_id=wrong.request_id,
        subject_id=wrong.subject_id,
        corrects_id=wrong.id,
        values={"text": Change(None, command.text)},
    )
    return Made(correction)
