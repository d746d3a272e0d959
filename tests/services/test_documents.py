"""Documents previewed, issued and printed again, on both databases."""

from __future__ import annotations

import hashlib

import pypdfium2
import pytest
from sqlalchemy import text

from casedesk.contract.cases import CaseQuery
from casedesk.contract.documents import (
    DocumentContent,
    Documents,
    IssuedDocuments,
    IssueDocument,
    PreviewDocument,
)
from casedesk.contract.orders import ChangeLines, LineGiven, OrderQuery
from casedesk.errors import NotFound, RefusedByRule
from casedesk.services.documents import page_count
from tests.factories import Office

CONFIRMATION = "order-confirmation"


def _text_of(content: bytes) -> str:
    document = pypdfium2.PdfDocument(content)
    words = "\n".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return words


def test_the_preview_is_what_is_kept(office: Office) -> None:
    number = office.placed(office.customer(street="14 Tanner's Yard", city="Stonebridge", postcode="SB4 2QT"))
    preview = office.read(PreviewDocument(document=CONFIRMATION, about=number))
    issued = office.run(IssueDocument(document=CONFIRMATION, about=number))
    kept = office.read(DocumentContent(id=issued.id))
    assert kept.content == preview.content
    assert hashlib.sha256(kept.content).hexdigest() == issued.sha256
    words = _text_of(kept.content)
    assert number in words
    assert "14 Tanner's Yard" in words
    assert "Monday 7 December 2026" in words


def test_printed_again_it_is_the_same_document_and_counted(office: Office) -> None:
    number = office.placed()
    first = office.run(IssueDocument(document=CONFIRMATION, about=number))
    office.later(days=1)
    again = office.run(IssueDocument(document=CONFIRMATION, about=number))
    assert (first.suffix, again.suffix, again.id) == ("C1", "C1", first.id)
    (row,) = office.read(OrderQuery(number=number)).documents
    assert row.reprints == 1


def test_a_changed_order_gets_the_next_suffix(office: Office) -> None:
    number = office.placed()
    office.run(IssueDocument(document=CONFIRMATION, about=number))
    office.run(ChangeLines(order=number, lines=(LineGiven(product="ROUTER"),)))
    assert office.run(IssueDocument(document=CONFIRMATION, about=number)).suffix == "C2"
    with office.database.reading() as connection:
        states = connection.scalars(text("SELECT state FROM issued_documents ORDER BY suffix")).all()
    assert states == ["replaced", "issued"]


def test_a_document_stands_in_the_timeline(office: Office) -> None:
    customer = office.customer()
    number = office.placed(customer)
    office.run(IssueDocument(document=CONFIRMATION, about=number))
    newest = office.read(CaseQuery(about=str(customer))).timeline[0]
    assert (newest.headline, newest.order_number) == ("Printed: Order confirmation C1", number)
    [sha256] = [one.sha256 for one in office.read(IssuedDocuments(about=number))]
    assert newest.text == f"SHA-256 {sha256}"


def test_a_letter_that_cannot_be_printed_is_named_before_anything_is_kept(office: Office) -> None:
    number = office.placed(office.customer("Мария \u5c71\u7530"))
    with pytest.raises(RefusedByRule, match="\u5c71"):
        office.run(IssueDocument(document=CONFIRMATION, about=number))
    with office.database.reading() as connection:
        assert connection.scalar(text("SELECT count(*) FROM stored_files")) == 0


def test_a_quote_prints_as_a_quote(office: Office) -> None:
    preview = office.read(PreviewDocument(document="order-quote", about=office.quote()))
    assert "quote" in _text_of(preview.content).lower()


def test_the_case_record_prints_for_inside_use(office: Office) -> None:
    number = office.placed(wants="Fibre for the shop")
    words = _text_of(office.read(PreviewDocument(document="case-record", about=number)).content)
    assert "Fibre for the shop" in words
    assert "Do not hand out" in words
    assert "Uma Support" in words


def test_an_unknown_document_is_refused(office: Office) -> None:
    with pytest.raises(NotFound, match="casedesk documents"):
        office.read(PreviewDocument(document="invoice", about=office.quote()))
    known = {one.id: one.about for one in office.read(Documents())}
    assert known == {
        CONFIRMATION: "order",
        "order-quote": "order",
        "work-order": "order",
        "case-record": "case",
        "case-record-customer": "case",
        "decision": "decision",
        "worklist": "staff",
        "shift-handover": "staff",
    }


@pytest.mark.parametrize("lines", [1, 60])
def test_pages_are_counted_as_a_reader_counts_them(office: Office, lines: int) -> None:
    number = office.quote(lines=(LineGiven(product="ROUTER"),) * lines)
    preview = office.read(PreviewDocument(document="order-quote", about=number))
    document = pypdfium2.PdfDocument(preview.content)
    assert preview.pages == len(document) == page_count(preview.content)
    document.close()


def test_what_the_company_promises_for_lateness_is_said_only_when_it_promises_it(office: Office) -> None:
    number = office.placed()
    assert "money off" not in _text_of(office.read(PreviewDocument(document=CONFIRMATION, about=number)).content)
    with office.database.writing() as session:
        session.execute(text("UPDATE company SET late_words = 'If we are late, you get money off your bill.'"))
    assert "money off" in _text_of(office.read(PreviewDocument(document=CONFIRMATION, about=number)).content)
