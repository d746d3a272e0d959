"""Notices that Alt was pressed and let go alone: the window then shows all keys; it knows no window."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent

_ENDS = frozenset({QEvent.Type.MouseButtonPress, QEvent.Type.FocusOut, QEvent.Type.WindowDeactivate})


class AltTap(QObject):
    """Watches one window; `tapped` is emitted when Alt comes up and nothing else happened since it went down."""

    tapped = Signal()

    def __init__(self, window: QObject) -> None:
        super().__init__(window)
        self._alone = False
        window.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            self._alone = event.key() == Qt.Key.Key_Alt and not event.isAutoRepeat()
        elif event.type() == QEvent.Type.KeyRelease and isinstance(event, QKeyEvent):
            if self._alone and event.key() == Qt.Key.Key_Alt:
                self.tapped.emit()
            self._alone = False
        elif event.type() in _ENDS:
            self._alone = False
        return False
