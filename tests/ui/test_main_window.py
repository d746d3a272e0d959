"""The window by keyboard: screens, records, search, calls, parts of the window, zoom and what it says aloud."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from casedesk.contract.desk import CompanyQuery
from casedesk.ui import window_actions
from casedesk.ui.actions import Action
from casedesk.ui.call import CallPhase, CallState
from casedesk.ui.change_bus import ChangeBus
from casedesk.ui.frame.rail_buttons import RecordButton, ScreenButton
from casedesk.ui.place import Place, Room
from casedesk.ui.screen_registry import SCREENS
from casedesk.ui.theme import look
from tests.factories import Office, open_office
from tests.ui.fitting import cut_texts
from tests.ui.windows import TestWindow, TrialScreen, window_in

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def office(sqlite_database: str) -> Iterator[Office]:
    opened = open_office(sqlite_database)
    yield opened
    opened.database.close()


@pytest.fixture
def opened(office: Office, tmp_path: Path, qtbot: QtBot) -> Iterator[TestWindow]:
    with window_in(office, tmp_path) as window:
        qtbot.waitExposed(window.window)
        window.window.activateWindow()
        yield window
        qtbot.waitUntil(lambda: window.runner.is_idle)


def press(
    opened: TestWindow, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    """Press a key as a person does: it goes to whatever has the keyboard, shortcuts first."""
    QTest.keyClick(opened.window.windowHandle(), key, modifiers)


def type_text(opened: TestWindow, text: str) -> None:
    for character in text:
        QTest.keyClick(opened.window.windowHandle(), character)


def place(opened: TestWindow) -> Place | None:
    return opened.window.navigation.front_place


def test_it_begins_with_my_desk_and_the_keyboard_in_it(opened: TestWindow) -> None:
    assert place(opened) == Place("my-desk")
    assert QApplication.focusWidget() is opened.front.field


def test_numbers_open_the_screens_of_the_rail(opened: TestWindow) -> None:
    press(opened, Qt.Key.Key_2, CTRL)
    assert place(opened) == Place("find")
    press(opened, Qt.Key.Key_1, CTRL)
    assert place(opened) == Place("my-desk")
    assert opened.front.asked[-1] == "look again"
    press(opened, Qt.Key.Key_9, CTRL)
    assert place(opened) == Place("my-desk")
    assert opened.told[-1].lead == "Only manager, administrator"


def test_the_rail_shows_only_screens_that_exist_and_that_one_may_open(opened: TestWindow) -> None:
    buttons = opened.window.frame.rail.findChildren(ScreenButton)
    shown = [one.screen_id for one in buttons if not one.isHidden()]
    assert shown == [one.id for one in SCREENS if one.rail_number and opened.desk.can(one.permission)]
    assert "admin" not in shown


def test_typing_in_the_search_shows_what_it_finds_and_keeps_the_keyboard(opened: TestWindow) -> None:
    press(opened, Qt.Key.Key_K, CTRL)
    type_text(opened, "tan")
    assert place(opened) == Place("find")
    assert QApplication.focusWidget() is opened.window.frame.top_bar.search
    assert opened.front.asked[-3:] == ["search t", "search ta", "search tan"]


def test_down_in_the_search_goes_to_the_results_and_left_stays(opened: TestWindow) -> None:
    press(opened, Qt.Key.Key_K, CTRL)
    type_text(opened, "t")
    press(opened, Qt.Key.Key_Down)
    assert opened.front.asked[-1] == f"key {Qt.Key.Key_Down}"
    press(opened, Qt.Key.Key_Left)
    assert opened.window.frame.top_bar.search.cursorPosition() == 0


def test_escape_clears_the_search_then_leaves_it_then_goes_back(opened: TestWindow) -> None:
    press(opened, Qt.Key.Key_K, CTRL)
    type_text(opened, "tan")
    press(opened, Qt.Key.Key_Escape)
    assert (opened.window.search.text, place(opened)) == ("", Place("find"))
    press(opened, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is opened.front.field
    press(opened, Qt.Key.Key_Escape)
    assert place(opened) == Place("my-desk")


def test_escape_first_goes_a_step_back_inside_the_screen(opened: TestWindow) -> None:
    press(opened, Qt.Key.Key_2, CTRL)
    opened.front.steps = 1
    press(opened, Qt.Key.Key_Escape)
    assert place(opened) == Place("find")
    press(opened, Qt.Key.Key_Escape)
    assert place(opened) == Place("my-desk")


def test_a_complete_number_opens_its_order_at_once(opened: TestWindow, office: Office, qtbot: QtBot) -> None:
    number = office.placed()
    press(opened, Qt.Key.Key_K, CTRL)
    type_text(opened, number)
    order = Place("order", number.replace("-", ""))
    qtbot.waitUntil(lambda: place(opened) == order)
    assert opened.window.search.text == ""


def test_a_number_that_is_no_order_stays_in_the_search(
    opened: TestWindow, office: Office, qtbot: QtBot
) -> None:
    opened.window.navigation.find("5724" + "0")  # too short to be one
    opened.window.navigation.find("57240000")
    qtbot.waitUntil(lambda: opened.runner.is_idle)
    assert place(opened) == Place("find")


def test_a_scanner_goes_to_the_search_from_anywhere_and_leaves_no_trace(
    opened: TestWindow, office: Office, qtbot: QtBot
) -> None:
    number = office.placed().replace("-", "")
    opened.front.text.setFocus()
    type_text(opened, "before")
    # A person's last key and the scanner's first are never 35 ms apart.
    opened.window._scanner._last = 0.0
    type_text(opened, number)
    press(opened, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: place(opened) == Place("order", number))
    my_desk = opened.window.navigation.screen(Place("my-desk"))
    assert isinstance(my_desk, TrialScreen)
    assert my_desk.text.value == "before"


def test_records_are_listed_switched_and_closed(opened: TestWindow, office: Office) -> None:
    first, second = office.customer("Ada"), office.customer("Bo")
    opened.window.navigation.open_case(first)
    opened.window.navigation.open_case(second)
    press(opened, Qt.Key.Key_Tab, CTRL)
    assert place(opened) == Place("case", str(first))
    press(opened, Qt.Key.Key_Tab, CTRL | SHIFT)
    assert place(opened) == Place("case", str(second))
    press(opened, Qt.Key.Key_W, CTRL)
    assert place(opened) == Place("case", str(first))
    press(opened, Qt.Key.Key_W, CTRL)
    assert place(opened) == Place("my-desk")
    press(opened, Qt.Key.Key_W, CTRL)
    assert place(opened) == Place("my-desk")


def test_an_order_is_the_same_place_in_every_spelling(opened: TestWindow) -> None:
    for spelling in ("4107-2981", "4107 2981", "41072981"):
        opened.window.navigation.open_order(spelling)
    assert [record.place.key for record in opened.window.navigation.records()] == ["41072981"]


def test_alt_left_goes_back_to_where_one_was(opened: TestWindow, office: Office) -> None:
    customer = office.customer()
    opened.window.navigation.open_case(customer)
    opened.window.navigation.open_order("41072981")
    press(opened, Qt.Key.Key_Left, ALT)
    assert place(opened) == Place("case", str(customer))


def test_leaving_a_record_lets_it_keep_its_drafts(opened: TestWindow, office: Office) -> None:
    opened.window.navigation.open_case(office.customer())
    case = opened.front
    press(opened, Qt.Key.Key_1, CTRL)
    assert case.asked[-1] == "put aside"


def test_a_draft_puts_a_pen_on_its_record_and_a_waiting_one_is_listed(
    opened: TestWindow, office: Office, qtbot: QtBot
) -> None:
    customer = office.customer()
    opened.window.navigation.open_case(customer)
    opened.desk.drafts.keep("case", str(customer), {"text": "half a note"})
    opened.desk.drafts.keep("new-order", "some-id", {"wants": "fibre"}, "Order for Marta")
    opened.desk.drafts.write_now()
    records = opened.window.navigation.records
    qtbot.waitUntil(lambda: len(records()) == 2)
    assert [(one.title, one.has_draft) for one in records()] == [
        (f"case {customer}", True),
        ("Order for Marta", True),
    ]


def test_a_change_by_a_colleague_is_said_in_the_status_bar(opened: TestWindow, qtbot: QtBot) -> None:
    class Changes:
        topics = frozenset({"order"})

    opened.desk.bus.publish(Changes())
    bar = opened.window.frame.status_bar
    qtbot.waitUntil(lambda: bar._live.text().startswith("Live: last change"))
    assert isinstance(opened.desk.bus, ChangeBus)


def test_a_lost_connection_is_said_on_top_and_taken_back_when_it_answers(
    opened: TestWindow, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: opened.runner.is_idle)
    opened.pull_the_plug(out=True)
    opened.desk.read("trial", CompanyQuery(), lambda _: None, opened.window, lambda _: None)
    qtbot.waitUntil(lambda: bool(opened.told))
    assert opened.told[-1].lead.startswith("No connection to Fernhill Telecom since ")
    assert opened.window.frame.status_bar._connection.text() == "No connection to Fernhill Telecom"
    opened.pull_the_plug(out=False)
    with qtbot.waitSignal(opened.desk.notifications.withdrawn):
        opened.desk.read("trial", CompanyQuery(), lambda _: None, opened.window)
    assert opened.window.frame.status_bar._connection.text() == "Connected to Fernhill Telecom"


def test_f8_begins_a_call_stops_its_clock_and_leads_to_it(opened: TestWindow) -> None:
    press(opened, Qt.Key.Key_F8)
    assert opened.window.call.phase is CallPhase.RUNNING
    assert not opened.window.frame.dock.isHidden()
    assert QApplication.focusWidget() is opened.panel.said
    opened.panel.show_call(CallState(CallPhase.RUNNING, 252))
    assert opened.window.frame.top_bar.call.accessibleName() == "On a call 04:12"
    press(opened, Qt.Key.Key_F8)
    assert opened.window.call.phase is CallPhase.WRITING


def test_f8_on_a_case_is_a_call_with_its_customer(opened: TestWindow, office: Office) -> None:
    customer = office.customer()
    opened.window.navigation.open_case(customer)
    press(opened, Qt.Key.Key_F8)
    assert opened.panel.call.customer == customer


def test_f7_parks_the_call_and_it_stays_while_moving(opened: TestWindow) -> None:
    press(opened, Qt.Key.Key_F8)
    press(opened, Qt.Key.Key_2, CTRL)
    assert not opened.window.frame.dock.isHidden()
    press(opened, Qt.Key.Key_F7)
    assert opened.window.call.phase is CallPhase.NONE
    assert opened.window.frame.dock.isHidden()


def test_a_parked_call_is_taken_up_from_the_list(opened: TestWindow) -> None:
    opened.desk.drafts.keep("call", "key-of-call", {"said": "…"}, "Call with Marta")
    opened.window.navigation.show(Place("call", "key-of-call"))
    assert opened.panel.resumed == ["key-of-call"]


def test_f6_goes_round_the_parts_of_the_window(opened: TestWindow) -> None:
    press(opened, Qt.Key.Key_F8)
    frame = opened.window.frame
    for part in (frame.rail, frame.work_area, frame.dock, frame.rail):
        press(opened, Qt.Key.Key_F6)
        focused = QApplication.focusWidget()
        assert focused is not None
        assert part.isAncestorOf(focused)
    press(opened, Qt.Key.Key_F6, SHIFT)
    focused = QApplication.focusWidget()
    assert focused is not None
    assert frame.dock.isAncestorOf(focused)


def test_arrows_move_in_the_rail_and_enter_opens(opened: TestWindow) -> None:
    opened.window.frame.rail.focus_start()
    press(opened, Qt.Key.Key_Down)
    press(opened, Qt.Key.Key_Return)
    assert place(opened) == Place("find")


def test_the_rail_is_one_tab_stop(opened: TestWindow, office: Office) -> None:
    opened.window.navigation.open_case(office.customer())
    rail = opened.window.frame.rail
    buttons = [*rail.findChildren(ScreenButton), *rail.findChildren(RecordButton)]
    stops = [one for one in buttons if not one.isHidden() and one.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert len(stops) == 1


def test_ctrl_n_opens_a_new_order_for_the_case_in_front(opened: TestWindow, office: Office) -> None:
    customer = office.customer()
    opened.window.navigation.open_case(customer)
    press(opened, Qt.Key.Key_N, CTRL)
    front = place(opened)
    assert front is not None
    assert (front.screen, front.customer) == ("new-order", customer)


def test_who_may_not_sell_sees_why(office: Office, tmp_path: Path, qtbot: QtBot) -> None:
    with window_in(office, tmp_path, "fin") as opened:
        qtbot.waitExposed(opened.window)
        press(opened, Qt.Key.Key_N, CTRL)
        assert place(opened) == Place("my-desk")
        assert opened.told[-1].lead == "Only sales, support, exception team, manager"
        assert not opened.window.frame.top_bar.new_order.is_allowed
        qtbot.waitUntil(lambda: opened.runner.is_idle)


def test_the_palette_does_what_is_chosen_and_names_who_may(opened: TestWindow, office: Office) -> None:
    opened.window.navigation.open_case(office.customer())
    press(opened, Qt.Key.Key_P, CTRL | SHIFT)
    palette = opened.window.keys.palette_panel
    assert palette.isVisible()
    type_text(opened, "try")
    press(opened, Qt.Key.Key_Return)
    assert not palette.isVisible()
    assert opened.front.asked[-1] == "action"
    press(opened, Qt.Key.Key_P, CTRL | SHIFT)
    type_text(opened, "approve")
    assert palette.list.currentIndex().data() == "Approve it, Only manager"
    press(opened, Qt.Key.Key_Return)
    assert "refused" not in opened.front.asked


def test_keys_of_the_window_rest_while_the_palette_is_open(opened: TestWindow) -> None:
    press(opened, Qt.Key.Key_P, CTRL | SHIFT)
    press(opened, Qt.Key.Key_2, CTRL)
    assert place(opened) == Place("my-desk")
    press(opened, Qt.Key.Key_Escape)
    assert not opened.window.keys.palette_panel.isVisible()
    assert QApplication.focusWidget() is opened.front.field


def test_f1_shows_the_words_and_keys_of_the_screen(opened: TestWindow) -> None:
    press(opened, Qt.Key.Key_F1)
    panel = opened.window.keys.help_panel
    shown = [label.text() for label in panel.findChildren(QWidget) if hasattr(label, "text")]
    assert panel.isVisible()
    assert {"Words about my-desk.", "Try my-desk", "Log a call"} <= set(shown)


def test_alt_alone_shows_the_keys_and_alt_with_another_does_not(opened: TestWindow) -> None:
    press(opened, Qt.Key.Key_Left, ALT)
    assert not opened.window.keys.help_panel.isVisible()
    QTest.keyPress(opened.window.windowHandle(), Qt.Key.Key_Alt)
    QTest.keyRelease(opened.window.windowHandle(), Qt.Key.Key_Alt)
    assert opened.window.keys.help_panel.isVisible()


def test_zoom_by_keys_is_remembered_and_stops_where_the_window_would_be_too_narrow(
    opened: TestWindow,
) -> None:
    opened.window.resize(1440, 900)
    press(opened, Qt.Key.Key_Minus, CTRL)
    assert (look().zoom, opened.settings.now.zoom) == (90, 90)
    for _ in range(9):
        press(opened, Qt.Key.Key_Plus, CTRL)
    assert look().zoom == 150
    assert "too narrow" in opened.told[-1].lead
    press(opened, Qt.Key.Key_0, CTRL)
    assert look().zoom == 100


def test_the_look_changes_at_run_time(opened: TestWindow) -> None:
    opened.window.keys.bound(window_actions.LOOK_DARK).trigger()
    assert look().is_dark
    assert opened.settings.now.theme == "dark"
    opened.window.keys.bound(window_actions.LOOK_LIGHT).trigger()
    assert not look().is_dark


@pytest.mark.parametrize(
    ("width", "room"),
    [(1440, Room.WIDE), (1399, Room.FOLDED), (1199, Room.NARROW), (999, Room.SMALL), (960, Room.SMALL)],
)
def test_the_frame_folds_by_the_room_there_is(opened: TestWindow, width: int, room: Room) -> None:
    opened.window.resize(width, 700)
    assert opened.front.room is room
    rail = opened.window.frame.rail.width()
    assert rail == (208 if room is Room.WIDE else 56)


def test_in_a_small_window_the_call_covers_half_the_page_and_folds(opened: TestWindow) -> None:
    opened.window.resize(960, 540)
    press(opened, Qt.Key.Key_F8)
    frame = opened.window.frame
    assert frame.dock.width() == 480
    assert frame.work_area.width() == 960 - 56
    frame.dock._fold.click()
    assert frame.dock.width() == 40
    press(opened, Qt.Key.Key_F8)
    assert frame.dock.width() == 480


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (960, 540)])
@pytest.mark.parametrize("zoom", [100, 150, 200])
def test_no_text_of_the_frame_is_cut(opened: TestWindow, width: int, height: int, zoom: int) -> None:
    look().set_zoom(zoom)
    opened.window.resize(width * zoom // 100, height * zoom // 100)
    press(opened, Qt.Key.Key_F8)
    frame = opened.window.frame
    for part in (frame.top_bar, frame.rail, frame.status_bar):
        assert cut_texts(part) == []


def test_every_control_says_what_it_is(opened: TestWindow, office: Office) -> None:
    opened.window.navigation.open_case(office.customer())
    press(opened, Qt.Key.Key_F8)
    press(opened, Qt.Key.Key_P, CTRL | SHIFT)
    opened.window.keys.palette_panel.close_overlay()
    press(opened, Qt.Key.Key_F1)
    kinds = (QAbstractButton, QLineEdit, QPlainTextEdit, QAbstractItemView)
    controls = [one for one in opened.window.findChildren(QWidget) if isinstance(one, kinds)]
    assert len(controls) > 15
    assert [
        repr(one)
        for one in controls
        if not one.accessibleName() and not (isinstance(one, QAbstractButton) and one.text())
    ] == []


def test_no_two_actions_of_the_window_have_one_key(opened: TestWindow) -> None:
    keys = [
        action.shortcut() for action in opened.window.findChildren(QAction) if not action.shortcut().isEmpty()
    ]
    of_window = [
        one.bound.shortcut() for one in opened.window.keys.offered if not one.bound.shortcut().isEmpty()
    ]
    assert len({key.toString() for key in of_window}) == len(of_window)
    assert QKeySequence("Ctrl+K") in keys


def test_every_action_of_the_window_does_something(opened: TestWindow) -> None:
    declared = {one.id for one in vars(window_actions).values() if isinstance(one, Action)}
    assert declared <= {one.action.id for one in opened.window.keys.offered}


def test_nobody_reads_the_database_on_the_windows_thread(
    opened: TestWindow, office: Office, qtbot: QtBot
) -> None:
    """`GuardedServices` fails whatever asks there; this proves that it would."""
    with pytest.raises(AssertionError, match="on the window's thread"):
        opened.desk.services.can("read")
    qtbot.waitUntil(lambda: opened.runner.is_idle)
