"""The call panel: its clock, its draft, what is missing, what is stored and that it is stored once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from casedesk.contract.cases import CaseDetail, CaseQuery, MakePromise, OpenRequest
from casedesk.contract.customers import PersonGiven
from casedesk.contract.desk import Desk as DeskQuery
from casedesk.contract.desk import SetAbsence, UnknownCallers
from casedesk.contract.promise_check import PromiseCheck
from casedesk.contract.values import About, Login
from casedesk.errors import DatabaseUnreachable, NotFound
from casedesk.services.changes import ChangeSet
from casedesk.ui.call import CallPhase, CallState
from casedesk.ui.screens.call_panel.call_form import CallForm, from_payload, to_payload
from casedesk.ui.screens.call_panel.presenter import CallPresenter, Fault
from casedesk.ui.screens.call_panel.search_line import Found, SearchLine
from casedesk.ui.screens.call_panel.view import CallPanel
from casedesk.ui.theme import Look
from tests.factories import TUESDAY, Office, open_office
from tests.ui.desks import TestDesk, desk_in
from tests.ui.fitting import cut_texts

LONG_NAME = "Hildegard Magdalena von Wolkenstein-Trostburg zu Hohenzollern"
FRIDAY = datetime(2026, 11, 27, 15, tzinfo=UTC)


@dataclass
class Stopwatch:
    """A monotonic clock that a test moves."""

    seconds: float = 100.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def office(sqlite_database: str) -> Iterator[Office]:
    """A small office on an SQLite file of its own; it is Tuesday 24 November 2026, 10:42."""
    opened = open_office(sqlite_database)
    yield opened
    opened.database.close()


@pytest.fixture
def at_desk(office: Office, tmp_path: Path, qapp: object) -> Iterator[TestDesk]:
    """Uma's desk."""
    with desk_in(office, tmp_path) as desk:
        yield desk


@pytest.fixture
def stopwatch() -> Stopwatch:
    return Stopwatch()


@pytest.fixture
def presenter(at_desk: TestDesk, stopwatch: Stopwatch) -> CallPresenter:
    return CallPresenter(at_desk.desk, monotonic=stopwatch)


@pytest.fixture
def panel(at_desk: TestDesk, qtbot: QtBot) -> CallPanel:
    """The panel as it is docked at 1440 by 900."""
    made = CallPanel(at_desk.desk)
    qtbot.addWidget(made)
    made.resize(352, 816)
    with qtbot.waitExposed(made):
        made.show()
    return made


@pytest.fixture
def customer(office: Office) -> UUID:
    """Marta, with an order, a promise due in 18 minutes and a spouse who may be told dates."""
    made = office.customer(
        phones=("07700 900 142",),
        persons=(PersonGiven(name="Owen Hale", role="spouse", may_be_told="dates"),),
    )
    order = office.placed(made)
    due = TUESDAY + timedelta(minutes=18)
    office.run(MakePromise(about=About(order), text="Tell the permit date", due_at=due, keeper=Login("sam")))
    return made


def case_of(office: Office, customer: UUID) -> CaseDetail:
    found: CaseDetail = office.read(CaseQuery(about=str(customer)))
    return found


def calls_of(office: Office, customer: UUID) -> list[str]:
    return [row.text for row in case_of(office, customer).timeline if row.kind == "call"]


def fail_once(
    office: Office, monkeypatch: pytest.MonkeyPatch, error: Exception, *, after: bool = False
) -> None:
    """Let the next command fail: before it is carried out, or after, as when the answer is lost on the way."""
    services, run = office.services(), office.services().run

    def failing(command: object, **given: object) -> object:
        monkeypatch.setattr(services, "run", run)
        if after:
            run(command, **given)  # type: ignore[arg-type]
        raise error

    monkeypatch.setattr(services, "run", failing)


# The clock


def test_counts_seconds_by_the_clock_that_nobody_can_set(
    presenter: CallPresenter, stopwatch: Stopwatch, customer: UUID
) -> None:
    presenter.start(customer, "07700 900 142")
    stopwatch.seconds += 252
    presenter._on_second()
    assert (presenter.state.phase, presenter.state.seconds) == (CallPhase.RUNNING, 252)
    presenter.stop_clock()
    stopwatch.seconds += 500
    assert (presenter.state.phase, presenter.state.seconds) == (CallPhase.WRITING, 252)


