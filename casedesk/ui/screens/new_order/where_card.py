"""Card 2 of a new order: the place it is for, known or new; it knows no query."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from casedesk.ui.screens.new_order import words
from casedesk.ui.screens.new_order.state import NewOrderState
from casedesk.ui.widgets import Card, Combo, Field, Line, Option, TextLine
from casedesk.words import say

NEW_PLACE = "new"


class WhereCard(Card):
    """`typed(field, text)` for street, postcode and city; `place_chosen(street, postcode, city)` for a known one."""

    typed = Signal(str, object)
    place_chosen = Signal(str, str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(say("2. Where"), parent=parent)
        self._places: dict[str, tuple[str, str, str]] = {}
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
        points = words.addresses(state.case) if state.case else ()
        places = {str(one.id): (one.street, one.postcode, one.city) for one in points}
        if places != self._places:
            self._places = places
            known = [Option(str(one.id), words.address_line(one)) for one in points]
            self._known.set_options([*known, Option(NEW_PLACE, say("Another address"))])
        typed = state.typed
        now = (typed.street, typed.postcode, typed.city)
        self._known.set_value(next((key for key, place in places.items() if place == now), NEW_PLACE))
        self._known_field.setVisible(bool(places) and not state.is_saved)

    @Slot(str)
    def _on_known(self, key: str) -> None:
        self.place_chosen.emit(*self._places.get(key, ("", "", "")))
        if key == NEW_PLACE:
            self.focus_street()

    @Slot(str)
    def _on_edited(self, text: str) -> None:
        line = self.sender()
        if isinstance(line, TextLine):
            self.typed.emit(self._keys[line], text)
