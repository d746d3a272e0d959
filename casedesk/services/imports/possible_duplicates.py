"""Finds customers of other sources that may be the ones imported; it merges nothing, a person decides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import ColumnElement, Connection, or_, select

from casedesk.contract.imports import PossibleDuplicate
from casedesk.models import ContactPoint, Customer
from casedesk.services.contact_forms import lenient_phone_form
from casedesk.services.imports.plans import Planned
from casedesk.services.imports.records import Record
from casedesk.words import say


def possible_duplicates(
    connection: Connection, source: str, planned: Sequence[Planned], country: str
) -> tuple[PossibleDuplicate, ...]:
    """Each planned customer with each known one of another source that has its phone or its very name."""
    records = [one.record for one in planned if one.record.kind == "customer"]
    if not records:
        return ()
    return (*_same_phone(connection, source, records, country), *_same_name(connection, source, records))


def _same_phone(
    connection: Connection, source: str, records: Sequence[Record], country: str
) -> Iterator[PossibleDuplicate]:
    phones = {phone: record for record in records for phone in _phones(record, country)}
    rows = connection.execute(
        select(ContactPoint.normal, Customer.id, Customer.name)
        .join(Customer, Customer.id == ContactPoint.customer_id)
        .where(ContactPoint.normal.in_(phones), _elsewhere(source))
    )
    for row in rows:
        record = phones[row.normal]
        yield PossibleDuplicate(
            record.key, _name(record), row.id, row.name, say("the same phone $phone", phone=row.normal)
        )


def _same_name(connection: Connection, source: str, records: Sequence[Record]) -> Iterator[PossibleDuplicate]:
    names = {_name(record): record for record in records if _name(record)}
    rows = connection.execute(
        select(Customer.id, Customer.name).where(Customer.name.in_(names), _elsewhere(source))
    )
    for row in rows:
        yield PossibleDuplicate(names[row.name].key, row.name, row.id, row.name, say("the same name"))


def _elsewhere(source: str) -> ColumnElement[bool]:
    return or_(Customer.source.is_(None), Customer.source != source)


def _name(record: Record) -> str:
    return str(record.values.get("name", ""))


def _phones(record: Record, country: str) -> Iterator[str]:
    own = str(record.values.get("country", "")) or country
    for entry in record.lists.get("phones", ()):
        normal = lenient_phone_form(str(entry["number"]), own).normal
        if normal:
            yield normal
