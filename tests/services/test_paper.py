"""Papers of cases, decisions and colleagues, copies and batches, and what never goes out, on both databases."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from threading import Thread
from typing import Any
from uuid import UUID

import pypdfium2
import pytest
from sqlalchemy import text

from casedesk.contract.cases import (
    AddNote,
    CaseQuery,
    LogCall,
    LogInteraction,
    MakePromise,
    OpenRequest,
    RecordDecision,
    RecordMoney,
    RevokeDecision,
    WaitRequest,
)
from casedesk.contract.desk import Assign, History, OfferHandover
from casedesk.contract.documents import (
    BoundDocuments,
    DocumentContent,
    IssuedDocuments,
    IssueDocument,
    PreviewBatch,
    PreviewDocument,
    ReprintDocument,
)
from casedesk.contract.orders import FinishMilestone, HoldOrder, OrderQuery
from casedesk.contract.values import About, OrderNumber
from casedesk.errors import NotFound, NotPermitted, RefusedByRule, WrongUsage
from casedesk.rules.vocabulary import CallOutcome, Channel, Direction, MoneyKind
from tests.factories import Office

CONFIRMATION = "order-confirmation"
RECORD = "case-record"


def pages_of(content: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(content)
    words = [" ".join(page.get_textpage().get_text_range().split()) for page in document]
    document.close()
    return words


def words_of(office: Office, document: str, about: object, login: str = "uma", **given: Any) -> str:
    preview = office.read(PreviewDocument(document=document, about=str(about), **given), login)
    return " ".join(pages_of(preview.content))


# The case, inside and for the customer


def told_case(office: Office) -> tuple[UUID, OrderNumber]:
    """A case with everything that must stay inside, and what may go out."""
    customer = office.customer(street="14 Tanner's Yard", city="Stonebridge", postcode="SB4 2QT")
    number = office.placed(customer, wants="Fibre for the shop")
    about = About(number)
    office.run(AddNote(about=about, text="NOTE he shouts a lot"))
    office.run(
        LogInteraction(about=about, channel=Channel.NOTE, direction=Direction.INTERNAL, summary="NOTE inside")
    )
    office.run(LogCall(about=about, outcome=CallOutcome.ANSWERED, summary="SUMMARY caller was rude"))
    office.run(
        LogCall(about=about, direction=Direction.OUT, outcome=CallOutcome.NO_ANSWER, summary="SUMMARY again")
    )
    office.run(
        MakePromise(
            about=about, text="Call back with the day", due_at=office.clock.now() + timedelta(hours=5)
        )
    )
    office.run(
        RecordDecision(
            about=about, question="QUESTION limit 250.00?", outcome="DECIDED up to 250.00 of credit"
        )
    )
    office.run(
        RecordDecision(
            about=about, question="Waive it?", outcome="ASKED waiver of 90.00", needs_approval=True
        )
    )
    office.run(OfferHandover(about=about, to="ulf", note="HANDOVER beware", owed="OWED a call"))
    office.run(
        RecordMoney(about=about, kind=MoneyKind.INVOICED, amount=Decimal("34.00"), note="MONEYNOTE"), "bea"
    )
    office.run(RecordMoney(about=about, kind=MoneyKind.DISPUTED, amount=Decimal("77.00")), "bea")
    office.run(HoldOrder(order=number, reason="HOLDREASON cannot pay"))
    return customer, number


STAYS_INSIDE = (
    "NOTE", "SUMMARY", "QUESTION", "DECIDED", "250.00", "ASKED", "90.00", "HANDOVER", "OWED", "MONEYNOTE", "77.00",
    "HOLDREASON", "Ulf", "Bea", "inside", "Inside",
)  # fmt: skip


def test_what_is_for_inside_use_never_goes_to_the_customer(office: Office) -> None:
    customer, _ = told_case(office)
    office.run(IssueDocument(document=RECORD, about=str(customer)))
    inside = words_of(office, RECORD, customer)
    outside = words_of(office, RECORD, customer, for_customer=True)
    assert [word for word in STAYS_INSIDE if word in outside] == []
    assert {word for word in ("NOTE", "SUMMARY", "DECIDED", "HANDOVER", "inside") if word in inside} == {
        "NOTE", "SUMMARY", "DECIDED", "HANDOVER", "inside",
    }  # fmt: skip
    for said in (
        "You called us", "We tried to reach you by phone", "Call back with the day", "Billed: £34.00", "Resting",
        "£34.00 is still to be paid", "14 Tanner's Yard",
    ):  # fmt: skip
        assert said in outside
    assert words_of(office, "case-record-customer", customer) == outside


def test_look_ups_stay_inside(office: Office) -> None:
    customer, number = told_case(office)
    office.read(CaseQuery(about=number), "mia")
    assert "Mia" not in words_of(office, RECORD, customer, for_customer=True)


def test_a_decision_is_in_the_customers_copy_once_it_was_confirmed_in_writing(office: Office) -> None:
    number = office.placed()
    made = office.run(RecordDecision(about=About(number), question="Free?", outcome="The setup is free"))
    assert "The setup is free" not in words_of(office, RECORD, number, for_customer=True)
    office.run(IssueDocument(document="decision", about=str(made.id)))
    assert "The setup is free" in words_of(office, RECORD, number, for_customer=True)


def test_what_the_team_did_is_told_in_the_customers_words(office: Office) -> None:
    number = office.placed()
    order = office.read(OrderQuery(number=number))
    first = order.milestones[0]
    office.run(FinishMilestone(order=number, milestone=first.key), "mia")
    with office.database.writing() as session:
        session.execute(
            text("UPDATE milestones SET we_do = 'We look at your order.' WHERE key = :key"),
            {"key": first.key},
        )
        session.execute(
            text("UPDATE milestones SET we_do = 'HIDDEN', customer_visible = :no WHERE key <> :key"),
            {"key": first.key, "no": False},
        )
    outside = words_of(office, RECORD, number, for_customer=True)
    assert "Done: We look at your order." in outside
    assert "HIDDEN" not in outside


def test_every_page_of_the_inside_record_says_so(office: Office) -> None:
    customer = office.customer()
    for n in range(120):
        office.run(AddNote(about=About(str(customer)), text=f"Note {n}"))
    preview = office.read(PreviewDocument(document=RECORD, about=str(customer)))
    pages = pages_of(preview.content)
    assert len(pages) == preview.pages > 2
    assert all("inside use only" in page for page in pages)
    assert "Note 0" in pages[-1], "all entries, not only those the screen begins with"


def test_a_customer_without_any_order_has_a_record_on_paper(office: Office) -> None:
    customer = office.customer("Ελένη Παπαδοπούλου")
    first = office.run(IssueDocument(document=RECORD, about=str(customer)))
    assert (first.number, first.suffix, first.name) == (None, "R1", "Ελένη Παπαδοπούλου R1")
    office.later(minutes=1)
    assert office.run(IssueDocument(document=RECORD, about=str(customer))).suffix == "R2"
    outside = office.run(IssueDocument(document=RECORD, about=str(customer), for_customer=True))
    assert outside.suffix == "E1"
    newest = office.read(CaseQuery(about=str(customer))).timeline[0]
    assert newest.headline == "Printed: Case record for the customer E1"
    assert newest.text == f"SHA-256 {outside.sha256}"
    assert [one.suffix for one in office.read(IssuedDocuments(about=str(customer)))] == ["E1", "R2", "R1"]


def test_the_record_counts_within_the_case_by_whatever_it_was_named(office: Office) -> None:
    customer = office.customer()
    numbers = [office.placed(customer), office.placed(customer)]
    suffixes = []
    for about in (*numbers, customer):
        office.later(minutes=1)
        issued = office.run(IssueDocument(document=RECORD, about=str(about)))
        suffixes.append((issued.suffix, issued.number))
    assert suffixes == [("R1", numbers[0]), ("R2", numbers[1]), ("R3", None)]


def test_only_the_record_has_a_version_for_the_customer(office: Office) -> None:
    number = office.placed()
    with pytest.raises(WrongUsage, match="no version for the customer"):
        office.read(PreviewDocument(document="work-order", about=number, for_customer=True))
    assert "Your order is confirmed" in words_of(office, CONFIRMATION, number, for_customer=True)


# Decisions


def test_a_decision_in_force_is_confirmed_with_a_number_of_its_own(office: Office) -> None:
    number = office.placed()
    made = office.run(
        RecordDecision(about=About(number), question="Is the setup free?", outcome="The setup is free")
    )
    issued = office.run(IssueDocument(document="decision", about=number))
    assert (issued.number, issued.suffix) == (number, "D1")
    [page] = pages_of(office.read(DocumentContent(id=issued.id)).content)
    assert "The setup is free" in page
    assert f"Decision {number} D1" in page
    assert "Is the setup free?" in page
    assert office.run(IssueDocument(document="decision", about=str(made.id))).reprints == 1


def test_a_decision_of_the_case_is_found_by_an_order(office: Office) -> None:
    customer = office.customer()
    number = office.placed(customer)
    office.run(RecordDecision(about=About(str(customer)), question="Free?", outcome="Free for all orders"))
    assert "Free for all orders" in words_of(office, "decision", number)


def test_of_several_decisions_one_is_named_and_each_has_its_number(office: Office) -> None:
    number = office.placed()
    made = [
        office.run(RecordDecision(about=About(number), question=f"Question {n}", outcome=f"Outcome {n}"))
        for n in (1, 2)
    ]
    with pytest.raises(RefusedByRule, match="2 decisions in force") as refused:
        office.run(IssueDocument(document="decision", about=number))
    assert set(refused.value.details["decisions"]) == {str(one.id) for one in made}
    issued = [office.run(IssueDocument(document="decision", about=str(one.id))).suffix for one in made]
    assert issued == ["D1", "D2"]


def test_only_what_is_in_force_is_confirmed(office: Office) -> None:
    customer = office.customer()
    about = About(str(customer))
    with pytest.raises(NotFound, match="No decision is in force"):
        office.run(IssueDocument(document="decision", about=str(customer)))
    made = office.run(
        RecordDecision(about=about, question="Free?", outcome="Free", valid_until=date(2026, 11, 25))
    )
    assert office.run(IssueDocument(document="decision", about=str(customer))).name == "Marta Lindqvist D1"
    office.later(days=3)
    with pytest.raises(RefusedByRule, match="not in force"):
        office.run(IssueDocument(document="decision", about=str(made.id)))
    again = office.run(RecordDecision(about=about, question="Free?", outcome="Free now"))
    office.run(RevokeDecision(decision=again.id, reason="wrong"), "mia")
    with pytest.raises(RefusedByRule, match="not in force"):
        office.run(IssueDocument(document="decision", about=str(again.id)))


# Work orders


def test_a_work_order_says_what_to_do_where_and_whom_to_call(office: Office) -> None:
    customer = office.customer(phones=("+44 7700 900142",))
    number = office.placed(customer, street="14 Tanner's Yard", city="Stonebridge", postcode="SB4 2QT")
    with office.database.writing() as session:
        session.execute(text("UPDATE premises SET access_notes = 'Blue door in the yard'"))
    office.run(FinishMilestone(order=number, milestone="checked"), "mia")
    issued = office.run(IssueDocument(document="work-order", about=number))
    assert issued.suffix == "W1"
    words = " ".join(pages_of(office.read(DocumentContent(id=issued.id)).content))
    for said in (
        number, "Work order W1", "Marta Lindqvist", "7700 900142", "14 Tanner's Yard", "Blue door in the yard",
        "By Mon 7 Dec", "1 step is done already", "Fibre 500", "Name and signature", "Call Uma Support",
    ):  # fmt: skip
        assert said in words
    assert "34.00" not in words, "no prices for the crew"


# Worklists


def busy(office: Office) -> tuple[OrderNumber, OrderNumber]:
    """Uma's open work of every kind."""
    customer = office.customer(phones=("+44 7700 900142",))
    going_on, resting = office.placed(customer), office.placed(customer)
    office.run(
        MakePromise(
            about=About(going_on),
            text="Call about the router",
            due_at=office.clock.now() + timedelta(hours=2),
        )
    )
    request = office.run(
        OpenRequest(about=About(str(customer)), event="complaint", wants="Wants a second socket")
    )
    office.run(
        WaitRequest(request=request.id, waiting_for="the crew", what="a day", follow_up_on=date(2026, 11, 30))
    )
    office.run(HoldOrder(order=resting, reason="Router out of stock", check_on=date(2026, 12, 1)))
    office.run(OfferHandover(about=About(going_on), to="ulf", note="Take the visit", owed="A call back"))
    return going_on, resting


