"""The one case record per customer, its append-only entries and what was said in interactions."""

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casedesk.db.base import Base, Id, Instant, Word, one_of
from casedesk.models.order import Order
from casedesk.models.request import Request
from casedesk.rules.vocabulary import CallOutcome, Channel, Direction, EntryKind


class Case(Base):
    """One per customer with the same id; `last_seq` and `head_digest` are the end of its chain of entries.

    Writers of one case follow each other by the lock on this row, not by a version: entries only add.
    """

    __tablename__ = "cases"

    customer_id: Mapped[Id] = mapped_column(
        ForeignKey("customers.id", deferrable=True, initially="DEFERRED"), primary_key=True
    )
    opened_at: Mapped[Instant]
    opened_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
    last_seq: Mapped[int] = mapped_column(default=0)
    head_digest: Mapped[str] = mapped_column(String(64), default="")
    last_entry_at: Mapped[Instant | None]


class Entry(Base):
    """One fact of a case, append-only: the timeline and the history are the same rows.

    `at` is when it happened, `recorded_at` when it was written. A correction names the entry it corrects.
    What the entry says about people stands apart in `entry_values` or `interactions`; the digest covers salted
    digests of these values, so that the chain still verifies after they were erased.
    """

    __tablename__ = "entries"
    __table_args__ = (
        one_of("kind", EntryKind),
        UniqueConstraint("case_id", "seq", name="uq_entries_case_seq"),
        CheckConstraint("(case_id IS NULL) = (seq IS NULL)", name="seq_with_case"),
        Index("ix_entries_case_at", "case_id", "at", "id"),
        Index("ix_entries_order_at", "order_id", "at", "id"),
        Index("ix_entries_subject", "subject_id"),
    )

    id: Mapped[Id]
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("cases.customer_id"))
    seq: Mapped[int | None]
    kind: Mapped[Word]
    command: Mapped[str] = mapped_column(String(60))
    at: Mapped[Instant]
    recorded_at: Mapped[Instant]
    author_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
    order_id: Mapped[UUID | None] = mapped_column(ForeignKey("orders.id"))
    request_id: Mapped[UUID | None] = mapped_column(ForeignKey("requests.id"))
    subject_id: Mapped[UUID | None]
    corrects_id: Mapped[UUID | None] = mapped_column(ForeignKey("entries.id"))
    previous_digest: Mapped[str] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(String(64))
    order: Mapped[Order | None] = relationship(lazy="raise")
    request: Mapped[Request | None] = relationship(lazy="raise")


class EntryValue(Base):
    """An old and a new value of an entry, kept apart from the chain so that they can be erased."""

    __tablename__ = "entry_values"

    entry_id: Mapped[UUID] = mapped_column(ForeignKey("entries.id"), primary_key=True)
    field: Mapped[str] = mapped_column(String(60), primary_key=True)
    old: Mapped[str | None]
    new: Mapped[str | None]
    salt: Mapped[str] = mapped_column(String(32))
    entry: Mapped[Entry] = relationship(lazy="raise")


class Interaction(Base):
    """A call, e-mail, letter, SMS, visit, counter talk or note; append-only, its id is its entry's id.

    A call whose caller is unknown has no case: it waits on the list of callers without a case.
    """

    __tablename__ = "interactions"
    __table_args__ = (
        one_of("channel", Channel),
        one_of("direction", Direction),
        one_of("outcome", CallOutcome),
        CheckConstraint("ended_at IS NULL OR ended_at >= started_at", name="in_order"),
        Index("ix_interactions_case_started", "case_id", "started_at"),
        Index("ix_interactions_logged", "logged_at", "id"),
    )

    id: Mapped[Id]
    entry_id: Mapped[UUID] = mapped_column(ForeignKey("entries.id"), unique=True)
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("cases.customer_id"))
    order_id: Mapped[UUID | None] = mapped_column(ForeignKey("orders.id"))
    request_id: Mapped[UUID | None] = mapped_column(ForeignKey("requests.id"))
    channel: Mapped[Word]
    direction: Mapped[Word]
    outcome: Mapped[Word | None]
    event_key: Mapped[Word | None] = mapped_column(ForeignKey("events.key"))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    spoken_with: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    started_at: Mapped[Instant]
    ended_at: Mapped[Instant | None]
    summary: Mapped[str]
    folded: Mapped[str]
    logged_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
    logged_at: Mapped[Instant]
    entry: Mapped[Entry] = relationship(lazy="raise")
