"""Customers with their contact points, persons and premises."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from casedesk.db.base import Base, Id, Instant, Json, Versioned, Word, one_of
from casedesk.rules.vocabulary import Channel, ContactPointKind, CustomerKind


class Customer(Versioned, Base):
    """A person or an organisation, from the first contact on: a name or a phone number is enough.

    The deferred foreign key to `cases` makes the database refuse a customer without a case.
    """

    __tablename__ = "customers"
    __table_args__ = (
        one_of("kind", CustomerKind),
        one_of("preferred_channel", Channel),
        UniqueConstraint("source", "external", name="uq_customers_source_external"),
        CheckConstraint("(source IS NULL) = (external IS NULL)", name="source_complete"),
        Index("ix_customers_name", "name", "id"),
    )

    id: Mapped[Id] = mapped_column(
        ForeignKey("cases.customer_id", use_alter=True, deferrable=True, initially="DEFERRED"),
        primary_key=True,
    )
    kind: Mapped[Word]
    name: Mapped[str]
    salutation: Mapped[str] = mapped_column(default="")
    language: Mapped[Word]
    zone: Mapped[str]
    since_on: Mapped[date]
    preferred_channel: Mapped[Word | None]
    contact_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    source: Mapped[str | None]
    external: Mapped[str | None]
    extra: Mapped[Json] = mapped_column(default=dict)


class ContactPoint(Versioned, Base):
    """A phone, an e-mail or a postal address of a customer; `typed` is what was typed, `normal` its normal form."""

    __tablename__ = "contact_points"
    __table_args__ = (
        one_of("kind", ContactPointKind),
        Index("ix_contact_points_customer", "customer_id", "position"),
    )

    id: Mapped[Id]
    customer_id: Mapped[UUID] = mapped_column(ForeignKey("customers.id"))
    kind: Mapped[Word]
    position: Mapped[int]
    label: Mapped[str] = mapped_column(default="")
    typed: Mapped[str]
    normal: Mapped[str | None]
    street: Mapped[str | None]
    postcode: Mapped[str | None]
    city: Mapped[str | None]
    region: Mapped[str | None]
    country: Mapped[str | None]
    ended_at: Mapped[Instant | None]


class Person(Versioned, Base):
    """Someone at or for the customer and what they may be told."""

    __tablename__ = "persons"
    __table_args__ = (Index("ix_persons_customer", "customer_id", "position"),)

    id: Mapped[Id]
    customer_id: Mapped[UUID] = mapped_column(ForeignKey("customers.id"))
    position: Mapped[int]
    name: Mapped[str]
    role: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    may_be_told: Mapped[str] = mapped_column(default="")
    ended_at: Mapped[Instant | None]


class Premises(Versioned, Base):
    """A place of service with its own time zone and access notes."""

    __tablename__ = "premises"
    __table_args__ = (Index("ix_premises_customer", "customer_id"),)

    id: Mapped[Id]
    customer_id: Mapped[UUID] = mapped_column(ForeignKey("customers.id"))
    label: Mapped[str] = mapped_column(default="")
    street: Mapped[str] = mapped_column(default="")
    postcode: Mapped[str] = mapped_column(default="")
    city: Mapped[str] = mapped_column(default="")
    region: Mapped[str] = mapped_column(default="")
    country: Mapped[str] = mapped_column(default="")
    zone: Mapped[str]
    access_notes: Mapped[str] = mapped_column(default="")


class Consent(Versioned, Base):
    """Whether the customer allows to be written to by a channel."""

    __tablename__ = "consents"
    __table_args__ = (one_of("channel", Channel),)

    customer_id: Mapped[UUID] = mapped_column(ForeignKey("customers.id"), primary_key=True)
    channel: Mapped[Word] = mapped_column(primary_key=True)
    allowed: Mapped[bool]
    said_at: Mapped[Instant]
