"""The parts of the window around the screens, put together; it knows what happens in none of them."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from casedesk.ui.frame.body import Body, CallDock
from casedesk.ui.frame.rail import Rail
from casedesk.ui.frame.search_field import KeyTaker
from casedesk.ui.frame.status_bar import StatusBar
from casedesk.ui.frame.top_bar import TopBar
from casedesk.ui.frame.work_area import WorkArea
from casedesk.ui.notifications import Notifications
from casedesk.ui.place import Room
from casedesk.ui.screen_registry import rail_screens
from casedesk.ui.theme import look
from casedesk.ui.widgets import Column, UndoBar

UNDO_HEIGHT = 40


class Frame(QWidget):
    """Top bar; rail, work area and call dock; undo bar; status bar."""

    def __init__(
        self, key_taker: KeyTaker, notifications: Notifications, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.top_bar = TopBar(key_taker)
        self.rail = Rail(rail_screens())
        self.work_area = WorkArea(notifications)
        self.dock = CallDock()
        self.body = Body(self.rail, self.work_area, self.dock)
        self.undo_bar = UndoBar(notifications)
        self.status_bar = StatusBar()
        column = Column(self, gap=0)
        column.addWidget(self.top_bar)
        column.addWidget(self.body, 1)
        column.addWidget(self.undo_bar)
        column.addWidget(self.status_bar)
        look().changed.connect(self._on_look_changed)
        self._on_look_changed()

    def set_room(self, room: Room) -> None:
        """Fold and leave out what has no room."""
        self.top_bar.set_room(room)
        self.rail.set_folded(room < Room.WIDE)
        self.status_bar.set_room(room)
        self.body.set_room(room)

    def areas(self) -> list[QWidget]:
        """Where F6 leads, in order: rail, work area, and the call panel while it is shown."""
        return [part for part in (self.rail, self.work_area, self.dock) if not part.isHidden()]

    @Slot()
    def _on_look_changed(self) -> None:
        self.undo_bar.setFixedHeight(look().px(UNDO_HEIGHT))
