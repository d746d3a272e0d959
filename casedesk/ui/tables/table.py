"""The table view: one tab stop, rows chosen as a whole, columns that share the width; it knows no record."""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QSizePolicy, QTableView, QWidget

from casedesk.ui.tables.delegate import CellDelegate, button_place, inside
from casedesk.ui.tables.model import CELL_ROLE, ROW_ROLE, Index, RecordModel
from casedesk.ui.tables.rows import Cell, GroupHead, Kind, Row
from casedesk.ui.theme import Row as RowHeight
from casedesk.ui.theme import Type, look


class RecordTable(QTableView):
    """Shows a `RecordModel`.

    `opened(id)` on Enter and double click, `current_changed(id)` when another record is chosen ("" for none),
    `button_pressed(id, column key)` when a painted button is clicked. Actions bound to the table make its
    context menu. With `fits` the table is as high as its rows, for cards on a page that scrolls.
    """

    opened = Signal(str)
    current_changed = Signal(str)
    button_pressed = Signal(str, str)

    def __init__(
        self,
        model: RecordModel,
        *,
        name: str,
        two_lines: bool = False,
        heads: bool = True,
        fits: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.records = model
        self._fits = fits
        self._cells = CellDelegate(two_lines, self)
        self.setModel(model)
        self.setItemDelegate(self._cells)
        self.setAccessibleName(name)
        self._set_up(heads)
        model.modelReset.connect(self._on_rows_changed)
        model.rowsInserted.connect(self._on_rows_changed)
        model.rowsRemoved.connect(self._on_rows_changed)
        model.layoutChanged.connect(self._on_rows_changed)
        look().changed.connect(self._on_look_changed)
        self._on_look_changed()

    @property
    def current_id(self) -> str:
        """The id of the chosen record, "" for none."""
        entry = self.currentIndex().data(ROW_ROLE)
        return entry.id if isinstance(entry, Row) else ""

    def choose(self, record_id: str) -> bool:
        """Choose a record and bring it into view; False when it is not among the rows."""
        row = self.records.row_of(record_id)
        if row < 0:
            return False
        self.setCurrentIndex(self.records.index(row, 0))
        return True

    def choose_first(self) -> None:
        """Choose the first record, past a group head."""
        for row in range(min(self.records.rowCount(), 50)):
            if isinstance(self.records.entry(row), Row):
                self.setCurrentIndex(self.records.index(row, 0))
                return

    def sizeHint(self) -> QSize:
        if not self._fits:
            return super().sizeHint()
        return QSize(look().px(240), self._content_height())

    def minimumSizeHint(self) -> QSize:
        return QSize(look().px(160), self._content_height() if self._fits else look().px(96))

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802 - Qt's name
        super().currentChanged(current, previous)
        if current.row() != previous.row():
            self.current_changed.emit(self.current_id)

    def moveCursor(  # noqa: N802 - Qt's name
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        target = super().moveCursor(action, modifiers)
        back = action in (
            QAbstractItemView.CursorAction.MoveUp,
            QAbstractItemView.CursorAction.MovePageUp,
            QAbstractItemView.CursorAction.MoveHome,
        )
        return self._past_group(target, -1 if back else 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() and self.current_id:
            self.opened.emit(self.current_id)
            return
        # Left and Right belong to the page (and to tracks), not to cells that cannot be chosen one by one.
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            event.ignore()
            return
        super().keyPressEvent(event)

    def keyboardSearch(self, _search: str) -> None:  # noqa: N802 - Qt's name
        """Typing letters does not move the choice: single letters are actions here."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and self._is_on_button(index, event):
            entry = index.data(ROW_ROLE)
            self.button_pressed.emit(entry.id, self.records.columns[index.column()].key)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if self.current_id and index.isValid() and not self._is_on_button(index, event):
            self.opened.emit(self.current_id)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()

    def event(self, event: QEvent) -> bool:
        # One tab stop: Tab leaves the table instead of walking through cells.
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Tab:
                return self.focusNextPrevChild(True)
            if event.key() == Qt.Key.Key_Backtab:
                return self.focusNextPrevChild(False)
        return super().event(event)

    def _set_up(self, heads: bool) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumSectionSize(1)
        self.horizontalHeader().setVisible(heads)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setMinimumSectionSize(1)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionsClickable(False)
        if self._fits:
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def _past_group(self, target: QModelIndex, step: int) -> QModelIndex:
        """The next row that can be chosen, or the present one where there is none."""
        row = target.row()
        while 0 <= row < self.records.rowCount():
            if not isinstance(self.records.entry(row), GroupHead):
                return self.records.index(row, max(0, target.column()))
            row += step
        return self.currentIndex()

    def _is_on_button(self, index: QModelIndex, event: QMouseEvent) -> bool:
        if not index.isValid() or self.records.columns[index.column()].kind is not Kind.BUTTON:
            return False
        entry, cell = index.data(ROW_ROLE), index.data(CELL_ROLE)
        if not isinstance(entry, Row) or entry.faded or not isinstance(cell, Cell) or not cell.text:
            return False
        room = inside(QRectF(self.visualRect(index)), index.column())
        place = button_place(room, cell, self.layoutDirection())
        return not cell.refusal and place.contains(event.position())

    def _content_height(self) -> int:
        rows = range(self.records.rowCount())
        head = self.horizontalHeader().height() if not self.horizontalHeader().isHidden() else 0
        return head + sum(self._cells.height_of(self.records.entry(row)) for row in rows)

    def _share_width(self) -> None:
        """Give each column its width and share the rest; where it is too narrow, optional columns go."""
        px, columns = look().px, self.records.columns
        room = self.viewport().width()
        shown = [True] * len(columns)
        for at in range(len(columns) - 1, -1, -1):
            needed = sum(px(column.width) for column, kept in zip(columns, shown, strict=True) if kept)
            if needed > room and columns[at].optional:
                shown[at] = False
        needed = sum(px(column.width) for column, kept in zip(columns, shown, strict=True) if kept)
        shares = sum(column.stretch for column, kept in zip(columns, shown, strict=True) if kept)
        for at, column in enumerate(columns):
            self.setColumnHidden(at, not shown[at])
            extra = (room - needed) * column.stretch // shares if shares else 0
            self.setColumnWidth(at, max(px(40), px(column.width) + extra))

    @Slot()
    def _on_rows_changed(self) -> None:
        self.clearSpans()
        self.verticalHeader().setDefaultSectionSize(self._cells.height_of(None))
        if self.records.has_groups:
            self._lay_out_groups()
        if self._fits:
            self.updateGeometry()

    def _lay_out_groups(self) -> None:
        for row in range(self.records.rowCount()):
            entry = self.records.entry(row)
            self.setRowHeight(row, self._cells.height_of(entry))
            if isinstance(entry, GroupHead):
                self.setSpan(row, 0, 1, len(self.records.columns))

    @Slot()
    def _on_look_changed(self) -> None:
        self.setFont(look().font(Type.TEXT))
        self.horizontalHeader().setFont(look().font(Type.HINT_STRONG))
        self.horizontalHeader().setFixedHeight(look().row_height(RowHeight.GROUP))
        self._on_rows_changed()
        self._share_width()
        self.viewport().update()
