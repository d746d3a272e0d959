"""The screen My Desk: what must I do now, in which order; it reads and changes nothing itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from casedesk.rules.order_number import understood
from casedesk.ui.actions import Action
from casedesk.ui.desk import Desk
from casedesk.ui.dialogs.list_file import ListFile
from casedesk.ui.dialogs.preview_host import PreviewHost
from casedesk.ui.dialogs.preview_wish import PreviewWish
from casedesk.ui.place import CallSubject, Headline, Place, Room
from casedesk.ui.screen import Screen
from casedesk.ui.screens.my_desk import words
from casedesk.ui.screens.my_desk.cards import DeskCards, DeskKeys
from casedesk.ui.screens.my_desk.counts import FEW_A_LINE, Counts
from casedesk.ui.screens.my_desk.presenter import MyDeskPresenter
from casedesk.ui.screens.my_desk.state import COUNTED, DeskList, MyDeskState
from casedesk.ui.theme import Type, look
from casedesk.ui.widgets import Button, ButtonKind, Card, Column, Ground, Line, PlainLabel, Scroll
from casedesk.words import say

NEXT = Action("desk_next", "Do the next thing", "F9", "chevron-right")
TAKE = Action("desk_take", "Take from the queue", "T", "check", "take")
KEPT = Action("desk_kept", "Record the promise as kept", "K", "calendar-check", "make_promise")
ACCEPT = Action("desk_accept", "Accept the handover", "A", "check", "offer_handover")
ASK = Action("desk_ask", "Ask back about the handover", "Q", "question", "offer_handover")
WORKLIST = Action("desk_worklist", "Print my worklist", "Ctrl+P", "printer", "issue_document")
SHIFT = Action("desk_shift_handover", "Print the shift handover", "", "printer", "issue_document")
SAVE_LIST = Action("desk_save_list", "Save the list in front as a file", "Ctrl+E", "save")
DECLINE = Action("desk_decline", "Decline the handover", "D", "close", "offer_handover")
ANSWER = Action("desk_answer", "Answer what was asked back", "R", "speech", "offer_handover")
TAKE_BACK = Action("desk_take_back", "Take back what I offered", "W", "undo", "offer_handover")
APPROVE = Action("desk_approve", "Yes to the decision", "Y", "check", "record_decision")
REFUSE = Action("desk_refuse", "No to the decision, with a reason", "N", "close", "record_decision")
NEXT_STEP = Action("desk_next_step", "Set the next step", "S", "flag", "take")
ASSIGN = Action("desk_assign", "Give to a colleague", "G", "hand-over", "assign")
SORT = Action("desk_sort", "Sort: due first, or by customer", "Shift+S", "sort")
JUMPS = {
    DeskList.DECISIONS: Action("desk_decisions", "Waiting for your decision", "0"),
    DeskList.PROMISES: Action("desk_promises", "Promises due today", "1"),
    DeskList.JEOPARDY: Action("desk_jeopardy", "My orders in jeopardy", "2"),
    DeskList.HANDOVERS: Action("desk_handovers", "Handover for your yes", "3"),
    DeskList.TEAM_QUEUE: Action("desk_queue", "Team queue", "4"),
    DeskList.NOBODY_TOOK: Action("desk_nobody", "Nobody took it yet", "5"),
    DeskList.STEPS: Action("desk_steps", "Next steps due", "6"),
    DeskList.HEALTH: Action("desk_health", "What must be none", "7"),
}


class MyDeskScreen(Screen):
    """What one person must do now."""

    def __init__(self, desk: Desk, place: Place, parent: QWidget | None = None) -> None:
        super().__init__(desk, place, parent)
        self.presenter = MyDeskPresenter(desk, self)
        self._wants_focus = False
        self._bound = self._add_actions()
        self._sentence = PlainLabel("", Type.TEXT, "text2", wrap=True)
        self._next = Button.for_action(NEXT, self._bound[NEXT], ButtonKind.MAIN)
        titles = {which: action.words for which, action in JUMPS.items()}
        self.counts = Counts(titles, {which: self._key(action) for which, action in JUMPS.items()})
        self._file = ListFile(desk, self)
        self._print = Button.for_action(WORKLIST, self._bound[WORKLIST], ButtonKind.QUIET, small=True)
        self._print.set_not_allowed(desk.refusal(WORKLIST.permission))
        self.fault = Card(say("My Desk"))
        self.cards = DeskCards(
            desk,
            DeskKeys(*(self._key(one) for one in (ACCEPT, ASK, DECLINE, ANSWER, TAKE_BACK, APPROVE, REFUSE))),
        )
        self._sort = Button(words.sorted_by("due"), key=self._key(SORT), icon="sort")
        self._sort.activated.connect(self._bound[SORT].trigger)
        self._lay_out()
        self._connect()
        self.set_headline(Headline(say("My Desk")))
        self.cards.show_loading()
        self.presenter.open()

    # What the window asks

    def set_room(self, room: Room) -> None:
        super().set_room(room)
        has_side = room >= Room.FOLDED
        self.cards.set_has_side(has_side)
        self.counts.set_a_line(len(COUNTED) if has_side else FEW_A_LINE)

    def focus_start(self) -> None:
        if self.host.preview is not None:
            self.host.preview.focus_start()
            return
        if self.presenter.state.detail is None:
            # A list that is being read is hidden behind its bars and would lose the keyboard to anything.
            self._wants_focus = True
            self._next.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        decides = self.cards.decisions
        if decides.isVisibleTo(self) and decides.current_id and decides.focus_list():
            return
        if not self.cards.promises.focus_list():
            self._next.setFocus(Qt.FocusReason.OtherFocusReason)

    def step_back(self) -> bool:
        if self.host.close_preview():
            return True
        had_form = self.presenter.state.form is not None
        self.presenter.put_form_away()
        return had_form

    def call_subject(self) -> CallSubject:
        which = self.cards.active_list()
        return self.presenter.state.subject(which, self.cards.chosen(which))

    def help_words(self) -> str:
        return say(
            "What you must do now, the most urgent first. The five counts lead to their lists by the keys 1 to 5. "
            "F9 does what is most urgent: it begins the call of a promise, or goes to what comes next. T takes work "
            "from your team's queue, A accepts a handover, Q asks the giver back, D declines it with a reason, R "
            "answers what you were asked about yours, K records a promise as kept, S sets a next step. For who may "
            "decide, Y says yes and N says no with a reason. Ctrl+P prints everything you have open, Ctrl+E saves "
            "the list in front as a file."
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
            ASK: self._ask_current,
            DECLINE: self._decline_current,
            ANSWER: self._answer_current,
            TAKE_BACK: self._take_back_current,
            APPROVE: self._approve_chosen,
            REFUSE: self._refuse_chosen,
            NEXT_STEP: self._ask_next_step,
            ASSIGN: self._ask_whom,
            SORT: self.presenter.sort_otherwise,
            WORKLIST: self._print_worklist,
            SHIFT: self._print_shift_handover,
            SAVE_LIST: self._save_list,
        }
        slots |= {action: partial(self.focus_list, which) for which, action in JUMPS.items()}
        bound = {action: self.add_action_of(action, slot) for action, slot in slots.items()}
        # The main action also works from the search field.
        bound[NEXT].setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        return bound

    def _key(self, action: Action) -> str:
        """The key in force, as Qt writes it."""
        return self._bound[action].shortcut().toString()

    def _lay_out(self) -> None:
        ground = Ground("bg")
        self.host = PreviewHost(self, ground)
        Column(self, gap=0).addWidget(self.host)
        outer = Column(ground, gap=0)
        head = Line(margin=(16, 12, 16, 12), gap=12)
        titles = Column(gap=2)
        titles.addWidget(PlainLabel(say("My Desk"), Type.SCREEN_TITLE))
        titles.addWidget(self._sentence)
        head.addLayout(titles, 1)
        head.addWidget(self._sort)
        head.addWidget(self._print)
        head.addWidget(self._next)
        outer.addLayout(head)
        self._scroll = Scroll(margin=(16, 0, 16, 16), gap=12)
        outer.addWidget(self._scroll, 1)
        self.fault.hide()
        for part in (self.fault, self.counts, self.cards):
            self._scroll.content.addWidget(part)
        self._scroll.content.addStretch(1)
        self.cards.promises.table.addAction(self._bound[KEPT])
        cards = self.cards
        for card in (cards.queue, cards.nobody):
            card.table.addActions([self._bound[TAKE], self._bound[ASSIGN]])
        for card in (cards.jeopardy, cards.steps, cards.health.listed):
            card.table.addActions([self._bound[NEXT_STEP], self._bound[ASSIGN]])
        cards.decisions.table.addActions([self._bound[APPROVE], self._bound[REFUSE]])
        for card in cards.lists.values():
            card.table.addAction(self._bound[SAVE_LIST])

    def _connect(self) -> None:
        presenter, cards, navigator = self.presenter, self.cards, self.desk.navigator
        presenter.changed.connect(self._render)
        self.host.closed.connect(self._on_preview_closed)
        presenter.gap_found.connect(self._on_gap_found)
        presenter.form_opened.connect(self._on_form_opened)
        presenter.form_ended.connect(self._on_form_ended)
        self.counts.chosen.connect(self.focus_list)
        self.fault.retry_requested.connect(presenter.read_again)
        self.fault.details_requested.connect(self._on_details)
        cards.promises.opened.connect(partial(self._open_case, DeskList.PROMISES))
        cards.promises.pressed.connect(self._on_call_pressed)
        cards.promises.link_pressed.connect(partial(self.focus_list, DeskList.TEAM_QUEUE))
        cards.jeopardy.opened.connect(navigator.open_order)
        for which in (DeskList.TEAM_QUEUE, DeskList.NOBODY_TOOK):
            cards.lists[which].opened.connect(partial(self._open_case, which))
            cards.lists[which].pressed.connect(self._take)
        for which, card in cards.lists.items():
            card.full_requested.connect(partial(presenter.show_in_full, which))
        cards.handovers.accepted.connect(presenter.accept)
        cards.handovers.declined.connect(presenter.ask_why_declined)
        cards.handovers.asked.connect(presenter.ask_back)
        cards.handovers.opened.connect(navigator.open_case)
        cards.offered.answered.connect(presenter.answer)
        cards.offered.taken_back.connect(presenter.take_back)
        cards.offered.opened.connect(navigator.open_case)
        cards.decisions.opened.connect(partial(self._open_case, DeskList.DECISIONS))
        cards.decisions.approved.connect(self._approve)
        cards.decisions.refused.connect(self._refuse)
        cards.steps.opened.connect(partial(self._open_work, DeskList.STEPS))
        cards.health.asked.connect(presenter.list_health)
        cards.health.listed.opened.connect(partial(self._open_work, DeskList.HEALTH))
        cards.health.listed.full_requested.connect(partial(presenter.show_in_full, DeskList.HEALTH))
        for slot in cards.forms:
            slot.typed.connect(presenter.type)
            slot.save_requested.connect(presenter.save_form)
            slot.away_requested.connect(presenter.put_form_away)

    # Showing

    @Slot(object)
    def _render(self, state: MyDeskState) -> None:
        self._show_fault(state)
        self.cards.show_state(state)
        if state.detail is not None:
            self._sentence.setText(words.sentence(state.detail, state.now))
            self.counts.show_desk(state.detail, state.now)
            counts = state.detail.counts
            self.waiting_changed.emit(counts["promises_today"] + counts["handovers"] + counts["decisions"])
            self._sort.set_text(words.sorted_by(state.sort))
        if state.detail is not None or state.fault:
            self.set_ready()
        if state.detail is not None and self._wants_focus:
            self._wants_focus = False
            if self._next.hasFocus():
                self.focus_start()

    def _show_fault(self, state: MyDeskState) -> None:
        """The error card; it stands alone until something was read."""
        alone = bool(state.fault) and state.detail is None
        self.counts.setVisible(not alone)
        self.cards.setVisible(not alone)
        self.fault.setVisible(bool(state.fault))
        if state.fault:
            read_at = state.detail.read_at.astimezone(state.now.tzinfo) if state.detail else None
            still = say("Below is the desk of $time.", time=f"{read_at:%H:%M}") if read_at else ""
            self.fault.show_error(say("My Desk could not be read."), still or state.fault)

    # What the person does

    @Slot(object)
    def focus_list(self, which: DeskList) -> None:
        """Put the keyboard into a list and bring it into view."""
        card = self.cards.of[which]
        card.focus_list()
        self._scroll.ensureWidgetVisible(card, 0, look().px(16))

    @Slot()
    def _do_next_thing(self) -> None:
        thing = self.presenter.next_thing
        places = {
            "decision": DeskList.DECISIONS, "handover": DeskList.HANDOVERS, "queue": DeskList.TEAM_QUEUE,
        }  # fmt: skip
        if thing is not None and thing.kind == "promise":
            self.desk.navigator.start_call(thing.customer, thing.phone)
        elif thing is not None and thing.kind in ("order", "step"):
            self._open(thing.about, thing.customer)
        elif thing is not None and thing.kind in places:
            self.focus_list(places[thing.kind])
        if thing is None or thing.kind in ("none", "queue"):
            self.desk.notifications.tell(words.nothing_of_yours(thing), key="my-desk")

    def _open(self, about: str, customer: UUID | None) -> None:
        """The order of a number, or the case of the customer whose request it is."""
        if understood(about) is not None:
            self.desk.navigator.open_order(about)
        elif customer is not None:
            self.desk.navigator.open_case(customer)

    @Slot(str)
    def _open_work(self, which: DeskList, about: str) -> None:
        self._open(about, self.presenter.state.subject(which, about).customer)

    def _may(self, action: Action) -> bool:
        """Whether this person may; says who may otherwise."""
        refusal = self.desk.refusal(action.permission)
        if refusal:
            self.desk.notifications.tell(refusal, key="refused")
        return not refusal

    @Slot()
    def _print_worklist(self) -> None:
        self._look_at_paper("worklist")

    @Slot()
    def _print_shift_handover(self) -> None:
        self._look_at_paper("shift-handover")

    def _look_at_paper(self, document: str) -> None:
        if self._may(WORKLIST):
            person = self.desk.person
            wish = PreviewWish(person.login, document, subject=person.name, offers=("staff",))
            self.host.open(wish)

    @Slot()
    def _save_list(self) -> None:
        """Save the list in front as it is on the desk, all its rows."""
        detail = self.presenter.state.detail
        if detail is not None:
            which = self.cards.active_list()
            rows: dict[DeskList, Sequence[Any]] = {
                DeskList.PROMISES: detail.promises,
                DeskList.JEOPARDY: detail.in_jeopardy,
                DeskList.HANDOVERS: detail.handovers,
                DeskList.TEAM_QUEUE: detail.team_queue,
                DeskList.NOBODY_TOOK: detail.nobody_took,
            }
            self._file.save_rows(JUMPS[which].words, rows[which])

    @Slot()
    def _on_preview_closed(self) -> None:
        self.focus_start()

    @Slot()
    def _take_chosen(self) -> None:
        in_front = self.cards.active_list()
        which = in_front if in_front is DeskList.NOBODY_TOOK else DeskList.TEAM_QUEUE
        self._take(self.cards.chosen(which))

    @Slot(str, str)
    def _take(self, about: str, _column: str = "") -> None:
        if about and self._may(TAKE):
            self.presenter.take(about)

    @Slot()
    def _ask_how_kept(self) -> None:
        promise = self.cards.chosen(DeskList.PROMISES)
        if promise and self._may(KEPT):
            self.presenter.ask_how_kept(UUID(promise))

    @Slot()
    def _accept_current(self) -> None:
        offer = self.cards.handovers.current
        if offer is not None and self._may(ACCEPT):
            self.presenter.accept(offer.id)

    @Slot()
    def _decline_current(self) -> None:
        offer = self.cards.handovers.current
        if offer is not None and self._may(DECLINE):
            self.presenter.ask_why_declined(offer.id)

    @Slot()
    def _ask_current(self) -> None:
        offer = self.cards.handovers.current
        if offer is not None and self._may(ASK):
            self.presenter.ask_back(offer.id)

    @Slot()
    def _answer_current(self) -> None:
        offer = self.cards.offered.current
        if offer is not None and self._may(ANSWER):
            self.presenter.answer(offer.id)

    @Slot()
    def _take_back_current(self) -> None:
        offer = self.cards.offered.current
        if offer is not None and offer.state == "offered" and self._may(TAKE_BACK):
            self.presenter.take_back(offer.id)

    @Slot()
    def _approve_chosen(self) -> None:
        self._approve(self.cards.decisions.current_id)

    @Slot()
    def _refuse_chosen(self) -> None:
        self._refuse(self.cards.decisions.current_id)

    @Slot(str)
    def _approve(self, decision: str) -> None:
        if decision and self._may(APPROVE):
            self.presenter.approve(UUID(decision))

    @Slot(str)
    def _refuse(self, decision: str) -> None:
        if decision and self._may(REFUSE):
            self.presenter.ask_why_refused(UUID(decision))

    @Slot()
    def _ask_next_step(self) -> None:
        """Of what is chosen in the list with the keyboard, else of the order that is worst off."""
        if self._may(NEXT_STEP):
            self.presenter.ask_next_step(self._work_chosen(DeskList.STEPS, DeskList.JEOPARDY))

    @Slot()
    def _ask_whom(self) -> None:
        if self._may(ASSIGN):
            self.presenter.ask_whom(self._work_chosen(DeskList.NOBODY_TOOK, DeskList.TEAM_QUEUE))

    def _work_chosen(self, *otherwise: DeskList) -> str:
        """The open work chosen in the list with the keyboard; without one, in the first list that has any."""
        in_front = self.cards.active_list()
        works = (
            DeskList.JEOPARDY,
            DeskList.STEPS,
            DeskList.TEAM_QUEUE,
            DeskList.NOBODY_TOOK,
            DeskList.HEALTH,
        )
        turns = (*((in_front,) if in_front in works else ()), *otherwise)
        return next(filter(None, (self.cards.chosen(which) for which in turns)), "")

    def _open_case(self, which: DeskList, record: str) -> None:
        customer = self.presenter.state.subject(which, record).customer
        if customer is not None:
            self.desk.navigator.open_case(customer)

    @Slot(str, str)
    def _on_call_pressed(self, promise: str, _column: str) -> None:
        subject = self.presenter.state.subject(DeskList.PROMISES, promise)
        if subject.customer is not None:
            self.desk.navigator.start_call(subject.customer, subject.phone)

    @Slot(str)
    def _on_gap_found(self, field: str) -> None:
        for slot in self.cards.forms:
            if slot.open_form is not None:
                slot.open_form.focus_field(field)

    @Slot()
    def _on_form_opened(self) -> None:
        # The form gets its height only when the layout is done.
        QTimer.singleShot(0, self, self._bring_form_into_view)

    @Slot()
    def _bring_form_into_view(self) -> None:
        for slot in self.cards.forms:
            if slot.open_form is not None:
                self._scroll.ensureWidgetVisible(slot, 0, look().px(16))

    @Slot()
    def _on_form_ended(self) -> None:
        self.focus_start()

    @Slot()
    def _on_details(self) -> None:
        self.desk.notifications.tell(self.presenter.state.fault, key="my-desk")
