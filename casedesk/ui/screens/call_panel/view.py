"""The docked call panel: head with the clock, the fields of the call, saving and parking; it stores nothing itself."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import Slot
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QWidget

from casedesk.ui.actions import Action, KeyMap, Where, bind
from casedesk.ui.call import CallPanelBase, CallState
from casedesk.ui.desk import Desk
from casedesk.ui.screens.call_panel import words
from casedesk.ui.screens.call_panel.call_form import CallForm
from casedesk.ui.screens.call_panel.fields import CallFields
from casedesk.ui.screens.call_panel.parts import CallHead
from casedesk.ui.screens.call_panel.presenter import CallPresenter, CallView
from casedesk.ui.widgets import Button, ButtonKind, Column, Ground, Hairline, Line
from casedesk.words import say

_R = Where.RECORD

SAVE = Action("call_save", "Save and end call", "Ctrl+Return", "phone", "log_interaction", _R)
REPEAT = Action("call_repeat_promise", "Repeat the last promise", "Ctrl+R", "redo", "make_promise", _R)


class CallPanel(CallPanelBase):
    """Shows one call and takes what the window asks for to its presenter."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.presenter = CallPresenter(desk, self)
        self.head = CallHead()
        self.fields = CallFields(desk.now, desk.person.login)
        self._told = CallState()
        self._lay_out()
        self._bind_keys()
        self._connect()
        self.setAccessibleName(say("Call"))

    # What the window asks

    @property
    def call(self) -> CallState:
        state = self.presenter.state
        return CallState(state.phase, state.seconds, state.form.customer if state.form else None)

    def start(self, customer: UUID | None, phone: str) -> None:
        self.presenter.start(customer, phone)

    def resume(self, key: str) -> None:
        self.presenter.resume(key)

    def stop_clock(self) -> None:
        self.presenter.stop_clock()

    def park(self) -> None:
        self.presenter.park()

    def focus_start(self) -> None:
        form = self.presenter.state.form
        self.fields.focus_start(is_known=form is None or form.customer is not None)

    # Building

    def _lay_out(self) -> None:
        column = Column(self, gap=0)
        column.addWidget(self.head)
        column.addWidget(self.fields, 1)
        column.addWidget(Hairline())
        column.addWidget(self._make_foot())

    def _make_foot(self) -> QWidget:
        foot = Ground("surface")
        line = Line(foot, margin=(16, 10, 16, 10), gap=8)
        self.save_button = Button(SAVE.words, ButtonKind.MAIN, key=SAVE.key)
        self.save_button.activated.connect(self.presenter.save)
        self.park_button = Button(say("Park"), key="F7")
        self.park_button.activated.connect(self.presenter.park)
        line.addWidget(self.save_button, 1)
        line.addWidget(self.park_button)
        return foot

    def _bind_keys(self) -> None:
        settings = self.desk.settings.now
        keys = KeyMap(settings.keys, settings.single_letters)
        save = bind(SAVE, self, self.presenter.save, keys)
        if save.shortcut() == QKeySequence("Ctrl+Return"):
            save.setShortcuts([QKeySequence("Ctrl+Return"), QKeySequence("Ctrl+Enter")])
        bind(REPEAT, self, self.presenter.repeat_last_promise, keys)

    def _connect(self) -> None:
        presenter, fields = self.presenter, self.fields
        presenter.changed.connect(self.render_state)
        presenter.ticked.connect(self._on_ticked)
        presenter.gap_found.connect(fields.focus_field)
        self.head.change_requested.connect(fields.toggle_number)
        fields.wrote.connect(self._on_wrote)
        fields.caller_searched.connect(presenter.find_caller)
        fields.caller_found.connect(presenter.adopt)
        fields.discard_requested.connect(presenter.discard)

    # Showing

    @Slot(object)
    def render_state(self, state: CallView) -> None:
        """Show a state."""
        form, person = state.form, self.desk.person
        if form is None:
            self.fields.forget()
        else:
            first = words.say_first(form, state.case, person.name, person.company.name, self.desk.now())
            self.fields.show_call(state, form, first)
            self._show_head(state, form)
            self.save_button.setEnabled(not state.is_saving)
            self.save_button.set_text(say("Saving …") if state.is_saving else _save_words(form))
        self._tell_window()

    def _show_head(self, state: CallView, form: CallForm) -> None:
        who = words.who_and_what(form, state.case, state.kept_promise, self.desk.now())
        self.head.show_call(words.direction(form), form.phone, who, words.phase(state.phase))
        self.head.show_clock(words.clock(state.seconds), words.spoken_clock(state.seconds))

    def _tell_window(self) -> None:
        if self.call != self._told:
            self._told = self.call
            self.call_changed.emit(self.call)

    @Slot(int)
    def _on_ticked(self, seconds: int) -> None:
        self.head.show_clock(words.clock(seconds), words.spoken_clock(seconds))
        self._tell_window()

    @Slot(str, object)
    def _on_wrote(self, field: str, value: object) -> None:
        self.presenter.change(**{field: value})


def _save_words(form: CallForm) -> str:
    if not form.is_logged:
        return SAVE.words
    return say("Offer the handover again") if form.asks_colleague else say("Open the request again")
