"""The small forms that open inside a case, declared: their fields, what is missing, the command they send.

They know no widget. To add one: a function that makes its `Form` and a line in `COMMANDS`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from casedesk.contract.cases import (
    AddNote,
    Amend,
    Attach,
    CaseDetail,
    KeepPromise,
    MakePromise,
    MovePromise,
    OpenRequest,
    PromiseRow,
    ReleasePromise,
    RequestRow,
    SettleRequest,
    TimelineRow,
)
from casedesk.contract.customers import AddContactPoint, AddPerson, ChangeCustomer
from casedesk.contract.desk import Assign, EventRow, OfferHandover, StaffRow
from casedesk.contract.values import About, Login, OrderNumber
from casedesk.ui.forms import Choice, FieldKind, FieldSpec, Form
from casedesk.ui.forms.colleagues import colleague_choices, keeper_choices
from casedesk.ui.forms.spec import iso
from casedesk.ui.forms.work import assign_fields, next_step_fields, next_step_of
from casedesk.words import say


def note_form() -> Form:
    text = FieldSpec("text", say("Note for colleagues"), FieldKind.TEXT, say("Write the note first."))
    return Form("note", say("Note"), say("Save the note"), say("The note is saved."), (text,))


def correction_form(row: TimelineRow) -> Form:
    """What is right instead of an entry; the entry stays readable."""
    text = FieldSpec("text", say("What is right"), FieldKind.TEXT, say("Write what is right."))
    return Form(
        "correction", say("Correct an entry"), say("Save the correction"), say("The correction is saved."),
        (text,), subject=str(row.id), note=say("Corrects: $entry", entry=" ".join((row.headline, row.text)).strip()),
    )  # fmt: skip


def promise_form(
    case: CaseDetail, staff: tuple[StaffRow, ...], own_login: str, today: date, text: str = ""
) -> Form:
    """A new promise, with the words of an earlier one where it is repeated."""
    fields = (
        FieldSpec("text", say("What we promise"), missing=say("Say what we promise.")),
        FieldSpec(
            "keeper", say("Who keeps it"), FieldKind.CHOICE, choices=keeper_choices(staff, own_login, today)
        ),
        FieldSpec("due_at", say("By when"), FieldKind.WHEN, say("Say by when.")),
        FieldSpec("about", say("About"), FieldKind.CHOICE, choices=subjects(case)),
    )
    values = {"text": text, "keeper": own_login, "about": str(case.customer.id)}
    return Form(
        "promise", say("New promise"), say("Promise it"), say("The promise is made."), fields, values=values
    )


def promise_end_form(promise: PromiseRow, detail: str) -> Form:
    """A promise is kept, moved with the customer's yes, or released by the customer."""
    fields = (
        FieldSpec("how", say("What happened"), FieldKind.CHOICE, choices=(
            Choice("keep", say("It is kept")),
            Choice("move", say("The customer agreed to a later time")),
            Choice("release", say("The customer does not need it any more")),
        )),
        FieldSpec("due_at", say("New time"), FieldKind.WHEN, say("Say until when it is moved."),
                  only_for=("how", ("move",))),
        FieldSpec("said", say("What the customer said"), FieldKind.TEXT, say("Write what the customer said."),
                  only_for=("how", ("move",))),
        FieldSpec("note", say("How, if that matters"), FieldKind.TEXT, only_for=("how", ("keep", "release"))),
    )  # fmt: skip
    return Form(
        "promise_end", promise.text, say("Save"), say("The promise is changed."), fields,
        subject=str(promise.id), note=detail, values={"how": "keep"},
    )  # fmt: skip


def request_form(case: CaseDetail, events: tuple[EventRow, ...]) -> Form:
    """A new request, in the customer's own words."""
    fields = (
        FieldSpec(
            "event", say("What happened"), FieldKind.CHOICE, say("Choose what happened."),
            tuple(Choice(one.key, one.name) for one in events),
        ),
        FieldSpec("about", say("About"), FieldKind.CHOICE, choices=order_subjects(case)),
        FieldSpec("wants", say("What the customer wants, in the customer's own words"), FieldKind.TEXT,
                  say("Write what the customer wants.")),
    )  # fmt: skip
    values = {"about": str(case.customer.id)}
    return Form(
        "request", say("New request"), say("Open the request"), say("The request is open."), fields, values=values
    )  # fmt: skip


