"""What the program keeps about its own work: commands done, search keys, look-ups, imports, permitted moves."""

from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from casedesk.db.base import Base, Id, Instant, Json, Word, one_of
from casedesk.rules.search_keys import KeyKind
from casedesk.rules.vocabulary import LookKind, TargetKind


class CommandDone(Base):
    """A command that was carried out under a request id; sent again, it is answered from here."""

    __tablename__ = "commands_done"

    request_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    command: Mapped[str] = mapped_column(String(60))
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
    at: Mapped[Instant]
    result: Mapped[dict[str, Any] | None] = mapped_column(JSON)


class SearchKey(Base):
    """A normalised form under which a customer or an order is found; written with the fact it comes from."""

    __tablename__ = "search_keys"
    __table_args__ = (
        one_of("kind", KeyKind),
        one_of("target_kind", TargetKind),
        Index("ix_search_keys_kind_key", "kind", "key", "target_id"),
        Index("ix_search_keys_source", "source_id"),
    )

    kind: Mapped[Word] = mapped_column(String(20), primary_key=True)
    key: Mapped[str] = mapped_column(
        String(120).with_variant(String(120, collation="C"), "postgresql"), primary_key=True
    )
    target_kind: Mapped[Word]
    target_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    source_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.customer_id"))


class Look(Base):
    """Who opened which case, and look-ups that found nothing; append-only."""

    __tablename__ = "looks"
    __table_args__ = (one_of("kind", LookKind), Index("ix_looks_at", "at"))

    id: Mapped[Id]
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
    at: Mapped[Instant]
    kind: Mapped[Word]
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("cases.customer_id"))
    text: Mapped[str] = mapped_column(default="")
    hits: Mapped[int | None]


class ImportRun(Base):
    """One run of an import: which source and mapping, what it made, changed, skipped and rejected."""

    __tablename__ = "import_runs"

    id: Mapped[Id]
    source: Mapped[str] = mapped_column(String(60))
    mapping: Mapped[str]
    started_at: Mapped[Instant]
    finished_at: Mapped[Instant | None]
    started_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
    counts: Mapped[Json]


class ImportRecord(Base):
    """What a key of another system became here, and a digest of each field as the file had it.

    So a second run of the same file changes nothing, and a later file changes only the fields that it changed itself.
    """

    __tablename__ = "import_records"
    __table_args__ = (Index("ix_import_records_target", "target_id"),)

    source: Mapped[str] = mapped_column(String(60), primary_key=True)
    kind: Mapped[Word] = mapped_column(String(40), primary_key=True)
    external: Mapped[str] = mapped_column(String(120), primary_key=True)
    target_id: Mapped[UUID] = mapped_column(Uuid)
    run_id: Mapped[UUID] = mapped_column(ForeignKey("import_runs.id"))
    digests: Mapped[Json]


class StateMove(Base):
    """A move that the database lets a thing's state make; from '' is where it may begin."""

    __tablename__ = "state_moves"

    thing: Mapped[Word] = mapped_column(String(40), primary_key=True)
    from_state: Mapped[Word] = mapped_column(String(40), primary_key=True)
    to_state: Mapped[Word] = mapped_column(String(40), primary_key=True)
