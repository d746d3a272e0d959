"""A customer's places of service, on both databases."""

from __future__ import annotations

import pytest

from casedesk.contract.customers import Places
from casedesk.errors import NotFound
from tests.factories import Office


def test_the_place_ordered_for_last_comes_first(office: Office) -> None:
    customer = office.customer()
    office.quote(customer, street="14 Tanner's Yard", postcode="SB4 2QT", city="Stonebridge")
    office.later(days=1)
    office.quote(customer, street="2 Mill Lane", city="Stonebridge")
    first, second = office.read(Places(customer=customer))
    assert (first.street, first.orders) == ("2 Mill Lane", 1)
    assert (second.street, second.postcode, second.city) == ("14 Tanner's Yard", "SB4 2QT", "Stonebridge")


def test_an_order_for_a_known_place_makes_no_second_one(office: Office) -> None:
    customer = office.customer()
    office.quote(customer, city="Stonebridge")
    (place,) = office.read(Places(customer=customer))
    office.quote(customer, premises=place.id)
    (again,) = office.read(Places(customer=customer))
    assert (again.id, again.orders) == (place.id, 2)


def test_an_address_typed_again_is_the_same_place(office: Office) -> None:
    customer = office.customer()
    office.quote(customer, street="14 Tanner's Yard", postcode="SB4 2QT", city="Stonebridge")
    office.quote(customer, street="14  tanner's yard ", postcode="sb42qt", city="Stonebridge")
    office.later(days=1)
    office.quote(customer, street="1 4 Tanner's Yard", city="Stonebridge")
    assert [one.orders for one in office.read(Places(customer=customer))] == [1, 2]


def test_a_place_of_another_customer_is_refused(office: Office) -> None:
    stranger = office.customer("Somebody Else")
    office.quote(stranger, city="Stonebridge")
    (place,) = office.read(Places(customer=stranger))
    with pytest.raises(NotFound, match="no place of service"):
        office.quote(office.customer(), premises=place.id)


def test_places_of_other_customers_are_not_shown(office: Office) -> None:
    office.quote(office.customer("Somebody Else"), city="Stonebridge")
    assert office.read(Places(customer=office.customer())) == ()
