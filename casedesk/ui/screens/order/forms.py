"""The small forms of an order, declared: their fields, and the command each sends; they know no widget.

To add one: a function that makes its `Form`, and a line in `COMMANDS`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from casedesk.contract.cases import TimelineRow
from casedesk.contract.desk import Assign, OfferHandover, SetNextStep, StaffRow
from casedesk.contract.orders import (
    BlockMilestone,
    CancelOrder,
    CanKeepAnswer,
    CompleteOrder,
    EstimateMilestone,
    FinishMilestone,
    HoldOrder,
    MilestoneRow,
    MovePromisedDate,
    OrderDetail,
    PlaceOrder,
    ReleaseOrder,
    SkipMilestone,
    UnblockMilestone,
)
from casedesk.contract.values import About, OrderNumber
from casedesk.rules.vocabulary import HoldKind
from casedesk.ui.forms import Choice, FieldKind, FieldSpec, Form
from casedesk.ui.forms.colleagues import colleague_choices
from casedesk.ui.forms.promise_days import ANOTHER_DAY, promise_choices
from casedesk.ui.forms.spec import iso
from casedesk.ui.forms.work import assign_fields, next_step_fields, next_step_of
from casedesk.ui.text import day_and_time
from casedesk.words import say


def place_form(answer: CanKeepAnswer, refusal: str, today: date) -> Form:
    """Which day is promised when the quote becomes an order; the advised day first."""
    choices = promise_choices(answer, today)
    own_day = ("choice", (ANOTHER_DAY,))
    fields = (
        FieldSpec("choice", say("What we promise"), FieldKind.LARGE, say("Choose a day."), choices),
        FieldSpec("another_day", say("Another day"), FieldKind.DAY, say("Write the day."), only_for=own_day),
    )
    title = say("Place the order")
    note = say("For a day that cannot be kept: $who.", who=refusal) if refusal else ""
    return Form(
        "place",
        title,
        title,
        say("The order is placed."),
        fields,
        note=note,
        values={"choice": choices[0].key},
    )


def promise_form(order: OrderDetail) -> Form:
    """A new promised day, with the reason in words for the customer."""
    fields = (
        FieldSpec("promised_on", say("New day"), FieldKind.DAY, say("Say which day we promise now.")),
        FieldSpec("reason", say("Why, in words for the customer"), missing=say("Say why the day moves.")),
    )
    return Form(
        "promise", say("New promise"), say("Promise it"), say("The new day is promised."), fields,
        base=iso(order.promised_on),
        note=say("The earlier promise stays readable, and on time is counted against the first one."),
    )  # fmt: skip


def hand_over_form(
    staff: tuple[StaffRow, ...], teams: Mapping[str, str], own_login: str, today: date
) -> Form:
    """Offer the order to a colleague or a team's queue; the giver stays owner until the yes."""
    choices = colleague_choices(staff, teams, own_login, today)
    know = say("What the next one must know")
    fields = (
        FieldSpec("to", say("To whom"), FieldKind.COLLEAGUE, say("Choose a colleague or a queue."), choices),
        FieldSpec("note", know, FieldKind.TEXT, say("Write what the next one must know.")),
        FieldSpec("owed", say("What is still owed to the customer")),
    )  # fmt: skip
    return Form(
        "hand_over", say("Hand over"), say("Offer it"), say("It is offered. You stay owner until the yes."), fields,
        note=say("You stay owner until the yes. Without one it comes back after eight working hours."),
    )  # fmt: skip


def hold_form() -> Form:
    """Why the order rests and when we look again."""
    kinds = (
        Choice(HoldKind.CUSTOMER.value, say("The customer asked for it")),
        Choice(HoldKind.MONEY.value, say("Money")),
        Choice(HoldKind.STOCK.value, say("Stock")),
        Choice(HoldKind.OTHER.value, say("Something else")),
    )
    fields = (
        FieldSpec("kind", say("What for"), FieldKind.CHOICE, choices=kinds),
        FieldSpec("reason", say("Why"), missing=say("Say why the order rests; the customer will ask.")),
        FieldSpec("check_on", say("We look again"), FieldKind.DAY, hint=say("in three working days when left out")),
    )  # fmt: skip
    title = say("Put on hold")
    values = {"kind": HoldKind.OTHER.value}
    return Form("hold", title, title, say("The order is on hold."), fields, values=values)


