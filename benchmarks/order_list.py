"""The list of 2,000,000 orders in an SQLite file beside one of 200: windows, sorts, filters, groups, memory.

The orders are written past the commands, in one statement, with indexes built afterwards; their numbers lack a check
digit. Each list is measured in a process of its own. `python -m benchmarks.order_list FILE` prints the figures of a
file as JSON.
"""

from __future__ import annotations

import json
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import event

from benchmarks.measuring import Line
from casedesk.clock import FixedClock
from casedesk.contract.customers import RegisterCustomer
from casedesk.contract.orders import Delays, OpenOrder, Orders
from casedesk.db.engine import open_database
from casedesk.rules.fields import ORDER_FIELDS
from casedesk.rules.vocabulary import CustomerKind, DatabaseKind
from casedesk.services.services import Services
from casedesk.services.setup import NewDesk, initialise

NOW = datetime(2026, 11, 24, 10, 42, tzinfo=UTC)
CUSTOMERS = 200
ORDERS_EACH = 10
LARGE, SMALL = 2_000_000, 200
PAGES = 20
FIRST_MS, PAGE_MS, MEGABYTES = 150, 50, 40
SORTS = [one.name for one in ORDER_FIELDS.values() if one.sortable]

DAY_OF_WORK = "date('2016-01-15', (n * 150 + n % {spread} * 86400) || ' seconds')"

UUID_OF_N = "printf('%016x7%03x8%011x', n, n % 4096, n)"

# What varies from row to row; the rest is copied from one that a command wrote.
VARIED_CUSTOMER = {"id": UUID_OF_N, "name": "'Copied customer ' || n"}
VARIED_CASE = {"customer_id": UUID_OF_N}
VARIED_ORDER = {
    "id": UUID_OF_N,
    "digits": "CAST(100000000 + n AS TEXT)",
    "case_id": "(SELECT customer_id FROM numbered WHERE place = n % (SELECT count(*) FROM numbered))",
    "state": "CASE WHEN n % 50 > 2 THEN 'completed' WHEN n % 50 = 0 THEN 'quote' ELSE 'in_progress' END",
    "opened_at": "datetime('2016-01-01', (n * 150) || ' seconds') || '.000000'",
    "placed_on": "CASE WHEN n % 50 = 0 THEN NULL ELSE date('2016-01-01', (n * 150) || ' seconds') END",
    "promised_on": f"CASE WHEN n % 50 > 0 THEN {DAY_OF_WORK.format(spread=9)} END",
    "first_promised_on": f"CASE WHEN n % 50 > 0 THEN {DAY_OF_WORK.format(spread=1)} END",
    "forecast_on": f"CASE WHEN n % 7 > 0 THEN {DAY_OF_WORK.format(spread=11)} END",
    "done_on": f"CASE WHEN n % 50 > 2 THEN {DAY_OF_WORK.format(spread=13)} END",
    "total_once": "n % 90001 * 10000",
    "next_step_due_at": "datetime('2016-01-02', (n * 150 + n % 17 * 3600) || ' seconds') || '.000000'",
}


def measure() -> Iterator[Line]:
    """Lines of the large list; ratios are to the small one."""
    with tempfile.TemporaryDirectory(prefix="casedesk-benchmark-") as folder:
        large, small = Path(folder) / "large.db", Path(folder) / "small.db"
        started = time.perf_counter()
        build(large, LARGE)
        yield Line(
            f"orders written past the commands: {LARGE:,}",
            f"{time.perf_counter() - started:.0f} s, {large.stat().st_size / 1e6:,.0f} MB",
            "",
        )
        build(small, SMALL)
        yield from lines(in_own_process(large), in_own_process(small))


def build(file: Path, orders: int) -> None:
    """A desk with some customers and many orders."""
    url = f"sqlite:///{file}"
    initialise(url, DatabaseKind.TEST, NewDesk(), NOW)
    database = open_database(url)
    services = Services(database, FixedClock(NOW), "owner")
    for number in range(CUSTOMERS):
        services.run(RegisterCustomer(kind=CustomerKind.PERSON, name=f"Customer {number}"))
    customer = services.run(RegisterCustomer(kind=CustomerKind.PERSON, name="First")).result.customer
    services.run(OpenOrder(customer=customer, wants="Fibre 500", phone="07700 900142"))
    database.close()
    with closing(sqlite3.connect(file)) as connection:
        multiply(connection, orders)


def multiply(connection: sqlite3.Connection, orders: int) -> None:
    """Copy customers and the one order, varied; indexes and triggers are put back afterwards as they were."""
    connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-400000")
    dropped = connection.execute(
        "SELECT type, name, sql FROM sqlite_master WHERE tbl_name = 'orders' AND type IN ('index', 'trigger')"
        " AND sql IS NOT NULL"
    ).fetchall()
    for kind, name, _sql in dropped:
        connection.execute(f"DROP {kind} {name}")
    customers = orders // ORDERS_EACH
    copy(connection, "customers", customers, VARIED_CUSTOMER)
    copy(connection, "cases", customers, VARIED_CASE)
    connection.execute(
        "CREATE TEMP TABLE numbered AS SELECT row_number() OVER () - 1 AS place, customer_id FROM cases"
    )
    connection.execute("CREATE INDEX temp.numbered_place ON numbered (place)")
    copy(connection, "orders", orders - 1, VARIED_ORDER)
    for _kind, _name, sql in dropped:
        connection.execute(sql)
    connection.execute("ANALYZE")
    connection.commit()


