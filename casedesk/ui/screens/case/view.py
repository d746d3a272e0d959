"""The screen Case: its head."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from casedesk.ui.desk import Desk
from casedesk.ui.place import Headline, Place
from casedesk.ui.screen import Screen
from casedesk.ui.theme import Type
from casedesk.ui.widgets.labels import PlainLabel
from casedesk.ui.widgets.layout import Column
from casedesk.words import say


class CaseScreen(Screen):
    """Case: shows its title."""

    def __init__(self, desk: Desk, place: Place, parent: QWidget | None = None) -> None:
        super().__init__(desk, place, parent)
        column = Column(self, margin=16, gap=12)
        column.addWidget(PlainLabel(say("Case"), Type.SCREEN_TITLE))
        column.addStretch(1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.set_headline(Headline(say("Case"), place.key))
        self.set_ready()
