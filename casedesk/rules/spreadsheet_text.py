"""Text in a cell of a spreadsheet or CSV file, kept from being run as a formula, and back; it opens no file.

A cell that begins with = + - @, a tab or a carriage return would be calculated by a spreadsheet, or turned
into something else. An apostrophe before it makes it text. A text that already has apostrophes before such a
character gets one more, so that taking one away always gives the same text back. Plain numbers and phone
numbers stay as they are: they calculate nothing. Source: safety.md, Text from people.
"""

from __future__ import annotations

import re

_DANGEROUS = re.compile(r"'*[=+\-@\t\r]")
_MARKED = re.compile(r"'+[=+\-@\t\r]")
_NUMBER = re.compile(r"[-+]?[0-9]+(?:[.,][0-9]+)*(?:[eE][-+]?[0-9]+)?")
# With a blank or a bracket after the country: +1-212-555-0100 would be calculated to -866.
_PHONE = re.compile(r"\+[0-9]+(?:[ (][0-9 ()./-]*)?")


def cell_text(text: str) -> str:
    """The text as a file that spreadsheets open may hold it."""
    if not _DANGEROUS.match(text) or _NUMBER.fullmatch(text) or _PHONE.fullmatch(text):
        return text
    return f"'{text}"


def original_text(cell: str) -> str:
    """The text that `cell_text` was given; only for cells that it wrote."""
    return cell[1:] if _MARKED.match(cell) else cell