def test_a_worklist_has_everything_a_colleague_has_open(office: Office) -> None:
    going_on, resting = busy(office)
    issued = office.run(IssueDocument(document="worklist", about="uma"))
    assert (issued.suffix, issued.number, issued.name) == ("L1", None, "Uma Support L1")
    words = " ".join(pages_of(office.read(DocumentContent(id=issued.id)).content))
    for said in (
        "Call about the router", "24 Nov 12:42", "Wants a second socket", "Waits for: the crew, a day", going_on,
        resting, "Router out of stock", "To Ulf Support", "Owed: A call back", "7700 900142", "inside use only",
    ):  # fmt: skip
        assert said in words
    theirs = words_of(office, "worklist", "ulf")
    assert "From Uma Support: Take the visit" in theirs
    assert "Call about the router" not in theirs
    assert "Nothing is open." in words_of(office, "worklist", "fin")


def test_a_name_that_cannot_be_printed_does_not_keep_back_the_worklist(office: Office) -> None:
    number = office.placed(office.customer("남궁민", phones=("+44 7700 900142",)))
    words = words_of(office, "worklist", "uma")
    assert "(in letters we cannot print, see the screen) +44 7700 900142" in words
    assert number in words


def test_what_was_closed_or_given_away_is_not_on_the_worklist(office: Office) -> None:
    going_on, resting = busy(office)
    office.run(Assign(about=About(resting), to="sam"), "mia")
    words = words_of(office, "worklist", "uma")
    assert going_on in words
    assert resting not in words
    assert resting in words_of(office, "worklist", "sam")


