"""Gathers what the written confirmation of a decision says; it renders and keeps nothing."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from casedesk.documents import context as page
from casedesk.models import Customer, Decision, Order, Staff
from casedesk.rules.order_number import printed
from casedesk.services.order_pages import company_row, contact_of, recipient_of, sender
from casedesk.services.reader import Reader


def decision_page(reader: Reader, decision_id: UUID, suffix: str) -> page.DecisionPage:
    """A decision as its customer reads it: no rule, no limit, and no name but the contact's."""
    row = reader.connection.execute(
        select(
            Decision.case_id,
            Decision.order_id,
            Decision.question,
            Decision.outcome,
            Decision.decided_at,
            Decision.valid_until,
            Order.digits,
            Order.headline,
            Customer.contact_id,
            Staff.login.label("owner"),
        )
        .join(Customer, Customer.id == Decision.case_id)
        .outerjoin(Order, Order.id == Decision.order_id)
        .outerjoin(Staff, Staff.id == Order.owner_id)
        .where(Decision.id == decision_id)
    ).one()
    company = company_row(reader)
    number = page.Number(printed=printed(row.digits), digits=row.digits) if row.digits else None
    order_words = ", ".join(part for part in (number and number.printed, row.headline) if part)
    return page.DecisionPage(
        company=sender(company),
        recipient=recipient_of(reader, row.case_id, row.order_id),
        contact=contact_of(reader, row.contact_id, row.owner, company),
        number=number,
        written_on=reader.today,
        question=row.question,
        outcome=row.outcome,
        decided_on=row.decided_at.astimezone(reader.zone).date(),
        valid_until=row.valid_until,
        order=order_words or None,
        suffix=suffix,
    )
