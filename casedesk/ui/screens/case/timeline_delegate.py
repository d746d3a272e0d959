"""Paints the days and entries of a timeline, each as high as its text; it knows cells of one list only."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import (
    QPointF,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QPainter, QTextLayout, QTextOption
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from casedesk.ui.screens.case.timeline_model import ITEM_ROLE, DayItem, EntryItem, Index
from casedesk.ui.theme import Type, look, paint_icon
from casedesk.ui.widgets.painting import Ink, Places, draw_box, draw_text, ink, line_height, text_width
from casedesk.words import say

FOLDED_LINES = 2
"""Lines of an entry's text that are shown until the entry is opened."""


class WrappedText:
    """A text laid out in lines of a width, cut after `most` lines with dots."""

    def __init__(
        self,
        text: str,
        role: Type,
        width: float,
        most: int,
        direction: Qt.LayoutDirection,
        *,
        is_struck: bool = False,
    ) -> None:
        self._layout = QTextLayout(text.replace("\n", "\u2028"), look().font(role))
        self._is_struck = is_struck
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        option.setTextDirection(direction)
        self._layout.setTextOption(option)
        self._role, self.width, self._most = role, width, most
        self.is_cut = False
        self._lines: list[str] = []
        if text:
            self._break()

    @property
    def height(self) -> int:
        return len(self._lines) * line_height(self._role)

    def draw(self, painter: QPainter, top_left: QPointF, color: Ink) -> None:
        """Paint the lines below one another."""
        high = line_height(self._role)
        for number, words in enumerate(self._lines):
            place = QRectF(top_left.x(), top_left.y() + number * high, self.width, high)
            draw_text(painter, place, words, self._role, ink(color))
            if self._is_struck:
                _strike(painter, place, text_width(words, self._role), ink(color))

    def _break(self) -> None:
        self._layout.beginLayout()
        text = self._layout.text()
        while (line := self._layout.createLine()).isValid():
            line.setLineWidth(max(1.0, self.width))
            start, length = line.textStart(), line.textLength()
            if len(self._lines) + 1 == self._most and start + length < len(text):
                # The last line takes the rest of its paragraph and is shortened with dots when it is drawn.
                rest = text[start:].split("\u2028", 1)
                self._lines.append(rest[0] + (" …" if len(rest) > 1 else ""))
                self.is_cut = True
                break
            self._lines.append(text[start : start + length].rstrip("\u2028 "))
        self._layout.endLayout()


@dataclass(frozen=True)
class _Parts:
    """An entry laid out in one width."""

    headline: WrappedText
    text: WrappedText
    quote: WrappedText
    height: int


