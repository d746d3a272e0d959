"""Calls, promises, decisions, requests, money and files of a case, by commands, on both databases."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from casedesk.contract.cases import (
    AddNote,
    Amend,
    ApproveDecision,
    Attach,
    CaseQuery,
    CloseRequest,
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
from casedesk.contract.desk import Desk, History, UnknownCallers
from casedesk.contract.values import About
from casedesk.errors import Conflict, NotFound, NotPermitted, RefusedByRule
from casedesk.models import Entry, EntryValue
from casedesk.rules.history_chain import ChainedEntry, broken_at
from casedesk.rules.vocabulary import CallOutcome, Channel, Direction, MoneyKind
from casedesk.services.unit_of_work import chained_fields
from tests.factories import Office


@pytest.fixture
def customer(office: Office) -> UUID:
    """A customer to talk to."""
    return office.customer(phones=("07700 900142",))


def _case(office: Office, customer: UUID):  # type: ignore[no-untyped-def]
    return office.read(CaseQuery(about=str(customer)))


def _promise(office: Office, customer: UUID, hours: float = 2) -> UUID:
    due = office.clock.now() + timedelta(hours=hours)
    return UUID(str(office.run(MakePromise(about=About(str(customer)), text="call back", due_at=due)).id))


def test_a_call_stands_on_top_of_the_timeline(office: Office, customer: UUID) -> None:
    call = LogCall(
        about=About(str(customer)),
        summary="asks for the date",
        outcome=CallOutcome.ANSWERED,
        started_at=office.clock.now() - timedelta(minutes=6),
        ended_at=office.clock.now(),
    )
    office.run(call)
    newest = next(one for one in _case(office, customer).timeline if one.kind == "call")
    assert (newest.headline, newest.text, newest.minutes) == ("Call in: answered", "asks for the date", 6)


@pytest.mark.parametrize(
    "outcome",
    [CallOutcome.NO_ANSWER, CallOutcome.MESSAGE_LEFT, CallOutcome.WRONG_NUMBER, CallOutcome.CUT_OFF],
)
def test_an_attempt_needs_no_text(office: Office, customer: UUID, outcome: CallOutcome) -> None:
    assert office.run(LogCall(about=About(str(customer)), outcome=outcome)).id


def test_an_answered_call_needs_text_and_a_new_promise_its_promise(office: Office, customer: UUID) -> None:
    with pytest.raises(RefusedByRule, match="what was said"):
        office.run(LogCall(about=About(str(customer)), outcome=CallOutcome.ANSWERED))
    with pytest.raises(RefusedByRule, match="by when"):
        office.run(LogCall(about=About(str(customer)), summary="later", outcome=CallOutcome.NEW_PROMISE))


def test_a_call_keeps_a_promise_and_makes_the_next(office: Office, customer: UUID) -> None:
    promise = _promise(office, customer)
    due = office.clock.now() + timedelta(days=2)
    logged = office.run(
        LogCall(
            about=About(str(customer)),
            summary="told her",
            outcome=CallOutcome.NEW_PROMISE,
            keeps=promise,
            promise=PromiseGiven(text="call after the dig", due_at=due),
        )
    )
    states = {one.id: one.state for one in _case(office, customer).promises}
    assert states == {promise: "kept", logged.promise: "open"}


def test_a_caller_without_a_case_is_not_lost(office: Office) -> None:
    office.run(LogCall(phone="07700 900999", summary="wants a quote", outcome=CallOutcome.ANSWERED))
    assert [one.phone for one in office.read(UnknownCallers())] == ["07700 900999"]


def test_a_promise_breaks_by_the_clock_alone_and_is_kept_late(office: Office, customer: UUID) -> None:
    promise = _promise(office, customer)
    office.later(hours=3)
    assert _case(office, customer).promises[0].state == "broken"
    assert office.read(Desk()).counts["promises_broken"] == 1
    assert office.run(KeepPromise(promise=promise)).state == "kept_late"


def test_a_promise_moves_only_with_the_customers_word(office: Office, customer: UUID) -> None:
    promise = _promise(office, customer)
    later = office.clock.now() + timedelta(days=1)
    with pytest.raises(RefusedByRule, match="customer said"):
        office.run(MovePromise(promise=promise, due_at=later, note=""))
    office.run(MovePromise(promise=promise, due_at=later, note="fine with her"))
    assert (_case(office, customer).promises[0].moves, _case(office, customer).promises[0].due_at) == (
        1,
        later,
    )


def test_a_released_promise_cannot_be_kept(office: Office, customer: UUID) -> None:
    promise = _promise(office, customer)
    office.run(ReleasePromise(promise=promise, note="not needed any more"))
    with pytest.raises(RefusedByRule) as caught:
        office.run(KeepPromise(promise=promise))
    assert caught.value.rule == "state_move"


def test_a_promise_in_the_past_is_refused(office: Office, customer: UUID) -> None:
    with pytest.raises(RefusedByRule, match="lies ahead"):
        _promise(office, customer, hours=-1)


def test_a_decision_stands_until_a_manager_revokes_it(office: Office, customer: UUID) -> None:
    decision = office.run(
        RecordDecision(about=About(str(customer)), question="End without fee?", outcome="No fee")
    )
    assert decision.state == "in_force"
    assert "No fee (Uma Support" in _case(office, customer).stand[3].text
    with pytest.raises(NotPermitted):
        office.run(RevokeDecision(decision=decision.id, reason="wrong rule"))
    assert office.run(RevokeDecision(decision=decision.id, reason="wrong rule"), "mia").state == "revoked"


def test_an_asked_decision_is_approved_or_refused_by_a_manager(office: Office, customer: UUID) -> None:
    ask = RecordDecision(
        about=About(str(customer)), question="Waive it?", outcome="Waived", needs_approval=True
    )
    assert office.run(ask).state == "asked"
    first, second = office.run(ask), office.run(ask)
    assert office.run(ApproveDecision(decision=first.id), "mia").state == "in_force"
    assert office.run(RefuseDecision(decision=second.id, reason="too much"), "mia").state == "refused"


def test_an_unknown_rule_is_refused(office: Office, customer: UUID) -> None:
    with pytest.raises(RefusedByRule, match="by_hand"):
        office.run(RecordDecision(about=About(str(customer)), question="?", outcome="!", rule="no_such"))


def test_a_request_goes_its_way(office: Office, customer: UUID) -> None:
    request = office.run(OpenRequest(about=About(str(customer)), event="fault", wants="no dial tone")).id
    office.run(
        WaitRequest(
            request=request,
            waiting_for="the customer",
            what="the meter number",
            follow_up_on=date(2026, 11, 27),
        )
    )
    assert _case(office, customer).requests[0].next_step == "Follow up: the meter number"
    assert office.run(ResumeRequest(request=request)).state == "under_way"
    assert office.run(SettleRequest(request=request, outcome="new cable")).state == "settled"
    assert (
        office.run(CloseRequest(request=request, outcome="new cable", expectation_met=True)).state == "closed"
    )
    assert office.run(ReopenRequest(request=request, reason="broken again")).state == "under_way"


def test_a_closed_request_cannot_wait(office: Office, customer: UUID) -> None:
    request = office.run(OpenRequest(about=About(str(customer)), event="fault", wants="no dial tone")).id
    office.run(CloseRequest(request=request, outcome="works"))
    with pytest.raises(RefusedByRule) as caught:
        office.run(
            WaitRequest(request=request, waiting_for="her", what="a call", follow_up_on=date(2026, 11, 27))
        )
    assert caught.value.rule == "state_move"


def test_an_unknown_event_is_refused(office: Office, customer: UUID) -> None:
    with pytest.raises(NotFound, match="casedesk ask events"):
        office.run(OpenRequest(about=About(str(customer)), event="flood", wants="help"))


def test_money_moves_the_balance_and_is_reversed_not_deleted(office: Office) -> None:
    customer = office.customer()
    number = office.placed(customer)
    invoice = office.run(
        RecordMoney(about=About(number), kind=MoneyKind.INVOICED, amount=Decimal("34.00")), "bea"
    )
    office.run(RecordMoney(about=About(str(customer)), kind=MoneyKind.PAID, amount=Decimal("20.00")), "bea")
    office.run(RecordMoney(about=About(number), kind=MoneyKind.DISPUTED, amount=Decimal("5.00")), "bea")
    assert _case(office, customer).balance == Decimal("14.00")
    office.run(ReverseMoney(entry=invoice.id, reason="twice"), "bea")
    assert _case(office, customer).balance == Decimal("-20.00")
    with pytest.raises(Conflict, match="reversed already"):
        office.run(ReverseMoney(entry=invoice.id, reason="again"), "bea")
    with pytest.raises(NotPermitted, match="billing"):
        office.run(RecordMoney(about=About(number), kind=MoneyKind.PAID, amount=Decimal("1.00")))


def test_a_correction_names_the_entry_it_corrects(office: Office, customer: UUID) -> None:
    note = office.run(AddNote(about=About(str(customer)), text="moves on Friday"))
    office.run(Amend(entry=note.id, text="moves on Thursday"))
    newest, corrected = _case(office, customer).timeline[:2]
    assert (newest.headline, newest.text, newest.corrects) == (
        "Correction",
        "moves on Thursday",
        corrected.id,
    )
    assert (corrected.text, corrected.corrected_by) == ("moves on Friday", newest.id)


def test_a_file_is_kept_with_a_harmless_name(office: Office, customer: UUID, tmp_path: Path) -> None:
    file = tmp_path / "permit.pdf"
    file.write_bytes(b"%PDF-1.4")
    office.run(Attach(about=About(str(customer)), file=str(file), name="../../con\u202e.pdf"))
    entry = _case(office, customer).timeline[0]
    assert entry.headline.startswith("File kept: ")
    assert "/" not in entry.headline
    assert "\u202e" not in entry.headline
    with pytest.raises(NotFound, match="cannot be read"):
        office.run(Attach(about=About(str(customer)), file=str(tmp_path / "gone.pdf")))


def test_a_letter_needs_no_outcome(office: Office, customer: UUID) -> None:
    office.run(
        LogInteraction(
            about=About(str(customer)),
            channel=Channel.LETTER,
            direction=Direction.IN,
            summary="encloses the form",
        )
    )
    assert _case(office, customer).timeline[0].headline == "Letter in"


def test_the_timeline_continues_where_a_page_ended(office: Office, customer: UUID) -> None:
    for number in range(7):
        office.later(minutes=1)
        office.run(AddNote(about=About(str(customer)), text=f"note {number}"))
    first = office.read(Timeline(about=About(str(customer)), limit=4, kinds=("note",)))
    rest = office.read(Timeline(about=About(str(customer)), limit=4, kinds=("note",), before=first.next))
    assert [one.text for one in (*first.rows, *rest.rows)] == [
        f"note {number}" for number in reversed(range(7))
    ]
    assert rest.next is None


def test_the_history_of_a_case_is_a_chain(office: Office, customer: UUID) -> None:
    _promise(office, customer)
    number = office.placed(customer)
    office.run(LogCall(about=About(number), summary="hello", outcome=CallOutcome.ANSWERED))
    with office.database.writing() as session:
        entries = session.query(Entry).filter(Entry.case_id == customer).order_by(Entry.seq).all()
        chained = [
            ChainedEntry(
                previous=entry.previous_digest,
                digest=entry.digest,
                fields=chained_fields(
                    entry, session.query(EntryValue).filter(EntryValue.entry_id == entry.id).all()
                ),
            )
            for entry in entries
        ]
    assert [entry.seq for entry in entries] == list(range(1, len(entries) + 1))
    assert broken_at(chained) is None
    assert len(office.read(History(about=About(str(customer))))) == len(entries)


@pytest.mark.parametrize("table", ["entries", "interactions", "money_entries", "entry_values"])
@pytest.mark.parametrize("verb", ["UPDATE {} SET {} = {}", "DELETE FROM {}"])
def test_history_is_append_only(office: Office, customer: UUID, table: str, verb: str) -> None:
    office.run(AddNote(about=About(str(customer)), text="once"))
    office.run(RecordMoney(about=About(str(customer)), kind=MoneyKind.PAID, amount=Decimal(1)), "bea")
    column = "field" if table == "entry_values" else "id"
    with pytest.raises(IntegrityError, match="append_only"), office.database.writing() as session:
        session.execute(text(verb.format(table, column, column)))


def test_a_note_about_nobody_is_refused(office: Office) -> None:
    with pytest.raises(NotFound, match="no customer and no request"):
        office.run(AddNote(about=About(str(uuid4())), text="hello"))


def test_the_five_lines_say_where_things_stand(office: Office) -> None:
    customer = office.customer()
    number = office.placed(customer, wants="Fibre 500 at 14 Tanner's Yard. One connection, one bill.")
    case = _case(office, customer)
    assert [one.label for one in case.stand] == ["Wants", "Now", "Promised", "Decided", "Next"]
    assert case.stand[0].text.startswith("Fibre 500 at 14 Tanner's Yard")
    assert case.stand[2].text == "Done by Mon 7 Dec. Forecast is Tue 1 Dec."
    assert [case.stand[2].text[start:end] for start, end in case.stand[2].strong] == [
        "Mon 7 Dec",
        "Tue 1 Dec",
    ]
    assert number in case.sentence


def test_a_case_takes_eight_statements_whatever_its_length(office: Office, count_round_trips: object) -> None:
    customer = office.customer()
    number = office.placed(customer)
    for _ in range(30):
        office.run(AddNote(about=About(number), text="again"))
    office.services().read(CaseQuery(about=str(customer)))
    with count_round_trips(office.database) as trips:  # type: ignore[operator]
        office.read(CaseQuery(about=number))
    assert trips.count <= 8 + 2  # eight statements, the begin and the commit


def test_rows_of_the_database_survive_a_closed_connection(office: Office, customer: UUID) -> None:
    office.database.close()
    assert _case(office, customer).customer.name == "Marta Lindqvist"


def test_the_head_of_a_case_is_counted(office: Office, customer: UUID) -> None:
    office.run(AddNote(about=About(str(customer)), text="once"))
    with office.database.reading() as connection:
        last = connection.scalar(text("SELECT max(last_seq) FROM cases"))
    assert last == len(office.read(History(about=About(str(customer)))))
