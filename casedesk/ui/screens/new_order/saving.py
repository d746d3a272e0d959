"""Saves a new order step by step: the customer, the quote, its lines, the promise; it knows no widget and no draft.

Nothing is saved before "Keep as quote" or "Finish". A number given earlier, with the first line, would leave an
order behind whenever a caller hangs up, and what a quote's place and phone are cannot be changed afterwards. The
first save opens the quote with its number, its owner and a next step in one transaction; so an order that somehow
stops there (the placing was refused, the line was cut) is never half an order. From then on customer, place and
phone stand still here, lines go through `change_lines`, and finishing only places the order.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from casedesk.contract.customers import CustomerMade, RegisterCustomer
from casedesk.contract.orders import ChangeLines, OpenOrder, OrderOpened, PlaceOrder
from casedesk.contract.values import OrderNumber
from casedesk.errors import NotPermitted, RefusedByRule
from casedesk.ui.desk import Desk
from casedesk.ui.screens.new_order.state import NewCustomer, Typed
from casedesk.words import say

Then = Callable[[], None]


class OrderSaving(QObject):
    """One save at a time; lives in the GUI thread.

    `progressed(Typed)` whenever something was saved or sent, which the draft has to hold from then on;
    `quote_kept` and `placed` at the end, `refused(Exception)` when a step was refused: what was saved before
    stays. Each step has its request id: sent again after a lost answer, it is done once.
    """

    progressed = Signal(object)
    quote_kept = Signal()
    placed = Signal()
    refused = Signal(object)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._typed = Typed()
        self._kind = ""

    def keep_as_quote(self, typed: Typed, kind: str) -> None:
        """Save what is there as a quote of this kind of order."""
        self._begin(typed, kind, self.quote_kept.emit)

    def finish(self, typed: Typed, kind: str) -> None:
        """Save the quote and place it with its promised day."""
        self._begin(typed, kind, self._place)

    def _begin(self, typed: Typed, kind: str, then: Then) -> None:
        self._typed, self._kind = typed, kind
        if typed.customer is None and typed.new_customer is not None:
            self._run(
                _registering(typed), lambda made: self._on_registered(made, then), typed.ids.registering
            )
        elif not typed.number:
            self._open_quote(then)
        else:
            self._save_lines(then)

    def _on_registered(self, made: CustomerMade, then: Then) -> None:
        self._progress(customer=made.customer)
        self._open_quote(then)

    def _open_quote(self, then: Then) -> None:
        """Send the quote. What is sent is written down first: asked again after a lost answer, it is this that was
        saved, whatever was changed since.
        """
        self._progress(saved_lines=self._typed.saved_lines or self._typed.lines)
        opening = _opening(self._typed, self._kind)
        self._run(opening, lambda opened: self._on_opened(opened, then), self._typed.ids.opening)

    def _on_opened(self, opened: OrderOpened, then: Then) -> None:
        self._progress(number=opened.number)
        self._save_lines(then)

    def _save_lines(self, then: Then) -> None:
        """Replace the lines of the quote, if other ones were written since it was saved."""
        typed = self._typed
        if typed.lines == typed.saved_lines:
            then()
            return
        lines = tuple(one.given() for one in typed.lines)
        command = ChangeLines(order=OrderNumber(typed.number), lines=lines)
        said = say("The lines are changed.")
        self._run(command, lambda _changed: self._on_lines_saved(then), said=said)

    def _on_lines_saved(self, then: Then) -> None:
        self._progress(saved_lines=self._typed.lines)
        then()

    def _place(self) -> None:
        promised_on = self._typed.promised_on
        if promised_on is None:
            raise ValueError("the order was to be placed without a day; its needs have to be met first")
        command = PlaceOrder(order=OrderNumber(self._typed.number), promised_on=promised_on)
        said = say("Order $number is placed.", number=self._typed.number)
        self._run(command, lambda _placed: self.placed.emit(), self._typed.ids.placing, said=said)

    def _progress(self, **values: Any) -> None:
        self._typed = replace(self._typed, **values)
        self.progressed.emit(self._typed)

    def _run(
        self, command: Any, done: Callable[[Any], None], request_id: UUID | None = None, said: str = ""
    ) -> None:
        self._desk.run(command, done, self, self._on_refused, request_id, said=said)

    def _on_refused(self, error: Exception) -> None:
        if isinstance(error, RefusedByRule | NotPermitted) and not self._typed.number:
            self._progress(saved_lines=())  # it was looked at and not saved
        self.refused.emit(error)


def _registering(typed: Typed) -> RegisterCustomer:
    new = typed.new_customer or NewCustomer()
    phones = dict.fromkeys(one.strip() for one in (new.phone, typed.phone) if one.strip())
    emails = (new.email.strip(),) if new.email.strip() else ()
    return RegisterCustomer(
        kind=new.kind, name=new.name.strip(), phones=tuple(phones), emails=emails,
        street=typed.street.strip(), postcode=typed.postcode.strip(), city=typed.city.strip(), id=typed.ids.customer,
    )  # fmt: skip


def _opening(typed: Typed, kind: str) -> OpenOrder:
    if typed.customer is None:
        raise ValueError("the quote was to be opened without a customer; its needs have to be met first")
    lines = tuple(one.given() for one in typed.saved_lines)
    return OpenOrder(
        customer=typed.customer, wants=typed.wants.strip(), kind=kind, lines=lines,
        requested_on=typed.requested_on, premises=typed.premises, street=typed.street.strip(),
        postcode=typed.postcode.strip(), city=typed.city.strip(), phone=typed.phone.strip(), tell_by=typed.tell_by,
        id=typed.ids.order,
    )  # fmt: skip
