"""Windows of a long list by keyset, and how many rows it has; the same on both databases, empty values last.

A window is read in two parts, rows with a value of the sort column and rows without: each part follows the
index on both databases, which order NULL differently.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Row,
    Select,
    func,
    literal_column,
    select,
    text,
    tuple_,
)

from casedesk.errors import WrongUsage
from casedesk.rules.fields import Field, FieldType
from casedesk.services.queries.sql_forms import Explained
from casedesk.words import say

MOST_ROWS = 1000
COUNTED_EXACTLY = 10_000
"""Up to so many rows of a filtered list are counted one by one; more are estimated."""

_SAMPLE = 2_000


@dataclass(frozen=True)
class Sort:
    """A sort as asked for: its field, its column, the column that settles ties, and the direction."""

    field: Field
    column: ColumnElement[Any]
    tie: ColumnElement[Any]
    descending: bool

    @property
    def word(self) -> str:
        return f"-{self.field.name}" if self.descending else self.field.name

    @property
    def order(self) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
        if self.descending:
            return self.column.desc(), self.tie.desc()
        return self.column.asc(), self.tie.asc()


@dataclass(frozen=True)
class Cursor:
    """Where a window ended: the last row's sort value and id, and the total that was counted for the first one."""

    value: Any
    id: UUID
    total: int


def sort_word(asked: str) -> tuple[str, bool]:
    """The field's name and whether descending, of "-opened_at"."""
    return asked.removeprefix("-").removeprefix("+"), asked.startswith("-")


@dataclass(frozen=True)
class Page:
    """A window's rows, how many there are in all, and where the next window begins; None after the last one."""

    rows: Sequence[Row[Any]]
    total: int
    next: str | None


def window_limit(asked: int) -> int:
    """How many rows a window may have: what was asked for, between 1 and MOST_ROWS."""
    return max(1, min(asked, MOST_ROWS))


def read_window(
    connection: Connection,
    everything: Select[Any],
    sort: Sort,
    limit: int,
    after: str | None,
    table: str,
    *,
    narrowed: bool,
) -> Page:
    """The rows after the continuation `after`; `narrowed` when the statement does not ask for the whole `table`.

    Rows have the statement's columns, among them `id`. WrongUsage for an `after` of another list.
    """
    cursor = _read_cursor(after, sort)
    found = _rows(connection, everything, sort, window_limit(limit) + 1, cursor)
    total = cursor.total if cursor else count_rows(connection, everything, table, narrowed=narrowed)
    rows = found[: window_limit(limit)]
    more = len(found) > len(rows)
    return Page(rows, total, _cursor_after(rows[-1], sort, total) if more else None)


def _rows(
    connection: Connection, statement: Select[Any], sort: Sort, limit: int, after: Cursor | None
) -> Sequence[Row[Any]]:
    labelled = statement.add_columns(sort.column.label("sort_value")).order_by(*sort.order)
    rows: list[Row[Any]] = []
    if after is None or after.value is not None:
        with_value = labelled.where(sort.column.is_not(None), *_behind(sort, after))
        rows += connection.execute(with_value.limit(limit)).all()
    if len(rows) < limit and _may_be_empty(sort.column):
        behind = _behind(sort, after) if after is not None and after.value is None else ()
        without = labelled.where(sort.column.is_(None), *behind)
        rows += connection.execute(without.limit(limit - len(rows))).all()
    return rows


def _behind(sort: Sort, after: Cursor | None) -> tuple[ColumnElement[bool], ...]:
    if after is None:
        return ()
    if after.value is None:
        return (sort.tie < after.id if sort.descending else sort.tie > after.id,)
    here, there = (
        tuple_(sort.column, sort.tie),
        tuple_(after.value, after.id, types=(sort.column.type, sort.tie.type)),
    )
    return (here < there if sort.descending else here > there,)


def _may_be_empty(column: ColumnElement[Any]) -> bool:
    return bool(getattr(column, "nullable", True))


def _cursor_after(row: Row[Any], sort: Sort, total: int) -> str:
    """Opaque text that continues after a row."""
    value = row.sort_value
    written = value.isoformat() if isinstance(value, date) else None if value is None else str(value)
    packed = json.dumps([sort.word, written, str(row.id), total], separators=(",", ":"))
    return base64.urlsafe_b64encode(packed.encode()).decode().rstrip("=")


def _read_cursor(written: str | None, sort: Sort) -> Cursor | None:
    """The cursor of `after`; WrongUsage for text that is none or belongs to another sort."""
    if written is None:
        return None
    try:
        packed = base64.urlsafe_b64decode(written + "=" * (-len(written) % 4))
        word, value, last, total = json.loads(packed)
        if word != sort.word:
            raise ValueError(word)
        return Cursor(None if value is None else _read_value(sort.field, value), UUID(last), int(total))
    except (ValueError, TypeError, ArithmeticError, AttributeError, binascii.Error):
        raise WrongUsage(
            say(
                "“$after” is not where a window of this list ended. Use the `next` of the window before, with the same"
                " sort.",
                after=written,
            ),
            parameter="after",
        ) from None


def _read_value(field: Field, written: str) -> Any:
    if field.type is FieldType.DAY:
        return date.fromisoformat(written)
    if field.type is FieldType.INSTANT:
        return datetime.fromisoformat(written)
    return Decimal(written) if field.type is FieldType.AMOUNT else written


def count_rows(connection: Connection, everything: Select[Any], table: str, *, narrowed: bool) -> int:
    """How many rows a list has: exact up to COUNTED_EXACTLY, estimated above it, always cheap for the whole table.

    On SQLite the largest rowid counts a table from which nothing is ever deleted; a sample of it estimates a
    filter. On PostgreSQL both estimates are the planner's.
    """
    sqlite = connection.dialect.name == "sqlite"
    whole = 0 if narrowed and not sqlite else _whole_table(connection, table)
    if not narrowed and whole > COUNTED_EXACTLY:
        return whole
    some = everything.with_only_columns(text("1")).order_by(None).limit(COUNTED_EXACTLY + 1).subquery()
    counted = connection.scalar(select(func.count()).select_from(some)) or 0
    if counted <= COUNTED_EXACTLY:
        return counted
    estimate = _sampled(connection, everything, table, whole) if sqlite else _planned(connection, everything)
    return max(estimate, counted)


def _whole_table(connection: Connection, table: str) -> int:
    if connection.dialect.name == "sqlite":
        largest = text(f"SELECT coalesce(max(rowid), 0) FROM {table}")  # noqa: S608 (a table's name of ours)
    else:
        largest = text("SELECT reltuples FROM pg_class WHERE oid = CAST(:name AS regclass)").bindparams(
            name=table
        )
    return int(connection.scalar(largest) or 0)


def _sampled(connection: Connection, everything: Select[Any], table: str, whole: int) -> int:
    """The share of rows that match among a few spread evenly over the table, times all of them."""
    step = max(1, whole // _SAMPLE)
    chosen = list(range(1, whole + 1, step))
    rowid = literal_column(f"{table}.rowid", Integer)
    sample = everything.with_only_columns(func.count()).order_by(None).where(rowid.in_(chosen))
    return round((connection.scalar(sample) or 0) * whole / len(chosen))


def _planned(connection: Connection, everything: Select[Any]) -> int:
    plan = connection.execute(Explained(everything.with_only_columns(text("1")).order_by(None))).scalar_one()
    return int(plan[0]["Plan"]["Plan Rows"])
