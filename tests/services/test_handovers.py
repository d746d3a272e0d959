"""Handovers from the offer to the answer, absences with deputies, and who is told what, on both databases."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from casedesk.contract.cases import CaseQuery, MakePromise, OpenRequest, Timeline
from casedesk.contract.desk import (
    AcceptHandover,
    Assign,
    DeclineHandover,
    Desk,
    DeskDetail,
    OfferHandover,
    SetAbsence,
    StaffQuery,
    Take,
    WithdrawHandover,
)
from casedesk.contract.handovers import AnswerHandover, AskBack, HandoverRow
from casedesk.contract.orders import BlockMilestone, OrderQuery
from casedesk.contract.values import About, Login, OrderNumber
from casedesk.errors import Conflict, NotFound, NotPermitted, RefusedByRule
from tests.factories import Office


def _offer(office: Office, to: str = "ulf", number: OrderNumber | None = None) -> UUID:
    offer = OfferHandover(about=About(number or office.placed()), to=to, note="two orders", owed="a call")
    made: UUID = office.run(offer).id
    return made


def _desk(office: Office, login: str) -> DeskDetail:
    answer: DeskDetail = office.read(Desk(), login)
    return answer


def _given(office: Office, login: str = "uma") -> list[HandoverRow]:
    return list(_desk(office, login).offered)


def _away(office: Office, who: str, deputy: str, until: date = date(2026, 11, 30)) -> None:
    absence = SetAbsence(staff=Login(who), from_on=date(2026, 11, 24), until_on=until, deputy=Login(deputy))
    office.run(absence, who)


# Asking back


def test_the_giver_answers_what_was_asked_back_and_the_offer_stays(office: Office) -> None:
    number = office.placed()
    offer = _offer(office, number=number)
    office.run(AskBack(handover=offer, question="Is the permit there?"), "ulf")
    given = _given(office)[0]
    assert given.open_question is not None
    assert (given.state, given.open_question.text, given.open_question.by) == (
        "offered", "Is the permit there?", "Ulf Support",
    )  # fmt: skip
    office.run(AnswerHandover(handover=offer, answer="Since Thursday."))
    seen = _desk(office, "ulf").handovers[0]
    assert seen.open_question is None
    assert [(one.kind, one.text) for one in seen.remarks] == [
        ("question", "Is the permit there?"), ("answer", "Since Thursday."),
    ]  # fmt: skip
    told = [(row.headline, row.text) for row in office.read(Timeline(about=About(number))).rows[:2]]
    assert told == [
        ("Answered about the handover", "Since Thursday."),
        ("Asked back about the handover", "Is the permit there?"),
    ]
    office.run(AcceptHandover(handover=offer), "ulf")
    assert office.read(OrderQuery(number=number)).owner.login == "ulf"


@pytest.mark.parametrize(
    ("command", "who", "refusal"),
    [
        (lambda offer: AskBack(handover=offer, question="Why?"), "sam", RefusedByRule),
        (lambda offer: AskBack(handover=offer, question="  "), "ulf", RefusedByRule),
        (lambda offer: AnswerHandover(handover=offer, answer="Because."), "uma", RefusedByRule),
        (lambda offer: AnswerHandover(handover=offer, answer="Because."), "ulf", NotPermitted),
        (lambda offer: WithdrawHandover(handover=offer), "ulf", NotPermitted),
        (lambda offer: AcceptHandover(handover=offer), "uma", RefusedByRule),
    ],
)
def test_only_the_one_who_was_asked_asks_and_only_the_giver_answers(
    office: Office, command: Any, who: str, refusal: type[Exception]
) -> None:
    offer = _offer(office)
    with pytest.raises(refusal):
        office.run(command(offer), who)


def test_what_was_asked_is_never_changed(office: Office) -> None:
    office.run(AskBack(handover=_offer(office), question="Is the permit there?"), "ulf")
    with pytest.raises(IntegrityError, match="append_only"), office.database.writing() as session:
        session.execute(text("UPDATE handover_remarks SET text = 'never'"))


# What becomes of an offer


def test_an_offer_lapses_by_the_clock_alone_and_the_giver_sees_it(office: Office) -> None:
    number = office.placed()
    offer = _offer(office, number=number)
    assert office.read(OrderQuery(number=number)).handover.id == offer
    office.later(days=2)
    assert _desk(office, "ulf").handovers == ()
    assert [one.state for one in _given(office)] == ["lapsed"]
    assert office.read(OrderQuery(number=number)).handover is None
    for command, who in (
        (AcceptHandover(handover=offer), "ulf"),
        (AskBack(handover=offer, question="Still?"), "ulf"),
        (DeclineHandover(handover=offer, reason="no"), "ulf"),
        (WithdrawHandover(handover=offer), "uma"),
    ):
        with pytest.raises(Conflict, match="went back"):
            office.run(command, who)
    office.later(days=4)
    assert _given(office) == []


def test_the_giver_reads_why_it_was_declined(office: Office) -> None:
    offer = _offer(office)
    office.run(DeclineHandover(handover=offer, reason="I leave at noon"), "ulf")
    given = _given(office)[0]
    assert (given.state, given.reason, given.receiver_name) == ("declined", "I leave at noon", "Ulf Support")


def test_a_team_is_asked_and_one_of_it_accepts(office: Office) -> None:
    number = office.placed()
    offer = _offer(office, "team:office", number)
    seen = _desk(office, "fin").handovers[0]
    assert (seen.receiver, seen.receiver_name, seen.owed) == (None, "Office", "a call")
    assert _desk(office, "uma").handovers == (), "who offered it is not asked"
    office.run(AcceptHandover(handover=offer), "fin")
    with pytest.raises(Conflict, match="Fin Field has accepted"):
        office.run(AcceptHandover(handover=offer), "bea")
    assert office.read(OrderQuery(number=number)).owner.login == "fin"


def test_the_case_tells_what_is_offered_of_it(office: Office) -> None:
    customer = office.customer()
    request = office.run(OpenRequest(about=About(str(customer)), event="fault", wants="no dial tone"))
    office.run(OfferHandover(about=About(str(request.id)), to="ulf", note="please"))
    found = office.read(CaseQuery(about=str(customer))).handovers
    assert [(one.about, one.title, one.receiver) for one in found] == [
        (str(request.id), "no dial tone", "ulf")
    ]


def test_assigning_ends_the_offer_and_it_cannot_be_accepted(office: Office) -> None:
    number = office.placed()
    offer = _offer(office, number=number)
    office.run(Assign(about=About(number), to="sam"), "mia")
    with pytest.raises(Conflict, match="gone to Sam Sales"):
        office.run(AcceptHandover(handover=offer), "ulf")
    assert office.read(OrderQuery(number=number)).owner.login == "sam"


def test_who_assigns_says_who_had_it_and_is_told_who_has_it_now(office: Office) -> None:
    number = office.placed()
    office.run(Assign(about=About(number), to="sam", instead_of="uma"), "mia")
    with pytest.raises(Conflict, match="gone to Sam Sales") as lost:
        office.run(Assign(about=About(number), to="ulf", instead_of="uma"), "mia")
    assert lost.value.details["owner"] == "sam"
    office.run(Assign(about=About(number), to="team:office", instead_of="sam"), "mia")
    office.run(Assign(about=About(number), to="ulf", instead_of="team:office"), "mia")
    assert office.read(OrderQuery(number=number)).owner.login == "ulf"


def test_an_unknown_handover_is_named(office: Office) -> None:
    with pytest.raises(NotFound, match="no handover"):
        office.run(AskBack(handover=UUID(int=7), question="Who?"), "ulf")


# Absence


def test_the_desk_of_a_deputy_holds_both_and_ends_by_itself(office: Office) -> None:
    number = office.placed(owner="bea")
    office.run(BlockMilestone(order=number, milestone="ready", reason="Landlord"), "mia")
    due_at = office.clock.now() + timedelta(hours=2)
    office.run(MakePromise(about=About(number), text="Call back", due_at=due_at, keeper=Login("bea")))
    offer = _offer(office, "bea")
    _away(office, "bea", "fin")
    desk = _desk(office, "fin")
    assert [one.promise.text for one in desk.promises] == ["Call back"]
    assert [one.number for one in desk.in_jeopardy] == [number]
    assert [one.id for one in desk.handovers] == [offer]
    assert [one.login for one in desk.stands_in_for] == ["bea"]
    office.later(days=7)
    assert _desk(office, "fin").promises == ()
    assert _desk(office, "fin").stands_in_for == ()
    assert [one.promise.text for one in _desk(office, "bea").promises] == ["Call back"]


def test_the_deputys_deputy_sees_and_may_do_it_too(office: Office) -> None:
    number = office.placed(owner="bea")
    _away(office, "bea", "fin")
    _away(office, "fin", "ulf")
    assert {one.login for one in _desk(office, "ulf").stands_in_for} == {"bea", "fin"}
    office.run(OfferHandover(about=About(number), to="sam", note="please"), "ulf")


def test_what_comes_in_during_an_absence_goes_to_the_deputy(office: Office) -> None:
    _away(office, "bea", "fin")
    number = office.placed()
    assert office.run(Assign(about=About(number), to="bea"), "mia").owner == "fin"
    offer = OfferHandover(about=About(number), to="bea", note="please")
    office.run(Assign(about=About(number), to="uma"), "mia")
    office.run(offer)
    assert _desk(office, "fin").handovers[0].receiver == "fin"
    assert office.read(OrderQuery(number=office.quote(owner="bea"))).owner.login == "fin"


def test_a_promise_stays_with_who_is_back_in_time(office: Office) -> None:
    _away(office, "bea", "fin", until=date(2026, 11, 25))
    number = office.placed()
    for days in (1, 3):
        due_at = office.clock.now() + timedelta(days=days)
        promise = MakePromise(about=About(number), text=f"In {days}", due_at=due_at, keeper=Login("bea"))
        office.run(promise)
    promises = office.read(CaseQuery(about=number)).promises
    assert {one.text: one.keeper for one in promises} == {"In 1": "fin", "In 3": "bea"}


def test_two_who_stand_in_for_each_other_keep_their_work(office: Office) -> None:
    _away(office, "bea", "fin")
    _away(office, "fin", "bea")
    number = office.placed()
    assert office.run(Assign(about=About(number), to="bea"), "mia").owner == "fin"


def test_colleagues_show_requests_among_their_work(office: Office) -> None:
    before = {one.login: one.open for one in office.read(StaffQuery())}
    wish = OpenRequest(about=About(str(office.customer())), event="fault", wants="no tone", queue="office")
    office.run(Take(about=About(str(office.run(wish).id))))
    after = {one.login: one.open for one in office.read(StaffQuery())}
    assert after["uma"] == before["uma"] + 1
