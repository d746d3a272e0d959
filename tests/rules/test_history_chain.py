"""The history's chain: a changed, missing, added or swapped entry shows; erased values do not break it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casedesk.rules.history_chain import FIRST_PREVIOUS, ChainedEntry, broken_at, entry_digest, value_digest

SALT = bytes(range(16))

fields = st.dictionaries(st.text(max_size=5), st.none() | st.text(max_size=5), max_size=4)


def chain_of(contents: list[dict[str, str | None]]) -> list[ChainedEntry]:
    chained: list[ChainedEntry] = []
    previous = FIRST_PREVIOUS
    for content in contents:
        chained.append(ChainedEntry(previous, content, entry_digest(previous, content)))
        previous = chained[-1].digest
    return chained


CHAIN = chain_of([{"seq": str(number), "text": f"entry {number}"} for number in range(5)])


def test_digests_stay_what_they_are() -> None:
    """Stored chains must verify for ever: a change of spelling here would break every one of them."""
    assert (
        entry_digest("", {"kind": "call", "text": None})
        == "154a63553cb36a8b515dca484ff9c6c8193e8d3a2cb26361e23c48692422d4b4"
    )
    assert (
        value_digest(SALT, "Julia Tanner")
        == "20ba51edd774c6dc441e142decdb01ac21136a740cd9a745a894dd5d4cc1fae0"
    )


@given(st.lists(fields, max_size=6))
def test_an_untouched_chain_is_whole(contents: list[dict[str, str | None]]) -> None:
    assert broken_at(chain_of(contents)) is None


@pytest.mark.parametrize("position", range(5))
def test_a_changed_entry_shows(position: int) -> None:
    changed = [*CHAIN]
    changed[position] = replace(CHAIN[position], fields={**CHAIN[position].fields, "text": "another"})
    assert broken_at(changed) == position


@pytest.mark.parametrize("position", range(4))
def test_a_missing_entry_shows(position: int) -> None:
    assert broken_at(CHAIN[:position] + CHAIN[position + 1 :]) == position


def test_swapped_and_added_entries_show() -> None:
    assert broken_at([CHAIN[1], CHAIN[0], *CHAIN[2:]]) == 0
    assert broken_at([*CHAIN[:3], CHAIN[2], *CHAIN[3:]]) == 3


def test_an_entry_forged_with_its_digest_shows_at_the_next_one() -> None:
    forged = {"seq": "2", "text": "forged"}
    entry = ChainedEntry(CHAIN[2].previous, forged, entry_digest(CHAIN[2].previous, forged))
    assert broken_at([*CHAIN[:2], entry, *CHAIN[3:]]) == 3


def test_the_order_of_fields_does_not_matter() -> None:
    assert entry_digest("", {"a": "1", "b": "2"}) == entry_digest("", {"b": "2", "a": "1"})


@given(fields, fields, st.text(max_size=3), st.text(max_size=3))
def test_different_entries_have_different_digests(
    one: dict[str, str | None], other: dict[str, str | None], before: str, before_other: str
) -> None:
    same = one == other and before == before_other
    assert (entry_digest(before, one) == entry_digest(before_other, other)) is same


def test_missing_none_and_empty_all_differ() -> None:
    assert len({entry_digest("", {}), entry_digest("", {"a": None}), entry_digest("", {"a": ""})}) == 3
    assert len({value_digest(SALT, None), value_digest(SALT, ""), value_digest(SALT, "null")}) == 3


def test_a_value_is_not_known_without_its_salt() -> None:
    assert value_digest(SALT, "Julia") != value_digest(SALT[::-1], "Julia")
    with pytest.raises(ValueError, match="15 bytes"):
        value_digest(SALT[:15], "Julia")


@given(st.text(st.characters()))
def test_any_text_has_a_digest(text: str) -> None:
    assert len(value_digest(SALT, text)) == 64