def release_form() -> Form:
    changed = FieldSpec("reason", say("What changed"))
    return Form(
        "release", say("Take off hold"), say("Go on with the order"), say("The order goes on."), (changed,)
    )


def cancel_form(told: tuple[TimelineRow, ...], now: datetime) -> Form:
    """Reason, who asked, and by which call or letter the customer was told."""
    missing = say(
        "Tick the talk or letter that told the customer, or three attempts. Without one, log the call first."
    )
    ways = tuple(_telling(one, now) for one in told)
    fields = (
        FieldSpec("reason", say("Why"), missing=say("Say why it is cancelled.")),
        FieldSpec("asked_by", say("Who asked for it"), missing=say("Say who asked for it.")),
        FieldSpec("told", say("How the customer was told"), FieldKind.TICKS, missing, ways,
                  say("one talk or letter, or three attempts to call")),
    )  # fmt: skip
    title = say("Cancel the order")
    return Form("cancel", title, title, say("The order is cancelled."), fields)


def _telling(row: TimelineRow, now: datetime) -> Choice:
    when = day_and_time(row.at.astimezone(now.tzinfo), now.date())
    return Choice(str(row.id), f"{when}, {row.headline}", row.text)


def complete_form() -> Form:
    """The customer confirmed, or every attempt is on record."""
    ways = (
        Choice("confirmed_by", say("The customer says everything is right")),
        Choice("attempts", say("Nobody answered"), say("needs three attempts on record since it was done")),
    )
    how = FieldSpec("how", say("How do we know?"), FieldKind.LARGE, say("Choose one."), ways)
    title = say("Complete the order")
    return Form(
        "complete", title, title, say("The order is completed."), (how,), values={"how": "confirmed_by"}
    )


def next_step_form(order: OrderDetail) -> Form:
    """What we do next, by when."""
    return Form(
        "next_step", say("Next step"), say("Set the next step"), say("The next step is set."), next_step_fields(),
        base=order.next_step, values={"step": order.next_step, "due_at": iso(order.next_step_due_at)},
    )  # fmt: skip


def assign_form(staff: tuple[StaffRow, ...], teams: Mapping[str, str], instead_of: str, today: date) -> Form:
    """Who gets the order; a manager gives it without asking. `instead_of` is who has it now."""
    return Form(
        "assign", say("Give to a colleague"), say("Give it"), say("It is given. Who is away, the deputy has it."),
        assign_fields(staff, teams, today), base=instead_of,
    )  # fmt: skip


def done_form(milestone: MilestoneRow, today: date) -> Form:
    """A milestone was done on another day than today."""
    on = FieldSpec("on", say("Done on"), FieldKind.DAY, say("Say which day it was done."))
    return Form(
        "done", say("“$step” was done", step=milestone.name), say("Record as done"), say("It is recorded as done."),
        (on,), subject=milestone.key, values={"on": iso(today)},
    )  # fmt: skip


def forecast_form(milestone: MilestoneRow) -> Form:
    """When a milestone will be done, and why then."""
    fields = (
        FieldSpec("forecast_on", say("Will be done on"), FieldKind.DAY, say("Say when it will be done.")),
        FieldSpec("reason", say("Why"), missing=say("Say why, so that the next one can rely on it.")),
    )
    forecast = iso(milestone.forecast_on)
    return Form(
        "forecast", say("Forecast of “$step”", step=milestone.name), say("Change the forecast"),
        say("The forecast is changed."), fields, subject=milestone.key, base=forecast,
        values={"forecast_on": forecast},
    )  # fmt: skip


