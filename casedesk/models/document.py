"""Attachments and issued documents; their bytes lie in the shared database, apart from the rows that name them."""

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, text
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


def _one_suffix(scope: str, condition: str) -> Index:
    """A suffix is given once to an order, once to a case for what is about no order, once to a colleague."""
    where = text(condition)
    return Index(
        f"uq_issued_documents_{scope}_suffix",
        f"{scope}_id",
        "suffix",
        unique=True,
        sqlite_where=where,
        postgresql_where=where,
    )


class IssuedDocument(Versioned, Base):
    """A printed page set with its suffix (`C1`), kept as the very bytes that were issued.

    It is about an order, about a case as a whole (`order_id` empty), or a colleague's own list (`staff_id`).
    `subject_id` is the one thing it confirms where an order or case has several, as a decision.
    """

    __tablename__ = "issued_documents"
    __table_args__ = (
        one_of("state", DocumentState, name="state_known"),
        CheckConstraint("(case_id IS NULL) <> (staff_id IS NULL)", name="case_or_staff"),
        CheckConstraint("order_id IS NULL OR case_id IS NOT NULL", name="order_in_case"),
        _one_suffix("order", "order_id IS NOT NULL"),
        _one_suffix("case", "order_id IS NULL AND case_id IS NOT NULL"),
        _one_suffix("staff", "staff_id IS NOT NULL"),
    )

    id: Mapped[Id]
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("cases.customer_id"))
    order_id: Mapped[UUID | None] = mapped_column(ForeignKey("orders.id"))
    staff_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    subject_id: Mapped[UUID | None]
    kind: Mapped[Word]
    suffix: Mapped[Word]
    state: Mapped[Word]
    pages: Mapped[int]
    file_id: Mapped[UUID] = mapped_column(ForeignKey("stored_files.id"))
    issued_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
    issued_at: Mapped[Instant]
    times_reprinted: Mapped[int] = mapped_column(default=0)
