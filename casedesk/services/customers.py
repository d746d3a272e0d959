"""Registering and changing customers; a customer and its case are born in one transaction."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from casedesk.contract.customers import (
    AddContactPoint,
    AddPerson,
    ChangeCustomer,
    CustomerMade,
    EndContactPoint,
    PersonGiven,
    RegisterCustomer,
)
from casedesk.contract.ids import new_id
from casedesk.contract.values import Made
from casedesk.errors import Conflict, NotFound, RefusedByRule
from casedesk.models import Alias, Case, ContactPoint, Customer, Person, SearchKey
from casedesk.rules.vocabulary import ContactPointKind, CustomerKind, EntryKind
from casedesk.services import search_index
from casedesk.services.contact_forms import ContactForm, email_form, phone_form
from casedesk.services.handlers import handles
from casedesk.services.people import staff_id_of
from casedesk.services.sources import external_parts
from casedesk.services.unit_of_work import Change, UnitOfWork
from casedesk.words import say


def _change_it_instead() -> str:
    return say("A customer's record stays from the first contact on. Change what is wrong in it.")


@handles(RegisterCustomer, instead=_change_it_instead)
def register_customer(work: UnitOfWork, command: RegisterCustomer) -> CustomerMade:
    """A customer with a name or a phone number, the case, the ways to reach them and their search keys."""
    country = command.country or work.company.country
    phones = [phone_form(typed, country) for typed in command.phones if typed.strip()]
    emails = [email_form(typed.strip()) for typed in command.emails if typed.strip()]
    name = _name(command.name, phones)
    source, external = external_parts(command.external)
    _refuse_known(work, source, external)
    customer = Customer(
        id=command.id or new_id(),
        kind=command.kind,
        name=name,
        salutation=command.salutation,
        language=command.language or work.company.language,
        zone=command.zone or work.company.zone,
        since_on=command.since or work.today,
        preferred_channel=command.preferred_channel,
        contact_id=staff_id_of(work, command.contact) if command.contact else work.actor.id,
        source=source,
        external=external,
        extra=command.extra,
    )
    case = Case(
        customer_id=customer.id, opened_at=work.now, opened_by_id=work.actor.id, last_seq=0, head_digest=""
    )
    work.session.add_all([customer, case])
    work.session.flush()  # the rows below refer to the customer, and no relationship orders them
    keys = search_index.name_rows(customer.id, customer.id, name, command.kind)
    keys += _add_contact_points(work, customer.id, phones, emails, command, country)
    for position, person in enumerate(command.persons, start=1):
        keys += _add_person(work, customer.id, position, person, country)
    if source and external:
        alias = customer_alias(customer.id, source, external)
        work.session.add(alias)
        keys += search_index.alias_rows(customer.id, None, alias.id, external)
    search_index.add_keys(work, keys)
    work.record(EntryKind.CASE, case, subject_id=customer.id, values={"name": Change(None, name)})
    work.changed("customer", customer.id)
    return CustomerMade(customer=customer.id)


def _name(typed: str, phones: list[ContactForm]) -> str:
    """The name as typed, or the phone number for a caller whose name is not known yet."""
    if typed and not typed.strip():
        raise RefusedByRule(
            say("A name of blanks only says nothing. Write the name, or leave it empty."),
            rule="name_or_phone",
        )
    if typed:
        return typed
    if phones:
        return phones[0].typed
    raise RefusedByRule(
        say("A customer needs a name or a phone number. Write at least one of them."), rule="name_or_phone"
    )


def _refuse_known(work: UnitOfWork, source: str | None, external: str | None) -> None:
    if source is None:
        return
    known = work.session.scalar(
        select(Customer.id).where(Customer.source == source, Customer.external == external)
    )
    if known:
        raise Conflict(
            say(
                "$source already has a customer $external here. Open that one instead.",
                source=source,
                external=external,
            ),
            customer=str(known),
        )


def _add_contact_points(
    work: UnitOfWork,
    customer_id: UUID,
    phones: list[ContactForm],
    emails: list[ContactForm],
    command: RegisterCustomer,
    country: str,
) -> list[dict[str, Any]]:
    keys: list[dict[str, Any]] = []
    for position, (kind, form) in enumerate(
        [(ContactPointKind.PHONE, one) for one in phones] + [(ContactPointKind.EMAIL, one) for one in emails],
        start=1,
    ):
        point = ContactPoint(
            id=new_id(),
            customer_id=customer_id,
            kind=kind,
            position=position,
            typed=form.typed,
            normal=form.normal,
        )
        work.session.add(point)
        keys += point_keys(point)
    if command.street or command.city or command.postcode:
        point = address_point(
            customer_id, 50, command.street, command.postcode, command.city, command.region, country
        )
        work.session.add(point)
        keys += point_keys(point)
    return keys


def address_point(
    customer_id: UUID, position: int, street: str, postcode: str, city: str, region: str, country: str
) -> ContactPoint:
    """A postal address; what is shown is the street, then postal code and city."""
    typed = ", ".join(part for part in (street, f"{city} {postcode}".strip()) if part)
    return ContactPoint(
        id=new_id(),
        customer_id=customer_id,
        kind=ContactPointKind.ADDRESS,
        position=position,
        typed=typed,
        normal=None,
        street=street,
        postcode=postcode,
        city=city,
        region=region,
        country=country,
    )


def point_keys(point: ContactPoint) -> list[dict[str, Any]]:
    """The search keys of a way to reach a customer."""
    if point.kind == ContactPointKind.PHONE:
        return search_index.phone_rows(point.customer_id, point.id, point.typed, point.normal)
    if point.kind == ContactPointKind.EMAIL:
        return search_index.email_rows(point.customer_id, point.id, point.typed)
    return search_index.address_rows(
        point.customer_id, point.id, point.street or "", point.city or "", point.postcode or ""
    )


def _add_person(
    work: UnitOfWork, customer_id: UUID, position: int, given: PersonGiven, country: str
) -> list[dict[str, Any]]:
    person = Person(
        id=new_id(),
        customer_id=customer_id,
        position=position,
        name=given.name,
        role=given.role,
        phone=given.phone,
        email=given.email,
        may_be_told=given.may_be_told,
    )
    work.session.add(person)
    keys = search_index.name_rows(customer_id, person.id, given.name, CustomerKind.PERSON)
    if given.phone.strip():
        form = phone_form(given.phone, country)
        keys += search_index.phone_rows(customer_id, person.id, form.typed, form.normal)
    if given.email.strip():
        keys += search_index.email_rows(customer_id, person.id, email_form(given.email.strip()).typed)
    return keys


def customer_alias(customer_id: UUID, source: str, external: str) -> Alias:
    """The number of a customer in another system; apart from that system's order numbers."""
    return Alias(id=new_id(), system=source, number=f"customer {external}", case_id=customer_id)


