"""What rows of imported orders are made from: the command for one, products, places of service, money."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal, cast
from uuid import UUID

from sqlalchemy import select

from casedesk.contract.ids import new_id
from casedesk.contract.orders import ImportedLine, ImportOrder
from casedesk.models import MoneyEntry, Order, OrderLine, Premises, Product
from casedesk.rules.money import rounded
from casedesk.rules.vocabulary import Charge
from casedesk.services import search_index
from casedesk.services.imports.contact_rows import ADDRESS
from casedesk.services.imports.plans import Planned
from casedesk.services.imports.records import Record
from casedesk.services.imports.writing import Writing, day_of, entries_of, number_of, text_of

ImportedState = Literal["placed", "in_progress", "on_hold", "done_not_confirmed", "completed", "cancelled"]


@dataclass(frozen=True, slots=True)
class NamedProduct:
    """A product as a line names it."""

    id: UUID
    code: str
    name: str


def products_of(writing: Writing, planned: Iterable[Planned]) -> dict[str, NamedProduct]:
    """The products that lines refer to, by their key in the source."""
    keys = {
        str(line["product"])
        for one in planned
        for line in entries_of(one.record, "lines")
        if "product" in line
    }
    ids = {writing.id_of("product", key): key for key in keys}
    rows = writing.work.session.execute(
        select(Product.id, Product.code, Product.name).where(Product.id.in_(ids))
    )
    return {ids[row.id]: NamedProduct(row.id, row.code, row.name) for row in rows}


def import_command(
    writing: Writing, record: Record, customer_id: UUID, products: Mapping[str, NamedProduct]
) -> ImportOrder:
    """The order as `import_order` takes it."""
    placed_on = day_of(record.values, "placed_on")
    if placed_on is None:
        raise ValueError(f"order {record.key} was planned without the day it was placed")
    return ImportOrder(
        customer=customer_id,
        external=f"{writing.source}:{record.key}",
        state=cast("ImportedState", text_of(record, "state")),
        placed_on=placed_on,
        promised_on=day_of(record.values, "promised_on"),
        done_on=day_of(record.values, "done_on"),
        cancelled_on=day_of(record.values, "cancelled_on"),
        reason=text_of(record, "reason"),
        wants=text_of(record, "wants"),
        headline=text_of(record, "headline"),
        kind=text_of(record, "template"),
        currency=text_of(record, "currency") or writing.currency,
        lines=tuple(imported_line_of(line, products) for line in entries_of(record, "lines")),
        extra=dict(record.extra),
    )


def imported_line_of(line: Mapping[str, Any], products: Mapping[str, NamedProduct]) -> ImportedLine:
    """A line with its own price; its product gives what the source does not say."""
    product = products.get(str(line.get("product", "")))
    return ImportedLine(
        name=str(line.get("name") or (product.name if product else "")),
        product=str(line.get("detail") or (product.code if product else "")),
        quantity=number_of(line, "quantity", Decimal(1)),
        unit_price=number_of(line, "unit_price", Decimal(0)),
        discount=number_of(line, "discount", Decimal(0)),
        charge=Charge(str(line.get("charge", Charge.ONCE))),
    )


def link_products(rows: Iterable[OrderLine], record: Record, products: Mapping[str, NamedProduct]) -> None:
    """Let the lines' rows point at the products they name."""
    for row, line in zip(rows, entries_of(record, "lines"), strict=True):
        product = products.get(str(line.get("product", "")))
        row.product_id = product.id if product else None


class Places:
    """Places of service of some customers: one row for one address, however many orders go there."""

    def __init__(self, writing: Writing, customer_ids: Iterable[UUID]) -> None:
        self._writing = writing
        rows = writing.work.session.scalars(
            select(Premises).where(Premises.customer_id.in_(set(customer_ids)))
        )
        self._ids = {
            (row.customer_id, row.street, row.postcode, row.city, row.region, row.country): row.id
            for row in rows
        }

    def id_for(self, record: Record, customer_id: UUID) -> UUID | None:
        """The place that the order names, new if need be; None when it names none."""
        street, postcode, city, region, country = (text_of(record, name) for name in ADDRESS)
        if not (street or city):
            return None
        address = (customer_id, street, postcode, city, region, country)
        if address not in self._ids:
            self._ids[address] = self._add(*address)
        return self._ids[address]

    def _add(
        self, customer_id: UUID, street: str, postcode: str, city: str, region: str, country: str
    ) -> UUID:
        place = Premises(
            id=new_id(),
            customer_id=customer_id,
            street=street,
            postcode=postcode,
            city=city,
            region=region,
            country=country,
            zone=self._writing.work.company.zone,
        )
        self._writing.batch.add(place)
        self._writing.keys += search_index.address_rows(customer_id, place.id, street, city, postcode)
        return place.id


def order_money(writing: Writing, record: Record, order: Order) -> list[MoneyEntry]:
    """The money entries that the order's row brings; an amount left out is the order's total."""
    total = rounded(order.total_once + order.total_monthly, order.currency)
    return [
        MoneyEntry(
            id=new_id(),
            case_id=order.case_id,
            order_id=order.id,
            kind=str(entry["kind"]),
            amount=number_of(entry, "amount", total),
            currency=order.currency,
            booked_on=day_of(entry, "on") or order.placed_on,
            reference=str(entry.get("reference", "")),
            note=str(entry.get("note", "")),
            recorded_by_id=writing.work.actor.id,
            recorded_at=writing.work.now,
            source=writing.source,
            external=f"order {record.key} {number}",
        )
        for number, entry in enumerate(entries_of(record, "money"), start=1)
    ]
