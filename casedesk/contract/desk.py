"""Commands and queries about work: who owns it, handovers, absences, staff, catalogue."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

from casedesk.contract.cases import PromiseRow
from casedesk.contract.declaration import command, parameter, query, record
from casedesk.contract.handovers import HandoverRow
from casedesk.contract.orders import OrderRow, StaffCard
from casedesk.contract.values import About, Changed, Login, Made, OrderNumber
from casedesk.rules.permissions import Role


@record
class OwnerChanged:
    """Who owns it now."""

    id: UUID
    owner: Login | None
    queue: str | None


@command(result=OwnerChanged)
class Take:
    """Take work from a queue: exactly one desk wins, the others are told who won."""

    about: About = parameter("order number or request")


@command(result=OwnerChanged)
class Assign:
    """Give work to a person or into a team's queue; who is away, the deputy gets it."""

    about: About = parameter("order number or request")
    to: str = parameter("login, or team: and a team's key")
    note: str = parameter("a note for the new owner", default="")
    instead_of: str | None = parameter(
        "login, or team: and a key, of who has it as far as one knows; refused when somebody else has it by now",
        default=None,
    )


@command(result=OwnerChanged, permission="take")
class SetNextStep:
    """Say what we do next with open work, and by when; it is never left to the customer without a reason."""

    about: About = parameter("order number or request")
    step: str = parameter("what we do next")
    due_at: datetime = parameter("by when")
    calls_back: str = parameter(
        "why the customer was asked to call back, where it could not be otherwise; it is counted", default=""
    )


@command(result=Made)
class OfferHandover:
    """Offer work to a person or a team; the giver stays owner until the yes."""

    about: About = parameter("order number or request")
    to: str = parameter("login, or team: and a team's key")
    note: str = parameter("what the next one must know")
    owed: str = parameter("what is still owed to the customer", default="")


@command(result=Changed, permission="offer_handover")
class AcceptHandover:
    """Accept work that was offered; from now on one owns it."""

    handover: UUID = parameter("its id")


@command(result=Changed, permission="offer_handover")
class DeclineHandover:
    """Decline work that was offered, with a reason; the giver stays owner."""

    handover: UUID = parameter("its id")
    reason: str = parameter("why")


@command(result=Changed, permission="offer_handover")
class WithdrawHandover:
    """Take back an offer that nobody accepted yet."""

    handover: UUID = parameter("its id")


@command(result=Made)
class SetAbsence:
    """Say that a person is away from a day to a day, and who stands in."""

    staff: Login = parameter("who is away")
    from_on: date = parameter("first day away")
    until_on: date = parameter("last day away")
    deputy: Login = parameter("who stands in")
    note: str = parameter("a note for colleagues", default="")


@command(result=Made)
class InviteStaff:
    """Add a member of staff with team and roles."""

    login: str = parameter("short name without blanks, for programs")
    name: str = parameter("full name, as customers hear it")
    team: str = parameter("team key")
    roles: tuple[Role, ...] = parameter("roles")
    title: str = parameter("what the person does", default="")
    phone: str = parameter("phone that customers may call", default="")
    email: str = parameter("e-mail", default="")


@command(result=Made, permission="change_catalogue")
class AddProduct:
    """Add a product with its list price and the milestone template that delivers it."""

    code: str = parameter("short code")
    name: str = parameter("name as customers read it")
    detail: str = parameter("words after the name", default="")
    service: str = parameter("kind of service, as internet", default="other")
    price: Decimal = parameter("list price, monthly or once")
    monthly: bool = parameter("paid every month", default=False)
    setup_price: Decimal = parameter("paid once at the start", default=Decimal(0))
    term_months: int = parameter("minimum term", default=0)
    template: str = parameter("key of the milestone template; the first one when left out", default="")


@record
class QueueRow:
    """Work in a queue with its running clock."""

    about: str
    kind: str
    title: str
    customer: UUID
    customer_name: str
    queue: str
    queue_name: str
    queued_at: datetime
    came_by: str | None
    """The channel by which the customer came with it, None where nothing was logged."""
    put_by: str
    """Who put it there."""
    event_name: str
    """What happened, for a request."""


@record
class DeskPromiseRow:
    """A promise due, with whom and how to reach them."""

    promise: PromiseRow
    customer: UUID
    customer_name: str
    phone: str


@record
class StuckRow:
    """Where an order in jeopardy is stuck: its milestone, and why where somebody wrote it."""

    number: OrderNumber
    milestone: str
    state: str
    why: str
    check_on: date | None


@record
class StepRow:
    """The next step of own open work that is due."""

    about: str
    kind: str
    title: str
    customer: UUID
    customer_name: str
    step: str
    due_at: datetime


@record
class DecisionAskedRow:
    """A decision that waits for a yes: the wish, what is proposed, what there is to know, until when one waits."""

    id: UUID
    question: str
    outcome: str
    note: str
    rule: str
    asked_by: str
    asked_by_name: str
    asked_at: datetime
    customer: UUID
    customer_name: str
    order_number: OrderNumber | None
    wants: str
    promised: str
    promised_by: str
    waits_until: datetime | None
    balance: Decimal
    currency: str
    since_on: date
    orders: int


