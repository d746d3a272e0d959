"""How fast an import is: rows a second, against executemany of the very rows it left in the same tables.

    python -m benchmarks.import_rows [--orders 2000] [--on sqlite|postgresql]

The goal is a ratio of 0.05: the import checks, plans, chains the history and makes search keys, which a bare insert
does not.
"""

from __future__ import annotations

import argparse
import csv
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any

from sqlalchemy import insert, select

from benchmarks.measuring import Line
from casedesk.clock import SystemClock
from casedesk.db.engine import Database, open_database
from casedesk.models import Base
from casedesk.rules.vocabulary import DatabaseKind
from casedesk.services.imports.importer import import_source
from casedesk.services.services import Services
from casedesk.services.setup import NewDesk, initialise
from tests.databases import Databases

GOAL = 0.05
ORDERS = 2000
KINDS = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
MAPPING = """
source = "bench"
currency = "EUR"
reading.dates = "YYYY-MM-DD"
reading.decimal = "."
[[step]]
kind = "customer"
file = "customers.csv"
key = "id"
fields.name = "name"
fields.kind = { value = "organisation" }
fields.street = "street"
fields.postcode = "postcode"
fields.city = "city"
[[step.phones]]
fields.number = "phone"
[[step.persons]]
fields.name = "contact"
[[step]]
kind = "order"
file = "orders.csv"
key = "no"
fields.customer = "customer"
fields.state = { value = "completed" }
fields.placed_on = "placed"
fields.promised_on = "promised"
fields.done_on = "done"
[[step.lines]]
file = "lines.csv"
key = "no"
fields.name = "name"
fields.quantity = "quantity"
fields.unit_price = "price"
"""
_WORDS = (
    "Hafen",
    "Linde",
    "Nordic",
    "Sol",
    "Rivière",
    "Oak",
    "Vega",
    "Kestrel",
    "Łódź",
    "Amber",
    "Fjord",
    "Meadow",
)
_NAMES = ("Anna", "José", "Ingrid", "Paweł", "Yusuf", "Chloé", "Marta", "Iain", "Nadia", "Søren")


@dataclass(frozen=True)
class Measured:
    """What an import took, and what inserting its rows took."""

    source_rows: int
    final_rows: int
    import_s: float
    again_s: float
    insert_s: float

    @property
    def ratio(self) -> float:
        """1 would be as fast as the bare insert."""
        return self.insert_s / self.import_s


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; 1 when the goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--orders", type=int, default=ORDERS)
    parser.add_argument("--on", choices=tuple(KINDS), default="sqlite")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="casedesk-bench-") as folder:
        measured = measure_import(Path(folder), options.orders, options.on)
    print(
        f"{options.on}: {measured.source_rows} rows imported in {measured.import_s:.2f} s"
        f" ({measured.source_rows / measured.import_s:,.0f} rows/s), again in {measured.again_s:.2f} s"
        f" ({measured.source_rows / measured.again_s:,.0f} rows/s)\n"
        f"{measured.final_rows} final rows: {measured.final_rows / measured.import_s:,.0f} rows/s imported,"
        f" {measured.final_rows / measured.insert_s:,.0f} rows/s by executemany\n"
        f"ratio {measured.ratio:.3f} (goal {GOAL})"
    )
    return 0 if measured.ratio >= GOAL else 1


def measure() -> Iterator[Line]:
    """Lines for each database."""
    for kind, name in KINDS.items():
        with tempfile.TemporaryDirectory(prefix="casedesk-benchmark-") as folder:
            measured = measure_import(Path(folder), ORDERS, kind)
        yield from lines(name, measured)


def lines(name: str, measured: Measured) -> Iterator[Line]:
    """Rows a second, and the ratio that has an aim."""
    imported = measured.source_rows / measured.import_s
    again = measured.source_rows / measured.again_s
    yield Line(f"{name}: import of {measured.source_rows:,} rows", f"{imported:,.0f} rows/s", "")
    yield Line(f"{name}: the same import again", f"{again:,.0f} rows/s", "")
    yield Line(
        f"{name}: its {measured.final_rows:,} rows by executemany",
        f"{measured.final_rows / measured.insert_s:,.0f} rows/s",
        "",
    )
    yield Line(
        f"{name}: import against executemany",
        f"x{measured.ratio:.3f}",
        f">= x{GOAL}",
        measured.ratio >= GOAL,
    )


