"""The one delegate that paints all cells of all tables; it knows cells and no records."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import cast

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from casedesk.ui.tables.model import Index, RecordModel
from casedesk.ui.tables.rows import Cell, Column, GroupHead, Kind, Row
from casedesk.ui.theme import Row as RowHeight
from casedesk.ui.theme import Type, look, paint_icon
from casedesk.ui.widgets.owner import paint_owner
from casedesk.ui.widgets.painting import (
    Along,
    Ink,
    Places,
    draw_box,
    draw_text,
    elided,
    ink,
    line_height,
    text_width,
)
from casedesk.ui.widgets.status import paint_pill, paint_status, pill_width, status_word

SELECTION_BAR = 3
SIDE = 12
FIRST_SIDE = 15


class CellDelegate(QStyledItemDelegate):
    """Paints text, status, owner, track, money, keys and buttons; `two_lines` sets the height of rows."""

    def __init__(self, two_lines: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._two_lines = two_lines

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, self.height_of(_records(index).entry(index.row())))

    def height_of(self, entry: Row | GroupHead | None) -> int:
        """Pixels a row needs at the present zoom and density."""
        if isinstance(entry, GroupHead):
            return look().row_height(RowHeight.GROUP)
        return look().row_height(RowHeight.TWO_LINES if self._two_lines else RowHeight.ONE_LINE)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        painter.setLayoutDirection(option.direction)
        place = QRectF(option.rect)
        records, column = _records(index), index.column()
        entry = records.entry(index.row())
        if isinstance(entry, GroupHead):
            _paint_group(painter, place, entry)
        else:
            self._paint_ground(painter, option, place, column)
            if entry is None:
                _paint_placeholder(painter, place)
            else:
                self._paint_cell(painter, inside(place, column), records.columns[column], entry)
        painter.restore()

    def _paint_cell(self, painter: QPainter, place: QRectF, column: Column, row: Row) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        cell = row.cell(column)
        if row.faded:
            cell = replace(cell, ink="text3", below_ink="text3", strong=False)
        _PAINTERS[column.kind](painter, place, cell)

    def _paint_ground(
        self, painter: QPainter, option: QStyleOptionViewItem, place: QRectF, column: int
    ) -> None:
        # Without smoothing: half-covered pixels at a cell's edge would show as seams in the chosen row.
        colors = look().colors
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(place, colors.select)
            if column == 0:
                bar = QRectF(place.left(), place.top(), look().px(SELECTION_BAR), place.height())
                if option.direction == Qt.LayoutDirection.RightToLeft:
                    bar.moveRight(place.right())
                painter.fillRect(bar, colors.accent)
            if option.widget.hasFocus():
                painter.fillRect(QRectF(place.left(), place.top(), place.width(), 2), colors.accent)
                painter.fillRect(QRectF(place.left(), place.bottom() - 2, place.width(), 2), colors.accent)
                return
        painter.fillRect(QRectF(place.left(), place.bottom() - 1, place.width(), 1), colors.line)


def _records(index: Index) -> RecordModel:
    """The model of an index; asking it for an entry is cheaper than Qt's way through roles and back."""
    return cast(RecordModel, index.model())


def inside(place: QRectF, column: int) -> QRectF:
    """The cell without its margins; the first column starts below the title of its card."""
    px = look().px
    return place.adjusted(px(SIDE if column else FIRST_SIDE), 0, -px(4), -1)


def button_place(place: QRectF, cell: Cell, direction: Qt.LayoutDirection) -> QRectF:
    """Where within the margins of its cell the painted button stands."""
    px = look().px
    width = px(20) + text_width(cell.text, Type.TEXT_MEDIUM) + (px(14) + px(5) if cell.icon else 0)
    return Places(place, direction).take(min(width, place.width()), px(26))


def _paint_group(painter: QPainter, place: QRectF, head: GroupHead) -> None:
    painter.fillRect(place, look().colors.sunken)
    painter.fillRect(QRectF(place.left(), place.bottom() - 1, place.width(), 1), look().colors.line)
    places = Places(place.adjusted(look().px(FIRST_SIDE), 0, -look().px(SIDE), 0), painter.layoutDirection())
    width = text_width(head.text, Type.HINT_STRONG)
    draw_text(painter, places.take(width, gap=look().px(8)), head.text, Type.HINT_STRONG, ink("text2"))
    draw_text(painter, places.rest(), head.count, Type.HINT, ink("text2"))


def _paint_placeholder(painter: QPainter, place: QRectF) -> None:
    room = place.adjusted(look().px(SIDE), 0, -look().px(SIDE), 0)
    bar = Places(room, painter.layoutDirection()).take(room.width() * 0.7, look().px(10))
    draw_box(painter, bar, look().colors.done_soft)


