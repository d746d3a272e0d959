"""The fields by which lists of orders and customers are filtered, sorted, grouped and summed; it knows no column.

To add one: a line in its table here; a stored column of the same name needs nothing more, anything else its
expression in `services/queries/order_columns.py` or `customer_columns.py`. Sorting needs an index on the column.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from types import MappingProxyType
from typing import Any
from uuid import UUID

from casedesk.errors import WrongUsage
from casedesk.rules.money import AMOUNT_LIMIT, has_more_places
from casedesk.rules.order_number import understood
from casedesk.rules.states import OrderState, RequestState
from casedesk.rules.vocabulary import CustomerKind, OrderStatus
from casedesk.words import say

EXTRA_PREFIX = "extra."
"""`extra.KEY` is a column of an imported source that has no field."""

_OPEN_BOUNDS = ("", None)


class FieldType(StrEnum):
    """How a field's values are written in a filter."""

    TEXT = "text"
    WORD = "word"
    BEGINNING = "beginning"
    NUMBER = "number"
    ID = "id"
    YES_NO = "yes_no"
    DAY = "day"
    INSTANT = "instant"
    YEAR = "year"
    AMOUNT = "amount"
    WHOLE = "whole"


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a list: its name at the doors, how it is written, what it is called, what it can be used for.

    `words` are all there can be, where the list is closed.
    """

    name: str
    type: FieldType
    label: str
    words: tuple[str, ...] = ()
    filterable: bool = True
    sortable: bool = False
    groupable: bool = False
    summed: bool = False


@dataclass(frozen=True, slots=True)
class Range:
    """From `low` to `high`, both included; None is open."""

    low: Any
    high: Any


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One of the values; None among them is the empty one."""

    values: tuple[Any, ...]


Wanted = Range | AnyOf
_T = FieldType


def _by_name(*fields: Field) -> Mapping[str, Field]:
    return MappingProxyType({one.name: one for one in fields})


_HEALTH = (
    Field(
        "without_owner", _T.YES_NO, "Open, and neither in a queue nor owned by anybody who still works here"
    ),
    Field("without_next_step", _T.YES_NO, "Open, without a next step or its time"),
    Field("next_step_past", _T.YES_NO, "Open, and the time of the next step has passed"),
    Field("calls_back", _T.YES_NO, "Open, and the customer was asked to call back"),
)
"""What is counted by the query `health`, for orders and requests alike."""

ORDER_FIELDS = _by_name(
    Field("number", _T.NUMBER, "Order number", sortable=True),
    Field("customer", _T.ID, "Customer's id", groupable=True),
    Field("customer_name", _T.BEGINNING, "Any word of the customer's name begins so", groupable=True),
    Field("owner", _T.WORD, "Owner's login", groupable=True),
    Field("queue", _T.WORD, "Key of the team in whose queue it waits", groupable=True),
    Field("state", _T.WORD, "State", tuple(OrderState), sortable=True, groupable=True),
    Field("status", _T.WORD, "Status against the promise", tuple(OrderStatus), groupable=True),
    Field("was_late", _T.YES_NO, "Later than the first promised day", groupable=True),
    Field("open", _T.YES_NO, "Neither completed nor cancelled", groupable=True),
    Field("source", _T.TEXT, "System it was imported from", groupable=True),
    Field("external", _T.TEXT, "Number in that system"),
    Field("opened_at", _T.INSTANT, "Opened", sortable=True),
    Field("requested_on", _T.DAY, "Day the customer asked for", groupable=True),
    Field("placed_on", _T.DAY, "Day it was placed", sortable=True, groupable=True),
    Field("promised_on", _T.DAY, "Day that is promised", sortable=True, groupable=True),
    Field("first_promised_on", _T.DAY, "Day that was promised first", groupable=True),
    Field("forecast_on", _T.DAY, "Forecast day", sortable=True, groupable=True),
    Field("done_on", _T.DAY, "Day it was done", groupable=True),
    Field("completed_on", _T.DAY, "Day the customer confirmed it", groupable=True),
    Field("cancelled_on", _T.DAY, "Day it was cancelled", groupable=True),
    Field("placed_year", _T.YEAR, "Year it was placed in", groupable=True),
    Field("days_late", _T.WHOLE, "Days past the first promised day, below 0 before it", summed=True),
    Field("next_step_due_at", _T.INSTANT, "Next step is due", sortable=True),
    Field("city", _T.TEXT, "City of the place of service", groupable=True),
    Field("country", _T.TEXT, "Country of the place of service", groupable=True),
    Field("product", _T.WORD, "Code of a product among its lines"),
    Field("currency", _T.TEXT, "Currency", groupable=True),
    Field("total_once", _T.AMOUNT, "Total paid once", sortable=True, summed=True),
    Field("total_monthly", _T.AMOUNT, "Total paid monthly", summed=True),
    *_HEALTH,
    Field("goods", _T.AMOUNT, "Total of the lines that name a product", filterable=False, summed=True),
)

