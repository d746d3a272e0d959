"""The customers of the design pictures: who they are, as the file tells, and what has happened to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache, partial
from random import Random
from typing import Any

from casedesk.catalog import read_resource
from casedesk.contract.cases import LogInteraction, OpenRequest, PromiseGiven
from casedesk.contract.customers import PersonGiven
from casedesk.contract.desk import Assign, OfferHandover
from casedesk.contract.orders import LineGiven
from casedesk.contract.values import Login
from casedesk.rules.vocabulary import CallOutcome, Channel, CustomerKind, Direction
from casedesk.services.practice.casting import Part
from casedesk.services.practice.former_system import FormerCustomer, FormerOrder
from casedesk.services.practice.marta import MARTA, MARTAS_ORDERS, martas_lives
from casedesk.services.practice.order_lives import OrderWish
from casedesk.services.practice.order_plans import Course, Kind, Steps, Trouble
from casedesk.services.practice.people import Address, Someone
from casedesk.services.practice.setting import Setting
from casedesk.services.practice.telling import Acts, Teller
from casedesk.services.practice.weaving import Acquaintance, Life

_FORBID_UNKNOWN = {"extra": "forbid"}
_FIRST_KEY = 1000


@dataclass(frozen=True)
class StoryPerson:
    """Someone at or for a customer."""

    __pydantic_config__ = _FORBID_UNKNOWN

    name: str
    role: str
    phone: str
    may_be_told: str


@dataclass(frozen=True)
class StoryFormer:
    """An order from the former system; without street it was for where the customer lives now."""

    __pydantic_config__ = _FORBID_UNKNOWN

    key: str
    name: str
    monthly: Decimal
    placed: date
    done: date
    kind: str
    owner: str = ""
    street: str = ""
    postcode: str = ""


@dataclass(frozen=True)
class StoryTrouble:
    """A milestone that takes longer, in working days from the present."""

    __pydantic_config__ = _FORBID_UNKNOWN

    milestone: str
    since: int
    until: int
    blocked: bool = False


@dataclass(frozen=True)
class StoryOrder:
    """An order in working days from the present."""

    __pydantic_config__ = _FORBID_UNKNOWN

    products: tuple[str, ...]
    wants: str
    seller: str
    placed: int
    promised: int
    owner: str = ""
    reason: str = ""
    trouble: StoryTrouble | None = None


@dataclass(frozen=True)
class StoryTalk:
    """Something said or written on a day; a call was answered."""

    __pydantic_config__ = _FORBID_UNKNOWN

    day: int
    channel: Channel
    direction: Direction
    by: str
    text: str


@dataclass(frozen=True)
class StoryRequest:
    """A request that somebody works on since a day, or that waits in a team's queue since some minutes."""

    __pydantic_config__ = _FORBID_UNKNOWN

    event: str
    wants: str
    owner: str = ""
    day: int = 0
    team: str = ""
    minutes_ago: int = 0


@dataclass(frozen=True)
class StoryPromise:
    """A promise made in a call, on a day or some minutes ago; due before (negative) or after now."""

    __pydantic_config__ = _FORBID_UNKNOWN

    text: str
    said: str
    maker: str
    keeper: str
    due_minutes: int
    made_day: int = 0
    made_minutes_ago: int = 0


@dataclass(frozen=True)
class StoryHandover:
    """The latest order, offered some minutes ago and not answered yet."""

    __pydantic_config__ = _FORBID_UNKNOWN

    giver: str
    to: str
    minutes_ago: int
    note: str
    owed: str


@dataclass(frozen=True)
class StoryQueue:
    """The latest order, put into a team's queue some minutes ago."""

    __pydantic_config__ = _FORBID_UNKNOWN

    team: str
    minutes_ago: int
    note: str


@dataclass(frozen=True)
class StoryCustomer:
    """A customer of the story."""

    __pydantic_config__ = _FORBID_UNKNOWN

    kind: CustomerKind
    name: str
    phones: tuple[str, ...]
    street: str
    postcode: str
    city: str
    since: date
    contact: str
    salutation: str = ""
    language: str = "en-GB"
    emails: tuple[str, ...] = ()
    preferred: Channel | None = None
    person: tuple[StoryPerson, ...] = ()
    former: tuple[StoryFormer, ...] = ()
    order: tuple[StoryOrder, ...] = ()
    talk: tuple[StoryTalk, ...] = ()
    request: tuple[StoryRequest, ...] = ()
    promise: tuple[StoryPromise, ...] = ()
    handover: tuple[StoryHandover, ...] = ()
    queue: tuple[StoryQueue, ...] = ()

    @property
    def every_phone(self) -> tuple[str, ...]:
        """The customer's numbers and those of the persons there."""
        return (*self.phones, *(who.phone for who in self.person))


@dataclass(frozen=True)
class _Story:
    __pydantic_config__ = _FORBID_UNKNOWN

    customer: tuple[StoryCustomer, ...]


@cache
def story() -> tuple[StoryCustomer, ...]:
    """The customers of the story, the first of the pictures first."""
    read: _Story = read_resource("practice/story.toml", _Story)
    return read.customer


def story_parts(setting: Setting) -> list[Part]:
    """What each customer of the story lives through, in the order of the story."""
    return [_part(setting, one, number) for number, one in enumerate(story(), start=1)]


