"""Undo in the window: the bar, Ctrl+Z beside fields with an undo of their own, refusals, the struck timeline."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from casedesk.contract.cases import AddNote, CaseQuery, KeepPromise, MakePromise
from casedesk.contract.orders import HoldOrder, OrderQuery
from casedesk.contract.values import About
from casedesk.errors import DatabaseUnreachable
from casedesk.ui.desk import nothing_more
from casedesk.ui.notifications import Choice, NoticeKind, Notifications
from casedesk.ui.screens.case.presenter import CasePresenter
from casedesk.ui.screens.case.timeline_card import TimelineCard, items_of
from casedesk.ui.screens.case.timeline_model import EntryItem
from casedesk.ui.widgets import UndoBar
from tests.factories import Office, open_office
from tests.ui.desks import TestDesk, desk_in
from tests.ui.windows import TestWindow, window_in

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def office(sqlite_database: str) -> Iterator[Office]:
    opened = open_office(sqlite_database)
    yield opened
    opened.database.close()


@pytest.fixture
def at_desk(office: Office, tmp_path: Path, qapp: object) -> Iterator[TestDesk]:
    """Uma's desk."""
    with desk_in(office, tmp_path) as desk:
        yield desk


@pytest.fixture
def opened(office: Office, tmp_path: Path, qtbot: QtBot) -> Iterator[TestWindow]:
    with window_in(office, tmp_path) as window:
        qtbot.waitExposed(window.window)
        window.window.activateWindow()
        yield window
        qtbot.waitUntil(lambda: window.runner.is_idle)


@pytest.fixture
def bar(qtbot: QtBot) -> UndoBar:
    made = UndoBar(Notifications())
    qtbot.addWidget(made)
    made.resize(900, 40)
    return made


def _noted(at_desk: TestDesk, customer: UUID) -> CasePresenter:
    presenter = CasePresenter(at_desk.desk, customer)
    presenter.open()
    presenter.write_note()
    presenter.type("text", "The gate code is 4711.")
    presenter.save_form()
    return presenter


# What a screen does is offered, and taken back


def test_a_saved_note_is_taken_back_and_stays_struck(office: Office, at_desk: TestDesk) -> None:
    presenter = _noted(at_desk, office.customer())
    assert [offer.text for offer in at_desk.offers] == ["The note is saved."]
    at_desk.offers[0].undo()
    assert (at_desk.told[-1].lead, at_desk.told[-1].kind) == ("Undone: The note is saved.", NoticeKind.DONE)
    undone, note = presenter.state.entries.rows[:2]
    assert (undone.kind, undone.headline, note.undone_by) == ("undo", "Undone: Note", undone.id)
    now = at_desk.desk.now()
    items = items_of(presenter.state.entries.rows, frozenset(), "uma", now)
    struck = [item for item in items if isinstance(item, EntryItem) and item.is_undone]
    assert [(item.text, item.marks) for item in struck] == [("The gate code is 4711.", ("Undone",))]
    assert "Undone" in struck[0].spoken
    for row in (undone, note):
        presenter.correct(str(row.id))
        assert presenter.state.form is None
        assert at_desk.told[-1].lead == "This was undone; there is nothing to correct in it."


def test_a_struck_entry_is_painted_with_a_line_through(office: Office, at_desk: TestDesk, qtbot: QtBot) -> None:
    presenter = _noted(at_desk, office.customer())
    card = TimelineCard()
    qtbot.addWidget(card)
    card.resize(600, 400)
    card.show_entries(presenter.state.entries, "uma", at_desk.desk.now())
    plain = _dark_in_the_widest_line(card)
    at_desk.offers[0].undo()
    card.show_entries(presenter.state.entries, "uma", at_desk.desk.now())
    assert _dark_in_the_widest_line(card) > plain + 20


def _dark_in_the_widest_line(card: TimelineCard) -> int:
    """The longest unbroken run of one ink in a row of pixels that is not a line of the card itself."""
    picture: QImage = card.list.viewport().grab().toImage()
    ground = picture.pixelColor(picture.width() - 2, picture.height() - 2)
    longest = 0
    for y in range(40, picture.height()):  # below the heading of the day, which has a line
        run, before = 0, ground
        for x in range(picture.width()):
            color = picture.pixelColor(x, y)
            run = run + 1 if color == before and color != ground else 0
            before = color
            longest = max(longest, run)
    return longest


def test_a_refusal_is_told_in_words(office: Office, at_desk: TestDesk) -> None:
    number, owner = office.placed(), QObject()
    at_desk.desk.run(HoldOrder(order=number, reason="abroad"), nothing_more, owner, said="On hold.")
    office.later(seconds=61)
    at_desk.offers[0].undo()
    told = at_desk.told[-1]
    assert told.kind is NoticeKind.LATE
    assert told.lead.startswith("Undo works for 60 seconds")
    assert office.read(OrderQuery(number=number)).state == "on_hold"


