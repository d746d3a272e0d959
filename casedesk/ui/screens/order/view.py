"""The screen Order: everything about one order, from quote to completed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QAction, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from casedesk.contract.orders import OrderDetail
from casedesk.ui.actions import Action
from casedesk.ui.desk import Desk
from casedesk.ui.dialogs.list_file import ListFile
from casedesk.ui.dialogs.preview_host import PreviewHost
from casedesk.ui.dialogs.preview_wish import PreviewWish
from casedesk.ui.forms import FormSlot
from casedesk.ui.place import CallSubject, Headline, Place
from casedesk.ui.screen import Screen
from casedesk.ui.screens.order import order_actions as do
from casedesk.ui.screens.order import words
from casedesk.ui.screens.order.head import OrderHead
from casedesk.ui.screens.order.lower_part import LowerPart
from casedesk.ui.screens.order.milestones_card import MilestonesCard, StepAction
from casedesk.ui.screens.order.order_notices import OrderNotices
from casedesk.ui.screens.order.presenter import OrderPresenter
from casedesk.ui.screens.order.state import OrderState
from casedesk.ui.theme import look
from casedesk.ui.widgets import Button, ButtonKind, Card, Column, Ground, Scroll
from casedesk.words import say

COLUMNS_FROM = 1100
"""Width of the screen, in pixels of the design, from which the lower cards stand in columns."""

BESIDE_FROM = 1000
"""Width from which the buttons of the head stand beside its words."""


class OrderScreen(Screen):
    """One order; `place.key` is its number's digits."""

    def __init__(self, desk: Desk, place: Place, parent: QWidget | None = None) -> None:
        super().__init__(desk, place, parent)
        self.presenter = OrderPresenter(desk, place.key, self)
        self._bound = self._bind_actions()
        self.head = OrderHead(desk.now, desk.person.login)
        self.milestones = MilestonesCard(desk.now, self._step_actions())
        self.lower_part = LowerPart(desk)
        self.form = FormSlot(desk.now)
        self._file = ListFile(desk, self)
        self._fault = Card(say("Order"))
        self._notices = OrderNotices()
        self._main = Button("", ButtonKind.MAIN, key=do.MAIN.key)
        self._shown: tuple[OrderDetail, Mapping[str, str]] | None = None
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
            self._print.setFocus(Qt.FocusReason.OtherFocusReason)

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
        presenter, forms = self.presenter, self.presenter.open_form
        performers: tuple[tuple[Action, Callable[[], None]], ...] = (
            (do.MAIN, self._on_main), (do.COPY, self._on_copy), (do.PRINT, self._on_print),
            (do.PROMISE, forms.promise), (do.HAND_OVER, forms.hand_over), (do.TAKE, presenter.take),
            (do.TAKE_BACK, presenter.take_back), (do.ASSIGN, forms.assign),
            (do.DONE, presenter.record_done), (do.DONE_ON, forms.done_on_another_day), (do.START, presenter.start),
            (do.FORECAST, forms.forecast), (do.BLOCK, forms.block), (do.SKIP, forms.skip),
            (do.LINES, presenter.change_lines), (do.NEXT_STEP, forms.next_step), (do.HOLD, forms.hold),
            (do.CANCEL, forms.cancel), (do.COMPLETE, forms.complete), (do.CASE, self._on_case),
            (do.THEIRS, presenter.take_theirs), (do.MINE, presenter.keep_mine),
            (do.SAVE_LIST, self._on_save_list),
        )  # fmt: skip
        return {action.id: self.add_action_of(action, perform) for action, perform in performers}

    def _step_actions(self) -> tuple[StepAction, ...]:
        rights = self.presenter.rights
        shown = (
            (do.DONE, say("Record as done"), ("ready", "under_way"), rights.work_on),
            (do.START, say("Start"), ("ready",), rights.work_on),
            (do.FORECAST, say("Change the forecast"), words.OPEN_MILESTONES, rights.work_on),
            (do.BLOCK, say("Blocked"), ("ready", "under_way"), rights.work_on),
            (do.BLOCK, say("It can go on"), ("blocked",), rights.work_on),
            (do.SKIP, say("Leave it out"), words.OPEN_MILESTONES, rights.skip),
        )
        return tuple(
            StepAction(
                text, self._key(action), self._bound[action.id].trigger, refusal, states, action is do.SKIP
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
        for part in (self._notices, self.form, self._fault, self.milestones, self.lower_part):
            scroll.content.addWidget(part)
        scroll.content.addStretch(1)
        column.addWidget(scroll, 1)
        self._add_buttons()
        self._show_parts(False)

    def _add_buttons(self) -> None:
        self._print, self._promise = (
            Button.for_action(action, self._bound[action.id]) for action in (do.PRINT, do.PROMISE)
        )
        self._promise.set_icon("")
        for button, action in ((self._print, do.PRINT), (self._promise, do.PROMISE)):
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
        lines, documents = self.lower_part.lines, self.lower_part.documents
        lines.change_requested.connect(presenter.change_lines)
        lines.form.typed.connect(presenter.type_lines)
        lines.form.save_requested.connect(presenter.save_lines)
        lines.form.away_requested.connect(presenter.put_lines_away)
        documents.opened.connect(self._on_document_opened)
        documents.add_requested.connect(self._on_print)
        self._notices.change_wanted.connect(self._on_change_wanted)
        self._notices.closed.connect(presenter.dismiss_news)
        self._notices.theirs_taken.connect(presenter.take_theirs)
        self._notices.mine_kept.connect(presenter.keep_mine)
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
        is_first = self._shown is None
        if (order, state.document_names) != self._shown:
            self._shown = order, state.document_names
            self._show_order(order)
        self._show_main(state)
        self.milestones.show_order(order, state.chosen)
        self._show_lines(state)
        self._notices.show_them(state.news, state.clash)
        self._say_where()
        self.set_ready()
        if is_first and self._has_keyboard():
            self.focus_start()

    def _has_keyboard(self) -> bool:
        """Whether the keyboard is here, and not where somebody types meanwhile."""
        focused = QApplication.focusWidget()
        return focused is not None and self.isAncestorOf(focused)

    def _show_order(self, order: OrderDetail) -> None:
        """Show what only a new answer of the database changes."""
        rights = self.presenter.rights
        self._promise.setVisible(
            order.promised_on is not None and not order.done_on and order.state != "cancelled"
        )
        self.head.show_order(order, rights.hand_over(order) if order.owner.login else rights.take(order))
        self.lower_part.show_order(order, self.presenter.state.document_names)

    def _let_main_key_rest(self) -> None:
        """While a form, the lines or the preview are open, Ctrl+Enter is theirs."""
        state = self.presenter.state
        is_free = state.form is None and state.editing is None and self.host.preview is None
        self._bound[do.MAIN.id].setEnabled(is_free)

    def _show_lines(self, state: OrderState) -> None:
        order, editing = state.order, state.editing
        if order is None:
            return
        lines = self.lower_part.lines
        if editing is not None and not lines.is_editing:
            self.lower_part.show_card("lines")
        lines.set_editing(editing is not None)
        if editing is not None:
            is_saving, kept = state.is_saving, state.kept
            lines.form.show_lines(editing.lines, editing.products, is_saving=is_saving, kept=kept)
        lines.show_order(order, self.desk.refusal(do.LINES.permission))

    def _show_fault(self, state: OrderState) -> None:
        if not state.fault:
            self._fault.setVisible(state.order is None)
            return
        still = say("What is shown below was read before.") if state.order else ""
        self._fault.show_error(state.fault, still)
        self._fault.show()
        self.set_ready()

    def _show_parts(self, shown: bool) -> None:
        for part in (self.head, self.milestones, self.lower_part):
            part.setVisible(shown)

    def _show_main(self, state: OrderState) -> None:
        if state.order is None:
            return
        action, text = words.main_action(state.order)
        self._main.set_text(text)
        self._main.set_not_allowed(self.presenter.main_refusal())
        self._main.setVisible(action != "print")
        self._main.setEnabled(not state.is_saving)

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
        width = self.width() * 100 / look().zoom
        self.lower_part.set_tabs(width < COLUMNS_FROM)
        self.head.set_narrow(width < BESIDE_FROM)

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
            "place": self.presenter.open_form.place,
            "hold": self.presenter.open_form.hold,
            "block": self.presenter.open_form.block,
            "record_done": self.presenter.record_done,
            "complete": self.presenter.open_form.complete,
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
            self.presenter.open_form.hand_over()

    @Slot()
    def _on_more(self) -> None:
        order = self.presenter.state.order
        if order is None:
            return
        made = QMenu(self)
        made.aboutToHide.connect(made.deleteLater)
        for action, refusal in self._more_actions(order):
            if refusal:
                words_of_refusal = say("$action: $who", action=action.words, who=refusal)
                made.addAction(words_of_refusal.replace("&", "&&")).setEnabled(False)
            else:
                made.addAction(self._bound[action.id])
        made.popup(self._more.mapToGlobal(self._more.rect().bottomLeft()))

    def _more_actions(self, order: OrderDetail) -> list[tuple[Action, str]]:
        """What else can be done with the order as it stands, each with who may do it."""
        rights, step = self.presenter.rights, self.presenter.state.step
        found: list[tuple[Action, str]] = []
        if order.state == "done_not_confirmed":
            found.append((do.COMPLETE, self.desk.refusal(do.COMPLETE.permission)))
        if order.state not in words.CLOSED:
            if step is not None and step.state in words.OPEN_MILESTONES and order.state != "quote":
                found += [(do.DONE_ON, rights.work_on(step)), (do.SKIP, rights.skip(step))]
            if order.handover is not None:
                found.append((do.TAKE_BACK, rights.hand_over(order)))
            found += [
                (do.NEXT_STEP, self.desk.refusal(do.NEXT_STEP.permission)),
                (do.ASSIGN, self.desk.refusal(do.ASSIGN.permission)),
                (do.HOLD, rights.hold(order)),
            ]
            found.append((do.CANCEL, rights.cancel(order)))
        return [*found, (do.CASE, "")]

    @Slot()
    def _on_print(self) -> None:
        """Show the document that fits the order's state; another one can be chosen there."""
        order = self.presenter.state.order
        if order is not None:
            document = "order-quote" if order.state == "quote" else "order-confirmation"
            self.host.open(PreviewWish(order.number, document))

    @Slot()
    def _on_save_list(self) -> None:
        """Save the list that has the keyboard, the milestones where none has it."""
        order = self.presenter.state.order
        if order is None:
            return
        part, focused = self.lower_part, QApplication.focusWidget()
        lists: tuple[tuple[QWidget, str, Sequence[Any]], ...] = (
            (part.lines, say("Order lines"), order.lines),
            (part.documents, say("Documents"), order.documents),
            (part.owners, say("Who owned it"), order.owners),
            (part.promised, say("Promised days"), order.promised_dates),
        )
        for card, name, rows in lists:
            if focused is not None and card.isAncestorOf(focused):
                self._file.save_rows(f"{order.number} {name}", rows)
                return
        self._file.save_rows(f"{order.number} {say('Milestones')}", order.milestones)

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

    @Slot(str)
    def _on_change_wanted(self, milestone: str) -> None:
        self.presenter.choose_step(milestone)
        self.milestones.track.setFocus(Qt.FocusReason.OtherFocusReason)


def _is_arrow(event: QKeyEvent) -> bool:
    return event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right) and not event.modifiers()
