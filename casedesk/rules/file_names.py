"""The shown name of a stored file; it knows no folder and opens nothing.

Source: safety.md, Text from people: Files.
"""

from __future__ import annotations

import unicodedata

LONGEST_NAME = 120
_FORBIDDEN = frozenset('/\\:*?"<>|')
_RESERVED = frozenset(
    {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(1, 10)), *(f"lpt{n}" for n in range(1, 10))}
)


def shown_name(name: str) -> str:
    """`name` as a file may be called on every system: at most LONGEST_NAME letters, never empty.

    Separators, control and bidi characters and trailing dots go; a name that a system keeps for itself,
    whatever its endings, gets `file` before it. A short ending stays when the name is cut.
    """
    kept = "".join(sign for sign in name if sign not in _FORBIDDEN and unicodedata.category(sign)[0] != "C")
    kept = kept.strip().rstrip(". ")
    stem, dot, ending = kept.rpartition(".")
    if not dot:
        stem, ending = kept, ""
    if stem.partition(".")[0].rstrip().casefold() in _RESERVED or not stem:
        stem = f"file {stem}".strip()
    room = LONGEST_NAME - len(ending) - len(dot)
    cut = f"{stem[:room]}{dot}{ending}" if room > 0 else kept[:LONGEST_NAME]
    return cut.rstrip(". ")
