"""What must be none: its counts, and the lists of orders and requests that they open, on both databases."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import update

from casedesk.contract.cases import CloseRequest, OpenRequest, SettleRequest
from casedesk.contract.desk import SetNextStep
from casedesk.contract.health import Health, HealthRow, RequestList, Requests
from casedesk.contract.orders import OrderQuery, Orders
from casedesk.contract.values import About
from casedesk.errors import NotFound, RefusedByRule, WrongUsage
from casedesk.models import Staff
from casedesk.rules.states import StaffState
from tests.factories import Office


def _health(office: Office, team: str | None = None) -> dict[str, HealthRow]:
    return {one.name: one for one in office.read(Health(team=team), "mia")}


def _counts(office: Office, team: str | None = None) -> dict[str, tuple[int, int]]:
    return {name: (one.orders, one.requests) for name, one in _health(office, team).items()}


def _request(office: Office, wants: str = "no dial tone") -> UUID:
    wish = OpenRequest(about=About(str(office.customer())), event="fault", wants=wants)
    made: UUID = office.run(wish).id
    return made


def test_a_sound_company_has_nothing_to_count(office: Office) -> None:
    office.placed()
    _request(office)
    assert set(_counts(office).values()) == {(0, 0)}


def test_each_count_opens_the_lists_it_counted(office: Office) -> None:
    number, request = office.placed(), _request(office)
    due = office.clock.now() + timedelta(hours=1)
    for about in (About(number), About(str(request))):
        office.run(
            SetNextStep(about=about, step="Ring the council", due_at=due, calls_back="abroad till then")
        )
    office.later(days=1)
    found = _health(office)
    assert _counts(office) == {
        "without_owner": (0, 0),
        "without_next_step": (0, 0),
        "next_step_past": (1, 1),
        "calls_back": (1, 1),
    }
    for name in ("next_step_past", "calls_back"):
        orders = office.read(Orders(filter=found[name].filter))
        requests: RequestList = office.read(Requests(filter=found[name].filter))
        assert [one.number for one in orders.rows] == [number]
        assert [(one.id, one.calls_back) for one in requests.rows] == [(request, "abroad till then")]
        assert found[name].count == orders.total + requests.total


def test_work_of_somebody_who_left_has_no_owner(office: Office) -> None:
    number = office.placed(owner="bea")
    with office.database.writing() as session:
        session.execute(update(Staff).where(Staff.login == "bea").values(state=StaffState.LEFT))
    assert _counts(office)["without_owner"] == (1, 0)
    assert [one.number for one in office.read(Orders(filter={"without_owner": True})).rows] == [number]
    assert number not in [one.number for one in office.read(Orders(filter={"without_owner": False})).rows]


def test_a_next_step_of_ours_ends_that_the_customer_calls_back(office: Office) -> None:
    number = office.placed()
    due = office.clock.now() + timedelta(hours=1)
    office.run(SetNextStep(about=About(number), step="Wait", due_at=due, calls_back="abroad"))
    assert office.read(OrderQuery(number=number)).calls_back == "abroad"
    office.run(SetNextStep(about=About(number), step="Ring them", due_at=due))
    assert office.read(OrderQuery(number=number)).calls_back == ""
    assert _counts(office)["calls_back"] == (0, 0)


def test_settling_a_request_ends_it_too(office: Office) -> None:
    request = _request(office)
    due = office.clock.now() + timedelta(hours=1)
    office.run(SetNextStep(about=About(str(request)), step="Wait", due_at=due, calls_back="abroad"))
    office.run(SettleRequest(request=request, outcome="done"))
    assert _counts(office)["calls_back"] == (0, 0)


def test_a_next_step_lies_ahead(office: Office) -> None:
    with pytest.raises(RefusedByRule, match="lies ahead"):
        office.run(SetNextStep(about=About(office.placed()), step="Ring", due_at=office.clock.now()))


def test_only_the_work_of_a_team_is_counted(office: Office) -> None:
    office.team_without_staff("network", "Network")
    office.placed()
    office.later(days=40)
    assert _counts(office, "office")["next_step_past"] == (1, 0)
    assert _counts(office, "network")["next_step_past"] == (0, 0)
    with pytest.raises(NotFound, match="Teams: network, office"):
        _health(office, "nowhere")


def test_requests_are_listed_window_by_window(office: Office) -> None:
    made = []
    for place in range(5):
        made.append(_request(office, f"wish {place}"))
        office.later(minutes=1)
    office.run(CloseRequest(request=made[0], outcome="done"))
    first: RequestList = office.read(Requests(limit=2))
    second: RequestList = office.read(Requests(limit=2, after=first.next))
    assert [one.id for one in (*first.rows, *second.rows)] == made[:0:-1]
    assert first.total == 5
    assert (first.rows[0].event_name, first.rows[0].owner_name) == ("It does not work", "Uma Support")


@pytest.mark.parametrize(
    ("asked", "places"),
    [
        ({"open": True}, [1, 2]), ({"open": False}, [0]), ({"state": "closed"}, [0]), ({"owner": "uma"}, [0, 1]),
        ({"owner": None}, [2]), ({"queue": "office"}, [2]), ({"queue": None}, [0, 1]), ({"event": "fault"}, [0, 1, 2]),
        ({"order": "4817-2090"}, []), ({"opened_at": {"from": "2026-11-24", "to": "2026-11-24"}}, [0, 1, 2]),
    ],
)  # fmt: skip
def test_requests_are_filtered(office: Office, asked: dict[str, object], places: list[int]) -> None:
    made = [_request(office), _request(office)]
    queued = OpenRequest(
        about=About(str(office.customer())), event="fault", wants="in a queue", queue="office"
    )
    made.append(office.run(queued).id)
    office.run(CloseRequest(request=made[0], outcome="done"))
    found = {one.id for one in office.read(Requests(filter=asked)).rows}
    assert found == {made[place] for place in places}


def test_an_unknown_filter_of_requests_lists_the_known_ones(office: Office) -> None:
    with pytest.raises(WrongUsage, match="next_step_past"):
        office.read(Requests(filter={"colour": "red"}))
