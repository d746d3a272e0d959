"""Events a customer can come with, and the requests that follow from them."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from casedesk.db.base import Base, Id, Instant, JsonList, Versioned, Word, one_of
from casedesk.models.ownership import Owned, owned_checks
from casedesk.rules.states import RequestState


class Event(Base):
    """One of the things that can happen with a customer, in the customer's words."""

    __tablename__ = "events"

    key: Mapped[Word] = mapped_column(String(40), primary_key=True)
    position: Mapped[int]
    name: Mapped[str]
    synonyms: Mapped[JsonList]
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("teams.id"))
    active: Mapped[bool] = mapped_column(default=True)


class Request(Owned, Versioned, Base):
    """Something a customer asks for that is not itself an order."""

    __tablename__ = "requests"
    __table_args__ = (
        one_of("state", RequestState, name="state_known"),
        *owned_checks((RequestState.CLOSED,)),
        CheckConstraint(
            "state <> 'waiting' OR (waiting_for <> '' AND follow_up_on IS NOT NULL)", name="waiting_named"
        ),
        Index("ix_requests_case", "case_id", "state"),
        Index("ix_requests_owner", "owner_id", "state"),
        Index("ix_requests_queue", "queue_id", "queued_at"),
    )

    id: Mapped[Id]
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.customer_id"))
    order_id: Mapped[UUID | None] = mapped_column(ForeignKey("orders.id"))
    event_key: Mapped[Word] = mapped_column(ForeignKey("events.key"))
    wants: Mapped[str]
    state: Mapped[Word]
    due_at: Mapped[Instant | None]
    waiting_for: Mapped[str] = mapped_column(default="")
    waiting_what: Mapped[str] = mapped_column(default="")
    follow_up_on: Mapped[date | None]
    outcome: Mapped[str] = mapped_column(default="")
    expectation_met: Mapped[bool | None]
    opened_at: Mapped[Instant]
    opened_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
    settled_at: Mapped[Instant | None]
    closed_at: Mapped[Instant | None]
    times_reopened: Mapped[int] = mapped_column(default=0)
