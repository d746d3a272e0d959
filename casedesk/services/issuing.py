"""Issues documents and prints them again: kept with their hash, numbered by suffix, told in the timeline."""

from __future__ import annotations

from sqlalchemy import select

from casedesk.contract.documents import DocumentIssued, IssueDocument, ReprintDocument
from casedesk.contract.ids import new_id
from casedesk.models import Case, IssuedDocument, Staff, StoredFile
from casedesk.rules.states import DocumentState
from casedesk.rules.vocabulary import EntryKind
from casedesk.services.documents import is_unchanged, kept_document, last_issued, next_suffix, owner_name
from casedesk.services.handlers import handles
from casedesk.services.paper_pages import document_name, page_count, render_pages, wanted_document
from casedesk.services.paper_subjects import PaperSubject, paper_subject
from casedesk.services.queries.rows import number_of
from casedesk.services.reader import Reader
from casedesk.services.stored_files import store_file
from casedesk.services.unit_of_work import Change, UnitOfWork
from casedesk.words import say


def _issue_anew_instead() -> str:
    return say("What was printed may have left the house. Print it again when it is right: it takes this one's place.")


@handles(IssueDocument, instead=_issue_anew_instead)
def issue_document(work: UnitOfWork, command: IssueDocument) -> DocumentIssued:
    """Kept as the bytes that go out; the same pages issued again are a reprint, changed ones a new suffix.

    What says how things stand at a moment has a new suffix each time.
    """
    spec = wanted_document(command)
    reader = Reader(work.session.connection(), work.actor, work.company, work.now)
    subject = paper_subject(reader, spec, command.about)
    case = _lock(work, subject)
    row = last_issued(reader, subject, spec)
    last = work.session.get_one(IssuedDocument, row.id, populate_existing=True) if row else None
    if last is not None and is_unchanged(reader, row, spec, subject, command.page_size):
        return _printed_again(work, last, case, subject)
    suffix = next_suffix(reader.connection, subject, spec)
    content = render_pages(reader, spec, subject, suffix, command.page_size)
    stored = store_file(work, content)
    issued = IssuedDocument(
        id=new_id(),
        case_id=subject.case_id,
        order_id=subject.order_id,
        staff_id=subject.staff_id,
        subject_id=subject.decision_id,
        kind=spec.id,
        suffix=suffix,
        state=DocumentState.ISSUED,
        pages=page_count(content),
        file_id=stored.id,
        issued_by_id=work.actor.id,
        issued_at=work.now,
        times_reprinted=0,
    )
    if last is not None:
        last.state = DocumentState.REPLACED
    work.session.add(issued)
    words = say("$name $suffix", name=document_name(spec.id), suffix=suffix)
    _record(work, case, issued, words, stored.sha256)
    return _issued(issued, subject, stored.sha256)


@handles(ReprintDocument)
def reprint_document(work: UnitOfWork, command: ReprintDocument) -> DocumentIssued:
    """The kept bytes stay as they are; that they were printed once more is counted and in the timeline."""
    reader = Reader(work.session.connection(), work.actor, work.company, work.now)
    row = kept_document(reader, command.document)
    subject = PaperSubject(
        name=owner_name(row),
        case_id=row.case_id,
        order_id=row.order_id,
        number=number_of(row.digits),
        staff_id=row.staff_id,
    )
    case = _lock(work, subject)
    issued = work.session.get_one(IssuedDocument, command.document, populate_existing=True)
    return _printed_again(work, issued, case, subject)


def _printed_again(
    work: UnitOfWork, issued: IssuedDocument, case: Case | None, subject: PaperSubject
) -> DocumentIssued:
    if issued.state == DocumentState.ISSUED:
        issued.state = DocumentState.REPRINTED
    issued.times_reprinted += 1
    sha256 = work.session.get_one(StoredFile, issued.file_id).sha256
    name = document_name(issued.kind)
    words = say("$name $suffix, printed again as a copy", name=name, suffix=issued.suffix)
    _record(work, case, issued, words, sha256)
    return _issued(issued, subject, sha256)


def _lock(work: UnitOfWork, subject: PaperSubject) -> Case | None:
    """The case, or the colleague's row, so that two desks never give the same suffix."""
    if subject.case_id:
        return work.case_of(subject.case_id)
    work.session.execute(select(Staff.id).where(Staff.id == subject.staff_id).with_for_update())
    return None


def _issued(issued: IssuedDocument, subject: PaperSubject, sha256: str) -> DocumentIssued:
    return DocumentIssued(
        id=issued.id,
        number=subject.number,
        name=f"{subject.name} {issued.suffix}",
        suffix=issued.suffix,
        sha256=sha256,
        pages=issued.pages,
        reprints=issued.times_reprinted,
    )


def _record(work: UnitOfWork, case: Case | None, issued: IssuedDocument, words: str, sha256: str) -> None:
    work.record(
        EntryKind.DOCUMENT,
        case,
        order_id=issued.order_id,
        subject_id=issued.id,
        values={
            "document": Change(None, words),
            "suffix": Change(None, issued.suffix),
            "sha256": Change(None, sha256),
        },
    )
    work.changed("document", issued.id)
