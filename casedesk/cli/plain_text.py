"""Answers as people read them in a terminal: paragraphs and tables; it knows no declaration.

Text from people cannot steer the terminal: control and direction characters are shown, not sent.
"""

from __future__ import annotations

import re
import shutil
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from casedesk.words import count, say

WIDEST_CELL = 44
_GAP = "  "
_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_INSTANT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})T([0-9]{2}:[0-9]{2})[0-9:.]*\+00:00")
_DIRECTIONS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def plain_text(value: Any) -> str:
    """The words for a value as JSON knows it."""
    if isinstance(value, Mapping):
        return record_text(value)
    if isinstance(value, list):
        return (
            table(value) if _are_records(value) else "\n".join(_cell(one) for one in value) or say("Nothing.")
        )
    return shown(str(value))


def record_text(record: Mapping[str, Any]) -> str:
    """A line for each plain field that is filled, then a titled block for each list or object."""
    plain = {
        key: value
        for key, value in record.items()
        if not _is_block(value) and value not in (None, "", [], {})
    }
    blocks = {key: value for key, value in record.items() if _is_block(value)}
    width = max((_width(_label(key)) for key in plain), default=0)
    lines = [f"{_padded(_label(key), width)}{_GAP}{_lines(value, width)}" for key, value in plain.items()]
    parts = ["\n".join(lines)] if lines else []
    parts += [f"{_label(key).upper()}\n{plain_text(value)}" for key, value in blocks.items()]
    return "\n\n".join(parts) or say("Nothing.")


def table(rows: Sequence[Mapping[str, Any]]) -> str:
    """A heading and a line for each row: the columns that are filled, ids last, as many as there is room for."""
    if not rows:
        return say("Nothing.")
    columns = {key: [_cut(_cell(row.get(key))) for row in rows] for key in _columns(rows)}
    widths = {key: max(map(_width, [_label(key), *cells])) for key, cells in columns.items()}
    kept = list(_fitting(widths))
    lines = [_row(kept, widths, [_label(key) for key in kept])]
    lines += [_row(kept, widths, [columns[key][place] for key in kept]) for place in range(len(rows))]
    if left_out := len(columns) - len(kept):
        lines.append(count("($n more column with --json)", "($n more columns with --json)", left_out))
    return "\n".join(lines)


def shown(text: str) -> str:
    """The text with its control and direction characters written out, line breaks kept."""
    return "".join(sign if sign == "\n" or not _steers(sign) else _written_out(sign) for sign in text)


def _steers(sign: str) -> bool:
    return unicodedata.category(sign) == "Cc" or sign in _DIRECTIONS or sign in "\u2028\u2029"


def _written_out(sign: str) -> str:
    return sign.encode("unicode_escape").decode("ascii")


def _is_block(value: Any) -> bool:
    """What is shown below a title of its own: records in a list, or an object that has blocks itself."""
    if isinstance(value, Mapping):
        return any(isinstance(one, (Mapping, list)) for one in value.values())
    return isinstance(value, list) and bool(value) and _are_records(value)


def _are_records(values: Sequence[Any]) -> bool:
    return all(isinstance(one, Mapping) for one in values)


def _columns(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    columns = [key for key in rows[0] if _is_column(key, rows)]
    return sorted(columns, key=lambda key: any(_ID.fullmatch(str(row.get(key))) for row in rows))


def _is_column(key: str, rows: Iterable[Mapping[str, Any]]) -> bool:
    """A column with something in it that fits a cell."""
    values = [row.get(key) for row in rows]
    return any(value not in (None, "", [], {}) for value in values) and not any(map(_is_block, values))


def _fitting(widths: Mapping[str, int]) -> Iterable[str]:
    room = shutil.get_terminal_size((120, 40)).columns
    for position, (key, width) in enumerate(widths.items()):
        room -= width + (len(_GAP) if position else 0)
        if room < 0 and position:
            return
        yield key


def _row(keys: Sequence[str], widths: Mapping[str, int], cells: Sequence[str]) -> str:
    return _GAP.join(_padded(cell, widths[key]) for key, cell in zip(keys, cells, strict=True)).rstrip()


def _cell(value: Any) -> str:
    """A value in one line."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return say("yes") if value else say("no")
    if isinstance(value, Mapping):
        return ", ".join(f"{_label(key)} {_cell(one)}" for key, one in value.items() if one not in (None, ""))
    if isinstance(value, list):
        return ", ".join(map(_cell, value))
    return _moment(str(value)) or shown(" / ".join(str(value).split("\n")))


def _lines(value: Any, width: int) -> str:
    """A value beside its label; further lines begin below the first."""
    if isinstance(value, str) and not _moment(value):
        return shown(value).replace("\n", "\n" + " " * (width + len(_GAP)))
    return _cell(value)


def _moment(text: str) -> str | None:
    """An instant to the minute, None for any other text."""
    found = _INSTANT.fullmatch(text)
    return f"{found[1]} {found[2]} UTC" if found else None


def _cut(text: str) -> str:
    return text if _width(text) <= WIDEST_CELL else f"{text[: WIDEST_CELL - 1]}…"


def _label(key: str) -> str:
    return shown(key.replace("_", " "))


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))


def _width(text: str) -> int:
    """Columns of a terminal: wide letters take two, marks on a letter none."""
    return sum(_width_of(sign) for sign in text)


def _width_of(sign: str) -> int:
    if unicodedata.combining(sign) or unicodedata.category(sign) in ("Cf", "Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in ("W", "F") else 1
