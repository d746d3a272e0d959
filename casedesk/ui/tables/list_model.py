"""A table model for short lists that are held whole, with group heads between the rows."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QObject

from casedesk.ui.tables.model import Index, RecordModel
from casedesk.ui.tables.rows import Column, GroupHead, Row


class ListTableModel(RecordModel):
    """All rows of a short list; replacing them keeps selections on the same records."""

    def __init__(
        self,
        columns: Sequence[Column],
        entries: Sequence[Row | GroupHead] = (),
        parent: QObject | None = None,
    ) -> None:
        super().__init__(columns, parent)
        self._entries: tuple[Row | GroupHead, ...] = tuple(entries)

    @property
    def has_groups(self) -> bool:
        return any(isinstance(entry, GroupHead) for entry in self._entries)

    def entry(self, row: int) -> Row | GroupHead | None:
        return self._entries[row]

    def row_of(self, record_id: str) -> int:
        for number, entry in enumerate(self._entries):
            if isinstance(entry, Row) and entry.id == record_id:
                return number
        return -1

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._entries)

    def set_entries(self, entries: Sequence[Row | GroupHead]) -> None:
        """Show other rows, in their order; what was selected stays selected if it is still there."""
        if self._same_records(entries):
            self._entries = tuple(entries)
            if entries:
                self.dataChanged.emit(self.index(0, 0), self.index(len(entries) - 1, len(self.columns) - 1))
            return
        self._remove_gone({entry.id for entry in entries if isinstance(entry, Row)})
        self._rearrange(tuple(entries))

    def _same_records(self, entries: Sequence[Row | GroupHead]) -> bool:
        return [_identity(entry) for entry in entries] == [_identity(entry) for entry in self._entries]

    def _remove_gone(self, staying: set[str]) -> None:
        for number in range(len(self._entries) - 1, -1, -1):
            entry = self._entries[number]
            if isinstance(entry, GroupHead) or entry.id not in staying:
                self.beginRemoveRows(QModelIndex(), number, number)
                self._entries = self._entries[:number] + self._entries[number + 1 :]
                self.endRemoveRows()

    def _rearrange(self, entries: tuple[Row | GroupHead, ...]) -> None:
        """Bring the records that stay into their new order, then put the new ones between them."""
        known = {entry.id for entry in self._entries if isinstance(entry, Row)}
        staying = tuple(entry for entry in entries if isinstance(entry, Row) and entry.id in known)
        self._reorder(staying)
        for number, entry in enumerate(entries):
            if number >= len(self._entries) or self._entries[number] is not entry:
                self.beginInsertRows(QModelIndex(), number, number)
                self._entries = (*self._entries[:number], entry, *self._entries[number:])
                self.endInsertRows()

    def _reorder(self, staying: tuple[Row, ...]) -> None:
        self.layoutAboutToBeChanged.emit()
        before = [entry.id for entry in self._entries if isinstance(entry, Row)]
        after = {row.id: number for number, row in enumerate(staying)}
        for index in self.persistentIndexList():
            moved = self.createIndex(after[before[index.row()]], index.column())
            self.changePersistentIndex(index, moved)
        self._entries = staying
        self.layoutChanged.emit()


def _identity(entry: Row | GroupHead) -> object:
    return entry.id if isinstance(entry, Row) else entry
