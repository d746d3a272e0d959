"""What Find shows, as one frozen value; it knows neither widgets nor the runner."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from casedesk.contract.cases import CaseDetail, FindHit
from casedesk.contract.desk import StaffRow
from casedesk.contract.values import OrderNumber


class Group(StrEnum):
    """Which kind of results is shown; the values of the kinds are those of `FindHit.kind`."""

    ALL = "all"
    CUSTOMERS = "customer"
    ORDERS = "order"
    SAID = "interaction"


class Shows(StrEnum):
    """What the list is made of at this moment."""

    RECENT = "recent"
    RESULTS = "results"
    NOTHING = "nothing"
    ALL_ORDERS = "all_orders"


@dataclass(frozen=True)
class Target:
    """What a row leads to, written into the row's id: a customer, and the order if it is about one."""

    kind: str
    id: UUID
    customer: UUID
    number: str = ""

    @classmethod
    def of_hit(cls, hit: FindHit) -> Target:
        return cls(hit.kind, hit.id, hit.customer, hit.order_number or "")

    @classmethod
    def read(cls, row_id: str) -> Target | None:
        """The target of a row's id, None for ""."""
        if not row_id:
            return None
        kind, record, customer, number = row_id.split(" ")
        return cls(kind, UUID(record), UUID(customer), number)

    @property
    def row_id(self) -> str:
        return f"{self.kind} {self.id} {self.customer} {self.number}"


@dataclass(frozen=True)
class OrderChoice:
    """How the list of all orders is narrowed and sorted; "" narrows nothing."""

    status: str = ""
    owner: str = ""
    sort: str = "-opened_at"

    @property
    def filter(self) -> dict[str, str]:
        chosen = {"status": self.status, "owner": self.owner}
        return {name: value for name, value in chosen.items() if value}


@dataclass(frozen=True)
class FindState:
    """Everything the screen shows.

    `text` is what is typed, `hits` what was found for `found_for`; `total` counts what was found before the limit,
    `neighbours` are numbers near a wrong one. `fault` says why nothing could be asked: `hits` are then taken from
    what was read before. `chosen` is the row with the preview `case`, `counted` how many orders there are in all.
    """

    text: str = ""
    group: Group = Group.ALL
    recent: tuple[FindHit, ...] | None = None
    hits: tuple[FindHit, ...] = ()
    found_for: str | None = None
    total: int = 0
    neighbours: tuple[OrderNumber, ...] = ()
    milliseconds: float = 0
    fault: str = ""
    chosen: Target | None = None
    case: CaseDetail | None = None
    case_fault: str = ""
    staff: tuple[StaffRow, ...] = ()
    orders: OrderChoice = OrderChoice()
    counted: int | None = None

    @property
    def shows(self) -> Shows:
        if not self.text.strip():
            return Shows.ALL_ORDERS if self.group is Group.ORDERS else Shows.RECENT
        found = self.hits or self.found_for != self.text
        return Shows.RESULTS if found else Shows.NOTHING

    @property
    def listed(self) -> tuple[FindHit, ...]:
        """The hits of the chosen group."""
        hits = (self.recent or ()) if self.shows is Shows.RECENT else self.hits
        return tuple(hit for hit in hits if self.group in (Group.ALL, hit.kind))

    @property
    def waits_for_case(self) -> bool:
        """Whether the case of the chosen row is on its way."""
        return self.chosen is not None and self.case is None and not self.case_fault

    def counts(self) -> dict[Group, int]:
        """How many of each group there are to show."""
        hits = self.hits if self.text.strip() else (self.recent or ())
        return {group: sum(group in (Group.ALL, hit.kind) for hit in hits) for group in Group}
