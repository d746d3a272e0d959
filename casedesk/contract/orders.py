"""Commands and queries about orders, their lines and milestones."""

from __future__ import annotations

from dataclasses import field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from casedesk.contract.customers import GroupRow
from casedesk.contract.declaration import FORBID_UNKNOWN, command, parameter, query, record
from casedesk.contract.values import Login, OrderChanged, OrderNumber
from casedesk.rules.vocabulary import Charge, HoldKind, OrderStatus


@record
class LineGiven:
    """An order line as asked for: a product at list price, or a name with its own price."""

    __pydantic_config__ = FORBID_UNKNOWN

    product: str = ""
    name: str = ""
    detail: str = ""
    quantity: Decimal = Decimal(1)
    unit_price: Decimal | None = None
    discount: Decimal = Decimal(0)
    charge: Charge | None = None


@record
class OrderOpened:
    """The new order and its number."""

    number: OrderNumber
    id: UUID


@command(result=OrderOpened)
class OpenOrder:
    """Open an order as a quote; its number is issued now and never changes."""

    customer: UUID = parameter("the customer's id")
    wants: str = parameter("what the customer wants, in the customer's own words", default="")
    kind: str = parameter("key of the milestone template; the first product's when left out", default="")
    lines: tuple[LineGiven, ...] = parameter(
        "lines: product or name, quantity, unit_price, discount", default=()
    )
    requested_on: date | None = parameter("the day the customer asked for", default=None)
    premises: UUID | None = parameter("an existing place of service", default=None)
    street: str = parameter("a new place of service: street and house number", default="")
    postcode: str = parameter("its postal code", default="")
    city: str = parameter("its city", default="")
    phone: str = parameter("phone for this order", default="")
    tell_by: str = parameter("how to tell the customer, as sms, call", default="")
    owner: Login | None = parameter("owner; oneself when left out", default=None)
    external: str | None = parameter("number in another system, as SYSTEM:NUMBER", default=None)
    id: UUID | None = parameter("id made by the client", default=None)


@command(result=OrderChanged)
class PlaceOrder:
    """Place a quote with the day that is promised; earlier milestones are planned back from it."""

    order: OrderNumber = parameter("order number")
    promised_on: date = parameter("the day promised to the customer")
    placed_on: date | None = parameter("the day it was placed; today when left out", default=None)


@command(result=OrderChanged, permission="place_order")
class MovePromisedDate:
    """Promise a new day; the earlier promise stays readable and still counts for on time."""

    order: OrderNumber = parameter("order number")
    promised_on: date = parameter("the new day promised")
    reason: str = parameter("why, in words for the customer")


@command(result=OrderChanged, permission="change_lines")
class ChangeLines:
    """Replace the lines by a dated new revision; the old one stays readable."""

    order: OrderNumber = parameter("order number")
    lines: tuple[LineGiven, ...] = parameter("all lines of the new revision")


@command(result=OrderChanged)
class CompleteOrder:
    """Complete an order that is done: the customer confirmed it, or every attempt is on record."""

    order: OrderNumber = parameter("order number")
    how: Literal["confirmed_by", "attempts"] = parameter("confirmed_by or attempts")
    on: date | None = parameter("the day; today when left out", default=None)


@command(result=OrderChanged)
class HoldOrder:
    """Put an order on hold with a reason and the day we look again."""

    order: OrderNumber = parameter("order number")
    reason: str = parameter("why it rests; may be left out when the kind says it", default="")
    kind: HoldKind = parameter("customer, money, stock or other", default=HoldKind.OTHER)
    check_on: date | None = parameter("next check; three working days when left out", default=None)


@command(result=OrderChanged, permission="hold_order")
class ReleaseOrder:
    """Take an order off hold; it goes on where it was."""

    order: OrderNumber = parameter("order number")
    reason: str = parameter("what changed", default="")


@command(result=OrderChanged)
class CancelOrder:
    """Cancel an order: reason, who asked, and how the customer was told."""

    order: OrderNumber = parameter("order number")
    reason: str = parameter("why")
    asked_by: str = parameter("who asked for it")
    told: tuple[UUID, ...] = parameter("the interaction that told the customer, or three attempts")


@record
class ImportedLine:
    """A line of an imported order with its own price."""

    __pydantic_config__ = FORBID_UNKNOWN

    name: str
    product: str = ""
    quantity: Decimal = Decimal(1)
    unit_price: Decimal = Decimal(0)
    discount: Decimal = Decimal(0)
    charge: Charge = Charge.ONCE


