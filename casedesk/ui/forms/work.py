"""Fields that the forms of several screens share: the next step of open work, and who gets it; they know no screen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from casedesk.contract.desk import SetNextStep, StaffRow
from casedesk.contract.values import About
from casedesk.ui.forms.colleagues import colleague_choices
from casedesk.ui.forms.spec import FieldKind, FieldSpec, Form
from casedesk.words import say


def next_step_fields() -> tuple[FieldSpec, ...]:
    """What we do, by when; that the customer calls back instead needs a reason."""
    return (
        FieldSpec("step", say("What we do next"), missing=say("Say what we do next.")),
        FieldSpec("due_at", say("By when"), FieldKind.WHEN, say("Say by when.")),
        FieldSpec(
            "calls_back",
            say("Why the customer calls back, if it cannot be otherwise"),
            hint=say("The next step is ours. Leave it empty; what stands here is counted."),
        ),
    )


def next_step_of(form: Form, about: About) -> SetNextStep:
    """The command of a form with these fields."""
    due_at = form.instant("due_at")
    if due_at is None:
        raise ValueError("the form was sent without its time; its gaps have to be looked at first")
    return SetNextStep(
        about=about, step=form.value("step"), due_at=due_at, calls_back=form.value("calls_back")
    )


def assign_fields(
    staff: tuple[StaffRow, ...], teams: Mapping[str, str], today: date
) -> tuple[FieldSpec, ...]:
    """A colleague or a queue, with what each has to do, and a note."""
    choices = colleague_choices(staff, teams, "", today)
    return (
        FieldSpec("to", say("To whom"), FieldKind.COLLEAGUE, say("Choose a colleague or a queue."), choices),
        FieldSpec("note", say("Note for the new owner"), hint=say("May stay empty.")),
    )
