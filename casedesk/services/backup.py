"""Copies of an embedded desk's database, whole and checked; a shared database is backed up on its server."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from casedesk import paths
from casedesk.db.engine import sqlite_file
from casedesk.db.upgrade import backup_file
from casedesk.errors import DatabaseUnreachable, NotFound, WrongUsage
from casedesk.words import say

_ENDING = ".db"


def back_up(url: str, target: Path) -> Path:
    """The copy, which takes the target's name only when it is whole; work may go on meanwhile."""
    source = sqlite_file(url)
    if source is None:
        raise WrongUsage(
            say(
                "This copies embedded databases. Back a PostgreSQL database up on its server, with pg_dump -C."
            )
        )
    if not source.exists():
        raise NotFound(say("There is no database at $file.", file=source), file=str(source))
    if target.exists():
        raise WrongUsage(
            say("$file is there already. Name a new file; a backup replaces nothing.", file=target)
        )
    try:
        return backup_file(source, target)
    except OSError as error:
        raise WrongUsage(say("$file cannot be written: $why.", file=target, why=error.strerror)) from error


@dataclass(frozen=True)
class Backup:
    """A copy in the folder of backups; `made_at` is when its file was written."""

    file: Path
    made_at: datetime
    size: int


@dataclass(frozen=True)
class BackupCheck:
    """What a copy holds, found by opening it and reading it whole."""

    schema: str
    cases: int
    orders: int


def backups() -> tuple[Backup, ...]:
    """The copies in CaseDesk's own folder, the newest first."""
    files = ((file, file.stat()) for file in paths.backups().glob(f"*{_ENDING}"))
    made = (
        Backup(file, datetime.fromtimestamp(stat.st_mtime, UTC), stat.st_size) for file, stat in files
    )
    return tuple(sorted(made, key=lambda one: one.made_at, reverse=True))


def back_up_here(url: str, now: datetime) -> Path:
    """A copy in CaseDesk's own folder, named by the database and the moment."""
    source = sqlite_file(url)
    stem = source.stem if source else "database"
    return back_up(url, paths.backups() / f"{stem}-{now:%Y%m%d-%H%M%S}{_ENDING}")


def check_backup(file: Path) -> BackupCheck:
    """Open a copy, read it whole and count; DatabaseUnreachable when it could not be restored."""
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as copy:
            (verdict,) = copy.execute("PRAGMA integrity_check").fetchone()
            if verdict != "ok":
                raise _not_restorable(file, verdict)
            (schema,) = copy.execute("SELECT version_num FROM alembic_version").fetchone()
            (cases,) = copy.execute("SELECT count(*) FROM cases").fetchone()
            (orders,) = copy.execute("SELECT count(*) FROM orders").fetchone()
    except sqlite3.Error as error:
        raise _not_restorable(file, str(error)) from error
    return BackupCheck(schema, cases, orders)


def _not_restorable(file: Path, why: str) -> DatabaseUnreachable:
    return DatabaseUnreachable(
        say("$file cannot be restored: $why. Make a new backup now.", file=file.name, why=why)
    )
