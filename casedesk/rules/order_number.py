"""The order number: how it is drawn, checked, printed and understood; it knows no database and no counter.

Source: design/domain.md, Identity. Digits only, never a leading 0, a Damm digit at the end; eight digits,
then nine, then ten, each size left when half of it is used.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b

from casedesk.rules.text_folding import western_digits

SMALLEST_PLACES = 8
LARGEST_PLACES = 10

_GROUPS = {8: (4, 4), 9: (3, 3, 3), 10: (3, 3, 4)}
_ROUNDS = 8

# Damm's quasigroup of order 10 (H. Michael Damm, 2004): totally anti-symmetric, with zeros on the diagonal.
_DAMM = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)

_JOIN = r"(?:[ ./_·'\u2019-]+|,(?=[0-9]))"
_RUN = re.compile(
    rf"(?P<before>[^\W\d_]{{1,20}}|\+ ?)?(?<![0-9])(?P<digits>[0-9](?:{_JOIN}?[0-9])*)"
    r"(?:[ ./_-]*(?P<suffix>[A-Za-z][0-9]{1,3})(?![^\W_]))?(?P<after>[^\W_])?"
)
_SCANNER_PREFIX = re.compile(r"^\][A-Za-z][0-9]")
_WORDS_THAT_MAY_TOUCH = frozenset({"no", "nr", "num", "number", "ord", "order"})


@dataclass(frozen=True, slots=True)
class Understood:
    """A number somebody typed, pasted or scanned.

    `digits`: ASCII digits, 8 to 10 of them; `suffix`: the document's, in capitals (`N1`), or empty;
    `valid`: the check digit fits; `neighbours`: for a number that is not valid, the valid ones near it.
    """

    digits: str
    suffix: str
    valid: bool
    neighbours: tuple[str, ...]


def damm_digit(digits: str) -> int:
    """The check digit to append to ASCII `digits`; 0 exactly when they already end in their own."""
    interim = 0
    for digit in digits:
        interim = _DAMM[interim][int(digit)]
    return interim


def is_valid(digits: str) -> bool:
    """True for a bare order number: 8 to 10 ASCII digits, no leading 0, the check digit fits."""
    plausible = SMALLEST_PLACES <= len(digits) <= LARGEST_PLACES and digits.isascii() and digits.isdigit()
    return plausible and digits[0] != "0" and damm_digit(digits) == 0


def places_for(counter: int) -> int:
    """How many digits the order number of `counter` (0-based, over all sizes) has: 8, 9 or 10."""
    return _size_and_position(counter)[0]


def number_at(counter: int, key: int) -> str:
    """The order number of the `counter`-th order (0-based) of the database with this `key`, digits only.

    Different counters give different numbers. ValueError below 0 or when even ten digits are used up
    (after 949,500,000 orders).
    """
    places, position = _size_and_position(counter)
    return number_for(position, key, places=places)


def number_for(position: int, key: int, *, places: int = SMALLEST_PLACES) -> str:
    """The `position`-th number (0-based) of `places` digits in the order that `key` shuffles them into.

    `position` is below 9 * 10 ** (places - 2), ValueError otherwise; `places` is at least 3. `key` is any
    whole number; whoever does not know it cannot tell a number's position, so draw 64 random bits for it.
    """
    space = _space(places)
    if not 0 <= position < space:
        raise ValueError(
            f"there is no number {position} of {places} digits; positions run from 0 to {space - 1}"
        )
    body = str(10 ** (places - 2) + _shuffled(position, key, places))
    return f"{body}{damm_digit(body)}"


def printed(digits: str) -> str:
    """`digits` as people read them: 4-4, 3-3-3 or 3-3-4; ValueError for another length."""
    if len(digits) not in _GROUPS:
        raise ValueError(f"{digits!r} has {len(digits)} digits; an order number has 8, 9 or 10")
    groups, start = [], 0
    for length in _GROUPS[len(digits)]:
        groups.append(digits[start : start + length])
        start += length
    return "-".join(groups)


def understood(text: str) -> Understood | None:
    """The one order number that `text` names in any spelling, or None when it names none or several.

    Blanks, dashes, dots, slashes, words around it, digits of any script, a scanner's prefix and a document's
    suffix are all fine. A number that fails its check counts as well, with its neighbours; one valid number
    among such wins. A `+` before the digits makes it a phone number, letters grown onto them the number of
    another system.
    """
    found = [candidate for match in _RUN.finditer(_plain(text)) if (candidate := _read(match)) is not None]
    valid = [candidate for candidate in found if candidate.valid]
    chosen = {candidate.digits: candidate for candidate in valid or found}
    return next(iter(chosen.values())) if len(chosen) == 1 else None


def neighbours(digits: str) -> tuple[str, ...]:
    """All valid numbers that differ from `digits` by one digit or by one swap of neighbours, ascending."""
    near = {
        candidate
        for candidate in (*_one_digit_changed(digits), *_one_pair_swapped(digits))
        if is_valid(candidate)
    }
    return tuple(sorted(near - {digits}))


def _space(places: int) -> int:
    """How many numbers of `places` digits there are."""
    if places < 3:
        raise ValueError(f"an order number of {places} digits has no room for a body and a check digit")
    space: int = 9 * 10 ** (places - 2)
    return space


def _size_and_position(counter: int) -> tuple[int, int]:
    """The size that `counter` falls into and its position in that size; ten digits are used to the end."""
    if counter < 0:
        raise ValueError(f"orders are counted from 0, not from {counter}")
    position = counter
    for places in range(SMALLEST_PLACES, LARGEST_PLACES):
        half = _space(places) // 2
        if position < half:
            return places, position
        position -= half
    return LARGEST_PLACES, position


def _shuffled(position: int, key: int, places: int) -> int:
    """A keyed permutation of the space: a Feistel network that adds modulo rows and columns.

    The space is exactly rows * columns, so no value falls outside and no cycle has to be walked.
    """
    rows, columns = _rectangle(places)
    row, column = divmod(position, columns)
    for turn in range(_ROUNDS):
        row = (row + _noise(key, places, 2 * turn, column)) % rows
        column = (column + _noise(key, places, 2 * turn + 1, row)) % columns
    return row * columns + column


def _rectangle(places: int) -> tuple[int, int]:
    """Two nearly equal factors of the space 9 * 10 ** (places - 2)."""
    half, odd = divmod(places - 2, 2)
    return (9 * 10**half, 10 ** (half + 1)) if odd else (3 * 10**half, 3 * 10**half)


def _noise(key: int, places: int, turn: int, value: int) -> int:
    return int.from_bytes(blake2b(f"{key}:{places}:{turn}:{value}".encode(), digest_size=8).digest(), "big")


def _plain(text: str) -> str:
    """`text` with digits of every script as ASCII, every dash as `-` and nothing invisible.

    Line ends and tabs become a bar, so that numbers of two lines or cells never run together.
    """
    return _SCANNER_PREFIX.sub("", "".join(_plain_letters(western_digits(text.strip()))))


def _plain_letters(text: str) -> Iterator[str]:
    for letter in text:
        category = unicodedata.category(letter)
        if category == "Pd" or letter == "\N{MINUS SIGN}":
            yield "-"
        elif category == "Zs":
            yield " "
        elif category in {"Cc", "Zl", "Zp"}:
            yield "|"
        elif category != "Cf":
            yield letter


def _read(match: re.Match[str]) -> Understood | None:
    """The number of one run of digits; None when its length or what touches it says it is something else."""
    digits = re.sub(r"[^0-9]", "", match["digits"])
    before = (match["before"] or "").strip().casefold()
    if not SMALLEST_PLACES <= len(digits) <= LARGEST_PLACES or match["after"]:
        return None
    if before and before not in _WORDS_THAT_MAY_TOUCH:
        return None
    valid = is_valid(digits)
    return Understood(digits, (match["suffix"] or "").upper(), valid, () if valid else neighbours(digits))


def _one_digit_changed(digits: str) -> Iterator[str]:
    for place in range(len(digits)):
        for digit in "0123456789":
            yield digits[:place] + digit + digits[place + 1 :]


def _one_pair_swapped(digits: str) -> Iterator[str]:
    for place in range(len(digits) - 1):
        yield digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]
