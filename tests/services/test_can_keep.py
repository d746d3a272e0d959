"""Can we keep it: earliest days of each milestone, days to promise, and what contracts say."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import insert, select, update

from casedesk.contract.ids import new_id
from casedesk.contract.orders import CanKeep, OrderQuery, PlaceOrder
from casedesk.errors import NotFound, RefusedByRule
from casedesk.models import Contract, Order, Premises
from tests.factories import Office

EARLIEST, ADVISED = date(2026, 12, 1), date(2026, 12, 3)


def choices(office: Office, **asked: Any) -> list[tuple[date, str]]:
    answer = office.read(CanKeep(kind="standard", **asked))
    return [(one.promised_on, one.verdict) for one in answer.choices]


def test_each_milestone_up_to_the_promise_says_its_earliest_day_and_why(office: Office) -> None:
    answer = office.read(CanKeep(kind="standard"))
    assert [(one.name, one.team, one.earliest_on, one.why, one.is_promise) for one in answer.steps] == [
        ("Checked", "Office", date(2026, 11, 25), "takes 1 working day", False),
        ("Ready", "Office", date(2026, 11, 30), "takes 3 working days, after “Checked”", False),
        ("Delivered", "Office", EARLIEST, "takes 1 working day, after “Ready”", True),
    ]
    assert answer.warnings == ()


def test_the_advised_day_stands_first(office: Office) -> None:
    assert choices(office) == [(ADVISED, "advised"), (EARLIEST, "no_slack")]
    words = [one.why for one in office.read(CanKeep(kind="standard")).choices]
    assert words == ["2 working days of slack, advised", "any delay breaks the promise"]


@pytest.mark.parametrize(
    ("wished", "expected", "why"),
    [
        (date(2026, 11, 27), "not_possible", "“Ready” allows Tue 1 Dec or later"),
        (date(2026, 12, 5), "not_possible", "Office does not work on that day"),
        (date(2026, 12, 2), "no_slack", "only 1 working day of slack"),
        (date(2026, 12, 7), "advised", "4 working days of slack, advised"),
        (date(2020, 1, 1), "not_possible", "“Ready” allows Tue 1 Dec or later"),
    ],
)
def test_the_wished_day_is_judged(office: Office, wished: date, expected: str, why: str) -> None:
    answer = office.read(CanKeep(kind="standard", requested_on=wished))
    (judged,) = [one for one in answer.choices if one.promised_on == wished]
    assert (judged.verdict, judged.why) == (expected, why)
    assert len(answer.choices) == 3
    assert answer.choices[0].verdict == "advised"


def test_an_offered_day_can_be_promised_and_an_impossible_one_is_refused(office: Office) -> None:
    offered = choices(office, requested_on=date(2026, 11, 27))
    office.run(PlaceOrder(order=office.quote(), promised_on=offered[1][0]))
    with pytest.raises(RefusedByRule, match="cannot be kept"):
        office.run(PlaceOrder(order=office.quote(), promised_on=offered[2][0]))


def test_an_unknown_kind_is_refused(office: Office) -> None:
    with pytest.raises(RefusedByRule, match="There is no kind of order “moon”"):
        office.read(CanKeep(kind="moon"))


# Premises and contracts


@pytest.fixture
def served(office: Office) -> tuple[Office, UUID, UUID, str]:
    """A customer with a place of service, and a contract for internet there until the end of March."""
    customer = office.customer()
    number = office.placed(customer, street="14 Tanner's Yard", city="Stonebridge")
    order_id = office.read(OrderQuery(number=number)).id
    with office.database.writing() as session:
        place = session.scalar(select(Order.premises_id).where(Order.id == order_id))
        contract(session, customer, order_id, place, ends_on=date(2027, 3, 31), notice_on=date(2027, 2, 28))
    assert place is not None
    return office, customer, place, number


def contract(session: Any, customer: UUID, order_id: UUID, place: UUID | None, **given: Any) -> None:
    values = {"service": "internet", "starts_on": date(2025, 4, 1), "term_months": 24, **given}
    session.execute(
        insert(Contract).values(id=new_id(), case_id=customer, order_id=order_id, premises_id=place, **values)
    )


def warnings(office: Office, **asked: Any) -> tuple[str, ...]:
    found: tuple[str, ...] = office.read(CanKeep(kind="standard", **asked)).warnings
    return found


def test_one_service_per_place(served: tuple[Office, UUID, UUID, str]) -> None:
    office, customer, place, number = served
    (warning,) = warnings(office, premises=place, service="internet")
    assert warning.startswith("14 Tanner's Yard, Stonebridge has a contract for this service already")
    assert number in warning
    assert warnings(office, customer=customer, premises=place, service="phone") == ()


def test_terms_of_running_contracts_are_said(served: tuple[Office, UUID, UUID, str]) -> None:
    office, customer, _, number = served
    until = f"The contract of order {number} runs until Wed 31 Mar"
    assert warnings(office, customer=customer) == (f"{until} 2027; notice by Sun 28 Feb 2027.",)
    office.later(days=100)
    assert warnings(office, customer=customer, service="internet") == (f"{until}.",)
    office.later(days=100)
    assert warnings(office, customer=customer) == ()


def test_a_contract_without_end_is_said(served: tuple[Office, UUID, UUID, str]) -> None:
    office, customer, _, number = served
    with office.database.writing() as session:
        session.execute(update(Contract).values(ends_on=None, notice_on=None))
    assert warnings(office, customer=customer) == (f"The contract of order {number} has no end.",)


def test_days_count_where_the_service_is(served: tuple[Office, UUID, UUID, str]) -> None:
    office, _, place, _ = served
    with office.database.writing() as session:
        session.execute(update(Premises).values(zone="Pacific/Auckland"))
    office.clock.move_to(datetime(2026, 11, 24, 20, tzinfo=UTC))  # there it is Wednesday already
    assert office.read(CanKeep(kind="standard", premises=place)).steps[0].earliest_on == date(2026, 11, 26)
    assert office.read(CanKeep(kind="standard")).steps[0].earliest_on == date(2026, 11, 25)


def test_a_place_of_somebody_else_is_not_found(served: tuple[Office, UUID, UUID, str]) -> None:
    office, _, place, _ = served
    other = office.customer("Owen Hale")
    for asked in ({"premises": place, "customer": other}, {"premises": other}):
        with pytest.raises(NotFound, match="no such place of service"):
            office.read(CanKeep(kind="standard", **asked))
