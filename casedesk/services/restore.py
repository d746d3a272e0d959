"""Brings an embedded desk back from a backup: shown first, checked before and after, the present file kept."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from casedesk.db.copies import (
    Progress,
    fault_in,
    growing_copy,
    is_torn,
    put_in_place,
    restoring_name,
    row_counts,
    set_aside_name,
)
from casedesk.db.engine import sqlite_file
from casedesk.db.storage import require_fit_place
from casedesk.db.upgrade import newer_schema, newest_revision, upgrade
from casedesk.errors import BackupFailed, Conflict, NotFound, RefusedByRule, WrongUsage
from casedesk.rules.vocabulary import DatabaseKind
from casedesk.services.backup import COPYING, part_of, require_proven
from casedesk.services.verification import Findings, verify_file
from casedesk.words import say


@dataclass(frozen=True)
class BackupContent:
    """What is in a backup, as far as it can be told before it is restored.

    `newest_entry` is when the last entry was written, None for a desk without any; `needs_upgrade` when an older
    CaseDesk made it.
    """

    file: Path
    company: str
    kind: DatabaseKind
    schema: str
    needs_upgrade: bool
    newest_entry: datetime | None
    rows: int
    customers: int
    orders: int
    entries: int
    bytes: int


@dataclass(frozen=True)
class Restored:
    """The restored desk, and where the file is that was there before."""

    file: Path
    aside: Path | None
    content: BackupContent
    findings: Findings


def content_of(file: Path) -> BackupContent:
    """What is in a backup; NotFound without file, BackupFailed when it is none that can be read.

    DatabaseUnreachable for one of a newer CaseDesk.
    """
    if not file.is_file():
        raise NotFound(say("There is no file $file.", file=file), file=str(file))
    try:
        if is_torn(file):
            raise _unreadable(file)
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            return _read_content(connection, file)
    except (sqlite3.Error, OSError, ValueError) as error:
        raise _unreadable(file) from error


def _read_content(connection: sqlite3.Connection, file: Path) -> BackupContent:
    rows = row_counts(connection)
    if not {"alembic_version", "installation", "company", "entries"} <= rows.keys():
        raise _unreadable(file)
    schema = str(_only(connection, "SELECT version_num FROM alembic_version"))
    if schema > newest_revision():
        raise newer_schema(schema)
    newest = _only(connection, "SELECT max(recorded_at) FROM entries")
    return BackupContent(
        file=file,
        company=str(_only(connection, "SELECT name FROM company") or ""),
        kind=DatabaseKind(str(_only(connection, "SELECT kind FROM installation"))),
        schema=schema,
        needs_upgrade=schema < newest_revision(),
        newest_entry=datetime.fromisoformat(str(newest)).replace(tzinfo=UTC) if newest else None,
        rows=sum(rows.values()),
        customers=rows.get("customers", 0),
        orders=rows.get("orders", 0),
        entries=rows["entries"],
        bytes=file.stat().st_size,
    )


def _only(connection: sqlite3.Connection, question: str) -> object:
    found = connection.execute(question).fetchone()
    return found[0] if found else None


def restore(
    backup: Path,
    url: str,
    *,
    now: datetime | None = None,
    replace: bool = False,
    progress: Progress | None = None,
) -> Restored:
    """Bring a desk back from a backup, all of it or nothing; Stopped raised by `progress` leaves all as it was.

    Where a desk is already, RefusedByRule unless `replace`, which moves its file aside.
    """
    file = _target(url)
    content = content_of(backup)
    if file.exists() and file.samefile(backup):
        raise WrongUsage(say("$file is the desk itself. Name a backup of it.", file=file))
    if not replace:
        _require_nothing_at(file)
    whole = restoring_name(file)
    try:
        findings = _prepared(content, whole, progress)
        aside = set_aside_name(file, now or datetime.now(UTC))
        moved = put_in_place(whole, file, aside)
    except OSError as error:
        raise Conflict(
            say(
                "The desk cannot be put in its place: $why. Close every desk and program that uses it, then try"
                " again.",
                why=error.strerror or error,
            )
        ) from error
    return Restored(file, moved, content, findings)


def _target(url: str) -> Path:
    file = sqlite_file(url)
    if file is None:
        raise WrongUsage(
            say(
                "This restores embedded databases. Restore a PostgreSQL database on its server, with pg_restore."
            )
        )
    require_fit_place(file)
    return file


def _require_nothing_at(file: Path) -> None:
    """A file without a table counts as nothing; one that cannot be read is something."""
    if not file.exists():
        return
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            is_empty = not row_counts(connection)
    except sqlite3.Error:
        is_empty = False
    if not is_empty:
        raise RefusedByRule(
            say(
                "There is a desk at $file already. Name another file with --db, or say --replace: then that file is"
                " kept under another name.",
                file=file,
            ),
            rule="restore_into_empty",
            file=str(file),
        )


def _prepared(content: BackupContent, whole: Path, progress: Progress | None) -> Findings:
    """A proven copy of this program's schema, ready to take its place."""
    fault = fault_in(content.file)
    if fault:
        raise BackupFailed(say("The backup is damaged: $why. Choose another one.", why=fault))
    with growing_copy(content.file, whole, part_of(progress, 0, COPYING)) as copy:
        if content.needs_upgrade:
            upgrade(f"sqlite:///{copy.file}", keep_copy=False)
        found = verify_file(copy.file, part_of(progress, COPYING, 100))
        require_proven(found, None if content.needs_upgrade else copy.rows)
    return found


def _unreadable(file: Path) -> BackupFailed:
    return BackupFailed(
        say("$file is no backup of a CaseDesk desk, or it is damaged. Choose another one.", file=file),
        file=str(file),
    )
