"""Backups and restores from the window: made by itself, shown before it is done, the present file kept."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from casedesk import app, paths
from casedesk.app import DatabaseOpener, Program
from casedesk.clock import SystemClock
from casedesk.contract.customers import RegisterCustomer
from casedesk.db.engine import open_database
from casedesk.rules.vocabulary import CustomerKind, DatabaseKind
from casedesk.services.daily_backup import daily_backups, make_when_due
from casedesk.services.services import Services
from casedesk.services.setup import NewDesk, initialise
from casedesk.settings import SettingsFile
from casedesk.ui import window_actions
from casedesk.ui.dialogs.busy import BusyPage
from casedesk.ui.dialogs.first_start import FirstStartPage
from casedesk.ui.dialogs.restore import RestorePage
from casedesk.ui.dialogs.trouble import TroublePage
from casedesk.ui.notifications import Message
from casedesk.ui.start import own_address
from casedesk.ui.theme import look
from tests.ui.fitting import cut_texts

LONG = 30_000


@pytest.fixture
def desk(home: Path) -> Path:
    """The file of an own desk with one customer."""
    initialise(own_address(), DatabaseKind.REAL, NewDesk(company="Fernhill & Söhne"), datetime.now(UTC))
    register("Marta Lindqvist")
    return paths.embedded_database()


def register(name: str) -> None:
    database = open_database(own_address())
    Services(database, SystemClock(), "owner").run(RegisterCustomer(kind=CustomerKind.PERSON, name=name))
    database.close()


def names_in(file: Path) -> list[str]:
    with closing(sqlite3.connect(file)) as connection:
        return [name for (name,) in connection.execute("SELECT name FROM customers ORDER BY name")]


@pytest.fixture
def started(home: Path, qtbot: QtBot) -> Iterator[Callable[..., Program]]:
    programs: list[Program] = []

    def start(address: str | None = None) -> Program:
        program = Program(DatabaseOpener(address, None), SettingsFile(paths.settings_file()), paths.drafts())
        programs.append(program)
        program.show()
        qtbot.waitExposed(program.window)
        return program

    yield start
    for program in programs:
        program.window.close()
        program.window.deleteLater()
        program.deleteLater()


def told_by(program: Program) -> list[Message]:
    told: list[Message] = []
    program.notifications.posted.connect(told.append)
    return told


def open_desk(program: Program, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: program.window.desk is not None, timeout=LONG)


def press(program: Program, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(program.window.windowHandle(), key)


def restore_page(program: Program, qtbot: QtBot) -> RestorePage:
    qtbot.waitUntil(lambda: isinstance(program.window.page, RestorePage), timeout=LONG)
    page = program.window.page
    assert isinstance(page, RestorePage)
    return page


def shown_rows(page: RestorePage) -> dict[str, str]:
    return {name.text(): value.text() for name, value in page._values}


def test_the_desk_backs_itself_up_after_the_start_and_says_so(
    desk: Path, started: Callable[..., Program], qtbot: QtBot
) -> None:
    program = started()
    open_desk(program, qtbot)
    backup = program.window.frame.status_bar._backup
    qtbot.waitUntil(lambda: backup.text().startswith("Backed up today"), timeout=LONG)
    assert backup.isVisible()
    assert program.window.keys.backup_words == backup.text()
    [kept] = daily_backups(desk)
    assert names_in(kept.file) == ["Marta Lindqvist"]


def test_a_young_backup_is_enough(desk: Path, started: Callable[..., Program], qtbot: QtBot) -> None:
    make_when_due(desk, datetime.now(UTC) - timedelta(hours=23))
    program = started()
    open_desk(program, qtbot)
    qtbot.waitUntil(lambda: bool(program.window.frame.status_bar._backup.text()), timeout=LONG)
    assert len(daily_backups(desk)) == 1


def test_a_backup_that_fails_is_told_in_words_and_removes_nothing(
    desk: Path, started: Callable[..., Program], qtbot: QtBot
) -> None:
    make_when_due(desk, datetime.now(UTC) - timedelta(days=2))
    [kept] = daily_backups(desk)
    with closing(sqlite3.connect(desk)) as connection:
        triggers = connection.execute(
            "SELECT name FROM sqlite_master WHERE type='trigger' AND tbl_name='entries'"
        )
        for (name,) in triggers.fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("UPDATE entries SET command = 'forged' WHERE case_id IS NOT NULL")
        connection.commit()
    program = started()
    told = told_by(program)
    open_desk(program, qtbot)
    qtbot.waitUntil(lambda: any(one.key == "backup" for one in told), timeout=LONG)
    [message] = [one for one in told if one.key == "backup"]
    assert message.lead == "The database of this desk is damaged."
    assert "was changed or is missing" in message.text
    assert [one.file for one in daily_backups(desk)] == [kept.file]


def test_damage_inside_the_file_is_told_after_the_start(
    desk: Path, started: Callable[..., Program], qtbot: QtBot
) -> None:
    """The first pages are whole, so the desk opens; today's backup is there already."""
    make_when_due(desk, datetime.now(UTC))
    with closing(sqlite3.connect(desk)) as connection:
        (page,) = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'ix_looks_at'"
        ).fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    with desk.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(os.urandom(size))
    damaged = desk.read_bytes()
    program = started()
    told = told_by(program)
    open_desk(program, qtbot)
    qtbot.waitUntil(lambda: any(one.key == "backup" for one in told), timeout=LONG)
    [message] = [one for one in told if one.key == "backup"]
    assert message.lead == "The database of this desk is damaged."
    assert desk.read_bytes() == damaged
    message.choices[0].act()
    restore_page(program, qtbot)