class TimelineDelegate(QStyledItemDelegate):
    """Paints days and entries; `open_entries` are shown with their whole text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.open_entries: set[str] = set()
        self._sizes: dict[tuple[object, ...], int] = {}

    def forget_sizes(self) -> None:
        self._sizes.clear()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        item, width = index.data(ITEM_ROLE), _width_of(option)
        if isinstance(item, DayItem):
            return QSize(width, look().px(28))
        key = (item, width, item.id in self.open_entries)
        if key not in self._sizes:
            self._sizes[key] = self._parts(item, width, option.direction).height
        return QSize(width, self._sizes[key])

    def is_cut(self, item: EntryItem, width: int, direction: Qt.LayoutDirection) -> bool:
        """Whether more was written than is shown."""
        parts = self._parts(item, width, direction)
        return parts.text.is_cut or parts.headline.is_cut or parts.quote.is_cut

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(option.direction)
        item, place = index.data(ITEM_ROLE), QRectF(option.rect)
        if isinstance(item, DayItem):
            _paint_day(painter, place, item)
        else:
            _paint_ground(painter, option, place)
            self._paint_entry(painter, place, item, option)
        painter.restore()

    def _paint_entry(
        self, painter: QPainter, place: QRectF, item: EntryItem, option: QStyleOptionViewItem
    ) -> None:
        px = look().px
        parts = self._parts(item, int(place.width()), option.direction)
        first = QRectF(place.left(), place.top() + px(6), place.width(), line_height(Type.TEXT_MEDIUM))
        places = Places(first.adjusted(px(16), 0, -px(12), 0), option.direction)
        draw_text(painter, places.take(px(38), gap=px(10)), item.time, Type.HINT, ink("text2"))
        paint_icon(painter, places.take(px(16), px(16), px(12)), item.icon, ink("text2"))
        for word in item.marks:
            _paint_mark(painter, places, word)
        is_mirrored = option.direction == Qt.LayoutDirection.RightToLeft
        room = _text_width(int(place.width()))
        left = px(12) if is_mirrored else places.rest().left()
        top = first.top()
        beside_marks = left + room - parts.headline.width if is_mirrored else left
        parts.headline.draw(painter, QPointF(beside_marks, top), "text2" if item.is_replaced else "text")
        top += parts.headline.height
        parts.text.draw(painter, QPointF(left, top), "text2" if item.is_replaced else "text")
        top += parts.text.height
        if item.quote:
            parts.quote.draw(painter, QPointF(left, top), "text2")
            top += parts.quote.height
        note = QRectF(left, top, room, line_height(Type.HINT))
        draw_text(painter, note, item.note, Type.HINT, ink("text2"))

    def _parts(self, item: EntryItem, width: int, direction: Qt.LayoutDirection) -> _Parts:
        most = 1000 if item.id in self.open_entries else FOLDED_LINES
        room = _text_width(width)
        marks = sum(text_width(word, Type.HINT_STRONG) + look().px(24) for word in item.marks)
        beside_marks = max(look().px(60), room - marks)
        struck = item.is_undone
        headline = WrappedText(
            item.headline, Type.TEXT_MEDIUM, beside_marks, most, direction, is_struck=struck
        )
        text = WrappedText(item.text, Type.TEXT, room, most, direction, is_struck=struck)
        quote = say("Corrects: $entry", entry=item.quote) if item.quote else ""
        quoted = WrappedText(quote, Type.HINT, room, most, direction)
        height = headline.height + text.height + quoted.height + line_height(Type.HINT) + look().px(12)
        return _Parts(headline, text, quoted, height)


def _strike(painter: QPainter, place: QRectF, width: float, color: QColor) -> None:
    """A line through the words, from where they begin."""
    wide = min(width, place.width())
    is_mirrored = painter.layoutDirection() == Qt.LayoutDirection.RightToLeft
    left = place.right() - wide if is_mirrored else place.left()
    painter.fillRect(QRectF(left, round(place.center().y()), wide, look().px(1)), color)


def _width_of(option: QStyleOptionViewItem) -> int:
    view = option.widget
    return view.viewport().width() if isinstance(view, QAbstractItemView) else option.rect.width()


def _text_width(width: int) -> int:
    px = look().px
    return max(px(60), width - px(16) - px(38) - px(10) - px(16) - px(12) - px(12))


def _paint_day(painter: QPainter, place: QRectF, item: DayItem) -> None:
    px = look().px
    places = Places(place.adjusted(px(16), 0, -px(12), 0), painter.layoutDirection())
    words = places.take(text_width(item.text, Type.HINT_STRONG), gap=px(12))
    draw_text(painter, words, item.text, Type.HINT_STRONG, ink("text2"))
    line = places.rest(1)
    painter.fillRect(QRectF(line.left(), round(line.center().y()), line.width(), 1), look().colors.line)


def _paint_ground(painter: QPainter, option: QStyleOptionViewItem, place: QRectF) -> None:
    if not option.state & QStyle.StateFlag.State_Selected:
        return
    colors = look().colors
    painter.fillRect(place, colors.select)
    bar = QRectF(place.left(), place.top(), look().px(3), place.height())
    if option.direction == Qt.LayoutDirection.RightToLeft:
        bar.moveRight(place.right())
    painter.fillRect(bar, colors.accent)
    if option.widget.hasFocus():
        painter.fillRect(QRectF(place.left(), place.top(), place.width(), 2), colors.accent)
        painter.fillRect(QRectF(place.left(), place.bottom() - 2, place.width(), 2), colors.accent)


def _paint_mark(painter: QPainter, places: Places, word: str) -> None:
    px = look().px
    box = places.take_end(text_width(word, Type.HINT_STRONG) + px(14), px(20), px(8))
    draw_box(painter, box, look().colors.accent_soft)
    draw_text(painter, box.adjusted(px(7), 0, -px(7), 0), word, Type.HINT_STRONG, ink("accent_ink"))
