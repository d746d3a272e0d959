"""Values on their way through a door: JSON in, declaration records out, and back; it carries nothing out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter, ValidationError

from casedesk.contract.declaration import Declaration
from casedesk.errors import WrongUsage
from casedesk.words import say


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


def from_wire(result: Any, stored: Any) -> Any:
    """A stored answer as the record it was."""
    return _adapter(result).validate_python(stored)


def read_record(declaration: Declaration, given: Mapping[str, Any]) -> Any:
    """The declaration's record from named values; WrongUsage names every value that does not fit and why."""
    known = {one.name for one in declaration.parameters}
    unknown = sorted(set(given) - known)
    if unknown:
        raise WrongUsage(
            say("$name knows no parameter $unknown. It takes: $known.", name=declaration.name,
                unknown=", ".join(unknown), known=", ".join(one.name for one in declaration.parameters) or "none"),
            parameter=unknown[0],
        )
    try:
        record = _adapter(declaration.record).validate_python(dict(given))
    except ValidationError as error:
        raise _unreadable(declaration, error) from None
    _refuse_naive(declaration, record)
    return record


def _unreadable(declaration: Declaration, error: ValidationError) -> WrongUsage:
    helps = {one.name: one.help for one in declaration.parameters}
    problems = []
    for one in error.errors(include_url=False, include_context=False):
        place = ".".join(str(part) for part in one["loc"][:2])
        name = str(one["loc"][0]) if one["loc"] else ""
        problems.append(f"{place}: {one['msg']} ({helps.get(name, '')})")
    return WrongUsage(
        say("$name: $problems", name=declaration.name, problems="; ".join(problems)),
        parameter=str(error.errors()[0]["loc"][0]) if error.errors()[0]["loc"] else "",
    )


def _refuse_naive(declaration: Declaration, record: Any) -> None:
    for one in fields(record):
        value = getattr(record, one.name)
        inner = [getattr(value, part.name) for part in fields(value)] if is_dataclass(value) else [value]
        if any(isinstance(part, datetime) and part.tzinfo is None for part in inner):
            raise WrongUsage(
                say("$name: $parameter needs an offset, as in 2026-11-24T10:42:00+00:00.", name=declaration.name,
                    parameter=one.name),
                parameter=one.name,
            )


@cache
def _adapter(record: Any) -> TypeAdapter[Any]:
    return TypeAdapter(record)
