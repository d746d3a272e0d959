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
    paid monthly. `suffix` is the document's own (`C1`), None where the order number alone names it.
    `late_words` is what the company promises for the case that it is late.
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
    "2 open, 1 finished", and `entries_words` the entries; the timeline comes newest first.
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
    entries_words: str = text("the count of entries", "")
    printed_by: str = text("the name of who printed the page")
    printed_at: datetime
    suffix: str = text("the document's suffix")


@dataclass(frozen=True, kw_only=True)
class CopyOrder:
    """An order as its customer reads it in a copy of the record: what it is, how far, and its day in words."""

    number: str = text("an order number")
    title: str = text("the words about an order")
    state: str = text("the words about how far an order is")
    day: str = text("the words about an order's day")


@dataclass(frozen=True, kw_only=True)
class CopyStep:
    """What happens next with one of several orders."""

    number: str = text("an order number")
    on: date
    we: str = text("the words of a next step")
    you: str | None = text("what the customer does in a next step", None)


@dataclass(frozen=True, kw_only=True)
class CopyEntry:
    """One thing that happened, in words for the customer; `at` is aware and in the time zone to print."""

    at: datetime
    what: str = text("an entry of the record")
    order: str | None = text("an order number", None)


@dataclass(frozen=True, kw_only=True)
class CopyPromise:
    """What we promised, by when; or what was decided, from when."""

    what: str = text("the words of a promise or decision")
    when: str = text("the time of a promise or decision")


@dataclass(frozen=True, kw_only=True)
class CaseCopyPage:
    """A case as its customer may read it: nothing for inside use, and no name but the contact's.

    `number` is that of the most urgent order, None for a customer without one. The entries come newest first.
    """

    company: Company
    recipient: Recipient
    contact: Contact
    number: Number | None = None
    written_on: date
    sentence: str = text("the sentence on where things stand")
    orders: tuple[CopyOrder, ...] = ()
    steps: tuple[CopyStep, ...] = ()
    promises: tuple[CopyPromise, ...] = ()
    decisions: tuple[CopyPromise, ...] = ()
    money: str = text("the words about money")
    entries: tuple[CopyEntry, ...] = ()
    suffix: str = text("the document's suffix")


@dataclass(frozen=True, kw_only=True)
class DecisionPage:
    """A decision in force as its customer reads it: what was asked and decided, from and until when.

    `order` says which order it is about, None when it is about the customer as a whole.
    """

    company: Company
    recipient: Recipient
    contact: Contact
    number: Number | None = None
    written_on: date
    question: str = text("what was asked")
    outcome: str = text("what was decided")
    decided_on: date
    valid_until: date | None = None
    order: str | None = text("the words about an order", None)
    suffix: str = text("the document's suffix")


@dataclass(frozen=True, kw_only=True)
class Task:
    """A line of a checklist; `by` says whose and by when it is."""

    what: str = text("a line of the checklist")
    by: str = text("the words about who does a line of the checklist")


@dataclass(frozen=True, kw_only=True)
class Material:
    """What is taken along, and how much of it."""

    name: str = text("a product's name")
    quantity: Decimal


@dataclass(frozen=True, kw_only=True)
class WorkOrderPage:
    """An order for those who carry it out. `given_at` is aware and in the time zone to print.

    `be_there` is the day in words, `remark` what to know before one goes; the lines say whom to call, where it
    is and how one gets in, and what the customer was told. `done_words` counts what is done already.
    """

    company: Company
    number: Number
    suffix: str = text("the document's suffix")
    given_to: str = text("the name of who does the work")
    what: str = text("the words about an order")
    be_there: str = text("the words about the day")
    remark: str | None = text("the remark on the day", None)
    customer_lines: tuple[str, ...] = text("the customer's name, phone or person")
    place_lines: tuple[str, ...] = text("the address or the access notes")
    promise_lines: tuple[str, ...] = text("the words about what was promised")
    tasks: tuple[Task, ...] = ()
    done_words: str = text("the words about what is done", "")
    materials: tuple[Material, ...] = ()
    contact: Contact
    wants: str | None = text("what the customer wants", None)
    given_by: str = text("the name of who gives the work")
    given_at: datetime


@dataclass(frozen=True, kw_only=True)
class WorkRow:
    """One open thing of a colleague; `due_at` is aware and in the time zone to print.

    `what` is the thing, `who` the customer, `next` the next step or what is waited for.
    """

    due_at: datetime | None = None
    what: str = text("the words about open work")
    who: str = text("the customer's name")
    phone: str | None = text("the customer's phone", None)
    next: str = text("the words of a next step", "")
    order: str | None = text("an order number", None)
    status: StatusName = "on_time"
    status_words: str = text("the words about how work stands", "")


@dataclass(frozen=True, kw_only=True)
class WorklistPage:
    """What a colleague has open, to take along or to leave behind at the end of a shift.

    `open` has everything that goes on, `waiting` what waits for somebody, `given` what was offered to others
    and `offered` what waits for the colleague's own yes; `counts` says how much of each there is.
    """

    company: Company
    person: str = text("the colleague's name")
    team: str = text("the team's name")
    counts: str = text("the words about how much is open")
    promises: tuple[WorkRow, ...] = ()
    open: tuple[WorkRow, ...] = ()
    waiting: tuple[WorkRow, ...] = ()
    given: tuple[WorkRow, ...] = ()
    offered: tuple[WorkRow, ...] = ()
    printed_by: str = text("the name of who printed the page")
    printed_at: datetime
    suffix: str = text("the document's suffix")
