"""Whole copies of SQLite files, and one file put in the place of another; it knows no table and no folder.

A file is never written over: a copy grows beside its target and takes the name when it is whole, what was there
before is moved aside under a name of its own.
"""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine, create_engine
from sqlalchemy.pool import NullPool

from casedesk.errors import DatabaseDamaged
from casedesk.words import say

Progress = Callable[[int, int], None]
"""Told now and then: steps done, steps in all. It stops the work by raising Stopped."""

BESIDE_THE_FILE = ("-journal", "-wal", "-shm")
"""What SQLite keeps beside a file and needs to make it whole after a crash."""

_PAGES_AT_ONCE = 512
_HEADER = b"SQLite format 3\x00"
_HEADER_BYTES = 100


@dataclass(frozen=True)
class GrownCopy:
    """A copy that has not taken its name yet, with the rows that each table had at that moment."""

    file: Path
    rows: dict[str, int]


@contextmanager
def growing_copy(source: Path, target: Path, progress: Progress | None = None) -> Iterator[GrownCopy]:
    """A copy of one moment; it takes the name of `target` when the block has ended well, and is gone otherwise.

    Writers of a desk with a rollback journal wait while it is copied, readers do not.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    growing = target.with_name(f"{target.name}.part")
    _remove(growing)
    try:
        yield GrownCopy(growing, _copy(source, growing, progress))
        _sync(growing)
        growing.replace(target)
        sync_folder(target.parent)
    finally:
        _remove(growing)


def checked_copy(source: Path, target: Path, progress: Progress | None = None) -> Path:
    """A copy whose structure was checked; DatabaseDamaged when it has a fault, which the original then has too."""
    with growing_copy(source, target, progress) as copy:
        fault = fault_in(copy.file)
        if fault:
            raise DatabaseDamaged(
                say("The copy of the database is damaged: $why. Nothing was changed.", why=fault)
            )
    return target


def fault_in(file: Path) -> str:
    """What SQLite's own check finds first, "" for a file that is whole."""
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            (verdict,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
    except sqlite3.DatabaseError as error:
        return str(error)
    return "" if verdict == "ok" else str(verdict).replace("\n", " ")


def _copy(source: Path, growing: Path, progress: Progress | None) -> dict[str, int]:
    address = f"{source.absolute().as_uri()}?mode={'rw' if os.access(source, os.W_OK) else 'ro'}"

    def told(_status: int, remaining: int, in_all: int) -> None:
        if progress:
            progress(in_all - remaining, in_all)

    with (
        closing(sqlite3.connect(address, uri=True, isolation_level=None)) as origin,
        closing(sqlite3.connect(growing, isolation_level=None)) as copy,
    ):
        origin.execute("BEGIN")  # rows and pages are those of one moment
        rows = row_counts(origin)
        origin.backup(copy, pages=_PAGES_AT_ONCE, progress=told)
        copy.execute(
            "PRAGMA journal_mode=DELETE"
        )  # so that the copy is one file, whatever the original keeps
    return rows


def row_counts(connection: sqlite3.Connection) -> dict[str, int]:
    """How many rows each table has."""
    tables = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
    )
    return {
        name: int(connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0])  # noqa: S608 - its own names
        for (name,) in tables.fetchall()
    }


def only_to_read(file: Path) -> Engine:
    """An engine that changes nothing of a file, not even how another program keeps its journal."""
    address = f"{file.absolute().as_uri()}?mode=ro"
    return create_engine("sqlite://", creator=lambda: sqlite3.connect(address, uri=True), poolclass=NullPool)


def is_torn(file: Path) -> bool:
    """Whether the first look already shows that a file is no whole database; it reads a hundred bytes.

    With a journal beside it nothing can be said: SQLite makes it whole when it is opened.
    """
    if any(Path(f"{file}{ending}").exists() for ending in BESIDE_THE_FILE):
        return False
    size = file.stat().st_size
    with file.open("rb") as stream:
        head = stream.read(_HEADER_BYTES)
    if not head:
        return False  # what SQLite calls an empty database
    if len(head) < _HEADER_BYTES or not head.startswith(_HEADER):
        return True
    page = int.from_bytes(head[16:18], "big")
    pages = int.from_bytes(head[28:32], "big")
    # Very old writers do not keep the number of pages; the two counters say whether it can be trusted.
    return head[24:28] == head[92:96] and size < pages * (65536 if page == 1 else page)


