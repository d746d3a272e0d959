"""515 strings that have broken programs, on every screen of the real window: shown as they are, opened by nobody.

Each is a customer, an order and a product in the lists; dozens at once are one name and one promise, the lines of
one order and the notes of one case, so that every screen meets all of them. Beside them there are three that name a
picture in one colour, which no theme has: had Qt guessed rich text anywhere, that colour would be on the screen.
"""

from __future__ import annotations

import html
import json
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import TypeVar
from uuid import UUID

import pytest
from PySide6.QtCore import QAbstractItemModel, QObject, Qt, QUrl, Slot
from PySide6.QtGui import QColor, QDesktopServices, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from casedesk.app import DatabaseOpener, Program, dressed_application
from casedesk.contract.cases import AddNote, MakePromise
from casedesk.contract.desk import AddProduct
from casedesk.contract.orders import LineGiven
from casedesk.contract.values import About, OrderNumber
from casedesk.settings import SettingsFile
from casedesk.ui.dialogs.print_preview import PreviewWish
from casedesk.ui.main_window import MainWindow
from casedesk.ui.place import Place
from casedesk.ui.screens.call_panel.view import CallPanel
from casedesk.ui.screens.case.timeline_model import EntryItem, TimelineModel
from casedesk.ui.screens.find.view import ALL_ORDERS, FindScreen
from casedesk.ui.screens.my_desk.view import MyDeskScreen
from casedesk.ui.screens.new_order.view import NewOrderScreen
from casedesk.ui.screens.order.view import OrderScreen
from casedesk.ui.tables import RecordTable, Row
from casedesk.ui.widgets.labels import RunsLabel
from tests.databases import Databases
from tests.factories import Office, open_office

pytestmark = [pytest.mark.shared_data, pytest.mark.timeout(600)]

NO_THEME_HAS_IT = b"\xff\x00\xff\xff"
"""Magenta, as a pixel lies in memory."""

BYTE_ORDER_MARKS = "\ufeff\ufffe"
"""PySide drops one at the start of a text; neither has a shape."""

ROWS_ON_SCREEN = 10
TOGETHER = 64
"""So many strings are one name."""

SCHEMES = ("http", "https", "file", "javascript", "mailto", "casedesk")
Shown = TypeVar("Shown", bound=QWidget)


@dataclass(frozen=True)
class Bundle:
    """A customer named by several strings at once; each is a line of the order and a note of the case."""

    texts: Sequence[str]
    customer: UUID
    order: OrderNumber

    @property
    def name(self) -> str:
        return name_of(self.texts)


@dataclass(frozen=True)
class NaughtyOffice:
    """An office whose records are called like that; it is not changed by the tests."""

    url: str
    texts: Sequence[str]
    bundles: Sequence[Bundle]
    now: str


@dataclass
class Desk:
    """The real window of one person, and what is looked at in it."""

    program: Program
    office: NaughtyOffice
    qtbot: QtBot

    @property
    def window(self) -> MainWindow:
        return self.program.window

    def turn_to(self, show: Callable[[], None]) -> None:
        """Show something else; a record that was in front is closed behind it."""
        left = self.window.navigation.front_place
        show()
        if left is not None and left.key:
            self.window.navigation.close(left)

    def front(self, kind: type[Shown]) -> Shown:
        """The screen in front, which is of a known kind."""
        self.settle()
        screen = self.program.window.navigation.front
        assert isinstance(screen, kind)
        return screen

    def settle(self) -> None:
        """Wait until everything asked for was answered, and what is new is on the screen."""
        self.qtbot.waitUntil(lambda: self.program.runner.is_idle, timeout=20_000)
        QApplication.sendPostedEvents()

    def check(self, *texts: str) -> None:
        """Every text stands on the screen as it is, and nothing on it is markup of people's."""
        self.settle()
        assert missing_in(words_in(self.window), texts) == []
        assert list(guessed(self.window)) == []
        assert not shows_picture(self.window)


