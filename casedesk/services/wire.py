"""Values on their way out through a door: records, amounts and times as JSON knows them; it reads nothing.

What comes in is read by `wire_reading`, whose library takes long to load.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID


def to_wire(value: Any) -> Any:
    """A value as JSON knows it: instants and days ISO 8601, decimals and ids as text, records as objects."""
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: to_wire(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): to_wire(one) for key, one in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [to_wire(one) for one in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return money_text(value)
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, bytes):
        return len(value)
    return value


def money_text(value: Decimal) -> str:
    """A decimal with at least two places and no zeros after them: 32.38, 0.05, 1.125."""
    plain = format(value.normalize(), "f")
    whole, _, places = plain.partition(".")
    return f"{whole}.{places.ljust(2, '0')}"
