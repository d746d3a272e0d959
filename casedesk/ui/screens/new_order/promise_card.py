"""Card 5 of a new order: which day is promised, the advised one first; it knows no query."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from casedesk.ui.forms.promise_days import ANOTHER_DAY, promise_choices
from casedesk.ui.screens.new_order.state import NewOrderState
from casedesk.ui.theme import Type
from casedesk.ui.widgets import Card, DateField, Field, LargeChoice, LargeOption, Line, PlainLabel
from casedesk.words import say


class PromiseCard(Card):
    """`typed(field, value)` for the choice, a day of one's own, and the day the customer asked for."""

    typed = Signal(str, object)

    def __init__(self, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(say("5. What we promise"), hint=say("Alt 1 to 4 choose"), parent=parent)
        self._now = now
        self._shown: tuple[LargeOption, ...] = ()
        self._requested = DateField(now)
        self._requested.value_changed.connect(self._on_requested)
        self._own_day = DateField(now)
        self._own_day.value_changed.connect(self._on_own_day)
        self._own_field = Field(say("Another day"), self._own_day, required=True)
        self.choice = LargeChoice(name=say("What we promise"))
        self.choice.chosen.connect(self._on_chosen)
        self._problem = PlainLabel("", Type.HINT_STRONG, "late", wrap=True)
        days = Line(gap=8)
        days.addWidget(Field(say("The customer asked for"), self._requested), 1)
        days.addWidget(self._own_field, 1)
        self.body.addWidget(self.choice)
        self.body.addWidget(self._problem)
        self.body.addLayout(days)
        self.body.addStretch(1)

    def show_state(self, state: NewOrderState, problem: str) -> None:
        """Show the days; what is being typed is left alone."""
        typed, today = state.typed, self._now().date()
        choices = promise_choices(state.answer, today) if state.answer else ()
        options = tuple(LargeOption(one.key, one.text, one.note, one.status, one.word) for one in choices)
        if options != self._shown:
            self._shown = options
            self.choice.set_options(options, typed.choice)
        self.choice.set_value(typed.choice)
        self.choice.setVisible(bool(options))
        self._own_field.setVisible(typed.choice == ANOTHER_DAY)
        for field, value in ((self._requested, typed.requested_on), (self._own_day, typed.another_day)):
            if field.value != value and not field.hasFocus():
                field.set_value(value)
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))

    def focus_promise(self) -> None:
        """Put the keyboard on the choice, or where a day of one's own is written."""
        if self._shown and self._own_field.isHidden():
            self.choice.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            target = self._requested if self._own_field.isHidden() else self._own_day
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(str)
    def _on_chosen(self, key: str) -> None:
        self.typed.emit("choice", key)
        if key == ANOTHER_DAY:
            self._own_day.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(object)
    def _on_requested(self, on: date | None) -> None:
        self.typed.emit("requested_on", on)

    @Slot(object)
    def _on_own_day(self, on: date | None) -> None:
        self.typed.emit("another_day", on)
