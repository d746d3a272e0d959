"""What a printed page says, as frozen values: finished words, days, instants and amounts of money.

Days, instants and amounts arrive as such; `wording` writes them in the language of the page. Nothing here
knows how a page looks or where the values come from. The label of a text field is what a person is told when
that field cannot be printed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Literal

StatusName = Literal[
    "on_time",
    "in_jeopardy",
    "late",
    "blocked",
    "under_way",
    "done",
    "not_started",
    "ready",
    "skipped",
    "cancelled",
]
"""The status language of the screens; each has a shape of its own on paper too."""

_REQUIRED: Any = object()


def text(label: str, default: Any = _REQUIRED) -> Any:
    """A dataclass field holding words that go on paper; `label` names it to a person."""
    metadata = {"label": label}
    return field(metadata=metadata) if default is _REQUIRED else field(default=default, metadata=metadata)


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A company's sign: one white line on a coloured square with round corners.

    `ground` is a colour as `#17608F`; `line` are the points of the line in a square that goes from (0, 0) at
    the lower left to (1, 1).
    """

    ground: str
    line: tuple[tuple[float, float], ...]


@dataclass(frozen=True, kw_only=True)
class Company:
    """The sender: its trade name, the legal name for the foot, and its address line by line.

    `logo` is a PNG or JPEG that stands in place of the mark. On `headed_paper` the page leaves out what is printed
    there already: the head, and the lines of the foot.
    """

    name: str = text("the company's name")
    legal_name: str = text("the company's legal name")
    address_lines: tuple[str, ...] = text("the company's address")
    mark: Mark | None = None
    logo: bytes | None = None
    headed_paper: bool = False


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """Who the letter goes to: the lines in the window, the name first, and the name after "Dear"."""

    address_lines: tuple[str, ...] = text("the customer's name or address")
    salutation: str = text("the customer's name")


@dataclass(frozen=True, kw_only=True)
class Number:
    """An order number as it is read (`4817-2090`) and the digits alone, which the bar code holds."""

    printed: str = text("the order number")
    digits: str = text("the order number")


@dataclass(frozen=True, kw_only=True)
class Contact:
    """The person the customer may always ask for; `hours` in words: "Monday to Friday, 08:00 to 17:00"."""

    name: str = text("the contact's name")
    phone: str = text("the contact's phone number")
    hours: str | None = text("the contact's hours", None)
    email: str | None = text("the contact's e-mail address", None)


@dataclass(frozen=True, kw_only=True)
class Promise:
    """The one day that matters; `what` stands between "Our promise:" and "by": "your connection works"."""

    what: str = text("the words of the promise")
    on: date


@dataclass(frozen=True, kw_only=True)
class Line:
    """One order line; `once` and `monthly` are totals of the line, None where nothing is paid that way.

    The page shows `quantity` before the name unless it is one.
    """

    name: str = text("a product's name")
    words: str | None = text("the words beside a product", None)
    once: Decimal | None = None
    monthly: Decimal | None = None
    quantity: Decimal = Decimal(1)


@dataclass(frozen=True, kw_only=True)
class NextStep:
    """What happens on a day: `by` means on it or before; `starts` and `ends` are an appointment's hours.

    `you` is None when the customer need not do anything; the page then says so.
    """

    on: date
    we: str = text("the words of a next step")
    you: str | None = text("what the customer does in a next step", None)
    by: bool = False
    starts: time | None = None
    ends: time | None = None


@dataclass(frozen=True, kw_only=True)
class OrderPage:
    """An order as its customer reads it: the order confirmation, and the quote before it.

    `agreed` stands after "This is what we agreed": "on the phone this morning"; `tax_words` after "Total":
    "VAT included". `taken_at` is aware and in the time zone to print. `total_monthly` is None when nothing is
    paid monthly. `copied_on` is the day of a reprint, which marks every page as a copy. `suffix` is the
    document's own (`C1`), None where the order number alone names it. `late_words` is what the company
    promises for the case that it is late.
    """

    company: Company
    recipient: Recipient
    number: Number
    contact: Contact
    written_on: date
    lines: tuple[Line, ...]
    currency: str
    total_once: Decimal
    total_monthly: Decimal | None = None
    tax_words: str = text("the words about tax")
    agreed: str | None = text("the words about how it was agreed", None)
    promise: Promise | None = None
    steps: tuple[NextStep, ...] = ()
    first_bill_on: date | None = None
    cancel_until: date | None = None
    valid_until: date | None = None
    taken_by: str = text("the name of the person who took the order")
    taken_at: datetime
    copied_on: date | None = None
    suffix: str | None = text("the document's suffix", None)
    late_words: str | None = text("the words about a late order", None)


@dataclass(frozen=True, kw_only=True)
class Customer:
    """Who a case is about: name, one line on what kind of customer since when, then address and phones."""

    name: str = text("the customer's name")
    kind: str = text("the words about the customer")
    lines: tuple[str, ...] = text("the customer's address or contact points")


@dataclass(frozen=True, kw_only=True)
class StandLine:
    """One of the five lines "Where things stand"."""

    label: str = text("the label of a line on where things stand")
    words: str = text("a line on where things stand")


@dataclass(frozen=True, kw_only=True)
class TrackStep:
    """One milestone of an order on its track; the day is the done one, else the forecast."""

    name: str = text("a milestone's name")
    day: date | None
    status: StatusName


@dataclass(frozen=True, kw_only=True)
class CaseOrder:
    """An order in a case: number as it is read, what it is, a remark, its status and both its dates in words.

    An order without a `track` (a finished one) takes one line.
    """

    number: str = text("an order number")
    title: str = text("the words about an order")
    remark: str = text("the remark on an order")
    status: StatusName
    status_words: str = text("the words about an order's status")
    dates: str = text("the words about an order's dates")
    track: tuple[TrackStep, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Undertaking:
    """A promise or a decision in force: what, by or from when, whose, and how it stands."""

    what: str = text("the words of a promise or decision")
    when: str = text("the time of a promise or decision")
    who: str = text("the name of who promised or decided")
    status: StatusName
    status_words: str = text("the words about how a promise stands")


@dataclass(frozen=True, kw_only=True)
class TimelineEntry:
    """One entry of the timeline in one sentence; `at` is aware and in the time zone to print."""

    at: datetime
    what: str = text("an entry of the timeline")
    by: str = text("the name of who made an entry")
    order: str | None = text("an order number", None)


@dataclass(frozen=True, kw_only=True)
class CasePage:
    """A case for use inside the company. `printed_at` is aware and in the time zone to print.

    `account` are lines on what is paid, owed and under contract; `orders_words` counts the orders, as
    "2 open, 1 finished"; the timeline comes newest first.
    """

    company: Company
    customer: Customer
    contact: Contact
    account: tuple[str, ...] = text("the words about money and contracts", ())
    stand: tuple[StandLine, ...]
    orders: tuple[CaseOrder, ...] = ()
    orders_words: str = text("the count of orders", "")
    undertakings: tuple[Undertaking, ...] = ()
    timeline: tuple[TimelineEntry, ...] = ()
    printed_by: str = text("the name of who printed the page")
    printed_at: datetime
