"""The migrations make exactly the models' schema, forth and back, and refuse what the rules refuse."""

from __future__ import annotations

import importlib.util
import sqlite3
from pathlib import Path
from types import ModuleType

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect, text

from casedesk import paths
from casedesk.db.engine import sqlite_file, unpooled_engine
from casedesk.db.upgrade import current_revision, newest_revision, upgrade
from casedesk.errors import DatabaseUnreachable
from casedesk.models import Base
from casedesk.rules.states import INITIAL, MOVES
from tests.factories import open_office


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(paths.migrations()))
    config.attributes["connection"] = connection
    return config


def test_the_newest_schema_is_what_the_models_say(database: str) -> None:
    engine = unpooled_engine(database)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = [
            one for one in compare_metadata(context, Base.metadata) if "alembic_version" not in str(one)
        ]
    engine.dispose()
    assert differences == []


def test_checks_and_indexes_of_the_models_are_in_the_database(database: str) -> None:
    engine = unpooled_engine(database)
    with engine.connect() as connection:
        found = inspect(connection)
        for table in Base.metadata.sorted_tables:
            checks = {one["name"] for one in found.get_check_constraints(table.name)}
            wanted = {str(one.name) for one in table.constraints if one.__visit_name__ == "check_constraint"}
            assert wanted <= checks, table.name
            indexes = {one["name"] for one in found.get_indexes(table.name)}
            assert {one.name for one in table.indexes} <= indexes, table.name
    engine.dispose()


def test_each_revision_goes_up_down_and_up_with_rows(database: str) -> None:
    office = open_office(database)
    office.placed()
    office.database.close()
    engine = unpooled_engine(database)
    with engine.begin() as connection:
        command.downgrade(_config(connection), "base")
    with engine.connect() as connection:
        assert set(inspect(connection).get_table_names()) <= {"alembic_version"}
    engine.dispose()
    upgrade(database)
    assert current_revision(database) == newest_revision()
    again = open_office(database)
    assert again.placed()
    again.database.close()


def test_upgrading_twice_changes_nothing(database: str) -> None:
    assert upgrade(database) is None


def test_a_newer_schema_is_refused(database: str) -> None:
    engine = unpooled_engine(database)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(DatabaseUnreachable, match="newer CaseDesk"):
        upgrade(database)


def test_an_older_file_is_backed_up_before_its_upgrade(sqlite_database: str, home: Path) -> None:
    file = sqlite_file(sqlite_database)
    assert file
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0000'")
    connection.close()
    with pytest.raises(Exception, match="0000"):  # no revision of that name: the upgrade itself cannot run
        upgrade(sqlite_database)
    (backup,) = (home / "backups").glob("*-before-upgrade-0000-*.db")
    copy = sqlite3.connect(backup)
    assert copy.execute("SELECT count(*) FROM state_moves").fetchone()[0] > 0
    copy.close()


def test_the_databases_moves_are_the_rules_moves(database: str) -> None:
    engine = unpooled_engine(database)
    with engine.connect() as connection:
        kept = {
            tuple(row)
            for row in connection.execute(text("SELECT thing, from_state, to_state FROM state_moves"))
        }
    engine.dispose()
    moves = {
        (thing, one.from_state, one.to_state)
        for thing, of_thing in MOVES.items()
        for one in of_thing
        if one.from_state != one.to_state
    }
    beginnings = {(thing, "", str(state)) for thing, states in INITIAL.items() for state in states}
    assert kept == moves | beginnings


@pytest.mark.parametrize(
    "revision", sorted(path.stem for path in (paths.migrations() / "versions").glob("0*.py"))
)
def test_a_revision_names_its_number_and_its_predecessor(revision: str) -> None:
    module = _revision(revision)
    number = int(revision[:4])
    assert module.revision == revision[:4]
    assert module.down_revision == (f"{number - 1:04d}" if number > 1 else None)


def _revision(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, paths.migrations() / "versions" / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
