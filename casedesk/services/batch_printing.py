"""Issues many documents, each in a transaction of its own: one that is refused leaves the others as they are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from casedesk.contract.documents import DocumentIssued, RefusedPage
from casedesk.errors import Conflict, NotFound, RefusedByRule
from casedesk.services.changes import ChangeSet, Done

REFUSES_ONE = (NotFound, RefusedByRule, Conflict)
"""Refusals that say nothing about the other documents of a batch."""

Report = Callable[[int, int], bool]
"""Called with (done so far, in all); False asks to stop."""


@dataclass(frozen=True)
class Batch:
    """What was issued, in the order asked for, what was refused and why, and what changed."""

    issued: tuple[DocumentIssued, ...]
    refused: tuple[RefusedPage, ...]
    changes: ChangeSet


def issue_each(abouts: Sequence[str], issue: Callable[[str], Done], report: Report) -> Batch:
    """Issue one document about each until all are done or `report` asks to stop; each whole or not at all.

    `issue` runs one command through `Services` and answers what it did.
    """
    issued: list[DocumentIssued] = []
    refused: list[RefusedPage] = []
    topics: frozenset[str] = frozenset()
    for at, about in enumerate(abouts):
        if not report(at, len(abouts)):
            break
        try:
            done = issue(about)
        except REFUSES_ONE as error:
            refused.append(RefusedPage(about=about, error=error.word, why=str(error)))
        else:
            issued.append(done.result)
            topics |= done.changes.topics
    return Batch(tuple(issued), tuple(refused), ChangeSet(topics))