def _paint_text(painter: QPainter, place: QRectF, cell: Cell) -> None:
    px = look().px
    places = Places(place, painter.layoutDirection())
    if cell.status:
        paint_status(painter, places.take(px(16), px(16), px(5)), cell.status)
    elif cell.icon:
        paint_icon(painter, places.take(px(16), px(16), px(8)), cell.icon, ink("text2"))
    role = Type.TEXT_STRONG if cell.strong else Type.TEXT
    line = places.rest()
    if not cell.below:
        _paint_line(painter, line, cell, role)
        return
    first, second = line_height(role), line_height(Type.HINT)
    top = line.center().y() - (first + second) / 2
    _paint_line(painter, QRectF(line.left(), top, line.width(), first), cell, role)
    below = QRectF(line.left(), top + first, line.width(), second)
    below_role = Type.HINT if cell.below_ink in _QUIET else Type.HINT_MEDIUM
    draw_text(painter, below, cell.below, below_role, ink(cell.below_ink))


_QUIET: tuple[Ink, ...] = ("text", "text2", "text3")


def _paint_line(painter: QPainter, line: QRectF, cell: Cell, role: Type) -> None:
    if cell.hits and painter.layoutDirection() == Qt.LayoutDirection.LeftToRight:
        _paint_hits(painter, line, elided(cell.text, role, line.width() + 1), cell.hits, role)
    draw_text(painter, line, cell.text, role, ink(cell.ink))


def _paint_hits(
    painter: QPainter, line: QRectF, shown: str, hits: tuple[tuple[int, int], ...], role: Type
) -> None:
    """Mark the found parts; measured on the whole text, so that kerning cannot shift them."""
    metrics = look().metrics(role)
    for start, end in hits:
        left = metrics.horizontalAdvance(shown[:start])
        width = metrics.horizontalAdvance(shown[:end]) - left
        height = line_height(role)
        mark = QRectF(line.left() + left - 1, line.center().y() - height / 2, width + 2, height)
        draw_box(painter, mark, look().colors.hit, radius=look().px(2))


def _paint_pill_cell(painter: QPainter, place: QRectF, cell: Cell) -> None:
    if cell.status is None:
        _paint_text(painter, place, cell)
        return
    word = cell.text or status_word(cell.status)
    pill = Places(place, painter.layoutDirection()).take(min(pill_width(word), place.width()), look().px(22))
    paint_pill(painter, pill, cell.status, word)


def _paint_owner_cell(painter: QPainter, place: QRectF, cell: Cell) -> None:
    if cell.owner:
        paint_owner(painter, place, cell.owner)


def _paint_track(painter: QPainter, place: QRectF, cell: Cell) -> None:
    px = look().px
    places = Places(place, painter.layoutDirection())
    for status in cell.track:
        if places.left_over < px(14):
            break
        paint_status(painter, places.take(px(14), px(14), px(5)), status)


def _paint_money(painter: QPainter, place: QRectF, cell: Cell) -> None:
    role = Type.TEXT_STRONG if cell.strong else Type.TEXT
    place = place.adjusted(0, 0, -look().px(8), 0)
    draw_text(painter, place, cell.text, role, ink(cell.ink), Along.END)


def _paint_key(painter: QPainter, place: QRectF, cell: Cell) -> None:
    px = look().px
    width = text_width(cell.text, Type.HINT_MEDIUM) + px(14)
    box = Places(place, painter.layoutDirection()).take(width, px(20))
    draw_box(painter, box, look().colors.sunken, look().colors.line)
    draw_text(painter, box, cell.text, Type.HINT_MEDIUM, ink("text2"), Along.CENTRE)


def _paint_button(painter: QPainter, place: QRectF, cell: Cell) -> None:
    if not cell.text:
        return
    px, colors = look().px, look().colors
    box = button_place(place, cell, painter.layoutDirection())
    refused = bool(cell.refusal)
    draw_box(painter, box, None if refused else colors.surface, colors.edge, dashed=refused)
    places = Places(box.adjusted(px(10), 0, -px(10), 0), painter.layoutDirection())
    color = ink("text3" if refused else "text")
    if cell.icon:
        paint_icon(painter, places.take(px(14), px(14), px(5)), cell.icon, color)
    draw_text(painter, places.rest(), cell.text, Type.TEXT_MEDIUM, color)


_PAINTERS: dict[Kind, Callable[[QPainter, QRectF, Cell], None]] = {
    Kind.TEXT: _paint_text,
    Kind.PILL: _paint_pill_cell,
    Kind.OWNER: _paint_owner_cell,
    Kind.TRACK: _paint_track,
    Kind.MONEY: _paint_money,
    Kind.KEY: _paint_key,
    Kind.BUTTON: _paint_button,
}
