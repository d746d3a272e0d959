"""The middle of the window: messages on top, then the screen in front, below it the undo bar."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from casedesk.ui.notifications import Notifications
from casedesk.ui.widgets import Column, Ground, NoticeArea
from casedesk.words import say


class WorkArea(Ground):
    """`stack` holds the screens; the messages of the page stand above it."""

    def __init__(self, notifications: Notifications, parent: QWidget | None = None) -> None:
        super().__init__("bg", parent)
        self.setAccessibleName(say("Work area"))
        self.stack = QStackedWidget()
        notices = NoticeArea(notifications)
        self._notices = QWidget()
        around = Column(self._notices, margin=(16, 12, 16, 0), gap=0)
        around.addWidget(notices)
        column = Column(self, gap=0)
        column.addWidget(self._notices)
        column.addWidget(self.stack, 1)
        notifications.posted.connect(self._show_notices)
        notifications.withdrawn.connect(self._show_notices)
        self._area = notices
        self._show_notices()

    @Slot()
    def _show_notices(self) -> None:
        # The margin around the messages goes with them.
        self._notices.setVisible(bool(self._area.keys))
