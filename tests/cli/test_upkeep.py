"""`init`, `backup`, `doctor`, `documents`, `print`, `commands`: what a desk needs besides its work."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import make_url

from casedesk import paths
from casedesk.cli import practice
from casedesk.cli.main import main
from casedesk.contract.registry import all_declarations
from casedesk.rules.permissions import Role
from casedesk.services import self_check
from casedesk.settings import SettingsFile
from tests.cli.conftest import CommandLine
from tests.databases import Databases


def test_init_makes_a_desk_on_either_database(
    blank_database: str, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ask", "staff", "--db", blank_database]) == 3
    assert "casedesk init" in capsys.readouterr().err
    assert main(["init", "--db", blank_database, "--json"]) == 0
    made = json.loads(capsys.readouterr().out)["result"]
    assert (made["kind"], made["backup"]) == ("real", None)
    assert "password" not in made["database"]
    assert main(["ask", "products", "--db", blank_database, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["result"]


def test_init_again_changes_nothing(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["init", "--test"]) == 0
    before = paths.embedded_database().read_bytes()
    assert main(["init"]) == 0
    assert paths.embedded_database().read_bytes() == before
    assert "test" in capsys.readouterr().out


def test_the_clock_of_a_real_desk_cannot_be_set(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["init"])
    capsys.readouterr()
    assert main(["ask", "staff", "--now", "2026-11-24T10:42:00Z", "--json"]) == 7
    assert json.loads(capsys.readouterr().out)["details"] == {"rule": "real_time"}


def test_a_new_real_desk_has_no_other_time(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["init", "--now", "2026-11-24T10:42:00Z"]) == 7
    assert not paths.embedded_database().exists()
    assert main(["init", "--test", "--now", "2026-11-24T10:42:00Z"]) == 0


def test_the_practice_company_has_a_file_of_its_own(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(practice, "create", partial(practice.create, scale=0.05))
    home.mkdir()
    assert main(["init", "--practice", "--now", "2026-11-24T10:42:00Z", "--json"]) == 0
    made = json.loads(capsys.readouterr().out)["result"]
    assert made == {"database": f"sqlite:///{paths.practice_database()}", "kind": "practice"}
    assert not paths.embedded_database().exists()
    [manager, *_] = _logins(made["database"], capsys)
    words = ["ask", "orders", "--db", made["database"], "--as", manager, "--now", "2026-11-24T10:42:00Z"]
    assert main([*words, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["result"]["total"] > 20


def test_who_makes_a_practice_company_on_a_server_takes_part_in_it(
    databases: Databases, home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """There one acts as the login of the connection, and none of the invented colleagues has one."""
    monkeypatch.setattr(practice, "create", partial(practice.create, scale=0.05))
    now = ("--now", "2026-11-24T10:42:00Z")
    with databases.postgresql(migrated=False) as url:
        assert main(["init", "--practice", "--db", url, *now]) == 0
        capsys.readouterr()
        assert main(["ask", "who_am_i", "--db", url, *now, "--json"]) == 0
        own = json.loads(capsys.readouterr().out)["result"]
        assert (own["staff"]["login"], set(own["roles"])) == (make_url(url).username, set(Role))
        assert main(["do", "register_customer", "kind=person", "name=Ann", "--db", url, *now]) == 0
        assert main(["init", "--practice", "--db", url, *now]) == 0
        assert main(["ask", "staff", "--db", url, *now]) == 0


def _logins(url: str, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """Who could act there, as the refusal to guess one lists them."""
    assert main(["ask", "staff", "--db", url, "--json"]) == 2
    logins: list[str] = json.loads(capsys.readouterr().out)["details"]["logins"]
    return logins


def test_who_acts_is_asked_for_or_chosen_at_the_start(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["init", "--as", "ada"])
    main(["do", "invite_staff", "login=uma", "name=Uma", "team=office", "roles=support"])
    capsys.readouterr()
    assert main(["ask", "who_am_i"]) == 2
    assert capsys.readouterr().err == "Who acts? Say it with --as and one of: ada, uma\n"
    SettingsFile(paths.settings_file()).remember_person(f"sqlite:///{paths.embedded_database()}", "uma")
    assert main(["ask", "who_am_i", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["result"]["staff"]["login"] == "uma"
    assert main(["ask", "who_am_i", "--as", "ada", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["result"]["staff"]["login"] == "ada"


def test_on_a_shared_database_nobody_acts_as_another(
    postgresql_database: str, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["init", "--db", postgresql_database, "--as", "somebody"]) == 4
    main(["init", "--db", postgresql_database])
    capsys.readouterr()
    assert main(["ask", "staff", "--db", postgresql_database, "--as", "somebody", "--json"]) == 4
    assert json.loads(capsys.readouterr().out)["error"] == "not_permitted"


@pytest.fixture
def stranger(postgresql_database: str) -> Iterator[str]:
    """The URL of a database for a login of its server that nobody gave a right there."""
    url = make_url(postgresql_database)
    name = f"stranger_{uuid4().hex}"
    owner = url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(owner, autocommit=True) as server:
        server.execute(f"CREATE ROLE {name} LOGIN PASSWORD 'secret'")
        yield url.set(username=name, password="secret").render_as_string(hide_password=False)
        server.execute(f"DROP ROLE {name}")


def test_a_login_without_rights_is_told_whom_to_ask(
    stranger: str, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for words in (["init"], ["init", "--practice"], ["ask", "staff"], ["do", "take", "about=1"]):
        assert main([*words, "--db", stranger]) == 4
        told = capsys.readouterr().err
        assert told.startswith("The login stranger_")
        assert "has no right" in told
    assert main(["doctor", "--db", stranger]) == 1
    assert "has no right" in capsys.readouterr().out


def test_a_wrong_password_is_not_blamed_on_the_network(
    stranger: str, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ask", "staff", "--db", stranger.replace("secret", "wrong")]) == 3
    assert "the login and its password" in capsys.readouterr().err


def test_a_server_that_does_not_answer_is_unreachable(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    url = "postgresql://ada:secret@127.0.0.1:9/casedesk"
    assert main(["ask", "staff", "--db", url, "--json"]) == 3
    told = capsys.readouterr().out
    assert json.loads(told)["error"] == "unreachable"
    assert "secret" not in told


def test_a_file_that_is_no_database_is_unreachable(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "letter.db"
    file.write_text("Dear Sir or Madam, " * 100)
    assert main(["ask", "staff", "--db", str(file)]) == 3
    assert "not a database" in capsys.readouterr().err


def test_a_backup_is_whole_and_replaces_nothing(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["init"])
    main(["do", "register_customer", "kind=person", "name=Ann"])
    copy = tmp_path / "copy.db"
    assert main(["backup", str(copy)]) == 0
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT name FROM customers").fetchall() == [("Ann",)]
    capsys.readouterr()
    assert main(["backup", str(copy)]) == 2
    assert "is there already" in capsys.readouterr().err


def test_a_backup_of_nothing_makes_nothing(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["backup", str(tmp_path / "copy.db")]) == 5
    assert not paths.embedded_database().exists()


def test_a_shared_database_is_backed_up_on_its_server(casedesk: CommandLine, tmp_path: Path) -> None:
    ran = casedesk("backup", str(tmp_path / "copy.db"))
    if casedesk.url.startswith("sqlite"):
        assert ran.status == 0
    else:
        assert (ran.status, "pg_dump" in ran.err) == (2, True)


def test_the_doctor_finds_nothing_wrong_here(casedesk: CommandLine) -> None:
    ran = casedesk("doctor", "--json")
    assert {one["name"]: one["verdict"] for one in ran.result} == {
        "python": "ok",
        "qt": "ok",
        "fonts": "ok",
        "folder": "ok",
        "sqlite": "ok",
        "postgresql_client": "ok",
        "database": "ok",
    }
    assert ran.status == 0
    assert "The test database answers" in casedesk("doctor").out


def test_the_doctor_says_what_is_wrong(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(self_check, "OLDEST_PYTHON", (99, 0))
    monkeypatch.setattr(self_check, "LITTLE_SPACE_MB", 1 << 40)
    assert main(["doctor"]) == 1
    told = capsys.readouterr().out.splitlines()
    assert [line.split()[:2] for line in told if not line.startswith("ok")] == [
        ["failed", "python"],
        ["warning", "folder"],
        ["warning", "database"],
    ]
    assert not home.exists()


def test_a_document_is_issued_and_written(casedesk: CommandLine, order: str, tmp_path: Path) -> None:
    [known] = [one for one in casedesk.done("documents") if one["id"] == "order-confirmation"]
    file = tmp_path / "confirmation.pdf"
    told = casedesk.done("print", known["id"], order, "-o", str(file))
    assert file.read_bytes().startswith(b"%PDF")
    assert told["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
    assert [one["suffix"] for one in casedesk.done("ask", "order", f"number={order}")["documents"]] == [
        told["suffix"]
    ]


def test_an_unknown_document_writes_nothing(casedesk: CommandLine, order: str, tmp_path: Path) -> None:
    assert casedesk("print", "love-letter", order, "-o", str(tmp_path / "letter.pdf")).status in (2, 5)
    assert list(tmp_path.glob("*.pdf")) == []


def test_the_commands_are_one_bare_list(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["commands", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert [one["name"] for one in listed] == [one.name for one in all_declarations()]
    [take] = [one for one in listed if one["name"] == "take"]
    assert take == {
        "name": "take",
        "kind": "command",
        "help": "Take work from a queue: exactly one desk wins, the others are told who won.",
        "permission": "take",
        "parameters": [
            {"name": "about", "type": "about", "required": True, "help": "order number or request"}
        ],
    }
    assert main(["commands"]) == 0
    assert "do take about\n    Take work" in capsys.readouterr().out


def test_only_what_is_called_is_loaded() -> None:
    program = (
        "import sys; from casedesk.cli.main import main; main(['commands']);"
        "print(sorted({'PySide6', 'sqlalchemy', 'pydantic', 'reportlab'} & set(sys.modules)), file=sys.stderr)"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stderr == "[]\n"


def test_a_call_does_not_load_what_draws_and_prints(home: Path) -> None:
    program = (
        "import sys; from casedesk.cli.main import main; main(['init']); main(['ask', 'staff']);"
        "print(sorted({'PySide6', 'reportlab', 'xlsxwriter'} & set(sys.modules)), file=sys.stderr)"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stderr == "[]\n"


def test_a_reader_that_goes_away_is_no_failure() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "casedesk", "commands", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as program:
        assert program.stdout
        program.stdout.close()
        assert program.wait() == 141
        assert program.stderr
        assert program.stderr.read() == b""
