"""Names, numbers, addresses and texts of customers, fed through real failures, never stand in the log or a report."""

from __future__ import annotations

import ast
import json
import logging
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError

from casedesk import log as log_module
from casedesk.cli.main import main
from casedesk.contract.cases import AddNote, Find
from casedesk.contract.customers import RegisterCustomer
from casedesk.contract.orders import LineGiven, OpenOrder
from casedesk.contract.values import About
from casedesk.log import KEPT_FILES, LARGEST_FILE, kept_log, report
from casedesk.rules.vocabulary import CustomerKind
from tests.conformity.source import ROOT
from tests.factories import Office, open_office

NAME = "Marta Lindqvist-Öztürk"
PHONE = "+44 7700 900142"
MAIL = "marta.lindqvist@fernhill.example"
STREET = "14 Quillfeather Mews"
TEXT = "Router was wet after the flood; her sister Ingrid will open at nine"
PRIVATE = ("Marta", "Lindqvist", "ztürk", "900142", "fernhill.example", "Quillfeather", "flood", "Ingrid")

_log = logging.getLogger("casedesk.trial")


@pytest.fixture
def office(database: str, home: Path) -> Iterator[Office]:
    office = open_office(database)
    yield office
    office.database.close()


@pytest.fixture
def written(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> Iterator[Callable[[], str]]:
    """What stands in the log file by now."""
    with kept_log(tmp_path / "logs"):
        yield lambda: (tmp_path / "logs" / "casedesk.log").read_text(encoding="utf-8")


def register(office: Office) -> Any:
    return office.run(
        RegisterCustomer(
            kind=CustomerKind.PERSON,
            name=NAME,
            phones=(PHONE,),
            emails=(MAIL,),
            street=STREET,
            postcode="N1 9GU",
            city="London",
        )
    )


def nothing_private_in(told: str) -> None:
    assert [one for one in PRIVATE if one.casefold() in told.casefold()] == []


def error_of(act: Callable[[], Any]) -> Exception:
    """The error that an act ends in, written into the log as a caller would who does not know it."""
    try:
        act()
    except Exception as error:  # noqa: BLE001 - which one is not the question
        _log.exception("carrying out %s for %s failed: %s", TEXT, NAME, error)
        return error
    raise AssertionError("it did not fail")


def failing_statement(office: Office, table: str) -> None:
    """Every statement on a table carries its values into an error that nobody foresaw."""

    def fail(
        _connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: Any
    ) -> None:
        if table in statement and statement.startswith(("INSERT", "SELECT")):
            raise ValueError(f"cannot work on {statement} with {parameters!r}")

    event.listen(office.database.engine, "before_cursor_execute", fail)


def failures(office: Office) -> Iterator[tuple[str, Callable[[], Any]]]:
    """Real commands and queries on a database that breaks under them."""
    customer = office.customer()
    yield "contact_points", lambda: register(office)
    yield "interactions", lambda: office.run(AddNote(about=About(str(customer)), text=TEXT))
    lines = (LineGiven(name=TEXT, unit_price="34.00"),)
    yield "order_lines", lambda: office.run(OpenOrder(customer=customer, lines=lines, wants=TEXT))
    yield "search_keys", lambda: office.read(Find(text=NAME))


def test_no_failure_of_a_command_or_query_tells_who_it_was_about(
    office: Office, written: Callable[[], str]
) -> None:
    for table, act in list(failures(office)):
        failing_statement(office, table)
        told = report(error_of(act))
        assert "services.py" in told
        nothing_private_in(told)
    nothing_private_in(written())
    assert "carrying out <text> for <text> failed" in written()


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO customers (id, name) VALUES (:id, :name)",
        "INSERT INTO teams (id, key) VALUES (:name, :name)",
        "UPDATE company SET id = 2, country = :name",
        "SELECT * FROM customers WHERE missing = :name",
        "SELECT 'Marta Lindqvist' FROM nowhere_at_all",
    ],
)
def test_no_error_of_a_database_repeats_a_value(
    office: Office, written: Callable[[], str], statement: str
) -> None:
    values = {"id": None, "name": f"{NAME}, {PHONE}, {MAIL}, {STREET}: {TEXT}"}
    given = {key: value for key, value in values.items() if f":{key}" in statement}

    def execute() -> None:
        with office.database.writing() as session:
            session.execute(text(statement), given)

    error = error_of(execute)
    assert isinstance(error, DBAPIError)
    nothing_private_in(report(error))
    nothing_private_in(written())


@pytest.mark.parametrize(
    "fail",
    [
        lambda: int(NAME),
        lambda: {}[NAME],
        lambda: getattr(NAME, "missing"),  # noqa: B009
        lambda: json.loads(f'{{"{NAME}": '),
        lambda: NAME.encode("ascii"),
        lambda: Path(f"/nowhere/{NAME}/{STREET}").read_text(),
        lambda: (_ for _ in ()).throw(RuntimeError(TEXT)),
        lambda: float(PHONE),
        lambda: [].index(MAIL),
        lambda: __import__(NAME),
    ],
)
def test_no_error_of_python_repeats_a_value(written: Callable[[], str], fail: Callable[[], Any]) -> None:
    nothing_private_in(report(error_of(fail)))
    nothing_private_in(written())
    assert "failed" in written()


