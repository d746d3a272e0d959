"""The results of Find: the table by groups, the list of all orders, and the words where nothing was found."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from casedesk.contract.orders import OrderRow
from casedesk.contract.values import OrderNumber
from casedesk.ui.desk import Desk
from casedesk.ui.screens.find.all_orders import AllOrders, Read
from casedesk.ui.screens.find.rows import columns, hit_row, hit_rows, order_hit
from casedesk.ui.screens.find.state import FindState, OrderChoice, Shows
from casedesk.ui.tables import ListTableModel, RecordTable, Row, WindowedTableModel
from casedesk.ui.theme import Type
from casedesk.ui.widgets import (
    Button,
    ButtonKind,
    Card,
    Column,
    Flow,
    Hairline,
    KeyHint,
    Line,
    PlainLabel,
    Status,
    StatusShape,
)
from casedesk.words import say


class Results(Card):
    """Shows what was found.

    `opened(row id)` on Enter and double click, `row_chosen(row id)` when another row is chosen, `neighbour_pressed`
    for a number near a wrong one, `more_pressed` for more results, `totalled(n)` when the number of all orders is
    known.
    """

    opened = Signal(str)
    row_chosen = Signal(str)
    neighbour_pressed = Signal(str)
    more_pressed = Signal()
    totalled = Signal(int)

    def __init__(self, desk: Desk, read: Read, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setAccessibleName(say("Results"))
        self._desk = desk
        self._shown_for: tuple[str | None, Shows, str] | None = None
        self.body.set_margin(0)
        self._news = _News()
        self._news.retry_pressed.connect(self.retry_requested)
        self._news.neighbour_pressed.connect(self.neighbour_pressed)
        self._found = ListTableModel(columns(), parent=self)
        self._source = AllOrders(read, self._order_row, self.totalled.emit)
        self._all = WindowedTableModel(columns(), self._source.fetch, self)
        self._all_is_read = False
        self.found = RecordTable(self._found, name=say("Results"), two_lines=True)
        self.all_orders = RecordTable(self._all, name=say("All orders"), two_lines=True)
        self._nothing = _Nothing()
        self._foot, self._more = self._make_foot()
        for part in (self._news, self.found, self.all_orders, self._nothing):
            self.body.addWidget(part, 0 if part is self._news else 1)
        self.body.addWidget(Hairline())
        self.body.addWidget(self._foot)
        self._more.activated.connect(self.more_pressed)
        self._all.counted.connect(self._on_orders_counted)
        self._all.failed.connect(desk.notifications.fail)
        for table in (self.found, self.all_orders):
            table.opened.connect(self.opened)
            table.current_changed.connect(self._on_row_changed)

    @property
    def table(self) -> RecordTable:
        """The table in front."""
        return self.all_orders if self.all_orders.isVisibleTo(self) else self.found

    def show_state(self, state: FindState, *, has_more: bool) -> None:
        """Show the hits of the chosen group; another text begins at its first result."""
        shows = state.shows
        loading = shows is Shows.RECENT and state.recent is None
        if loading:
            self.show_loading(rows=6)
            return
        self.show_content()
        self._news.show_news(state.fault, state.neighbours, state.text)
        self.all_orders.setVisible(shows is Shows.ALL_ORDERS)
        listed = state.listed if shows is not Shows.ALL_ORDERS else ()
        self.found.setVisible(shows is not Shows.ALL_ORDERS and bool(listed))
        self._nothing.setVisible(shows is not Shows.ALL_ORDERS and not listed)
        self._nothing.show_words(state)
        self._more.setVisible(has_more)
        if shows is Shows.ALL_ORDERS:
            self._show_all_orders()
        else:
            self._show_hits(state)

    def reload_orders(self, choice: OrderChoice) -> None:
        """Read the list of all orders from its start."""
        self._source.choose(choice)
        if self._all_is_read:
            self._all.reload()

    def refresh_orders(self) -> None:
        """Read again what is shown of the list of all orders."""
        if self._all_is_read:
            self._all.refresh()

    def take_key(self, event: QKeyEvent) -> None:
        """Move in the table by a key that was pressed elsewhere."""
        self.table.keyPressEvent(event)

    def _show_hits(self, state: FindState) -> None:
        person = self._desk.person
        self._found.set_entries(hit_rows(state.listed, state.text.strip(), person.login, person.name))
        shown_for = (state.found_for, state.shows, state.group)
        if shown_for != self._shown_for or not self.found.current_id:
            self._shown_for = shown_for
            self.found.clearSelection()
            self.found.choose_first()
            self.found.scrollToTop()

    def _show_all_orders(self) -> None:
        self._shown_for = None
        if not self._all_is_read:
            self._all_is_read = True
            self._all.reload()

    def _order_row(self, row: OrderRow) -> Row:
        person = self._desk.person
        return hit_row(order_hit(row, self._desk.now().date()), "", person.login, person.name)

    def _make_foot(self) -> tuple[QWidget, Button]:
        foot = QWidget()
        line = Line(foot, margin=(16, 8, 8, 8), gap=8)
        keys = Flow(gap=8)
        for key, words in (
            ("Up", ""),
            ("Down", say("choose")),
            ("Return", say("open")),
            ("F8", say("open and log a call")),
            ("Ctrl+C", say("copy the number")),
        ):
            keys.addWidget(KeyHint(key))
            if words:
                keys.addWidget(PlainLabel(words, Type.HINT, "text2"))
        place = QWidget()
        place.setLayout(keys)
        line.addWidget(place, 1)
        more = Button(say("More results"), ButtonKind.QUIET, small=True)
        line.addWidget(more)
        return foot, more

    @Slot(str)
    def _on_row_changed(self, row_id: str) -> None:
        if self.sender() is self.table:
            self.row_chosen.emit(row_id)

    @Slot()
    def _on_orders_counted(self) -> None:
        if not self.all_orders.current_id:
            self.all_orders.choose_first()


class _News(QWidget):
    """What stands above the results: why they are old, or which numbers are near a wrong one."""

    retry_pressed = Signal()
    neighbour_pressed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = Column(self, gap=0)
        inside = QWidget()
        line = Line(inside, margin=(16, 8, 16, 8), gap=8)
        self._shape = StatusShape(Status.LATE)
        self._text = PlainLabel("", Type.TEXT_STRONG, wrap=True)
        self._retry = Button(say("Try again"), key="F5", small=True)
        self._retry.activated.connect(self.retry_pressed)
        self._numbers = QWidget()
        self._flow = Flow(self._numbers, gap=6)
        self._shown: tuple[OrderNumber, ...] = ()
        line.addWidget(self._shape)
        line.addWidget(self._text, 2)
        line.addWidget(self._numbers, 1)
        line.addWidget(self._retry)
        column.addWidget(inside)
        column.addWidget(Hairline())
        self.hide()

    def show_news(self, fault: str, neighbours: tuple[OrderNumber, ...], text: str) -> None:
        """Show the one or the other, or nothing."""
        self.setVisible(bool(fault or neighbours))
        self._retry.setVisible(bool(fault))
        self._numbers.setVisible(bool(neighbours) and not fault)
        self._shape.set_status(Status.LATE if fault else Status.IN_JEOPARDY)
        if fault:
            self._text.setText(say("$why Below is what was read before.", why=fault))
        elif neighbours:
            self._text.setText(
                say("“$text” is no order number: a digit is wrong. Near it:", text=text.strip())
            )
            self._show_numbers(neighbours)

    def _show_numbers(self, neighbours: tuple[OrderNumber, ...]) -> None:
        if neighbours == self._shown:
            return
        self._shown = neighbours
        while (item := self._flow.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for number in neighbours:
            button = Button(number, small=True)
            button.setObjectName(number)
            button.activated.connect(self._on_number)
            self._flow.addWidget(button)

    @Slot()
    def _on_number(self) -> None:
        pressed: QObject = self.sender()
        self.neighbour_pressed.emit(pressed.objectName())


class _Nothing(QWidget):
    """The words where no row stands."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = Column(self, margin=(16, 24, 16, 16), gap=6)
        self._what = PlainLabel("", Type.SUB_RECORD, wrap=True)
        self._remedy = PlainLabel("", Type.TEXT, "text2", wrap=True)
        column.addWidget(self._what)
        column.addWidget(self._remedy)
        column.addStretch(1)

    def show_words(self, state: FindState) -> None:
        what, remedy = _nothing_words(state)
        self._what.setText(what)
        self._remedy.setText(remedy)


def _nothing_words(state: FindState) -> tuple[str, str]:
    """What is said where nothing is listed, and what to do."""
    if state.shows is Shows.RECENT:
        return (
            say("Nothing was opened here yet."),
            say("Type an order number, a phone number, a name, a company, an address or an e-mail above."),
        )
    text = state.text.strip()
    if state.hits:
        return say("Nothing of this kind for “$text”.", text=text), say("Tab shows the other kinds.")
    return (
        say("Nothing for “$text”.", text=text),
        say("Try a part of the name, the last digits of the phone number, or the street. "
            "That somebody looked is written down."),
    )  # fmt: skip
