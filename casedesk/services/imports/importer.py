"""Carries out an import: surveys every file first, then brings in 500 records at a time, or only tries it.

A chunk is one command in one transaction. When the import breaks off, the next run skips what is done.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID

from casedesk.contract.imports import (
    BeginImport,
    EndImport,
    ImportKind,
    ImportRecords,
    PossibleDuplicate,
    RecordGiven,
    RecordRejected,
    RecordsImported,
)
from casedesk.errors import NotFound, WrongUsage
from casedesk.services.imports.commands import MOST_RECORDS, answer_to
from casedesk.services.imports.import_report import ImportReport, Tally, first_of
from casedesk.services.imports.look_ups import Finder
from casedesk.services.imports.mapping import Mapping
from casedesk.services.imports.mapping_file import load_mapping, mapping_digest
from casedesk.services.imports.records import Problem, Record, RowRead, Values
from casedesk.services.imports.rejected_rows import RejectedRows
from casedesk.services.imports.row_reader import rejected_with_record
from casedesk.services.imports.side_table import SeenKeys
from casedesk.services.imports.step_reader import StepReader, open_step
from casedesk.services.services import Services
from casedesk.words import say

MOST_DUPLICATES_SHOWN = 200
Progress = Callable[[int, int, str], None]
"""Told after each chunk: rows done, rows in all, name of the file."""


class Door(Protocol):
    """Where records go: into the database, or only to the plan for them."""

    def bring_in(self, kind: ImportKind, records: Sequence[Record], currency: str) -> RecordsImported: ...


class CommandDoor:
    """Each call is one `import_records` command of a run."""

    def __init__(self, services: Services, run: UUID) -> None:
        self._services = services
        self._run = run

    def bring_in(self, kind: ImportKind, records: Sequence[Record], currency: str) -> RecordsImported:
        given = tuple(
            RecordGiven(
                one.key,
                dict(one.values),
                {name: _plain(entries) for name, entries in one.lists.items()},
                dict(one.extra),
            )
            for one in records
        )
        command = ImportRecords(run=self._run, kind=kind, records=given, currency=currency)
        result: RecordsImported = self._services.run(command).result
        return result


def _plain(entries: Sequence[Values]) -> tuple[dict[str, Any], ...]:
    return tuple(dict(entry) for entry in entries)


class DryRunDoor:
    """Plans the records as the command would and remembers what it accepted; nothing is written."""

    def __init__(self, services: Services, source: str) -> None:
        services.actor.require("import_order")
        self._services = services
        self._source = source
        self._accepted = SeenKeys()

    def bring_in(self, kind: ImportKind, records: Sequence[Record], _currency: str) -> RecordsImported:
        with self._services.database.reading() as connection:
            answer = answer_to(connection, self._services.company, self._source, kind, records, self)
        made = (one for one, outcome in zip(records, answer.outcomes, strict=True) if outcome == "made")
        self._accepted.first_lines((f"{kind}/{one.key}", 0) for one in made)
        return answer

    def accepted(self, kind: str, keys: Collection[str]) -> Collection[str]:
        """Which of these keys this dry run would have made before."""
        return self._accepted.seen(kind, keys)


def import_source(
    services: Services,
    source: Path,
    mapping_file: Path,
    *,
    rejects: Path,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> ImportReport:
    """Import a file or folder; what was made, changed, skipped and rejected, row by row counted.

    Before anything is written: NotFound for a missing file, WrongUsage for a mapping that does not fit,
    RefusedByRule for files that do not prove how they are written. Rejected rows are kept in `rejects`.
    """
    mapping = load_mapping(mapping_file)
    with ExitStack() as stack:
        steps = [stack.enter_context(closing(reader)) for reader in _open_steps(mapping, source)]
        for reader in steps:
            reader.survey()
        rejected = stack.enter_context(RejectedRows(rejects))
        if dry_run:
            door: Door = DryRunDoor(services, mapping.source)
            return _Import(door, mapping, steps, rejected, progress).carried_out(dry_run=True)
        begin = BeginImport(source=mapping.source, mapping=mapping_digest(mapping_file))
        run: UUID = services.run(begin).result.id
        report = _Import(CommandDoor(services, run), mapping, steps, rejected, progress).carried_out(
            dry_run=False
        )
        services.run(EndImport(run=run, counts=report.counts))
        return report


class _Import:
    """One walk through the steps of a mapping, in a run or a dry run."""

    def __init__(
        self,
        door: Door,
        mapping: Mapping,
        steps: Sequence[StepReader],
        rejected: RejectedRows,
        progress: Progress | None,
    ) -> None:
        self._door = door
        self._mapping = mapping
        self._steps = steps
        self._rejected = rejected
        self._progress = progress
        self._tally = Tally()
        self._duplicates: list[PossibleDuplicate] = []
        self._done = 0

    def carried_out(self, *, dry_run: bool) -> ImportReport:
        """Walk through all steps and report."""
        for reader in self._steps:
            self._walk(reader)
        return ImportReport(
            source=self._mapping.source,
            title=self._mapping.title,
            dry_run=dry_run,
            files=self._tally.results(),
            rejects=str(self._rejected.path) if self._rejected.written else None,
            possible_duplicates=first_of(self._duplicates, MOST_DUPLICATES_SHOWN),
        )

    def _walk(self, reader: StepReader) -> None:
        self._tally.expect(reader.file, reader.kind, reader.rows)
        for (name, file), rows in reader.list_rows.items():
            self._tally.expect(file, f"{reader.kind} {name}", rows)
        for chunk in reader.chunks(MOST_RECORDS):
            self._bring_in(reader, chunk)
            self._done += len(chunk)
            if self._progress:
                self._progress(self._done, sum(one.rows for one in self._steps), reader.file)
        for name, problem in reader.problems_of_lists():
            self._rejected.reject(problem)
            self._tally.add(problem.file, f"{reader.kind} {name}", "rejected")

    def _bring_in(self, reader: StepReader, chunk: Sequence[RowRead]) -> None:
        records = [row.record for row in chunk if row.record]
        answer = self._answer(reader.kind, records)
        outcomes = dict(zip((one.key for one in records), answer.outcomes, strict=True))
        reasons = {one.key: one for one in answer.rejected}
        for row in chunk:
            problems = list(row.problems)
            if row.record and (reason := reasons.get(row.record.key)):
                problems += _problems_of(reader.file, row, reason)
            for problem in problems:
                self._rejected.reject(problem)
            for problem in row.left_out:
                self._rejected.leave_out(problem)
            outcome = "rejected" if problems else outcomes[row.record.key] if row.record else "skipped"
            self._tally.add(reader.file, reader.kind, outcome)
            for one in row.list_rows:
                self._tally.add(one.file, f"{reader.kind} {one.what}", outcome)

    def _answer(self, kind: ImportKind, records: Sequence[Record]) -> RecordsImported:
        if not records:
            return RecordsImported(outcomes=(), rejected=())
        answer = self._door.bring_in(kind, records, self._mapping.currency)
        self._duplicates += answer.possible_duplicates
        return answer


def _problems_of(file: str, row: RowRead, reason: RecordRejected) -> list[Problem]:
    """The problem of a record that cannot be stored, and those of the rows of its lists."""
    own = Problem(file, row.line, reason.field, reason.value, reason.reason, reason.remedy)
    return [own, *(rejected_with_record(one, file, row.line, row.key) for one in row.list_rows)]


def _open_steps(mapping: Mapping, source: Path) -> Iterator[StepReader]:
    """The steps that the source has files for: all of a folder, or those that read the one file."""
    if not source.exists():
        raise NotFound(say("There is no file or folder $source.", source=str(source)), source=str(source))
    files = {step.file for step in mapping.step}
    for number, step in enumerate(mapping.step, start=1):
        if source.is_dir():
            yield open_step(step, mapping, lambda name: source / name, f"step.{number}")
        elif step.file == source.name or len(files) == 1:
            yield open_step(step, mapping, _beside(source, step.file), f"step.{number}")
    if not source.is_dir() and source.name not in files and len(files) > 1:
        raise WrongUsage(
            say(
                "The mapping reads $files, none of which is $source. Name the folder, or one of these files.",
                files=", ".join(sorted(files)),
                source=source.name,
            )
        )


def _beside(source: Path, own: str) -> Finder:
    """The source for the step's own file, its neighbours for the files that the step looks into."""
    return lambda name: source if name == own else source.parent / name
