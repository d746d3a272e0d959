"""Widens the rows of a file by columns of other files, found by key; it knows no record."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from casedesk.errors import RefusedByRule
from casedesk.services.imports.field_reader import Columns
from casedesk.services.imports.mapping import LookUp
from casedesk.services.imports.reading import Reading
from casedesk.services.imports.side_table import SideTable
from casedesk.services.imports.table import BrokenRow, Cell, TableRow, key_text
from casedesk.services.imports.table_file import open_table
from casedesk.words import say

Finder = Callable[[str], Path]
"""Finds the file that a mapping names."""


class LookedUpFile:
    """One look-up: `columns` are `name.column`; every row gets them, blank where nothing is found."""

    def __init__(self, name: str, look_up: LookUp, general: Reading, find: Finder) -> None:
        reading = look_up.reading.over(general)
        table = open_table(find(look_up.file), reading)
        self.name = name
        self.look_up = look_up
        self.columns = tuple(f"{name}.{column}" for column in table.columns)
        self._rows = SideTable()
        key_index = Columns(table.name, table.columns).place(look_up.key, f"look_up.{name}").index
        for row in table.rows():
            if isinstance(row, BrokenRow):
                raise _broken(table.name, row)
            self._rows.add(key_text(row.cells, [key_index]), row)
        self._rows.finish()
        if repeated := self._rows.repeated_key():
            raise _repeated(table.name, *repeated)

    def cells_for(self, keys: Sequence[str]) -> Mapping[str, tuple[Cell, ...]]:
        """The cells that each key adds; keys that nothing is found for are absent."""
        return {key: rows[0].cells for key, rows in self._rows.rows_of(sorted(set(keys))).items()}

    def close(self) -> None:
        """Let go of the temporary file."""
        self._rows.close()


def widened(
    rows: Sequence[TableRow], look_ups: Sequence[LookedUpFile], columns: Columns
) -> list[tuple[TableRow, tuple[str, ...]]]:
    """Each row with the columns of all look-ups, and the names of the look-ups that found nothing for it."""
    cells = [list(row.cells) for row in rows]
    missed: list[list[str]] = [[] for _ in rows]
    for look_up in look_ups:
        index = columns.place(look_up.look_up.by, f"look_up.{look_up.name}.by").index
        found = look_up.cells_for([key_text(row.cells, [index]) for row in rows])
        blank = ("",) * len(look_up.columns)
        for row, own, names in zip(rows, cells, missed, strict=True):
            added = found.get(key_text(row.cells, [index]))
            own.extend(added or blank)
            if added is None:
                names.append(look_up.name)
    return [
        (TableRow(row.line, tuple(own)), tuple(names))
        for row, own, names in zip(rows, cells, missed, strict=True)
    ]


def _broken(file: str, row: BrokenRow) -> RefusedByRule:
    return RefusedByRule(
        say(
            "Line $line of $file, where values are looked up: $reason. $remedy",
            line=row.line,
            file=file,
            reason=row.reason,
            remedy=row.remedy,
        ),
        rule="import.look_up",
        line=row.line,
    )


def _repeated(file: str, key: str, line: int) -> RefusedByRule:
    return RefusedByRule(
        say(
            "$file has more than one row with the key “$key” (line $line). Values can only be looked up"
            " in a file whose keys differ.",
            file=file,
            key=key,
            line=line,
        ),
        rule="import.look_up",
        line=line,
    )
