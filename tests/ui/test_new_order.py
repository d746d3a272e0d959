"""The screen New order: from the caller's first word to a placed order, its drafts, what it refuses, its layouts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from casedesk.contract.cases import CaseQuery
from casedesk.contract.customers import Places
from casedesk.contract.desk import AddProduct, Ownerless, ProductRow, Products
from casedesk.contract.ids import new_id
from casedesk.contract.orders import OrderDetail, OrderQuery, Orders
from casedesk.contract.values import OrderNumber
from casedesk.errors import DatabaseUnreachable
from casedesk.rules.order_number import is_valid
from casedesk.rules.vocabulary import ContactPointKind, CustomerKind
from casedesk.ui.forms.order_lines import found, line_of, read_number, totals
from casedesk.ui.place import Place
from casedesk.ui.screens.new_order import words
from casedesk.ui.screens.new_order.customer_card import CustomerCard
from casedesk.ui.screens.new_order.presenter import DRAFT, NewOrderPresenter
from casedesk.ui.screens.new_order.view import NewOrderScreen
from casedesk.ui.screens.new_order.where_card import NEW_PLACE
from casedesk.ui.theme import Look, ThemeChoice
from tests.factories import Office, open_office
from tests.ui.desks import TestDesk, desk_in
from tests.ui.fitting import cut_texts

LONG_NAME = "Hildegard Magdalena von Wolkenstein-Trostburg zu Hohenzollern"
CONTROL = Qt.KeyboardModifier.ControlModifier


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


Opener = Callable[..., NewOrderScreen]


@pytest.fixture
def screen(at_desk: TestDesk, qtbot: QtBot) -> Opener:
    """Opens the form, for a customer or for nobody yet."""

    def opened(
        customer: UUID | None = None, *, key: str = "", phone: str = "", width: int = 1184, height: int = 816
    ) -> NewOrderScreen:
        made = NewOrderScreen(at_desk.desk, Place("new-order", key or str(new_id()), customer, phone))
        qtbot.addWidget(made)
        made.resize(width, height)
        with qtbot.waitExposed(made):
            made.show()
        made.activateWindow()
        made.focus_start()
        return made

    return opened


@pytest.fixture
def presenter(at_desk: TestDesk) -> Iterator[Callable[..., NewOrderPresenter]]:
    """Opens the presenter of the form; it goes before its desk does, as in the window."""
    opened_ones: list[NewOrderPresenter] = []

    def opened(customer: UUID | None = None, *, key: str = "", phone: str = "") -> NewOrderPresenter:
        place = Place("new-order", key or str(new_id()), customer, phone)
        opened_ones.append(NewOrderPresenter(at_desk.desk, place))
        opened_ones[-1].open()
        return opened_ones[-1]

    yield opened
    for one in opened_ones:
        shiboken6.delete(one)


def marta(office: Office) -> UUID:
    return office.customer(
        phones=("07700 900142",), street="14 Tanner's Yard", postcode="SB4 2QT", city="Stonebridge"
    )


def product(office: Office, code: str) -> ProductRow:
    products: tuple[ProductRow, ...] = office.read(Products())
    return next(one for one in products if one.code == code)


def order_of(office: Office, number: str) -> OrderDetail:
    found_order: OrderDetail = office.read(OrderQuery(number=OrderNumber(number)))
    return found_order


def add(opened: NewOrderPresenter, office: Office, *codes: str) -> None:
    lines = tuple(line_of(product(office, code), f"line-{at}") for at, code in enumerate(codes))
    opened.type("lines", lines)


class KeyCount:
    """Presses keys where the keyboard is and counts those that are not text: chords, Enter, Tab, arrows."""

    def __init__(self) -> None:
        self.keys: list[str] = []

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.keys.append(key.name)
        target = QApplication.focusWidget()
        assert target is not None
        QTest.keyClick(target, key, modifiers)
        QApplication.processEvents()

    def write(self, text: str) -> None:
        target = QApplication.focusWidget()
        assert isinstance(target, QLineEdit), f"nothing can be written in {target!r}"
        QTest.keyClicks(target, text)
        QApplication.processEvents()


# The whole story by keyboard



def test_the_keyboard_begins_at_the_customer_even_before_the_first_state(qtbot: QtBot) -> None:
    card = CustomerCard()
    qtbot.addWidget(card)
    with qtbot.waitExposed(card):
        card.show()
    card.focus_customer()
    assert card.focusWidget() is card.picker.line
    assert not card.picker.isHidden()


def test_an_order_for_a_known_caller_takes_three_keys(
    office: Office, at_desk: TestDesk, screen: Opener
) -> None:
    """From the case: Ctrl+N has opened the form for this customer."""
    keys = KeyCount()
    opened = screen(marta(office))
    keys.keys.append("Ctrl+N")
    keys.write("fib")
    keys.press(Qt.Key.Key_Return)
    keys.press(Qt.Key.Key_Return, CONTROL)
    preview = opened.host.preview
    assert preview is not None, "the confirmation to print"
    number = opened.presenter.state.typed.number
    order = order_of(office, number)
    assert (order.state, order.owner.login, order.phone) == ("placed", "uma", "07700 900142")
    assert order.promised_on == date(2026, 12, 3), "the advised day"
    assert order.place == "14 Tanner's Yard, Stonebridge SB4 2QT"
    assert len(keys.keys) == 3
    opened.step_back()
    assert at_desk.asked.way == [("order", number), ("close", opened.place)]


def test_an_order_for_a_new_caller_takes_eight_keys(
    office: Office, at_desk: TestDesk, screen: Opener
) -> None:
    keys = KeyCount()
    opened = screen()
    keys.keys.append("Ctrl+N")
    keys.write("Ottilie Hargreaves")
    keys.press(Qt.Key.Key_Return)  # the offer to register her is the first one
    keys.write("07700 900455")
    keys.press(Qt.Key.Key_Return)  # on to what is missing next
    keys.write("8 Weavers Court")
    keys.press(Qt.Key.Key_Tab)
    keys.write("SB2 7HD")
    keys.press(Qt.Key.Key_Tab)
    keys.write("Stonebridge")
    keys.press(Qt.Key.Key_Return)
    keys.write("router")
    keys.press(Qt.Key.Key_Return)
    keys.press(Qt.Key.Key_Return, CONTROL)
    assert opened.host.preview is not None
    order = order_of(office, opened.presenter.state.typed.number)
    assert (order.customer_name, order.state) == ("Ottilie Hargreaves", "placed")
    case = office.read(CaseQuery(about=str(order.customer)))
    assert words.phones(case) == ("07700 900455",)
    addresses = [one for one in case.customer.contact_points if one.kind == ContactPointKind.ADDRESS]
    assert [(one.street, one.city) for one in addresses] == [("8 Weavers Court", "Stonebridge")]
    assert len(keys.keys) == 8, "at most twelve"


def test_a_day_is_chosen_by_alt_and_its_number_while_something_is_written(
    office: Office, screen: Opener
) -> None:
    opened = screen(marta(office))
    add(opened.presenter, office, "FIBRE500")
    line = opened.what.editor.picker.line
    line.setFocus()
    QTest.keyClick(line, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert opened.presenter.state.typed.promised_on == date(2026, 12, 1)
    QTest.keyClicks(line, "3")
    assert line.text() == "3"
    assert opened.presenter.state.typed.promised_on == date(2026, 12, 1)


def test_another_day_is_chosen_by_its_number(office: Office, screen: Opener) -> None:
    opened = screen(marta(office))
    add(opened.presenter, office, "FIBRE500")
    opened.buttons.finish.setFocus()
    QTest.keyClick(opened.buttons.finish, Qt.Key.Key_2)
    assert opened.presenter.state.typed.promised_on == date(2026, 12, 1)
    QTest.keyClick(opened.buttons.finish, Qt.Key.Key_Return, CONTROL)
    assert order_of(office, opened.presenter.state.typed.number).promised_on == date(2026, 12, 1)


# The customer


def test_a_customer_is_found_by_name_and_by_phone(
    office: Office, presenter: Callable[..., NewOrderPresenter]
) -> None:
    customer = marta(office)
    opened = presenter()
    for text in ("lindq", "07700 900142"):
        opened.search(text)
        assert [hit.customer for hit in opened.state.hits] == [customer]
    opened.choose_customer(customer)
    typed = opened.state.typed
    assert (typed.phone, typed.street, typed.postcode, typed.city) == (
        "07700 900142", "14 Tanner's Yard", "SB4 2QT", "Stonebridge",
    )  # fmt: skip
    assert opened.state.case is not None
    assert words.what_is_open(opened.state.case) == "No open order, nothing owed"


def test_a_customer_with_several_orders_is_shown_once(
    office: Office, presenter: Callable[..., NewOrderPresenter]
) -> None:
    customer = marta(office)
    office.quote(customer)
    office.quote(customer)
    opened = presenter()
    opened.search("Marta")
    assert [hit.customer for hit in opened.state.hits] == [customer]


def test_what_was_searched_becomes_name_or_number(presenter: Callable[..., NewOrderPresenter]) -> None:
    for text, name, phone in (("Ottilie Har", "Ottilie Har", ""), ("07700 900455", "", "07700 900455")):
        opened = presenter()
        opened.search(text)
        opened.register_customer()
        new = opened.state.typed.new_customer
        assert new is not None
        assert (new.name, new.phone, opened.state.typed.phone) == (name, phone, phone)


def test_the_number_of_a_call_is_looked_up(
    office: Office, presenter: Callable[..., NewOrderPresenter]
) -> None:
    customer = marta(office)
    opened = presenter(phone="07700 900142")
    assert [hit.customer for hit in opened.state.hits] == [customer]


def test_typed_text_is_not_overwritten_by_the_customers(
    office: Office, presenter: Callable[..., NewOrderPresenter]
) -> None:
    opened = presenter()
    opened.type("street", "1 Elsewhere")
    opened.type("phone", "0123")
    opened.choose_customer(marta(office))
    assert (opened.state.typed.street, opened.state.typed.phone) == ("1 Elsewhere", "0123")


def test_a_firm_is_registered_with_the_order(
    office: Office, presenter: Callable[..., NewOrderPresenter]
) -> None:
    opened = presenter()
    opened.search("Brackley Dental")
    opened.register_customer()
    opened.type_new_customer("kind", CustomerKind.ORGANISATION)
    opened.type("city", "Brackley")
    add(opened, office, "FIBRE500")
    opened.finish()
    order = order_of(office, opened.state.typed.number)
    case = office.read(CaseQuery(about=str(order.customer)))
    assert (case.customer.name, case.customer.kind) == ("Brackley Dental", "organisation")


# Can we keep it, what we promise


def test_every_later_step_is_checked_as_soon_as_something_is_ordered(
    office: Office, presenter: Callable[..., NewOrderPresenter]
) -> None:
    opened = presenter(marta(office))
    assert opened.state.answer is None
    add(opened, office, "FIBRE500")
    answer = opened.state.answer
    assert answer is not None
    assert [one.name for one in answer.steps] == ["Checked", "Ready", "Delivered"]
    assert opened.state.checked_at == "10:42"
    assert opened.state.typed.choice == answer.choices[0].promised_on.isoformat(), "the advised day"
    opened.type("lines", ())
    assert opened.state.answer is None


def test_the_day_the_customer_asked_for_is_checked(
    office: Office, presenter: Callable[..., NewOrderPresenter]
) -> None:
    opened = presenter(marta(office))
    add(opened, office, "FIBRE500")
    opened.type("requested_on", date(2026, 11, 27))
    answer = opened.state.answer
    assert answer is not None
    wished = next(one for one in answer.choices if one.promised_on == date(2026, 11, 27))
    assert wished.verdict == "not_possible"


def test_an_impossible_day_needs_a_manager_and_says_so(
    office: Office, tmp_path: Path, presenter: Callable[..., NewOrderPresenter]
) -> None:
    opened = presenter(marta(office))
    add(opened, office, "FIBRE500")
    opened.type("requested_on", date(2026, 11, 27))
    opened.type("choice", "2026-11-27")
    asked: list[str] = []
    opened.gap_found.connect(asked.append)
    opened.finish()
    assert asked == ["promise"]
    need = opened.needs()[-1]
    assert need.text == "That day cannot be kept. Only exception team, manager may promise it all the same."
    assert opened.state.typed.number == "", "nothing is saved"
    with desk_in(office, tmp_path / "mia", "mia") as desk:
        manager = NewOrderPresenter(desk.desk, Place("new-order", "m", marta(office)))
        manager.open()
        add(manager, office, "FIBRE500")
        manager.type("requested_on", date(2026, 11, 27))
        manager.type("choice", "2026-11-27")
        manager.finish()
        order = order_of(office, manager.state.typed.number)
        assert (order.promised_on, order.status) == (date(2026, 11, 27), "in_jeopardy")


def test_a_day_of_ones_own_is_promised(office: Office, presenter: Callable[..., NewOrderPresenter]) -> None:
    opened = presenter(marta(office))
    add(opened, office, "FIBRE500")
    opened.choose_day(len(opened.state.answer.choices) if opened.state.answer else 0)
    opened.finish()
    assert opened.state.typed.number == ""
    opened.type("another_day", date(2026, 12, 18))
    opened.finish()
    assert order_of(office, opened.state.typed.number).promised_on == date(2026, 12, 18)


# Saving


def test_what_is_missing_is_named_and_led_to(
    office: Office, presenter: Callable[..., NewOrderPresenter]
) -> None:
    opened = presenter()
    asked: list[str] = []
    opened.gap_found.connect(asked.append)
    assert [one.is_met for one in opened.needs()] == [False] * 4
    opened.finish()
    opened.choose_customer(office.customer("Nobody's Address"))
    opened.finish()
    opened.type("city", "Stonebridge")
    opened.finish()
    add(opened, office, "FIBRE500")
    assert asked == ["customer", "street", "product"]
    assert all(one.is_met for one in opened.needs())


def test_a_quote_is_kept_with_number_owner_and_next_step(
    office: Office, at_desk: TestDesk, screen: Opener
) -> None:
    opened = screen(marta(office))
    add(opened.presenter, office, "FIBRE500", "ROUTER")
    opened.presenter.type("wants", "Internet for two")
    QTest.keyClick(opened.focusWidget(), Qt.Key.Key_S, CONTROL)
    (what, number), closed = at_desk.asked.way
    assert (what, closed) == ("order", ("close", opened.place))
    order = order_of(office, str(number))
    assert is_valid(order.number.replace("-", ""))
    assert (order.state, order.owner.login, order.wants) == ("quote", "uma", "Internet for two")
    assert order.next_step
    assert order.next_step_due_at
    assert (order.total_once, order.total_monthly) == (Decimal("49.00"), Decimal("34.00"))
    assert office.read(Ownerless()) == ()
    assert at_desk.desk.drafts.all() == ()


def test_a_refused_promise_leaves_a_quote_that_somebody_owns(
    office: Office, presenter: Callable[..., NewOrderPresenter]
) -> None:
    """Between check and placing the office closed early: the day can no longer be kept."""
    opened = presenter(marta(office))
    add(opened, office, "FIBRE500")
    opened.type("choice", "2026-12-01")
    office.later(days=6)
    opened.finish()
    number = opened.state.typed.number
    assert "cannot be kept" in opened.state.refusal
    quote = order_of(office, number)
    assert (quote.state, quote.owner.login, bool(quote.next_step)) == ("quote", "uma", True)
    add(opened, office, "FIBRE500", "ROUTER")
    opened.choose_day(0)
    opened.finish()
    order = order_of(office, number)
    assert (order.state, len(order.lines)) == ("placed", 2)
    assert office.read(Orders()).total == 1, "one order, one number"


def test_a_save_whose_answer_was_lost_is_repeated_and_done_once(
    office: Office,
    at_desk: TestDesk,
    presenter: Callable[..., NewOrderPresenter],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened = presenter(key="lost")
    opened.search("Ottilie Hargreaves")
    opened.register_customer()
    opened.type("city", "Stonebridge")
    add(opened, office, "FIBRE500")
    services = at_desk.desk.services
    really_run = services.run

    def run_and_lose(command: object, **given: object) -> object:
        really_run(command, **given)  # type: ignore[arg-type]
        raise DatabaseUnreachable("The line was cut.")

    monkeypatch.setattr(services, "run", run_and_lose)
    opened.keep_as_quote()
    assert opened.state.refusal == "The line was cut."
    monkeypatch.undo()
    again = presenter(key="lost")  # the program was started anew meanwhile
    add(again, office, "FIBRE500", "ROUTER")
    again.keep_as_quote()
    assert office.read(Orders()).total == 1
    order = order_of(office, again.state.typed.number)
    assert [one.name for one in order.lines] == ["Fibre 500", "Router X6"]


def test_a_quote_that_was_sent_and_changed_before_the_answer_came_has_the_changed_lines(
    office: Office,
    at_desk: TestDesk,
    presenter: Callable[..., NewOrderPresenter],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened = presenter(marta(office), key="lost")
    add(opened, office, "FIBRE500")
    services = at_desk.desk.services
    really_run = services.run

    def run_and_lose(command: object, **given: object) -> object:
        really_run(command, **given)  # type: ignore[arg-type]
        raise DatabaseUnreachable("The line was cut.")

    monkeypatch.setattr(services, "run", run_and_lose)
    opened.keep_as_quote()
    monkeypatch.undo()
    add(opened, office, "ROUTER")
    opened.keep_as_quote()
    assert [one.name for one in order_of(office, opened.state.typed.number).lines] == ["Router X6"]
    assert office.read(Orders()).total == 1


# Drafts


def test_a_draft_survives_closing_and_is_named(
    office: Office, at_desk: TestDesk, presenter: Callable[..., NewOrderPresenter]
) -> None:
    opened = presenter(key="k")
    opened.search("Ottilie")
    opened.register_customer()
    opened.type_new_customer("phone", "07700 900455")
    opened.type("street", "8 Weavers Court")
    opened.type("requested_on", date(2026, 11, 30))
    add(opened, office, "FIBRE500")
    draft = at_desk.desk.drafts.load(DRAFT, "k")
    assert draft is not None
    assert draft.title == "Ottilie"
    again = presenter(key="k")
    assert again.state.typed == opened.state.typed.__class__(
        **{**vars(opened.state.typed), "lines": again.state.typed.lines}
    )
    assert [one.product for one in again.state.typed.lines] == ["FIBRE500"]
    assert again.state.answer is not None, "it is checked anew"


def test_a_form_in_which_nothing_was_written_leaves_no_draft(
    office: Office, at_desk: TestDesk, presenter: Callable[..., NewOrderPresenter]
) -> None:
    presenter(key="k").search("Ott")
    assert at_desk.desk.drafts.all() == ()


def test_the_draft_is_on_disk_within_two_seconds(
    office: Office, at_desk: TestDesk, presenter: Callable[..., NewOrderPresenter], qtbot: QtBot
) -> None:
    opened = presenter(key="k")
    with qtbot.waitSignal(at_desk.desk.drafts.kept, timeout=2000):
        opened.type("street", "8 Weavers Court")
    assert opened.state.kept.startswith("Draft kept ")


# Lines


def test_products_are_found_by_any_of_their_words(office: Office) -> None:
    office.run(
        AddProduct(code="FIB1000", name="Business Fibre", detail="24 months", price=Decimal(80)), "mia"
    )
    products = office.read(Products())
    assert [one.code for one in found(products, "fib")] == ["FIBRE500", "FIB1000"]
    assert [one.code for one in found(products, "24 fibre")] == ["FIB1000"]
    assert found(products, "copper") == ()


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("2", Decimal(2)),
        ("2,5", Decimal("2.5")),
        (" 3 ", Decimal(3)),
        ("two", None),
        ("", None),
        ("NaN", None),
        ("1e99", None),
    ],
)
def test_numbers_are_read_as_people_write_them(typed: str, number: Decimal | None) -> None:
    assert read_number(typed) == number


def test_totals_are_rounded_once_at_the_end(office: Office) -> None:
    office.run(AddProduct(code="THIRD", name="Third", price=Decimal("0.333")), "mia")
    lines = [line_of(product(office, "THIRD"), str(at)) for at in range(3)]
    assert totals(lines, "GBP") == (Decimal("1.00"), None)


# The screen


def test_the_number_stands_there_from_the_first_save(office: Office, screen: Opener) -> None:
    opened = screen(marta(office))
    assert opened.number.isHidden()
    add(opened.presenter, office, "FIBRE500")
    opened.presenter.finish()
    assert opened.number.label.text() == opened.presenter.state.typed.number
    assert not opened.number.isHidden()


def test_the_sentence_to_say_names_the_chosen_day(office: Office, screen: Opener) -> None:
    opened = screen(marta(office))
    add(opened.presenter, office, "FIBRE500")
    assert "Thursday 3 December" in opened.say_box.accessibleName()


def test_what_is_missing_stands_at_its_field(office: Office, screen: Opener) -> None:
    opened = screen(office.customer("Nobody's Address"))
    QTest.keyClick(opened.focusWidget(), Qt.Key.Key_Return, CONTROL)
    assert opened.focusWidget() is opened.where.street
    assert "The address is missing" in [one.text() for one in labels(opened.where)]
    QTest.keyClicks(opened.where.street, "1 High Street")
    QTest.keyClick(opened.where.street, Qt.Key.Key_F4)
    assert opened.focusWidget() is opened.what.editor.picker.line


def test_the_products_list_is_worked_with_arrows_and_enter(office: Office, screen: Opener) -> None:
    office.run(AddProduct(code="FIB1000", name="Fibre 1000", price=Decimal(54), monthly=True), "mia")
    opened = screen(marta(office))
    line = opened.what.editor.picker.line
    QTest.keyClicks(line, "fib")
    QTest.keyClick(line, Qt.Key.Key_Down)
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert [one.product for one in opened.presenter.state.typed.lines] == ["FIBRE500"]
    QTest.keyClicks(line, "fib")
    QTest.keyClick(line, Qt.Key.Key_Escape)
    assert line.text() == ""
    assert opened.what.editor.picker.list.isHidden()


def test_another_place_is_written_where_one_is_known(office: Office, screen: Opener) -> None:
    opened = screen(marta(office))
    opened.where.place_chosen.emit(NEW_PLACE)
    assert opened.presenter.state.typed.street == ""
    QTest.keyClicks(opened.where.street, "2 Mill Lane")
    assert opened.presenter.state.typed.street == "2 Mill Lane"


def test_an_order_for_a_known_place_makes_no_second_one(
    office: Office, presenter: Callable[..., NewOrderPresenter]
) -> None:
    customer = marta(office)
    office.placed(customer, street="2 Mill Lane", postcode="SB1 1AA", city="Stonebridge")
    opened = presenter(customer)
    assert [one.line for one in opened.state.places] == [
        "2 Mill Lane, Stonebridge SB1 1AA",
        "14 Tanner's Yard, Stonebridge SB4 2QT",
    ]
    assert opened.state.typed.premises == opened.state.places[0].premises
    add(opened, office, "FIBRE500")
    opened.finish()
    assert [one.orders for one in office.read(Places(customer=customer))] == [2]


def test_an_address_written_over_is_another_place(
    office: Office, presenter: Callable[..., NewOrderPresenter]
) -> None:
    customer = marta(office)
    office.placed(customer, street="2 Mill Lane", city="Stonebridge")
    opened = presenter(customer)
    opened.type_place("street", "3 Mill Lane")
    assert opened.state.typed.premises is None
    add(opened, office, "FIBRE500")
    opened.finish()
    assert {one.street for one in office.read(Places(customer=customer))} == {"2 Mill Lane", "3 Mill Lane"}


def test_the_headline_names_the_customer(office: Office, screen: Opener) -> None:
    opened = screen(marta(office))
    assert opened.headline.title == "Marta Lindqvist"
    assert opened.headline.note == "New order · draft"
    add(opened.presenter, office, "FIBRE500")
    opened.presenter.finish()
    assert opened.headline.title == opened.presenter.state.typed.number
    assert opened.headline.note == "New order · saved"


def test_every_control_says_what_it_is(office: Office, screen: Opener) -> None:
    opened = screen()
    opened.presenter.search("x")
    opened.presenter.register_customer()
    add(opened.presenter, office, "FIBRE500")
    QApplication.processEvents()
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
    [(1184, 816, 100), (944, 700, 100), (832, 816, 100), (904, 400, 100), (608, 400, 100), (1184, 816, 125)],
)
@pytest.mark.parametrize("login", ["uma", "sam"])
def test_nothing_is_cut_at_any_width(
    office: Office,
    tmp_path: Path,
    qtbot: QtBot,
    worn_look: Look,
    width: int,
    height: int,
    zoom: int,
    login: str,
) -> None:
    customer = office.customer(LONG_NAME, street="14 Tanner's Yard", postcode="SB4 2QT", city="Stonebridge")
    office.run(
        AddProduct(code="LONG", name="Business fibre with a fixed address and telephone", price=Decimal(80)),
        "mia",
    )
    worn_look.choose_theme(ThemeChoice.DARK)
    worn_look.set_zoom(zoom)
    with desk_in(office, tmp_path / login, login) as desk:
        opened = NewOrderScreen(desk.desk, Place("new-order", "k", customer))
        qtbot.addWidget(opened)
        opened.resize(width, height)
        opened.show()
        add(opened.presenter, office, "FIBRE500", "LONG")
        opened.presenter.type("requested_on", date(2026, 11, 27))
        QApplication.processEvents()
        assert cut_texts(opened) == []
        opened.close()


def labels(widget: QWidget) -> list[QLabel]:
    return [one for one in widget.findChildren(QLabel) if one.isVisibleTo(widget)]
