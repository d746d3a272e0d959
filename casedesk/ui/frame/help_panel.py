"""F1: what the screen is for, in words, and every key that works on it; it knows no screen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from casedesk.ui.frame.overlay import Overlay
from casedesk.ui.screen import OfferedAction
from casedesk.ui.theme import Type, look
from casedesk.ui.widgets import (
    Button,
    ButtonKind,
    Column,
    Hairline,
    KeyHint,
    Line,
    PlainLabel,
    Scroll,
    SectionHeading,
)
from casedesk.words import say

WIDTH = 560


class HelpPanel(Overlay):
    """The words of a screen and its keys; Esc closes it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, say("Help"), WIDTH)
        self._scroll = Scroll(margin=(20, 16, 20, 16), gap=8)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._scroll.setAccessibleName(say("Help"))
        self.panel.body.addWidget(self._scroll, 1)
        self.panel.body.addWidget(Hairline())
        foot = Line(margin=(16, 8, 16, 8))
        foot.addStretch(1)
        close = Button(say("Close"), ButtonKind.OTHER, key="Esc")
        close.activated.connect(self.close_overlay)
        foot.addWidget(close)
        self.panel.body.addLayout(foot)
        self._shown: QWidget | None = None

    def show_help(
        self, title: str, words: str, here: Sequence[OfferedAction], everywhere: Sequence[OfferedAction]
    ) -> None:
        """Open with the words of a screen, its keys, and those of the window."""
        if self._shown is not None:
            self._shown.hide()
            self._shown.deleteLater()
        shown = QWidget()
        self._shown = shown
        column = Column(shown, gap=8)
        column.addWidget(PlainLabel(title, Type.SCREEN_TITLE, wrap=True))
        if words:
            column.addWidget(PlainLabel(words, Type.TEXT, wrap=True))
        for heading, offered in ((say("Keys here"), here), (say("Keys everywhere"), everywhere)):
            keyed = [one for one in offered if not one.bound.shortcut().isEmpty()]
            if keyed:
                column.addWidget(SectionHeading(heading))
            for one in keyed:
                column.addLayout(_key_line(one))
        column.addStretch(1)
        self._scroll.content.addWidget(shown)
        self.open()

    def take_focus(self) -> None:
        self._scroll.setFocus(Qt.FocusReason.PopupFocusReason)

    def height_wanted(self) -> int:
        return look().px(640)


def _key_line(offered: OfferedAction) -> Line:
    line = Line(gap=12)
    line.addWidget(PlainLabel(offered.bound.text(), Type.TEXT, wrap=True), 1)
    line.addWidget(KeyHint(offered.bound.shortcut().toString()))
    return line
