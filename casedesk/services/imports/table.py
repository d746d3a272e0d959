"""A table in a file, whatever its format: named columns and rows with their line; it knows no mapping."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Protocol

from casedesk.errors import RefusedByRule
from casedesk.services.imports.reading import Reading
from casedesk.words import count, say

Cell = str | Decimal | date | datetime
"""Text files hold text only; a sheet's numbers and dates are typed and need no format."""

MOST_COLUMNS = 2_000
_LOOKS_LIKE_A_VALUE = re.compile(r"[-+]?\d[\d.,]*|\d{4}-\d{2}-\d{2}.*|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}")


@dataclass(frozen=True, slots=True)
class TableRow:
    """A sound row; `line` is its first line in the file (in a sheet: its row), counted from 1."""

    line: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class BrokenRow:
    """A row that cannot be read without shifting or inventing cells."""

    line: int
    cells: tuple[Cell, ...]
    reason: str
    remedy: str


def cell_text(cell: Cell) -> str:
    """What a person reads in the cell; numbers without exponent, days as ISO 8601."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, Decimal):
        return format(cell, "f")
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    return cell.isoformat(" ") if isinstance(cell, datetime) else cell.isoformat()


def key_text(cells: Sequence[Cell], places: Iterable[int]) -> str:
    """What names a row: the texts of its key columns without blanks around, joined; empty when one is blank."""
    parts = [cell_text(cells[place]).strip() for place in places]
    return "/".join(parts) if all(parts) else ""


class Table(Protocol):
    """An opened table. `rows` may be called again and starts anew each time."""

    @property
    def name(self) -> str: ...

    @property
    def columns(self) -> tuple[str, ...]: ...

    def rows(self) -> Iterator[TableRow | BrokenRow]: ...


def column_names(first: Sequence[Cell], line: int, reading: Reading, file_name: str) -> tuple[str, ...]:
    """The names of the columns from the first row; a column without a name is `#` and its place from 1.

    Refused: two columns of one name, and a first row that looks like values (unless the mapping says header).
    """
    if len(first) > MOST_COLUMNS:
        raise RefusedByRule(
            say(
                "$file has $n columns; at most $most are read. Check the delimiter in the mapping.",
                file=file_name,
                n=len(first),
                most=MOST_COLUMNS,
            ),
            rule="import.size",
        )
    names = _declared_names(first, reading, file_name) or _header_names(first, line, reading, file_name)
    twice = [name for name, times in Counter(names).items() if times > 1]
    if twice:
        raise RefusedByRule(
            say(
                "$file has more than one column called “$name”. Name all columns in the mapping:"
                " columns = [...].",
                file=file_name,
                name=twice[0],
            ),
            rule="import.header",
        )
    return names


def _declared_names(first: Sequence[Cell], reading: Reading, file_name: str) -> tuple[str, ...]:
    if not reading.columns:
        return ()
    if len(reading.columns) != len(first):
        raise RefusedByRule(
            say(
                "The mapping names $named columns, $file has $found. Write one name for each column.",
                named=len(reading.columns),
                file=file_name,
                found=len(first),
            ),
            rule="import.header",
        )
    return reading.columns


def _header_names(first: Sequence[Cell], line: int, reading: Reading, file_name: str) -> tuple[str, ...]:
    if reading.header is False:
        return tuple(f"#{place}" for place in range(1, len(first) + 1))
    values = [cell for cell in first if _is_a_value(cell)]
    if values and reading.header is None:
        raise RefusedByRule(
            say(
                "Line $line of $file should name the columns but holds the value “$value”. If the file has no"
                " header line, write header = false and columns = [...] into the mapping; if it is one,"
                " header = true.",
                line=line,
                file=file_name,
                value=values[0],
            ),
            rule="import.header",
        )
    return tuple(str(cell) if str(cell).strip() else f"#{place}" for place, cell in enumerate(first, start=1))


def _is_a_value(cell: Cell) -> bool:
    return not isinstance(cell, str) or _LOOKS_LIKE_A_VALUE.fullmatch(cell.strip()) is not None


def checked_rows(rows: Iterable[TableRow | BrokenRow], width: int) -> Iterator[TableRow | BrokenRow]:
    """The rows, those with more or fewer cells than `width` as broken ones; nothing is ever shifted."""
    for row in rows:
        if isinstance(row, BrokenRow) or len(row.cells) == width:
            yield row
        else:
            yield _of_wrong_width(row, width)


def _of_wrong_width(row: TableRow, width: int) -> BrokenRow:
    return BrokenRow(
        row.line,
        row.cells,
        count(
            "Has $n column, the header has $wanted",
            "Has $n columns, the header has $wanted",
            len(row.cells),
            wanted=width,
        ),
        say("Put text that holds the delimiter in quotation marks, or write the missing cells."),
    )


def empty_file(file_name: str) -> RefusedByRule:
    """The refusal of a file in which no row was found."""
    return RefusedByRule(
        say("$file holds no rows, not even a header. Check that it is the right file.", file=file_name),
        rule="import.empty",
    )
