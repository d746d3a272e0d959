"""Customers with their case, ways to reach them and persons, by commands, on both databases."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from casedesk.contract.cases import CaseQuery
from casedesk.contract.customers import (
    AddContactPoint,
    AddPerson,
    ChangeCustomer,
    EndContactPoint,
    PersonGiven,
    RegisterCustomer,
)
from casedesk.contract.desk import History
from casedesk.contract.values import About, Login
from casedesk.errors import Conflict, NotFound, NotPermitted, RefusedByRule, WrongUsage
from casedesk.rules.vocabulary import Channel, ContactPointKind, CustomerKind
from tests.factories import Office


def _card(office: Office, customer: UUID) -> Any:
    return office.read(CaseQuery(about=str(customer))).customer


def test_a_name_is_enough_and_the_case_is_there_at_once(office: Office) -> None:
    customer = office.customer("Li")
    case = office.read(CaseQuery(about=str(customer)))
    assert (case.customer.name, case.contact.login, case.orders) == ("Li", "uma", ())
    assert case.timeline[-1].headline == "Record opened"


def test_a_phone_number_is_enough(office: Office) -> None:
    customer = office.customer("", phones=("07700 900 142",))
    card = _card(office, customer)
    assert card.name == "07700 900 142"
    assert card.contact_points[0].normal == "+447700900142"


@pytest.mark.parametrize("name", ["", "   ", "\t"])
def test_neither_name_nor_phone_is_refused_in_words(office: Office, name: str) -> None:
    with pytest.raises(RefusedByRule) as caught:
        office.customer(name)
    assert caught.value.rule == "name_or_phone"


def test_persons_phones_and_addresses_are_kept_as_typed(office: Office) -> None:
    customer = office.customer(
        "Brackley Dental Practice",
        phones=("+44 1632 960402",),
        emails=("Desk@Example.org",),
        street="2 Wharf Road",
        city="Stonebridge",
        postcode="SB1 2CD",
        persons=(
            PersonGiven(name="Dr Ada Brackley", role="owner", phone="01632 960403", may_be_told="everything"),
        ),
    )
    card = _card(office, customer)
    assert [(one.kind, one.typed) for one in card.contact_points] == [
        ("phone", "+44 1632 960402"),
        ("email", "Desk@Example.org"),
        ("address", "2 Wharf Road, Stonebridge SB1 2CD"),
    ]
    assert [(one.name, one.may_be_told) for one in card.persons] == [("Dr Ada Brackley", "everything")]


@pytest.mark.parametrize(
    ("given", "rule"),
    [({"phones": ("hello",)}, "possible_phone"), ({"emails": ("j.watanabe@",)}, "email_form")],
)
def test_what_cannot_be_rung_or_written_to_is_refused(
    office: Office, given: dict[str, Any], rule: str
) -> None:
    with pytest.raises(RefusedByRule) as caught:
        office.customer("Jun Watanabe", **given)
    assert caught.value.rule == rule


def test_a_number_of_another_system_is_here_once(office: Office) -> None:
    office.customer("Alfreds", external="northwind:ALFKI")
    with pytest.raises(Conflict, match="already has a customer ALFKI"):
        office.customer("Alfreds again", external="northwind:ALFKI")
    with pytest.raises(WrongUsage, match="SYSTEM:NUMBER"):
        office.customer("No system", external="ALFKI")


def test_a_stale_change_is_refused_and_a_fresh_one_is_kept_with_its_old_value(office: Office) -> None:
    customer = office.customer("Marta Lindgren")
    version = _card(office, customer).version
    change = ChangeCustomer(
        customer=customer, version=version, name="Marta Lindqvist", preferred_channel=Channel.CALL
    )
    office.run(change)
    with pytest.raises(Conflict, match="changed meanwhile"):
        office.run(change)
    card = _card(office, customer)
    assert (card.name, card.preferred_channel) == ("Marta Lindqvist", "call")
    values = office.read(History(about=About(str(customer))))[-1].values
    assert values["name"] == ("Marta Lindgren", "Marta Lindqvist")


def test_a_contact_is_a_colleague(office: Office) -> None:
    customer = office.customer()
    version = _card(office, customer).version
    office.run(ChangeCustomer(customer=customer, version=version, contact=Login("ulf")))
    assert office.read(CaseQuery(about=str(customer))).contact.login == "ulf"
    with pytest.raises(NotFound, match="no colleague"):
        office.run(ChangeCustomer(customer=customer, version=version + 1, contact=Login("nobody")))


def test_ways_to_reach_are_added_and_ended(office: Office) -> None:
    customer = office.customer()
    point = office.run(
        AddContactPoint(customer=customer, kind=ContactPointKind.PHONE, value="01632 960123", label="work")
    )
    office.run(
        AddContactPoint(customer=customer, kind=ContactPointKind.ADDRESS, street="1 Quay House", city="Kelby")
    )
    with pytest.raises(RefusedByRule, match="street or a city"):
        office.run(AddContactPoint(customer=customer, kind=ContactPointKind.ADDRESS))
    office.run(EndContactPoint(contact_point=point.id))
    assert [one.kind for one in _card(office, customer).contact_points] == ["address"]
    with pytest.raises(NotFound, match="not in use"):
        office.run(EndContactPoint(contact_point=point.id))


def test_a_person_is_added(office: Office) -> None:
    customer = office.customer()
    office.run(AddPerson(customer=customer, name="Owen Hale", role="partner"))
    assert [one.name for one in _card(office, customer).persons] == ["Owen Hale"]
    with pytest.raises(RefusedByRule, match="needs a name"):
        office.run(AddPerson(customer=customer, name=" "))


def test_field_work_registers_nobody(office: Office) -> None:
    with pytest.raises(NotPermitted, match="sales, support"):
        office.run(RegisterCustomer(kind=CustomerKind.PERSON, name="X"), "fin")


def test_an_administrator_reads_no_case(office: Office) -> None:
    with pytest.raises(NotPermitted):
        office.read(CaseQuery(about=str(office.customer())), "adm")


def test_the_database_refuses_a_customer_without_a_case(office: Office) -> None:
    office.customer()
    with pytest.raises(IntegrityError), office.database.writing() as session:
        session.execute(
            text(
                "INSERT INTO customers (id, kind, name, salutation, language, zone, since_on, extra, version) "
                "SELECT :id, kind, 'ghost', '', language, zone, since_on, extra, 1 FROM customers"
            ),
            {"id": "01a200bc1cae70e8a652070e9024e27d"},
        )


def test_an_unknown_customer_is_named(office: Office) -> None:
    with pytest.raises(NotFound, match="no customer"):
        office.run(AddPerson(customer=UUID(int=7), name="Nobody"))
