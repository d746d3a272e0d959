"""Commands and queries about paper: what can be printed, previews, issued documents and their copies."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from casedesk.contract.declaration import command, parameter, query, record
from casedesk.contract.values import OrderNumber


@record
class PrintableRow:
    """A document that can be printed: `about` is what it is named for, `letter` begins its suffix.

    `about` is order, case (also by customer), decision (also by its order or customer) or staff.
    `for_customer` is the id of what is printed instead when one for inside use is to be handed out.
    """

    id: str
    name: str
    about: str
    letter: str
    for_customer: str


@query(result=tuple[PrintableRow, ...], permission="read_catalogue")
class Documents:
    """The documents that can be printed."""


@record
class DocumentIssued:
    """The issued document with its suffix and SHA-256; the bytes are in the database.

    `number` is the order number, None for a document of a customer without one or of a colleague; `name` is
    what people call it, as "4107-2981 C1". `reprints` above 0: what is printed now is a copy, marked so.
    """

    id: UUID
    number: OrderNumber | None
    name: str
    suffix: str
    sha256: str
    pages: int
    reprints: int


_ABOUT = "order number; customer, request or decision id; or a colleague's login"
_FOR_CUSTOMER = "the version that may be handed to the customer, without anything for inside use"


@command(result=DocumentIssued)
class IssueDocument:
    """Issue a document: rendered, kept, numbered by suffix; the same pages issued again are a marked reprint."""

    document: str = parameter("document id, as order-confirmation")
    about: str = parameter(_ABOUT)
    page_size: str = parameter("A4 or Letter", default="A4")
    for_customer: bool = parameter(_FOR_CUSTOMER, default=False)


@command(result=DocumentIssued, permission="issue_document")
class ReprintDocument:
    """Print an issued document again: the very bytes that were kept, counted, and marked as a copy."""

    document: UUID = parameter("the issued document's id")


@record
class DocumentBytes:
    """The bytes of a page set and how it is called; `is_copy` when they are marked as printed before.

    `document` is the id of the kind of document, "" for several bound together.
    """

    name: str
    content: bytes
    pages: int
    is_copy: bool = False
    document: str = ""


@query(result=DocumentBytes)
class PreviewDocument:
    """The very pages that issuing would print, without keeping them; a marked copy of what was issued already."""

    document: str = parameter("document id")
    about: str = parameter(_ABOUT)
    page_size: str = parameter("A4 or Letter", default="A4")
    for_customer: bool = parameter(_FOR_CUSTOMER, default=False)


@record
class RefusedPage:
    """A document of a batch that cannot be printed, and why."""

    about: str
    error: str
    why: str


@record
class BatchPages:
    """The pages of many documents in one, and what is missing from them."""

    bytes: DocumentBytes
    printed: tuple[str, ...]
    refused: tuple[RefusedPage, ...]


@query(result=BatchPages)
class PreviewBatch:
    """The pages that issuing one document of each of many would keep, and which of them cannot be printed."""

    document: str = parameter("document id")
    about: tuple[str, ...] = parameter("what each is about, up to 200")
    page_size: str = parameter("A4 or Letter", default="A4")


@query(result=DocumentBytes)
class DocumentContent:
    """The bytes of an issued document, on wish marked as a copy on every page."""

    id: UUID = parameter("the issued document's id")
    copy: bool = parameter("marked as a copy printed today", default=False)


@query(result=DocumentBytes)
class BoundDocuments:
    """Issued documents bound into one; those printed before are marked as copies."""

    ids: tuple[UUID, ...] = parameter("ids of issued documents, in the order to bind them")


@record
class IssuedRow:
    """A document that was issued, by its suffix."""

    id: UUID
    kind: str
    name: str
    suffix: str
    order_number: OrderNumber | None
    state: str
    issued_at: datetime
    issued_by: str
    pages: int
    reprints: int
    sha256: str


@query(result=tuple[IssuedRow, ...])
class IssuedDocuments:
    """Every document issued about an order, a customer or a colleague, newest first."""

    about: str = parameter("order number, customer id or a colleague's login")
