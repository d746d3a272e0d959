"""Announcements to screen readers: seldom when polite, at once when something is wrong."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from casedesk.ui.widgets.announcements import Announcer

POLITE = QAccessible.AnnouncementPoliteness.Polite
ASSERTIVE = QAccessible.AnnouncementPoliteness.Assertive


@pytest.fixture
def page(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


def test_polite_ones_are_gathered_and_only_the_latest_is_said(qtbot: QtBot, page: QWidget) -> None:
    said: list[tuple[str, QAccessible.AnnouncementPoliteness]] = []
    announcer = Announcer(lambda _, text, politeness: said.append((text, politeness)), pause_ms=80)
    for text in ("first", "second", "third"):
        announcer.politely(page, text)
    assert said == [("first", POLITE)]
    qtbot.waitUntil(lambda: len(said) == 2)
    assert said[1] == ("third", POLITE)


def test_errors_do_not_wait(page: QWidget) -> None:
    said: list[tuple[str, QAccessible.AnnouncementPoliteness]] = []
    announcer = Announcer(lambda _, text, politeness: said.append((text, politeness)))
    announcer.politely(page, "moved")
    announcer.at_once(page, "not saved")
    assert said == [("moved", POLITE), ("not saved", ASSERTIVE)]


def test_nothing_is_said_about_what_was_closed(qtbot: QtBot, page: QWidget) -> None:
    said: list[str] = []
    announcer = Announcer(lambda _, text, __: said.append(text), pause_ms=30)
    closed = QWidget()
    announcer.politely(page, "first")
    announcer.politely(closed, "gone")
    with qtbot.waitSignal(closed.destroyed):
        closed.deleteLater()
    pause = announcer.findChild(QTimer)
    qtbot.waitUntil(lambda: not pause.isActive())
    announcer.politely(page, "second")
    assert said == ["first", "second"]
