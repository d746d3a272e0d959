"""Reads the lists of a record (lines, phones): entries from its own row or from rows of another file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from casedesk.services.imports.field_reader import Columns, FieldReader, Test, UnreadableCell, Value
from casedesk.services.imports.records import Problem, Values
from casedesk.services.imports.side_table import SideTable
from casedesk.services.imports.table import BrokenRow, Cell, Table, TableRow, key_text
from casedesk.words import say

Readers = Mapping[str, FieldReader]


@dataclass(frozen=True, slots=True)
class ReadValues:
    """The values of some fields of a row, what made it unusable, and what was kept as text only.

    `whole` is false when a field that is needed was kept as text only.
    """

    values: Values
    problems: tuple[Problem, ...]
    left_out: tuple[Problem, ...]
    whole: bool


def read_values(readers: Readers, row: TableRow, file: str) -> ReadValues:
    """Every field of the row, blank ones left out; a blank field that is needed is a problem."""
    values: dict[str, Value] = {}
    problems: list[Problem] = []
    left_out: list[Problem] = []
    whole = True
    for name, reader in readers.items():
        try:
            value = reader.read(row.cells)
        except UnreadableCell as error:
            problem = Problem(file, row.line, error.column, error.text, error.reason, error.remedy)
            as_text = reader.source.unreadable == "extra"
            (left_out if as_text else problems).append(problem)
            whole = whole and not (as_text and reader.is_needed)
            continue
        if value is not None:
            values[name] = value
        elif reader.is_needed:
            problems.append(_missing(reader, row, file))
    return ReadValues(values, tuple(problems), tuple(left_out), whole)


def _missing(reader: FieldReader, row: TableRow, file: str) -> Problem:
    column = reader.places[0].name if reader.places else ""
    return Problem(
        file,
        row.line,
        column,
        "",
        say("Is empty, but is needed as $field", field=reader.target.name if reader.target else ""),
        say("Write the value, or give the field a default in the mapping."),
    )


@dataclass(frozen=True, slots=True)
class InRowList:
    """One entry from the record's own row, or none: by its conditions or because a needed field is blank."""

    test: Test
    readers: Readers

    def read(self, row: TableRow, file: str) -> ReadValues | None:
        """The entry of this row, or None for no entry."""
        if not self.test(row.cells) or self._is_blank(row.cells):
            return None
        return read_values(self.readers, row, file)

    def _is_blank(self, cells: Sequence[Cell]) -> bool:
        needed = (reader for reader in self.readers.values() if reader.is_needed and reader.places)
        return any(not reader.raw_text(cells).strip() for reader in needed)


class OtherFileList:
    """Entries from another file, one for each row with the record's key for which `test` is true."""

    def __init__(self, table: Table, key: str, columns: Columns, test: Test, readers: Readers) -> None:
        self.file = table.name
        self.total = 0
        self.broken: list[BrokenRow] = []
        self._table = table
        self._test = test
        self._readers = readers
        self._rows = SideTable()
        self._key_index = columns.place(key, f"{table.name} key").index
        self._at_hand: Mapping[str, list[TableRow]] = {}

    def load(self) -> None:
        """Read the whole file once; RefusedByRule when it does not prove how it is written."""
        for row in self._table.rows():
            self.total += 1
            if isinstance(row, BrokenRow):
                self.broken.append(row)
                continue
            for reader in self._readers.values():
                reader.observe(row.cells)
            self._rows.add(key_text(row.cells, [self._key_index]), row)
        self._rows.finish()
        for reader in self._readers.values():
            reader.settle()

    def fetch(self, keys: Sequence[str]) -> None:
        """Have the rows of these keys at hand; they count as used."""
        self._at_hand = self._rows.rows_of(keys)

    def rows(self, key: str) -> Sequence[TableRow]:
        """The rows at hand of a key, in the order of the file."""
        return self._at_hand.get(key, ())

    def read(self, row: TableRow) -> ReadValues | None:
        """The entry of one of the rows, None where the mapping leaves it out."""
        return read_values(self._readers, row, self.file) if self._test(row.cells) else None

    def unused(self) -> Iterator[tuple[str, int]]:
        """Key and line of the rows that belong to no record of the file they should belong to."""
        return self._rows.unused()

    def close(self) -> None:
        """Let go of the temporary file."""
        self._rows.close()