def test_a_broken_promise_stands_broken_on_the_worklist(office: Office) -> None:
    busy(office)
    office.later(hours=3)
    assert "Broken" in words_of(office, "worklist", "uma")


def test_the_shift_handover_leaves_room_to_write_and_sign(office: Office) -> None:
    busy(office)
    issued = office.run(IssueDocument(document="shift-handover", about="uma"))
    assert issued.suffix == "S1"
    words = " ".join(pages_of(office.read(DocumentContent(id=issued.id)).content))
    for said in ("What else the next one must know", "Handed over", "Taken over", "Call about the router"):
        assert said in words


def test_worklists_of_one_colleague_count_on(office: Office) -> None:
    busy(office)
    assert office.run(IssueDocument(document="worklist", about="uma")).suffix == "L1"
    office.later(minutes=5)
    assert office.run(IssueDocument(document="worklist", about="uma")).suffix == "L2"
    assert office.run(IssueDocument(document="worklist", about="ulf")).suffix == "L1"
    assert [one.suffix for one in office.read(IssuedDocuments(about="uma"))] == ["L2", "L1"]
    with pytest.raises(NotFound, match="no colleague"):
        office.run(IssueDocument(document="worklist", about="nobody"))


# Copies


def test_a_reprint_keeps_the_bytes_counts_and_is_marked(office: Office) -> None:
    customer = office.customer()
    number = office.placed(customer)
    issued = office.run(IssueDocument(document=CONFIRMATION, about=number))
    kept = office.read(DocumentContent(id=issued.id)).content
    office.later(days=1)
    again = office.run(ReprintDocument(document=issued.id))
    assert (again.suffix, again.sha256, again.reprints) == ("C1", issued.sha256, 1)
    assert office.run(ReprintDocument(document=issued.id), "bea").reprints == 2
    assert office.read(DocumentContent(id=issued.id)).content == kept
    assert hashlib.sha256(kept).hexdigest() == issued.sha256
    copy = office.read(DocumentContent(id=issued.id, copy=True))
    [page] = pages_of(copy.content)
    assert "Copy of C1, printed 25 November 2026" in page
    assert "Copy of" not in pages_of(kept)[0]
    newest = office.read(CaseQuery(about=str(customer))).timeline[0]
    assert newest.headline == "Printed: Order confirmation C1, printed again as a copy"
    assert issued.sha256 in newest.text
    [row] = office.read(OrderQuery(number=number)).documents
    assert row.reprints == 2


