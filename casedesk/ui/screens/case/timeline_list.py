"""The list of a timeline: days and entries of any height, read on while scrolling; it knows no query."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QEvent,
    QPointF,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QWidget,
)

from casedesk.ui.screens.case.timeline_delegate import TimelineDelegate
from casedesk.ui.screens.case.timeline_model import ITEM_ROLE, EntryItem, Index, Item, TimelineModel
from casedesk.ui.theme import Type, look
from casedesk.words import say


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
