"""What earlier runs made of a source's records, and what has changed in a record since; it writes nothing."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import Connection, select

from casedesk.models import ImportRecord
from casedesk.services.imports.records import Record

Digests = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Known:
    """What a key became here, and the digests of its fields when it was imported last."""

    target_id: UUID
    digests: Digests


class Assumed(Protocol):
    """What a dry run would have made before: which of these keys it has accepted."""

    def accepted(self, kind: str, keys: Collection[str]) -> Collection[str]: ...


def known_records(connection: Connection, source: str, kind: str, keys: Collection[str]) -> dict[str, Known]:
    """What is here of these keys of a source, in one statement."""
    rows = connection.execute(
        select(ImportRecord.external, ImportRecord.target_id, ImportRecord.digests).where(
            ImportRecord.source == source, ImportRecord.kind == kind, ImportRecord.external.in_(sorted(keys))
        )
    )
    return {row.external: Known(row.target_id, row.digests) for row in rows}


class FieldDigests:
    """Makes the digests of a record's fields; keyed, so that a stored one gives no phone number away."""

    def __init__(self, number_key: int) -> None:
        self._key = (number_key % 2**64).to_bytes(8, "big")

    def of_record(self, record: Record) -> dict[str, Any]:
        """A digest for each field, a list of them for each list, one for all of `extra`."""
        digests: dict[str, Any] = {name: self.of_value(value) for name, value in record.values.items()}
        digests |= {name: self.of_entries(entries) for name, entries in record.lists.items()}
        return digests | ({"extra": self.of_value(record.extra)} if record.extra else {})

    def of_entries(self, entries: Sequence[Mapping[str, Any]]) -> list[str]:
        """The digest of each entry of a list, in its order."""
        return [self.of_value(entry) for entry in entries]

    def of_value(self, value: object) -> str:
        """Sixteen hexadecimal digits; equal for equal values."""
        text = json.dumps(value, sort_keys=True, default=str)
        return blake2b(text.encode(), key=self._key, digest_size=8).hexdigest()


def changed_fields(before: Digests, now: Digests) -> frozenset[str]:
    """The names of fields and lists that the source has changed, added or emptied."""
    return frozenset(name for name in {*before, *now} if before.get(name) != now.get(name))
