"""The start of the desk against a bare PySide6 window in the same run, each in processes of their own.

Processor time, because it does not wait for others; until the frame is painted, until a search that was typed into
it answers, and, without one, until My Desk stands.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.measuring import Line
from benchmarks.own_costs import Figures
from tests.databases import Databases
from tests.factories import open_office

ROUNDS = 7
PAINTED_RATIO, FOUND_RATIO, MEGABYTES = 3, 8, 190
CUSTOMERS = 40
SEARCHED = "Lindqvist"


def measure() -> Iterator[Line]:
    """Medians over some rounds, after one that warms the file cache."""
    with small_desk() as (url, environment):
        bare: Figures = {}
        search: Figures = {}
        my_desk: Figures = {}
        measured = (
            (bare, ("benchmarks.start_bare",)),
            (search, ("benchmarks.start_desk", SEARCHED, "--db", url, "--as", "uma")),
            (my_desk, ("benchmarks.start_desk", "", "--db", url, "--as", "uma")),
        )
        for _, words in measured:
            run(*words, environment=environment)
        for _ in range(ROUNDS):
            for figures, words in measured:
                add(figures, run(*words, environment=environment))
    yield from lines(bare, search, my_desk)


@contextmanager
def small_desk() -> Iterator[tuple[str, dict[str, str]]]:
    """A desk with some customers, and the environment of a computer that holds nothing else.

    Python keeps what it compiled in a folder of this run, as it does beside an installed program: without that every
    start would read the source of CaseDesk anew, but never that of PySide6.
    """
    with tempfile.TemporaryDirectory(prefix="casedesk-benchmark-") as folder:
        made = Databases(Path(folder))
        with made.sqlite(Path(folder)) as url:
            office = open_office(url)
            for number in range(CUSTOMERS):
                office.placed(
                    office.customer(f"Marta {SEARCHED} {number}", phones=(f"07700 900{number:03}",))
                )
            office.database.close()
            environment = os.environ | {
                "CASEDESK_HOME": str(Path(folder) / "home"),
                "QT_QPA_PLATFORM": "offscreen",
                "PYTHONPYCACHEPREFIX": str(Path(folder) / "compiled"),
            }
            environment.pop("PYTHONDONTWRITEBYTECODE", None)
            yield url, environment
        made.close()


def run(module: str, *words: str, environment: dict[str, str]) -> Figures:
    """What one process told of itself."""
    done = subprocess.run(
        [sys.executable, "-m", module, *words],
        env=environment,
        check=True,
        capture_output=True,
        text=True,
        timeout=120,
    )
    figures: Figures = json.loads(done.stdout)
    return figures


def add(figures: Figures, told: Figures) -> None:
    """Put what one process told to what others told."""
    for name, some in told.items():
        figures.setdefault(name, []).extend(some)


def lines(bare: Figures, search: Figures, my_desk: Figures) -> Iterator[Line]:
    """Ratios of medians, and what is or is not there at each point."""
    window = statistics.median(bare["painted"])
    painted, found = statistics.median(search["painted"]), statistics.median(search["answered"])
    yield Line("start: bare window painted", f"{window:.0f} ms CPU", "the measure of the others")
    yield ratio("start: frame painted", painted, window, PAINTED_RATIO)
    loaded = any(search["SQLAlchemy"])
    yield Line("start: SQLAlchemy loaded when painted", "yes" if loaded else "no", "no", not loaded)
    yield ratio("start: search answers", found, window, FOUND_RATIO)
    hits = min(search["hits"])
    yield Line("start: hits of that search", str(hits), "more than none", hits > 0)
    desk = statistics.median(my_desk["answered"])
    yield Line("start: My Desk stands", f"{desk:.0f} ms CPU, x{desk / window:.2f}", "no aim of its own")
    held = statistics.median(my_desk["megabytes"])
    yield Line("start: memory when My Desk stands", f"{held:.0f} MB", f"<= {MEGABYTES} MB", held <= MEGABYTES)


def ratio(what: str, measured: float, window: float, most: float) -> Line:
    """A time beside that of the bare window."""
    times = measured / window
    return Line(what, f"{measured:.0f} ms CPU, x{times:.2f}", f"<= x{most}", times <= most)
