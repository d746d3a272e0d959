"""Commands and queries about customers, their persons and ways to reach them."""

from __future__ import annotations

from dataclasses import field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from casedesk.contract.declaration import FORBID_UNKNOWN, command, parameter, query, record
from casedesk.contract.values import Login, Made
from casedesk.rules.vocabulary import Channel, ContactPointKind, CustomerKind


@record
class PersonGiven:
    """Someone at or for the customer, as typed."""

    __pydantic_config__ = FORBID_UNKNOWN

    name: str
    role: str = ""
    phone: str = ""
    email: str = ""
    may_be_told: str = ""


@record
class CustomerMade:
    """The new customer; the case has the same id."""

    customer: UUID


@command(result=CustomerMade)
class RegisterCustomer:
    """Register a customer and open the case; a name or a phone number is enough."""

    kind: CustomerKind = parameter("person or organisation")
    name: str = parameter("name as it is said and printed", default="")
    salutation: str = parameter("form of address before the name, as Ms", default="")
    phones: tuple[str, ...] = parameter("phone numbers in any spelling, preferred first", default=())
    emails: tuple[str, ...] = parameter("e-mail addresses, preferred first", default=())
    persons: tuple[PersonGiven, ...] = parameter("persons: name, role, phone, email, may_be_told", default=())
    street: str = parameter("street and house number", default="")
    postcode: str = parameter("postal code", default="")
    city: str = parameter("city", default="")
    region: str = parameter("region or state", default="")
    country: str = parameter("ISO 3166 alpha-2; the company's when left out", default="")
    language: str = parameter("BCP 47; the company's when left out", default="")
    zone: str = parameter("time zone; the company's when left out", default="")
    since: date | None = parameter("customer since; today when left out", default=None)
    preferred_channel: Channel | None = parameter("how the customer wants to be told", default=None)
    contact: Login | None = parameter("the named contact; oneself when left out", default=None)
    external: str | None = parameter("number in another system, as SYSTEM:NUMBER", default=None)
    extra: dict[str, Any] = parameter("columns of another system that have no field", default_factory=dict)
    id: UUID | None = parameter("id made by the client", default=None)


@command(result=Made)
class ChangeCustomer:
    """Change what is known of a customer; what is left out stays."""

    customer: UUID = parameter("the customer's id")
    version: int = parameter("the version that was read; a newer one refuses")
    name: str | None = parameter("name", default=None)
    salutation: str | None = parameter("form of address", default=None)
    language: str | None = parameter("BCP 47", default=None)
    preferred_channel: Channel | None = parameter("how the customer wants to be told", default=None)
    contact: Login | None = parameter("the named contact", default=None)


@command(result=Made, permission="change_customer")
class AddContactPoint:
    """Add a phone, an e-mail or an address to a customer."""

    customer: UUID = parameter("the customer's id")
    kind: ContactPointKind = parameter("phone, email or address")
    value: str = parameter("the number or e-mail; empty for an address", default="")
    street: str = parameter("street and house number", default="")
    postcode: str = parameter("postal code", default="")
    city: str = parameter("city", default="")
    region: str = parameter("region", default="")
    country: str = parameter("ISO 3166 alpha-2", default="")
    label: str = parameter("what it is, as work", default="")


@command(result=Made, permission="change_customer")
class EndContactPoint:
    """Stop using a phone, e-mail or address; it still finds the customer."""

    contact_point: UUID = parameter("its id")


@command(result=Made, permission="change_customer")
class AddPerson:
    """Add a person at or for the customer."""

    customer: UUID = parameter("the customer's id")
    name: str = parameter("name")
    role: str = parameter("role, as spouse or accountant", default="")
    phone: str = parameter("phone", default="")
    email: str = parameter("e-mail", default="")
    may_be_told: str = parameter("what this person may be told", default="")


@record
class CustomerRow:
    """A line of a list of customers."""

    id: UUID
    name: str
    kind: str
    since_on: date
    city: str
    country: str
    phone: str
    contact: str
    open_orders: int
    orders: int
    balance: Decimal
    source: str | None
    external: str | None


@record
class GroupRow:
    """Counts and sums of one group; `key` is None for those without a value."""

    key: str | None
    count: int
    sums: dict[str, Decimal] = field(default_factory=dict)


@record
class CustomerList:
    """A window of customers, or the groups that were asked for; `next` continues after the last row."""

    rows: tuple[CustomerRow, ...] = ()
    groups: tuple[GroupRow, ...] = ()
    total: int = 0
    next: str | None = None


@query(result=CustomerList)
class Customers:
    """Customers, or counts and sums of them by group."""

    filter: dict[str, Any] = parameter("field to value; see docs/doors.md, Filters", default_factory=dict)
    group_by: str | None = parameter("field to group by", default=None)
    sort: str = parameter("field to sort by, with - before it for descending", default="name")
    as_of: date | datetime | None = parameter("answer as things stood then", default=None)
    limit: int = parameter("rows at the most, up to 1000", default=200)
    after: str | None = parameter("the `next` of the window before", default=None)


@record
class PlaceRow:
    """A place of service, and how many orders were for it."""

    id: UUID
    label: str
    street: str
    postcode: str
    city: str
    orders: int


@query(result=tuple[PlaceRow, ...])
class Places:
    """A customer's places of service, the one ordered for last first."""

    customer: UUID = parameter("the customer's id")
