"""The docked call panel: what is written while somebody is on the phone; it stores nothing itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QWidget

from casedesk.contract.cases import CaseDetail
from casedesk.contract.desk import StaffRow
from casedesk.rules.vocabulary import CallOutcome, Direction
from casedesk.ui.actions import Action, KeyMap, Where, bind
from casedesk.ui.call import CallPanelBase, CallState
from casedesk.ui.desk import Desk
from casedesk.ui.notifications import Message, NoticeKind
from casedesk.ui.screens.call_panel import words
from casedesk.ui.screens.call_panel.call_form import CallForm
from casedesk.ui.screens.call_panel.parts import (
    CallerLine,
    CallHead,
    DueField,
    Found,
    KeepsBox,
    Outcomes,
    SearchLine,
)
from casedesk.ui.screens.call_panel.presenter import OPEN_WHEN_LOGGED, CallPresenter, CallView, Fault
from casedesk.ui.widgets import (
    Button,
    ButtonKind,
    ChoiceRow,
    Column,
    Combo,
    DateTimeField,
    Field,
    Ground,
    Hairline,
    Line,
    Notice,
    Option,
    SayBox,
    Scroll,
    TextArea,
    TextLine,
    announce,
)
from casedesk.words import say

SAVE = Action("call_save", "Save and end call", "Ctrl+Return", "phone", "log_interaction", Where.RECORD)
REPEAT = Action(
    "call_repeat_promise", "Repeat the last promise", "Ctrl+R", "redo", "make_promise", Where.RECORD
)
SOMEBODY_ELSE = "somebody-else"
NO_DECISION, A_DECISION = "none", "made"
_NEED_A_CUSTOMER = (CallOutcome.NEW_PROMISE.value, CallOutcome.HANDED_OVER.value, CallOutcome.COMPLAINT.value)


class CallPanel(CallPanelBase):
    """Shows one call; what is typed here is never written over by what comes from the database."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.presenter = CallPresenter(desk, self)
        self._filled: UUID | None = None
        self._is_filling = False
        self._told = CallState()
        self._fault: Fault | None = None
        self._notice: Notice | None = None
        self._make_editors()
        self._make_fields()
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
        editor = self.caller if form is not None and form.customer is None else self.summary
        editor.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # Building

    def _make_editors(self) -> None:
        self.head = CallHead()
        self.say_first = SayBox(say("Say first"))
        self.direction = ChoiceRow(
            [Option(Direction.IN.value, say("Call in")), Option(Direction.OUT.value, say("Call out"))],
            name=say("Direction"),
            small=True,
        )
        self.phone = TextLine()
        self.caller = CallerLine(placeholder=say("Name, number or address"))
        self.spoken_with = Combo()
        self.other_person = TextLine(placeholder=say("Name"))
        self.about = Combo()
        self.happened = SearchLine(placeholder=say("Type a word, or Down for all"))
        self.summary = TextArea(rows=6)
        self.outcomes = Outcomes(_outcomes(), say("Outcome"))
        self.keeps = KeepsBox()
        decisions = [
            Option(NO_DECISION, say("None on this call")),
            Option(A_DECISION, say("Something was decided")),
        ]
        self.decision = Combo(decisions, NO_DECISION)
        self.question = TextLine(placeholder=say("What was asked"))
        self.decided = TextLine(placeholder=say("What was decided"))
        self.hand_to = Combo(placeholder=say("Choose a colleague"))
        self.promise_text = TextLine()
        self.promise_keeper = Combo()
        self.promise_due = DateTimeField(self.desk.now, placeholder=say("tomorrow 9"))

    def _make_fields(self) -> None:
        """Each editor with its label, by the name of what it holds in the form."""
        self.fields: Mapping[str, Field] = {
            "direction": Field(say("Direction"), self.direction),
            "phone": Field(say("Number"), self.phone),
            "caller": Field(
                say("Who is calling"), self.caller, hint=say("Not found? The call is kept all the same.")
            ),
            "spoken_with": Field(say("Speaking with"), self.spoken_with),
            "other_person": Field(say("Who that is"), self.other_person),
            "about": Field(say("About"), self.about),
            "event": Field(say("What happened"), self.happened),
            "summary": Field(say("What was said"), self.summary, required=True),
            "outcome": Field(say("Outcome"), self.outcomes, required=True),
            "decision": Field(say("Decision, if one was made"), self.decision),
            "question": Field(say("What was asked"), self.question, required=True),
            "decided": Field(say("What was decided"), self.decided, required=True),
            "hand_to": Field(say("To whom"), self.hand_to, required=True),
            "promise_text": Field(
                say("Next promise"), self.promise_text, required=True, tail=say("Ctrl R repeats the last one")
            ),
            "promise_due": DueField(say("Who keeps it, by when"), self.promise_keeper, self.promise_due),
        }

    def _lay_out(self) -> None:
        outer = Column(self, gap=0)
        outer.addWidget(self.head)
        self._scroll = Scroll(margin=(16, 10, 16, 4), gap=8)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        outer.addWidget(self._scroll, 1)
        content, fields = self._scroll.content, self.fields
        self._notice_place = Column(gap=0)
        content.addLayout(self._notice_place)
        content.addWidget(self.say_first)
        self._number_part = self._make_number_part()
        content.addWidget(self._number_part)
        content.addWidget(fields["caller"])
        self._who_line = self._beside("spoken_with", "about")
        content.addWidget(self._who_line)
        for name in ("other_person", "event", "summary", "outcome"):
            content.addWidget(fields[name])
        content.addWidget(self.keeps)
        for name in ("decision", "question", "decided", "hand_to", "promise_text"):
            content.addWidget(fields[name])
        content.addWidget(fields["promise_due"])
        content.addStretch(1)
        outer.addWidget(Hairline())
        outer.addWidget(self._make_foot())
        self.setTabOrder(self.promise_keeper, self.promise_due)

    def _beside(self, *names: str) -> QWidget:
        box = QWidget()
        line = Line(box, gap=8)
        for name in names:
            line.addWidget(self.fields[name], 1, Qt.AlignmentFlag.AlignTop)
        return box

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

    def _make_number_part(self) -> QWidget:
        """What is seldom changed: direction, number, and the way to throw a call away."""
        part = QWidget()
        column = Column(part, gap=4)
        column.addWidget(self._beside("direction", "phone"))
        self.discard_button = Button(say("Throw the call away"), ButtonKind.QUIET, small=True)
        self.discard_button.activated.connect(self.presenter.discard)
        column.addWidget(self.discard_button, 0, Qt.AlignmentFlag.AlignRight)
        return part

    def _bind_keys(self) -> None:
        settings = self.desk.settings.now
        keys = KeyMap(settings.keys, settings.single_letters)
        save = bind(SAVE, self, self.presenter.save, keys)
        if save.shortcut() == QKeySequence("Ctrl+Return"):
            save.setShortcuts([QKeySequence("Ctrl+Return"), QKeySequence("Ctrl+Enter")])
        bind(REPEAT, self, self._on_repeat, keys)

    def _connect(self) -> None:
        presenter = self.presenter
        presenter.changed.connect(self.render_state)
        presenter.ticked.connect(self._on_ticked)
        presenter.gap_found.connect(self._on_gap)
        self.head.change_requested.connect(self._on_change_number)
        self.direction.chosen.connect(self._on_direction)
        self.phone.textEdited.connect(self._on_phone)
        self.phone.rested.connect(self._on_phone_rested)
        self.caller.searched.connect(presenter.find_caller)
        self.caller.picked.connect(self._on_caller)
        self.spoken_with.picked.connect(self._on_spoken_with)
        self.other_person.textEdited.connect(self._on_other_person)
        self.about.picked.connect(self._on_about)
        self.happened.picked.connect(self._on_event)
        self.summary.textChanged.connect(self._on_summary)
        self.outcomes.chosen.connect(self._on_outcome)
        self.keeps.toggled.connect(self._on_keeps)
        self.decision.picked.connect(self._on_decision)
        self.question.textEdited.connect(self._on_question)
        self.decided.textEdited.connect(self._on_decided)
        self.hand_to.picked.connect(self._on_hand_to)
        self.promise_text.textEdited.connect(self._on_promise_text)
        self.promise_keeper.picked.connect(self._on_promise_keeper)
        self.promise_due.value_changed.connect(self._on_promise_due)

    # Showing

    @Slot(object)
    def render_state(self, state: CallView) -> None:
        """Show a state; the fields are filled only when another call comes into the panel."""
        form = state.form
        if form is not None:
            self._is_filling = True
            self._show_lists(state, form)
            if self._filled != form.id:
                self._filled = form.id
                self._fill(form)
            self._follow(form)
            self._show_fields(state, form)
            self._show_head(state, form)
            self._is_filling = False
        else:
            self._filled = None
        self._tell_window()

    def _tell_window(self) -> None:
        if self.call != self._told:
            self._told = self.call
            self.call_changed.emit(self.call)

    def _show_head(self, state: CallView, form: CallForm) -> None:
        now = self.desk.now()
        who = words.who_and_what(form, state.case, state.kept_promise, now)
        self.head.show_call(words.direction(form), form.phone, who, words.phase(state.phase))
        self.head.show_clock(words.clock(state.seconds), words.spoken_clock(state.seconds))
        company = self.desk.person.company.name
        self.say_first.set_words(words.say_first(form, state.case, self.desk.person.name, company, now))
        self._show_fault(state.fault)

    def _show_fault(self, fault: Fault | None) -> None:
        if fault == self._fault:
            return
        self._fault = fault
        if self._notice is not None:
            self._notice_place.removeWidget(self._notice)
            self._notice.hide()
            self._notice.deleteLater()
            self._notice = None
        if fault is not None:
            message = Message("call-fault", NoticeKind.LATE, fault.what, fault.why, closable=False)
            self._notice = Notice(message)
            self._notice_place.addWidget(self._notice)
            self._scroll.verticalScrollBar().setValue(0)
            announce(self, self._notice.accessibleName(), at_once=True)

    def _show_lists(self, state: CallView, form: CallForm) -> None:
        _replace(self.spoken_with, _persons(state.case), self._person_key(form, state.case))
        _replace(self.about, _subjects(state.case), form.about)
        _replace(self.promise_keeper, _keepers(state.staff, self.desk.person.login), form.promise_keeper)
        _replace(self.hand_to, _receivers(state.staff, self.desk.person.login), form.hand_to)
        self.happened.set_entries([Found(one.key, one.name, one.synonyms) for one in state.events])
        if form.event and not self.happened.value:
            self.happened.set_value(form.event)
        hits = [
            Found(str(hit.customer), " · ".join(filter(None, (hit.name, hit.second_line))))
            for hit in state.hits
        ]
        self.caller.set_entries(hits)

    def _fill(self, form: CallForm) -> None:
        """Write a call into the fields."""
        self.phone.setText(form.phone)
        self.caller.setText("")
        self.other_person.setText(form.spoken_with)
        self.summary.setPlainText(form.summary)
        self.question.setText(form.question)
        self.decided.setText(form.decided)
        self.happened.set_value(form.event)
        self.promise_due.set_value(form.promise_due)
        self.promise_text.setText(form.promise_text)
        self._number_part.setVisible(form.customer is None)

    def _follow(self, form: CallForm) -> None:
        """Follow choices; texts only where something else than the keyboard wrote them."""
        self.direction.set_value(form.direction)
        self.outcomes.set_value(form.outcome)
        self.keeps.setChecked(bool(form.keeps))
        self.decision.set_value(A_DECISION if form.has_decision else NO_DECISION)
        for editor, text in ((self.promise_text, form.promise_text), (self.phone, form.phone)):
            if editor.text() != text:
                editor.setText(text)

    def _show_fields(self, state: CallView, form: CallForm) -> None:
        known, said = form.customer is not None, not form.is_attempt
        promise = state.kept_promise
        if promise is not None:
            self.keeps.show_promise(words.keeps(promise, self.desk.now()), promise.text)
        shown = {
            "caller": not known,
            "other_person": self.spoken_with.value == SOMEBODY_ELSE or not known,
            "event": said,
            "decision": known and said,
            "question": known and said and form.has_decision,
            "decided": known and said and form.has_decision,
            "hand_to": form.asks_colleague,
            "promise_text": form.asks_promise,
            "promise_due": form.asks_promise,
        }
        for name, is_shown in shown.items():
            self.fields[name].setVisible(is_shown)
        self._who_line.setVisible(known)
        self.keeps.setVisible(known and said and promise is not None)
        self.fields["summary"].set_required(said)
        self.fields["summary"].set_tail(state.kept)
        self.fields["promise_text"].set_required(form.gives_promise)
        self.fields["promise_due"].set_required(form.gives_promise)
        self._show_outcomes(known=known)
        self._show_gaps(state, form)
        self._show_progress(state, form)

    def _show_outcomes(self, *, known: bool) -> None:
        refusal = "" if known else say("Find the caller first")
        self.outcomes.set_refusals(dict.fromkeys(_NEED_A_CUSTOMER, refusal))

    def _show_gaps(self, state: CallView, form: CallForm) -> None:
        for name, field in self.fields.items():
            problem = state.gaps.get(name, "")
            if name == "promise_due" and not problem:
                self._show_check(state)
            elif problem or field.has_problem:
                field.set_problem(problem)
        told = words.may_be_told(state.case, form.spoken_with)
        if told:
            self.fields["spoken_with"].set_warning(told)
        elif not self.fields["spoken_with"].has_problem:
            self.fields["spoken_with"].clear_check()

    def _show_check(self, state: CallView) -> None:
        field, check = self.fields["promise_due"], state.check
        if self.promise_due.problem:
            return
        if check is None:
            field.clear_check()
        elif check.text != field.message:
            show = {"ok": field.set_ok, "warning": field.set_warning, "problem": field.set_problem}
            show[check.kind](check.text)

    def _show_progress(self, state: CallView, form: CallForm) -> None:
        self.save_button.setEnabled(not state.is_saving)
        self.save_button.set_text(say("Saving …") if state.is_saving else _save_words(form))
        for name, field in self.fields.items():
            field.editor.setEnabled(not form.is_logged or name in OPEN_WHEN_LOGGED)

    def _person_key(self, form: CallForm, case: CaseDetail | None) -> str:
        names = [option.key for option in _persons(case)]
        if form.spoken_with in names:
            return form.spoken_with
        return SOMEBODY_ELSE if form.spoken_with or self.spoken_with.value == SOMEBODY_ELSE else ""

    # What the person does

    def _change(self, **changes: object) -> None:
        if not self._is_filling:
            self.presenter.change(**changes)

    @Slot(int)
    def _on_ticked(self, seconds: int) -> None:
        self.head.show_clock(words.clock(seconds), words.spoken_clock(seconds))
        self._tell_window()

    @Slot(str)
    def _on_gap(self, field: str) -> None:
        shown = self.fields[field]
        if field == "outcome":
            self.outcomes.focus_chosen()
        else:
            shown.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self._scroll.ensureWidgetVisible(shown)

    @Slot()
    def _on_change_number(self) -> None:
        self._number_part.setVisible(not self._number_part.isVisible())
        if self._number_part.isVisible():
            self.phone.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_repeat(self) -> None:
        self.presenter.repeat_last_promise()

    @Slot(str)
    def _on_direction(self, key: str) -> None:
        self._change(direction=key)

    @Slot(str)
    def _on_phone(self, text: str) -> None:
        self._change(phone=text)

    @Slot()
    def _on_phone_rested(self) -> None:
        form = self.presenter.state.form
        if (
            form is not None
            and form.customer is None
            and len(form.phone.strip()) >= 4
            and not self.caller.text()
        ):
            self.presenter.find_caller(form.phone)

    @Slot(str)
    def _on_caller(self, key: str) -> None:
        if key:
            self.presenter.adopt(UUID(key))
            self.summary.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(str)
    def _on_spoken_with(self, key: str) -> None:
        if key == SOMEBODY_ELSE:
            self.other_person.setText("")
            self._change(spoken_with="")
            self.fields["other_person"].setVisible(True)
            self.other_person.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._change(spoken_with=key)

    @Slot(str)
    def _on_other_person(self, text: str) -> None:
        self._change(spoken_with=text)

    @Slot(str)
    def _on_about(self, key: str) -> None:
        self._change(about=key)

    @Slot(str)
    def _on_event(self, key: str) -> None:
        self._change(event=key)

    @Slot()
    def _on_summary(self) -> None:
        self._change(summary=self.summary.value)

    @Slot(str)
    def _on_outcome(self, key: str) -> None:
        self._change(outcome=key)

    @Slot(bool)
    def _on_keeps(self, ticked: bool) -> None:
        self._change(keeps=ticked)

    @Slot(str)
    def _on_decision(self, key: str) -> None:
        self._change(has_decision=key == A_DECISION)

    @Slot(str)
    def _on_question(self, text: str) -> None:
        self._change(question=text)

    @Slot(str)
    def _on_decided(self, text: str) -> None:
        self._change(decided=text)

    @Slot(str)
    def _on_hand_to(self, key: str) -> None:
        self._change(hand_to=key)

    @Slot(str)
    def _on_promise_text(self, text: str) -> None:
        self._change(promise_text=text)

    @Slot(str)
    def _on_promise_keeper(self, key: str) -> None:
        self._change(promise_keeper=key)

    @Slot(object)
    def _on_promise_due(self, due: datetime | None) -> None:
        self._change(promise_due=due)


