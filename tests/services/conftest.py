"""Services are tested in a small office, once on each kind of database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass

import pytest
from sqlalchemy import event

from casedesk.db.engine import Database
from tests.factories import Office, open_office


@pytest.fixture
def office(database: str) -> Iterator[Office]:
    """An office with one person of each role; the clock stands at 2026-11-24 10:42 UTC."""
    opened = open_office(database)
    yield opened
    opened.database.close()


@dataclass
class RoundTrips:
    """How often the database was asked: statements, plus the commit, plus the begin that goes ahead of them."""

    count: int = 0


@pytest.fixture
def count_round_trips() -> Callable[[Database], AbstractContextManager[RoundTrips]]:
    """Counts round trips of a block: every statement, BEGIN and COMMIT."""

    @contextmanager
    def counted(database: Database) -> Iterator[RoundTrips]:
        trips = RoundTrips()

        def add(*_arguments: object) -> None:
            trips.count += 1

        names = ["before_cursor_execute", "commit"]
        if not database.is_sqlite:
            names.append("begin")  # on SQLite the begin is a statement of its own and counted as one
        for name in names:
            event.listen(database.engine, name, add)
        yield trips
        for name in names:
            event.remove(database.engine, name, add)

    return counted
