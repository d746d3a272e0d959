"""Layouts whose margins and gaps follow the zoom; measures are those of the design at 100 %."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QLayout,
    QLayoutItem,
    QScrollArea,
    QSizePolicy,
    QStyle,
    QWidget,
)

from casedesk.ui.theme import look

Margin = int | tuple[int, int, int, int]


class Box(QBoxLayout):
    """A row or column; `margin` is one measure for all sides or (left, top, right, bottom)."""

    def __init__(
        self, direction: QBoxLayout.Direction, parent: QWidget | None, margin: Margin, gap: int
    ) -> None:
        if parent is None:
            super().__init__(direction)
        else:
            super().__init__(direction, parent)
        self._sides = (margin,) * 4 if isinstance(margin, int) else margin
        self._gap = gap
        self._on_look_changed()
        look().changed.connect(self._on_look_changed)

    def set_margin(self, margin: Margin) -> None:
        self._sides = (margin,) * 4 if isinstance(margin, int) else margin
        self._on_look_changed()

    @Slot()
    def _on_look_changed(self) -> None:
        left, top, right, bottom = (look().px(side) for side in self._sides)
        if QGuiApplication.isRightToLeft():  # Qt mirrors what is inside a layout, but not its margins
            left, right = right, left
        self.setContentsMargins(left, top, right, bottom)
        self.setSpacing(look().px(self._gap))


class Column(Box):
    """Things below one another."""

    def __init__(self, parent: QWidget | None = None, *, margin: Margin = 0, gap: int = 12) -> None:
        super().__init__(QBoxLayout.Direction.TopToBottom, parent, margin, gap)


class Line(Box):
    """Things beside one another, in reading direction."""

    def __init__(self, parent: QWidget | None = None, *, margin: Margin = 0, gap: int = 8) -> None:
        super().__init__(QBoxLayout.Direction.LeftToRight, parent, margin, gap)


def at_start(widget: QWidget) -> Line:
    """A line with the widget at its start.

    A column is only as wide as the narrowest of its parts that do not grow, and labels that shorten do not: each
    in a line of its own, they leave one another alone.
    """
    line = Line(gap=0)
    line.addWidget(widget)
    line.addStretch(1)
    return line


class Flow(QLayout):
    """Things beside one another that go on in the next line where the width ends; for chips and buttons.

    It needs a widget of its own: laid into another layout instead, PySide loses its items and the program crashes.
    """

    def __init__(self, parent: QWidget, *, gap: int = 8) -> None:
        super().__init__(parent)
        self._gap = gap
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arrange(QRect(0, 0, width, 0), place=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arrange(rect, place=True)

    def sizeHint(self) -> QSize:
        gap = look().px(self._gap)
        shown = [item.sizeHint() for item in self._items if not item.isEmpty()]
        width = sum(size.width() for size in shown) + gap * max(0, len(shown) - 1)
        return QSize(width, max((size.height() for size in shown), default=0))

    def minimumSize(self) -> QSize:  # noqa: N802 - Qt's name
        widest = QSize()
        for item in self._items:
            widest = widest.expandedTo(item.minimumSize())
        return widest

    def _arrange(self, rect: QRect, *, place: bool) -> int:
        """Put the items line by line; comes back with the height used."""
        gap = look().px(self._gap)
        x, y, tallest = rect.left(), rect.top(), 0
        line: list[tuple[QLayoutItem, QRect]] = []
        lines = [line]
        for item in self._items:
            if item.isEmpty():
                continue
            size = item.sizeHint().boundedTo(QSize(max(rect.width(), 1), 1 << 16))
            if line and x + size.width() > rect.left() + rect.width():
                x, y, tallest, line = rect.left(), y + tallest + gap, 0, []
                lines.append(line)
            line.append((item, QRect(QPoint(x, y), size)))
            x += size.width() + gap
            tallest = max(tallest, size.height())
        if place:
            _place_lines(lines, rect)
        return y + tallest - rect.top()


def _place_lines(lines: list[list[tuple[QLayoutItem, QRect]]], rect: QRect) -> None:
    for line in lines:
        tallest = max((place.height() for _, place in line), default=0)
        for item, place in line:
            owner = item.widget()
            direction = owner.layoutDirection() if owner else Qt.LayoutDirection.LeftToRight
            centred = place.translated(0, (tallest - place.height()) // 2)
            item.setGeometry(QStyle.visualRect(direction, rect, centred))


class Scroll(QScrollArea):
    """A part of a page that scrolls up and down, never sideways; `content` is its layout."""

    def __init__(self, parent: QWidget | None = None, *, margin: Margin = 0, gap: int = 12) -> None:
        super().__init__(parent)
        self.setProperty("plain", True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        inside.setAutoFillBackground(False)
        self.content = Column(inside, margin=margin, gap=gap)
        self.setWidget(inside)
        # setWidget turns the filling on again; the ground of the page has to show through.
        inside.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)


def take_out(layout: QLayout) -> None:
    """Remove everything from a layout that is filled anew, nested ones too; widgets are hidden at once and destroyed
    when Qt gets round to it.
    """
    while (item := layout.takeAt(0)) is not None:
        widget, nested = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif nested is not None:
            take_out(nested)


class Ground(QWidget):
    """A plain area in one of the ground colours: bg, surface, sunken, rail or accent_soft."""

    def __init__(self, ground: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ground", ground)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)


class Hairline(QWidget):
    """The decorative line that separates parts of a card."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ground", "line")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
