"""Card 1 of a new order: who it is for, by search, or somebody new; it asks nothing of the database itself."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from casedesk.rules.vocabulary import CustomerKind
from casedesk.ui.forms.picker import Picker
from casedesk.ui.screens.new_order import words
from casedesk.ui.screens.new_order.state import NewCustomer, NewOrderState
from casedesk.ui.tables import Cell
from casedesk.ui.theme import Type, look
from casedesk.ui.widgets import (
    Avatar,
    Button,
    ButtonKind,
    Card,
    ChoiceRow,
    Column,
    Combo,
    Field,
    Line,
    Option,
    PlainLabel,
    TextLine,
    at_start,
)
from casedesk.ui.widgets.painting import draw_box
from casedesk.words import say

REGISTER = "register"


class CustomerBox(QWidget):
    """The chosen customer in a sunken box; `change_requested` from its button."""

    change_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._avatar = Avatar("", 32)
        self._name = PlainLabel("", Type.TEXT_STRONG, elide=True)
        self._about = PlainLabel("", Type.HINT, "text2", elide=True)
        self.change = Button(say("Change"), ButtonKind.QUIET)
        self.change.setAccessibleName(say("Choose another customer"))
        self.change.activated.connect(self.change_requested)
        texts = Column(gap=1)
        texts.addLayout(at_start(self._name))
        texts.addLayout(at_start(self._about))
        line = Line(self, margin=(12, 6, 4, 6), gap=10)
        line.addWidget(self._avatar)
        line.addLayout(texts, 1)
        line.addWidget(self.change)

    def show_customer(self, name: str, about: str, *, can_change: bool) -> None:
        self._avatar.set_name(name)
        self._name.setText(name)
        self._about.setText(about)
        self.change.setVisible(can_change)
        self.setAccessibleName(", ".join(part for part in (name, about) if part))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_box(painter, QRectF(self.rect()), look().colors.sunken, look().colors.line)
        painter.end()


class CustomerCard(Card):
    """`searched(text)`, `chosen(customer id)`, `register_requested` and `change_requested` as the person asks;
    `typed(field, text)` for phone and tell-by, `typed_new(field, value)` for a new customer's own fields.
    """

    searched = Signal(str)
    chosen = Signal(str)
    register_requested = Signal()
    change_requested = Signal()
    typed = Signal(str, object)
    typed_new = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(say("1. Customer"), parent=parent)
        self.picker = Picker(say("Customer"), say("Name, phone or order number"))
        self.picker.typed.connect(self.searched)
        self.picker.picked.connect(self._on_picked)
        self._search = Field(say("Customer"), self.picker, required=True)
        self._box = CustomerBox()
        self._box.change_requested.connect(self.change_requested)
        self._new = self._make_new()
        self._phone = TextLine()
        self._phone.textEdited.connect(self._on_phone)
        self._tell_by = Combo([Option(one, words.tell_by(one)) for one in words.TELL_BY])
        self._tell_by.picked.connect(self._on_tell_by)
        below = Line(gap=8)
        below.addWidget(Field(say("Phone for this order"), self._phone), 1)
        below.addWidget(Field(say("Tell the customer by"), self._tell_by), 1)
        for part in (self._search, self._box, self._new):
            self.body.addWidget(part)
            part.setVisible(part is self._search)  # said now: the keyboard may come before the first state
        self.body.addLayout(below)

    def show_state(self, state: NewOrderState, problem: str) -> None:
        """Show who it is for; what is being typed is left alone."""
        typed = state.typed
        is_new = typed.new_customer is not None
        self._search.setVisible(not is_new and typed.customer is None)
        self._box.setVisible(typed.customer is not None)
        self._new.setVisible(is_new and typed.customer is None)
        self._search.set_problem(problem)
        if typed.customer is None:
            self._show_search(state)
        if typed.new_customer is not None:
            self._show_new(typed.new_customer)
        self._show_box(state)
        for line, text in ((self._phone, typed.phone),):
            if line.text() != text:
                line.setText(text)
            line.setReadOnly(state.is_saved)
        self._tell_by.set_value(typed.tell_by)
        self._tell_by.setEnabled(not state.is_saved)

    def focus_customer(self) -> None:
        """Put the keyboard where the customer is said."""
        if not self._new.isHidden():
            empty = next((one for one in (self._name, self._new_phone) if not one.text()), self._name)
            empty.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not self._search.isHidden():
            self.picker.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._phone.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_search(self, state: NewOrderState) -> None:
        if self.picker.text != state.searched.strip():
            self.picker.set_text(state.searched)
        rows = []
        for hit in state.hits:
            first, second = words.hit_line(hit)
            rows.append((str(hit.customer), Cell(first, second, icon="person"), ""))
        if state.searched.strip():
            new = Cell(say("Register “$text” as a new customer", text=state.searched.strip()), icon="plus")
            rows.append((REGISTER, new, ""))
        self.picker.show_rows(rows)

    def _show_box(self, state: NewOrderState) -> None:
        case, typed = state.case, state.typed
        if case is not None:
            about = f"{words.what_is_open(case)} · {words.about_customer(case)}"
            self._box.show_customer(case.customer.name, about, can_change=not state.is_saved)
        elif typed.new_customer is not None:
            self._box.show_customer(typed.new_customer.name, say("new"), can_change=False)

    def _show_new(self, new: NewCustomer) -> None:
        self._kind.set_value(new.kind.value)
        for line, text in ((self._name, new.name), (self._new_phone, new.phone), (self._email, new.email)):
            if line.text() != text:
                line.setText(text)

    def _make_new(self) -> QWidget:
        form = QWidget()
        column = Column(form, gap=8)
        self._kind = ChoiceRow(
            [Option(CustomerKind.PERSON.value, say("Person")), Option(CustomerKind.ORGANISATION.value, say("Company"))],
            CustomerKind.PERSON.value, name=say("Kind of customer"), small=True,
        )  # fmt: skip
        self._kind.chosen.connect(self._on_kind)
        back = Button(say("Search instead"), ButtonKind.QUIET, icon="search", small=True)
        back.activated.connect(self.change_requested)
        head = Line(gap=8)
        head.addWidget(PlainLabel(say("New customer"), Type.TEXT_STRONG))
        head.addWidget(self._kind)
        head.addStretch(1)
        head.addWidget(back)
        self._name, self._new_phone, self._email = TextLine(), TextLine(), TextLine()
        self._name.textEdited.connect(self._on_name)
        self._new_phone.textEdited.connect(self._on_new_phone)
        self._email.textEdited.connect(self._on_email)
        ways = Line(gap=8)
        ways.addWidget(Field(say("Phone"), self._new_phone), 1)
        ways.addWidget(Field(say("E-mail"), self._email), 1)
        column.addLayout(head)
        column.addWidget(
            Field(say("Name"), self._name, required=True, hint=say("a name or a phone number is enough"))
        )
        column.addLayout(ways)
        return form

    @Slot(str)
    def _on_picked(self, key: str) -> None:
        if key == REGISTER:
            self.register_requested.emit()
        else:
            self.chosen.emit(key)

    @Slot(str)
    def _on_phone(self, text: str) -> None:
        self.typed.emit("phone", text)

    @Slot(str)
    def _on_tell_by(self, ways: str) -> None:
        self.typed.emit("tell_by", ways)

    @Slot(str)
    def _on_kind(self, kind: str) -> None:
        self.typed_new.emit("kind", CustomerKind(kind))

    @Slot(str)
    def _on_name(self, text: str) -> None:
        self.typed_new.emit("name", text)

    @Slot(str)
    def _on_new_phone(self, text: str) -> None:
        self.typed_new.emit("phone", text)

    @Slot(str)
    def _on_email(self, text: str) -> None:
        self.typed_new.emit("email", text)
