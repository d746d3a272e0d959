"""The subcommands that print: one document, many at once, a copy of an issued one; and the list of documents."""

from __future__ import annotations

import re
from argparse import Namespace
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from casedesk.cli.answers import Answer, progress
from casedesk.cli.connection import connection_of
from casedesk.cli.plain_text import table
from casedesk.contract.documents import (
    BoundDocuments,
    DocumentBytes,
    DocumentContent,
    DocumentIssued,
    Documents,
    IssuedDocuments,
    IssueDocument,
    IssuedRow,
    ReprintDocument,
)
from casedesk.errors import NotFound, RefusedByRule, WrongUsage
from casedesk.services.batch_printing import Batch, issue_each
from casedesk.services.changes import Done
from casedesk.services.export_files import replaced_when_whole
from casedesk.services.services import Services
from casedesk.services.wire import to_wire
from casedesk.words import count, say

_SUFFIX = re.compile(r"[A-Z][1-9][0-9]*")
_BETWEEN_LINES = 50


def documents(options: Namespace) -> Answer:
    """`casedesk documents`: what can be printed."""
    with connection_of(options) as connection:
        rows = to_wire(connection.services().read(Documents()))
    return Answer(rows, lambda: table(rows))


def print_document(options: Namespace) -> Answer:
    """`casedesk print DOCUMENT ORDER ...`: issued, which the case shows, and written; a suffix prints a copy."""
    abouts = list(dict.fromkeys(options.about))
    output = Path(options.output)
    with connection_of(options) as connection:
        printing = _Printing(connection.services(), options)
        if len(abouts) == 1 and not output.is_dir():
            return _one(printing, abouts[0], output)
        return _many(printing, abouts, output)


@dataclass(frozen=True)
class _Printing:
    """Issues what the options ask for, and reads what is then written."""

    services: Services
    options: Namespace

    def issue(self, about: str) -> Done:
        """The document, issued or printed again."""
        document = self.options.document
        if _SUFFIX.fullmatch(document):
            return self.services.run(ReprintDocument(document=self._issued_before(about, document)))
        command = IssueDocument(
            document=document,
            about=about,
            page_size=self.options.page_size,
            for_customer=self.options.for_customer,
        )
        return self.services.run(command)

    def _issued_before(self, about: str, suffix: str) -> UUID:
        rows: tuple[IssuedRow, ...] = self.services.read(IssuedDocuments(about=about))
        for one in rows:
            if one.suffix == suffix:
                return one.id
        raise NotFound(
            say("$about has no document $suffix.", about=about, suffix=suffix), about=about, suffix=suffix
        )

    def pages(self, issued: DocumentIssued) -> DocumentBytes:
        """What is written: the kept bytes, marked as a copy when they were printed before."""
        content: DocumentBytes = self.services.read(DocumentContent(id=issued.id, copy=issued.reprints > 0))
        return content


def _one(printing: _Printing, about: str, file: Path) -> Answer:
    with _ready(file) as growing:
        issued: DocumentIssued = printing.issue(about).result
        growing.write_bytes(printing.pages(issued).content)
    return Answer({"file": str(file), **_told(issued)}, lambda: _line(issued, file))


@contextmanager
def _ready(file: Path) -> Iterator[Path]:
    """A file that can be written, which is known before anything is issued."""
    with replaced_when_whole(file) as growing:
        growing.write_bytes(b"")
        yield growing


def _many(printing: _Printing, abouts: Sequence[str], output: Path) -> Answer:
    """One PDF where the output is called so, else a folder with one file each."""
    if output.suffix.lower() == ".pdf" and not output.is_dir():
        with _ready(output) as growing:
            batch = _batch(printing, abouts)
            bound = printing.services.read(BoundDocuments(ids=tuple(one.id for one in batch.issued)))
            growing.write_bytes(bound.content)
        files = [output] * len(batch.issued)
    else:
        _make_folder(output)
        batch = _batch(printing, abouts)
        files = [_write_into(output, printing.pages(one)) for one in batch.issued]
    told = [{"file": str(file), **_told(one)} for one, file in zip(batch.issued, files, strict=True)]
    return Answer(
        {"printed": told, "refused": to_wire(batch.refused)},
        lambda: _account(batch, output),
        exit_status=RefusedByRule.exit_status if batch.refused else 0,
    )


def _batch(printing: _Printing, abouts: Sequence[str]) -> Batch:
    """What was issued and what was not; a failure when nothing was, so that no empty file is left."""
    batch = issue_each(abouts, printing.issue, _tell_progress)
    if not batch.issued:
        raise RefusedByRule(
            say("None of them could be printed. The first: $why", why=batch.refused[0].why),
            rule="nothing_to_print",
            refused=to_wire(batch.refused),
        )
    return batch


def _tell_progress(done: int, total: int) -> bool:
    if done and done % _BETWEEN_LINES == 0:
        progress(say("$done of $total documents", done=done, total=total))
    return True


def _make_folder(folder: Path) -> None:
    """A folder that takes files, which is known before anything is issued."""
    probe = folder / ".casedesk.part"
    try:
        folder.mkdir(exist_ok=True)
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        raise WrongUsage(
            say("$file cannot be written: $why.", file=str(folder), why=error.strerror)
        ) from error


def _write_into(folder: Path, pages: DocumentBytes) -> Path:
    file = folder / pages.name
    with replaced_when_whole(file) as growing:
        growing.write_bytes(pages.content)
    return file


def _told(issued: DocumentIssued) -> dict[str, Any]:
    return {**to_wire(issued), "copy": issued.reprints > 0}


def _line(issued: DocumentIssued, file: Path) -> str:
    line = count(
        "$name, $n page in $file", "$name, $n pages in $file", issued.pages, name=issued.name, file=file
    )
    return say("$line (a copy, marked so)", line=line) if issued.reprints else line


def _account(batch: Batch, output: Path) -> str:
    """What was printed and what was not, each refusal with its reason."""
    lines = [
        count(
            "$n document printed, pages: $pages, in $file",
            "$n documents printed, pages: $pages, in $file",
            len(batch.issued),
            pages=sum(one.pages for one in batch.issued),
            file=output,
        )
    ]
    lines += [f"  {one.name}" for one in batch.issued]
    if batch.refused:
        lines.append(count("$n not printed:", "$n not printed:", len(batch.refused)))
        lines += [f"  {one.about}: {one.why}" for one in batch.refused]
    return "\n".join(lines)
