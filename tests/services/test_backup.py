"""Backups of the embedded desk: proven, fourteen kept, never fewer because of a failure; and the way back."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from casedesk.contract.cases import Find
from casedesk.contract.customers import RegisterCustomer
from casedesk.db.copies import end_interrupted, put_in_place, restoring_name, set_aside_name
from casedesk.errors import (
    BackupFailed,
    Conflict,
    DatabaseDamaged,
    DatabaseUnreachable,
    NotFound,
    RefusedByRule,
    Stopped,
    WrongUsage,
)
from casedesk.rules.vocabulary import CustomerKind
from casedesk.services import daily_backup, restore
from casedesk.services.backup import back_up
from casedesk.services.daily_backup import (
    KEPT,
    Origin,
    daily_backups,
    every_backup,
    folder_of,
    is_due,
    make_when_due,
)
from casedesk.services.restore import content_of
from casedesk.services.sign_in import open_current
from casedesk.services.verification import verify, verify_file
from tests.factories import TUESDAY, Office, open_office

NOW = datetime(2026, 11, 24, 10, 42, tzinfo=UTC)
HOLDER = """
import sqlite3, sys
lock = sqlite3.connect(sys.argv[1], timeout=0, isolation_level=None)
lock.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def office(sqlite_database: str, home: Path) -> Iterator[Office]:
    """A desk with two customers, one order and a call."""
    office = open_office(sqlite_database)
    office.placed(office.customer("Marta Lindqvist", phones=("+44 20 7946 0018",)))
    office.customer("Otto Ölmez")
    yield office
    office.database.close()


@pytest.fixture
def file(office: Office, tmp_path: Path) -> Path:
    return tmp_path / "casedesk.db"


def names_in(file: Path) -> list[str]:
    with closing(sqlite3.connect(file)) as connection:
        return [name for (name,) in connection.execute("SELECT name FROM customers ORDER BY name")]


def without_guards(file: Path, *statements: str) -> None:
    """What nobody can do through CaseDesk: a hand in the file itself."""
    with closing(sqlite3.connect(file)) as connection:
        triggers = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for (name,) in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def damage(file: Path, at: int = 60_000) -> None:
    """Some sectors of the disk went."""
    with file.open("r+b") as stream:
        stream.seek(at)
        stream.write(os.urandom(20_000))


# Proof


def test_a_whole_database_is_found_whole(database: str) -> None:
    office = open_office(database)
    order = office.placed()
    with office.database.reading() as connection:
        found = verify(connection)
    office.database.close()
    assert found.are_good
    assert (found.cases, found.rows["orders"]) == (1, 1)
    assert found.entries > 2
    assert found.newest_entry == TUESDAY
    assert order


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ("UPDATE entries SET command = 'forged' WHERE seq = 1", "Entry 1 in the history of the case"),
        ("DELETE FROM entries WHERE seq = (SELECT max(seq) FROM entries)", "The last entries of the case"),
        ("UPDATE entry_values SET new = 'forged' WHERE rowid = 1", "belongs to no case was changed"),
        ("DELETE FROM customers WHERE name LIKE 'Otto%'", "refers to a row of customers that is missing"),
        ("DROP TABLE promises", "The table promises is missing"),
        ("ALTER TABLE looks DROP COLUMN hits", "The column hits of looks is missing"),
    ],
)
def test_each_fault_is_found(office: Office, file: Path, fault: str, told: str) -> None:
    without_guards(file, "PRAGMA foreign_keys = OFF", fault)
    found = verify_file(file)
    assert told in " ".join(found.problems)
    with pytest.raises(BackupFailed, match="does not pass the check"):
        back_up(f"sqlite:///{file}", file.with_name("copy.db"))
    assert not list(file.parent.glob("copy*"))


def test_a_damaged_page_is_found(office: Office, file: Path) -> None:
    damage(file)
    assert not verify_file(file).are_good


# Every day


def test_it_is_made_when_the_newest_is_a_day_old(file: Path) -> None:
    assert make_when_due(file, NOW)
    assert not make_when_due(file, NOW + timedelta(hours=23))
    assert make_when_due(file, NOW + timedelta(hours=25))
    assert [one.made_at for one in daily_backups(file)] == [NOW + timedelta(hours=25), NOW]
    assert names_in(daily_backups(file)[0].file) == ["Marta Lindqvist", "Otto Ölmez"]


def test_a_backup_from_a_day_to_come_does_not_end_them_for_ever(file: Path) -> None:
    make_when_due(file, NOW + timedelta(days=400))
    assert is_due(file, NOW)


def test_fourteen_are_kept(file: Path) -> None:
    for day in range(KEPT + 3):
        assert make_when_due(file, NOW + timedelta(days=day))
    kept = daily_backups(file)
    assert len(kept) == KEPT
    assert kept[0].made_at == NOW + timedelta(days=KEPT + 2)
    assert all(verify_file(one.file).are_good for one in kept)


