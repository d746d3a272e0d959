"""`backup`, `restore` and `verify`, and Ctrl+C in the middle of long work: real programs, real signals."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from casedesk import paths
from casedesk.cli.main import main
from tests.cli.conftest import CommandLine

MAPPING = """
source = "shop"
[[step]]
kind = "customer"
file = "customers.csv"
key = "id"
fields.name = "name"
fields.kind = { value = "person" }
"""
ROWS = 60_000


@pytest.fixture
def desk(home: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    main(["init"])
    main(["do", "register_customer", "kind=person", "name=Ann"])
    capsys.readouterr()
    return paths.embedded_database()


def answer(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


def names_in(file: Path) -> list[str]:
    with closing(sqlite3.connect(file)) as connection:
        return [name for (name,) in connection.execute("SELECT name FROM customers ORDER BY name")]


def test_a_desk_goes_to_another_computer(
    desk: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy, new = tmp_path / "copy.db", tmp_path / "new.db"
    assert main(["backup", str(copy), "--json"]) == 0
    made = answer(capsys)["result"]
    assert made["bytes"] == copy.stat().st_size
    assert main(["restore", str(copy), "--db", f"sqlite:///{new}", "--json"]) == 0
    told = capsys.readouterr()
    restored = json.loads(told.out)["result"]
    assert (restored["file"], restored["set_aside"], restored["company"]) == (str(new), None, "My company")
    assert restored["rows"] == made["rows"]
    assert "My company: 1 customers, 0 orders" in told.err
    assert names_in(new) == ["Ann"]


def test_a_desk_is_replaced_only_when_it_is_said(
    desk: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "copy.db"
    main(["backup", str(copy)])
    main(["do", "register_customer", "kind=person", "name=Bob"])
    capsys.readouterr()
    assert main(["restore", str(copy), "--json"]) == 7
    assert answer(capsys)["details"]["rule"] == "restore_into_empty"
    assert names_in(desk) == ["Ann", "Bob"]
    assert main(["restore", str(copy), "--replace", "--json"]) == 0
    aside = Path(answer(capsys)["result"]["set_aside"])
    assert (names_in(desk), names_in(aside)) == (["Ann"], ["Ann", "Bob"])


def test_what_is_no_backup_makes_nothing(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["restore", str(tmp_path / "nowhere.db")]) == 5
    letter = tmp_path / "letter.db"
    letter.write_text("Dear Sir or Madam, " * 100)
    assert main(["restore", str(letter)]) == 1
    assert "no backup of a CaseDesk desk" in capsys.readouterr().err
    assert not paths.embedded_database().exists()


def test_a_shared_database_is_restored_on_its_server(
    desk: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["restore", str(desk), "--db", "postgresql://nobody@127.0.0.1:9/none"]) == 2
    assert "pg_restore" in capsys.readouterr().err


def test_verify_says_what_is_whole_and_what_is_not(casedesk: CommandLine, order: str) -> None:
    told = casedesk.done("verify")
    assert (told["whole"], told["problems"], told["cases"]) == (True, [], 1)
    assert "Whole: 1 cases with" in casedesk("verify").out
    if casedesk.url.startswith("sqlite"):
        with closing(sqlite3.connect(casedesk.url.removeprefix("sqlite:///"))) as connection:
            triggers = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
            for (name,) in triggers:
                connection.execute(f"DROP TRIGGER {name}")
            connection.execute("UPDATE entries SET command = 'forged' WHERE seq = 2")
            connection.commit()
        ran = casedesk("verify")
        assert (ran.status, "Entry 2 in the history of the case" in ran.out) == (1, True)


# Ctrl+C


def _hear_ctrl_c() -> None:
    """Whoever runs the tests in the background may have made all that they start deaf to it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def interrupted(words: list[str], wait_for: str) -> tuple[int, str, str]:
    """What a program told and how it ended, which was sent Ctrl+C once it had told `wait_for`."""
    with subprocess.Popen(
        [sys.executable, "-m", "casedesk", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=_hear_ctrl_c if os.name == "posix" else None,
    ) as program:
        assert program.stderr
        for line in program.stderr:
            if wait_for in line:
                break
        program.send_signal(signal.SIGINT)
        out, err = program.communicate(timeout=60)
        return program.returncode, out, err


@pytest.fixture
def many(desk: Path, tmp_path: Path) -> list[str]:
    """The words of an import that takes a while."""
    (tmp_path / "map.toml").write_text(MAPPING, encoding="utf-8")
    with (tmp_path / "customers.csv").open("w", encoding="utf-8") as out:
        out.write("id,name\n")
        out.writelines(f"{n},Customer {n}\n" for n in range(ROWS))
    return ["import", str(tmp_path / "customers.csv"), "--map", str(tmp_path / "map.toml")]


def test_ctrl_c_ends_an_import_between_rows_and_the_next_one_goes_on(
    many: list[str], desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, err = interrupted(many, f"of {ROWS:,} rows")
    assert (status, out) == (130, "")
    assert "rows are in, each whole; import again and the rest follows" in err
    assert "Traceback" not in err
    begun = len(names_in(desk))
    assert 5_000 <= begun < ROWS
    assert main(["verify", "--json"]) == 0
    assert answer(capsys)["result"]["whole"]


def test_ctrl_c_ends_the_making_of_the_practice_company_without_a_trace(home: Path) -> None:
    status, out, err = interrupted(["init", "--practice", "--json"], "of 400 customers")
    assert status == 130
    assert json.loads(out)["error"] == "stopped"
    assert "Traceback" not in err
    assert [one.name for one in home.iterdir() if one.name != "logs"] == []


def test_a_long_export_tells_how_far_it_is(
    desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("casedesk.services.exports.PAGE_ROWS", 2)
    monkeypatch.setattr("casedesk.cli.files.ROWS_BETWEEN_LINES", 4)
    for name in ("Bob", "Cyd", "Dan", "Eve"):
        main(["do", "register_customer", "kind=person", f"name={name}"])
    capsys.readouterr()
    assert main(["export", "customers", "-o", str(tmp_path / "all.csv")]) == 0
    assert capsys.readouterr().err == "4 rows\n"


@pytest.mark.parametrize("words", [["backup"], ["export", "customers", "-o"]])
def test_ctrl_c_leaves_no_half_file(
    desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str],
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    def stop(*_arguments: object, **_more: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("casedesk.services.backup.verify_file", stop)
    monkeypatch.setattr("casedesk.services.export_files._csv_cell", stop)
    out = tmp_path / "out"
    out.mkdir()
    assert main([*words, str(out / "file.csv")]) == 130
    assert (
        capsys.readouterr().err == "Stopped. What was not finished was taken back; nothing is half saved.\n"
    )
    assert list(out.iterdir()) == []
