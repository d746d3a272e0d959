"""Draws the shapes of the status language, as the screens do, on a grid of 20 by 20; it knows no page.

To add one: its name in `context.StatusName`, its colour and its drawing below.
"""

from __future__ import annotations

from collections.abc import Callable

from reportlab.lib.colors import HexColor, white
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph

from casedesk.documents.composer import Markup
from casedesk.documents.context import StatusName

Points = tuple[tuple[float, float], ...]

_GAP = 4.0
_MIDDLE_OF_CAPITALS = 0.6
"""From the top of a line down to the middle of its capitals, in parts of the font size."""

_TICK: Points = ((6, 9.6), (8.9, 6.8), (14, 12.8))
_TRIANGLE: Points = ((10, 17.6), (18.4, 3.2), (1.6, 3.2))
_DIAMOND: Points = ((10, 18.3), (18.3, 10), (10, 1.7), (1.7, 10))
_OCTAGON: Points = ((5.6, 18), (14.4, 18), (18, 14.4), (18, 5.6), (14.4, 2), (5.6, 2), (2, 5.6), (2, 14.4))


class Shape(Flowable):
    """The shape of a status, `side` points wide and high; the word always stands beside it."""

    def __init__(self, status: StatusName, side: float) -> None:
        super().__init__()
        self.width = self.height = side
        self._status = status

    def draw(self) -> None:
        draw_shape(self.canv, self._status, 0, 0, self.width)


class _StatusText(Paragraph):
    """Words after the shape of the status they name; what is split off by a page break has no shape."""

    status: StatusName | None = None

    def draw(self) -> None:
        if self.status is not None:
            side = self.style.leftIndent - _GAP
            middle = self.height - _MIDDLE_OF_CAPITALS * self.style.fontSize
            draw_shape(self.canv, self.status, 0, middle - side / 2, side)
        super().draw()


def status_text(words: Markup, style: ParagraphStyle, status: StatusName) -> Paragraph:
    """A paragraph with the status's shape before it."""
    paragraph = _StatusText(words, style.clone("after a shape", leftIndent=style.fontSize * 1.2 + _GAP))
    paragraph.status = status
    return paragraph


def draw_shape(canvas: Canvas, status: StatusName, x: float, y: float, side: float) -> None:
    """Draw the shape with its lower left corner at a point."""
    colour, drawing = _SHAPES[status]
    canvas.saveState()
    canvas.translate(x, y)
    canvas.scale(side / 20, side / 20)
    canvas.setFillColor(HexColor(colour))
    canvas.setStrokeColor(HexColor(colour))
    canvas.setLineWidth(1.7)
    canvas.setLineCap(1)
    canvas.setLineJoin(1)
    drawing(canvas)
    canvas.restoreState()


def _line(canvas: Canvas, points: Points, *, closed: bool = False, filled: bool = False) -> None:
    path = canvas.beginPath()
    path.moveTo(*points[0])
    for point in points[1:]:
        path.lineTo(*point)
    if closed:
        path.close()
    canvas.drawPath(path, stroke=1, fill=int(filled))


def _on_white(canvas: Canvas, width: float, *lines: Points) -> None:
    canvas.setStrokeColor(white)
    canvas.setLineWidth(width)
    for points in lines:
        _line(canvas, points)


def _ring(canvas: Canvas) -> None:
    canvas.circle(10, 10, 7.8, stroke=1, fill=0)


def _square(canvas: Canvas) -> None:
    canvas.roundRect(2.6, 2.6, 14.8, 14.8, 3, stroke=1, fill=0)


def _on_time(canvas: Canvas) -> None:
    canvas.circle(10, 10, 8.6, stroke=0, fill=1)
    _on_white(canvas, 1.9, _TICK)


def _in_jeopardy(canvas: Canvas) -> None:
    _line(canvas, _TRIANGLE, closed=True, filled=True)
    _on_white(canvas, 2, ((10, 12.4), (10, 9)), ((10, 5.8), (10, 5.8)))


def _late(canvas: Canvas) -> None:
    _line(canvas, _DIAMOND, closed=True, filled=True)
    _on_white(canvas, 2, ((10, 14.1), (10, 9.6)), ((10, 6.2), (10, 6.2)))


def _blocked(canvas: Canvas) -> None:
    _line(canvas, _OCTAGON, closed=True, filled=True)
    _on_white(canvas, 2.4, ((6.2, 10), (13.8, 10)))


def _under_way(canvas: Canvas) -> None:
    _ring(canvas)
    canvas.circle(10, 10, 3.7, stroke=0, fill=1)


def _done(canvas: Canvas) -> None:
    _square(canvas)
    _line(canvas, _TICK)


def _ready(canvas: Canvas) -> None:
    _ring(canvas)
    _line(canvas, ((6.6, 10), (13.4, 10)))
    _line(canvas, ((10.6, 12.8), (13.4, 10), (10.6, 7.2)))


def _skipped(canvas: Canvas) -> None:
    canvas.setDash(3.2, 3.4)
    _ring(canvas)


def _cancelled(canvas: Canvas) -> None:
    _square(canvas)
    _line(canvas, ((7, 7), (13, 13)))
    _line(canvas, ((13, 7), (7, 13)))


_SHAPES: dict[StatusName, tuple[str, Callable[[Canvas], None]]] = {
    "on_time": ("#1B6A3B", _on_time),
    "in_jeopardy": ("#874F00", _in_jeopardy),
    "late": ("#B3261E", _late),
    "blocked": ("#66399B", _blocked),
    "under_way": ("#17608F", _under_way),
    "done": ("#435160", _done),
    "not_started": ("#7F8C9A", _ring),
    "ready": ("#17608F", _ready),
    "skipped": ("#7F8C9A", _skipped),
    "cancelled": ("#435160", _cancelled),
}
