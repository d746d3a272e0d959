"""Find: customers, orders and what was said, by whatever the caller says; best first, in at most six statements."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

from casedesk.contract.cases import Find, FindAnswer, FindHit
from casedesk.contract.values import OrderNumber
from casedesk.rules.order_number import printed
from casedesk.rules.search_keys import KeyKind, LookUp, QueryForms, query_keys
from casedesk.rules.search_ranking import Rank
from casedesk.services.handlers import answers
from casedesk.services.queries.find_customers import FoundCustomers
from casedesk.services.queries.find_hits import Ranked
from casedesk.services.queries.find_keys import Match, Matches, cases_with_all, matches
from casedesk.services.queries.find_orders import found_orders
from casedesk.services.queries.find_said import found_said
from casedesk.services.reader import Reader

MOST_HITS = 200
_LEAST_SHARE = 4
"""Each kind of hit may have at least this part (one of four) of the hits, so that none hides the others."""


@answers(Find)
def find(reader: Reader, query: Find) -> FindAnswer:
    """The hits for a text, none for a blank one; of a number that is not valid also what is near it."""
    started = time.perf_counter()
    forms = query_keys(query.text)
    limit = max(1, min(query.limit, MOST_HITS))
    if not forms.look_ups:
        return FindAnswer(hits=(), total=0, neighbours=(), milliseconds=_since(started))
    near = forms.number.neighbours if forms.number else ()
    found = _found(reader, forms, near)
    sources = [one.source_id for one in found.orders.values() if one.kind is KeyKind.ALIAS and one.source_id]
    customers = FoundCustomers(reader, forms, found.customers, sources, limit)
    orders = found_orders(reader, found.orders, near, customers)
    said = found_said(reader, forms.words, limit)
    return FindAnswer(
        hits=_best(limit, customers.hits(orders.statuses), orders.hits, said),
        total=customers.total + orders.total + len(said),
        neighbours=tuple(OrderNumber(printed(digits)) for digits in orders.digits if digits in near),
        milliseconds=_since(started),
    )


def _since(started: float) -> float:
    return round((time.perf_counter() - started) * 1000, 1)


def _found(reader: Reader, forms: QueryForms, near: Sequence[str]) -> Matches:
    """What begins with the text, what is near a wrong number, and who has each of several words somewhere."""
    look_ups = (*forms.look_ups, *(LookUp(KeyKind.ORDER_NUMBER, digits) for digits in near))
    found = matches(reader.connection, look_ups)
    if forms.number or len(forms.words) < 2:
        return found
    customers = dict(found.customers)
    for case_id in cases_with_all(reader.connection, forms.words):
        match = customers.get(case_id, Match(Rank.ALL_WORDS, None, "", "", None))
        customers[case_id] = replace(match, rank=min(match.rank, Rank.ALL_WORDS))
    return Matches(customers, found.orders)


def _best(limit: int, *kinds: Sequence[Ranked]) -> tuple[FindHit, ...]:
    """The best of all kinds together, each kind with its share."""
    shares = [min(len(kind), limit // _LEAST_SHARE) for kind in kinds]
    left = limit - sum(shares)
    for place, kind in enumerate(kinds):
        more = min(left, len(kind) - shares[place])
        shares[place] += more
        left -= more
    chosen = [one for kind, share in zip(kinds, shares, strict=True) for one in kind[:share]]
    return tuple(one.hit for one in sorted(chosen, key=lambda one: one.rank))
