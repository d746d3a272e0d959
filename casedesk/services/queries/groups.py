"""Counts and exact sums by group, the largest group first; it knows no table."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal_column

from casedesk.contract.customers import GroupRow
from casedesk.db.base import Amount
from casedesk.rules.money import rounded
from casedesk.services.reader import Reader

_KEY = "group_key"


def grouped(
    reader: Reader,
    everything: Select[Any],
    key: ColumnElement[Any],
    summed: Mapping[str, ColumnElement[Any]],
    limit: int,
) -> tuple[tuple[()], tuple[GroupRow, ...], int]:
    """(no rows, the groups, how many rows there are in all groups); sums are rounded once, at the end."""
    # Named, because the key holds parameters: repeated in GROUP BY they would make another expression.
    named: ColumnElement[Any] = literal_column(_KEY)
    statement = (
        everything.add_columns(
            key.label(_KEY),
            func.count().label("n"),
            func.sum(func.count()).over().label("total"),
            *(func.sum(one).label(name) for name, one in summed.items()),
        )
        .group_by(named)
        .order_by(func.count().desc(), named.nulls_last())
        .limit(limit)
    )
    rows = reader.connection.execute(statement).all()
    groups = tuple(_group(row, summed, reader.company.currency) for row in rows)
    return (), groups, int(rows[0].total) if rows else 0


def _group(row: Any, summed: Mapping[str, ColumnElement[Any]], currency: str) -> GroupRow:
    sums = {name: _sum(getattr(row, name), one, currency) for name, one in summed.items()}
    return GroupRow(key=_key(row.group_key), count=row.n, sums=sums)


def _sum(value: Any, column: ColumnElement[Any], currency: str) -> Decimal:
    exact = Decimal(value or 0)
    return rounded(exact, currency) if isinstance(column.type, Amount) else exact


def _key(value: Any) -> str | None:
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)