class Opened(QObject):
    """Counts what the program asks the system to open."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []

    @Slot(QUrl)
    def open(self, address: QUrl) -> None:
        self.addresses.append(address.toString())


@pytest.fixture
def _nothing_is_opened() -> Iterator[None]:
    """Qt asks this instead of the system; it is never asked."""
    asked = Opened()
    for scheme in SCHEMES:
        QDesktopServices.setUrlHandler(scheme, asked, "open")  # type: ignore[arg-type] # it takes no bytes
    yield
    for scheme in SCHEMES:
        QDesktopServices.unsetUrlHandler(scheme)
    assert asked.addresses == []


@pytest.fixture(scope="module")
def picture(tmp_path_factory: pytest.TempPathFactory, qapp: QApplication) -> str:
    """The address of a picture in one colour."""
    pixels = QPixmap(64, 64)
    pixels.fill(QColor("magenta"))
    file = tmp_path_factory.mktemp("picture") / "picture.png"
    assert pixels.save(str(file), "PNG")
    return QUrl.fromLocalFile(str(file)).toString()


@pytest.fixture(scope="module")
def traps(picture: str) -> list[str]:
    """Names that show the picture wherever Qt is left to guess."""
    return [
        f'<img src="{picture}" width="64" height="64">',
        f'<qt><a href="{picture}"><img src="{picture}"></a></qt>',
        f'<table background="{picture}"><tr><td>Ann<br>Lee</td></tr></table>',
    ]


@pytest.fixture(scope="module")
def naughty_office(
    traps: list[str], shared_data: Path, databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[NaughtyOffice]:
    strings = json.loads((shared_data / "naughty-strings" / "blns.json").read_text("utf-8"))
    assert len(strings) == 515
    texts = [one for one in dict.fromkeys((*traps, *strings)) if one.strip()]
    with databases.sqlite(tmp_path_factory.mktemp("naughty")) as url:
        office = open_office(url)
        for place, text in enumerate(texts):
            name_everything(office, place, text)
        bundles = [bundle(office, together) for together in gathered(texts)]
        office.later(minutes=2)
        office.database.close()
        yield NaughtyOffice(url, texts, bundles, office.clock.now().isoformat())


@pytest.fixture
def desk(
    naughty_office: NaughtyOffice, tmp_path: Path, qtbot: QtBot, _nothing_is_opened: None
) -> Iterator[Desk]:
    """Uma's window on that office."""
    settings = SettingsFile(tmp_path / "settings.toml")
    dressed_application(settings)
    opener = DatabaseOpener(naughty_office.url, "uma", naughty_office.now)
    program = Program(opener, settings, tmp_path / "drafts")
    program.show(with_practice=False)
    qtbot.waitUntil(lambda: program.window.navigation.front_place == Place("my-desk"), timeout=20_000)
    made = Desk(program, naughty_office, qtbot)
    made.settle()
    yield made
    made.settle()
    program.window.close()
    program.window.deleteLater()


def name_everything(office: Office, place: int, text: str) -> None:
    """A customer, an order and a product, all of them called the same."""
    office.quote(office.customer(text), wants=text)
    office.run(AddProduct(code=code_of(place), name=text, price=Decimal(1)), "mia")


def code_of(place: int) -> str:
    """The code of a product; none is the beginning of another."""
    return f"N{place:04}"


