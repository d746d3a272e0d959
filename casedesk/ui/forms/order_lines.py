"""The lines of an order while they are written: products at list price or another one, with totals; no widget."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Any

from casedesk.contract.desk import ProductRow
from casedesk.contract.orders import LineGiven, LineRow
from casedesk.rules.money import line_amount, total
from casedesk.rules.vocabulary import Charge


@dataclass(frozen=True)
class LineDraft:
    """A line as it is written; `id` tells it from its neighbours, `setup_price` comes once with a product."""

    id: str
    product: str
    name: str
    detail: str
    quantity: Decimal
    unit_price: Decimal
    list_price: Decimal | None
    charge: Charge
    discount: Decimal = Decimal(0)
    setup_price: Decimal = Decimal(0)

    @property
    def is_at_list_price(self) -> bool:
        return self.list_price is not None and self.unit_price == self.list_price and not self.discount

    @property
    def once(self) -> Decimal:
        """The exact amount paid once, setup included."""
        setup = line_amount(self.setup_price, self.quantity)
        return setup if self.charge is Charge.MONTHLY else setup + self._amount

    @property
    def monthly(self) -> Decimal | None:
        """The exact amount paid every month, None for a line that is paid once."""
        return self._amount if self.charge is Charge.MONTHLY else None

    @property
    def _amount(self) -> Decimal:
        return line_amount(self.unit_price, self.quantity, self.discount)

    def given(self) -> LineGiven:
        """The line as the commands take it: a list price is looked up there, another one is said."""
        price = None if self.is_at_list_price else self.unit_price
        return LineGiven(
            product=self.product,
            name="" if self.product else self.name,
            detail="" if self.product else self.detail,
            quantity=self.quantity,
            unit_price=price,
            discount=self.discount,
            charge=None if self.product else self.charge,
        )


def line_of(product: ProductRow, line_id: str) -> LineDraft:
    """One of a product at its list price."""
    return LineDraft(
        line_id, product.code, product.name, product.detail, Decimal(1), product.price, product.price,
        Charge(product.charge), setup_price=product.setup_price,
    )  # fmt: skip


def lines_of(rows: Sequence[LineRow], products: Sequence[ProductRow]) -> tuple[LineDraft, ...]:
    """The lines in force as they can be changed; the setup that comes with a product is part of its line."""
    known = {one.code: one for one in products}
    return tuple(_draft(row, known.get(row.product or "")) for row in rows if not _is_setup(row, rows, known))


def _draft(row: LineRow, product: ProductRow | None) -> LineDraft:
    return LineDraft(
        f"kept-{row.position}", row.product or "", row.name, row.detail, row.quantity, row.unit_price,
        product.price if product else None, Charge(row.charge), row.discount,
        product.setup_price if product else Decimal(0),
    )  # fmt: skip


def _is_setup(row: LineRow, rows: Sequence[LineRow], known: Mapping[str, ProductRow]) -> bool:
    """Whether a line is the setup that was written with the line of its product before it."""
    product = known.get(row.product or "")
    if product is None or not product.setup_price or row.charge != Charge.ONCE:
        return False
    before = [one for one in rows if one.position < row.position and one.product == row.product]
    return bool(before) and row.unit_price == product.setup_price


def totals(lines: Iterable[LineDraft], currency: str) -> tuple[Decimal, Decimal | None]:
    """Once, and monthly (None where nothing is paid monthly), each rounded once at the end."""
    drafts = tuple(lines)
    monthly = [one.monthly for one in drafts if one.monthly is not None]
    return total([one.once for one in drafts], currency), total(monthly, currency) if monthly else None


def with_number(line: LineDraft, what: str, typed: str) -> LineDraft | None:
    """The line with a typed quantity or price, None where the text is no such number."""
    number = read_number(typed)
    if number is None or (what == "quantity" and number <= 0) or number < 0:
        return None
    return replace(line, quantity=number) if what == "quantity" else replace(line, unit_price=number)


def read_number(typed: str) -> Decimal | None:
    """A number as people type it, with a point or a comma; None for anything else."""
    text = typed.strip().replace(",", ".")
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number) < 10**9 else None


def found(products: Sequence[ProductRow], typed: str) -> tuple[ProductRow, ...]:
    """The products that hold every typed word in name, detail or code, those that begin with it first."""
    wanted = typed.casefold().split()
    hits = [one for one in products if all(word in _searched(one) for word in wanted)]
    first = typed.strip().casefold()
    return tuple(sorted(hits, key=lambda one: (not one.name.casefold().startswith(first), one.name)))


def _searched(product: ProductRow) -> str:
    return f"{product.name} {product.detail} {product.code}".casefold()


def as_kept(lines: Iterable[LineDraft]) -> list[dict[str, Any]]:
    """What a draft holds of the lines, as JSON knows it."""
    return [
        {"product": one.product, "name": one.name, "detail": one.detail, "charge": one.charge.value,
         "quantity": str(one.quantity), "unit_price": str(one.unit_price), "discount": str(one.discount)}
        for one in lines
    ]  # fmt: skip


def taken_up(kept: Iterable[Mapping[str, str]], products: Sequence[ProductRow]) -> tuple[LineDraft, ...]:
    """The lines that a draft held; list prices and setup are those of today."""
    known = {one.code: one for one in products}
    lines = []
    for at, one in enumerate(kept):
        product = known.get(one["product"])
        lines.append(LineDraft(
            f"kept-{at}", one["product"], one["name"], one["detail"], Decimal(one["quantity"]),
            Decimal(one["unit_price"]), product.price if product else None, Charge(one["charge"]),
            Decimal(one["discount"]), product.setup_price if product else Decimal(0),
        ))  # fmt: skip
    return tuple(lines)
