"""The story of the spine through the real window, by keyboard alone: find, call, promise, new order, print."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from casedesk.app import DatabaseOpener, Program, dressed_application
from casedesk.contract.cases import CaseQuery
from casedesk.contract.documents import DocumentContent
from casedesk.contract.orders import OrderQuery
from casedesk.settings import SettingsFile
from casedesk.ui.call import CallPhase
from casedesk.ui.dialogs.page_view import PageView
from casedesk.ui.place import Place
from tests.factories import TUESDAY, Office, open_office

CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
MOST_KEYS = 12
"""Keys of a new order that are not text (issue: The spine, Must show)."""


class Agent:
    """Somebody at the keyboard who waits for the window, never for time; counts the keys that are not text."""

    def __init__(self, program: Program, qtbot: QtBot) -> None:
        self.program = program
        self.qtbot = qtbot
        self.keys = 0

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.keys += 1
        QTest.keyClick(self.program.window.windowHandle(), key, modifiers)

    def type(self, text: str) -> None:
        for sign in text:
            QTest.keyClick(self.program.window.windowHandle(), sign)

    def until(self, condition: Any) -> None:
        self.qtbot.waitUntil(condition, timeout=20_000)

    def settle(self) -> None:
        self.until(lambda: self.program.runner.is_idle)

    @property
    def place(self) -> Place | None:
        return self.program.window.navigation.front_place

    @property
    def front(self) -> Any:
        return self.program.window.navigation.front


@pytest.fixture
def office(sqlite_database: str) -> Iterator[Office]:
    opened = open_office(sqlite_database)
    yield opened
    opened.database.close()


@pytest.fixture
def agent(office: Office, sqlite_database: str, tmp_path: Path, qtbot: QtBot) -> Iterator[Agent]:
    settings = SettingsFile(tmp_path / "settings.toml")
    dressed_application(settings)
    program = Program(
        DatabaseOpener(sqlite_database, "uma", TUESDAY.isoformat()), settings, tmp_path / "drafts"
    )
    program.show(with_practice=False)
    qtbot.waitExposed(program.window)
    program.window.activateWindow()
    someone = Agent(program, qtbot)
    someone.until(lambda: someone.place == Place("my-desk"))
    someone.settle()
    yield someone
    someone.settle()
    program.window.close()
    program.window.deleteLater()


def _windows_shown(agent: Agent) -> list[QWidget]:
    return [
        one for one in QApplication.topLevelWidgets() if one.isVisible() and one is not agent.program.window
    ]


def _find_by_phone(agent: Agent) -> None:
    agent.press(Qt.Key.Key_K, CTRL)
    agent.type("+44 (0)7700-900 142")
    agent.settle()
    agent.press(Qt.Key.Key_Return)
    agent.until(lambda: agent.place is not None and agent.place.screen == "case")
    agent.settle()


def _log_call_with_promise(agent: Agent) -> None:
    agent.press(Qt.Key.Key_F8)
    agent.settle()
    agent.type("Asks when it works. Told her Friday.")
    agent.press(Qt.Key.Key_Tab)
    agent.press(Qt.Key.Key_2)
    agent.press(Qt.Key.Key_Tab)
    agent.press(Qt.Key.Key_Tab)
    agent.type("Call her when the dig is finished")
    agent.press(Qt.Key.Key_Tab)
    agent.press(Qt.Key.Key_Tab)
    agent.type("Fri 27 Nov, 15:00")
    agent.press(Qt.Key.Key_Return, CTRL)
    agent.until(lambda: agent.program.window.call.panel.call.phase is CallPhase.NONE)
    agent.settle()


def _new_order(agent: Agent) -> None:
    agent.press(Qt.Key.Key_N, CTRL)
    agent.until(lambda: agent.place is not None and agent.place.screen == "new-order")
    agent.settle()
    agent.type("fibre")
    agent.settle()
    agent.press(Qt.Key.Key_Return)
    agent.settle()
    agent.press(Qt.Key.Key_1, ALT)
    agent.settle()
    agent.press(Qt.Key.Key_Return, CTRL)
    agent.until(lambda: isinstance(QApplication.focusWidget(), PageView))
    agent.settle()


def test_find_call_promise_order_print_by_keyboard(
    agent: Agent, office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    customer = office.customer(
        phones=("07700 900142",), street="14 Tanner's Yard", city="Stonebridge", postcode="SB4 2QT"
    )
    _find_by_phone(agent)
    _log_call_with_promise(agent)
    case = office.read(CaseQuery(about=str(customer)))
    assert [one.text for one in case.promises] == ["Call her when the dig is finished"]
    assert [one.text for one in case.timeline if one.kind == "call"] == [
        "Asks when it works. Told her Friday."
    ]

    agent.keys = 0
    _new_order(agent)
    (placed,) = office.read(CaseQuery(about=str(customer))).orders
    assert (placed.state, placed.headline) == ("placed", "Fibre 500")

    paper = tmp_path / "confirmation.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(paper), ""))
    agent.press(Qt.Key.Key_Return, CTRL)
    agent.until(paper.exists)
    agent.settle()
    assert agent.keys <= MOST_KEYS
    assert _windows_shown(agent) == []
    (document,) = office.read(OrderQuery(number=placed.number)).documents
    assert paper.read_bytes() == office.read(DocumentContent(id=document.id)).content


def test_what_is_typed_in_a_call_is_on_disk_before_it_is_saved(
    agent: Agent, office: Office, tmp_path: Path
) -> None:
    office.customer(phones=("07700 900142",))
    _find_by_phone(agent)
    agent.press(Qt.Key.Key_F8)
    agent.settle()
    agent.type("She moves on Friday")
    agent.until(
        lambda: any(
            "She moves on Friday" in one.read_text(encoding="utf-8")
            for one in (tmp_path / "drafts").rglob("*")
            if one.is_file()
        )
    )


def test_a_mistake_is_undone_by_keyboard(agent: Agent, office: Office) -> None:
    customer = office.customer("Marta Lindqvist", phones=("07700 900 142",))
    _find_by_phone(agent)
    agent.press(Qt.Key.Key_N)
    agent.type("The gate code is 4711.")
    agent.press(Qt.Key.Key_Return, CTRL)
    agent.settle()
    note = office.read(CaseQuery(about=str(customer))).timeline[0]
    assert (note.text, note.undone_by) == ("The gate code is 4711.", None)
    agent.press(Qt.Key.Key_Z, CTRL)
    agent.settle()
    undone, note, *_ = office.read(CaseQuery(about=str(customer))).timeline
    assert (undone.kind, note.undone_by) == ("undo", undone.id)
    assert not agent.program.window.frame.undo_bar.has_offer
