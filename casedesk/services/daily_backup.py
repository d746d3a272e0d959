"""The backup that an embedded desk makes of itself once a day: proven, fourteen kept, the oldest go last."""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from casedesk import paths
from casedesk.db.copies import Progress
from casedesk.db.engine import sqlite_file
from casedesk.errors import BackupFailed
from casedesk.services.backup import proven_copy
from casedesk.words import say

KEPT = 14
MOST_AGE = timedelta(days=1)
_NAME = re.compile(r".+-(\d{8}-\d{6})(?:-\d+)?\.db")
_STAMP = "%Y%m%d-%H%M%S"


class Origin(StrEnum):
    """What a kept file was made for."""

    DAILY = "daily"
    BEFORE_UPGRADE = "before_upgrade"
    SET_ASIDE = "set_aside"


@dataclass(frozen=True, order=True)
class KeptBackup:
    """One of the files from which a desk can be restored."""

    made_at: datetime
    file: Path
    origin: Origin = Origin.DAILY


def folder_of(database: Path) -> Path:
    """Where the daily backups of a database lie; two files of one name have two folders."""
    digest = hashlib.sha256(str(database.absolute()).encode()).hexdigest()[:8]
    return paths.backups() / f"{database.stem}-{digest}"


def daily_backups(database: Path) -> list[KeptBackup]:
    """The daily backups of a database, newest first."""
    return _kept(folder_of(database).glob(f"{database.stem}-*.db"), Origin.DAILY)


def every_backup(database: Path) -> list[KeptBackup]:
    """All that a desk can be restored from, newest first; also what a restore has moved aside."""
    stem = database.stem
    return sorted(
        [
            *daily_backups(database),
            *_kept(paths.backups().glob(f"{stem}-before-upgrade-*.db"), Origin.BEFORE_UPGRADE),
            *_kept(database.parent.glob(f"{stem}-set-aside-*.db"), Origin.SET_ASIDE),
        ],
        reverse=True,
    )


def backups_of(url: str) -> tuple[KeptBackup, ...]:
    """All that a desk can be restored from, newest first; none of a shared database, which its server backs up."""
    database = sqlite_file(url)
    return tuple(every_backup(database)) if database else ()


def _kept(files: Iterable[Path], origin: Origin) -> list[KeptBackup]:
    named = ((_NAME.fullmatch(file.name), file) for file in files)
    found = (
        KeptBackup(datetime.strptime(name[1], _STAMP).replace(tzinfo=UTC), file, origin)
        for name, file in named
        if name
    )
    return sorted(found, reverse=True)


def newest_at(database: Path) -> datetime | None:
    """When the newest daily backup was made."""
    kept = daily_backups(database)
    return kept[0].made_at if kept else None


def is_due(database: Path, now: datetime) -> bool:
    """Whether the newest is older than a day, or from a day to come: a clock may have been wrong."""
    newest = newest_at(database)
    return newest is None or abs(now - newest) >= MOST_AGE


def make_when_due(database: Path, now: datetime, progress: Progress | None = None) -> bool:
    """Whether a backup was made: not when the newest is young enough, and not while another desk makes one.

    BackupFailed, with what is kept, when it could not be made; no earlier one is removed then.
    """
    return is_due(database, now) and _make(database, now, progress, only_when_due=True) is not None


def make_now(database: Path, now: datetime, progress: Progress | None = None) -> Path:
    """A backup between the daily ones, which counts as one of them; BackupFailed when it could not be made."""
    made = _make(database, now, progress, only_when_due=False)
    if made is None:
        raise _failed(database, say("Another desk is making one at this moment."))
    return made


def _make(
    database: Path, now: datetime, progress: Progress | None, *, only_when_due: bool
) -> Path | None:
    folder = folder_of(database)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _only_one(folder) as is_ours:
            if not is_ours or (only_when_due and not is_due(database, now)):
                return None
            _clear(folder)
            made = folder / f"{database.stem}-{now.astimezone(UTC):{_STAMP}}.db"
            proven_copy(database, made, progress)
            _remove_oldest(database)
    except OSError as error:
        raise _failed(database, say("$folder: $why.", folder=folder, why=error.strerror)) from error
    except BackupFailed as error:
        raise _failed(database, str(error), **error.details) from error
    return made


@contextmanager
def _only_one(folder: Path) -> Iterator[bool]:
    """Whether this is the only one who works in a folder; SQLite's lock ends with its holder, on every system."""
    with closing(sqlite3.connect(folder / "making.lock", timeout=0, isolation_level=None)) as lock:
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            yield False
        else:
            yield True


def _clear(folder: Path) -> None:
    """Remove what a desk that was killed left half made."""
    for rest in folder.glob("*.part*"):
        rest.unlink(missing_ok=True)


def _remove_oldest(database: Path) -> None:
    for old in daily_backups(database)[KEPT:]:
        old.file.unlink()


def _failed(database: Path, why: str, **details: Any) -> BackupFailed:
    newest = newest_at(database)
    if newest is None:
        return BackupFailed(
            say("Today's backup could not be made, and there is none yet. $why", why=why), **details
        )
    return BackupFailed(
        say(
            "Today's backup could not be made; the one of $day is kept. $why",
            day=f"{newest.astimezone():%Y-%m-%d %H:%M}",
            why=why,
        ),
        **details,
    )
