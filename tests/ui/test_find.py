"""The screen Find: results as one types, their order and marks, the preview, all orders, a new customer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from casedesk.contract.cases import CaseQuery, Find, LogCall, OpenRequest
from casedesk.contract.orders import BlockMilestone, OrderList, OrderRow, Orders
from casedesk.contract.values import About, OrderNumber
from casedesk.errors import DatabaseUnreachable
from casedesk.models import Look
from casedesk.rules.order_number import number_at, printed
from casedesk.rules.vocabulary import CallOutcome, LookKind, OrderStatus
from casedesk.services.changes import ChangeSet
from casedesk.settings import SettingsFile
from casedesk.ui.background import ThreadRunner
from casedesk.ui.place import Place, Room
from casedesk.ui.recent_records import MOST, RecentRecords
from casedesk.ui.screens.find.all_orders import AHEAD, AllOrders
from casedesk.ui.screens.find.marks import marks
from casedesk.ui.screens.find.new_customer import form_for
from casedesk.ui.screens.find.presenter import FindPresenter
from casedesk.ui.screens.find.state import Group, OrderChoice, Shows, Target
from casedesk.ui.screens.find.view import FindScreen
from casedesk.ui.tables import WINDOW_ROWS, GroupHead, RecordTable, Row, WindowedTableModel
from casedesk.ui.theme import Look as Dress
from casedesk.ui.theme import ThemeChoice
from casedesk.ui.widgets import Status
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
def recent(at_desk: TestDesk) -> RecentRecords:
    """What Uma opened last."""
    desk = at_desk.desk
    return RecentRecords(desk.settings, desk.person.login, desk.services.database.url)


@pytest.fixture
def presenter(at_desk: TestDesk, recent: RecentRecords) -> FindPresenter:
    made = FindPresenter(at_desk.desk, recent)
    made.open()
    return made


@pytest.fixture
def opened(at_desk: TestDesk, qtbot: QtBot) -> Callable[..., FindScreen]:
    """Opens Find in a window of its own."""

    def make(text: str = "", width: int = 1216, height: int = 816, room: Room = Room.WIDE) -> FindScreen:
        made = FindScreen(at_desk.desk, Place("find"))
        qtbot.addWidget(made)
        made.set_room(room)
        made.resize(width, height)
        with qtbot.waitActive(made):
            made.show()
            made.activateWindow()
        made.search(text)
        return made

    return make


def marta(office: Office, name: str = "Marta Lindqvist") -> tuple[UUID, OrderNumber]:
    """A customer in Tanner's Yard with one placed order and one call."""
    customer = office.customer(
        name, phones=("07700 900 142",), emails=("marta@example.org",), street="14 Tanner's Yard",
        city="Stonebridge", postcode="SB4 2QT",
    )  # fmt: skip
    number = office.placed(customer, owner="sam", street="14 Tanner's Yard", city="Stonebridge")
    office.run(
        LogCall(
            about=About(str(customer)),
            summary="They dig at Tanner's Yard on Friday",
            outcome=CallOutcome.ANSWERED,
        )
    )
    return customer, number


def entries(table: RecordTable) -> list[Row | GroupHead | None]:
    return [table.records.entry(at) for at in range(table.records.rowCount())]


def names(table: RecordTable) -> list[str]:
    return [row.cells["name"].text for row in entries(table) if isinstance(row, Row)]


