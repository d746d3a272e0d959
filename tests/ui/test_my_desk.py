"""The screen My Desk: what is due, its counts, what is taken, accepted, declined and kept from it, by keys alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from casedesk.contract.cases import CaseQuery, MakePromise, OpenRequest, RecordDecision
from casedesk.contract.desk import DeclineHandover, DeskDetail, OfferHandover, SetAbsence, Take
from casedesk.contract.desk import Desk as DeskQuery
from casedesk.contract.handovers import AskBack
from casedesk.contract.orders import BlockMilestone, EstimateMilestone, OrderQuery
from casedesk.contract.values import About, Login, OrderNumber
from casedesk.errors import DatabaseUnreachable
from casedesk.services.changes import ChangeSet
from casedesk.ui.place import Place, Room
from casedesk.ui.screens.my_desk import words
from casedesk.ui.screens.my_desk.presenter import FADE_MS, MyDeskPresenter
from casedesk.ui.screens.my_desk.state import DeskList
from casedesk.ui.screens.my_desk.view import MyDeskScreen
from casedesk.ui.tables import RecordTable, Row
from casedesk.ui.theme import Look, ThemeChoice
from casedesk.ui.widgets import Status
from tests.factories import TUESDAY, Office, open_office
from tests.ui.desks import TestDesk, desk_in
from tests.ui.fitting import cut_texts

LONG_NAME = "Hildegard Magdalena von Wolkenstein-Trostburg zu Hohenzollern"
MINUTES = (-12, 18, 78, 318, 1500)


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
def opened(at_desk: TestDesk, qtbot: QtBot) -> Callable[..., MyDeskScreen]:
    """Opens My Desk in a window of its own."""

    def make(width: int = 1216, height: int = 816, room: Room = Room.WIDE) -> MyDeskScreen:
        made = MyDeskScreen(at_desk.desk, Place("my-desk"))
        qtbot.addWidget(made)
        made.set_room(room)
        made.resize(width, height)
        with qtbot.waitActive(made):
            made.show()
            made.activateWindow()
        made.focus_start()
        return made

    return make


def promised(office: Office, minutes: int, name: str = "Hugo Petrie", keeper: str = "uma") -> OrderNumber:
    """An order of Uma's with a promise that is due in so many minutes."""
    customer = office.customer(name, phones=("01632 960 155",))
    number = office.placed(customer, owner="uma")
    due_at = TUESDAY + timedelta(minutes=minutes)
    promise = MakePromise(about=About(number), text=f"Call in {minutes}", due_at=due_at, keeper=Login(keeper))
    at = office.clock.now()
    office.clock.move_to(TUESDAY - timedelta(days=1))
    office.run(promise, "sam")
    office.clock.move_to(at)
    return number


def waiting(office: Office, minutes: int, wants: str = "No dial tone", name: str = "Ivo Castellan") -> UUID:
    """A request that has waited in the team's queue for so many minutes."""
    customer = office.customer(name, phones=("01632 960 101",))
    at = office.clock.now()
    office.clock.move_to(TUESDAY - timedelta(minutes=minutes))
    request = OpenRequest(about=About(str(customer)), event="complaint", wants=wants, queue="office")
    made: UUID = office.run(request, "ulf").id
    office.clock.move_to(at)
    return made


def offered(office: Office, note: str = "Landlord has the form.", owed: str = "") -> UUID:
    """A handover of Sam's that waits for Uma's yes."""
    number = office.quote(office.customer("Brackley Dental Practice"), owner="sam")
    handover = OfferHandover(about=About(number), to="uma", note=note, owed=owed)
    made: UUID = office.run(handover, "sam").id
    return made


def full_desk(office: Office, name: str = "Hugo Petrie") -> None:
    """A bit of everything."""
    for minutes in MINUTES:
        number = promised(office, minutes, name)
        estimate = EstimateMilestone(
            order=number,
            milestone="delivered",
            forecast_on=date(2026, 12, 15),
            reason="The permit is missing",
        )
        office.run(estimate, "mia")
    for minutes in (70, 54, 22, 5):
        waiting(office, minutes, f"Waits {minutes}", name)
    offered(office, owed="A call by Thursday")
    offered(office, "The bill is open.")


def keyboard() -> QWidget:
    """What has the keyboard."""
    focused = QApplication.focusWidget()
    assert focused is not None
    return focused


