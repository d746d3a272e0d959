"""Takes over what a source has changed of its customers; what only people here changed stays."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from casedesk.models import Case, ContactPoint, Customer, Person
from casedesk.rules.vocabulary import ContactPointKind, CustomerKind, EntryKind
from casedesk.services import search_index
from casedesk.services.customers import point_keys
from casedesk.services.imports.contact_rows import (
    ADDRESS,
    address_of,
    contact_point,
    has_address,
    person_keys,
    person_of,
)
from casedesk.services.imports.note_writer import write_notes
from casedesk.services.imports.plans import Planned
from casedesk.services.imports.writing import (
    Writing,
    apply_changes,
    day_of,
    gone_and_new,
    text_of,
)
from casedesk.services.unit_of_work import Change

_TEXTS = ("name", "kind", "salutation", "language", "zone")
_POINTS = {"phones": (ContactPointKind.PHONE, "number"), "emails": (ContactPointKind.EMAIL, "address")}


def change_customers(writing: Writing) -> None:
    """Change the customers of the plan that the source has changed."""
    changed = {one.target_id: one for one in writing.plan.of("changed") if one.target_id}
    if not changed:
        return
    session = writing.work.session
    cases = writing.cases(changed)
    points = _by_customer(session.scalars(_in_use(ContactPoint, changed)))
    persons = _by_customer(session.scalars(_in_use(Person, changed)))
    for customer in session.scalars(select(Customer).where(Customer.id.in_(changed))):
        one = changed[customer.id]
        changes = apply_changes(customer, _values(writing, customer, one))
        changes |= _change_points(writing, one, points.get(customer.id, []))
        changes |= _change_persons(writing, one, persons.get(customer.id, []))
        if "name" in changes:
            writing.keys += search_index.name_rows(
                customer.id, customer.id, customer.name, CustomerKind(customer.kind)
            )
        _finish(writing, one, cases[customer.id], changes)


def _in_use(model: type[ContactPoint] | type[Person], ids: Collection[UUID]) -> Any:
    return select(model).where(model.customer_id.in_(ids), model.ended_at.is_(None))


def _by_customer(rows: Iterable[Any]) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = {}
    for row in rows:
        found.setdefault(row.customer_id, []).append(row)
    return found


def _values(writing: Writing, customer: Customer, one: Planned) -> dict[str, Any]:
    """New values of the fields that the source changed; one that it emptied keeps what is needed here."""
    record = one.record
    values: dict[str, Any] = {name: text_of(record, name) or getattr(customer, name) for name in _TEXTS}
    values["since"] = day_of(record.values, "since") or customer.since_on
    values["preferred_channel"] = text_of(record, "preferred_channel") or None
    values["contact"] = writing.id_of("staff", record.values.get("contact"))
    values["extra"] = dict(record.extra)
    columns = {"since": "since_on", "contact": "contact_id"}
    return {columns.get(name, name): value for name, value in values.items() if name in one.changed}


def _change_points(writing: Writing, one: Planned, in_use: Sequence[ContactPoint]) -> dict[str, Change]:
    """End what the source no longer has, add what it has anew."""
    changes: dict[str, Change] = {}
    country = text_of(one.record, "country") or writing.work.company.country
    for name, (kind, field) in _POINTS.items():
        gone, new = gone_and_new(writing, one, name)
        for point in in_use:
            if point.kind == kind and writing.digests.of_value(_entry(point, field)) in gone:
                point.ended_at = writing.work.now
                changes[kind] = Change(point.typed, None)
        for position, entry in enumerate(new, start=len(in_use) + 1):
            point = contact_point(kind, entry, _id(one), position, country)
            _add_point(writing, point)
            changes[kind] = Change(changes[kind].old if kind in changes else None, point.typed)
    return changes | _change_address(writing, one, in_use, country)


def _change_address(
    writing: Writing, one: Planned, in_use: Sequence[ContactPoint], country: str
) -> dict[str, Change]:
    if not one.changed & set(ADDRESS):
        return {}
    old = next((point for point in in_use if _is_imported_address(writing, one, point)), None)
    if old:
        old.ended_at = writing.work.now
    new = address_of(one.record, _id(one), country) if has_address(one.record) else None
    if new:
        _add_point(writing, new)
    return {"address": Change(old.typed if old else None, new.typed if new else None)}


def _is_imported_address(writing: Writing, one: Planned, point: ContactPoint) -> bool:
    """Whether it is the address that the last import wrote, and not one that somebody added."""
    if point.kind != ContactPointKind.ADDRESS:
        return False
    before = one.before or {}
    written = {name: getattr(point, name) or "" for name in ("street", "postcode", "city")}
    return all(
        (writing.digests.of_value(text) == before[name]) if name in before else not text
        for name, text in written.items()
    )


def _change_persons(writing: Writing, one: Planned, in_use: Sequence[Person]) -> dict[str, Change]:
    gone, new = gone_and_new(writing, one, "persons")
    country = text_of(one.record, "country") or writing.work.company.country
    changes: dict[str, Change] = {}
    for person in in_use:
        entry = {name: getattr(person, name) for name in ("name", "role", "phone", "email", "may_be_told")}
        if writing.digests.of_value({name: text for name, text in entry.items() if text}) in gone:
            person.ended_at = writing.work.now
            changes["person"] = Change(person.name, None)
    for position, given in enumerate(new, start=len(in_use) + 1):
        person = person_of(given, _id(one), position)
        writing.batch.add(person)
        writing.keys += person_keys(person, country)
        changes["person"] = Change(changes["person"].old if "person" in changes else None, person.name)
    return changes


def _entry(point: ContactPoint, field: str) -> dict[str, str]:
    return {field: point.typed} | ({"label": point.label} if point.label else {})


def _add_point(writing: Writing, point: ContactPoint) -> None:
    writing.batch.add(point)
    writing.keys += point_keys(point)


def _finish(writing: Writing, one: Planned, case: Case, changes: Mapping[str, Change]) -> None:
    writing.work.record(EntryKind.CUSTOMER, case, subject_id=case.customer_id, values=changes)
    writing.work.changed("customer", case.customer_id)
    _gone, new_notes = gone_and_new(writing, one, "notes")
    write_notes(writing, case, None, new_notes, writing.work.today)


def _id(one: Planned) -> UUID:
    if one.target_id is None:
        raise ValueError(f"{one.record.key} was never imported")
    return one.target_id
