"""Two columns of label and value: the five lines of a case, the visit and billing cards; it knows no
record."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QGridLayout, QWidget

from casedesk.ui.theme import Type, look
from casedesk.ui.widgets.labels import PlainLabel, Run, RunsLabel


class FactList(QWidget):
    """Rows of a label, a value and, at the end of the row, any widget (a pill)."""

    def __init__(self, label_width: int = 78, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label_width = label_width
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setColumnStretch(1, 1)
        self._on_look_changed()
        look().changed.connect(self._on_look_changed)

    def clear(self) -> None:
        """Take all rows away."""
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()  # it is destroyed later, and would be seen behind the new rows until then
                widget.deleteLater()

    def add(self, label: str, value: str | Sequence[Run] | QWidget, end: QWidget | None = None) -> None:
        """Add a row; a string is shown as it is, runs may be bold, a widget (an owner chip) stands as the
        value."""
        row = self._grid.rowCount()
        shown = value if isinstance(value, QWidget) else _value_label(value)
        name = PlainLabel(label, Type.HINT_STRONG, "text2")
        name.setBuddy(shown)
        if not isinstance(value, QWidget):
            shown.setAccessibleName(f"{label}: {shown.accessibleName()}")
        top = Qt.AlignmentFlag.AlignTop
        self._grid.addWidget(name, row, 0, top)
        self._grid.addWidget(shown, row, 1, top)
        if end is not None:
            self._grid.addWidget(end, row, 2, Qt.AlignmentFlag.AlignVCenter)

    @Slot()
    def _on_look_changed(self) -> None:
        px = look().px
        self._grid.setColumnMinimumWidth(0, px(self._label_width))
        self._grid.setHorizontalSpacing(px(10))
        self._grid.setVerticalSpacing(px(8))


def _value_label(value: str | Sequence[Run]) -> RunsLabel:
    return RunsLabel([Run(value)] if isinstance(value, str) else value)
