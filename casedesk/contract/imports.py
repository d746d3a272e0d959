"""The command that brings in records of another system, many in one transaction."""

from __future__ import annotations

from dataclasses import field
from typing import Any, Literal
from uuid import UUID

from casedesk.contract.declaration import command, parameter, record
from casedesk.contract.values import Made

ImportKind = Literal["staff", "product", "customer", "order", "money"]
ImportOutcome = Literal["made", "changed", "skipped", "rejected"]


@record
class RecordGiven:
    """A record of another system: its key there, and fields and lists as docs/import.md names them."""

    key: str
    values: dict[str, Any] = field(default_factory=dict)
    lists: dict[str, tuple[dict[str, Any], ...]] = field(default_factory=dict)
    extra: dict[str, str] = field(default_factory=dict)


@record
class RecordRejected:
    """Why a record could not be taken: `field` and its value, the reason and what to do."""

    key: str
    field: str
    value: str
    reason: str
    remedy: str


@record
class PossibleDuplicate:
    """A new customer that may be one of another source: by what, and which; nothing was merged."""

    key: str
    name: str
    customer: UUID
    customer_name: str
    why: str


@record
class RecordsImported:
    """What became of each record, in the order they were given; every rejected one has its reason."""

    outcomes: tuple[ImportOutcome, ...]
    rejected: tuple[RecordRejected, ...]
    possible_duplicates: tuple[PossibleDuplicate, ...] = ()


@command(result=Made, permission="import_order")
class BeginImport:
    """Begin a run of an import; its records name it."""

    source: str = parameter("short name of the other system, for ever")
    mapping: str = parameter("digest of the mapping file", default="")


@command(result=RecordsImported, permission="import_order")
class ImportRecords:
    """Bring in up to 500 records of another system; known ones change with their source, or are skipped."""

    run: UUID = parameter("the run, from begin_import")
    kind: ImportKind = parameter("staff, product, customer, order or money")
    records: tuple[RecordGiven, ...] = parameter("records: key, values, lists, extra")
    currency: str = parameter("of amounts that name none; the company's when left out", default="")


@command(result=Made, permission="import_order")
class EndImport:
    """End a run with its counts."""

    run: UUID = parameter("the run")
    counts: dict[str, int] = parameter("made, changed, skipped, rejected", default_factory=dict)
