"""What an import did: made, changed, skipped and rejected add up to the rows of each file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from casedesk.contract.imports import ImportOutcome, PossibleDuplicate

OUTCOMES: tuple[ImportOutcome, ...] = ("made", "changed", "skipped", "rejected")


@dataclass(frozen=True, slots=True)
class FileCounts:
    """The rows of one file and what became of them; `what` is the kind of record or the list they are for."""

    file: str
    what: str
    rows: int
    made: int
    changed: int
    skipped: int
    rejected: int


@dataclass(frozen=True, slots=True)
class ImportReport:
    """The result of a run or dry run. `rejects` is the file of rejected rows, None when there are none."""

    source: str
    title: str
    dry_run: bool
    files: tuple[FileCounts, ...]
    rejects: str | None
    possible_duplicates: tuple[PossibleDuplicate, ...]

    @property
    def counts(self) -> dict[str, int]:
        """Made, changed, skipped and rejected rows of all files together."""
        return {outcome: sum(getattr(one, outcome) for one in self.files) for outcome in OUTCOMES}


@dataclass
class Tally:
    """Counts while an import goes on, for each file and what its rows are for."""

    _counts: dict[tuple[str, str], Counter[str]] = field(default_factory=dict)
    _rows: dict[tuple[str, str], int] = field(default_factory=dict)

    def expect(self, file: str, what: str, rows: int) -> None:
        """The file has so many rows for this."""
        self._rows[file, what] = rows
        self._counts[file, what] = Counter()

    def add(self, file: str, what: str, outcome: ImportOutcome, rows: int = 1) -> None:
        """Rows of the file came out so."""
        self._counts[file, what][outcome] += rows

    def results(self) -> tuple[FileCounts, ...]:
        """The counts in the order the files were expected."""
        return tuple(
            FileCounts(file, what, rows, **_all_outcomes(self._counts[file, what]))
            for (file, what), rows in self._rows.items()
        )


def _all_outcomes(counts: Mapping[str, int]) -> dict[str, int]:
    return {outcome: counts.get(outcome, 0) for outcome in OUTCOMES}


def first_of(duplicates: Iterable[PossibleDuplicate], most: int) -> tuple[PossibleDuplicate, ...]:
    """At most so many, each pair once."""
    return tuple(dict.fromkeys(duplicates))[:most]
