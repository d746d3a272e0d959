"""The query that says what speaks against a promise before it is made."""

from __future__ import annotations

from datetime import date, datetime

from casedesk.contract.declaration import parameter, query, record
from casedesk.contract.values import Login


@record
class PromiseClash:
    """Another promise of the same person about that time."""

    text: str
    due_at: datetime
    customer_name: str


@record
class PromiseChecked:
    """What is known about a person at a time; `opens_at` is the next working time where nobody works then."""

    keeper: Login
    keeper_name: str
    due_at: datetime
    opens_at: datetime | None
    away_until: date | None
    deputy: str | None
    clashes: tuple[PromiseClash, ...]

    @property
    def is_working_time(self) -> bool:
        return self.opens_at is None


@query(result=PromiseChecked)
class PromiseCheck:
    """Whether a promise could be kept: working time of the team, absence of the person, other promises then."""

    due_at: datetime = parameter("by when it would be promised")
    keeper: Login | None = parameter("who would keep it; oneself when left out", default=None)
