"""Which parts of a text are what was looked for, so that they can be marked; it knows no record and no ranking."""

from __future__ import annotations

import re

from casedesk.rules.search_keys import SHORTEST_NUMBER_PART
from casedesk.rules.text_folding import fold, western_digits

Span = tuple[int, int]

_LONGEST_PREFIX = 4
_SHORTEST_SUBSCRIBER = 7

_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"\+?\d(?:[ ./()–-]*\d)*")


def marks(text: str, wanted: str) -> tuple[Span, ...]:
    """The (start, end) of every word of `text` that begins with a word of `wanted`, and of its number in any
    spelling; in order, without overlaps.
    """
    if not wanted:
        return ()  # lists of a million rows come by here
    words = fold(wanted).split()
    found = [span for match in _WORD.finditer(text) if (span := _begun(match, words))]
    return _apart([*found, *_numbers(text, wanted)])


def _begun(match: re.Match[str], words: list[str]) -> Span | None:
    """The part of a word that was typed; accents and case do not matter."""
    folded = fold(match[0])
    best = max((len(word) for word in words if folded.startswith(word)), default=0)
    if not best:
        return None
    # Folding may lengthen a letter ("ß"), so the end is looked for and not computed.
    end = next((at for at in range(1, len(match[0]) + 1) if len(fold(match[0][:at])) >= best), len(match[0]))
    return match.start(), match.start() + end


def _numbers(text: str, wanted: str) -> list[Span]:
    """Where the digits of `wanted` stand among those of a number, whatever stands between them."""
    digits = _digits(wanted)
    if len(digits) < SHORTEST_NUMBER_PART or any(letter.isalpha() for letter in wanted):
        return []
    # As it may be stored: without the country's code or the zero dialled inside the country, or neither.
    most = min(_LONGEST_PREFIX, len(digits) - _SHORTEST_SUBSCRIBER)
    spellings = tuple(digits[left_out:] for left_out in range(max(0, most) + 1))
    return [span for match in _NUMBER.finditer(text) if (span := _within(match, spellings))]


def _within(match: re.Match[str], spellings: tuple[str, ...]) -> Span | None:
    places = [match.start() + at for at, letter in enumerate(match[0]) if letter.isdigit()]
    there = _digits(match[0])
    for wanted in spellings:
        at = there.find(wanted)
        if at >= 0:
            return places[at], places[at + len(wanted) - 1] + 1
    return None


def _digits(text: str) -> str:
    return "".join(letter for letter in western_digits(text) if letter.isdigit())


def _apart(spans: list[Span]) -> tuple[Span, ...]:
    """The spans in order, those that touch or overlap put together."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)