def shown(screen: MyDeskScreen, which: DeskList) -> list[Row]:
    """The rows of a list as they are on the page."""
    table = screen.cards.lists[which].table
    rows = [table.records.entry(at) for at in range(table.records.rowCount())]
    return [row for row in rows if isinstance(row, Row)] if table.isVisibleTo(screen) else []


def texts(screen: MyDeskScreen, which: DeskList, column: str) -> list[str]:
    return [row.cells[column].text for row in shown(screen, which)]


# What it says


def test_the_sentence_names_what_is_late_and_what_comes_by_noon(office: Office) -> None:
    for minutes in MINUTES:
        promised(office, minutes)
    detail: DeskDetail = office.read(DeskQuery())
    assert words.sentence(detail, TUESDAY) == (
        "Tuesday 24 November 2026, 10:42. You have one promise past its time and two more by noon."
    )


@pytest.mark.parametrize(
    ("minutes", "sentence"),
    [
        ((), "Nothing is due."),
        ((1500,), "Nothing is due. The next one is tomorrow 11:42."),
        ((-12,), "You have one promise past its time."),
        ((-12, -20), "You have two promises past their time."),
        ((18,), "You have one promise due by noon."),
        ((18, 30, 40), "You have three promises due by noon."),
    ],
)
def test_what_is_due_is_said_in_one_sentence(office: Office, minutes: tuple[int, ...], sentence: str) -> None:
    for one in minutes:
        promised(office, one)
    assert words.due_words(office.read(DeskQuery()), TUESDAY) == sentence


def test_in_the_afternoon_the_sentence_looks_to_the_end_of_the_day(office: Office) -> None:
    promised(office, 318)
    afternoon = office.later(hours=3)
    assert words.due_words(office.read(DeskQuery()), afternoon) == "You have one promise due today."


def test_each_promise_says_in_shape_and_words_how_it_stands(
    office: Office, opened: Callable[..., MyDeskScreen]
) -> None:
    for minutes in MINUTES[:3]:
        promised(office, minutes)
    due = [row.cells["due"] for row in shown(opened(), DeskList.PROMISES)]
    assert [(one.text, one.below, one.status) for one in due] == [
        ("10:30", "broken, 12 min", Status.LATE),
        ("11:00", "in 18 min", Status.IN_JEOPARDY),
        ("12:00", "in 1 h", Status.ON_TIME),
    ]


def test_promises_are_those_of_today_until_all_are_asked_for(
    office: Office, opened: Callable[..., MyDeskScreen]
) -> None:
    for minutes in MINUTES:
        promised(office, minutes)
    screen = opened()
    assert texts(screen, DeskList.PROMISES, "promise") == [f"Call in {minutes}" for minutes in MINUTES[:4]]
    screen.presenter.show_in_full(DeskList.PROMISES, True)
    assert len(shown(screen, DeskList.PROMISES)) == 5


def test_a_promise_of_a_colleague_for_whom_one_keeps_it_names_who_made_it(
    office: Office, opened: Callable[..., MyDeskScreen]
) -> None:
    promised(office, 18)
    assert (
        shown(opened(), DeskList.PROMISES)[0].cells["promise"].below == "made by Sam Sales, Mon 23 Nov, 10:42"
    )


def test_orders_in_jeopardy_stand_with_both_dates(
    office: Office, opened: Callable[..., MyDeskScreen]
) -> None:
    number = office.placed(office.customer("Elm Street Vets"), owner="uma")
    office.run(BlockMilestone(order=number, milestone="ready", reason="Landlord"), "mia")
    cells = shown(opened(), DeskList.JEOPARDY)[0].cells
    assert (cells["order"].text, cells["customer"].text) == (number, "Elm Street Vets")
    assert (cells["status"].status, cells["promised"].text) == (Status.IN_JEOPARDY, "Mon 7 Dec")


def test_an_empty_desk_keeps_one_line_for_each_list(opened: Callable[..., MyDeskScreen]) -> None:
    screen = opened()
    assert not any(shown(screen, which) for which in screen.cards.lists)
    spoken = {label.text() for label in screen.findChildren(QLabel) if label.isVisibleTo(screen)}
    assert {"Nothing is due.", "None of your orders is in jeopardy.", "Nobody offers you anything."} <= spoken
    assert keyboard().accessibleName() == "Do the next thing"


def test_nothing_due_offers_the_team_queue(office: Office, opened: Callable[..., MyDeskScreen]) -> None:
    waiting(office, 5)
    screen = opened()
    QTest.keyClick(keyboard(), Qt.Key.Key_Space)
    assert keyboard() is screen.cards.queue.table


