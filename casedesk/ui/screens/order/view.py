"""The screen Order: everything about one order, from quote to completed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QAction, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from casedesk.contract.orders import OrderDetail
from casedesk.ui.actions import Action, Where, menu
from casedesk.ui.desk import Desk
from casedesk.ui.dialogs.preview_host import PreviewHost
from casedesk.ui.dialogs.print_preview import PreviewWish
from casedesk.ui.forms import FormSlot
from casedesk.ui.notifications import Choice, Message, NoticeKind
from casedesk.ui.place import CallSubject, Headline, Place
from casedesk.ui.screen import Screen
from casedesk.ui.screens.order import words
from casedesk.ui.screens.order.cards import (
    AboutCard,
    BillingCard,
    DocumentsCard,
    OwnersCard,
    PromisedDaysCard,
)
from casedesk.ui.screens.order.head import OrderHead
from casedesk.ui.screens.order.lines_card import LinesCard
from casedesk.ui.screens.order.lower_cards import LowerCards
from casedesk.ui.screens.order.milestones_card import MilestonesCard, StepAction
from casedesk.ui.screens.order.news import News
from casedesk.ui.screens.order.presenter import Clash, OrderPresenter, OrderState
from casedesk.ui.theme import look
from casedesk.ui.widgets import Button, ButtonKind, Card, Column, Ground, Notice, Scroll
from casedesk.words import say

COLUMNS_FROM = 1100
"""Width of the screen, in pixels of the design, from which the lower cards stand in columns."""

_RECORD = Where.RECORD

MAIN = Action("order_main", "Do the next step of this order", "Ctrl+Return", "check", where=_RECORD)
COPY = Action("order_copy", "Copy the order number", "Ctrl+Shift+C", "copy", where=_RECORD)
PRINT = Action("order_print", "Print", "Ctrl+P", "printer", "issue_document", _RECORD)
PROMISE = Action("order_promise", "New promise", "Ctrl+D", "calendar-check", "place_order", _RECORD)
HAND_OVER = Action("order_hand_over", "Hand over", "Ctrl+H", "hand-over", "offer_handover", _RECORD)
TAKE = Action("order_take", "Take it from the queue", "T", "person", "take", _RECORD)
DONE = Action("order_done", "Record as done", "R", "check", "work_milestone", _RECORD)
DONE_ON = Action(
    "order_done_on", "Record as done on another day", "Shift+R", "calendar", "work_milestone", _RECORD
)
START = Action("order_start", "Start", "S", "play", "work_milestone", _RECORD)
FORECAST = Action("order_forecast", "Change the forecast", "F", "timer", "work_milestone", _RECORD)
BLOCK = Action("order_block", "Blocked, or go on", "B", "stop", "work_milestone", _RECORD)
SKIP = Action("order_skip", "Leave a milestone out", "K", "minus", "skip_milestone", _RECORD)
LINES = Action("order_lines", "Change lines", "L", "pencil", "change_lines", _RECORD)
NEXT_STEP = Action("order_next_step", "Set the next step", "N", "flag", "take", _RECORD)
HOLD = Action("order_hold", "Put on hold, or go on", "Ctrl+Shift+H", "pause", "hold_order", _RECORD)
CANCEL = Action("order_cancel", "Cancel the order", "Ctrl+Shift+X", "close", "cancel_order", _RECORD)
COMPLETE = Action("order_complete", "Complete the order", "", "flag", "complete_order", _RECORD)
CASE = Action("order_case", "Open the case", "C", "person", where=_RECORD)


class OrderScreen(Screen):
    """One order; `place.key` is its number's digits."""

    def __init__(self, desk: Desk, place: Place, parent: QWidget | None = None) -> None:
        super().__init__(desk, place, parent)
        self.presenter = OrderPresenter(desk, place.key, self)
        self._bound = self._bind_actions()
        self.head = OrderHead(desk.now, desk.person.login)
        self.milestones = MilestonesCard(desk.now, self._step_actions())
        self.lines = LinesCard(desk.person.company.currency, may_set_prices=desk.can("other_prices"))
        self.billing = BillingCard()
        self.about, self.documents = AboutCard(desk.now), DocumentsCard(desk.now)
        self.promised = PromisedDaysCard(desk.now)
        self.owners = OwnersCard(desk.now, desk.person.login)
        self.form = FormSlot(desk.now)
        self._fault = Card(say("Order"))
        self._notices = Column(gap=8)
        self._news: Notice | None = None
        self._clash: Notice | None = None
        self._main = Button("", ButtonKind.MAIN, key=MAIN.key)
        self._lay_out()
        self._connect()
        self._say_where()
        self._fault.show_loading(say("Reading the order"), 6)
        self.presenter.open()

    # What the window asks

    def focus_start(self) -> None:
        if self.host.preview is not None:
            self.host.preview.focus_start()
            return
        order = self.presenter.state.order
        if self.form.open_form is not None:
            self.form.open_form.focus_first()
        elif order is not None and order.milestones:
            self.milestones.track.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._main.setFocus(Qt.FocusReason.OtherFocusReason)

    def step_back(self) -> bool:
        if self.host.close_preview():
            return True
        if self.presenter.state.form is not None:
            self.presenter.put_form_away()
            return True
        if self.presenter.state.editing is not None:
            self.presenter.put_lines_away()
            return True
        return False

    def call_subject(self) -> CallSubject:
        order = self.presenter.state.order
        return CallSubject(order.customer, order.phone) if order else CallSubject()

    def help_words(self) -> str:
        return say(
            "Everything about one order. Left and Right choose a step; R records it as done, F changes its "
            "forecast, B says that it is blocked. Ctrl+D promises a new day: the earlier promise stays readable."
        )

    def look_again(self) -> None:
        self.presenter.set_seen(True)
        self.presenter.read_again()
        if self.host.preview is not None:
            self.host.preview.presenter.read_again()

    def put_aside(self) -> None:
        self.presenter.set_seen(False)

    # Building

    def _bind_actions(self) -> dict[str, QAction]:
        presenter = self.presenter
        performers: tuple[tuple[Action, Callable[[], None]], ...] = (
            (MAIN, self._on_main), (COPY, self._on_copy), (PRINT, self._on_print),
            (PROMISE, presenter.new_promise), (HAND_OVER, presenter.hand_over), (TAKE, presenter.take),
            (DONE, presenter.record_done), (DONE_ON, presenter.done_on_another_day), (START, presenter.start),
            (FORECAST, presenter.change_forecast), (BLOCK, presenter.block), (SKIP, presenter.skip),
            (LINES, presenter.change_lines), (NEXT_STEP, presenter.set_next_step), (HOLD, presenter.hold),
            (CANCEL, presenter.cancel), (COMPLETE, presenter.complete), (CASE, self._on_case),
        )  # fmt: skip
        return {action.id: self.add_action_of(action, perform) for action, perform in performers}

    def _step_actions(self) -> tuple[StepAction, ...]:
        rights = self.presenter.rights
        shown = (
            (DONE, say("Record as done"), ("ready", "under_way"), rights.work_on),
            (START, say("Start"), ("ready",), rights.work_on),
            (FORECAST, say("Change the forecast"), words.OPEN_MILESTONES, rights.work_on),
            (BLOCK, say("Blocked"), ("ready", "under_way"), rights.work_on),
            (BLOCK, say("It can go on"), ("blocked",), rights.work_on),
            (SKIP, say("Leave it out"), words.OPEN_MILESTONES, rights.skip),
        )
        return tuple(
            StepAction(
                text, self._key(action), self._bound[action.id].trigger, refusal, states, action is SKIP
            )
            for action, text, states, refusal in shown
        )

    def _key(self, action: Action) -> str:
        return self._bound[action.id].shortcut().toString()

    def _lay_out(self) -> None:
        page = Ground("bg")
        self.host = PreviewHost(self, page)
        Column(self, gap=0).addWidget(self.host)
        column = Column(page, gap=0)
        column.addWidget(self.head)
        self._scroll = scroll = Scroll(margin=(16, 12, 16, 16), gap=12)
        scroll.setAccessibleName(say("Everything about this order"))
        scroll.installEventFilter(self)
        scroll.content.addLayout(self._notices)
        for part in (self.form, self._fault, self.milestones, self._make_lower()):
            scroll.content.addWidget(part)
        scroll.content.addStretch(1)
        column.addWidget(scroll, 1)
        self._add_buttons()
        self._show_parts(False)

    def _make_lower(self) -> LowerCards:
        cards = {
            "lines": self.lines, "owners": self.owners, "about": self.about,
            "billing": self.billing, "documents": self.documents, "promised": self.promised,
        }  # fmt: skip
        titles = {
            "lines": say("Order lines"), "owners": say("Who owned it"), "about": say("About this order"),
            "billing": say("Billing"), "documents": say("Documents"), "promised": say("Promised days"),
        }  # fmt: skip
        columns = (("lines", "owners"), ("about", "billing"), ("documents", "promised"))
        self.lower_cards = LowerCards(cards, columns, (13, 9, 8), titles, say("Parts of the order"))
        return self.lower_cards

    def _add_buttons(self) -> None:
        for action in (PRINT, PROMISE):
            button = Button.for_action(action, self._bound[action.id])
            if action is PROMISE:
                button.set_icon("")
            button.set_not_allowed(self.desk.refusal(action.permission))
            self.head.add_button(button)
        self._main.activated.connect(self._on_main)
        self.head.add_button(self._main)
        self._more = Button(say("More"), icon="more")
        self._more.activated.connect(self._on_more)
        self.head.add_button(self._more)

    def _connect(self) -> None:
        presenter, head = self.presenter, self.head
        presenter.changed.connect(self.render_state)
        presenter.gap_found.connect(self._on_gap_found)
        self.form.typed.connect(presenter.type)
        self.form.save_requested.connect(presenter.save_form)
        self.form.away_requested.connect(presenter.put_form_away)
        presenter.form_ended.connect(self.focus_start)
        self.host.closed.connect(self._on_preview_closed)
        head.customer_requested.connect(self._on_case)
        head.owner_requested.connect(self._on_owner_requested)
        self.milestones.step_chosen.connect(presenter.choose_step)
        self.lines.change_requested.connect(presenter.change_lines)
        self.lines.form.typed.connect(presenter.type_lines)
        self.lines.form.save_requested.connect(presenter.save_lines)
        self.lines.form.away_requested.connect(presenter.put_lines_away)
        self.documents.opened.connect(self._on_document_opened)
        self.documents.add_requested.connect(self._on_print)
        self._fault.retry_requested.connect(presenter.read_again)

    # Showing

    @Slot(object)
    def render_state(self, state: OrderState) -> None:
        """Show the presenter's state."""
        order = state.order
        self._show_fault(state)
        self._let_main_key_rest()
        self.form.show_form(state.form, state.gaps or {}, is_saving=state.is_saving, kept=state.kept)
        if order is None:
            return
        self._show_parts(True)
        refusal = (
            self.presenter.rights.take(order)
            if order.owner.login is None
            else self.presenter.rights.hand_over(order)
        )
        self.head.show_order(order, refusal)
        self._show_main(state)
        self.milestones.show_order(order, state.chosen)
        self._show_lines(state)
        self.about.show_order(order)
        self.billing.show_order(order)
        self.documents.show_order(order, state.document_names)
        self.promised.show_order(order)
        self.owners.show_order(order)
        self._show_news(state.news)
        self._show_clash(state.clash)
        self._say_where()
        self.set_ready()

    def _let_main_key_rest(self) -> None:
        """While a form, the lines or the preview are open, Ctrl+Enter is theirs."""
        state = self.presenter.state
        is_free = state.form is None and state.editing is None and self.host.preview is None
        self._bound[MAIN.id].setEnabled(is_free)

    def _show_lines(self, state: OrderState) -> None:
        order, editing = state.order, state.editing
        if order is None:
            return
        if editing is not None and not self.lines.is_editing:
            self.lower_cards.show_card("lines")
        self.lines.set_editing(editing is not None)
        if editing is not None:
            self.lines.form.show_lines(
                editing.lines, editing.products, is_saving=state.is_saving, kept=state.kept
            )
        self.lines.show_order(order, self.desk.refusal(LINES.permission))

    def _show_fault(self, state: OrderState) -> None:
        if not state.fault:
            self._fault.setVisible(state.order is None)
            return
        still = say("What is shown below was read before.") if state.order else ""
        self._fault.show_error(state.fault, still)
        self._fault.show()
        self.set_ready()

    def _show_parts(self, shown: bool) -> None:
        for part in (self.head, self.milestones, self.lower_cards):
            part.setVisible(shown)

    def _show_main(self, state: OrderState) -> None:
        if state.order is None:
            return
        action, text = words.main_action(state.order)
        self._main.set_text(text)
        self._main.setVisible(action != "print")
        self._main.setEnabled(not state.is_saving)

    def _show_news(self, news: News | None) -> None:
        if self._news is not None and (news is None or self._news.message.key != news.key):
            self._take_away(self._news)
            self._news = None
        if news is not None and self._news is None:
            choices = (
                (Choice(say("Show the change"), partial(self._show_change, news)),) if news.milestone else ()
            )
            text = say(
                "changed $what ($time). Below is what is valid now.", what="; ".join(news.what), time=news.at
            )
            self._news = Notice(Message(news.key, NoticeKind.INFO, news.who, text, choices, icon="eye"))
            self._news.closed.connect(self.presenter.dismiss_news)
            self._notices.addWidget(self._news)

    def _show_clash(self, clash: Clash | None) -> None:
        if self._clash is not None:
            self._take_away(self._clash)
            self._clash = None
        if clash is not None:
            choices = (
                Choice(say("Take theirs"), self.presenter.take_theirs),
                Choice(say("Keep mine"), self.presenter.keep_mine),
            )
            lead = say("$name saved this meanwhile: $value.", name=clash.who, value=clash.theirs)
            text = say("You typed $value, not saved yet.", value=clash.mine)
            message = Message("clash", NoticeKind.RISK, lead, text, choices, closable=False)
            self._clash = Notice(message)
            self._notices.addWidget(self._clash)

    def _take_away(self, notice: Notice) -> None:
        self._notices.removeWidget(notice)
        notice.hide()
        notice.deleteLater()

    def _say_where(self) -> None:
        state = self.presenter.state
        if state.order is None:
            self.set_headline(Headline(self.place.key, say("Order")))
            return
        order = state.order
        last_name = order.customer_name.rpartition(" ")[2]
        person = words.status_bar_line(order.owner, self.desk.person.login)
        note = say("Order · $name", name=last_name)
        self.set_headline(Headline(order.number, note, person, state.changed_unseen))

    # What people do

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # The arrows choose a step wherever the keyboard is, except where something is written; a page that
        # scrolls would take them for itself.
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and _is_arrow(event):
            self.milestones.track.keyPressEvent(event)
            return True
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.lower_cards.set_tabs(self.width() * 100 / look().zoom < COLUMNS_FROM)

    @Slot()
    def _on_main(self) -> None:
        order = self.presenter.state.order
        if order is not None:
            self._do_main(order)

    def _do_main(self, order: OrderDetail) -> None:
        action, _ = words.main_action(order)
        current = words.current_step(order.milestones)
        if current is not None and action in ("block", "record_done"):
            self.presenter.choose_step(current.key)
        {
            "place": self.presenter.place,
            "hold": self.presenter.hold,
            "block": self.presenter.block,
            "record_done": self.presenter.record_done,
            "complete": self.presenter.complete,
            "print": self._on_print,
        }[action]()

    @Slot()
    def _on_copy(self) -> None:
        self.head.number.copy()

    @Slot()
    def _on_case(self) -> None:
        order = self.presenter.state.order
        if order is not None:
            self.desk.navigator.open_case(order.customer)

    @Slot()
    def _on_owner_requested(self) -> None:
        order = self.presenter.state.order
        if order is not None and order.owner.login is None:
            self.presenter.take()
        else:
            self.presenter.hand_over()

    @Slot()
    def _on_more(self) -> None:
        order = self.presenter.state.order
        if order is None:
            return
        shown = [DONE_ON, SKIP, NEXT_STEP, HOLD, CASE]
        if order.state == "done_not_confirmed":
            shown.insert(0, COMPLETE)
        if order.state not in words.CLOSED:
            shown.append(CANCEL)
        made = menu(self, [self._bound[action.id] for action in shown])
        made.aboutToHide.connect(made.deleteLater)
        made.popup(self._more.mapToGlobal(self._more.rect().bottomLeft()))

    @Slot()
    def _on_print(self) -> None:
        """Show the document that fits the order's state; another one can be chosen there."""
        order = self.presenter.state.order
        if order is not None:
            document = "order-quote" if order.state == "quote" else "order-confirmation"
            self.host.open(PreviewWish(order.number, document))

    @Slot(str)
    def _on_document_opened(self, document: str) -> None:
        order = self.presenter.state.order
        filed = next((one for one in order.documents if str(one.id) == document), None) if order else None
        if order is not None and filed is not None:
            self.host.open(PreviewWish(order.number, filed.kind, filed.id))

    @Slot()
    def _on_preview_closed(self) -> None:
        self._let_main_key_rest()
        self.focus_start()

    @Slot(str)
    def _on_gap_found(self, field: str) -> None:
        if self.form.open_form is not None:
            self.form.open_form.focus_field(field)

    def _show_change(self, news: News) -> None:
        self.presenter.choose_step(news.milestone)
        self.milestones.track.setFocus(Qt.FocusReason.OtherFocusReason)


def _is_arrow(event: QKeyEvent) -> bool:
    return event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right) and not event.modifiers()
