"""My Desk as it is and as it was: promises, handovers, the queue of a team, also one without staff."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import update

from casedesk.contract.cases import (
    ApproveDecision,
    KeepPromise,
    LogInteraction,
    MakePromise,
    OpenRequest,
    RecordDecision,
    RefuseDecision,
)
from casedesk.contract.desk import (
    AcceptHandover,
    Assign,
    Desk,
    DeskDetail,
    OfferHandover,
    SetAbsence,
    SetNextStep,
    Take,
)
from casedesk.contract.orders import BlockMilestone, FinishMilestone, OrderQuery, SkipMilestone
from casedesk.contract.values import About, Login
from casedesk.errors import NotPermitted, RefusedByRule
from casedesk.models import Milestone
from casedesk.rules.vocabulary import Channel, Direction
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


# What is counted, in which order, and what is told with it


def _promise(office: Office, number: str, minutes: int, text: str = "Call", keeper: str = "ulf") -> None:
    due_at = office.clock.now() + timedelta(minutes=minutes)
    office.run(MakePromise(about=About(number), text=text, due_at=due_at, keeper=Login(keeper)), "sam")


def test_counts_are_of_everything_while_lists_are_cut(office: Office) -> None:
    number = office.placed(owner="ulf")
    for place in range(53):
        _promise(office, number, 60 + place)
    _promise(office, number, 60 * 30)
    for place in range(3):
        wish = OpenRequest(about=About(number), event="fault", wants=f"{place}", queue="office")
        office.run(wish)
    office.later(minutes=61)
    desk = _desk(office)
    assert (len(desk.promises), desk.counts["promises"], desk.counts["promises_today"]) == (50, 54, 53)
    assert (desk.counts["promises_broken"], desk.counts["promises_soon"]) == (1, 18)
    assert (desk.counts["team_queue"], desk.counts["nobody_took"]) == (3, 3)
    few: DeskDetail = office.read(Desk(staff=Login("ulf"), limit=1))
    assert (len(few.promises), len(few.team_queue), few.counts) == (1, 1, desk.counts)


def test_an_order_in_jeopardy_says_where_it_is_stuck(office: Office) -> None:
    number = office.placed(owner="ulf")
    office.run(BlockMilestone(order=number, milestone="ready", reason="Landlord"), "mia")
    stuck = _desk(office).stuck[0]
    assert (stuck.number, stuck.state, stuck.why) == (number, "blocked", "Landlord")


def test_work_in_a_queue_says_how_it_came(office: Office) -> None:
    customer = office.customer()
    office.run(
        LogInteraction(
            about=About(str(customer)), channel=Channel.EMAIL, direction=Direction.IN, summary="dead"
        )
    )
    office.later(minutes=5)
    office.run(OpenRequest(about=About(str(customer)), event="fault", wants="dead line", queue="office"))
    office.run(
        OpenRequest(about=About(str(office.customer("B"))), event="fault", wants="no tone", queue="office"),
        "sam",
    )
    rows = {row.title: row for row in _desk(office).team_queue}
    assert (rows["dead line"].came_by, rows["dead line"].put_by) == ("email", "Uma Support")
    assert (rows["no tone"].came_by, rows["no tone"].put_by) == (None, "Sam Sales")
    assert rows["no tone"].event_name == "It does not work"


def test_a_desk_is_sorted_by_customer_so_that_one_call_settles_all(office: Office) -> None:
    for name, minutes in (("Zoe", 10), ("Abe", 60), ("Zoe", 90)):
        _promise(office, office.placed(office.customer(name)), minutes, name)
    by_customer: DeskDetail = office.read(Desk(staff=Login("ulf"), sort="customer"))
    assert [one.customer_name for one in by_customer.promises] == ["Abe", "Zoe", "Zoe"]
    assert [one.customer_name for one in _desk(office).promises] == ["Zoe", "Abe", "Zoe"]
    assert by_customer.next_thing == _desk(office).next_thing


def test_decisions_wait_for_managers_and_their_deputies_but_not_for_who_asked(office: Office) -> None:
    number = office.placed(wants="I paid for a dead line")
    _promise(office, number, 40, "Tell whether the credit is given")
    asked = RecordDecision(
        about=About(number),
        question="Credit above 25?",
        outcome="Credit 60",
        needs_approval=True,
        note="Calm.",
    )
    decision = office.run(asked).id
    assert _desk(office, staff="uma").decisions == ()
    row = _desk(office, staff="mia").decisions[0]
    assert (row.id, row.outcome, row.note, row.asked_by) == (decision, "Credit 60", "Calm.", "uma")
    assert (row.wants, row.promised, row.orders) == (
        "I paid for a dead line", "Tell whether the credit is given", 1,
    )  # fmt: skip
    absence = SetAbsence(
        staff=Login("mia"), from_on=date(2026, 11, 24), until_on=date(2026, 11, 25), deputy=Login("uma")
    )
    assert [one.id for one in _desk(office, staff="ada").decisions] == [decision]
    with pytest.raises(NotPermitted):
        office.run(ApproveDecision(decision=decision), "ulf")
    office.run(absence, "mia")
    assert _desk(office, staff="uma").may_decide
    assert _desk(office, staff="uma").decisions == (), "not one's own request"
    with pytest.raises(RefusedByRule, match="Somebody else"):
        office.run(ApproveDecision(decision=decision), "uma")
    office.run(RefuseDecision(decision=decision, reason="too much"), "mia")
    assert _desk(office, staff="mia").counts["decisions"] == 0


def test_the_deputy_of_a_manager_decides(office: Office) -> None:
    asked = RecordDecision(
        about=About(office.placed()), question="Credit?", outcome="Credit 60", needs_approval=True
    )
    decision = office.run(asked, "sam").id
    absence = SetAbsence(
        staff=Login("mia"), from_on=date(2026, 11, 24), until_on=date(2026, 11, 25), deputy=Login("uma")
    )
    office.run(absence, "mia")
    assert [one.id for one in _desk(office, staff="uma").decisions] == [decision]
    assert office.run(ApproveDecision(decision=decision), "uma").state == "in_force"


def test_the_next_thing_is_who_was_let_down_then_who_waits_for_a_decision_and_so_on(office: Office) -> None:
    def kind() -> str:
        return _desk(office, staff="mia").next_thing.kind

    assert kind() == "none"
    waiting = office.run(
        OpenRequest(about=About(str(office.customer())), event="fault", wants="no tone", queue="office")
    )
    assert kind() == "queue"
    number = office.placed(owner="sam")
    office.run(OfferHandover(about=About(number), to="mia", note="please"), "sam")
    assert kind() == "handover"
    blocked = office.placed(owner="mia")
    office.run(BlockMilestone(order=blocked, milestone="ready", reason="Landlord"), "mia")
    assert kind() == "order"
    due_at = office.clock.now() + timedelta(minutes=1)
    office.run(Take(about=About(str(waiting.id))), "mia")
    office.run(SetNextStep(about=About(str(waiting.id)), step="Ring", due_at=due_at), "mia")
    office.later(minutes=2)
    assert (kind(), _desk(office, staff="mia").counts["steps"]) == ("step", 1)
    _promise(office, number, 100, keeper="mia")
    assert kind() == "promise"
    asked = RecordDecision(about=About(number), question="?", outcome="Credit", needs_approval=True)
    office.run(asked)
    assert kind() == "decision"
    _promise(office, number, 20, "Soon", keeper="mia")
    assert kind() == "promise"