def test_the_preview_of_what_was_issued_already_is_its_marked_copy(office: Office) -> None:
    number = office.placed()
    office.run(IssueDocument(document=CONFIRMATION, about=number))
    office.later(days=1)
    preview = office.read(PreviewDocument(document=CONFIRMATION, about=number))
    assert preview.is_copy
    [page] = pages_of(preview.content)
    assert "Copy of C1, printed 25 November 2026" in page
    issued = office.run(IssueDocument(document=CONFIRMATION, about=number))
    copy = office.read(DocumentContent(id=issued.id, copy=True))
    assert pages_of(copy.content) == [page]


def test_a_replaced_document_can_still_be_printed_again(office: Office) -> None:
    number = office.placed()
    first = office.run(IssueDocument(document="work-order", about=number))
    office.later(minutes=1)
    office.run(FinishMilestone(order=number, milestone="checked"), "mia")
    assert office.run(IssueDocument(document="work-order", about=number)).suffix == "W2"
    assert office.run(ReprintDocument(document=first.id)).reprints == 1
    rows = {one.suffix: (one.state, one.reprints) for one in office.read(IssuedDocuments(about=number))}
    assert rows == {"W1": ("replaced", 1), "W2": ("issued", 0)}


def test_a_colleagues_list_is_printed_again_too(office: Office) -> None:
    issued = office.run(IssueDocument(document="worklist", about="uma"))
    assert office.run(ReprintDocument(document=issued.id)).reprints == 1
    [page] = pages_of(office.read(DocumentContent(id=issued.id, copy=True)).content)
    assert "Copy of L1" in page


