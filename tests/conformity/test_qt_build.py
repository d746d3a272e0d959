"""The installed Qt: the fault of one release that ends the program, and the parts we may not ship."""

from __future__ import annotations

import importlib.util
import sys

from PySide6.QtCore import QObject, Signal

ROUNDS = 500
GPL_MODULES = ("QtCharts", "QtDataVisualization", "QtGraphs", "QtHttpServer", "QtVirtualKeyboard")


class _Bell(QObject):
    rung = Signal()

    def answer(self) -> None:
        """A slot."""


def test_disconnecting_takes_no_reference_of_true(qtbot: object) -> None:
    """PySide6 6.12.0 on Python 3.11 took one each time, until True itself was deallocated."""
    bell = _Bell()
    before = sys.getrefcount(True)
    for _ in range(ROUNDS):
        bell.rung.connect(bell.answer)
        bell.rung.disconnect(bell.answer)
    assert abs(sys.getrefcount(True) - before) < ROUNDS // 10


def test_no_part_of_qt_that_is_gpl_only_is_installed() -> None:
    assert [name for name in GPL_MODULES if importlib.util.find_spec(f"PySide6.{name}")] == []
