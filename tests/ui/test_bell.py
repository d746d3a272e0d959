"""The bell of the window: what is new, what was read, and where each notice leads."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from casedesk.contract.desk import Assign, OfferHandover
from casedesk.contract.notices import Notices
from casedesk.contract.values import About, OrderNumber
from casedesk.services.changes import ChangeSet
from casedesk.ui import window_actions as do
from tests.factories import Office, open_office
from tests.ui.windows import TestWindow, window_in


@pytest.fixture
def office(sqlite_database: str) -> Iterator[Office]:
    """A small office on an SQLite file of its own."""
    opened = open_office(sqlite_database)
    yield opened
    opened.database.close()


@pytest.fixture
def number(office: Office) -> OrderNumber:
    """An order that Sam offers to Uma; Mia gave her another one."""
    given = office.placed(office.customer("Elm Street Vets"), owner="sam")
    office.run(Assign(about=About(given), to="uma"), "mia")
    office.later(minutes=1)
    offered = office.placed(office.customer("Brackley Dental Practice"), owner="sam")
    office.run(OfferHandover(about=About(offered), to="uma", note="Landlord has the form"), "sam")
    return offered


@pytest.fixture
def opened(office: Office, number: OrderNumber, tmp_path: Path, qtbot: QtBot) -> Iterator[TestWindow]:
    """Uma's window, once the bell has rung."""
    assert number
    with window_in(office, tmp_path) as window:
        qtbot.waitUntil(lambda: window.window.frame.top_bar.notices.text() == "2")
        yield window


def lines(opened: TestWindow, qtbot: QtBot) -> dict[str, QAction]:
    """The lines of the menu by their words."""
    opened.window.keys.bound(do.NOTICES).trigger()
    [menu] = opened.window.findChildren(QMenu)
    found = {action.text(): action for action in menu.actions() if action.text()}
    menu.hide()
    return found


def test_the_bell_counts_what_is_new_and_says_it_in_words(
    opened: TestWindow, office: Office, number: OrderNumber, qtbot: QtBot
) -> None:
    assert opened.window.frame.top_bar.notices.accessibleName() == "2 notices wait for you"
    texts = list(lines(opened, qtbot))
    assert texts[0].startswith("New: ")
    assert f"Sam Sales offers you {number}, Brackley Dental Practice: “Landlord has the form”" in texts[0]
    assert "Mia Manager gave you" in texts[1]
    assert texts[2] == "Mark all notices as read"


def test_a_notice_leads_to_its_order_and_is_read_from_then_on(
    opened: TestWindow, office: Office, number: OrderNumber, qtbot: QtBot
) -> None:
    first = next(iter(lines(opened, qtbot).values()))
    opened.window.keys._on_notice_chosen(first)
    front = opened.window.navigation.front_place
    assert front is not None
    assert (front.screen, front.key) == ("order", number.replace("-", ""))
    qtbot.waitUntil(lambda: opened.window.frame.top_bar.notices.text() == "1")
    assert [one.is_read for one in office.read(Notices())] == [True, False]


def test_all_notices_are_marked_as_read_by_one_command(
    opened: TestWindow, office: Office, qtbot: QtBot
) -> None:
    opened.window.keys.bound(do.READ_NOTICES).trigger()
    qtbot.waitUntil(lambda: opened.window.frame.top_bar.notices.text() == "")
    assert all(one.is_read for one in office.read(Notices()))
    assert "Mark all notices as read" not in lines(opened, qtbot)


def test_what_comes_in_rings_again(opened: TestWindow, office: Office, qtbot: QtBot) -> None:
    opened.window.keys.bound(do.READ_NOTICES).trigger()
    qtbot.waitUntil(lambda: opened.window.frame.top_bar.notices.text() == "")
    other = office.placed(office.customer("Quill"), owner="sam")
    office.run(OfferHandover(about=About(other), to="uma", note="please"), "sam")
    opened.desk.bus.publish(ChangeSet(frozenset({"handover"})))
    qtbot.waitUntil(lambda: opened.window.frame.top_bar.notices.text() == "1")
