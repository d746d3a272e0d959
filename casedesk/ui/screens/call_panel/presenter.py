"""The call that is on: its clock, what is written about it, its draft, its saving; it knows no widget.

Watches `case:<id>` of the customer. Everything from the database comes through the desk's runner.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal
from uuid import UUID

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from casedesk.contract.cases import Amend, CaseDetail, CaseQuery, Find, FindAnswer, FindHit, PromiseRow
from casedesk.contract.desk import EventRow, Events, StaffQuery, StaffRow
from casedesk.contract.promise_check import PromiseCheck, PromiseChecked
from casedesk.contract.values import Login
from casedesk.errors import CaseDeskError, DatabaseUnreachable
from casedesk.rules.vocabulary import CallOutcome, CustomerKind
from casedesk.ui.call import CallPhase
from casedesk.ui.change_bus import Changes
from casedesk.ui.desk import Desk, nothing_more
from casedesk.ui.drafts import Draft
from casedesk.ui.notifications import NoticeKind
from casedesk.ui.screens.call_panel import words
from casedesk.ui.screens.call_panel.call_form import (
    CallForm,
    adopted,
    follow_up,
    from_payload,
    keeps_by_itself,
    last_promise,
    log_call,
    probable_subject,
    promise_kept,
    to_payload,
)
from casedesk.words import say

DRAFT = "call"
TICK_MS = 1000
HITS = 8
OPEN_WHEN_LOGGED = frozenset({"hand_to", "about"})
"""What a handover that failed may still need; everything else of a stored call stands in the timeline."""


@dataclass(frozen=True)
class Check:
    """What was found out about the promise: good, a warning that may be overruled, or a problem."""

    kind: Literal["ok", "warning", "problem"]
    text: str


@dataclass(frozen=True)
class Fault:
    """What could not be done, and why."""

    what: str
    why: str = ""


@dataclass(frozen=True)
class CallView:
    """Everything the panel shows; `form` is None while there is no call.

    `gaps` are the sentences at the fields that lack something, `kept` says when the draft was kept.
    """

    form: CallForm | None = None
    phase: CallPhase = CallPhase.NONE
    seconds: int = 0
    case: CaseDetail | None = None
    events: tuple[EventRow, ...] = ()
    staff: tuple[StaffRow, ...] = ()
    hits: tuple[FindHit, ...] = ()
    gaps: Mapping[str, str] = field(default_factory=dict)
    check: Check | None = None
    fault: Fault | None = None
    kept: str = ""
    is_saving: bool = False

    @property
    def kept_promise(self) -> PromiseRow | None:
        """The promise that this call can keep."""
        return promise_kept(self.case)


class CallPresenter(QObject):
    """Holds the one state of the call; lives in the GUI thread.

    `changed(CallView)` after every change, `ticked(seconds)` every second while the clock runs, `gap_found(field)`
    asks to put the keyboard there.
    """

    changed = Signal(object)
    ticked = Signal(int)
    gap_found = Signal(str)

    def __init__(
        self, desk: Desk, parent: QObject | None = None, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__(parent)
        self.state = CallView()
        self._desk = desk
        self._monotonic = monotonic
        self._began: dict[UUID, float] = {}
        self._unsure: CallForm | None = None
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.timeout.connect(self._on_second)
        desk.drafts.kept.connect(self._on_draft_kept)

    # The call

    def start(self, customer: UUID | None, phone: str) -> None:
        """Begin a call or take up the parked one; a call that runs goes on, and may get its customer."""
        form = self.state.form
        if form is not None and form.customer is None and customer is not None:
            self.adopt(customer)
        elif form is not None and self.state.phase is CallPhase.WRITING and customer != form.customer:
            self.park()
            self._begin(customer, phone)
        elif form is None:
            self._begin(customer, phone)

    def resume(self, key: str) -> None:
        """Take up the call that was put aside under this key; another one that is on is put aside first."""
        form = self.state.form
        if form is not None and form.draft_key == key:
            return
        draft = self._desk.drafts.load(DRAFT, key)
        if draft is not None:
            self.park()
            self._take_up(draft)

    def stop_clock(self) -> None:
        """The talk is over; writing up goes on."""
        form = self.state.form
        if form is None or self.state.phase is not CallPhase.RUNNING:
            return
        self._timer.stop()
        seconds = self._count_seconds(form)
        self._began.pop(form.id, None)
        self._set(form=replace(form, ended_at=self._desk.now()), phase=CallPhase.WRITING, seconds=seconds)
        self._keep_draft()

    def park(self) -> None:
        """Put the call aside with its draft; its clock goes on when it ran."""
        if self.state.form is not None:
            self._keep_draft()
            self._desk.drafts.write_now()
            self._end()

    def discard(self) -> None:
        """Throw the call away; it can be brought back for a minute."""
        form = self.state.form
        if form is None:
            return
        self._desk.drafts.discard(DRAFT, form.draft_key)
        self._end()
        self._desk.notifications.offer_undo(say("The call was thrown away."), lambda: self._bring_back(form))

    def adopt(self, customer: UUID) -> None:
        """The unknown caller turned out to be this customer."""
        form = self.state.form
        if form is None or form.customer is not None:
            return
        self._desk.drafts.discard(DRAFT, form.draft_key)
        self._set(form=replace(form, customer=customer), hits=())
        self._keep_draft()
        self._watch(customer)

    # What is written

    def change(self, **changes: Any) -> None:
        """Take over what was typed or chosen; kept as a draft.

        Once the call itself is stored, only what is left to do can be changed.
        """
        form = self.state.form
        if form is None or (form.is_logged and not changes.keys() <= OPEN_WHEN_LOGGED):
            return
        new = replace(form, **changes)
        if new == form:
            return
        gaps = {name: text for name, text in self.state.gaps.items() if name not in changes}
        self._set(form=new, gaps=gaps)
        self._keep_draft()
        if {"promise_due", "promise_keeper", "outcome"} & changes.keys():
            self._check_promise()

    def repeat_last_promise(self) -> None:
        """Promise the same once more: its words and who keeps it; the time is new."""
        last = last_promise(self.state.case)
        if self.state.form is None:
            return
        if last is None:
            self._desk.notifications.tell(say("No promise was made to this customer yet."))
            return
        outcome = self.state.form.outcome
        self.change(
            outcome=outcome if self.state.form.asks_promise else CallOutcome.NEW_PROMISE.value,
            promise_text=last.text,
            promise_keeper=last.keeper,
        )
        self.gap_found.emit("promise_due")

    def find_caller(self, text: str) -> None:
        """Look for the customer behind a name or number."""
        if text.strip():
            self._desk.read("caller", Find(text=text.strip(), limit=HITS), self._on_found, self)
        else:
            self._set(hits=())

    def keep_draft(self) -> None:
        """Write the draft now; called when typing rests."""
        self._keep_draft()

    # Saving

    def save(self) -> None:
        """Store the call and what follows from it, or show what is missing."""
        form = self.state.form
        if form is None or self.state.is_saving:
            return
        gaps = form.gaps()
        if gaps:
            self._set(gaps=gaps)
            self.gap_found.emit(next(iter(gaps)))
            return
        if form.is_logged:
            self._follow_up(form)
            return
        if self.state.phase is CallPhase.RUNNING:
            self.stop_clock()
        form = self.state.form or form
        self._set(is_saving=True, gaps={}, fault=None)
        command = log_call(form, self.state.kept_promise, self._desk.now())
        said = say("The call is saved.") if follow_up(form) else self._stored_words(form)
        self._desk.run(command, self._on_logged, self, self._on_failed, form.request_id, said=said)

    def _on_logged(self, _result: Any) -> None:
        form, unsure = self.state.form, self._unsure
        self._unsure = None
        if form is None:
            return
        if unsure is not None and unsure.summary != form.summary:
            # The answer to an earlier try was lost: what is stored may be the older text.
            said = say("The text of the call is corrected.")
            self._desk.run(Amend(entry=form.id, text=form.summary.strip()), nothing_more, self, said=said)
        self._set(form=replace(form, is_logged=True))
        self._keep_draft()
        self._follow_up(self.state.form or form)

    def _follow_up(self, form: CallForm) -> None:
        command = follow_up(form)
        if command is None:
            self._on_all_stored(None)
            return
        self._set(is_saving=True, fault=None)
        failed, said = self._on_follow_up_failed, self._stored_words(form)
        self._desk.run(command, self._on_all_stored, self, failed, form.follow_up_id, said=said)

    def _stored_words(self, form: CallForm) -> str:
        return words.stored(form, self._colleague(form.hand_to))

    def _on_all_stored(self, _result: Any) -> None:
        form = self.state.form
        if form is None:
            return
        self._desk.drafts.discard(DRAFT, form.draft_key)
        self._end()

    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, DatabaseUnreachable):
            self._unsure = self._unsure or self.state.form
        self._tell_failure(say("The call is not saved yet; all you wrote is kept."), error)

    def _on_follow_up_failed(self, error: Exception) -> None:
        form = self.state.form
        if form is not None and form.asks_colleague:
            self._tell_failure(say("The call is saved, but not handed over."), error)
        else:
            self._tell_failure(say("The call is saved, but the request is not open yet."), error)

    def _tell_failure(self, what: str, error: Exception) -> None:
        if isinstance(error, CaseDeskError):
            self._set(is_saving=False, fault=Fault(what, str(error)))
        else:
            self._set(is_saving=False, fault=Fault(what))
            self._desk.notifications.fail(error, what)

    # Beginning and ending

    def _begin(self, customer: UUID | None, phone: str) -> None:
        parked = self._desk.drafts.load(DRAFT, str(customer)) if customer else None
        if parked is not None:
            self._take_up(parked)
            return
        now = self._desk.now()
        form = CallForm(
            started_at=now, customer=customer, phone=phone, promise_keeper=self._desk.person.login
        )
        self._began[form.id] = self._monotonic()
        self._show(form, CallPhase.RUNNING)
        self._keep_draft()

    def _take_up(self, draft: Draft) -> None:
        try:
            form = from_payload(draft.payload)
        except (KeyError, ValueError, TypeError):
            self._desk.notifications.tell(
                say("This draft of a call cannot be read."), kind=NoticeKind.LATE, key="draft-unreadable"
            )
            return
        if form.ended_at is None and form.id not in self._began:
            # The program ended during the call: its talk is taken to end when its draft was kept last.
            form = replace(form, ended_at=max(draft.kept_at, form.started_at))
        self._show(form, CallPhase.WRITING if form.ended_at else CallPhase.RUNNING)

    def _bring_back(self, form: CallForm) -> None:
        self.park()
        running = form.ended_at is None and form.id in self._began
        self._show(form, CallPhase.RUNNING if running else CallPhase.WRITING)
        self._keep_draft()

    def _show(self, form: CallForm, phase: CallPhase) -> None:
        self._unsure = None
        kept = CallView(events=self.state.events, staff=self.state.staff)
        self.state = replace(kept, form=form, phase=phase, seconds=self._count_seconds(form))
        self.changed.emit(self.state)
        if phase is CallPhase.RUNNING:
            self._timer.start()
        self._read_lists()
        if form.customer is not None:
            self._watch(form.customer)

    def _end(self) -> None:
        self._timer.stop()
        self._desk.bus.unwatch(self)
        self._set(
            form=None, phase=CallPhase.NONE, seconds=0, case=None, hits=(), gaps={}, check=None, fault=None, kept="",
            is_saving=False,
        )  # fmt: skip

    def _count_seconds(self, form: CallForm) -> int:
        """By the clock that nobody can set; by the draft's times where the call was taken up later."""
        began = self._began.get(form.id)
        if began is not None and form.ended_at is None:
            return int(self._monotonic() - began)
        return int(((form.ended_at or form.started_at) - form.started_at).total_seconds())

    def _keep_draft(self) -> None:
        form = self.state.form
        if form is not None:
            name = self.state.case.customer.name if self.state.case else form.phone
            self._desk.drafts.keep(DRAFT, form.draft_key, to_payload(form), name)

    # Reading

    def _read_lists(self) -> None:
        self._desk.read("events", Events(), self._on_events, self)
        self._desk.read("staff", StaffQuery(), self._on_staff, self)

    def _watch(self, customer: UUID) -> None:
        self._desk.bus.unwatch(self)
        self._desk.bus.watch(self, {f"case:{customer}"}, self._on_case_changed)
        self._desk.read("case", CaseQuery(about=str(customer)), self._on_case, self)

    def _on_case_changed(self, _changes: Changes) -> None:
        form = self.state.form
        if form is not None and form.customer is not None:
            self._desk.read("case", CaseQuery(about=str(form.customer)), self._on_case, self)

    def _on_case(self, case: CaseDetail) -> None:
        form = self.state.form
        if form is None or form.customer != case.customer.id:
            return
        first = self.state.case is None
        self._set(case=case, form=self._with_case(form, case) if first else form)
        if first:
            self._keep_draft()

    def _with_case(self, form: CallForm, case: CaseDetail) -> CallForm:
        """Fill in what the record tells, where nothing was written yet."""
        kept, now = promise_kept(case), self._desk.now()
        if form.keeps is None and kept is not None:
            form = replace(form, keeps=keeps_by_itself(kept, now.date(), now))
        form = replace(form, about=form.about or probable_subject(case, kept if form.keeps else None))
        person = case.customer.name if case.customer.kind == CustomerKind.PERSON else ""
        return adopted(form, case.customer.id, person)

    def _on_events(self, events: tuple[EventRow, ...]) -> None:
        self._set(events=events)

    def _on_staff(self, staff: tuple[StaffRow, ...]) -> None:
        self._set(staff=staff)

    def _on_found(self, answer: FindAnswer) -> None:
        seen: dict[UUID, FindHit] = {}
        for hit in answer.hits:
            seen.setdefault(hit.customer, hit)
        self._set(hits=tuple(seen.values()))

    def _check_promise(self) -> None:
        form = self.state.form
        if form is None or not form.asks_promise or form.promise_due is None:
            self._set(check=None)
            return
        keeper = Login(form.promise_keeper) if form.promise_keeper else None
        query = PromiseCheck(due_at=form.promise_due, keeper=keeper)
        self._desk.read("promise", query, self._on_checked, self)

    def _on_checked(self, found: PromiseChecked) -> None:
        form = self.state.form
        if form is None or form.promise_due != found.due_at:
            return
        problem, warning = words.against_promise(found, self._desk.now())
        if problem:
            self._set(check=Check("problem", problem))
        elif warning:
            self._set(check=Check("warning", warning))
        else:
            self._set(check=Check("ok", words.for_promise(found, self._desk.person.login)))

    def _colleague(self, login: str) -> str:
        names = {one.login: one.name for one in self.state.staff}
        names |= {f"team:{one.team}": one.team_name for one in self.state.staff}
        return names.get(login, login)

    @Slot()
    def _on_second(self) -> None:
        if self.state.form is not None:
            self.state = replace(self.state, seconds=self._count_seconds(self.state.form))
            self.ticked.emit(self.state.seconds)

    @Slot(object)
    def _on_draft_kept(self, draft: Draft) -> None:
        form = self.state.form
        if form is not None and (draft.kind, draft.key) == (DRAFT, form.draft_key):
            kept_at = draft.kept_at.astimezone(self._desk.now().tzinfo)
            self._set(kept=say("Draft kept $time", time=f"{kept_at:%H:%M:%S}"))

    def _set(self, **changes: Any) -> None:
        self.state = replace(self.state, **changes)
        self.changed.emit(self.state)
