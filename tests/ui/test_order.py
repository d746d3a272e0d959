"""The screen Order: what it shows, its steps and small forms, what a colleague changes meanwhile, its layouts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QMenu, QWidget
from pytestqt.qtbot import QtBot

from casedesk.contract.cases import LogCall
from casedesk.contract.desk import AddProduct, Assign, OfferHandover, SetAbsence
from casedesk.contract.desk import Desk as DeskQuery
from casedesk.contract.documents import IssueDocument
from casedesk.contract.orders import (
    BlockMilestone,
    ChangeLines,
    EstimateMilestone,
    FinishMilestone,
    HoldOrder,
    ImportedLine,
    ImportOrder,
    LineGiven,
    MovePromisedDate,
    OrderDetail,
    OrderQuery,
)
from casedesk.contract.values import About, Login, OrderNumber
from casedesk.errors import DatabaseUnreachable
from casedesk.rules.vocabulary import CallOutcome, Direction
from casedesk.services.changes import ChangeSet
from casedesk.ui.desk import Desk
from casedesk.ui.place import Place
from casedesk.ui.screens.order import words
from casedesk.ui.screens.order.presenter import OrderPresenter
from casedesk.ui.screens.order.view import OrderScreen
from casedesk.ui.theme import Look, ThemeChoice
from casedesk.ui.widgets import Button, TextLine
from tests.factories import TUESDAY, Office, open_office
from tests.ui.desks import TestDesk, desk_in
from tests.ui.fitting import cut_texts

TODAY = TUESDAY.date()
LONG_NAME = "Hildegard Magdalena von Wolkenstein-Trostburg zu Hohenzollern"


@pytest.fixture
def office(sqlite_database: str) -> Iterator[Office]:
    """A small office on an SQLite file of its own; it is Tuesday 24 November 2026, 10:42."""
    opened = open_office(sqlite_database)
    yield opened
    opened.database.close()


@pytest.fixture
def at_desk(office: Office, tmp_path: Path, qapp: object) -> Iterator[TestDesk]:
    """Uma's desk."""
    with desk_in(office, tmp_path) as desk:
        yield desk


class Presenters:
    """Presenters by desk and order; they go before their desks do, as in the window."""

    def __init__(self) -> None:
        self._opened: list[OrderPresenter] = []

    def open(self, desk: Desk, number: OrderNumber) -> OrderPresenter:
        self._opened.append(OrderPresenter(desk, number.replace("-", "")))
        self._opened[-1].open()
        return self._opened[-1]

    def close(self) -> None:
        while self._opened:
            shiboken6.delete(self._opened.pop())


@pytest.fixture
def presenters() -> Iterator[Presenters]:
    """Opens presenters at any desk."""
    made = Presenters()
    yield made
    made.close()


@pytest.fixture
def presenter(at_desk: TestDesk, presenters: Presenters) -> Callable[[OrderNumber], OrderPresenter]:
    """Opens the presenter of an order at Uma's desk."""
    return partial(presenters.open, at_desk.desk)


@pytest.fixture
def screen(at_desk: TestDesk, qtbot: QtBot) -> Callable[..., OrderScreen]:
    """Opens the screen of an order in a window of its own."""

    def opened(number: str, width: int = 1184, height: int = 816) -> OrderScreen:
        made = OrderScreen(at_desk.desk, Place("order", number.replace("-", "")))
        qtbot.addWidget(made)
        made.resize(width, height)
        with qtbot.waitExposed(made):
            made.show()
        made.focus_start()
        return made

    return opened


def shown(presenter: OrderPresenter) -> OrderDetail:
    order = presenter.state.order
    assert order is not None
    return order


def tell_others(desk: TestDesk, office: Office, number: OrderNumber) -> None:
    """What the change feed does when a colleague's desk has committed."""
    order = office.read(OrderQuery(number=number))
    desk.desk.bus.publish(ChangeSet(frozenset({"order", f"order:{order.id}"})))


def fill(presenter: OrderPresenter, **values: str) -> None:
    for field, value in values.items():
        presenter.type(field, value)


# What is said


def test_the_state_is_said_in_words_with_both_dates(office: Office) -> None:
    number = office.placed(promised_on=date(2026, 12, 1))
    office.run(
        EstimateMilestone(order=number, milestone="ready", forecast_on=date(2026, 12, 3), reason="Stock"),
        "mia",
    )
    order = office.read(OrderQuery(number=number))
    assert words.pill_word(order, TODAY) == "In jeopardy by 3 days"
    assert words.state_sentence(order, TODAY) == "Promised Tue 1 Dec, forecast Fri 4 Dec."
    assert words.next_step(order, TUESDAY) == "Next: Checked, by tomorrow 17:00."


def test_a_moved_promise_names_the_first_one(office: Office) -> None:
    number = office.placed(promised_on=date(2026, 12, 7))
    office.run(MovePromisedDate(order=number, promised_on=date(2026, 12, 10), reason="The part is late"))
    order = office.read(OrderQuery(number=number))
    assert "First promised Mon 7 Dec." in words.state_sentence(order, TODAY)


