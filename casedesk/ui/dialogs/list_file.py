"""Saves what a list shows as a CSV or XLSX file: asks where, writes off the GUI thread, tells how it went."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from casedesk.services.services import Services
from casedesk.ui.desk import Desk
from casedesk.ui.notifications import NoticeKind
from casedesk.words import count, say

USUAL_ENDING = ".xlsx"
ENDINGS = (".xlsx", ".csv", ".json")

ChooseFile = Callable[[QWidget, str], str]


def ask_for_file(parent: QWidget, name: str) -> str:
    """The path that the person chooses in the system's own dialog, "" when put away."""
    kinds = ";;".join((say("Workbook (*.xlsx)"), say("Text table (*.csv)"), say("For programs (*.json)")))
    return QFileDialog.getSaveFileName(parent, say("Save the list"), name, kinds)[0]


class ListFile(QObject):
    """Saves lists of one screen; lives in the GUI thread. `choose_file` is the edge that tests replace."""

    def __init__(self, desk: Desk, screen: QWidget) -> None:
        super().__init__(screen)
        self._desk = desk
        self._screen = screen
        self.choose_file: ChooseFile = ask_for_file

    def save_query(self, name: str, query: Any) -> None:
        """Save everything that a query answers, page after page, with the filters it carries."""
        self._save(name, partial(_write_query, self._desk.services, query))

    def save_rows(self, name: str, rows: Sequence[Any]) -> None:
        """Save rows that are shown, all of one kind."""
        if rows:
            self._save(name, partial(_write_rows, self._desk.services, tuple(rows)))
        else:
            self._desk.notifications.tell(say("This list is empty; there is nothing to save."), key="list-file")

    def _save(self, name: str, write: Callable[[Path], int]) -> None:
        today = self._desk.now().date().isoformat()
        chosen = self.choose_file(self._screen, f"{name} {today}{USUAL_ENDING}")
        if not chosen:
            return
        file = Path(chosen)
        if file.suffix.lower() not in ENDINGS:
            file = file.with_name(file.name + USUAL_ENDING)
        self._desk.notifications.tell(say("Saving $file.", file=file.name), key="list-file")
        done, failed = partial(self._on_saved, file), self._on_failed
        # Not on the lane of commands: a list of all orders takes a while, and nothing of it waits for a change.
        self._desk.runner.query("list-file", partial(write, file), done, failed, self)

    def _on_saved(self, file: Path, rows: int) -> None:
        text = count("$n row is saved in $file.", "$n rows are saved in $file.", rows, file=file.name)
        self._desk.notifications.tell(text, kind=NoticeKind.DONE, key="list-file")

    def _on_failed(self, error: Exception) -> None:
        self._desk.notifications.fail(error)


# Both run on a lane of queries. What writes files takes long to load and is loaded with the first file.


def _write_query(services: Services, query: Any, file: Path) -> int:
    from casedesk.services.exports import export_query

    return export_query(services, query, file)


def _write_rows(services: Services, rows: Sequence[Any], file: Path) -> int:
    from casedesk.services.exports import export_rows

    return export_rows(services, rows, file)
