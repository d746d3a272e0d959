"""Ways to reach imported customers and persons there, as rows in no session yet, with their search keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from casedesk.contract.ids import new_id
from casedesk.models import ContactPoint, Person
from casedesk.rules.vocabulary import ContactPointKind, CustomerKind
from casedesk.services import search_index
from casedesk.services.contact_forms import lenient_email_form, lenient_phone_form
from casedesk.services.customers import address_point
from casedesk.services.imports.records import Record
from casedesk.services.imports.writing import entries_of, text_of

ADDRESS = ("street", "postcode", "city", "region", "country")
ADDRESS_POSITION = 50
Entry = Mapping[str, Any]


def contact_points(record: Record, customer_id: UUID, country: str) -> Iterator[ContactPoint]:
    """Phones, e-mails and the address, the first of a kind preferred; `country` reads phones without code."""
    position = 0
    for kind, name in ((ContactPointKind.PHONE, "phones"), (ContactPointKind.EMAIL, "emails")):
        for entry in entries_of(record, name):
            position += 1
            yield contact_point(kind, entry, customer_id, position, country)
    if has_address(record):
        yield address_of(record, customer_id, country)


def contact_point(
    kind: ContactPointKind, entry: Entry, customer_id: UUID, position: int, country: str
) -> ContactPoint:
    """A phone or an e-mail; one that cannot be read is kept as the source wrote it."""
    is_phone = kind is ContactPointKind.PHONE
    form = (
        lenient_phone_form(str(entry["number"]), country)
        if is_phone
        else lenient_email_form(str(entry["address"]))
    )
    return ContactPoint(
        id=new_id(),
        customer_id=customer_id,
        kind=kind,
        position=position,
        label=str(entry.get("label", "")),
        typed=form.typed,
        normal=form.normal,
    )


def has_address(record: Record) -> bool:
    """Whether the record says where the customer lives."""
    return any(text_of(record, name) for name in ("street", "postcode", "city"))


def address_of(record: Record, customer_id: UUID, country: str) -> ContactPoint:
    """The customer's postal address."""
    street, postcode, city, region, own_country = (text_of(record, name) for name in ADDRESS)
    return address_point(
        customer_id, ADDRESS_POSITION, street, postcode, city, region, own_country or country
    )


def person_of(entry: Entry, customer_id: UUID, position: int) -> Person:
    """Someone at or for the customer."""
    return Person(
        id=new_id(),
        customer_id=customer_id,
        position=position,
        **{name: str(entry.get(name, "")) for name in ("name", "role", "phone", "email", "may_be_told")},
    )


def person_keys(person: Person, country: str) -> list[dict[str, Any]]:
    """The search keys of a person: name, phone, e-mail."""
    keys = search_index.name_rows(person.customer_id, person.id, person.name, CustomerKind.PERSON)
    if person.phone.strip():
        form = lenient_phone_form(person.phone, country)
        keys += search_index.phone_rows(person.customer_id, person.id, form.typed, form.normal)
    if person.email.strip():
        keys += search_index.email_rows(person.customer_id, person.id, person.email)
    return keys
