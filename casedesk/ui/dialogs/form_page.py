"""A start page with one card to fill in; what is missing is named at its field, Esc goes back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from casedesk.ui.dialogs.start_page import StartPage
from casedesk.ui.theme import Type, look
from casedesk.ui.widgets import (
    Button,
    ButtonKind,
    Card,
    Field,
    Line,
    PlainLabel,
    Status,
    StatusShape,
    TextLine,
    announce,
)
from casedesk.words import say

_WIDTH = 460


class FormPage(StartPage):
    """`confirmed` is emitted when the main button (Enter) is pressed and nothing is missing, `left` by Esc."""

    confirmed = Signal()
    left = Signal()

    def __init__(
        self, title: str, explanation: str, main: str, fields: Sequence[Field], parent: QWidget | None = None
    ) -> None:
        super().__init__(title, explanation, parent)
        self._fields = tuple(fields)
        self._main_words = main
        self._card = Card()
        self._card.body.addSpacing(look().px(8))
        for field in fields:
            self._card.body.addWidget(field)
        self._trouble = self._make_trouble()
        self._card.body.addWidget(self._trouble)
        self._card.body.addSpacing(look().px(8))
        self._main = Button(main, ButtonKind.MAIN, key="Return")
        self._main.activated.connect(self.confirm)
        back = Button(say("Back"), ButtonKind.OTHER, key="Esc")
        back.activated.connect(self.left)
        buttons = Line(gap=8)
        buttons.addWidget(self._main, 1)
        buttons.addWidget(back)
        self._card.body.addLayout(buttons)
        centred = Line()
        centred.addStretch(1)
        centred.addWidget(self._card)
        centred.addStretch(1)
        self.content.addLayout(centred)
        if fields:
            self.setFocusProxy(fields[0].editor)
        look().changed.connect(self._set_width)
        self._set_width()

    def add_to_card(self, *parts: QWidget, below_trouble: bool = False) -> None:
        """Put further parts between the fields and what went wrong, or below that."""
        begin = self._card.body.indexOf(self._trouble) + below_trouble
        for place, part in enumerate(parts, start=begin):
            self._card.body.insertWidget(place, part)

    @Slot()
    def confirm(self) -> None:
        """Go on, or lead to the first field that is missing."""
        missing = [field for field in self._fields if self.is_missing(field)]
        for field in self._fields:
            field.set_problem(say("This is needed.") if field in missing else "")
        if missing:
            missing[0].editor.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.show_trouble("")
            self.confirmed.emit()

    def is_missing(self, field: Field) -> bool:
        """Whether a field has to be filled in before going on."""
        editor = field.editor
        return isinstance(editor, TextLine) and not editor.text().strip()

    def show_trouble(self, what: str) -> None:
        """Say why it did not work; "" takes it away."""
        self._trouble_text.setText(what)
        self._trouble.setVisible(bool(what))
        self.set_busy("")
        if what:
            announce(self, what, at_once=True)

    def set_busy(self, words: str) -> None:
        """Say what is being done and take no more presses; "" ends it."""
        self._main.setEnabled(not words)
        self._main.set_text(words or self._main_words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._main.isEnabled():
            self.confirm()
        else:
            super().keyPressEvent(event)

    def step_back(self) -> None:
        """Esc: back to the choice."""
        self.left.emit()

    def _make_trouble(self) -> QWidget:
        trouble = QWidget()
        line = Line(trouble, gap=8)
        line.addWidget(StatusShape(Status.LATE), 0, Qt.AlignmentFlag.AlignTop)
        self._trouble_text = PlainLabel("", Type.TEXT_STRONG, "late", wrap=True, selectable=True)
        line.addWidget(self._trouble_text, 1)
        trouble.hide()
        return trouble

    @Slot()
    def _set_width(self) -> None:
        self._card.setFixedWidth(look().px(_WIDTH))
