"""From a started program to a signed-in person: first start, a desk of one's own, who are you, a shared database."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from casedesk import paths
from casedesk.app import DatabaseOpener, Program
from casedesk.errors import CaseDeskError
from casedesk.rules.vocabulary import DatabaseKind
from casedesk.services.setup import NewDesk, initialise
from casedesk.settings import SettingsFile
from casedesk.ui import window_actions
from casedesk.ui.background import Report
from casedesk.ui.desk import Candidate
from casedesk.ui.dialogs.busy import BusyPage
from casedesk.ui.dialogs.connect import ConnectPage, with_login
from casedesk.ui.dialogs.first_start import FirstStartPage, StartChoice
from casedesk.ui.dialogs.form_page import FormPage
from casedesk.ui.dialogs.own_desk import OwnDeskPage, zone_of
from casedesk.ui.dialogs.who_are_you import WhoAreYouPage
from casedesk.ui.start import PRACTICE_LOGIN, own_address, practice_address
from casedesk.ui.theme import look
from tests.factories import open_office
from tests.ui.fitting import cut_texts

PEOPLE = tuple(
    Candidate(login, name, team)
    for login, name, team in (
        ("ana", "Ana Ölmez", "Support"),
        ("bo", "Bo Li", "Sales"),
        ("cy", "Cy Twombly", "Support"),
        *((f"p{n}", f"Person Number{n}", "Field") for n in range(15)),
    )
)


@pytest.fixture
def started(home: Path, qtbot: QtBot) -> Iterator[Callable[..., Program]]:
    """Starts a program the way `casedesk` does, with a home of this test's own."""
    programs: list[Program] = []

    def start(address: str | None = None, login: str | None = None) -> Program:
        program = Program(DatabaseOpener(address, login), SettingsFile(paths.settings_file()), paths.drafts())
        programs.append(program)
        program.show()
        qtbot.waitExposed(program.window)
        return program

    yield start
    for program in programs:
        _end(program)


def _end(program: Program) -> None:
    program.window.close()
    program.window.deleteLater()
    program.deleteLater()


@contextmanager
def page_in(qtbot: QtBot, page: QWidget) -> Iterator[None]:
    page.resize(1440, 900)
    page.show()
    qtbot.waitExposed(page)
    yield
    page.close()
    page.deleteLater()


def keys(program: Program, *pressed: Qt.Key) -> None:
    for key in pressed:
        QTest.keyClick(program.window.windowHandle(), key)


def page(program: Program, kind: type[QWidget]) -> bool:
    return isinstance(program.window.page, kind)


def test_the_first_start_stores_nothing_before_the_choice(
    started: Callable[..., Program], home: Path
) -> None:
    program = started()
    first = program.window.page
    assert isinstance(first, FirstStartPage)
    keys(program, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_1)
    assert not home.exists()
    keys(program, Qt.Key.Key_Escape)
    assert not program.window.isVisible()
    assert not home.exists()


def test_keys_choose_one_of_the_three(started: Callable[..., Program]) -> None:
    program = started()
    first = program.window.page
    assert isinstance(first, FirstStartPage)
    assert first.choice is StartChoice.PRACTICE
    keys(program, Qt.Key.Key_3)
    assert first.choice is StartChoice.SHARED
    keys(program, Qt.Key.Key_Right)
    assert first.choice is StartChoice.PRACTICE
    keys(program, Qt.Key.Key_3, Qt.Key.Key_Return)
    assert page(program, ConnectPage)
    keys(program, Qt.Key.Key_Escape)
    assert page(program, FirstStartPage)


