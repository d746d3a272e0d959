"""Kills and power cuts while real commands write: afterwards the file is whole, and what was acknowledged is there."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import event

from casedesk.clock import SystemClock
from casedesk.contract.cases import LogCall, Timeline
from casedesk.contract.customers import PersonGiven, RegisterCustomer
from casedesk.contract.ids import new_id
from casedesk.contract.values import About
from casedesk.db.engine import Database
from casedesk.rules.vocabulary import CallOutcome, CustomerKind
from casedesk.services.services import Services
from casedesk.services.sign_in import open_current
from casedesk.services.verification import Findings, verify_file
from tests.factories import open_office

PAGE = 4096
KILLS = 15
WRITER = """
import sys
from uuid import UUID
from casedesk.clock import SystemClock
from casedesk.contract.customers import RegisterCustomer
from casedesk.db.engine import open_database
from casedesk.rules.vocabulary import CustomerKind
from casedesk.services.services import Services

services = Services(open_database(sys.argv[1]), SystemClock(), "uma")
number = 0
while True:
    number += 1
    name = f"Customer {sys.argv[2]}-{number}"
    services.run(RegisterCustomer(kind=CustomerKind.PERSON, name=name, phones=(f"+44 20 7946 {number:04}",)))
    print(name, flush=True)
"""


@pytest.fixture(params=["delete", "wal"])
def file(request: pytest.FixtureRequest, sqlite_database: str, home: Path, tmp_path: Path) -> Path:
    """A desk's file with either journal; the one in use depends on the SQLite of the computer."""
    open_office(sqlite_database).database.close()
    file = tmp_path / "casedesk.db"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(f"PRAGMA journal_mode={request.param}")
    return file


def names_in(file: Path) -> set[str]:
    with closing(sqlite3.connect(file)) as connection:
        return {name for (name,) in connection.execute("SELECT name FROM customers")}


def test_a_writer_killed_again_and_again_loses_nothing_it_acknowledged(file: Path) -> None:
    """kill -9 in the middle of whatever it does: every name it printed is there, and every history is whole."""
    acknowledged: set[str] = set()
    chance = random.Random(3)
    for life in range(KILLS):
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, f"sqlite:///{file}", str(life)], stdout=subprocess.PIPE, text=True
        ) as writer:
            assert writer.stdout
            wanted = chance.randrange(1, 6)
            for _ in range(wanted):
                acknowledged.add(writer.stdout.readline().strip())
            # Somewhere in the next command: its length is a few milliseconds.
            _spin(chance.randrange(20_000))
            writer.send_signal(signal.SIGKILL)
            assert writer.wait() == -signal.SIGKILL
            acknowledged |= {line.strip() for line in writer.stdout if line.endswith("\n")}
    found = verified_after_opening(file)
    assert found.are_good, found.problems
    assert "" not in acknowledged
    assert acknowledged <= names_in(file)
    assert len(acknowledged) >= KILLS


def _spin(turns: int) -> None:
    for _ in range(turns):
        os.getpid()


def verified_after_opening(file: Path) -> Findings:
    """As the next start does it: SQLite makes the file whole when it is opened."""
    database = open_current(f"sqlite:///{file}")
    try:
        with database.reading() as connection:
            connection.exec_driver_sql("SELECT count(*) FROM customers")
    finally:
        database.close()
    return verify_file(file)


# Power cuts: pictures of the disk in the middle of a commit


@dataclass(frozen=True)
class Pictures:
    """The desk's files before a command, just before its commit, and after it."""

    before: bytes
    during: dict[str, bytes]
    after: dict[str, bytes]

    def torn(self, chance: random.Random) -> bytes:
        """What a disk holds that wrote only some of the pages it was given, in an order of its own."""
        old, new = self.before, self.during[""]
        parts = []
        for begin in range(0, max(len(old), len(new)), PAGE):
            source = new if chance.random() < 0.5 or begin >= len(old) else old
            parts.append(source[begin : begin + PAGE])
        return b"".join(parts)


def pictures_of_a_command(file: Path) -> Pictures:
    """A real command on a cache so small that changed pages reach the disk before the commit."""
    database = Database(f"sqlite:///{file}")
    event.listen(database.engine, "connect", _make_small)
    services = Services(database, SystemClock(), "uma")
    assert services.actor
    before, during = file.read_bytes(), dict[str, bytes]()
    event.listen(database.engine, "commit", lambda _connection: during.update(_files(file)))
    persons = tuple(PersonGiven(f"Person {n} of Öztürk & Söhne") for n in range(40))
    phones = tuple(f"+44 20 7946 {n:04}" for n in range(40))
    services.run(
        RegisterCustomer(
            kind=CustomerKind.ORGANISATION, name="Never There GmbH", phones=phones, persons=persons
        )
    )
    after = _files(file)
    database.close()
    return Pictures(before, during, after)


def _make_small(connection: sqlite3.Connection, _record: object) -> None:
    connection.execute("PRAGMA cache_size=5")


def _files(file: Path) -> dict[str, bytes]:
    parts = {ending: Path(f"{file}{ending}") for ending in ("", "-journal", "-wal")}
    return {ending: part.read_bytes() for ending, part in parts.items() if part.exists()}


