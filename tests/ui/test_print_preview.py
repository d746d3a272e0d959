"""The print preview: the very pages, what is issued when, printing, saving, and letters that cannot be printed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPageSize
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from casedesk.contract.cases import AddNote, Timeline
from casedesk.contract.documents import DocumentContent, IssuedDocuments, IssueDocument, PreviewDocument
from casedesk.contract.orders import DocumentRow, LineGiven, OrderQuery
from casedesk.contract.values import About, OrderNumber
from casedesk.ui.background import ThreadRunner
from casedesk.ui.dialogs.paper import Printers, image_of, put_on_paper
from casedesk.ui.dialogs.pdf_pages import UnreadablePages, picture_of, pictures_of, sheets_of
from casedesk.ui.dialogs.preview_wish import PreviewWish
from casedesk.ui.dialogs.print_preview import PrintPreview
from casedesk.ui.dialogs.print_preview_presenter import PageSize
from casedesk.ui.theme import Look, ThemeChoice
from tests.factories import Office, open_office
from tests.ui.desks import TestDesk, desk_in
from tests.ui.fitting import cut_texts

CONTROL = Qt.KeyboardModifier.ControlModifier


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


class PaperFile(Printers):
    """A printer that prints into a file; it is the one that is always there."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def usual(self) -> QPrinter | None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(self.file))
        return printer

    def choose(self, printer: QPrinter | None, parent: QWidget) -> QPrinter | None:
        return self.usual()


class NoPrinter(Printers):
    """A computer without a printer."""

    def usual(self) -> QPrinter | None:
        return None

    def choose(self, printer: QPrinter | None, parent: QWidget) -> QPrinter | None:
        return None


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    """Where the printer of the tests prints."""
    return tmp_path / "paper.pdf"


Opener = Callable[..., PrintPreview]


@pytest.fixture
def preview(at_desk: TestDesk, qtbot: QtBot, paper: Path, tmp_path: Path) -> Opener:
    """Opens a preview with a printer, and a file dialog that answers at once."""

    def opened(
        number: OrderNumber,
        document: str = "order-confirmation",
        *,
        printers: Printers | None = None,
        **wish: object,
    ) -> PrintPreview:
        made = PrintPreview(
            at_desk.desk,
            PreviewWish(number, document, **wish),  # type: ignore[arg-type]
            printers=printers or PaperFile(paper),
            choose_file=lambda _parent, name: str(tmp_path / name),
        )
        qtbot.addWidget(made)
        made.resize(1184, 816)
        with qtbot.waitExposed(made):
            made.show()
        made.focus_start()
        return made

    return opened


def documents(office: Office, number: OrderNumber) -> tuple[DocumentRow, ...]:
    rows: tuple[DocumentRow, ...] = office.read(OrderQuery(number=number)).documents
    return rows


# Pages


def test_the_pages_are_drawn_from_the_very_bytes(office: Office) -> None:
    number = office.placed()
    content = office.read(PreviewDocument(document="order-confirmation", about=number)).content
    (sheet,) = sheets_of(content)
    assert (round(sheet.width), round(sheet.height)) == (595, 842)
    assert number in sheet.text
    picture = picture_of(content, 0, 2.0)
    assert (picture.width, picture.height) == (1191, 1684)
    image = image_of(picture)
    assert image.pixelColor(5, 5).name() == "#ffffff"
    inks = {image.pixelColor(x, y).name() for x in range(0, 1191, 3) for y in range(0, 400, 3)}
    assert len(inks) > 5, "something is printed there"


def test_what_is_no_pdf_is_said_in_words() -> None:
    with pytest.raises(UnreadablePages, match="damaged"):
        sheets_of(b"%PDF-1.4 not really")


