"""The column vocabulary of `db/base.py` keeps what it was given, on both databases."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some
from sqlalchemy import Column, Engine, Integer, MetaData, Table, create_engine, func, insert, select
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import StatementError

from casedesk.db.base import Amount, UtcInstant

KEPT = Table(
    "kept",
    MetaData(),
    Column("place", Integer, primary_key=True),
    Column("amount", Amount),
    Column("at", UtcInstant),
)

AMOUNTS = [
    "0", "1", "-1", "0.1", "0.000001", "-0.000001", "19.99", "1234567.891234", "-99999999.999999",
    "999999999999.999999", "100", "1E+3",
]  # fmt: skip

ONE_MOMENT = [
    datetime(2026, 11, 24, 10, 42, 5, 123456, tzinfo=UTC),
    datetime(2026, 11, 24, 11, 42, 5, 123456, tzinfo=ZoneInfo("Europe/Berlin")),
    datetime(2026, 11, 24, 16, 12, 5, 123456, tzinfo=timezone(timedelta(hours=5, minutes=30))),
    datetime(2026, 11, 23, 23, 42, 5, 123456, tzinfo=timezone(timedelta(hours=-11))),
]

MOMENTS = [
    datetime(1899, 12, 31, 23, 59, 59, 999999, tzinfo=UTC),
    datetime(2026, 10, 25, 2, 30, tzinfo=ZoneInfo("Europe/Berlin"), fold=0),
    datetime(2026, 10, 25, 2, 30, tzinfo=ZoneInfo("Europe/Berlin"), fold=1),
    datetime(2100, 1, 1, tzinfo=timezone(timedelta(hours=14))),
]


@pytest.fixture
def engine(blank_database: str) -> Iterator[Engine]:
    """A database with one table of the vocabulary's types, once of each kind."""
    opened = create_engine(blank_database)
    KEPT.create(opened)
    yield opened
    opened.dispose()


def keep_amounts(engine: Engine, amounts: Sequence[Decimal | int | None]) -> None:
    with engine.begin() as connection:
        connection.execute(insert(KEPT), [{"amount": one} for one in amounts])


def kept_amounts(engine: Engine) -> list[Decimal | None]:
    with engine.connect() as connection:
        return list(connection.scalars(select(KEPT.c.amount).order_by(KEPT.c.place)))


def keep_instant(engine: Engine, at: datetime | None) -> None:
    with engine.begin() as connection:
        connection.execute(insert(KEPT).values(at=at))


def kept_instants(engine: Engine) -> list[datetime | None]:
    with engine.connect() as connection:
        return list(connection.scalars(select(KEPT.c.at).order_by(KEPT.c.place)))


# Amounts


def test_an_amount_comes_back_exactly(engine: Engine) -> None:
    amounts = [Decimal(one) for one in AMOUNTS]
    keep_amounts(engine, [*amounts, None, 7])
    assert kept_amounts(engine) == [*amounts, None, Decimal(7)]


def test_an_amount_is_a_decimal_whatever_was_kept(engine: Engine) -> None:
    keep_amounts(engine, [3, Decimal("0.1")])
    assert [type(one) for one in kept_amounts(engine)] == [Decimal, Decimal]


@pytest.mark.parametrize("text", ["0.0000001", "1.2345678", "1." + "0" * 30 + "1", "123456789012.1234567"])
def test_an_amount_with_more_than_six_places_is_refused(engine: Engine, text: str) -> None:
    with pytest.raises(StatementError, match="more than 6 places"):
        keep_amounts(engine, [Decimal(text)])
    assert kept_amounts(engine) == []


@pytest.mark.parametrize("text", ["NaN", "sNaN", "-Infinity", "1000000000000"])
def test_what_one_database_could_not_keep_is_refused_by_both(engine: Engine, text: str) -> None:
    with pytest.raises(StatementError, match=r"is no amount|too large"):
        keep_amounts(engine, [Decimal(text)])


def test_zeros_at_the_end_are_no_places(engine: Engine) -> None:
    keep_amounts(engine, [Decimal("2.50000000000")])
    assert kept_amounts(engine) == [Decimal("2.5")]


def test_a_sum_is_exact(engine: Engine) -> None:
    keep_amounts(engine, [Decimal("0.1")] * 10 + [Decimal("0.000001"), Decimal("-1000000.01"), None])
    with engine.connect() as connection:
        total = connection.scalar(select(func.sum(KEPT.c.amount)))
    assert total == Decimal("-999999.009999")


def test_amounts_are_compared_and_sorted_as_numbers(engine: Engine) -> None:
    keep_amounts(engine, [Decimal(one) for one in ("10", "9.99", "-10", "-9.99", "9.990001")])
    with engine.connect() as connection:
        above = connection.scalars(select(KEPT.c.amount).where(KEPT.c.amount > Decimal("9.99"))).all()
        in_order = connection.scalars(select(KEPT.c.amount).order_by(KEPT.c.amount)).all()
    assert sorted(above) == [Decimal("9.990001"), Decimal("10")]
    assert in_order == [Decimal(one) for one in ("-10", "-9.99", "9.99", "9.990001", "10")]


@given(some.decimals(min_value=1 - 10**12, max_value=10**12 - 1, places=6))
def test_scaling_for_sqlite_loses_nothing(amount: Decimal) -> None:
    column, dialect = Amount(), sqlite.dialect()
    scaled = column.process_bind_param(amount, dialect)
    assert isinstance(scaled, int)
    assert column.process_result_value(scaled, dialect) == amount


# Instants


@pytest.mark.parametrize("moment", ONE_MOMENT, ids=str)
def test_an_instant_comes_back_in_utc_whatever_its_offset(engine: Engine, moment: datetime) -> None:
    keep_instant(engine, moment)
    (kept,) = kept_instants(engine)
    assert kept is not None
    assert (kept, kept.utcoffset()) == (ONE_MOMENT[0], timedelta(0))
    assert kept.isoformat() == "2026-11-24T10:42:05.123456+00:00"


@pytest.mark.parametrize("moment", MOMENTS, ids=str)
def test_hard_instants_come_back_to_the_microsecond(engine: Engine, moment: datetime) -> None:
    keep_instant(engine, moment)
    assert kept_instants(engine) == [moment.astimezone(UTC)]


def test_a_naive_instant_is_refused(engine: Engine) -> None:
    with pytest.raises(StatementError, match="an instant needs an offset"):
        keep_instant(engine, datetime(2026, 11, 24, 10, 42))
    with engine.connect() as connection, pytest.raises(StatementError, match="an instant needs an offset"):
        connection.execute(select(KEPT.c.place).where(KEPT.c.at == datetime(2026, 11, 24, 10, 42)))
    assert kept_instants(engine) == []


def test_no_instant_stays_none(engine: Engine) -> None:
    keep_instant(engine, None)
    assert kept_instants(engine) == [None]


def test_instants_of_different_offsets_are_compared_and_sorted_by_time(engine: Engine) -> None:
    early, late = ONE_MOMENT[3], ONE_MOMENT[1] + timedelta(microseconds=1)
    for moment in (late, early):
        keep_instant(engine, moment)
    with engine.connect() as connection:
        in_order = connection.scalars(select(KEPT.c.at).order_by(KEPT.c.at)).all()
        same = connection.scalars(select(KEPT.c.place).where(KEPT.c.at == ONE_MOMENT[2])).all()
    assert in_order == [early, late]
    assert same == [2]