def test_a_call_that_runs_goes_on(presenter: CallPresenter, office: Office, customer: UUID) -> None:
    presenter.start(customer, "")
    first = presenter.state.form
    presenter.start(office.customer("Somebody Else"), "")
    assert presenter.state.form is not None
    assert first is not None
    assert presenter.state.form.id == first.id


def test_another_call_while_writing_up_parks_the_first(
    presenter: CallPresenter, office: Office, at_desk: TestDesk, customer: UUID
) -> None:
    presenter.start(customer, "")
    presenter.change(summary="Half written")
    presenter.stop_clock()
    other = office.customer("Somebody Else")
    presenter.start(other, "")
    assert presenter.state.form is not None
    assert presenter.state.form.customer == other
    parked = at_desk.desk.drafts.load("call", str(customer))
    assert parked is not None
    assert parked.payload["summary"] == "Half written"


def test_a_parked_call_is_taken_up_with_its_clock(
    presenter: CallPresenter, stopwatch: Stopwatch, customer: UUID
) -> None:
    presenter.start(customer, "")
    presenter.change(summary="On hold")
    presenter.park()
    assert presenter.state.phase is CallPhase.NONE
    stopwatch.seconds += 60
    presenter.resume(str(customer))
    assert presenter.state.form is not None
    assert (presenter.state.form.summary, presenter.state.phase) == ("On hold", CallPhase.RUNNING)
    assert presenter.state.seconds == 60


# The draft


def test_the_draft_survives_the_end_of_the_program(
    presenter: CallPresenter, at_desk: TestDesk, office: Office, tmp_path: Path, customer: UUID
) -> None:
    presenter.start(customer, "07700 900 142")
    presenter.change(summary="She asks for the date", outcome="new_promise", promise_due=FRIDAY)
    written = presenter.state.form
    at_desk.desk.drafts.close()
    with desk_in(office, tmp_path) as later:
        again = CallPresenter(later.desk)
        again.resume(str(customer))
        assert again.state.form is not None
        assert written is not None
        assert again.state.phase is CallPhase.WRITING
        assert (again.state.form.summary, again.state.form.promise_due) == ("She asks for the date", FRIDAY)
        assert again.state.form.request_id == written.request_id


def test_a_call_is_the_same_after_it_was_a_draft() -> None:
    form = CallForm(
        started_at=TUESDAY, customer=UUID(int=7), ended_at=TUESDAY, summary="said", keeps=True, promise_due=FRIDAY,
        outcome="new_promise", is_logged=True,
    )  # fmt: skip
    assert from_payload(to_payload(form)) == form


