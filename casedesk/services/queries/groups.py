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
    currency: ColumnElement[Any],
    limit: int,
) -> tuple[tuple[()], tuple[GroupRow, ...], int]:
    """(no rows, the groups, how many rows there are in all groups).

    Sums are rounded once, at the end. Amounts of two currencies are never added: such a group has no sum of amounts.
    """
    # Named, because the key holds parameters: repeated in GROUP BY they would make another expression.
    named: ColumnElement[Any] = literal_column(_KEY)
    statement = (
        everything.add_columns(
            key.label(_KEY),
            func.count().label("n"),
            func.sum(func.count()).over().label("total"),
            func.min(currency).label("currency"),
            func.max(currency).label("other_currency"),
            *(func.sum(one).label(name) for name, one in summed.items()),
        )
        .group_by(named)
        .order_by(func.count().desc(), named.nulls_last())
        .limit(limit)
    )
    rows = reader.connection.execute(statement).all()
    groups = tuple(_group(row, summed, reader.company.currency) for row in rows)
    return (), groups, int(rows[0].total) if rows else 0


def _group(row: Any, summed: Mapping[str, ColumnElement[Any]], usual_currency: str) -> GroupRow:
    currency = row.currency or usual_currency
    sums = {}
    for name, column in summed.items():
        exact = Decimal(getattr(row, name) or 0)
        if not isinstance(column.type, Amount):
            sums[name] = exact
        elif row.currency == row.other_currency:
            sums[name] = rounded(exact, currency)
    return GroupRow(key=_key(row.group_key), count=row.n, sums=sums)


def _key(value: Any) -> str | None:
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)
