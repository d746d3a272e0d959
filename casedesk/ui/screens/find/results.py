"""The results of Find: the table by groups, the list of all orders, and the words where nothing was found."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from casedesk.contract.orders import OrderRow
from casedesk.ui.desk import Desk
from casedesk.ui.screens.find.all_orders import AllOrders, Read
from casedesk.ui.screens.find.result_notes import Foot, News, Nothing
from casedesk.ui.screens.find.rows import columns, hit_row, hit_rows, order_columns, order_hit
from casedesk.ui.screens.find.state import FindState, OrderChoice, Shows
from casedesk.ui.tables import ListTableModel, RecordTable, Row, WindowedTableModel
from casedesk.ui.widgets import Card, Column
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
        self._news = News()
        self._news.retry_pressed.connect(self.retry_requested)
        self._news.neighbour_pressed.connect(self.neighbour_pressed)
        self._found = ListTableModel(columns(), parent=self)
        self._source = AllOrders(read, self._order_row, self.totalled.emit)
        self._all = WindowedTableModel(order_columns(), self._source.fetch, self)
        self._all_is_read = False
        self._is_filling = False
        self.found = RecordTable(self._found, name=say("Results"), two_lines=True)
        self.all_orders = RecordTable(self._all, name=say("All orders"), two_lines=True)
        self._nothing = Nothing()
        self._foot = Foot()
        column = Column(gap=0)
        for part in (self._news, self.found, self.all_orders, self._nothing):
            column.addWidget(part, 0 if part is self._news else 1)
        column.addWidget(self._foot)
        self.body.addLayout(column)
        self._foot.more_pressed.connect(self.more_pressed)
        self._all.failed.connect(desk.notifications.fail)
        self._all.dataChanged.connect(self._on_orders_read)
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
        lists_all = shows is Shows.ALL_ORDERS
        is_empty = state.counted == 0 if lists_all else not state.listed
        self.all_orders.setVisible(lists_all and not is_empty)
        self.found.setVisible(not lists_all and not is_empty)
        self.found.horizontalHeader().setVisible(shows is not Shows.RECENT)
        self._nothing.setVisible(is_empty)
        self._nothing.show_words(state)
        self._foot.show_more(has_more)
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

    def set_small(self, small: bool) -> None:
        """Leave the keys out where height is short."""
        self._foot.set_small(small)

    def take_key(self, event: QKeyEvent) -> None:
        """Move in the table by a key that was pressed elsewhere."""
        self.table.keyPressEvent(event)

    def _show_hits(self, state: FindState) -> None:
        person = self._desk.person
        self._is_filling = True
        self._found.set_entries(hit_rows(state.listed, state.text.strip(), person.login, person.name))
        shown_for = (state.found_for, state.shows, state.group)
        if shown_for != self._shown_for or not self.found.current_id:
            self._shown_for = shown_for
            self.found.clearSelection()
            self.found.choose_first()
            self.found.scrollToTop()
        self._is_filling = False
        self._tell_choice()

    def _show_all_orders(self) -> None:
        self._shown_for = None
        if not self._all_is_read:
            self._all_is_read = True
            self._all.reload()
        self._tell_choice()

    def _order_row(self, row: OrderRow) -> Row:
        person = self._desk.person
        return hit_row(order_hit(row, self._desk.now().date()), "", person.login, person.name)

    @Slot()
    def _on_row_changed(self) -> None:
        # Rows that go and come while the table is filled are no choice of the person.
        if not self._is_filling and self.sender() is self.table:
            self._tell_choice()

    def _tell_choice(self) -> None:
        self.row_chosen.emit(self.table.current_id if self.table.isVisibleTo(self) else "")

    @Slot()
    def _on_orders_read(self) -> None:
        if self.table is not self.all_orders:
            return
        if not self.all_orders.currentIndex().isValid():
            self.all_orders.choose_first()
        # One may have gone to a row before it was read.
        self._tell_choice()
