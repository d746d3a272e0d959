"""Chance that falls the same way for the same seed, a thread of its own for each use; nothing secret comes of it."""

from __future__ import annotations

from random import Random


def chance_of(seed: int, use: str) -> Random:
    """The thread of a use, by its words: drawing more for one use does not change another."""
    return Random(f"{seed}: {use}")  # noqa: S311 - the very same company is wanted again
