"""Boxes inside a page that stand apart from it; they know no record."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from casedesk.ui.theme import Type, look
from casedesk.ui.widgets.labels import IconText, PlainLabel
from casedesk.ui.widgets.layout import Column
from casedesk.ui.widgets.painting import Ink, draw_box


class SayBox(QWidget):
    """Words to read out to the caller, in a box that stands apart; `urgent` gives it the accent's ground."""

    def __init__(
        self, title: str, words: str = "", *, urgent: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._urgent, self._title = urgent, title
        column = Column(self, margin=(14, 10, 12, 10), gap=4)
        heading_ink: Ink = "accent_ink" if urgent else "text2"
        column.addWidget(IconText("speech", title, Type.HINT_STRONG, heading_ink))
        self._words = PlainLabel("", Type.TEXT_MEDIUM, wrap=True, selectable=True)
        column.addWidget(self._words)
        self.set_words(words)

    def set_words(self, words: str) -> None:
        self._words.setText(words)
        self.setAccessibleName(f"{self._title}: {words}")

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        colors, place = look().colors, QRectF(self.rect())
        if self._urgent:
            draw_box(painter, place, colors.accent_soft)
            bar = QRectF(0, 0, look().px(4), place.height())
            if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
                bar.moveRight(place.right())
            painter.setClipRect(bar)
            draw_box(painter, place, colors.accent)
        else:
            draw_box(painter, place, colors.sunken, colors.line)
        painter.end()