@record
class NextThing:
    """What to do first: `kind` is promise, decision, step, order, handover, queue, or none."""

    kind: str
    about: str = ""
    customer: UUID | None = None
    phone: str = ""


@record
class DeskDetail:
    """What one person must do now, in order; lists are cut at `limit`, `counts` are of everything.

    `stands_in_for` are the colleagues whose work is shown too while they are away; `may_decide` says whether
    decisions that were asked for may be approved here; `offered` is what the person has offered to others.
    """

    staff: StaffCard
    promises: tuple[DeskPromiseRow, ...]
    in_jeopardy: tuple[OrderRow, ...]
    handovers: tuple[HandoverRow, ...]
    team_queue: tuple[QueueRow, ...]
    nobody_took: tuple[QueueRow, ...]
    counts: dict[str, int]
    next_promise_at: datetime | None
    read_at: datetime
    steps: tuple[StepRow, ...]
    stuck: tuple[StuckRow, ...]
    decisions: tuple[DecisionAskedRow, ...]
    may_decide: bool
    offered: tuple[HandoverRow, ...]
    stands_in_for: tuple[StaffCard, ...]
    next_thing: NextThing


@query(result=DeskDetail)
class Desk:
    """What a person must do now: promises due, own orders in jeopardy, handovers, the team's queue."""

    staff: Login | None = parameter("whose desk; one's own when left out", default=None)
    as_of: date | datetime | None = parameter("answer as things stood then", default=None)
    sort: Literal["due", "customer"] = parameter("due first, or by customer", default="due")
    limit: int = parameter("rows of each list at the most, up to 1000", default=50)


@record
class StaffRow:
    """A colleague with what is open, due today, late, and whether away."""

    login: str
    name: str
    title: str
    team: str
    team_name: str
    roles: tuple[str, ...]
    phone: str
    email: str
    state: str
    open: int
    due_today: int
    late: int
    away_until: date | None
    deputy: str | None


@query(result=tuple[StaffRow, ...], name="staff", permission="read_staff")
class StaffQuery:
    """Colleagues with what is open, due today and late, and who is away."""

    team: str | None = parameter("only this team", default=None)


@record
class OpenWorkRow:
    """Open work by number or id."""

    about: str
    kind: str
    customer: UUID


@query(result=tuple[OpenWorkRow, ...])
class Ownerless:
    """Open work with neither owner nor queue; always empty."""


@record
class HistoryRow:
    """An entry of the history with its place in the chain and the values that changed."""

    id: UUID
    seq: int | None
    at: datetime
    recorded_at: datetime
    author: str
    command: str
    kind: str
    values: dict[str, tuple[str | None, str | None]]
    digest: str
    corrects: UUID | None = None


@query(result=tuple[HistoryRow, ...])
class History:
    """Everything that was written about a case or order, oldest first, with old and new values."""

    about: About = parameter("order number, customer or request")


@record
class ProductRow:
    """A product that can be ordered."""

    code: str
    name: str
    detail: str
    service: str
    charge: str
    price: Decimal
    setup_price: Decimal
    currency: str
    term_months: int
    template: str
    id: UUID
    version: int
    active: bool


@query(result=tuple[ProductRow, ...], permission="read_catalogue")
class Products:
    """Products that can be ordered."""

    withdrawn: bool = parameter("also those that are not offered any more", default=False)


@record
class EventRow:
    """An event in the customer's words."""

    key: str
    name: str
    synonyms: tuple[str, ...]


@query(result=tuple[EventRow, ...], permission="read_catalogue")
class Events:
    """What can happen with a customer, in the customer's words."""


@record
class CompanyRow:
    """The company whose desk this is, and what kind of database it is."""

    name: str
    legal_name: str
    street: str
    postcode: str
    city: str
    country: str
    phone: str
    email: str
    currency: str
    language: str
    zone: str
    database_kind: str
    teams: dict[str, str]
    templates: dict[str, str]


@query(result=CompanyRow, name="company", permission="read_catalogue")
class CompanyQuery:
    """The company, its teams and milestone templates."""


@record
class RolesRow:
    """Who acts, and what this person may do."""

    staff: StaffCard
    roles: tuple[str, ...]
    permissions: tuple[str, ...]


@query(result=RolesRow, permission="sign_in")
class WhoAmI:
    """The member of staff who acts, with roles and permissions."""


@query(result=tuple[StaffCard, ...], permission="sign_in")
class WhoCouldIBe:
    """The people of this desk to choose from at the start (SQLite only)."""


@record
class UnknownCallerRow:
    """A call whose caller has no case yet."""

    id: UUID
    started_at: datetime
    phone: str
    spoken_with: str
    summary: str
    logged_by: str


@query(result=tuple[UnknownCallerRow, ...])
class UnknownCallers:
    """Calls whose caller has no case yet, newest first."""
