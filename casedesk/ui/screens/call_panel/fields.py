"""The fields of a call, from who is speaking to the next promise: it shows a call and tells what is written."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from casedesk.contract.cases import CaseDetail
from casedesk.rules.vocabulary import CallOutcome, Direction
from casedesk.ui.notifications import Message, NoticeKind
from casedesk.ui.screens.call_panel import choices, words
from casedesk.ui.screens.call_panel.call_form import CallForm
from casedesk.ui.screens.call_panel.choices import SOMEBODY_ELSE
from casedesk.ui.screens.call_panel.parts import DueField, KeepsBox, Outcomes
from casedesk.ui.screens.call_panel.presenter import OPEN_WHEN_LOGGED, CallView, Fault
from casedesk.ui.screens.call_panel.search_line import CallerLine, Found, SearchLine
from casedesk.ui.widgets import (
    Button,
    ButtonKind,
    ChoiceRow,
    Column,
    Combo,
    DateTimeField,
    Field,
    Line,
    Notice,
    Option,
    SayBox,
    Scroll,
    TextArea,
    TextLine,
    announce,
)
from casedesk.ui.widgets.date_fields import Now
from casedesk.words import say

NO_DECISION, A_DECISION = "none", "made"
_NEED_A_CUSTOMER = (CallOutcome.NEW_PROMISE.value, CallOutcome.HANDED_OVER.value, CallOutcome.COMPLAINT.value)


class CallFields(Scroll):
    """All fields of one call; what is typed is never written over by what comes from the database.

    `wrote(field, value)` at every change by the person, named as in `CallForm`. `caller_searched(text)` and
    `caller_found(customer)` while an unknown caller is looked for, `discard_requested` to throw the call away.
    """

    wrote = Signal(str, object)
    caller_searched = Signal(str)
    caller_found = Signal(object)
    discard_requested = Signal()

    def __init__(self, now: Now, own_login: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, margin=(16, 10, 16, 4), gap=8)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._now, self._own_login = now, own_login
        self._filled: UUID | None = None
        self._is_filling = False
        self._fault: Fault | None = None
        self._notice: Notice | None = None
        self._make_editors()
        self.by_name = self._make_fields()
        self._lay_out()
        self._names: dict[QObject, str] = {}
        self._connect()

    def show_call(self, state: CallView, form: CallForm, say_first: str) -> None:
        """Show a call; the fields are filled only when another one comes in."""
        self._is_filling = True
        self._show_lists(state, form)
        if self._filled != form.id:
            self._filled = form.id
            self._fill(form)
        self._follow(form)
        self._show_fields(state, form)
        self._show_gaps(state, form)
        self.say_first.set_words(say_first)
        self._show_fault(state.fault)
        self._is_filling = False

    def forget(self) -> None:
        """No call is shown any more; the next one is filled in, also when it is the same."""
        self._filled = None

    def focus_field(self, name: str) -> None:
        """Put the keyboard into a field and bring it into view."""
        field = self.by_name[name]
        if name == "outcome":
            self.outcomes.focus_chosen()
        else:
            field.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self.ensureWidgetVisible(field)

    def focus_start(self, *, is_known: bool) -> None:
        """Put the keyboard where writing goes on: the text, or who is calling."""
        editor = self.summary if is_known else self.caller
        editor.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def toggle_number(self) -> None:
        """Show direction and number, or hide them again."""
        self._number_part.setVisible(self._number_part.isHidden())
        if not self._number_part.isHidden():
            self.phone.setFocus(Qt.FocusReason.OtherFocusReason)

    # Building

    def _make_editors(self) -> None:
        self.say_first = SayBox(say("Say first"))
        directions = [
            Option(Direction.IN.value, say("Call in")),
            Option(Direction.OUT.value, say("Call out")),
        ]
        self.direction = ChoiceRow(directions, name=say("Direction"), small=True)
        self.phone = TextLine()
        self.caller = CallerLine(placeholder=say("Name, number or address"))
        self.spoken_with = Combo()
        self.other_person = TextLine(placeholder=say("Name"))
        self.about = Combo()
        self.happened = SearchLine(placeholder=say("Type a word, or Down for all"))
        self.summary = TextArea(rows=6)
        self.outcomes = Outcomes(choices.outcomes(), say("Outcome"))
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
        self.promise_due = DateTimeField(self._now, placeholder=say("tomorrow 9"))

    def _make_fields(self) -> Mapping[str, Field]:
        """Each editor with its label, by the name of what it holds in `CallForm`."""
        not_found = say("Not found? The call is kept all the same.")
        repeats = say("Ctrl R repeats the last one")
        return {
            "direction": Field(say("Direction"), self.direction),
            "phone": Field(say("Number"), self.phone),
            "caller": Field(say("Who is calling"), self.caller, hint=not_found),
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
            "promise_text": Field(say("Next promise"), self.promise_text, required=True, tail=repeats),
            "promise_due": DueField(say("Who keeps it, by when"), self.promise_keeper, self.promise_due),
        }

    def _lay_out(self) -> None:
        self._notice_place = Column(gap=0)
        self.content.addLayout(self._notice_place)
        self.content.addWidget(self.say_first)
        self._number_part = self._make_number_part()
        self.content.addWidget(self._number_part)
        self.content.addWidget(self.by_name["caller"])
        self._who_line = self._beside("spoken_with", "about")
        self.content.addWidget(self._who_line)
        for name in ("other_person", "event", "summary", "outcome"):
            self.content.addWidget(self.by_name[name])
        self.content.addWidget(self.keeps)
        for name in ("decision", "question", "decided", "hand_to", "promise_text", "promise_due"):
            self.content.addWidget(self.by_name[name])
        self.content.addStretch(1)
        self.setTabOrder(self.promise_keeper, self.promise_due)

    def _beside(self, *names: str) -> QWidget:
        box = QWidget()
        line = Line(box, gap=8)
        for name in names:
            line.addWidget(self.by_name[name], 1, Qt.AlignmentFlag.AlignTop)
        return box

    def _make_number_part(self) -> QWidget:
        """What is seldom changed: direction, number, and the way to throw a call away."""
        part = QWidget()
        column = Column(part, gap=4)
        column.addWidget(self._beside("direction", "phone"))
        self.discard_button = Button(say("Throw the call away"), ButtonKind.QUIET, small=True)
        self.discard_button.activated.connect(self.discard_requested)
        column.addWidget(self.discard_button, 0, Qt.AlignmentFlag.AlignRight)
        return part

    def _connect(self) -> None:
        for line, name in (
            (self.phone, "phone"), (self.other_person, "spoken_with"), (self.question, "question"),
            (self.decided, "decided"), (self.promise_text, "promise_text"),
        ):  # fmt: skip
            self._names[line] = name
            line.textEdited.connect(self._on_written)
        for choice, name in (
            (self.about, "about"), (self.hand_to, "hand_to"), (self.promise_keeper, "promise_keeper"),
            (self.happened, "event"),
        ):  # fmt: skip
            self._names[choice] = name
            choice.picked.connect(self._on_written)
        for row, name in ((self.direction, "direction"), (self.outcomes, "outcome")):
            self._names[row] = name
            row.chosen.connect(self._on_written)
        self.summary.textChanged.connect(self._on_summary)
        self.spoken_with.picked.connect(self._on_spoken_with)
        self.decision.picked.connect(self._on_decision)
        self.keeps.toggled.connect(self._on_keeps)
        self.promise_due.value_changed.connect(self._on_promise_due)
        self.phone.rested.connect(self._on_phone_rested)
        self.caller.searched.connect(self.caller_searched)
        self.caller.picked.connect(self._on_caller)

    # Showing

    def _show_lists(self, state: CallView, form: CallForm) -> None:
        case, staff, own = state.case, state.staff, self._own_login
        today = self._now().date()
        _replace(self.spoken_with, choices.persons(case), self._person_key(form, case))
        _replace(self.about, choices.subjects(case), form.about)
        _replace(self.promise_keeper, choices.keepers(staff, own, today), form.promise_keeper)
        _replace(self.hand_to, choices.receivers(staff, own, today), form.hand_to)
        self.happened.set_entries([Found(one.key, one.name, one.synonyms) for one in state.events])
        if form.event and not self.happened.value:
            self.happened.set_value(form.event)
        self.caller.set_entries(
            [Found(str(hit.customer), words.caller(hit.name, hit.second_line)) for hit in state.hits]
        )

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
        known, said, promise = form.customer is not None, not form.is_attempt, state.kept_promise
        decides = known and said and form.has_decision
        shown = {
            "caller": not known,
            "other_person": self.spoken_with.value == SOMEBODY_ELSE or not known,
            "event": said,
            "decision": known and said,
            "question": decides,
            "decided": decides,
            "hand_to": form.asks_colleague,
            "promise_text": form.asks_promise,
            "promise_due": form.asks_promise,
        }
        for name, is_shown in shown.items():
            self.by_name[name].setVisible(is_shown)
        self._who_line.setVisible(known)
        self.keeps.setVisible(known and said and promise is not None)
        if promise is not None:
            self.keeps.show_promise(words.keeps(promise, self._now()), promise.text)
        self.by_name["summary"].set_required(said)
        self.by_name["summary"].set_tail(state.kept)
        for name in ("promise_text", "promise_due"):
            self.by_name[name].set_required(form.gives_promise)
        self.outcomes.set_refusals(
            dict.fromkeys(_NEED_A_CUSTOMER, "" if known else say("Find the caller first"))
        )
        for name, field in self.by_name.items():
            field.editor.setEnabled(not form.is_logged or name in OPEN_WHEN_LOGGED)

    def _show_gaps(self, state: CallView, form: CallForm) -> None:
        for name, field in self.by_name.items():
            problem = state.gaps.get(name, "")
            if name == "promise_due" and not problem:
                self._show_check(state)
            elif problem or field.has_problem:
                field.set_problem(problem)
        told = words.may_be_told(state.case, form.spoken_with)
        if told:
            self.by_name["spoken_with"].set_warning(told)
        else:
            self.by_name["spoken_with"].clear_check()

    def _show_check(self, state: CallView) -> None:
        field, check = self.by_name["promise_due"], state.check
        if self.promise_due.problem:
            return
        if check is None:
            field.clear_check()
        elif check.text != field.message:
            show = {"ok": field.set_ok, "warning": field.set_warning, "problem": field.set_problem}
            show[check.kind](check.text)

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
            self.verticalScrollBar().setValue(0)
            announce(self, self._notice.accessibleName(), at_once=True)

    def _person_key(self, form: CallForm, case: CaseDetail | None) -> str:
        if form.spoken_with in [option.key for option in choices.persons(case)]:
            return form.spoken_with
        return SOMEBODY_ELSE if form.spoken_with or self.spoken_with.value == SOMEBODY_ELSE else ""

    # What the person writes

    def _tell(self, name: str, value: object) -> None:
        if not self._is_filling:
            self.wrote.emit(name, value)

    @Slot(str)
    def _on_written(self, value: str) -> None:
        self._tell(self._names[self.sender()], value)

    @Slot()
    def _on_summary(self) -> None:
        self._tell("summary", self.summary.value)

    @Slot(str)
    def _on_spoken_with(self, key: str) -> None:
        if key != SOMEBODY_ELSE:
            self._tell("spoken_with", key)
            return
        self.other_person.setText("")
        self._tell("spoken_with", "")
        self.by_name["other_person"].setVisible(True)
        self.other_person.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(str)
    def _on_decision(self, key: str) -> None:
        self._tell("has_decision", key == A_DECISION)

    @Slot(bool)
    def _on_keeps(self, ticked: bool) -> None:
        self._tell("keeps", ticked)

    @Slot(object)
    def _on_promise_due(self, due: datetime | None) -> None:
        self._tell("promise_due", due)

    @Slot()
    def _on_phone_rested(self) -> None:
        is_unknown = not self.by_name["caller"].isHidden()
        if is_unknown and len(self.phone.text().strip()) >= 4 and not self.caller.text():
            self.caller_searched.emit(self.phone.text())

    @Slot(str)
    def _on_caller(self, key: str) -> None:
        if key:
            self.caller_found.emit(UUID(key))
            self.summary.setFocus(Qt.FocusReason.OtherFocusReason)


def _replace(combo: Combo, options: list[Option], value: str) -> None:
    """Give a list other entries, unless it has them; what is chosen stays chosen."""
    shown = [(combo.itemData(at), combo.itemText(at)) for at in range(combo.count())]
    if shown != [(one.key, one.text) for one in options]:
        combo.set_options(options, value)
    elif combo.value != value:
        combo.set_value(value)
