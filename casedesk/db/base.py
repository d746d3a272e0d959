"""The declarative base and the column vocabulary every table is written in; it knows no table.

To add a column type: a TypeDecorator here, its round trip in `tests/services/test_column_types.py`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    DateTime,
    Dialect,
    Index,
    MetaData,
    Numeric,
    String,
    Uuid,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column
from sqlalchemy.types import TypeDecorator, TypeEngine

from casedesk.rules.money import AMOUNT_LIMIT, AMOUNT_PLACES, has_more_places


class UtcInstant(TypeDecorator[datetime]):
    """An instant: timestamptz on PostgreSQL, UTC text on SQLite; a naive value is refused, never guessed."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(DateTime(timezone=dialect.name == "postgresql"))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} is naive; an instant needs an offset")
        utc = value.astimezone(UTC)
        return utc if dialect.name == "postgresql" else utc.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


class Amount(TypeDecorator[Decimal]):
    """An exact decimal with six places: NUMERIC on PostgreSQL, a scaled integer on SQLite.

    SQLite has no decimal type and would keep a float; scaled integers add and compare exactly. What would be
    rounded, is no number or does not fit is refused here: PostgreSQL would round it and keep a NaN.
    """

    impl = Numeric
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        exact = Numeric(20, AMOUNT_PLACES) if dialect.name == "postgresql" else BigInteger()
        return dialect.type_descriptor(exact)

    def process_bind_param(self, value: Decimal | int | None, dialect: Dialect) -> Decimal | int | None:
        if value is None:
            return None
        scaled = _scaled(Decimal(value))
        return value if dialect.name == "postgresql" else scaled

    def process_result_value(self, value: Decimal | int | None, dialect: Dialect) -> Decimal | None:
        if value is None:
            return None
        if dialect.name == "postgresql":
            return Decimal(value)
        return Decimal(value).scaleb(-AMOUNT_PLACES)


class JsonText(TypeDecorator[Any]):
    """Lists and dictionaries: jsonb on PostgreSQL, JSON text on SQLite."""

    impl = JSON
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name != "postgresql":
            return dialect.type_descriptor(JSON())
        # Loads the dialects of all PostgreSQL drivers, which a desk on SQLite never needs.
        from sqlalchemy.dialects.postgresql import JSONB

        return dialect.type_descriptor(JSONB())


def _scaled(amount: Decimal) -> int:
    """The amount in millionths, which fit 64 bits; ValueError when it is no whole number of them."""
    if not amount.is_finite():
        raise ValueError(f"{amount} is no amount")
    if abs(amount) >= AMOUNT_LIMIT:
        raise ValueError(f"{amount} is too large for an amount")
    if has_more_places(amount):
        raise ValueError(f"{amount} has more than {AMOUNT_PLACES} places")
    return int(amount.scaleb(AMOUNT_PLACES))


Id = Annotated[UUID, mapped_column(Uuid, primary_key=True)]
Instant = Annotated[datetime, mapped_column(UtcInstant)]
Money = Annotated[Decimal, mapped_column(Amount)]
Word = Annotated[str, mapped_column(String(40))]
Json = Annotated[dict[str, Any], mapped_column(JsonText)]
JsonList = Annotated[list[str], mapped_column(JsonText)]


class Base(DeclarativeBase):
    """Every table; constraint names follow one convention so that migrations can name them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Versioned:
    """A row that two people may change: every save raises `version`, a stale one is refused."""

    version: Mapped[int] = mapped_column(default=1)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.version}


def one_of(column: str, words: Iterable[str], *, name: str | None = None) -> CheckConstraint:
    """A CHECK that a column holds one of the words; NULL passes, as always in SQL."""
    listed = ", ".join(f"'{word}'" for word in words)
    return CheckConstraint(f"{column} IN ({listed})", name=name or f"{column}_known")


def index_where(name: str, *columns: str, where: str, unique: bool = False) -> Index:
    """An index over the rows that meet a condition; its migration says the condition for both databases.

    Here it stands for SQLite alone: SQLAlchemy would load every PostgreSQL driver's dialect to check
    `postgresql_where`, at each start of each desk.
    """
    return Index(name, *columns, unique=unique, sqlite_where=text(where))
