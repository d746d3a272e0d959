"""What speaks against a promise before it is made, on each kind of database."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from casedesk.contract.cases import MakePromise
from casedesk.contract.desk import SetAbsence
from casedesk.contract.promise_check import PromiseCheck, PromiseChecked
from casedesk.contract.values import About, Login
from casedesk.errors import NotFound
from tests.factories import Office

FRIDAY = datetime(2026, 11, 27, 15, tzinfo=UTC)


def checked(office: Office, due_at: datetime, keeper: str | None = None) -> PromiseChecked:
    found: PromiseChecked = office.read(PromiseCheck(due_at=due_at, keeper=Login(keeper) if keeper else None))
    return found


def test_nothing_speaks_against_a_time_at_work(office: Office) -> None:
    found = checked(office, FRIDAY)
    assert (found.keeper, found.keeper_name) == ("uma", "Uma Support")
    assert (found.is_working_time, found.away_until, found.clashes) == (True, None, ())


@pytest.mark.parametrize(
    ("due_at", "opens_at"),
    [
        (datetime(2026, 11, 29, 15, tzinfo=UTC), datetime(2026, 11, 30, 8, tzinfo=UTC)),
        (datetime(2026, 11, 27, 18, tzinfo=UTC), datetime(2026, 11, 30, 8, tzinfo=UTC)),
        (datetime(2026, 11, 27, 7, tzinfo=UTC), datetime(2026, 11, 27, 8, tzinfo=UTC)),
        (datetime(2026, 11, 27, 8, tzinfo=UTC), None),
    ],
)
def test_closed_hours_name_the_next_open_ones(office: Office, due_at: datetime, opens_at: datetime | None) -> None:
    assert checked(office, due_at).opens_at == opens_at


@pytest.mark.parametrize(
    ("day", "until"), [(24, None), (25, date(2026, 11, 27)), (27, date(2026, 11, 27)), (30, None)]
)
def test_an_absence_names_its_end_and_the_deputy(office: Office, day: int, until: date | None) -> None:
    absence = SetAbsence(
        staff=Login("ulf"), from_on=date(2026, 11, 25), until_on=date(2026, 11, 27), deputy=Login("sam")
    )
    office.run(absence, "mia")
    found = checked(office, datetime(2026, 11, day, 15, tzinfo=UTC), "ulf")
    assert (found.away_until, found.deputy) == (until, "Sam Sales" if until else None)


@pytest.mark.parametrize(("minutes", "clashes"), [(-15, 0), (-14, 1), (0, 1), (14, 1), (15, 0)])
def test_another_promise_within_a_quarter_of_an_hour_clashes(office: Office, minutes: int, clashes: int) -> None:
    customer = office.customer()
    office.run(MakePromise(about=About(str(customer)), text="Call back", due_at=FRIDAY, keeper=Login("sam")))
    found = checked(office, FRIDAY + timedelta(minutes=minutes), "sam").clashes
    assert [(one.text, one.customer_name) for one in found] == [("Call back", "Marta Lindqvist")] * clashes
    assert checked(office, FRIDAY, "uma").clashes == ()


def test_an_unknown_login_is_not_found(office: Office) -> None:
    with pytest.raises(NotFound):
        checked(office, FRIDAY, "nobody")
