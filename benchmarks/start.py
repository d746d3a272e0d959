"""The start of the desk against a bare PySide6 window in the same run, each in processes of their own.

Processor time, because it does not wait for others; until the frame is painted, and until a search answers.
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
        desk_words = ("benchmarks.start_desk", SEARCHED, "--db", url, "--as", "uma")
        run("benchmarks.start_bare", environment=environment)
        run(*desk_words, environment=environment)
        bare: Figures = {}
        desk: Figures = {}
        for _ in range(ROUNDS):
            add(bare, run("benchmarks.start_bare", environment=environment))
            add(desk, run(*desk_words, environment=environment))
    yield from lines(bare, desk)


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


def lines(bare: Figures, desk: Figures) -> Iterator[Line]:
    """Ratios of medians, and what is or is not there at each point."""
    window = statistics.median(bare["painted"])
    painted, found = statistics.median(desk["painted"]), statistics.median(desk["found"])
    yield Line("start: bare window painted", f"{window:.0f} ms CPU", "the measure of the others")
    yield ratio("start: frame painted", painted, window, PAINTED_RATIO)
    loaded = any(desk["SQLAlchemy"])
    yield Line("start: SQLAlchemy loaded when painted", "yes" if loaded else "no", "no", not loaded)
    yield ratio("start: search answers", found, window, FOUND_RATIO)
    hits = min(desk["hits"])
    yield Line("start: hits of that search", str(hits), "more than none", hits > 0)
    held = statistics.median(desk["megabytes"])
    yield Line("start: memory when search answers", f"{held:.0f} MB", f"<= {MEGABYTES} MB", held <= MEGABYTES)


def ratio(what: str, measured: float, window: float, most: float) -> Line:
    """A time beside that of the bare window."""
    times = measured / window
    return Line(what, f"{measured:.0f} ms CPU, x{times:.2f}", f"<= x{most}", times <= most)
