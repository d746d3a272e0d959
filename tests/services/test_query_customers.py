"""Lists of customers: filters, groups, balances, windows, and how things stood at an earlier day."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from casedesk.contract.cases import CaseQuery, RecordMoney, ReverseMoney
from casedesk.contract.customers import AddContactPoint, Customers, EndContactPoint, RegisterCustomer
from casedesk.contract.orders import ImportOrder
from casedesk.errors import WrongUsage
from casedesk.rules.fields import CUSTOMER_FIELDS
from casedesk.rules.vocabulary import ContactPointKind, CustomerKind, MoneyKind
from tests.factories import TUESDAY, Office

TODAY = TUESDAY.date()


def organisation(office: Office, name: str, **given: Any) -> UUID:
    made = office.run(RegisterCustomer(kind=CustomerKind.ORGANISATION, name=name, **given))
    return UUID(str(made.customer))


def money(office: Office, about: UUID | str, kind: MoneyKind, amount: str, on: date = TODAY) -> UUID:
    entry = RecordMoney(about=str(about), kind=kind, amount=Decimal(amount), on=on)
    return UUID(str(office.run(entry, "bea").id))


def found(office: Office, **asked: Any) -> list[str]:
    """The names that a filter finds, in their order."""
    fields = {name.replace("__", "."): value for name, value in asked.items()}
    return [row.name for row in office.read(Customers(filter=fields)).rows]


def groups(office: Office, by: str, **asked: Any) -> dict[str | None, int]:
    return {one.key: one.count for one in office.read(Customers(group_by=by, **asked)).groups}


@pytest.fixture
def three(office: Office) -> tuple[Office, UUID, UUID, UUID]:
    """Alfreds with two orders and money, Beth with one order, Cora with nothing."""
    alfreds = organisation(
        office, "Alfreds Futterkiste", street="Obere Str. 57", city="Berlin", country="DE", external="old:ALFKI",
        extra={"credit": "21000"}, contact="sam", since=date(1996, 7, 4),
    )  # fmt: skip
    beth = office.customer("Beth Tanner", phones=("07700 900142", "01632 960018"), city="Kelby")
    office.customer("Cora Wynn")
    office.run(
        ImportOrder(customer=alfreds, external="old:1", state="completed", placed_on=date(1996, 7, 4),
                    promised_on=date(1996, 8, 1), done_on=date(1996, 8, 16)), "mia",
    )  # fmt: skip
    office.placed(alfreds)
    office.finished(beth)
    money(office, alfreds, MoneyKind.INVOICED, "100.10", date(1996, 7, 4))
    money(office, alfreds, MoneyKind.PAID, "60.05", date(1997, 1, 2))
    money(office, alfreds, MoneyKind.CREDITED, "0.05")
    money(office, alfreds, MoneyKind.DISPUTED, "99.00")
    wrong = money(office, alfreds, MoneyKind.PAID, "5.00")
    office.run(ReverseMoney(entry=wrong, reason="Not ours"), "bea")
    return office, alfreds, beth, UUID(str(office.read(Customers(filter={"name": "cora"})).rows[0].id))


def test_a_row_says_how_to_reach_a_customer_and_what_is_open(three: tuple[Office, UUID, UUID, UUID]) -> None:
    office, alfreds, beth, _ = three
    first, second, third = office.read(Customers()).rows
    assert (first.id, first.name, first.kind) == (alfreds, "Alfreds Futterkiste", "organisation")
    assert (first.city, first.country, first.phone, first.contact) == ("Berlin", "DE", "", "Sam Sales")
    assert (first.orders, first.open_orders, first.balance) == (2, 1, Decimal("40.00"))
    assert (first.since_on, first.source, first.external) == (date(1996, 7, 4), "old", "ALFKI")
    assert (second.id, second.phone, second.city) == (beth, "07700 900142", "Kelby")
    assert (second.orders, second.open_orders, second.balance) == (1, 1, Decimal("0.00"))
    assert (third.orders, third.open_orders, third.city, third.phone) == (0, 0, "", "")


def test_each_filter_finds_what_it_says(three: tuple[Office, UUID, UUID, UUID]) -> None:
    office, alfreds, _, _ = three
    alfred, beth, cora = "Alfreds Futterkiste", "Beth Tanner", "Cora Wynn"
    assert found(office, id=str(alfreds)) == [alfred]
    assert found(office, name="tann") == [beth]
    assert found(office, name=["FUTTER", "wynn"]) == [alfred, cora]
    assert found(office, kind="person") == [beth, cora]
    assert found(office, since_on={"to": "1996-12-31"}) == [alfred]
    assert found(office, city="Kelby") == [beth]
    assert found(office, city=None) == [cora]
    assert found(office, country=["DE", "GB"]) == [alfred, beth]
    assert found(office, contact="sam") == [alfred]
    assert found(office, contact=None) == []
    assert found(office, source="old") == [alfred]
    assert found(office, external="ALFKI") == [alfred]
    assert found(office, extra__credit="21000") == [alfred]
    assert found(office, has_orders=False) == [cora]
    assert found(office, has_open_orders=True) == [alfred, beth]
    assert found(office, has_late_orders=True) == [alfred]
    assert found(office, balance={"from": "0.01"}) == [alfred]
    assert found(office, balance="0") == [beth, cora]
    assert found(office, orders={"from": 2}) == [alfred]
    assert found(office, open_orders=1) == [alfred, beth]
    with pytest.raises(WrongUsage, match=r"There is no field “phone”. There are: id, name, kind"):
        found(office, phone="1")


def test_groups_count_and_sum(three: tuple[Office, UUID, UUID, UUID]) -> None:
    office = three[0]
    answer = office.read(Customers(group_by="contact"))
    by_contact = {one.key: one for one in answer.groups}
    assert {key: one.count for key, one in by_contact.items()} == {"uma": 2, "sam": 1}
    assert by_contact["sam"].sums == {
        "balance": Decimal("40.00"),
        "orders": Decimal(2),
        "open_orders": Decimal(1),
    }
    assert answer.total == 3
    assert groups(office, "country") == {"DE": 1, "GB": 1, None: 1}
    assert groups(office, "has_orders") == {"true": 2, "false": 1}
    assert groups(office, "kind", filter={"city": "Kelby"}) == {"person": 1}


@pytest.mark.parametrize("by", [one.name for one in CUSTOMER_FIELDS.values() if one.groupable])
def test_every_declared_group_answers(office: Office, by: str) -> None:
    office.customer()
    assert sum(groups(office, by).values()) == 1
    assert sum(groups(office, by, as_of=TODAY - timedelta(days=1)).values()) == 0


def test_customers_as_of_a_day_owe_what_was_booked_by_then(three: tuple[Office, UUID, UUID, UUID]) -> None:
    office = three[0]
    (then,) = office.read(Customers(as_of=date(1996, 12, 31))).rows
    assert (then.name, then.orders, then.open_orders, then.balance) == (
        "Alfreds Futterkiste",
        1,
        0,
        Decimal("100.10"),
    )
    (earlier,) = office.read(Customers(as_of=date(1996, 8, 15), filter={"has_late_orders": True})).rows
    assert (earlier.open_orders, earlier.balance) == (1, Decimal("100.10"))
    assert office.read(Customers(as_of=date(1996, 7, 3))).rows == ()


def test_amounts_of_two_currencies_are_never_added(three: tuple[Office, UUID, UUID, UUID]) -> None:
    office, alfreds, beth, _ = three
    office.run(
        RecordMoney(about=str(beth), kind=MoneyKind.INVOICED, amount=Decimal("7.00"), currency="SEK"), "bea"
    )
    assert [row.balance for row in office.read(Customers()).rows] == [
        Decimal("40.00"),
        Decimal("7.00"),
        Decimal("0.00"),
    ]
    groups = {one.key: one.sums for one in office.read(Customers(group_by="has_orders")).groups}
    assert groups["true"] == {"orders": Decimal(3), "open_orders": Decimal(2)}
    assert groups["false"]["balance"] == Decimal("0.00")
    office.later(days=1)
    newer = RecordMoney(about=str(alfreds), kind=MoneyKind.INVOICED, amount=Decimal(500), currency="JPY")
    office.run(newer, "bea")
    assert str(office.read(Customers(filter={"id": str(alfreds)})).rows[0].balance) == "500"
    assert office.read(Customers(filter={"id": str(alfreds)}, as_of=TODAY)).rows[0].balance == Decimal(
        "40.00"
    )


def test_an_address_no_longer_used_is_not_shown(office: Office) -> None:
    customer = office.customer(street="1 Old Road", city="Kelby")
    new = AddContactPoint(
        customer=customer, kind=ContactPointKind.ADDRESS, street="2 New Road", city="Stonebridge"
    )
    office.run(new)
    assert office.read(Customers()).rows[0].city == "Kelby"
    assert found(office, city="Kelby") == ["Marta Lindqvist"]
    office.run(EndContactPoint(contact_point=address_in_use(office, customer)))
    assert office.read(Customers()).rows[0].city == "Stonebridge"
    assert found(office, city="Kelby") == []


def address_in_use(office: Office, customer: UUID) -> UUID:
    points = office.read(CaseQuery(about=str(customer))).customer.contact_points
    return UUID(str(points[0].id))


def test_windows_hold_every_customer_once(office: Office) -> None:
    names = [f"Name {number % 5}" for number in range(23)]
    for name in names:
        office.customer(name)
    for sort in ("name", "-name"):
        seen, after = [], None
        while True:
            page = office.read(Customers(sort=sort, limit=6, after=after))
            assert page.total == 23
            seen += page.rows
            after = page.next
            if after is None:
                break
        assert [row.name for row in seen] == sorted(names, reverse=sort == "-name")
        assert len({row.id for row in seen}) == 23


def test_a_window_is_few_statements_whatever_its_length(office: Office, count_round_trips: Any) -> None:
    for number in range(30):
        office.customer(f"Name {number}")
    office.read(Customers())
    with count_round_trips(office.database) as trips:
        office.read(Customers(limit=30))
    assert trips.count <= 9  # begin, ids, total (two), rows, ways, orders, balances, commit
