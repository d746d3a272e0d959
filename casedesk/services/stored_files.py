"""Bytes kept in the shared database with size and hash."""

from __future__ import annotations

import hashlib

from casedesk.contract.ids import new_id
from casedesk.errors import RefusedByRule
from casedesk.models import StoredFile
from casedesk.models.document import LARGEST_FILE
from casedesk.services.unit_of_work import UnitOfWork
from casedesk.words import say


def store_file(work: UnitOfWork, content: bytes) -> StoredFile:
    """The stored bytes; RefusedByRule above 20 MB."""
    if len(content) > LARGEST_FILE:
        raise RefusedByRule(
            say(
                "The file has $size MB; up to $limit MB are kept. Send it another way and write where it is.",
                size=len(content) // 1_000_000,
                limit=LARGEST_FILE // (1024 * 1024),
            ),
            rule="file_size",
            size=len(content),
        )
    stored = StoredFile(
        id=new_id(), sha256=hashlib.sha256(content).hexdigest(), size=len(content), content=content
    )
    work.session.add(stored)
    work.session.flush()  # rows that name the file follow
    return stored
