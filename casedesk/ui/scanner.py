"""Tells a bar code scanner from a person at the keyboard: a burst of digits that ends with Enter."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit

FEWEST_DIGITS = 6
LONGEST_GAP_S = 0.035
"""Scanners send a key every 1 to 20 ms; nobody types six digits with less than 35 ms between them."""


class ScannerWatch(QObject):
    """Watches every key of the program; `scanned(digits)` is emitted for a burst, which leaves no trace.

    Installed on the application, so it sees keys before any field does. `clock` tells seconds.
    """

    scanned = Signal(str)

    def __init__(self, clock: Callable[[], float] = time.monotonic, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._digits = ""
        self._last = 0.0
        self._swallows_enter = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Every event of the program comes here, and to ask for its type costs more than to see that it is no key.
        if not isinstance(event, QKeyEvent):
            return False
        # Every key comes as a ShortcutOverride first, also one that a shortcut then takes.
        if event.type() == QEvent.Type.ShortcutOverride:
            # It is passed on to the parents of the focused widget; only the first one counts.
            if watched == QGuiApplication.focusObject():
                self._swallows_enter = self.take(event.key(), event.text())
            event.setAccepted(self._swallows_enter)
            return self._swallows_enter
        return event.type() == QEvent.Type.KeyPress and self._swallows_enter

    def take(self, key: int, text: str) -> bool:
        """Look at one key; True when it ended a burst and must not reach anybody."""
        now = self._clock()
        follows = now - self._last <= LONGEST_GAP_S
        self._last = now
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            burst, self._digits = self._digits, ""
            if follows and len(burst) >= FEWEST_DIGITS:
                _take_out(burst)
                self.scanned.emit(burst)
                return True
        elif len(text) == 1 and text in "0123456789":
            self._digits = self._digits + text if follows else text
        else:
            self._digits = ""
        return False


def _take_out(burst: str) -> None:
    """Remove the digits that the scanner wrote into the field that has the keyboard."""
    field = QApplication.focusWidget()
    if isinstance(field, QLineEdit) and not field.isReadOnly():
        at = field.cursorPosition()
        if field.text()[:at].endswith(burst):
            field.setSelection(at - len(burst), len(burst))
            field.del_()
    elif isinstance(field, QPlainTextEdit) and not field.isReadOnly():
        cursor = field.textCursor()
        if field.toPlainText()[: cursor.position()].endswith(burst):
            for _ in burst:
                cursor.deletePreviousChar()
