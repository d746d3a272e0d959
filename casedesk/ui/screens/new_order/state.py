"""A new order while it is written: what was typed, what was found out, what is missing; it knows no widget."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from casedesk.contract.cases import CaseDetail, FindHit
from casedesk.contract.desk import ProductRow
from casedesk.contract.ids import new_id
from casedesk.contract.orders import CanKeepAnswer
from casedesk.rules.vocabulary import CustomerKind
from casedesk.ui.forms.order_lines import LineDraft, as_kept, taken_up
from casedesk.ui.forms.promise_days import ANOTHER_DAY, earliest_day
from casedesk.words import say


@dataclass(frozen=True)
class NewCustomer:
    """A customer who is registered with the order; a name or a phone number is enough."""

    kind: CustomerKind = CustomerKind.PERSON
    name: str = ""
    phone: str = ""
    email: str = ""

    @property
    def is_known(self) -> bool:
        return bool(self.name.strip() or self.phone.strip())


@dataclass(frozen=True)
class KnownPlace:
    """A place of service of the customer, or a postal address (without `premises`) that may become one."""

    premises: UUID | None
    street: str
    postcode: str
    city: str

    @property
    def key(self) -> str:
        """Tells it from other places."""
        return str(self.premises) if self.premises else f"address {self.line}"

    @property
    def line(self) -> str:
        """ "8 Weavers Court, Stonebridge SB2 7HD"."""
        return ", ".join(part for part in (self.street, f"{self.city} {self.postcode}".strip()) if part)


@dataclass(frozen=True)
class Ids:
    """The ids made here, so that a save whose answer was lost can be repeated without doing it twice."""

    customer: UUID = field(default_factory=new_id)
    order: UUID = field(default_factory=new_id)
    registering: UUID = field(default_factory=new_id)
    opening: UUID = field(default_factory=new_id)
    placing: UUID = field(default_factory=new_id)


@dataclass(frozen=True)
class Typed:
    """Everything a person typed or chose; this is what a draft holds.

    `premises` is the known place that street, postcode and city are those of, None for a new place.
    `choice` is the promised day as an ISO day, or `ANOTHER_DAY` with the day in `another_day`. `number` is the
    order's once it was saved as a quote, `saved_lines` what was saved then.
    """

    customer: UUID | None = None
    new_customer: NewCustomer | None = None
    phone: str = ""
    tell_by: str = "sms, call"
    premises: UUID | None = None
    street: str = ""
    postcode: str = ""
    city: str = ""
    wants: str = ""
    requested_on: date | None = None
    choice: str = ""
    another_day: date | None = None
    lines: tuple[LineDraft, ...] = ()
    number: str = ""
    saved_lines: tuple[LineDraft, ...] = ()
    ids: Ids = Ids()

    @property
    def promised_on(self) -> date | None:
        """The day that is chosen, None for none."""
        if self.choice == ANOTHER_DAY:
            return self.another_day
        return date.fromisoformat(self.choice) if self.choice else None

    @property
    def has_customer(self) -> bool:
        return self.customer is not None or (self.new_customer is not None and self.new_customer.is_known)

    @property
    def is_worth_keeping(self) -> bool:
        """Whether something was written that would be lost."""
        written = (self.phone, self.street, self.postcode, self.city, self.wants, self.lines, self.number)
        return self.new_customer is not None or any(written)


@dataclass(frozen=True)
class NewOrderState:
    """Everything the screen shows.

    `case` is the chosen customer's, `places` are where an order can be for, `hits` what a search found, `answer`
    whether the steps can be kept.
    `shows_gaps` after somebody wanted to finish too early.
    """

    typed: Typed = Typed()
    case: CaseDetail | None = None
    places: tuple[KnownPlace, ...] = ()
    searched: str = ""
    hits: tuple[FindHit, ...] = ()
    products: tuple[ProductRow, ...] = ()
    answer: CanKeepAnswer | None = None
    check_fault: str = ""
    checked_at: str = ""
    is_checking: bool = False
    shows_gaps: bool = False
    is_saving: bool = False
    refusal: str = ""
    kept: str = ""

    @property
    def is_saved(self) -> bool:
        """Whether the quote exists: customer, place and phone are settled then."""
        return bool(self.typed.number)


@dataclass(frozen=True)
class Need:
    """Something that finishing needs: whether it is met, and the field where it is written.

    What is `is_urgent` is said at once, not only when somebody wants to finish.
    """

    field: str
    text: str
    is_met: bool
    is_urgent: bool = False


def needs(state: NewOrderState, impossible_refusal: str) -> tuple[Need, ...]:
    """What finishing needs, in the order of the cards; `impossible_refusal` says who may promise the impossible."""
    typed = state.typed
    return (
        _need("customer", typed.has_customer, say("The customer is known"), say("The customer is missing")),
        _need(
            "street",
            bool(typed.street or typed.city),
            say("The place is known"),
            say("The address is missing"),
        ),
        _need("product", bool(typed.lines), say("Something is ordered"), say("Nothing is ordered yet")),
        _promise_need(state, impossible_refusal),
    )


def _need(field: str, is_met: bool, met: str, missing: str) -> Need:
    return Need(field, met if is_met else missing, is_met)


def _promise_need(state: NewOrderState, refusal: str) -> Need:
    promised = state.typed.promised_on
    if promised is None:
        return Need("promise", say("No day is chosen"), False)
    earliest = earliest_day(state.answer) if state.answer else None
    if refusal and earliest and promised < earliest:
        who = say("That day cannot be kept. $who may promise it all the same.", who=refusal)
        return Need("promise", who, False, is_urgent=True)
    return Need("promise", say("A day is chosen"), True)


def kind_of_order(typed: Typed, products: Sequence[ProductRow], templates: Mapping[str, str]) -> str:
    """The kind of order: that of the first product, else the first kind there is."""
    kinds = {one.code: one.template for one in products}
    of_lines = (kinds[line.product] for line in typed.lines if kinds.get(line.product))
    return next(of_lines, next(iter(templates), ""))


def service_of(typed: Typed, products: Sequence[ProductRow]) -> str:
    """The kind of service of the first product, "" where none is known."""
    services = {one.code: one.service for one in products}
    return next((services[line.product] for line in typed.lines if line.product in services), "")


def kept(typed: Typed) -> dict[str, Any]:
    """What a draft holds, as JSON knows it."""
    new = typed.new_customer
    return {
        "customer": str(typed.customer) if typed.customer else "",
        "premises": str(typed.premises) if typed.premises else "",
        "new_customer": {"kind": new.kind.value, "name": new.name, "phone": new.phone, "email": new.email}
        if new
        else None,
        "texts": {name: getattr(typed, name) for name in _TEXTS},
        "requested_on": typed.requested_on.isoformat() if typed.requested_on else "",
        "another_day": typed.another_day.isoformat() if typed.another_day else "",
        "lines": as_kept(typed.lines),
        "saved_lines": as_kept(typed.saved_lines),
        "ids": {name: str(value) for name, value in vars(typed.ids).items()},
    }


_TEXTS = ("phone", "tell_by", "street", "postcode", "city", "wants", "choice", "number")


def typed_from(draft: Mapping[str, Any], products: Sequence[ProductRow]) -> Typed:
    """What a draft held, with today's products behind its lines."""
    new = draft["new_customer"]
    texts: dict[str, Any] = {name: str(draft["texts"][name]) for name in _TEXTS}
    return replace(
        Typed(**texts),
        customer=_id(draft["customer"]),
        premises=_id(draft["premises"]),
        new_customer=NewCustomer(**{**new, "kind": CustomerKind(new["kind"])}) if new else None,
        requested_on=_day(draft["requested_on"]),
        another_day=_day(draft["another_day"]),
        lines=taken_up(draft["lines"], products),
        saved_lines=taken_up(draft["saved_lines"], products),
        ids=Ids(**{name: UUID(value) for name, value in draft["ids"].items()}),
    )


def _id(text: str) -> UUID | None:
    return UUID(text) if text else None


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