def _part(setting: Setting, one: StoryCustomer, number: int) -> Part:
    someone = _someone(one)
    former = FormerCustomer(
        key=str(_FIRST_KEY + 37 * number),
        someone=someone,
        since=one.since,
        contact=one.contact,
        orders=tuple(_former_order(one, order) for order in one.former),
    )
    part = Part(
        someone,
        former,
        orders=[_wish(setting, someone.address, order) for order in one.order],
        further=(partial(_told_lives, one),),
    )
    if one.name == MARTA:
        part.further, part.further_orders = (*part.further, martas_lives), MARTAS_ORDERS
    return part


def _someone(one: StoryCustomer) -> Someone:
    return Someone(
        kind=one.kind,
        name=one.name,
        salutation=one.salutation,
        language=one.language,
        phones=one.phones,
        emails=one.emails,
        persons=tuple(
            PersonGiven(name=who.name, role=who.role, phone=who.phone, may_be_told=who.may_be_told)
            for who in one.person
        ),
        address=Address(one.street, one.postcode, one.city),
        preferred=one.preferred,
    )


def _former_order(customer: StoryCustomer, order: StoryFormer) -> FormerOrder:
    return FormerOrder(
        key=order.key,
        name=order.name,
        monthly=order.monthly,
        placed_on=order.placed,
        done_on=order.done,
        kind=order.kind,
        address=Address(order.street or customer.street, order.postcode or customer.postcode, customer.city),
        owner=order.owner or customer.contact,
    )


def _wish(setting: Setting, address: Address, order: StoryOrder) -> OrderWish:
    kind = setting.offer.product_of(order.products[0]).template
    steps = Steps(setting.offer.milestones_of(kind))
    return OrderWish(
        kind=kind,
        lines=tuple(LineGiven(product=code) for code in order.products),
        wants=order.wants,
        plan=steps.plan(Course(order.placed, order.promised, _trouble(order.trouble))),
        address=address,
        seller=order.seller,
        owner=order.owner,
        reason=order.reason,
    )


def _trouble(trouble: StoryTrouble | None) -> Trouble | None:
    if trouble is None:
        return None
    kind = Kind.BLOCKED if trouble.blocked else Kind.ESTIMATED
    return Trouble(trouble.milestone, trouble.since, trouble.until, kind)


def _told_lives(told: StoryCustomer, setting: Setting, customer: Acquaintance, chance: Random) -> list[Life]:
    """What happened to a customer of the story beside its orders, each thing a life of its own."""

    def life() -> _StoryLife:
        return _StoryLife(setting, customer, chance)

    return [
        *(life().talk_of(one) for one in told.talk),
        *(life().request(one) for one in told.request),
        *(life().promise(one) for one in told.promise),
        *(life().handover(one) for one in told.handover),
        *(life().queue(one) for one in told.queue),
    ]


class _StoryLife(Teller):
    """One thing that the story tells; used once."""

    def talk_of(self, one: StoryTalk) -> Acts:
        """A call, a mail, a letter."""
        if one.channel is Channel.CALL:
            yield from self.call(one.by, one.day, one.direction, one.text)
            return
        yield self.act(
            one.by,
            one.day,
            lambda: LogInteraction(
                about=self.customer.about_latest,
                channel=one.channel,
                direction=one.direction,
                summary=one.text,
                spoken_with=self.customer.name,
            ),
        )

    def request(self, one: StoryRequest) -> Acts:
        """Somebody works on it, or it waits in a queue."""
        opening = OpenRequest(
            about=self.customer.about, event=one.event, wants=one.wants, queue=one.team or None
        )
        if one.owner:
            yield self.act(one.owner, one.day, opening)
        else:
            yield self.act_at(self.days.ago("support", one.minutes_ago), "otasker", opening)

    def promise(self, one: StoryPromise) -> Acts:
        """The call in which it is made."""
        keeper_team = self.crew.team_of(one.keeper)
        due_at = (
            self.days.ahead(keeper_team, one.due_minutes)
            if one.due_minutes > 0
            else self.days.ago(keeper_team, -one.due_minutes)
        )
        said: dict[str, Any] = {
            "outcome": CallOutcome.NEW_PROMISE,
            "promise": PromiseGiven(text=one.text, due_at=due_at, keeper=Login(one.keeper)),
        }
        if one.made_minutes_ago:
            at = self.days.ago(self.crew.team_of(one.maker), one.made_minutes_ago)
            yield self.call_at(at, one.maker, Direction.IN, one.said, **said)
        else:
            yield from self.call(one.maker, one.made_day, Direction.IN, one.said, **said)

    def handover(self, one: StoryHandover) -> Acts:
        """Offered, not answered yet."""
        yield self.act_at(
            self.days.ago(self.crew.team_of(one.giver), one.minutes_ago),
            one.giver,
            lambda: OfferHandover(about=self.customer.about_latest, to=one.to, note=one.note, owed=one.owed),
        )

    def queue(self, one: StoryQueue) -> Acts:
        """The manager puts it there."""
        yield self.act_at(
            self.days.ago(one.team, one.minutes_ago),
            self.crew.lead_of["management"],
            lambda: Assign(about=self.customer.about_latest, to=f"team:{one.team}", note=one.note),
        )
