"""The three kinds of files a list is written into; they know rows and columns, not what the rows mean.

Text goes through `rules/spreadsheet_text` into CSV and XLSX; numbers, days and instants are cells of their
own kind. Lists and objects, which have no cell, are JSON text. A JSON file holds values as the doors answer.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from casedesk.errors import RefusedByRule, WrongUsage
from casedesk.rules.spreadsheet_text import cell_text
from casedesk.services.wire import to_wire
from casedesk.words import say

Row = Sequence[Any]
FIRST_SHEET_DAY = date(1900, 1, 1)
MOST_SHEET_ROWS = 1_048_575
LONGEST_SHEET_TEXT = 32_767


def write_list(file: Path, columns: Sequence[str], rows: Iterable[Row], zone: ZoneInfo) -> int:
    """Write the rows under their columns into a file of the kind its name ends with; how many they were.

    The file appears when it is whole. `zone` is that of instants in XLSX, whose cells carry no offset.
    """
    write = _WRITERS.get(file.suffix.lower())
    if write is None:
        raise WrongUsage(say("“$file” must end in .csv, .xlsx or .json.", file=file.name))
    with replaced_when_whole(file) as growing:
        return write(growing, columns, rows, zone)


@contextmanager
def replaced_when_whole(file: Path) -> Iterator[Path]:
    """A file to write beside `file`, which takes its name at the end, and is gone after a failure."""
    growing = file.with_name(f".{file.name}.part")
    try:
        yield growing
        growing.replace(file)
    except OSError as error:
        raise WrongUsage(say("$file cannot be written: $why.", file=str(file), why=error.strerror)) from error
    finally:
        growing.unlink(missing_ok=True)


def _write_csv(file: Path, columns: Sequence[str], rows: Iterable[Row], _zone: ZoneInfo) -> int:
    """UTF-8 with its mark, without which spreadsheets read another encoding."""
    written = 0
    with file.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(columns)
        for row in rows:
            writer.writerow([_csv_cell(value) for value in row])
            written += 1
    return written


def _csv_cell(value: Any) -> str:
    value = _plain(value)
    return cell_text(value) if isinstance(value, str) else _as_json_text(value)


def _as_json_text(value: Any) -> str:
    """Numbers, days and instants as the doors write them; yes and no as true and false."""
    wire = to_wire(value)
    return wire if isinstance(wire, str) else json.dumps(wire)


def _write_json(file: Path, columns: Sequence[str], rows: Iterable[Row], _zone: ZoneInfo) -> int:
    """A list with one object a line."""
    written = 0
    with file.open("w", encoding="utf-8", newline="\n") as out:
        out.write("[")
        for row in rows:
            named = dict(zip(columns, map(to_wire, row), strict=True))
            out.write((",\n" if written else "\n") + json.dumps(named, ensure_ascii=False))
            written += 1
        out.write("\n]\n")
    return written


def _write_xlsx(file: Path, columns: Sequence[str], rows: Iterable[Row], zone: ZoneInfo) -> int:
    import xlsxwriter  # type: ignore[import-untyped]

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    written = 0
    with closing(xlsxwriter.Workbook(file, options)) as workbook:
        sheet = _Sheet(workbook, zone)
        sheet.write_heading(columns)
        for written, row in enumerate(rows, start=1):
            sheet.write_row(written, row)
    return written


class _Sheet:
    """The one sheet of a workbook, written row by row."""

    def __init__(self, workbook: Any, zone: ZoneInfo) -> None:
        self._sheet = workbook.add_worksheet()
        self._heading = workbook.add_format({"bold": True})
        self._day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        self._instant = workbook.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        self._zone = zone

    def write_heading(self, columns: Sequence[str]) -> None:
        self._sheet.freeze_panes(1, 0)
        for place, column in enumerate(columns):
            self._sheet.write_string(0, place, column, self._heading)

    def write_row(self, line: int, row: Row) -> None:
        if line > MOST_SHEET_ROWS:
            raise RefusedByRule(
                say(
                    "An XLSX sheet holds $most rows, and this list has more. Export it as CSV.",
                    most=MOST_SHEET_ROWS,
                ),
                rule="export.rows",
            )
        for place, value in enumerate(row):
            self._write_cell(line, place, _plain(value))

    def _write_cell(self, line: int, place: int, value: Any) -> None:
        if isinstance(value, bool):
            self._sheet.write_boolean(line, place, value)
        elif isinstance(value, (int, Decimal)):
            self._sheet.write_number(line, place, value)
        elif isinstance(value, date) and _day_of(value) >= FIRST_SHEET_DAY:
            self._write_time(line, place, value)
        else:
            self._write_text(line, place, _csv_cell(value))

    def _write_time(self, line: int, place: int, value: date) -> None:
        if isinstance(value, datetime):
            here = value.astimezone(self._zone).replace(tzinfo=None)
            self._sheet.write_datetime(line, place, here, self._instant)
        else:
            self._sheet.write_datetime(line, place, value, self._day)

    def _write_text(self, line: int, place: int, text: str) -> None:
        if len(text) > LONGEST_SHEET_TEXT:
            raise RefusedByRule(
                say(
                    "Row $line holds a text of more than $most letters, which no XLSX cell keeps."
                    " Export as CSV or JSON.",
                    line=line,
                    most=LONGEST_SHEET_TEXT,
                ),
                rule="export.text",
            )
        if text:
            self._sheet.write_string(line, place, text)


def _day_of(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value


def _plain(value: Any) -> Any:
    """The value of a cell: ids and words as text, nothing as empty text, lists and objects as JSON text."""
    if value is None:
        return ""
    if isinstance(value, (UUID, Enum)):
        return str(to_wire(value))
    if isinstance(value, (str, bool, int, Decimal, date)):
        return value
    wire = to_wire(value)
    return json.dumps(wire, ensure_ascii=False) if wire else ""


_WRITERS = {".csv": _write_csv, ".xlsx": _write_xlsx, ".json": _write_json}
