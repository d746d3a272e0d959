"""Backups and restores for the window; loaded on a thread, as it may import services. It draws nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from casedesk.errors import Stopped
from casedesk.rules.vocabulary import DatabaseKind
from casedesk.services import backup
from casedesk.services.daily_backup import KeptBackup, every_backup, make_when_due, newest_at
from casedesk.services.restore import BackupContent, Restored, content_of, restore
from casedesk.services.sign_in import database_kind
from casedesk.ui.background import Report
from casedesk.words import say


def keep_daily(address: str, report: Report) -> datetime | None:
    """Make today's backup where it is due, else look through the file; when the newest was made, None for none.

    A practice company begins anew whenever it is wanted, and a shared database is backed up on its server.
    """
    if not address.startswith("sqlite") or database_kind(address) is DatabaseKind.PRACTICE:
        return None
    file = backup.require_file(address)
    stopping = _stopping(report, say("Stopped. Today's backup was not made."))
    if not make_when_due(file, datetime.now(UTC), stopping):
        backup.require_whole(file)
    return newest_at(file)


def back_up_to(address: str, target: Path, report: Report) -> Path:
    """A proven copy in a file that is not there yet."""
    stopped = say("Stopped. No backup was made.")
    backup.back_up(address, target, _stopping(report, stopped))
    return target


def backups_of(address: str) -> tuple[KeptBackup, ...]:
    """All that the desk can be restored from, newest first."""
    return tuple(every_backup(backup.file_of(address)))


def read_content(file: Path) -> BackupContent:
    """What is in a backup."""
    return content_of(file)


def restore_from(file: Path, address: str, report: Report) -> Restored:
    """The desk as it was in a backup; the present file is kept under another name."""
    stopped = say("Stopped. The desk is as it was before.")
    return restore(file, address, replace=True, progress=_stopping(report, stopped))


def save_copy(address: str, target: Path) -> Path:
    """The file as it is, damaged or not, for somebody who may save more of it."""
    backup.save_as_it_is(address, target)
    return target


def _stopping(report: Report, words: str) -> Callable[[int, int], None]:
    """A progress that ends the work with these words when the person pressed Stop."""

    def told(so_far: int, in_all: int) -> None:
        if not report(so_far, in_all):
            raise Stopped(words)

    return told
