"""What every writer of imported records works with: transaction, source, ids, days and the rows to send."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select

from casedesk.models import Base, Case, SearchKey
from casedesk.services import search_index
from casedesk.services.imports.batch import Batch
from casedesk.services.imports.known_records import FieldDigests
from casedesk.services.imports.plans import Plan, Planned
from casedesk.services.imports.records import Record
from casedesk.services.unit_of_work import Change, UnitOfWork

KeyRow = dict[str, Any]


@dataclass
class Writing:
    """One transaction of an import.

    New rows go to `batch`, those that refer to timeline entries to `after_entries`, search keys to `keys`,
    the ids of new records to `made` by their key.
    """

    work: UnitOfWork
    source: str
    currency: str
    plan: Plan
    batch: Batch = field(default_factory=Batch)
    after_entries: Batch = field(default_factory=Batch)
    keys: list[KeyRow] = field(default_factory=list)
    made: dict[str, UUID] = field(default_factory=dict)

    @property
    def digests(self) -> FieldDigests:
        return FieldDigests(self.work.company.number_key)

    def id_of(self, kind: str, key: object) -> UUID | None:
        """The id of a record that this one refers to; None for no reference."""
        return None if key is None else self.plan.references[(kind, str(key))]

    def customer_of(self, record: Record) -> UUID:
        """The customer that an order or a money entry belongs to."""
        return self.plan.references[("customer", str(record.values["customer"]))]

    def cases(self, customer_ids: Iterable[UUID]) -> dict[UUID, Case]:
        """The customers' cases, locked in one order so that two imports never wait for each other."""
        found = self.work.session.scalars(
            select(Case)
            .where(Case.customer_id.in_(set(customer_ids)))
            .order_by(Case.customer_id)
            .with_for_update(of=Case)
        )
        return {case.customer_id: case for case in found}

    def start_of(self, day: date) -> datetime:
        """The first instant of a day in the company's time zone."""
        return datetime.combine(day, time.min, ZoneInfo(self.work.company.zone))

    def send(self) -> None:
        """Insert the rows, the search keys that are not there yet, the entries, what refers to entries."""
        self.batch.insert(self.work.session)
        search_index.add_keys(self.work, self._new_keys())
        self.work.finish()
        self.after_entries.insert(self.work.session)

    def _new_keys(self) -> list[KeyRow]:
        """Keys of rows that were changed may be there from before; those of new rows cannot."""
        wanted = {_identity(row): row for row in self.keys}
        changed = {one.target_id for one in self.plan.of("changed")}
        sources = {row["source_id"] for row in wanted.values() if row["source_id"] in changed}
        there = (
            self.work.session.execute(
                select(SearchKey.kind, SearchKey.key, SearchKey.target_id, SearchKey.source_id).where(
                    SearchKey.source_id.in_(sources)
                )
            )
            if sources
            else ()
        )
        for identity in there:
            wanted.pop(identity, None)
        return list(wanted.values())


def _identity(row: Mapping[str, Any]) -> tuple[str, str, UUID, UUID]:
    return str(row["kind"]), row["key"], row["target_id"], row["source_id"]


def apply_changes(row: Base, values: Mapping[str, Any]) -> dict[str, Change]:
    """Set what differs, and say what it was and is; `extra` is kept but not spelled out in the history."""
    changes = {}
    for name, value in values.items():
        old = getattr(row, name)
        if old != value:
            setattr(row, name, value)
            changes[name] = Change(None, None) if name == "extra" else Change(_plain(old), _plain(value))
    return changes


def _plain(value: object) -> str | None:
    return None if value is None else str(value)


def text_of(record: Record, name: str) -> str:
    """A text field, empty when blank."""
    return str(record.values.get(name, ""))


def day_of(values: Mapping[str, Any], name: str) -> date | None:
    """A day, None when blank."""
    value = values.get(name)
    return value if isinstance(value, date) else None


def number_of(values: Mapping[str, Any], name: str, default: Decimal) -> Decimal:
    """A number, or the default when blank."""
    value = values.get(name)
    return value if isinstance(value, Decimal) else default


def entries_of(record: Record, name: str) -> Sequence[Mapping[str, Any]]:
    """The entries of one of the record's lists."""
    return record.lists.get(name, ())


def gone_and_new(writing: Writing, one: Planned, name: str) -> tuple[set[str], list[Mapping[str, Any]]]:
    """The digests of entries that the source no longer has, and the entries that it did not have before."""
    before = set((one.before or {}).get(name, ()))
    entries = entries_of(one.record, name)
    digests = writing.digests.of_entries(entries)
    new = [entry for entry, digest in zip(entries, digests, strict=True) if digest not in before]
    return before - set(digests), new
