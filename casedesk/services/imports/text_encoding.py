"""Which encoding a text file has: its mark, proven UTF-8, or what the mapping says; never a silent guess."""

from __future__ import annotations

import codecs
from pathlib import Path

from charset_normalizer import from_bytes

from casedesk.errors import RefusedByRule, WrongUsage
from casedesk.words import say

_BLOCK = 1 << 20
_MARKS = (
    # UTF-32 first: its little-endian mark begins with that of UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decide_encoding(path: Path, declared: str | None) -> str:
    """The Python name of the file's encoding, in which all of it can be read.

    Refused: bytes that the encoding does not know (with their line), a mark that contradicts the mapping, and
    a file without mark that is not UTF-8 when the mapping says nothing: the message proposes what to write.
    """
    with path.open("rb") as file:
        start = file.read(1 << 16)
    marked = next((name for mark, name in _MARKS if start.startswith(mark)), None)
    encoding = _agreed(path, marked, declared) or "utf-8"
    if declared is None and marked is None and (wide := _wide_without_mark(start)):
        raise _undecided(path, 1, wide, start.decode(wide, "replace"))
    broken = _first_unreadable_line(path, encoding)
    if broken is None:
        return encoding
    if declared is None and marked is None:
        line, text = broken
        guess = from_bytes(text).best()
        raise _undecided(path, line, guess.encoding if guess else None, text.decode("cp1252", "replace"))
    raise RefusedByRule(
        say(
            "Line $line of $file cannot be read as $encoding."
            ' Correct encoding = "..." in the mapping, or the file.',
            line=broken[0],
            file=path.name,
            encoding=encoding,
        ),
        rule="import.encoding",
        line=broken[0],
    )


def _agreed(path: Path, marked: str | None, declared: str | None) -> str | None:
    """What the mark and the mapping say together."""
    if declared is None:
        return marked
    try:
        codec = codecs.lookup(declared)
        "".encode(declared)
    except LookupError:
        raise WrongUsage(
            say(
                'The mapping\'s encoding = "$name" is not known.'
                " Write for example utf-8, cp1252, iso-8859-2 or utf-16.",
                name=declared,
            ),
            key="encoding",
        ) from None
    if marked is None:
        return codec.name
    if codec.name.split("-")[:2] != marked.split("-")[:2]:
        raise RefusedByRule(
            say(
                '$file begins with the mark of $marked, but the mapping says encoding = "$declared".'
                " Take the line out of the mapping.",
                file=path.name,
                marked=marked.removesuffix("-sig"),
                declared=declared,
            ),
            rule="import.encoding",
        )
    return marked


def _wide_without_mark(start: bytes) -> str | None:
    """UTF-16 of Latin text has a zero in every other byte; a stray NUL in other text does not look so."""
    half = max(1, len(start) // 2)
    zeros_first, zeros_second = start[0::2].count(0), start[1::2].count(0)
    if zeros_first > half * 0.6 and zeros_second < half * 0.05:
        return "utf-16-be"
    if zeros_second > half * 0.6 and zeros_first < half * 0.05:
        return "utf-16-le"
    return None


def _first_unreadable_line(path: Path, encoding: str) -> tuple[int, bytes] | None:
    """Number and bytes of the first line the encoding does not know; None when the whole file is sound."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    lines, last = 1, ""
    with path.open("rb") as file:
        while True:
            block = file.read(_BLOCK)
            try:
                text = decoder.decode(block, final=not block)
            except UnicodeDecodeError as error:
                sound = bytes(error.object[: error.start]).decode(encoding, "ignore")
                return lines + _line_ends(last[-1:] + sound) - _line_ends(last[-1:]), _line_around(error)
            lines += _line_ends(last[-1:] + text) - _line_ends(last[-1:])
            last = text or last
            if not block:
                return None


def _line_ends(text: str) -> int:
    return text.count("\n") + text.count("\r") - text.count("\r\n")


def _line_around(error: UnicodeDecodeError) -> bytes:
    before = bytes(error.object[: error.start]).replace(b"\r", b"\n").rpartition(b"\n")[2]
    after = bytes(error.object[error.start :]).replace(b"\r", b"\n").partition(b"\n")[0]
    return before + after


def _undecided(path: Path, line: int, guess: str | None, shown: str) -> RefusedByRule:
    candidates = [guess] if guess and guess.startswith("utf-16") else ["cp1252", *([guess] if guess else [])]
    return RefusedByRule(
        say(
            "$file does not prove its encoding: line $line is not UTF-8. Write the right one into the"
            ' mapping, for example encoding = "$first" if this is how the line should read: $shown',
            file=path.name,
            line=line,
            first=candidates[0],
            shown=shown.splitlines()[0][:80] if shown else "",
        ),
        rule="import.encoding",
        line=line,
        proposals=list(dict.fromkeys(candidates)),
    )
