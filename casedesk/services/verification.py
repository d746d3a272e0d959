"""Proves that a database is whole: structure, references, and the chain of every history; it changes nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Connection, func, inspect, select, text
from sqlalchemy.exc import DBAPIError

from casedesk.db.base import Base
from casedesk.db.copies import only_to_read
from casedesk.models import Case, Entry, EntryValue
from casedesk.rules.history_chain import FIRST_PREVIOUS, ChainedEntry, broken_at
from casedesk.services.unit_of_work import chained_fields
from casedesk.words import count, say

Progress = Callable[[int, int], None]
"""Told now and then: cases done, cases in all. It stops the work by raising Stopped."""

MOST_PROBLEMS = 20
_CASES_AT_ONCE = 20
"""So few that the window, on another thread, never waits long for its turn: 30 ms with 20, 100 ms with 200."""


@dataclass(frozen=True)
class Findings:
    """What a database holds and what is wrong with it; it is whole when there is no problem."""

    rows: Mapping[str, int]
    cases: int
    entries: int
    newest_entry: datetime | None
    problems: tuple[str, ...]

    @property
    def are_good(self) -> bool:
        return not self.problems


def verify_file(file: Path, progress: Progress | None = None) -> Findings:
    """The findings about an SQLite file of this program's schema, which is opened only to read."""
    engine = only_to_read(file)
    try:
        with engine.connect() as connection:
            return verify(connection, progress)
    except DBAPIError as error:
        return Findings({}, 0, 0, None, (say("It cannot be read: $why.", why=_words_of(error)),))
    finally:
        engine.dispose()


def verify(connection: Connection, progress: Progress | None = None) -> Findings:
    """The findings about a database of this program's schema."""
    misbuilt = tuple(_structure(connection))
    if misbuilt:
        # What is not built as expected cannot be read as expected.
        return Findings({}, 0, 0, None, misbuilt[:MOST_PROBLEMS])
    chains = _Chains(connection, progress)
    problems = [*_references(connection), *chains.problems()]
    return Findings(
        rows=_rows(connection),
        cases=chains.cases,
        entries=chains.entries,
        newest_entry=connection.scalar(select(func.max(Entry.recorded_at))),
        problems=tuple(problems[:MOST_PROBLEMS]),
    )


def _structure(connection: Connection) -> Iterator[str]:
    """SQLite's own check of its pages, and the tables and columns that this program needs."""
    if connection.dialect.name == "sqlite":
        for (verdict,) in connection.execute(text(f"PRAGMA integrity_check({MOST_PROBLEMS})")):
            if verdict != "ok":
                yield say("The file is damaged: $what.", what=verdict)
    inspector = inspect(connection)
    there = set(inspector.get_table_names())
    for name, table in Base.metadata.tables.items():
        if name not in there:
            yield say("The table $table is missing.", table=name)
            continue
        known = {str(column["name"]) for column in inspector.get_columns(name)}
        for column in sorted({one.name for one in table.columns} - known):
            yield say("The column $column of $table is missing.", column=column, table=name)


def _references(connection: Connection) -> Iterator[str]:
    """Rows that refer to nothing; PostgreSQL cannot have them, a file that was opened by other programs can."""
    if connection.dialect.name != "sqlite":
        return
    broken = connection.execute(text("PRAGMA foreign_key_check")).fetchmany(MOST_PROBLEMS)
    for table, row, parent, _ in broken:
        yield say(
            "Row $row of $table refers to a row of $parent that is missing.",
            row=row,
            table=table,
            parent=parent,
        )


def _rows(connection: Connection) -> dict[str, int]:
    tables = sorted(Base.metadata.tables.items())
    return {name: connection.scalar(select(func.count()).select_from(table)) or 0 for name, table in tables}


class _Chains:
    """The chains of all cases, a few at a time."""

    def __init__(self, connection: Connection, progress: Progress | None) -> None:
        self._connection = connection
        self._progress = progress
        self.cases = connection.scalar(select(func.count()).select_from(Case)) or 0
        self.entries = 0

    def problems(self) -> Iterator[str]:
        done = 0
        for heads in self._batches():
            ids = [one.customer_id for one in heads]
            entries = self._entries(Entry.case_id.in_(ids))
            by_case = {case: list(own) for case, own in groupby(entries, key=lambda one: one[0].case_id)}
            for head in heads:
                yield from self._problems_of(
                    head, [chained for _, chained in by_case.get(head.customer_id, [])]
                )
            done += len(heads)
            self.entries += len(entries)
            if self._progress:
                self._progress(done, self.cases)
        yield from self._problems_without_case()

    def _batches(self) -> Iterator[Sequence[Any]]:
        columns = select(Case.customer_id, Case.last_seq, Case.head_digest).order_by(Case.customer_id)
        last: UUID | None = None
        while True:
            after = columns if last is None else columns.where(Case.customer_id > last)
            heads = self._connection.execute(after.limit(_CASES_AT_ONCE)).all()
            if not heads:
                return
            yield heads
            last = heads[-1].customer_id

    def _problems_of(self, head: Any, chain: list[ChainedEntry]) -> Iterator[str]:
        place = broken_at(chain)
        if place is not None:
            yield say(
                "Entry $n in the history of the case $case was changed or is missing.",
                n=place + 1,
                case=head.customer_id,
            )
        elif (len(chain), chain[-1].digest if chain else FIRST_PREVIOUS) != (head.last_seq, head.head_digest):
            yield say("The last entries of the case $case are missing.", case=head.customer_id)

    def _problems_without_case(self) -> Iterator[str]:
        """Entries of no case stand alone, each its own chain."""
        alone = self._entries(Entry.case_id.is_(None))
        self.entries += len(alone)
        changed = sum(broken_at([chained]) is not None for _, chained in alone)
        if changed:
            yield count(
                "$n entry that belongs to no case was changed.",
                "$n entries that belong to no case were changed.",
                changed,
            )

    def _entries(self, which: Any) -> list[tuple[Any, ChainedEntry]]:
        """The entries with what their digests cover, in the order of their chains."""
        columns = Entry.__table__.columns
        rows = self._connection.execute(
            select(*columns).where(which).order_by(Entry.case_id, Entry.seq)
        ).all()
        values: dict[UUID, list[EntryValue]] = defaultdict(list)
        covered = select(
            EntryValue.entry_id, EntryValue.field, EntryValue.old, EntryValue.new, EntryValue.salt
        )
        for one in self._connection.execute(covered.join(EntryValue.entry).where(which)):
            values[one.entry_id].append(cast(EntryValue, one))
        return [
            (
                row,
                ChainedEntry(
                    row.previous_digest, chained_fields(cast(Entry, row), values[row.id]), row.digest
                ),
            )
            for row in rows
        ]


def _words_of(error: DBAPIError) -> str:
    return str(error.orig).splitlines()[0]
