"""Draws how the working days of a template add up: what decides the promise is filled, what has slack is outlined."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from casedesk.rules.template_steps import Span
from casedesk.ui.theme import Type, look
from casedesk.ui.widgets.painting import Along, Painted, draw_box, draw_text, ink
from casedesk.words import count, say

ROW, HEAD = 25, 24
NAMES = 128
MOST_TICKS = 8


@dataclass(frozen=True)
class Bar:
    """One milestone on the chart; `decides` the promised day."""

    name: str
    span: Span
    decides: bool
    is_chosen: bool


class SpanChart(Painted):
    """The bars of a template, one row each; screen readers hear them as sentences."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars: tuple[Bar, ...] = ()
        self._promise = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_bars(self, bars: Sequence[Bar], promise: int) -> None:
        """Draw these milestones and the promise on its working day."""
        self._bars, self._promise = tuple(bars), promise
        self.setAccessibleName(" ".join(_sentence(bar) for bar in self._bars))
        self.updateGeometry()
        self.update()

    def measure(self) -> QSize:
        return QSize(look().px(NAMES + 160), look().px(HEAD + ROW * len(self._bars) + 4))

    def draw(self, painter: QPainter, place: QRectF) -> None:
        px, days = look().px, max((bar.span.end for bar in self._bars), default=1) or 1
        names = px(NAMES)
        room = QRectF(place.left() + names, place.top(), place.width() - names - px(16), place.height())
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        if mirrored:
            room.moveLeft(place.left() + px(16))

        def across(day: int) -> float:
            share = room.width() * day / days
            return room.right() - share if mirrored else room.left() + share

        self._draw_days(painter, room, days, across)
        for row, bar in enumerate(self._bars):
            top = place.top() + px(HEAD) + row * px(ROW)
            name = QRectF(place.right() - names if mirrored else place.left(), top, names - px(8), px(ROW))
            role = Type.TEXT_STRONG if bar.is_chosen else Type.TEXT
            draw_text(painter, name, bar.name, role, ink("text"))
            ends = sorted((across(bar.span.start), across(bar.span.end)))
            _draw_bar(painter, QRectF(ends[0], top + px(6), ends[1] - ends[0], px(13)), bar)
        pen = QPen(look().colors.ok, px(2), Qt.PenStyle.DashLine)
        painter.setPen(pen)
        at = across(self._promise)
        painter.drawLine(QPointF(at, place.top() + px(HEAD)), QPointF(at, place.bottom()))

    def _draw_days(self, painter: QPainter, room: QRectF, days: int, across: Callable[[int], float]) -> None:
        """The numbers of the working days, and a line below each."""
        px = look().px
        step = max(1, -(-days // MOST_TICKS))
        for day in range(0, days + 1, step):
            at = across(day)
            number = QRectF(at - px(20), room.top(), px(40), px(HEAD))
            draw_text(painter, number, str(day), Type.HINT, ink("text2"), Along.CENTRE)
            painter.setPen(QPen(look().colors.line, 1))
            painter.drawLine(QPointF(at, room.top() + px(HEAD)), QPointF(at, room.bottom()))


def _draw_bar(painter: QPainter, place: QRectF, bar: Bar) -> None:
    colors = look().colors
    if bar.span.start == bar.span.end:
        side = place.height() * 0.7
        mark = QRectF(place.left() - side / 2, place.center().y() - side / 2, side, side)
        draw_box(painter, mark, colors.accent if bar.decides else None, colors.accent, radius=side / 2)
    elif bar.decides:
        draw_box(painter, place, colors.accent)
    else:
        draw_box(painter, place, colors.surface, colors.edge, 1.4)


def _sentence(bar: Bar) -> str:
    slack = count("$n day of slack", "$n days of slack", bar.span.slack)
    return say(
        "$name from working day $start to $end, $slack.",
        name=bar.name,
        start=bar.span.start,
        end=bar.span.end,
        slack=slack,
    )