@pytest.mark.parametrize(
    ("changes", "pill", "sentence"),
    [
        ({"state": "quote", "promised_on": None}, "Quote", "Nothing is promised yet."),
        ({"state": "on_hold", "hold_reason": "Moves house"}, "On hold", "On hold: Moves house."),
        (
            {"state": "cancelled", "cancelled_on": date(2026, 11, 20), "cancel_reason": "Moved away"},
            "Cancelled",
            "Cancelled Fri 20 Nov. Reason: Moved away.",
        ),
        (
            {"state": "done_not_confirmed", "done_on": date(2026, 11, 23)},
            "Done, not confirmed",
            "Promised Mon 7 Dec, done Mon 23 Nov.",
        ),
        ({"promised_on": None, "first_promised_on": None}, "", "No day is promised. Forecast Tue 1 Dec."),
    ],
)
def test_every_state_has_its_words(office: Office, changes: dict[str, Any], pill: str, sentence: str) -> None:
    order = replace(office.read(OrderQuery(number=office.placed())), **changes)
    assert words.pill_word(order, TODAY) == pill
    assert sentence in words.state_sentence(order, TODAY)


def test_late_counts_calendar_days_from_the_promise(office: Office) -> None:
    number = office.placed(promised_on=date(2026, 12, 1))
    office.later(days=10)
    order = office.read(OrderQuery(number=number))
    assert words.pill_word(order, date(2026, 12, 4)) == "Late by 3 days"
    assert words.pill_word(order, date(2026, 12, 2)) == "Late by 1 day"


@pytest.mark.parametrize(
    ("state", "step", "main"),
    [
        ("quote", "not_started", "place"),
        ("placed", "ready", "record_done"),
        ("in_progress", "blocked", "block"),
        ("on_hold", "ready", "hold"),
        ("done_not_confirmed", "done", "complete"),
        ("completed", "done", "print"),
        ("cancelled", "ready", "print"),
    ],
)
def test_the_main_action_is_the_orders_next_step(office: Office, state: str, step: str, main: str) -> None:
    order = office.read(OrderQuery(number=office.placed()))
    milestones = tuple(replace(one, state=step) for one in order.milestones)
    assert words.main_action(replace(order, state=state, milestones=milestones))[0] == main


def test_an_absent_owner_is_said_with_who_stands_in(office: Office) -> None:
    number = office.placed()
    until = date(2026, 11, 27)
    office.run(
        SetAbsence(staff=Login("uma"), from_on=TODAY, until_on=until, deputy=Login("ulf"), note=""), "mia"
    )
    owner = office.read(OrderQuery(number=number)).owner
    assert words.owner_caption(owner, TODAY) == "Owner, away until Fri 27 Nov"
    assert words.owner_mark(owner, "sam", TUESDAY).words == "Uma Support, 01632 960200, Ulf Support stands in"
    assert words.owner_mark(owner, "uma", TUESDAY).words == "You, 01632 960200"


def test_nobody_owning_it_is_said_with_queue_and_clock(office: Office) -> None:
    number = office.placed()
    office.run(Assign(about=About(number), to="team:office"), "mia")
    owner = office.read(OrderQuery(number=number)).owner
    later = TUESDAY + timedelta(minutes=70)
    assert words.owner_mark(owner, "uma", later).words == "No owner, queue: Office, since 1 h"
    assert words.status_bar_line(owner, "uma") == "Owner of this order: nobody, queue: Office"


# Steps


def test_recording_a_step_as_done_goes_on_to_the_next(
    office: Office, presenter: Callable[[OrderNumber], OrderPresenter]
) -> None:
    opened = presenter(office.placed())
    assert opened.state.chosen == "checked"
    opened.record_done()
    assert shown(opened).milestones[0].state == "done"
    assert opened.state.chosen == "ready"
    opened.start()
    assert shown(opened).milestones[1].state == "under_way"


def test_a_step_done_earlier_is_recorded_on_its_day(
    office: Office, presenter: Callable[[OrderNumber], OrderPresenter]
) -> None:
    opened = presenter(office.placed())
    office.later(days=2)
    opened.open_form.done_on_another_day()
    fill(opened, on="2026-11-25")
    opened.save_form()
    assert shown(opened).milestones[0].done_on == date(2026, 11, 25)
    assert opened.state.form is None


def test_a_forecast_needs_a_reason(
    office: Office, presenter: Callable[[OrderNumber], OrderPresenter]
) -> None:
    opened = presenter(office.placed())
    asked: list[str] = []
    opened.gap_found.connect(asked.append)
    opened.open_form.forecast()
    fill(opened, forecast_on="2026-11-27")
    opened.save_form()
    assert asked == ["reason"]
    assert dict(opened.state.gaps or {}) == {"reason": "Say why, so that the next one can rely on it."}
    fill(opened, reason="The supplier is late")
    opened.save_form()
    assert shown(opened).milestones[0].forecast_on == date(2026, 11, 27)


