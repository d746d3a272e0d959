"""What every table model of CaseDesk answers to views and delegates; where rows come from is for
sub-classes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from casedesk.ui.tables.rows import EMPTY, Cell, Column, GroupHead, Kind, Row
from casedesk.words import say

CELL_ROLE = Qt.ItemDataRole.UserRole + 1
ROW_ROLE = Qt.ItemDataRole.UserRole + 2
"""`Row`, `GroupHead`, or None while the row is being read."""

Index = QModelIndex | QPersistentModelIndex


class RecordModel(QAbstractTableModel):
    """Rows of records under declared columns; lives in the GUI thread."""

    def __init__(self, columns: Sequence[Column], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)

    @property
    def has_groups(self) -> bool:
        """Whether group heads stand between the rows; long lists have none."""
        return False

    def entry(self, row: int) -> Row | GroupHead | None:
        """What stands in a row; None while it is being read."""
        raise NotImplementedError

    def row_of(self, record_id: str) -> int:
        """The row of a record, -1 when it is not among the rows that were read."""
        raise NotImplementedError

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return "" if column.kind is Kind.BUTTON else column.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return column.title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            end = (
                Qt.AlignmentFlag.AlignTrailing if column.kind is Kind.MONEY else Qt.AlignmentFlag.AlignLeading
            )
            return int(end | Qt.AlignmentFlag.AlignVCenter)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if isinstance(self.entry(index.row()), GroupHead):
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
        return super().flags(index) | Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        entry = self.entry(index.row())
        if role == ROW_ROLE:
            return entry
        if isinstance(entry, GroupHead):
            spoken = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
            return f"{entry.text} {entry.count}".strip() if role in spoken and index.column() == 0 else None
        column = self.columns[index.column()]
        cell = entry.cell(column) if entry else EMPTY
        return cell if role == CELL_ROLE else _spoken(role, column, cell, reading=entry is None)


def _spoken(role: int, column: Column, cell: Cell, *, reading: bool) -> str | None:
    """The cell in words, for the roles that ask for words."""
    if reading:
        return say("Loading") if role == Qt.ItemDataRole.AccessibleTextRole else None
    if role == Qt.ItemDataRole.DisplayRole:
        return cell.words
    if role == Qt.ItemDataRole.AccessibleTextRole:
        return f"{column.title}: {cell.words}" if column.title else cell.words
    if role == Qt.ItemDataRole.AccessibleDescriptionRole and cell.refusal:
        return cell.refusal
    return None