def settle_form(request: RequestRow) -> Form:
    """We think a request is solved."""
    outcome = FieldSpec("outcome", say("How it was solved"), FieldKind.TEXT, say("Write how it was solved."))
    return Form(
        "settle", request.event_name, say("Settle the request"), say("The request is settled."), (outcome,),
        subject=str(request.id), note=request.wants,
    )  # fmt: skip


def hand_over_form(
    case: CaseDetail,
    about: str,
    staff: tuple[StaffRow, ...],
    teams: Mapping[str, str],
    own_login: str,
    today: date,
) -> Form:
    """Offer an order or a request to a colleague or a queue; until the yes the giver stays owner."""
    receivers = colleague_choices(staff, teams, own_login, today)
    fields = (
        FieldSpec("about", say("What is handed over"), FieldKind.CHOICE, say("Choose an order or a request."),
                  work_subjects(case)),
        FieldSpec("to", say("To whom"), FieldKind.COLLEAGUE, say("Choose a colleague or a queue."), receivers),
        FieldSpec("note", say("What the next one must know"), FieldKind.TEXT,
                  say("Write what the next one must know.")),
        FieldSpec("owed", say("What is still owed to the customer")),
    )  # fmt: skip
    return Form(
        "hand_over", say("Hand over"), say("Offer it"), say("It is offered. You stay owner until the yes."),
        fields, values={"about": about},
    )  # fmt: skip


def next_step_form(case: CaseDetail, about: str) -> Form:
    """What we do next with an order or a request, by when; what is said now stands in the fields."""
    orders = {str(one.number): (one.next_step, one.next_step_due_at) for one in case.orders}
    requests = {str(one.id): (one.next_step, one.next_step_due_at) for one in case.requests}
    step, due_at = {**orders, **requests}.get(about, ("", None))
    what = FieldSpec(
        "about", say("For"), FieldKind.CHOICE, say("Choose an order or a request."), work_subjects(case)
    )
    return Form(
        "next_step", say("Next step"), say("Set the next step"), say("The next step is set."),
        (what, *next_step_fields()), values={"about": about, "step": step, "due_at": iso(due_at)},
    )  # fmt: skip


def assign_form(
    case: CaseDetail, about: str, staff: tuple[StaffRow, ...], teams: Mapping[str, str], today: date
) -> Form:
    """Who gets an order or a request; a manager gives it without asking."""
    what = FieldSpec("about", say("What is given"), FieldKind.CHOICE, say("Choose an order or a request."),
                     work_subjects(case))  # fmt: skip
    return Form(
        "assign", say("Give to a colleague"), say("Give it"), say("It is given. Who is away, the deputy has it."),
        (what, *assign_fields(staff, teams, today)), values={"about": about},
    )  # fmt: skip


def contact_point_form() -> Form:
    """One more phone, e-mail or address."""
    fields = (
        FieldSpec("kind", say("What it is"), FieldKind.CHOICE, choices=(
            Choice("phone", say("Phone")), Choice("email", say("E-mail")), Choice("address", say("Address")),
        )),
        FieldSpec("value", say("Number or e-mail"), missing=say("Write the number or the e-mail."),
                  only_for=("kind", ("phone", "email"))),
        FieldSpec("street", say("Street and house number"), missing=say("Write the street."),
                  only_for=("kind", ("address",))),
        FieldSpec("postcode", say("Postal code"), only_for=("kind", ("address",))),
        FieldSpec("city", say("City"), only_for=("kind", ("address",))),
        FieldSpec("label", say("Label"), hint=say("as work, or mornings only")),
    )  # fmt: skip
    return Form(
        "contact_point", say("Another way to reach the customer"), say("Add it"), say("It is added."), fields,
        values={"kind": "phone"},
    )  # fmt: skip


def person_form() -> Form:
    """Someone at or for the customer."""
    fields = (
        FieldSpec("name", say("Name"), missing=say("Write the name.")),
        FieldSpec("role", say("Role"), hint=say("as spouse or accountant")),
        FieldSpec("phone", say("Phone")),
        FieldSpec("email", say("E-mail")),
        FieldSpec("may_be_told", say("What this person may be told")),
    )
    return Form("person", say("Another person"), say("Add the person"), say("The person is added."), fields)


