"""Which document is meant and what its pages are: gathered by the kind of page, rendered in the right language.

To add a kind of page: a module that gathers it, a line in `_GATHERED` and one in `paper_subjects.NAMED_BY`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import select

from casedesk.contract.documents import IssueDocument, PreviewDocument
from casedesk.contract.orders import OrderQuery
from casedesk.contract.values import OrderNumber
from casedesk.documents.render import document, documents, render
from casedesk.documents.specification import DocumentSpec
from casedesk.errors import NotFound, WrongUsage
from casedesk.models import Customer
from casedesk.services.case_copy_pages import case_copy_page
from casedesk.services.case_pages import case_page
from casedesk.services.decision_pages import decision_page
from casedesk.services.order_pages import order_page
from casedesk.services.paper_subjects import PaperSubject
from casedesk.services.queries.order import order_detail
from casedesk.services.reader import Reader
from casedesk.services.work_order_pages import work_order_page
from casedesk.services.worklist_pages import worklist_page
from casedesk.words import say

FOR_INSIDE_USE = frozenset({"case", "work_order", "worklist"})
"""Kinds of pages in the company's language; all others are in the customer's."""

AS_OF_A_MOMENT = frozenset({"case", "case_copy", "worklist"})
"""Kinds of pages that say how things stand when they are printed; later they say it of another moment."""


def wanted_document(asked: IssueDocument | PreviewDocument) -> DocumentSpec:
    """The document, or its version for the customer; NotFound, or WrongUsage where there is no such version."""
    if asked.document not in {one.id for one in documents()}:
        raise NotFound(
            say("There is no document “$id”. The list: casedesk documents", id=asked.document),
            document=asked.document,
        )
    spec = document(asked.document)
    if not asked.for_customer:
        return spec
    if spec.for_customer:
        return document(spec.for_customer)
    if spec.about in FOR_INSIDE_USE:
        raise WrongUsage(
            say("$name is for inside use only; it has no version for the customer.", name=say(spec.name)),
            document=spec.id,
        )
    return spec


def document_name(document_id: str) -> str:
    """What people call a document; its id when it is no longer shipped."""
    return next((say(one.name) for one in documents() if one.id == document_id), document_id)


def render_pages(
    reader: Reader, spec: DocumentSpec, subject: PaperSubject, suffix: str, page_size: str
) -> bytes:
    """The pages as PDF, in the customer's language; those for inside use in the company's."""
    language = reader.company.language
    if spec.about not in FOR_INSIDE_USE:
        language = str(
            reader.connection.scalar(select(Customer.language).where(Customer.id == subject.case_id))
        )
    page = _GATHERED[spec.about](reader, subject, suffix)
    return render(spec.id, page, page_size=page_size, language=language)


def page_count(content: bytes) -> int:
    """How many pages a PDF made here has: its page tree says so in plain text."""
    _, _, rest = content.rpartition(b"/Count ")
    digits = rest[: next(at for at, sign in enumerate(rest) if not 48 <= sign <= 57)]
    return int(digits)


def _of_order(gather: Callable[..., object]) -> Callable[[Reader, PaperSubject, str], object]:
    def page(reader: Reader, subject: PaperSubject, suffix: str) -> object:
        order = order_detail(reader, OrderQuery(number=OrderNumber(subject.name)))
        return gather(reader, order, suffix)

    return page


def _of_key(gather: Callable[..., object], key: str) -> Callable[[Reader, PaperSubject, str], object]:
    def page(reader: Reader, subject: PaperSubject, suffix: str) -> object:
        return gather(reader, getattr(subject, key), suffix)

    return page


_GATHERED: Mapping[str, Callable[[Reader, PaperSubject, str], Any]] = {
    "order": _of_order(order_page),
    "work_order": _of_order(work_order_page),
    "case": _of_key(case_page, "case_id"),
    "case_copy": _of_key(case_copy_page, "case_id"),
    "decision": _of_key(decision_page, "decision_id"),
    "worklist": _of_key(worklist_page, "staff_id"),
}
