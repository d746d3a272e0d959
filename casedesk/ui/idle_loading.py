"""Imports screens one after the other in the GUI thread, while nothing else waits; it opens none.

Never on another thread: PySide6 builds the meta objects of new QObject classes without a lock, and the window, which
asks for those of its objects at any moment, was torn down by it in one start of twenty.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

from PySide6.QtCore import QObject, QTimer, Slot

from casedesk.ui.screen_registry import load_factory

PAUSE_MS = 20
"""Between two screens, so that keys and painting come in between."""


class IdleLoading(QObject):
    """Loads what is named by `module:Class`, so that the first opening of each does not wait."""

    def __init__(self, factories: Iterable[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._left = deque(factories)
        self._timer = QTimer(self, interval=PAUSE_MS)
        self._timer.timeout.connect(self._load_next)

    @property
    def is_done(self) -> bool:
        return not self._left

    def begin(self) -> None:
        """Load the first in a moment; what was loaded before costs nothing again."""
        self._timer.start()

    @Slot()
    def _load_next(self) -> None:
        if self._left:
            load_factory(self._left.popleft())
        if not self._left:
            self._timer.stop()