def block_form(milestone: MilestoneRow) -> Form:
    """What a milestone waits for, and when we look again."""
    fields = (
        FieldSpec(
            "reason", say("What it waits for"), missing=say("Say what it waits for; the customer will ask.")
        ),
        FieldSpec(
            "check_on", say("We look again"), FieldKind.DAY, hint=say("in two working days when left out")
        ),
    )
    return Form(
        "block", say("“$step” cannot go on", step=milestone.name), say("Mark as blocked"),
        say("The milestone is blocked."), fields, subject=milestone.key,
    )  # fmt: skip


def unblock_form(milestone: MilestoneRow) -> Form:
    return Form(
        "unblock", say("“$step” can go on", step=milestone.name), say("Go on with it"), say("It goes on."),
        (FieldSpec("reason", say("What changed")),), subject=milestone.key,
    )  # fmt: skip


def skip_form(milestone: MilestoneRow) -> Form:
    return Form(
        "skip", say("Leave out “$step”", step=milestone.name), say("Leave it out"), say("It is left out."),
        (FieldSpec("reason", say("Why it is not needed"), missing=say("Say why it is not needed.")),),
        subject=milestone.key,
    )  # fmt: skip


def _place(form: Form, number: OrderNumber) -> PlaceOrder:
    chosen = form.value("choice")
    promised = form.day("another_day") if chosen == ANOTHER_DAY else date.fromisoformat(chosen)
    return PlaceOrder(order=number, promised_on=_given(promised))


def _given(on: date | None) -> date:
    if on is None:
        raise ValueError("the form was sent without its day; its gaps have to be looked at first")
    return on


def _hold(form: Form, number: OrderNumber) -> HoldOrder:
    kind, check_on = HoldKind(form.value("kind")), form.day("check_on")
    return HoldOrder(order=number, reason=form.value("reason"), kind=kind, check_on=check_on)


def _cancel(form: Form, number: OrderNumber) -> CancelOrder:
    told = tuple(UUID(one) for one in form.ticked("told"))
    return CancelOrder(order=number, reason=form.value("reason"), asked_by=form.value("asked_by"), told=told)


def _complete(form: Form, number: OrderNumber) -> CompleteOrder:
    how: Any = form.value("how")
    return CompleteOrder(order=number, how=how)


def _next_step(form: Form, number: OrderNumber) -> SetNextStep:
    return next_step_of(form, About(number))


def _assign(form: Form, number: OrderNumber) -> Assign:
    instead_of = form.base or None
    return Assign(about=About(number), to=form.value("to"), note=form.value("note"), instead_of=instead_of)


COMMANDS: Mapping[str, Callable[[Form, OrderNumber], Any]] = {
    "place": _place,
    "promise": lambda form, number: MovePromisedDate(
        order=number, promised_on=_given(form.day("promised_on")), reason=form.value("reason")
    ),
    "hand_over": lambda form, number: OfferHandover(
        about=About(number), to=form.value("to"), note=form.value("note"), owed=form.value("owed")
    ),
    "hold": _hold,
    "release": lambda form, number: ReleaseOrder(order=number, reason=form.value("reason")),
    "cancel": _cancel,
    "complete": _complete,
    "next_step": _next_step,
    "assign": _assign,
    "done": lambda form, number: FinishMilestone(order=number, milestone=form.subject, on=form.day("on")),
    "forecast": lambda form, number: EstimateMilestone(
        order=number,
        milestone=form.subject,
        forecast_on=_given(form.day("forecast_on")),
        reason=form.value("reason"),
    ),
    "block": lambda form, number: BlockMilestone(
        order=number, milestone=form.subject, reason=form.value("reason"), check_on=form.day("check_on")
    ),
    "unblock": lambda form, number: UnblockMilestone(
        order=number, milestone=form.subject, reason=form.value("reason")
    ),
    "skip": lambda form, number: SkipMilestone(
        order=number, milestone=form.subject, reason=form.value("reason")
    ),
}
