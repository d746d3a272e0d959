"""A table as CaseDesk exported it: the guard before what a spreadsheet would calculate is taken off again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from casedesk.rules.spreadsheet_text import original_text
from casedesk.services.imports.table import BrokenRow, Cell, Table, TableRow

# No XML holds these two; workbooks write them so, and the library that reads workbooks leaves them so.
_IN_WORKBOOKS = {"_xFFFE_": "\ufffe", "_xFFFF_": "\uffff"}


class GuardedTable:
    """The rows of another table with the texts that `rules/spreadsheet_text` was given."""

    def __init__(self, table: Table, *, is_workbook: bool) -> None:
        self._table = table
        self._written_otherwise = _IN_WORKBOOKS if is_workbook else {}
        self.name = table.name
        self.columns = table.columns

    def rows(self) -> Iterator[TableRow | BrokenRow]:
        """Every row; broken ones as they are."""
        for row in self._table.rows():
            if isinstance(row, BrokenRow):
                yield row
            else:
                yield replace(row, cells=tuple(map(self._original, row.cells)))

    def _original(self, cell: Cell) -> Cell:
        if not isinstance(cell, str):
            return cell
        for written, letter in self._written_otherwise.items():
            cell = cell.replace(written, letter)
        return original_text(cell)