@handles(ChangeCustomer, undoable=True)
def change_customer(work: UnitOfWork, command: ChangeCustomer) -> Made:
    """New values of the fields that were given; Conflict when a newer version was saved meanwhile."""
    case = work.case_of(command.customer)
    customer = work.session.get_one(Customer, command.customer)
    if customer.version != command.version:
        raise Conflict(
            say("$name was changed meanwhile. Look at what is new, then save again.", name=customer.name),
            customer=str(customer.id),
            version=customer.version,
        )
    values = {
        "name": command.name,
        "salutation": command.salutation,
        "language": command.language,
        "preferred_channel": command.preferred_channel,
        "contact_id": staff_id_of(work, command.contact) if command.contact else None,
    }
    if command.name is not None and not command.name.strip():
        raise RefusedByRule(
            say("A customer needs a name. Write one, or leave the old one."), rule="name_or_phone"
        )
    changes = {
        field: Change(_text(getattr(customer, field)), _text(value))
        for field, value in values.items()
        if value is not None and getattr(customer, field) != value
    }
    for field in changes:
        setattr(customer, field, values[field])
    if "name" in changes:  # the old name still finds the customer, so its keys stay
        _add_missing_keys(
            work, search_index.name_rows(customer.id, customer.id, customer.name, CustomerKind(customer.kind))
        )
    if changes:
        work.record(EntryKind.CUSTOMER, case, subject_id=customer.id, values=changes)
        work.changed("customer", customer.id)
    return Made(customer.id)


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _add_missing_keys(work: UnitOfWork, rows: list[dict[str, Any]]) -> None:
    """Insert the keys that the same source has not written before."""
    source_id = rows[0]["source_id"] if rows else None
    known = set(
        work.session.execute(
            select(SearchKey.kind, SearchKey.key).where(SearchKey.source_id == source_id)
        )
    )
    search_index.add_keys(work, [row for row in rows if (row["kind"], row["key"]) not in known])