def test_a_step_is_blocked_and_goes_on(
    office: Office, at_desk: TestDesk, presenter: Callable[[OrderNumber], OrderPresenter]
) -> None:
    opened = presenter(office.placed())
    offered: list[Any] = []
    at_desk.desk.notifications.undo_offered.connect(offered.append)
    opened.open_form.block()
    fill(opened, reason="No permit", check_on="2026-11-26")
    opened.save_form()
    step = shown(opened).milestones[0]
    assert (step.state, step.reason, step.check_on) == ("blocked", "No permit", date(2026, 11, 26))
    offered[0].undo()
    assert shown(opened).milestones[0].state == "ready"
    opened.open_form.block()
    assert opened.state.form is not None
    assert opened.state.form.kind == "block"


def test_work_of_another_team_says_who_may(
    office: Office, at_desk: TestDesk, presenter: Callable[[OrderNumber], OrderPresenter]
) -> None:
    opened = presenter(office.placed())
    foreign = replace(shown(opened).milestones[0], team="Network")
    assert opened.rights.work_on(foreign) == "Only Network or a manager"
    opened.open_form.skip()
    assert opened.state.form is None
    assert at_desk.told[-1].lead == "Only the exception team or a manager"


def test_the_promise_itself_is_never_left_out(office: Office, tmp_path: Path, presenters: Presenters) -> None:
    number = office.placed()
    with desk_in(office, tmp_path, "xan") as desk:
        opened = presenters.open(desk.desk, number)
        opened.choose_step("delivered")
        opened.open_form.skip()
        assert opened.state.form is None
        opened.choose_step("first_bill")
        opened.open_form.skip()
        fill(opened, reason="Paid at the counter")
        opened.save_form()
        assert {one.key: one.state for one in shown(opened).milestones}["first_bill"] == "skipped"


# The order as a whole


def test_a_quote_is_placed_with_the_advised_day(
    office: Office, presenter: Callable[[OrderNumber], OrderPresenter]
) -> None:
    opened = presenter(office.quote())
    opened.open_form.place()
    form = opened.state.form
    assert form is not None
    advised = form.value("choice")
    opened.save_form()
    order = shown(opened)
    assert (order.state, order.promised_on) == ("placed", date.fromisoformat(advised))


def test_a_quote_is_placed_with_a_day_of_ones_own(
    office: Office, presenter: Callable[[OrderNumber], OrderPresenter]
) -> None:
    opened = presenter(office.quote())
    opened.open_form.place()
    fill(opened, choice="another_day")
    opened.save_form()
    assert "another_day" in (opened.state.gaps or {})
    fill(opened, another_day="2026-12-18")
    opened.save_form()
    assert shown(opened).promised_on == date(2026, 12, 18)


def test_a_day_that_cannot_be_kept_is_refused_in_words(
    office: Office, at_desk: TestDesk, presenter: Callable[[OrderNumber], OrderPresenter]
) -> None:
    opened = presenter(office.quote())
    opened.open_form.place()
    fill(opened, choice="another_day", another_day="2026-11-25")
    opened.save_form()
    assert "cannot be kept" in at_desk.told[-1].lead
    assert opened.state.form is not None, "what was chosen stays"


def test_a_new_promise_keeps_the_earlier_ones(
    office: Office, presenter: Callable[[OrderNumber], OrderPresenter]
) -> None:
    opened = presenter(office.placed())
    opened.open_form.promise()
    fill(opened, promised_on="2026-12-10", reason="The street permit came late")
    opened.save_form()
    assert [one.promised_on for one in shown(opened).promised_dates] == [
        date(2026, 12, 7),
        date(2026, 12, 10),
    ]


def test_a_handover_is_offered_and_can_be_taken_back(
    office: Office, at_desk: TestDesk, presenter: Callable[[OrderNumber], OrderPresenter]
) -> None:
    office.run(
        SetAbsence(
            staff=Login("ulf"), from_on=TODAY, until_on=date(2026, 11, 27), deputy=Login("uma"), note=""
        ),
        "mia",
    )
    opened = presenter(office.placed())
    offered: list[Any] = []
    at_desk.desk.notifications.undo_offered.connect(offered.append)
    opened.open_form.hand_over()
    form = opened.state.form
    assert form is not None
    choices = {one.key: one for one in form.fields[0].choices}
    assert "uma" not in choices
    assert choices["ulf"].word == "until Fri 27 Nov, Uma Support stands in"
    assert choices["sam"].note == "0 open · 0 due today · none late"
    assert "team:office" in choices
    fill(opened, to="sam", note="The customer calls on Friday", owed="A call back")
    opened.save_form()
    assert [one.about for one in office.read(DeskQuery(), "sam").handovers] == [shown(opened).number]
    assert shown(opened).owner.login == "uma"
    offered[0].undo()
    assert office.read(DeskQuery(), "sam").handovers == ()


