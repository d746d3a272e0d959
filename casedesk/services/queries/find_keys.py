"""Looks into the search keys: what begins with what was typed, and who has each of several words somewhere.

Every look-up is one range of one index and ends after a fixed number of keys, however many there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Integer, Select, intersect, literal, select, union_all

from casedesk.models import SearchKey
from casedesk.rules.search_keys import KeyKind, LookUp, prefix_end, query_keys
from casedesk.rules.search_ranking import Rank, rank_of
from casedesk.rules.vocabulary import TargetKind

MOST_KEYS = 100
"""Keys that one look-up of the whole text reads."""

MOST_KEYS_OF_WORD = 2_000
"""Keys that one look-up of one of several words reads."""

_MOST_WORDS = 6
_MOST_CASES = 200
_SHORTEST_WORD = 2


@dataclass(frozen=True)
class Match:
    """Why something was found: by which key of which row, and how well."""

    rank: Rank
    kind: KeyKind | None
    look_up: str
    key: str
    source_id: UUID | None


@dataclass(frozen=True)
class Matches:
    """The best match of each customer and of each order."""

    customers: Mapping[UUID, Match]
    orders: Mapping[UUID, Match]


def matches(connection: Connection, look_ups: Sequence[LookUp]) -> Matches:
    """What begins with one of the look-ups, by one statement."""
    customers: dict[UUID, Match] = {}
    orders: dict[UUID, Match] = {}
    parts = [_keys_of(look_up, position) for position, look_up in enumerate(look_ups)]
    for row in connection.execute(union_all(*parts)):
        look_up = look_ups[row.look_up]
        match = Match(rank_of(look_up, row.key), look_up.kind, look_up.prefix, row.key, row.source_id)
        found = orders if row.target_kind == TargetKind.ORDER else customers
        if row.target_id not in found or match.rank < found[row.target_id].rank:
            found[row.target_id] = match
    return Matches(customers, orders)


def _keys_of(look_up: LookUp, position: int) -> Select[Any]:
    keys = _range_of(look_up, MOST_KEYS).subquery()
    return select(
        literal(position, Integer).label("look_up"),
        keys.c.key,
        keys.c.target_kind,
        keys.c.target_id,
        keys.c.source_id,
    )


def _range_of(look_up: LookUp, most: int) -> Select[Any]:
    return (
        select()
        .add_columns(
            SearchKey.key, SearchKey.target_kind, SearchKey.target_id, SearchKey.source_id, SearchKey.case_id
        )
        .where(
            SearchKey.kind == look_up.kind,
            SearchKey.key >= look_up.prefix,
            SearchKey.key < prefix_end(look_up.prefix),
        )
        .order_by(SearchKey.key)
        .limit(most)
    )


def cases_with_all(connection: Connection, words: Sequence[str]) -> frozenset[UUID]:
    """The cases that have each of the words at the beginning of some key, by one statement; the longest six count."""
    telling = [word for word in dict.fromkeys(words) if len(word) >= _SHORTEST_WORD]
    longest = sorted(telling, key=len, reverse=True)[:_MOST_WORDS]
    if len(longest) < 2:
        return frozenset()
    of_words = [_cases_of_word(query_keys(word).look_ups) for word in longest]
    return frozenset(connection.scalars(intersect(*of_words).limit(_MOST_CASES)))


def _cases_of_word(look_ups: Iterable[LookUp]) -> Select[Any]:
    parts = [select(_range_of(one, MOST_KEYS_OF_WORD).subquery().c.case_id) for one in look_ups]
    return select(union_all(*parts).subquery().c.case_id)