def test_who_may_not_print_may_not_print_again(office: Office) -> None:
    issued = office.run(IssueDocument(document=CONFIRMATION, about=office.placed()))
    with pytest.raises(NotPermitted):
        office.run(ReprintDocument(document=issued.id), "adm")
    with pytest.raises(NotFound, match="There is no document"):
        office.run(ReprintDocument(document=office.customer()))


def test_two_desks_never_give_the_same_suffix(office: Office) -> None:
    number = office.placed()
    issued: list[str] = []

    def print_with(login: str) -> Callable[[], None]:
        return lambda: issued.append(
            office.services(login).run(IssueDocument(document="work-order", about=number)).result.suffix
        )

    threads = [Thread(target=print_with(login)) for login in ("uma", "ulf", "sam", "mia")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(issued) == ["W1", "W2", "W3", "W4"], "each names who gave it"


# Batches


def test_a_batch_is_looked_at_as_one_and_says_what_is_missing(office: Office) -> None:
    sound = [office.placed(office.customer(f"Person {n}")) for n in range(3)]
    bad = office.placed(office.customer("山田"))
    batch = office.read(PreviewBatch(document=CONFIRMATION, about=(*sound, bad, sound[0], "4107-2981")))
    assert batch.printed == tuple(sound)
    assert [(one.about, one.error) for one in batch.refused] == [(bad, "refused"), ("4107-2981", "not_found")]
    assert "山" in batch.refused[0].why
    pages = pages_of(batch.bytes.content)
    assert len(pages) == batch.bytes.pages == 3
    assert all(number in page for number, page in zip(sound, pages, strict=True))
    with office.database.reading() as connection:
        assert connection.scalar(text("SELECT count(*) FROM stored_files")) == 0


def test_a_batch_of_nothing_or_of_too_many_is_refused(office: Office) -> None:
    bad = office.placed(office.customer("山田"))
    with pytest.raises(RefusedByRule, match="山"):
        office.read(PreviewBatch(document=CONFIRMATION, about=(bad,)))
    with pytest.raises(RefusedByRule, match="nothing to print"):
        office.read(PreviewBatch(document=CONFIRMATION, about=()))
    with pytest.raises(RefusedByRule, match="Up to 200"):
        office.read(PreviewBatch(document=CONFIRMATION, about=("4107-2981",) * 201))


def test_issued_documents_are_bound_with_marks_on_the_copies(office: Office) -> None:
    first, second = (
        office.run(IssueDocument(document=CONFIRMATION, about=office.placed())) for _ in range(2)
    )
    office.run(ReprintDocument(document=second.id))
    whole = office.read(BoundDocuments(ids=(first.id, second.id)))
    pages = pages_of(whole.content)
    assert [("Copy of C1" in page) for page in pages] == [False, True]
    assert whole.pages == 2
    assert whole.name == "Order confirmation.pdf"


# The history


def test_every_paper_is_in_the_history_with_suffix_and_hash(office: Office) -> None:
    number = office.placed()
    office.run(RecordDecision(about=About(number), question="Free?", outcome="Free"))
    issued = [
        office.run(IssueDocument(document=document, about=number))
        for document in (CONFIRMATION, RECORD, "case-record-customer", "work-order", "decision")
    ]
    rows = [
        one.values
        for one in office.read(History(about=About(str(office.read(OrderQuery(number=number)).customer))))
        if one.kind == "document"
    ]
    assert [(one["suffix"][1], one["sha256"][1]) for one in rows] == [
        (one.suffix, one.sha256) for one in issued
    ]