def test_many_threads_draw_one_after_the_other(office: Office) -> None:
    """PDFium crashes, or gives wrong text, when two threads are in it at once."""
    contents = [
        office.read(
            PreviewDocument(
                document="order-confirmation", about=office.placed(office.customer(f"Person {n}"))
            )
        )
        for n in range(4)
    ]
    expected = [sheets_of(one.content)[0].text for one in contents]
    pixels = [picture_of(one.content, 0, 0.5).pixels for one in contents]

    def look(at: int) -> bool:
        one = contents[at % 4].content
        return sheets_of(one)[0].text == expected[at % 4] and picture_of(one, 0, 0.5).pixels == pixels[at % 4]

    with ThreadPoolExecutor(6) as threads:
        assert all(threads.map(look, range(48)))


# Looking


def test_looking_issues_nothing(office: Office, preview: Opener) -> None:
    number = office.placed()
    opened = preview(number)
    state = opened.presenter.state
    assert (state.title, state.suffix, len(state.sheets)) == ("Order confirmation", "C1", 1)
    assert state.picture is not None
    assert documents(office, number) == ()
    assert "files 1 page as C1" in said(opened)
    assert opened.pages.accessibleName() == "Order confirmation, Page 1 of 1"
    assert number in opened.pages.accessibleDescription()


def test_pages_are_turned_and_enlarged_by_keys(office: Office, preview: Opener) -> None:
    office_lines = tuple(LineGiven(product="ROUTER") for _ in range(60))
    opened = preview(office.placed(lines=office_lines))
    pages = len(opened.presenter.state.sheets)
    assert pages > 1
    QTest.keyClick(opened.pages, Qt.Key.Key_PageDown)
    assert opened.presenter.state.page == 1
    assert f"Page 2 of {pages}" in said(opened)
    QTest.keyClick(opened.pages, Qt.Key.Key_PageUp)
    QTest.keyClick(opened.pages, Qt.Key.Key_PageUp)
    assert opened.presenter.state.page == 0
    fitting = opened.pages.percent
    QTest.keyClicks(opened.pages, "+")
    assert opened.pages.percent > fitting
    picture = opened.presenter.state.picture
    assert picture is not None
    width = opened.presenter.state.sheets[0].width * 96 / 72 * opened.pages.percent / 100
    assert picture.width == pytest.approx(width, abs=1), "drawn anew and not stretched"
    QTest.keyClick(opened.pages, Qt.Key.Key_PageDown)
    assert opened.presenter.state.page == 0, "first the rest of this page"
    QTest.keyClicks(opened.pages, "0")
    assert opened.pages.percent == fitting
    QTest.keyClicks(opened.pages, "-")
    assert opened.pages.percent < fitting


def test_another_paper_lays_the_pages_out_anew(office: Office, preview: Opener) -> None:
    opened = preview(office.placed())
    opened.side.size_chosen.emit(PageSize.LETTER)
    (sheet,) = opened.presenter.state.sheets
    assert (round(sheet.width), round(sheet.height)) == (612, 792)


def test_another_document_of_the_order_is_chosen(office: Office, preview: Opener) -> None:
    opened = preview(office.quote(), "order-quote")
    assert opened.presenter.state.suffix == "Q1"
    opened.presenter.choose_document("order-confirmation")
    assert opened.presenter.state.title == "Order confirmation"


def test_pages_that_are_being_read_have_no_buttons_yet(
    office: Office, at_desk: TestDesk, preview: Opener
) -> None:
    number = office.placed()
    at_desk.runner.hold()
    opened = preview(number)
    QTest.keyClick(opened.pages, Qt.Key.Key_Return, CONTROL)
    at_desk.runner.release()
    assert documents(office, number) == ()
    assert opened.presenter.state.content is not None


# What leaves the house


def test_printing_issues_the_document_and_prints_the_filed_bytes(
    office: Office, at_desk: TestDesk, preview: Opener, paper: Path
) -> None:
    number = office.placed()
    opened = preview(number)
    QTest.keyClick(opened.pages, Qt.Key.Key_Return, CONTROL)
    (issued,) = documents(office, number)
    filed = office.read(DocumentContent(id=issued.id)).content
    state = opened.presenter.state
    assert state.content is not None
    assert (state.filed, state.content.content) == (issued.id, filed)
    assert len(sheets_of(paper.read_bytes())) == 1, "something came out of the printer"
    assert at_desk.told[-1].lead == "Order confirmation C1 was printed."
    assert "Filed as C1, 1 page." in said(opened)


