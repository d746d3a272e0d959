"""The entries of the rail: a screen with its number, an open record with its marks; they open nothing."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from casedesk.ui.theme import Type, look, paint_icon
from casedesk.ui.widgets.painting import (
    Along,
    Places,
    draw_box,
    draw_focus_ring,
    draw_text,
    ink,
    line_height,
    text_width,
    tip_markup,
)
from casedesk.words import count, say

SCREEN_HEIGHT = 32
RECORD_HEIGHT = 44


class RailButton(QAbstractButton):
    """One entry; the chosen one stands on a white ground with a bar before it. Folded, only the icon shows."""

    def __init__(self, icon: str, height: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._height, self._folded = icon, height, False
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look().changed.connect(self._on_look_changed)

    def set_folded(self, folded: bool) -> None:
        self._folded = folded
        self.setToolTip(tip_markup(self.accessibleName()) if folded else "")
        self._on_look_changed()

    def nextCheckState(self) -> None:  # noqa: N802 - Qt's name; the window says what is chosen
        """Pressing it does not choose it: the window does, when the screen is in front."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # A button would take the arrows itself and move to the next tab stop.
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(look().px(40), look().px(self._height))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        px, colors = look().px, look().colors
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(self.layoutDirection())
        place = QRectF(self.rect())
        if self.isChecked():
            draw_box(painter, place, colors.surface)
            self._draw_bar(painter, place)
        elif self.underMouse():
            draw_box(painter, place, colors.done_soft)
        places = Places(place.adjusted(px(11), 0, -px(11), 0), self.layoutDirection())
        paint_icon(painter, places.take(px(18), px(18), px(11)), self._icon, self._ink())
        if self._folded:
            self.draw_folded(painter, place)
        else:
            self.draw_words(painter, places)
        if self.hasFocus():
            draw_focus_ring(painter, place)
        painter.end()

    def draw_words(self, painter: QPainter, places: Places) -> None:
        """Paint what stands behind the icon."""
        raise NotImplementedError

    def draw_folded(self, painter: QPainter, place: QRectF) -> None:
        """Paint what is left of the words while the rail is folded."""
        raise NotImplementedError

    def _draw_bar(self, painter: QPainter, place: QRectF) -> None:
        px = look().px
        bar = QRectF(place.left(), place.top() + px(6), px(3), place.height() - px(12))
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            bar.moveRight(place.right())
        painter.fillRect(bar, look().colors.accent)

    def _ink(self) -> QColor:
        return ink("accent") if self.isChecked() else ink("text2")

    @Slot()
    def _on_look_changed(self) -> None:
        self.updateGeometry()
        self.update()


class ScreenButton(RailButton):
    """A screen of the rail: its title, how much waits there, its number."""

    def __init__(self, screen: str, title: str, icon: str, number: int) -> None:
        super().__init__(icon, SCREEN_HEIGHT)
        self.screen_id = screen
        self._title, self._number, self._waiting = title, str(number), 0
        self.setAccessibleDescription(say("Key $key", key=say("Ctrl $n", n=number)))
        self.set_waiting(0)

    def set_waiting(self, waiting: int) -> None:
        """Show how many things wait there for the person."""
        self._waiting = waiting
        waits = count("$n waits", "$n wait", waiting) if waiting else ""
        self.setAccessibleName(", ".join(filter(None, (self._title, waits))))
        self.set_folded(self._folded)

    def draw_words(self, painter: QPainter, places: Places) -> None:
        px = look().px
        draw_text(
            painter, places.take_end(px(12), gap=px(10)), self._number, Type.HINT, ink("text3"), Along.END
        )
        if self._waiting:
            waiting = str(self._waiting)
            wide = max(px(22), text_width(waiting, Type.HINT_STRONG) + px(12))
            place = places.take_end(wide, px(20), px(6))
            if self.isChecked():
                draw_box(painter, place, look().colors.done_soft, radius=px(10))
            draw_text(painter, place, waiting, Type.HINT_STRONG, ink("text"), Along.CENTRE)
        role = Type.TEXT_STRONG if self.isChecked() else Type.TEXT_MEDIUM
        draw_text(painter, places.rest(), self._title, role, ink("text" if self.isChecked() else "text2"))

    def draw_folded(self, painter: QPainter, place: QRectF) -> None:
        px = look().px
        corner = QRectF(place.right() - px(16), place.top() + px(1), px(14), px(14))
        draw_text(painter, corner, self._number, Type.HINT, ink("text3"), Along.END)


class RecordButton(RailButton):
    """An open record: its title and note, a pen while a draft is kept, a dot when a colleague changed it."""

    def __init__(self, icon: str, title: str, note: str, *, has_draft: bool, changed: bool) -> None:
        super().__init__(icon, RECORD_HEIGHT)
        self._title, self._note, self._has_draft, self._changed = title, note, has_draft, changed
        marks = [say("draft kept")] if has_draft else []
        marks += [say("changed by a colleague")] if changed else []
        self.setAccessibleName(", ".join(filter(None, (title, note, *marks))))

    def draw_words(self, painter: QPainter, places: Places) -> None:
        px = look().px
        if self._has_draft:
            paint_icon(painter, places.take_end(px(14), px(14), px(4)), "pencil", ink("text2"))
        if self._changed:
            self._draw_dot(painter, places.take_end(px(10), px(10), px(4)))
        place = places.rest()
        high, low = line_height(Type.TEXT_STRONG), line_height(Type.HINT)
        top = place.center().y() - (high + low) / 2
        title = QRectF(place.left(), top, place.width(), high)
        note = QRectF(place.left(), top + high, place.width(), low)
        draw_text(painter, title, self._title, Type.TEXT_STRONG, ink("text" if self.isChecked() else "text2"))
        draw_text(painter, note, self._note, Type.HINT, ink("text2"))

    def draw_folded(self, painter: QPainter, place: QRectF) -> None:
        px = look().px
        corner = QRectF(place.right() - px(14), place.top() + px(4), px(10), px(10))
        if self._has_draft:
            paint_icon(painter, corner, "pencil", ink("text2"))
        elif self._changed:
            self._draw_dot(painter, corner)

    @staticmethod
    def _draw_dot(painter: QPainter, place: QRectF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look().colors.accent)
        painter.drawEllipse(place.adjusted(1, 1, -1, -1))
