"""Money entries: invoiced, paid, credited, disputed; dated and append-only."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from casedesk.db.base import Base, Id, Instant, Money, Word, one_of
from casedesk.rules.vocabulary import MoneyKind


class MoneyEntry(Base):
    """An amount on an order, or on account of the case; a mistake is reversed by a counter-entry.

    The amount is positive in every kind; only a reversal is negative. Balance = invoiced - paid - credited.
    """

    __tablename__ = "money_entries"
    __table_args__ = (
        one_of("kind", MoneyKind),
        CheckConstraint("(reverses_id IS NULL) = (amount >= 0)", name="only_reversals_negative"),
        UniqueConstraint("source", "external", name="uq_money_entries_source_external"),
        Index("ix_money_entries_case", "case_id", "booked_on"),
        Index("ix_money_entries_order", "order_id"),
    )

    id: Mapped[Id]
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.customer_id"))
    order_id: Mapped[UUID | None] = mapped_column(ForeignKey("orders.id"))
    kind: Mapped[Word]
    amount: Mapped[Money]
    currency: Mapped[str] = mapped_column(String(3))
    booked_on: Mapped[date]
    reference: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    reverses_id: Mapped[UUID | None] = mapped_column(ForeignKey("money_entries.id"), unique=True)
    recorded_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
    recorded_at: Mapped[Instant]
    source: Mapped[str | None]
    external: Mapped[str | None]