def test_an_order_in_the_queue_is_taken(
    office: Office, presenter: Callable[[OrderNumber], OrderPresenter]
) -> None:
    number = office.placed()
    office.run(Assign(about=About(number), to="team:office"), "mia")
    opened = presenter(number)
    assert words.owner_line(shown(opened).owner) == "No owner"
    opened.take()
    assert shown(opened).owner.login == "uma"


def test_an_order_is_held_and_goes_on(
    office: Office, presenter: Callable[[OrderNumber], OrderPresenter]
) -> None:
    opened = presenter(office.placed())
    opened.open_form.hold()
    fill(opened, reason="The customer moves house", kind="customer", check_on="2026-12-01")
    opened.save_form()
    assert (shown(opened).state, shown(opened).hold_check_on) == ("on_hold", date(2026, 12, 1))
    opened.open_form.hold()
    opened.save_form()
    assert shown(opened).state == "placed"


def test_cancelling_asks_how_the_customer_was_told(
    office: Office, presenter: Callable[[OrderNumber], OrderPresenter]
) -> None:
    number = office.placed()
    office.run(
        LogCall(
            about=About(number), direction=Direction.OUT, summary="Told her that it is cancelled",
            outcome=CallOutcome.ANSWERED,
        )
    )  # fmt: skip
    opened = presenter(number)
    opened.open_form.cancel()
    form = opened.state.form
    assert form is not None
    told = form.fields[2].choices
    assert len(told) == 1
    opened.save_form()
    assert set(opened.state.gaps or {}) == {"reason", "asked_by", "told"}
    fill(opened, reason="Moves away", asked_by="Marta Lindqvist", told=told[0].key)
    opened.save_form()
    assert (shown(opened).state, shown(opened).cancel_reason) == ("cancelled", "Moves away")


def test_only_the_owner_or_who_stands_in_cancels(
    office: Office, tmp_path: Path, presenters: Presenters
) -> None:
    number = office.placed()
    with desk_in(office, tmp_path, "ulf") as desk:
        opened = presenters.open(desk.desk, number)
        opened.open_form.cancel()
        assert opened.state.form is None
        assert desk.told[-1].lead == "Only Uma Support, the deputy, the exception team or a manager"


def test_a_done_order_is_completed(
    office: Office, presenter: Callable[[OrderNumber], OrderPresenter]
) -> None:
    opened = presenter(office.finished())
    opened.open_form.complete()
    opened.save_form()
    assert shown(opened).state == "completed"


def test_the_next_step_is_set(office: Office, presenter: Callable[[OrderNumber], OrderPresenter]) -> None:
    opened = presenter(office.placed())
    opened.open_form.next_step()
    fill(opened, step="Ask the council", due_at="2026-11-26T12:00:00+00:00")
    opened.save_form()
    assert words.next_step(shown(opened), TUESDAY) == "Next: Ask the council, by Thu 26 Nov, 12:00."


# Lines


