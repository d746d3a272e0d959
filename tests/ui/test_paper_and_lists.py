"""What the screens print and save as files: worklists, decisions, many orders, and every list with its filters."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from casedesk.contract.cases import AddNote, MakePromise, RecordDecision
from casedesk.contract.documents import IssuedDocuments, IssueDocument
from casedesk.contract.orders import FinishMilestone, OrderQuery
from casedesk.contract.values import About, OrderNumber
from casedesk.services.imports.reading import Reading
from casedesk.services.imports.table import TableRow
from casedesk.services.imports.table_file import open_table
from casedesk.ui.dialogs.paper import Printers
from casedesk.ui.dialogs.preview_host import PreviewHost
from casedesk.ui.dialogs.print_preview import PrintPreview
from casedesk.ui.place import Place
from casedesk.ui.screen import Screen
from casedesk.ui.screens.case.matters_card import DECISIONS
from casedesk.ui.screens.case.view import CaseScreen
from casedesk.ui.screens.find.state import Group, OrderChoice
from casedesk.ui.screens.find.view import FindScreen
from casedesk.ui.screens.my_desk.state import DeskList
from casedesk.ui.screens.my_desk.view import MyDeskScreen
from casedesk.ui.screens.order.view import OrderScreen
from tests.factories import Office, open_office
from tests.ui.desks import TestDesk, desk_in

CONTROL = Qt.KeyboardModifier.ControlModifier
S = TypeVar("S", bound=Screen)


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
def opened(at_desk: TestDesk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """Opens a screen in a window of its own, on a computer without a printer."""
    monkeypatch.setattr(Printers, "usual", lambda _self: None)

    def make(kind: type[S], key: str = "") -> S:
        made = kind(at_desk.desk, Place("screen", key))
        qtbot.addWidget(made)
        made.resize(1216, 816)
        with qtbot.waitActive(made):
            made.show()
            made.activateWindow()
        made.focus_start()
        return made

    return make


@pytest.fixture
def file_in(tmp_path: Path) -> Callable[[QWidget, str], Path]:
    """Makes the save dialog of a screen answer with a file of a name."""

    def answer(screen: Any, name: str) -> Path:
        file = tmp_path / name
        screen._file.choose_file = lambda _parent, _suggested: str(file)
        return file

    return answer


def press(key: Qt.Key) -> None:
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, key, CONTROL)


def shown_in(host: PreviewHost) -> PrintPreview:
    assert host.preview is not None
    assert host.preview.presenter.state.fault == ""
    return host.preview


def text_of(preview: PrintPreview) -> str:
    return " ".join(sheet.text for sheet in preview.presenter.state.sheets)


def rows_of(file: Path) -> list[dict[str, object]]:
    """The rows of a saved list, read the way an import reads files."""
    table = open_table(file, Reading(delimiter="comma" if file.suffix == ".csv" else None, guarded=True))
    return [
        dict(zip(table.columns, row.cells, strict=True)) for row in table.rows() if isinstance(row, TableRow)
    ]


def promised(office: Office, text: str = "Call about the router") -> OrderNumber:
    number = office.placed(office.customer(), owner="uma")
    due_at = office.clock.now() + timedelta(hours=2)
    office.run(MakePromise(about=About(number), text=text, due_at=due_at))
    return number


# My Desk


def test_the_worklist_is_looked_at_and_issued_from_the_desk(
    office: Office, opened: Callable[..., Any], tmp_path: Path
) -> None:
    number = promised(office)
    desk: MyDeskScreen = opened(MyDeskScreen)
    press(Qt.Key.Key_P)
    preview = shown_in(desk.host)
    assert "Call about the router" in text_of(preview)
    assert number in text_of(preview)
    assert {one.id for one in preview.presenter.state.choices} == {"worklist", "shift-handover"}
    preview._choose_file = lambda _parent, name: str(tmp_path / name)
    press(Qt.Key.Key_S)
    [issued] = office.read(IssuedDocuments(about="uma"))
    assert issued.suffix == "L1"
    assert (tmp_path / "Uma Support L1.pdf").exists()
    assert desk.step_back()
    assert desk.host.preview is None


def test_the_shift_handover_is_in_the_palette_of_the_desk(office: Office, opened: Callable[..., Any]) -> None:
    promised(office)
    desk: MyDeskScreen = opened(MyDeskScreen)
    [shift] = [one for one in desk.offered if one.action.id == "desk_shift_handover"]
    shift.bound.trigger()
    assert "What else the next one must know" in text_of(shown_in(desk.host))


def test_the_list_in_front_is_saved(
    office: Office, at_desk: TestDesk, opened: Callable[..., Any], file_in: Callable[..., Path]
) -> None:
    promised(office, "=HYPERLINK(1)")
    number = promised(office)
    desk: MyDeskScreen = opened(MyDeskScreen)
    desk.focus_list(DeskList.PROMISES)
    file = file_in(desk, "promises.csv")
    press(Qt.Key.Key_E)
    rows = rows_of(file)
    assert [row["promise_text"] for row in rows] == ["=HYPERLINK(1)", "Call about the router"]
    assert rows[1]["promise_order_number"] == number
    with file.open(encoding="utf-8-sig", newline="") as raw:
        assert "'=HYPERLINK(1)" in next(csv.reader(list(raw)[1:2])), "a spreadsheet computes nothing"
    assert at_desk.told[-1].lead == "2 rows are saved in promises.csv."


def test_an_empty_list_asks_for_no_file(at_desk: TestDesk, opened: Callable[..., Any]) -> None:
    desk: MyDeskScreen = opened(MyDeskScreen)
    desk.focus_list(DeskList.HANDOVERS)
    [save] = [one for one in desk.offered if one.action.id == "desk_save_list"]
    save.bound.trigger()
    assert at_desk.told[-1].lead == "This list is empty; there is nothing to save."


# Find


def test_all_orders_that_the_filter_leaves_are_saved_with_typed_cells(
    office: Office, opened: Callable[..., Any], file_in: Callable[..., Path]
) -> None:
    mine = office.placed(office.customer(), owner="uma")
    office.placed(office.customer(), owner="sam")
    find: FindScreen = opened(FindScreen)
    find.presenter.choose_group(Group.ORDERS)
    find.presenter.choose_orders(OrderChoice(owner="uma"))
    file = file_in(find, "orders")
    find.results.all_orders.setFocus()
    press(Qt.Key.Key_E)
    [row] = rows_of(file.with_suffix(".xlsx"))
    assert row["number"] == mine
    assert row["promised_on"] in (date(2026, 12, 7), "2026-12-07")


def test_the_hits_that_are_shown_are_saved(
    office: Office, opened: Callable[..., Any], file_in: Callable[..., Path]
) -> None:
    office.customer("Ivo Castellan")
    find: FindScreen = opened(FindScreen)
    find.search("castellan")
    file = file_in(find, "hits.csv")
    find.results.found.setFocus()
    press(Qt.Key.Key_E)
    assert [row["name"] for row in rows_of(file)] == ["Ivo Castellan"]


def test_a_document_of_each_order_in_the_list_is_printed(office: Office, opened: Callable[..., Any]) -> None:
    numbers = {office.placed(office.customer(f"Person {n}"), owner="uma") for n in range(3)}
    office.placed(office.customer(), owner="sam")
    find: FindScreen = opened(FindScreen)
    find.presenter.choose_group(Group.ORDERS)
    find.presenter.choose_orders(OrderChoice(owner="uma"))
    find.results.all_orders.setFocus()
    press(Qt.Key.Key_P)
    preview = shown_in(find.host)
    assert len(preview.presenter.state.sheets) == 3
    assert all(number in text_of(preview) for number in numbers)
    find.search("somebody")
    assert find.host.preview is None, "whoever searches sees what is found"


def test_a_list_too_long_to_print_is_refused_in_words(
    office: Office, opened: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("casedesk.services.documents.MOST_IN_A_BATCH", 2)
    for n in range(3):
        office.placed(office.customer(f"Person {n}"))
    find: FindScreen = opened(FindScreen)
    find.presenter.choose_group(Group.ORDERS)
    find.results.all_orders.setFocus()
    press(Qt.Key.Key_P)
    assert find.host.preview is not None
    assert "Narrow the list" in find.host.preview.presenter.state.fault


# Case and order


def test_a_decision_is_confirmed_in_writing_from_the_case(
    office: Office, at_desk: TestDesk, opened: Callable[..., Any]
) -> None:
    customer = office.customer()
    for n in (1, 2):
        office.run(
            RecordDecision(about=About(str(customer)), question=f"Question {n}", outcome=f"Outcome {n}")
        )
    case: CaseScreen = opened(CaseScreen, str(customer))
    table = case.matters.sections[DECISIONS].table
    table.choose_first()
    chosen = table.current_id
    table.opened.emit(chosen)
    [confirm] = at_desk.told[-1].choices
    confirm.act()
    text = text_of(shown_in(case.host))
    assert "What we decided for you" in text
    assert at_desk.told[-1].lead in text


def test_a_paper_of_the_case_is_printed_again_from_its_timeline(
    office: Office, at_desk: TestDesk, opened: Callable[..., Any], tmp_path: Path
) -> None:
    customer = office.customer()
    office.run(IssueDocument(document="case-record", about=str(customer)))
    case: CaseScreen = opened(CaseScreen, str(customer))
    case.timeline.list.setFocus()
    QTest.keyClicks(case.timeline.list, "d")
    preview = shown_in(case.host)
    state = preview.presenter.state
    assert (state.title, state.suffix) == ("Case record", "R1")
    assert "Copy of R1" in text_of(preview)
    preview._choose_file = lambda _parent, name: str(tmp_path / name)
    preview.focus_start()
    press(Qt.Key.Key_S)
    [issued] = office.read(IssuedDocuments(about=str(customer)))
    assert issued.reprints == 1
    assert case.step_back()
    case.timeline.list.setCurrentIndex(
        case.timeline.list.model().index(case.timeline.list.model().rowCount() - 1, 0)
    )
    QTest.keyClicks(case.timeline.list, "d")
    assert at_desk.told[-1].lead == "Nothing was printed with this entry."


def test_the_timeline_is_saved_with_its_filter(
    office: Office, opened: Callable[..., Any], file_in: Callable[..., Path]
) -> None:
    customer = office.customer()
    for n in range(3):
        office.run(AddNote(about=About(str(customer)), text=f"Note {n}"))
    case: CaseScreen = opened(CaseScreen, str(customer))
    case.presenter.choose_filter("notes")
    file = file_in(case, "timeline.csv")
    case.timeline.list.setFocus()
    press(Qt.Key.Key_E)
    assert {row["text"] for row in rows_of(file)} == {"Note 0", "Note 1", "Note 2"}


def test_the_orders_of_a_case_are_saved(
    office: Office, opened: Callable[..., Any], file_in: Callable[..., Path]
) -> None:
    customer = office.customer()
    numbers = {office.placed(customer), office.quote(customer)}
    office.quote(office.customer("Somebody Else"))
    case: CaseScreen = opened(CaseScreen, str(customer))
    file = file_in(case, "orders.xlsx")
    [save] = [one for one in case.offered if one.action.id == "case_save_orders"]
    save.bound.trigger()
    assert {row["number"] for row in rows_of(file)} == numbers


def test_the_list_of_an_order_that_has_the_keyboard_is_saved(
    office: Office, opened: Callable[..., Any], file_in: Callable[..., Path]
) -> None:
    number = office.placed()
    office.run(FinishMilestone(order=number, milestone="checked"), "mia")
    office.run(IssueDocument(document="order-confirmation", about=number))
    order: OrderScreen = opened(OrderScreen, number.replace("-", ""))
    milestones = file_in(order, "milestones.csv")
    order.milestones.setFocus()
    press(Qt.Key.Key_E)
    assert [row["key"] for row in rows_of(milestones)] == [
        one.key for one in office.read(OrderQuery(number=number)).milestones
    ]
    documents = file_in(order, "documents.csv")
    order.lower_part.documents.table.setFocus()
    press(Qt.Key.Key_E)
    assert [row["suffix"] for row in rows_of(documents)] == ["C1"]


def test_a_document_of_the_list_is_printed_again_as_a_copy(
    office: Office, opened: Callable[..., Any], tmp_path: Path
) -> None:
    number = office.placed()
    issued = office.run(IssueDocument(document="order-confirmation", about=number))
    order: OrderScreen = opened(OrderScreen, number.replace("-", ""))
    order.lower_part.documents.table.opened.emit(str(issued.id))
    preview = shown_in(order.host)
    assert "Copy of C1" in text_of(preview)
    preview._choose_file = lambda _parent, name: str(tmp_path / name)
    preview.focus_start()
    press(Qt.Key.Key_S)
    assert (tmp_path / f"{number} C1.pdf").exists()
    [row] = office.read(OrderQuery(number=number)).documents
    assert row.reprints == 1


def test_a_file_that_cannot_be_written_is_said(
    office: Office, at_desk: TestDesk, opened: Callable[..., Any], file_in: Callable[..., Path]
) -> None:
    promised(office)
    desk: MyDeskScreen = opened(MyDeskScreen)
    desk.focus_list(DeskList.PROMISES)
    file_in(desk, "absent/promises.csv")
    press(Qt.Key.Key_E)
    assert "cannot be written" in f"{at_desk.told[-1].lead} {at_desk.told[-1].text}"