@command(result=OrderOpened)
class ImportOrder:
    """Bring in an order of another system in its final state with its real dates, marked with its source."""

    customer: UUID = parameter("the customer's id")
    external: str = parameter("number in the other system, as SYSTEM:NUMBER")
    state: Literal["placed", "in_progress", "on_hold", "done_not_confirmed", "completed", "cancelled"] = (
        parameter("the state it is in")
    )
    placed_on: date = parameter("the day it was placed")
    promised_on: date | None = parameter("the day that was promised", default=None)
    done_on: date | None = parameter("the day it was done", default=None)
    cancelled_on: date | None = parameter("the day it was cancelled", default=None)
    reason: str = parameter("why it is on hold or cancelled", default="")
    wants: str = parameter("what the customer wanted", default="")
    headline: str = parameter("what it is, in a few words", default="")
    kind: str = parameter("key of the milestone template", default="")
    owner: Login | None = parameter("owner; oneself when left out", default=None)
    currency: str = parameter("ISO 4217; the company's when left out", default="")
    street: str = parameter("place of service: street", default="")
    postcode: str = parameter("its postal code", default="")
    city: str = parameter("its city", default="")
    region: str = parameter("its region", default="")
    country: str = parameter("its country", default="")
    lines: tuple[ImportedLine, ...] = parameter("lines with their prices", default=())
    extra: dict[str, Any] = parameter("columns that have no field", default_factory=dict)
    id: UUID | None = parameter("id made by the client", default=None)


@command(result=OrderChanged, permission="work_milestone")
class StartMilestone:
    """Begin a milestone; the order is in progress from then on."""

    order: OrderNumber = parameter("order number")
    milestone: str = parameter("template key of the milestone")


@command(result=OrderChanged, permission="work_milestone")
class FinishMilestone:
    """Record a milestone as done."""

    order: OrderNumber = parameter("order number")
    milestone: str = parameter("template key of the milestone")
    on: date | None = parameter("the day it was done; today when left out", default=None)


@command(result=OrderChanged, permission="work_milestone")
class EstimateMilestone:
    """Say when a milestone will be done, with a reason; the forecast is computed anew."""

    order: OrderNumber = parameter("order number")
    milestone: str = parameter("template key of the milestone")
    forecast_on: date = parameter("the day it will be done")
    reason: str = parameter("why")


@command(result=OrderChanged, permission="work_milestone")
class BlockMilestone:
    """Mark a milestone as blocked with its reason and the day we check again."""

    order: OrderNumber = parameter("order number")
    milestone: str = parameter("template key of the milestone")
    reason: str = parameter("what it waits for")
    check_on: date | None = parameter("next check; two working days when left out", default=None)


@command(result=OrderChanged, permission="work_milestone")
class UnblockMilestone:
    """A blocked milestone can go on."""

    order: OrderNumber = parameter("order number")
    milestone: str = parameter("template key of the milestone")
    reason: str = parameter("what changed", default="")


@command(result=OrderChanged)
class SkipMilestone:
    """Leave a milestone out, with a reason."""

    order: OrderNumber = parameter("order number")
    milestone: str = parameter("template key of the milestone")
    reason: str = parameter("why it is not needed")


@record
class LineRow:
    """A line in force: amounts are exact, `amount` is rounded to the currency."""

    position: int
    product: str | None
    name: str
    detail: str
    quantity: Decimal
    unit_price: Decimal
    discount: Decimal
    charge: str
    amount: Decimal
    state: str
    delivered_on: date | None


@record
class MilestoneRow:
    """A milestone with its three dates; `status` is how it looks (late, in_jeopardy, blocked, its state)."""

    key: str
    name: str
    team: str
    state: str
    status: str
    promised_on: date | None
    forecast_on: date | None
    done_on: date | None
    done_at: datetime | None
    done_by: str | None
    is_promise: bool
    reason: str
    check_on: date | None
    we_do: str
    you_do: str


@record
class OwnerRow:
    """Who owned it since when, and how it came."""

    since: datetime
    owner: str | None
    name: str
    how: str
    note: str
    by: str


@record
class StaffCard:
    """A named person with phone, as every screen shows an owner or a contact."""

    login: str | None
    name: str
    team: str
    phone: str
    away_until: date | None = None
    deputy: str | None = None
    since: datetime | None = None


@record
class PromisedDateRow:
    """A day the customer was told, when and by whom."""

    promised_on: date
    said_at: datetime
    said_by: str
    reason: str


