"""Copies of an embedded desk's database, whole and proven; a shared database is backed up on its server."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from casedesk.db.copies import Progress, copy_as_it_is, fault_in, growing_copy
from casedesk.db.engine import sqlite_file
from casedesk.errors import BackupFailed, DatabaseDamaged, NotFound, WrongUsage
from casedesk.services.verification import Findings, verify_file
from casedesk.words import say

LARGEST_LOOKED_THROUGH = 200_000_000
"""Bytes that are read in about a second, for which savers may have to wait."""
COPYING = 60
"""How many of the hundred steps of a backup the copy takes; the proof takes the others."""


def back_up(url: str, target: Path, progress: Progress | None = None) -> Findings:
    """What was found in the copy, which takes the target's name only when it is proven; work goes on meanwhile."""
    source = require_file(url)
    if target.exists():
        raise WrongUsage(
            say("$file is there already. Name a new file; a backup replaces nothing.", file=target)
        )
    try:
        return proven_copy(source, target, progress)
    except OSError as error:
        raise WrongUsage(say("$file cannot be written: $why.", file=target, why=error.strerror)) from error


def require_file(url: str) -> Path:
    """The file of an embedded desk; WrongUsage for a shared database, NotFound where there is none."""
    file = file_of(url)
    if not file.exists():
        raise NotFound(say("There is no database at $file.", file=file), file=str(file))
    return file


def file_of(url: str) -> Path:
    """Where the file of an embedded desk is or will be; WrongUsage for a shared database."""
    file = sqlite_file(url)
    if file is None:
        raise WrongUsage(
            say(
                "This works on embedded databases. Back a PostgreSQL database up on its server, with pg_dump -C, and"
                " restore it there, with pg_restore."
            )
        )
    return file


def proven_copy(source: Path, target: Path, progress: Progress | None = None) -> Findings:
    """A copy that holds every row of the original and whose histories are whole; BackupFailed leaves nothing.

    OSError where the target cannot be written.
    """
    with _in_words(), growing_copy(source, target, part_of(progress, 0, COPYING)) as copy:
        found = verify_file(copy.file, part_of(progress, COPYING, 100))
        require_proven(found, copy.rows)
    return found


def require_whole(file: Path) -> None:
    """DatabaseDamaged when SQLite finds a fault in a desk's file; one too large to be looked through is left out."""
    if file.stat().st_size > LARGEST_LOOKED_THROUGH:
        return
    fault = fault_in(file)
    if fault:
        raise DatabaseDamaged(say("SQLite finds a fault in the file: $why.", why=fault), file=str(file))


def save_as_it_is(url: str, target: Path) -> None:
    """The bytes of a desk's file, whole or damaged, and of what lies beside it; WrongUsage where a file is."""
    if target.exists():
        raise WrongUsage(say("$file is there already. Name a new file.", file=target))
    try:
        copy_as_it_is(require_file(url), target)
    except OSError as error:
        raise WrongUsage(say("$file cannot be written: $why.", file=target, why=error.strerror)) from error


def require_proven(found: Findings, copied: Mapping[str, int] | None) -> None:
    """BackupFailed unless a copy is whole and holds the rows that were `copied`; None leaves them uncompared."""
    if not found.are_good:
        raise BackupFailed(
            say("The copy does not pass the check: $why", why=found.problems[0]), problems=found.problems
        )
    short = [name for name, rows in found.rows.items() if copied and copied.get(name) != rows]
    if short:
        raise BackupFailed(
            say("The copy does not hold the same rows as the original: $tables.", tables=", ".join(short))
        )


@contextmanager
def _in_words() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise BackupFailed(say("The database cannot be copied: $why.", why=error)) from error


def part_of(progress: Progress | None, begin: int, end: int) -> Progress | None:
    """The progress of one part of work that has a hundred steps."""
    if progress is None:
        return None
    tell = progress

    def told(done: int, in_all: int) -> None:
        tell(begin + (end - begin) * done // max(1, in_all), 100)

    return told
