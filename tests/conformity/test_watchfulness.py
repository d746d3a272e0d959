"""What a test may not leave behind or pass over: each fault is planted here and must be found."""

from __future__ import annotations

import re

import pytest

from tests.conformity.inner_run import run_inside

PLANTED = {
    "left itself out": """
import pytest

def test_it():
    pytest.skip("no reason")
""",
    "was left out as a whole": """
import pytest

pytest.skip("no reason", allow_module_level=True)
""",
    "unexpected warnings in the log": """
import logging

def test_it():
    logging.getLogger("casedesk.ui").warning("nobody reads this")
""",
    "DeprecationWarning": """
import warnings

def test_it():
    warnings.warn("old", DeprecationWarning)
""",
    "threads still running": """
import threading

go_on = threading.Event()

def test_it():
    threading.Thread(target=go_on.wait, args=(2,)).start()
""",
    "widgets still there": """
from PySide6.QtWidgets import QWidget

kept = []

def test_it(qtbot):
    kept.append(QWidget())
""",
    "Failure: Qt messages with level WARNING": """
from PySide6.QtCore import QObject, qWarning

def test_it(qtbot):
    qWarning("something is wrong")
""",
}


GOOD = """
def test_it(qtbot):
    pass
"""


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What pytest writes about all of them and one test without fault."""
    words = ["--continue-on-collection-errors", "-p", "no:cacheprovider"]
    return run_inside(tmp_path_factory.mktemp("planted"), [GOOD, *PLANTED.values()], *words).stdout


@pytest.mark.parametrize("complaint", PLANTED)
def test_a_planted_fault_is_found(complaint: str, report: str) -> None:
    assert complaint in report


def test_no_more_is_found_than_was_planted(report: str) -> None:
    counted = {
        word: int(n) for n, word in re.findall(r"(\d+) (failed|passed|errors?)\b", report.splitlines()[-1])
    }
    assert counted["failed"] + counted["errors"] == len(PLANTED)
