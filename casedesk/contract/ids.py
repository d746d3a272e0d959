"""Ids that the desk makes itself, in the order of time; they know no table."""

from __future__ import annotations

import secrets
import time
from uuid import UUID

_VERSION_7 = 0x7 << 76
_VARIANT = 0x2 << 62


def new_id() -> UUID:
    """A version 7 UUID: 48 bits of milliseconds, then chance, so that new rows lie together in an index."""
    milliseconds = time.time_ns() // 1_000_000
    chance = secrets.randbits(74)
    return UUID(
        int=(milliseconds << 80) | _VERSION_7 | ((chance >> 62) << 64) | _VARIANT | (chance & ((1 << 62) - 1))
    )
