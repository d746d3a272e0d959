"""A new order from the first word to the placed order: what is typed, found, checked and saved; it knows no widget.

Nothing is saved before "Keep as quote" or "Finish". A number given earlier, with the first line, would leave an
order behind whenever a caller hangs up, and what a quote's place and phone are cannot be changed afterwards. The
first save opens the quote with its number, its owner and a next step in one transaction; so an order that somehow
stops there (the placing was refused, the line was cut) is never half an order. From then on customer, place and
phone stand still here, lines go through `change_lines`, and finishing only places the order.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal, Slot

from casedesk.contract.cases import CaseDetail, CaseQuery, Find, FindAnswer
from casedesk.contract.customers import CustomerMade, PlaceRow, Places, RegisterCustomer
from casedesk.contract.desk import ProductRow, Products
from casedesk.contract.orders import (
    CanKeep,
    CanKeepAnswer,
    ChangeLines,
    OpenOrder,
    OrderOpened,
    PlaceOrder,
)
from casedesk.contract.values import OrderNumber
from casedesk.errors import CaseDeskError, NotPermitted, RefusedByRule
from casedesk.rules.phone_spelling import looks_like_phone
from casedesk.ui.desk import Desk
from casedesk.ui.drafts import Draft
from casedesk.ui.forms.promise_days import ANOTHER_DAY
from casedesk.ui.place import Place
from casedesk.ui.screens.new_order import words
from casedesk.ui.screens.new_order.state import (
    KnownPlace,
    Need,
    NewCustomer,
    NewOrderState,
    Typed,
    kept,
    kind_of_order,
    needs,
    service_of,
    typed_from,
)
from casedesk.ui.text import clock_time
from casedesk.words import say

DRAFT = "new-order"
_HITS = 6


class NewOrderPresenter(QObject):
    """Holds the one state of a new order; lives in the GUI thread.

    `changed(NewOrderState)` after every change; `gap_found(field)` asks to put the keyboard where something is
    missing; `kept_as_quote(number)` and `placed(number)` when the order was saved; `customer_settled` when a
    customer was chosen or is to be registered.
    """

    changed = Signal(object)
    gap_found = Signal(str)
    customer_settled = Signal()
    kept_as_quote = Signal(str)
    placed = Signal(str)

    def __init__(self, desk: Desk, place: Place, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.state = NewOrderState()
        self._desk = desk
        self._place = place
        self._asked: CanKeep | None = None
        desk.drafts.kept.connect(self._on_draft_kept)

    # Opening

    def open(self) -> None:
        """Read the products; then take up a draft, or begin with the customer the order is opened for."""
        self._desk.read("products", Products(), self._on_products, self)

    @Slot(object)
    def _on_products(self, products: tuple[ProductRow, ...]) -> None:
        first = not self.state.products
        self._set(products=products)
        if not first:
            return
        draft = self._desk.drafts.load(DRAFT, self._place.key)
        if draft is not None:
            self._set(typed=typed_from(draft.payload, products))
            if self.state.typed.customer:
                self._read_case(self.state.typed.customer)
        elif self._place.customer is not None:
            self.choose_customer(self._place.customer)
        elif self._place.phone:
            self.search(self._place.phone)
        self._check()

    # The customer

    def search(self, text: str) -> None:
        """Look for the customer; what was found before stays until the answer is there."""
        self._set(searched=text)
        if text.strip():
            self._desk.read("find", Find(text=text, limit=_HITS), self._on_found, self)
        else:
            self._set(hits=())

    @Slot(object)
    def _on_found(self, answer: FindAnswer) -> None:
        by_customer = {hit.customer: hit for hit in reversed(answer.hits)}
        self._set(hits=tuple(by_customer[key] for key in dict.fromkeys(hit.customer for hit in answer.hits)))

    def choose_customer(self, customer: UUID) -> None:
        """The order is for this customer; number and address are filled in where nothing was typed."""
        self._type(customer=customer, new_customer=None)
        self._read_case(customer)

    def register_customer(self) -> None:
        """The order is for somebody new; what was searched for is the name or the number."""
        text = self.state.searched.strip()
        is_phone = looks_like_phone(text)
        new = NewCustomer(name="" if is_phone else text, phone=text if is_phone else self._place.phone)
        self._type(customer=None, new_customer=new, premises=None, phone=self.state.typed.phone or new.phone)
        self._set(case=None, places=())
        self.customer_settled.emit()

    def change_customer(self) -> None:
        """Look for somebody else; everything else that was typed stays."""
        self._type(customer=None, new_customer=None, premises=None)
        self._set(case=None, places=())

    def _read_case(self, customer: UUID) -> None:
        self._desk.read("case", CaseQuery(about=str(customer)), self._on_case, self)

    @Slot(object)
    def _on_case(self, case: CaseDetail) -> None:
        if case.customer.id == self.state.typed.customer:
            self._set(case=case, hits=(), searched="")
            self._desk.read("places", Places(customer=case.customer.id), self._on_places, self)

    @Slot(object)
    def _on_places(self, rows: tuple[PlaceRow, ...]) -> None:
        """Fill in number and place of the customer where nothing was typed."""
        case, typed = self.state.case, self.state.typed
        if case is None:
            return
        places = words.known_places(case, rows)
        self._set(places=places)
        phone = typed.phone or next(iter(words.phones(case)), "")
        if places and not (typed.street or typed.postcode or typed.city):
            self._type(phone=phone, **_place_values(places[0]))
        else:
            self._type(phone=phone)
        self.customer_settled.emit()

    # What is typed

    def type(self, field: str, value: Any) -> None:
        """Take over a text, a day or the lines; it is kept as a draft and checked again where it matters."""
        if getattr(self.state.typed, field) != value:
            self._type(**{field: value})

    def type_new_customer(self, field: str, value: Any) -> None:
        """Take over what is known of a customer who is registered with the order."""
        new = self.state.typed.new_customer or NewCustomer()
        self._type(new_customer=replace(new, **{field: value}))

    def type_place(self, field: str, text: str) -> None:
        """Take over what is written of the address; it is no longer that of a known place."""
        if getattr(self.state.typed, field) != text:
            self._type(premises=None, **{field: text})

    def choose_place(self, key: str) -> None:
        """The order is for a known place, or (with an unknown key) for one that is to be written."""
        place = next((one for one in self.state.places if one.key == key), KnownPlace(None, "", "", ""))
        self._type(**_place_values(place))

    def choose_day(self, at: int) -> None:
        """Promise the answer with this place in the list, beginning with 0; the last one is a day of one's own."""
        choices = self.state.answer.choices if self.state.answer else ()
        keys = [*(one.promised_on.isoformat() for one in choices), ANOTHER_DAY] if choices else []
        if at < len(keys):
            self._type(choice=keys[at])

    def _type(self, **values: Any) -> None:
        self._set(typed=replace(self.state.typed, **values), refusal="")
        self._keep_draft()
        self._check()

    # Can we keep it?

    def _check(self) -> None:
        """Ask what later steps say, whenever something they depend on has changed."""
        state, typed = self.state, self.state.typed
        if not typed.lines or not state.products:
            self._asked = None
            if state.answer is not None:
                self._set(answer=None)
            return
        query = CanKeep(
            kind=kind_of_order(typed, state.products, self._desk.person.company.templates),
            requested_on=typed.requested_on,
            customer=typed.customer,
            premises=typed.premises,
            service=service_of(typed, state.products),
        )
        if query != self._asked:
            self._asked = query
            self._set(is_checking=True)
            self._desk.read("can-keep", query, self._on_checked, self, self._on_check_failed)

    @Slot(object)
    def _on_checked(self, answer: CanKeepAnswer) -> None:
        typed = self.state.typed
        days = [one.promised_on.isoformat() for one in answer.choices]
        # The advised day is chosen by itself until a person chooses; a day that is no longer offered goes.
        is_offered = typed.choice in days or typed.choice == ANOTHER_DAY
        choice = typed.choice if is_offered else next(iter(days), "")
        at = clock_time(self._desk.now())
        self._set(
            answer=answer,
            is_checking=False,
            check_fault="",
            checked_at=at,
            typed=replace(typed, choice=choice),
        )

    def _on_check_failed(self, error: Exception) -> None:
        fault = str(error) if isinstance(error, CaseDeskError) else say("The steps could not be checked.")
        self._set(is_checking=False, check_fault=fault)
        if not isinstance(error, CaseDeskError):
            self._desk.notifications.fail(error)

    def check_again(self) -> None:
        self._asked = None
        self._check()

    # Saving

    def needs(self) -> tuple[Need, ...]:
        """What finishing needs, met or not."""
        return needs(self.state, self._desk.refusal("promise_impossible_date"))

    def go_to_gap(self) -> None:
        """Lead to the first thing that is missing."""
        missing = next((one for one in self.needs() if not one.is_met), None)
        if missing is not None:
            self._set(shows_gaps=True)
            self.gap_found.emit(missing.field)

    def keep_as_quote(self) -> None:
        """Save what is there as a quote with its number; a customer and something to order are enough."""
        missing = [one for one in self.needs() if not one.is_met and one.field in ("customer", "product")]
        if missing:
            self._set(shows_gaps=True)
            self.gap_found.emit(missing[0].field)
        else:
            self._save(self._on_quote_kept)

    def finish(self) -> None:
        """Save and place the order, or lead to what is missing."""
        if any(not one.is_met for one in self.needs()):
            self.go_to_gap()
        else:
            self._save(self._place_order)

    def _save(self, then: Callable[[], None]) -> None:
        """Register the customer and open the quote where that is still to do, then go on."""
        typed = self.state.typed
        if self.state.is_saving:
            return
        self._set(is_saving=True, refusal="")
        if typed.customer is None and typed.new_customer is not None:
            self._run(
                _registering(typed), lambda made: self._on_registered(made, then), typed.ids.registering
            )
        elif not typed.number:
            self._open_quote(then)
        else:
            self._save_lines(then)

    def _on_registered(self, made: CustomerMade, then: Callable[[], None]) -> None:
        self._set(typed=replace(self.state.typed, customer=made.customer))
        self._keep_draft()
        self._open_quote(then)

    def _open_quote(self, then: Callable[[], None]) -> None:
        """Send the quote. What is sent is written down first: asked again after a lost answer, it is this that was
        saved, whatever was changed since.
        """
        typed = self.state.typed
        sent = replace(typed, saved_lines=typed.saved_lines or typed.lines)
        self._set(typed=sent)
        self._keep_draft()
        kind = kind_of_order(sent, self.state.products, self._desk.person.company.templates)
        self._run(_opening(sent, kind), lambda opened: self._on_opened(opened, then), typed.ids.opening)

    def _on_opened(self, opened: OrderOpened, then: Callable[[], None]) -> None:
        self._set(typed=replace(self.state.typed, number=opened.number))
        self._keep_draft()
        self._save_lines(then)

    def _save_lines(self, then: Callable[[], None]) -> None:
        """Replace the lines of the quote, if other ones were written since it was saved."""
        typed = self.state.typed
        if typed.lines == typed.saved_lines:
            then()
            return
        lines = tuple(one.given() for one in typed.lines)
        command = ChangeLines(order=OrderNumber(typed.number), lines=lines)
        self._run(command, lambda _changed: self._on_lines_saved(then))

    def _on_lines_saved(self, then: Callable[[], None]) -> None:
        self._set(typed=replace(self.state.typed, saved_lines=self.state.typed.lines))
        self._keep_draft()
        then()

    def _on_quote_kept(self) -> None:
        self._set(is_saving=False)
        self._desk.drafts.discard(DRAFT, self._place.key)
        self.kept_as_quote.emit(self.state.typed.number)

    def _place_order(self) -> None:
        typed = self.state.typed
        promised_on = typed.promised_on
        if promised_on is None:
            raise ValueError("the order was to be placed without a day; its needs have to be met first")
        command = PlaceOrder(order=OrderNumber(typed.number), promised_on=promised_on)
        self._run(command, self._on_placed, typed.ids.placing)

    def _on_placed(self, _answer: object) -> None:
        self._set(is_saving=False)
        self._desk.drafts.discard(DRAFT, self._place.key)
        self.placed.emit(self.state.typed.number)

    def _run(self, command: Any, done: Callable[[Any], None], request_id: UUID | None = None) -> None:
        self._desk.run(command, done, self, self._on_refused, request_id)

    def _on_refused(self, error: Exception) -> None:
        """Nothing typed is lost; where the quote was saved already, it stands with its owner and next step."""
        typed = self.state.typed
        if isinstance(error, RefusedByRule | NotPermitted) and not typed.number:
            typed = replace(typed, saved_lines=())  # it was looked at and not saved
        self._set(
            is_saving=False, typed=typed, refusal=str(error) if isinstance(error, CaseDeskError) else ""
        )
        if not isinstance(error, CaseDeskError):
            self._desk.notifications.fail(error)
        self.check_again()

    # Drafts

    def _keep_draft(self) -> None:
        typed = self.state.typed
        if typed.is_worth_keeping:
            self._desk.drafts.keep(DRAFT, self._place.key, kept(typed), self.title())
        else:
            self._desk.drafts.discard(DRAFT, self._place.key)

    def title(self) -> str:
        """What the order is called in "Open now": its number, its customer, or that it is new."""
        typed = self.state.typed
        new_name = typed.new_customer.name if typed.new_customer else ""
        name = self.state.case.customer.name if self.state.case else new_name
        return typed.number or name or say("New order")

    @Slot(object)
    def _on_draft_kept(self, draft: Draft) -> None:
        if (draft.kind, draft.key) == (DRAFT, self._place.key):
            kept_at = draft.kept_at.astimezone(self._desk.now().tzinfo)
            self._set(kept=say("Draft kept $time.", time=f"{kept_at:%H:%M:%S}"))

    def _set(self, **changes: Any) -> None:
        self.state = replace(self.state, **changes)
        self.changed.emit(self.state)

    @property
    def today(self) -> date:
        return self._desk.now().date()


def _place_values(place: KnownPlace) -> dict[str, Any]:
    return {
        "premises": place.premises,
        "street": place.street,
        "postcode": place.postcode,
        "city": place.city,
    }


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
        requested_on=typed.requested_on, premises=typed.premises, street=typed.street.strip(), postcode=typed.postcode.strip(),
        city=typed.city.strip(), phone=typed.phone.strip(), tell_by=typed.tell_by, id=typed.ids.order,
    )  # fmt: skip