def test_a_desk_of_ones_own_by_keyboard(started: Callable[..., Program], qtbot: QtBot) -> None:
    program = started()
    keys(program, Qt.Key.Key_2, Qt.Key.Key_Return)
    form = program.window.page
    assert isinstance(form, OwnDeskPage)
    keys(program, Qt.Key.Key_Return)
    assert (
        not paths.embedded_database().exists()
    )  # the name is missing, and the keyboard is where it is missing
    form._person.setText("Ines Ölüm")
    form._company.setText("Fernhill & Söhne <Ltd>")
    form._country.set_value("DE")
    form._on_country_picked("DE")
    keys(program, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: program.window.desk is not None, timeout=30_000)
    desk = program.window.desk
    assert desk is not None
    company = desk.person.company
    assert (desk.person.name, company.name, company.currency) == (
        "Ines Ölüm",
        "Fernhill & Söhne <Ltd>",
        "EUR",
    )
    assert company.zone == "Europe/Berlin"
    assert "Fernhill & Söhne <Ltd>" in program.window.frame.status_bar._connection.text()


def _choose(program: Program, name: str, qtbot: QtBot) -> None:
    """Say who sits here, by a part of the name."""
    qtbot.waitUntil(lambda: page(program, WhoAreYouPage), timeout=30_000)
    asked = program.window.page
    assert isinstance(asked, WhoAreYouPage)
    QTest.keyClicks(asked._name, name)
    keys(program, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: program.window.page is None, timeout=30_000)
    assert program.window.desk is not None
    assert program.window.desk.person.login == name


def test_the_next_start_opens_the_same_desk_as_the_same_person(
    started: Callable[..., Program], home: Path, qtbot: QtBot
) -> None:
    open_office(own_address()).database.close()
    first = started()
    _choose(first, "uma", qtbot)
    first.window.close()
    second = started()
    qtbot.waitUntil(lambda: second.window.desk is not None, timeout=30_000)
    assert second.window.desk is not None
    assert second.window.desk.person.login == "uma"
    assert second.settings.now.database == own_address()


def test_a_database_of_the_command_line_is_opened_this_time_only(
    started: Callable[..., Program], sqlite_database: str, qtbot: QtBot
) -> None:
    open_office(sqlite_database).database.close()
    program = started(sqlite_database)
    _choose(program, "uma", qtbot)
    assert program.settings.now.database == ""
    assert program.settings.person_at(sqlite_database) == "uma"


@pytest.mark.parametrize("asked", [None, "mia"], ids=["chosen", "said on the command line"])
def test_somebody_else_can_sit_down(
    started: Callable[..., Program], sqlite_database: str, qtbot: QtBot, asked: str | None
) -> None:
    open_office(sqlite_database).database.close()
    program = started(sqlite_database, asked)
    if asked is None:
        _choose(program, "uma", qtbot)
    qtbot.waitUntil(lambda: program.window.desk is not None, timeout=30_000)
    assert program.window.desk is not None
    assert program.window.desk.person.login == (asked or "uma")
    program.window.keys.other_person_requested.emit()
    _choose(program, "bea", qtbot)


def _connect(program: Program, address: str) -> ConnectPage:
    """Choose the shared database and fill in its page, as its administrator would say it."""
    keys(program, Qt.Key.Key_3, Qt.Key.Key_Return)
    form = program.window.page
    assert isinstance(form, ConnectPage)
    parts = urlsplit(address)
    form._address.setText(f"postgresql://{parts.hostname}:{parts.port}{parts.path}")
    form._login.setText(parts.username or "")
    form._password.setText(parts.password or "")
    form.confirm()
    return form


class SmallPractice(DatabaseOpener):
    """Makes a practice company of one person in no time, reporting as the real one does."""

    def __init__(self) -> None:
        super().__init__(None, None)
        self.made = 0
        self.may_go_on = threading.Event()
        self.may_go_on.set()

    def create_practice(self, report: Report) -> None:
        for customer in range(1, 4):
            self.may_go_on.wait(30)
            if not report(customer, 3):
                raise CaseDeskError("Stopped. The practice company is as it was before.")
        paths.practice_database().unlink(missing_ok=True)
        desk = NewDesk(login=PRACTICE_LOGIN, person="Priya Nair", company="Fernhill Telecom")
        initialise(practice_address(), DatabaseKind.PRACTICE, desk, datetime.now(UTC))
        self.made += 1


