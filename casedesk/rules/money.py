"""Amounts of money: exact until the end, then rounded once; it knows no account, no rate and no invoice.

Source: design/domain.md, An order's way: order line. Amounts are decimals, never floats.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Context, Decimal

from casedesk.errors import RefusedByRule
from casedesk.words import say

AMOUNT_PLACES = 6
AMOUNT_LIMIT = Decimal(10**12)
"""What can be kept: six places, and less than a million million on either side of zero."""

# ISO 4217, minor units other than two.
_DECIMALS = {
    **dict.fromkeys(("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI"), 0),
    **dict.fromkeys(("VND", "VUV", "XAF", "XOF", "XPF"), 0),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
    **dict.fromkeys(("CLF", "UYW"), 4),
}
_USUAL_DECIMALS = 2

_EXACT = Context(prec=60)
"""Wide enough for any price times any quantity, so that nothing is rounded before the end."""


def decimals_of(currency: str) -> int:
    """How many decimals amounts of an ISO 4217 currency have: two but for the exceptions of that list."""
    return _DECIMALS.get(currency, _USUAL_DECIMALS)


def rounded(amount: Decimal, currency: str) -> Decimal:
    """`amount` rounded half up, away from zero, to the currency's own decimals, with all of them shown."""
    return amount.quantize(Decimal(1).scaleb(-decimals_of(currency)), rounding=ROUND_HALF_UP, context=_EXACT)


def line_amount(unit_price: Decimal, quantity: Decimal, discount: Decimal = Decimal(0)) -> Decimal:
    """The exact amount of an order line, not rounded. `discount` is a share: 0 is none, 0.25 a quarter off.

    ValueError for a discount below 0 or above 1. A quantity below 0 takes something back.
    """
    if not 0 <= discount <= 1:
        raise ValueError(f"a discount is a share from 0 to 1, not {discount}; write a quarter as 0.25")
    return _EXACT.multiply(_EXACT.multiply(unit_price, quantity), _EXACT.subtract(Decimal(1), discount))


def total(lines: Iterable[Decimal], currency: str) -> Decimal:
    """The sum of exact line amounts, rounded once at the end; zero when there is none."""
    return rounded(_exact_sum(lines), currency)


def kept_sum(lines: Iterable[Decimal]) -> Decimal:
    """The sum of exact line amounts as it is kept, to a millionth; RefusedByRule when it is too large for that."""
    exact = _exact_sum(lines)
    if abs(exact) >= AMOUNT_LIMIT:
        raise RefusedByRule(
            say("The lines add up to more than can be kept. Check prices and quantities."), rule="amount_kept"
        )
    return exact.quantize(Decimal(1).scaleb(-AMOUNT_PLACES), rounding=ROUND_HALF_UP, context=_EXACT)


def _exact_sum(lines: Iterable[Decimal]) -> Decimal:
    exact = Decimal(0)
    for amount in lines:
        exact = _EXACT.add(exact, amount)
    return exact


def has_more_places(amount: Decimal) -> bool:
    """Whether an amount would have to be rounded to be kept."""
    exponent = amount.normalize(_EXACT).as_tuple().exponent
    return isinstance(exponent, int) and -exponent > AMOUNT_PLACES


def tax_words(*, prices_include_tax: bool) -> str:
    """The words that stand beside prices where the company has set no words of its own."""
    return say("tax included") if prices_include_tax else say("plus tax")
