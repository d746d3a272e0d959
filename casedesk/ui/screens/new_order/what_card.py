"""Card 3 of a new order: what is ordered, in lines and in the customer's own words; it knows no query."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from casedesk.ui.forms.lines_editor import LinesEditor
from casedesk.ui.screens.new_order.state import NewOrderState
from casedesk.ui.theme import Type
from casedesk.ui.widgets import Card, Field, PlainLabel, TextLine
from casedesk.words import say


class WhatCard(Card):
    """`typed(field, value)` for the lines and for what the customer wants."""

    typed = Signal(str, object)

    def __init__(self, currency: str, *, may_set_prices: bool, parent: QWidget | None = None) -> None:
        super().__init__(say("3. What"), hint=say("Insert adds a line"), parent=parent)
        self.editor = LinesEditor(currency, may_set_prices=may_set_prices)
        self.editor.lines_changed.connect(self._on_lines)
        self._problem = PlainLabel("", Type.HINT_STRONG, "late", wrap=True)
        self._wants = TextLine()
        self._wants.textEdited.connect(self._on_wants)
        self.body.addWidget(self.editor)
        self.body.addWidget(self._problem)
        self.body.addWidget(Field(say("In the customer's own words"), self._wants))

    def show_state(self, state: NewOrderState, problem: str) -> None:
        """Show the lines; what is being typed is left alone."""
        self.editor.set_products(state.products)
        if self.editor.lines != state.typed.lines:
            self.editor.set_lines(state.typed.lines)
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))
        if self._wants.text() != state.typed.wants:
            self._wants.setText(state.typed.wants)
        self._wants.setReadOnly(state.is_saved)

    @Slot(object)
    def _on_lines(self, lines: object) -> None:
        self.typed.emit("lines", lines)

    @Slot(str)
    def _on_wants(self, text: str) -> None:
        self.typed.emit("wants", text)