def name_form(case: CaseDetail) -> Form:
    """The customer's name and form of address."""
    fields = (
        FieldSpec("name", say("Name"), missing=say("Write the name.")),
        FieldSpec("salutation", say("Form of address"), hint=say("as Ms or Dr")),
    )
    customer = case.customer
    return Form(
        "name", say("Name of the customer"), say("Save the name"), say("The name is saved."), fields,
        values={"name": customer.name, "salutation": customer.salutation},
    )  # fmt: skip


def owner_in(case: CaseDetail, about: str) -> str | None:
    """The login of who has an order or a request as far as the case tells; None while it waits in a queue."""
    owners = {str(one.number): one.owner for one in case.orders}
    owners |= {str(one.id): one.owner for one in case.requests}
    return owners[about].login if about in owners else None


def subjects(case: CaseDetail) -> tuple[Choice, ...]:
    """What something may be about: the customer, an open order, an open request."""
    return (Choice(str(case.customer.id), say("The customer as a whole")), *work_subjects(case))


def order_subjects(case: CaseDetail) -> tuple[Choice, ...]:
    """The customer or one of the orders."""
    whole = Choice(str(case.customer.id), say("The customer as a whole"))
    return (whole, *(_order_choice(one.number, one.headline) for one in case.orders if is_open(one.state)))


def work_subjects(case: CaseDetail) -> tuple[Choice, ...]:
    """Open orders and requests, which have an owner."""
    orders = (_order_choice(one.number, one.headline) for one in case.orders if is_open(one.state))
    requests = (Choice(str(one.id), one.event_name) for one in case.requests if one.state != "closed")
    return (*orders, *requests)


def is_open(order_state: str) -> bool:
    return order_state not in ("completed", "cancelled")


def _order_choice(number: OrderNumber, headline: str) -> Choice:
    return Choice(number, f"{number} {headline}".strip())


def _due(form: Form) -> datetime:
    return datetime.fromisoformat(form.value("due_at"))


def _promise_end(form: Form, _case: CaseDetail) -> Any:
    promise, note = UUID(form.subject), form.value("note")
    if form.value("how") == "move":
        return MovePromise(promise=promise, due_at=_due(form), note=form.value("said"))
    if form.value("how") == "release":
        return ReleasePromise(promise=promise, note=note)
    return KeepPromise(promise=promise, note=note)


def _contact_point(form: Form, case: CaseDetail) -> AddContactPoint:
    written = {one.key: form.value(one.key) for one in form.fields if form.applies(one)}
    given = {key: written.get(key, "") for key in ("value", "street", "postcode", "city", "label")}
    kind: Any = form.value("kind")
    return AddContactPoint(customer=case.customer.id, kind=kind, **given)


def _person(form: Form, case: CaseDetail) -> AddPerson:
    given = {key: form.value(key) for key in ("name", "role", "phone", "email", "may_be_told")}
    return AddPerson(customer=case.customer.id, **given)


def _name(form: Form, case: CaseDetail) -> ChangeCustomer:
    customer = case.customer
    return ChangeCustomer(
        customer=customer.id,
        version=customer.version,
        name=form.value("name"),
        salutation=form.value("salutation"),
    )


COMMANDS: Mapping[str, Callable[[Form, CaseDetail], Any]] = {
    "note": lambda form, case: AddNote(about=About(str(case.customer.id)), text=form.value("text")),
    "correction": lambda form, _case: Amend(entry=UUID(form.subject), text=form.value("text")),
    "promise": lambda form, _case: MakePromise(
        about=About(form.value("about")), text=form.value("text"), due_at=_due(form),
        keeper=Login(form.value("keeper")),
    ),
    "promise_end": _promise_end,
    "request": lambda form, _case: OpenRequest(
        about=About(form.value("about")), event=form.value("event"), wants=form.value("wants")
    ),
    "settle": lambda form, _case: SettleRequest(request=UUID(form.subject), outcome=form.value("outcome")),
    "next_step": lambda form, _case: next_step_of(form, About(form.value("about"))),
    "assign": lambda form, case: Assign(
        about=About(form.value("about")),
        to=form.value("to"),
        note=form.value("note"),
        instead_of=owner_in(case, form.value("about")),
    ),
    "hand_over": lambda form, _case: OfferHandover(
        about=About(form.value("about")), to=form.value("to"), note=form.value("note"), owed=form.value("owed")
    ),
    "contact_point": _contact_point,
    "person": _person,
    "name": _name,
}  # fmt: skip


def attach(about: str, file: str) -> Attach:
    """Keep a file on the case."""
    return Attach(about=About(about), file=file)
