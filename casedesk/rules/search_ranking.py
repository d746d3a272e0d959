"""How well a search key answers what was typed: the order of results before anything is known of the records.

It knows no table. Source: design/ui.md 4.2; issue 2, Build 5.
"""

from __future__ import annotations

from enum import IntEnum

from casedesk.rules.order_number import is_valid
from casedesk.rules.search_keys import KeyKind, LookUp

_WHOLE_PHONE = 7
_LONGEST_COUNTRY_CODE = 3


class Rank(IntEnum):
    """The classes of results, best first."""

    NUMBER = 0
    OTHER_NUMBER = 1
    CONTACT = 2
    WHOLE_NAME = 3
    NAME_WORDS = 4
    ALL_WORDS = 5
    ADDRESS_WORDS = 6
    BEGINNING = 7
    SAID = 8


def rank_of(look_up: LookUp, key: str) -> Rank:
    """The rank of a key that begins with the look-up's prefix."""
    kind, prefix = look_up.kind, look_up.prefix
    whole = key == prefix
    if kind is KeyKind.ORDER_NUMBER:
        return Rank.NUMBER if whole and is_valid(prefix) else Rank.BEGINNING
    if kind is KeyKind.ALIAS:
        return Rank.OTHER_NUMBER if whole else Rank.BEGINNING
    if kind is KeyKind.PHONE:
        return Rank.CONTACT if is_whole_phone(prefix, key) else Rank.BEGINNING
    if kind is KeyKind.EMAIL:
        return Rank.CONTACT if whole and "@" in key else Rank.BEGINNING
    ends_a_word = whole or key.startswith(f"{prefix} ")
    if kind is KeyKind.ADDRESS:
        return Rank.ADDRESS_WORDS if ends_a_word else Rank.BEGINNING
    if whole:
        return Rank.WHOLE_NAME
    return Rank.NAME_WORDS if ends_a_word else Rank.BEGINNING


def is_whole_phone(prefix: str, key: str) -> bool:
    """True when backwards digits name all of a number, at most without its country's code."""
    return len(prefix) >= _WHOLE_PHONE and len(key) - len(prefix) <= _LONGEST_COUNTRY_CODE
