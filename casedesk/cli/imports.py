"""The subcommand that brings in the data of another system, with its progress and its report."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from casedesk import paths
from casedesk.cli.answers import Answer, progress
from casedesk.cli.connection import connection_of
from casedesk.cli.plain_text import table
from casedesk.errors import Stopped
from casedesk.services.imports.import_report import ImportReport
from casedesk.services.imports.importer import import_source
from casedesk.services.wire import to_wire
from casedesk.words import count, say

ROWS_BETWEEN_LINES = 5_000


def import_files(options: Namespace) -> Answer:
    """`casedesk import SOURCE --map MAP.toml`: what was made, changed, skipped and rejected, and where to read why."""
    source = Path(options.source)
    rejects = Path(options.rejects) if options.rejects else _rejects_of(source)
    teller = _Teller()
    with connection_of(options) as connection, teller.stopped_in_words(options.dry_run):
        report = import_source(
            connection.services(),
            source,
            Path(options.mapping),
            rejects=rejects,
            dry_run=options.dry_run,
            progress=teller.tell,
        )
    return Answer({**to_wire(report), "counts": report.counts}, lambda: _report_text(report))


def _rejects_of(source: Path) -> Path:
    """Not beside the source, which may be read-only or somebody else's."""
    return paths.home() / "imports" / f"{source.resolve().stem}-rejected.csv"


class _Teller:
    """Tells now and then how far it is, so that a small import says nothing, and what is in when it was stopped."""

    def __init__(self) -> None:
        self._told = self._done = 0

    def tell(self, done: int, total: int, file: str) -> None:
        """After each chunk of rows."""
        self._done = done
        if done - self._told >= ROWS_BETWEEN_LINES:
            self._told = done
            progress(say("$done of $total rows, $file", done=f"{done:,}", total=f"{total:,}", file=file))

    @contextmanager
    def stopped_in_words(self, dry_run: bool) -> Iterator[None]:
        """Ctrl+C ends between two rows: the chunk that was under way is taken back as a whole."""
        try:
            yield
        except KeyboardInterrupt:
            if dry_run:
                raise
            raise Stopped(
                say(
                    "Stopped. The first $done rows are in, each whole; import again and the rest follows.",
                    done=f"{self._done:,}",
                )
            ) from None


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