def gathered(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    """The strings, many together; those that nobody sees are also a name of their own."""
    yield from (texts[at : at + TOGETHER] for at in range(0, len(texts), TOGETHER))
    yield [one for one in texts if not is_seen(one)]


def is_seen(text: str) -> bool:
    """Whether some letter of it has a shape."""
    return any(unicodedata.category(letter)[0] in "LNPS" for letter in text)


def bundle(office: Office, texts: Sequence[str]) -> Bundle:
    """One case that holds them all, with a promise that will soon be broken."""
    name = name_of(texts)
    customer = office.customer(name, phones=("07700 900142",), street=name, city="Stonebridge")
    lines = tuple(LineGiven(product="FIBRE500", name=one) for one in texts)
    order = office.quote(customer, owner="uma", lines=lines, wants=name)
    for one in texts:
        office.run(AddNote(about=About(order), text=one))
    due_at = office.clock.now() + timedelta(minutes=1)
    office.run(MakePromise(about=About(order), text=name, due_at=due_at))
    return Bundle(texts, customer, order)


def name_of(texts: Sequence[str]) -> str:
    return " ".join(texts)


# What is on the screen


def words_in(page: QWidget) -> Iterator[str]:
    """Every text that widgets and lists show or tell a screen reader."""
    for widget in visible(page, QWidget):
        yield widget.accessibleName()
        if isinstance(widget, (QLabel, QLineEdit)):
            yield widget.text()
        elif isinstance(widget, QPlainTextEdit):
            yield widget.document().toRawText()
        elif isinstance(widget, QAbstractButton):
            yield widget.text().replace("&&", "&")
        elif isinstance(widget, RecordTable):
            yield from cells_of(widget)
        elif isinstance(widget, QAbstractItemView):
            yield from entries_of(widget.model())


def missing_in(seen: Iterable[str], texts: Iterable[str]) -> list[str]:
    """Those of the texts that stand nowhere."""
    everything = "\n".join(seen)
    return [one for one in texts if one.strip(BYTE_ORDER_MARKS) not in everything]


def visible(page: QWidget, kind: type[Shown]) -> list[Shown]:
    return [one for one in (page, *page.findChildren(kind)) if isinstance(one, kind) and one.isVisible()]


def cells_of(table: RecordTable) -> Iterator[str]:
    for place in range(table.records.rowCount()):
        row = table.records.entry(place)
        if isinstance(row, Row):
            yield from (cell.words for cell in row.cells.values())


def entries_of(model: QAbstractItemModel) -> Iterator[str]:
    """What a timeline tells; other lists have nothing of this kind."""
    items = map(model.item, range(model.rowCount())) if isinstance(model, TimelineModel) else ()
    yield from (one.text for one in items if isinstance(one, EntryItem))


def guessed(page: QWidget) -> Iterator[str]:
    """Labels that would guess whether their text is markup, and tips that are not made of escaped text."""
    for label in visible(page, QLabel):
        if label.textFormat() is not Qt.TextFormat.PlainText and not isinstance(label, RunsLabel):
            yield f"{label} guesses: {label.text()!r}"
    for widget in visible(page, QWidget):
        if not is_escaped(widget.toolTip()):
            yield f"{widget} has the tip {widget.toolTip()!r}"
        if isinstance(widget, QAbstractItemView):
            yield from (f"{widget} has the tip {tip!r}" for tip in tips_of(widget) if not is_escaped(tip))


def tips_of(view: QAbstractItemView) -> Iterator[str]:
    columns = view.records.columns if isinstance(view, RecordTable) else [None]
    for row in range(view.model().rowCount()):
        for column in range(len(columns)):
            yield view.model().index(row, column).data(Qt.ItemDataRole.ToolTipRole) or ""


def is_escaped(tip: str) -> bool:
    """Whether a tip is empty or one `<qt>` around escaped text, so that nothing in it is markup."""
    inside = tip.removeprefix("<qt>").removesuffix("</qt>")
    return not tip or (tip != inside and html.escape(html.unescape(inside)) == inside)


def shows_picture(page: QWidget) -> bool:
    """Whether the colour of the picture is anywhere on the screen."""
    image = page.grab().toImage()
    pixels = bytes(image.constBits())
    at = pixels.find(NO_THEME_HAS_IT)
    while at >= 0 and at % 4:
        at = pixels.find(NO_THEME_HAS_IT, at + 1)
    return at >= 0


def test_the_picture_would_be_seen(traps: list[str], qtbot: QtBot) -> None:
    """The trap works: a label that guesses shows the picture, one that does not shows the text."""
    for trap in traps:
        label = QLabel(trap)
        qtbot.addWidget(label)
        label.resize(label.sizeHint())
        assert shows_picture(label), trap
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.resize(label.sizeHint())
        assert not shows_picture(label)
    assert not is_escaped(traps[0])


# Every screen


def test_each_screen_of_a_record_shows_its_name_lines_and_notes(desk: Desk) -> None:
    navigation = desk.window.navigation
    for one in desk.office.bundles:
        desk.turn_to(partial(navigation.find, one.name))
        desk.check(one.name)
        desk.turn_to(partial(navigation.open_case, one.customer))
        desk.check(one.name, *one.texts)
        desk.turn_to(partial(navigation.open_order, one.order))
        desk.check(one.name, *one.texts)
        desk.turn_to(partial(navigation.new_order, one.customer))
        desk.check(one.name)


def test_a_call_is_logged_with_each(desk: Desk) -> None:
    window = desk.window
    for one in desk.office.bundles:
        desk.turn_to(partial(window.navigation.start_call, one.customer))
        desk.settle()
        panel = window.call.panel
        assert isinstance(panel, CallPanel)
        panel.fields.summary.setPlainText(one.name)
        desk.check(one.name)
        panel.park()


def test_the_preview_prints_each_or_names_the_letter(desk: Desk) -> None:
    for one in desk.office.bundles:
        desk.turn_to(partial(desk.window.navigation.open_order, one.order))
        host = desk.front(OrderScreen).host
        host.open(PreviewWish(one.order, "order-confirmation"))
        desk.check()
        assert host.preview is not None
        state = host.preview.presenter.state
        assert state.sheets or (state.letter in one.name and state.fault)


def test_each_is_typed_into_the_search(desk: Desk) -> None:
    window = desk.window
    for place, text in enumerate(desk.office.texts):
        window.navigation.find(text)
        assert window.search.text == text.strip(BYTE_ORDER_MARKS)
        if place % TOGETHER == 0:
            desk.check(text)


def test_my_desk_lists_all_promises(desk: Desk) -> None:
    promises = desk.front(MyDeskScreen).cards.promises
    promises.full_requested.emit(True)
    desk.check(*(one.name for one in desk.office.bundles))
    assert not shows_picture(promises.table)


def test_find_lists_all_orders(desk: Desk) -> None:
    desk.window.navigation.open_screen("find")
    find = desk.front(FindScreen)
    next(one.bound for one in find.offered if one.action is ALL_ORDERS).trigger()
    orders = find.results.all_orders
    desk.qtbot.waitUntil(lambda: orders.records.rowCount() > 0)
    seen: set[str] = set()
    place = 0
    while place < orders.records.rowCount():
        orders.scrollTo(orders.records.index(place, 0), QAbstractItemView.ScrollHint.PositionAtTop)
        desk.check()
        seen.update(cells_of(orders))
        place += ROWS_ON_SCREEN
    assert missing_in(seen, desk.office.texts) == []


def test_each_product_is_found_for_a_new_order(desk: Desk, traps: list[str]) -> None:
    desk.window.navigation.new_order()
    picker = desk.front(NewOrderScreen).what.editor.picker
    for place, text in enumerate(desk.office.texts):
        picker.set_text(code_of(place))
        picker.typed.emit(picker.text)
        assert text in next(cells_of(picker.list))
        if text in traps:
            desk.check(text)
            QTest.keyClick(picker.line, Qt.Key.Key_Return)
    desk.check(*traps)


def test_messages_palette_and_help(desk: Desk, traps: list[str]) -> None:
    window, notifications = desk.window, desk.program.notifications
    for trap in traps:
        notifications.tell(trap, trap, key="trap")
        desk.check(trap)
        notifications.withdraw("trap")
        notifications.offer_undo(trap, lambda: None)
        desk.check(trap)
    window.navigation.open_case(desk.office.bundles[0].customer)
    desk.settle()
    palette = window.keys.palette_panel
    palette.open()
    for one in desk.office.bundles:
        palette.typed.setText(one.name)
        desk.check(one.name)
    palette.close_overlay()
    window.keys.open_help()
    desk.check()


def test_the_bell_lists_broken_promises_as_text(desk: Desk) -> None:
    """A menu takes an ampersand for a key and a tab for a column; a name with either is still the name."""
    QTest.mouseClick(desk.window.frame.top_bar.notices, Qt.MouseButton.LeftButton)
    (menu,) = [one for one in QApplication.topLevelWidgets() if isinstance(one, QMenu) and one.isVisible()]
    lines = [action.text() for action in menu.actions()]
    menu.close()
    assert [line for line in lines if "\t" in line or "&" in line.replace("&&", "")] == []
    shown = [line.replace("&&", "&") for line in lines]
    assert missing_in(shown, [one.name.replace("\t", " ") for one in desk.office.bundles]) == []
