"""The shown name of a stored file: what a name from outside may not carry onto this computer (safety.md, Files)."""

from __future__ import annotations

import unicodedata

LONGEST_NAME = 120
_FORBIDDEN = frozenset('/\\:*?"<>|')
_RESERVED = frozenset(
    {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(1, 10)), *(f"lpt{n}" for n in range(1, 10))}
)


def shown_name(name: str) -> str:
    """The name without separators, control and bidi characters, reserved names and trailing dots; never empty."""
    kept = "".join(sign for sign in name if sign not in _FORBIDDEN and unicodedata.category(sign)[0] != "C")
    kept = kept.strip().rstrip(". ")
    stem, dot, ending = kept.rpartition(".")
    if not dot:
        stem, ending = kept, ""
    if stem.casefold() in _RESERVED or not stem:
        stem = f"file {stem}".strip()
    room = LONGEST_NAME - len(ending) - len(dot)
    return f"{stem[:room]}{dot}{ending}" if room > 0 else kept[:LONGEST_NAME]
