"""Engines for the two databases with the safety rules of each; it knows no table but the schema's version.

SQLite: foreign keys on, synchronous FULL, BEGIN IMMEDIATE for commands, rollback journal below 3.51.3.
PostgreSQL: small pool, pre-ping, time limits, UTC.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool, QueuePool

from casedesk.errors import DatabaseUnreachable, NotPermitted, WrongUsage
from casedesk.words import say

WAL_SAFE_FROM = (3, 51, 3)
_READING = "casedesk_reading"
_INSUFFICIENT_PRIVILEGE = "42501"
_POSTGRESQL_OPTIONS = (
    "-c statement_timeout=15s -c lock_timeout=3s -c idle_in_transaction_session_timeout=30s -c timezone=UTC"
)


class Database:
    """One database and its engine; safe to share between threads, each call opens its own session."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = _engine(url)
        self._reading_engine = self.engine.execution_options(**{_READING: True})

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session in one transaction that commits at the end and rolls back on any error.

        It never flushes by itself: what is sent, and when, stands in the command.
        """
        with Session(self.engine, expire_on_commit=False, autoflush=False) as session, session.begin():
            yield session

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection in one read transaction, so that one screen never mixes two moments."""
        with self._reading_engine.connect() as connection, connection.begin():
            yield connection

    def close(self) -> None:
        """Give back every connection."""
        self.engine.dispose()


def open_database(url: str) -> Database:
    """The database at an SQLAlchemy URL; WrongUsage for a URL that cannot be one."""
    return Database(normalised_url(url))


def normalised_url(url: str) -> str:
    """The URL with its driver named; a bare path is an SQLite file."""
    if "://" not in url:
        return f"sqlite:///{Path(url).expanduser().absolute()}"
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise WrongUsage(
            f"“{url}” is not a database address. Write sqlite:///FILE or postgresql+psycopg://USER@HOST/NAME."
        ) from None
    if parsed.drivername in ("postgresql", "postgres", "postgresql+psycopg"):
        return parsed.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
    if parsed.drivername == "sqlite" and parsed.database and parsed.database != ":memory:":
        return url
    raise WrongUsage(
        "CaseDesk keeps its data in an SQLite file or a PostgreSQL database; the address names neither."
    )


def sqlite_file(url: str) -> Path | None:
    """The file behind an SQLite URL, None for PostgreSQL."""
    parsed = make_url(normalised_url(url))
    return Path(str(parsed.database)) if parsed.drivername == "sqlite" else None


def _engine(url: str) -> Engine:
    return _sqlite_engine(url) if url.startswith("sqlite") else _postgresql_engine(url)


def _sqlite_engine(url: str) -> Engine:
    engine = create_engine(url, poolclass=QueuePool, pool_size=6, max_overflow=4, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("foreign_keys=ON", "synchronous=FULL", "busy_timeout=5000", "trusted_schema=OFF"):
        cursor.execute(f"PRAGMA {pragma}")
    if sqlite3.sqlite_version_info >= WAL_SAFE_FROM:
        cursor.execute("PRAGMA journal_mode=WAL")
    cursor.close()


def _without_foreign_keys(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA foreign_keys=OFF")


def _begin_sqlite(connection: Connection) -> None:
    """IMMEDIATE for commands: a deferred one that turns writer fails at once and numbers would repeat."""
    reading = connection.get_execution_options().get(_READING, False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def _postgresql_engine(url: str) -> Engine:
    return create_engine(
        url,
        pool_size=4,
        max_overflow=4,
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args={
            "connect_timeout": 5,
            "keepalives_idle": 10,
            "keepalives_interval": 3,
            "keepalives_count": 3,
            "tcp_user_timeout": 15000,
            "options": _POSTGRESQL_OPTIONS,
        },
    )


def unpooled_engine(url: str) -> Engine:
    """An engine without pool, time limits and, on SQLite, foreign keys: batch migrations copy tables."""
    normal = normalised_url(url)
    engine = create_engine(normal, poolclass=NullPool, hide_parameters=True)
    if normal.startswith("sqlite"):
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "connect", _without_foreign_keys)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def unreachable(url: str) -> DatabaseUnreachable:
    """The sentence for a database that does not answer, without password."""
    return DatabaseUnreachable(
        say(
            "The database $address does not answer. Check the network, the address, the login and its password,"
            " then try again.",
            address=make_url(normalised_url(url)).render_as_string(hide_password=True),
        )
    )


def without_right(url: str, error: DBAPIError) -> NotPermitted | None:
    """The sentence for a login that its server lets do nothing; None where that is not what is wrong."""
    if getattr(error.orig, "sqlstate", None) != _INSUFFICIENT_PRIVILEGE:
        return None
    login = make_url(normalised_url(url)).username
    return NotPermitted(
        say(
            "The login $login has no right to do this in that database. Ask the people who look after the server"
            " for it.",
            login=login,
        ),
        login=login,
    )
