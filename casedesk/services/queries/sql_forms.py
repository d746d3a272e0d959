"""SQL that the two databases write differently, as one expression each; it knows no table.

To add one: a class with its type, a `@compiles` function for each database, its case in `test_query_orders.py`.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Executable, Integer, type_coerce
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import ClauseElement
from sqlalchemy.sql.functions import FunctionElement

from casedesk.db.base import Amount
from casedesk.rules.money import AMOUNT_PLACES

_ONE = 10**AMOUNT_PLACES


class days_between(FunctionElement[int]):  # noqa: N801
    """`days_between(earlier, later)`: whole days between two days, NULL when one of them is."""

    type = Integer()
    name = "days_between"
    inherit_cache = True


@compiles(days_between, "sqlite")
def _sqlite_days_between(element: Any, compiler: SQLCompiler, **kw: Any) -> str:
    earlier, later = (compiler.process(one, **kw) for one in element.clauses)
    return f"CAST(julianday({later}) - julianday({earlier}) AS INTEGER)"


@compiles(days_between, "postgresql")
def _postgresql_days_between(element: Any, compiler: SQLCompiler, **kw: Any) -> str:
    earlier, later = (compiler.process(one, **kw) for one in element.clauses)
    return f"(CAST({later} AS DATE) - CAST({earlier} AS DATE))"


class line_total(FunctionElement[Any]):  # noqa: N801
    """`line_total(unit_price, quantity, discount)`: the exact amount of an order line, as `rules.money.line_amount`.

    SQLite multiplies scaled integers, whose plain product of three would not fit into 64 bits: price after
    discount and quantity are each split into a whole and a rest. Exact for unit prices up to nine million.
    """

    type = Amount()
    name = "line_total"
    inherit_cache = True


@compiles(line_total, "sqlite")
def _sqlite_line_total(element: Any, compiler: SQLCompiler, **kw: Any) -> str:
    price, quantity, discount = (
        compiler.process(type_coerce(one, BigInteger()), **kw) for one in element.clauses
    )
    reduced = f"({price} * ({_ONE} - {discount}))"
    whole, rest = f"({reduced} / {_ONE})", f"({reduced} % {_ONE})"
    pieces, part = f"({quantity} / {_ONE})", f"({quantity} % {_ONE})"
    return (
        f"({whole} * {pieces} + ({whole} * {part} + {rest} * {pieces} + {rest} * {part} / {_ONE}) / {_ONE})"
    )


@compiles(line_total, "postgresql")
def _postgresql_line_total(element: Any, compiler: SQLCompiler, **kw: Any) -> str:
    price, quantity, discount = (compiler.process(one, **kw) for one in element.clauses)
    return f"({price} * {quantity} * (1 - {discount}))"


class Explained(Executable, ClauseElement):
    """PostgreSQL's plan of a statement as JSON, without running it."""

    inherit_cache = False

    def __init__(self, statement: Any) -> None:
        self.statement = statement


@compiles(Explained, "postgresql")
def _explain(element: Explained, compiler: SQLCompiler, **kw: Any) -> str:
    return f"EXPLAIN (FORMAT JSON) {compiler.process(element.statement, **kw)}"


def text_of_extra(column: Any, key: str) -> ColumnElement[Any]:
    """A value of an `extra` column as text, NULL where the key is missing."""
    found: ColumnElement[Any] = column[key].as_string()
    return found
