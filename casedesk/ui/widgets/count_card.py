"""The counts at the top of My Desk: a number, what it counts, and what is worst about it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from casedesk.ui.actions import key_words
from casedesk.ui.theme import Type, look
from casedesk.ui.widgets.painting import (
    Along,
    Places,
    draw_box,
    draw_focus_ring,
    draw_text,
    ink,
    line_height,
    set_tip,
    text_width,
)
from casedesk.ui.widgets.status import Status, paint_status, status_ink


class CountCard(QAbstractButton):
    """A count that leads to its list; `clicked` asks to go there, the key is written in the corner."""

    def __init__(self, title: str, key: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self._key = title, key_words(key)
        self._number, self._note = "", ""
        self._status: Status | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_count("–")
        look().changed.connect(self._on_look_changed)

    def set_count(self, number: str, note: str = "", status: Status | None = None) -> None:
        """Show a number and what is worst about it, with its shape where it has one."""
        self._number, self._note, self._status = number, note, status
        self.setAccessibleName(" ".join(filter(None, (number, self._title, note))))
        self._on_look_changed()

    def sizeHint(self) -> QSize:
        px = look().px
        number = text_width(self._number, Type.COUNT)
        shape = px(14) + px(5) if self._status else 0
        words = max(
            text_width(self._title, Type.TEXT_STRONG), shape + text_width(self._note, Type.HINT_STRONG)
        )
        return QSize(px(16) + number + px(14) + words + px(24), max(px(70), line_height(Type.COUNT) + px(24)))

    def minimumSizeHint(self) -> QSize:
        return QSize(look().px(140), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        px, colors = look().px, look().colors
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        place = QRectF(self.rect())
        ground = colors.select if self.underMouse() or self.isDown() else colors.surface
        draw_box(painter, place, ground, colors.line, radius=px(6))
        places = Places(place.adjusted(px(16), 0, -px(12), 0), self.layoutDirection())
        number_place = places.take(text_width(self._number, Type.COUNT), gap=px(14))
        draw_text(painter, number_place, self._number, Type.COUNT, ink("text"))
        self._draw_words(painter, places.rest())
        key_place = QRectF(
            place.left() + px(10), place.top() + px(5), place.width() - px(20), line_height(Type.HINT)
        )
        draw_text(painter, key_place, self._key, Type.HINT, ink("text2"), Along.END)
        if self.hasFocus():
            draw_focus_ring(painter, place, px(6))
        painter.end()

    def _draw_words(self, painter: QPainter, place: QRectF) -> None:
        px = look().px
        title_high, note_high = line_height(Type.TEXT_STRONG), line_height(Type.HINT_STRONG)
        top = place.center().y() - (title_high + px(2) + note_high) / 2
        title = QRectF(place.left(), top, place.width(), title_high)
        draw_text(painter, title, self._title, Type.TEXT_STRONG, ink("text"))
        note = QRectF(place.left(), top + title_high + px(2), place.width(), note_high)
        places = Places(note, self.layoutDirection())
        note_ink = ink(status_ink(self._status)) if self._status else ink("text2")
        if self._status:
            paint_status(painter, places.take(px(14), px(14), px(5)), self._status)
        role = Type.HINT_STRONG if self._status else Type.HINT
        draw_text(painter, places.rest(), self._note, role, note_ink)

    @Slot()
    def _on_look_changed(self) -> None:
        set_tip(self, self._note)
        self.updateGeometry()
        self.update()