def _replace(combo: Combo, options: list[Option], value: str) -> None:
    """Give a list other entries, unless it has them; what is chosen stays chosen."""
    shown = [(combo.itemData(at), combo.itemText(at)) for at in range(combo.count())]
    if shown != [(one.key, one.text) for one in options]:
        combo.set_options(options, value)
    elif combo.value != value:
        combo.set_value(value)


def _persons(case: CaseDetail | None) -> list[Option]:
    if case is None:
        return []
    persons = [Option(one.name, words.person(one)) for one in case.customer.persons]
    customer = Option(case.customer.name, case.customer.name)
    return [customer, *persons, Option(SOMEBODY_ELSE, say("Somebody else"))]


def _subjects(case: CaseDetail | None) -> list[Option]:
    """What the call may be about: everything, an order that is not finished, an open request."""
    whole = Option("", say("The customer"))
    if case is None:
        return [whole]
    orders = [
        Option(one.number, f"{one.number} {one.headline}".strip())
        for one in case.orders
        if one.state not in ("completed", "cancelled")
    ]
    requests = [Option(str(one.id), one.event_name) for one in case.requests if one.state != "closed"]
    return [whole, *orders, *requests]


def _keepers(staff: tuple[StaffRow, ...], own_login: str) -> list[Option]:
    return [Option(one.login, _colleague(one, own_login)) for one in staff]


