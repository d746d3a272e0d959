"""Looks at documents: previews, what was issued, copies of it and batches; issuing is in `issuing`."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, func, select

from casedesk.contract.documents import (
    BatchPages,
    BoundDocuments,
    DocumentBytes,
    DocumentContent,
    Documents,
    IssuedDocuments,
    IssuedRow,
    PreviewBatch,
    PreviewDocument,
    PrintableRow,
    RefusedPage,
)
from casedesk.documents.render import bound, document, documents, marked_copy
from casedesk.documents.specification import DocumentSpec
from casedesk.errors import NotFound, RefusedByRule
from casedesk.models import Customer, IssuedDocument, Order, Staff, StoredFile
from casedesk.rules.file_names import shown_name
from casedesk.rules.order_number import printed
from casedesk.rules.states import DocumentState
from casedesk.services.about import id_in
from casedesk.services.handlers import answers
from casedesk.services.paper_pages import (
    AS_OF_A_MOMENT,
    FOR_INSIDE_USE,
    document_name,
    page_count,
    render_pages,
    wanted_document,
)
from casedesk.services.paper_subjects import NAMED_BY, PaperSubject, paper_subject
from casedesk.services.queries.rows import case_id_of, number_of, order_row
from casedesk.services.reader import Reader
from casedesk.words import say

MOST_IN_A_BATCH = 200


@answers(Documents)
def printable_documents(_reader: Reader, _query: Documents) -> tuple[PrintableRow, ...]:
    """The documents that can be printed, by id."""
    return tuple(
        PrintableRow(
            id=one.id,
            name=say(one.name),
            about=NAMED_BY[one.about],
            letter=one.letter,
            for_customer=one.for_customer,
        )
        for one in documents()
    )


# Looking


@answers(PreviewDocument)
def preview_document(reader: Reader, query: PreviewDocument) -> DocumentBytes:
    """The very pages that issuing would print: a marked copy, or new ones with the next free suffix."""
    spec = wanted_document(query)
    subject = paper_subject(reader, spec, query.about)
    last = last_issued(reader, subject, spec)
    if last is not None and is_unchanged(reader, last, spec, subject, query.page_size):
        return _as_copy(reader, kept_document(reader, last.id))
    suffix = next_suffix(reader.connection, subject, spec)
    content = render_pages(reader, spec, subject, suffix, query.page_size)
    name = _file_name(subject.name, suffix)
    return DocumentBytes(name, content, page_count(content), document=spec.id)


@answers(PreviewBatch)
def preview_batch(reader: Reader, query: PreviewBatch) -> BatchPages:
    """The pages of all that can be printed in one; RefusedByRule when none of them can, or for too many."""
    if len(query.about) > MOST_IN_A_BATCH:
        raise RefusedByRule(
            say(
                "Up to $most documents are printed at once, and these are $n. Narrow the list.",
                most=MOST_IN_A_BATCH,
                n=len(query.about),
            ),
            rule="batch_size",
        )
    printed_pages: list[tuple[str, DocumentBytes]] = []
    refused: list[RefusedPage] = []
    for about in dict.fromkeys(query.about):
        one = PreviewDocument(document=query.document, about=about, page_size=query.page_size)
        try:
            printed_pages.append((about, preview_document(reader, one)))
        except (NotFound, RefusedByRule) as error:
            refused.append(RefusedPage(about=about, error=error.word, why=str(error)))
    if not printed_pages:
        raise RefusedByRule(
            refused[0].why if refused else say("There is nothing to print."), rule="nothing_to_print"
        )
    name = document_name(query.document)
    return BatchPages(
        bytes=_bound(name, [one for _, one in printed_pages]),
        printed=tuple(about for about, _ in printed_pages),
        refused=tuple(refused),
    )


@answers(DocumentContent)
def document_content(reader: Reader, query: DocumentContent) -> DocumentBytes:
    """The bytes that were issued; a copy has its mark on every page of them."""
    row = kept_document(reader, query.id)
    return _as_copy(reader, row) if query.copy else _as_issued(row)


@answers(BoundDocuments)
def bound_documents(reader: Reader, query: BoundDocuments) -> DocumentBytes:
    """The bytes of all, one after the other."""
    rows = [kept_document(reader, one) for one in query.ids]
    if not rows:
        raise RefusedByRule(say("There is nothing to print."), rule="nothing_to_print")
    name = document_name(rows[0].kind)
    return _bound(name, [_as_copy(reader, row) if row.times_reprinted else _as_issued(row) for row in rows])


@answers(IssuedDocuments)
def issued_documents(reader: Reader, query: IssuedDocuments) -> tuple[IssuedRow, ...]:
    """Everything issued about an order, about a case with its orders, or for a colleague; newest first."""
    rows = reader.connection.execute(
        _issued_select().where(_about(reader, query.about)).order_by(
            IssuedDocument.issued_at.desc(), IssuedDocument.id.desc()
        )
    )
    return tuple(
        IssuedRow(
            id=row.id,
            kind=row.kind,
            name=document_name(row.kind),
            suffix=row.suffix,
            order_number=number_of(row.digits),
            state=row.state,
            issued_at=row.issued_at,
            issued_by=row.issued_by,
            pages=row.pages,
            reprints=row.times_reprinted,
            sha256=row.sha256,
        )
        for row in rows
    )


def _about(reader: Reader, about: str) -> Any:
    if id_in(about) is not None:
        return IssuedDocument.case_id == case_id_of(reader, about)
    staff_id = reader.connection.scalar(select(Staff.id).where(Staff.login == about))
    if staff_id is not None:
        return IssuedDocument.staff_id == staff_id
    order = order_row(reader, about)
    of_case = (IssuedDocument.case_id == order.case_id) & IssuedDocument.order_id.is_(None)
    return (IssuedDocument.order_id == order.id) | of_case


def _issued_select() -> Any:
    issuer, colleague = Staff.__table__.alias("issuer"), Staff.__table__.alias("colleague")
    return (
        select(
            IssuedDocument.__table__,
            StoredFile.sha256,
            Order.digits,
            Customer.name.label("customer_name"),
            Customer.language,
            colleague.c.name.label("colleague_name"),
            issuer.c.name.label("issued_by"),
        )
        .join(StoredFile, StoredFile.id == IssuedDocument.file_id)
        .join(issuer, issuer.c.id == IssuedDocument.issued_by_id)
        .outerjoin(Order, Order.id == IssuedDocument.order_id)
        .outerjoin(Customer, Customer.id == IssuedDocument.case_id)
        .outerjoin(colleague, colleague.c.id == IssuedDocument.staff_id)
    )


def kept_document(reader: Reader, document_id: UUID) -> Any:
    """An issued document with its bytes; NotFound when there is none."""
    row = reader.connection.execute(
        _issued_select().add_columns(StoredFile.content).where(IssuedDocument.id == document_id)
    ).one_or_none()
    if row is None:
        raise NotFound(say("There is no document $id.", id=document_id), document=str(document_id))
    return row


def owner_name(row: Any) -> str:
    """What people call that which an issued document is about."""
    return printed(row.digits) if row.digits else str(row.customer_name or row.colleague_name)


def _as_issued(row: Any) -> DocumentBytes:
    name = _file_name(owner_name(row), row.suffix)
    return DocumentBytes(name, row.content, row.pages, document=row.kind)


def _as_copy(reader: Reader, row: Any) -> DocumentBytes:
    spec = document(row.kind)
    language = reader.company.language if spec.about in FOR_INSIDE_USE else row.language
    content = marked_copy(row.content, row.kind, row.suffix, reader.today, language)
    return replace(_as_issued(row), content=content, is_copy=True)


def _bound(name: str, parts: Sequence[DocumentBytes]) -> DocumentBytes:
    content = bound([one.content for one in parts])
    return DocumentBytes(shown_name(f"{name}.pdf"), content, sum(one.pages for one in parts))


def _file_name(name: str, suffix: str) -> str:
    return shown_name(f"{name} {suffix}.pdf")


# What was issued before


def last_issued(reader: Reader, subject: PaperSubject, spec: DocumentSpec) -> Any:
    """What was issued last of this document about this subject and was not replaced, None for nothing."""
    of_subject = (
        IssuedDocument.subject_id == subject.decision_id
        if subject.decision_id
        else IssuedDocument.subject_id.is_(None)
    )
    return reader.connection.execute(
        select(IssuedDocument.id, IssuedDocument.suffix, IssuedDocument.issued_at, StoredFile.sha256)
        .join(StoredFile, StoredFile.id == IssuedDocument.file_id)
        .where(
            subject.counts_within,
            of_subject,
            IssuedDocument.kind == spec.id,
            IssuedDocument.state != DocumentState.REPLACED,
        )
        .order_by(IssuedDocument.issued_at.desc(), IssuedDocument.id.desc())
        .limit(1)
    ).one_or_none()


def is_unchanged(reader: Reader, last: Any, spec: DocumentSpec, subject: PaperSubject, page_size: str) -> bool:
    """Whether the pages would be the same as those issued last, dated as they were then."""
    if spec.about in AS_OF_A_MOMENT:
        return False
    dated = replace(reader, now=last.issued_at)
    again = render_pages(dated, spec, subject, last.suffix, page_size)
    return hashlib.sha256(again).hexdigest() == str(last.sha256)


def next_suffix(connection: Connection, subject: PaperSubject, spec: DocumentSpec) -> str:
    """The letter of the document and how many of it there are, with this one."""
    taken = connection.scalar(
        select(func.count())
        .select_from(IssuedDocument)
        .where(subject.counts_within, IssuedDocument.kind == spec.id)
    )
    return f"{spec.letter}{int(taken or 0) + 1}"