REQUEST_FIELDS = _by_name(
    Field("customer", _T.ID, "Customer's id"),
    Field("order", _T.NUMBER, "Number of the order it is about"),
    Field("event", _T.WORD, "Key of the event"),
    Field("owner", _T.WORD, "Owner's login"),
    Field("queue", _T.WORD, "Key of the team in whose queue it waits"),
    Field("state", _T.WORD, "State", tuple(RequestState)),
    Field("open", _T.YES_NO, "Not closed"),
    Field("opened_at", _T.INSTANT, "Opened", sortable=True),
    Field("next_step_due_at", _T.INSTANT, "Next step is due", sortable=True),
    *_HEALTH,
)

CUSTOMER_FIELDS = _by_name(
    Field("id", _T.ID, "Customer's id"),
    Field("name", _T.BEGINNING, "Any word of the name begins so", sortable=True),
    Field("kind", _T.WORD, "Person or organisation", tuple(CustomerKind), groupable=True),
    Field("since_on", _T.DAY, "Customer since", groupable=True),
    Field("city", _T.TEXT, "City of the postal address", groupable=True),
    Field("country", _T.TEXT, "Country of the postal address", groupable=True),
    Field("contact", _T.WORD, "Login of the contact", groupable=True),
    Field("language", _T.WORD, "Language", groupable=True),
    Field("source", _T.TEXT, "System it was imported from", groupable=True),
    Field("external", _T.TEXT, "Number in that system"),
    Field("has_orders", _T.YES_NO, "Has at least one order", groupable=True),
    Field("has_open_orders", _T.YES_NO, "Has at least one open order", groupable=True),
    Field("has_late_orders", _T.YES_NO, "Has at least one order that was late", groupable=True),
    Field("balance", _T.AMOUNT, "Invoiced minus paid minus credited", summed=True),
    Field("orders", _T.WHOLE, "How many orders", summed=True),
    Field("open_orders", _T.WHOLE, "How many open orders", summed=True),
)


def field_of(fields: Mapping[str, Field], name: str) -> Field:
    """The field of a name, also of `extra.KEY`; WrongUsage lists the known ones."""
    if name in fields:
        return fields[name]
    key = name.removeprefix(EXTRA_PREFIX)
    if key not in (name, "") and '"' not in key:
        return Field(name, FieldType.TEXT, key, groupable=True)
    known = [*fields, f"{EXTRA_PREFIX}KEY"]
    raise WrongUsage(
        say("There is no field “$name”. There are: $known.", name=name, known=", ".join(known)),
        field=name,
        known=known,
    )


def filter_field(fields: Mapping[str, Field], name: str) -> Field:
    """The field to filter by; WrongUsage lists those there are."""
    return _usable(fields, name, "filterable", field_of(fields, name).filterable)


def sort_field(fields: Mapping[str, Field], name: str) -> Field:
    """The field to sort by; WrongUsage lists those there are: each is backed by an index."""
    return _usable(fields, name, "sortable", field_of(fields, name).sortable)


def group_field(fields: Mapping[str, Field], name: str) -> Field:
    """The field to group by; WrongUsage lists those there are."""
    return _usable(fields, name, "groupable", field_of(fields, name).groupable)


def _usable(fields: Mapping[str, Field], name: str, use: str, usable: bool) -> Field:
    if usable:
        return field_of(fields, name)
    known = [one.name for one in fields.values() if getattr(one, use)]
    message = {
        "filterable": say(
            "“$name” cannot be filtered by. These can: $known.", name=name, known=", ".join(known)
        ),
        "sortable": say("“$name” cannot be sorted by. These can: $known.", name=name, known=", ".join(known)),
        "groupable": say(
            "“$name” cannot be grouped by. These can: $known.", name=name, known=", ".join(known)
        ),
    }[use]
    raise WrongUsage(message, field=name, known=known)


