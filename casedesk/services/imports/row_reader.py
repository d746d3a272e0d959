"""Turns one row, widened by its look-ups, into a record or into what is wrong with it; it opens no file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from casedesk.contract.imports import ImportKind
from casedesk.services.imports.field_reader import FieldReader, Place, Test
from casedesk.services.imports.list_readers import InRowList, OtherFileList, Readers, ReadValues, read_values
from casedesk.services.imports.record_rules import record_problems
from casedesk.services.imports.records import ListRow, Problem, Record, RowRead, Values
from casedesk.services.imports.table import Cell, TableRow, cell_text, key_text
from casedesk.words import say

LONGEST_KEY = 120
"""As long as the column that keeps it (`aliases.number`)."""


@dataclass(frozen=True, slots=True)
class RowReader:
    """All that a step reads from a row. `look_ups_needed` must find something; `rest` is kept unread."""

    kind: ImportKind
    file: str
    key: tuple[Place, ...]
    only: Test
    fields: Readers
    extra: Readers
    rest: tuple[FieldReader, ...]
    in_row: tuple[tuple[str, InRowList], ...]
    other_files: tuple[tuple[str, OtherFileList], ...]
    look_ups_needed: frozenset[str]

    def key_of(self, row: TableRow) -> str:
        """The record's key in the source; empty when one of its columns is blank."""
        return key_text(row.cells, (place.index for place in self.key))

    def read(self, row: TableRow, key: str, missed: Sequence[str]) -> RowRead:
        """The record, or nothing where the mapping leaves the row out, or the problems."""
        if not self.only(row.cells):
            return RowRead(row.line, key, list_rows=self._list_rows(key))
        own = read_values(self.fields, row, self.file)
        kept_named = read_values(self.extra, row, self.file)
        lists = self._read_lists(row, key)
        parts = (own, kept_named, *(entry for _, entry in lists))
        problems = [*self._key_problems(row, key), *self._look_up_problems(row, missed)]
        problems += [problem for part in parts for problem in part.problems]
        left_out = tuple(problem for part in parts for problem in part.left_out)
        if not problems:
            kept = self._kept(row, kept_named.values, left_out)
            record = Record(self.kind, key, row.line, own.values, _by_list(lists), kept)
            problems += record_problems(record, self.file)
            if not problems:
                return RowRead(row.line, key, record, (), left_out, self._list_rows(key))
        return RowRead(row.line, key, None, self._with_siblings(row, key, problems), (), self._list_rows(key))

    def _read_lists(self, row: TableRow, key: str) -> list[tuple[str, ReadValues]]:
        found = [(name, other.read(one)) for name, other in self.other_files for one in other.rows(key)]
        found += [(name, entry.read(row, self.file)) for name, entry in self.in_row]
        return [(name, entry) for name, entry in found if entry is not None]

    def _list_rows(self, key: str) -> tuple[ListRow, ...]:
        return tuple(
            ListRow(name, other.file, one.line) for name, other in self.other_files for one in other.rows(key)
        )

    def _kept(self, row: TableRow, named: Values, left_out: Sequence[Problem]) -> Mapping[str, str]:
        """The columns without a field: those the mapping names, the rest if it says so, unreadable cells."""
        texts = ((name, str(value)) for name, value in named.items())
        rest = ((reader.places[0].name, reader.raw_text(row.cells)) for reader in self.rest)
        unread = ((problem.column, problem.value) for problem in left_out if problem.file == self.file)
        return {name: text.replace("\x00", "") for name, text in (*texts, *rest, *unread) if text.strip()}

    def _key_problems(self, row: TableRow, key: str) -> list[Problem]:
        column = self.key[0].name
        if not key:
            remedy = say("Write the key; without it a later import could not find the record again.")
            return [Problem(self.file, row.line, column, "", say("Has no key"), remedy)]
        if len(key) > LONGEST_KEY:
            reason = say("The key has more than $most letters", most=LONGEST_KEY)
            return [Problem(self.file, row.line, column, key, reason, say("Choose another column as key."))]
        return []

    def _look_up_problems(self, row: TableRow, missed: Sequence[str]) -> list[Problem]:
        return [
            Problem(
                self.file,
                row.line,
                name,
                "",
                say("Nothing was found by the look-up “$name”", name=name),
                say("Add the row to the file that is looked up, or take needed = true out of the mapping."),
            )
            for name in missed
            if name in self.look_ups_needed
        ]

    def _with_siblings(self, row: TableRow, key: str, problems: list[Problem]) -> tuple[Problem, ...]:
        """A rejected record takes the rows of its lists with it, so that nothing is stored in part."""
        named = {(problem.file, problem.line) for problem in problems}
        if (self.file, row.line) not in named:
            problems.append(self._rejected_by_list(row, key, problems[0]))
        siblings = [one for one in self._list_rows(key) if (one.file, one.line) not in named]
        return (*problems, *(rejected_with_record(one, self.file, row.line, key) for one in siblings))

    def _rejected_by_list(self, row: TableRow, key: str, cause: Problem) -> Problem:
        reason = say(
            "Line $line of $file, which belongs to it, is rejected", line=cause.line, file=cause.file
        )
        return Problem(self.file, row.line, "", key, reason, say("Correct that line, then import again."))


def rejected_with_record(row: ListRow, file: str, line: int, key: str) -> Problem:
    """The problem of a list row whose record was rejected."""
    reason = say("Line $line of $file, to which it belongs, is rejected", line=line, file=file)
    return Problem(row.file, row.line, "", key, reason, say("Correct that line, then import again."))


def _by_list(lists: Sequence[tuple[str, ReadValues]]) -> dict[str, tuple[Values, ...]]:
    found: dict[str, tuple[Values, ...]] = {}
    for name, entry in lists:
        if entry.whole:
            found[name] = (*found.get(name, ()), entry.values)
    return found


def cells_shown(cells: Sequence[Cell]) -> str:
    """A row that could not be read, as far as it helps to find it."""
    return " | ".join(cell_text(cell) for cell in cells)[:200]
