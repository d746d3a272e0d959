"""The lines of an order: list prices, revisions, exact totals."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from sqlalchemy import select

from casedesk.contract.ids import new_id
from casedesk.contract.orders import (
    ChangeLines,
    LineGiven,
)
from casedesk.contract.values import OrderChanged, OrderNumber
from casedesk.errors import RefusedByRule
from casedesk.models import (
    Order,
    OrderLine,
    Product,
)
from casedesk.rules.money import kept_sum, line_amount
from casedesk.rules.order_number import printed
from casedesk.rules.permissions import Grant
from casedesk.rules.states import OrderLineState, OrderState
from casedesk.rules.vocabulary import Charge, EntryKind
from casedesk.services.about import order_and_case
from casedesk.services.handlers import handles
from casedesk.services.unit_of_work import Change, UnitOfWork
from casedesk.words import say


def products_of(work: UnitOfWork, lines: Sequence[LineGiven]) -> dict[str, Product]:
    """The products that lines name, by code; RefusedByRule for an unknown or retired one."""
    codes = list(dict.fromkeys(line.product for line in lines if line.product))
    found = {
        one.code: one
        for one in work.session.scalars(select(Product).where(Product.code.in_(codes), Product.active))
    }
    for code in codes:
        if code not in found:
            raise RefusedByRule(
                say("There is no product “$code”. The list: casedesk ask products", code=code),
                rule="known_product",
                product=code,
            )
    return {code: found[code] for code in codes}


def write_lines(
    work: UnitOfWork, order: Order, lines: Sequence[LineGiven], products: dict[str, Product]
) -> None:
    """One revision of lines with exact totals; other than list prices need the right to them."""
    rows = [row for given in lines for row in _line_rows(work, order, given, products.get(given.product))]
    for position, row in enumerate(rows, start=1):
        row.position = position
    work.session.add_all(rows)
    order.headline = ", ".join(row.name for row in rows[:3])
    order.total_once = _sum(rows, Charge.ONCE)
    order.total_monthly = _sum(rows, Charge.MONTHLY)


def _sum(rows: Sequence[OrderLine], charge: Charge) -> Decimal:
    return kept_sum(
        line_amount(row.unit_price, row.quantity, row.discount) for row in rows if row.charge == charge
    )


def _line_rows(work: UnitOfWork, order: Order, given: LineGiven, product: Product | None) -> list[OrderLine]:
    if not (given.product or given.name):
        raise RefusedByRule(say("A line needs a product or a name."), rule="line_named")
    if not (Decimal(0) <= given.discount <= Decimal(1)) or given.quantity <= 0:
        raise RefusedByRule(
            say("A line's quantity is more than 0 and its discount between 0 and 1."), rule="line_amounts"
        )
    price = given.unit_price if given.unit_price is not None else (product.price if product else Decimal(0))
    listed = product is not None and price == product.price and given.discount == 0
    if not listed and work.actor.grant("other_prices") is Grant.NO:
        raise RefusedByRule(
            say(
                "Other than list prices need sales, the exception team or a manager. Use the list price, or ask one."
            ),
            rule="list_price",
        )
    charge = given.charge or (Charge(product.charge) if product else Charge.ONCE)
    name = given.name or (product.name if product else "")
    rows = [
        _line(
            work,
            order,
            product,
            name,
            given.detail or (product.detail if product else ""),
            charge,
            price,
            given.quantity,
            given.discount,
        )
    ]
    if product and product.setup_price:
        rows.append(
            _line(
                work,
                order,
                product,
                say("Setup of $product", product=product.name),
                "",
                Charge.ONCE,
                product.setup_price,
                given.quantity,
                Decimal(0),
            )
        )
    return rows


def _line(
    work: UnitOfWork,
    order: Order,
    product: Product | None,
    name: str,
    detail: str,
    charge: Charge,
    unit_price: Decimal,
    quantity: Decimal,
    discount: Decimal,
) -> OrderLine:
    return OrderLine(
        id=new_id(),
        order_id=order.id,
        revision=order.lines_revision or 1,
        position=0,
        product_id=product.id if product else None,
        name=name,
        detail=detail,
        charge=charge,
        unit_price=unit_price,
        quantity=quantity,
        discount=discount,
        state=OrderLineState.AS_ORDERED,
        since=work.now,
    )


@handles(ChangeLines, undoable=True)
def change_lines(work: UnitOfWork, command: ChangeLines) -> OrderChanged:
    """A new revision of all lines from now on."""
    order, case = order_and_case(work, command.order)
    if order.state in (OrderState.COMPLETED, OrderState.CANCELLED):
        raise RefusedByRule(
            say("This order is closed. Open a new one for what is wanted now."), rule="open_order"
        )
    before = order.headline
    move_lines(work, order, OrderLineState.CANCELLED)
    order.lines_revision += 1
    write_lines(work, order, command.lines, products_of(work, command.lines))
    work.record(
        EntryKind.ORDER,
        case,
        order_id=order.id,
        subject_id=order.id,
        values={"lines": Change(before, order.headline)},
    )
    return order_answer(order)


def order_answer(order: Order) -> OrderChanged:
    """What a command about an order answers."""
    return OrderChanged(number=OrderNumber(printed(order.digits)), state=order.state)


def move_lines(
    work: UnitOfWork, order: Order, state: OrderLineState, delivered_on: date | None = None
) -> None:
    """The open lines in force follow the order: in work, delivered on a day, cancelled."""
    settled = (state, OrderLineState.DELIVERED, OrderLineState.CANCELLED)
    lines = work.session.scalars(
        select(OrderLine).where(
            OrderLine.order_id == order.id,
            OrderLine.revision == order.lines_revision,
            OrderLine.state.not_in(settled),
        )
    )
    for line in lines:
        line.state = state
        line.delivered_on = delivered_on