def test_the_counts_say_what_is_worst(office: Office, opened: Callable[..., MyDeskScreen]) -> None:
    full_desk(office)
    screen = opened()
    cards = screen.counts.findChildren(QAbstractButton)
    names = [card.accessibleName() for card in cards if card.isVisibleTo(screen)]
    assert names == [
        "4 Promises due today 1 broken, 12 min late",
        "5 My orders in jeopardy next promise Mon 7 Dec",
        "2 Handover for your yes since 10:42",
        "4 Team queue longest wait 1 h",
        "2 Nobody took it yet oldest 1 h",
    ]


def test_the_rail_is_told_how_much_waits(at_desk: TestDesk, office: Office, qtbot: QtBot) -> None:
    full_desk(office)
    told: list[int] = []
    at_desk.runner.hold()
    screen = MyDeskScreen(at_desk.desk, Place("my-desk"))
    qtbot.addWidget(screen)
    screen.waiting_changed.connect(told.append)
    at_desk.runner.release()
    assert told == [6]
    assert screen.is_ready


# What is done


def test_number_keys_lead_to_the_lists(office: Office, opened: Callable[..., MyDeskScreen]) -> None:
    full_desk(office)
    screen = opened()
    lists = (DeskList.PROMISES, DeskList.JEOPARDY, DeskList.TEAM_QUEUE, DeskList.NOBODY_TOOK)
    for key, which in zip("1245", lists, strict=True):
        QTest.keyClicks(keyboard(), key)
        assert screen.cards.lists[which].table.hasFocus(), key
    QTest.keyClicks(keyboard(), "3")
    assert screen.cards.handovers.isAncestorOf(keyboard())


def test_f9_begins_the_call_of_the_most_urgent_promise(
    office: Office, opened: Callable[..., MyDeskScreen], at_desk: TestDesk
) -> None:
    promised(office, 18, "Marta Lindqvist")
    late = promised(office, -12)
    opened()
    QTest.keyClick(keyboard(), Qt.Key.Key_F9)
    assert at_desk.asked.way == [("call", office.read(OrderQuery(number=late)).customer)]


def test_f9_without_a_promise_opens_the_order_that_is_worst_off(
    office: Office, opened: Callable[..., MyDeskScreen], at_desk: TestDesk
) -> None:
    number = office.placed(office.customer(), owner="uma")
    office.run(BlockMilestone(order=number, milestone="ready", reason="Landlord"), "mia")
    opened()
    QTest.keyClick(keyboard(), Qt.Key.Key_F9)
    assert at_desk.asked.way == [("order", number)]


def test_f9_with_nothing_to_do_says_so(opened: Callable[..., MyDeskScreen], at_desk: TestDesk) -> None:
    opened()
    QTest.keyClick(keyboard(), Qt.Key.Key_F9)
    assert [one.lead for one in at_desk.told] == ["Nothing is due."]


def test_enter_opens_the_case_and_f8_would_call_the_same_customer(
    office: Office, opened: Callable[..., MyDeskScreen], at_desk: TestDesk
) -> None:
    customer = office.read(OrderQuery(number=promised(office, 18))).customer
    screen = opened()
    assert (screen.call_subject().customer, screen.call_subject().phone) == (customer, "01632 960 155")
    QTest.keyClick(screen.cards.promises.table, Qt.Key.Key_Return)
    assert at_desk.asked.way == [("case", customer)]


def test_the_painted_button_calls(
    office: Office, opened: Callable[..., MyDeskScreen], at_desk: TestDesk
) -> None:
    customer = office.read(OrderQuery(number=promised(office, 18))).customer
    table = opened().cards.promises.table
    column = [one.key for one in table.records.columns].index("call")
    place = table.visualRect(table.records.index(0, column))
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place.center())
    assert at_desk.asked.way == [("call", customer)]


def test_t_takes_the_selected_work_and_says_so(
    office: Office, opened: Callable[..., MyDeskScreen], at_desk: TestDesk
) -> None:
    first, second = waiting(office, 54, "First"), waiting(office, 22, "Second")
    screen = opened()
    QTest.keyClicks(keyboard(), "4")
    QTest.keyClick(keyboard(), Qt.Key.Key_Down)
    QTest.keyClicks(keyboard(), "t")
    assert [row.id for row in shown(screen, DeskList.TEAM_QUEUE)] == [str(first)]
    assert at_desk.told[-1].lead == "You own Second, Ivo Castellan now."
    owner = office.read(CaseQuery(about=str(second))).requests[0].owner
    assert owner.login == "uma"


