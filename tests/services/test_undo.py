"""Undo: every undoable command is taken back exactly, and what must not be undone is refused in words."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from casedesk.clock import FixedClock
from casedesk.contract.cases import (
    AddNote,
    Amend,
    ApproveDecision,
    Attach,
    CaseQuery,
    CloseRequest,
    DecisionGiven,
    Find,
    KeepPromise,
    LogCall,
    LogInteraction,
    MakePromise,
    MovePromise,
    OpenRequest,
    PromiseGiven,
    RecordDecision,
    RecordMoney,
    RefuseDecision,
    ReleasePromise,
    ReopenRequest,
    ResumeRequest,
    ReverseMoney,
    RevokeDecision,
    SettleRequest,
    Timeline,
    WaitRequest,
)
from casedesk.contract.customers import AddContactPoint, AddPerson, ChangeCustomer, EndContactPoint
from casedesk.contract.desk import (
    AcceptHandover,
    AddProduct,
    Assign,
    DeclineHandover,
    History,
    OfferHandover,
    SetAbsence,
    SetNextStep,
    StaffQuery,
    Take,
    UnknownCallers,
    WithdrawHandover,
)
from casedesk.contract.documents import IssueDocument
from casedesk.contract.orders import (
    BlockMilestone,
    CancelOrder,
    ChangeLines,
    CompleteOrder,
    EstimateMilestone,
    FinishMilestone,
    HoldOrder,
    LineGiven,
    MovePromisedDate,
    OpenOrder,
    OrderQuery,
    PlaceOrder,
    ReleaseOrder,
    SkipMilestone,
    StartMilestone,
    UnblockMilestone,
)
from casedesk.contract.undo import Undo
from casedesk.contract.values import About, Login, OrderNumber
from casedesk.errors import Conflict, NotFound, NotPermitted, RefusedByRule
from casedesk.models import Entry
from casedesk.rules.vocabulary import CallOutcome, Channel, Direction, EntryKind, MoneyKind
from casedesk.services import all_handlers
from casedesk.services.handlers import UNDOABLE
from casedesk.services.services import Services
from tests.factories import Office
from tests.services.pictures import picture

Act = tuple[Any, str]


def _about(office: Office, **given: Any) -> About:
    return About(office.placed(**given))


def _promise(office: Office, about: About | None = None) -> UUID:
    due = office.clock.now() + timedelta(hours=2)
    about = about or About(str(office.customer()))
    return UUID(str(office.run(MakePromise(about=about, text="call back", due_at=due)).id))


def _request(office: Office, queue: str | None = None) -> UUID:
    about = About(str(office.customer()))
    made = office.run(OpenRequest(about=about, event="fault", wants="no dial tone", queue=queue))
    return UUID(str(made.id))


def _settled(office: Office) -> UUID:
    request = _request(office)
    office.run(SettleRequest(request=request, outcome="a new cable"))
    return request


def _waiting(office: Office) -> UUID:
    request = _request(office)
    office.run(
        WaitRequest(request=request, waiting_for="her", what="the key", follow_up_on=date(2026, 11, 27))
    )
    return request


def _asked(office: Office) -> UUID:
    about = About(str(office.customer()))
    asked = RecordDecision(about=about, question="fee?", outcome="waived", needs_approval=True)
    return UUID(str(office.run(asked).id))


def _offer(office: Office) -> UUID:
    return UUID(str(office.run(OfferHandover(about=_about(office), to="ulf", note="please")).id))


def _contact_point(office: Office) -> UUID:
    customer = office.customer(phones=("020 7946 0018",))
    card = office.read(CaseQuery(about=str(customer))).customer
    return UUID(str(card.contact_points[0].id))


def _paid(office: Office) -> UUID:
    paid = RecordMoney(about=_about(office), kind=MoneyKind.PAID, amount=Decimal("34.00"))
    return UUID(str(office.run(paid, "bea").id))


def _held(office: Office) -> OrderNumber:
    number = office.placed()
    office.run(HoldOrder(order=number, reason="abroad"))
    return number


def _blocked(office: Office) -> OrderNumber:
    number = office.placed()
    office.run(BlockMilestone(order=number, milestone="checked", reason="no permit"))
    return number


def _all_but_the_promise(office: Office) -> OrderNumber:
    product = AddProduct(code="FIBRE24", name="Fibre", price=Decimal(1), monthly=True, term_months=24)
    office.run(product, "mia")
    number = office.placed(lines=(LineGiven(product="FIBRE24"),))
    for key in ("checked", "ready"):
        office.run(FinishMilestone(order=number, milestone=key), "mia")
    return number


def _call(office: Office, about: About | None) -> Any:
    return LogCall(about=about, summary="asks for the date", outcome=CallOutcome.ANSWERED)


def _call_with_all(office: Office) -> LogCall:
    about = _about(office)
    due = office.clock.now() + timedelta(days=1)
    return LogCall(
        about=about,
        summary="asks for the date",
        outcome=CallOutcome.NEW_PROMISE,
        keeps=_promise(office, about),
        promise=PromiseGiven(text="ring again", due_at=due),
        decision=DecisionGiven(question="fee?", outcome="waived"),
    )


def _cancel(office: Office, number: OrderNumber) -> CancelOrder:
    told = office.run(_call(office, About(number))).id
    return CancelOrder(order=number, reason="moves away", asked_by="Marta", told=(told,))


def _lapsed_offer(office: Office) -> OfferHandover:
    about = _about(office)
    office.run(OfferHandover(about=about, to="ulf", note="please"))
    office.later(days=3)
    return OfferHandover(about=about, to="sam", note="or you")


def _file(tmp_path: Path) -> str:
    file = tmp_path / "plan.txt"
    file.write_text("a plan", encoding="utf-8")
    return str(file)


def _write_to(office: Office, about: About) -> LogInteraction:
    return LogInteraction(
        about=about, channel=Channel.EMAIL, direction=Direction.OUT, summary="sent the plan"
    )


def _change_name(office: Office) -> ChangeCustomer:
    customer = office.customer()
    version = office.read(CaseQuery(about=str(customer))).customer.version
    return ChangeCustomer(customer=customer, version=version, name="Märta Lindquist", contact=Login("ulf"))


ACTS: dict[str, Callable[[Office, Path], Act]] = {
    "add_note": lambda o, _: (AddNote(about=_about(o), text="rings twice"), "uma"),
    "log_call": lambda o, _: (_call_with_all(o), "uma"),
    "log_call of a stranger": lambda o, _: (_call(o, None), "uma"),
    "log_interaction": lambda o, _: (_write_to(o, _about(o)), "uma"),
    "amend": lambda o, _: (Amend(entry=o.run(_call(o, _about(o))).id, text="she asked twice"), "uma"),
    "make_promise": lambda o, _: (
        MakePromise(about=_about(o), text="ring", due_at=o.clock.now() + timedelta(days=1)),
        "uma",
    ),
    "keep_promise": lambda o, _: (KeepPromise(promise=_promise(o), note="rang"), "uma"),
    "release_promise": lambda o, _: (ReleasePromise(promise=_promise(o), note="no need"), "uma"),
    "move_promise": lambda o, _: (
        MovePromise(promise=_promise(o), due_at=o.clock.now() + timedelta(days=2), note="agreed"),
        "uma",
    ),
    "record_decision": lambda o, _: (
        RecordDecision(about=_about(o), question="fee?", outcome="waived"),
        "uma",
    ),
    "approve_decision": lambda o, _: (ApproveDecision(decision=_asked(o)), "mia"),
    "refuse_decision": lambda o, _: (RefuseDecision(decision=_asked(o), reason="too dear"), "mia"),
    "revoke_decision": lambda o, _: (
        RevokeDecision(
            decision=o.run(RecordDecision(about=_about(o), question="fee?", outcome="waived")).id,
            reason="an error",
        ),
        "mia",
    ),
    "take": lambda o, _: (Take(about=About(str(_request(o, "office")))), "ulf"),
    "assign": lambda o, _: (Assign(about=_about(o), to="team:office", note="please"), "mia"),
    "set_next_step": lambda o, _: (
        SetNextStep(about=_about(o), step="ring", due_at=o.clock.now() + timedelta(days=1)),
        "uma",
    ),
    "offer_handover": lambda o, _: (OfferHandover(about=_about(o), to="ulf", note="please"), "uma"),
    "offer_handover after a lapsed one": lambda o, _: (_lapsed_offer(o), "uma"),
    "withdraw_handover": lambda o, _: (WithdrawHandover(handover=_offer(o)), "uma"),
    "accept_handover": lambda o, _: (AcceptHandover(handover=_offer(o)), "ulf"),
    "decline_handover": lambda o, _: (DeclineHandover(handover=_offer(o), reason="I leave at noon"), "ulf"),
    "open_request": lambda o, _: (
        OpenRequest(about=_about(o), event="fault", wants="no dial tone"),
        "uma",
    ),
    "open_request in a queue": lambda o, _: (
        OpenRequest(about=_about(o), event="fault", wants="no dial tone", queue="office"),
        "uma",
    ),
    "wait_request": lambda o, _: (
        WaitRequest(request=_request(o), waiting_for="her", what="the key", follow_up_on=date(2026, 11, 27)),
        "uma",
    ),
    "resume_request": lambda o, _: (ResumeRequest(request=_waiting(o)), "uma"),
    "settle_request": lambda o, _: (SettleRequest(request=_request(o), outcome="a cable"), "uma"),
    "close_request": lambda o, _: (
        CloseRequest(request=_settled(o), outcome="she agrees", expectation_met=True),
        "uma",
    ),
    "reopen_request": lambda o, _: (ReopenRequest(request=_settled(o), reason="again"), "uma"),
    "start_milestone": lambda o, _: (StartMilestone(order=o.placed(), milestone="checked"), "uma"),
    "finish_milestone": lambda o, _: (FinishMilestone(order=o.placed(), milestone="checked"), "uma"),
    "finish_milestone that is the promise": lambda o, _: (
        FinishMilestone(order=_all_but_the_promise(o), milestone="delivered"),
        "mia",
    ),
    "skip_milestone": lambda o, _: (
        SkipMilestone(order=o.placed(), milestone="checked", reason="known house"),
        "mia",
    ),
    "block_milestone": lambda o, _: (
        BlockMilestone(order=o.placed(), milestone="checked", reason="no permit"),
        "uma",
    ),
    "unblock_milestone": lambda o, _: (UnblockMilestone(order=_blocked(o), milestone="checked"), "uma"),
    "estimate_milestone": lambda o, _: (
        EstimateMilestone(
            order=o.placed(), milestone="ready", forecast_on=date(2026, 12, 9), reason="no crew"
        ),
        "uma",
    ),
    "hold_order": lambda o, _: (HoldOrder(order=o.placed(), reason="abroad"), "uma"),
    "release_order": lambda o, _: (ReleaseOrder(order=_held(o), reason="back"), "uma"),
    "place_order": lambda o, _: (PlaceOrder(order=o.quote(), promised_on=date(2026, 12, 7)), "uma"),
    "move_promised_date": lambda o, _: (
        MovePromisedDate(order=o.placed(), promised_on=date(2026, 12, 14), reason="frost"),
        "uma",
    ),
    "cancel_order": lambda o, _: (_cancel(o, o.placed()), "uma"),
    "cancel_order on hold": lambda o, _: (_cancel(o, _held(o)), "uma"),
    "complete_order": lambda o, _: (CompleteOrder(order=o.finished(), how="confirmed_by"), "uma"),
    "change_lines": lambda o, _: (
        ChangeLines(order=o.placed(), lines=(LineGiven(product="ROUTER", quantity=Decimal(2)),)),
        "uma",
    ),
    "change_customer": lambda o, _: (_change_name(o), "uma"),
    "add_contact_point": lambda o, _: (
        AddContactPoint(customer=o.customer(), kind="phone", value="020 7946 0123"),
        "uma",
    ),
    "end_contact_point": lambda o, _: (EndContactPoint(contact_point=_contact_point(o)), "uma"),
    "add_person": lambda o, _: (
        AddPerson(customer=o.customer(), name="Erik Lindqvist", phone="020 7946 0999"),
        "uma",
    ),
    "set_absence": lambda _office, _: (
        SetAbsence(
            staff=Login("ulf"), from_on=date(2026, 11, 24), until_on=date(2026, 11, 27), deputy=Login("uma")
        ),
        "ulf",
    ),
    "record_money": lambda o, _: (
        RecordMoney(about=_about(o), kind=MoneyKind.INVOICED, amount=Decimal("34.00")),
        "bea",
    ),
    "reverse_money": lambda o, _: (ReverseMoney(entry=_paid(o), reason="typed twice"), "bea"),
    "attach": lambda o, folder: (Attach(about=_about(o), file=_file(folder)), "uma"),
}
"""Every undoable command, some in several ways: what leads up to it, then the act and who does it."""


def test_every_undoable_command_is_in_the_table() -> None:
    all_handlers.load()
    undoable = {one.declared_as for one in UNDOABLE}
    assert undoable == {name.split()[0] for name in ACTS}


def test_an_undo_restores_exactly_and_stays_in_the_history(office: Office, tmp_path: Path) -> None:
    for name, lead_up in ACTS.items():
        act, login = lead_up(office, tmp_path)
        before = picture(office)
        done = office.services(login).run(act)
        assert done.undo is not None, name
        assert name == "amend" or picture(office) != before, name
        undone = office.services(login).run(Undo(entry=done.undo))
        assert picture(office) == before, name
        assert undone.result.command == act.declared_as
        assert undone.changes.topics >= done.changes.topics
        assert _undos_of(office, done.undo) == [undone.result.id], name
        with pytest.raises(Conflict, match="undone already"):
            office.run(Undo(entry=done.undo), login)


def _undos_of(office: Office, entry: UUID) -> list[UUID]:
    with office.database.reading() as connection:
        undos = select(Entry.id).where(Entry.corrects_id == entry, Entry.kind == EntryKind.UNDO)
        return list(connection.scalars(undos))


# The entries that tell it


def test_a_call_is_struck_out_with_all_that_came_of_it(office: Office) -> None:
    act = _call_with_all(office)
    done = office.services().run(act)
    office.run(Undo(entry=done.result.id))  # an interaction's id will do
    rows = office.read(Timeline(about=act.about)).rows
    undos = [row for row in rows if row.kind == "undo"]
    assert len(undos) == 4  # the call, the promise kept, the promise made, the decision
    assert {row.undone_by for row in rows if row.undone_by} == {row.id for row in undos}
    call = next(row for row in rows if row.kind == "call")
    assert (call.text, call.corrected_by) == ("asks for the date", None)
    told = next(row for row in undos if row.corrects == call.id)
    assert (told.headline, told.text, told.author) == (f"Undone: {call.headline}", "", "Uma Support")
    assert office.read(Find(text="asks for the date")).total == 0
    [kept] = office.read(CaseQuery(about=str(act.about))).promises
    assert kept.state == "open"


def test_history_exchanges_old_and_new_and_its_chain_goes_on(office: Office) -> None:
    number = office.placed()
    done = office.services().run(HoldOrder(order=number, reason="abroad"))
    office.run(Undo(entry=done.undo))
    *_, held, undone = office.read(History(about=About(number)))
    assert held.values["state"] == ("placed", "on_hold")
    assert undone.values["state"] == ("on_hold", "placed")
    assert (undone.kind, undone.command, undone.corrects) == ("undo", "undo", held.id)
    assert undone.seq == (held.seq or 0) + 1


def test_an_attempt_taken_back_no_longer_counts(office: Office) -> None:
    number = office.finished()
    attempt = LogCall(about=About(number), direction=Direction.OUT, outcome=CallOutcome.NO_ANSWER)
    office.run(attempt)
    office.run(attempt)
    third = office.services().run(attempt)
    office.run(Undo(entry=third.undo))
    with pytest.raises(RefusedByRule, match="Only 2 of three"):
        office.run(CompleteOrder(order=number, how="attempts"))


def test_a_stranger_taken_back_leaves_the_list(office: Office) -> None:
    done = office.services().run(_call(office, None))
    assert len(office.read(UnknownCallers())) == 1
    office.run(Undo(entry=done.undo))
    assert office.read(UnknownCallers()) == ()


def test_a_request_taken_back_is_gone_for_every_command(office: Office) -> None:
    done = office.services().run(
        OpenRequest(about=About(str(office.customer())), event="fault", wants="no dial tone")
    )
    request = done.result.id
    office.run(Undo(entry=done.undo))
    for command in (
        SettleRequest(request=request, outcome="a cable"),
        Take(about=About(str(request))),
        AddNote(about=About(str(request)), text="hm"),
    ):
        with pytest.raises(NotFound):
            office.run(command)


def test_an_amount_taken_back_is_no_longer_owed_and_can_be_reversed_again(office: Office) -> None:
    number = office.placed()
    paid = RecordMoney(about=About(number), kind=MoneyKind.PAID, amount=Decimal("34.00"))
    entry = office.run(paid, "bea").id
    reversal = office.services("bea").run(ReverseMoney(entry=entry, reason="typed twice"))
    assert office.read(OrderQuery(number=number)).balance == 0
    office.run(Undo(entry=reversal.undo), "bea")
    assert office.read(OrderQuery(number=number)).balance == Decimal("-34.00")
    office.run(ReverseMoney(entry=entry, reason="now it is right"), "bea")
    assert office.read(OrderQuery(number=number)).balance == 0


def test_acts_are_taken_back_one_after_the_other(office: Office) -> None:
    number = office.placed()
    before = picture(office)
    acts = [
        HoldOrder(order=number, reason="abroad"),
        ReleaseOrder(order=number),
        StartMilestone(order=number, milestone="checked"),
        BlockMilestone(order=number, milestone="checked", reason="no permit"),
        UnblockMilestone(order=number, milestone="checked"),
    ]
    done = [office.services().run(one) for one in acts]
    for one in reversed(done):
        office.run(Undo(entry=one.undo))
    assert picture(office) == before


# What is refused, and in which words


def test_only_who_did_it_undoes_it(office: Office) -> None:
    done = office.services().run(HoldOrder(order=office.placed(), reason="abroad"))
    for login in ("ulf", "mia"):
        with pytest.raises(NotPermitted, match="Uma Support did this, so only Uma Support can undo it"):
            office.run(Undo(entry=done.undo), login)


def test_a_deputy_does_not_undo_for_the_owner(office: Office) -> None:
    away = SetAbsence(
        staff=Login("ulf"), from_on=date(2026, 11, 24), until_on=date(2026, 11, 27), deputy=Login("uma")
    )
    done = office.services("ulf").run(away)
    with pytest.raises(NotPermitted, match="Ulf Support did this"):
        office.run(Undo(entry=done.undo))
    office.run(Undo(entry=done.undo), "ulf")
    assert {one.login: one.away_until for one in office.read(StaffQuery())}["ulf"] is None


def test_undo_works_for_sixty_seconds_of_the_servers_clock(office: Office) -> None:
    first = office.services().run(AddNote(about=_about(office), text="in time"))
    office.later(seconds=60)
    office.run(Undo(entry=first.undo))
    second = office.services().run(AddNote(about=_about(office), text="too late"))
    office.later(seconds=60, microseconds=1)
    with pytest.raises(RefusedByRule, match="Undo works for 60 seconds; this was done at 10:43:00"):
        office.run(Undo(entry=second.undo))


def test_what_rows_were_before_is_kept_no_longer_than_it_can_be_used(office: Office) -> None:
    customer = office.customer("Marta Lindqvist")
    office.run(ChangeCustomer(customer=customer, version=1, name="Somebody Else"))
    office.later(seconds=61)
    office.run(AddNote(about=About(str(customer)), text="the next act"))
    with office.database.reading() as connection:
        kept = connection.scalars(text("SELECT command FROM commands_done WHERE undo IS NOT NULL")).all()
    assert kept == ["add_note"]


def test_a_command_that_cannot_be_undone_says_what_to_do_instead(office: Office) -> None:
    customer = office.customer()
    number = office.run(OpenOrder(customer=customer, lines=(LineGiven(product="FIBRE500"),))).number
    opened = office.read(Timeline(about=About(number))).rows[0].id
    with pytest.raises(RefusedByRule, match=r"“open_order” cannot be undone.*Cancel the order"):
        office.run(Undo(entry=opened))
    registered = office.read(Timeline(about=About(str(customer)))).rows[-1].id
    with pytest.raises(RefusedByRule, match="Change what is wrong in it"):
        office.run(Undo(entry=registered))
    office.run(PlaceOrder(order=number, promised_on=date(2026, 12, 7)))
    office.run(IssueDocument(document="order-confirmation", about=About(number)))
    printed = office.read(Timeline(about=About(number))).rows[0].id
    with pytest.raises(RefusedByRule, match="Print it again"):
        office.run(Undo(entry=printed))


def test_an_undo_itself_is_not_undone(office: Office) -> None:
    done = office.services().run(AddNote(about=_about(office), text="rings twice"))
    undone = office.run(Undo(entry=done.undo))
    with pytest.raises(RefusedByRule, match="an undo itself"):
        office.run(Undo(entry=undone.id))
    with pytest.raises(NotFound, match="no entry"):
        office.run(Amend(entry=undone.id, text="no"))
    with pytest.raises(RefusedByRule, match="nothing to correct"):
        office.run(Amend(entry=done.undo, text="no"))


def test_an_unknown_entry_is_named(office: Office) -> None:
    with pytest.raises(NotFound, match="no entry"):
        office.run(Undo(entry=uuid4()))


BUILT_ON: dict[str, Callable[[Office], tuple[Any, Callable[[Any], Act]]]] = {
    "a change of the same order": lambda o: (
        number := o.placed(),
        (HoldOrder(order=number, reason="abroad"), lambda _: (ReleaseOrder(order=number), "mia")),
    )[1],
    "a step after the step": lambda o: (
        number := o.placed(),
        (
            FinishMilestone(order=number, milestone="checked"),
            lambda _: (StartMilestone(order=number, milestone="ready"), "mia"),
        ),
    )[1],
    "paper of the order": lambda o: (
        number := o.quote(),
        (
            PlaceOrder(order=number, promised_on=date(2026, 12, 7)),
            lambda _: (IssueDocument(document="order-confirmation", about=About(number)), "mia"),
        ),
    )[1],
    "a handover that was accepted": lambda o: (
        OfferHandover(about=_about(o), to="mia", note="please"),
        lambda answer: (AcceptHandover(handover=answer.id), "mia"),
    ),
    "a promise that was kept": lambda o: (
        MakePromise(about=_about(o), text="ring", due_at=o.clock.now() + timedelta(days=1)),
        lambda answer: (KeepPromise(promise=answer.id), "mia"),
    ),
    "a note about the request": lambda o: (
        OpenRequest(about=_about(o), event="fault", wants="no dial tone"),
        lambda answer: (AddNote(about=About(str(answer.id)), text="hm"), "mia"),
    ),
    "a correction of the call": lambda o: (
        _call(o, _about(o)),
        lambda answer: (Amend(entry=answer.id, text="she asked twice"), "mia"),
    ),
    "a reversal of the amount": lambda o: (
        RecordMoney(about=_about(o), kind=MoneyKind.PAID, amount=Decimal("34.00")),
        lambda answer: (ReverseMoney(entry=answer.id, reason="typed twice"), "mia"),
    ),
}


def test_nothing_is_undone_on_which_somebody_built(office: Office) -> None:
    for name, prepared in BUILT_ON.items():
        act, then = prepared(office)
        login = "bea" if isinstance(act, RecordMoney) else "uma"
        done = office.services(login).run(act)
        later, colleague = then(done.result)
        built = office.services(colleague).run(later)
        with pytest.raises(Conflict, match="Mia Manager built on this at 10:42:00") as refused:
            office.run(Undo(entry=done.undo), login)
        assert "cannot be undone" in str(refused.value), name
        if built.undo is not None:
            office.run(Undo(entry=built.undo), colleague)
            office.run(Undo(entry=done.undo), login)


def test_what_stands_beside_it_does_not_hinder_an_undo(office: Office) -> None:
    number = office.placed()
    done = office.services().run(HoldOrder(order=number, reason="abroad"))
    office.run(AddNote(about=About(number), text="she will ring"), "mia")
    office.run(Undo(entry=done.undo))
    assert office.read(OrderQuery(number=number)).state == "placed"


def test_of_two_undos_at_once_one_wins(office: Office) -> None:
    done = office.services().run(HoldOrder(order=office.placed(), reason="abroad"))
    caseless = office.services("ulf").run(
        SetAbsence(
            staff=Login("ulf"), from_on=date(2026, 11, 24), until_on=date(2026, 11, 27), deputy=Login("uma")
        )
    )
    assert _race(office, "uma", Undo(entry=done.undo)) == ["Undone", "undone already"]
    assert _race(office, "ulf", Undo(entry=caseless.undo)) == ["Undone", "undone already"]


def _race(office: Office, login: str, command: Any) -> list[str]:
    """What two windows of one person hear that undo the same at the same moment."""
    ready, heard = threading.Barrier(2), []

    def undo() -> None:
        services = Services(office.database, FixedClock(office.clock.now()), login)
        services.actor.require("undo")
        ready.wait()
        try:
            heard.append(type(services.run(command).result).__name__)
        except Conflict as refused:
            heard.append("undone already" if "undone already" in str(refused) else str(refused))

    threads = [threading.Thread(target=undo) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(heard)


def test_a_repeated_command_tells_the_same_entry(office: Office) -> None:
    request_id, note = uuid4(), AddNote(about=_about(office), text="rings twice")
    first = office.services().run(note, request_id=request_id)
    again = office.services().run(note, request_id=request_id)
    assert (again.again, again.undo) == (True, first.undo)


# What the database itself refuses

BACKWARD = (
    ("UPDATE orders SET state = 'placed' WHERE state = 'done_not_confirmed'", "state_move order"),
    ("UPDATE milestones SET state = 'ready', done_on = NULL WHERE state = 'done'", "state_move milestone"),
    ("UPDATE promises SET state = 'open', kept_at = NULL", "state_move promise"),
    ("DELETE FROM promises", "state_move promise"),
    ("UPDATE interactions SET undone_at = logged_at", "append_only interactions"),
    ("UPDATE ownerships SET undone_at = since", "append_only ownerships"),
    ("UPDATE requests SET undone_at = opened_at", "append_only requests"),
)
"""Moves that an undo makes, and what the database says without one."""


def _with_a_life(office: Office) -> None:
    number = office.finished()
    office.run(KeepPromise(promise=_promise(office, About(number))))
    office.run(_call(office, About(number)))
    office.run(OpenRequest(about=About(number), event="fault", wants="no dial tone"))


def test_the_database_refuses_a_move_back_without_an_undo(office: Office) -> None:
    _with_a_life(office)
    for statement, refusal in BACKWARD:
        with pytest.raises(DBAPIError, match=refusal):
            _by_hand(office, statement)


def _by_hand(office: Office, *statements: str) -> None:
    """One transaction of somebody who goes past CaseDesk."""
    with office.database.writing() as session:
        for statement in statements:
            session.execute(text(statement))


ANNOUNCED = "INSERT INTO undo_moves (row_id, undo_id, thing, from_state, to_state) SELECT id, {undo}, {move}"
KEPT = "'promise', 'kept', 'open' FROM promises"


def test_a_move_back_is_refused_at_commit_without_the_undos_entry(office: Office) -> None:
    """Whoever announces it by hand cannot commit it, as no undo of this transaction ends it."""
    _with_a_life(office)
    unwritten = ANNOUNCED.format(undo="id", move=KEPT)
    back = "UPDATE promises SET state = 'open', kept_at = NULL"
    with pytest.raises(DBAPIError, match=r"(?i)foreign key"):
        _by_hand(office, unwritten, back)
    with pytest.raises(DBAPIError, match="append_only undo_moves"):
        _by_hand(office, unwritten, back, "DELETE FROM undo_moves")


def test_the_undo_of_another_transaction_announces_nothing(office: Office) -> None:
    _with_a_life(office)
    done = office.services().run(AddNote(about=_about(office), text="rings twice"))
    office.run(Undo(entry=done.undo))
    written = "(SELECT id FROM entries WHERE kind = 'undo')"
    with pytest.raises(DBAPIError, match="append_only undo_moves"):
        _by_hand(office, ANNOUNCED.format(undo=written, move=KEPT))


def test_an_undo_leaves_nothing_announced(office: Office) -> None:
    done = office.services().run(HoldOrder(order=office.quote(), reason="abroad"))
    office.run(Undo(entry=done.undo))
    with office.database.reading() as connection:
        assert connection.scalar(text("SELECT count(*) FROM undo_moves")) == 0
