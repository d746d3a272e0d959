"""The databases that tests are given: migrated, private, of both kinds, and gone when the run ends."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect, text

from tests.conformity.inner_run import run_inside


@pytest.mark.parametrize("turn", ["first", "second"])
def test_each_test_gets_a_database_of_its_own(database: str, turn: str) -> None:
    engine = create_engine(database)
    with engine.begin() as connection:
        assert "mine" not in inspect(connection).get_table_names()
        assert "alembic_version" in inspect(connection).get_table_names()
        connection.execute(text("CREATE TABLE mine (turn TEXT)"))
    engine.dispose()


def test_a_blank_database_has_no_table(blank_database: str) -> None:
    engine = create_engine(blank_database)
    assert inspect(engine).get_table_names() == []
    engine.dispose()


def test_the_server_keeps_letters_of_all_alphabets(postgresql_database: str) -> None:
    engine = create_engine(postgresql_database)
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT lower('ŻÓŁĆ ΑΒΓ ЯБ')")) == "żółć αβγ яб"
    engine.dispose()


SERVER_USER = """
from pathlib import Path
from sqlalchemy import create_engine, text

def test_where_the_server_is(blank_database):
    if blank_database.startswith("postgresql"):
        engine = create_engine(blank_database)
        with engine.connect() as connection:
            Path("URL_FILE").write_text(connection.engine.url.render_as_string(hide_password=False))
        engine.dispose()
"""


def test_a_run_stops_the_server_that_it_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CASEDESK_TEST_PG", raising=False)
    noted = tmp_path / "url"
    done = run_inside(tmp_path, [SERVER_USER.replace("URL_FILE", str(noted))], "-n", "2")
    assert done.returncode == 0, done.stdout
    with pytest.raises(Exception, match="Connection refused"):
        create_engine(noted.read_text(encoding="utf-8")).connect()