def test_what_comes_out_is_as_large_as_the_sheet(office: Office, tmp_path: Path, qapp: object) -> None:
    number = office.placed()
    content = office.read(PreviewDocument(document="order-confirmation", about=number)).content
    file = tmp_path / "sheet.pdf"
    printer = PaperFile(file).usual()
    assert printer is not None
    assert put_on_paper(printer, pictures_of(content, 2.0), QPageSize(QPageSize.PageSizeId.A4))
    (sheet,) = sheets_of(file.read_bytes())
    assert (round(sheet.width), round(sheet.height)) == (595, 842)
    before, after = ink_box(content), ink_box(file.read_bytes())
    assert all(abs(one - other) <= 1 for one, other in zip(before, after, strict=True)), (before, after)


def ink_box(content: bytes) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of what is printed on the first page, in points."""
    image = image_of(picture_of(content, 0, 1.0))
    dark = [
        (x, y)
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).lightness() < 160
    ]
    across, down = [x for x, _ in dark], [y for _, y in dark]
    return min(across), min(down), max(across), max(down)


def test_printing_twice_makes_a_marked_copy_that_is_counted(
    office: Office, at_desk: TestDesk, preview: Opener
) -> None:
    number = office.placed()
    opened = preview(number)
    for _ in range(2):
        QTest.keyClick(opened.pages, Qt.Key.Key_Return, CONTROL)
    [row] = documents(office, number)
    assert row.reprints == 1
    assert at_desk.told[-1].lead == "Order confirmation C1 (a copy, marked so) was printed."
    assert "Copy of C1" in opened.pages.accessibleDescription()
    headlines = [one.headline for one in office.read(Timeline(about=About(number))).rows]
    assert headlines[0] == "Printed: Order confirmation C1, printed again as a copy"


def test_a_filed_document_is_shown_and_printed_as_a_marked_copy(
    office: Office, preview: Opener, paper: Path
) -> None:
    number = office.placed()
    issued = office.run(IssueDocument(document="order-confirmation", about=number))
    opened = preview(number, filed=issued.id)
    state = opened.presenter.state
    assert state.content is not None
    assert state.suffix == "C1"
    assert "Copy of C1, printed 24 November 2026" in state.sheets[0].text
    assert [one.reprints for one in documents(office, number)] == [0], "looking counts nothing"
    QTest.keyClick(opened.pages, Qt.Key.Key_Return, CONTROL)
    assert paper.exists()
    assert [one.reprints for one in documents(office, number)] == [1]
    kept = office.read(DocumentContent(id=issued.id)).content
    assert hashlib.sha256(kept).hexdigest() == issued.sha256


def test_the_same_order_printed_from_the_start_again_is_a_copy(office: Office, preview: Opener) -> None:
    number = office.placed()
    office.run(IssueDocument(document="order-confirmation", about=number))
    opened = preview(number)
    QTest.keyClick(opened.pages, Qt.Key.Key_Return, CONTROL)
    assert [(one.suffix, one.reprints) for one in documents(office, number)] == [("C1", 1)]
    assert "Copy of C1" in opened.pages.accessibleDescription()


# Who reads it


def test_the_case_record_is_chosen_for_inside_use_or_for_the_customer(
    office: Office, preview: Opener
) -> None:
    customer = office.customer()
    office.run(AddNote(about=About(str(customer)), text="A secret of ours"))
    wish = {"offers": ("case", "decision"), "subject": "Marta Lindqvist"}
    opened = preview(OrderNumber(str(customer)), "case-record", **wish)
    assert "Marta Lindqvist. These are the very pages." in said(opened)
    assert "A secret of ours" in opened.presenter.state.sheets[0].text
    assert [one.id for one in opened.presenter.state.choices] == ["case-record", "decision"]
    opened.side.for_customer_chosen.emit(True)
    state = opened.presenter.state
    assert (state.title, state.suffix) == ("Case record for the customer", "E1")
    assert "secret" not in state.sheets[0].text
    QTest.keyClick(opened.pages, Qt.Key.Key_Return, CONTROL)
    [issued] = office.read(IssuedDocuments(about=str(customer)))
    assert (issued.kind, issued.suffix) == ("case-record-customer", "E1")


def test_only_the_case_record_asks_who_reads_it(office: Office, preview: Opener) -> None:
    opened = preview(office.placed())
    assert "Who reads it" not in said(opened)
    opened.presenter.choose_document("case-record")
    assert "Who reads it" in said(opened)
    opened.presenter.choose_document("work-order")
    assert opened.presenter.state.suffix == "W1"
    assert "Who reads it" not in said(opened)


# Many at once


def test_many_orders_are_looked_at_and_printed_in_one(
    office: Office, at_desk: TestDesk, preview: Opener, paper: Path
) -> None:
    numbers = tuple(office.placed(office.customer(f"Person {n}")) for n in range(3))
    bad = office.placed(office.customer("山田"))
    opened = preview(OrderNumber(""), batch=(*numbers, bad), subject="4 orders")
    state = opened.presenter.state
    assert len(state.sheets) == 3
    assert [one.about for one in state.refused] == [bad]
    assert "1 cannot be printed:" in said(opened)
    assert "山" in said(opened)
    assert all(documents(office, number) == () for number in numbers)
    QTest.keyClick(opened.pages, Qt.Key.Key_Return, CONTROL)
    assert len(sheets_of(paper.read_bytes())) == 3
    assert [one.suffix for number in numbers for one in documents(office, number)] == ["C1"] * 3
    assert documents(office, bad) == ()
    assert at_desk.told[-1].lead == "Order confirmation was printed."


def test_a_batch_stops_when_it_is_asked_to(office: Office, at_desk: TestDesk, preview: Opener) -> None:
    numbers = tuple(office.placed(office.customer(f"Person {n}")) for n in range(3))
    opened = preview(OrderNumber(""), batch=numbers)
    presenter = opened.presenter

    def stop_at_second() -> None:
        if presenter.state.progress[0] == 1:
            presenter.stop()

    presenter.changed.connect(stop_at_second)
    presenter.print_pages()
    assert [len(documents(office, number)) for number in numbers] == [1, 0, 0]
    assert presenter.state.content is not None
    assert presenter.state.content.pages == 1


def test_another_document_of_many_orders_is_chosen(office: Office, preview: Opener) -> None:
    numbers = tuple(office.placed(office.customer(f"Person {n}")) for n in range(2))
    opened = preview(OrderNumber(""), batch=numbers)
    assert {one.id for one in opened.presenter.state.choices} == {
        "order-confirmation", "order-quote", "work-order",
    }  # fmt: skip
    opened.presenter.choose_document("work-order")
    assert all("Work order W1" in one.text for one in opened.presenter.state.sheets)


def test_saving_issues_the_document_and_writes_the_filed_bytes(
    office: Office, at_desk: TestDesk, preview: Opener, tmp_path: Path
) -> None:
    number = office.placed()
    opened = preview(number)
    QTest.keyClick(opened.pages, Qt.Key.Key_S, CONTROL)
    (issued,) = documents(office, number)
    file = tmp_path / f"{number} C1.pdf"
    assert file.read_bytes() == office.read(DocumentContent(id=issued.id)).content
    assert at_desk.told[-1].lead == f"Order confirmation C1 is saved as {file.name}."


def test_without_a_printer_saving_is_the_main_action(office: Office, preview: Opener, tmp_path: Path) -> None:
    number = office.placed()
    opened = preview(number, printers=NoPrinter())
    assert "No printer is set up on this computer." in said(opened)
    QTest.keyClick(opened.pages, Qt.Key.Key_Return, CONTROL)
    assert (tmp_path / f"{number} C1.pdf").exists()


def test_a_disk_that_refuses_is_said(
    office: Office, at_desk: TestDesk, preview: Opener, tmp_path: Path
) -> None:
    number = office.placed()
    opened = preview(number)
    (tmp_path / f"{number} C1.pdf").mkdir()
    QTest.keyClick(opened.pages, Qt.Key.Key_S, CONTROL)
    assert at_desk.told[-1].lead == "The file could not be written: Is a directory."
    assert len(documents(office, number)) == 1, "it is filed all the same"


def test_two_presses_issue_once(office: Office, at_desk: TestDesk, preview: Opener) -> None:
    number = office.placed()
    opened = preview(number)
    at_desk.runner.hold()
    opened.presenter.print_pages()
    opened.presenter.print_pages()
    at_desk.runner.release()
    assert [one.reprints for one in documents(office, number)] == [0]


# Refusals


@pytest.mark.parametrize(("name", "letter"), [("Marta \U0001f600 Lindqvist", "\U0001f600"), ("محمد", "م")])
def test_a_letter_that_cannot_be_printed_is_named(
    office: Office, preview: Opener, name: str, letter: str
) -> None:
    number = office.placed(office.customer(name))
    opened = preview(number)
    words = said(opened)
    assert "These pages cannot be printed" in words
    assert letter in words
    assert any(f"U+{ord(letter):04X}" in one for one in words)
    QTest.keyClick(opened, Qt.Key.Key_Return, CONTROL)
    assert documents(office, number) == ()


def test_pages_come_once_the_letter_is_gone(office: Office, preview: Opener) -> None:
    number = office.placed(wants="x", street="14 \U0001f600 Yard", city="Stonebridge")
    opened = preview(number)
    assert opened.presenter.state.fault
    opened.presenter.choose_document("order-quote")
    assert opened.presenter.state.fault, "the same address stands there"


# The widget


def test_a_preview_on_real_threads_shows_its_pages(
    office: Office, tmp_path: Path, qtbot: QtBot, paper: Path
) -> None:
    runner = ThreadRunner()
    with desk_in(office, tmp_path, runner=runner) as desk:
        opened = PrintPreview(
            desk.desk, PreviewWish(office.placed(), "order-confirmation"), printers=PaperFile(paper)
        )
        qtbot.addWidget(opened)
        opened.resize(1000, 700)
        opened.show()
        qtbot.waitUntil(lambda: opened.presenter.state.picture is not None, timeout=20000)
        opened.presenter.print_pages()
        qtbot.waitUntil(paper.exists, timeout=20000)
        opened.close()
    assert runner.close()


def test_every_control_says_what_it_is(office: Office, preview: Opener) -> None:
    opened = preview(office.placed())
    nameless = [
        one.metaObject().className()
        for one in opened.findChildren(QWidget)
        if one.isVisibleTo(opened)
        and one.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not one.accessibleName()
    ]
    assert nameless == []


@pytest.mark.parametrize(("width", "height", "zoom"), [(1184, 816, 100), (904, 400, 100), (1184, 816, 150)])
@pytest.mark.parametrize("theme", [ThemeChoice.LIGHT, ThemeChoice.DARK])
def test_nothing_is_cut_at_any_width(
    office: Office, preview: Opener, worn_look: Look, width: int, height: int, zoom: int, theme: ThemeChoice
) -> None:
    worn_look.choose_theme(theme)
    worn_look.set_zoom(zoom)
    opened = preview(office.placed())
    opened.resize(width, height)
    QApplication.processEvents()
    assert cut_texts(opened) == []


class Said(list[str]):
    """The texts of shown labels; `in` looks inside them too."""

    def __contains__(self, wanted: object) -> bool:
        return any(str(wanted) in one for one in self)


def said(widget: QWidget) -> Said:
    return Said(one.text() for one in widget.findChildren(QLabel) if one.isVisibleTo(widget))
