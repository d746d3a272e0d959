"""A new order from the first word to the placed order: what is typed, found and checked; it knows no widget.

How and when it is saved stands in `saving`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal, Slot

from casedesk.contract.cases import CaseDetail, CaseQuery, Find, FindAnswer
from casedesk.contract.customers import PlaceRow, Places
from casedesk.contract.desk import ProductRow, Products
from casedesk.contract.orders import (
    CanKeep,
    CanKeepAnswer,
)
from casedesk.errors import CaseDeskError
from casedesk.rules.phone_spelling import looks_like_phone
from casedesk.ui.desk import Desk
from casedesk.ui.drafts import Draft
from casedesk.ui.forms.promise_days import ANOTHER_DAY
from casedesk.ui.place import Place
from casedesk.ui.screens.new_order import words
from casedesk.ui.screens.new_order.saving import OrderSaving
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
        self._saving = OrderSaving(desk, self)
        self._saving.progressed.connect(self._on_progressed)
        self._saving.quote_kept.connect(self._on_quote_kept)
        self._saving.placed.connect(self._on_placed)
        self._saving.refused.connect(self._on_refused)
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
            kind=self._kind(),
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
        elif self._begin_saving():
            self._saving.keep_as_quote(self.state.typed, self._kind())

    def finish(self) -> None:
        """Save and place the order, or lead to what is missing."""
        if any(not one.is_met for one in self.needs()):
            self.go_to_gap()
        elif self._begin_saving():
            self._saving.finish(self.state.typed, self._kind())

    def _begin_saving(self) -> bool:
        if self.state.is_saving:
            return False
        self._set(is_saving=True, refusal="")
        return True

    def _kind(self) -> str:
        return kind_of_order(self.state.typed, self.state.products, self._desk.person.company.templates)

    @Slot(object)
    def _on_progressed(self, typed: Typed) -> None:
        self._set(typed=typed)
        self._keep_draft()

    @Slot()
    def _on_quote_kept(self) -> None:
        self._end_saving()
        self.kept_as_quote.emit(self.state.typed.number)

    @Slot()
    def _on_placed(self) -> None:
        self._end_saving()
        self.placed.emit(self.state.typed.number)

    def _end_saving(self) -> None:
        self._set(is_saving=False)
        self._desk.drafts.discard(DRAFT, self._place.key)

    @Slot(object)
    def _on_refused(self, error: Exception) -> None:
        """Nothing typed is lost; where the quote was saved already, it stands with its owner and next step."""
        self._set(is_saving=False, refusal=str(error) if isinstance(error, CaseDeskError) else "")
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
