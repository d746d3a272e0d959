"""What is planned for records before anything is written: plain values only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from casedesk.contract.imports import ImportOutcome
from casedesk.services.imports.records import Record


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why a record cannot be taken: which field, what it holds, the reason and the remedy."""

    field: str
    value: str
    reason: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Planned:
    """A record and what becomes of it.

    `target_id` and `before` (its digests) are those of an earlier run; `changed` names the fields that the
    source has changed since; a rejected one has its obstacle.
    """

    record: Record
    outcome: ImportOutcome
    digests: Mapping[str, Any]
    target_id: UUID | None = None
    before: Mapping[str, Any] | None = None
    changed: frozenset[str] = frozenset()
    obstacle: Obstacle | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """The records in the order they were given, and the ids of what they refer to, by kind and key."""

    records: tuple[Planned, ...]
    references: Mapping[tuple[str, str], UUID]

    def of(self, outcome: ImportOutcome) -> list[Planned]:
        """Those with this outcome."""
        return [one for one in self.records if one.outcome == outcome]
