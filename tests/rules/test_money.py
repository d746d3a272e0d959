"""Money: exact until the end, rounded once, half up, to the currency's own decimals."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casedesk.errors import RefusedByRule
from casedesk.rules.money import (
    AMOUNT_LIMIT,
    decimals_of,
    has_more_places,
    kept_sum,
    line_amount,
    rounded,
    tax_words,
    total,
)

prices = st.decimals(-1_000_000, 1_000_000, places=4)
quantities = st.decimals(-10_000, 10_000, places=3)
shares = st.decimals(0, 1, places=4)


@pytest.mark.parametrize(
    ("currency", "decimals"),
    [("EUR", 2), ("GBP", 2), ("JPY", 0), ("KRW", 0), ("KWD", 3), ("TND", 3), ("CLF", 4)],
)
def test_decimals_of_currencies(currency: str, decimals: int) -> None:
    assert decimals_of(currency) == decimals


@pytest.mark.parametrize(
    ("amount", "currency", "result"),
    [
        ("1.005", "EUR", "1.01"),
        ("1.0049999", "EUR", "1.00"),
        ("-1.005", "EUR", "-1.01"),
        ("2.5", "JPY", "3"),
        ("0.0005", "KWD", "0.001"),
        ("7", "EUR", "7.00"),
        ("123456789012345678901234567890.125", "EUR", "123456789012345678901234567890.13"),
    ],
)
def test_rounding_half_up(amount: str, currency: str, result: str) -> None:
    assert str(rounded(Decimal(amount), currency)) == result


@pytest.mark.parametrize(
    ("price", "quantity", "discount", "amount"),
    [
        ("28.00", "1", "0", "28"),
        ("14.40", "10", "0.15", "122.4"),
        ("9.99", "3", "0.0333", "28.971999"),
        ("0.3333", "0.333", "0", "0.1109889"),
        ("10", "-2", "0", "-20"),
        ("10", "2", "1", "0"),
    ],
)
def test_the_amount_of_a_line_is_exact(price: str, quantity: str, discount: str, amount: str) -> None:
    assert line_amount(Decimal(price), Decimal(quantity), Decimal(discount)) == Decimal(amount)


@pytest.mark.parametrize("discount", ["-0.01", "1.01", "25"])
def test_a_discount_is_a_share(discount: str) -> None:
    with pytest.raises(ValueError, match=r"0\.25"):
        line_amount(Decimal(10), Decimal(1), Decimal(discount))


def test_a_total_is_rounded_once_at_the_end() -> None:
    """Three times a third of a cent and a half: rounded one by one they would make 0.03."""
    assert total([Decimal("0.005")] * 3, "EUR") == Decimal("0.02")


def test_no_line_is_nothing() -> None:
    assert str(total([], "EUR")) == "0.00"
    assert str(total([], "JPY")) == "0"


@given(st.lists(st.tuples(prices, quantities, shares), max_size=40), st.sampled_from(["EUR", "JPY", "KWD"]))
def test_a_total_is_within_half_a_unit_of_the_exact_sum(
    lines: list[tuple[Decimal, Decimal, Decimal]], currency: str
) -> None:
    amounts = [line_amount(*line) for line in lines]
    half_a_unit = Decimal(5).scaleb(-decimals_of(currency) - 1)
    assert abs(total(amounts, currency) - sum(amounts, Decimal(0))) <= half_a_unit


def test_a_sum_is_kept_to_a_millionth() -> None:
    assert kept_sum([Decimal("0.1109889"), Decimal("0.0000001")]) == Decimal("0.110989")
    assert kept_sum([]) == 0


def test_a_sum_too_large_to_be_kept_is_refused() -> None:
    assert kept_sum([AMOUNT_LIMIT, Decimal("-0.000001")]) == Decimal("999999999999.999999")
    with pytest.raises(RefusedByRule, match="more than can be kept"):
        kept_sum([-AMOUNT_LIMIT])


@pytest.mark.parametrize(
    ("amount", "more"),
    [("1", False), ("1E+9", False), ("0.000001", False), ("0.1000000000", False), ("0.0000001", True)],
)
def test_an_amount_has_six_places(amount: str, more: bool) -> None:
    assert has_more_places(Decimal(amount)) is more


def test_words_about_tax() -> None:
    assert tax_words(prices_include_tax=True) == "tax included"
    assert tax_words(prices_include_tax=False) == "plus tax"
