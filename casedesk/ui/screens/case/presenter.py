"""One customer's case: what was read, what is open in it, what is changed; it knows no widget.

Watches `case:<id>`. Everything from the database comes through the desk's runner.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal, Slot

from casedesk.contract.cases import CaseDetail, CaseQuery, Timeline, TimelinePage, TimelineRow
from casedesk.contract.desk import EventRow, Events, StaffQuery, StaffRow
from casedesk.contract.ids import new_id
from casedesk.contract.values import About
from casedesk.errors import DatabaseUnreachable
from casedesk.rules.vocabulary import EntryKind, LookKind
from casedesk.ui.change_bus import Changes
from casedesk.ui.desk import Desk, nothing_more
from casedesk.ui.drafts import Draft
from casedesk.ui.forms import Form
from casedesk.ui.forms.form_drafts import FormDrafts
from casedesk.ui.notifications import reading_failed
from casedesk.ui.screens.case import forms, words
from casedesk.ui.screens.case.entries import PAGE_ROWS, Entries, filter_of
from casedesk.ui.screens.case.forms import COMMANDS
from casedesk.words import say

DRAFT = "case"


@dataclass(frozen=True)
class CaseState:
    """Everything the screen shows.

    `fault` and `timeline_fault` say why the case or its timeline could not be read; what was read before stays.
    `form` is the small form that is open, `gaps` the sentences at its fields, `kept_at` when its draft was kept.
    """

    case: CaseDetail | None = None
    fault: str = ""
    entries: Entries = field(default_factory=Entries)
    timeline_fault: str = ""
    filter: str = "all"
    reads_older: bool = False
    only_stand: bool = False
    shows_finished: bool = False
    changed_unseen: bool = False
    staff: tuple[StaffRow, ...] = ()
    events: tuple[EventRow, ...] = ()
    form: Form | None = None
    gaps: Mapping[str, str] | None = None
    is_saving: bool = False
    kept: str = ""


class CasePresenter(QObject):
    """Holds the one state of a case; lives in the GUI thread.

    `changed(CaseState)` after every change; `gap_found(field)` asks to put the keyboard into a field that lacks
    something; `form_ended` after a form was saved or put away.
    """

    changed = Signal(object)
    gap_found = Signal(str)
    form_ended = Signal()

    def __init__(self, desk: Desk, customer: UUID, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.state = CaseState()
        self._desk = desk
        self._customer = customer
        self._drafts = FormDrafts(desk.drafts, DRAFT, str(customer))
        self._is_seen = True
        self._took_up_draft = False
        self._unsure: Form | None = None
        self._failure: Exception | None = None
        desk.bus.watch(self, {f"case:{customer}"}, self._on_case_changed)
        desk.drafts.kept.connect(self._on_draft_kept)

    def open(self) -> None:
        """Read everything for the first time and note down who looked."""
        desk, customer = self._desk, self._customer
        desk.runner.command(
            lambda: desk.services.record_look(LookKind.CASE, case_id=customer),
            _noted,
            desk.notifications.fail,
            self,
        )
        self.read_again()
        desk.read("staff", StaffQuery(), self._on_staff, self)
        desk.read("events", Events(), self._on_events, self)

    # What is shown

    def read_again(self) -> None:
        """Read the case and the newest entries; what is shown stays until the answer is there."""
        self._desk.read(
            "case", CaseQuery(about=str(self._customer)), self._on_case, self, self._on_case_failed
        )
        self._read_entries()

    def set_seen(self, is_seen: bool) -> None:
        """Say whether the person looks at the case; changes that come in meanwhile are marked."""
        self._is_seen = is_seen
        if is_seen and self.state.changed_unseen:
            self._set(changed_unseen=False)
        if not is_seen and self.state.entries.fresh:
            self._set(entries=replace(self.state.entries, fresh=frozenset()))

    def choose_filter(self, key: str) -> None:
        """Show only entries of some kinds."""
        if key != self.state.filter:
            self._set(filter=key, entries=Entries(), timeline_fault="", reads_older=False)
            self._read_entries()

    def read_older(self) -> None:
        """Read the next page of the timeline, unless it is on its way or there is none."""
        entries = self.state.entries
        if entries.next is None or self.state.reads_older:
            return
        self._set(reads_older=True)
        query = replace(self._timeline(PAGE_ROWS), before=entries.next)
        self._desk.read("entries", query, self._on_older, self, self._on_entries_failed)

    def show_only_stand(self, only: bool) -> None:
        self._set(only_stand=only)

    def show_finished(self, shows: bool) -> None:
        self._set(shows_finished=shows)

    def row(self, entry: str) -> TimelineRow | None:
        """The entry of the timeline with this id, as far as it was read."""
        return next((row for row in self.state.entries.rows if str(row.id) == entry), None)

    def tell_details(self) -> None:
        """Say what is known of the last failure, for whoever is asked for help."""
        error = self._failure
        if error is not None:
            details = [type(error).__name__, *(f"{name}: {value}" for name, value in vars(error).items())]
            cause = [f"{type(error.__cause__).__name__}: {error.__cause__}"] if error.__cause__ else []
            self._desk.notifications.tell(str(error), " · ".join(details + cause), key="case-details")

    def sentence(self) -> str:
        """Where things stand in the customer's words, "" while nothing was read."""
        return self.state.case.sentence if self.state.case else ""

    # The small forms

    def write_note(self) -> None:
        self._open(forms.note_form())

    def correct(self, entry: str) -> None:
        row = self.row(entry)
        if row is not None and (row.undone_by or row.kind == EntryKind.UNDO):
            self._desk.notifications.tell(say("This was undone; there is nothing to correct in it."))
        elif row is not None:
            self._open(forms.correction_form(row))

    def promise(self, *, again: bool = False) -> None:
        """Open the form for a promise; `again` fills in the words of the one made last."""
        case = self.state.case
        if case is None:
            return
        last = max(case.promises, key=lambda one: one.made_at, default=None) if again else None
        if again and last is None:
            self._desk.notifications.tell(say("No promise was made to this customer yet."))
            return
        login = self._desk.person.login
        today = self._desk.now().date()
        self._open(forms.promise_form(case, self.state.staff, login, today, last.text if last else ""))

    def end_promise(self, promise: str) -> None:
        case = self.state.case
        found = next((one for one in case.promises if str(one.id) == promise), None) if case else None
        if found is not None:
            self._open(forms.promise_end_form(found, words.promise_detail(found, self._desk.now())))

    def open_request(self) -> None:
        if self.state.case:
            self._open(forms.request_form(self.state.case, self.state.events))

    def settle_request(self, request: str) -> None:
        case = self.state.case
        found = next((one for one in case.requests if str(one.id) == request), None) if case else None
        if found is not None:
            self._open(forms.settle_form(found))

    def hand_over(self, about: str = "") -> None:
        """Open the form that offers an order or a request to a colleague."""
        case = self.state.case
        if case is None:
            return
        work = forms.work_subjects(case)
        if not work:
            self._desk.notifications.tell(say("There is no open order or request to hand over."))
            return
        person, today = self._desk.person, self._desk.now().date()
        teams = person.company.teams
        form = forms.hand_over_form(case, about or work[0].key, self.state.staff, teams, person.login, today)
        self._open(form)

    def set_next_step(self, about: str = "") -> None:
        """Open the form for the next step of an order or a request."""
        case = self.state.case
        work = self._work_in(case)
        if case is not None and work:
            self._open(forms.next_step_form(case, about or work))

    def assign(self, about: str = "") -> None:
        """Open the form that gives an order or a request to a colleague."""
        case = self.state.case
        work = self._work_in(case)
        if case is not None and work:
            teams, today = self._desk.person.company.teams, self._desk.now().date()
            self._open(forms.assign_form(case, about or work, self.state.staff, teams, today))

    def _work_in(self, case: CaseDetail | None) -> str:
        """The first open order or request; without one, it is said on the page."""
        work = forms.work_subjects(case) if case is not None else ()
        if case is not None and not work:
            self._desk.notifications.tell(say("There is no open order or request here."))
        return work[0].key if work else ""

    def add_contact_point(self) -> None:
        self._open(forms.contact_point_form())

    def add_person(self) -> None:
        self._open(forms.person_form())

    def change_name(self) -> None:
        if self.state.case:
            self._open(forms.name_form(self.state.case))

    def type(self, key: str, value: str) -> None:
        """Take over what is typed in a field of the open form; it is kept as a draft."""
        form = self.state.form
        if form is None or form.values.get(key, "") == value:
            return
        gaps = {name: text for name, text in (self.state.gaps or {}).items() if name != key}
        # The form is replaced without telling the view: what is being typed is never written back.
        self.state = replace(self.state, form=form.with_value(key, value), gaps=gaps)
        if any(one.only_for and one.only_for[0] == key for one in form.fields):
            self.changed.emit(self.state)
        self._drafts.keep(self.state.form or form, self._name())

    def put_form_away(self) -> None:
        """Close the form; what was written stays as a draft and comes back with the form."""
        if self.state.form is not None:
            self._set(form=None, gaps=None, kept="")
            self.form_ended.emit()

    def save_form(self) -> None:
        """Send what the form says, or show what is missing."""
        form, case = self.state.form, self.state.case
        if form is None or case is None or self.state.is_saving:
            return
        gaps = form.gaps()
        if gaps:
            self._set(gaps=gaps)
            self.gap_found.emit(next(iter(gaps)))
            return
        self._set(is_saving=True, gaps=None)
        command = COMMANDS[form.kind](form, case)
        # Where the answer to an earlier try was lost, other words are another command: twice is better than lost.
        is_other = self._unsure is not None and self._unsure.values != form.values
        request_id = new_id() if is_other else form.request_id
        self._desk.run(command, self._on_form_saved, self, self._on_form_failed, request_id, said=form.done)

    def attach(self, files: list[Path]) -> None:
        """Keep files on the case."""
        for file in files:
            command = forms.attach(str(self._customer), str(file))
            self._desk.run(command, nothing_more, self, said=say("The file is kept on the case."))

    # Answers

    def _read_entries(self) -> None:
        query = self._timeline(self.state.entries.limit_to_refresh)
        self._desk.read("entries", query, self._on_entries, self, self._on_entries_failed)

    def _timeline(self, limit: int) -> Timeline:
        kinds = filter_of(self.state.filter).kinds
        return Timeline(about=About(str(self._customer)), limit=limit, kinds=kinds)

    def _on_case(self, case: CaseDetail) -> None:
        self._set(case=case, fault="")
        self._take_up_draft()

    def _on_case_failed(self, error: Exception) -> None:
        self._failure = error
        self._set(fault=reading_failed(error))

    def _on_entries(self, page: TimelinePage) -> None:
        entries = self.state.entries.refreshed(page, self._desk.person.login)
        self._set(entries=entries, timeline_fault="", reads_older=False)

    def _on_older(self, page: TimelinePage) -> None:
        self._set(entries=self.state.entries.with_older(page), reads_older=False)

    def _on_entries_failed(self, error: Exception) -> None:
        self._failure = error
        self._set(timeline_fault=reading_failed(error), reads_older=False)

    def _on_staff(self, staff: tuple[StaffRow, ...]) -> None:
        self._set(staff=staff)
        self._take_up_draft()

    def _on_events(self, events: tuple[EventRow, ...]) -> None:
        self._set(events=events)
        self._take_up_draft()

    def _on_case_changed(self, _changes: Changes) -> None:
        if not self._is_seen:
            self._set(changed_unseen=True)
        self.read_again()

    def _on_form_saved(self, _result: Any) -> None:
        form, self._unsure = self.state.form, None
        self._set(form=None, is_saving=False, gaps=None, kept="")
        self.form_ended.emit()
        if form is not None:
            self._drafts.forget(form.name, self._name())

    def _on_form_failed(self, error: Exception) -> None:
        if isinstance(error, DatabaseUnreachable):
            self._unsure = self.state.form
        self._set(is_saving=False)
        self._desk.notifications.fail(error)

    # Drafts

    def _open(self, form: Form) -> None:
        self._unsure = None
        self._set(form=self._drafts.taken_up(form), gaps=None, kept="")

    def _name(self) -> str:
        return self.state.case.customer.name if self.state.case else ""

    def _take_up_draft(self) -> None:
        """Once, when all is read: open the form again that was written in last."""
        if self._took_up_draft or not (self.state.case and self.state.staff and self.state.events):
            return
        self._took_up_draft = True
        last = self._drafts.last()
        if last is not None and self.state.form is None:
            _name, kept = last
            self._reopen(str(kept["form"]), str(kept["subject"]))

    def _reopen(self, kind: str, subject: str) -> None:
        openers: Mapping[str, Callable[[], None]] = {
            "note": self.write_note,
            "promise": self.promise,
            "request": self.open_request,
            "hand_over": self.hand_over,
            "next_step": self.set_next_step,
            "assign": self.assign,
            "contact_point": self.add_contact_point,
            "person": self.add_person,
            "name": self.change_name,
            "correction": partial(self.correct, subject),
            "promise_end": partial(self.end_promise, subject),
            "settle": partial(self.settle_request, subject),
        }
        openers[kind]()

    @Slot(object)
    def _on_draft_kept(self, draft: Draft) -> None:
        if self._drafts.are(draft) and self.state.form is not None:
            kept_at = draft.kept_at.astimezone(self._desk.now().tzinfo)
            self._set(kept=say("Draft kept $time", time=f"{kept_at:%H:%M:%S}"))

    def _set(self, **changes: Any) -> None:
        self.state = replace(self.state, **changes)
        self.changed.emit(self.state)


def _noted(_nothing: None) -> None:
    """Nobody waits for the look to be written down."""
