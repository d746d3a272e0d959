"""What customers owe, in SQL: amounts of two currencies are never added."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, case, func, literal, select
from sqlalchemy.orm import aliased

from casedesk.db.base import Amount
from casedesk.models import MoneyEntry
from casedesk.rules.vocabulary import MoneyKind


def signed_amount() -> ColumnElement[Decimal]:
    """An entry's amount as it moves the balance: invoiced minus paid minus credited; disputed moves nothing."""
    return case(
        (MoneyEntry.kind == MoneyKind.INVOICED, MoneyEntry.amount),
        (MoneyEntry.kind == MoneyKind.DISPUTED, literal(Decimal(0), Amount)),
        else_=-MoneyEntry.amount,
    )


def currency_used(case_id: ColumnElement[Any], until: date | None = None) -> ColumnElement[str | None]:
    """The currency of a customer's newest money entry, booked until a day; NULL without any."""
    entry = aliased(MoneyEntry)
    newest = (
        select(entry.currency)
        .where(entry.case_id == case_id, *_booked(entry, until))
        .order_by(entry.booked_on.desc(), entry.id.desc())
        .limit(1)
    )
    return newest.correlate_except(entry).scalar_subquery()


def balance_of(
    case_id: ColumnElement[Any], currency: ColumnElement[Any], until: date | None = None
) -> ColumnElement[Decimal]:
    """What a customer owes in one currency by entries booked until a day; NULL without any entry."""
    total = select(func.sum(signed_amount(), type_=Amount)).where(
        MoneyEntry.case_id == case_id, MoneyEntry.currency == currency, *_booked(MoneyEntry, until)
    )
    return total.correlate_except(MoneyEntry).scalar_subquery()


def _booked(entry: Any, until: date | None) -> tuple[ColumnElement[bool], ...]:
    standing = entry.undone_at.is_(None)
    return (standing,) if until is None else (standing, entry.booked_on <= until)
