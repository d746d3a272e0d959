"""The list of a timeline: days and entries of any height, read on while scrolling; it knows no query."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QResizeEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from casedesk.ui.theme import Type, look, paint_icon
from casedesk.ui.widgets.painting import Ink, Places, draw_box, draw_text, ink, line_height, text_width
from casedesk.words import say

Index = QModelIndex | QPersistentModelIndex

ITEM_ROLE = Qt.ItemDataRole.UserRole + 1
FOLDED_LINES = 2
"""Lines of an entry's text that are shown until the entry is opened."""


@dataclass(frozen=True)
class DayItem:
    """The heading above the entries of one day."""

    text: str


@dataclass(frozen=True)
class EntryItem:
    """One entry in words; `quote` is the entry it corrects, `marks` stand at the end of its first line."""

    id: str
    time: str
    icon: str
    headline: str
    text: str
    note: str
    quote: str = ""
    marks: tuple[str, ...] = ()
    is_replaced: bool = False

    @property
    def spoken(self) -> str:
        """Everything in one sentence, for screen readers."""
        quote = say("Corrects: $entry", entry=self.quote) if self.quote else ""
        parts = (self.time, self.headline, self.text, quote, self.note, *self.marks)
        return ", ".join(part for part in parts if part)


Item = DayItem | EntryItem


