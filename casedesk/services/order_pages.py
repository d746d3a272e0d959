"""Gathers what an order's printed page says; it renders and keeps nothing."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select

from casedesk.contract.orders import LineRow, OrderDetail
from casedesk.documents import context as page
from casedesk.models import Company, ContactPoint, Customer, Order, Premises, Staff, StoredFile
from casedesk.rules.money import tax_words
from casedesk.rules.states import OrderState
from casedesk.rules.vocabulary import Charge, ContactPointKind
from casedesk.services.reader import Reader
from casedesk.words import say

QUOTE_LASTS = timedelta(days=30)
COMPANY_MARK = page.Mark(ground="#17608F", line=((0.22, 0.36), (0.5, 0.68), (0.78, 0.36)))
_SETTLED = ("done", "skipped")


def order_page(reader: Reader, order: OrderDetail, suffix: str) -> page.OrderPage:
    """The order as its customer reads it."""
    company = company_row(reader)
    contact_id = reader.connection.scalar(
        select(Customer.contact_id).where(Customer.id == order.customer)
    )
    taken = reader.connection.execute(
        select(Staff.name, Order.opened_at)
        .join(Staff, Staff.id == Order.opened_by_id)
        .where(Order.id == order.id)
    ).one()
    is_quote = order.state == OrderState.QUOTE
    return page.OrderPage(
        company=sender(company),
        recipient=recipient_of(reader, order.customer, order.id),
        number=page.Number(printed=order.number, digits=order.number.replace("-", "")),
        contact=contact_of(reader, contact_id, order.owner.login, company),
        written_on=reader.today,
        lines=tuple(_line(one) for one in order.lines),
        currency=order.currency,
        total_once=order.total_once,
        total_monthly=order.total_monthly if _has_monthly(order) else None,
        tax_words=company.tax_words or tax_words(prices_include_tax=company.prices_include_tax),
        promise=page.Promise(what=say("your order is done"), on=order.promised_on)
        if order.promised_on
        else None,
        steps=_steps(order),
        cancel_until=None if is_quote else _cancel_until(order, company, reader.today),
        valid_until=reader.today + QUOTE_LASTS if is_quote else None,
        taken_by=taken.name,
        taken_at=taken.opened_at.astimezone(ZoneInfo(company.zone)),
        suffix=suffix,
        late_words=company.late_words or None,
    )


def company_row(reader: Reader) -> Any:
    """The one row about the company, with the picture of its logo as `logo`."""
    return reader.connection.execute(
        select(Company.__table__, StoredFile.content.label("logo")).outerjoin(
            StoredFile, StoredFile.id == Company.logo_id
        )
    ).one()


def sender(company: Any) -> page.Company:
    """The company as the sender of a page."""
    city = f"{company.city} {company.postcode}".strip()
    lines = tuple(one for one in (company.street, city) if one)
    return page.Company(
        name=company.name,
        legal_name=company.legal_name,
        address_lines=lines,
        mark=COMPANY_MARK,
        logo=company.logo,
        headed_paper=company.headed_paper,
    )


def contact_of(reader: Reader, contact_id: UUID | None, owner: str | None, company: Any) -> page.Contact:
    """The customer's named contact; the owner where none is named, the company where there is no owner."""
    person = Staff.id == contact_id if contact_id else Staff.login == owner
    row = reader.connection.execute(select(Staff.name, Staff.phone, Staff.email).where(person)).one_or_none()
    if row is None:
        return page.Contact(name=company.name, phone=company.phone, email=company.email or None)
    return page.Contact(name=row.name, phone=row.phone or company.phone, email=row.email or None)


def recipient_of(reader: Reader, customer_id: UUID, order_id: UUID | None) -> page.Recipient:
    """Who a letter goes to, with the postal address or the place of service of that order."""
    customer = reader.connection.execute(
        select(Customer.name, Customer.salutation).where(Customer.id == customer_id)
    ).one()
    named = f"{customer.salutation} {customer.name}".strip()
    last_name = customer.name.rpartition(" ")[2]
    greeting = f"{customer.salutation} {last_name}" if customer.salutation else customer.name
    address = _postal_address(reader, customer_id, order_id)
    return page.Recipient(address_lines=(named, *address), salutation=greeting)


def _postal_address(reader: Reader, customer_id: UUID, order_id: UUID | None) -> tuple[str, ...]:
    """The lines of the customer's postal address, or of the place of service where there is none."""
    own = (
        select(ContactPoint.street, ContactPoint.city, ContactPoint.postcode)
        .where(
            ContactPoint.customer_id == customer_id,
            ContactPoint.kind == ContactPointKind.ADDRESS,
            ContactPoint.ended_at.is_(None),
        )
        .order_by(ContactPoint.position)
        .limit(1)
    )
    place = (
        select(Premises.street, Premises.city, Premises.postcode)
        .join(Order, Order.premises_id == Premises.id)
        .where(Order.id == order_id)
    )
    row = reader.connection.execute(own).one_or_none() or reader.connection.execute(place).one_or_none()
    return tuple(one for one in (row or ()) if one)


def _line(row: LineRow) -> page.Line:
    monthly = row.charge == Charge.MONTHLY
    return page.Line(
        name=row.name,
        words=row.detail or None,
        once=None if monthly else row.amount,
        monthly=row.amount if monthly else None,
        quantity=row.quantity,
    )


def _has_monthly(order: OrderDetail) -> bool:
    return any(one.charge == Charge.MONTHLY for one in order.lines)


def _cancel_until(order: OrderDetail, company: Any, today: date) -> date:
    return (order.placed_on or today) + timedelta(days=company.cancel_days)


def _steps(order: OrderDetail) -> tuple[page.NextStep, ...]:
    """What happens next by day, from the milestones that customers see and that are not settled."""
    steps = (
        page.NextStep(on=day, we=one.we_do, you=one.you_do or None, by=True)
        for one in order.milestones
        if one.we_do and one.state not in _SETTLED and (day := one.promised_on or one.forecast_on)
    )
    return tuple(sorted(steps, key=lambda one: one.on))
