"""Writes the search keys of a fact in the transaction of the fact; it ranks nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Table, insert

from casedesk.models import SearchKey
from casedesk.rules.search_keys import (
    KeyKind,
    alias_keys,
    company_keys,
    email_keys,
    name_keys,
    order_number_keys,
    phone_keys,
    street_keys,
)
from casedesk.rules.vocabulary import CustomerKind, TargetKind
from casedesk.services.unit_of_work import UnitOfWork

_KEYS = cast(Table, SearchKey.__table__)


def customer_rows(case_id: UUID, source_id: UUID, kind: KeyKind, keys: Iterable[str]) -> list[dict[str, Any]]:
    """Rows of keys that lead to a customer; `source_id` is the row they were made from."""
    return _rows(TargetKind.CUSTOMER, case_id, case_id, source_id, kind, keys)


def order_rows(
    case_id: UUID, order_id: UUID, source_id: UUID, kind: KeyKind, keys: Iterable[str]
) -> list[dict[str, Any]]:
    """Rows of keys that lead to an order."""
    return _rows(TargetKind.ORDER, order_id, case_id, source_id, kind, keys)


def _rows(
    target: TargetKind, target_id: UUID, case_id: UUID, source_id: UUID, kind: KeyKind, keys: Iterable[str]
) -> list[dict[str, Any]]:
    return [
        {
            "kind": kind,
            "key": key,
            "target_kind": target,
            "target_id": target_id,
            "source_id": source_id,
            "case_id": case_id,
        }
        for key in dict.fromkeys(keys)
    ]


def name_rows(case_id: UUID, source_id: UUID, name: str, kind: CustomerKind) -> list[dict[str, Any]]:
    """Keys of a customer's or person's name."""
    if kind is CustomerKind.ORGANISATION:
        return customer_rows(case_id, source_id, KeyKind.COMPANY, company_keys(name))
    return customer_rows(case_id, source_id, KeyKind.NAME, name_keys(name))


def phone_rows(case_id: UUID, source_id: UUID, typed: str, normal: str | None) -> list[dict[str, Any]]:
    """Keys of a phone number, as typed and in its international form."""
    keys = (*phone_keys(normal), *phone_keys(typed)) if normal else phone_keys(typed)
    return customer_rows(case_id, source_id, KeyKind.PHONE, keys)


def email_rows(case_id: UUID, source_id: UUID, email: str) -> list[dict[str, Any]]:
    """Keys of an e-mail address."""
    return customer_rows(case_id, source_id, KeyKind.EMAIL, email_keys(email))


def address_rows(
    case_id: UUID, source_id: UUID, street: str, city: str, postcode: str
) -> list[dict[str, Any]]:
    """Keys of a postal address or a place of service."""
    return customer_rows(case_id, source_id, KeyKind.ADDRESS, street_keys(street, city, postcode))


def order_number_rows(case_id: UUID, order_id: UUID, digits: str) -> list[dict[str, Any]]:
    """Keys of an order number."""
    return order_rows(case_id, order_id, order_id, KeyKind.ORDER_NUMBER, order_number_keys(digits))


def alias_rows(case_id: UUID, order_id: UUID | None, source_id: UUID, number: str) -> list[dict[str, Any]]:
    """Keys of a number of another system."""
    keys = alias_keys(number)
    if order_id:
        return order_rows(case_id, order_id, source_id, KeyKind.ALIAS, keys)
    return customer_rows(case_id, source_id, KeyKind.ALIAS, keys)


def add_keys(work: UnitOfWork, rows: list[dict[str, Any]]) -> None:
    """Insert the rows in one statement."""
    if rows:
        work.session.execute(insert(_KEYS), rows)