def test_a_failure_is_told_and_removes_no_good_one(file: Path) -> None:
    for day in range(KEPT):
        make_when_due(file, NOW + timedelta(days=day))
    before = daily_backups(file)
    damage(file)
    with pytest.raises(
        BackupFailed, match=r"Today's backup could not be made; the one of 2026-12-07 .* is kept"
    ):
        make_when_due(file, NOW + timedelta(days=KEPT + 1))
    assert daily_backups(file) == before
    assert not list(folder_of(file).glob("*.part*"))


def test_a_full_disk_is_told_and_removes_no_good_one(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_when_due(file, NOW)
    monkeypatch.setattr(daily_backup, "proven_copy", _no_space)
    with pytest.raises(BackupFailed, match="No space left on device"):
        make_when_due(file, NOW + timedelta(days=2))
    assert len(daily_backups(file)) == 1


def _no_space(*_arguments: object) -> None:
    raise OSError(28, os.strerror(28))


def test_not_while_another_desk_makes_one(file: Path) -> None:
    folder_of(file).mkdir(parents=True)
    lock = folder_of(file) / "making.lock"
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(lock)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout
        assert other.stdout.readline() == "held\n"
        assert not make_when_due(file, NOW)
        other.kill()
        other.wait()
        # Whoever was killed holds nothing any more.
        assert make_when_due(file, NOW)


def test_stopped_it_leaves_nothing_half_made(file: Path) -> None:
    def stop(_done: int, _in_all: int) -> None:
        raise Stopped("Stopped.")

    with pytest.raises(Stopped):
        make_when_due(file, NOW, stop)
    assert [one.name for one in folder_of(file).iterdir()] == ["making.lock"]
    assert make_when_due(file, NOW)


def test_a_desk_reads_while_it_is_made_and_saves_right_after(office: Office, file: Path) -> None:
    found: list[int] = []

    def look(_done: int, _in_all: int) -> None:
        found.append(office.read(Find(text="Marta")).total)

    make_when_due(file, NOW, look)
    office.customer("Zoe After")
    assert set(found) == {2}  # she and her order
    assert names_in(daily_backups(file)[0].file) == ["Marta Lindqvist", "Otto Ölmez"]
    assert names_in(file) == ["Marta Lindqvist", "Otto Ölmez", "Zoe After"]


# The way back


def test_what_is_in_a_backup_is_told(office: Office, file: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    back_up(f"sqlite:///{file}", copy)
    content = content_of(copy)
    assert (content.company, content.customers, content.orders) == ("Fernhill Telecom", 2, 1)
    assert content.newest_entry == TUESDAY
    assert not content.needs_upgrade
    assert content.rows > content.entries > 0


def test_a_restored_desk_has_every_row(office: Office, file: Path, tmp_path: Path) -> None:
    copy, new = tmp_path / "copy.db", tmp_path / "new" / "desk.db"
    back_up(f"sqlite:///{file}", copy)
    new.parent.mkdir()
    restored = restore.restore(copy, f"sqlite:///{new}")
    assert (restored.file, restored.aside) == (new, None)
    assert verify_file(new).rows == verify_file(file).rows
    assert [one.name for one in new.parent.iterdir()] == ["desk.db"]


def test_an_empty_file_may_be_filled_and_a_desk_is_kept(office: Office, file: Path, tmp_path: Path) -> None:
    copy, empty = tmp_path / "copy.db", tmp_path / "empty.db"
    back_up(f"sqlite:///{file}", copy)
    empty.touch()
    assert restore.restore(copy, f"sqlite:///{empty}").file == empty
    office.customer("Zoe After")
    with pytest.raises(RefusedByRule, match="There is a desk at"):
        restore.restore(copy, f"sqlite:///{file}")
    assert "Zoe After" in names_in(file)
    office.database.close()
    restored = restore.restore(copy, f"sqlite:///{file}", replace=True, now=NOW)
    assert restored.aside == file.with_name("casedesk-set-aside-20261124-104200.db")
    assert "Zoe After" in names_in(restored.aside)
    assert names_in(file) == ["Marta Lindqvist", "Otto Ölmez"]
    # What was set aside is a backup too: the way back from the way back.
    assert (restored.aside, Origin.SET_ASIDE) in [(one.file, one.origin) for one in every_backup(file)]


def test_a_damaged_desk_is_moved_aside_as_it_is(office: Office, file: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    back_up(f"sqlite:///{file}", copy)
    office.database.close()
    damage(file, at=0)
    bytes_before = file.read_bytes()
    with pytest.raises(DatabaseDamaged, match="It was left as it is"):
        open_current(f"sqlite:///{file}")
    assert file.read_bytes() == bytes_before
    restored = restore.restore(copy, f"sqlite:///{file}", replace=True)
    assert restored.aside is not None
    assert restored.aside.read_bytes() == bytes_before
    assert verify_file(file).are_good


def test_a_desk_that_is_open_elsewhere_writes_nothing_into_the_file_set_aside(
    office: Office, file: Path, tmp_path: Path
) -> None:
    """A stale window must be told; what it would save could never be found again."""
    copy = tmp_path / "copy.db"
    back_up(f"sqlite:///{file}", copy)
    restored = restore.restore(copy, f"sqlite:///{file}", replace=True)
    with pytest.raises(DatabaseUnreachable, match=r"A backup was restored while this desk was open"):
        office.run(RegisterCustomer(kind=CustomerKind.PERSON, name="Lost Forever"))
    assert restored.aside is not None
    assert "Lost Forever" not in [*names_in(file), *names_in(restored.aside)]


def test_a_writer_in_the_middle_of_its_commit_is_waited_for(
    office: Office, file: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.db"
    back_up(f"sqlite:///{file}", copy)
    with closing(sqlite3.connect(file, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        with pytest.raises(Conflict, match="Close every desk"):
            restore.restore(copy, f"sqlite:///{file}", replace=True)
        writer.execute("ROLLBACK")
    assert names_in(file) == ["Marta Lindqvist", "Otto Ölmez"]
    assert list(tmp_path.glob("*set-aside*")) == []


def test_an_older_backup_is_brought_up_to_date_and_a_newer_one_refused(
    office: Office, file: Path, tmp_path: Path
) -> None:
    newer, older = tmp_path / "newer.db", tmp_path / "older.db"
    for copy, schema in ((newer, "9999"), (older, "0000")):
        back_up(f"sqlite:///{file}", copy)
        without_guards(copy, f"UPDATE alembic_version SET version_num = '{schema}'")
    with pytest.raises(DatabaseUnreachable, match=r"written by a newer CaseDesk \(schema 9999\)"):
        restore.restore(newer, f"sqlite:///{tmp_path / 'new.db'}")
    assert content_of(older).needs_upgrade
    assert not (tmp_path / "new.db").exists()


def test_a_damaged_backup_is_refused_and_nothing_is_touched(
    office: Office, file: Path, tmp_path: Path
) -> None:
    copy, new = tmp_path / "copy.db", tmp_path / "new.db"
    back_up(f"sqlite:///{file}", copy)
    damage(copy)
    with pytest.raises(BackupFailed, match=r"damaged"):
        restore.restore(copy, f"sqlite:///{new}")
    copy.write_bytes(file.read_bytes()[:5000])
    with pytest.raises(BackupFailed, match="no backup of a CaseDesk desk"):
        content_of(copy)
    assert list(tmp_path.glob("new*")) == []


@pytest.mark.parametrize("content", [b"", b"Dear Sir or Madam, " * 100, b"SQLite format 3\x00"])
def test_what_is_no_backup_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "letter.db"
    file.write_bytes(content)
    with pytest.raises(BackupFailed, match="no backup of a CaseDesk desk"):
        content_of(file)
    with pytest.raises(NotFound):
        content_of(tmp_path / "nowhere.db")


def test_a_desk_is_not_restored_from_itself(office: Office, file: Path) -> None:
    with pytest.raises(WrongUsage, match="the desk itself"):
        restore.restore(file, f"sqlite:///{file}", replace=True)


@pytest.mark.parametrize("percent", [0, 30, 70, 99])
def test_stopped_anywhere_all_is_as_it_was(office: Office, file: Path, tmp_path: Path, percent: int) -> None:
    copy = tmp_path / "copy.db"
    back_up(f"sqlite:///{file}", copy)
    before = {one.name: one.read_bytes() for one in tmp_path.iterdir() if one.is_file()}

    def stop(done: int, in_all: int) -> None:
        if done * 100 >= percent * in_all:
            raise Stopped("Stopped.")

    with pytest.raises(Stopped):
        restore.restore(copy, f"sqlite:///{file}", replace=True, progress=stop)
    assert {one.name: one.read_bytes() for one in tmp_path.iterdir() if one.is_file()} == before


# A power cut while one file takes the place of another


@pytest.mark.parametrize("cut", range(1, 5))
def test_a_power_cut_while_files_are_moved_leaves_old_and_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cut: int
) -> None:
    """At every rename: afterwards there is a desk, the old or the new one, and the old one has its journal."""
    file = tmp_path / "casedesk.db"
    file.write_bytes(b"old, not a database")
    Path(f"{file}-journal").write_bytes(b"journal of the old")
    restoring_name(file).write_bytes(b"new")
    rename, done = Path.rename, 0

    def renamed(self: Path, target: Path) -> Path:
        nonlocal done
        done += 1
        if done == cut:
            raise _PowerCut
        return rename(self, target)

    aside = set_aside_name(file, NOW)
    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", renamed)
        with suppress(_PowerCut):
            put_in_place(restoring_name(file), file, aside)
    end_interrupted(file)
    old = file if file.read_bytes() != b"new" else aside
    assert old.read_bytes() == b"old, not a database"
    assert Path(f"{old}-journal").read_bytes() == b"journal of the old"


class _PowerCut(BaseException):
    """Nothing of the program runs after it."""


def test_the_start_ends_what_a_power_cut_interrupted(office: Office, file: Path) -> None:
    office.database.close()
    file.rename(restoring_name(file))
    database = open_current(f"sqlite:///{file}")
    database.close()
    assert names_in(file) == ["Marta Lindqvist", "Otto Ölmez"]
