"""What one person must do now: reads the desk, takes, hands over, decides, keeps; it knows no widget.

Watches promises, orders, requests, handovers and staff, and reads again each minute, because time alone breaks
promises.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from casedesk.contract.cases import ApproveDecision, CaseDetail, CaseQuery
from casedesk.contract.desk import (
    AcceptHandover,
    DeskDetail,
    NextThing,
    QueueRow,
    StaffQuery,
    StaffRow,
    Take,
    WithdrawHandover,
)
from casedesk.contract.desk import Desk as DeskQuery
from casedesk.contract.health import Health, HealthRow, RequestList, Requests
from casedesk.contract.orders import OrderList, Orders
from casedesk.contract.values import About
from casedesk.ui.change_bus import Changes
from casedesk.ui.desk import Desk, nothing_more
from casedesk.ui.forms import Form
from casedesk.ui.notifications import Choice, reading_failed
from casedesk.ui.screens.my_desk import forms
from casedesk.ui.screens.my_desk.rows import title
from casedesk.ui.screens.my_desk.state import DeskList, HealthList, Leaving, MyDeskState
from casedesk.words import say

TOPICS = ("promise", "order", "request", "handover", "decision", "staff")
MINUTE_MS = 60_000
FADE_MS = 3_000
"""How long work that a colleague took stays readable (design/ui.md 4.1, Live)."""

FEW, ALL = 50, 1000
"""Rows of each list that are read at first, and when all of a list are asked for."""


class MyDeskPresenter(QObject):
    """Holds the one state of My Desk; lives in the GUI thread.

    `changed(MyDeskState)` after every change; `gap_found(field)` asks to put the keyboard into a field that lacks
    something; `form_opened` and `form_ended` (saved or put away) tell of the small forms.
    """

    changed = Signal(object)
    gap_found = Signal(str)
    form_opened = Signal()
    form_ended = Signal()

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.state = MyDeskState(now=desk.now())
        self._desk = desk
        self._taken_here: set[str] = set()
        self._minute = QTimer(self, interval=MINUTE_MS)
        self._minute.timeout.connect(self.read_again)
        desk.bus.watch(self, TOPICS, self._on_changes)

    def open(self) -> None:
        """Read the desk for the first time, and from now on each minute."""
        self._minute.start()
        self.read_again()

    @Slot()
    def read_again(self) -> None:
        """Read the desk; what is shown stays until the answer is there."""
        query = DeskQuery(sort=self.state.sort, limit=ALL if self.state.in_full else FEW)
        self._desk.read("desk", query, self._on_detail, self, self._on_detail_failed)
        if self._watches_health:
            self._desk.read("health", Health(), self._on_health, self, can_wait=True)

    @property
    def _watches_health(self) -> bool:
        """Managers look after what must be none."""
        return self._desk.can("assign")

    def show_in_full(self, which: DeskList, in_full: bool) -> None:
        """Show all rows of a list, or the first ones."""
        others = self.state.in_full - {which}
        self._set(in_full=others | {which} if in_full else others)
        if in_full:
            self.read_again()

    def sort_otherwise(self) -> None:
        """Due first, or by customer, so that one call settles all of a customer's promises."""
        self._set(sort="customer" if self.state.sort == "due" else "due")
        self.read_again()

    @property
    def next_thing(self) -> NextThing | None:
        """What to do first, None while the desk is being read."""
        return self.state.detail.next_thing if self.state.detail else None

    def list_health(self, name: str) -> None:
        """Read what a count of what must be none counted; the same count again closes its list."""
        row = next((one for one in self.state.health if one.name == name), None)
        shown = self.state.health_list
        if row is None or (shown is not None and shown.name == name):
            self._set(health_list=None)
            return
        self._set(health_list=HealthList(name))
        self._read_health_list(row)

    # What is done

    def take(self, about: str) -> None:
        """Take work from the queue; of several desks one wins."""
        row = self.state.waiting(about)
        if row is not None:
            self._taken_here.add(about)
            opening = Choice(say("Open case"), partial(self._desk.navigator.open_case, row.customer))
            said = say("You own $what now.", what=title(row))
            lost = partial(self._on_not_taken, about)
            self._desk.run(Take(about=About(about)), nothing_more, self, lost, said=said, choices=(opening,))

    def accept(self, handover: UUID) -> None:
        """Accept work that was offered."""
        said = say("It is yours from now on.")
        self._desk.run(AcceptHandover(handover=handover), nothing_more, self, self._on_refused, said=said)

    def take_back(self, handover: UUID) -> None:
        """Take back what was offered and is not accepted yet."""
        said = say("The offer is taken back. It stays yours.")
        self._desk.run(WithdrawHandover(handover=handover), nothing_more, self, self._on_refused, said=said)

    def approve(self, decision: UUID) -> None:
        """Say yes to what a colleague asks."""
        asked = self.state.decision(str(decision))
        if asked is not None:
            said = say("Yes: $outcome. It stands in the case.", outcome=asked.outcome)
            self._desk.run(
                ApproveDecision(decision=decision), nothing_more, self, self._on_refused, said=said
            )

    def ask_why_declined(self, handover: UUID) -> None:
        """Open the form for the reason without which nothing is declined."""
        offer = self.state.offer(str(handover))
        if offer is not None:
            self._open(forms.decline_form(offer))

    def ask_back(self, handover: UUID) -> None:
        """Open the form for a question to the giver."""
        offer = self.state.offer(str(handover))
        if offer is not None:
            self._open(forms.ask_form(offer))

    def answer(self, handover: UUID) -> None:
        """Open the form for the answer to what was asked back; there must be a question."""
        offer = self.state.given(str(handover))
        if offer is not None and offer.open_question is not None:
            self._open(forms.answer_form(offer, offer.open_question))

    def ask_why_refused(self, decision: UUID) -> None:
        """Open the form for the reason without which nothing is refused."""
        asked = self.state.decision(str(decision))
        if asked is not None:
            self._open(forms.refuse_form(asked))

    def ask_how_kept(self, promise: UUID) -> None:
        """Open the form that records a promise as kept."""
        found = self.state.promise(str(promise))
        if found is not None:
            self._open(forms.keep_form(found))

    def ask_next_step(self, about: str) -> None:
        """Open the form that sets or moves the next step of open work."""
        if about:
            step, due_at = self.state.next_step(about)
            self._open(forms.next_step_form(about, step, due_at))

    def ask_whom(self, about: str) -> None:
        """Open the form that gives open work to a colleague or a queue, once the colleagues are read."""
        if about:
            self._desk.read("staff", StaffQuery(), partial(self._on_staff, about), self)

    def type(self, field: str, value: str) -> None:
        """Take over what is typed in a field of the open form."""
        form = self.state.form
        if form is not None:
            gaps = {key: text for key, text in self.state.gaps.items() if key != field}
            # The form is replaced without telling the view: what is being typed is never written back.
            self.state = replace(self.state, form=form.with_value(field, value), gaps=gaps)

    def put_form_away(self) -> None:
        """Close the form."""
        if self.state.form is not None:
            self._set(form=None, gaps={}, is_saving=False)
            self.form_ended.emit()

    def save_form(self) -> None:
        """Send what the form says, or show what is missing."""
        form = self.state.form
        if form is None or self.state.is_saving:
            return
        gaps = form.gaps()
        if gaps:
            self._set(gaps=gaps)
            self.gap_found.emit(next(iter(gaps)))
            return
        self._set(is_saving=True, gaps={})
        command = forms.COMMANDS[form.kind](form)
        self._desk.run(
            command, self._on_form_saved, self, self._on_form_failed, form.request_id, said=form.done
        )

    # Answers

    def _on_detail(self, detail: DeskDetail) -> None:
        before = self.state.detail
        waiting = {one.about for one in detail.team_queue}
        back = tuple(one for one in self.state.leaving if one.row.about not in waiting)
        self._set(detail=detail, fault="", now=self._desk.now(), leaving=back)
        for row in before.team_queue if before else ():
            if row.about not in waiting and row.about not in self._taken_here:
                self._ask_who_took(row)
        self._taken_here &= waiting
        self._close_form_of_nothing()

    def _on_health(self, health: tuple[HealthRow, ...]) -> None:
        self._set(health=health)
        shown = self.state.health_list
        row = next((one for one in health if shown is not None and one.name == shown.name), None)
        if row is not None:
            self._read_health_list(row)

    def _read_health_list(self, row: HealthRow) -> None:
        orders = Orders(filter=row.filter, sort="next_step_due_at")
        requests = Requests(filter=row.filter, sort="next_step_due_at")
        self._desk.read("health orders", orders, partial(self._on_health_orders, row.name), self)
        self._desk.read("health requests", requests, partial(self._on_health_requests, row.name), self)

    def _on_health_orders(self, name: str, found: OrderList) -> None:
        shown = self.state.health_list
        if shown is not None and shown.name == name:
            self._set(health_list=replace(shown, orders=found.rows))

    def _on_health_requests(self, name: str, found: RequestList) -> None:
        shown = self.state.health_list
        if shown is not None and shown.name == name:
            self._set(health_list=replace(shown, requests=found.rows))

    def _on_staff(self, about: str, staff: tuple[StaffRow, ...]) -> None:
        teams, today = self._desk.person.company.teams, self._desk.now().date()
        self._open(forms.assign_form(about, staff, teams, self.state.owner(about), today))

    def _on_detail_failed(self, error: Exception) -> None:
        self._set(fault=reading_failed(error), now=self._desk.now())

    def _on_changes(self, _changes: Changes) -> None:
        self.read_again()

    def _on_not_taken(self, about: str, error: Exception) -> None:
        self._taken_here.discard(about)
        self._on_refused(error)

    def _on_refused(self, error: Exception) -> None:
        """Say why not, and read again: what is shown may be old."""
        self._desk.notifications.fail(error)
        self.read_again()

    def _on_form_saved(self, _result: Any) -> None:
        self.put_form_away()

    def _on_form_failed(self, error: Exception) -> None:
        self._set(is_saving=False)
        self._on_refused(error)

    # Work that left the queue

    def _ask_who_took(self, row: QueueRow) -> None:
        shown, unknown = partial(self._on_taker, row), partial(self._on_taker_unknown, row)
        self._desk.read(f"taker {row.about}", CaseQuery(about=row.about), shown, self, unknown)

    def _on_taker(self, row: QueueRow, case: CaseDetail) -> None:
        self._let_leave(Leaving(row, _fate(row, case)))

    def _on_taker_unknown(self, row: QueueRow, _error: Exception) -> None:
        self._let_leave(Leaving(row, say("No longer in the queue")))

    def _let_leave(self, leaving: Leaving) -> None:
        self._set(leaving=(*self.state.leaving, leaving))
        QTimer.singleShot(FADE_MS, self, partial(self._end_leaving, leaving))

    def _end_leaving(self, leaving: Leaving) -> None:
        self._set(leaving=tuple(one for one in self.state.leaving if one is not leaving))

    # Small steps

    def _close_form_of_nothing(self) -> None:
        """What the open form is about may be gone; a form that is being saved closes when its answer comes."""
        form = self.state.form
        if form is None or self.state.is_saving:
            return
        found: dict[str, Callable[[str], object]] = {
            forms.KEEP: self.state.promise,
            forms.DECLINE: self.state.offer,
            forms.ASK: self.state.offer,
            forms.ANSWER: self.state.given,
            forms.REFUSE: self.state.decision,
        }
        if form.kind in found and found[form.kind](form.subject) is None:
            self.put_form_away()

    def _open(self, form: Form) -> None:
        self._set(form=form, gaps={}, is_saving=False)
        self.form_opened.emit()

    def _set(self, **changes: Any) -> None:
        self.state = replace(self.state, **changes)
        self.changed.emit(self.state)


def _fate(row: QueueRow, case: CaseDetail) -> str:
    """Who has work that is no longer in the queue."""
    owners = {one.number: one.owner for one in case.orders} | {
        str(one.id): one.owner for one in case.requests
    }
    owner = owners.get(row.about)
    if owner is None:
        return say("No longer in the queue")
    return say("Taken by $name", name=owner.name) if owner.login else say("Moved to $queue", queue=owner.team)
