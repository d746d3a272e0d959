"""Writes imported orders with lines, places of service, notes and money, as `import_order` writes one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from sqlalchemy import select

from casedesk.models import Case, Customer
from casedesk.services.imported_orders import Found, imported_rows, record_imported
from casedesk.services.imports.money_writer import add_money
from casedesk.services.imports.note_writer import write_notes
from casedesk.services.imports.order_changes import change_orders
from casedesk.services.imports.order_rows import (
    NamedProduct,
    Places,
    import_command,
    link_products,
    order_money,
    products_of,
)
from casedesk.services.imports.records import Record
from casedesk.services.imports.writing import Writing, day_of, entries_of, text_of
from casedesk.services.numbers import next_order_numbers
from casedesk.services.order_dates import template_of


def write_orders(writing: Writing) -> None:
    """New orders, and what the source has changed of the others."""
    planned = [*writing.plan.of("made"), *writing.plan.of("changed")]
    products = products_of(writing, planned)
    customer_ids = {writing.customer_of(one.record) for one in planned}
    cases, places = writing.cases(customer_ids), Places(writing, customer_ids)
    made = [one.record for one in writing.plan.of("made")]
    templates = _templates(writing, {text_of(record, "template") for record in made})
    for record, digits in zip(made, next_order_numbers(writing.work, len(made)) if made else [], strict=True):
        customer_id = writing.customer_of(record)
        found = Found(
            digits=digits,
            owner_id=writing.id_of("staff", record.values.get("owner")) or writing.work.actor.id,
            template_id=templates[text_of(record, "template")],
            premises_id=places.id_for(record, customer_id),
        )
        _write(writing, record, cases[customer_id], found, products)
    _customers_since(writing, made)
    change_orders(writing, cases, places, products)


def _templates(writing: Writing, keys: set[str]) -> dict[str, UUID]:
    return {key: template_of(writing.work, key).id for key in keys}


def _write(
    writing: Writing, record: Record, case: Case, found: Found, products: Mapping[str, NamedProduct]
) -> None:
    command = import_command(writing, record, case.customer_id, products)
    rows = imported_rows(writing.work, command, found)
    link_products(rows.lines, record, products)
    writing.made[record.key] = rows.order.id
    writing.batch.add(rows.order, *rows.lines, *rows.others)
    writing.keys += rows.keys
    record_imported(writing.work, case, rows.order)
    write_notes(writing, case, rows.order, entries_of(record, "notes"), command.placed_on)
    for entry in order_money(writing, record, rows.order):
        add_money(writing, case, entry)


def _customers_since(writing: Writing, made: list[Record]) -> None:
    """Nobody became a customer after the first order."""
    first: dict[UUID, date] = {}
    for record in made:
        placed_on = day_of(record.values, "placed_on") or writing.work.today
        customer_id = writing.customer_of(record)
        first[customer_id] = min(placed_on, first.get(customer_id, placed_on))
    known = select(Customer).where(Customer.id.in_(first))
    for customer in writing.work.session.scalars(known):
        customer.since_on = min(customer.since_on, first[customer.id])