def wanted_values(field: Field, given: Any) -> Wanted:
    """What a filter asks of a field: a value, a list (any of them), {"from", "to"} (both included), or null.

    WrongUsage says what is wrong with a value and how it is written.
    """
    if isinstance(given, Mapping):
        return _range(field, given)
    several = given if isinstance(given, (list, tuple, set, frozenset)) else (given,)
    return AnyOf(tuple(None if one is None else _value(field, one) for one in several))


def _range(field: Field, given: Mapping[str, Any]) -> Range:
    unknown = set(given) - {"from", "to"}
    if unknown or field.type not in _ORDERED:
        raise WrongUsage(
            say(
                '“$field” takes no such range. A range is {"from": …, "to": …} of days, times or amounts.',
                field=field.name,
            ),
            field=field.name,
        )
    low, high = given.get("from"), given.get("to")
    return Range(
        None if low in _OPEN_BOUNDS else _value(field, low),
        None if high in _OPEN_BOUNDS else _value(field, high),
    )


def _value(field: Field, given: Any) -> Any:
    try:
        value = _READERS[field.type](given)
    except (TypeError, ValueError, InvalidOperation):
        raise WrongUsage(
            say(
                "“$value” does not fit “$field”: write $form.",
                value=given,
                field=field.name,
                form=_form(field.type),
            ),
            field=field.name,
        ) from None
    if field.words and value not in field.words:
        raise WrongUsage(
            say(
                "“$value” is no value of “$field”. There are: $known.",
                value=value,
                field=field.name,
                known=", ".join(field.words),
            ),
            field=field.name,
        )
    return value


def _form(written: FieldType) -> str:
    return {
        FieldType.NUMBER: say("an order number, as 4107-2981"),
        FieldType.ID: say("an id"),
        FieldType.YES_NO: say("true or false"),
        FieldType.DAY: say("a day, as 2026-11-30"),
        FieldType.INSTANT: say(
            "a day, as 2026-11-30, or an instant with offset, as 2026-11-24T10:42:00+00:00"
        ),
        FieldType.YEAR: say("a year, as 2026"),
        FieldType.AMOUNT: say("an amount, as 12.50"),
        FieldType.WHOLE: say("a whole number"),
    }.get(written, say("a text"))


def _text(given: Any) -> str:
    if isinstance(given, bool):
        return "true" if given else "false"
    if isinstance(given, (str, int, float, Decimal, UUID)):
        return str(given)
    raise TypeError


def _number(given: Any) -> str:
    read = understood(_text(given))
    if read is None:
        raise ValueError
    return read.digits


def _id(given: Any) -> UUID:
    return given if isinstance(given, UUID) else UUID(given)


def _yes_no(given: Any) -> bool:
    words = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
    word = str(given).strip().casefold()
    if word not in words:
        raise ValueError
    return words[word]


def _day(given: Any) -> date:
    if isinstance(given, date) and not isinstance(given, datetime):
        return given
    return date.fromisoformat(given)


def _instant(given: Any) -> date | datetime:
    """A day stays a day: which instants it has depends on the company's zone."""
    if isinstance(given, date) and not isinstance(given, datetime):
        return given
    if isinstance(given, str) and len(given) <= len("2026-11-30"):
        return date.fromisoformat(given)
    instant = given if isinstance(given, datetime) else datetime.fromisoformat(given)
    if instant.tzinfo is None:
        raise ValueError
    return instant


def _whole(given: Any) -> int:
    if isinstance(given, bool) or int(given) != Decimal(str(given)):
        raise ValueError
    return int(given)


def _amount(given: Any) -> Decimal:
    if isinstance(given, bool):
        raise TypeError
    amount = Decimal(str(given))
    if not amount.is_finite() or abs(amount) >= AMOUNT_LIMIT or has_more_places(amount):
        raise ValueError
    return amount


_ORDERED = frozenset({_T.DAY, _T.INSTANT, _T.YEAR, _T.AMOUNT, _T.WHOLE})
_READERS = {
    _T.TEXT: _text,
    _T.WORD: _text,
    _T.BEGINNING: _text,
    _T.NUMBER: _number,
    _T.ID: _id,
    _T.YES_NO: _yes_no,
    _T.DAY: _day,
    _T.INSTANT: _instant,
    _T.YEAR: _whole,
    _T.AMOUNT: _amount,
    _T.WHOLE: _whole,
}
