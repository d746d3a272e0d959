"""Products of the company."""

from __future__ import annotations

from sqlalchemy import select

from casedesk.contract.admin import ChangeProduct
from casedesk.contract.desk import AddProduct
from casedesk.contract.ids import new_id
from casedesk.contract.values import Made
from casedesk.errors import Conflict, NotFound, RefusedByRule
from casedesk.models import Product
from casedesk.rules.vocabulary import Charge, EntryKind
from casedesk.services.handlers import handles
from casedesk.services.order_dates import template_of
from casedesk.services.setting_changes import record_setting, require_name, require_version, set_values
from casedesk.services.unit_of_work import Change, UnitOfWork
from casedesk.words import say


@handles(AddProduct)
def add_product(work: UnitOfWork, command: AddProduct) -> Made:
    """A product that can be ordered from now on."""
    if not (command.code.strip() and command.name.strip()):
        raise RefusedByRule(say("A product needs a short code and a name."), rule="product_named")
    if command.price < 0 or command.setup_price < 0:
        raise RefusedByRule(say("A price is not negative."), rule="product_price")
    if work.session.scalar(select(Product.id).where(Product.code == command.code)):
        raise Conflict(say("There is a product “$code” already.", code=command.code), product=command.code)
    product = Product(
        id=new_id(),
        code=command.code,
        name=command.name,
        detail=command.detail,
        service=command.service,
        charge=Charge.MONTHLY if command.monthly else Charge.ONCE,
        price=command.price,
        setup_price=command.setup_price,
        currency=work.company.currency,
        term_months=command.term_months,
        template_key=template_of(work, command.template).key,
    )
    work.session.add(product)
    work.record(
        EntryKind.CATALOGUE, None, subject_id=product.id, values={"product": Change(None, product.name)}
    )
    work.changed("product", product.id)
    return Made(product.id)


@handles(ChangeProduct)
def change_product(work: UnitOfWork, command: ChangeProduct) -> Made:
    """New values of what was given; order lines keep the price and the name they were written with."""
    product = work.session.scalars(select(Product).where(Product.code == command.product)).one_or_none()
    if product is None:
        raise NotFound(
            say("There is no product “$code”. The list: casedesk ask products", code=command.product),
            product=command.product,
        )
    require_version(product.name, product.version, command.version)
    require_name(command.name)
    _require_amounts(command)
    changes = set_values(product, _given(work, command))
    return Made(record_setting(work, EntryKind.CATALOGUE, "product", product.id, changes))


def _given(work: UnitOfWork, command: ChangeProduct) -> dict[str, object]:
    charge = None if command.monthly is None else Charge.MONTHLY if command.monthly else Charge.ONCE
    return {
        "name": command.name,
        "detail": command.detail,
        "service": command.service,
        "charge": charge,
        "price": command.price,
        "setup_price": command.setup_price,
        "term_months": command.term_months,
        "template_key": template_of(work, command.template).key if command.template else None,
        "active": command.active,
    }


def _require_amounts(command: ChangeProduct) -> None:
    if any(price is not None and price < 0 for price in (command.price, command.setup_price)):
        raise RefusedByRule(say("A price is not negative."), rule="product_price")
    if command.term_months is not None and command.term_months < 0:
        raise RefusedByRule(say("A term is not negative; 0 is no term."), rule="product_term")