def test_t_in_the_list_of_what_nobody_took_takes_from_there(
    office: Office, opened: Callable[..., MyDeskScreen]
) -> None:
    waiting(office, 70, "Oldest")
    waiting(office, 54, "Older")
    screen = opened()
    QTest.keyClicks(keyboard(), "5")
    QTest.keyClick(keyboard(), Qt.Key.Key_Down)
    QTest.keyClicks(keyboard(), "t")
    assert texts(screen, DeskList.TEAM_QUEUE, "what") == ["Oldest"]


def test_who_may_not_take_is_told_who_may(office: Office, tmp_path: Path, qtbot: QtBot) -> None:
    with desk_in(office, tmp_path, "adm") as desk:
        screen = MyDeskScreen(desk.desk, Place("my-desk"))
        qtbot.addWidget(screen)
        screen._take("any")
        assert desk.told[-1].lead.startswith("Only sales, support")


def test_work_that_a_colleague_took_fades_with_the_name_and_then_goes(
    office: Office, opened: Callable[..., MyDeskScreen], at_desk: TestDesk, qtbot: QtBot
) -> None:
    first, second = waiting(office, 54, "First"), waiting(office, 22, "Second")
    screen = opened()
    screen.focus_list(DeskList.TEAM_QUEUE)
    QTest.keyClick(keyboard(), Qt.Key.Key_Down)
    office.run(Take(about=About(str(first))), "ulf")
    at_desk.desk.bus.publish(ChangeSet(frozenset({"request"})))
    rows = shown(screen, DeskList.TEAM_QUEUE)
    assert [(row.id, row.cells["what"].text, row.faded) for row in rows] == [
        (str(first), "Taken by Ulf Support", True),
        (str(second), "Second", False),
    ]
    assert screen.cards.queue.current_id == str(second)
    assert texts(screen, DeskList.NOBODY_TOOK, "what") == ["Taken by Ulf Support"]
    qtbot.waitUntil(lambda: len(shown(screen, DeskList.TEAM_QUEUE)) == 1, timeout=FADE_MS * 3)
    assert screen.cards.queue.current_id == str(second)


def test_who_loses_the_race_is_told_who_won(
    office: Office, opened: Callable[..., MyDeskScreen], at_desk: TestDesk
) -> None:
    request = waiting(office, 54, "First")
    screen = opened()
    office.run(Take(about=About(str(request))), "ulf")
    QTest.keyClicks(keyboard(), "t")
    assert "Ulf Support has taken" in at_desk.told[-1].lead
    assert texts(screen, DeskList.TEAM_QUEUE, "what") == ["Taken by Ulf Support"]


def test_a_accepts_the_oldest_handover(
    office: Office, opened: Callable[..., MyDeskScreen], at_desk: TestDesk
) -> None:
    offered(office)
    promised(office, 18)
    screen = opened()
    QTest.keyClicks(keyboard(), "a")
    assert screen.cards.handovers.current is None
    assert at_desk.told[-1].lead == "It is yours from now on."


def test_d_declines_with_a_reason_that_has_to_be_written(
    office: Office, opened: Callable[..., MyDeskScreen], at_desk: TestDesk
) -> None:
    offered(office)
    promised(office, 18)
    screen = opened()
    QTest.keyClicks(keyboard(), "d")
    field = keyboard()
    QTest.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    form = screen.cards.slot_of("decline").open_form
    assert form is not None
    assert form.field("reason").message == "Write why, the giver reads it."
    QTest.keyClicks(field, "Already two of the same kind")
    QTest.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert screen.cards.slot_of("decline").open_form is None
    assert screen.cards.handovers.current is None
    assert at_desk.told[-1].lead == "Declined. Sam Sales reads why."


def test_k_records_a_promise_as_kept(
    office: Office, opened: Callable[..., MyDeskScreen], at_desk: TestDesk
) -> None:
    number = promised(office, 18)
    screen = opened()
    QTest.keyClicks(keyboard(), "k")
    QTest.keyClicks(keyboard(), "Told her the date")
    QTest.keyClick(keyboard(), Qt.Key.Key_Return)
    assert not shown(screen, DeskList.PROMISES)
    assert at_desk.told[-1].lead == "The promise is kept."
    assert [one.state for one in office.read(CaseQuery(about=number)).promises] == ["kept"]


