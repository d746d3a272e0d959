"""The subcommands that write files, export and print, and the list of what can be printed."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from casedesk.cli.answers import Answer, progress
from casedesk.cli.calls import declaration_for
from casedesk.cli.connection import connection_of
from casedesk.cli.given_words import read_pairs
from casedesk.cli.plain_text import table
from casedesk.contract.desk import DocumentContent, Documents, IssueDocument
from casedesk.contract.values import OrderNumber
from casedesk.errors import WrongUsage
from casedesk.services.export_files import replaced_when_whole
from casedesk.services.exports import export_list
from casedesk.services.wire import to_wire
from casedesk.words import count, say

ROWS_BETWEEN_LINES = 5_000


def export(options: Namespace) -> Answer:
    """`casedesk export KIND`: KIND is a query that answers a list, key=value its parameters."""
    if not options.words:
        raise WrongUsage(say("Name what to export, for example: casedesk export orders -o orders.csv"))
    kind, *pairs = options.words
    given = read_pairs(declaration_for("query", kind), pairs)
    file = Path(options.output)
    with connection_of(options) as connection:
        rows = export_list(connection.services(), kind, given, file, _tell)
    return Answer(
        {"file": str(file), "rows": rows},
        lambda: count("$n row in $file", "$n rows in $file", rows, file=file),
    )


def _tell(rows: int) -> None:
    if rows % ROWS_BETWEEN_LINES == 0:
        progress(count("$rows row", "$rows rows", rows, rows=f"{rows:,}"))


def documents(options: Namespace) -> Answer:
    """`casedesk documents`: what can be printed."""
    with connection_of(options) as connection:
        rows = to_wire(connection.services().read(Documents()))
    return Answer(rows, lambda: table(rows))


def print_document(options: Namespace) -> Answer:
    """`casedesk print`: the document is issued, which the case shows, and its pages written."""
    file = Path(options.output)
    command = IssueDocument(document=options.document, order=OrderNumber(options.order))
    with connection_of(options) as connection:
        services = connection.services()
        issued = services.run(command).result
        pages = services.read(DocumentContent(id=issued.id))
    with replaced_when_whole(file) as growing:
        growing.write_bytes(pages.content)
    result = {
        "file": str(file),
        "number": issued.number,
        "suffix": issued.suffix,
        "pages": issued.pages,
        "sha256": issued.sha256,
    }
    return Answer(
        result,
        lambda: count(
            "$number $suffix, $n page in $file",
            "$number $suffix, $n pages in $file",
            issued.pages,
            number=issued.number,
            suffix=issued.suffix,
            file=file,
        ),
    )
