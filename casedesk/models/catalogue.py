"""What the company sells, who the company is, and what kind of database this is."""

from datetime import date
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from casedesk.db.base import Base, Id, Instant, Json, Money, Versioned, Word, one_of
from casedesk.rules.vocabulary import Charge, DatabaseKind


class Product(Versioned, Base):
    """Something that can be ordered, with list price and the milestone template it is delivered by."""

    __tablename__ = "products"
    __table_args__ = (
        one_of("charge", Charge),
        UniqueConstraint("source", "external", name="uq_products_source_external"),
    )

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str]
    detail: Mapped[str] = mapped_column(default="")
    service: Mapped[Word]
    charge: Mapped[Word]
    price: Mapped[Money]
    setup_price: Mapped[Money]
    currency: Mapped[str] = mapped_column(String(3))
    term_months: Mapped[int] = mapped_column(default=0)
    template_key: Mapped[Word]
    active: Mapped[bool] = mapped_column(default=True)
    source: Mapped[str | None]
    external: Mapped[str | None]
    extra: Mapped[Json] = mapped_column(default=dict)


class Company(Versioned, Base):
    """The one row about the company whose desk this is."""

    __tablename__ = "company"
    __table_args__ = (CheckConstraint("id = 1", name="single"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str]
    legal_name: Mapped[str]
    street: Mapped[str] = mapped_column(default="")
    postcode: Mapped[str] = mapped_column(default="")
    city: Mapped[str] = mapped_column(default="")
    country: Mapped[str] = mapped_column(String(2))
    phone: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    currency: Mapped[str] = mapped_column(String(3))
    language: Mapped[Word]
    zone: Mapped[str]
    prices_include_tax: Mapped[bool] = mapped_column(default=True)
    tax_words: Mapped[str] = mapped_column(default="")
    late_words: Mapped[str] = mapped_column(default="")
    cancel_days: Mapped[int] = mapped_column(default=14)
    loyal_years: Mapped[int] = mapped_column(default=5)
    go_live_on: Mapped[date]
    headed_paper: Mapped[bool] = mapped_column(default=False)
    logo_id: Mapped[UUID | None] = mapped_column(ForeignKey("stored_files.id"))
    default_team_id: Mapped[UUID] = mapped_column(ForeignKey("teams.id"))


class Installation(Base):
    """Written once when the database is created and never changed: its kind and the key of its order numbers."""

    __tablename__ = "installation"
    __table_args__ = (CheckConstraint("id = 1", name="single"), one_of("kind", DatabaseKind))

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[Word]
    number_key: Mapped[int] = mapped_column(BigInteger)
    created_at: Mapped[Instant]


class Counter(Base):
    """A counter row: order positions on SQLite (PostgreSQL has a sequence), invoice numbers without gaps."""

    __tablename__ = "counters"

    name: Mapped[Word] = mapped_column(String(40), primary_key=True)
    value: Mapped[int] = mapped_column(BigInteger)
