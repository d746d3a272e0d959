"""Ways to measure: times over many rounds, round trips of a database, lines of a report; it knows no aim."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import event

from casedesk.db.engine import Database


@dataclass(frozen=True)
class Line:
    """One line of the report: what was measured, what it was, and what we aim at."""

    what: str
    measured: str
    aim: str
    reached: bool | None = None

    def __str__(self) -> str:
        verdict = {True: "reached", False: "MISSED", None: ""}[self.reached]
        return f"{self.what:<58} {self.measured:>24}   {self.aim:<34} {verdict}"


@dataclass
class RoundTrips:
    """Statements and commits that went to the database."""

    count: int = 0


@contextmanager
def round_trips(database: Database) -> Iterator[RoundTrips]:
    """Counts every statement, BEGIN and COMMIT of a block."""
    trips = RoundTrips()

    def add(*_arguments: object) -> None:
        trips.count += 1

    names = ["before_cursor_execute", "commit"] + ([] if database.is_sqlite else ["begin"])
    for name in names:
        event.listen(database.engine, name, add)
    yield trips
    for name in names:
        event.remove(database.engine, name, add)


def median_ms(work: Callable[[], object], rounds: int = 30) -> float:
    """The median time of a call in milliseconds, after one call that warms up."""
    work()
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        work()
        times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times)


@contextmanager
def databases() -> Iterator[dict[str, str]]:
    """URLs of a fresh database of each kind, as the tests make them."""
    import tempfile
    from pathlib import Path

    from tests.databases import Databases

    with tempfile.TemporaryDirectory(prefix="casedesk-benchmark-") as folder:
        made = Databases(Path(folder))
        try:
            with made.sqlite(Path(folder)) as sqlite, made.postgresql() as postgresql:
                yield {"SQLite": sqlite, "PostgreSQL": postgresql}
        finally:
            made.close()