def put_in_place(whole: Path, file: Path, aside: Path) -> Path | None:
    """Let `whole` take the name of `file`, which gets the name `aside`; that name when something was there.

    The journal of the old file must never meet the new one, and the old one is not whole without it. So the old
    file goes first and `whole` comes last; what a power cut leaves between them is ended by `end_interrupted`.
    """
    was_there = file.exists()
    with _writers_held_off(file):
        if was_there:
            file.rename(aside)
        _move_journals(file, aside)
        whole.rename(file)
        sync_folder(file.parent)
    return aside if was_there else None


@contextmanager
def _writers_held_off(file: Path) -> Iterator[None]:
    """Nobody is in the middle of a commit, which would lose its journal; BlockingIOError where somebody is.

    Windows moves no file that is open: there the lock ends before the block.
    """
    if not file.exists() or _was_left_by_a_crash(file):
        yield
        return
    address = f"{file.absolute().as_uri()}?mode=rw"
    with closing(sqlite3.connect(address, uri=True, isolation_level=None)) as connection:
        try:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            raise BlockingIOError(errno.EBUSY, os.strerror(errno.EBUSY)) from error
        except sqlite3.DatabaseError:
            pass  # too damaged to be locked, so it has no writers
        if os.name == "nt":
            connection.close()
        yield


def _was_left_by_a_crash(file: Path) -> bool:
    """Whether a journal waits to make the file whole; taking a lock would do that, and the file stays as it is.

    A journal that somebody is just writing does not keep others from reading.
    """
    journal = Path(f"{file}-journal")
    if not journal.exists() or not journal.stat().st_size:
        return False
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.DatabaseError as error:
        return not error.sqlite_errorname.startswith("SQLITE_BUSY")
    return False


def restoring_name(file: Path) -> Path:
    """Where what shall take the place of a file waits, whole and checked."""
    return file.with_name(f"{file.name}.restoring")


def set_aside_name(file: Path, at: datetime) -> Path:
    """The name that a file gets when another takes its place; one that is free."""
    name = f"{file.stem}-set-aside-{at:%Y%m%d-%H%M%S}"
    numbered = (file.with_name(f"{name}{suffix}.db") for suffix in ("", *(f"-{n}" for n in range(2, 1000))))
    return next(one for one in numbered if not one.exists())


def end_interrupted(file: Path) -> None:
    """End what a power cut interrupted in the middle of `put_in_place`; otherwise nothing."""
    whole = restoring_name(file)
    if file.exists() or not whole.exists():
        return
    asides = sorted(file.parent.glob(f"{file.stem}-set-aside-*.db"), key=lambda one: one.stat().st_ctime)
    if asides:
        _move_journals(file, asides[-1])
    whole.rename(file)
    sync_folder(file.parent)


def _move_journals(file: Path, aside: Path) -> None:
    for ending in BESIDE_THE_FILE:
        with suppress(FileNotFoundError):
            Path(f"{file}{ending}").rename(f"{aside}{ending}")
    sync_folder(file.parent)


def copy_as_it_is(file: Path, target: Path) -> None:
    """The bytes of a file and of what lies beside it, damaged or not."""
    for ending in ("", *BESIDE_THE_FILE):
        part = Path(f"{file}{ending}")
        if part.exists():
            Path(f"{target}{ending}").write_bytes(part.read_bytes())


def sync_folder(folder: Path) -> None:
    """Make new names last through a power cut; Windows does so by itself and cannot open folders."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _sync(file: Path) -> None:
    with file.open("rb+") as stream:
        os.fsync(stream.fileno())


def _remove(growing: Path) -> None:
    for ending in ("", *BESIDE_THE_FILE):
        Path(f"{growing}{ending}").unlink(missing_ok=True)
