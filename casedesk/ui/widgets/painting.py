"""What painted widgets and the table delegate share: boxes, text, focus ring and places along a line.

It knows no status, no owner and no record.
"""

from __future__ import annotations

import math
from enum import Enum
from html import escape
from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QSizePolicy, QStyle, QWidget

from casedesk.ui.theme import Type, look

Ink = Literal[
    "text", "text2", "text3", "accent", "accent_ink", "on_accent",
    "ok", "risk", "late", "blocked", "done",
]  # fmt: skip
"""The name of a colour token that text and shapes may be drawn in."""


class Along(Enum):
    """Where text stands in its place, in reading direction."""

    START = Qt.AlignmentFlag.AlignLeading
    CENTRE = Qt.AlignmentFlag.AlignHCenter
    END = Qt.AlignmentFlag.AlignTrailing


def ink(name: Ink) -> QColor:
    """The colour of a token as it is now."""
    color: QColor = getattr(look().colors, name)
    return color


def text_width(text: str, role: Type) -> int:
    """Pixels one line of text needs."""
    return math.ceil(look().metrics(role).horizontalAdvance(text))


def line_height(role: Type) -> int:
    """Pixels from one line of text to the next."""
    return math.ceil(look().metrics(role).height())


def elided(text: str, role: Type, width: float) -> str:
    """The text, shortened with dots at its end where it is too long; never for order numbers."""
    return look().metrics(role).elidedText(text, Qt.TextElideMode.ElideRight, max(0.0, width))


def draw_text(
    painter: QPainter,
    place: QRectF,
    text: str,
    role: Type,
    color: QColor,
    along: Along = Along.START,
    direction: Qt.LayoutDirection | None = None,
) -> None:
    """One line of plain text, centred in height, shortened with dots where the place is too small."""
    painter.setFont(look().font(role))
    painter.setPen(color)
    reading = painter.layoutDirection() if direction is None else direction
    alignment = QStyle.visualAlignment(reading, along.value | Qt.AlignmentFlag.AlignVCenter)
    painter.drawText(
        place, int(alignment | Qt.TextFlag.TextSingleLine), elided(text, role, place.width() + 1)
    )


def draw_box(
    painter: QPainter,
    place: QRectF,
    fill: QColor | None,
    border: QColor | None = None,
    width: float = 1.0,
    radius: float | None = None,
    dashed: bool = False,
) -> None:
    """A rounded box whose border lies wholly inside `place`."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    inset = width / 2 if border is not None else 0.0
    pen = QPen(Qt.PenStyle.NoPen)
    if border is not None:
        pen = QPen(border, width, Qt.PenStyle.CustomDashLine if dashed else Qt.PenStyle.SolidLine)
        if dashed:
            pen.setDashPattern([4, 2.5])
    painter.setPen(pen)
    painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
    corner = look().px(4) if radius is None else radius
    painter.drawRoundedRect(place.adjusted(inset, inset, -inset, -inset), corner, corner)


def draw_focus_ring(painter: QPainter, place: QRectF, radius: float | None = None) -> None:
    """The two accent pixels that say where the keyboard is."""
    draw_box(painter, place, None, look().colors.accent, 2.0, radius)


class Places:
    """Hands out places along a line from its start, and from its end, mirrored for right-to-left reading."""

    def __init__(self, line: QRectF, direction: Qt.LayoutDirection) -> None:
        self._line = line
        self._from, self._to = line.left(), line.right()
        self._mirrored = direction == Qt.LayoutDirection.RightToLeft

    @property
    def left_over(self) -> float:
        """Pixels not handed out yet."""
        return max(0.0, self._to - self._from)

    def take(self, width: float, height: float | None = None, gap: float = 0.0) -> QRectF:
        """The next place from the start, centred in height, followed by a gap."""
        place = self._place(self._from, width, height)
        self._from += width + gap
        return place

    def take_end(self, width: float, height: float | None = None, gap: float = 0.0) -> QRectF:
        """The next place from the end, with a gap before it."""
        place = self._place(self._to - width, width, height)
        self._to -= width + gap
        return place

    def rest(self, height: float | None = None) -> QRectF:
        """Everything between what was taken from the start and from the end."""
        return self._place(self._from, self.left_over, height)

    def _place(self, left: float, width: float, height: float | None) -> QRectF:
        tall = self._line.height() if height is None else height
        if self._mirrored:
            left = self._line.left() + self._line.right() - left - width
        return QRectF(left, self._line.center().y() - tall / 2, width, tall)


class Painted(QLabel):
    """A widget that paints itself and speaks through QAccessible as static text.

    A label is its base because Qt gives plain widgets no role that a screen reader would read out.
    Sub-classes give
    `measure` (pixels now) and `draw`; the size follows zoom and theme by itself.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look().changed.connect(self._on_look_changed)

    def measure(self) -> QSize:
        """The size the widget wants now."""
        raise NotImplementedError

    def draw(self, painter: QPainter, place: QRectF) -> None:
        """Paint everything into `place`, the whole of the widget."""
        raise NotImplementedError

    def sizeHint(self) -> QSize:
        return self.measure()

    def minimumSizeHint(self) -> QSize:
        return self.measure()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(self.layoutDirection())
        self.draw(painter, QRectF(self.rect()))
        painter.end()

    def refresh(self) -> None:
        """Measure and paint again after the content changed."""
        self.updateGeometry()
        self.update()

    @Slot()
    def _on_look_changed(self) -> None:
        self.refresh()


def tip_markup(text: str) -> str:
    """Text for a tip: Qt guesses whether a tip is rich text, so it gets rich text made of escaped text
    only."""
    return f"<qt>{escape(text)}</qt>" if text else ""


def set_tip(widget: QWidget, text: str) -> None:
    """Give a widget a tip, and the same words to screen readers."""
    widget.setToolTip(tip_markup(text))
    widget.setAccessibleDescription(text)
