"""The subcommands that print: one document, many at once, a copy of an issued one; and the list of documents."""

from __future__ import annotations

import re
from argparse import Namespace
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from casedesk.cli.answers import Answer
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
    ReprintDocument,
)
from casedesk.errors import Conflict, NotFound, RefusedByRule, WrongUsage
from casedesk.services.export_files import replaced_when_whole
from casedesk.services.services import Services
from casedesk.services.wire import to_wire
from casedesk.words import count, say

_SUFFIX = re.compile(r"[A-Z][1-9][0-9]*")
_OF_ONE_DOCUMENT = (NotFound, RefusedByRule, Conflict)
"""Refusals that say nothing about the other documents of a batch."""


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


@dataclass
class _Printing:
    """Issues what the options ask for, one document after the other, each in a transaction of its own."""

    services: Services
    options: Namespace
    refused: list[dict[str, str]] = field(default_factory=list)

    def issue(self, about: str) -> DocumentIssued:
        """The document, issued or printed again."""
        document = self.options.document
        if _SUFFIX.fullmatch(document):
            return self._run(ReprintDocument(document=self._issued_before(about, document)))
        return self._run(
            IssueDocument(
                document=document,
                about=about,
                page_size=self.options.page_size,
                for_customer=self.options.for_customer,
            )
        )

    def _run(self, command: Any) -> DocumentIssued:
        issued: DocumentIssued = self.services.run(command).result
        return issued

    def _issued_before(self, about: str, suffix: str) -> Any:
        for one in self.services.read(IssuedDocuments(about=about)):
            if one.suffix == suffix:
                return one.id
        raise NotFound(
            say("$about has no document $suffix.", about=about, suffix=suffix), about=about, suffix=suffix
        )

    def issue_each(self, abouts: Sequence[str]) -> list[DocumentIssued]:
        """All that can be issued; what cannot be is kept in `refused` with its reason."""
        issued = []
        for about in abouts:
            try:
                issued.append(self.issue(about))
            except _OF_ONE_DOCUMENT as error:
                self.refused.append({"about": about, "error": error.word, "message": str(error)})
        return issued

    def pages(self, issued: DocumentIssued) -> DocumentBytes:
        """What is written: the kept bytes, marked as a copy when they were printed before."""
        content: DocumentBytes = self.services.read(DocumentContent(id=issued.id, copy=issued.reprints > 0))
        return content


def _one(printing: _Printing, about: str, file: Path) -> Answer:
    with _ready(file) as growing:
        issued = printing.issue(about)
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
            issued = _issued_or_refused(printing, abouts)
            bound = printing.services.read(BoundDocuments(ids=tuple(one.id for one in issued)))
            growing.write_bytes(bound.content)
        files = [output] * len(issued)
    else:
        _make_folder(output)
        issued = _issued_or_refused(printing, abouts)
        files = [_write_into(output, printing.pages(one)) for one in issued]
    told = [{"file": str(file), **_told(one)} for one, file in zip(issued, files, strict=True)]
    return Answer(
        {"printed": told, "refused": printing.refused},
        lambda: _account(issued, printing.refused, output),
        exit_status=RefusedByRule.exit_status if printing.refused else 0,
    )


def _issued_or_refused(printing: _Printing, abouts: Sequence[str]) -> list[DocumentIssued]:
    """What was issued; a failure when nothing was, so that no empty file is left."""
    issued = printing.issue_each(abouts)
    if not issued:
        raise RefusedByRule(
            say("None of them could be printed. The first: $why", why=printing.refused[0]["message"]),
            rule="nothing_to_print",
            refused=printing.refused,
        )
    return issued


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


def _account(issued: Sequence[DocumentIssued], refused: Sequence[dict[str, str]], output: Path) -> str:
    """What was printed and what was not, each refusal with its reason."""
    pages = sum(one.pages for one in issued)
    lines = [
        count(
            "$n document printed, pages: $pages, in $file",
            "$n documents printed, pages: $pages, in $file",
            len(issued),
            pages=pages,
            file=output,
        )
    ]
    lines += [f"  {one.name}" for one in issued]
    if refused:
        lines.append(count("$n not printed:", "$n not printed:", len(refused)))
        lines += [f"  {one['about']}: {one['message']}" for one in refused]
    return "\n".join(lines)
