"""The screen New order: from the caller's first word to a promised day, on one page."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QWidget

from casedesk.contract.values import OrderNumber
from casedesk.ui.actions import Action, Where
from casedesk.ui.desk import Desk
from casedesk.ui.dialogs.preview_host import PreviewHost
from casedesk.ui.dialogs.print_preview import PreviewWish
from casedesk.ui.place import CallSubject, Headline, Place
from casedesk.ui.screen import Screen
from casedesk.ui.screens.new_order import words
from casedesk.ui.screens.new_order.can_keep_card import CanKeepCard
from casedesk.ui.screens.new_order.customer_card import CustomerCard
from casedesk.ui.screens.new_order.finish_column import FinishButtons, NeedsCard, OwnerCard
from casedesk.ui.screens.new_order.presenter import NewOrderPresenter
from casedesk.ui.screens.new_order.promise_card import PromiseCard
from casedesk.ui.screens.new_order.state import NewOrderState
from casedesk.ui.screens.new_order.what_card import WhatCard
from casedesk.ui.screens.new_order.where_card import WhereCard
from casedesk.ui.theme import Type, look
from casedesk.ui.widgets import Column, Ground, Hairline, Line, OrderNumberLabel, PlainLabel, SayBox, Scroll
from casedesk.words import say

COLUMNS_FROM = 1100
"""Width of the screen, in pixels of the design, from which the cards stand in three columns."""

TWO_COLUMNS_FROM = 780
_SIDE_WIDTH = 304
_CHOICES = 4
_S = Where.SCREEN

FINISH = Action("new_order_finish", "Finish and print", "Ctrl+Return", "check", "open_order", _S)
QUOTE = Action("new_order_quote", "Keep as quote", "Ctrl+S", "save", "open_order", _S)
GAP = Action("new_order_gap", "Go to what is missing", "F4", "arrow-right", where=_S)
ADD = Action("new_order_add", "Add a product", "Ins", "plus", where=_S)
CUSTOMER = Action("new_order_customer", "Go to the customer", "F2", "person", where=_S)
WHERE = Action("new_order_where", "Go to the address", "F3", "pin", where=_S)


class NewOrderScreen(Screen):
    """A new order; `place.key` is an id of its own, `place.customer` the customer it is opened for."""

    def __init__(self, desk: Desk, place: Place, parent: QWidget | None = None) -> None:
        super().__init__(desk, place, parent)
        self.presenter = NewOrderPresenter(desk, place, self)
        company = desk.person.company
        self.customer, self.where = CustomerCard(), WhereCard()
        self.what = WhatCard(company.currency, may_set_prices=desk.can("other_prices"))
        self.can_keep = CanKeepCard(desk.now)
        self.promise = PromiseCard(desk.now)
        self.say_box = SayBox(say("Say"), urgent=True)
        staff = desk.person.roles.staff
        self.owner, self.needs = OwnerCard(staff.name, staff.phone), NeedsCard()
        self._bind_actions()
        self.buttons = FinishButtons(FINISH.key, QUOTE.key)
        self.number = OrderNumberLabel()
        self._arrangement = 0
        self._place_of_cards: QWidget | None = None
        self._lay_out()
        self._connect()
        self.set_headline(Headline(say("New order"), say("New order · draft")))
        self._arrange(3)
        self.presenter.open()
        self.set_ready()

    # What the window asks

    def focus_start(self) -> None:
        if self.host.preview is not None:
            self.host.preview.focus_start()
            return
        typed = self.presenter.state.typed
        if not typed.has_customer:
            self.customer.focus_customer()
        else:
            self._focus_next()

    def step_back(self) -> bool:
        return self.host.close_preview()

    def look_again(self) -> None:
        if self.host.preview is not None:
            self.host.preview.presenter.read_again()
        else:
            self.presenter.check_again()

    def call_subject(self) -> CallSubject:
        typed = self.presenter.state.typed
        return CallSubject(typed.customer, typed.phone)

    def help_words(self) -> str:
        return say(
            "A new order in five steps: for whom, where, what, whether every later step can be kept, and which day "
            "we promise. Insert adds a product, Alt+1 to Alt+4 choose a day, F4 goes to what is missing, Ctrl+Enter "
            "saves and prints. A quote has its number from the first save."
        )

    # Building

    def _bind_actions(self) -> None:
        presenter = self.presenter
        performers: tuple[tuple[Action, Callable[[], None]], ...] = (
            (FINISH, presenter.finish), (QUOTE, presenter.keep_as_quote), (GAP, presenter.go_to_gap),
            (ADD, self.what.editor.focus_product), (CUSTOMER, self.customer.focus_customer),
            (WHERE, self.where.focus_street),
        )  # fmt: skip
        bound = {action.id: self.add_action_of(action, perform) for action, perform in performers}
        bound[FINISH.id].setShortcuts([QKeySequence("Ctrl+Return"), QKeySequence("Ctrl+Enter")])
        for at in range(_CHOICES):
            # Where something is written the number is text; with Alt it is always the day.
            number = str(at + 1)
            choose = Action(
                f"new_order_day_{number}", _day_text(at), f"Alt+{number}", "calendar-check", where=_S
            )
            self.add_action_of(choose, partial(presenter.choose_day, at)).setShortcuts(
                [QKeySequence(f"Alt+{number}"), QKeySequence(number)]
            )

    def _lay_out(self) -> None:
        ground = Ground("bg")
        self.host = PreviewHost(self, ground)
        Column(self, gap=0).addWidget(self.host)
        self._page = Column(ground, gap=0)
        self._page.addWidget(self._make_head())

    def _make_head(self) -> QWidget:
        head = QWidget()
        line = Line(head, margin=(16, 12, 16, 4), gap=16)
        titles = Column(gap=2)
        titles.addWidget(PlainLabel(say("New order"), Type.SCREEN_TITLE))
        advice = say("Promise only a date on which every later step can be kept.")
        titles.addWidget(PlainLabel(advice, Type.TEXT, "text2", elide=True))
        self._number_note = PlainLabel("", Type.HINT, "text2", elide=True)
        number = Column(gap=0)
        number.addWidget(self._number_note, 0, Qt.AlignmentFlag.AlignTrailing)
        number.addWidget(self.number)
        line.addLayout(titles)
        line.addStretch(1)
        line.addLayout(number)
        return head

    def _connect(self) -> None:
        presenter = self.presenter
        presenter.changed.connect(self.show_state)
        presenter.gap_found.connect(self._on_gap_found)
        presenter.customer_settled.connect(self._on_customer_settled)
        presenter.kept_as_quote.connect(self._on_kept_as_quote)
        presenter.placed.connect(self._on_placed)
        self.host.closed.connect(self._on_preview_closed)
        customer = self.customer
        customer.searched.connect(presenter.search)
        customer.chosen.connect(self._on_customer_chosen)
        customer.register_requested.connect(presenter.register_customer)
        customer.change_requested.connect(self._on_change_customer)
        customer.typed_new.connect(presenter.type_new_customer)
        for card in (customer, self.what, self.promise):
            card.typed.connect(presenter.type)
        self.where.typed.connect(presenter.type_place)
        self.where.place_chosen.connect(presenter.choose_place)
        self.can_keep.retry_requested.connect(presenter.check_again)
        self.needs.go_requested.connect(presenter.go_to_gap)
        self.buttons.finish_requested.connect(presenter.finish)
        self.buttons.quote_requested.connect(presenter.keep_as_quote)

    # Arranging

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width = self.width() * 100 / look().zoom
        self._arrange(3 if width >= COLUMNS_FROM else 2 if width >= TWO_COLUMNS_FROM else 1)

    def _arrange(self, columns: int) -> None:
        """Put the cards into one, two or three columns; the buttons are always in sight."""
        if columns == self._arrangement:
            return
        self._arrangement = columns
        before, focused = self._place_of_cards, self.focusWidget()
        self._place_of_cards = self._in_three_columns() if columns == 3 else self._with_bar(columns)
        self._page.addWidget(self._place_of_cards, 1)
        if before is not None:
            self._page.removeWidget(before)
            before.hide()
            before.deleteLater()
        if focused is not None:
            focused.setFocus(Qt.FocusReason.OtherFocusReason)

    def _in_three_columns(self) -> QWidget:
        place = QWidget()
        line = Line(place, gap=0)
        scroll = Scroll(margin=(16, 8, 12, 16), gap=12)
        self._add_columns(
            scroll, ((self.customer, self.where, self.what), (self.can_keep, self.promise)), (14, 15)
        )
        side = QWidget()
        side.setFixedWidth(look().px(_SIDE_WIDTH))
        column = Column(side, margin=(0, 8, 16, 16), gap=12)
        for part in (self.say_box, self.owner, self.needs):
            column.addWidget(part)
        column.addStretch(1)
        column.addWidget(self.buttons)
        self.buttons.set_beside(False)
        line.addWidget(scroll, 1)
        line.addWidget(side)
        return place

    def _with_bar(self, columns: int) -> QWidget:
        place = QWidget()
        column = Column(place, gap=0)
        scroll = Scroll(margin=(16, 8, 16, 16), gap=12)
        first = (self.customer, self.where, self.what)
        second = (self.say_box, self.can_keep, self.promise, self.needs, self.owner)
        groups, shares = ((first, second), (1, 1)) if columns == 2 else ((first + second,), (1,))
        self._add_columns(scroll, groups, shares)
        bar = Ground("surface")
        inside = Column(bar, margin=(16, 8, 16, 8), gap=0)
        inside.addWidget(self.buttons)
        self.buttons.set_beside(True)
        column.addWidget(scroll, 1)
        column.addWidget(Hairline())
        column.addWidget(bar)
        return place

    def _add_columns(
        self, scroll: Scroll, groups: tuple[tuple[QWidget, ...], ...], shares: tuple[int, ...]
    ) -> None:
        scroll.setAccessibleName(say("The new order"))
        line = Line(gap=12)
        for cards, share in zip(groups, shares, strict=True):
            column = Column(gap=12)
            for card in cards:
                column.addWidget(card)
            column.addStretch(1)
            line.addLayout(column, share)
        scroll.content.addLayout(line, 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Enter in a line goes on to what is missing next; Ctrl+Enter finishes.
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._focus_next()
        else:
            super().keyPressEvent(event)

    # Showing

    @Slot(object)
    def show_state(self, state: NewOrderState) -> None:
        """Show the presenter's state."""
        needs = self.presenter.needs()
        said = (one for one in needs if not one.is_met and (state.shows_gaps or one.is_urgent))
        problems = {one.field: one.text for one in said}
        self.customer.show_state(state, problems.get("customer", ""))
        self.where.show_state(state, problems.get("street", ""))
        self.what.show_state(state, problems.get("product", ""))
        self.can_keep.show_state(state)
        self.promise.show_state(state, problems.get("promise", ""))
        self.say_box.set_words(
            words.to_say(state.typed.promised_on if state.answer else None, self.presenter.today)
        )
        self.owner.show_state(state)
        self.needs.show_needs(needs, state.refusal, was_tried=state.shows_gaps)
        self.buttons.show_state(state)
        self._show_number(state.typed.number)
        self._say_where()

    def _show_number(self, number: str) -> None:
        self.number.set_number(number)
        self.number.setVisible(bool(number))
        given = say("Order number, given now and kept to the last bill")
        self._number_note.setText(given if number else say("The order number is given with the first save"))

    def _say_where(self) -> None:
        title = self.presenter.title()
        person = say("Owner of this order: you")
        kind = say("New order · saved") if self.presenter.state.is_saved else say("New order · draft")
        self.set_headline(Headline(title, kind, person))

    # What people do

    @Slot(str)
    def _on_customer_chosen(self, customer: str) -> None:
        self.presenter.choose_customer(UUID(customer))

    @Slot()
    def _on_change_customer(self) -> None:
        self.presenter.change_customer()
        self.customer.focus_customer()

    @Slot()
    def _on_customer_settled(self) -> None:
        if self.presenter.state.typed.customer is None:
            self.customer.focus_customer()
        else:
            self._focus_next()

    def _focus_next(self) -> None:
        """Go where writing goes on once the customer is known."""
        typed = self.presenter.state.typed
        if not typed.has_customer:
            self.customer.focus_customer()
        elif not (typed.street or typed.city):
            self.where.focus_street()
        else:
            self.what.editor.focus_product()

    @Slot(str)
    def _on_gap_found(self, field: str) -> None:
        {
            "customer": self.customer.focus_customer,
            "street": self.where.focus_street,
            "product": self.what.editor.focus_product,
            "promise": self.promise.focus_promise,
        }[field]()

    @Slot(str)
    def _on_kept_as_quote(self, number: str) -> None:
        self._go_to_order(number)

    @Slot(str)
    def _on_placed(self, number: str) -> None:
        self.host.open(PreviewWish(OrderNumber(number), "order-confirmation"))

    @Slot()
    def _on_preview_closed(self) -> None:
        self._go_to_order(self.presenter.state.typed.number)

    def _go_to_order(self, number: str) -> None:
        """The form has done its work: show the order in its place."""
        self.desk.navigator.open_order(number)
        self.desk.navigator.close(self.place)


def _day_text(at: int) -> str:
    days = say("Promise the first day"), say("Promise the second day"), say("Promise the third day")
    return (*days, say("Promise another day"))[at]
