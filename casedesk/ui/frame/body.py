"""Lays out rail, work area and call panel by the room there is; it knows what none of them shows."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from casedesk.ui.place import Room
from casedesk.ui.theme import look
from casedesk.ui.widgets import Column, Ground, IconButton, Line
from casedesk.words import say

CALL_WIDTH = 352
FOLDED_CALL_WIDTH = 40


class CallDock(Ground):
    """Where the call panel is docked; in a small window it covers half the page and can be folded.

    `fold_changed` is emitted when the person folds or unfolds it.
    """

    fold_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("surface", parent)
        self.setAccessibleName(say("Call"))
        self.is_folded = False
        self._can_fold = False
        self._panel: QWidget | None = None
        line = Line(self, gap=0)
        edge = Ground("line")
        edge.setFixedWidth(1)
        line.addWidget(edge)
        self._column = Column(gap=0)
        line.addLayout(self._column, 1)
        self._fold = IconButton("chevron-right", say("Fold the call away"), quiet=True, small=True)
        self._fold.activated.connect(self._on_fold)
        self._column.addWidget(self._fold, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addStretch(0)
        self.hide()

    def set_panel(self, panel: QWidget | None) -> None:
        """Put a call panel in, in the place of an earlier one."""
        if self._panel is not None:
            self._panel.hide()
            self._panel.setParent(None)
            self._panel.deleteLater()
        self._panel = panel
        if panel is not None:
            self._column.insertWidget(1, panel, 1)
        self._show()

    def set_can_fold(self, can_fold: bool) -> None:
        """Offer folding, as in a small window; elsewhere it is always unfolded."""
        self._can_fold = can_fold
        self.is_folded = self.is_folded and can_fold
        self._show()

    def unfold(self) -> None:
        """Show the whole panel."""
        self.is_folded = False
        self._show()

    def _show(self) -> None:
        self._fold.setVisible(self._can_fold)
        self._fold.set_icon("phone" if self.is_folded else "chevron-right")
        name = say("Show the call") if self.is_folded else say("Fold the call away")
        self._fold.setAccessibleName(name)
        if self._panel is not None:
            self._panel.setVisible(not self.is_folded)
        self.fold_changed.emit()

    @Slot()
    def _on_fold(self) -> None:
        self.is_folded = not self.is_folded
        self._show()


class Body(QWidget):
    """Rail at the start, work area, call panel at the end; below 1000 pixels the panel lies over the page."""

    def __init__(self, rail: QWidget, work: QWidget, dock: CallDock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rail, self._work, self._dock = rail, work, dock
        self._room = Room.WIDE
        for part in (rail, work, dock):
            part.setParent(self)
        dock.fold_changed.connect(self.arrange)
        look().changed.connect(self.arrange)

    def set_room(self, room: Room) -> None:
        self._room = room
        self._dock.set_can_fold(room is Room.SMALL)
        self.arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()

    @Slot()
    def arrange(self) -> None:
        """Give every part its place."""
        rail, dock = self._rail.minimumWidth(), self._dock_width()
        covered = 0 if self._room is Room.SMALL else dock
        self._put(self._rail, 0, rail)
        self._put(self._work, rail, self.width() - rail - covered)
        self._put(self._dock, self.width() - dock, dock)
        self._dock.raise_()

    def _dock_width(self) -> int:
        if self._dock.isHidden():
            return 0
        if self._dock.is_folded:
            return look().px(FOLDED_CALL_WIDTH)
        if self._room is Room.SMALL:
            return max(look().px(CALL_WIDTH), self.width() // 2)
        return look().px(CALL_WIDTH)

    def _put(self, part: QWidget, left: int, width: int) -> None:
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            left = self.width() - left - width
        part.setGeometry(left, 0, max(0, width), self.height())
