"""A line in which one types what is looked for, with what was found below it; it knows no record and no query."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from casedesk.ui.tables import Cell, Column, Kind, ListTableModel, RecordTable, Row
from casedesk.ui.widgets import Column as Below
from casedesk.ui.widgets import TextLine, announce
from casedesk.words import count, say


class Picker(QWidget):
    """One tab stop: Up and Down choose below, Enter picks, Esc empties the line and then leaves it to the page.

    `typed(text)` at every change by a person, `picked(id)` when one of the shown rows is taken.
    """

    typed = Signal(str)
    picked = Signal(str)

    def __init__(self, name: str, placeholder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = TextLine(placeholder=placeholder)
        self.line.setAccessibleName(name)
        self.line.setClearButtonEnabled(False)
        self._was_moved = False
        self.line.textEdited.connect(self._on_edited)
        self.line.installEventFilter(self)
        columns = (
            Column("what", "", width=120, stretch=1),
            Column("end", "", Kind.MONEY, width=96, optional=True),
        )
        self._rows = ListTableModel(columns)
        self._rows.setParent(self)
        self.list = RecordTable(
            self._rows, name=say("Found: $what", what=name), two_lines=True, heads=False, fits=True
        )
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.clicked.connect(self._on_clicked)
        self.list.hide()
        column = Below(self, gap=4)
        column.addWidget(self.line)
        column.addWidget(self.list)
        self.setFocusProxy(self.line)

    @property
    def text(self) -> str:
        """What is typed, without blanks around it."""
        return self.line.text().strip()

    def set_text(self, text: str) -> None:
        self.line.setText(text)

    def clear(self) -> None:
        """Empty the line and take the list away."""
        self.line.clear()
        self.show_rows(())

    def show_rows(self, rows: Sequence[tuple[str, Cell, str]]) -> None:
        """Show what was found, as (id, cell, words at the end); the first one is chosen."""
        kept = self.list.current_id if self._was_moved else ""
        self._rows.set_entries([Row(key, {"what": cell, "end": Cell(end)}) for key, cell, end in rows])
        self.list.setVisible(bool(rows))
        if rows and not (kept and self.list.choose(kept)):
            self.list.choose_first()
        if rows:
            announce(self.line, count("$n found", "$n found", len(rows)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.line and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._take_key(event)
        return super().eventFilter(watched, event)

    def _take_key(self, event: QKeyEvent) -> bool:
        """Use a key of the line for the list; False leaves it to the line."""
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        if event.key() == Qt.Key.Key_Escape and self.line.text():
            self.clear()
            self.typed.emit("")
            return True
        if self.list.isHidden():
            return False
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            self._step(step)
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._pick()
            return True
        return False

    def _step(self, by: int) -> None:
        self._was_moved = True
        row = (self._rows.row_of(self.list.current_id) + by) % self._rows.rowCount()
        self.list.setCurrentIndex(self._rows.index(row, 0))
        announce(self.line, str(self._rows.index(row, 0).data(Qt.ItemDataRole.DisplayRole)))

    def _pick(self) -> None:
        if self.list.current_id:
            self.picked.emit(self.list.current_id)

    @Slot(str)
    def _on_edited(self, text: str) -> None:
        # Typing on means that what is found first is meant again.
        self._was_moved = False
        self.typed.emit(text)

    @Slot()
    def _on_clicked(self) -> None:
        self._pick()
