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
    FromClause,
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
_GOLDEN = 0.6180339887498949


@dataclass(frozen=True)
class Sort:
    """A sort as asked for: its field and column, the table, whose id settles ties, and the direction.

    `some_empty` is False where the list holds no row without a value.
    """

    field: Field
    column: ColumnElement[Any]
    table: FromClause
    descending: bool
    some_empty: bool = True

    @property
    def tie(self) -> ColumnElement[Any]:
        return self.table.c.id

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
    narrowed: Select[Any],
    columns: Select[Any],
    sort: Sort,
    limit: int,
    after: str | None,
    *,
    everything: bool,
) -> Page:
    """The rows after the continuation `after`; WrongUsage for one of another list.

    `narrowed` chooses the rows and `columns`, which has `id` among them, says what is read of the few that are
    shown: a sort that follows no index then carries ids only. `everything` is True when nothing narrows the table.
    """
    cursor = _read_cursor(after, sort)
    found = _ids(connection, narrowed, sort, window_limit(limit) + 1, cursor)
    total = cursor.total if cursor else _count(connection, narrowed, str(sort.table), everything=everything)
    shown = found[: window_limit(limit)]
    rows = {row.id: row for row in connection.execute(columns.where(sort.tie.in_([one.id for one in shown])))}
    more = len(found) > len(shown)
    return Page(
        [rows[one.id] for one in shown], total, _cursor_after(shown[-1], sort, total) if more else None
    )


def _ids(
    connection: Connection, narrowed: Select[Any], sort: Sort, limit: int, after: Cursor | None
) -> Sequence[Row[Any]]:
    """`id` and `sort_value` of the rows, those without a value last."""
    statement = narrowed.add_columns(sort.tie.label("id"), sort.column.label("sort_value")).order_by(
        *sort.order
    )
    rows: list[Row[Any]] = []
    if after is None or after.value is not None:
        with_value = statement.where(sort.column.is_not(None), *_behind(sort, after))
        rows += connection.execute(with_value.limit(limit)).all()
    if len(rows) < limit and sort.some_empty and _may_be_empty(sort.column):
        behind = _behind(sort, after) if after is not None and after.value is None else ()
        without = statement.where(sort.column.is_(None), *behind)
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


def _count(connection: Connection, narrowed: Select[Any], table: str, *, everything: bool) -> int:
    """How many rows there are: exact up to COUNTED_EXACTLY, estimated above it, always cheap for the whole table.

    On SQLite the largest rowid counts a table from which nothing is ever deleted; a sample of it estimates what is
    narrowed. On PostgreSQL both estimates are the planner's.
    """
    if everything and (whole := _whole_table(connection, table)) > COUNTED_EXACTLY:
        return whole
    some = narrowed.add_columns(text("1")).limit(COUNTED_EXACTLY + 1).subquery()
    counted = connection.scalar(select(func.count()).select_from(some)) or 0
    if counted <= COUNTED_EXACTLY:
        return counted
    sqlite = connection.dialect.name == "sqlite"
    estimate = _sampled(connection, narrowed, table) if sqlite else _planned(connection, narrowed)
    return max(estimate, counted)


def _whole_table(connection: Connection, table: str) -> int:
    if connection.dialect.name == "sqlite":
        largest = text(f"SELECT coalesce(max(rowid), 0) FROM {table}")  # noqa: S608 (a table's name of ours)
    else:
        largest = text("SELECT reltuples FROM pg_class WHERE oid = CAST(:name AS regclass)").bindparams(
            name=table
        )
    return int(connection.scalar(largest) or 0)


def _sampled(connection: Connection, narrowed: Select[Any], table: str) -> int:
    """The share of rows that match among a few, times all of them.

    The few are strewn by the golden ratio: even steps would meet the same kind of row again and again.
    """
    whole = _whole_table(connection, table)
    chosen = {1 + int(whole * (place * _GOLDEN % 1)) for place in range(_SAMPLE)}
    rowid = literal_column(f"{table}.rowid", Integer)
    sample = narrowed.add_columns(func.count()).where(rowid.in_(sorted(chosen)))
    return round((connection.scalar(sample) or 0) * whole / len(chosen))


def _planned(connection: Connection, narrowed: Select[Any]) -> int:
    plan = connection.execute(Explained(narrowed.add_columns(text("1")))).scalar_one()
    return int(plan[0]["Plan"]["Plan Rows"])
