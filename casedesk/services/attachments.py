"""Files dropped on a case or order."""

from __future__ import annotations

from pathlib import Path

from casedesk.contract.cases import Attach
from casedesk.contract.ids import new_id
from casedesk.contract.values import Made
from casedesk.errors import NotFound
from casedesk.models import Attachment
from casedesk.models.document import LARGEST_FILE
from casedesk.rules.file_names import shown_name
from casedesk.rules.vocabulary import EntryKind
from casedesk.services.about import subject_of
from casedesk.services.handlers import handles
from casedesk.services.stored_files import store_file
from casedesk.services.unit_of_work import Change, UnitOfWork
from casedesk.words import say


@handles(Attach, undoable=True)
def attach(work: UnitOfWork, command: Attach) -> Made:
    """Keep a copy of the file; the original stays where it is."""
    path = Path(command.file)
    content = _content(path)
    subject = subject_of(work, command.about)
    stored = store_file(work, content)
    attachment = Attachment(
        id=new_id(),
        case_id=subject.case.customer_id,
        order_id=subject.order_id,
        request_id=subject.request_id,
        name=shown_name(command.name or path.name),
        file_id=stored.id,
        stored_by_id=work.actor.id,
        stored_at=work.now,
    )
    work.session.add(attachment)
    work.record(
        EntryKind.ATTACHMENT,
        subject.case,
        order_id=subject.order_id,
        request_id=subject.request_id,
        subject_id=attachment.id,
        values={"name": Change(None, attachment.name), "sha256": Change(None, stored.sha256)},
    )
    return Made(attachment.id)


def _content(path: Path) -> bytes:
    """The file's bytes, one more than the limit at the most, so that a huge file is never read whole."""
    try:
        with path.open("rb") as file:
            return file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise NotFound(
            say("The file $file cannot be read: $why", file=path.name, why=error.strerror or "")
        ) from None
