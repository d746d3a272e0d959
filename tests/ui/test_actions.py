"""Actions as declarations: their keys, where single letters work, and the palette made from them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from casedesk.ui.actions import Action, KeyMap, Where, bind, key_words, menu, palette_entries
from casedesk.ui.widgets import Button, Column, TextLine

TAKE = Action("take", "Take the oldest", "T", "hand-over", "take")
PRINT = Action("print", "Print the order", "Ctrl+P", where=Where.RECORD)
CALL = Action("call", "Log a call", "F8", where=Where.EVERYWHERE)


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("Ctrl+Shift+P", "Ctrl Shift P"),
        ("F8", "F8"),
        ("Ctrl+Return", "Ctrl Enter"),
        ("Ctrl++", "Ctrl +"),
        ("+", "+"),
        ("", ""),
    ],
)
def test_keys_are_written_as_on_the_keyboard(key: str, words: str) -> None:
    assert key_words(key) == words


def test_single_letters_work_outside_text_fields_only(qtbot: QtBot) -> None:
    page, taken = QWidget(), []
    column = Column(page)
    line, button = TextLine(), Button("Somewhere else")
    column.addWidget(line)
    column.addWidget(button)
    bind(TAKE, page, lambda: taken.append(1))
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is page)
    line.setFocus()
    QTest.keyClick(line, Qt.Key.Key_T)
    assert (line.text(), taken) == ("t", [])
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_T)
    assert (line.text(), taken) == ("t", [1])


def test_keys_can_be_changed_and_single_letters_switched_off() -> None:
    assert KeyMap({"call": "F9"}).key(CALL) == "F9"
    assert KeyMap({}, single_letters=False).key(TAKE) == ""
    assert KeyMap({}, single_letters=False).key(PRINT) == "Ctrl+P"
    assert TAKE.is_single_letter
    assert not CALL.is_single_letter


def test_palette_lists_the_open_record_first_and_says_who_may() -> None:
    entries = palette_entries([CALL, TAKE, PRINT], "", lambda permission: f"Only the team may {permission}")
    assert [(entry.action.id, entry.key) for entry in entries] == [
        ("print", "Ctrl P"),
        ("take", "T"),
        ("call", "F8"),
    ]
    assert [entry.refusal for entry in entries] == ["", "Only the team may take", ""]
    assert [entry.is_allowed for entry in entries] == [True, False, True]


def test_palette_finds_every_typed_word() -> None:
    entries = palette_entries([CALL, TAKE, PRINT], "ORDER pri", lambda _: "")
    assert [entry.action.id for entry in entries] == ["print"]


def test_buttons_and_menus_are_made_from_bound_actions(qtbot: QtBot) -> None:
    page, printed = QWidget(), []
    qtbot.addWidget(page)
    bound = bind(PRINT, page, lambda: printed.append(1))
    button = Button.for_action(PRINT, bound)
    Column(page).addWidget(button)
    button.click()
    assert printed == [1]
    assert button.accessibleDescription() == "Key Ctrl P"
    assert [action.text() for action in menu(page, [bound]).actions()] == ["Print the order"]
