"""From the click until it is painted, on the real screens without a display: a case, a list of 2,000,000 orders."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.case_work import ENTRIES
from benchmarks.measuring import Line, databases
from benchmarks.order_list import FIRST_MS, LARGE, MEGABYTES, PAGE_MS, SMALL, build
from benchmarks.own_costs import Figures
from casedesk.contract.cases import AddNote
from casedesk.contract.desk import InviteStaff
from casedesk.contract.values import About
from casedesk.rules.permissions import Role
from casedesk.services.sign_in import first_login
from tests.factories import open_office

CASE_MS = 100


def measure() -> Iterator[Line]:
    """The case on each database, the list on SQLite."""
    with databases() as urls:
        for kind, url in urls.items():
            yield from _case(kind, url)
    with tempfile.TemporaryDirectory(prefix="casedesk-benchmark-") as folder:
        large, small = Path(folder) / "large.db", Path(folder) / "small.db"
        build(large, LARGE)
        build(small, SMALL)
        yield from _list(
            _at_desk("orders", f"sqlite:///{large}", "owner"),
            _at_desk("orders", f"sqlite:///{small}", "owner"),
        )


def _case(kind: str, url: str) -> Iterator[Line]:
    office = open_office(url)
    customer = office.customer(phones=("07700 900142",), street="14 Tanner's Yard", city="Stonebridge")
    number = office.placed(customer)
    for entry in range(ENTRIES):
        office.later(minutes=1)
        office.run(AddNote(about=About(number), text=f"note {entry}"))
    login = first_login(url, None)  # on PostgreSQL it is the connection's
    office.run(InviteStaff(login=login, name="Una Support", team="office", roles=(Role.SUPPORT,)), "ada")
    office.database.close()
    spent = _at_desk("case", url, login, str(customer))["case"]
    median = statistics.median(spent)
    yield Line(
        f"{kind}: case with {ENTRIES} entries, click to painted",
        f"{median:.0f} ms, first {spent[0]:.0f}",
        f"aim {CASE_MS} ms",
        median <= CASE_MS,
    )


def _list(large: Figures, small: Figures) -> Iterator[Line]:
    first = large["first"][0]
    yield Line(
        f"list of {LARGE:,} orders, first painting",
        f"{first:.0f} ms, processor {large['first processor'][0]:.0f}",
        f"<= {FIRST_MS} ms",
        first <= FIRST_MS,
    )
    for how, spent in (("page down painted", large["pages"]), ("pages with the key held", large["held"])):
        page = statistics.median(spent)
        yield Line(
            f"list of {LARGE:,} orders, {how}",
            f"{page:.0f} ms, worst {max(spent):.0f}",
            f"<= {PAGE_MS} ms",
            page <= PAGE_MS,
        )
    processor, whole = statistics.median(large["processor"]), statistics.median(large["with preview"])
    yield Line(
        f"list of {LARGE:,} orders, processor time of a page",
        f"{processor:.0f} ms, with preview {whole:.0f}",
        "",
    )
    more = large["megabytes"][0] - small["megabytes"][0]
    yield Line(
        f"list of {LARGE:,} orders, memory beyond {SMALL}",
        f"{more:.0f} MB",
        f"<= {MEGABYTES} MB",
        more <= MEGABYTES,
    )


def _at_desk(what: str, url: str, login: str, *customer: str) -> Figures:
    """What the window told of itself, in a process of its own."""
    with tempfile.TemporaryDirectory(prefix="casedesk-benchmark-") as home:
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.painting_desk", what, url, login, *customer],
            env=os.environ | {"CASEDESK_HOME": home, "QT_QPA_PLATFORM": "offscreen"},
            check=True,
            capture_output=True,
            text=True,
        )
    figures: Figures = json.loads(done.stdout)
    return figures
