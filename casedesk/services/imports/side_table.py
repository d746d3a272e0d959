"""Rows and keys of files, kept in temporary files so that no file has to fit into memory.

A temporary SQLite database has no name and vanishes with its connection; it holds nothing of CaseDesk.
"""

from __future__ import annotations

import json
import sqlite3
import weakref
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from casedesk.services.imports.table import Cell, TableRow, cell_text

_AT_ONCE = 500


class _Temporary:
    """A temporary database, closed by `close` or when nobody holds it any more."""

    def __init__(self) -> None:
        self._database = sqlite3.connect("")
        self.close = weakref.finalize(self, self._database.close)


class SideTable(_Temporary):
    """Rows with a key, in the order they were added; a row that was fetched counts as used."""

    def __init__(self) -> None:
        super().__init__()
        self._database.execute(
            "CREATE TABLE side (key TEXT, line INTEGER, cells TEXT, used INTEGER DEFAULT 0)"
        )
        self._waiting: list[tuple[str, int, str]] = []

    def add(self, key: str, row: TableRow) -> None:
        """Keep a row under its key."""
        self._waiting.append((key, row.line, _packed(row.cells)))
        if len(self._waiting) >= _AT_ONCE:
            self._store()

    def finish(self) -> None:
        """All rows were added; they can be fetched from now on."""
        self._store()
        self._database.execute("CREATE INDEX side_key ON side (key)")

    def rows_of(self, keys: Sequence[str]) -> dict[str, list[TableRow]]:
        """The rows of each key in the order of the file, marked as used."""
        found: dict[str, list[TableRow]] = defaultdict(list)
        for start in range(0, len(keys), _AT_ONCE):
            some = keys[start : start + _AT_ONCE]
            marks = ", ".join("?" * len(some))
            rows = self._database.execute(
                f"SELECT key, line, cells FROM side WHERE key IN ({marks}) ORDER BY line",  # noqa: S608
                some,
            )
            for key, line, cells in rows:
                found[key].append(TableRow(line, _unpacked(cells)))
            self._database.execute(f"UPDATE side SET used = 1 WHERE key IN ({marks})", some)  # noqa: S608
        return found

    def repeated_key(self) -> tuple[str, int] | None:
        """A key that more than one row has, with the line of its second row; None when all differ."""
        found = self._database.execute(
            "SELECT key, max(line) FROM side GROUP BY key HAVING count(*) > 1 ORDER BY min(line) LIMIT 1"
        ).fetchone()
        return (str(found[0]), int(found[1])) if found else None

    def unused(self) -> Iterator[tuple[str, int]]:
        """Key and line of every row that nobody fetched."""
        yield from self._database.execute("SELECT key, line FROM side WHERE used = 0 ORDER BY line")

    def _store(self) -> None:
        self._database.executemany("INSERT INTO side (key, line, cells) VALUES (?, ?, ?)", self._waiting)
        self._waiting.clear()


class SeenKeys(_Temporary):
    """Which keys came, and in which line first."""

    def __init__(self) -> None:
        super().__init__()
        self._database.execute("CREATE TABLE seen (key TEXT PRIMARY KEY, line INTEGER) WITHOUT ROWID")

    def first_lines(self, keys: Iterable[tuple[str, int]]) -> dict[str, int]:
        """The line in which each of the keys stood first, now or earlier; empty keys are left out."""
        named = [(key, line) for key, line in keys if key]
        self._database.executemany("INSERT OR IGNORE INTO seen (key, line) VALUES (?, ?)", named)
        marks = ", ".join("?" * len(named))
        found = self._database.execute(
            f"SELECT key, line FROM seen WHERE key IN ({marks})",  # noqa: S608 (only question marks)
            [key for key, _ in named],
        )
        return dict(found)

    def seen(self, prefix: str, keys: Iterable[str]) -> set[str]:
        """Which of the keys came before as `prefix/key`."""
        asked = {f"{prefix}/{key}": key for key in keys}
        marks = ", ".join("?" * len(asked))
        found = self._database.execute(
            f"SELECT key FROM seen WHERE key IN ({marks})",  # noqa: S608 (only question marks)
            list(asked),
        )
        return {asked[key] for (key,) in found}


def _packed(cells: Iterable[Cell]) -> str:
    return json.dumps([cell if isinstance(cell, str) else _typed(cell) for cell in cells])


def _typed(cell: Decimal | date) -> dict[str, str]:
    kind = "number" if isinstance(cell, Decimal) else "instant" if isinstance(cell, datetime) else "day"
    return {kind: cell.isoformat() if isinstance(cell, datetime) else cell_text(cell)}


def _unpacked(text: str) -> tuple[Cell, ...]:
    return tuple(cell if isinstance(cell, str) else _cell(cell) for cell in json.loads(text))


def _cell(packed: dict[str, Any]) -> Cell:
    (kind, text), *_ = packed.items()
    if kind == "number":
        return Decimal(text)
    return datetime.fromisoformat(text) if kind == "instant" else date.fromisoformat(text)
