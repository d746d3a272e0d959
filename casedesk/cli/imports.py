"""The subcommand that brings in the data of another system, with its progress and its report."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

from casedesk import paths
from casedesk.cli.answers import Answer, progress
from casedesk.cli.connection import connection_of
from casedesk.cli.plain_text import table
from casedesk.services.imports.import_report import ImportReport
from casedesk.services.imports.importer import import_source
from casedesk.services.wire import to_wire
from casedesk.words import count, say

ROWS_BETWEEN_LINES = 5_000


def import_files(options: Namespace) -> Answer:
    """`casedesk import SOURCE --map MAP.toml`: what was made, changed, skipped and rejected, and where to read why."""
    source = Path(options.source)
    rejects = Path(options.rejects) if options.rejects else _rejects_of(source)
    with connection_of(options) as connection:
        report = import_source(
            connection.services(),
            source,
            Path(options.mapping),
            rejects=rejects,
            dry_run=options.dry_run,
            progress=_teller(),
        )
    return Answer({**to_wire(report), "counts": report.counts}, lambda: _report_text(report))


def _rejects_of(source: Path) -> Path:
    """Not beside the source, which may be read-only or somebody else's."""
    return paths.home() / "imports" / f"{source.resolve().stem}-rejected.csv"


def _teller() -> Callable[[int, int, str], None]:
    """Tells now and then how far it is, so that a small import says nothing."""
    told = 0

    def tell(done: int, total: int, file: str) -> None:
        nonlocal told
        if done - told >= ROWS_BETWEEN_LINES:
            told = done
            progress(say("$done of $total rows, $file", done=f"{done:,}", total=f"{total:,}", file=file))

    return tell


def _report_text(report: ImportReport) -> str:
    done = say("Dry run, nothing was written.") if report.dry_run else say("Import finished.")
    parts = [f"{report.title or report.source}: {done}", table([to_wire(one) for one in report.files])]
    if report.rejects:
        parts.append(
            say("What could not be read, each with its reason and remedy: $file", file=report.rejects)
        )
    if found := report.possible_duplicates:
        heading = count(
            "$n customer may be here already from another source; nothing was merged:",
            "$n customers may be here already from other sources; nothing was merged:",
            len(found),
        )
        parts.append("\n".join([heading, table([to_wire(one) for one in found])]))
    return "\n\n".join(parts)
