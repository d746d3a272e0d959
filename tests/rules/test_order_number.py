"""Order numbers: people's slips are caught, no number comes twice, any spelling is understood."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import damm

from casedesk.rules.order_number import (
    Understood,
    damm_digit,
    is_valid,
    neighbours,
    number_at,
    number_for,
    places_for,
    printed,
    understood,
)

NUMBER = "41072981"
LAST_POSITION = {8: 9_000_000 - 1, 9: 90_000_000 - 1, 10: 900_000_000 - 1}

keys = st.integers(0, 2**64 - 1)
counters = st.integers(0, 949_499_999)
numbers = st.builds(number_at, counters, keys)


@given(st.text("0123456789", min_size=1))
def test_the_check_digit_agrees_with_stdnum(digits: str) -> None:
    assert damm_digit(digits) == int(damm.calc_check_digit(digits))
    assert damm.is_valid(f"{digits}{damm_digit(digits)}")


@given(numbers)
def test_every_number_is_valid(number: str) -> None:
    assert is_valid(number)
    assert damm.is_valid(number)


@given(numbers)
def test_every_single_wrong_digit_is_caught(number: str) -> None:
    wrong = {
        number[:place] + digit + number[place + 1 :] for place in range(len(number)) for digit in "0123456789"
    }
    assert not any(map(is_valid, wrong - {number}))


@given(numbers)
def test_every_swap_of_neighbours_is_caught(number: str) -> None:
    swapped = {
        number[:place] + number[place + 1] + number[place] + number[place + 2 :]
        for place in range(len(number) - 1)
    }
    assert not any(map(is_valid, swapped - {number}))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "4107291",
        "41072984",
        "04107291",
        "4107-2981",
        "410729810004",
        "4107298X",
        "\u0664\u0661\u0660\u0667\u0662\u0669\u0668\u0661",
    ],
)
def test_what_is_not_a_bare_valid_number(text: str) -> None:
    assert not is_valid(text)


@pytest.mark.parametrize("places", [3, 4, 5])
@pytest.mark.parametrize("key", [0, 1, 2**64 - 1])
def test_the_permutation_of_a_small_space_is_complete(places: int, key: int) -> None:
    space = 9 * 10 ** (places - 2)
    drawn = [number_for(position, key, places=places) for position in range(space)]
    assert len(set(drawn)) == space
    assert all(len(number) == places and number[0] != "0" and damm_digit(number) == 0 for number in drawn)
    assert drawn != sorted(drawn)


@given(keys, st.lists(counters, unique=True, min_size=2, max_size=50))
def test_different_orders_have_different_numbers(key: int, some: list[int]) -> None:
    assert len({number_at(counter, key) for counter in some}) == len(some)


@given(keys, st.integers(0, 949_499_000))
def test_following_orders_have_different_numbers(key: int, first: int) -> None:
    assert len({number_at(counter, key) for counter in range(first, first + 300)}) == 300


def test_another_key_gives_another_order() -> None:
    assert [number_at(counter, 1) for counter in range(20)] != [
        number_at(counter, 2) for counter in range(20)
    ]


def test_numbers_do_not_grow_with_the_orders() -> None:
    """Somebody who sees two numbers cannot tell which order is the later: about half the steps lead down."""
    drawn = [int(number_at(counter, 20261124)) for counter in range(1000)]
    down = sum(later < earlier for earlier, later in pairwise(drawn))
    assert 400 < down < 600


@pytest.mark.parametrize(
    ("counter", "places"),
    [
        (0, 8),
        (4_499_999, 8),
        (4_500_000, 9),
        (49_499_999, 9),
        (49_500_000, 10),
        (949_499_999, 10),
    ],
)
def test_a_size_is_left_when_half_of_it_is_used(counter: int, places: int) -> None:
    assert places_for(counter) == places
    assert len(number_at(counter, 7)) == places


@pytest.mark.parametrize("counter", [-1, 949_500_000])
def test_there_is_no_number_below_the_first_or_past_the_last(counter: int) -> None:
    with pytest.raises(ValueError, match="from 0"):
        number_at(counter, 7)


@pytest.mark.parametrize(("places", "last"), LAST_POSITION.items())
def test_positions_end_with_their_space(places: int, last: int) -> None:
    assert len(number_for(last, 7, places=places)) == places
    with pytest.raises(ValueError, match=str(last)):
        number_for(last + 1, 7, places=places)


def test_two_digits_hold_no_number() -> None:
    with pytest.raises(ValueError, match="no room"):
        number_for(0, 7, places=2)


@pytest.mark.parametrize(
    ("digits", "on_paper"),
    [("41072981", "4107-2981"), ("410729812", "410-729-812"), ("4107298123", "410-729-8123")],
)
def test_numbers_are_printed_in_groups(digits: str, on_paper: str) -> None:
    assert printed(digits) == on_paper


def test_another_length_is_not_printed() -> None:
    with pytest.raises(ValueError, match="7 digits"):
        printed("4107298")


@pytest.mark.parametrize(
    "text",
    [
        NUMBER,
        "4107-2981",
        "4107 2981",
        " 4107\u00a02981 ",
        "4107\u20132981",
        "4107\u22122981",
        "4107.2981",
        "4107/2981",
        "4107_2981",
        "41,072,981",
        "41'072'981",
        "4 1 0 7 2 9 8 1",
        "41-07-29-81",
        "#41072981",
        "# 4107-2981",
        "No.4107-2981",
        "No. 4107-2981",
        "Nr 41072981",
        "order 4107-2981",
        "Order no.: 4107-2981.",
        "ORDER41072981",
        "My order 4107-2981 of 27 Nov",
        "(4107-2981)",
        "<4107-2981>",
        "“4107-2981”,",
        "> order: *4107-2981*",
        "casedesk://order/41072981",
        "41072981\r\n",
        "]C041072981\r",
        "\u200e4107\u20112981\u200f",
        "\uff14\uff11\uff10\uff17\uff0d\uff12\uff19\uff18\uff11",
        "\u0664\u0661\u0660\u0667\u0662\u0669\u0668\u0661",
        "4107-2981\n4107-2981",
        "4107-2981 or 4107-2984",
    ],
)
def test_any_spelling_is_understood(text: str) -> None:
    assert understood(text) == Understood(NUMBER, "", valid=True, neighbours=())


@pytest.mark.parametrize(
    ("text", "suffix"),
    [
        ("4107-2981 N1", "N1"),
        ("41072981W1", "W1"),
        ("4107-2981-i12", "I12"),
        ("4107-2981/N2, please", "N2"),
        ("4107-2981 N1X", ""),
        ("4107-2981 next", ""),
    ],
)
def test_a_documents_suffix_may_stand_behind(text: str, suffix: str) -> None:
    assert understood(text) == Understood(NUMBER, suffix, valid=True, neighbours=())


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "tanner",
        "4107298",
        "41072981123",
        "+41072981",
        "+ 4107 2981",
        "AB41072981",
        "41072981AB",
        "4817-2090 and 4107-2981",
        "4817-2091 and 4107-2982",
        "020 7946 0123",
    ],
)
def test_what_names_no_number_or_several(text: str) -> None:
    assert understood(text) is None


@given(numbers, st.data())
def test_a_mistyped_number_is_recognised_with_the_right_one_near_it(number: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(number) - 1))
    digit = data.draw(st.sampled_from("0123456789".replace(number[place], "")))
    found = understood(printed(number[:place] + digit + number[place + 1 :]))
    assert found is not None
    assert not found.valid
    assert number in found.neighbours
    assert all(map(is_valid, found.neighbours))


@given(numbers, st.data())
def test_a_swap_is_recognised_with_the_right_one_near_it(number: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(number) - 2))
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    if swapped != number:
        assert number in neighbours(swapped)


@given(st.text())
def test_no_text_is_too_strange(text: str) -> None:
    found = understood(text)
    assert found is None or found.digits.isdecimal()
