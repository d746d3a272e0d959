"""Who owns open work: the owned columns, the ownership history and handovers."""

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from casedesk.db.base import Base, Id, Instant, Versioned, Word, one_of
from casedesk.rules.states import HandoverState
from casedesk.rules.vocabulary import OwnedKind, OwnershipHow


class Owned:
    """Columns of work that has exactly one owner or sits in one team's queue, with a next step while open."""

    next_step: Mapped[str] = mapped_column(default="")
    next_step_due_at: Mapped[Instant | None]
    queued_at: Mapped[Instant | None]

    @declared_attr
    def owner_id(cls) -> Mapped[UUID | None]:
        return mapped_column(ForeignKey("staff.id"))

    @declared_attr
    def queue_id(cls) -> Mapped[UUID | None]:
        return mapped_column(ForeignKey("teams.id"))


def owned_checks(closed_states: tuple[str, ...]) -> tuple[CheckConstraint, ...]:
    """CHECKs that open work has an owner or a queue, never both or neither, and a next step with its time."""
    closed = "state IN ({})".format(", ".join(f"'{state}'" for state in closed_states))
    return (
        CheckConstraint(f"{closed} OR (owner_id IS NULL) <> (queue_id IS NULL)", name="owner_or_queue"),
        CheckConstraint("(queue_id IS NULL) = (queued_at IS NULL)", name="queue_clock"),
        CheckConstraint(f"{closed} OR (next_step <> '' AND next_step_due_at IS NOT NULL)", name="next_step"),
    )


class Ownership(Base):
    """One line of who owned it since when, and how it came; append-only."""

    __tablename__ = "ownerships"
    __table_args__ = (
        one_of("subject_kind", OwnedKind),
        one_of("how", OwnershipHow),
        CheckConstraint("(owner_id IS NULL) <> (queue_id IS NULL)", name="owner_or_queue"),
        Index("ix_ownerships_subject", "subject_id", "since"),
    )

    id: Mapped[Id]
    subject_kind: Mapped[Word]
    subject_id: Mapped[UUID]
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    queue_id: Mapped[UUID | None] = mapped_column(ForeignKey("teams.id"))
    since: Mapped[Instant]
    how: Mapped[Word]
    note: Mapped[str] = mapped_column(default="")
    by_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))


class Handover(Versioned, Base):
    """Work offered to a person or a team with a note and what is still owed; the giver stays owner until a yes."""

    __tablename__ = "handovers"
    __table_args__ = (
        one_of("subject_kind", OwnedKind),
        one_of("state", HandoverState, name="state_known"),
        CheckConstraint("(receiver_id IS NULL) <> (team_id IS NULL)", name="person_or_team"),
        Index("ix_handovers_receiver", "receiver_id", "state"),
        Index("ix_handovers_subject", "subject_id", "state"),
    )

    id: Mapped[Id]
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.customer_id"))
    subject_kind: Mapped[Word]
    subject_id: Mapped[UUID]
    giver_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
    receiver_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("teams.id"))
    note: Mapped[str]
    owed: Mapped[str] = mapped_column(default="")
    state: Mapped[Word]
    offered_at: Mapped[Instant]
    expires_at: Mapped[Instant]
    answered_at: Mapped[Instant | None]
    reason: Mapped[str] = mapped_column(default="")
