"""What was decided, by whom, under which rule and authority."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from casedesk.db.base import Base, Id, Instant, Versioned, Word, one_of
from casedesk.rules.states import DecisionState
from casedesk.rules.vocabulary import DecisionMode


class Decision(Versioned, Base):
    """A decision in force stands at the top of the case until it expires or is revoked with a reason."""

    __tablename__ = "decisions"
    __table_args__ = (
        one_of("state", DecisionState, name="state_known"),
        one_of("mode", DecisionMode),
        CheckConstraint("state NOT IN ('revoked', 'refused') OR reason <> ''", name="reason_given"),
        Index("ix_decisions_case", "case_id", "state"),
    )

    id: Mapped[Id]
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.customer_id"))
    order_id: Mapped[UUID | None] = mapped_column(ForeignKey("orders.id"))
    request_id: Mapped[UUID | None] = mapped_column(ForeignKey("requests.id"))
    question: Mapped[str]
    outcome: Mapped[str]
    rule: Mapped[Word]
    mode: Mapped[Word]
    state: Mapped[Word]
    decided_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
    decided_at: Mapped[Instant]
    settled_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    settled_at: Mapped[Instant | None]
    valid_until: Mapped[date | None]
    reason: Mapped[str] = mapped_column(default="")
    no_second_reader: Mapped[bool] = mapped_column(default=False)
