"""One order: what was read, which step and form are open in it, what is saved; it knows no widget.

Watches `order:<id>`. Everything from the database comes through the desk's runner.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal, Slot

from casedesk.contract.cases import Timeline, TimelinePage, TimelineRow
from casedesk.contract.desk import ProductRow, Products, Take, WithdrawHandover
from casedesk.contract.documents import Documents, PrintableRow
from casedesk.contract.orders import (
    ChangeLines,
    FinishMilestone,
    OrderDetail,
    OrderQuery,
    StartMilestone,
)
from casedesk.contract.values import About, OrderNumber
from casedesk.errors import CaseDeskError
from casedesk.ui.change_bus import Changes
from casedesk.ui.desk import Desk
from casedesk.ui.drafts import Draft
from casedesk.ui.forms import Form
from casedesk.ui.forms.form_drafts import FormDrafts
from casedesk.ui.forms.order_lines import LineDraft, as_kept, lines_of, taken_up
from casedesk.ui.screens.order import forms, words
from casedesk.ui.screens.order.clashes import base_now, form_clash, lines_clash
from casedesk.ui.screens.order.form_openers import FormOpeners
from casedesk.ui.screens.order.news import News, changed_milestone, differences
from casedesk.ui.screens.order.rights import Rights
from casedesk.ui.screens.order.state import LinesEditing, OrderState
from casedesk.ui.text import clock_time
from casedesk.words import say

LINES = "lines"
_NEWEST = 20


class OrderPresenter(QObject):
    """Holds the one state of an order; lives in the GUI thread.

    `changed(OrderState)` after every change; `gap_found(field)` asks to put the keyboard into a field that lacks
    something; `form_ended` after a form was saved or put away. `open_form` opens the small forms.
    """

    changed = Signal(object)
    gap_found = Signal(str)
    form_ended = Signal()

    def __init__(self, desk: Desk, number: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.state = OrderState()
        self.rights = Rights(desk.person)
        self.open_form = FormOpeners(desk, self.rights, self._state_now, self)
        self.open_form.opened.connect(self._on_form_opened)
        self._desk = desk
        self._number = OrderNumber(number)
        self._drafts = FormDrafts(desk.drafts, "order", number)
        self._is_seen = True
        self._told_entries: frozenset[UUID] = frozenset()
        self._told_order: OrderDetail | None = None
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

    def main_refusal(self) -> str:
        """Who may do the next step, "" when this person may."""
        order = self.state.order
        if order is None:
            return ""
        action, _ = words.main_action(order)
        step = words.current_step(order.milestones)
        if action in ("record_done", "block") and step is not None:
            return self.rights.work_on(step)
        if action == "hold":
            return self.rights.hold(order)
        permissions = {"place": "place_order", "complete": "complete_order", "print": "issue_document"}
        return self._desk.refusal(permissions[action])

    # What is done at once

    def record_done(self) -> None:
        """The chosen milestone was done today."""
        self._on_step(FinishMilestone, lambda step: say("“$step” is done.", step=step))

    def start(self) -> None:
        """The chosen milestone is under way from now on."""
        self._on_step(StartMilestone, lambda step: say("“$step” is under way.", step=step))

    def take(self) -> None:
        """Own the order that waits in a queue."""
        order = self.state.order
        waits = order is not None and order.owner.login is None and not self.state.is_saving
        if order is not None and waits and self.open_form.may(self.rights.take(order)):
            said = say("You own order $number now.", number=order.number)
            self._run(Take(about=About(self._number)), self._on_saved, said=said)

    def take_back(self) -> None:
        """Take back the offer of this order that nobody has accepted yet."""
        order = self.state.order
        if order is None or self.state.is_saving:
            return
        if order.handover is None:
            self._desk.notifications.tell(say("This order is offered to nobody."), key="order-refusal")
        elif self.open_form.may(self.rights.hand_over(order)):
            said = say("The offer is taken back. It stays yours.")
            self._run(WithdrawHandover(handover=order.handover.id), self._on_saved, said=said)

    def _on_step(
        self, command: type[FinishMilestone | StartMilestone], said: Callable[[str], str]
    ) -> None:
        step = self.state.step
        if step is not None and not self.state.is_saving and self.open_form.may(self.rights.work_on(step)):
            what = command(order=self._number, milestone=step.key)
            self._run(what, self._on_saved, said=said(step.name))

    def _on_saved(self, _answer: object) -> None:
        self._set(is_saving=False)

    # The lines

    def change_lines(self) -> None:
        """Open the editor of the lines once the products are read."""
        if self.open_form.may(self._desk.refusal("change_lines")):
            self._desk.read("products", Products(), self._on_products, self)

    @Slot(object)
    def _on_products(self, products: tuple[ProductRow, ...]) -> None:
        order = self.state.order
        if order is not None:
            kept = self._drafts.written(LINES)
            lines = taken_up(kept["lines"], products) if kept else lines_of(order.lines, products)
            self._set(editing=LinesEditing(lines, products, order.lines), clash=None)

    def type_lines(self, lines: tuple[LineDraft, ...]) -> None:
        """Take over the lines as they are written; they are kept as a draft."""
        if self.state.editing is not None:
            self.state = replace(self.state, editing=replace(self.state.editing, lines=lines))
            self._drafts.keep_under(LINES, {"lines": as_kept(lines)}, self._title)

    def save_lines(self) -> None:
        """Replace the lines by a new revision."""
        editing = self.state.editing
        if editing is not None and not self.state.is_saving and self._is_settled():
            lines = tuple(one.given() for one in editing.lines)
            command, said = ChangeLines(order=self._number, lines=lines), say("The lines are changed.")
            self._run(command, self._on_lines_saved, editing.request_id, said=said)

    def put_lines_away(self) -> None:
        """Close the editor; what was written stays as a draft and comes back with it."""
        self._set(editing=None, clash=None, kept="")
        self.form_ended.emit()

    def _on_lines_saved(self, _answer: object) -> None:
        self._drafts.forget(LINES, self._title)
        self._set(is_saving=False)
        self.put_lines_away()

    # The small forms

    @Slot(object)
    def _on_form_opened(self, form: Form) -> None:
        self._set(form=self._drafts.taken_up(form), gaps=None, clash=None)

    def type(self, field: str, value: str) -> None:
        """Take over what is typed in a field of the open form; it is kept as a draft."""
        form = self.state.form
        if form is None or form.values.get(field, "") == value:
            return
        form = form.with_value(field, value)
        gaps = {key: text for key, text in (self.state.gaps or {}).items() if key != field}
        # The form is replaced without telling the view: what is being typed is never written back.
        self.state = replace(self.state, form=form, gaps=gaps)
        if any(one.only_for and one.only_for[0] == field for one in form.fields):
            self.changed.emit(self.state)
        self._drafts.keep(form, self._title)

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
        elif self._is_settled():
            command = forms.COMMANDS[form.kind](form, self._number)
            self._run(command, self._on_form_saved, form.request_id, said=form.done)

    def _on_form_saved(self, _answer: object) -> None:
        form = self.state.form
        self._set(is_saving=False)
        if form is not None:
            self._drafts.forget(form.name, self._title)
            self.put_form_away()

    # Two people, one value

    def take_theirs(self) -> None:
        """The colleague's value stands; what was typed here is thrown away."""
        form, editing = self.state.form, self.state.editing
        if self.state.clash is None:
            return
        if form is not None:
            self._drafts.forget(form.name, self._title)
            self.put_form_away()
        elif editing is not None:
            self._drafts.forget(LINES, self._title)
            self.put_lines_away()

    def keep_mine(self) -> None:
        """What is typed here shall stand; it is saved over the colleague's value when it is sent."""
        state, order = self.state, self.state.order
        if state.clash is None or order is None:
            return
        form = replace(state.form, base=base_now(state.form, order)) if state.form else None
        editing = replace(state.editing, base=order.lines) if state.editing else None
        self._set(clash=None, form=form, editing=editing)

    def _is_settled(self) -> bool:
        """Whether nobody else changed the same meanwhile; otherwise one has to choose first."""
        if self.state.clash is not None:
            self._desk.notifications.tell(say("Choose first which value is valid: theirs or yours."))
        return self.state.clash is None

    # What was read

    @Slot(object)
    def _on_order(self, order: OrderDetail) -> None:
        before = self.state.order
        if before is None:
            self._desk.bus.watch(self, {f"order:{order.id}"}, self._on_order_changed)
        self._set(order=order, fault="", chosen=_chosen(before, order, self.state.chosen))
        if before is None:
            self._take_up_draft()
        # Only the entries say whose change it was.
        self._desk.read("entries", Timeline(about=About(self._number), limit=_NEWEST), self._on_entries, self)

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

    @Slot(object)
    def _on_documents(self, documents: tuple[PrintableRow, ...]) -> None:
        self._set(document_names={one.id: one.name for one in documents})

    @Slot(object)
    def _on_entries(self, page: TimelinePage) -> None:
        new = [row for row in page.rows if row.id not in self._told_entries]
        before, order = self._told_order, self.state.order
        self._told_entries |= {row.id for row in page.rows}
        self._told_order = order
        theirs = [row for row in new if row.author_login != self._desk.person.login]
        if theirs and before is not None and order is not None:
            self._tell_news(before, order, theirs[0])

    def _tell_news(self, before: OrderDetail, order: OrderDetail, entry: TimelineRow) -> None:
        now = self._desk.now()
        what = differences(before, order, now.date())
        if what:
            at = clock_time(entry.recorded_at.astimezone(now.tzinfo))
            news = News(entry.author, at, what, changed_milestone(before, order))
            self._set(news=news, changed_unseen=not self._is_seen)
        clash = form_clash(self.state.form, order, entry.author, now.date())
        clash = clash or lines_clash(self.state.editing, order, entry.author)
        if clash is not None:
            self._set(clash=clash)

    # Drafts

    @property
    def _title(self) -> str:
        return self.state.order.number if self.state.order else ""

    def _take_up_draft(self) -> None:
        """Open again what was written in last when the screen or the program ended."""
        name, kept = self._drafts.last() or ("", {})
        if name == LINES:
            self.change_lines()
            return
        opener = self.open_form.by_kind().get(str(kept.get("form")))
        if opener is not None:
            if kept["subject"]:
                self.choose_step(str(kept["subject"]))
            opener()

    @Slot(object)
    def _on_draft_kept(self, draft: Draft) -> None:
        if self._drafts.are(draft) and (self.state.form or self.state.editing):
            kept_at = draft.kept_at.astimezone(self._desk.now().tzinfo)
            self._set(kept=say("Draft kept $time", time=f"{kept_at:%H:%M:%S}"))

    # Small parts

    def _state_now(self) -> OrderState:
        return self.state

    def _run(
        self, command: Any, done: Callable[[Any], None], request_id: UUID | None = None, *, said: str
    ) -> None:
        self._set(is_saving=True)
        self._desk.run(command, done, self, self._on_refused, request_id, said=said)

    def _on_refused(self, error: Exception) -> None:
        self._set(is_saving=False)
        self._desk.notifications.fail(error)
        self.read_again()

    def _set(self, **changes: Any) -> None:
        self.state = replace(self.state, **changes)
        self.changed.emit(self.state)


def _chosen(before: OrderDetail | None, after: OrderDetail, chosen: str) -> str:
    """The step to show: the chosen one, or the next where there is none or it was settled just now."""
    states = {one.key: one.state for one in after.milestones}
    was = next((one.state for one in before.milestones if one.key == chosen), "") if before else ""
    is_settled_now = was in words.OPEN_MILESTONES and states.get(chosen) not in words.OPEN_MILESTONES
    if chosen in states and not is_settled_now:
        return chosen
    current = words.current_step(after.milestones)
    last = after.milestones[-1].key if after.milestones else ""
    return current.key if current else last
