"""One order: what was read, which step and form are open in it, what is changed; it knows no widget.

Watches `order:<id>` and the kind `document`. Everything from the database comes through the desk's runner.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal, Slot

from casedesk.contract.cases import Timeline, TimelinePage, TimelineRow
from casedesk.contract.desk import (
    CompanyRow,
    Documents,
    PrintableRow,
    ProductRow,
    Products,
    StaffQuery,
    StaffRow,
    Take,
    WithdrawHandover,
)
from casedesk.contract.ids import new_id
from casedesk.contract.orders import (
    CanKeep,
    CanKeepAnswer,
    ChangeLines,
    FinishMilestone,
    MilestoneRow,
    OrderDetail,
    OrderQuery,
    ReleaseOrder,
    StartMilestone,
    UnblockMilestone,
)
from casedesk.contract.values import About, OrderNumber
from casedesk.errors import CaseDeskError
from casedesk.rules.vocabulary import Channel
from casedesk.ui.change_bus import Changes
from casedesk.ui.desk import Desk
from casedesk.ui.drafts import Draft
from casedesk.ui.forms import Form
from casedesk.ui.forms.order_lines import LineDraft, as_kept, lines_of, taken_up
from casedesk.ui.forms.spec import iso
from casedesk.ui.notifications import NoticeKind
from casedesk.ui.screens.order import forms, words
from casedesk.ui.screens.order.news import News, changed_milestone, differences
from casedesk.ui.screens.order.rights import Rights
from casedesk.ui.text import clock_time, day
from casedesk.words import say

DRAFT = "order"
LINES = "lines"
_TELLING = (Channel.CALL, Channel.EMAIL, Channel.LETTER, Channel.SMS, Channel.VISIT, Channel.COUNTER)
_NEWEST = 20


@dataclass(frozen=True)
class Clash:
    """A colleague changed what is being typed over here: both values in words."""

    who: str
    theirs: str
    mine: str


@dataclass(frozen=True)
class LinesEditing:
    """The lines while they are changed, and what can be added."""

    lines: tuple[LineDraft, ...]
    products: tuple[ProductRow, ...]
    request_id: UUID = field(default_factory=new_id)


@dataclass(frozen=True)
class OrderState:
    """Everything the screen shows.

    `fault` says why the order could not be read; what was read before stays. `chosen` is the key of the step
    in the strip. `form` is the small form that is open, `gaps` the sentences at its fields, `clash` what a
    colleague saved meanwhile, `editing` the lines while they are changed. `news` is a colleague's last change.
    """

    order: OrderDetail | None = None
    fault: str = ""
    chosen: str = ""
    form: Form | None = None
    editing: LinesEditing | None = None
    gaps: Mapping[str, str] | None = None
    clash: Clash | None = None
    is_saving: bool = False
    news: News | None = None
    kept: str = ""
    changed_unseen: bool = False
    document_names: Mapping[str, str] = field(default_factory=dict)

    @property
    def step(self) -> MilestoneRow | None:
        """The chosen milestone."""
        milestones = self.order.milestones if self.order else ()
        return next((one for one in milestones if one.key == self.chosen), None)


class OrderPresenter(QObject):
    """Holds the one state of an order; lives in the GUI thread.

    `changed(OrderState)` after every change; `gap_found(field)` asks to put the keyboard into a field that
    lacks something; `form_ended` after a form was saved or put away.
    """

    changed = Signal(object)
    gap_found = Signal(str)
    form_ended = Signal()

    def __init__(self, desk: Desk, number: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.state = OrderState()
        self.rights = Rights(desk.person)
        self._desk = desk
        self._number = OrderNumber(number)
        self._is_seen = True
        self._seen_entries: frozenset[UUID] = frozenset()
        desk.drafts.kept.connect(self._on_draft_kept)

    # What is shown

    def open(self) -> None:
        """Read everything for the first time."""
        self._desk.read("documents", Documents(), self._on_documents, self)
        self.read_again()

    def read_again(self) -> None:
        """Read the order; what is shown stays until the answer is there."""
        self._desk.read("order", OrderQuery(number=self._number), self._on_order, self, self._on_order_failed)

    def set_seen(self, is_seen: bool) -> None:
        """Say whether the person looks at the order; changes that come in meanwhile are marked."""
        self._is_seen = is_seen
        if is_seen and self.state.changed_unseen:
            self._set(changed_unseen=False)

    def choose_step(self, key: str) -> None:
        """Show a milestone in the strip; a form about another one is put away with its draft."""
        form = self.state.form
        if form is not None and form.subject and form.subject != key:
            self.put_form_away()
        self._set(chosen=key)

    def dismiss_news(self) -> None:
        self._set(news=None)

    # Steps

    def record_done(self) -> None:
        """The chosen milestone was done today."""
        self._on_step(lambda one: FinishMilestone(order=self._number, milestone=one.key))

    def start(self) -> None:
        """The chosen milestone is under way from now on."""
        self._on_step(lambda one: StartMilestone(order=self._number, milestone=one.key))

    def done_on_another_day(self) -> None:
        if self._may_work():
            self._open(forms.done_form(self._step, self._today))

    def change_forecast(self) -> None:
        if self._may_work():
            self._open(forms.forecast_form(self._step))

    def block(self) -> None:
        """Open the form that blocks the chosen milestone, or the one that lets it go on."""
        if self._may_work():
            blocked = self._step.state == "blocked"
            self._open(forms.unblock_form(self._step) if blocked else forms.block_form(self._step))

    def skip(self) -> None:
        step = self.state.step
        if step is not None and not self._refused(self.rights.skip(step)):
            self._open(forms.skip_form(step))

    # The order as a whole

    def place(self) -> None:
        """Check what can be kept, then ask which day is promised."""
        order = self._order_or_none()
        if order is not None and not self._refused(self._desk.refusal("place_order")):
            self._desk.read("products", Products(), self._check_promise, self)

    def new_promise(self) -> None:
        order = self._order_or_none()
        if order is None or self._refused(self._desk.refusal("place_order")):
            return
        if order.state == "quote":
            self.place()
        elif order.promised_on is None or order.done_on or order.state in words.CLOSED:
            self._desk.notifications.tell(
                say("Only an order that is placed and not done has a promised day to move.")
            )
        else:
            self._open(forms.promise_form(order))

    def hand_over(self) -> None:
        order = self._order_or_none()
        if order is not None and not self._refused(self.rights.hand_over(order)):
            self._desk.read("staff", StaffQuery(), self._on_staff, self)

    def take(self) -> None:
        """Own the order that waits in a queue."""
        order = self._order_or_none()
        if order is not None and order.owner.login is None and not self._refused(self.rights.take(order)):
            self._run(Take(about=About(self._number)), self._on_saved)

    def hold(self) -> None:
        order = self._order_or_none()
        if order is not None and not self._refused(self.rights.hold(order)):
            self._open(forms.release_form() if order.state == "on_hold" else forms.hold_form())

    def cancel(self) -> None:
        """Ask how the customer was told; the talks and letters of the case are read for it."""
        order = self._order_or_none()
        if order is not None and not self._refused(self.rights.cancel(order)):
            query = Timeline(about=About(str(order.customer)), limit=_NEWEST, kinds=tuple(_TELLING))
            self._desk.read("told", query, self._on_told, self)

    def complete(self) -> None:
        if not self._refused(self._desk.refusal("complete_order")):
            self._open(forms.complete_form())

    def set_next_step(self) -> None:
        order = self._order_or_none()
        if order is not None and not self._refused(self._desk.refusal("take")):
            self._open(forms.next_step_form(order))

    def change_lines(self) -> None:
        """Open the editor of the lines once the products are read."""
        if not self._refused(self._desk.refusal("change_lines")):
            self._desk.read("products", Products(), self._on_products, self)

    def type_lines(self, lines: tuple[LineDraft, ...]) -> None:
        """Take over the lines as they are written; they are kept as a draft."""
        if self.state.editing is not None:
            self.state = replace(self.state, editing=replace(self.state.editing, lines=lines))
            self._keep_draft_of(LINES, {"lines": as_kept(lines)})

    def save_lines(self) -> None:
        """Replace the lines by a new revision."""
        editing = self.state.editing
        if editing is None or self.state.is_saving:
            return
        lines = tuple(one.given() for one in editing.lines)
        self._run(ChangeLines(order=self._number, lines=lines), self._on_lines_saved, editing.request_id)

    def put_lines_away(self) -> None:
        """Close the editor; what was written stays as a draft and comes back with it."""
        self._set(editing=None, kept="")
        self.form_ended.emit()

    def _on_lines_saved(self, _answer: object) -> None:
        self._forget_draft_of(LINES)
        self._set(is_saving=False)
        self.put_lines_away()

    # The small forms

    def type(self, field: str, value: str) -> None:
        """Take over what is typed in a field of the open form; it is kept as a draft."""
        form = self.state.form
        if form is None or form.values.get(field, "") == value:
            return
        gaps = {key: text for key, text in (self.state.gaps or {}).items() if key != field}
        # The form is replaced without telling the view: what is being typed is never written back.
        self.state = replace(self.state, form=form.with_value(field, value), gaps=gaps)
        if any(one.only_for and one.only_for[0] == field for one in form.fields):
            self.changed.emit(self.state)
        self._keep_draft()

    def put_form_away(self) -> None:
        """Close the form; what was written stays as a draft and comes back with the form."""
        if self.state.form is not None:
            self._set(form=None, gaps=None, clash=None, kept="")
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
        if self.state.clash is not None:
            self._desk.notifications.tell(say("Choose first which value is valid: theirs or yours."))
            return
        self._run(forms.COMMANDS[form.kind](form, self._number), self._on_form_saved, form.request_id)

    def take_theirs(self) -> None:
        """The colleague's value stands; what was typed here is thrown away."""
        if self.state.clash is not None:
            if self.state.form is not None:
                self._forget_draft_of(self.state.form.name)
            self.put_form_away()

    def keep_mine(self) -> None:
        """What is typed here shall stand; it is saved over the colleague's value when the form is sent."""
        form, order = self.state.form, self.state.order
        if self.state.clash is not None and form is not None and order is not None:
            self._set(clash=None, form=replace(form, base=_base_now(form, order)))

    # Answers

    @Slot(object)
    def _on_order(self, order: OrderDetail) -> None:
        before = self.state.order
        if before is None:
            self._desk.bus.watch(self, {f"order:{order.id}"}, self._on_order_changed)
        chosen = self.state.chosen
        if chosen not in {one.key for one in order.milestones}:
            current = words.current_step(order.milestones)
            chosen = current.key if current else (order.milestones[-1].key if order.milestones else "")
        elif before is not None:
            chosen = _following(before, order, chosen)
        self._set(order=order, fault="", chosen=chosen)
        if before is None:
            self._take_up_draft()
        self._read_entries(before)

    def _on_order_failed(self, error: Exception) -> None:
        """Say why; a number that is not one names those that are near it."""
        if not isinstance(error, CaseDeskError):
            self._desk.notifications.fail(error)
            self._set(fault=say("The order could not be read."))
            return
        neighbours = ", ".join(error.details.get("neighbours", ()))
        near = say("Near it: $numbers.", numbers=neighbours) if neighbours else ""
        self._set(fault=" ".join(part for part in (str(error), near) if part))

    def _on_order_changed(self, _changes: Changes) -> None:
        self.read_again()

    def _read_entries(self, before: OrderDetail | None) -> None:
        """Read who wrote last; only then it can be said whose change it was."""
        query = Timeline(about=About(self._number), limit=_NEWEST)

        def answered(page: TimelinePage) -> None:
            self._on_entries(page, before)

        self._desk.read("entries", query, answered, self)

    def _on_entries(self, page: TimelinePage, before: OrderDetail | None) -> None:
        new = [row for row in page.rows if row.id not in self._seen_entries]
        self._seen_entries |= {row.id for row in page.rows}
        order = self.state.order
        if before is None or order is None:
            return
        theirs = [row for row in new if row.author_login != self._desk.person.login]
        if theirs:
            self._tell_news(before, order, theirs[0])

    def _tell_news(self, before: OrderDetail, order: OrderDetail, entry: TimelineRow) -> None:
        what = differences(before, order, self._today)
        at = clock_time(entry.recorded_at.astimezone(self._desk.now().tzinfo))
        if what:
            news = News(entry.author, at, what, changed_milestone(before, order))
            self._set(news=news, changed_unseen=not self._is_seen)
        form = self.state.form
        if form is not None and form.base != _base_now(form, order):
            self._set(clash=self._clash(form, order, entry.author))

    def _clash(self, form: Form, order: OrderDetail, who: str) -> Clash:
        field = {"promise": "promised_on", "forecast": "forecast_on", "next_step": "step"}[form.kind]
        return Clash(who, self._in_words(_base_now(form, order)), self._in_words(form.value(field)))

    def _in_words(self, value: str) -> str:
        try:
            return day(date.fromisoformat(value), self._today)
        except ValueError:
            return value or say("nothing yet")

    @Slot(object)
    def _on_documents(self, documents: tuple[PrintableRow, ...]) -> None:
        self._set(document_names={one.id: one.name for one in documents})

    @Slot(object)
    def _on_staff(self, staff: tuple[StaffRow, ...]) -> None:
        company: CompanyRow = self._desk.person.company
        self._open(forms.hand_over_form(staff, company.teams, self._desk.person.login, self._today))

    @Slot(object)
    def _on_told(self, page: TimelinePage) -> None:
        self._open(forms.cancel_form(page.rows, self._desk.now()))

    @Slot(object)
    def _check_promise(self, products: tuple[ProductRow, ...]) -> None:
        """Ask which days can be promised for the kind of order that the first product belongs to."""
        order = self.state.order
        if order is not None:
            kinds = {one.code: one.template for one in products}
            of_lines = (kinds[line.product] for line in order.lines if line.product in kinds)
            kind = next(of_lines, next(iter(self._desk.person.company.templates), ""))
            query = CanKeep(kind=kind, requested_on=order.requested_on, customer=order.customer)
            self._desk.read("can-keep", query, self._on_can_keep, self)

    @Slot(object)
    def _on_can_keep(self, answer: CanKeepAnswer) -> None:
        self._open(forms.place_form(answer, self._desk.refusal("promise_impossible_date"), self._today))

    @Slot(object)
    def _on_products(self, products: tuple[ProductRow, ...]) -> None:
        order = self.state.order
        if order is not None:
            kept = self._drafts().get(LINES)
            lines = taken_up(kept["lines"], products) if kept else lines_of(order.lines, products)
            self._set(editing=LinesEditing(lines, products))

    def _on_form_saved(self, answer: Any) -> None:
        form = self.state.form
        self._set(is_saving=False)
        if form is None:
            return
        self._forget_draft_of(form.name)
        self.put_form_away()
        back = self._counter_command(form, answer)
        if back is None:
            self._desk.notifications.tell(form.done, kind=NoticeKind.DONE, key="order-done")
        else:
            self._desk.notifications.offer_undo(form.done, partial(self._run, back, self._on_saved))

    def _counter_command(self, form: Form, answer: Any) -> Any:
        """What takes a form's act back; None for what is corrected by a new entry only."""
        taken_back = say("Taken back")
        if form.kind == "hand_over":
            return WithdrawHandover(handover=answer.id)
        if form.kind == "hold":
            return ReleaseOrder(order=self._number, reason=taken_back)
        if form.kind == "block":
            return UnblockMilestone(order=self._number, milestone=form.subject, reason=taken_back)
        return None

    # Drafts

    def _drafts(self) -> dict[str, Any]:
        """What is kept of each form, by its kind and part, the one written in last at the end."""
        draft = self._desk.drafts.load(DRAFT, self._number)
        return dict(draft.payload) if draft else {}

    def _keep_draft(self) -> None:
        form = self.state.form
        if form is not None and form.has_text:
            self._keep_draft_of(form.name, form.kept())

    def _keep_draft_of(self, name: str, written: dict[str, Any]) -> None:
        others = {key: kept for key, kept in self._drafts().items() if key != name}
        self._keep({**others, name: written})

    def _forget_draft_of(self, name: str) -> None:
        self._keep({key: kept for key, kept in self._drafts().items() if key != name})

    def _keep(self, payload: dict[str, Any]) -> None:
        title = self.state.order.number if self.state.order else ""
        if payload:
            self._desk.drafts.keep(DRAFT, self._number, payload, title)
        else:
            self._desk.drafts.discard(DRAFT, self._number)

    def _take_up_draft(self) -> None:
        """Open again the form that was written in last when the screen or the program ended."""
        drafts = self._drafts()
        name = next(reversed(drafts), "")
        kept: dict[str, Any] = drafts.get(name, {})
        if name == LINES:
            self.change_lines()
            return
        openers: Mapping[str, Callable[[], None]] = {
            "promise": self.new_promise, "hand_over": self.hand_over, "hold": self.hold, "release": self.hold,
            "cancel": self.cancel, "next_step": self.set_next_step, "forecast": self.change_forecast,
            "block": self.block, "unblock": self.block, "skip": self.skip,
        }  # fmt: skip
        opener = openers.get(str(kept.get("form")))
        if opener is not None:
            if kept.get("subject"):
                self.choose_step(str(kept["subject"]))
            opener()

    @Slot(object)
    def _on_draft_kept(self, draft: Draft) -> None:
        if (draft.kind, draft.key) == (DRAFT, self._number) and (self.state.form or self.state.editing):
            kept_at = draft.kept_at.astimezone(self._desk.now().tzinfo)
            self._set(kept=say("Draft kept $time", time=f"{kept_at:%H:%M:%S}"))

    # Small parts

    @property
    def _today(self) -> date:
        return self._desk.now().date()

    @property
    def _step(self) -> MilestoneRow:
        step = self.state.step
        if step is None:
            raise LookupError("no milestone is chosen")
        return step

    def _order_or_none(self) -> OrderDetail | None:
        return None if self.state.is_saving else self.state.order

    def _may_work(self) -> bool:
        step = self.state.step
        return step is not None and not self._refused(self.rights.work_on(step))

    def _refused(self, refusal: str) -> bool:
        """Say who may, where this person may not."""
        if refusal:
            self._desk.notifications.tell(refusal, key="order-refusal")
        return bool(refusal)

    def _on_step(self, command: Callable[[MilestoneRow], Any]) -> None:
        if not self.state.is_saving and self._may_work():
            self._run(command(self._step), self._on_saved)

    def _on_saved(self, _answer: object) -> None:
        self._set(is_saving=False)

    def _open(self, form: Form) -> None:
        kept = self._drafts().get(form.name)
        self._set(form=form.taken_up(kept) if kept else form, gaps=None, clash=None)

    def _run(self, command: Any, done: Callable[[Any], None], request_id: UUID | None = None) -> None:
        self._set(is_saving=True)
        self._desk.run(command, done, self, self._on_refused, request_id)

    def _on_refused(self, error: Exception) -> None:
        self._set(is_saving=False)
        self._desk.notifications.fail(error)
        self.read_again()

    def _set(self, **changes: Any) -> None:
        self.state = replace(self.state, **changes)
        self.changed.emit(self.state)


def _base_now(form: Form, order: OrderDetail) -> str:
    """What the order says now about what the form changes; "" for forms that replace nothing."""
    if form.kind == "promise":
        return iso(order.promised_on)
    if form.kind == "next_step":
        return order.next_step
    if form.kind == "forecast":
        step = next((one for one in order.milestones if one.key == form.subject), None)
        return iso(step.forecast_on) if step else ""
    return form.base


def _following(before: OrderDetail, after: OrderDetail, chosen: str) -> str:
    """The step to show after a change: the next one where the chosen one was settled just now."""
    was = next((one.state for one in before.milestones if one.key == chosen), "")
    now = next((one.state for one in after.milestones if one.key == chosen), "")
    if was in words.OPEN_MILESTONES and now not in words.OPEN_MILESTONES:
        current = words.current_step(after.milestones)
        return current.key if current else chosen
    return chosen
