"""Previews and issues documents: rendered, kept with their hash, numbered by suffix; pages are gathered elsewhere."""

from __future__ import annotations

import hashlib
from typing import Any

from sqlalchemy import Connection, func, select

from casedesk.contract.desk import (
    DocumentBytes,
    DocumentContent,
    DocumentIssued,
    Documents,
    IssueDocument,
    PreviewDocument,
    PrintableRow,
)
from casedesk.contract.ids import new_id
from casedesk.contract.orders import OrderDetail, OrderQuery
from casedesk.documents.render import documents, render
from casedesk.errors import NotFound
from casedesk.models import Customer, IssuedDocument, Order, StoredFile
from casedesk.rules.order_number import printed
from casedesk.rules.states import DocumentState
from casedesk.rules.vocabulary import EntryKind
from casedesk.services.about import order_and_case
from casedesk.services.case_pages import case_page
from casedesk.services.handlers import answers, handles
from casedesk.services.order_pages import order_page
from casedesk.services.queries.order import order_detail
from casedesk.services.reader import Reader
from casedesk.services.stored_files import store_file
from casedesk.services.unit_of_work import Change, UnitOfWork
from casedesk.words import say

CASE_RECORD = "case-record"
SUFFIX_LETTERS = {"order-confirmation": "C", "order-quote": "Q", CASE_RECORD: "R"}
"""The letter of each document's suffix; the number behind it counts within the order."""


@answers(Documents)
def printable_documents(_reader: Reader, _query: Documents) -> tuple[PrintableRow, ...]:
    """The documents that can be printed, by id."""
    return tuple(PrintableRow(id=one.id, name=say(one.name)) for one in documents())


@answers(PreviewDocument)
def preview_document(reader: Reader, query: PreviewDocument) -> DocumentBytes:
    """The very pages that issuing would keep; their suffix is the next free one."""
    order = order_detail(reader, OrderQuery(number=query.order))
    suffix = _next_suffix(reader.connection, order.id, query.document)
    content = _render(reader, query.document, order, suffix, query.page_size)
    return DocumentBytes(name=f"{order.number} {suffix}.pdf", content=content, pages=page_count(content))


@answers(DocumentContent)
def document_content(reader: Reader, query: DocumentContent) -> DocumentBytes:
    """The bytes that were issued."""
    row = reader.connection.execute(
        select(IssuedDocument.suffix, IssuedDocument.pages, StoredFile.content, Order.digits)
        .join(StoredFile, StoredFile.id == IssuedDocument.file_id)
        .join(Order, Order.id == IssuedDocument.order_id)
        .where(IssuedDocument.id == query.id)
    ).one_or_none()
    if row is None:
        raise NotFound(say("There is no document $id.", id=query.id), document=str(query.id))
    return DocumentBytes(name=f"{printed(row.digits)} {row.suffix}.pdf", content=row.content, pages=row.pages)


def _issue_anew_instead() -> str:
    return say("What was printed may have left the house. Print it again when it is right: it takes this one's place.")


@handles(IssueDocument, instead=_issue_anew_instead)
def issue_document(work: UnitOfWork, command: IssueDocument) -> DocumentIssued:
    """Kept as the bytes that go out; the same pages issued again are a reprint, changed ones a new suffix."""
    order_row, case = order_and_case(work, command.order)
    reader = Reader(work.session.connection(), work.actor, work.company, work.now)
    order = order_detail(reader, OrderQuery(number=command.order))
    last = _last_issued(work, order_row, command.document)
    if last is not None and _unchanged(reader, work, last, order, command):
        last.state = DocumentState.REPRINTED
        last.times_reprinted += 1
        _record(work, case, order_row, last, say("$document, printed again", document=last.suffix))
        return _issued(work, last, order)
    suffix = _next_suffix(reader.connection, order.id, command.document)
    content = _render(reader, command.document, order, suffix, command.page_size)
    document = IssuedDocument(
        id=new_id(),
        case_id=case.customer_id,
        order_id=order.id,
        kind=command.document,
        suffix=suffix,
        state=DocumentState.ISSUED,
        pages=page_count(content),
        file_id=store_file(work, content).id,
        issued_by_id=work.actor.id,
        issued_at=work.now,
        times_reprinted=0,
    )
    if last is not None:
        last.state = DocumentState.REPLACED
    work.session.add(document)
    _record(
        work, case, order_row, document, say("$name $suffix", name=_name_of(command.document), suffix=suffix)
    )
    return _issued(work, document, order)


def _last_issued(work: UnitOfWork, order: Order, kind: str) -> IssuedDocument | None:
    return work.session.scalars(
        select(IssuedDocument)
        .where(
            IssuedDocument.order_id == order.id,
            IssuedDocument.kind == kind,
            IssuedDocument.state != DocumentState.REPLACED,
        )
        .order_by(IssuedDocument.issued_at.desc())
        .limit(1)
    ).one_or_none()


def _unchanged(
    reader: Reader, work: UnitOfWork, last: IssuedDocument, order: OrderDetail, command: IssueDocument
) -> bool:
    """Whether the pages would be the same as those issued last, dated as they were then."""
    dated = Reader(reader.connection, reader.actor, reader.company, last.issued_at)
    again = _render(dated, command.document, order, last.suffix, command.page_size)
    kept = work.session.scalar(select(StoredFile.sha256).where(StoredFile.id == last.file_id))
    return hashlib.sha256(again).hexdigest() == kept


def _issued(work: UnitOfWork, document: IssuedDocument, order: OrderDetail) -> DocumentIssued:
    work.session.flush()  # the stored file's hash is read back
    sha256 = work.session.get_one(StoredFile, document.file_id).sha256
    return DocumentIssued(
        id=document.id, number=order.number, suffix=document.suffix, sha256=sha256, pages=document.pages
    )


def _record(work: UnitOfWork, case: Any, order: Order, document: IssuedDocument, words: str) -> None:
    work.record(
        EntryKind.DOCUMENT,
        case,
        order_id=order.id,
        subject_id=document.id,
        values={"document": Change(None, words), "suffix": Change(None, document.suffix)},
    )
    work.changed("document", document.id)


def _name_of(document_id: str) -> str:
    return next((say(one.name) for one in documents() if one.id == document_id), document_id)


def _next_suffix(connection: Connection, order_id: Any, document_id: str) -> str:
    letter = SUFFIX_LETTERS.get(document_id)
    if letter is None:
        raise NotFound(
            say("There is no document “$id”. The list: casedesk documents", id=document_id),
            document=document_id,
        )
    taken = connection.scalar(
        select(func.count()).where(IssuedDocument.order_id == order_id, IssuedDocument.kind == document_id)
    )
    return f"{letter}{int(taken or 0) + 1}"


def page_count(content: bytes) -> int:
    """How many pages a PDF made here has: its page tree says so in plain text."""
    _, _, rest = content.rpartition(b"/Count ")
    digits = rest[: next(at for at, sign in enumerate(rest) if not 48 <= sign <= 57)]
    return int(digits)


def _render(reader: Reader, document_id: str, order: OrderDetail, suffix: str, page_size: str) -> bytes:
    """The pages in the customer's language; the case record in the company's, it stays inside."""
    if document_id == CASE_RECORD:
        inside = case_page(reader, order.number)
        return render(document_id, inside, page_size=page_size, language=reader.company.language)
    language = reader.connection.scalar(select(Customer.language).where(Customer.id == order.customer))
    return render(document_id, order_page(reader, order, suffix), page_size=page_size, language=str(language))
