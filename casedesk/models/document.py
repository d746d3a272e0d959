"""Attachments and issued documents; their bytes lie in the shared database, apart from the rows that name them."""

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from casedesk.db.base import Base, Id, Instant, Versioned, Word, one_of
from casedesk.rules.states import DocumentState

LARGEST_FILE = 20 * 1024 * 1024


class StoredFile(Base):
    """The bytes of an attachment or a document, once per content."""

    __tablename__ = "stored_files"
    __table_args__ = (CheckConstraint(f"size <= {LARGEST_FILE}", name="size_limit"),)

    id: Mapped[Id]
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary)


class Attachment(Base):
    """A file or mail dropped on the case or the order, with its shown name."""

    __tablename__ = "attachments"
    __table_args__ = (Index("ix_attachments_case", "case_id"),)

    id: Mapped[Id]
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.customer_id"))
    order_id: Mapped[UUID | None] = mapped_column(ForeignKey("orders.id"))
    request_id: Mapped[UUID | None] = mapped_column(ForeignKey("requests.id"))
    name: Mapped[str]
    file_id: Mapped[UUID] = mapped_column(ForeignKey("stored_files.id"))
    stored_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
    stored_at: Mapped[Instant]


class IssuedDocument(Versioned, Base):
    """A printed page set of an order with its suffix (`C1`), kept as the very bytes that were issued."""

    __tablename__ = "issued_documents"
    __table_args__ = (
        one_of("state", DocumentState, name="state_known"),
        UniqueConstraint("order_id", "suffix", name="uq_issued_documents_suffix"),
    )

    id: Mapped[Id]
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.customer_id"))
    order_id: Mapped[UUID] = mapped_column(ForeignKey("orders.id"))
    kind: Mapped[Word]
    suffix: Mapped[Word]
    state: Mapped[Word]
    pages: Mapped[int]
    file_id: Mapped[UUID] = mapped_column(ForeignKey("stored_files.id"))
    issued_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
    issued_at: Mapped[Instant]
    times_reprinted: Mapped[int] = mapped_column(default=0)
