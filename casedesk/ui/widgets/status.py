"""The status language: one shape, one word, one colour for each state; it knows no record.

To add a status: a member of `Status`, its line in `_LANGUAGE`, and its drawing in `_DRAWINGS`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from casedesk.ui.theme import Type, look, paint_icon
from casedesk.ui.widgets.painting import Ink, Painted, Places, draw_box, draw_text, ink, set_tip, text_width
from casedesk.words import say


class Status(StrEnum):
    """The values are those of the doors (`on_time`, `in_jeopardy`, ...), so a row's status converts by
    name."""

    ON_TIME = "on_time"
    IN_JEOPARDY = "in_jeopardy"
    LATE = "late"
    BLOCKED = "blocked"
    UNDER_WAY = "under_way"
    DONE = "done"
    NOT_STARTED = "not_started"
    READY = "ready"
    SKIPPED = "skipped"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class _Language:
    word: str
    meaning: str
    ink: Ink
    soft: str


_LANGUAGE = {
    Status.ON_TIME: _Language("On time", "The forecast is on or before the promise", "ok", "ok_soft"),
    Status.IN_JEOPARDY: _Language("In jeopardy", "We will probably miss the date", "risk", "risk_soft"),
    Status.LATE: _Language("Late", "The promised time has passed", "late", "late_soft"),
    Status.BLOCKED: _Language("Blocked", "Cannot go on until someone else acts", "blocked", "blocked_soft"),
    Status.UNDER_WAY: _Language("Under way", "Someone works on it now", "accent_ink", "accent_soft"),
    Status.DONE: _Language("Done", "Finished, the date is known", "done", "done_soft"),
    Status.NOT_STARTED: _Language("Not started", "Waits its turn", "text3", "done_soft"),
    Status.READY: _Language("Ready", "All it waits for is done", "accent_ink", "accent_soft"),
    Status.SKIPPED: _Language("Skipped", "Left out, with a reason", "text3", "done_soft"),
    Status.CANCELLED: _Language("Cancelled", "Ended before it was done, with a reason", "done", "done_soft"),
}


def status_word(status: Status) -> str:
    """The word that always stands with the shape."""
    return say(_LANGUAGE[status].word)


def status_meaning(status: Status) -> str:
    """One plain sentence for the tip."""
    return say(_LANGUAGE[status].meaning)


def status_ink(status: Status) -> Ink:
    """The token for shape and word."""
    return _LANGUAGE[status].ink


def status_soft(status: Status) -> QColor:
    """The soft ground of the pill."""
    soft: QColor = getattr(look().colors, _LANGUAGE[status].soft)
    return soft


# Shapes are drawn on a grid of 20 by 20.
def _tick(painter: QPainter, color: QColor, width: float = 1.9) -> None:
    pen = QPen(color, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(QPolygonF([QPointF(6, 10.4), QPointF(8.9, 13.2), QPointF(14, 7.2)]))


def _exclamation(painter: QPainter, color: QColor, top: float, bottom: float, dot: float) -> None:
    painter.setPen(QPen(color, 2.0, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.drawLine(QPointF(10, top), QPointF(10, bottom))
    painter.drawPoint(QPointF(10, dot))


def _filled(painter: QPainter, color: QColor, points: list[tuple[float, float]]) -> None:
    painter.setPen(
        QPen(color, 2.0, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    )
    painter.setBrush(color)
    painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in points]))


def _ring(painter: QPainter, color: QColor, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> None:
    pen = QPen(color, 1.7, style)
    if style is Qt.PenStyle.CustomDashLine:
        pen.setDashPattern([2.6, 1.9])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(QPointF(10, 10), 7.8, 7.8)


def _square(painter: QPainter, color: QColor) -> None:
    painter.setPen(QPen(color, 1.7))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(2.6, 2.6, 14.8, 14.8), 3, 3)


def _on_time(painter: QPainter, color: QColor, mark: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawEllipse(QPointF(10, 10), 8.6, 8.6)
    _tick(painter, mark)


def _in_jeopardy(painter: QPainter, color: QColor, mark: QColor) -> None:
    _filled(painter, color, [(10, 2.4), (18.4, 16.8), (1.6, 16.8)])
    _exclamation(painter, mark, 7.6, 11.0, 14.2)


def _late(painter: QPainter, color: QColor, mark: QColor) -> None:
    _filled(painter, color, [(10, 1.7), (18.3, 10), (10, 18.3), (1.7, 10)])
    _exclamation(painter, mark, 5.9, 10.4, 13.8)


def _blocked(painter: QPainter, color: QColor, mark: QColor) -> None:
    cut = 5.6
    corners = [(cut, 2), (20 - cut, 2), (18, cut), (18, 20 - cut)]
    _filled(painter, color, [*corners, (20 - cut, 18), (cut, 18), (2, 20 - cut), (2, cut)])
    painter.setPen(QPen(mark, 2.4, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.drawLine(QPointF(6.2, 10), QPointF(13.8, 10))


def _under_way(painter: QPainter, color: QColor, _mark: QColor) -> None:
    _ring(painter, color)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawEllipse(QPointF(10, 10), 3.7, 3.7)


def _done(painter: QPainter, color: QColor, _mark: QColor) -> None:
    _square(painter, color)
    _tick(painter, color, 1.7)


def _not_started(painter: QPainter, color: QColor, _mark: QColor) -> None:
    _ring(painter, color)


def _ready(painter: QPainter, color: QColor, _mark: QColor) -> None:
    _ring(painter, color)
    painter.setPen(
        QPen(color, 1.7, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    )
    # The arrow points where the work goes on: to the end of the line, in either reading direction.
    mirrored = painter.layoutDirection() == Qt.LayoutDirection.RightToLeft
    towards = -1 if mirrored else 1
    painter.drawLine(QPointF(10 - 3.4 * towards, 10), QPointF(10 + 3.4 * towards, 10))
    tip, back = 10 + 3.4 * towards, 10 + 0.6 * towards
    painter.drawPolyline(QPolygonF([QPointF(back, 7.2), QPointF(tip, 10), QPointF(back, 12.8)]))


def _skipped(painter: QPainter, color: QColor, _mark: QColor) -> None:
    _ring(painter, color, Qt.PenStyle.CustomDashLine)


def _cancelled(painter: QPainter, color: QColor, _mark: QColor) -> None:
    _square(painter, color)
    cross = QPainterPath(QPointF(7, 7))
    cross.lineTo(13, 13)
    cross.moveTo(13, 7)
    cross.lineTo(7, 13)
    painter.drawPath(cross)


_DRAWINGS: dict[Status, Callable[[QPainter, QColor, QColor], None]] = {
    Status.ON_TIME: _on_time, Status.IN_JEOPARDY: _in_jeopardy, Status.LATE: _late, Status.BLOCKED: _blocked,
    Status.UNDER_WAY: _under_way, Status.DONE: _done, Status.NOT_STARTED: _not_started,
    Status.READY: _ready, Status.SKIPPED: _skipped, Status.CANCELLED: _cancelled,
}  # fmt: skip


def paint_status(painter: QPainter, place: QRectF, status: Status, color: QColor | None = None) -> None:
    """Draw the shape as large as `place` allows, in its own colour unless told otherwise."""
    side = min(place.width(), place.height())
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(place.center().x() - side / 2, place.center().y() - side / 2)
    painter.scale(side / 20, side / 20)
    _DRAWINGS[status](painter, color or ink(status_ink(status)), look().colors.surface)
    painter.restore()


def pill_width(word: str) -> int:
    """Pixels a pill with this word needs."""
    px = look().px
    return px(7) + px(15) + px(5) + text_width(word, Type.HINT_STRONG) + px(9)


def paint_pill(painter: QPainter, place: QRectF, status: Status, word: str) -> None:
    """Shape and word on the soft ground; `place` gives the whole pill."""
    px = look().px
    draw_box(painter, place, status_soft(status))
    places = Places(place.adjusted(px(7), 0, -px(9), 0), painter.layoutDirection())
    paint_status(painter, places.take(px(15), px(15), px(5)), status)
    draw_text(painter, places.rest(), word, Type.HINT_STRONG, _pill_ink(status))


def _pill_ink(status: Status) -> QColor:
    # text3 is measured against surface, rail and bg only; on the soft ground the word takes the darker ink.
    return ink("done") if status_ink(status) == "text3" else ink(status_ink(status))


class StatusShape(Painted):
    """The shape alone, for places where a text beside it says the same."""

    def __init__(self, status: Status, size: int = 16, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._side = size
        self.set_status(status)

    def set_status(self, status: Status) -> None:
        self._status = status
        self.setAccessibleName(status_word(status))
        set_tip(self, status_meaning(status))
        self.refresh()

    def measure(self) -> QSize:
        return QSize(look().px(self._side), look().px(self._side))

    def draw(self, painter: QPainter, place: QRectF) -> None:
        paint_status(painter, place, self._status)


class StatusPill(Painted):
    """Shape and word on a soft ground, 22 high; `word` replaces the usual one ("In jeopardy by 3 days")."""

    def __init__(self, status: Status, word: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.set_status(status, word)

    def set_status(self, status: Status, word: str = "") -> None:
        self._status = status
        self._word = word or status_word(status)
        self.setAccessibleName(self._word)
        set_tip(self, status_meaning(status))
        self.refresh()

    def measure(self) -> QSize:
        return QSize(pill_width(self._word), look().px(22))

    def draw(self, painter: QPainter, place: QRectF) -> None:
        paint_pill(painter, place, self._status, self._word)


class Tag(Painted):
    """A word with an icon on the accent's soft ground, for what is no status ("Loyal: 9 years")."""

    def __init__(self, text: str, icon: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text, self._icon = text, icon
        self.setAccessibleName(text)

    def measure(self) -> QSize:
        px = look().px
        icon_width = px(14) + px(5) if self._icon else 0
        return QSize(px(8) * 2 + icon_width + text_width(self._text, Type.HINT_STRONG), px(22))

    def draw(self, painter: QPainter, place: QRectF) -> None:
        px = look().px
        draw_box(painter, place, look().colors.accent_soft)
        places = Places(place.adjusted(px(8), 0, -px(8), 0), painter.layoutDirection())
        if self._icon:
            paint_icon(painter, places.take(px(14), px(14), px(5)), self._icon, ink("accent_ink"))
        draw_text(painter, places.rest(), self._text, Type.HINT_STRONG, ink("accent_ink"))