def test_a_restore_shows_what_is_in_it_and_keeps_the_present_desk(
    desk: Path, started: Callable[..., Program], qtbot: QtBot
) -> None:
    make_when_due(desk, datetime.now(UTC) - timedelta(hours=2))
    register("Otto After")
    program = started()
    told = told_by(program)
    open_desk(program, qtbot)
    program.window.keys.bound(window_actions.RESTORE).trigger()
    page = restore_page(program, qtbot)
    qtbot.waitUntil(lambda: page.file is not None, timeout=LONG)
    rows = shown_rows(page)
    assert (rows["Company"], rows["Customers"], rows["Orders"]) == ("Fernhill & Söhne", "1", "0")
    assert "kept beside it under another name" in page._note.text()
    press(program, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: any(one.key == "restored" for one in told), timeout=LONG)
    open_desk(program, qtbot)
    assert names_in(desk) == ["Marta Lindqvist"]
    [aside] = desk.parent.glob("casedesk-set-aside-*.db")
    assert names_in(aside) == ["Marta Lindqvist", "Otto After"]
    assert str(aside) in next(one.text for one in told if one.key == "restored")


def test_who_may_not_back_up_may_not_restore(
    desk: Path, started: Callable[..., Program], qtbot: QtBot
) -> None:
    with closing(sqlite3.connect(desk)) as connection:
        connection.execute("DELETE FROM staff_roles WHERE role = 'administrator'")
        connection.commit()
    program = started()
    told = told_by(program)
    open_desk(program, qtbot)
    program.window.keys.bound(window_actions.RESTORE).trigger()
    assert [one.lead for one in told] == ["Only administrator"]
    assert program.window.page is None


def test_escape_leaves_everything_as_it_was(
    desk: Path, started: Callable[..., Program], qtbot: QtBot
) -> None:
    program = started()
    open_desk(program, qtbot)
    program.window.keys.bound(window_actions.RESTORE).trigger()
    restore_page(program, qtbot)
    press(program, Qt.Key.Key_Escape)
    assert program.window.page is None
    assert program.window.desk is not None
    assert list(desk.parent.glob("*set-aside*")) == []


