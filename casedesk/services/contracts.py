"""Contracts that an order starts on the day it is done; known at every later sale and call."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select

from casedesk.contract.ids import new_id
from casedesk.models import Contract, Order, OrderLine, Product
from casedesk.services.unit_of_work import UnitOfWork

NOTICE = timedelta(days=30)
_MONTHS_A_YEAR = 12
_LAST_SAFE_DAY = 28


def start_contracts(work: UnitOfWork, order: Order, starts_on: date) -> None:
    """A contract for each line in force whose product has a minimum term."""
    products = work.session.scalars(
        select(Product)
        .join(OrderLine, OrderLine.product_id == Product.id)
        .where(
            OrderLine.order_id == order.id,
            OrderLine.revision == order.lines_revision,
            Product.term_months > 0,
        )
    ).unique()
    for product in products:
        ends_on = months_later(starts_on, product.term_months)
        work.session.add(
            Contract(
                id=new_id(),
                case_id=order.case_id,
                order_id=order.id,
                premises_id=order.premises_id,
                service=product.service,
                starts_on=starts_on,
                term_months=product.term_months,
                ends_on=ends_on,
                notice_on=ends_on - NOTICE,
            )
        )


def months_later(day: date, months: int) -> date:
    """The same day so many months later; the 28th where that month is too short."""
    total = day.month - 1 + months
    year, month = day.year + total // _MONTHS_A_YEAR, total % _MONTHS_A_YEAR + 1
    try:
        return day.replace(year=year, month=month)
    except ValueError:
        return date(year, month, _LAST_SAFE_DAY)