def measure_import(folder: Path, orders: int, kind: str) -> Measured:
    """One import, the same again, and a bare insert of what it left."""
    write_files(folder, orders)
    databases = Databases(folder)
    with ExitStack() as stack:
        stack.callback(databases.close)
        urls = [stack.enter_context(_fresh(databases, kind, folder, name)) for name in ("one", "two")]
        initialise(urls[0], DatabaseKind.TEST, NewDesk(), datetime.now(UTC))
        imported, bare = (open_database(url) for url in urls)
        stack.callback(imported.close)
        stack.callback(bare.close)
        import_s, source_rows = _import(imported, folder)
        again_s, _ = _import(imported, folder)
        rows = _rows_to_copy(imported, bare)
        insert_s = _insert(bare, rows)
    return Measured(source_rows, sum(map(len, rows.values())), import_s, again_s, insert_s)


def _fresh(databases: Databases, kind: str, folder: Path, name: str) -> Any:
    (folder / name).mkdir()
    return databases.sqlite(folder / name) if kind == "sqlite" else databases.postgresql()


def _import(database: Database, folder: Path) -> tuple[float, int]:
    services = Services(database, SystemClock(), "owner")
    started = perf_counter()
    report = import_source(services, folder / "files", folder / "map.toml", rejects=folder / "rejected.csv")
    taken = perf_counter() - started
    if report.counts["rejected"]:
        sys.exit(f"{report.counts['rejected']} rows were rejected; see {report.rejects}")
    return taken, sum(one.rows for one in report.files)


def _rows_to_copy(imported: Database, bare: Database) -> dict[str, list[dict[str, Any]]]:
    """All rows of every table that a migrated database begins without."""
    rows = {}
    with imported.reading() as one, bare.reading() as two:
        for table in Base.metadata.sorted_tables:
            if two.execute(select(table).limit(1)).first() is None:
                found = [dict(row) for row in one.execute(select(table)).mappings()]
                rows[table.name] = [_without_lead(row) for row in found]
    return {name: found for name, found in rows.items() if found}


def _without_lead(row: dict[str, Any]) -> dict[str, Any]:
    """A team's lead is a row that comes after the team."""
    return {**row, "lead_id": None} if "lead_id" in row else row


def _insert(database: Database, rows: dict[str, list[dict[str, Any]]]) -> float:
    started = perf_counter()
    with database.writing() as session:
        for name, found in rows.items():
            session.connection().execute(insert(Base.metadata.tables[name]), found)
    return perf_counter() - started


def write_files(folder: Path, orders: int) -> None:
    """Customers, two orders for each, three lines for each order, from a fixed seed."""
    chance = Random(2)
    files = folder / "files"
    files.mkdir()
    (folder / "map.toml").write_text(MAPPING, encoding="utf-8")
    customers = [f"C{number}" for number in range(max(1, orders // 2))]
    _write(
        files / "customers.csv",
        ("id", "name", "street", "postcode", "city", "phone", "contact"),
        [
            (
                key,
                f"{chance.choice(_WORDS)} & {chance.choice(_WORDS)} {key} Ltd",
                f"{chance.choice(_WORDS)} Road {chance.randrange(1, 400)}",
                f"{chance.randrange(10_000, 99_999)}",
                chance.choice(_WORDS),
                f"020 7946 {chance.randrange(1000):04}",
                f"{chance.choice(_NAMES)} {chance.choice(_WORDS)}",
            )
            for key in customers
        ],
    )
    days = [date(2024, 1, 1) + timedelta(chance.randrange(600)) for _ in range(orders)]
    _write(
        files / "orders.csv",
        ("no", "customer", "placed", "promised", "done"),
        [
            (
                number,
                chance.choice(customers),
                day,
                day + timedelta(14),
                day + timedelta(chance.randrange(5, 20)),
            )
            for number, day in enumerate(days)
        ],
    )
    _write(
        files / "lines.csv",
        ("no", "name", "quantity", "price"),
        [
            (
                number,
                f"{chance.choice(_WORDS)} {part}",
                chance.randrange(1, 9),
                f"{chance.randrange(9999) / 100:.2f}",
            )
            for number in range(orders)
            for part in range(3)
        ],
    )


def _write(file: Path, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(columns)
        writer.writerows(rows)


if __name__ == "__main__":
    sys.exit(main())
