"""The self-check of this computer: what CaseDesk needs here, found or not; it changes nothing."""

from __future__ import annotations

import importlib.util
import platform
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import psycopg
from sqlalchemy.exc import SQLAlchemyError

from casedesk import paths
from casedesk.db.engine import WAL_SAFE_FROM, sqlite_file
from casedesk.db.storage import require_fit_place
from casedesk.db.upgrade import current_revision, newest_revision
from casedesk.documents.fonts import printing_letters
from casedesk.errors import CaseDeskError, DatabaseUnreachable
from casedesk.services.sign_in import database_kind
from casedesk.words import count, say

OLDEST_PYTHON = (3, 11)
LITTLE_SPACE_MB = 500
_MEGABYTE = 1 << 20


class Verdict(StrEnum):
    """How a check ended; a failed one keeps CaseDesk from working."""

    OK = "ok"
    WARNING = "warning"
    FAILED = "failed"


@dataclass(frozen=True)
class Check:
    """One thing that was looked at: `text` says what was found and, unless all is well, what to do."""

    name: str
    verdict: Verdict
    text: str


def check_computer(url: str) -> Iterator[Check]:
    """Every check, one after another; `url` is the database that this computer would open."""
    looks: tuple[tuple[str, Callable[[], tuple[Verdict, str]]], ...] = (
        ("python", _python),
        ("qt", _qt),
        ("fonts", _fonts),
        ("folder", _folder),
        ("sqlite", _sqlite),
        ("postgresql_client", _postgresql_client),
        ("database", lambda: _database(url)),
    )
    for name, look in looks:
        yield Check(name, *look())


def _python() -> tuple[Verdict, str]:
    found = say("Python $version on $system", version=platform.python_version(), system=platform.platform())
    if sys.version_info < OLDEST_PYTHON:
        oldest = ".".join(map(str, OLDEST_PYTHON))
        return Verdict.FAILED, say("$found is too old; use $oldest or newer", found=found, oldest=oldest)
    return Verdict.OK, found


def _qt() -> tuple[Verdict, str]:
    """Tried in a program of its own: a missing system library of Qt may end the one that loads it."""
    if importlib.util.find_spec("PySide6") is None:
        return Verdict.FAILED, say("PySide6 is not installed; install CaseDesk with its libraries")
    tried = subprocess.run(
        [sys.executable, "-c", "import PySide6.QtWidgets, PySide6.QtCore as q; print(q.qVersion())"],
        capture_output=True,
        text=True,
        check=False,
    )
    if tried.returncode:
        why = (tried.stderr.strip().splitlines() or [""])[-1]
        return Verdict.FAILED, say("Qt does not load ($why); the README names the system packages", why=why)
    return Verdict.OK, say("Qt $version loads", version=tried.stdout.strip())


def _fonts() -> tuple[Verdict, str]:
    try:
        letters = printing_letters()
    except (OSError, ValueError) as error:
        return Verdict.FAILED, say("The fonts do not load ($why); install CaseDesk again", why=error)
    return Verdict.OK, count("The fonts print $n letter", "The fonts print $n letters", len(letters))


def _folder() -> tuple[Verdict, str]:
    """Where CaseDesk keeps things: it must be writable, on a disk of this computer, and take SQLite's locks."""
    folder = _existing(paths.home())
    try:
        require_fit_place(paths.embedded_database())
        _try_sqlite_in(folder)
    except DatabaseUnreachable as unfit:
        return Verdict.FAILED, str(unfit)
    except (OSError, sqlite3.Error) as error:
        return Verdict.FAILED, say(
            "$folder cannot be used ($why); choose another with CASEDESK_HOME", folder=paths.home(), why=error
        )
    free = shutil.disk_usage(folder).free // _MEGABYTE
    if free < LITTLE_SPACE_MB:
        return Verdict.WARNING, say(
            "Only $free MB are free in $folder; make room", free=free, folder=paths.home()
        )
    return Verdict.OK, say("$folder can be written, $free MB are free", folder=paths.home(), free=free)


def _existing(folder: Path) -> Path:
    return next(one for one in (folder, *folder.parents) if one.is_dir())


def _try_sqlite_in(folder: Path) -> None:
    with (
        tempfile.TemporaryDirectory(prefix="casedesk-doctor-", dir=folder) as trial,
        closing(sqlite3.connect(Path(trial, "trial.db"))) as connection,
    ):
        connection.executescript("BEGIN IMMEDIATE; CREATE TABLE trial (one); COMMIT")


def _sqlite() -> tuple[Verdict, str]:
    journal = (
        say("write-ahead log") if sqlite3.sqlite_version_info >= WAL_SAFE_FROM else say("rollback journal")
    )
    return Verdict.OK, say(
        "SQLite $version, with its $journal", version=sqlite3.sqlite_version, journal=journal
    )


def _postgresql_client() -> tuple[Verdict, str]:
    major, minor = divmod(psycopg.pq.version(), 10000)
    return Verdict.OK, say("libpq $major.$minor", major=major, minor=minor)


def _database(url: str) -> tuple[Verdict, str]:
    file = sqlite_file(url)
    if file is not None and not file.exists():
        return Verdict.WARNING, say(
            "There is no database at $file yet; make one with: casedesk init", file=file
        )
    try:
        found, needed = current_revision(url), newest_revision()
    except CaseDeskError as error:
        return Verdict.FAILED, str(error)
    except SQLAlchemyError:
        return Verdict.FAILED, say(
            "This is not a database that CaseDesk can read; check the address or the file"
        )
    if found is None:
        return Verdict.WARNING, say("The database is empty; set it up with: casedesk init")
    if found != needed:
        return Verdict.FAILED, say(
            "The database has schema $found, this program needs $needed; run casedesk init or update CaseDesk",
            found=found,
            needed=needed,
        )
    return Verdict.OK, say(
        "The $kind database answers, schema $found", kind=database_kind(url).value, found=found
    )
