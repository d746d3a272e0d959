"""Creates the schema or brings it up to date, after a backup and in one transaction; refuses a newer one.

Alembic costs 0.8 s to import, so the version is read with one SELECT and Alembic loads only to upgrade.
"""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import OperationalError, ProgrammingError

from casedesk import paths
from casedesk.db.engine import sqlite_file, unpooled_engine, unreachable, without_right
from casedesk.errors import DatabaseUnreachable
from casedesk.words import say

_REVISION = re.compile(r"^(\d{4})_\w+\.py$")
_UPGRADE_LOCK = 0x0CA5EDE5
_NETWORK_MARKS = ("\\\\", "//")


def newest_revision() -> str:
    """The schema version this program was built for."""
    names = (_REVISION.match(path.name) for path in (paths.migrations() / "versions").iterdir())
    return max(match.group(1) for match in names if match)


def current_revision(url: str) -> str | None:
    """The schema version of a database, None when it holds no CaseDesk tables; it creates no file."""
    file = sqlite_file(url)
    if file is not None and not file.exists():
        return None
    engine = unpooled_engine(url)
    try:
        with engine.connect() as connection:
            return _revision(connection)
    except OperationalError as error:
        raise unreachable(url) from error
    except ProgrammingError as error:
        if refusal := without_right(url, error):
            raise refusal from error
        raise
    finally:
        engine.dispose()


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return str(found) if found else None


def upgrade(url: str) -> Path | None:
    """Create or upgrade the schema; the backup that was made before an upgrade of an SQLite file.

    DatabaseUnreachable when the database does not answer or was written by a newer CaseDesk.
    """
    before = current_revision(url)
    target = newest_revision()
    if before and before > target:
        raise newer_schema(before)
    if before == target:
        return None
    backup = _backup_before(url, before) if before else None
    _prepare_folder(url)
    engine = unpooled_engine(url)
    try:
        _run_alembic(engine, target)
    except ProgrammingError as error:
        if refusal := without_right(url, error):
            raise refusal from error
        raise
    finally:
        engine.dispose()
    return backup


def remove_schema(url: str) -> None:
    """Take every table of CaseDesk out of a database, with all that is in them; for practice databases only.

    The schema must be the one this program was built for.
    """
    engine = unpooled_engine(url)
    try:
        _run_alembic(engine, None)
    finally:
        engine.dispose()


def newer_schema(version: str) -> DatabaseUnreachable:
    """The sentence for a database written by a newer program."""
    return DatabaseUnreachable(
        say(
            "This database was written by a newer CaseDesk (schema $version). Update this program.",
            version=version,
        )
    )


def require_current(url: str) -> None:
    """DatabaseUnreachable unless the schema is the one this program was built for."""
    found = current_revision(url)
    if found is None:
        raise DatabaseUnreachable(
            say("This database holds no CaseDesk data yet. Set it up with: casedesk init")
        )
    if found > newest_revision():
        raise newer_schema(found)
    if found < newest_revision():
        raise DatabaseUnreachable(
            say("This database is of an older CaseDesk. Upgrade it with: casedesk init")
        )


def _prepare_folder(url: str) -> None:
    file = sqlite_file(url)
    if file is None:
        return
    if str(file).startswith(_NETWORK_MARKS):
        raise DatabaseUnreachable(
            say(
                "An embedded desk cannot lie on a network drive: two computers would damage it. Choose a local folder, "
                "or use PostgreSQL for a team."
            )
        )
    file.parent.mkdir(parents=True, exist_ok=True)


def _run_alembic(engine: Engine, target: str | None) -> None:
    """Upgrade to a revision; None takes all of them back."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(paths.migrations()).replace("%", "%%"))
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _UPGRADE_LOCK})
        config.attributes["connection"] = connection
        if target is None:
            command.downgrade(config, "base")
        else:
            command.upgrade(config, target)


def _backup_before(url: str, revision: str | None) -> Path | None:
    file = sqlite_file(url)
    if file is None:
        return None
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    return backup_file(file, paths.backups() / f"{file.stem}-before-upgrade-{revision}-{stamp}.db")


def backup_file(source: Path, target: Path) -> Path:
    """A checked copy of an SQLite database by its backup API, renamed into place when it is whole."""
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_suffix(".part")
    with closing(sqlite3.connect(source)) as origin, closing(sqlite3.connect(partial)) as copy:
        origin.backup(copy)
        (verdict,) = copy.execute("PRAGMA integrity_check").fetchone()
    if verdict != "ok":
        partial.unlink()
        raise DatabaseUnreachable(
            say("The copy of the database is damaged: $why. Nothing was changed.", why=verdict)
        )
    partial.replace(target)
    return target
