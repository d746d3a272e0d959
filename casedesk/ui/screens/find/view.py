"""The screen Find: the caller's record within one second; it reads and changes nothing itself."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QGuiApplication, QHideEvent, QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from casedesk.contract.orders import Orders
from casedesk.ui.actions import Action
from casedesk.ui.desk import Desk
from casedesk.ui.dialogs.list_file import ListFile
from casedesk.ui.dialogs.preview_host import PreviewHost
from casedesk.ui.dialogs.preview_wish import PreviewWish
from casedesk.ui.forms.form_slot import FormSlot
from casedesk.ui.place import CallSubject, Headline, Place, Room
from casedesk.ui.recent_records import RecentRecords
from casedesk.ui.screen import SearchScreen
from casedesk.ui.screens.find.new_customer_presenter import NewCustomerPresenter, NewCustomerState
from casedesk.ui.screens.find.order_filters import OrderFilters
from casedesk.ui.screens.find.presenter import FindPresenter
from casedesk.ui.screens.find.preview import Preview
from casedesk.ui.screens.find.results import Results
from casedesk.ui.screens.find.rows import group_words
from casedesk.ui.screens.find.state import FindState, Group, Shows
from casedesk.ui.theme import Type, look
from casedesk.ui.widgets import (
    Button,
    ButtonKind,
    Card,
    ChoiceRow,
    Column,
    Ground,
    Icon,
    Line,
    Option,
    PlainLabel,
)
from casedesk.words import count, say

OPEN = Action("find_open", "Open the chosen record", "", "arrow-right")
CALL = Action("find_call", "Open it and log a call", "", "phone", "log_interaction")
COPY = Action("find_copy", "Copy the number", "Ctrl+C", "copy")
NEW_CUSTOMER = Action("find_new_customer", "New customer", "Ctrl+Shift+N", "plus", "register_customer")
ALL_ORDERS = Action("find_all_orders", "List of all orders", "", "box")
PRINT_ORDERS = Action("find_print_orders", "Print a document of each order", "Ctrl+P", "printer", "issue_document")
SAVE_LIST = Action("find_save_list", "Save this list as a file", "Ctrl+E", "save")

PREVIEW_WIDTH = 352
ORDER_CONFIRMATION = "order-confirmation"
COUNTED_EXACTLY = 10_000
"""More orders than that are estimated by the query."""


class FindScreen(SearchScreen):
    """Results of the global search, which sends its text and some of its keys here."""

    def __init__(self, desk: Desk, place: Place, parent: QWidget | None = None) -> None:
        super().__init__(desk, place, parent)
        recent = RecentRecords(desk.settings, desk.person.login, desk.services.database.url)
        self.presenter = FindPresenter(desk, recent, self)
        self.newcomer = NewCustomerPresenter(desk, self)
        self.results = Results(desk, self.presenter.read_orders)
        self.preview = Preview()
        self.filters = OrderFilters()
        self.form = FormSlot(desk.now)
        self._file = ListFile(desk, self)
        self._sentence = PlainLabel("", Type.TEXT, "text2", wrap=True)
        self._options: list[Option] = []
        self._groups = ChoiceRow(name=say("Kind of results"), small=True)
        self._stranger = Card()
        self._stranger_text = PlainLabel("", Type.TEXT, "text2", elide=True)
        self._new = Button(say("New customer"), key="Ctrl+Shift+N", icon="plus")
        self._lay_out()
        self._add_actions()
        self._connect()
        self.set_headline(Headline(say("Find")))
        self._render(self.presenter.state)
        self.presenter.open()
        self.newcomer.take_up_draft()  # after a crash it is waited for in "Open now"

    # What the window asks

    def set_room(self, room: Room) -> None:
        super().set_room(room)
        direction = QBoxLayout.Direction
        self._columns.setDirection(direction.LeftToRight if room >= Room.FOLDED else direction.TopToBottom)
        self.results.set_small(room is Room.SMALL)
        self._render(self.presenter.state)
        self._make_room()

    def search(self, text: str) -> None:
        self.host.close_preview()
        if text:
            self.newcomer.put_away()
        self.presenter.search(text)

    def search_key(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.presenter.open_chosen()
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self.presenter.step_group(1 if key == Qt.Key.Key_Tab else -1)
        elif event.matches(QKeySequence.StandardKey.Copy):
            self._copy()
        else:
            self.results.take_key(event)
        return True

    def focus_start(self) -> None:
        shown = self.results.table.isVisibleTo(self)
        (self.results.table if shown else self._new).setFocus(Qt.FocusReason.OtherFocusReason)

    def step_back(self) -> bool:
        if self.host.close_preview():
            return True
        if self.newcomer.state.form is not None:
            self.newcomer.put_away()
        elif self.presenter.state.text:
            self.desk.navigator.find("")
        else:
            return False
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Whoever types while the keyboard is in the results goes on searching.
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            with_control = event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
            typed = event.text().strip()
            if typed and typed.isprintable() and not with_control:
                self.desk.navigator.find(self.presenter.state.text + typed)
                return True
        return super().eventFilter(watched, event)

    def call_subject(self) -> CallSubject:
        chosen = self.presenter.state.chosen
        return CallSubject(chosen.customer, self.presenter.phone) if chosen else CallSubject()

    def help_words(self) -> str:
        return say(
            "Type what the caller says: an order number, a part of it, a phone number in any spelling, a name, a "
            "company, an address or an e-mail. Up and Down choose, Enter opens, F8 opens and logs a call. Tab shows "
            "one kind of results. With an empty field, Orders is the list of all orders; Ctrl+E saves the "
            "list that is shown as a file, Ctrl+P prints a document of each of its orders."
        )

    def look_again(self) -> None:
        self.presenter.read_again()
        if not self.presenter.state.text:
            self.newcomer.take_up_draft()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.presenter.set_seen(True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.presenter.set_seen(False)

    # Building

    def _lay_out(self) -> None:
        ground = Ground("bg")
        self.host = PreviewHost(self, ground)
        Column(self, gap=0).addWidget(self.host)
        column = Column(ground, margin=(16, 12, 16, 12), gap=12)
        column.addLayout(self._head())
        column.addWidget(self.filters)
        self._columns = Line(gap=12)
        left = Column(gap=12)
        left.addWidget(self.results, 1)
        left.addWidget(self.form)
        left.addWidget(self._stranger)
        self._columns.addLayout(left, 3)
        self._columns.addWidget(self.preview, 2)
        column.addLayout(self._columns, 1)
        line = Line(gap=8)
        line.addWidget(Icon("person"))
        line.addWidget(PlainLabel(say("Not who you were looking for?"), Type.TEXT_STRONG))
        line.addWidget(self._stranger_text)
        line.addStretch(1)
        line.addWidget(self._new)
        self._stranger.body.set_margin((16, 8, 12, 8))
        self._stranger.body.addLayout(line)
        look().changed.connect(self._make_room)
        self._make_room()

    def _head(self) -> Line:
        head = Line(gap=12)
        titles = Column(gap=2)
        titles.addWidget(PlainLabel(say("Find"), Type.SCREEN_TITLE))
        titles.addWidget(self._sentence)
        head.addLayout(titles, 1)
        head.addWidget(self._groups, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(PlainLabel(say("Tab switches"), Type.HINT, "text2"))
        return head

    def _add_actions(self) -> None:
        presenter = self.presenter
        bound = [
            self.add_action_of(OPEN, presenter.open_chosen),
            self.add_action_of(CALL, presenter.call_chosen),
            self.add_action_of(COPY, self._copy),
        ]
        # The keyboard is in the search field, outside this screen, when nobody was found.
        newcomer = self.add_action_of(NEW_CUSTOMER, self._new_customer)
        newcomer.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        self.add_action_of(ALL_ORDERS, self._show_all_orders)
        for action, perform in ((PRINT_ORDERS, self._print_orders), (SAVE_LIST, self._save_list)):
            of_list = self.add_action_of(action, perform)
            of_list.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            bound.append(of_list)
        for table in (self.results.found, self.results.all_orders):
            table.addActions(bound)
            table.installEventFilter(self)
        open_button = Button(say("Open case"), ButtonKind.MAIN, key="Return")
        open_button.activated.connect(presenter.open_case)
        call_button = Button(say("Log a call"), key="F8", icon="phone")
        call_button.set_not_allowed(self.desk.refusal("log_interaction"))
        call_button.activated.connect(presenter.call_chosen)
        self.preview.add_button(open_button)
        self.preview.add_button(call_button)
        self._new.set_not_allowed(self.desk.refusal("register_customer"))

    def _connect(self) -> None:
        presenter = self.presenter
        presenter.changed.connect(self._render)
        presenter.orders_changed.connect(self._on_orders_changed)
        self.newcomer.changed.connect(self._render_newcomer)
        self.newcomer.gap_found.connect(self._on_gap_found)
        self._groups.chosen.connect(self._on_group_chosen)
        self.filters.chosen.connect(presenter.choose_orders)
        self.results.opened.connect(presenter.open_chosen)
        self.results.row_chosen.connect(presenter.choose)
        self.results.neighbour_pressed.connect(self.desk.navigator.open_order)
        self.results.more_pressed.connect(presenter.ask_for_more)
        self.results.retry_requested.connect(presenter.read_again)
        self.results.totalled.connect(presenter.count_orders)
        self.preview.retry_requested.connect(presenter.read_again)
        self._new.activated.connect(self._new_customer)
        self._new.refused.connect(self._on_refused)
        self.form.typed.connect(self.newcomer.type)
        self.form.save_requested.connect(self.newcomer.save)
        self.form.away_requested.connect(self.newcomer.put_away)

    @Slot()
    def _make_room(self) -> None:
        """The preview stands beside the results, or below them where there is room for it."""
        beside = self.room >= Room.FOLDED
        has_form = self.newcomer.state.form is not None
        self.preview.setVisible(beside or (self.room is Room.NARROW and not has_form))
        self.preview.set_wide(not beside)
        width = look().px(PREVIEW_WIDTH)
        self.preview.setMinimumWidth(width if beside else 0)
        self.preview.setMaximumWidth(width if beside else 16_777_215)

    # Showing

    @Slot(object)
    def _render(self, state: FindState) -> None:
        self._sentence.setText(_sentence(state, is_short=self.room < Room.FOLDED))
        self._show_groups(state)
        self.filters.setVisible(state.shows is Shows.ALL_ORDERS)
        self.filters.show_choice(state.orders, state.staff)
        self.results.show_state(state, has_more=self.presenter.has_more)
        state = self.presenter.state  # the results may just have chosen their first row
        self._show_preview(state)
        self._show_stranger(state)
        if (state.recent is not None or state.found_for is not None) and not state.waits_for_case:
            self.set_ready()

    def _show_groups(self, state: FindState) -> None:
        counts = state.counts()
        searched = state.shows in (Shows.RESULTS, Shows.NOTHING)
        options = [
            Option(group, group_words(group), str(counts[group]) if searched else "") for group in Group
        ]
        if options != self._options:
            # Only then: buttons that are made anew lose the keyboard.
            self._options = options
            self._groups.set_options(options, state.group)
        self._groups.set_value(state.group)

    def _show_preview(self, state: FindState) -> None:
        if state.case_fault:
            self.preview.show_error(say("The case could not be read."), state.case_fault)
        elif state.case is not None:
            self.preview.show_case(state.case, self.desk.person.login, self.desk.now().date())
        elif state.chosen is not None:
            self.preview.show_loading(rows=8)
        else:
            self.preview.show_nothing(say("Choose a row to see where things stand."))

    @Slot(object)
    def _render_newcomer(self, state: NewCustomerState) -> None:
        self.form.show_form(state.form, state.gaps, is_saving=state.is_saving, kept=state.kept)
        self._stranger.setVisible(state.form is None)
        self._make_room()

    def _show_stranger(self, state: FindState) -> None:
        text = " ".join(state.text.split())
        hint = (
            say("Add a second word to narrow it down.")
            if state.hits
            else say("Nobody may know this caller yet.")
        )
        self._stranger_text.setText(hint if text else "")
        self._new.set_text(say("New customer “$text”", text=_short(text)) if text else say("New customer"))

    # What the person does

    @Slot(str)
    def _on_group_chosen(self, group: str) -> None:
        self.presenter.choose_group(Group(group))

    @Slot()
    def _show_all_orders(self) -> None:
        self.desk.navigator.find("")
        self.presenter.choose_group(Group.ORDERS)

    @Slot(bool)
    def _on_orders_changed(self, again: bool) -> None:
        if again:
            self.results.refresh_orders()
        else:
            self.results.reload_orders(self.presenter.state.orders)

    @Slot()
    def _print_orders(self) -> None:
        """Show the pages of one document for each order of the list; what is printed is chosen there."""
        refusal = self.desk.refusal(PRINT_ORDERS.permission)
        if refusal:
            self._on_refused(refusal)
        else:
            self.presenter.read_numbers(self._show_pages_of)

    def _show_pages_of(self, numbers: tuple[str, ...]) -> None:
        if not numbers:
            self.desk.notifications.tell(say("There is no order in this list."), key="refused")
            return
        subject = count("$n order", "$n orders", len(numbers))
        self.host.open(PreviewWish("", ORDER_CONFIRMATION, subject=subject, batch=numbers))

    @Slot()
    def _save_list(self) -> None:
        """Save what is shown: of all orders every one that the filter leaves, else the hits."""
        state = self.presenter.state
        if state.shows is Shows.ALL_ORDERS:
            self._file.save_query(say("Orders"), Orders(filter=state.orders.filter, sort=state.orders.sort))
        else:
            self._file.save_rows(say("Results"), state.listed)

    @Slot()
    def _copy(self) -> None:
        number = self.presenter.number_to_copy
        if number:
            QGuiApplication.clipboard().setText(number)
            self.desk.notifications.tell(say("$number is copied.", number=number), key="copied")

    @Slot()
    def _new_customer(self) -> None:
        refusal = self.desk.refusal("register_customer")
        if refusal:
            self._on_refused(refusal)
        else:
            self.newcomer.open(self.presenter.state.text)

    @Slot(str)
    def _on_refused(self, reason: str) -> None:
        self.desk.notifications.tell(reason, key="refused")

    @Slot(str)
    def _on_gap_found(self, field: str) -> None:
        if self.form.open_form is not None:
            self.form.open_form.focus_field(field)


def _sentence(state: FindState, *, is_short: bool) -> str:
    """What the list is, in a sentence or two below the title."""
    if state.shows is Shows.RECENT:
        return say(
            "What you opened last. Type above to search everyone and everything, also finished orders."
        )
    if state.shows is Shows.ALL_ORDERS:
        return _count_words(state.counted)
    text = state.text.strip()
    if state.found_for is None:
        return say("Looking for “$text”.", text=_short(text))
    found = count("$n result for “$text”", "$n results for “$text”", state.total, text=_short(text))
    seconds = f"{state.milliseconds / 1000:.2f}"
    said = say("$found in $seconds s.", found=found, seconds=seconds)
    return (
        said if is_short else f"{said} " + say("Everyone and everything is searched, also finished orders.")
    )


def _count_words(orders: int | None) -> str:
    if orders is None:
        return say("Reading the orders.")
    number = f"{orders:,}"
    if orders > COUNTED_EXACTLY:
        return say("About $number orders.", number=number)
    return count("$number order.", "$number orders.", orders, number=number)


def _short(text: str) -> str:
    """What was typed, as far as it fits on a button."""
    return text if len(text) <= 24 else f"{text[:23]}…"
