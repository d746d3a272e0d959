"""What the hits of a search share: their rank, and the words for why something was found."""

from __future__ import annotations

from dataclasses import dataclass

from casedesk.contract.cases import FindHit
from casedesk.rules.search_keys import KeyKind
from casedesk.rules.search_ranking import Rank, is_whole_phone
from casedesk.services.queries.find_keys import Match
from casedesk.words import say

_DIGITS_TOGETHER = 3


@dataclass(frozen=True)
class Ranked:
    """A hit and the class it belongs to; hits of one class keep their order."""

    rank: Rank
    hit: FindHit


def why(match: Match, *, of_person: bool = False, system: str = "") -> str:
    """The reason for a hit in words; `system` names the one whose number it was."""
    if match.kind is KeyKind.PHONE and not is_whole_phone(match.look_up, match.key):
        return say("phone ends $digits", digits=_in_threes(match.look_up[::-1]))
    if match.kind is KeyKind.ORDER_NUMBER:
        return say("order number") if match.rank is Rank.NUMBER else say("part of the order number")
    if match.kind is KeyKind.ALIAS:
        return say("number in $system", system=system) if system else say("number in another system")
    if of_person:
        return say("name of a person there")
    return {
        KeyKind.PHONE: say("phone"),
        KeyKind.EMAIL: say("e-mail"),
        KeyKind.NAME: say("name"),
        KeyKind.COMPANY: say("name"),
        KeyKind.ADDRESS: say("address"),
        None: say("every word"),
    }[match.kind]


def _in_threes(digits: str) -> str:
    """ "900 142" of "900142": groups of three from the end."""
    first = len(digits) % _DIGITS_TOGETHER
    groups = [digits[:first]] if first else []
    groups += [digits[at : at + _DIGITS_TOGETHER] for at in range(first, len(digits), _DIGITS_TOGETHER)]
    return " ".join(groups)