class TimelineModel(QAbstractListModel):
    """Days and entries, newest first. Entries are only ever added, at the top or at the end."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._items: tuple[Item, ...] = ()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._items)

    def item(self, row: int) -> Item:
        return self._items[row]

    def row_of(self, entry: str) -> int:
        """The row of an entry, -1 when it is not among them."""
        for row, item in enumerate(self._items):
            if isinstance(item, EntryItem) and item.id == entry:
                return row
        return -1

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or isinstance(self._items[index.row()], DayItem):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        item = self._items[index.row()]
        if role == ITEM_ROLE:
            return item
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return item.text if isinstance(item, DayItem) else item.spoken
        return None

    def set_items(self, items: Sequence[Item]) -> None:
        """Show other items; what only grew at an end grows in place, so that nothing is lost from view."""
        new = tuple(items)
        old, self._items = self._items, self._items
        if new == old:
            return
        if old and new[: len(old)] == old:
            self.beginInsertRows(QModelIndex(), len(old), len(new) - 1)
            self._items = new
            self.endInsertRows()
        elif old and len(new) >= len(old) and _keys(new)[-len(old) :] == _keys(old):
            self._grow_at_top(new, len(new) - len(old))
        elif (
            old
            and len(new) > len(old)
            and _keys(new)[1 - len(old) :] == _keys(old)[1:]
            and _same_day(new, old)
        ):
            # The newest day is the same: its heading stays and the entries come in below it.
            self._grow_below_heading(new, len(new) - len(old))
        else:
            self.beginResetModel()
            self._items = new
            self.endResetModel()

    def _grow_at_top(self, new: tuple[Item, ...], grown: int) -> None:
        if grown:
            self.beginInsertRows(QModelIndex(), 0, grown - 1)
            self._items = new
            self.endInsertRows()
        self._items = new
        self.dataChanged.emit(self.index(0), self.index(len(new) - 1))

    def _grow_below_heading(self, new: tuple[Item, ...], grown: int) -> None:
        self.beginInsertRows(QModelIndex(), 1, grown)
        self._items = new
        self.endInsertRows()
        self.dataChanged.emit(self.index(0), self.index(len(new) - 1))


def _same_day(new: Sequence[Item], old: Sequence[Item]) -> bool:
    return _keys(new[:1]) == _keys(old[:1])


def _keys(items: Sequence[Item]) -> list[str]:
    """What an item is, whatever it says at this moment."""
    return [item.id if isinstance(item, EntryItem) else item.text for item in items]


class WrappedText:
    """A text laid out in lines of a width, cut after `most` lines with dots."""

    def __init__(self, text: str, role: Type, width: float, most: int, direction: Qt.LayoutDirection) -> None:
        self._layout = QTextLayout(text.replace("\n", "\u2028"), look().font(role))
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
        headline = WrappedText(
            item.headline, Type.TEXT_MEDIUM, max(look().px(60), room - marks), most, direction
        )
        text = WrappedText(item.text, Type.TEXT, room, most, direction)
        quote = say("Corrects: $entry", entry=item.quote) if item.quote else ""
        quoted = WrappedText(quote, Type.HINT, room, most, direction)
        height = headline.height + text.height + quoted.height + line_height(Type.HINT) + look().px(12)
        return _Parts(headline, text, quoted, height)


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


class TimelineList(QListView):
    """The list itself: one tab stop, Up and Down choose an entry, Enter shows all of it.

    `older_wanted` when the end comes near, `current_changed(id)` when another entry is chosen.
    """

    older_wanted = Signal()
    current_changed = Signal(str)

    def __init__(self, model: TimelineModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entries = model
        self._painter = TimelineDelegate(self)
        self.setModel(model)
        self.setItemDelegate(self._painter)
        self.setAccessibleName(say("Timeline"))
        self.setAccessibleDescription(say("Up and Down choose an entry, Enter shows all of it"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.verticalScrollBar().rangeChanged.connect(self._on_range_changed)
        look().changed.connect(self._on_look_changed)

    @property
    def current_entry(self) -> str:
        """Id of the chosen entry, "" for none."""
        item = self.currentIndex().data(ITEM_ROLE)
        return item.id if isinstance(item, EntryItem) else ""

    def set_items(self, items: Sequence[Item]) -> None:
        """Show other items; who reads further down goes on reading the same lines."""
        bar = self.verticalScrollBar()
        anchor, offset = self._first_visible() if bar.value() > 0 else ("", 0)
        chosen = self.current_entry
        self.entries.set_items(items)
        if chosen and self.current_entry != chosen:
            self._choose(chosen)
        if anchor:
            self._put_at(anchor, offset)

    def minimumSizeHint(self) -> QSize:
        return QSize(look().px(160), look().px(96))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.toggle_current()
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, _search: str) -> None:  # noqa: N802 - Qt's name
        """Typing letters does not move the choice: single letters are actions here."""

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        self.toggle_current()

    def toggle_current(self) -> None:
        """Show all of the chosen entry, or its first lines again."""
        entry = self.current_entry
        if not entry:
            return
        self._painter.open_entries ^= {entry}
        self.scheduleDelayedItemsLayout()
        self.viewport().update()

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802 - Qt's name
        super().currentChanged(current, previous)
        self.current_changed.emit(self.current_entry)

    def focusInEvent(self, event: object) -> None:
        super().focusInEvent(event)  # type: ignore[arg-type]
        if not self.currentIndex().isValid():
            self.choose_first()

    def choose_first(self) -> None:
        """Choose the newest entry."""
        for row in range(min(2, self.entries.rowCount())):
            if isinstance(self.entries.item(row), EntryItem):
                self.setCurrentIndex(self.entries.index(row))
                return

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._painter.forget_sizes()
        super().resizeEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Tab:
                return self.focusNextPrevChild(True)
            if event.key() == Qt.Key.Key_Backtab:
                return self.focusNextPrevChild(False)
        return super().event(event)

    def _choose(self, entry: str) -> None:
        row = self.entries.row_of(entry)
        if row >= 0:
            self.setCurrentIndex(self.entries.index(row))

    def _first_visible(self) -> tuple[str, int]:
        """The entry at the top of the view and how far it is from the edge."""
        index = self.indexAt(QPointF(4, 4).toPoint())
        for row in range(max(0, index.row()), self.entries.rowCount()):
            item = self.entries.item(row)
            if isinstance(item, EntryItem):
                return item.id, self.visualRect(self.entries.index(row)).top()
        return "", 0

    def _put_at(self, entry: str, offset: int) -> None:
        row = self.entries.row_of(entry)
        if row >= 0:
            self.executeDelayedItemsLayout()
            moved = self.visualRect(self.entries.index(row)).top() - offset
            self.verticalScrollBar().setValue(self.verticalScrollBar().value() + moved)

    @Slot(int)
    def _on_scrolled(self, value: int) -> None:
        if value >= self.verticalScrollBar().maximum() - self.viewport().height():
            self.older_wanted.emit()

    @Slot(int, int)
    def _on_range_changed(self, _least: int, most: int) -> None:
        if self.isVisible() and self.verticalScrollBar().value() >= most - self.viewport().height():
            self.older_wanted.emit()

    @Slot()
    def _on_look_changed(self) -> None:
        self._painter.forget_sizes()
        self.setFont(look().font(Type.TEXT))
        self.scheduleDelayedItemsLayout()