@record
class DocumentRow:
    """An issued document of an order."""

    id: UUID
    kind: str
    suffix: str
    issued_at: datetime
    issued_by: str
    pages: int
    reprints: int


@record
class OrderDetail:
    """Everything about one order."""

    number: OrderNumber
    id: UUID
    version: int
    customer: UUID
    customer_name: str
    headline: str
    place: str
    wants: str
    phone: str
    tell_by: str
    state: str
    status: OrderStatus
    was_late: bool
    owner: StaffCard
    next_step: str
    next_step_due_at: datetime | None
    requested_on: date | None
    placed_on: date | None
    promised_on: date | None
    forecast_on: date | None
    first_promised_on: date | None
    done_on: date | None
    completed_on: date | None
    cancelled_on: date | None
    hold_reason: str
    hold_check_on: date | None
    cancel_reason: str
    currency: str
    total_once: Decimal
    total_monthly: Decimal
    balance: Decimal
    lines: tuple[LineRow, ...]
    milestones: tuple[MilestoneRow, ...]
    promised_dates: tuple[PromisedDateRow, ...]
    notices: tuple[Any, ...]
    exceptions: tuple[Any, ...]
    owners: tuple[OwnerRow, ...]
    documents: tuple[DocumentRow, ...]
    aliases: tuple[str, ...]
    source: str | None
    external: str | None
    extra: dict[str, Any]


@query(result=OrderDetail, name="order")
class OrderQuery:
    """Everything about one order."""

    number: OrderNumber = parameter("order number in any spelling")


@record
class OrderRow:
    """A line of a list of orders; `days_late` counts calendar days past the first promise, negative before it."""

    number: OrderNumber
    id: UUID
    customer: UUID
    customer_name: str
    headline: str
    place: str
    state: str
    status: OrderStatus
    was_late: bool
    owner: str | None
    owner_name: str
    queue: str | None
    opened_at: datetime
    placed_on: date | None
    promised_on: date | None
    first_promised_on: date | None
    forecast_on: date | None
    done_on: date | None
    cancelled_on: date | None
    days_late: int | None
    next_step: str
    next_step_due_at: datetime | None
    currency: str
    total_once: Decimal
    total_monthly: Decimal
    source: str | None
    external: str | None
    extra: dict[str, Any] = field(default_factory=dict)


@record
class OrderList:
    """A window of orders, or the groups that were asked for; `next` continues after the last row."""

    rows: tuple[OrderRow, ...] = ()
    groups: tuple[GroupRow, ...] = ()
    total: int = 0
    next: str | None = None


@query(result=OrderList)
class Orders:
    """Orders, or counts and sums of them by group."""

    filter: dict[str, Any] = parameter("field to value; see docs/doors.md, Filters", default_factory=dict)
    group_by: str | None = parameter("field to group by", default=None)
    sort: str = parameter("field to sort by, with - before it for descending", default="-opened_at")
    as_of: date | datetime | None = parameter("answer as things stood then", default=None)
    limit: int = parameter("rows at the most, up to 1000", default=200)
    after: str | None = parameter("the `next` of the window before", default=None)


@query(result=OrderList)
class Delays:
    """Open orders whose forecast passes the promise, or whose promise has passed, the most urgent first."""

    as_of: date | datetime | None = parameter("answer as things stood then", default=None)
    limit: int = parameter("rows at the most, up to 1000", default=200)
    after: str | None = parameter("the `next` of the window before", default=None)


@record
class StepCheck:
    """A later milestone with the earliest day it can be done and why."""

    key: str
    name: str
    team: str
    earliest_on: date
    why: str
    is_promise: bool


@record
class PromiseChoice:
    """A day that could be promised: advised (with slack), no_slack, or not_possible."""

    promised_on: date
    verdict: Literal["advised", "no_slack", "not_possible"]
    why: str


@record
class CanKeepAnswer:
    """Each later milestone with its earliest day, and up to three days to promise, the advised one first."""

    steps: tuple[StepCheck, ...]
    choices: tuple[PromiseChoice, ...]
    warnings: tuple[str, ...]


@query(result=CanKeepAnswer)
class CanKeep:
    """Can we keep it? The checks that later milestones will make, before a day is promised."""

    kind: str = parameter("key of the milestone template")
    requested_on: date | None = parameter("the day the customer asked for", default=None)
    customer: UUID | None = parameter("the customer, for contract and premises checks", default=None)
    premises: UUID | None = parameter("the place of service", default=None)
    service: str = parameter("kind of service", default="")
