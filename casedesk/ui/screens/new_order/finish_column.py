"""The last column of a new order: what to say, who owns it, what is missing, and the buttons; it knows no query."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QWidget

from casedesk.ui.screens.new_order.state import Need, NewOrderState
from casedesk.ui.theme import Type
from casedesk.ui.widgets import (
    Button,
    ButtonKind,
    Card,
    Column,
    Line,
    OwnerKind,
    PersonCard,
    PlainLabel,
    Status,
    StatusShape,
)
from casedesk.words import say


class OwnerCard(Card):
    """Who owns the order from its first save, and whom the customer may ask."""

    def __init__(self, own_name: str, own_phone: str, parent: QWidget | None = None) -> None:
        super().__init__(say("Owner and contact"), parent=parent)
        owner = PersonCard(say("Owner of this order"), own_name, own_phone, OwnerKind.YOU)
        owner.address_as(say("You, $name", name=own_name))
        self.body.addWidget(owner)
        self._contact = PersonCard(say("Contact for this customer"), "")
        self._note = PlainLabel(say("Both names are on the confirmation."), Type.HINT, "text2", wrap=True)
        self.body.addWidget(self._contact)
        self.body.addWidget(self._note)

    def show_state(self, state: NewOrderState) -> None:
        contact = state.case.contact if state.case else None
        self._contact.setVisible(contact is not None and bool(contact.name))
        self._note.setVisible(not self._contact.isHidden())
        if contact is not None:
            self._contact.set_person(say("Contact for this customer"), contact.name, contact.phone)


class NeedsCard(Card):
    """What finishing needs, met or missing; `go_requested` leads to the first gap."""

    go_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(say("Before you can finish"), parent=parent)
        self._lines: list[tuple[StatusShape, PlainLabel, Button]] = []

    def show_needs(self, needs: tuple[Need, ...], refusal: str, *, was_tried: bool) -> None:
        """Show the list; what is missing turns red once somebody wanted to finish, `refusal` is the answer to it."""
        if len(self._lines) != len(needs) + 1:
            self._build(len(needs) + 1)
        first = next((one for one in needs if not one.is_met), None)
        for line, need in zip(self._lines, needs, strict=False):
            is_red = not need.is_met and (was_tried or need.is_urgent)
            self._show_line(line, need.text, is_met=need.is_met, is_red=is_red, can_go=need is first)
        self._show_line(self._lines[-1], refusal, is_met=False, is_red=True, can_go=False)

    def _show_line(
        self,
        line: tuple[StatusShape, PlainLabel, Button],
        text: str,
        *,
        is_met: bool,
        is_red: bool,
        can_go: bool,
    ) -> None:
        shape, label, go = line
        shape.set_status(Status.DONE if is_met else Status.LATE if is_red else Status.NOT_STARTED)
        label.setText(text)
        label.set_ink("late" if is_red else "text")
        go.setVisible(can_go)
        for part in (shape, label):
            part.setVisible(bool(text))

    def _build(self, count: int) -> None:
        for _ in range(count):
            shape, label = StatusShape(Status.LATE, 16), PlainLabel("", Type.TEXT, wrap=True)
            go = Button(say("Go"), ButtonKind.QUIET, key="F4", small=True)
            go.activated.connect(self.go_requested)
            line = Line(gap=8)
            line.addWidget(shape)
            line.addWidget(label, 1)
            line.addWidget(go)
            self.body.addLayout(line)
            self._lines.append((shape, label, go))


class FinishButtons(QWidget):
    """The main action, the smaller one and when the draft was kept; below one another or side by side."""

    finish_requested = Signal()
    quote_requested = Signal()

    def __init__(self, finish_key: str, quote_key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.finish = Button(say("Finish and print"), ButtonKind.MAIN, key=finish_key)
        self.finish.activated.connect(self.finish_requested)
        self.quote = Button(say("Keep as quote"), key=quote_key)
        self.quote.activated.connect(self.quote_requested)
        self._note = PlainLabel("", Type.HINT, "text2", wrap=True)
        self._box = Column(self, gap=8)
        for part in (self.finish, self.quote, self._note):
            self._box.addWidget(part)

    def set_beside(self, beside: bool) -> None:
        """Stand side by side, as in a bar below the cards."""
        self._box.setDirection(
            QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        )
        self._box.setStretch(2, 1 if beside else 0)

    def show_state(self, state: NewOrderState) -> None:
        """Show what is going on; the main action stays pressable and leads to what is missing."""
        self.finish.set_text(say("Saving …") if state.is_saving else say("Finish and print"))
        for button in (self.finish, self.quote):
            button.setEnabled(not state.is_saving)
        number = say("The number stays the same for quote, order and bill.")
        self._note.setText(f"{number} {state.kept}".strip())
