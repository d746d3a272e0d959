"""Digests that chain the entries of a history, so that a changed or missing one shows; it knows no meaning.

Source: design/safety.md, PostgreSQL rules 6 and People's data: personal values lie apart, the chain holds
only their salted digests and still verifies after they were erased.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from hmac import digest as keyed_digest

_SPELLING = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=True)

FIRST_PREVIOUS = ""
"""What the first entry of a chain names as the digest before it."""


@dataclass(frozen=True, slots=True)
class ChainedEntry:
    """An entry as it is stored: the digest it builds on, the values it covers and its own digest."""

    previous: str
    fields: Mapping[str, str | None]
    digest: str


def value_digest(salt: bytes, value: str | None) -> str:
    """The digest, 64 hexadecimal digits, that stands in the chain for a personal value; None and "" differ.

    `salt` is random and of its own for each change, at least 16 bytes, ValueError below: without it a name or
    phone number could be guessed. Erasing value and salt leaves a digest that says nothing.
    """
    if len(salt) < 16:
        raise ValueError(f"a salt of {len(salt)} bytes can be guessed; draw at least 16")
    return keyed_digest(salt, _canonical(value), "sha256").hex()


def entry_digest(previous: str, fields: Mapping[str, str | None]) -> str:
    """The digest, 64 hexadecimal digits, of an entry with these fields behind the one with digest `previous`.

    The order of the fields does not matter; a missing field, None and the empty text all differ.
    """
    return sha256(_canonical([previous, fields])).hexdigest()


def broken_at(entries: Iterable[ChainedEntry]) -> int | None:
    """The position of the first entry (0-based, oldest first) that does not fit its chain, None when all do.

    An entry cut off at the end shows only against a head kept elsewhere.
    """
    previous = FIRST_PREVIOUS
    for position, entry in enumerate(entries):
        if entry.previous != previous or entry.digest != entry_digest(previous, entry.fields):
            return position
        previous = entry.digest
    return None


def _canonical(value: object) -> bytes:
    """One spelling for one value: sorted keys, no blanks, ASCII; equal on every Python and every machine."""
    return _SPELLING.encode(value).encode("ascii")
