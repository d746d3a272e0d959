"""What one person must do now: reads the desk, takes, accepts, declines, keeps; it knows no widget.

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

from casedesk.contract.cases import CaseDetail, CaseQuery, KeepPromise
from casedesk.contract.desk import AcceptHandover, DeclineHandover, DeskDetail, QueueRow, Take
from casedesk.contract.desk import Desk as DeskQuery
from casedesk.contract.values import About
from casedesk.ui.change_bus import Changes
from casedesk.ui.desk import Desk, nothing_more
from casedesk.ui.forms import FieldKind, FieldSpec, Form
from casedesk.ui.notifications import Choice, reading_failed
from casedesk.ui.screens.my_desk.rows import title
from casedesk.ui.screens.my_desk.state import DeskList, Leaving, MyDeskState, NextThing
from casedesk.words import say

TOPICS = ("promise", "order", "request", "handover", "staff")
MINUTE_MS = 60_000
FADE_MS = 3_000
"""How long work that a colleague took stays readable (design/ui.md 4.1, Live)."""

KEEP, DECLINE = "keep", "decline"


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
        self._desk.read("desk", DeskQuery(), self._on_detail, self, self._on_detail_failed)

    def show_in_full(self, which: DeskList, in_full: bool) -> None:
        """Show all rows of a list, or the first ones."""
        others = self.state.in_full - {which}
        self._set(in_full=others | {which} if in_full else others)

    @property
    def next_thing(self) -> NextThing:
        """The most urgent promise; without one the order that is worst off."""
        detail = self.state.detail
        if detail is None:
            return NextThing(note=say("The desk is still being read."))
        if detail.promises:
            first = detail.promises[0]
            return NextThing(first.customer, first.phone)
        if detail.in_jeopardy:
            return NextThing(order=detail.in_jeopardy[0].number)
        if detail.team_queue:
            return NextThing(note=say("Nothing of yours is due. Take something from the team queue."))
        return NextThing(note=say("Nothing is due."))

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

    def ask_why_declined(self, handover: UUID) -> None:
        """Open the form for the reason without which nothing is declined."""
        reason = FieldSpec(
            "reason", say("Why you decline"), FieldKind.TEXT, missing=say("Write why, the giver reads it.")
        )
        offer = self.state.offer(str(handover))
        if offer is not None:
            title = say("Decline what $giver offers", giver=offer.giver_name)
            done = say("Declined. $giver reads why.", giver=offer.giver_name)
            self._open(Form(DECLINE, title, say("Decline"), done, (reason,), subject=str(handover)))

    def ask_how_kept(self, promise: UUID) -> None:
        """Open the form that records a promise as kept."""
        found = self.state.promise(str(promise))
        if found is not None:
            how = FieldSpec("note", say("How it was kept"), hint=say("May stay empty."))
            title, done = say("Promise kept: $text", text=found.promise.text), say("The promise is kept.")
            self._open(Form(KEEP, title, say("Record as kept"), done, (how,), subject=str(promise)))

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
        self._desk.run(
            _command(form), self._on_form_saved, self, self._on_form_failed, form.request_id, said=form.done
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
        if self.state.promise(form.subject) is None and self.state.offer(form.subject) is None:
            self.put_form_away()

    def _open(self, form: Form) -> None:
        self._set(form=form, gaps={}, is_saving=False)
        self.form_opened.emit()

    def _set(self, **changes: Any) -> None:
        self.state = replace(self.state, **changes)
        self.changed.emit(self.state)


def _command(form: Form) -> Any:
    commands: dict[str, Callable[[], Any]] = {
        KEEP: lambda: KeepPromise(promise=UUID(form.subject), note=form.value("note")),
        DECLINE: lambda: DeclineHandover(handover=UUID(form.subject), reason=form.value("reason")),
    }
    return commands[form.kind]()


def _fate(row: QueueRow, case: CaseDetail) -> str:
    """Who has work that is no longer in the queue."""
    owners = {one.number: one.owner for one in case.orders} | {
        str(one.id): one.owner for one in case.requests
    }
    owner = owners.get(row.about)
    if owner is None:
        return say("No longer in the queue")
    return say("Taken by $name", name=owner.name) if owner.login else say("Moved to $queue", queue=owner.team)
