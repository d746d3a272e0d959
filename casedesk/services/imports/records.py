"""What comes out of a file before anything is written: records and problems; plain values only."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from casedesk.contract.imports import ImportKind
from casedesk.services.imports.field_reader import Value

Values = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Record:
    """One record of a kind, named by its key in the source. Blank fields are left out of `values`."""

    kind: ImportKind
    key: str
    line: int
    values: Values
    lists: Mapping[str, tuple[Values, ...]]
    extra: Mapping[str, str]

    def digest(self) -> str:
        """Equal for equal contents, wherever the row stands in the file."""
        content = {"values": self.values, "lists": self.lists, "extra": self.extra}
        return sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Problem:
    """A cell or row that could not be taken: where it stands, what it says, why, and what to do."""

    file: str
    line: int
    column: str
    value: str
    reason: str
    remedy: str


@dataclass(frozen=True, slots=True)
class ListRow:
    """A row of another file that belongs to a record."""

    what: str
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class RowRead:
    """A row of a step's file: a record, left out by the mapping (no record, no problems), or rejected.

    `left_out` are cells that were kept as text in `extra` because they could not be read.
    """

    line: int
    key: str = ""
    record: Record | None = None
    problems: tuple[Problem, ...] = ()
    left_out: tuple[Problem, ...] = ()
    list_rows: tuple[ListRow, ...] = ()
