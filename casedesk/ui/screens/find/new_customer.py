"""The small form for a customer whom nobody knows yet, filled in with what was typed; it knows no widget."""

from __future__ import annotations

from casedesk.contract.customers import RegisterCustomer
from casedesk.rules.phone_spelling import looks_like_phone
from casedesk.rules.vocabulary import CustomerKind
from casedesk.ui.forms import Choice, FieldKind, FieldSpec, Form
from casedesk.words import say

KIND = "new_customer"
_MAIL_SIGN = "@"


def form_for(text: str) -> Form:
    """The form with `text` in the field that it fits: a phone number, an e-mail, else the name."""
    kinds = (
        Choice(CustomerKind.PERSON, say("Private")),
        Choice(CustomerKind.ORGANISATION, say("Company")),
    )
    typed = " ".join(text.split())
    return Form(
        kind=KIND,
        title=say("New customer"),
        submit=say("Register and open the case"),
        done=say("The customer is registered."),
        fields=(
            FieldSpec("name", say("Name")),
            FieldSpec("phone", say("Phone")),
            FieldSpec("email", say("E-mail")),
            FieldSpec("kind", say("Kind"), FieldKind.CHOICE, choices=kinds),
        ),
        subject=typed,
        note=say("A name or a phone number is enough; the rest can follow."),
        values={"kind": CustomerKind.PERSON, _field_of(typed): typed},
    )


def _field_of(text: str) -> str:
    if _MAIL_SIGN in text:
        return "email"
    return "phone" if looks_like_phone(text) else "name"


def gaps(form: Form) -> dict[str, str]:
    """What is missing before it can be sent."""
    if form.value("name") or form.value("phone"):
        return {}
    return {"name": say("Write a name or a phone number.")}


def command(form: Form) -> RegisterCustomer:
    """What registers the customer that the form describes."""
    phone, email = form.value("phone"), form.value("email")
    return RegisterCustomer(
        kind=CustomerKind(form.value("kind")),
        name=form.value("name"),
        phones=(phone,) if phone else (),
        emails=(email,) if email else (),
    )