def laid_down(folder: Path, content: bytes, ending: str, beside: bytes) -> Path:
    """A folder as a computer finds it when the power comes back."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    file = folder / "casedesk.db"
    file.write_bytes(content)
    Path(f"{file}{ending}").write_bytes(beside)
    return file


def test_a_power_cut_between_journal_and_file_is_taken_back(
    sqlite_database: str, home: Path, tmp_path: Path
) -> None:
    """Forty ways in which a disk may have written some pages and not others: each time all is as before."""
    open_office(sqlite_database).database.close()
    file = tmp_path / "casedesk.db"
    if journal_of(file) == "wal":
        set_journal(file, "delete")
    pictures = pictures_of_a_command(file)
    assert pictures.during[""] != pictures.before, "the command wrote nothing before its commit"
    rows = verify_file(laid_down(tmp_path / "old", pictures.before, "-none", b"")).rows
    chance = random.Random(7)
    without_journal = laid_down(tmp_path / "torn", pictures.torn(chance), "-none", b"")
    assert verify_file(without_journal).rows != rows, "these cuts would hurt nothing"
    for _ in range(40):
        cut = laid_down(tmp_path / "cut", pictures.torn(chance), "-journal", pictures.during["-journal"])
        found = verified_after_opening(cut)
        assert found.are_good, found.problems
        assert found.rows == rows
        assert not Path(f"{cut}-journal").exists()


def test_a_power_cut_in_the_log_leaves_the_old_or_the_new(
    sqlite_database: str, home: Path, tmp_path: Path
) -> None:
    """The write-ahead log ends anywhere, or in rubbish: the command is there as a whole or not at all."""
    open_office(sqlite_database).database.close()
    file = tmp_path / "casedesk.db"
    set_journal(file, "wal")
    pictures = pictures_of_a_command(file)
    log = pictures.after["-wal"]
    chance, seen = random.Random(11), set[bool]()
    for length in [0, len(log), *(chance.randrange(len(log)) for _ in range(38))]:
        rubbish = chance.randbytes(chance.choice([0, 4000]))
        cut = laid_down(tmp_path / "cut", pictures.before, "-wal", log[:length] + rubbish)
        found = verified_after_opening(cut)
        assert found.are_good, found.problems
        seen.add("Never There GmbH" in names_in(cut))
    assert seen == {True, False}


def test_a_process_killed_with_half_a_transaction_on_the_disk(
    sqlite_database: str, home: Path, tmp_path: Path
) -> None:
    open_office(sqlite_database).database.close()
    file = tmp_path / "casedesk.db"
    set_journal(file, "delete")
    before = verify_file(file).rows
    with subprocess.Popen(
        [sys.executable, "-c", HALF, str(file)], stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout
        assert writer.stdout.readline() == "half written\n"
        writer.send_signal(signal.SIGKILL)
        writer.wait()
    assert Path(f"{file}-journal").stat().st_size > PAGE
    found = verified_after_opening(file)
    assert found.are_good, found.problems
    assert found.rows == before


HALF = """
import sqlite3, sys, time
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("PRAGMA cache_size=5")
connection.execute("BEGIN IMMEDIATE")
connection.execute("CREATE TABLE half (text)")
connection.executemany("INSERT INTO half VALUES (?)", [("x" * 3000,)] * 500)
connection.execute("UPDATE company SET name = 'Half a company'")
print("half written", flush=True)
time.sleep(60)
"""


def set_journal(file: Path, mode: str) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(f"PRAGMA journal_mode={mode}")


def journal_of(file: Path) -> str:
    with closing(sqlite3.connect(file)) as connection:
        return str(connection.execute("PRAGMA journal_mode").fetchone()[0])


# The answer is lost, the request id is not

LOST = """
import os, signal, sys
from uuid import UUID
from casedesk.clock import SystemClock
from casedesk.contract.cases import LogCall
from casedesk.db.engine import open_database
from casedesk.rules.vocabulary import CallOutcome
from casedesk.services.services import Services

services = Services(open_database(sys.argv[1]), SystemClock(), "uma")
call = LogCall(about=sys.argv[2], summary="Asked for the date", outcome=CallOutcome.ANSWERED)
services.run(call, request_id=UUID(sys.argv[3]))
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_save_whose_answer_was_lost_is_repeated_and_stands_once(sqlite_database: str, home: Path) -> None:
    office = open_office(sqlite_database)
    customer, request = office.customer(), new_id()
    office.database.close()
    words = [sys.executable, "-c", LOST, sqlite_database, str(customer), str(request)]
    assert subprocess.run(words, check=False).returncode == -signal.SIGKILL
    database = open_current(sqlite_database)
    services = Services(database, SystemClock(), "uma")
    call = LogCall(about=About(str(customer)), summary="Asked for the date", outcome=CallOutcome.ANSWERED)
    assert services.run(call, request_id=request).again
    assert services.run(call, request_id=request).again
    timeline = services.read(Timeline(about=About(str(customer))))
    assert [one.text for one in timeline.rows].count("Asked for the date") == 1
    database.close()
