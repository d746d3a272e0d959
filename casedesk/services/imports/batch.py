"""Rows of many tables, inserted table by table in the order of their references; it knows no meaning."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from casedesk.db.base import Base


class Batch:
    """Collects new rows and sends those of a table in one statement, however many there are."""

    def __init__(self) -> None:
        self._rows: dict[type[Base], list[dict[str, Any]]] = defaultdict(list)

    def add(self, *rows: Base) -> None:
        """Keep rows that belong to no session; what they say may still change until `insert`."""
        for row in rows:
            self._rows[type(row)].append(vars(row))

    def insert(self, session: Session) -> None:
        """Send everything; a table that is referred to comes before those that refer to it."""
        by_table = {model.__tablename__: model for model in self._rows}
        for table in Base.metadata.sorted_tables:
            model = by_table.get(table.name)
            if model is not None:
                # An empty value is written as one: a row without it would be a statement of its own.
                session.execute(
                    insert(model),
                    [_columns(row) for row in self._rows[model]],
                    execution_options={"render_nulls": True},
                )
        self._rows.clear()


def _columns(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "_sa_instance_state"}
