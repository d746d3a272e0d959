"""The file in which every rejected row is kept: file, line, column, value, reason, remedy and effect."""

from __future__ import annotations

import csv
from pathlib import Path
from types import TracebackType
from typing import Any

from casedesk.rules.spreadsheet_text import cell_text
from casedesk.services.imports.records import Problem
from casedesk.words import say

COLUMNS = ("file", "line", "column", "value", "reason", "remedy", "effect")


class RejectedRows:
    """Writes problems into a CSV file as they come; without any there is no file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.written = 0
        self._file: Any = None
        self._writer: Any = None

    def __enter__(self) -> RejectedRows:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            self._file.close()

    def reject(self, problem: Problem) -> None:
        """Keep a problem of a row that was not stored."""
        self._write(problem, say("row not stored"))

    def leave_out(self, problem: Problem) -> None:
        """Keep a problem of a cell that was stored as text only."""
        self._write(problem, say("stored without this value"))

    def _write(self, one: Problem, effect: str) -> None:
        if self._writer is None:
            self._begin()
        texts = (one.column, one.value, one.reason, one.remedy, effect)
        self._writer.writerow([one.file, one.line, *map(cell_text, texts)])
        self.written += 1

    def _begin(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        # With its mark, without which spreadsheets read another encoding.
        self._file = self.path.open("w", encoding="utf-8-sig", newline="")
        self._writer = csv.writer(self._file)
        self._writer.writerow(COLUMNS)
