"""Puts a print preview in the place of a screen's page and back; it knows no screen's content.

What draws and prints pages is loaded with the first preview.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QStackedWidget, QWidget

from casedesk.ui import dialogs
from casedesk.ui.dialogs.preview_wish import PreviewWish
from casedesk.ui.screen import Screen

if TYPE_CHECKING:
    from casedesk.ui.dialogs.print_preview import PrintPreview


class PreviewHost(QStackedWidget):
    """Holds the page of a screen and, while it is open, one preview.

    While a preview is open the keys of the screen rest, so that Ctrl+Enter means the preview's Print. `closed`
    after the page is back.
    """

    closed = Signal()

    def __init__(self, screen: Screen, page: QWidget) -> None:
        super().__init__(screen)
        self._screen = screen
        self._page = page
        self.preview: PrintPreview | None = None
        self._resting: list[QAction] = []
        self.addWidget(page)

    def open(self, wish: PreviewWish) -> None:
        """Show the preview of a document; an open one is replaced."""
        self._take_away()
        self.preview = dialogs.PrintPreview(self._screen.desk, wish, parent=self)
        self.preview.closed.connect(self.close_preview)
        self.addWidget(self.preview)
        self.setCurrentWidget(self.preview)
        self._let_keys_rest(True)
        self.preview.focus_start()

    @Slot()
    def close_preview(self) -> bool:
        """Bring the page back; False when no preview is open."""
        if self.preview is None:
            return False
        self._take_away()
        self.setCurrentWidget(self._page)
        self._let_keys_rest(False)
        self.closed.emit()
        return True

    def _take_away(self) -> None:
        if self.preview is not None:
            self.removeWidget(self.preview)
            self.preview.hide()
            self.preview.deleteLater()
            self.preview = None

    def _let_keys_rest(self, rest: bool) -> None:
        if rest and not self._resting:
            self._resting = [one.bound for one in self._screen.offered if one.bound.isEnabled()]
        for bound in self._resting:
            bound.setEnabled(not rest)
        if not rest:
            self._resting = []