def test_says_when_the_draft_was_kept(
    presenter: CallPresenter, at_desk: TestDesk, customer: UUID, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(at_desk.desk.drafts.kept):
        presenter.start(customer, "")
    qtbot.waitUntil(lambda: presenter.state.kept.startswith("Draft kept "))


def test_a_draft_that_cannot_be_read_is_told(presenter: CallPresenter, at_desk: TestDesk) -> None:
    at_desk.desk.drafts.keep("call", "odd", {"started_at": "yesterday"}, "Odd")
    presenter.resume("odd")
    assert presenter.state.form is None
    assert at_desk.told[-1].lead == "This draft of a call cannot be read."


def test_a_call_thrown_away_comes_back_by_undo(
    presenter: CallPresenter, at_desk: TestDesk, customer: UUID
) -> None:
    offers: list[object] = []
    at_desk.desk.notifications.undo_offered.connect(offers.append)
    presenter.start(customer, "")
    presenter.change(summary="Something")
    presenter.discard()
    assert at_desk.desk.drafts.load("call", str(customer)) is None
    offers[0].undo()  # type: ignore[attr-defined]
    assert presenter.state.form is not None
    assert presenter.state.form.summary == "Something"
    assert at_desk.desk.drafts.load("call", str(customer)) is not None


# What the record fills in


def test_the_promise_due_today_is_kept_by_the_call_unless_told_otherwise(
    presenter: CallPresenter, office: Office, customer: UUID
) -> None:
    presenter.start(customer, "")
    promise = case_of(office, customer).promises[0]
    assert presenter.state.form is not None
    assert presenter.state.kept_promise is not None
    assert (presenter.state.kept_promise.id, presenter.state.form.keeps) == (promise.id, True)
    assert presenter.state.form.about == promise.order_number


def test_a_promise_of_another_day_is_offered_but_not_taken_as_kept(
    presenter: CallPresenter, office: Office
) -> None:
    customer = office.customer("Nora New")
    office.run(MakePromise(about=About(str(customer)), text="Send the form", due_at=FRIDAY))
    presenter.start(customer, "")
    assert presenter.state.form is not None
    assert presenter.state.kept_promise is not None
    assert presenter.state.form.keeps is False


def test_a_change_of_the_case_brings_new_choices_and_touches_no_text(
    presenter: CallPresenter, office: Office, at_desk: TestDesk, customer: UUID
) -> None:
    presenter.start(customer, "")
    presenter.change(summary="half a sen", about="")
    office.run(OpenRequest(about=About(str(customer)), event="moving", wants="She moves in May."), "sam")
    at_desk.desk.bus.publish(ChangeSet(frozenset({f"case:{customer}"})))
    assert presenter.state.case is not None
    assert presenter.state.form is not None
    assert [one.event for one in presenter.state.case.requests] == ["moving"]
    assert (presenter.state.form.summary, presenter.state.form.about) == ("half a sen", "")


def test_the_last_promise_is_repeated(presenter: CallPresenter, customer: UUID) -> None:
    gaps: list[str] = []
    presenter.gap_found.connect(gaps.append)
    presenter.start(customer, "")
    presenter.repeat_last_promise()
    assert presenter.state.form is not None
    form = presenter.state.form
    assert (form.outcome, form.promise_text, form.promise_keeper) == (
        "new_promise",
        "Tell the permit date",
        "sam",
    )
    assert gaps == ["promise_due"]


# What is missing


@pytest.mark.parametrize(
    ("written", "gaps"),
    [
        ({}, {"summary", "outcome"}),
        ({"outcome": "answered"}, {"summary"}),
        ({"outcome": "no_answer"}, set()),
        ({"outcome": "message_left"}, set()),
        ({"outcome": "wrong_number"}, set()),
        ({"outcome": "cut_off"}, set()),
        ({"outcome": "answered", "summary": "said"}, set()),
        ({"outcome": "new_promise", "summary": "said"}, {"promise_text", "promise_due"}),
        ({"outcome": "handed_over", "summary": "said"}, {"about", "hand_to"}),
        ({"outcome": "handed_over", "summary": "said", "about": "1", "hand_to": "sam", "promise_text": "call"},
         {"promise_due"}),
        ({"outcome": "complaint", "summary": "said"}, set()),
        ({"outcome": "answered", "summary": "said", "has_decision": True}, {"question", "decided"}),
        ({"outcome": "no_answer", "has_decision": True}, set()),
    ],
)  # fmt: skip
def test_only_what_the_outcome_needs_is_missing(written: dict[str, object], gaps: set[str]) -> None:
    form = CallForm(started_at=TUESDAY, customer=UUID(int=1), **written)  # type: ignore[arg-type]
    assert set(form.gaps()) == gaps


def test_saving_jumps_to_the_first_gap_and_says_it_there(
    presenter: CallPresenter, office: Office, customer: UUID
) -> None:
    gaps: list[str] = []
    presenter.gap_found.connect(gaps.append)
    presenter.start(customer, "")
    presenter.save()
    assert gaps == ["summary"]
    assert presenter.state.gaps == {
        "summary": "Write what was said.",
        "outcome": "Choose how the call ended.",
    }
    presenter.change(summary="said")
    assert presenter.state.gaps == {"outcome": "Choose how the call ended."}
    assert calls_of(office, customer) == []


# What is stored


def test_an_answered_call_is_stored_with_what_it_keeps(
    presenter: CallPresenter, office: Office, at_desk: TestDesk, stopwatch: Stopwatch, customer: UUID
) -> None:
    presenter.start(customer, "07700 900 142")
    office.later(minutes=5)
    presenter.change(summary="Told her the date.", outcome="answered", event="where_is_my_order")
    presenter.save()
    assert presenter.state.phase is CallPhase.NONE
    assert at_desk.desk.drafts.load("call", str(customer)) is None
    case = case_of(office, customer)
    (call,) = [row for row in case.timeline if row.kind == "call"]
    assert (call.text, call.minutes, call.outcome, call.direction) == (
        "Told her the date.",
        5,
        "answered",
        "in",
    )
    assert call.order_number == case.orders[0].number
    assert case.promises[0].state == "kept"
    assert at_desk.told[-1].lead == "The call is saved."


def test_a_new_promise_and_a_decision_come_with_the_call(
    presenter: CallPresenter, office: Office, customer: UUID
) -> None:
    presenter.start(customer, "")
    presenter.change(
        summary="She asks for the crew to phone.", outcome="new_promise", keeps=False, promise_text="Crew phones",
        promise_due=FRIDAY, promise_keeper="sam", has_decision=True, question="A fee?", decided="No fee",
    )  # fmt: skip
    presenter.save()
    case = case_of(office, customer)
    made = next(one for one in case.promises if one.text == "Crew phones")
    assert (made.keeper, made.due_at) == ("sam", FRIDAY)
    assert case.decisions[0].outcome == "No fee"
    assert {one.state for one in case.promises} == {"open"}


def test_an_attempt_needs_no_text_and_keeps_no_promise(
    presenter: CallPresenter, office: Office, customer: UUID
) -> None:
    presenter.start(customer, "")
    presenter.change(outcome="no_answer", direction="out")
    presenter.save()
    case = case_of(office, customer)
    assert calls_of(office, customer) == [""]
    assert case.promises[0].state == "open"


def test_handing_over_stores_the_call_and_offers_the_order(
    presenter: CallPresenter, office: Office, at_desk: TestDesk, customer: UUID
) -> None:
    presenter.start(customer, "")
    presenter.change(summary="She waits for the dig.", outcome="handed_over", hand_to="ulf")
    presenter.save()
    (offered,) = office.read(DeskQuery(), "ulf").handovers
    assert offered.note == "She waits for the dig."
    assert (
        at_desk.told[-1].lead
        == "The call is saved. It is offered to Ulf Support; you stay owner until the yes."
    )


def test_a_complaint_opens_a_request(presenter: CallPresenter, office: Office, customer: UUID) -> None:
    presenter.start(customer, "")
    presenter.change(summary="Nobody keeps a promise here.", outcome="complaint")
    presenter.save()
    (request,) = case_of(office, customer).requests
    assert (request.event, request.wants) == ("complaint", "Nobody keeps a promise here.")


def test_a_complaint_about_a_request_is_about_the_customer(
    presenter: CallPresenter, office: Office, customer: UUID
) -> None:
    request = office.run(OpenRequest(about=About(str(customer)), event="moving", wants="She moves.")).id
    presenter.start(customer, "")
    presenter.change(summary="Nobody answers.", outcome="complaint", about=str(request))
    presenter.save()
    assert sorted(one.event for one in case_of(office, customer).requests) == ["complaint", "moving"]


def test_an_unknown_caller_goes_to_the_list(
    presenter: CallPresenter, office: Office, at_desk: TestDesk
) -> None:
    presenter.start(None, "07700 900 999")
    presenter.change(summary="Asks what fibre costs.", outcome="answered", spoken_with="a Mr Tanner")
    presenter.save()
    (call,) = office.read(UnknownCallers())
    assert (call.phone, call.spoken_with, call.summary) == (
        "07700 900 999",
        "a Mr Tanner",
        "Asks what fibre costs.",
    )
    assert at_desk.told[-1].lead == "The call is saved in the list of unknown callers."


def test_an_unknown_caller_is_found_while_talking(
    presenter: CallPresenter, office: Office, at_desk: TestDesk, customer: UUID
) -> None:
    presenter.start(None, "")
    presenter.change(summary="It is about the dig.")
    old_key = presenter.state.form.draft_key if presenter.state.form else ""
    presenter.find_caller("Lindqvist")
    assert [hit.customer for hit in presenter.state.hits] == [customer]
    presenter.adopt(customer)
    assert presenter.state.form is not None
    assert (presenter.state.form.customer, presenter.state.form.summary) == (customer, "It is about the dig.")
    assert presenter.state.form.spoken_with == "Marta Lindqvist"
    assert at_desk.desk.drafts.load("call", old_key) is None
    assert at_desk.desk.drafts.load("call", str(customer)) is not None


# Faults


def test_a_call_that_could_not_be_stored_stays_as_it_was_written(
    presenter: CallPresenter,
    office: Office,
    at_desk: TestDesk,
    customer: UUID,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    presenter.start(customer, "")
    presenter.change(summary="Told her the date.", outcome="answered")
    fail_once(office, monkeypatch, DatabaseUnreachable("The database does not answer."))
    presenter.save()
    assert presenter.state.form is not None
    assert presenter.state.form.summary == "Told her the date."
    assert presenter.state.fault == Fault(
        "The call is not saved yet; all you wrote is kept.", "The database does not answer."
    )
    assert at_desk.desk.drafts.load("call", str(customer)) is not None
    presenter.save()
    assert calls_of(office, customer) == ["Told her the date."]


def test_a_lost_answer_stores_the_call_once(
    presenter: CallPresenter, office: Office, customer: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    presenter.start(customer, "")
    presenter.change(summary="Told her the date.", outcome="answered")
    fail_once(office, monkeypatch, DatabaseUnreachable("The answer was lost."), after=True)
    presenter.save()
    presenter.save()
    assert calls_of(office, customer) == ["Told her the date."]
    assert presenter.state.form is None


def test_what_was_written_after_a_lost_answer_is_not_lost(
    presenter: CallPresenter, office: Office, customer: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    presenter.start(customer, "")
    presenter.change(summary="Told her the date.", outcome="answered")
    fail_once(office, monkeypatch, DatabaseUnreachable("The answer was lost."), after=True)
    presenter.save()
    presenter.change(summary="Told her the date and the time.")
    presenter.save()
    assert calls_of(office, customer) == ["Told her the date and the time.", "Told her the date."]


def test_a_handover_that_fails_after_the_call_is_tried_again_alone(
    presenter: CallPresenter, office: Office, customer: UUID
) -> None:
    presenter.start(customer, "")
    presenter.change(summary="She waits.", outcome="handed_over", hand_to="uma")
    presenter.save()
    assert presenter.state.form is not None
    assert presenter.state.form.is_logged
    assert presenter.state.fault is not None
    assert presenter.state.fault.what == "The call is saved, but not handed over."
    presenter.change(hand_to="ulf")
    presenter.save()
    assert calls_of(office, customer) == ["She waits."]
    assert len(office.read(DeskQuery(), "ulf").handovers) == 1


# The check of a promise


@pytest.mark.parametrize(
    ("due", "keeper", "kind", "text"),
    [
        (FRIDAY, "uma", "ok", "You are at work then. No clash."),
        (FRIDAY, "sam", "ok", "Sam Sales is at work then. No clash."),
        (datetime(2026, 11, 24, 9, tzinfo=UTC), "uma", "problem", "That time has passed. Choose a later one."),
        (datetime(2026, 11, 29, 15, tzinfo=UTC), "uma", "warning",
         "Nobody works then. The next working time begins Mon 30 Nov, 08:00."),
        (datetime(2026, 11, 26, 9, tzinfo=UTC), "ulf", "warning",
         "Ulf Support is away until Fri 27 Nov. Sam Sales stands in."),
        (TUESDAY + timedelta(minutes=20), "sam", "warning",
         "Clashes with another promise at 11:00: Tell the permit date (Marta Lindqvist)."),
    ],
)  # fmt: skip
def test_a_promise_is_checked_before_it_is_made(
    presenter: CallPresenter, office: Office, customer: UUID, due: datetime, keeper: str, kind: str, text: str
) -> None:
    absence = SetAbsence(
        staff=Login("ulf"), from_on=date(2026, 11, 25), until_on=date(2026, 11, 27), deputy=Login("sam")
    )
    office.run(absence, "mia")
    presenter.start(customer, "")
    presenter.change(outcome="new_promise", promise_keeper=keeper, promise_due=due)
    assert presenter.state.check is not None
    assert (presenter.state.check.kind, presenter.state.check.text) == (kind, text)


def test_the_check_of_an_unknown_person_is_refused(office: Office) -> None:
    with pytest.raises(NotFound):
        office.read(PromiseCheck(due_at=FRIDAY, keeper=Login("nobody")))


# The panel


def test_the_panel_tells_the_window_about_the_call(panel: CallPanel, customer: UUID) -> None:
    told: list[CallState] = []
    panel.call_changed.connect(told.append)
    panel.start(customer, "07700 900 142")
    panel.stop_clock()
    panel.park()
    assert [(one.phase, one.customer) for one in told] == [
        (CallPhase.RUNNING, customer), (CallPhase.WRITING, customer), (CallPhase.NONE, None),
    ]  # fmt: skip
    assert panel.call == told[-1]


def test_a_call_is_written_and_saved_by_keyboard_alone(
    panel: CallPanel, office: Office, customer: UUID
) -> None:
    panel.start(customer, "")
    panel.focus_start()
    assert panel.fields.summary.hasFocus()
    QTest.keyClicks(panel.fields.summary, "Told her the date.")
    QTest.keyClick(panel.fields.summary, Qt.Key.Key_Tab)
    QTest.keyClick(panel.focusWidget(), Qt.Key.Key_1)
    assert panel.fields.outcomes.value == "answered"
    QTest.keyClick(panel.focusWidget(), Qt.Key.Key_Tab)
    assert panel.fields.keeps.hasFocus()
    QTest.keyClick(panel.fields.keeps, Qt.Key.Key_Space)
    QTest.keyClick(panel.fields.keeps, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert calls_of(office, customer) == ["Told her the date."]
    assert case_of(office, customer).promises[0].state == "open"


def test_arrows_choose_an_outcome_and_its_fields_open(panel: CallPanel, customer: UUID) -> None:
    panel.start(customer, "")
    assert not panel.fields.by_name["promise_text"].isVisible()
    panel.fields.by_name["outcome"].setFocus()
    panel.fields.outcomes._choose("answered")
    QTest.keyClick(panel.focusWidget(), Qt.Key.Key_Right)
    assert panel.fields.outcomes.value == "new_promise"
    assert panel.fields.by_name["promise_text"].isVisible()
    QTest.keyClick(panel.focusWidget(), Qt.Key.Key_5)
    assert panel.fields.outcomes.value == "no_answer"
    assert not panel.fields.by_name["promise_text"].isVisible()
    assert not panel.fields.keeps.isVisible()


def test_the_button_stays_pressable_and_leads_to_the_first_gap(panel: CallPanel, customer: UUID) -> None:
    panel.start(customer, "")
    panel.save_button.click()
    assert panel.save_button.isEnabled()
    assert panel.fields.summary.hasFocus()
    assert panel.fields.by_name["summary"].message == "Write what was said."


def test_what_happened_is_found_by_any_of_its_words(panel: CallPanel, customer: UUID) -> None:
    panel.start(customer, "")
    QTest.keyClicks(panel.fields.happened, "delay")
    QTest.keyClick(panel.fields.happened, Qt.Key.Key_Return)
    assert panel.fields.happened.value == "where_is_my_order"
    assert panel.fields.happened.text() == "Where is my order?"
    assert panel.presenter.state.form is not None
    assert panel.presenter.state.form.event == "where_is_my_order"


def test_names_are_found_before_other_words(qtbot: QtBot) -> None:
    line = SearchLine()
    qtbot.addWidget(line)
    line.set_entries([Found("a", "My bill", ("late",)), Found("b", "It is late"), Found("c", "Else")])
    assert [one.key for one in line.matches("LATE")] == ["b", "a"]


def test_who_may_be_told_what_stands_below_the_name(panel: CallPanel, customer: UUID) -> None:
    panel.start(customer, "")
    panel.fields.spoken_with.set_value("Owen Hale")
    panel.fields.spoken_with.picked.emit("Owen Hale")
    assert panel.fields.by_name["spoken_with"].message == "May be told: dates"


def test_somebody_else_is_written_by_name(panel: CallPanel, customer: UUID) -> None:
    panel.start(customer, "")
    panel.fields.spoken_with.set_value("somebody-else")
    panel.fields.spoken_with.picked.emit("somebody-else")
    assert panel.fields.other_person.isVisible()
    QTest.keyClicks(panel.fields.other_person, "Her neighbour")
    assert panel.presenter.state.form is not None
    assert panel.presenter.state.form.spoken_with == "Her neighbour"


def test_an_unknown_caller_can_be_handed_nothing(panel: CallPanel) -> None:
    panel.start(None, "")
    panel.focus_start()
    assert panel.fields.caller.hasFocus()
    QTest.keyClick(panel.fields.outcomes, Qt.Key.Key_3)
    assert panel.fields.outcomes.value == ""
    QTest.keyClick(panel.fields.outcomes, Qt.Key.Key_1)
    assert panel.fields.outcomes.value == "answered"


def test_typed_text_is_never_written_over(
    panel: CallPanel, office: Office, at_desk: TestDesk, customer: UUID
) -> None:
    panel.start(customer, "")
    QTest.keyClicks(panel.fields.summary, "half a sen")
    QTest.keyClick(panel.fields.summary, Qt.Key.Key_Left)
    office.run(OpenRequest(about=About(str(customer)), event="moving", wants="She moves in May."), "sam")
    at_desk.desk.bus.publish(ChangeSet(frozenset({f"case:{customer}"})))
    QTest.keyClicks(panel.fields.summary, "x")
    assert panel.fields.summary.value == "half a sexn"


@pytest.mark.parametrize("outcome", ["answered", "new_promise", "handed_over", "complaint", "no_answer"])
@pytest.mark.parametrize(("width", "zoom"), [(352, 100), (480, 100), (704, 200)])
def test_everything_fits(
    panel: CallPanel, office: Office, worn_look: Look, qtbot: QtBot, outcome: str, width: int, zoom: int
) -> None:
    worn_look.set_zoom(zoom)
    customer = office.customer(LONG_NAME)
    office.placed(customer)
    panel.start(customer, "07700 900 142")
    panel.presenter.change(outcome=outcome, has_decision=True)
    panel.presenter.save()
    panel.resize(width, 816)
    inside = panel.fields.widget()
    assert inside is not None
    qtbot.waitUntil(lambda: inside.width() <= panel.fields.viewport().width() and not cut_texts(panel))
    assert panel.width() == width


def test_tab_goes_from_top_to_bottom(panel: CallPanel, customer: UUID) -> None:
    panel.start(customer, "")
    panel.presenter.change(outcome="new_promise", has_decision=True)
    panel.fields.summary.setFocus()
    places = []
    for _ in range(8):
        QTest.keyClick(panel.focusWidget(), Qt.Key.Key_Tab)
        places.append(panel.focusWidget())
    fields = panel.fields
    wanted = [
        fields.outcomes, fields.keeps, fields.decision, fields.question, fields.decided, fields.promise_text,
        fields.promise_keeper, fields.promise_due,
    ]  # fmt: skip
    assert [one in (at, at.parentWidget()) for one, at in zip(wanted, places, strict=True)] == [True] * 8


def test_text_from_people_stays_text(panel: CallPanel, office: Office) -> None:
    name = '<b>Bold</b> & <img src="file:///etc/passwd"> Sons'
    panel.start(office.customer(name), "<i>07</i>")
    rich = [
        label for label in panel.findChildren(QLabel) if label.textFormat() is not Qt.TextFormat.PlainText
    ]
    assert rich == []
    assert panel.fields.spoken_with.currentText() == name


def test_every_control_says_what_it_is(panel: CallPanel, customer: UUID) -> None:
    panel.start(customer, "07700 900 142")
    panel.presenter.change(outcome="handed_over")
    kinds = (QAbstractButton, QLineEdit, QPlainTextEdit, QComboBox)
    controls = [one for one in panel.findChildren(QWidget) if isinstance(one, kinds) and one.isVisible()]
    assert len(controls) > 15
    assert [one for one in controls if not one.accessibleName()] == []
