"""My Desk as it is and as it was: promises, handovers, the queue of a team, also one without staff."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import update

from casedesk.contract.cases import KeepPromise, MakePromise
from casedesk.contract.desk import AcceptHandover, Assign, Desk, DeskDetail, OfferHandover, Take
from casedesk.contract.orders import FinishMilestone, OrderQuery, SkipMilestone
from casedesk.contract.values import About, Login
from casedesk.errors import NotPermitted
from casedesk.models import Milestone
from tests.factories import Office


def _desk(office: Office, as_of: datetime | None = None, staff: str = "ulf") -> DeskDetail:
    answer: DeskDetail = office.read(Desk(staff=Login(staff), as_of=as_of))
    return answer


def _seen(desk: DeskDetail) -> tuple[list[str], list[str], list[str]]:
    """Texts of promises, notes of handovers, what waits in the queue."""
    return (
        [one.promise.text for one in desk.promises],
        [one.note for one in desk.handovers],
        [one.about for one in desk.team_queue],
    )


def test_a_desk_is_told_as_it_stood_then(office: Office) -> None:
    number, waiting = office.placed(), office.placed()
    about = About(number)
    office.run(Assign(about=About(waiting), to="team:office"), "mia")
    promise = office.run(
        MakePromise(about=about, text="Call back", due_at=office.clock.now() + timedelta(hours=2)), "ulf"
    )
    offer = office.run(OfferHandover(about=about, to="ulf", note="two orders, one plan"))
    then = office.clock.now()
    before = _seen(_desk(office))
    assert before == (["Call back"], ["two orders, one plan"], [waiting])

    office.later(hours=3)
    assert _desk(office).promises[0].promise.state == "broken"
    office.run(KeepPromise(promise=promise.id), "ulf")
    office.run(AcceptHandover(handover=offer.id), "ulf")
    office.run(Take(about=About(waiting)), "ulf")

    assert _seen(_desk(office)) == ([], [], [])
    assert _seen(_desk(office, then)) == before
    assert _desk(office, then).promises[0].promise.state == "open"
    assert _desk(office, then).read_at == then
    assert _seen(_desk(office, then - timedelta(hours=1))) == ([], [], [])


def test_work_of_a_team_without_staff_names_the_team(office: Office) -> None:
    office.team_without_staff("network", "Network")
    number = office.placed()
    office.run(Assign(about=About(number), to="team:network"), "mia")
    assert office.read(OrderQuery(number=number)).owner.team == "Network"


def test_a_milestone_of_another_team_is_finished_there_and_left_out_by_the_exception_team(
    office: Office,
) -> None:
    team = office.team_without_staff()
    number = office.placed()
    with office.database.writing() as session:
        session.execute(update(Milestone).where(Milestone.key == "checked").values(team_id=team))
    with pytest.raises(NotPermitted):
        office.run(FinishMilestone(order=number, milestone="checked"), "xan")
    office.run(SkipMilestone(order=number, milestone="checked", reason="seen by the shop"), "xan")
    assert office.read(OrderQuery(number=number)).milestones[0].state == "skipped"