def test_esc_puts_a_form_away_and_the_keyboard_is_back_in_the_list(
    office: Office, opened: Callable[..., MyDeskScreen]
) -> None:
    promised(office, 18)
    screen = opened()
    QTest.keyClicks(keyboard(), "k")
    assert screen.step_back()
    assert screen.cards.promises.table.hasFocus()
    assert not screen.step_back()


def test_a_form_closes_when_what_it_is_about_is_gone(office: Office, at_desk: TestDesk) -> None:
    presenter = MyDeskPresenter(at_desk.desk)
    handover = offered(office)
    presenter.open()
    presenter.ask_why_declined(handover)
    office.later(days=9)
    presenter.read_again()
    assert presenter.state.form is None


# How it stays true


def test_time_alone_breaks_a_promise(office: Office, at_desk: TestDesk) -> None:
    promised(office, 18)
    presenter = MyDeskPresenter(at_desk.desk)
    presenter.open()
    office.later(minutes=19)
    presenter._minute.timeout.emit()
    detail = presenter.state.detail
    assert detail is not None
    assert detail.promises[0].promise.state == "broken"
    assert words.promise_rest(detail.promises[0].promise, presenter.state.now) == "broken, 1 min"


def test_the_choice_stays_on_its_record_while_rows_come_in_above_it(
    office: Office, opened: Callable[..., MyDeskScreen], at_desk: TestDesk
) -> None:
    promised(office, 78)
    screen = opened()
    chosen = screen.cards.promises.current_id
    promised(office, 18)
    at_desk.desk.bus.publish(ChangeSet(frozenset({"promise"})))
    assert screen.cards.promises.table.currentIndex().row() == 1
    assert screen.cards.promises.current_id == chosen


