"""How well a key answers what was typed."""

from __future__ import annotations

import pytest

from casedesk.rules.order_number import number_at
from casedesk.rules.search_keys import (
    KeyKind,
    LookUp,
    alias_keys,
    company_keys,
    email_keys,
    name_keys,
    order_number_keys,
    phone_keys,
    query_keys,
    street_keys,
)
from casedesk.rules.search_ranking import Rank, rank_of

NUMBER = number_at(7, 1)


@pytest.mark.parametrize(
    ("typed", "kind", "keys", "rank"),
    [
        (NUMBER, KeyKind.ORDER_NUMBER, order_number_keys(NUMBER), Rank.NUMBER),
        (NUMBER[:5], KeyKind.ORDER_NUMBER, order_number_keys(NUMBER), Rank.BEGINNING),
        (NUMBER[-4:], KeyKind.ORDER_NUMBER, order_number_keys(NUMBER), Rank.BEGINNING),
        ("ALFKI", KeyKind.ALIAS, alias_keys("ALFKI"), Rank.OTHER_NUMBER),
        ("ALF", KeyKind.ALIAS, alias_keys("ALFKI"), Rank.BEGINNING),
        ("07700 900142", KeyKind.PHONE, phone_keys("+447700900142"), Rank.CONTACT),
        ("+44 7700 900142", KeyKind.PHONE, phone_keys("07700900142"), Rank.CONTACT),
        ("900142", KeyKind.PHONE, phone_keys("+447700900142"), Rank.BEGINNING),
        ("marta@example.org", KeyKind.EMAIL, email_keys("marta@example.org"), Rank.CONTACT),
        ("example.org", KeyKind.EMAIL, email_keys("marta@example.org"), Rank.BEGINNING),
        ("Berg", KeyKind.NAME, name_keys("Berg"), Rank.WHOLE_NAME),
        ("Berg, Anna", KeyKind.NAME, name_keys("Anna Berg"), Rank.WHOLE_NAME),
        ("berg", KeyKind.NAME, name_keys("Anna Berg"), Rank.NAME_WORDS),
        ("berg", KeyKind.NAME, name_keys("Anna Berglund"), Rank.BEGINNING),
        ("Tanner and Pike", KeyKind.COMPANY, company_keys("Tanner & Pike Ltd"), Rank.WHOLE_NAME),
        ("Tanner", KeyKind.COMPANY, company_keys("Tanner & Pike Ltd"), Rank.NAME_WORDS),
        ("14 Tanner's Yard", KeyKind.ADDRESS, street_keys("14 Tanner's Yard", "Kelby"), Rank.ADDRESS_WORDS),
        ("14 Tan", KeyKind.ADDRESS, street_keys("14 Tanner's Yard", "Kelby"), Rank.BEGINNING),
    ],
)
def test_rank_of_the_best_key(typed: str, kind: KeyKind, keys: tuple[str, ...], rank: Rank) -> None:
    asked = [look_up for look_up in query_keys(typed).look_ups if look_up.kind is kind]
    ranks = [rank_of(look_up, key) for look_up in asked for key in keys if key.startswith(look_up.prefix)]
    assert min(ranks) is rank


def test_a_number_that_fails_its_check_is_no_whole_number() -> None:
    wrong = NUMBER[:-1] + str((int(NUMBER[-1]) + 1) % 10)
    assert rank_of(LookUp(KeyKind.ORDER_NUMBER, wrong), wrong) is Rank.BEGINNING