def _receivers(staff: tuple[StaffRow, ...], own_login: str) -> list[Option]:
    """Colleagues with what each has open, then the teams' queues."""
    people = [
        Option(
            one.login,
            say("$name · $open open, $late late", name=_colleague(one, ""), open=one.open, late=one.late),
        )
        for one in staff
        if one.login != own_login
    ]
    teams = {one.team: one.team_name for one in staff}
    return people + [Option(f"team:{key}", say("Queue of $team", team=name)) for key, name in teams.items()]


def _colleague(one: StaffRow, own_login: str) -> str:
    if one.login == own_login:
        return say("You")
    return say("$name, away", name=one.name) if one.away_until else one.name


def _outcomes() -> list[Option]:
    """How a call can end."""
    return [
        Option(CallOutcome.ANSWERED.value, say("Answered")),
        Option(CallOutcome.NEW_PROMISE.value, say("New promise")),
        Option(CallOutcome.HANDED_OVER.value, say("Hand over")),
        Option(CallOutcome.COMPLAINT.value, say("Complaint")),
        Option(CallOutcome.NO_ANSWER.value, say("No answer")),
        Option(CallOutcome.MESSAGE_LEFT.value, say("Message left")),
        Option(CallOutcome.WRONG_NUMBER.value, say("Wrong number")),
        Option(CallOutcome.CUT_OFF.value, say("Cut off")),
    ]


def _save_words(form: CallForm) -> str:
    if not form.is_logged:
        return SAVE.words
    return say("Offer the handover again") if form.asks_colleague else say("Open the request again")