def test_one_error_card_stands_in_for_all_lists_and_tries_again(
    office: Office, opened: Callable[..., MyDeskScreen], at_desk: TestDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    promised(office, 18)
    services = at_desk.desk.services
    real = services.read

    def fail(_query: object) -> None:
        raise DatabaseUnreachable("The database does not answer.")

    monkeypatch.setattr(services, "read", fail)
    screen = opened()
    assert screen.is_ready
    assert screen.fault.isVisible()
    assert not screen.cards.isVisible()
    monkeypatch.setattr(services, "read", real)
    screen.fault.retry_requested.emit()
    assert not screen.fault.isVisible()
    monkeypatch.setattr(services, "read", fail)
    screen.look_again()
    assert screen.fault.isVisible()
    assert len(shown(screen, DeskList.PROMISES)) == 1


# How it looks


SIZES = [(1232, 816, Room.WIDE, 100), (1144, 700, Room.FOLDED, 100), (944, 660, Room.NARROW, 100),
         (904, 456, Room.SMALL, 100), (1808, 912, Room.SMALL, 200)]  # fmt: skip


@pytest.mark.parametrize(("width", "height", "room", "zoom"), SIZES)
@pytest.mark.parametrize("theme", [ThemeChoice.LIGHT, ThemeChoice.DARK])
def test_nothing_is_cut_off_and_everything_has_a_name(
    office: Office,
    opened: Callable[..., MyDeskScreen],
    worn_look: Look,
    width: int,
    height: int,
    room: Room,
    zoom: int,
    theme: ThemeChoice,
) -> None:
    full_desk(office, LONG_NAME)
    worn_look.choose_theme(theme)
    worn_look.set_zoom(zoom)
    screen = opened(width, height, room)
    for form in ("keep", "decline"):
        if form == "keep":
            screen.presenter.ask_how_kept(UUID(screen.cards.promises.current_id))
        else:
            screen.presenter.ask_why_declined(UUID(screen.cards.chosen(DeskList.HANDOVERS)))
        QApplication.processEvents()
        assert cut_texts(screen) == []
    nameless = [
        one
        for kind in (QAbstractButton, RecordTable)
        for one in screen.findChildren(kind)
        if one.isVisibleTo(screen) and not one.accessibleName()
    ]
    assert nameless == []


def test_the_zone_of_the_company_decides_what_is_today(office: Office) -> None:
    promised(office, 318)
    midnight = datetime(2026, 11, 24, 23, 59, tzinfo=UTC)
    detail: DeskDetail = office.read(DeskQuery())
    assert len(words.due_today(detail, midnight)) == 1
    assert len(words.due_today(detail, TUESDAY - timedelta(days=1))) == 0


# Decisions


def asked_for(office: Office, outcome: str = "Credit of 60", name: str = "Fenwick Estates") -> UUID:
    """A decision that Uma asks a manager for."""
    number = office.placed(office.customer(name), owner="uma", wants="I paid for a dead line")
    asked = RecordDecision(
        about=About(number), question="Above 25?", outcome=outcome, needs_approval=True, note="Calm."
    )
    made: UUID = office.run(asked).id
    return made


@pytest.fixture
def managers_desk(office: Office, tmp_path: Path, qapp: object) -> Iterator[TestDesk]:
    """Mia's desk."""
    with desk_in(office, tmp_path, "mia") as desk:
        yield desk


def managers_screen(desk: TestDesk, qtbot: QtBot) -> MyDeskScreen:
    made = MyDeskScreen(desk.desk, Place("my-desk"))
    qtbot.addWidget(made)
    made.set_room(Room.WIDE)
    made.resize(1216, 816)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.focus_start()
    return made


def test_who_may_decide_has_what_waits_for_it_first_with_what_there_is_to_know(
    office: Office, managers_desk: TestDesk, qtbot: QtBot
) -> None:
    asked_for(office)
    screen = managers_screen(managers_desk, qtbot)
    assert screen.cards.decisions.table.hasFocus()
    spoken = {one.text() for one in screen.cards.decisions.findChildren(QLabel) if one.isVisibleTo(screen)}
    names = {
        one.accessibleName()
        for one in screen.cards.decisions.findChildren(QWidget)
        if one.isVisibleTo(screen)
    }
    assert "Credit of 60" in spoken
    assert {"The wish: “I paid for a dead line”", "Uma says: “Calm.”"} <= names
    cards = screen.counts.findChildren(QAbstractButton)
    shown_first = min((one for one in cards if one.isVisibleTo(screen)), key=lambda one: (one.y(), one.x()))
    assert shown_first.accessibleName().startswith("1 Waiting for your decision")


def test_y_says_yes_and_the_next_one_is_there(office: Office, managers_desk: TestDesk, qtbot: QtBot) -> None:
    first, second = asked_for(office), asked_for(office, "Pause until May", "Ivo Castellan")
    screen = managers_screen(managers_desk, qtbot)
    assert screen.cards.decisions.current_id == str(first)
    QTest.keyClicks(keyboard(), "y")
    assert managers_desk.told[-1].lead == "Yes: Credit of 60. It stands in the case."
    assert screen.cards.decisions.current_id == str(second)


def test_n_says_no_with_a_reason_that_has_to_be_written(
    office: Office, managers_desk: TestDesk, qtbot: QtBot
) -> None:
    asked_for(office)
    screen = managers_screen(managers_desk, qtbot)
    QTest.keyClicks(keyboard(), "n")
    field = keyboard()
    QTest.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert screen.presenter.state.gaps == {"reason": "Write why. It is read out to the customer."}
    QTest.keyClicks(field, "The rule makes 40")
    QTest.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert managers_desk.told[-1].lead == "Refused. Uma Support reads why."
    assert not shown(screen, DeskList.DECISIONS)


def test_who_may_not_decide_sees_no_such_list(office: Office, opened: Callable[..., MyDeskScreen]) -> None:
    asked_for(office)
    screen = opened()
    assert not screen.cards.decisions.isVisibleTo(screen)
    assert not screen.cards.health.isVisibleTo(screen)


def test_f9_goes_to_the_decision_when_nobody_was_let_down(
    office: Office, managers_desk: TestDesk, qtbot: QtBot
) -> None:
    asked_for(office)
    screen = managers_screen(managers_desk, qtbot)
    screen.focus_list(DeskList.HANDOVERS)
    QTest.keyClick(screen, Qt.Key.Key_F9)
    assert screen.cards.decisions.table.hasFocus()


# What must be none


def test_a_count_of_what_must_be_none_opens_its_list_and_a_row_its_record(
    office: Office, managers_desk: TestDesk, qtbot: QtBot
) -> None:
    number = office.placed(office.customer("Elm Street Vets"))
    request = OpenRequest(about=About(number), event="fault", wants="no dial tone")
    office.run(request)
    office.later(days=20)
    screen = managers_screen(managers_desk, qtbot)
    health = screen.cards.health
    buttons = {
        one.accessibleName(): one for one in health.findChildren(QAbstractButton) if one.isVisibleTo(screen)
    }
    assert list(buttons) == [
        "No owner: 0", "No next step: 0", "Next step past its time: 2", "Customer asked to call back: 0",
    ]  # fmt: skip
    screen.presenter.list_health("next_step_past")
    whats = {row.cells["what"].text for row in rows_of(health.listed.table)}
    assert whats == {f"{number}, Elm Street Vets", "no dial tone, Elm Street Vets"}
    QTest.keyClicks(keyboard(), "7")
    assert health.listed.table.hasFocus()
    QTest.keyClick(health.listed.table, Qt.Key.Key_Return)
    assert managers_desk.asked.way[-1][0] in ("order", "case")
    screen.presenter.list_health("next_step_past")
    assert not health.listed.isVisibleTo(screen)


def rows_of(table: RecordTable) -> list[Row]:
    rows = [table.records.entry(at) for at in range(table.records.rowCount())]
    return [row for row in rows if isinstance(row, Row)]


# Handovers from both sides


def test_q_asks_back_and_the_giver_answers_with_r(
    office: Office, opened: Callable[..., MyDeskScreen], at_desk: TestDesk, tmp_path: Path, qtbot: QtBot
) -> None:
    offered(office)
    opened()
    QTest.keyClicks(keyboard(), "q")
    QTest.keyClicks(keyboard(), "Is the permit there?")
    QTest.keyClick(keyboard(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert at_desk.told[-1].lead == "Sam Sales is asked. The offer stays."
    with desk_in(office, tmp_path / "sam", "sam") as sams:
        screen = managers_screen(sams, qtbot)
        assert screen.cards.offered.isVisibleTo(screen)
        QTest.keyClicks(keyboard(), "r")
        QTest.keyClicks(keyboard(), "Since Thursday")
        QTest.keyClick(keyboard(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        assert sams.told[-1].lead == "Answered. The offer stays."
        QTest.keyClicks(keyboard(), "w")
        assert sams.told[-1].lead == "The offer is taken back. It stays yours."
        assert not screen.cards.offered.isVisibleTo(screen)


def test_the_giver_reads_what_was_declined_and_what_lapsed(
    office: Office, tmp_path: Path, qtbot: QtBot
) -> None:
    office.run(DeclineHandover(handover=offered(office), reason="I leave at noon"))
    offered(office, "The bill is open.")
    office.later(days=2)
    with desk_in(office, tmp_path, "sam") as sams:
        screen = managers_screen(sams, qtbot)
        said = [one.accessibleName() for one in screen.cards.offered.findChildren(QWidget)]
        spoken = " ".join(one.text() for one in screen.cards.offered.findChildren(QLabel))
    assert any("Declined by Uma Support" in one for one in said)
    assert any("Uma Support did not answer in time" in one for one in said)
    assert "“I leave at noon”" in spoken


# Next steps, giving work away, sorting, standing in


def test_s_moves_the_next_step_of_the_order_in_jeopardy(
    office: Office, opened: Callable[..., MyDeskScreen], at_desk: TestDesk
) -> None:
    number = office.placed(office.customer("Elm Street Vets"), owner="uma")
    office.run(BlockMilestone(order=number, milestone="ready", reason="Landlord"), "mia")
    screen = opened()
    QTest.keyClicks(keyboard(), "2")
    QTest.keyClicks(keyboard(), "s")
    form = screen.presenter.state.form
    assert form is not None
    assert form.value("step") == office.read(OrderQuery(number=number)).next_step
    screen.presenter.type("step", "Ring the landlord")
    screen.presenter.type("due_at", (TUESDAY + timedelta(hours=2)).isoformat())
    screen.presenter.save_form()
    assert at_desk.told[-1].lead == "The next step is set."
    assert texts(screen, DeskList.STEPS, "step") == ["Ring the landlord"]
    QTest.keyClicks(keyboard(), "6")
    QTest.keyClick(keyboard(), Qt.Key.Key_Return)
    assert at_desk.asked.way == [("order", number)]


def test_g_gives_what_nobody_took_and_who_comes_late_is_told_who_has_it(
    office: Office, managers_desk: TestDesk, qtbot: QtBot
) -> None:
    about = waiting(office, 70, "Oldest")
    screen = managers_screen(managers_desk, qtbot)
    QTest.keyClicks(keyboard(), "5")
    QTest.keyClicks(keyboard(), "g")
    form = screen.presenter.state.form
    assert form is not None
    notes = {one.key: one.note for one in form.fields[0].choices}
    assert notes["ulf"] == "0 open · 0 due today · none late"
    office.run(Take(about=About(str(about))), "ulf")
    screen.presenter.type("to", "bea")
    screen.presenter.save_form()
    assert "gone to Ulf Support" in managers_desk.told[-1].lead


def test_sorting_by_customer_is_said_on_the_button(
    office: Office, opened: Callable[..., MyDeskScreen]
) -> None:
    for name, minutes in (("Zoe", 18), ("Abe", 78)):
        promised(office, minutes, name)
    screen = opened()
    assert texts(screen, DeskList.PROMISES, "customer") == ["Zoe", "Abe"]
    QTest.keyClick(keyboard(), Qt.Key.Key_S, Qt.KeyboardModifier.ShiftModifier)
    assert texts(screen, DeskList.PROMISES, "customer") == ["Abe", "Zoe"]


def test_the_desk_of_a_deputy_says_for_whom_one_stands_in(
    office: Office, opened: Callable[..., MyDeskScreen]
) -> None:
    promised(office, 18, keeper="bea")
    absence = SetAbsence(
        staff=Login("bea"), from_on=date(2026, 11, 24), until_on=date(2026, 11, 30), deputy=Login("uma")
    )
    office.run(absence, "bea")
    screen = opened()
    assert texts(screen, DeskList.PROMISES, "promise") == ["Call in 18"]
    assert words.sentence(office.read(DeskQuery()), TUESDAY).endswith(
        "You stand in for Bea Billing (until Mon 30 Nov)."
    )


def test_rows_say_where_an_order_is_stuck_and_how_work_came(
    office: Office, opened: Callable[..., MyDeskScreen]
) -> None:
    number = office.placed(office.customer("Elm Street Vets"), owner="uma")
    office.run(BlockMilestone(order=number, milestone="ready", reason="Landlord"), "mia")
    waiting(office, 5)
    screen = opened()
    assert texts(screen, DeskList.JEOPARDY, "stuck")[0].endswith(": Landlord")
    assert texts(screen, DeskList.TEAM_QUEUE, "came") == ["from Ulf Support"]
    assert texts(screen, DeskList.TEAM_QUEUE, "kind") == ["I want to complain"]


def test_a_list_of_more_than_is_read_at_first_counts_all_and_reads_them_when_asked(
    office: Office, opened: Callable[..., MyDeskScreen], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("casedesk.ui.screens.my_desk.presenter.FEW", 2)
    for minutes in (18, 30, 40):
        promised(office, minutes)
    screen = opened()
    assert len(shown(screen, DeskList.PROMISES)) == 2
    assert screen.counts.findChildren(QAbstractButton)[1].accessibleName().startswith("3 Promises")
    screen.presenter.show_in_full(DeskList.PROMISES, True)
    assert len(shown(screen, DeskList.PROMISES)) == 3


@pytest.mark.parametrize(("width", "height", "room", "zoom"), SIZES)
def test_nothing_is_cut_off_on_the_desk_of_who_decides(
    office: Office,
    managers_desk: TestDesk,
    qtbot: QtBot,
    worn_look: Look,
    width: int,
    height: int,
    room: Room,
    zoom: int,
) -> None:
    full_desk(office, LONG_NAME)
    asked_for(office, "Credit of 60 for three weeks without a working line", LONG_NAME)
    number = office.placed(office.customer(LONG_NAME), owner="mia")
    offer = office.run(OfferHandover(about=About(number), to="sam", note="please"), "mia").id
    office.run(AskBack(handover=offer, question="Is the permit of the council there already?"), "sam")
    worn_look.set_zoom(zoom)
    screen = managers_screen(managers_desk, qtbot)
    screen.set_room(room)
    screen.resize(width, height)
    screen.presenter.list_health("next_step_past")
    openers: tuple[Callable[[], None], ...] = (
        lambda: screen.presenter.ask_why_refused(UUID(screen.cards.decisions.current_id)),
        lambda: screen.presenter.answer(offer),
        lambda: screen.presenter.ask_next_step(number),
        lambda: screen.presenter.ask_whom(number),
    )
    for opens in openers:
        opens()
        QApplication.processEvents()
        assert cut_texts(screen) == []
    nameless = [
        one
        for kind in (QAbstractButton, RecordTable)
        for one in screen.findChildren(kind)
        if one.isVisibleTo(screen) and not one.accessibleName()
    ]
    assert nameless == []
