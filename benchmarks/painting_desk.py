"""`python -m benchmarks.painting_desk case|orders URL LOGIN [CUSTOMER]`: the real window, and how long it paints.

Prints milliseconds from what the person does until what it shows is painted, as JSON.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer, Slot
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from benchmarks.own_costs import Figures, cpu_ms, resident_megabytes, tell
from casedesk.app import DatabaseOpener, Program, dressed_application
from casedesk.settings import SettingsFile
from casedesk.ui.place import Place
from casedesk.ui.screens.case.view import CaseScreen
from casedesk.ui.screens.find.view import ALL_ORDERS, FindScreen
from casedesk.ui.screenshot import wait_until
from casedesk.ui.tables import RecordTable

TIMES = 20
NEAR_END = 40
"""Rows at the end of a short list, where a page down moves nothing."""

PATIENCE_MS = 60_000


class Painting(QObject):
    """Waits for the first painting of a widget that finds a condition true."""

    def __init__(self, widget: QWidget, has_content: Callable[[], bool]) -> None:
        super().__init__(widget)
        self._has_content = has_content
        self._loop = QEventLoop(self)
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._patience.timeout.connect(self._on_patience_lost)
        widget.installEventFilter(self)

    def ended(self) -> float:
        """Let the program run until then; the moment as `time.perf_counter` tells it."""
        self._patience.start()
        if self._loop.exec():
            raise TimeoutError("it was never painted")
        moment = time.perf_counter()
        self.deleteLater()
        return moment

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and self._has_content():
            QTimer.singleShot(0, self._loop.quit)  # when the other widgets are painted, too
        return False

    @Slot()
    def _on_patience_lost(self) -> None:
        self._loop.exit(1)


def cases(program: Program, customer: UUID) -> Figures:
    """A case opened, painted and closed, again and again."""
    navigation = program.window.navigation
    spent = []
    for _ in range(TIMES):
        started = time.perf_counter()
        navigation.open_case(customer)
        screen = navigation.front
        assert isinstance(screen, CaseScreen)
        timeline = screen.timeline.list
        painting = Painting(timeline.viewport(), lambda one=timeline: one.entries.rowCount() > 0)
        spent.append((painting.ended() - started) * 1000)
        navigation.close(Place("case", str(customer), customer))
        wait_until(lambda: program.runner.is_idle)
    return {"case": spent}


def orders(program: Program) -> Figures:
    """The list of all orders; then page after page, with a look at each one's case, and with the key held down."""
    program.window.navigation.open_screen("find")
    wait_until(lambda: program.runner.is_idle)
    screen = program.window.navigation.front
    assert isinstance(screen, FindScreen)
    table = screen.results.all_orders
    show = next(one.bound for one in screen.offered if one.action is ALL_ORDERS)
    before = cpu_ms()
    first = painted(table, show.trigger)
    first_processor = cpu_ms() - before
    table.setFocus()
    looked: Figures = {"pages": [], "processor": [], "with preview": []}
    for _ in range(TIMES):
        wait_until(lambda: program.runner.is_idle and not screen.presenter.state.waits_for_case)
        before = cpu_ms()
        page_down(table, looked["pages"])
        looked["processor"].append(cpu_ms() - before)
        wait_until(lambda: not screen.presenter.state.waits_for_case)
        looked["with preview"].append(cpu_ms() - before)
    held: list[float] = []
    for _ in range(TIMES):
        page_down(table, held)
    return {
        "first": [first],
        "first processor": [first_processor],
        **looked,
        "held": held,
        "megabytes": [resident_megabytes()],
    }


def page_down(table: RecordTable, spent: list[float]) -> None:
    """Add the milliseconds of a page down, where there is a page to come."""
    if table.currentIndex().row() < table.records.rowCount() - NEAR_END:
        spent.append(painted(table, lambda: QTest.keyClick(table, Qt.Key.Key_PageDown)))


def painted(table: RecordTable, act: Callable[[], object]) -> float:
    """Milliseconds from an act until the table is painted with a record in every row that is seen."""
    painting = Painting(table.viewport(), lambda: is_filled(table))
    started = time.perf_counter()
    act()
    return (painting.ended() - started) * 1000


def is_filled(table: RecordTable) -> bool:
    first, last = table.rowAt(0), table.rowAt(table.viewport().height() - 1)
    rows = range(first, (last if last >= 0 else table.records.rowCount() - 1) + 1)
    return first >= 0 and len(rows) > 0 and all(table.records.entry(row) is not None for row in rows)


def main(what: str, url: str, login: str, *customer: str) -> None:
    """Open the desk, measure, close it."""
    with tempfile.TemporaryDirectory() as folder:
        settings = SettingsFile(Path(folder) / "settings.toml")
        dressed_application(settings)
        program = Program(DatabaseOpener(url, login), settings, Path(folder) / "drafts")
        program.show()
        wait_until(lambda: program.window.desk is not None and program.runner.is_idle)
        tell(cases(program, UUID(customer[0])) if what == "case" else orders(program))
        program.window.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
