"""What a command changed, as topics that presenters watch; it never says who must redraw."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID


@dataclass(frozen=True)
class ChangeSet:
    """Topics of one commit: a kind (`orders`) and a kind with its id (`case:UUID`)."""

    topics: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Done:
    """What a command answered and what it changed; `again` when it had been done before under its request id.

    `undo` is the entry by which it can be undone, None when nothing can be taken back.
    """

    result: Any
    changes: ChangeSet
    again: bool = False
    undo: UUID | None = None


def topics_of(kind: str, id: UUID) -> frozenset[str]:
    """The two topics of one changed thing: its kind and itself."""
    return frozenset({kind, f"{kind}:{id}"})