def test_the_errors_that_led_to_an_error_are_told_as_well(written: Callable[[], str]) -> None:
    try:
        try:
            int(NAME)
        except ValueError as error:
            raise RuntimeError(TEXT) from error
    except RuntimeError as error:
        told = report(error)
    assert told.index("ValueError") < told.index("RuntimeError")
    nothing_private_in(told)


def test_a_report_does_not_name_the_user_of_this_computer(tmp_path: Path) -> None:
    home = tmp_path / "home" / "marta.lindqvist"
    home.mkdir(parents=True)
    own = home / "trial.py"
    own.write_text("def fail():\n    return 1 / 0\n", encoding="utf-8")
    found: dict[str, Any] = {}
    exec(compile(own.read_text(encoding="utf-8"), str(own), "exec"), found)
    with pytest.raises(ZeroDivisionError) as failed:
        found["fail"]()
    told = report(failed.value)
    assert "trial.py:2 fail" in told
    nothing_private_in(told)


def test_a_bug_on_the_command_line_is_written_down_and_told_without_a_word_of_it(
    sqlite_database: str,
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(*_arguments: object) -> None:
        raise ValueError(f"{NAME} {PHONE} {TEXT}")

    open_office(sqlite_database).database.close()
    monkeypatch.setattr("casedesk.cli.calls.to_wire", fail)
    assert main(["ask", "staff", "--db", sqlite_database, "--as", "ada"]) == 1
    nothing_private_in("".join(capsys.readouterr()))
    kept = (home / "logs" / "casedesk.log").read_text(encoding="utf-8")
    assert "ValueError" in kept
    nothing_private_in(kept)


def test_numbers_and_texts_that_are_filled_in_are_masked_and_counts_and_ids_are_not(
    written: Callable[[], str],
) -> None:
    _log.error("%s of %d, case %s, phone %s", NAME, 3, "0198c0de-7a7a-7000-8000-0123456789ab", 447700900142)
    _log.error("named %(name)s", {"name": NAME})
    told = written()
    assert "<text> of 3, case 0198c0de-7a7a-7000-8000-0123456789ab, phone <text>" in told
    assert "named <text>" in told
    nothing_private_in(told)


def test_the_log_is_bounded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(log_module, "LARGEST_FILE", 5_000)
    with kept_log(tmp_path):
        for number in range(2_000):
            _log.error("failure %d of many, with enough words to fill a file", number)
    files = sorted(one.name for one in tmp_path.iterdir())
    assert files == ["casedesk.log", *(f"casedesk.log.{n}" for n in range(1, KEPT_FILES + 1))]
    assert all(one.stat().st_size <= 5_000 for one in tmp_path.iterdir())
    assert (KEPT_FILES + 1) * LARGEST_FILE <= 4_000_000


def test_a_log_that_cannot_be_renamed_stays_small(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """As on Windows, where another desk holds the same file open."""
    monkeypatch.setattr(log_module, "LARGEST_FILE", 5_000)
    monkeypatch.setattr("os.rename", _refused)
    with kept_log(tmp_path):
        for number in range(2_000):
            _log.error("failure %d of many, with enough words to fill a file", number)
    assert sum(one.stat().st_size for one in tmp_path.iterdir()) <= 10_000


def _refused(*_arguments: object) -> None:
    raise PermissionError(13, "Permission denied")


def test_a_log_that_cannot_be_written_never_stops_the_work(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "logs").write_text("a file where the folder should be")
    with kept_log(tmp_path / "logs"):
        _log.error("saving %s failed", NAME)
    nothing_private_in("".join(capsys.readouterr()))


def test_nothing_is_logged_that_is_put_together_before() -> None:
    """The mask covers what is filled in; a text put together beforehand would pass it unseen."""
    put_together = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path in sorted((ROOT / "casedesk").rglob("*.py"))
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id in ("_log", "log")
        and call.func.attr in ("debug", "info", "warning", "error", "exception", "critical")
        and not (call.args and isinstance(call.args[0], ast.Constant))
    ]
    assert put_together == []


def test_sqlite_names_no_value_in_its_first_line(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "a.db")) as connection:
        connection.execute("CREATE TABLE t (name TEXT UNIQUE CHECK (length(name) < 50))")
        connection.execute("INSERT INTO t VALUES (?)", (NAME,))
        for value in (NAME, NAME * 10):
            with pytest.raises(sqlite3.IntegrityError) as failed:
                connection.execute("INSERT INTO t VALUES (?)", (value,))
            assert "SQLITE_CONSTRAINT" in report(failed.value)
            nothing_private_in(report(failed.value))