def press(
    screen: FindScreen, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> bool:
    """Press a key in the search field of the window, which offers it to the screen."""
    return screen.search_key(QKeyEvent(QKeyEvent.Type.KeyPress, key, modifiers))


def looks(office: Office) -> list[tuple[str, int | None]]:
    """The look-ups that were written down."""
    with office.database.reading() as connection:
        found = connection.execute(select(Look.text, Look.hits).where(Look.kind == LookKind.FIND))
        return [(text, hits) for text, hits in found]


def keyboard() -> QWidget:
    """What has the keyboard."""
    focused = QApplication.focusWidget()
    assert focused is not None
    return focused


def wrong(number: str) -> str:
    """A number of which the last digit is wrong."""
    return number[:-1] + str((int(number[-1]) + 1) % 10)


# Marks


@pytest.mark.parametrize(
    ("text", "wanted", "marked"),
    [
        ("14 Tanner's Yard", "tanner", ["Tanner"]),
        ("Tanner & Pike Upholstery", "pike tan", ["Tan", "Pike"]),
        ("Beth Tanner", "anner", []),
        ("José Müller", "jose mull", ["José", "Müll"]),
        ("Straße 5", "strasse", ["Straße"]),
        ("07700 900 142", "+44 7700-900142", ["7700 900 142"]),
        ("07700 900 142", "0142", ["0 142"]),
        ("4817-2090", "48172090", ["4817-2090"]),
        ("4817-2090", "172", []),
        ("marta@example.org", "marta@example.org", ["marta", "example", "org"]),
        ("Łódź", "lodz", ["Łódź"]),
        ("", "tanner", []),
        ("Tanner", "", []),
    ],
)
def test_marks_are_what_was_typed(text: str, wanted: str, marked: list[str]) -> None:
    assert [text[start:end] for start, end in marks(text, wanted)] == marked


# Results


def test_results_stand_in_groups_with_counts(office: Office, opened: Callable[..., FindScreen]) -> None:
    _, number = marta(office)
    screen = opened("tanner")
    heads = [(one.text, one.count) for one in entries(screen.results.found) if isinstance(one, GroupHead)]
    assert heads == [("Customers", "1"), ("Orders", "1"), ("Calls and notes", "1")]
    assert names(screen.results.found)[:2] == ["Marta Lindqvist", number]
    assert screen.presenter.state.counts() == dict(zip(Group, (3, 1, 1, 1), strict=True))


def test_a_row_says_state_and_owner(office: Office, opened: Callable[..., FindScreen]) -> None:
    marta(office)
    screen = opened("tanner")
    row = entries(screen.results.found)[3]
    assert isinstance(row, Row)
    assert (row.cells["state"].text, row.cells["state"].status) == ("On time", Status.ON_TIME)
    owner = row.cells["owner"].owner
    assert owner is not None
    assert owner.name == "Sam Sales"
    assert row.cells["matched"].text[slice(*row.cells["matched"].hits[0])] == "Tanner"


def test_an_answer_that_comes_late_is_dropped(
    office: Office, at_desk: TestDesk, presenter: FindPresenter
) -> None:
    marta(office)
    office.customer("Owen Hale")
    at_desk.runner.hold()
    presenter.search("owen")
    presenter.search("marta")
    at_desk.runner.release()
    assert [hit.name for hit in presenter.state.hits if hit.kind == "customer"] == ["Marta Lindqvist"]
    assert presenter.state.found_for == "marta"


def test_typing_quickly_with_real_threads_ends_at_the_last_text(
    office: Office, tmp_path: Path, qtbot: QtBot
) -> None:
    marta(office)
    runner = ThreadRunner()
    with desk_in(office, tmp_path, runner=runner) as desk:
        screen = FindScreen(desk.desk, Place("find"))
        qtbot.addWidget(screen)
        for end in range(1, len("tanner") + 1):
            screen.search("tanner"[:end])
        state = screen.presenter
        qtbot.waitUntil(lambda: state.state.found_for == "tanner" and state.state.case is not None)
        assert names(screen.results.found)[0] == "Marta Lindqvist"
        qtbot.waitUntil(lambda: runner.is_idle)
    assert runner.close()


def test_tab_narrows_to_a_group_and_back(office: Office, opened: Callable[..., FindScreen]) -> None:
    _, number = marta(office)
    screen = opened("tanner")
    assert press(screen, Qt.Key.Key_Tab)
    assert names(screen.results.found) == ["Marta Lindqvist"]
    press(screen, Qt.Key.Key_Tab)
    assert names(screen.results.found) == [number]
    press(screen, Qt.Key.Key_Backtab)
    press(screen, Qt.Key.Key_Backtab)
    assert len(names(screen.results.found)) == 3


def test_enter_opens_the_first_result_and_down_the_next(
    office: Office, opened: Callable[..., FindScreen], at_desk: TestDesk
) -> None:
    customer, number = marta(office)
    screen = opened("tanner")
    press(screen, Qt.Key.Key_Return)
    press(screen, Qt.Key.Key_Down)
    press(screen, Qt.Key.Key_Return)
    assert at_desk.asked.way == [("case", customer), ("order", number)]


def test_another_text_begins_at_its_first_result(office: Office, opened: Callable[..., FindScreen]) -> None:
    marta(office)
    screen = opened("tanner")
    press(screen, Qt.Key.Key_Down)
    screen.search("tanner's")
    chosen = screen.presenter.state.chosen
    assert chosen is not None
    assert chosen.kind == "customer"


def test_f8_calls_the_chosen_customer_by_the_number_that_was_found(
    office: Office, opened: Callable[..., FindScreen], at_desk: TestDesk
) -> None:
    customer, _ = marta(office)
    screen = opened("+44 7700 900142")
    assert (screen.call_subject().customer, screen.call_subject().phone) == (customer, "07700 900 142")
    screen.presenter.call_chosen()
    assert at_desk.asked.way == [("call", customer)]


def test_ctrl_c_copies_the_number(
    office: Office, opened: Callable[..., FindScreen], at_desk: TestDesk
) -> None:
    _, number = marta(office)
    screen = opened("tanner")
    press(screen, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "07700 900 142"
    press(screen, Qt.Key.Key_Down)
    press(screen, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == number
    assert at_desk.told[-1].lead == f"{number} is copied."


def test_whoever_types_in_the_results_goes_on_searching(
    office: Office, opened: Callable[..., FindScreen], at_desk: TestDesk
) -> None:
    marta(office)
    screen = opened("tanne")
    screen.focus_start()
    QTest.keyClicks(keyboard(), "r")
    assert at_desk.asked.way == [("find", "tanner")]


def test_esc_clears_what_is_searched_before_it_leaves(
    opened: Callable[..., FindScreen], at_desk: TestDesk
) -> None:
    screen = opened("tanner")
    assert screen.step_back()
    assert at_desk.asked.way == [("find", "")]
    screen.search("")
    assert not screen.step_back()


def test_state_follows_a_change_and_the_order_of_results_does_not(
    office: Office, opened: Callable[..., FindScreen], at_desk: TestDesk
) -> None:
    _, first = marta(office)
    _, second = marta(office, "Beth Tanner")
    screen = opened("tanner")
    before = names(screen.results.found)
    press(screen, Qt.Key.Key_Down)
    chosen = screen.results.found.current_id
    office.later(hours=1)
    marta(office, "Anna Tanner")
    office.run(BlockMilestone(order=first, milestone="ready", reason="Landlord"), "mia")
    at_desk.desk.bus.publish(ChangeSet(frozenset({"order"})))
    after = names(screen.results.found)
    assert [one for one in after if one in before] == before
    assert "Anna Tanner" in after
    assert screen.results.found.current_id == chosen
    hits = {hit.name: hit.status for hit in screen.presenter.state.hits}
    assert (hits[first], hits[second]) == (OrderStatus.IN_JEOPARDY, OrderStatus.ON_TIME)


def test_results_that_nobody_looks_at_are_read_again_when_they_come_to_the_front(
    office: Office, at_desk: TestDesk, presenter: FindPresenter
) -> None:
    marta(office)
    presenter.search("tanner")
    presenter.set_seen(False)
    marta(office, "Anna Tanner")
    at_desk.desk.bus.publish(ChangeSet(frozenset({"customer"})))
    assert len(presenter.state.hits) == 3
    presenter.read_again()
    assert len(presenter.state.hits) == 6


def test_more_results_come_when_they_are_asked_for(office: Office, presenter: FindPresenter) -> None:
    for number in range(70):
        office.customer(f"Anna Berg{number:02}")
    presenter.search("anna")
    assert (len(presenter.state.hits), presenter.has_more) == (60, True)
    presenter.ask_for_more()
    assert (len(presenter.state.hits), presenter.has_more) == (70, False)


# The preview


def test_the_preview_shows_where_things_stand(office: Office, opened: Callable[..., FindScreen]) -> None:
    customer, number = marta(office)
    request = OpenRequest(about=About(str(customer)), event="where_is_my_order", wants="She asks for the dig")
    office.run(request)
    screen = opened("tanner")
    spoken = {label.accessibleName() or label.text() for label in screen.preview.findChildren(QLabel)}
    case = office.read(CaseQuery(about=number))
    assert {f"{line.label}: {line.text}" for line in case.stand} <= spoken
    assert {"07700 900 142", "14 Tanner's Yard, Stonebridge SB4 2QT", "Marta Lindqvist", number} <= spoken


def test_running_through_the_rows_reads_only_the_last_case(
    office: Office, at_desk: TestDesk, presenter: FindPresenter, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [Target("customer", one, one).row_id for one in (office.customer(f"Anna {n}") for n in range(5))]
    services, asked = at_desk.desk.services, []
    real = services.read

    def read(query: Any) -> Any:
        asked.append(query)
        return real(query)

    monkeypatch.setattr(services, "read", read)
    for row in rows:
        presenter.choose(row)
    qtbot.waitUntil(lambda: presenter.state.case is not None)
    assert [one.about for one in asked] == [row.split()[1] for row in (rows[0], rows[-1])]


def test_a_case_that_cannot_be_read_says_so(
    office: Office, opened: Callable[..., FindScreen], at_desk: TestDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    marta(office)
    services = at_desk.desk.services
    real = services.read

    def read(query: Any) -> Any:
        if isinstance(query, CaseQuery):
            raise DatabaseUnreachable("The database does not answer.")
        return real(query)

    monkeypatch.setattr(services, "read", read)
    screen = opened("tanner")
    assert screen.presenter.state.case_fault == "The database does not answer."
    assert screen.is_ready


# Nothing found


def test_what_was_looked_for_in_vain_is_written_down_once(
    office: Office, opened: Callable[..., FindScreen], at_desk: TestDesk
) -> None:
    screen = opened()
    for end in range(1, 5):
        screen.search("tanr"[:end])
    assert looks(office) == []
    press(screen, Qt.Key.Key_Return)
    press(screen, Qt.Key.Key_Return)
    screen.presenter._rest.timeout.emit()
    assert looks(office) == [("tanr", 0)]
    assert at_desk.asked.way == []


def test_resting_on_an_empty_result_counts_as_a_look(office: Office, presenter: FindPresenter) -> None:
    presenter.search("tanr")
    assert presenter._rest.isActive()
    presenter._rest.timeout.emit()
    assert looks(office) == [("tanr", 0)]


def test_a_text_that_finds_something_is_not_written_down(office: Office, presenter: FindPresenter) -> None:
    marta(office)
    presenter.search("tanner")
    presenter._rest.timeout.emit()
    assert looks(office) == []


def test_nothing_found_says_so_and_offers_a_new_customer(opened: Callable[..., FindScreen]) -> None:
    screen = opened("tanr")
    spoken = [label.text() for label in screen.findChildren(QLabel) if label.isVisibleTo(screen)]
    assert "Nothing for “tanr”." in spoken
    offers = [one.accessibleName() for one in screen.findChildren(QAbstractButton) if one.isVisibleTo(screen)]
    assert "New customer “tanr”" in offers


def test_while_an_answer_is_on_its_way_nothing_is_called_missing(
    at_desk: TestDesk, presenter: FindPresenter
) -> None:
    at_desk.runner.hold()
    presenter.search("tanr")
    before = presenter.state.shows
    at_desk.runner.release()
    assert (before, presenter.state.shows) == (Shows.RESULTS, Shows.NOTHING)


def test_a_wrong_number_offers_its_neighbours(
    office: Office, opened: Callable[..., FindScreen], at_desk: TestDesk, qtbot: QtBot
) -> None:
    _, number = marta(office)
    screen = opened(wrong(number))
    near = next(one for one in screen.findChildren(QAbstractButton) if one.accessibleName() == number)
    qtbot.waitUntil(lambda: near.isVisibleTo(screen))
    QTest.keyClick(near, Qt.Key.Key_Space)
    assert at_desk.asked.way == [("order", number)]


def test_without_the_database_what_was_read_before_is_searched_and_marked_as_such(
    office: Office, opened: Callable[..., FindScreen], at_desk: TestDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    marta(office)
    screen = opened("tanner")

    def fail(_query: Any) -> None:
        raise DatabaseUnreachable("The database does not answer.")

    monkeypatch.setattr(at_desk.desk.services, "read", fail)
    screen.search("lindqvist")
    assert names(screen.results.found)[0] == "Marta Lindqvist"
    spoken = [label.text() for label in screen.findChildren(QLabel) if label.isVisibleTo(screen)]
    assert "The database does not answer. Below is what was read before." in spoken
    press(screen, Qt.Key.Key_Return)
    assert looks(office) == []


# The last records


def test_the_last_ten_records_are_kept_by_id_alone_for_each_person(tmp_path: Path) -> None:
    settings = SettingsFile(tmp_path / "settings.toml")
    url = "postgresql+psycopg://uma:secret@db/casedesk"
    uma, ulf = RecentRecords(settings, "uma", url), RecentRecords(settings, "ulf", url)
    places = [Place("order", f"{number}") for number in range(MOST + 3)]
    for place in (*places, places[5], Place("my-desk"), Place("new-order", "x")):
        uma.remember(place)
    again = RecentRecords(SettingsFile(tmp_path / "settings.toml"), "uma", url).places()
    assert again[0] == places[5]
    assert len(again) == len(set(again)) == MOST
    assert ulf.places() == ()
    assert "secret" not in (tmp_path / "settings.toml").read_text(encoding="utf-8")


def test_before_typing_the_last_records_are_shown(
    office: Office, recent: RecentRecords, opened: Callable[..., FindScreen]
) -> None:
    customer, number = marta(office)
    office.customer("Owen Hale")
    recent.remember(Place("case", str(customer)))
    recent.remember(Place("order", number.replace("-", "")))
    screen = opened()
    assert screen.presenter.state.shows is Shows.RECENT
    assert sorted(names(screen.results.found)) == [number, "Marta Lindqvist"]
    screen.search("owen")
    screen.search("")
    assert sorted(names(screen.results.found)) == [number, "Marta Lindqvist"]


def test_a_fresh_desk_says_what_to_type(opened: Callable[..., FindScreen]) -> None:
    screen = opened()
    spoken = [label.text() for label in screen.findChildren(QLabel) if label.isVisibleTo(screen)]
    assert "Nothing was opened here yet." in spoken
    assert screen.is_ready


# All orders


class ManyOrders:
    """Answers like the query, over numbers that are their own continuations; remembers what it was asked."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.asked: list[Orders] = []

    def read(
        self,
        _key: str,
        query: Orders,
        done: Callable[[OrderList], None],
        _failed: Callable[[Exception], None],
    ) -> None:
        self.asked.append(query)
        start = int(query.after or 0)
        end = min(start + min(query.limit, 1000), self.count)
        rows = tuple(_order(number) for number in range(start, end))
        done(OrderList(rows=rows, total=self.count, next=str(end) if end < self.count else None))


def _order(number: int) -> OrderRow:
    record, printed_number = UUID(int=number), OrderNumber(printed(number_at(number, 1)))
    return OrderRow(
        number=printed_number, id=record, customer=record, customer_name="Marta Lindqvist", headline="Fibre 500",
        place="", state="placed", status=OrderStatus.ON_TIME, was_late=False, owner=None, owner_name="", queue=None,
        opened_at=TUESDAY, placed_on=None, promised_on=date(2026, 12, 7), first_promised_on=None, forecast_on=None,
        done_on=None, cancelled_on=None, days_late=None, next_step="", next_step_due_at=None, currency="GBP",
        total_once=Decimal(0), total_monthly=Decimal(34), source=None, external=None,
    )  # fmt: skip


def _row(order: OrderRow) -> Row:
    return Row(str(order.id.int))


class Listed:
    """The model over many orders, with the steps that a view would take."""

    def __init__(self, orders: ManyOrders, qtbot: QtBot) -> None:
        self.orders, self._qtbot = orders, qtbot
        self.totals: list[int] = []
        self.source = AllOrders(orders.read, _row, self.totals.append)
        self.model = WindowedTableModel((), self.source.fetch)
        self.model.reload()
        self.look_at(0)

    def look_at(self, row: int) -> str:
        """What stands in a row, once it was read."""
        self._qtbot.waitUntil(lambda: self.model.entry(row) is not None)
        entry = self.model.entry(row)
        return entry.id if isinstance(entry, Row) else ""


def test_all_orders_are_read_by_windows_and_never_far_from_what_is_known(qtbot: QtBot) -> None:
    listed = Listed(ManyOrders(2_000_000), qtbot)
    assert listed.totals[-1] == 2_000_000
    assert listed.model.rowCount() == WINDOW_ROWS + AHEAD
    for _ in range(3):
        last = listed.model.rowCount() - 1
        assert listed.look_at(last) == str(last)
    assert all(query.limit <= 1000 for query in listed.orders.asked)


@pytest.mark.parametrize("count", [1, 199, 200, 201, 400, 1000])
def test_the_end_of_the_list_is_its_end(qtbot: QtBot, count: int) -> None:
    listed = Listed(ManyOrders(count), qtbot)
    while not listed.model.is_exact:
        listed.model.entry(listed.model.rowCount() - 1)
        QApplication.processEvents()
    assert listed.model.rowCount() == count
    assert [listed.look_at(row) for row in range(count)] == [str(row) for row in range(count)]


def test_a_change_far_down_reads_again_from_there_and_not_from_the_top(qtbot: QtBot) -> None:
    listed = Listed(ManyOrders(20_000), qtbot)
    for row in range(0, 12_000, WINDOW_ROWS):
        listed.look_at(row)
    listed.orders.asked.clear()
    listed.model.refresh()
    qtbot.waitUntil(lambda: len(listed.orders.asked) >= 12)
    assert all(query.limit == WINDOW_ROWS for query in listed.orders.asked)
    assert listed.look_at(11_950) == "11950"


def test_another_choice_asks_from_the_start(qtbot: QtBot) -> None:
    listed = Listed(ManyOrders(3000), qtbot)
    listed.look_at(900)
    listed.source.choose(OrderChoice(status="late", owner="sam", sort="promised_on"))
    listed.model.reload()
    listed.look_at(0)
    last = listed.orders.asked[-1]
    assert (last.filter, last.sort, last.after) == ({"status": "late", "owner": "sam"}, "promised_on", None)


def test_an_empty_field_and_orders_is_the_list_of_all_orders(
    office: Office, opened: Callable[..., FindScreen], qtbot: QtBot
) -> None:
    _, first = marta(office)
    second = office.quote(office.customer("Owen Hale"), owner="uma")
    screen = opened()
    screen.presenter.choose_group(Group.ORDERS)
    table = screen.results.all_orders
    qtbot.waitUntil(lambda: len(names(table)) == 2)
    assert screen.results.table is table
    assert screen.presenter.state.chosen is not None
    assert screen.presenter.state.counted == 2
    screen.presenter.choose_orders(OrderChoice(owner="uma"))
    qtbot.waitUntil(lambda: names(table) == [second])
    screen.presenter.choose_orders(OrderChoice(sort="-promised_on"))
    qtbot.waitUntil(lambda: names(table) == [first, second])


def test_the_list_of_all_orders_follows_changes(
    office: Office, opened: Callable[..., FindScreen], at_desk: TestDesk, qtbot: QtBot
) -> None:
    _, number = marta(office)
    screen = opened()
    screen.presenter.choose_group(Group.ORDERS)
    table = screen.results.all_orders
    qtbot.waitUntil(lambda: names(table) == [number])
    office.run(BlockMilestone(order=number, milestone="ready", reason="Landlord"), "mia")
    at_desk.desk.bus.publish(ChangeSet(frozenset({"order"})))

    def state() -> str:
        row = table.records.entry(0)
        return row.cells["state"].text if isinstance(row, Row) else ""

    qtbot.waitUntil(lambda: state() == "In jeopardy")
    assert Target.read(table.current_id) is not None


def test_a_choice_without_orders_says_so(
    office: Office, opened: Callable[..., FindScreen], qtbot: QtBot
) -> None:
    marta(office)
    screen = opened()
    screen.presenter.choose_group(Group.ORDERS)
    screen.presenter.choose_orders(OrderChoice(status="cancelled"))
    qtbot.waitUntil(lambda: screen.presenter.state.counted == 0)
    spoken = [label.text() for label in screen.findChildren(QLabel) if label.isVisibleTo(screen)]
    assert "No order is like that." in spoken
    assert screen.presenter.state.chosen is None


def test_paging_down_goes_on_past_what_was_read(
    opened: Callable[..., FindScreen], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = opened()
    orders = ManyOrders(5000)
    monkeypatch.setattr(screen.results._source, "_read", orders.read)
    screen.presenter.choose_group(Group.ORDERS)
    table = screen.results.all_orders
    qtbot.waitUntil(lambda: table.current_id != "")
    table.setFocus()
    for _ in range(60):
        QTest.keyClick(table, Qt.Key.Key_PageDown)
        qtbot.waitUntil(lambda: table.current_id != "")
    assert table.currentIndex().row() > 3 * WINDOW_ROWS
    chosen = screen.presenter.state.chosen
    assert chosen is not None
    assert chosen.row_id == table.current_id


# A new customer


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("Owen Hale", "name"),
        ("+44 7700 900142", "phone"),
        ("07700900142", "phone"),
        ("owen@example.org", "email"),
        ("Café 21", "name"),
        ("", "name"),
    ],
)
def test_what_was_typed_stands_in_the_field_that_it_fits(text: str, field: str) -> None:
    form = form_for(text)
    assert {key: form.value(key) for key in ("name", "phone", "email")} == {
        "name": "", "phone": "", "email": "", field: text,
    }  # fmt: skip


def test_ctrl_shift_n_registers_whom_nobody_knew_and_opens_the_case(
    office: Office, opened: Callable[..., FindScreen], at_desk: TestDesk
) -> None:
    screen = opened("Owen Hale")
    screen.focus_start()
    control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(keyboard(), Qt.Key.Key_N, control | shift)
    QTest.keyClicks(keyboard(), "07700 900 188")
    QTest.keyClick(keyboard(), Qt.Key.Key_Return)
    hit = office.read(Find(text="900188")).hits[0]
    assert hit.name == "Owen Hale"
    assert at_desk.asked.way == [("case", hit.customer)]
    assert at_desk.desk.drafts.all() == ()


def test_a_customer_without_name_and_phone_is_asked_for_one(opened: Callable[..., FindScreen]) -> None:
    screen = opened()
    screen.newcomer.open("")
    screen.newcomer.save()
    form = screen.form.open_form
    assert form is not None
    assert form.field("name").message == "Write a name or a phone number."


def test_what_was_written_of_a_new_customer_is_kept_and_comes_back(
    opened: Callable[..., FindScreen], at_desk: TestDesk
) -> None:
    screen = opened("tanr")
    screen.newcomer.open("tanr")
    screen.newcomer.type("phone", "07700")
    assert screen.step_back()
    assert screen.form.open_form is None
    screen.search("")
    screen.look_again()
    form = screen.newcomer.state.form
    assert form is not None
    assert (form.value("name"), form.value("phone")) == ("tanr", "07700")
    assert [one.title for one in at_desk.desk.drafts.all()] == ["New customer tanr"]


def test_who_may_not_register_is_told_who_may(office: Office, tmp_path: Path, qtbot: QtBot) -> None:
    with desk_in(office, tmp_path, "fin") as desk:
        screen = FindScreen(desk.desk, Place("find"))
        qtbot.addWidget(screen)
        screen._new_customer()
        assert desk.told[-1].lead.startswith("Only sales, support")
        assert screen.form.open_form is None


# How it looks


SIZES = [(1232, 816, Room.WIDE, 100), (1144, 700, Room.FOLDED, 100), (944, 660, Room.NARROW, 100),
         (904, 456, Room.SMALL, 100), (1808, 912, Room.SMALL, 200)]  # fmt: skip


@pytest.mark.parametrize(("width", "height", "room", "zoom"), SIZES)
@pytest.mark.parametrize("theme", [ThemeChoice.LIGHT, ThemeChoice.DARK])
def test_nothing_is_cut_off_and_everything_has_a_name(
    office: Office,
    opened: Callable[..., FindScreen],
    worn_look: Dress,
    qtbot: QtBot,
    width: int,
    height: int,
    room: Room,
    zoom: int,
    theme: ThemeChoice,
) -> None:
    _, number = marta(office, LONG_NAME)
    worn_look.choose_theme(theme)
    worn_look.set_zoom(zoom)
    screen = opened("", width, height, room)
    for text in ("tanner", "tanr", wrong(number), "wolkenstein-trostburg zu hohenzollern hildegard", ""):
        screen.search(text)
        # What is added to a page gets its place only when Qt comes round to it.
        qtbot.waitUntil(lambda: cut_texts(screen) == [])
    screen.presenter.choose_group(Group.ORDERS)
    screen.newcomer.open(LONG_NAME)
    qtbot.waitUntil(lambda: cut_texts(screen) == [])
    nameless = [
        one
        for kind in (QAbstractButton, RecordTable)
        for one in screen.findChildren(kind)
        if one.isVisibleTo(screen) and not one.accessibleName()
    ]
    assert nameless == []
