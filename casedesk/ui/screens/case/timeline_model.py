"""Days and entries of a timeline as a list that grows at both ends; it knows no query and paints nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from casedesk.words import say

Index = QModelIndex | QPersistentModelIndex

ITEM_ROLE = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True)
class DayItem:
    """The heading above the entries of one day."""

    text: str


@dataclass(frozen=True)
class EntryItem:
    """One entry in words; `quote` is the entry it corrects, `marks` stand at the end of its first line.

    What `is_replaced` is quiet, what `is_undone` is struck through too.
    """

    id: str
    time: str
    icon: str
    headline: str
    text: str
    note: str
    quote: str = ""
    marks: tuple[str, ...] = ()
    is_replaced: bool = False
    is_undone: bool = False

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