def copy(connection: sqlite3.Connection, table: str, copies: int, varied: dict[str, str]) -> None:
    """So many copies of a row of the table, varied by the number `n` of the copy."""
    columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    values = ", ".join(varied.get(column, f"one.{column}") for column in columns)
    connection.execute(
        f"WITH RECURSIVE counted(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < {copies})"
        f" INSERT INTO {table} ({', '.join(columns)})"
        f" SELECT {values} FROM counted, (SELECT * FROM {table} LIMIT 1) AS one"
    )


def in_own_process(file: Path) -> dict[str, Any]:
    """The figures of one file."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.order_list", str(file)], check=True, capture_output=True, text=True
    )
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures


def measured(file: Path) -> dict[str, Any]:
    """Milliseconds, counts, plans and megabytes of the list in one file."""
    database = open_database(f"sqlite:///{file}")
    services = Services(database, FixedClock(NOW), "owner")
    spent = {
        "first window ever": [milliseconds(lambda: services.read(Orders()))],
        "first window": [milliseconds(lambda: services.read(Orders())) for _ in range(PAGES)],
        "page down": pages(services, "-opened_at"),
        "delays": [milliseconds(lambda: services.read(Delays())) for _ in range(3)],
    }
    for sort in (*SORTS, *(f"-{name}" for name in SORTS)):
        spent[f"pages by {sort}"] = pages(services, sort)
    for words, asked in FILTERS.items():
        spent[words] = [milliseconds(lambda asked=asked: services.read(Orders(**asked))) for _ in range(3)]
    held = megabytes()
    for words, asked in GROUPS.items():
        spent[words] = [milliseconds(lambda asked=asked: services.read(Orders(**asked)))]
    figures = {
        "spent": spent,
        "total": services.read(Orders()).total,
        "in progress": services.read(Orders(filter={"state": "in_progress"})).total,
        "megabytes": held,
        "unsorted": [sort for sort in SORTS if "TEMP B-TREE" in plan_of(services, sort)],
    }
    database.close()
    return figures


FILTERS: dict[str, dict[str, Any]] = {
    "filter owner, latest first": {"filter": {"owner": "owner"}},
    "filter queue": {"filter": {"queue": "office"}},
    "filter status late": {"filter": {"status": "late"}},
    "filter status blocked, there is none": {"filter": {"status": "blocked"}},
    "filter owner, by promise": {"filter": {"owner": "owner", "open": True}, "sort": "promised_on"},
    "filter one state": {"filter": {"state": "in_progress"}},
    "filter one customer's name": {"filter": {"customer_name": "customer 17"}},
    "filter placed in a month": {"filter": {"placed_on": {"from": "2020-05-01", "to": "2020-05-31"}}},
}
GROUPS: dict[str, dict[str, Any]] = {
    "group by state": {"group_by": "state"},
    "group by status": {"group_by": "status"},
}


def pages(services: Services, sort: str) -> list[float]:
    """Milliseconds of pages one after the other."""
    after = None
    spent = []
    for _ in range(PAGES):
        started = time.perf_counter()
        answer = services.read(Orders(sort=sort, after=after))
        spent.append((time.perf_counter() - started) * 1000)
        after = answer.next
        if after is None:
            break
    return spent


def plan_of(services: Services, sort: str) -> str:
    """SQLite's plan of the statements that read a window."""
    plans: list[str] = []

    def explain(_connection: Any, cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if "sort_value" in statement:
            plan = cursor.connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
            plans.extend(row[3] for row in plan)

    event.listen(services.database.engine, "before_cursor_execute", explain)
    services.read(Orders(sort=sort))
    event.remove(services.database.engine, "before_cursor_execute", explain)
    return "\n".join(plans)


def milliseconds(work: Callable[[], Any]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def megabytes() -> float:
    """The memory that this process holds now, where the system tells it."""
    pages_held = Path("/proc/self/statm")
    if not pages_held.exists():
        return 0.0
    return int(pages_held.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def lines(large: dict[str, Any], small: dict[str, Any]) -> Iterator[Line]:
    """One line a figure: median and worst of the large list and the ratio of the medians."""
    for name, spent in large["spent"].items():
        median, beside, worst = statistics.median(spent), statistics.median(small["spent"][name]), max(spent)
        measured = f"{median:.1f} ms, worst {worst:.1f}, x{median / beside:.1f}"
        most = FIRST_MS if name == "first window" else PAGE_MS if name.startswith("page") else None
        aim = f"<= {most} ms to painted" if most else ""
        yield Line(f"list of orders: {name}", measured, aim, median <= most if most else None)
    unsorted = large["unsorted"]
    yield Line(
        "sorts backed by an index", f"{len(SORTS) - len(unsorted)} of {len(SORTS)}", "all", not unsorted
    )
    yield Line("orders counted", f"{large['total']:,}", f"{LARGE:,}", large["total"] == LARGE)
    yield Line("orders in progress, estimated", f"{large['in progress']:,}", f"{LARGE // 25:,}, estimated")
    more = large["megabytes"] - small["megabytes"]
    yield Line("memory beyond the small list", f"{more:.0f} MB", f"<= {MEGABYTES} MB", more <= MEGABYTES)


if __name__ == "__main__":
    print(json.dumps(measured(Path(sys.argv[1]))))
