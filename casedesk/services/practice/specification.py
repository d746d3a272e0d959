"""What `resources/practice` says of the practice company, as frozen specs; it draws nothing and stores nothing.

To add a kind of thing that people say or do: a field here, its lines in the file, its use in one of the lives.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from casedesk.catalog import MilestoneSpec, ProductSpec, TemplateSpec, check_template, read_resource
from casedesk.rules.permissions import Role
from casedesk.rules.vocabulary import CallOutcome, Channel, Direction, HoldKind

_FORBID_UNKNOWN = {"extra": "forbid"}
Week = Mapping[str, tuple[tuple[str, str], ...]]


@dataclass(frozen=True)
class CompanySpec:
    """The company itself; `former_system` is where its older customers and orders come from."""

    __pydantic_config__ = _FORBID_UNKNOWN

    name: str
    legal_name: str
    street: str
    postcode: str
    city: str
    country: str
    region: str
    phone: str
    email: str
    currency: str
    language: str
    zone: str
    late_words: str
    loyal_years: int
    default_team: str
    former_system: str
    number_key: int


@dataclass(frozen=True)
class HoursSpec:
    """Opening hours of a week and of Christmas Eve; public holidays come from the country's list."""

    __pydantic_config__ = _FORBID_UNKNOWN

    key: str
    name: str
    week: dict[str, list[list[str]]]
    christmas_eve: list[list[str]]


@dataclass(frozen=True)
class PracticeTeam:
    """A team, its calendar and who leads it."""

    __pydantic_config__ = _FORBID_UNKNOWN

    key: str
    name: str
    calendar: str
    lead: str


@dataclass(frozen=True)
class PracticeStaff:
    """A member of staff."""

    __pydantic_config__ = _FORBID_UNKNOWN

    login: str
    name: str
    title: str
    team: str
    roles: tuple[Role, ...]
    phone: str


@dataclass(frozen=True)
class AbsenceSpec:
    """Who is away, from a working day to a working day (both included), counted from the company's present."""

    __pydantic_config__ = _FORBID_UNKNOWN

    staff: str
    from_day: int
    until_day: int
    deputy: str
    note: str


@dataclass(frozen=True)
class Organisation:
    """`company.toml`: the company, when it works, its teams and staff; the first of the staff sets up the others."""

    __pydantic_config__ = _FORBID_UNKNOWN

    company: CompanySpec
    calendar: tuple[HoursSpec, ...]
    team: tuple[PracticeTeam, ...]
    staff: tuple[PracticeStaff, ...]
    absence: tuple[AbsenceSpec, ...]
    event_teams: dict[str, str]


@dataclass(frozen=True)
class Offer:
    """`offer.toml`: products, and the milestones they are delivered by."""

    __pydantic_config__ = _FORBID_UNKNOWN

    product: tuple[ProductSpec, ...]
    template: tuple[TemplateSpec, ...]

    def product_of(self, code: str) -> ProductSpec:
        """The product with a code."""
        return next(one for one in self.product if one.code == code)

    def milestones_of(self, template: str) -> tuple[MilestoneSpec, ...]:
        """The milestones of a kind of order, each after those it depends on."""
        return next(one.milestone for one in self.template if one.key == template)


@dataclass(frozen=True)
class LanguageSpec:
    """Names of one language; "Ελένη/eleni" gives the spelling for a mail address behind the stroke."""

    __pydantic_config__ = _FORBID_UNKNOWN

    tag: str
    weight: int
    women: tuple[str, ...]
    men: tuple[str, ...]
    families: tuple[str, ...]
    titled: bool = False
    order: Literal["given family", "family given"] = "given family"
    joined: bool = False


@dataclass(frozen=True)
class UnusualName:
    """A name that tries lists and pages; used once."""

    __pydantic_config__ = _FORBID_UNKNOWN

    name: str
    language: str


@dataclass(frozen=True)
class OrganisationNames:
    """How organisations are called; `share` of a hundred customers are some."""

    __pydantic_config__ = _FORBID_UNKNOWN

    share: int
    patterns: tuple[str, ...]
    fixed: tuple[str, ...]


@dataclass(frozen=True)
class PersonRole:
    """Someone at or for a customer, and what that person may be told."""

    __pydantic_config__ = _FORBID_UNKNOWN

    role: str
    may_be_told: str


@dataclass(frozen=True)
class People:
    """`people.toml`: names."""

    __pydantic_config__ = _FORBID_UNKNOWN

    language: tuple[LanguageSpec, ...]
    unusual: tuple[UnusualName, ...]
    organisations: OrganisationNames
    role: tuple[PersonRole, ...]
    business_role: tuple[PersonRole, ...]


