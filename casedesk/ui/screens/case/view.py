"""The screen Case: everything about one customer in one place; it reads and changes nothing itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QGuiApplication, QHideEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QWidget

from casedesk.contract.cases import CaseDetail, Timeline
from casedesk.contract.orders import Orders
from casedesk.contract.values import About
from casedesk.rules.vocabulary import ContactPointKind
from casedesk.ui.actions import Action, Where
from casedesk.ui.desk import Desk
from casedesk.ui.dialogs.list_file import ListFile
from casedesk.ui.dialogs.preview_host import PreviewHost
from casedesk.ui.dialogs.preview_wish import PreviewWish
from casedesk.ui.forms import FormSlot
from casedesk.ui.notifications import Choice, NoticeKind
from casedesk.ui.place import CallSubject, Headline, Place, Room
from casedesk.ui.screen import Screen
from casedesk.ui.screens.case import words
from casedesk.ui.screens.case.entries import filter_of
from casedesk.ui.screens.case.head import CaseHead
from casedesk.ui.screens.case.lower_part import LowerPart
from casedesk.ui.screens.case.matters_card import DECISIONS, PROMISES, REQUESTS, MattersCard
from casedesk.ui.screens.case.order_line import OrderLine
from casedesk.ui.screens.case.orders_card import OrdersCard, open_orders
from casedesk.ui.screens.case.presenter import CasePresenter, CaseState
from casedesk.ui.screens.case.stand_card import StandCard
from casedesk.ui.screens.case.tab_order import reach_in_turn
from casedesk.ui.screens.case.timeline_card import TimelineCard
from casedesk.ui.text import clock_time
from casedesk.ui.widgets import Button, ButtonKind, Column, Ground, Scroll
from casedesk.words import count, say

_R = Where.RECORD

NOTE = Action("case_note", "Write a note", "N", "note", "add_note", _R)
PROMISE = Action("case_promise", "Make a promise", "P", "calendar-check", "make_promise", _R)
REPEAT = Action("case_repeat_promise", "Repeat the last promise", "Ctrl+R", "redo", "make_promise", _R)
HAND_OVER = Action("case_hand_over", "Hand over", "Ctrl+H", "hand-over", "offer_handover", _R)
NEXT_STEP = Action("case_next_step", "Set the next step", "S", "flag", "take", _R)
ASSIGN = Action("case_assign", "Give to a colleague", "G", "hand-over", "assign", _R)
PRINT = Action("case_print", "Print case", "Ctrl+P", "printer", "issue_document", _R)
ONLY_STAND = Action("case_only_stand", "Show only where things stand", "Ctrl+B", "eye", where=_R)
COPY = Action(
    "case_copy_sentence", "Copy where things stand, to say or send it", "Ctrl+Shift+S", "copy", where=_R
)
FILTERS = Action("case_filters", "Filter the timeline", "/", "filter", where=_R)
CORRECT = Action("case_correct", "Correct the chosen entry", "C", "pencil", "add_note", _R)
OPEN_ORDER = Action("case_open_order", "Open the order of the chosen entry", "O", "box", where=_R)
ADD_WAY = Action("case_add_way", "Add a phone, e-mail or address", "", "phone", "change_customer", _R)
ADD_PERSON = Action("case_add_person", "Add a person", "", "people", "change_customer", _R)
RENAME = Action("case_rename", "Change the name", "", "pencil", "change_customer", _R)
REPRINT = Action("case_reprint", "Look at the paper of the chosen entry, to print it again", "D", "document", where=_R)
SAVE_TIMELINE = Action("case_save_timeline", "Save the timeline as a file", "Ctrl+E", "save", where=_R)
SAVE_ORDERS = Action("case_save_orders", "Save the orders as a file", "Ctrl+Shift+E", "save", where=_R)
CONFIRM = Action(
    "case_confirm_decision", "Confirm the chosen decision in writing", "", "gavel", "issue_document", _R
)
REQUEST = Action("case_request", "Open a request", "", "question", "log_interaction", _R)


CASE_RECORD, DECISION = "case-record", "decision"


class CaseScreen(Screen):
    """One customer's case; `place.key` is the customer's id."""

    def __init__(self, desk: Desk, place: Place, parent: QWidget | None = None) -> None:
        super().__init__(desk, place, parent)
        self._customer = UUID(place.key)
        self.presenter = CasePresenter(desk, self._customer, self)
        self.head = CaseHead()
        self.stand = StandCard(say("Ctrl B shows only this"))
        self.orders = OrdersCard()
        self.timeline = TimelineCard()
        self.matters = MattersCard()
        self.below = LowerPart(self.timeline, self.matters)
        self.form = FormSlot(desk.now)
        self._file = ListFile(desk, self)
        self._wants_focus = False
        self.setAcceptDrops(True)
        self._lay_out()
        self._add_actions()
        self._connect()
        self.set_headline(Headline(say("Case")))
        self._show_loading()
        self.presenter.open()

    # What the window asks

    def set_room(self, room: Room) -> None:
        super().set_room(room)
        self.head.set_room(room)
        self.below.set_has_tabs(room < Room.FOLDED)

    def focus_start(self) -> None:
        if self.form.open_form is not None:
            self.form.open_form.focus_first()
        else:
            # While the entries are being read their list is hidden and cannot be reached.
            self._wants_focus = not self.presenter.state.entries.is_read
            self.timeline.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def step_back(self) -> bool:
        if self.host.close_preview():
            return True
        if self.presenter.state.form is not None:
            self.presenter.put_form_away()
            return True
        if self.presenter.state.only_stand:
            self.presenter.show_only_stand(False)
            return True
        return False

    def call_subject(self) -> CallSubject:
        case = self.presenter.state.case
        points = case.customer.contact_points if case else ()
        phones = (one.typed for one in points if one.kind == ContactPointKind.PHONE)
        return CallSubject(self._customer, next(phones, ""))

    def help_words(self) -> str:
        return say(
            "Everything about one customer. The five lines on top say what the customer wants, what is happening, "
            "what we promised, what was decided and what happens next. Below are the orders, then everything that "
            "was said and done. F8 logs a call, N writes a note."
        )

    def look_again(self) -> None:
        self.presenter.read_again()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.presenter.set_seen(True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.presenter.set_seen(False)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.presenter.attach(
            [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        )

    # Building

    def _lay_out(self) -> None:
        ground = Ground("bg")
        self.host = PreviewHost(self, ground)
        Column(self, gap=0).addWidget(self.host)
        column = Column(ground, gap=0)
        column.addWidget(self.head)
        self._scroll = Scroll(margin=(16, 12, 16, 12), gap=12)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column.addWidget(self._scroll, 1)
        content = self._scroll.content
        content.addWidget(self.stand)
        content.addWidget(self.form)
        content.addWidget(self.orders)
        content.addWidget(self.below, 1)
        content.addStretch(0)

    def _add_actions(self) -> None:
        presenter = self.presenter
        self._offer(PROMISE, self._on_promise)
        self._offer(REPEAT, self._on_repeat)
        hand_over = self._offer(HAND_OVER, self._on_hand_over)
        self._offer(NEXT_STEP, self._on_next_step)
        self._offer(ASSIGN, self._on_assign)
        print_case = self._offer(PRINT, self._on_print)
        note = self._offer(NOTE, presenter.write_note)
        self._offer(ONLY_STAND, self._on_only_stand)
        self._offer(COPY, self._on_copy)
        self._offer(FILTERS, self._on_filters)
        of_entry = [
            self._offer(CORRECT, self._on_correct),
            self._offer(OPEN_ORDER, self._on_open_order),
            self._offer(REPRINT, self._on_reprint),
        ]
        self.timeline.list.addActions(of_entry)
        for action, perform in (
            (ADD_WAY, presenter.add_contact_point), (ADD_PERSON, presenter.add_person),
            (RENAME, presenter.change_name), (REQUEST, presenter.open_request),
        ):  # fmt: skip
            self._offer(action, perform)
        saving = [
            self._offer(SAVE_TIMELINE, self._on_save_timeline), self._offer(SAVE_ORDERS, self._on_save_orders)
        ]  # fmt: skip
        self.timeline.list.addActions(saving[:1])
        self.matters.sections[DECISIONS].table.addAction(self._offer(CONFIRM, self._on_confirm))
        self._note_button = self._button(NOTE, note)
        self.timeline.add_action(self._note_button)
        self.head.add_button(self._button(HAND_OVER, hand_over))
        self.head.add_button(self._button(PRINT, print_case))

    def _offer(self, action: Action, perform: Callable[[], None]) -> QAction:
        """Make an action live; one that this person may not do says who may."""
        bound = self.add_action_of(action, perform)
        refusal = self.desk.refusal(action.permission)
        bound.setEnabled(not refusal)
        return bound

    @Slot()
    def _order_tabs(self) -> None:
        """From top to bottom, whatever was made last."""
        timeline = (self._note_button, self.timeline.filters, self.timeline.list)
        reach_in_turn((self.head, self.form, self.orders, self.below.tabs, *timeline, self.matters))

    def _button(self, action: Action, bound: QAction) -> Button:
        button = Button.for_action(action, bound, ButtonKind.QUIET, small=True)
        button.set_not_allowed(self.desk.refusal(action.permission))
        return button

    def _connect(self) -> None:
        presenter, navigator = self.presenter, self.desk.navigator
        presenter.changed.connect(self.render_state)
        presenter.gap_found.connect(self._on_gap)
        presenter.form_ended.connect(self._on_form_ended)
        self.form.typed.connect(presenter.type)
        self.form.save_requested.connect(presenter.save_form)
        self.form.away_requested.connect(presenter.put_form_away)
        self.orders.filled.connect(self._order_tabs)
        self.orders.opened.connect(navigator.open_order)
        self.orders.new_requested.connect(self._on_new_order)
        self.orders.finished_toggled.connect(presenter.show_finished)
        self.orders.set_new_not_allowed(self.desk.refusal("open_order"))
        self.timeline.filter_chosen.connect(presenter.choose_filter)
        self.timeline.older_wanted.connect(presenter.read_older)
        self.matters.opened.connect(self._on_matter)
        self.matters.promise_requested.connect(self._on_promise)
        self.matters.request_requested.connect(presenter.open_request)
        for card in (self.stand, self.orders, self.timeline, self.matters):
            card.retry_requested.connect(presenter.read_again)
            card.details_requested.connect(presenter.tell_details)

    # Showing

    def _show_loading(self) -> None:
        for card, rows in ((self.stand, 5), (self.orders, 3), (self.timeline, 4), (self.matters, 4)):
            card.show_loading(rows=rows)

    @Slot(object)
    def render_state(self, state: CaseState) -> None:
        """Show a state; what did not change is not touched."""
        now = self.desk.now()
        self._show_case(state)
        if state.entries.is_read:
            self.timeline.show_entries(state.entries, self.desk.person.login, now)
            self._give_focus()
        if state.timeline_fault:
            self.timeline.show_error(say("The timeline could not be read."), state.timeline_fault)
        self.orders.setVisible(not state.only_stand)
        self.below.setVisible(not state.only_stand)
        self._show_form(state)
        if state.case or state.fault:
            self.set_ready()

    def _give_focus(self) -> None:
        """Put the keyboard where it was wanted before there was something to read, unless it went elsewhere."""
        focused = QApplication.focusWidget()
        if self._wants_focus and (focused is None or self.isAncestorOf(focused)):
            self.timeline.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self._wants_focus = False

    def _show_case(self, state: CaseState) -> None:
        case, now = state.case, self.desk.now()
        if case is None:
            if state.fault:
                for card in (self.stand, self.orders, self.matters):
                    card.show_error(say("The case could not be read."), state.fault)
            return
        today = now.date()
        self.head.show_case(case, today)
        self.stand.show_case(case, clock_time(case.read_at.astimezone(now.tzinfo)))
        self.orders.show_case(case, today, shows_finished=state.shows_finished)
        self.timeline.show_counts(case.timeline_counts, state.filter)
        self.matters.show_case(case, self.desk.person.login, now)
        self.below.show_counts(sum(case.timeline_counts.values()))
        self.set_headline(_headline(case, changed=state.changed_unseen))

    def _show_form(self, state: CaseState) -> None:
        was_open = self.form.open_form
        self.form.show_form(state.form, state.gaps or {}, is_saving=state.is_saving, kept=state.kept)
        if self.form.open_form is not None and self.form.open_form is not was_open:
            self._order_tabs()
            self._scroll.content.activate()
            self._scroll.ensureWidgetVisible(self.form)

    # What the person asks

    @Slot(str)
    def _on_gap(self, field: str) -> None:
        if self.form.open_form is not None:
            self.form.open_form.focus_field(field)

    @Slot()
    def _on_form_ended(self) -> None:
        self.timeline.list.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_promise(self) -> None:
        self.presenter.promise()

    @Slot()
    def _on_repeat(self) -> None:
        self.presenter.promise(again=True)

    @Slot()
    def _on_hand_over(self) -> None:
        self.presenter.hand_over(self._order_in_front())

    @Slot()
    def _on_next_step(self) -> None:
        self.presenter.set_next_step(self._order_in_front())

    @Slot()
    def _on_assign(self) -> None:
        self.presenter.assign(self._order_in_front())

    def _order_in_front(self) -> str:
        """The number of the order that has the keyboard, "" where none has."""
        focused = self.focusWidget()
        return focused.number if isinstance(focused, OrderLine) else ""

    @Slot()
    def _on_print(self) -> None:
        case = self.presenter.state.case
        if case is None:
            return
        subject = case.customer.name
        offers = ("case", "decision")
        self.host.open(PreviewWish(str(self._customer), CASE_RECORD, subject=subject, offers=offers))

    @Slot()
    def _on_confirm(self) -> None:
        """Show the written confirmation of the decision that is chosen, or of the only one."""
        section = self.matters.sections[DECISIONS]
        decision = section.table.current_id
        about = decision if decision and section.count else str(self._customer)
        case = self.presenter.state.case
        if case is not None:
            self.host.open(PreviewWish(about, DECISION, subject=case.customer.name, offers=("decision",)))

    @Slot()
    def _on_reprint(self) -> None:
        """Show the filed pages that the chosen entry tells of, marked as a copy."""
        case, row = self.presenter.state.case, self.presenter.row(self.timeline.list.current_entry)
        if case is None or row is None:
            return
        if row.document is None:
            self.desk.notifications.tell(say("Nothing was printed with this entry."), key="case-reprint")
        else:
            self.host.open(PreviewWish(str(self._customer), "", row.document, subject=case.customer.name))

    @Slot()
    def _on_save_timeline(self) -> None:
        kinds = filter_of(self.presenter.state.filter).kinds
        self._file.save_query(say("Timeline"), Timeline(about=About(str(self._customer)), kinds=kinds))

    @Slot()
    def _on_save_orders(self) -> None:
        self._file.save_query(say("Orders"), Orders(filter={"customer": str(self._customer)}))

    @Slot()
    def _on_only_stand(self) -> None:
        self.presenter.show_only_stand(not self.presenter.state.only_stand)

    @Slot()
    def _on_copy(self) -> None:
        sentence = self.presenter.sentence()
        if sentence:
            QGuiApplication.clipboard().setText(sentence)
            self.desk.notifications.tell(
                say("Copied:"), sentence, kind=NoticeKind.DONE, key="case-sentence-copied"
            )

    @Slot()
    def _on_filters(self) -> None:
        self.below.show_timeline()
        self.timeline.filters.focus_chosen()

    @Slot()
    def _on_correct(self) -> None:
        entry = self.timeline.list.current_entry
        if entry:
            self.presenter.correct(entry)

    @Slot()
    def _on_open_order(self) -> None:
        row = self.presenter.row(self.timeline.list.current_entry)
        if row is not None and row.order_number:
            self.desk.navigator.open_order(row.order_number)

    @Slot()
    def _on_new_order(self) -> None:
        self.desk.navigator.new_order(self._customer)

    @Slot(str, str)
    def _on_matter(self, section: str, record: str) -> None:
        if section == PROMISES:
            self.presenter.end_promise(record)
        elif section == REQUESTS:
            self.presenter.settle_request(record)
        elif section == DECISIONS:
            self._tell_decision(record)

    def _tell_decision(self, record: str) -> None:
        case = self.presenter.state.case
        found = next((one for one in case.decisions if str(one.id) == record), None) if case else None
        if found is not None:
            detail = words.decision_detail(found, self.desk.now())
            confirm = Choice(say("Confirm in writing"), self._on_confirm)
            choices = () if self.desk.refusal(CONFIRM.permission) else (confirm,)
            self.desk.notifications.tell(
                found.outcome, detail, choices=choices, key="case-decision", icon="gavel"
            )


def _headline(case: CaseDetail, *, changed: bool) -> Headline:
    """The case in "Open now" and whose customer it is in the status bar."""
    ongoing = len(open_orders(case.orders))
    note = count("Case · $n open order", "Case · $n open orders", ongoing) if ongoing else say("Case")
    contact = case.contact.name
    person = say("Contact for this customer: $name", name=contact) if contact else ""
    return Headline(case.customer.name, note, person, changed)
