"""Opens the small forms of an order: who may, what has to be read first; it saves nothing and knows no widget."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Signal, Slot

from casedesk.contract.cases import Timeline, TimelinePage
from casedesk.contract.desk import ProductRow, Products, StaffQuery, StaffRow
from casedesk.contract.orders import CanKeep, CanKeepAnswer, MilestoneRow, OrderDetail
from casedesk.contract.values import About
from casedesk.rules.vocabulary import Channel
from casedesk.ui.desk import Desk
from casedesk.ui.screens.order import forms, words
from casedesk.ui.screens.order.rights import Rights
from casedesk.ui.screens.order.state import OrderState
from casedesk.words import say

_TELLING = (Channel.CALL, Channel.EMAIL, Channel.LETTER, Channel.SMS, Channel.VISIT, Channel.COUNTER)
_MOST_TOLD = 20


class FormOpeners(QObject):
    """One method for each form; `opened(Form)` when it may be shown. Lives in the GUI thread.

    Where a person may not, the page says who may, and nothing opens.
    """

    opened = Signal(object)

    def __init__(
        self, desk: Desk, rights: Rights, state: Callable[[], OrderState], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._desk, self._rights, self._state = desk, rights, state

    def by_kind(self) -> Mapping[str, Callable[[], None]]:
        """What opens a form again whose draft was kept."""
        return {
            "promise": self.promise, "hand_over": self.hand_over, "hold": self.hold, "release": self.hold,
            "cancel": self.cancel, "assign": self.assign, "next_step": self.next_step,
            "forecast": self.forecast, "block": self.block, "unblock": self.block, "skip": self.skip,
        }  # fmt: skip

    # About the chosen milestone

    def done_on_another_day(self) -> None:
        step = self._own_step()
        if step is not None:
            self.opened.emit(forms.done_form(step, self._desk.now().date()))

    def forecast(self) -> None:
        step = self._own_step()
        if step is not None:
            self.opened.emit(forms.forecast_form(step))

    def block(self) -> None:
        """The form that blocks the milestone, or the one that lets it go on."""
        step = self._own_step()
        if step is not None:
            self.opened.emit(forms.unblock_form(step) if step.state == "blocked" else forms.block_form(step))

    def skip(self) -> None:
        step = self._state().step
        if step is not None and self.may(self._rights.skip(step)):
            self.opened.emit(forms.skip_form(step))

    # About the order

    def place(self) -> None:
        """Check what can be kept, then ask which day is promised."""
        if self._order() is not None and self.may(self._desk.refusal("place_order")):
            self._desk.read("products", Products(), self._check_promise, self)

    def promise(self) -> None:
        """A new promised day; a quote gets its first one by being placed."""
        order = self._order()
        if order is None or not self.may(self._desk.refusal("place_order")):
            return
        if order.state == "quote":
            self.place()
        elif order.promised_on is None or order.done_on or order.state in words.CLOSED:
            self.may(say("Only an order that is placed and not done has a promised day to move."))
        else:
            self.opened.emit(forms.promise_form(order))

    def hand_over(self) -> None:
        order = self._order()
        if order is not None and self.may(self._rights.hand_over(order)):
            self._desk.read("staff", StaffQuery(), self._on_staff, self)

    def assign(self) -> None:
        if self._order() is not None and self.may(self._desk.refusal("assign")):
            self._desk.read("assignees", StaffQuery(), self._on_assignees, self)

    def hold(self) -> None:
        """The form that puts on hold, or the one that goes on."""
        order = self._order()
        if order is not None and self.may(self._rights.hold(order)):
            self.opened.emit(forms.release_form() if order.state == "on_hold" else forms.hold_form())

    def cancel(self) -> None:
        """Ask how the customer was told; the talks and letters of the case are read for it."""
        order = self._order()
        if order is not None and self.may(self._rights.cancel(order)):
            query = Timeline(about=About(str(order.customer)), limit=_MOST_TOLD, kinds=tuple(_TELLING))
            self._desk.read("told", query, self._on_told, self)

    def complete(self) -> None:
        if self._order() is not None and self.may(self._desk.refusal("complete_order")):
            self.opened.emit(forms.complete_form())

    def next_step(self) -> None:
        order = self._order()
        if order is not None and self.may(self._desk.refusal("take")):
            self.opened.emit(forms.next_step_form(order))

    def may(self, refusal: str) -> bool:
        """Whether there is no refusal; one that there is is said on the page."""
        if refusal:
            self._desk.notifications.tell(refusal, key="order-refusal")
        return not refusal

    def _order(self) -> OrderDetail | None:
        state = self._state()
        return None if state.is_saving else state.order

    def _own_step(self) -> MilestoneRow | None:
        """The chosen milestone, if this person may work on it."""
        step = self._state().step
        return step if step is not None and self.may(self._rights.work_on(step)) else None

    # Answers

    @Slot(object)
    def _on_staff(self, staff: tuple[StaffRow, ...]) -> None:
        company, login = self._desk.person.company, self._desk.person.login
        self.opened.emit(forms.hand_over_form(staff, company.teams, login, self._desk.now().date()))

    @Slot(object)
    def _on_assignees(self, staff: tuple[StaffRow, ...]) -> None:
        order = self._order()
        if order is not None:
            owner, teams = order.owner.login, self._desk.person.company.teams
            self.opened.emit(forms.assign_form(staff, teams, owner or "", self._desk.now().date()))

    @Slot(object)
    def _on_told(self, page: TimelinePage) -> None:
        self.opened.emit(forms.cancel_form(page.rows, self._desk.now()))

    @Slot(object)
    def _check_promise(self, products: tuple[ProductRow, ...]) -> None:
        """Ask which days can be promised for the kind of order that the first product belongs to."""
        order = self._state().order
        if order is not None:
            kinds = {one.code: one.template for one in products}
            of_lines = (kinds[line.product] for line in order.lines if line.product in kinds)
            kind = next(of_lines, next(iter(self._desk.person.company.templates), ""))
            query = CanKeep(kind=kind, requested_on=order.requested_on, customer=order.customer)
            self._desk.read("can-keep", query, self._on_can_keep, self)

    @Slot(object)
    def _on_can_keep(self, answer: CanKeepAnswer) -> None:
        refusal, today = self._desk.refusal("promise_impossible_date"), self._desk.now().date()
        self.opened.emit(forms.place_form(answer, refusal, today))
