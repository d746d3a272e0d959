"""Writes imported products."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import select

from casedesk.contract.ids import new_id
from casedesk.models import Product
from casedesk.rules.vocabulary import Charge, EntryKind
from casedesk.services.imports.plans import Planned
from casedesk.services.imports.records import Record
from casedesk.services.imports.writing import Writing, apply_changes, number_of, text_of
from casedesk.services.order_dates import template_of
from casedesk.services.unit_of_work import Change

GOODS = "goods"


def write_products(writing: Writing) -> None:
    """New products, and what the source has changed of the others."""
    template_key = template_of(writing.work, "").key
    for one in writing.plan.of("made"):
        product = Product(
            id=new_id(),
            setup_price=Decimal(0),
            currency=writing.currency,
            template_key=template_key,
            source=writing.source,
            external=one.record.key,
            **_values(one.record),
        )
        writing.batch.add(product)
        writing.made[one.record.key] = product.id
        name = Change(None, product.name)
        writing.work.record(EntryKind.CATALOGUE, None, subject_id=product.id, values={"product": name})
        writing.work.changed("product", product.id)
    changed = {one.target_id: one for one in writing.plan.of("changed")}
    for product in writing.work.session.scalars(select(Product).where(Product.id.in_(changed))):
        _change(writing, product, changed[product.id])


def _values(record: Record) -> dict[str, object]:
    return {
        "code": text_of(record, "code"),
        "name": text_of(record, "name"),
        "detail": text_of(record, "detail"),
        "service": text_of(record, "service") or GOODS,
        "charge": text_of(record, "charge") or Charge.ONCE,
        "price": number_of(record.values, "price", Decimal(0)),
        "extra": dict(record.extra),
    }


def _change(writing: Writing, product: Product, one: Planned) -> None:
    values = {name: value for name, value in _values(one.record).items() if name in one.changed}
    changes = apply_changes(product, values)
    writing.work.record(EntryKind.CATALOGUE, None, subject_id=product.id, values=changes)
    writing.work.changed("product", product.id)
