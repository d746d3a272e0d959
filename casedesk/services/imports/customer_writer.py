"""Writes imported customers with their cases, ways to reach them, persons and notes."""

from __future__ import annotations

from casedesk.contract.ids import new_id
from casedesk.models import Case, Customer
from casedesk.rules.vocabulary import CustomerKind, EntryKind
from casedesk.services import search_index
from casedesk.services.customers import customer_alias, point_keys
from casedesk.services.imports.contact_rows import contact_points, person_keys, person_of
from casedesk.services.imports.customer_changes import change_customers
from casedesk.services.imports.note_writer import write_notes
from casedesk.services.imports.plans import Planned
from casedesk.services.imports.records import Record
from casedesk.services.imports.writing import Writing, day_of, entries_of, text_of
from casedesk.services.unit_of_work import Change


def write_customers(writing: Writing) -> None:
    """New customers with their cases, and what the source has changed of the others."""
    made = [(one, *_customer_and_case(writing, one.record)) for one in writing.plan.of("made")]
    writing.work.session.add_all(row for _, customer, case in made for row in (customer, case))
    writing.work.session.flush()  # everything else refers to them, and no relationship orders the rows
    for one, customer, case in made:
        writing.made[one.record.key] = customer.id
        _write_rest(writing, one, customer, case)
    change_customers(writing)


def _customer_and_case(writing: Writing, record: Record) -> tuple[Customer, Case]:
    work = writing.work
    customer = Customer(
        id=new_id(),
        kind=text_of(record, "kind"),
        name=customer_name(record),
        salutation=text_of(record, "salutation"),
        language=text_of(record, "language") or work.company.language,
        zone=text_of(record, "zone") or work.company.zone,
        since_on=day_of(record.values, "since") or work.today,
        preferred_channel=text_of(record, "preferred_channel") or None,
        contact_id=writing.id_of("staff", record.values.get("contact")),
        source=writing.source,
        external=record.key,
        extra=dict(record.extra),
    )
    case = Case(
        customer_id=customer.id, opened_at=work.now, opened_by_id=work.actor.id, last_seq=0, head_digest=""
    )
    return customer, case


def customer_name(record: Record) -> str:
    """The name, or the first phone number of a customer who has none."""
    name = text_of(record, "name")
    return name if name.strip() else str(entries_of(record, "phones")[0]["number"])


def _write_rest(writing: Writing, one: Planned, customer: Customer, case: Case) -> None:
    record, country = one.record, text_of(one.record, "country") or writing.work.company.country
    alias = customer_alias(customer.id, writing.source, record.key)
    writing.batch.add(alias)
    writing.keys += search_index.name_rows(
        customer.id, customer.id, customer.name, CustomerKind(customer.kind)
    )
    writing.keys += search_index.alias_rows(customer.id, None, alias.id, record.key)
    for point in contact_points(record, customer.id, country):
        writing.batch.add(point)
        writing.keys += point_keys(point)
    for position, entry in enumerate(entries_of(record, "persons"), start=1):
        person = person_of(entry, customer.id, position)
        writing.batch.add(person)
        writing.keys += person_keys(person, country)
    values = {"name": Change(None, customer.name), "imported": Change(None, f"{writing.source}:{record.key}")}
    writing.work.record(EntryKind.CASE, case, subject_id=customer.id, values=values)
    writing.work.changed("customer", customer.id)
    write_notes(writing, case, None, entries_of(record, "notes"), writing.work.today)
