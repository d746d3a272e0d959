"""What we said we would do for the customer, by when, by whom."""

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from casedesk.db.base import Base, Id, Instant, Versioned, Word, one_of
from casedesk.rules.states import PromiseState


class Promise(Versioned, Base):
    """Open, kept, kept late or released; broken is not stored, it is open and past its time wherever it is read."""

    __tablename__ = "promises"
    __table_args__ = (
        one_of("state", PromiseState, name="state_known"),
        CheckConstraint("(state IN ('kept', 'kept_late')) = (kept_at IS NOT NULL)", name="kept_has_time"),
        Index("ix_promises_case", "case_id", "state"),
        Index("ix_promises_keeper_due", "keeper_id", "state", "due_at"),
        Index("ix_promises_due", "state", "due_at"),
    )

    id: Mapped[Id]
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.customer_id"))
    order_id: Mapped[UUID | None] = mapped_column(ForeignKey("orders.id"))
    request_id: Mapped[UUID | None] = mapped_column(ForeignKey("requests.id"))
    text: Mapped[str]
    due_at: Mapped[Instant]
    first_due_at: Mapped[Instant]
    keeper_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
    state: Mapped[Word]
    made_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
    made_at: Mapped[Instant]
    moves: Mapped[int] = mapped_column(default=0)
    kept_at: Mapped[Instant | None]
    settled_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    settled_at: Mapped[Instant | None]
    note: Mapped[str] = mapped_column(default="")
