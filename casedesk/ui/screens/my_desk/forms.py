"""The small forms of My Desk, declared: their fields, and the command each sends; they know no widget.

To add one: its kind, a function that makes its `Form`, and a line in `COMMANDS`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from casedesk.contract.cases import KeepPromise, RefuseDecision
from casedesk.contract.desk import (
    Assign,
    DecisionAskedRow,
    DeclineHandover,
    DeskPromiseRow,
    SetNextStep,
    StaffRow,
)
from casedesk.contract.handovers import AnswerHandover, AskBack, HandoverRow, RemarkRow
from casedesk.contract.values import About
from casedesk.ui.forms import FieldKind, FieldSpec, Form
from casedesk.ui.forms.spec import iso
from casedesk.ui.forms.work import assign_fields, next_step_fields, next_step_of
from casedesk.words import say

KEEP, DECLINE, ASK, ANSWER, REFUSE = "keep", "decline", "ask", "answer", "refuse"
NEXT_STEP, ASSIGN = "next_step", "assign"


def decline_form(offer: HandoverRow) -> Form:
    """Why one declines; the giver reads it."""
    reason = FieldSpec(
        "reason", say("Why you decline"), FieldKind.TEXT, missing=say("Write why, the giver reads it.")
    )
    title = say("Decline what $giver offers", giver=offer.giver_name)
    done = say("Declined. $giver reads why.", giver=offer.giver_name)
    return Form(DECLINE, title, say("Decline"), done, (reason,), subject=str(offer.id))


def ask_form(offer: HandoverRow) -> Form:
    """What one must know before saying yes or no."""
    question = FieldSpec(
        "question", say("What you need to know"), FieldKind.TEXT, say("Write the question first.")
    )
    title = say("Ask $giver", giver=offer.giver_name)
    done = say("$giver is asked. The offer stays.", giver=offer.giver_name)
    return Form(ASK, title, say("Ask"), done, (question,), subject=str(offer.id))


def answer_form(offer: HandoverRow, asked: RemarkRow) -> Form:
    """The answer to what was asked back."""
    answer = FieldSpec("answer", say("Your answer"), FieldKind.TEXT, say("Write the answer first."))
    title = say("Answer $name", name=asked.by)
    note = say("“$text”", text=asked.text)
    done = say("Answered. The offer stays.")
    return Form(ANSWER, title, say("Answer"), done, (answer,), subject=str(offer.id), note=note)


def refuse_form(asked: DecisionAskedRow) -> Form:
    """Why not; the colleague reads it out to the customer."""
    reason = FieldSpec(
        "reason",
        say("Reason, one sentence"),
        FieldKind.TEXT,
        say("Write why. It is read out to the customer."),
    )
    title = say("No to: $outcome", outcome=asked.outcome)
    done = say("Refused. $name reads why.", name=asked.asked_by_name)
    return Form(REFUSE, title, say("Say no"), done, (reason,), subject=str(asked.id))


def keep_form(promise: DeskPromiseRow) -> Form:
    """How a promise was kept."""
    how = FieldSpec("note", say("How it was kept"), hint=say("May stay empty."))
    title, done = say("Promise kept: $text", text=promise.promise.text), say("The promise is kept.")
    return Form(KEEP, title, say("Record as kept"), done, (how,), subject=str(promise.promise.id))


def next_step_form(about: str, step: str, due_at: datetime | None) -> Form:
    """What we do next with open work, by when."""
    return Form(
        NEXT_STEP,
        say("Next step"),
        say("Set the next step"),
        say("The next step is set."),
        next_step_fields(),
        subject=about,
        values={"step": step, "due_at": iso(due_at)},
    )


def assign_form(
    about: str, staff: tuple[StaffRow, ...], teams: Mapping[str, str], instead_of: str, today: date
) -> Form:
    """Who gets open work; `instead_of` is who has it as far as the desk knows."""
    return Form(
        ASSIGN,
        say("Give to a colleague"),
        say("Give it"),
        say("It is given. Who is away, the deputy has it."),
        assign_fields(staff, teams, today),
        subject=about,
        base=instead_of,
    )


def _next_step(form: Form) -> SetNextStep:
    return next_step_of(form, About(form.subject))


COMMANDS: Mapping[str, Callable[[Form], Any]] = {
    KEEP: lambda form: KeepPromise(promise=UUID(form.subject), note=form.value("note")),
    DECLINE: lambda form: DeclineHandover(handover=UUID(form.subject), reason=form.value("reason")),
    ASK: lambda form: AskBack(handover=UUID(form.subject), question=form.value("question")),
    ANSWER: lambda form: AnswerHandover(handover=UUID(form.subject), answer=form.value("answer")),
    REFUSE: lambda form: RefuseDecision(decision=UUID(form.subject), reason=form.value("reason")),
    NEXT_STEP: _next_step,
    ASSIGN: lambda form: Assign(
        about=About(form.subject), to=form.value("to"), note=form.value("note"), instead_of=form.base or None
    ),
}
