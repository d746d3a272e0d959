"""The subcommand that writes a list into a file."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from casedesk.cli.answers import Answer, progress
from casedesk.cli.calls import declaration_for
from casedesk.cli.connection import connection_of
from casedesk.cli.given_words import read_pairs
from casedesk.errors import WrongUsage
from casedesk.services.exports import export_list
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
