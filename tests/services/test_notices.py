"""The bell: who is told what happened, until when, and what was read, on both databases."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from casedesk.contract.cases import (
    ApproveDecision,
    KeepPromise,
    MakePromise,
    OpenRequest,
    RecordDecision,
    RefuseDecision,
)
from casedesk.contract.desk import AcceptHandover, Assign, DeclineHandover, OfferHandover, Take
from casedesk.contract.handovers import AnswerHandover, AskBack
from casedesk.contract.notices import NoticeRow, Notices, ReadNotices
from casedesk.contract.values import About, Login, OrderNumber
from tests.factories import Office


def _told(office: Office, login: str) -> list[tuple[str, str]]:
    return [(one.kind, one.text) for one in office.read(Notices(), login)]


def _offer(office: Office, number: OrderNumber, to: str = "ulf") -> UUID:
    made: UUID = office.run(OfferHandover(about=About(number), to=to, note="please")).id
    return made


def test_an_offer_its_question_and_its_answer_are_told_to_the_other(office: Office) -> None:
    number = office.placed()
    offer = _offer(office, number)
    assert _told(office, "ulf") == [
        ("offered", f"Uma Support offers you {number}, Marta Lindqvist: “please”")
    ]
    office.run(AskBack(handover=offer, question="Why?"), "ulf")
    assert _told(office, "uma") == [
        ("asked_back", f"Ulf Support asks about {number}, Marta Lindqvist: “Why?”")
    ]
    office.run(AnswerHandover(handover=offer, answer="I leave"))
    assert _told(office, "uma") == []
    assert _told(office, "ulf") == [("answered", "Uma Support answered: I leave")]


def test_what_became_of_an_offer_is_told_to_the_giver_for_a_week(office: Office) -> None:
    accepted, declined, lapsed = office.placed(), office.placed(), office.placed()
    office.run(AcceptHandover(handover=_offer(office, accepted)), "ulf")
    office.run(DeclineHandover(handover=_offer(office, declined), reason="full"), "ulf")
    _offer(office, lapsed)
    office.later(days=2)
    assert dict(_told(office, "uma")) == {
        "accepted": f"Ulf Support took {accepted}, Marta Lindqvist over.",
        "declined": f"Ulf Support declined {declined}, Marta Lindqvist: “full”",
        "lapsed": f"Ulf Support did not answer in time: {lapsed}, Marta Lindqvist is still yours.",
    }
    assert _told(office, "ulf") == []
    office.later(days=8)
    assert _told(office, "uma") == []


def test_assigned_and_taken_work_is_told(office: Office) -> None:
    number = office.placed()
    wish = OpenRequest(about=About(number), event="fault", wants="no tone", queue="office")
    request = office.run(wish).id
    office.later(minutes=1)
    office.run(Assign(about=About(number), to="ulf"), "mia")
    office.run(Take(about=About(str(request))), "ulf")
    assert _told(office, "ulf") == [("assigned", f"Mia Manager gave you {number}, Marta Lindqvist.")]
    assert _told(office, "uma") == [("taken", "Ulf Support took no tone, Marta Lindqvist.")]


def test_promises_made_for_one_and_broken_ones_are_told(office: Office) -> None:
    number = office.placed()
    due_at = office.clock.now() + timedelta(hours=2)
    promise = office.run(MakePromise(about=About(number), text="Call", due_at=due_at, keeper=Login("ulf"))).id
    assert _told(office, "ulf") == [("promised", "Uma Support promised for you: Call, Marta Lindqvist")]
    office.later(hours=3)
    assert _told(office, "ulf") == [("broken", "Promise broken: Call, Marta Lindqvist")]
    office.run(KeepPromise(promise=promise), "ulf")
    assert _told(office, "ulf") == []


def test_decisions_are_told_to_who_decides_and_then_to_who_asked(office: Office) -> None:
    number = office.placed()
    for outcome in ("Credit 60", "Credit 90"):
        asked = RecordDecision(about=About(number), question="May we?", outcome=outcome, needs_approval=True)
        office.run(asked)
    waiting = [one for one in office.read(Notices(), "mia") if one.kind == "decision_asked"]
    assert len(waiting) == 2
    by_text = {one.text: UUID(one.key.partition(":")[2]) for one in waiting}
    asks = "Uma Support asks for your decision: $outcome, Marta Lindqvist"
    yes, no = (by_text[asks.replace("$outcome", outcome)] for outcome in ("Credit 60", "Credit 90"))
    office.run(ApproveDecision(decision=yes), "mia")
    office.run(RefuseDecision(decision=no, reason="too much"), "mia")
    assert _told(office, "mia") == []
    assert set(_told(office, "uma")) == {
        ("decision_approved", "Mia Manager said yes: Credit 60"),
        ("decision_refused", "Mia Manager said no: Credit 90. “too much”"),
    }


def test_what_one_has_read_stays_read_for_oneself_alone(office: Office) -> None:
    number = office.placed()
    office.run(OfferHandover(about=About(number), to="team:office", note="please"))
    first: NoticeRow = office.read(Notices(), "ulf")[0]
    assert not first.is_read
    assert office.run(ReadNotices(keys=(first.key, first.key)), "ulf").marked == 1
    assert office.run(ReadNotices(keys=(first.key,)), "ulf").marked == 0
    assert office.read(Notices(), "ulf")[0].is_read
    assert not office.read(Notices(), "sam")[0].is_read
    assert office.run(ReadNotices(), "sam").marked == 1
    assert office.run(ReadNotices(), "sam").marked == 0
