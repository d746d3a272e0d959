"""Card 2 of a new order: the place it is for, known or new; it knows no query."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from casedesk.ui.screens.new_order.state import KnownPlace, NewOrderState
from casedesk.ui.widgets import Card, Combo, Field, Line, Option, TextLine
from casedesk.words import say

NEW_PLACE = "new"


class WhereCard(Card):
    """`typed(field, text)` for street, postcode and city; `place_chosen(key)` for a known one, `NEW_PLACE` for none."""

    typed = Signal(str, str)
    place_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(say("2. Where"), parent=parent)
        self._places: tuple[KnownPlace, ...] = ()
        self._known = Combo()
        self._known.picked.connect(self._on_known)
        self._known_field = Field(say("Known addresses"), self._known)
        self.street = TextLine()
        self._postcode, self._city = TextLine(), TextLine()
        self._keys = {self.street: "street", self._postcode: "postcode", self._city: "city"}
        for line in self._keys:
            line.textEdited.connect(self._on_edited)
        self._street_field = Field(say("Street and house number"), self.street, required=True)
        town = Line(gap=8)
        town.addWidget(Field(say("Postal code"), self._postcode), 2)
        town.addWidget(Field(say("City"), self._city), 3)
        self.body.addWidget(self._known_field)
        self.body.addWidget(self._street_field)
        self.body.addLayout(town)

    def show_state(self, state: NewOrderState, problem: str) -> None:
        """Show the place; what is being typed is left alone."""
        typed = state.typed
        self._show_known(state)
        texts = (typed.street, typed.postcode, typed.city)
        for line, text in zip(self._keys, texts, strict=True):
            if line.text() != text:
                line.setText(text)
            line.setReadOnly(state.is_saved)
        self._street_field.set_problem(problem)

    def focus_street(self) -> None:
        self.street.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_known(self, state: NewOrderState) -> None:
        if state.places != self._places:
            self._places = state.places
            known = [Option(one.key, one.line) for one in state.places]
            self._known.set_options([*known, Option(NEW_PLACE, say("Another address"))])
        typed = state.typed
        now = KnownPlace(typed.premises, typed.street, typed.postcode, typed.city)
        self._known.set_value(now.key if now in state.places else NEW_PLACE)
        self._known_field.setVisible(bool(state.places) and not state.is_saved)

    @Slot(str)
    def _on_known(self, key: str) -> None:
        self.place_chosen.emit(key)
        if key == NEW_PLACE:
            self.focus_street()

    @Slot(str)
    def _on_edited(self, text: str) -> None:
        line = self.sender()
        if isinstance(line, TextLine):
            self.typed.emit(self._keys[line], text)
