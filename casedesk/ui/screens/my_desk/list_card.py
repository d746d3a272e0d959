"""A card of My Desk with a list: the first rows, or all of them; one line where there is nothing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from casedesk.ui.tables import Column, ListTableModel, RecordTable, Row
from casedesk.ui.theme import Type
from casedesk.ui.widgets import Button, ButtonKind, Card, Line, PlainLabel, Status, StatusShape
from casedesk.words import say


class ListCard(Card):
    """Shows up to `fewest` rows until all are asked for.

    `opened(id)` on Enter and double click, `pressed(id, column)` for a painted button, `full_requested(bool)` when
    the person asks for all rows or for the first ones, `link_pressed` for the link in an empty list.
    """

    opened = Signal(str)
    pressed = Signal(str, str)
    full_requested = Signal(bool)
    link_pressed = Signal()

    def __init__(
        self,
        title: str,
        columns: Sequence[Column],
        *,
        fewest: int,
        hint: str = "",
        two_lines: bool = False,
        heads: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, hint=hint, flush=True, parent=parent)
        self._fewest, self._keys = fewest, hint
        self._in_full = False
        self._model = ListTableModel(columns, parent=self)
        self.table = RecordTable(self._model, name=title, two_lines=two_lines, heads=heads, fits=True)
        self.table.opened.connect(self.opened)
        self.table.button_pressed.connect(self.pressed)
        self._all = Button("", ButtonKind.QUIET, small=True)
        self._all.activated.connect(self._on_all)
        self._all.hide()
        self.add_action(self._all)
        self._nothing = PlainLabel("", Type.TEXT, "text2", wrap=True)
        self._link = Button("", ButtonKind.QUIET, small=True)
        self._link.activated.connect(self.link_pressed)
        self._empty = self._make_empty()
        self.body.addWidget(self.table)
        self.body.addWidget(self._empty)

    def show_rows(
        self,
        rows: Sequence[Row],
        nothing: str,
        *,
        in_full: bool,
        usual: int | None = None,
        total: int | None = None,
    ) -> None:
        """Show rows, or the line `nothing`; `usual` of them (at most `fewest`) unless all are asked for.

        `total` is how many there are where not all of them were read.
        """
        self.show_content()
        first = min(self._fewest, len(rows) if usual is None else usual)
        shown = rows if in_full else rows[:first]
        self._in_full = in_full
        self._model.set_entries(shown)
        self.table.setVisible(bool(shown))
        if shown and not self.table.current_id:
            self.table.choose_first()
        self.set_hint(self._keys if shown else "")
        self._nothing.setText(nothing)
        self._empty.setVisible(not shown)
        self._say_how_many(len(shown), len(rows) if total is None else max(total, len(rows)), first)

    def show_link(self, text: str, count: str = "") -> None:
        """Offer a way on where the list is empty; "" offers none."""
        self._link.set_text(text)
        self._link.set_count(count)
        self._link.setVisible(bool(text))

    @property
    def current_id(self) -> str:
        """The chosen record, "" while the list is empty."""
        return self.table.current_id if self.table.isVisibleTo(self) else ""

    def focus_list(self) -> bool:
        """Put the keyboard into the list, or on what stands in its place; False where there is nothing."""
        places = (self.table, self._all, self._link)
        there = next((place for place in places if place.isVisibleTo(self)), None)
        if there is not None:
            there.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return there is not None

    def _make_empty(self) -> QWidget:
        empty = QWidget()
        line = Line(empty, margin=(16, 10, 16, 8), gap=8)
        line.addWidget(StatusShape(Status.DONE))
        line.addWidget(self._nothing, 1)
        line.addWidget(self._link)
        self._link.hide()
        return empty

    def _say_how_many(self, shown: int, total: int, first: int) -> None:
        self.set_count(str(total) if shown in (0, total) else say("$n of $all shown", n=shown, all=total))
        self._all.setVisible(total > first)
        self._all.set_text(say("Fewer") if self._in_full else say("All $n", n=total))

    @Slot()
    def _on_all(self) -> None:
        self.full_requested.emit(not self._in_full)