@pytest.fixture
def practice(home: Path, qtbot: QtBot) -> Iterator[tuple[Program, SmallPractice]]:
    """`casedesk practice`, with a small company."""
    opener = SmallPractice()
    program = Program(opener, SettingsFile(paths.settings_file()), paths.drafts())
    yield program, opener
    opener.may_go_on.set()
    _end(program)


def test_practice_opens_without_questions_and_only_for_this_time(
    practice: tuple[Program, SmallPractice], qtbot: QtBot
) -> None:
    program, opener = practice
    program.show(with_practice=True)
    qtbot.waitUntil(lambda: program.window.desk is not None, timeout=30_000)
    assert program.window.desk is not None
    assert program.window.desk.person.name == "Priya Nair"
    assert (opener.made, program.settings.now.database) == (1, "")


def test_the_way_to_the_practice_company_says_how_far_it_is_and_can_be_stopped(
    practice: tuple[Program, SmallPractice], qtbot: QtBot
) -> None:
    program, opener = practice
    opener.may_go_on.clear()
    program.show(with_practice=True)
    qtbot.waitUntil(lambda: page(program, BusyPage))
    program.start._on_progressed(120, 400)
    busy = program.window.page
    assert isinstance(busy, BusyPage)
    assert busy.progress == (120, 400)
    keys(program, Qt.Key.Key_Escape)
    opener.may_go_on.set()
    qtbot.waitUntil(lambda: page(program, FormPage), timeout=30_000)
    form = program.window.page
    assert isinstance(form, FormPage)
    assert form._trouble_text.text().startswith("Stopped.")
    assert not paths.practice_database().exists()


def test_the_practice_company_can_be_put_back_to_its_start_while_it_is_open(
    practice: tuple[Program, SmallPractice], qtbot: QtBot
) -> None:
    program, opener = practice
    program.show()
    keys(program, Qt.Key.Key_1, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: program.window.desk is not None, timeout=30_000)
    first = program.window.desk
    assert first is not None
    first.drafts.keep("note", "marta", {"text": "about somebody who will not be there"})
    program.window.keys.bound(window_actions.RENEW_PRACTICE).trigger()
    qtbot.waitUntil(lambda: program.window.desk not in (None, first), timeout=30_000)
    assert opener.made == 2
    assert program.window.desk is not None
    assert program.window.desk.drafts.all() == ()
    assert program.settings.now.database == practice_address()


def test_a_shared_database_is_opened_with_address_login_and_password(
    started: Callable[..., Program], postgresql_database: str, qtbot: QtBot
) -> None:
    parts = urlsplit(postgresql_database)
    login, password = parts.username or "", parts.password or ""
    initialise(postgresql_database, DatabaseKind.REAL, NewDesk(login=login, person="Ines"), datetime.now(UTC))
    program = started()
    _connect(program, postgresql_database)
    qtbot.waitUntil(lambda: program.window.desk is not None, timeout=30_000)
    assert program.window.desk is not None
    assert program.window.desk.person.name == "Ines"
    kept = paths.settings_file().read_text(encoding="utf-8")
    assert login in kept
    assert password not in kept


def test_a_login_that_is_nobody_here_is_told_on_the_page(
    started: Callable[..., Program], postgresql_database: str, qtbot: QtBot
) -> None:
    open_office(postgresql_database).database.close()
    program = started()
    form = _connect(program, postgresql_database)
    qtbot.waitUntil(lambda: bool(form._trouble_text.text()), timeout=30_000)
    assert "no active member of staff" in form._trouble_text.text()


