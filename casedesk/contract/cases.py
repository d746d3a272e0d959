"""Commands and queries about the case: interactions, notes, requests, promises, decisions, money, files."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

from casedesk.contract.declaration import FORBID_UNKNOWN, command, parameter, query, record
from casedesk.contract.orders import MilestoneRow, StaffCard
from casedesk.contract.values import About, Changed, Login, Made, OrderNumber
from casedesk.rules.vocabulary import CallOutcome, Channel, Direction, MoneyKind, OrderStatus


@record
class PromiseGiven:
    """A promise made in a call: what, by when, and who keeps it (oneself when left out)."""

    __pydantic_config__ = FORBID_UNKNOWN

    text: str
    due_at: datetime
    keeper: Login | None = None


@record
class DecisionGiven:
    """A decision taken in a call."""

    __pydantic_config__ = FORBID_UNKNOWN

    question: str
    outcome: str
    rule: str = "by_hand"


@record
class InteractionLogged:
    """The new interaction and the promise made with it."""

    id: UUID
    promise: UUID | None = None
    decision: UUID | None = None


@command(result=InteractionLogged)
class LogInteraction:
    """Log what was said or written with a customer; a call needs an outcome, an attempt needs no text."""

    about: About | None = parameter(
        "order number, customer or request; nothing for an unknown caller", default=None
    )
    channel: Channel = parameter("call, email, letter, sms, visit, counter or note")
    direction: Direction = parameter("in, out or internal")
    summary: str = parameter("what was said", default="")
    outcome: CallOutcome | None = parameter("how it ended; a call needs one", default=None)
    spoken_with: str = parameter("with whom", default="", called="with")
    phone: str = parameter("the number that called or was called", default="")
    event: str | None = parameter("what happened, by event key", default=None)
    started_at: datetime | None = parameter("when it began; now when left out", default=None)
    ended_at: datetime | None = parameter("when it ended", default=None)
    keeps: UUID | None = parameter("the promise that this keeps", default=None)
    promise: PromiseGiven | Literal["none"] | None = parameter("a new promise, or none", default=None)
    decision: DecisionGiven | None = parameter("a decision that was taken", default=None)
    id: UUID | None = parameter("id made by the client", default=None)


@command(result=InteractionLogged, permission="log_interaction")
class LogCall:
    """Log a call: log_interaction with channel call."""

    about: About | None = parameter(
        "order number, customer or request; nothing for an unknown caller", default=None
    )
    direction: Direction = parameter("in or out", default=Direction.IN)
    summary: str = parameter("what was said", default="")
    outcome: CallOutcome = parameter("how it ended")
    spoken_with: str = parameter("with whom", default="", called="with")
    phone: str = parameter("the number that called or was called", default="")
    event: str | None = parameter("what happened, by event key", default=None)
    started_at: datetime | None = parameter("when it began; now when left out", default=None)
    ended_at: datetime | None = parameter("when it ended", default=None)
    keeps: UUID | None = parameter("the promise that this keeps", default=None)
    promise: PromiseGiven | Literal["none"] | None = parameter("a new promise, or none", default=None)
    decision: DecisionGiven | None = parameter("a decision that was taken", default=None)
    id: UUID | None = parameter("id made by the client", default=None)


@command(result=Made)
class AddNote:
    """Add a note for colleagues; it never goes to the customer."""

    about: About = parameter("order number, customer or request")
    text: str = parameter("the note")


@command(result=Made, permission="add_note")
class Amend:
    """Correct an entry by a new one that names it; the old one stays readable."""

    entry: UUID = parameter("the entry that was wrong")
    text: str = parameter("what is right")


@command(result=Made, permission="log_interaction")
class OpenRequest:
    """Open a request: something a customer asks for that is not an order."""

    about: About = parameter("order number or customer")
    event: str = parameter("event key")
    wants: str = parameter("what the customer wants, in the customer's own words")
    queue: str | None = parameter("team key; nobody owns it yet. Oneself owns it when left out", default=None)
    due_at: datetime | None = parameter("when it was agreed to be solved", default=None)
    id: UUID | None = parameter("id made by the client", default=None)


@command(result=Changed, permission="log_interaction")
class WaitRequest:
    """A request waits: for whom, for what, and the day we follow up."""

    request: UUID = parameter("its id")
    waiting_for: str = parameter("for whom")
    what: str = parameter("for what")
    follow_up_on: date = parameter("the day we follow up")


@command(result=Changed, permission="log_interaction")
class ResumeRequest:
    """A waiting request goes on."""

    request: UUID = parameter("its id")


@command(result=Changed, permission="log_interaction")
class SettleRequest:
    """We think the request is solved; it closes when the customer agrees."""

    request: UUID = parameter("its id")
    outcome: str = parameter("how it was solved")


@command(result=Changed, permission="log_interaction")
class CloseRequest:
    """Close a request: the customer agrees that it is solved."""

    request: UUID = parameter("its id")
    outcome: str = parameter("how it was solved")
    expectation_met: bool | None = parameter("was the customer's expectation met", default=None)


@command(result=Changed, permission="log_interaction")
class ReopenRequest:
    """Open a settled or closed request again, with a reason."""

    request: UUID = parameter("its id")
    reason: str = parameter("why")


@command(result=Made)
class MakePromise:
    """Promise something to the customer by a time."""

    about: About = parameter("order number, customer or request")
    text: str = parameter("what we do")
    due_at: datetime = parameter("by when")
    keeper: Login | None = parameter("who keeps it; oneself when left out", default=None)


@command(result=Changed, permission="make_promise")
class KeepPromise:
    """A promise is kept (late, when its time has passed)."""

    promise: UUID = parameter("its id")
    note: str = parameter("how", default="")


@command(result=Changed, permission="make_promise")
class MovePromise:
    """The customer was told and agreed to a later time; the move is counted."""

    promise: UUID = parameter("its id")
    due_at: datetime = parameter("the new time")
    note: str = parameter("what the customer said")


@command(result=Changed, permission="make_promise")
class ReleasePromise:
    """The customer no longer needs it."""

    promise: UUID = parameter("its id")
    note: str = parameter("what the customer said", default="")


@command(result=Changed)
class RecordDecision:
    """Record a decision: what was asked, what was decided, under which rule."""

    about: About = parameter("order number, customer or request")
    question: str = parameter("what was asked")
    outcome: str = parameter("what was decided")
    rule: str = parameter("decision rule; by_hand when none applies", default="by_hand")
    valid_until: date | None = parameter("last day it holds", default=None)
    needs_approval: bool = parameter("ask a manager first", default=False)


@command(result=Changed)
class ApproveDecision:
    """Approve a decision that was asked."""

    decision: UUID = parameter("its id")


@command(result=Changed, permission="approve_decision")
class RefuseDecision:
    """Refuse a decision that was asked, with a reason."""

    decision: UUID = parameter("its id")
    reason: str = parameter("why")


@command(result=Changed)
class RevokeDecision:
    """Revoke a decision in force, with a reason."""

    decision: UUID = parameter("its id")
    reason: str = parameter("why")


@command(result=Made)
class RecordMoney:
    """Record an amount invoiced, paid, credited or disputed on an order or on account."""

    about: About = parameter("order number or customer")
    kind: MoneyKind = parameter("invoiced, paid, credited or disputed")
    amount: Decimal = parameter("amount, never negative")
    currency: str = parameter("ISO 4217; the company's when left out", default="")
    on: date | None = parameter("booking day; today when left out", default=None)
    reference: str = parameter("number of the invoice or payment", default="")
    note: str = parameter("what it is about", default="")


@command(result=Made, permission="record_money")
class ReverseMoney:
    """Reverse a money entry by a counter-entry, with a reason."""

    entry: UUID = parameter("the money entry's id")
    reason: str = parameter("what was wrong")


@command(result=Made, permission="add_note")
class Attach:
    """Keep a file on the case or order, in the shared database, up to 20 MB."""

    about: About = parameter("order number, customer or request")
    file: str = parameter("path of the file")
    name: str = parameter("shown name; the file's when left out", default="")


@record
class ContactPointRow:
    """A way to reach the customer, preferred first; `typed` is shown, `normal` dials."""

    id: UUID
    kind: str
    typed: str
    normal: str | None
    street: str
    postcode: str
    city: str
    region: str
    country: str
    label: str


@record
class PersonRow:
    """Someone at or for the customer."""

    id: UUID
    name: str
    role: str
    phone: str
    email: str
    may_be_told: str


@record
class CustomerCard:
    """The head of a case."""

    id: UUID
    version: int
    name: str
    salutation: str
    kind: str
    language: str
    zone: str
    since_on: date
    loyal_years: int | None
    preferred_channel: str | None
    contact_points: tuple[ContactPointRow, ...]
    persons: tuple[PersonRow, ...]
    aliases: tuple[str, ...]
    source: str | None
    external: str | None


@record
class StandLine:
    """One of the five lines; `strong` marks the spans (start, end) to emphasise, `status` a pill."""

    label: str
    text: str
    strong: tuple[tuple[int, int], ...] = ()
    status: str = ""
    status_text: str = ""


@record
class CaseOrderRow:
    """An order as its case shows it, open ones with milestones."""

    number: OrderNumber
    id: UUID
    headline: str
    place: str
    state: str
    status: OrderStatus
    was_late: bool
    owner: StaffCard
    promised_on: date | None
    forecast_on: date | None
    done_on: date | None
    next_step: str
    next_step_due_at: datetime | None
    milestones: tuple[MilestoneRow, ...]


@record
class RequestRow:
    """A request of the case."""

    id: UUID
    event: str
    event_name: str
    wants: str
    state: str
    owner: StaffCard
    order_number: OrderNumber | None
    opened_at: datetime
    next_step: str
    next_step_due_at: datetime | None


@record
class PromiseRow:
    """A promise with its state as it looks now: open, broken, kept, kept_late, released."""

    id: UUID
    text: str
    due_at: datetime
    state: str
    keeper: str
    keeper_name: str
    made_by: str
    made_at: datetime
    order_number: OrderNumber | None
    moves: int
    kept_at: datetime | None


@record
class DecisionRow:
    """A decision of the case."""

    id: UUID
    question: str
    outcome: str
    rule: str
    mode: str
    state: str
    decided_by: str
    decided_at: datetime
    order_number: OrderNumber | None
    valid_until: date | None


@record
class TimelineRow:
    """An entry of the timeline: `headline` in words, `text` as it was written, `recorded_at` when later than `at`."""

    id: UUID
    kind: str
    at: datetime
    recorded_at: datetime
    author: str
    author_login: str
    headline: str
    text: str
    order_number: OrderNumber | None
    channel: str | None = None
    direction: str | None = None
    outcome: str | None = None
    minutes: int | None = None
    corrects: UUID | None = None
    corrected_by: UUID | None = None


@record
class CaseDetail:
    """Everything about one customer in one answer."""

    customer: CustomerCard
    contact: StaffCard
    stand: tuple[StandLine, ...]
    sentence: str
    balance: Decimal
    currency: str
    orders: tuple[CaseOrderRow, ...]
    requests: tuple[RequestRow, ...]
    promises: tuple[PromiseRow, ...]
    decisions: tuple[DecisionRow, ...]
    timeline: tuple[TimelineRow, ...]
    timeline_counts: dict[str, int]
    read_at: datetime


@query(result=CaseDetail, name="case")
class CaseQuery:
    """Everything about one customer: where things stand, orders, requests, promises, decisions, timeline."""

    about: str = parameter("customer id, any order number, or a request's id")


@record
class TimelinePage:
    """Entries, newest first; `next` continues with older ones."""

    rows: tuple[TimelineRow, ...]
    next: str | None


@query(result=TimelinePage)
class Timeline:
    """Entries of a case or an order, newest first."""

    about: About = parameter("order number, customer or request")
    before: str | None = parameter("the `next` of the page before", default=None)
    limit: int = parameter("entries at the most, up to 500", default=50)
    kinds: tuple[str, ...] = parameter("only these kinds", default=())


@record
class FindHit:
    """A line of a search: what it is, the line to read out, and why it was found."""

    kind: Literal["customer", "order", "interaction"]
    id: UUID
    order_number: OrderNumber | None
    customer: UUID
    line: str
    why: str
    name: str
    second_line: str
    matched: str
    contact: str
    state: str
    status: str
    owner: str
    owner_login: str | None


@record
class FindAnswer:
    """Hits, best first; `total` counts what was found before the limit, `neighbours` numbers near a wrong one."""

    hits: tuple[FindHit, ...]
    total: int
    neighbours: tuple[OrderNumber, ...]
    milliseconds: float


@query(result=FindAnswer)
class Find:
    """Find customers, orders and what was said by number, alias, phone, name, company, street or e-mail."""

    text: str = parameter("what the caller says, in any spelling")
    limit: int = parameter("hits at the most, up to 200", default=40)
