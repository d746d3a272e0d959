"""The screen My Desk: what must I do now, in which order; it reads and changes nothing itself."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from uuid import UUID

from PySide6.QtCore import Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QBoxLayout, QWidget

from casedesk.contract.desk import DeskDetail
from casedesk.ui.actions import Action
from casedesk.ui.desk import Desk
from casedesk.ui.forms.form_slot import FormSlot
from casedesk.ui.place import CallSubject, Headline, Place, Room
from casedesk.ui.screen import Screen
from casedesk.ui.screens.my_desk import rows, words
from casedesk.ui.screens.my_desk.counts import FEW_A_LINE, Counts
from casedesk.ui.screens.my_desk.handovers_card import HandoversCard
from casedesk.ui.screens.my_desk.list_card import ListCard
from casedesk.ui.screens.my_desk.presenter import DECLINE, KEEP, MyDeskPresenter
from casedesk.ui.screens.my_desk.state import DeskList, MyDeskState
from casedesk.ui.theme import Type, look
from casedesk.ui.widgets import Button, ButtonKind, Card, Column, Line, PlainLabel, Scroll
from casedesk.words import say

NEXT = Action("desk_next", "Do the next thing", "F9", "chevron-right")
TAKE = Action("desk_take", "Take from the queue", "T", "check", "take")
KEPT = Action("desk_kept", "Record the promise as kept", "K", "calendar-check", "make_promise")
ACCEPT = Action("desk_accept", "Accept the handover", "A", "check", "offer_handover")
REFUSE = Action("desk_decline", "Decline the handover", "D", "close", "offer_handover")
JUMPS = {
    DeskList.PROMISES: Action("desk_promises", "Promises due today", "1"),
    DeskList.JEOPARDY: Action("desk_jeopardy", "My orders in jeopardy", "2"),
    DeskList.HANDOVERS: Action("desk_handovers", "Handover for your yes", "3"),
    DeskList.TEAM_QUEUE: Action("desk_queue", "Team queue", "4"),
    DeskList.NOBODY_TOOK: Action("desk_nobody", "Nobody took it yet", "5"),
}

SIDE_WIDTH = 328
FEWEST = 5


class MyDeskScreen(Screen):
    """What one person must do now."""

    def __init__(self, desk: Desk, place: Place, parent: QWidget | None = None) -> None:
        super().__init__(desk, place, parent)
        self.presenter = MyDeskPresenter(desk, self)
        bound = self._add_actions()
        keys = {action.id: action_bound.shortcut().toString() for action, action_bound in bound.items()}
        self._sentence = PlainLabel("", Type.TEXT, "text2", wrap=True)
        self._next = Button.for_action(NEXT, bound[NEXT], ButtonKind.MAIN)
        jump_titles = {which: action.words for which, action in JUMPS.items()}
        self.counts = Counts(jump_titles, {which: keys[action.id] for which, action in JUMPS.items()})
        self.fault = Card(say("My Desk"))
        self.promises = ListCard(
            say("Promises due"), rows.promise_columns(), fewest=FEWEST, two_lines=True,
            hint=say("Up/Down choose, Enter opens, F8 calls, K kept"),
        )  # fmt: skip
        self.jeopardy = ListCard(
            say("My orders in jeopardy"), rows.jeopardy_columns(), fewest=FEWEST,
            hint=say("the forecast is later than the promise"),
        )  # fmt: skip
        self.queue = ListCard(
            say("Team queue"), rows.queue_columns(), fewest=FEWEST, hint=say("T takes the selected one")
        )
        self.nobody = ListCard(
            say("Nobody took it yet"), rows.nobody_columns(), fewest=FEWEST, two_lines=True, heads=False
        )
        self.handovers = HandoversCard(keys[ACCEPT.id], keys[REFUSE.id])
        self.forms = {KEEP: FormSlot(desk.now), DECLINE: FormSlot(desk.now)}
        self._lists: dict[DeskList, ListCard | HandoversCard] = {
            DeskList.PROMISES: self.promises, DeskList.JEOPARDY: self.jeopardy, DeskList.HANDOVERS: self.handovers,
            DeskList.TEAM_QUEUE: self.queue, DeskList.NOBODY_TOOK: self.nobody,
        }  # fmt: skip
        self._lay_out()
        self._connect()
        self.promises.table.addAction(bound[KEPT])
        for card in (self.queue, self.nobody):
            card.table.addAction(bound[TAKE])
        self.set_headline(Headline(say("My Desk")))
        self._show_loading()
        self.presenter.open()

    # What the window asks

    def set_room(self, room: Room) -> None:
        super().set_room(room)
        has_side = room >= Room.FOLDED
        direction = QBoxLayout.Direction
        self._columns.setDirection(direction.LeftToRight if has_side else direction.TopToBottom)
        self._side.setDirection(direction.TopToBottom if has_side else direction.LeftToRight)
        self.counts.set_a_line(len(DeskList) if has_side else FEW_A_LINE)
        self._measure_side()

    def focus_start(self) -> None:
        self.promises.focus_list()

    def step_back(self) -> bool:
        had_form = self.presenter.state.form is not None
        self.presenter.put_form_away()
        return had_form

    def call_subject(self) -> CallSubject:
        detail = self.presenter.state.detail
        return self._subjects(detail)[self._active_list()] if detail else CallSubject()

    def help_words(self) -> str:
        return say(
            "What you must do now, the most urgent first. The five counts lead to their lists by the keys 1 to 5. "
            "F9 opens the case of the most urgent promise and begins the call. T takes work from your team's queue, "
            "A accepts a handover, D declines it with a reason."
        )

    def look_again(self) -> None:
        self.presenter.read_again()

    # Building

    def _add_actions(self) -> dict[Action, QAction]:
        slots: dict[Action, Callable[[], None]] = {
            NEXT: self._do_next_thing,
            TAKE: self._take_chosen,
            KEPT: self._ask_how_kept,
            ACCEPT: self._accept_current,
            REFUSE: self._decline_current,
        }
        slots |= {action: partial(self.focus_list, which) for which, action in JUMPS.items()}
        return {action: self.add_action_of(action, slot) for action, slot in slots.items()}

    def _lay_out(self) -> None:
        outer = Column(self, gap=0)
        outer.addLayout(self._head())
        scroll = Scroll(margin=(16, 0, 16, 16), gap=12)
        outer.addWidget(scroll, 1)
        self._scroll = scroll
        scroll.content.addWidget(self.fault)
        self.fault.hide()
        scroll.content.addWidget(self.counts)
        self._columns = Line(gap=12)
        main = Column(gap=12)
        for part in (self.promises, self.forms[KEEP], self.jeopardy, self.queue):
            main.addWidget(part)
        main.addStretch(1)
        self._side_place = QWidget()
        self._side = Column(self._side_place, gap=12)
        offers = Column(gap=12)
        offers.addWidget(self.handovers)
        offers.addWidget(self.forms[DECLINE])
        self._side.addLayout(offers)
        self._side.addWidget(self.nobody)
        self._side.addStretch(1)
        self._columns.addLayout(main, 1)
        self._columns.addWidget(self._side_place)
        scroll.content.addLayout(self._columns)
        scroll.content.addStretch(1)
        look().changed.connect(self._measure_side)
        self._measure_side()

    def _head(self) -> Line:
        head = Line(margin=(16, 12, 16, 12), gap=12)
        titles = Column(gap=2)
        titles.addWidget(PlainLabel(say("My Desk"), Type.SCREEN_TITLE))
        titles.addWidget(self._sentence)
        head.addLayout(titles, 1)
        head.addWidget(self._next)
        return head

    def _connect(self) -> None:
        presenter, navigator = self.presenter, self.desk.navigator
        presenter.changed.connect(self._render)
        presenter.gap_found.connect(self._on_gap_found)
        presenter.form_ended.connect(self._on_form_ended)
        self.counts.chosen.connect(self.focus_list)
        self.fault.retry_requested.connect(presenter.read_again)
        self.fault.details_requested.connect(self._on_details)
        self.promises.opened.connect(self._on_promise_opened)
        self.promises.pressed.connect(self._on_call_pressed)
        self.promises.link_pressed.connect(partial(self.focus_list, DeskList.TEAM_QUEUE))
        self.jeopardy.opened.connect(navigator.open_order)
        for card in (self.queue, self.nobody):
            card.opened.connect(self._on_waiting_opened)
            card.pressed.connect(self._on_take_pressed)
        for which, one in self._lists.items():
            if isinstance(one, ListCard):
                one.full_requested.connect(partial(presenter.show_in_full, which))
        self.handovers.accepted.connect(presenter.accept)
        self.handovers.declined.connect(presenter.ask_why_declined)
        self.handovers.opened.connect(navigator.open_case)
        for slot in self.forms.values():
            slot.typed.connect(presenter.type)
            slot.save_requested.connect(presenter.save_form)
            slot.away_requested.connect(presenter.put_form_away)

    @Slot()
    def _measure_side(self) -> None:
        has_side = self.room >= Room.FOLDED
        width = look().px(SIDE_WIDTH)
        self._side_place.setMinimumWidth(width if has_side else 0)
        self._side_place.setMaximumWidth(width if has_side else 16_777_215)

    # Showing

    def _show_loading(self) -> None:
        for card in self._lists.values():
            card.show_loading()

    @Slot(object)
    def _render(self, state: MyDeskState) -> None:
        self._show_fault(state)
        if state.detail is not None:
            self._show_desk(state, state.detail)
            self._show_forms(state)
        if state.detail is not None or state.fault:
            self.set_ready()

    def _show_fault(self, state: MyDeskState) -> None:
        self.fault.setVisible(bool(state.fault))
        self._columns_visible(state)
        if state.fault:
            self.fault.show_error(say("My Desk could not be read."), state.fault)

    def _columns_visible(self, state: MyDeskState) -> None:
        """Without anything read the error card stands alone."""
        alone = bool(state.fault) and state.detail is None
        self.counts.setVisible(not alone)
        for card in self._lists.values():
            card.setVisible(not alone)

    def _show_desk(self, state: MyDeskState, detail: DeskDetail) -> None:
        now, can = state.now, self.desk.refusal
        self._sentence.setText(words.sentence(detail, now))
        self.counts.show_desk(detail, now)
        self._show_promises(state, detail)
        self.jeopardy.show_rows(
            [rows.jeopardy_row(one, now) for one in detail.in_jeopardy],
            say("None of your orders is in jeopardy."),
            in_full=DeskList.JEOPARDY in state.in_full,
        )
        team = detail.staff.team
        self.queue.set_title(say("Team queue: $team", team=team) if team else say("Team queue"))
        self.queue.show_rows(
            rows.queue_rows(detail.team_queue, state.leaving, now, can("take")),
            say("Nothing waits in the queue of your team."),
            in_full=DeskList.TEAM_QUEUE in state.in_full,
        )
        gone = [one for one in state.leaving if now - one.row.queued_at >= words.NOBODY_AFTER]
        self.nobody.show_rows(
            rows.nobody_rows(detail.nobody_took, gone, now, can("take")),
            say("Somebody has everything."),
            in_full=DeskList.NOBODY_TOOK in state.in_full,
        )
        self.handovers.show_offers(detail.handovers, now, can("offer_handover"))
        self.waiting_changed.emit(len(words.due_today(detail, now)) + len(detail.handovers))

    def _show_promises(self, state: MyDeskState, detail: DeskDetail) -> None:
        now, staff = state.now, detail.staff
        refusal = self.desk.refusal("log_interaction")
        shown = [
            rows.promise_row(one, staff.login or "", staff.name, now, refusal) for one in detail.promises
        ]
        in_full = DeskList.PROMISES in state.in_full
        today = len(words.due_today(detail, now))
        self.promises.show_rows(shown, words.nothing_due(detail, now), in_full=in_full, usual=today)
        waiting = len(detail.team_queue)
        self.promises.show_link(say("Look at the team queue") if waiting else "", str(waiting))

    def _show_forms(self, state: MyDeskState) -> None:
        for kind, slot in self.forms.items():
            form = state.form if state.form is not None and state.form.kind == kind else None
            slot.show_form(form, state.gaps, is_saving=state.is_saving)

    # What the person does

    @Slot(object)
    def focus_list(self, which: DeskList) -> None:
        """Put the keyboard into a list and bring it into view."""
        card = self._lists[which]
        card.focus_list()
        self._scroll.ensureWidgetVisible(card, 0, look().px(16))

    def _active_list(self) -> DeskList:
        """The list that has the keyboard, else the promises."""
        focused = QApplication.focusWidget()
        for which, card in self._lists.items():
            if focused is not None and card.isAncestorOf(focused):
                return which
        return DeskList.PROMISES

    def _subjects(self, detail: DeskDetail) -> dict[DeskList, CallSubject]:
        """Whom a call from each list would be with."""
        promise = next(
            (one for one in detail.promises if str(one.promise.id) == self.promises.current_id), None
        )
        order = next((one for one in detail.in_jeopardy if one.number == self.jeopardy.current_id), None)
        offer = self.handovers.current
        return {
            DeskList.PROMISES: CallSubject(promise.customer, promise.phone) if promise else CallSubject(),
            DeskList.JEOPARDY: CallSubject(order.customer) if order else CallSubject(),
            DeskList.HANDOVERS: CallSubject(offer.customer) if offer else CallSubject(),
            DeskList.TEAM_QUEUE: CallSubject(self._customer_waiting(self.queue.current_id)),
            DeskList.NOBODY_TOOK: CallSubject(self._customer_waiting(self.nobody.current_id)),
        }

    def _customer_waiting(self, about: str) -> UUID | None:
        detail = self.presenter.state.detail
        waiting = detail.team_queue if detail else ()
        return next((one.customer for one in waiting if one.about == about), None)

    @Slot()
    def _do_next_thing(self) -> None:
        thing = self.presenter.next_thing
        if thing.customer is not None:
            self.desk.navigator.start_call(thing.customer, thing.phone)
        elif thing.order:
            self.desk.navigator.open_order(thing.order)
        else:
            self.desk.notifications.tell(thing.note, key="my-desk")

    @Slot()
    def _take_chosen(self) -> None:
        card = self.nobody if self._active_list() is DeskList.NOBODY_TOOK else self.queue
        self._on_take_pressed(card.current_id)

    @Slot(str, str)
    def _on_take_pressed(self, about: str, _column: str = "") -> None:
        refusal = self.desk.refusal("take")
        if refusal:
            self.desk.notifications.tell(refusal, key="refused")
        elif about:
            self.presenter.take(about)

    @Slot()
    def _ask_how_kept(self) -> None:
        if self.promises.current_id:
            self.presenter.ask_how_kept(UUID(self.promises.current_id))

    @Slot()
    def _accept_current(self) -> None:
        offer = self.handovers.current
        if offer is not None:
            self.presenter.accept(offer.id)

    @Slot()
    def _decline_current(self) -> None:
        offer = self.handovers.current
        if offer is not None:
            self.presenter.ask_why_declined(offer.id)

    @Slot(str)
    def _on_promise_opened(self, promise: str) -> None:
        subject = self._promise_subject(promise)
        if subject.customer is not None:
            self.desk.navigator.open_case(subject.customer)

    @Slot(str, str)
    def _on_call_pressed(self, promise: str, _column: str) -> None:
        subject = self._promise_subject(promise)
        if subject.customer is not None:
            self.desk.navigator.start_call(subject.customer, subject.phone)

    def _promise_subject(self, promise: str) -> CallSubject:
        detail = self.presenter.state.detail
        found = (
            next((one for one in detail.promises if str(one.promise.id) == promise), None) if detail else None
        )
        return CallSubject(found.customer, found.phone) if found else CallSubject()

    @Slot(str)
    def _on_waiting_opened(self, about: str) -> None:
        customer = self._customer_waiting(about)
        if customer is not None:
            self.desk.navigator.open_case(customer)

    @Slot(str)
    def _on_gap_found(self, field: str) -> None:
        for slot in self.forms.values():
            if slot.open_form is not None:
                slot.open_form.focus_field(field)

    @Slot()
    def _on_form_ended(self) -> None:
        self.focus_list(DeskList.PROMISES)

    @Slot()
    def _on_details(self) -> None:
        self.desk.notifications.tell(self.presenter.state.fault, key="my-desk")