def test_stop_leaves_the_desk_as_it_was(
    desk: Path, started: Callable[..., Program], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_when_due(desk, datetime.now(UTC))
    register("Otto After")
    restore = app.KeptCopies.restore_from
    program = started()
    open_desk(program, qtbot)

    def stopped_at_once(
        self: app.KeptCopies, file: Path, address: str, report: Callable[..., bool]
    ) -> object:
        program.runner.stop()
        return restore(self, file, address, report)

    monkeypatch.setattr(app.KeptCopies, "restore_from", stopped_at_once)
    program.window.keys.bound(window_actions.RESTORE).trigger()
    page = restore_page(program, qtbot)
    qtbot.waitUntil(lambda: page.file is not None, timeout=LONG)
    press(program, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(program.window.page, BusyPage) or program.window.page is not page)
    again = restore_page(program, qtbot)
    qtbot.waitUntil(
        lambda: again._trouble_text.text() == "Stopped. The desk is as it was before.", timeout=LONG
    )
    assert names_in(desk) == ["Marta Lindqvist", "Otto After"]
    assert [one.name for one in desk.parent.glob("*restor*")] == []


def test_a_new_computer_restores_from_the_first_page(
    desk: Path, started: Callable[..., Program], qtbot: QtBot, tmp_path: Path
) -> None:
    backup = tmp_path / "from the old computer.db"
    desk.rename(backup)
    program = started()
    assert isinstance(program.window.page, FirstStartPage)
    press(program, Qt.Key.Key_R)
    page = restore_page(program, qtbot)
    qtbot.waitUntil(lambda: page._list.placeholderText() == "No backup is here yet", timeout=LONG)
    page.other_file_requested.emit()
    chooser = program.window.findChild(QFileDialog)
    assert isinstance(chooser, QFileDialog)
    chooser.fileSelected.emit(str(backup))
    chooser.done(0)
    qtbot.waitUntil(lambda: page.file == backup, timeout=LONG)
    press(program, Qt.Key.Key_Return)
    open_desk(program, qtbot)
    assert program.window.desk is not None
    assert program.window.desk.person.company.name == "Fernhill & Söhne"
    assert backup.exists()


def test_a_file_that_is_no_backup_is_refused_in_words(
    desk: Path, started: Callable[..., Program], qtbot: QtBot, tmp_path: Path
) -> None:
    letter = tmp_path / "letter.db"
    letter.write_text("Dear Sir or Madam, " * 100)
    program = started()
    open_desk(program, qtbot)
    program.window.keys.bound(window_actions.RESTORE).trigger()
    page = restore_page(program, qtbot)
    page.choose_file(letter)
    qtbot.waitUntil(lambda: "no backup of a CaseDesk desk" in page._trouble_text.text(), timeout=LONG)
    press(program, Qt.Key.Key_Return)
    assert program.window.page is page


def test_a_damaged_desk_is_told_kept_and_brought_back(
    desk: Path, started: Callable[..., Program], qtbot: QtBot, tmp_path: Path
) -> None:
    make_when_due(desk, datetime.now(UTC))
    damaged = desk.read_bytes()[:20_000]
    desk.write_bytes(damaged)
    program = started()
    qtbot.waitUntil(lambda: isinstance(program.window.page, TroublePage), timeout=LONG)
    page = program.window.page
    assert isinstance(page, TroublePage)
    qtbot.waitUntil(lambda: "1 backup is here, of" in page._found.text(), timeout=LONG)
    assert "It was left as it is" in page._trouble_text.text()
    assert desk.read_bytes() == damaged

    press(program, Qt.Key.Key_C)
    chooser = program.window.findChild(QFileDialog)
    assert isinstance(chooser, QFileDialog)
    chooser.fileSelected.emit(str(tmp_path / "copy.db"))
    chooser.done(0)
    qtbot.waitUntil((tmp_path / "copy.db").exists, timeout=LONG)

    press(program, Qt.Key.Key_R)
    shown = restore_page(program, qtbot)
    qtbot.waitUntil(lambda: shown.file is not None, timeout=LONG)
    press(program, Qt.Key.Key_Return)
    open_desk(program, qtbot)
    assert names_in(desk) == ["Marta Lindqvist"]
    [aside] = desk.parent.glob("casedesk-set-aside-*.db")
    assert aside.read_bytes() == (tmp_path / "copy.db").read_bytes() == damaged


def test_a_backup_on_wish_goes_into_a_new_file(
    desk: Path, started: Callable[..., Program], qtbot: QtBot, tmp_path: Path
) -> None:
    program = started()
    told = told_by(program)
    open_desk(program, qtbot)
    program.window.keys.bound(window_actions.BACK_UP).trigger()
    chooser = program.window.findChild(QFileDialog)
    assert isinstance(chooser, QFileDialog)
    chooser.fileSelected.emit(str(tmp_path / "wished.db"))
    chooser.done(0)
    qtbot.waitUntil(lambda: any("made and checked" in one.lead for one in told), timeout=LONG)
    assert names_in(tmp_path / "wished.db") == ["Marta Lindqvist"]


@pytest.mark.parametrize("zoom", [100, 200])
def test_nothing_on_these_pages_is_cut(
    desk: Path, started: Callable[..., Program], qtbot: QtBot, zoom: int
) -> None:
    make_when_due(desk, datetime.now(UTC))
    program = started()
    open_desk(program, qtbot)
    look().set_zoom(zoom)
    program.window.resize(960 * zoom // 100, 600 * zoom // 100)
    program.window.keys.bound(window_actions.RESTORE).trigger()
    page = restore_page(program, qtbot)
    qtbot.waitUntil(lambda: page.file is not None, timeout=LONG)
    qtbot.waitUntil(lambda: cut_texts(page) == [], timeout=2_000)
