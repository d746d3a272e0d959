"""Copies of an embedded desk's database, whole and checked; a shared database is backed up on its server."""

from __future__ import annotations

from pathlib import Path

from casedesk.db.engine import sqlite_file
from casedesk.db.upgrade import backup_file
from casedesk.errors import NotFound, WrongUsage
from casedesk.words import say


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