def test_what_a_colleague_built_on_is_named(office: Office, at_desk: TestDesk) -> None:
    about, owner = About(str(office.customer())), QObject()
    due = office.clock.now().replace(hour=16)
    at_desk.desk.run(MakePromise(about=about, text="ring", due_at=due), nothing_more, owner)
    [promise] = office.read(CaseQuery(about=about)).promises
    office.run(KeepPromise(promise=promise.id), "mia")
    assert at_desk.offers[0].text == "Saved."
    at_desk.offers[0].undo()
    assert at_desk.told[-1].lead.startswith("Mia Manager built on this at 10:42:00 (“Promise kept: ring”)")


def test_an_undo_whose_answer_was_lost_can_be_tried_again(
    office: Office, at_desk: TestDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    number, owner = office.placed(), QObject()
    at_desk.desk.run(HoldOrder(order=number, reason="abroad"), nothing_more, owner, said="On hold.")
    with monkeypatch.context() as unplugged:
        unplugged.setattr(at_desk.desk.services, "run", _no_answer)
        at_desk.offers[0].undo()
    [again] = at_desk.told[-1].choices
    again.act()
    assert office.read(OrderQuery(number=number)).state == "placed"
    assert at_desk.told[-1].lead == "Undone: On hold."


def _no_answer(*_command: object, **_given: object) -> None:
    raise DatabaseUnreachable("The database does not answer.")


# The bar


def test_the_bar_offers_one_act_after_the_other(bar: UndoBar, qtbot: QtBot) -> None:
    bar.show()
    taken_back: list[str] = []
    notifications = Notifications()
    notifications.undo_offered.connect(bar.offer)
    notifications.offer_undo("First", lambda: taken_back.append("first"))
    notifications.offer_undo("Gone", lambda: taken_back.append("gone"), seconds=0)
    notifications.offer_undo("Second", lambda: taken_back.append("second"))
    with qtbot.waitSignal(bar.ended):
        bar.undo()
        bar.undo()
    assert (taken_back, bar.isVisible(), bar.has_offer) == (["second", "first"], False, False)


def test_the_bar_has_the_way_on_beside_it(bar: UndoBar) -> None:
    went: list[str] = []
    notifications = Notifications()
    notifications.undo_offered.connect(bar.offer)
    opening = Choice("Open case", lambda: went.append("case"))
    notifications.offer_undo("You own it now.", lambda: None, choices=(opening,))
    names = [one.accessibleName() for one in bar.findChildren(QAbstractButton)]
    assert sorted(names) == ["Open case", "Undo"]
    next(one for one in bar.findChildren(QAbstractButton) if one.accessibleName() == "Open case").click()
    assert went == ["case"]
    notifications.offer_undo("And now this.", lambda: None)
    shown = [one.accessibleName() for one in bar.findChildren(QAbstractButton) if not one.isHidden()]
    assert shown == ["Undo"]


# Ctrl+Z


def _do_something(opened: TestWindow, office: Office, qtbot: QtBot) -> UUID:
    customer = office.customer()
    note = AddNote(about=About(str(customer)), text="rings twice")
    opened.desk.run(note, nothing_more, opened.front, said="The note is saved.")
    qtbot.waitUntil(lambda: opened.window.frame.undo_bar.has_offer)
    return customer


def _is_undone(office: Office, customer: UUID) -> bool:
    return office.read(CaseQuery(about=str(customer))).timeline[0].kind == "undo"


@pytest.mark.parametrize("field", ["button", "field", "text"])
def test_ctrl_z_undoes_unless_a_field_has_something_to_undo(
    opened: TestWindow, office: Office, qtbot: QtBot, field: str
) -> None:
    customer = _do_something(opened, office, qtbot)
    widget = getattr(opened.front, field)
    widget.setFocus()
    window = opened.window.windowHandle()
    if field != "button":
        QTest.keyClick(window, "x")
        QTest.keyClick(window, Qt.Key.Key_Z, CTRL)
        assert opened.window.frame.undo_bar.has_offer
        assert (widget.text() if field == "field" else widget.value) == ""
    assert QApplication.focusWidget() is widget
    QTest.keyClick(window, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: any(one.lead == "Undone: The note is saved." for one in opened.told))
    assert _is_undone(office, customer)


def test_what_one_did_is_not_offered_to_who_sits_there_next(
    opened: TestWindow, office: Office, qtbot: QtBot
) -> None:
    _do_something(opened, office, qtbot)
    opened.window.detach()
    assert not opened.window.frame.undo_bar.has_offer
    assert opened.window.frame.undo_bar.isHidden()


def test_ctrl_z_with_nothing_to_undo_says_so(opened: TestWindow) -> None:
    opened.front.button.setFocus()
    QTest.keyClick(opened.window.windowHandle(), Qt.Key.Key_Z, CTRL)
    assert opened.told[-1].lead == "There is nothing to undo."
