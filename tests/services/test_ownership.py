"""Taking, assigning, handing over and standing in, by commands, on both databases."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from casedesk.contract.cases import CaseQuery, OpenRequest
from casedesk.contract.desk import (
    AcceptHandover,
    Assign,
    DeclineHandover,
    Desk,
    OfferHandover,
    Ownerless,
    SetAbsence,
    SetNextStep,
    StaffQuery,
    Take,
    WithdrawHandover,
)
from casedesk.contract.orders import HoldOrder, OrderQuery
from casedesk.contract.values import About, Login
from casedesk.errors import Conflict, NotFound, NotPermitted, RefusedByRule
from tests.factories import Office


def _queued(office: Office, customer: UUID | None = None) -> About:
    made = office.run(
        OpenRequest(
            about=About(str(customer or office.customer())),
            event="fault",
            wants="no dial tone",
            queue="office",
        )
    )
    return About(str(made.id))


def test_work_in_a_queue_is_taken_once_and_the_loser_is_told_who_won(office: Office) -> None:
    about = _queued(office)
    assert office.run(Take(about=about)).owner == "uma"
    with pytest.raises(Conflict, match="Uma Support has taken"):
        office.run(Take(about=about), "ulf")


def test_a_case_itself_cannot_be_taken(office: Office) -> None:
    with pytest.raises(RefusedByRule, match="has no owner"):
        office.run(Take(about=About(str(office.customer()))))


def test_only_a_manager_assigns(office: Office) -> None:
    number = office.placed()
    with pytest.raises(NotPermitted, match="manager"):
        office.run(Assign(about=About(number), to="ulf"))
    assert office.run(Assign(about=About(number), to="ulf", note="please"), "mia").owner == "ulf"
    assert office.run(Assign(about=About(number), to="team:office"), "mia").queue == "office"
    assert office.read(OrderQuery(number=number)).owner.login is None


def test_an_unknown_team_lists_the_teams(office: Office) -> None:
    with pytest.raises(NotFound, match="Teams: office"):
        office.run(Assign(about=About(office.placed()), to="team:nowhere"), "mia")


def test_the_giver_stays_owner_until_the_yes(office: Office) -> None:
    number = office.placed()
    offer = office.run(OfferHandover(about=About(number), to="ulf", note="two orders, one plan"))
    assert office.read(OrderQuery(number=number)).owner.login == "uma"
    assert [one.note for one in office.read(Desk(staff=Login("ulf"))).handovers] == ["two orders, one plan"]
    office.run(AcceptHandover(handover=offer.id), "ulf")
    order = office.read(OrderQuery(number=number))
    newest = order.owners[0]
    assert (order.owner.login, newest.how, newest.by) == ("ulf", "accepted", "Uma Support")
    assert newest.note == "two orders, one plan"


def test_a_handover_is_declined_with_a_reason(office: Office) -> None:
    number = office.placed()
    offer = office.run(OfferHandover(about=About(number), to="ulf", note="please"))
    with pytest.raises(RefusedByRule, match="Say why"):
        office.run(DeclineHandover(handover=offer.id, reason=" "), "ulf")
    office.run(DeclineHandover(handover=offer.id, reason="I leave at noon"), "ulf")
    assert office.read(OrderQuery(number=number)).owner.login == "uma"
    with pytest.raises(Conflict, match="declined already"):
        office.run(AcceptHandover(handover=offer.id), "ulf")


def test_a_handover_lapses_back_to_the_giver(office: Office) -> None:
    number = office.placed()
    offer = office.run(OfferHandover(about=About(number), to="ulf", note="please"))
    with pytest.raises(Conflict, match="offered to Ulf"):
        office.run(OfferHandover(about=About(number), to="sam", note="or you"))
    office.later(days=3)
    with pytest.raises(Conflict, match="went back"):
        office.run(AcceptHandover(handover=offer.id), "ulf")
    again = office.run(OfferHandover(about=About(number), to="sam", note="or you"))
    office.run(WithdrawHandover(handover=again.id))
    assert office.read(OrderQuery(number=number)).owner.login == "uma"


def test_somebody_else_cannot_accept(office: Office) -> None:
    office.run(
        SetAbsence(
            staff=Login("ulf"), from_on=date(2026, 11, 24), until_on=date(2026, 11, 27), deputy=Login("sam")
        ),
        "ulf",
    )
    offer = office.run(OfferHandover(about=About(office.placed()), to="ulf", note="please"))
    office.run(AcceptHandover(handover=offer.id), "sam")


def test_a_deputy_may_do_what_the_owner_may(office: Office) -> None:
    number = office.placed(owner="bea")
    hold = HoldOrder(order=number, reason="the customer is abroad")
    with pytest.raises(NotPermitted):
        office.run(hold, "fin")
    office.run(
        SetAbsence(
            staff=Login("bea"), from_on=date(2026, 11, 24), until_on=date(2026, 11, 30), deputy=Login("fin")
        ),
        "bea",
    )
    office.run(hold, "fin")
    rows = {one.login: one for one in office.read(StaffQuery())}
    assert (rows["bea"].away_until, rows["bea"].deputy) == (date(2026, 11, 30), "Fin Field")
    assert office.read(OrderQuery(number=number)).owner.deputy == "Fin Field"


def test_anothers_absence_needs_a_manager(office: Office) -> None:
    absence = SetAbsence(
        staff=Login("bea"), from_on=date(2026, 12, 1), until_on=date(2026, 12, 2), deputy=Login("uma")
    )
    with pytest.raises(NotPermitted):
        office.run(absence)
    office.run(absence, "mia")


def test_the_next_step_is_ours_with_a_time(office: Office) -> None:
    number = office.placed()
    due = office.clock.now() + timedelta(hours=3)
    office.run(SetNextStep(about=About(number), step="Ring the council", due_at=due))
    order = office.read(OrderQuery(number=number))
    assert (order.next_step, order.next_step_due_at) == ("Ring the council", due)


def test_nothing_open_is_ownerless(office: Office) -> None:
    office.placed()
    _queued(office)
    assert office.read(Ownerless()) == ()


def test_an_owner_history_cannot_be_rewritten(office: Office) -> None:
    office.placed()
    with pytest.raises(IntegrityError, match="append_only"), office.database.writing() as session:
        session.execute(text("UPDATE ownerships SET note = 'never'"))


def test_a_taken_request_is_under_way(office: Office) -> None:
    customer = office.customer()
    about = _queued(office, customer)
    assert office.read(CaseQuery(about=str(customer))).requests[0].state == "new"
    office.run(Take(about=about))
    assert office.read(CaseQuery(about=str(customer))).requests[0].state == "under_way"
