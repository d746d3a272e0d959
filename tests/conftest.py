"""What every test inherits: databases and a home of its own, and nothing left behind that goes unseen.

A test asks for `database` (a URL, once on each kind of database), `blank_database` (the same without tables),
`home` (where CaseDesk keeps things on this computer) or `shared_data` (the public sample sets).
"""

from __future__ import annotations

import gc
import logging
import os
import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from fasteners import InterProcessLock
from hypothesis import settings
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QWidget

from tests.databases import Databases

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

ROOT = Path(__file__).resolve().parent.parent
SHARED_DATA = ROOT.parent / "shared" / "data"
DATABASE_KINDS = ("sqlite", "postgresql")
RUN_FOLDER = "casedesk-test-run-"
SHARED_DATA_ABSENT = "the sample sets (../shared/data) are not here"

_run_folder = pytest.StashKey[Path]()
_run_lock = pytest.StashKey[InterProcessLock]()

settings.register_profile("daily", max_examples=50, deadline=None)
settings.register_profile("long", max_examples=2000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "daily"))


# One run: a controller process and, under xdist, its workers


def pytest_configure(config: pytest.Config) -> None:
    worker_input = getattr(config, "workerinput", None)
    if worker_input is None:
        _sweep_dead_runs()
        folder = Path(tempfile.mkdtemp(prefix=RUN_FOLDER))
        config.stash[_run_lock] = InterProcessLock(folder / "alive.lock")
        config.stash[_run_lock].acquire()
    else:
        folder = Path(worker_input["run_folder"])
    config.stash[_run_folder] = folder
    os.environ.pop("CASEDESK_DB", None)
    os.environ["CASEDESK_HOME"] = str(folder / f"home-{os.getpid()}")


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    node.workerinput["run_folder"] = str(node.config.stash[_run_folder])


def pytest_unconfigure(config: pytest.Config) -> None:
    lock = config.stash.get(_run_lock, None)
    if lock is not None:
        folder = config.stash[_run_folder]
        Databases(folder).close()
        lock.release()
        shutil.rmtree(folder, ignore_errors=True)


def _sweep_dead_runs() -> None:
    """Stop the servers and delete the files of runs that were killed: nobody holds their lock any more."""
    for folder in Path(tempfile.gettempdir()).glob(f"{RUN_FOLDER}*"):
        lock = InterProcessLock(folder / "alive.lock")
        if not (os.access(folder, os.W_OK) and lock.exists()):
            continue
        if lock.acquire(blocking=False):
            Databases(folder).close()
            lock.release()
            shutil.rmtree(folder, ignore_errors=True)
        elif lock.lockfile is not None:
            lock.lockfile.close()  # somebody's run is alive; the lock itself keeps its file open


# Nothing is left out, except where the sample sets are absent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if not SHARED_DATA.is_dir():
        absent = pytest.mark.skip(reason=SHARED_DATA_ABSENT)
        for item in items:
            if item.get_closest_marker("shared_data"):
                item.add_marker(absent)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
    return _refuse_to_leave_out((yield), "left itself out")


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Any:
    return _refuse_to_leave_out((yield), "was left out as a whole")


def _refuse_to_leave_out(report: Any, how: str) -> Any:
    """A test or module that leaves itself out fails: what is not run must not look green."""
    if report.skipped and SHARED_DATA_ABSENT not in str(report.longrepr):
        report.outcome = "failed"
        report.longrepr = f"{report.nodeid} {how}: {report.longrepr}"
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    left_out = len(terminalreporter.stats.get("skipped", []))
    if left_out:
        terminalreporter.write_line(f"{left_out} tests were left out: {SHARED_DATA_ABSENT}.")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The public sample sets; a test that asks for them is marked `shared_data`."""
    return SHARED_DATA


# Databases


@pytest.fixture(scope="session")
def databases(pytestconfig: pytest.Config) -> Databases:
    """Where databases come from; for tests that need several."""
    return Databases(pytestconfig.stash[_run_folder])


@pytest.fixture
def sqlite_database(databases: Databases, tmp_path: Path) -> Iterator[str]:
    """The URL of a migrated SQLite database of this test's own."""
    with databases.sqlite(tmp_path) as url:
        yield url


@pytest.fixture
def postgresql_database(databases: Databases) -> Iterator[str]:
    """The URL of a migrated PostgreSQL database of this test's own."""
    with databases.postgresql() as url:
        yield url


@pytest.fixture(params=DATABASE_KINDS)
def database(request: pytest.FixtureRequest) -> str:
    """The URL of a migrated database of this test's own: the test runs once on each kind."""
    return str(request.getfixturevalue(f"{request.param}_database"))


@pytest.fixture(params=DATABASE_KINDS)
def blank_database(request: pytest.FixtureRequest, databases: Databases, tmp_path: Path) -> Iterator[str]:
    """The URL of a database without tables: the test runs once on each kind."""
    with ExitStack() as open_until_end:
        if request.param == "sqlite":
            yield open_until_end.enter_context(databases.sqlite(tmp_path, migrated=False))
        else:
            yield open_until_end.enter_context(databases.postgresql(migrated=False))


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder as everything CaseDesk keeps on this computer, also for programs the test starts."""
    folder = tmp_path / "home"
    monkeypatch.setenv("CASEDESK_HOME", str(folder))
    return folder


# No warning, no thread and no widget goes unseen


class _Warnings(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.seen: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.seen.append(f"{record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def _no_unseen_log_warning(request: pytest.FixtureRequest) -> Iterator[None]:
    """A warning in CaseDesk's log fails the test, unless the test looks at the log itself (`caplog`)."""
    warnings = _Warnings()
    log = logging.getLogger("casedesk")
    log.addHandler(warnings)
    yield
    log.removeHandler(warnings)
    if warnings.seen and "caplog" not in request.fixturenames:
        pytest.fail("unexpected warnings in the log:\n" + "\n".join(warnings.seen))


@pytest.fixture(autouse=True)
def _no_thread_left_behind() -> Iterator[None]:
    """A test ends the threads that it started; daemons of libraries are their own affair."""
    before = set(threading.enumerate())
    yield
    left = [thread for thread in set(threading.enumerate()) - before if not thread.daemon]
    if left:
        pytest.fail(f"threads still running: {', '.join(thread.name for thread in left)}")


@pytest.fixture(autouse=True)
def _no_widget_left_behind() -> Iterator[None]:
    """A widget that outlives its test crashes a later one."""
    before = _top_level_widgets()
    yield
    if _top_level_widgets() - before:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()
    left = _top_level_widgets() - before
    if left:
        pytest.fail(f"widgets still there: {', '.join(sorted(map(repr, left)))}")


def _top_level_widgets() -> set[QWidget]:
    """Those of this program; Qt keeps its one tool tip for itself."""
    widgets = QApplication.topLevelWidgets() if QApplication.instance() else []
    return {widget for widget in widgets if widget.metaObject().className() != "QTipLabel"}
