"""An empty database for the practice company, in the place of an earlier one and never in that of a real one."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from casedesk.db.engine import Database, normalised_url, sqlite_file, unpooled_engine, without_right
from casedesk.db.upgrade import current_revision, remove_schema, upgrade
from casedesk.errors import DatabaseUnreachable, RefusedByRule
from casedesk.models import Installation
from casedesk.rules.vocabulary import DatabaseKind
from casedesk.words import say

_BESIDE_THE_FILE = ("-wal", "-shm", "-journal")


@contextmanager
def fresh_database(url: str) -> Iterator[Database]:
    """A migrated database without a row; an embedded one takes its place only when the block has ended well.

    RefusedByRule where something else than a practice company is.
    """
    file = sqlite_file(url)
    if file is None:
        yield from _fresh_schema(normalised_url(url))
    else:
        yield from _fresh_file(file)


def _fresh_file(file: Path) -> Iterator[Database]:
    if file.exists():
        _refuse_other_than_practice(_only_to_read(file))
    file.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{file.stem}-", dir=file.parent) as folder:
        growing = Path(folder, file.name)
        upgrade(f"sqlite:///{growing}")
        database = Database(f"sqlite:///{growing}")
        event.listen(database.engine, "connect", _write_without_waiting)
        try:
            yield database
        finally:
            database.close()
        _put_in_place(growing, file)


def _write_without_waiting(connection: Any, _record: Any) -> None:
    """Nothing is lost with a file that nobody has seen yet, so the disk need not be waited for."""
    for pragma in ("synchronous=OFF", "journal_mode=MEMORY"):
        connection.execute(f"PRAGMA {pragma}")


def _put_in_place(growing: Path, file: Path) -> None:
    try:
        for ending in _BESIDE_THE_FILE:
            Path(f"{file}{ending}").unlink(missing_ok=True)
        growing.replace(file)
    except OSError as error:
        raise DatabaseUnreachable(
            say(
                "The practice company cannot be put in its place: $why. Close every desk that shows it, then try"
                " again.",
                why=error.strerror or error,
            )
        ) from error


def _fresh_schema(url: str) -> Iterator[Database]:
    _refuse_other_than_practice(unpooled_engine(url))
    if current_revision(url):
        upgrade(url)
        remove_schema(url)
    upgrade(url)
    database = Database(url)
    try:
        yield database
    finally:
        database.close()


def _only_to_read(file: Path) -> Engine:
    """An engine that changes nothing of a file, not even how another program keeps its journal."""
    address = f"{file.absolute().as_uri()}?mode=ro"
    return create_engine("sqlite://", creator=lambda: sqlite3.connect(address, uri=True), poolclass=NullPool)


def _refuse_other_than_practice(engine: Engine) -> None:
    try:
        with engine.connect() as connection:
            allowed = _may_be_replaced(connection)
    except DBAPIError as error:
        raise without_right(str(engine.url), error) or _something_else() from error
    finally:
        engine.dispose()
    if not allowed:
        raise _something_else()


def _may_be_replaced(connection: Connection) -> bool:
    """True for a practice company, for a schema without a company, and where there is no table at all."""
    tables = inspect(connection).get_table_names()
    if "installation" not in tables:
        return not [name for name in tables if name != "alembic_version"]
    kind = connection.scalar(select(Installation.kind))
    return kind in (None, DatabaseKind.PRACTICE)


def _something_else() -> RefusedByRule:
    return RefusedByRule(
        say(
            "Something else than a practice company is there, and it was left alone. Name another file or database."
        ),
        rule="practice_only",
    )