@handles(AddContactPoint, undoable=True)
def add_contact_point(work: UnitOfWork, command: AddContactPoint) -> Made:
    """A further way to reach the customer, after the others of its kind."""
    case = work.case_of(command.customer)
    country = command.country or work.company.country
    highest = work.session.scalar(
        select(func.coalesce(func.max(ContactPoint.position), 0)).where(
            ContactPoint.customer_id == command.customer
        )
    )
    point = _point(command, int(highest or 0) + 1, country)
    point.label = command.label
    work.session.add(point)
    search_index.add_keys(work, point_keys(point))
    work.record(
        EntryKind.CUSTOMER, case, subject_id=point.id, values={command.kind: Change(None, point.typed)}
    )
    work.changed("customer", command.customer)
    return Made(point.id)


def _point(command: AddContactPoint, position: int, country: str) -> ContactPoint:
    if command.kind == ContactPointKind.ADDRESS:
        if not (command.street or command.city):
            raise RefusedByRule(say("An address needs a street or a city."), rule="address_form")
        return address_point(
            command.customer,
            position,
            command.street,
            command.postcode,
            command.city,
            command.region,
            country,
        )
    is_phone = command.kind == ContactPointKind.PHONE
    form = phone_form(command.value, country) if is_phone else email_form(command.value.strip())
    return ContactPoint(
        id=new_id(),
        customer_id=command.customer,
        kind=command.kind,
        position=position,
        typed=form.typed,
        normal=form.normal,
    )


@handles(EndContactPoint, undoable=True)
def end_contact_point(work: UnitOfWork, command: EndContactPoint) -> Made:
    """No longer used; its keys stay, so that the old number still finds the customer."""
    point = work.session.get(ContactPoint, command.contact_point)
    if point is None or point.ended_at:
        raise NotFound(say("This way to reach the customer is not in use any more."))
    case = work.case_of(point.customer_id)
    point.ended_at = work.now
    work.record(EntryKind.CUSTOMER, case, subject_id=point.id, values={point.kind: Change(point.typed, None)})
    work.changed("customer", point.customer_id)
    return Made(point.id)


@handles(AddPerson, undoable=True)
def add_person(work: UnitOfWork, command: AddPerson) -> Made:
    """A person at or for the customer, found by name, phone and e-mail."""
    case = work.case_of(command.customer)
    if not command.name.strip():
        raise RefusedByRule(say("A person needs a name."), rule="person_name")
    position = (
        int(
            work.session.scalar(
                select(func.coalesce(func.max(Person.position), 0)).where(
                    Person.customer_id == command.customer
                )
            )
            or 0
        )
        + 1
    )
    given = PersonGiven(
        name=command.name,
        role=command.role,
        phone=command.phone,
        email=command.email,
        may_be_told=command.may_be_told,
    )
    keys = _add_person(work, command.customer, position, given, work.company.country)
    search_index.add_keys(work, keys)
    person_id = keys[0]["source_id"]
    work.record(EntryKind.CUSTOMER, case, subject_id=person_id, values={"person": Change(None, command.name)})
    work.changed("customer", command.customer)
    return Made(person_id)