def test_lines_are_changed_by_keys_alone(office: Office, screen: Callable[..., OrderScreen]) -> None:
    opened = screen(office.placed())
    QTest.keyClick(opened.focusWidget(), Qt.Key.Key_L)
    assert opened.lower_part.lines.is_editing
    QTest.keyClicks(opened.focusWidget(), "rout")
    QTest.keyClick(opened.focusWidget(), Qt.Key.Key_Return)
    QTest.keyClick(opened.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert [one.name for one in shown(opened.presenter).lines] == ["Fibre 500", "Router X6"]
    assert not opened.lower_part.lines.is_editing
    assert shown(opened.presenter).total_once == Decimal("49.00")


def number_field(opened: OrderScreen, name: str) -> TextLine:
    """The field of a line, by what it is called."""
    QApplication.processEvents()  # Qt shows what is put into a shown layout later
    fields = opened.lower_part.lines.form.editor.findChildren(TextLine)
    found = next(one for one in fields if one.accessibleName() == name and one.isVisibleTo(opened))
    found.setFocus()
    found.selectAll()
    return found


def test_a_line_is_taken_out_and_a_quantity_changed(
    office: Office, screen: Callable[..., OrderScreen]
) -> None:
    lines = (LineGiven(product="FIBRE500"), LineGiven(product="ROUTER"))
    opened = screen(office.placed(lines=lines))
    opened.presenter.change_lines()
    out = number_field(opened, "Quantity of Fibre 500")
    QTest.keyClick(out, Qt.Key.Key_Delete, Qt.KeyboardModifier.AltModifier)
    QTest.keyClicks(number_field(opened, "Quantity of Router X6"), "3")
    opened.presenter.save_lines()
    assert [(one.name, one.quantity) for one in shown(opened.presenter).lines] == [("Router X6", Decimal(3))]


def test_a_quantity_that_is_no_number_is_said_and_not_saved(
    office: Office, screen: Callable[..., OrderScreen]
) -> None:
    opened = screen(office.placed())
    opened.presenter.change_lines()
    quantity = number_field(opened, "Quantity of Fibre 500")
    QTest.keyClicks(quantity, "two")
    QTest.keyClick(quantity, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert opened.lower_part.lines.is_editing
    assert "“two” is not a number." in [one.text() for one in labels(opened.lower_part.lines.form)]


def test_lines_being_changed_come_back(
    office: Office, at_desk: TestDesk, presenter: Callable[[OrderNumber], OrderPresenter]
) -> None:
    number = office.placed()
    opened = presenter(number)
    opened.change_lines()
    editing = opened.state.editing
    assert editing is not None
    opened.type_lines((replace(editing.lines[0], quantity=Decimal(2)),))
    opened.put_lines_away()
    again = presenter(number)
    assert again.state.editing is not None
    assert again.state.editing.lines[0].quantity == Decimal(2)
    again.save_lines()
    assert shown(again).lines[0].quantity == Decimal(2)
    assert at_desk.desk.drafts.all() == ()


def test_the_setup_of_a_product_is_written_once(
    office: Office, presenter: Callable[[OrderNumber], OrderPresenter]
) -> None:
    product = AddProduct(code="LINE", name="Line", price=Decimal(10), monthly=True, setup_price=Decimal(25))
    office.run(product, "mia")
    opened = presenter(office.placed(lines=(LineGiven(product="LINE"),)))
    assert len(shown(opened).lines) == 2
    opened.change_lines()
    assert opened.state.editing is not None
    assert [one.name for one in opened.state.editing.lines] == ["Line"]
    opened.save_lines()
    assert [one.name for one in shown(opened).lines] == ["Line", "Setup of Line"]


def test_other_than_list_prices_are_for_who_may(office: Office, tmp_path: Path, qtbot: QtBot) -> None:
    number = office.placed()
    for login, may in (("uma", False), ("sam", True)):
        with desk_in(office, tmp_path / login, login) as desk:
            opened = OrderScreen(desk.desk, Place("order", number.replace("-", "")))
            qtbot.addWidget(opened)
            opened.show()
            opened.presenter.change_lines()
            prices = [
                one for one in opened.findChildren(TextLine) if one.accessibleName().startswith("Price")
            ]
            assert any(one.isVisibleTo(opened) for one in prices) == may
            opened.close()


# Two people, one record


def test_a_colleagues_change_is_told_with_old_and_new(
    office: Office, at_desk: TestDesk, presenter: Callable[[OrderNumber], OrderPresenter]
) -> None:
    number = office.placed()
    opened = presenter(number)
    office.run(
        EstimateMilestone(order=number, milestone="ready", forecast_on=date(2026, 12, 3), reason="x"), "mia"
    )
    tell_others(at_desk, office, number)
    news = opened.state.news
    assert news is not None
    assert (news.who, news.at, news.milestone) == ("Mia Manager", "10:42", "ready")
    assert news.what[0] == "forecast from Tue 1 Dec to Fri 4 Dec"
    assert "forecast of “Ready” from Mon 30 Nov to Thu 3 Dec" in news.what
    assert shown(opened).forecast_on == date(2026, 12, 4)


def test_ones_own_change_is_no_news(
    office: Office, presenter: Callable[[OrderNumber], OrderPresenter]
) -> None:
    opened = presenter(office.placed())
    opened.record_done()
    assert opened.state.news is None


def test_two_people_promise_at_once_and_neither_is_lost(
    office: Office, at_desk: TestDesk, presenter: Callable[[OrderNumber], OrderPresenter]
) -> None:
    number = office.placed()
    opened = presenter(number)
    opened.open_form.promise()
    fill(opened, promised_on="2026-12-10", reason="Mine")
    office.run(MovePromisedDate(order=number, promised_on=date(2026, 12, 9), reason="Theirs"), "mia")
    tell_others(at_desk, office, number)
    clash = opened.state.clash
    assert clash is not None
    assert (clash.who, clash.theirs, clash.mine) == ("Mia Manager", "Wed 9 Dec", "Thu 10 Dec")
    opened.save_form()
    assert shown(opened).promised_on == date(2026, 12, 9), "not before it was chosen"
    opened.keep_mine()
    opened.save_form()
    assert [one.promised_on for one in shown(opened).promised_dates][-2:] == [
        date(2026, 12, 9),
        date(2026, 12, 10),
    ]


def test_theirs_is_taken(
    office: Office, at_desk: TestDesk, presenter: Callable[[OrderNumber], OrderPresenter]
) -> None:
    number = office.placed()
    opened = presenter(number)
    opened.open_form.promise()
    fill(opened, promised_on="2026-12-10", reason="Mine")
    office.run(MovePromisedDate(order=number, promised_on=date(2026, 12, 9), reason="Theirs"), "mia")
    tell_others(at_desk, office, number)
    opened.take_theirs()
    assert (opened.state.form, opened.state.clash) == (None, None)
    assert shown(opened).promised_on == date(2026, 12, 9)


def test_a_change_of_something_else_leaves_the_form_alone(
    office: Office, at_desk: TestDesk, presenter: Callable[[OrderNumber], OrderPresenter]
) -> None:
    number = office.placed()
    opened = presenter(number)
    opened.open_form.promise()
    fill(opened, reason="Mine")
    office.run(FinishMilestone(order=number, milestone="checked"), "mia")
    tell_others(at_desk, office, number)
    assert opened.state.clash is None
    assert opened.state.form is not None
    assert opened.state.form.value("reason") == "Mine"


def test_two_people_change_the_lines_at_once(
    office: Office, at_desk: TestDesk, presenter: Callable[[OrderNumber], OrderPresenter]
) -> None:
    number = office.placed()
    opened = presenter(number)
    opened.change_lines()
    assert opened.state.editing is not None
    opened.type_lines((replace(opened.state.editing.lines[0], quantity=Decimal(3)),))
    office.run(ChangeLines(order=number, lines=(LineGiven(product="ROUTER"),)), "mia")
    tell_others(at_desk, office, number)
    clash = opened.state.clash
    assert clash is not None
    assert (clash.who, clash.theirs, clash.mine) == ("Mia Manager", "Router X6", "Fibre 500")
    opened.save_lines()
    assert [one.name for one in shown(opened).lines] == ["Router X6"], "not before it was chosen"
    opened.keep_mine()
    opened.save_lines()
    assert [(one.name, one.quantity) for one in shown(opened).lines] == [("Fibre 500", Decimal(3))]


def test_the_notices_lead_on(office: Office, at_desk: TestDesk, screen: Callable[..., OrderScreen]) -> None:
    number = office.placed()
    opened = screen(number)
    opened.presenter.open_form.promise()
    opened.presenter.type("promised_on", "2026-12-10")
    office.run(MovePromisedDate(order=number, promised_on=date(2026, 12, 9), reason="Theirs"), "mia")
    tell_others(at_desk, office, number)
    QApplication.processEvents()  # Qt shows what is put into a shown layout later
    said = " ".join(one.text() for one in labels(opened))
    assert "Mia Manager</span> changed promised day from Mon 7 Dec to Wed 9 Dec" in said
    assert "You typed Thu 10 Dec, not saved yet." in said
    press(opened, "Take theirs")
    assert opened.form.open_form is None
    press(opened, "Show the change")
    assert opened.focusWidget() is opened.milestones.track
    press(opened, "Close this message")
    assert opened.presenter.state.news is None


# Drafts, failures


def test_what_was_being_written_comes_back(
    office: Office, at_desk: TestDesk, presenter: Callable[[OrderNumber], OrderPresenter]
) -> None:
    number = office.placed()
    opened = presenter(number)
    opened.open_form.promise()
    fill(opened, promised_on="2026-12-10", reason="The permit came la")
    again = presenter(number)
    assert again.state.form is not None
    assert again.state.form.values == {"promised_on": "2026-12-10", "reason": "The permit came la"}
    again.save_form()
    assert at_desk.desk.drafts.all() == ()


def test_an_order_that_cannot_be_read_says_so_and_what_was_read_stays(
    office: Office,
    at_desk: TestDesk,
    presenter: Callable[[OrderNumber], OrderPresenter],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened = presenter(office.placed())
    services = at_desk.desk.services

    def cut(_query: object) -> None:
        raise DatabaseUnreachable("No connection to the database.")

    monkeypatch.setattr(services, "read", cut)
    opened.read_again()
    assert opened.state.fault == "No connection to the database."
    assert shown(opened).state == "placed"
    monkeypatch.undo()
    opened.read_again()
    assert opened.state.fault == ""


def test_an_unknown_number_names_its_neighbours(
    office: Office, presenter: Callable[[OrderNumber], OrderPresenter]
) -> None:
    number = office.placed()
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    opened = presenter(OrderNumber(wrong))
    assert number in opened.state.fault


# The screen


def test_the_number_is_copied_by_one_key(office: Office, screen: Callable[..., OrderScreen]) -> None:
    number = office.placed()
    opened = screen(number)
    QTest.keyClick(
        opened.focusWidget(),
        Qt.Key.Key_C,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
    )
    assert QGuiApplication.clipboard().text() == number


def test_a_step_is_worked_on_with_letters_alone(office: Office, screen: Callable[..., OrderScreen]) -> None:
    opened = screen(office.placed())
    QTest.keyClick(opened.focusWidget(), Qt.Key.Key_R)
    order = shown(opened.presenter)
    assert order.milestones[0].state == "done"
    QTest.keyClick(opened.focusWidget(), Qt.Key.Key_S)
    assert shown(opened.presenter).milestones[1].state == "under_way"
    QTest.keyClick(opened.focusWidget(), Qt.Key.Key_F)
    form = opened.form.open_form
    assert form is not None
    assert opened.focusWidget() is form.field("reason").editor
    QTest.keyClicks(opened.focusWidget(), "Supplier is late")
    day = form.field("forecast_on").editor
    day.setFocus()
    day.clear()
    QTest.keyClicks(day, "2 Dec")
    QTest.keyClick(day, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert shown(opened.presenter).milestones[1].forecast_on == date(2026, 12, 2)
    assert opened.form.open_form is None


def test_the_arrows_choose_a_step_wherever_the_keyboard_is(
    office: Office, screen: Callable[..., OrderScreen]
) -> None:
    opened = screen(office.placed())
    opened.lower_part.lines.table.setFocus()
    QTest.keyClick(opened.lower_part.lines.table, Qt.Key.Key_Right)
    assert opened.presenter.state.chosen == "ready"
    assert opened.milestones.track.chosen == 1


def test_ctrl_enter_does_the_next_step(office: Office, screen: Callable[..., OrderScreen]) -> None:
    opened = screen(office.quote())
    QTest.keyClick(opened.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert opened.form.open_form is not None, "the days that can be promised"
    QTest.keyClick(opened.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert shown(opened.presenter).state == "placed"
    QTest.keyClick(opened.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert shown(opened.presenter).milestones[0].state == "done"


def test_the_main_action_is_grey_and_says_who_may(office: Office, tmp_path: Path, qtbot: QtBot) -> None:
    number = office.quote()
    with desk_in(office, tmp_path / "bea", "bea") as desk:
        opened = OrderScreen(desk.desk, Place("order", number.replace("-", "")))
        qtbot.addWidget(opened)
        with qtbot.waitExposed(opened):
            opened.show()
        opened.focus_start()
        main = next(one for one in opened.findChildren(Button) if one.accessibleName() == "Place the order")
        assert not main.is_allowed
        assert main.accessibleDescription() == "Only sales, support, exception team, manager"
        QTest.keyClick(opened.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        assert desk.told[-1].lead == "Only sales, support, exception team, manager"
        assert opened.form.open_form is None


def test_more_lists_what_the_state_allows_with_who_may(
    office: Office, screen: Callable[..., OrderScreen]
) -> None:
    number = office.placed()
    opened = screen(number)
    assert menu_of(opened) == [
        ("Record as done on another day", True),
        ("Leave a milestone out: Only the exception team or a manager", False),
        ("Set the next step", True),
        ("Give to a colleague: Only manager", False),
        ("Put on hold, or go on", True),
        ("Cancel the order", True),
        ("Open the case", True),
    ]
    for key in ("checked", "ready", "delivered"):
        office.run(FinishMilestone(order=number, milestone=key), "mia")
    opened.presenter.read_again()
    assert ("Complete the order", True) in menu_of(opened)


def menu_of(opened: OrderScreen) -> list[tuple[str, bool]]:
    """The lines of the menu "More", and whether each can be chosen."""
    press(opened, "More")
    menu = opened.findChildren(QMenu)[-1]
    lines = [(one.text(), one.isEnabled()) for one in menu.actions()]
    menu.close()
    return lines


def test_ctrl_p_shows_the_page_that_fits_the_state(
    office: Office, screen: Callable[..., OrderScreen]
) -> None:
    for number, document in ((office.quote(), "order-quote"), (office.placed(), "order-confirmation")):
        opened = screen(number)
        QTest.keyClick(opened.focusWidget(), Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
        assert opened.host.preview is not None
        assert opened.host.preview.presenter.state.document == document


def test_while_the_preview_is_open_the_keys_of_the_order_rest(
    office: Office, screen: Callable[..., OrderScreen]
) -> None:
    opened = screen(office.placed())
    press(opened, "Print")
    assert opened.host.preview is not None
    QTest.keyClick(opened.focusWidget(), Qt.Key.Key_R)
    assert shown(opened.presenter).milestones[0].state == "ready"
    opened.step_back()
    QTest.keyClick(opened.focusWidget(), Qt.Key.Key_R)
    assert shown(opened.presenter).milestones[0].state == "done"


def test_esc_closes_the_form_and_never_loses_text(office: Office, screen: Callable[..., OrderScreen]) -> None:
    opened = screen(office.placed())
    opened.presenter.open_form.promise()
    opened.presenter.type("reason", "Half a sent")
    assert opened.step_back()
    assert opened.form.open_form is None
    opened.presenter.open_form.promise()
    assert opened.presenter.state.form is not None
    assert opened.presenter.state.form.value("reason") == "Half a sent"
    assert opened.step_back()
    assert not opened.step_back()


def test_the_case_opens_from_the_name(
    office: Office, at_desk: TestDesk, screen: Callable[..., OrderScreen]
) -> None:
    customer = office.customer()
    opened = screen(office.placed(customer))
    opened.head.customer_requested.emit()
    assert at_desk.asked.way == [("case", customer)]


def test_documents_show_their_name_and_open_the_filed_pages(
    office: Office, screen: Callable[..., OrderScreen]
) -> None:
    number = office.placed()
    issued = office.run(IssueDocument(document="order-confirmation", about=number))
    opened = screen(number)
    table = opened.lower_part.documents.table
    assert "Order confirmation" in str(table.model().index(0, 0).data())
    table.opened.emit(str(issued.id))
    preview = opened.host.preview
    assert preview is not None
    assert preview.presenter.state.filed == issued.id
    assert opened.step_back()
    assert opened.host.preview is None


def test_an_imported_order_without_milestones_says_so(
    office: Office, screen: Callable[..., OrderScreen]
) -> None:
    made = office.run(
        ImportOrder(
            customer=office.customer(), external="CRM:77-1", state="completed", placed_on=date(2026, 3, 2),
            promised_on=date(2026, 3, 9), done_on=date(2026, 3, 10), headline="DSL 50",
            lines=(ImportedLine(name="DSL 50", unit_price=Decimal("29.90")),), extra={"Region": "North"},
        ),
        "mia",
    )  # fmt: skip
    opened = screen(made.number)
    order = shown(opened.presenter)
    if not order.milestones:
        assert "without milestones" in " ".join(one.text() for one in labels(opened.milestones))
    said = " ".join(one.text() for one in labels(opened.lower_part.about))
    assert "CRM" in said.upper()
    assert "North" in said


def test_the_headline_names_number_owner_and_a_change_unseen(
    office: Office, at_desk: TestDesk, screen: Callable[..., OrderScreen]
) -> None:
    number = office.placed()
    opened = screen(number)
    assert (opened.headline.title, opened.headline.note) == (number, "Order · Lindqvist")
    assert opened.headline.person == "Owner of this order: you"
    opened.put_aside()
    office.run(HoldOrder(order=number, reason="Wait"), "mia")
    tell_others(at_desk, office, number)
    assert opened.headline.changed
    opened.look_again()
    assert not opened.headline.changed


def test_every_control_says_what_it_is(office: Office, screen: Callable[..., OrderScreen]) -> None:
    opened = screen(office.placed())
    opened.presenter.open_form.hand_over()
    nameless = [
        one.metaObject().className()
        for one in opened.findChildren(QWidget)
        if one.isVisibleTo(opened)
        and one.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not one.accessibleName()
    ]
    assert nameless == []


@pytest.mark.parametrize(
    ("width", "height", "zoom"),
    [(1184, 816, 100), (1144, 816, 100), (944, 700, 100), (832, 816, 100), (904, 400, 100), (1184, 816, 125)],
)
@pytest.mark.parametrize("theme", [ThemeChoice.LIGHT, ThemeChoice.DARK])
def test_nothing_is_cut_at_any_width(
    office: Office,
    screen: Callable[..., OrderScreen],
    worn_look: Look,
    width: int,
    height: int,
    zoom: int,
    theme: ThemeChoice,
) -> None:
    customer = office.customer(LONG_NAME, phones=("07700 900142",))
    lines = (LineGiven(product="FIBRE500"), LineGiven(product="ROUTER", quantity=Decimal(2)))
    number = office.placed(
        customer, lines=lines, street="14 Tanner's Yard", postcode="SB4 2QT", city="Stonebridge"
    )
    office.run(BlockMilestone(order=number, milestone="checked", reason="No permit from the council"))
    worn_look.choose_theme(theme)
    worn_look.set_zoom(zoom)
    opened = screen(number, width, height)
    QApplication.processEvents()
    assert cut_texts(opened) == []
    assert opened.lower_part.has_tabs == (width * 100 / zoom < 1100)


def press(widget: QWidget, name: str) -> None:
    """Press the shown button of this name."""
    buttons = widget.findChildren(QAbstractButton)
    next(one for one in buttons if one.accessibleName() == name and one.isVisibleTo(widget)).click()


def labels(widget: QWidget) -> list[QLabel]:
    return [one for one in widget.findChildren(QLabel) if one.isVisibleTo(widget)]


def test_an_offer_stands_at_the_owner_and_is_taken_back_by_key(
    office: Office, screen: Callable[..., OrderScreen]
) -> None:
    number = office.placed()
    office.run(OfferHandover(about=About(number), to="ulf", note="please"))
    opened = screen(number)
    said = {one.text() for one in opened.head.findChildren(QLabel)}
    assert "offered to Ulf Support, 10:42" in said
    QTest.keyClicks(opened, "w")
    assert shown(opened.presenter).handover is None


def test_a_manager_gives_an_order_away_and_who_is_away_has_a_deputy(
    office: Office, tmp_path: Path, qapp: object
) -> None:
    absence = SetAbsence(
        staff=Login("bea"), from_on=TODAY, until_on=date(2026, 11, 27), deputy=Login("fin"), note=""
    )
    office.run(absence, "mia")
    number = office.placed()
    with desk_in(office, tmp_path, "mia") as mias:
        opened = OrderPresenter(mias.desk, number)
        opened.open()
        opened.open_form.assign()
        form = opened.state.form
        assert form is not None
        assert {one.key: one.word for one in form.fields[0].choices}["bea"] == (
            "until Fri 27 Nov, Fin Field stands in"
        )
        fill(opened, to="bea", note="please")
        opened.save_form()
        assert mias.told[-1].lead == "It is given. Who is away, the deputy has it."
    assert office.read(OrderQuery(number=number)).owner.login == "fin"
