"""The screen Case: what it reads and shows, its small forms, its timeline, its layouts."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QLabel, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from casedesk.contract.cases import (
    AddNote,
    Amend,
    CaseQuery,
    LogCall,
    MakePromise,
    OpenRequest,
    RecordDecision,
    Timeline,
    TimelinePage,
)
from casedesk.contract.customers import PersonGiven
from casedesk.contract.desk import Desk as DeskQuery
from casedesk.contract.desk import SetAbsence
from casedesk.contract.orders import EstimateMilestone, FinishMilestone, OrderQuery
from casedesk.contract.values import About, Login, OrderNumber
from casedesk.errors import DatabaseUnreachable
from casedesk.models import Look
from casedesk.rules.vocabulary import CallOutcome, Channel
from casedesk.services.changes import ChangeSet
from casedesk.ui.place import Place, Room
from casedesk.ui.screens.case.entries import Entries
from casedesk.ui.screens.case.order_line import OrderLine, TrackRoom
from casedesk.ui.screens.case.presenter import CasePresenter
from casedesk.ui.screens.case.timeline_model import DayItem, EntryItem, TimelineModel
from casedesk.ui.screens.case.view import CaseScreen
from casedesk.ui.widgets import RunsLabel
from tests.factories import TUESDAY, Office, open_office
from tests.ui.desks import TestDesk, desk_in
from tests.ui.fitting import cut_texts

LONG_NAME = "Hildegard Magdalena von Wolkenstein-Trostburg zu Hohenzollern"


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
def screen(at_desk: TestDesk, qtbot: QtBot) -> Callable[[UUID], CaseScreen]:
    """Opens the case of a customer in a window of its own."""

    def opened(customer: UUID, width: int = 880, height: int = 816, room: Room = Room.WIDE) -> CaseScreen:
        made = CaseScreen(at_desk.desk, Place("case", str(customer), customer))
        qtbot.addWidget(made)
        made.set_room(room)
        made.resize(width, height)
        with qtbot.waitExposed(made):
            made.show()
        return made

    return opened


def marta(office: Office, name: str = "Marta Lindqvist") -> UUID:
    """A customer with two orders, promises, decisions, a request and a timeline."""
    customer = office.customer(
        name, phones=("07700 900 142",), emails=("marta@example.org",), street="14 Tanner's Yard",
        city="Stonebridge", postcode="SB4 2QT", since=date(2017, 3, 6), preferred_channel=Channel.CALL,
        persons=(PersonGiven(name="Owen Hale", role="spouse", may_be_told="dates"),),
    )  # fmt: skip
    about = About(str(customer))
    order = office.placed(customer, wants="Fibre 500 where she moved in with Owen Hale.")
    office.run(FinishMilestone(order=order, milestone="checked"), "mia")
    late = EstimateMilestone(order=order, milestone="ready", forecast_on=date(2026, 12, 9), reason="permit")
    office.run(late, "mia")
    office.quote(customer)
    office.run(
        LogCall(about=about, summary="She asks for the date of the dig.", outcome=CallOutcome.ANSWERED)
    )
    office.run(
        MakePromise(about=About(order), text="Tell the permit date", due_at=TUESDAY + timedelta(minutes=18))
    )
    office.later(seconds=1)
    office.run(MakePromise(about=about, text="Working line", due_at=datetime(2026, 11, 30, 16, tzinfo=UTC)))
    office.run(RecordDecision(about=about, question="Setup fee?", outcome="Setup fee waived"), "mia")
    office.run(
        OpenRequest(about=about, event="where_is_my_order", wants="She wants to know when the dig is.")
    )
    return customer


def calls(office: Office, customer: UUID, number: int) -> None:
    """A customer who called often: one call an hour, the newest first."""
    for hours in range(number):
        began = TUESDAY - timedelta(hours=hours, minutes=5)
        office.run(
            LogCall(
                about=About(str(customer)), summary=f"Call {hours}: the dig, the visit and the bill.",
                outcome=CallOutcome.ANSWERED, started_at=began, ended_at=began + timedelta(minutes=4),
            )
        )  # fmt: skip


def presented(at_desk: TestDesk, customer: UUID) -> CasePresenter:
    presenter = CasePresenter(at_desk.desk, customer)
    presenter.open()
    return presenter


# What is read


def test_reads_the_case_and_notes_down_who_looked(office: Office, at_desk: TestDesk) -> None:
    customer = marta(office)
    presenter = presented(at_desk, customer)
    assert presenter.state.case is not None
    assert presenter.state.case.customer.name == "Marta Lindqvist"
    assert presenter.state.entries.rows == office.read(Timeline(about=About(str(customer)), limit=200)).rows
    with office.database.reading() as connection:
        assert connection.execute(select(Look.case_id)).scalars().all() == [customer]


def test_reads_again_when_the_case_changed_and_marks_what_a_colleague_wrote(
    office: Office, at_desk: TestDesk
) -> None:
    customer = marta(office)
    presenter = presented(at_desk, customer)
    before = {row.id for row in presenter.state.entries.rows}
    office.run(AddNote(about=About(str(customer)), text="By Sam"), "sam")
    at_desk.desk.bus.publish(ChangeSet(frozenset({f"case:{customer}"})))
    (new,) = [row for row in presenter.state.entries.rows if row.id not in before]
    assert (new.text, presenter.state.entries.fresh) == ("By Sam", frozenset({new.id}))


def test_a_change_while_nobody_looks_is_marked_until_somebody_does(office: Office, at_desk: TestDesk) -> None:
    customer = marta(office)
    presenter = presented(at_desk, customer)
    presenter.set_seen(False)
    at_desk.desk.bus.publish(ChangeSet(frozenset({f"case:{customer}"})))
    assert presenter.state.changed_unseen
    presenter.set_seen(True)
    assert presenter.state == replace(presenter.state, changed_unseen=False)


def test_filters_read_only_their_kinds(office: Office, at_desk: TestDesk) -> None:
    presenter = presented(at_desk, marta(office))
    presenter.choose_filter("decisions")
    assert {row.kind for row in presenter.state.entries.rows} == {"decision"}
    presenter.choose_filter("all")
    assert len({row.kind for row in presenter.state.entries.rows}) > 3


def test_older_entries_come_by_pages_without_gaps(office: Office, at_desk: TestDesk) -> None:
    customer = office.customer()
    calls(office, customer, 230)
    presenter = presented(at_desk, customer)
    assert len(presenter.state.entries.rows) == 200
    presenter.read_older()
    rows = presenter.state.entries.rows
    assert [row.at for row in rows] == sorted((row.at for row in rows), reverse=True)
    assert len({row.id for row in rows}) == len(rows) == 231
    assert presenter.state.entries.next is None


def test_a_change_keeps_the_pages_that_were_read(office: Office, at_desk: TestDesk) -> None:
    customer = office.customer()
    calls(office, customer, 230)
    presenter = presented(at_desk, customer)
    presenter.read_older()
    office.run(AddNote(about=About(str(customer)), text="New on top"), "sam")
    at_desk.desk.bus.publish(ChangeSet(frozenset({f"case:{customer}"})))
    assert len(presenter.state.entries.rows) == 232
    assert presenter.state.entries.rows[0].text == "New on top"


def test_pages_are_put_together_where_more_was_read_than_is_read_again() -> None:
    office_rows = Entries(is_read=True)
    assert office_rows.limit_to_refresh == 200
    assert office_rows.refreshed(TimelinePage(rows=(), next=None), "uma").rows == ()


def test_without_the_case_the_timeline_stands_alone(
    office: Office, at_desk: TestDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    customer = marta(office)
    read = office.services().read

    def unreachable(query: object) -> object:
        if isinstance(query, CaseQuery):
            raise DatabaseUnreachable("The database does not answer.")
        return read(query)

    monkeypatch.setattr(office.services(), "read", unreachable)
    presenter = presented(at_desk, customer)
    assert presenter.state.case is None
    assert presenter.state.fault == "The database does not answer."
    assert presenter.state.entries.rows


# Small forms


def test_a_note_is_kept_while_it_is_written_and_saved_once(office: Office, at_desk: TestDesk) -> None:
    customer = marta(office)
    presenter = presented(at_desk, customer)
    presenter.write_note()
    presenter.type("text", "The gate code is 4711.")
    draft = at_desk.desk.drafts.load("case", str(customer))
    assert draft is not None
    assert draft.payload["note"]["values"] == {"text": "The gate code is 4711."}
    presenter.save_form()
    assert presenter.state.form is None
    assert at_desk.desk.drafts.load("case", str(customer)) is None
    assert office.read(CaseQuery(about=str(customer))).timeline[0].text == "The gate code is 4711."
    assert at_desk.told[-1].lead == "The note is saved."


def test_an_empty_note_says_what_is_missing(office: Office, at_desk: TestDesk) -> None:
    presenter = presented(at_desk, marta(office))
    gaps: list[str] = []
    presenter.gap_found.connect(gaps.append)
    presenter.write_note()
    presenter.save_form()
    assert presenter.state.gaps == {"text": "Write the note first."}
    assert gaps == ["text"]


def test_what_was_written_comes_back_with_the_case(office: Office, at_desk: TestDesk) -> None:
    customer = marta(office)
    first = presented(at_desk, customer)
    first.write_note()
    first.type("text", "Half a note")
    first.promise()
    first.type("text", "Call her back")
    second = presented(at_desk, customer)
    assert second.state.form is not None
    assert (second.state.form.kind, second.state.form.value("text")) == ("promise", "Call her back")
    second.put_form_away()
    second.write_note()
    assert second.state.form.value("text") == "Half a note"


def test_a_failed_save_keeps_what_was_written(office: Office, at_desk: TestDesk) -> None:
    presenter = presented(at_desk, marta(office))
    presenter.promise()
    presenter.type("text", "Call back")
    presenter.type("due_at", (TUESDAY - timedelta(hours=1)).isoformat())
    presenter.save_form()
    assert presenter.state.form is not None
    assert presenter.state.form.value("text") == "Call back"
    assert not presenter.state.is_saving
    assert at_desk.told[-1].lead == "The time of a promise lies ahead. Choose a later one."


def test_what_was_written_after_a_lost_answer_is_saved_too(
    office: Office, at_desk: TestDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    customer = marta(office)
    services, run = office.services(), office.services().run

    def loses_the_answer(command: object, **given: object) -> object:
        monkeypatch.setattr(services, "run", run)
        run(command, **given)  # type: ignore[arg-type]
        raise DatabaseUnreachable("The answer was lost.")

    presenter = presented(at_desk, customer)
    presenter.write_note()
    presenter.type("text", "The gate code")
    monkeypatch.setattr(services, "run", loses_the_answer)
    presenter.save_form()
    presenter.type("text", "The gate code is 4711.")
    presenter.save_form()
    texts = [row.text for row in office.read(CaseQuery(about=str(customer))).timeline]
    assert texts[:2] == ["The gate code is 4711.", "The gate code"]


def test_the_last_promise_is_repeated_with_a_new_time(office: Office, at_desk: TestDesk) -> None:
    customer = marta(office)
    presenter = presented(at_desk, customer)
    presenter.promise(again=True)
    assert presenter.state.form is not None
    assert presenter.state.form.value("text") == "Working line"
    presenter.type("due_at", datetime(2026, 12, 1, 9, tzinfo=UTC).isoformat())
    presenter.save_form()
    assert (
        sum(one.text == "Working line" for one in office.read(CaseQuery(about=str(customer))).promises) == 2
    )


@pytest.mark.parametrize(
    ("how", "typed", "state"),
    [
        ("keep", {}, "kept"),
        ("release", {"note": "She found it herself"}, "released"),
        ("move", {"said": "Tomorrow is fine", "due_at": "2026-11-25T09:00:00+00:00"}, "open"),
    ],
)
def test_a_promise_is_kept_moved_or_released(
    office: Office, at_desk: TestDesk, how: str, typed: dict[str, str], state: str
) -> None:
    customer = marta(office)
    presenter = presented(at_desk, customer)
    assert presenter.state.case is not None
    promise = next(one for one in presenter.state.case.promises if one.text == "Tell the permit date")
    presenter.end_promise(str(promise.id))
    for key, value in {"how": how, **typed}.items():
        presenter.type(key, value)
    presenter.save_form()
    after = {one.id: one for one in office.read(CaseQuery(about=str(customer))).promises}[promise.id]
    assert after.state == state


def test_moving_a_promise_needs_the_time_and_what_the_customer_said(
    office: Office, at_desk: TestDesk
) -> None:
    presenter = presented(at_desk, marta(office))
    assert presenter.state.case is not None
    presenter.end_promise(str(presenter.state.case.promises[0].id))
    presenter.type("how", "move")
    presenter.save_form()
    assert presenter.state.gaps == {
        "due_at": "Say until when it is moved.", "said": "Write what the customer said."
    }  # fmt: skip


def test_an_order_is_offered_to_a_colleague_with_what_each_has_to_do(
    office: Office, at_desk: TestDesk
) -> None:
    customer = marta(office)
    absence = SetAbsence(
        staff=Login("sam"), from_on=date(2026, 11, 23), until_on=date(2026, 11, 27), deputy=Login("ulf")
    )
    office.run(absence, "mia")
    presenter = presented(at_desk, customer)
    presenter.hand_over()
    assert presenter.state.form is not None
    choices = {one.key: one for one in presenter.state.form.fields[1].choices}
    assert choices["sam"].word == "until Fri 27 Nov, Ulf Support stands in"
    assert "team:office" in choices
    assert "uma" not in choices
    presenter.type("to", "ulf")
    presenter.type("note", "She waits for the date of the dig.")
    presenter.save_form()
    (offered,) = office.read(DeskQuery(), "ulf").handovers
    assert (offered.giver_name, offered.note) == ("Uma Support", "She waits for the date of the dig.")


def test_an_entry_is_corrected_by_one_that_names_it(office: Office, at_desk: TestDesk) -> None:
    customer = marta(office)
    office.run(AddNote(about=About(str(customer)), text="Gate code 4711"))
    presenter = presented(at_desk, customer)
    wrong = presenter.state.entries.rows[0]
    presenter.correct(str(wrong.id))
    presenter.type("text", "Gate code 4712")
    presenter.save_form()
    right = presenter.state.entries.rows[0]
    assert (right.corrects, right.text) == (wrong.id, "Gate code 4712")


@pytest.mark.parametrize(
    ("open_form", "typed", "found"),
    [
        ("add_contact_point", {"value": "07700 900 777", "label": "work"}, "07700 900 777"),
        ("add_person", {"name": "Ida Lindqvist", "role": "daughter"}, "Ida Lindqvist"),
        ("change_name", {"name": "Marta Lindqvist-Hale"}, "Marta Lindqvist-Hale"),
        ("open_request", {"event": "moving", "wants": "She moves in May."}, "She moves in May."),
    ],
)
def test_what_is_known_of_a_customer_grows(
    office: Office, at_desk: TestDesk, open_form: str, typed: dict[str, str], found: str
) -> None:
    customer = marta(office)
    presenter = presented(at_desk, customer)
    getattr(presenter, open_form)()
    for key, value in typed.items():
        presenter.type(key, value)
    presenter.save_form()
    assert found in repr(office.read(CaseQuery(about=str(customer))))


def test_a_request_is_settled(office: Office, at_desk: TestDesk) -> None:
    customer = marta(office)
    presenter = presented(at_desk, customer)
    assert presenter.state.case is not None
    presenter.settle_request(str(presenter.state.case.requests[0].id))
    presenter.type("outcome", "She knows the date now.")
    presenter.save_form()
    assert office.read(CaseQuery(about=str(customer))).requests[0].state == "settled"


def test_a_file_is_kept_on_the_case(office: Office, at_desk: TestDesk, tmp_path: Path) -> None:
    customer = marta(office)
    file = tmp_path / "plan.txt"
    file.write_text("a plan", encoding="utf-8")
    presented(at_desk, customer).attach([file])
    assert office.read(CaseQuery(about=str(customer))).timeline[0].headline == "File kept: plan.txt"


# The screen


def test_the_case_record_opens_as_a_preview_and_esc_closes_it(
    office: Office, screen: Callable[..., CaseScreen]
) -> None:
    shown = screen(marta(office))
    QTest.keyClick(shown.timeline.list, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert shown.host.preview is not None
    assert shown.step_back()
    assert shown.host.preview is None


def test_a_customer_without_order_has_a_record_to_print(
    office: Office, screen: Callable[..., CaseScreen]
) -> None:
    shown = screen(office.customer("Nora New"))
    QTest.keyClick(shown.timeline.list, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert shown.host.preview is not None
    state = shown.host.preview.presenter.state
    assert (state.title, state.suffix, state.fault) == ("Case record", "R1", "")


def test_shows_who_it_is_and_the_five_lines(office: Office, screen: Callable[..., CaseScreen]) -> None:
    shown = screen(marta(office))
    assert shown.headline.title == "Marta Lindqvist"
    assert shown.headline.note == "Case · 2 open orders"
    assert shown.headline.person == "Contact for this customer: Uma Support"
    texts = [label.accessibleName() for label in shown.stand.findChildren(RunsLabel)]
    for word in ("Wants: ", "Now: ", "Promised: ", "Decided: ", "Next: "):
        assert any(text.startswith(word) for text in texts)


def test_the_most_urgent_order_is_unfolded_and_opens_by_enter(
    office: Office, at_desk: TestDesk, screen: Callable[..., CaseScreen]
) -> None:
    shown = screen(marta(office))
    first, second = shown.orders.findChildren(OrderLine)
    assert len(shown.orders.findChildren(TrackRoom)) == 1
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Down)
    assert second.hasFocus()
    QTest.keyClick(second, Qt.Key.Key_Return)
    assert at_desk.asked.way == [("order", second.number)]


def test_an_empty_customer_offers_a_first_order(
    office: Office, at_desk: TestDesk, screen: Callable[..., CaseScreen]
) -> None:
    customer = office.customer("Nora New")
    shown = screen(customer)
    shown.orders.empty_action_requested.emit()
    assert at_desk.asked.way == [("new order", customer)]
    items = [shown.timeline.list.entries.item(row) for row in range(shown.timeline.list.entries.rowCount())]
    assert isinstance(items[0], DayItem)
    assert isinstance(items[1], EntryItem)
    assert (items[0].text, items[1].headline) == ("Today", "Record opened")


def test_a_long_case_opens_fast_and_scrolls_to_its_end(
    office: Office, screen: Callable[..., CaseScreen], qtbot: QtBot
) -> None:
    customer = office.customer()
    calls(office, customer, 500)
    began = time.perf_counter()
    shown = screen(customer)
    assert time.perf_counter() - began < 2.0
    bar = shown.timeline.list.verticalScrollBar()

    def at_the_end() -> None:
        bar.setValue(bar.maximum())
        assert len(shown.presenter.state.entries.rows) == 501

    qtbot.waitUntil(lambda: _holds(at_the_end))
    last = shown.timeline.list.entries.item(shown.timeline.list.entries.rowCount() - 1)
    assert isinstance(last, EntryItem)
    assert "Call 499" in last.text or "Record opened" in last.headline


def _holds(check: Callable[[], None]) -> bool:
    try:
        check()
    except AssertionError:
        return False
    return True


def test_who_reads_further_down_goes_on_reading_the_same_entry(
    office: Office, at_desk: TestDesk, screen: Callable[..., CaseScreen], qtbot: QtBot
) -> None:
    customer = office.customer()
    calls(office, customer, 60)
    shown = screen(customer)
    listed = shown.timeline.list
    qtbot.waitUntil(lambda: listed.verticalScrollBar().maximum() > 400)
    listed.verticalScrollBar().setValue(400)
    entry, offset = listed._first_visible()
    office.run(AddNote(about=About(str(customer)), text="A note on top"), "sam")
    at_desk.desk.bus.publish(ChangeSet(frozenset({f"case:{customer}"})))
    qtbot.wait(1)
    assert listed._first_visible() == (entry, offset)


def test_typed_text_is_never_touched_by_what_comes_in(
    office: Office, at_desk: TestDesk, screen: Callable[..., CaseScreen]
) -> None:
    customer = marta(office)
    shown = screen(customer)
    shown.presenter.write_note()
    assert shown.form.open_form is not None
    editor = shown.form.open_form.field("text").editor
    QTest.keyClicks(editor, "The gate")
    office.run(AddNote(about=About(str(customer)), text="By Sam"), "sam")
    at_desk.desk.bus.publish(ChangeSet(frozenset({f"case:{customer}"})))
    QTest.keyClicks(editor, " code")
    assert editor.toPlainText() == "The gate code"  # type: ignore[attr-defined]
    assert editor.hasFocus()


def test_tab_goes_through_the_page_from_top_to_bottom(
    office: Office, screen: Callable[..., CaseScreen]
) -> None:
    shown = screen(marta(office))
    shown.presenter.write_note()
    assert shown.form.open_form is not None
    reached = []
    for _ in range(12):
        at = shown.focusWidget()
        reached.append(next(part for part in (shown.form, shown.orders, shown.timeline, shown.matters, shown.head)
                            if part.isAncestorOf(at)))  # fmt: skip
        QTest.keyClick(at, Qt.Key.Key_Tab)
    parts = [part for number, part in enumerate(reached) if number == 0 or reached[number - 1] is not part]
    assert parts == [shown.form, shown.orders, shown.timeline, shown.matters]


def test_the_keyboard_waits_for_the_entries(office: Office, at_desk: TestDesk, qtbot: QtBot) -> None:
    customer = marta(office)
    at_desk.runner.hold()
    shown = CaseScreen(at_desk.desk, Place("case", str(customer), customer))
    qtbot.addWidget(shown)
    with qtbot.waitExposed(shown):
        shown.show()
    shown.focus_start()
    qtbot.waitUntil(lambda: not shown.timeline.list.isVisible())
    at_desk.runner.release()
    assert shown.timeline.list.hasFocus()


def test_details_of_a_failure_are_told(
    office: Office, at_desk: TestDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office.services(), "read", _unreachable)
    presenter = presented(at_desk, office.customer())
    presenter.tell_details()
    assert at_desk.told[-1].text.startswith("DatabaseUnreachable")


def test_keys_of_the_case(office: Office, screen: Callable[..., CaseScreen]) -> None:
    shown = screen(marta(office))
    listed = shown.timeline.list
    listed.setFocus()
    QTest.keyClick(listed, Qt.Key.Key_N)
    assert shown.presenter.state.form is not None
    assert shown.presenter.state.form.kind == "note"
    assert shown.step_back()
    QTest.keyClick(listed, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    assert not shown.orders.isVisible()
    assert shown.stand.isVisible()
    assert shown.step_back()
    assert shown.orders.isVisible()
    QTest.keyClick(
        listed, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    assert QGuiApplication.clipboard().text() == shown.presenter.sentence() != ""
    QTest.keyClick(listed, Qt.Key.Key_Slash)
    assert shown.timeline.filters.isAncestorOf(shown.focusWidget())
    assert not shown.step_back()


def test_an_entry_shows_all_of_itself_by_enter(office: Office, screen: Callable[..., CaseScreen]) -> None:
    customer = office.customer()
    office.run(AddNote(about=About(str(customer)), text="\n".join(f"line {number}" for number in range(12))))
    shown = screen(customer)
    listed = shown.timeline.list
    listed.setFocus()
    folded = listed.visualRect(listed.currentIndex()).height()
    QTest.keyClick(listed, Qt.Key.Key_Return)
    listed.executeDelayedItemsLayout()
    assert listed.visualRect(listed.currentIndex()).height() > 3 * folded


def test_a_correction_shows_what_it_corrects(office: Office, screen: Callable[..., CaseScreen]) -> None:
    customer = office.customer()
    office.run(AddNote(about=About(str(customer)), text="Gate code 4711"))
    wrong = office.read(CaseQuery(about=str(customer))).timeline[0]
    office.run(Amend(entry=wrong.id, text="Gate code 4712"))
    listed = screen(customer).timeline.list
    items = {item.id: item for row in range(listed.entries.rowCount())
             if isinstance(item := listed.entries.item(row), EntryItem)}  # fmt: skip
    correction = next(item for item in items.values() if item.quote)
    assert correction.quote == "Note: Gate code 4711"
    assert items[str(wrong.id)].marks == ("Corrected",)


def test_the_timeline_model_grows_at_both_ends(qtmodeltester: object) -> None:
    model = TimelineModel()
    entries = [EntryItem(str(number), "10:00", "note", f"entry {number}", "", "You") for number in range(6)]
    model.set_items([DayItem("Today"), *entries[2:4]])
    inserted: list[tuple[int, int]] = []
    model.rowsInserted.connect(lambda _parent, first, last: inserted.append((first, last)))
    model.set_items([DayItem("Today"), *entries[:4]])
    model.set_items([DayItem("Today"), *entries])
    assert inserted == [(1, 2), (5, 6)]
    assert model.row_of("5") == 6
    qtmodeltester.check(model)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("room", "width", "height"),
    [
        (Room.WIDE, 880, 816),
        (Room.WIDE, 1232, 816),
        (Room.FOLDED, 792, 684),
        (Room.NARROW, 592, 684),
        (Room.SMALL, 904, 456),
    ],
)
def test_everything_fits_and_nothing_scrolls_sideways(
    office: Office, screen: Callable[..., CaseScreen], room: Room, width: int, height: int
) -> None:
    shown = screen(marta(office, LONG_NAME), width, height, room)
    assert shown.width() == width
    inside = shown._scroll.widget()
    assert inside is not None
    assert inside.width() <= shown._scroll.viewport().width()
    assert cut_texts(shown) == []


def test_the_five_lines_fit_a_small_laptop_with_the_call_panel_open(
    office: Office, screen: Callable[..., CaseScreen]
) -> None:
    shown = screen(marta(office), 1366 - 56 - 352, 768 - 56 - 28, Room.FOLDED)
    bottom = shown.stand.mapTo(shown, shown.stand.rect().bottomLeft()).y()
    assert bottom <= shown.height()


def test_narrow_pages_put_the_short_lists_behind_tabs(
    office: Office, screen: Callable[..., CaseScreen]
) -> None:
    shown = screen(marta(office), 592, 684, Room.NARROW)
    assert shown.timeline.isVisible()
    assert not shown.matters.isVisible()
    shown.below.tabs.setFocus()
    shown.below.tabs._choose("promises")
    assert shown.matters.sections["promises"].isVisible()
    assert not shown.timeline.isVisible()
    assert not shown.matters.sections["requests"].isVisible()


def test_while_it_is_read_the_cards_wait_and_a_failure_can_be_tried_again(
    office: Office, at_desk: TestDesk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    customer = marta(office)
    at_desk.runner.hold()
    shown = CaseScreen(at_desk.desk, Place("case", str(customer), customer))
    qtbot.addWidget(shown)
    assert (shown.stand.is_loading, shown.is_ready) == (True, False)
    read = office.services().read
    monkeypatch.setattr(office.services(), "read", _unreachable)
    at_desk.runner.release()
    assert (shown.stand.is_loading, shown.is_ready) == (False, True)
    assert shown.presenter.state.fault == "The database does not answer."
    monkeypatch.setattr(office.services(), "read", read)
    shown.stand.retry_requested.emit()
    assert shown.presenter.state.case is not None
    assert not shown.stand.is_loading


def _unreachable(_query: object) -> object:
    raise DatabaseUnreachable("The database does not answer.")


HOSTILE = '<b>Bold</b> & <img src="file:///etc/passwd"> Sons'


def test_text_from_people_stays_text(office: Office, screen: Callable[..., CaseScreen]) -> None:
    customer = office.customer(HOSTILE)
    office.placed(customer, wants=HOSTILE)
    office.run(AddNote(about=About(str(customer)), text=HOSTILE))
    shown = screen(customer)
    rich = [
        label for label in shown.findChildren(QLabel) if label.textFormat() is not Qt.TextFormat.PlainText
    ]
    assert all(isinstance(label, RunsLabel) for label in rich)
    assert all("<b>" not in label.text() and "<img" not in label.text() for label in rich)
    assert any(label.text() == HOSTILE for label in shown.head.findChildren(QLabel))
    tips = [widget.toolTip() for widget in shown.findChildren(QWidget) if widget.toolTip()]
    assert all("<img" not in tip for tip in tips)


def test_every_control_says_what_it_is(office: Office, screen: Callable[..., CaseScreen]) -> None:
    shown = screen(marta(office))
    for kind in (QAbstractButton, QAbstractItemView):
        assert [one for one in shown.findChildren(kind) if one.isVisible() and not one.accessibleName()] == []


def test_the_next_step_of_an_order_is_set_from_its_case(office: Office, at_desk: TestDesk) -> None:
    customer = marta(office)
    presenter = presented(at_desk, customer)
    presenter.set_next_step()
    form = presenter.state.form
    assert form is not None
    number = form.value("about")
    assert form.value("step") == office.read(OrderQuery(number=OrderNumber(number))).next_step
    for field, value in (
        ("step", "Ring the council"),
        ("due_at", (office.clock.now() + timedelta(hours=2)).isoformat()),
        ("calls_back", "abroad till Friday"),
    ):
        presenter.type(field, value)
    presenter.save_form()
    order = office.read(OrderQuery(number=OrderNumber(number)))
    assert (order.next_step, order.calls_back) == ("Ring the council", "abroad till Friday")


def test_a_manager_gives_work_away_from_its_case(office: Office, tmp_path: Path, qapp: object) -> None:
    customer = marta(office)
    with desk_in(office, tmp_path, "mia") as mias:
        presenter = presented(mias, customer)
        presenter.assign()
        form = presenter.state.form
        assert form is not None
        presenter.type("to", "sam")
        presenter.save_form()
    assert office.read(OrderQuery(number=OrderNumber(form.value("about")))).owner.login == "sam"


def test_who_keeps_a_promise_is_chosen_with_what_each_has_to_do(office: Office, at_desk: TestDesk) -> None:
    absence = SetAbsence(
        staff=Login("bea"), from_on=date(2026, 11, 24), until_on=date(2026, 11, 27), deputy=Login("fin")
    )
    office.run(absence, "bea")
    presenter = presented(at_desk, marta(office))
    presenter.promise()
    form = presenter.state.form
    assert form is not None
    keepers = {one.key: one.text for one in next(one for one in form.fields if one.key == "keeper").choices}
    assert keepers["bea"] == (
        "Bea Billing · 0 open · 0 due today · none late · away until Fri 27 Nov, Fin Field stands in"
    )
