"""Tables in workbooks (XLSX, XLSB, XLS, ODS): one sheet as columns and rows; values only, no formulas."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from casedesk.errors import RefusedByRule
from casedesk.services.imports.reading import Reading
from casedesk.services.imports.table import BrokenRow, Cell, TableRow, checked_rows, column_names, empty_file
from casedesk.words import say

LARGEST_BYTES = 100 << 20
LARGEST_UNPACKED_BYTES = 1 << 30
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


def is_workbook(path: Path) -> bool:
    """Whether the file begins like a workbook, whatever its name says."""
    with path.open("rb") as file:
        return file.read(4) in (_ZIP, _OLE)


class SheetTable:
    """One sheet. It is held in memory as a whole, therefore the limits on its size."""

    def __init__(self, path: Path, reading: Reading) -> None:
        self._reading = reading
        self._sheet = _open_sheet(path, reading)
        self.name = path.name
        first = next(self._filled_rows(), None)
        if first is None:
            raise empty_file(self.name)
        self.columns = column_names(first.cells, first.line, reading, self.name)

    def rows(self) -> Iterator[TableRow | BrokenRow]:
        """Every row after the header that is not empty, padded to the header's width."""
        width = len(self.columns)
        rows = self._filled_rows()
        if self._reading.header is not False:
            next(rows, None)
        padded = (TableRow(row.line, row.cells + ("",) * (width - len(row.cells))) for row in rows)
        yield from checked_rows(padded, width)

    def _filled_rows(self) -> Iterator[TableRow]:
        skipped = self._reading.skip_lines or 0
        for line, values in enumerate(self._sheet.iter_rows(), start=1):
            cells = _without_empty_end([_cell(value) for value in values])
            if cells and line > skipped:
                yield TableRow(line, cells)


def _open_sheet(path: Path, reading: Reading) -> Any:
    import python_calamine

    _check_size(path)
    try:
        with path.open("rb") as file:
            workbook = python_calamine.CalamineWorkbook.from_filelike(file)
        names = workbook.sheet_names
        return workbook.get_sheet_by_name(_chosen_sheet(names, reading.sheet, path.name))
    except python_calamine.CalamineError as error:
        raise RefusedByRule(
            say(
                "$file cannot be read as a workbook ($why). Open it, take a password off, and save it again"
                " as XLSX.",
                file=path.name,
                why=str(error),
            ),
            rule="import.workbook",
        ) from error


def _chosen_sheet(names: list[str], wanted: str | None, file_name: str) -> str:
    if wanted is None and len(names) == 1:
        return names[0]
    if wanted in names:
        return str(wanted)
    raise RefusedByRule(
        say(
            '$file has the sheets $names. Write the one to import into the mapping: sheet = "...".',
            file=file_name,
            names=", ".join(f"“{name}”" for name in names),
        ),
        rule="import.sheet",
        sheets=names,
    )


def _check_size(path: Path) -> None:
    unpacked = 0
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    if path.stat().st_size > LARGEST_BYTES or unpacked > LARGEST_UNPACKED_BYTES:
        raise RefusedByRule(
            say(
                "$file is too large for a workbook (at most $packed MB, $unpacked MB unpacked)."
                " Save the sheet as CSV.",
                file=path.name,
                packed=LARGEST_BYTES >> 20,
                unpacked=LARGEST_UNPACKED_BYTES >> 20,
            ),
            rule="import.size",
        )


def _cell(value: object) -> Cell:
    """Whole numbers come as floats from the library; what a person reads in the sheet is `1`, not `1.0`."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return Decimal(int(value)) if value.is_integer() else Decimal(repr(value))
    if isinstance(value, int):
        return Decimal(value)
    if isinstance(value, datetime | date):
        return value
    if isinstance(value, time | timedelta):
        return str(value)
    return str(value)


def _without_empty_end(cells: list[Cell]) -> tuple[Cell, ...]:
    while cells and cells[-1] == "":
        cells.pop()
    return tuple(cells)
