"""Gathers what a printed page says, and issues it: rendered, kept with its hash, numbered by suffix."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

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
from casedesk.documents import context as page
from casedesk.documents.render import documents, render
from casedesk.errors import NotFound
from casedesk.models import (
    Company,
    ContactPoint,
    Customer,
    IssuedDocument,
    Order,
    Premises,
    Staff,
    StoredFile,
)
from casedesk.rules.money import tax_words
from casedesk.rules.order_number import printed
from casedesk.rules.states import DocumentState, OrderState
from casedesk.rules.vocabulary import Charge, ContactPointKind, EntryKind
from casedesk.services.about import order_and_case
from casedesk.services.handlers import answers, handles
from casedesk.services.queries.order import order_detail
from casedesk.services.reader import Reader
from casedesk.services.stored_files import store_file
from casedesk.services.unit_of_work import Change, UnitOfWork
from casedesk.words import say

SUFFIX_LETTERS = {"order-confirmation": "C", "order-quote": "Q"}
"""The letter of each document's suffix; the number behind it counts within the order."""

_QUOTE_LASTS = timedelta(days=30)
_COMPANY_MARK = page.Mark(ground="#17608F", line=((0.22, 0.36), (0.5, 0.68), (0.78, 0.36)))


@answers(Documents)
def printable_documents(_reader: Reader, _query: Documents) -> tuple[PrintableRow, ...]:
    """The documents that can be printed, by id."""
    return tuple(PrintableRow(id=one.id, name=say(one.name)) for one in documents())


@answers(PreviewDocument)
def preview_document(reader: Reader, query: PreviewDocument) -> DocumentBytes:
    """The very pages that issuing would keep; their suffix is the next free one."""
    order = order_detail(reader, OrderQuery(number=query.order))
    suffix = _next_suffix(reader.connection, order.id, query.document)
    content = _render(reader, query.document, order, suffix, None, query.page_size)
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


@handles(IssueDocument)
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
    content = _render(reader, command.document, order, suffix, None, command.page_size)
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
    again = _render(dated, command.document, order, last.suffix, None, command.page_size)
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


def _render(
    reader: Reader, document_id: str, order: OrderDetail, suffix: str, copied_on: date | None, page_size: str
) -> bytes:
    customer = reader.connection.execute(
        select(Customer.__table__).where(Customer.id == order.customer)
    ).one()
    return render(
        document_id,
        order_page(reader, order, customer, suffix, copied_on),
        page_size=page_size,
        language=customer.language,
    )


def order_page(
    reader: Reader, order: OrderDetail, customer: Any, suffix: str, copied_on: date | None
) -> page.OrderPage:
    """The order as its customer reads it."""
    company = reader.connection.execute(select(Company.__table__)).one()
    written_on = reader.today
    is_quote = order.state == OrderState.QUOTE
    taken = reader.connection.execute(
        select(Staff.name, Order.opened_at)
        .join(Staff, Staff.id == Order.opened_by_id)
        .where(Order.id == order.id)
    ).one()
    return page.OrderPage(
        company=page.Company(
            name=company.name,
            legal_name=company.legal_name,
            address_lines=_address_of(company),
            mark=_COMPANY_MARK,
        ),
        recipient=_recipient(reader, order, customer),
        number=page.Number(printed=order.number, digits=order.number.replace("-", "")),
        contact=_contact(reader, order, customer, company),
        written_on=written_on,
        lines=tuple(_line(one) for one in order.lines),
        currency=order.currency,
        total_once=order.total_once,
        total_monthly=order.total_monthly
        if any(one.charge == Charge.MONTHLY for one in order.lines)
        else None,
        tax_words=company.tax_words or tax_words(prices_include_tax=company.prices_include_tax),
        promise=_promise(order),
        steps=_steps(order),
        cancel_until=None
        if is_quote
        else (order.placed_on or written_on) + timedelta(days=company.cancel_days),
        valid_until=written_on + _QUOTE_LASTS if is_quote else None,
        taken_by=taken.name,
        taken_at=taken.opened_at.astimezone(ZoneInfo(company.zone)),
        copied_on=copied_on,
        suffix=suffix,
    )


def _address_of(row: Any) -> tuple[str, ...]:
    return tuple(one for one in (row.street, f"{row.city} {row.postcode}".strip()) if one)


def _recipient(reader: Reader, order: OrderDetail, customer: Any) -> page.Recipient:
    """The customer's postal address, or the place of service where there is none."""
    address = reader.connection.execute(
        select(ContactPoint.street, ContactPoint.city, ContactPoint.postcode, ContactPoint.region)
        .where(
            ContactPoint.customer_id == customer.id,
            ContactPoint.kind == ContactPointKind.ADDRESS,
            ContactPoint.ended_at.is_(None),
        )
        .order_by(ContactPoint.position)
        .limit(1)
    ).one_or_none()
    if address is None:
        address = reader.connection.execute(
            select(Premises.street, Premises.city, Premises.postcode, Premises.region)
            .join(Order, Order.premises_id == Premises.id)
            .where(Order.id == order.id)
        ).one_or_none()
    named = f"{customer.salutation} {customer.name}".strip()
    lines = [one for one in ((address.street, address.city, address.postcode) if address else ()) if one]
    last_name = customer.name.rpartition(" ")[2]
    greeting = f"{customer.salutation} {last_name}" if customer.salutation else customer.name
    return page.Recipient(address_lines=(named, *lines), salutation=greeting)


def _contact(reader: Reader, order: OrderDetail, customer: Any, company: Any) -> page.Contact:
    """The customer's named contact; the order's owner where none is named."""
    row = reader.connection.execute(
        select(Staff.name, Staff.phone, Staff.email).where(
            Staff.id == customer.contact_id if customer.contact_id else Staff.login == order.owner.login
        )
    ).one_or_none()
    if row is None:
        return page.Contact(name=company.name, phone=company.phone, email=company.email or None)
    return page.Contact(name=row.name, phone=row.phone or company.phone, email=row.email or None)


def _line(row: Any) -> page.Line:
    monthly = row.charge == Charge.MONTHLY
    return page.Line(
        name=row.name,
        words=row.detail or None,
        once=None if monthly else row.amount,
        monthly=row.amount if monthly else None,
        quantity=row.quantity,
    )


def _promise(order: OrderDetail) -> page.Promise | None:
    if order.promised_on is None:
        return None
    return page.Promise(what=say("your order is done"), on=order.promised_on)


def _steps(order: OrderDetail) -> tuple[page.NextStep, ...]:
    """What happens next, from the milestones that customers see and that are not settled."""
    return tuple(
        page.NextStep(on=day, we=one.we_do, you=one.you_do or None, by=True)
        for one in order.milestones
        if one.we_do and one.state not in ("done", "skipped") and (day := one.promised_on or one.forecast_on)
    )
