"""Which text may go on paper: tidies it and names the first letter that cannot be printed; it draws nothing.

A text is composed (NFC) and its line breaks and tabs become blanks. Refused are letters that the fonts lack,
invisible characters (control, zero width, direction marks), letters written from right to left, and a second
accent on one letter, because the page could not show them as they are meant.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Set
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar, cast

from casedesk.errors import RefusedByRule
from casedesk.words import say

_BLANKS = re.compile("[ \t\n\r\u0085\u2028\u2029]+")
_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})
_INVISIBLE = frozenset({"Cc", "Cf", "Cs"})
_WITHOUT_MEANING = frozenset({"Co", "Cn"})
"""Private use and unassigned: whatever a font draws there means something else elsewhere."""

T = TypeVar("T")


class UnprintableLetter(RefusedByRule):
    """A text has a letter that cannot be printed; `letter`, `code_point` and `field` say which and where."""

    def __init__(self, message: str, *, letter: str, field: str) -> None:
        self.letter = letter
        self.code_point = _code_point(letter)
        self.field = field
        super().__init__(
            message, rule="printable_letters", letter=letter, code_point=self.code_point, field=field
        )


def printable(text: str, field: str, letters: Set[int]) -> str:
    """The text as it can be printed with `letters` (code points); UnprintableLetter when it cannot be.

    `field` names the text to a person.
    """
    tidy = _BLANKS.sub(" ", unicodedata.normalize("NFC", text)).strip(" ")
    accented = False
    for letter in tidy:
        accent = unicodedata.combining(letter) != 0
        if not _is_printable(letter, letters) or (accent and accented):
            message = _refusal(letter, say(field), second_accent=accent and accented)
            raise UnprintableLetter(message, letter=letter, field=field)
        accented = accent
    return tidy


def printable_page(page: T, letters: Set[int]) -> T:
    """The same frozen page with every text in it made printable; UnprintableLetter names the field."""
    return cast(T, _printable_value(page, "the page", letters))


def _printable_value(value: Any, field: str, letters: Set[int]) -> Any:
    if isinstance(value, str):
        return printable(value, field, letters)
    if isinstance(value, tuple):
        return tuple(_printable_value(item, field, letters) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        changes = {
            part.name: _printable_value(getattr(value, part.name), part.metadata.get("label", field), letters)
            for part in fields(value)
        }
        return replace(value, **changes)
    return value


def _is_printable(letter: str, letters: Set[int]) -> bool:
    return (
        ord(letter) in letters
        and unicodedata.category(letter) not in _INVISIBLE | _WITHOUT_MEANING
        and unicodedata.bidirectional(letter) not in _RIGHT_TO_LEFT
    )


def _code_point(letter: str) -> str:
    return f"U+{ord(letter):04X}"


def _refusal(letter: str, field: str, *, second_accent: bool) -> str:
    """The sentence that says what is wrong with this letter and what to do."""
    field = field[:1].upper() + field[1:]
    code = _code_point(letter)
    name = unicodedata.name(letter, say("a character without a name"))
    if unicodedata.category(letter) in _INVISIBLE:
        return say(
            "$field has an invisible character ($code, $name), which no page can show. "
            "Delete it there and print again.",
            field=field,
            code=code,
            name=name,
        )
    if unicodedata.bidirectional(letter) in _RIGHT_TO_LEFT:
        return say(
            "$field has the letter “$letter” ($code, $name), which is written from right to left; our pages "
            "cannot do that. Write it in Latin, Greek or Cyrillic letters and print again.",
            field=field,
            letter=letter,
            code=code,
            name=name,
        )
    if second_accent:
        return say(
            "$field has several accents on one letter, the last of them $code ($name); the printing fonts "
            "cannot place them. Leave one accent and print again.",
            field=field,
            code=code,
            name=name,
        )
    return say(
        "$field has the letter “$letter” ($code, $name), which the printing fonts do not have. "
        "Write it in Latin, Greek or Cyrillic letters and print again.",
        field=field,
        letter=letter,
        code=code,
        name=name,
    )