def test_a_server_that_does_not_answer_is_said_on_the_page_without_the_password(
    started: Callable[..., Program], qtbot: QtBot
) -> None:
    program = started()
    keys(program, Qt.Key.Key_3, Qt.Key.Key_Return)
    form = program.window.page
    assert isinstance(form, ConnectPage)
    form._address.setText("postgresql://127.0.0.1:1/casedesk")
    form._login.setText("uma")
    form._password.setText("s3cr3t")
    form.confirm()
    qtbot.waitUntil(lambda: bool(form._trouble_text.text()), timeout=30_000)
    assert "does not answer" in form._trouble_text.text()
    assert "s3cr3t" not in form._trouble_text.text()
    assert not paths.settings_file().exists()


def test_a_file_that_is_no_desk_is_left_alone(
    started: Callable[..., Program], tmp_path: Path, qtbot: QtBot
) -> None:
    file = tmp_path / "holiday.db"
    file.write_bytes(b"not a database at all, but a picture of the sea " * 40)
    before = file.read_bytes()
    program = started(f"sqlite:///{file}")
    qtbot.waitUntil(lambda: page(program, FormPage), timeout=30_000)
    assert file.read_bytes() == before


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_look_can_be_changed_before_anything_is_chosen(
    started: Callable[..., Program], theme: str
) -> None:
    program = started()
    first = program.window.page
    assert isinstance(first, FirstStartPage)
    first._theme.picked.emit(theme)
    assert look().is_dark is (theme == "dark")


def test_eighteen_people_are_narrowed_by_name_and_chosen_by_figure(qtbot: QtBot) -> None:
    asked = WhoAreYouPage("Fernhill Telecom", PEOPLE)
    chosen: list[str] = []
    asked.chosen.connect(chosen.append)
    with page_in(qtbot, asked):
        assert len(asked.shown) == 18
        QTest.keyClicks(asked._name, "supp")
        assert [one.login for one in asked.shown] == ["ana", "cy"]
        QTest.keyClick(asked._name, Qt.Key.Key_2)
        QTest.keyClick(asked._name, Qt.Key.Key_Return)
        assert chosen == ["cy", "ana"]
        QTest.keyClicks(asked._name, "xx")
        assert asked.shown == []
        QTest.keyClick(asked._name, Qt.Key.Key_Return)
        assert chosen == ["cy", "ana"]


def test_arrows_move_among_the_people(qtbot: QtBot) -> None:
    asked = WhoAreYouPage("Fernhill Telecom", PEOPLE)
    chosen: list[str] = []
    asked.chosen.connect(chosen.append)
    with page_in(qtbot, asked):
        for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Down, Qt.Key.Key_Return):
            QTest.keyClick(asked._name, key)
    assert chosen == [PEOPLE[4].login]


@pytest.mark.parametrize(
    "make", [FirstStartPage, OwnDeskPage, ConnectPage, lambda: WhoAreYouPage("A", PEOPLE)]
)
@pytest.mark.parametrize("zoom", [100, 200])
def test_nothing_on_the_start_pages_is_cut_or_nameless(
    qtbot: QtBot, make: Callable[[], QWidget], zoom: int
) -> None:
    look().set_zoom(zoom)
    shown = make()
    with page_in(qtbot, shown):
        shown.resize(960 * zoom // 100, 540 * zoom // 100)
        assert cut_texts(shown) == []
        controls = [
            one
            for one in shown.findChildren(QWidget)
            if isinstance(one, QAbstractButton | QLineEdit | QComboBox)
        ]
        assert [one for one in controls if not one.accessibleName()] == []


def test_the_time_zone_of_a_country_is_one_of_its_own() -> None:
    assert zone_of("GB") == "Europe/London"
    assert zone_of("JP") == "Asia/Tokyo"


def test_signs_in_a_password_do_not_change_the_address() -> None:
    address = with_login("postgresql://db.example:5433/casedesk", "uma@home", "p:a/s@s")
    parts = urlsplit(address)
    assert (parts.hostname, parts.port, parts.path) == ("db.example", 5433, "/casedesk")
    assert parts.username == quote("uma@home", safe="")
    assert with_login("db.example/casedesk", "uma", "") == "postgresql://uma@db.example/casedesk"