@dataclass(frozen=True)
class Town:
    """An invented town with an unused postal area."""

    __pydantic_config__ = _FORBID_UNKNOWN

    name: str
    area: str
    districts: int
    weight: int


@dataclass(frozen=True)
class PhoneRange:
    """Numbers kept free for fiction: `#` in each spelling stands for a digit of `first` and the numbers after it."""

    __pydantic_config__ = _FORBID_UNKNOWN

    spelling: tuple[str, ...]
    first: int
    numbers: int
    weight: int


@dataclass(frozen=True)
class Places:
    """`places.toml`: streets, towns and phone numbers."""

    __pydantic_config__ = _FORBID_UNKNOWN

    streets: tuple[str, ...]
    town: tuple[Town, ...]
    phones: tuple[PhoneRange, ...]


@dataclass(frozen=True)
class CallSpec:
    """A call with its summary and how it ended; `event` where it was about one."""

    __pydantic_config__ = _FORBID_UNKNOWN

    summary: str
    outcome: CallOutcome
    event: str | None = None


@dataclass(frozen=True)
class WritingSpec:
    """A mail, letter, SMS, counter talk or visit."""

    __pydantic_config__ = _FORBID_UNKNOWN

    channel: Channel
    direction: Direction
    summary: str


@dataclass(frozen=True)
class TroubleSpec:
    """What holds orders up, and what customers say to it."""

    __pydantic_config__ = _FORBID_UNKNOWN

    blocked: tuple[str, ...]
    unblocked: tuple[str, ...]
    estimate: tuple[str, ...]
    told_late: tuple[str, ...]
    skipped: str


@dataclass(frozen=True)
class HoldSpec:
    """Why an order rests."""

    __pydantic_config__ = _FORBID_UNKNOWN

    kind: HoldKind
    reason: str


@dataclass(frozen=True)
class CancelSpec:
    """Why an order is cancelled, who asked for it and how the customer was told."""

    __pydantic_config__ = _FORBID_UNKNOWN

    reason: str
    asked_by: str
    told: str


@dataclass(frozen=True)
class PromiseSpec:
    """What is promised in a call."""

    __pydantic_config__ = _FORBID_UNKNOWN

    text: str


@dataclass(frozen=True)
class DecisionSpec:
    """What was asked and what was decided."""

    __pydantic_config__ = _FORBID_UNKNOWN

    question: str
    outcome: str


@dataclass(frozen=True)
class RequestSpec:
    """What customers want of us for an event, and how it ends."""

    __pydantic_config__ = _FORBID_UNKNOWN

    event: str
    wants: tuple[str, ...]
    outcome: str


@dataclass(frozen=True)
class WaitingSpec:
    """For whom and for what a request waits."""

    __pydantic_config__ = _FORBID_UNKNOWN

    waiting_for: str
    what: str


@dataclass(frozen=True)
class Talk:
    """`talk.toml`: what is said, written and decided."""

    __pydantic_config__ = _FORBID_UNKNOWN

    notes: tuple[str, ...]
    correction: str
    feedback: tuple[str, ...]
    unreachable: str
    booked_twice: str
    unknown_callers: tuple[str, ...]
    promise_kept: tuple[str, ...]
    promise_kept_late: str
    promise_released: str
    promise_moved: str
    refused_because: str
    revoked_because: str
    handover_notes: tuple[str, ...]
    handover_declined: str
    reopened_because: str
    wants: dict[str, tuple[str, ...]]
    order_call: dict[str, tuple[str, ...]]
    call_in: tuple[CallSpec, ...]
    call_out: tuple[CallSpec, ...]
    writing: tuple[WritingSpec, ...]
    trouble: TroubleSpec
    hold: tuple[HoldSpec, ...]
    cancel: tuple[CancelSpec, ...]
    promise: tuple[PromiseSpec, ...]
    decision: tuple[DecisionSpec, ...]
    asked_decision: tuple[DecisionSpec, ...]
    request: tuple[RequestSpec, ...]
    waiting: tuple[WaitingSpec, ...]


@dataclass(frozen=True)
class Practice:
    """All of `resources/practice` but the story."""

    organisation: Organisation
    offer: Offer
    people: People
    places: Places
    talk: Talk


@cache
def practice() -> Practice:
    """The practice company as the files describe it; ValueError lists every error with file and key."""
    offer: Offer = read_resource("practice/offer.toml", Offer)
    for template in offer.template:
        check_template(template, "practice/offer.toml")
    return Practice(
        organisation=read_resource("practice/company.toml", Organisation),
        offer=offer,
        people=read_resource("practice/people.toml", People),
        places=read_resource("practice/places.toml", Places),
        talk=read_resource("practice/talk.toml", Talk),
    )
