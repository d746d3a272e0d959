"""Fresh databases for tests: one template of each kind is migrated per test run and copied per test.

All worker processes of a run share the templates and the PostgreSQL server through the run's folder.
"""

from __future__ import annotations

import json
import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import psycopg
from fasteners import InterProcessLock
from psycopg import sql
from sqlalchemy import make_url

from tests import postgres

TEMPLATE = "template"
NAMED_SERVER = "CASEDESK_TEST_PG"


def migrate(url: str) -> None:
    """Bring an empty database to the newest schema, the way `casedesk init` does."""
    from casedesk.db.upgrade import upgrade  # alembic: only the tests that need a database pay for it

    upgrade(url)


class Databases:
    """The databases of one test run, for one of its processes."""

    def __init__(self, run_folder: Path) -> None:
        self._folder = run_folder
        self._prefix = run_folder.name.replace("-", "_").lower()

    @contextmanager
    def sqlite(self, folder: Path, *, migrated: bool = True) -> Iterator[str]:
        """The URL of an SQLite file in `folder`, with the schema or without a single table."""
        file = folder / "casedesk.db"
        if migrated:
            shutil.copyfile(self._sqlite_template(), file)
        yield f"sqlite:///{file}"

    @contextmanager
    def postgresql(self, *, migrated: bool = True) -> Iterator[str]:
        """The URL of a PostgreSQL database, with the schema or without a single table; dropped afterwards."""
        name = f"{self._prefix}_{uuid.uuid4().hex}"
        template = self._postgresql_template() if migrated else "template0"
        self._create(name, template)
        try:
            yield self._url_of(name)
        finally:
            self._administer(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def close(self) -> None:
        """Stop the run's own server, or clear a named one of what the run left there."""
        described = self._folder / "postgres.json"
        if os.environ.get(NAMED_SERVER):
            self._drop_leftovers()
        elif described.exists():
            known = json.loads(described.read_text(encoding="utf-8"))
            postgres.stop(postgres.Server(known["url"], Path(known["folder"]), Path(known["programs"])))
            described.unlink()

    def _sqlite_template(self) -> Path:
        template = self._folder / f"{TEMPLATE}.db"
        with InterProcessLock(self._folder / "sqlite.lock"):
            if not template.exists():
                growing = self._folder / f"{TEMPLATE}-growing.db"
                migrate(f"sqlite:///{growing}")
                growing.rename(template)
        return template

    def _postgresql_template(self) -> str:
        name = f"{self._prefix}_{TEMPLATE}"
        ready = self._folder / "postgresql.ready"
        with InterProcessLock(self._folder / "postgresql.lock"):
            if not ready.exists():
                growing = f"{self._prefix}_{uuid.uuid4().hex}"
                self._create(growing, "template0")
                migrate(self._url_of(growing))
                rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
                self._administer(rename.format(sql.Identifier(growing), sql.Identifier(name)))
                ready.touch()
        return name

    def _create(self, name: str, template: str) -> None:
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        self._administer(statement.format(sql.Identifier(name), sql.Identifier(template)))

    def _drop_leftovers(self) -> None:
        with self._maintenance() as connection:
            pattern = self._prefix.replace("_", r"\_") + "%"
            found = connection.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [pattern])
            for (name,) in found.fetchall():
                connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def _administer(self, statement: sql.Composed) -> None:
        with self._maintenance() as connection:
            connection.execute(statement)

    def _maintenance(self) -> psycopg.Connection:
        url = make_url(self._server_url()).set(drivername="postgresql")
        return psycopg.connect(url.render_as_string(hide_password=False), autocommit=True)

    def _url_of(self, name: str) -> str:
        return make_url(self._server_url()).set(database=name).render_as_string(hide_password=False)

    def _server_url(self) -> str:
        """The named server, or the run's own, which the first process that asks starts."""
        named = os.environ.get(NAMED_SERVER)
        return named or self._own_server_url()

    def _own_server_url(self) -> str:
        described = self._folder / "postgres.json"
        with InterProcessLock(self._folder / "postgres.lock"):
            if not described.exists():
                described.write_text(json.dumps(asdict(postgres.start()), default=str), encoding="utf-8")
        return str(json.loads(described.read_text(encoding="utf-8"))["url"])
