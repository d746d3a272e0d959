"""Turns the filter grammar (`rules/fields.py`) into SQL conditions; it knows no table but the search keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, false, not_, or_, select

from casedesk.models import SearchKey
from casedesk.rules.fields import AnyOf, Field, FieldType, Range, Wanted, filter_field, wanted_values
from casedesk.rules.search_keys import KeyKind, prefix_end, query_keys
from casedesk.rules.vocabulary import TargetKind
from casedesk.services.queries.moments import Moment

Condition = ColumnElement[bool]
_TEXTS = frozenset({FieldType.TEXT, FieldType.WORD, FieldType.BEGINNING})
_NAMES = (KeyKind.NAME, KeyKind.COMPANY)


def conditions(
    fields: Mapping[str, Field],
    given: Mapping[str, Any],
    moment: Moment,
    column: Callable[[str], ColumnElement[Any]],
    special: Mapping[str, Callable[[Any], Condition]],
) -> list[Condition]:
    """A condition for each part of a filter; all must hold.

    `column` gives a field's expression; `special` the condition of one value for fields whose value is looked
    up. WrongUsage for an unknown field or a value that does not fit.
    """
    found = []
    for name, asked in given.items():
        field = filter_field(fields, name)
        wanted = wanted_values(field, asked)
        if name in special and isinstance(wanted, AnyOf):
            found.append(_any(special[name](one) for one in wanted.values))
        else:
            found.append(_condition(field, column(name), wanted, moment))
    return found


def _condition(field: Field, column: ColumnElement[Any], wanted: Wanted, moment: Moment) -> Condition:
    if isinstance(wanted, Range):
        return _between(field, column, wanted, moment)
    plain = [one for one in wanted.values if one is not None and not _is_day_of_instant(field, one)]
    parts = [
        _between(field, column, Range(one, one), moment)
        for one in wanted.values
        if _is_day_of_instant(field, one)
    ]
    if field.type is FieldType.YES_NO:
        parts += [column if one else not_(column) for one in plain]
    elif plain:
        parts.append(column.in_(plain) if len(plain) > 1 else column == plain[0])
    if None in wanted.values:
        parts.append(_is_empty(field, column))
    return _any(parts)


def _is_day_of_instant(field: Field, value: Any) -> bool:
    """A day asked of an instant means all of that day."""
    return field.type is FieldType.INSTANT and value is not None and not isinstance(value, datetime)


def _between(field: Field, column: ColumnElement[Any], wanted: Range, moment: Moment) -> Condition:
    low, high = wanted.low, wanted.high
    if _is_day_of_instant(field, low):
        low = moment.start_of(low)
    if _is_day_of_instant(field, high):
        high = moment.end_of(high)
    parts = [column.is_not(None)]
    if low is not None:
        parts.append(column >= low)
    if high is not None:
        parts.append(column <= high)
    return and_(*parts)


def _is_empty(field: Field, column: ColumnElement[Any]) -> Condition:
    empty: Condition = column.is_(None)
    return or_(empty, column == "") if field.type in _TEXTS else empty


def _any(parts: Any) -> Condition:
    several = list(parts)
    return or_(*several) if several else false()


def name_begins(case_id: ColumnElement[Any], beginning: str | None) -> Condition:
    """The customer has a name of which some word begins so; case and accents do not matter."""
    look_ups = [one for one in query_keys(beginning or "").look_ups if one.kind in _NAMES]
    ranges = [
        and_(SearchKey.kind == one.kind, SearchKey.key >= one.prefix, SearchKey.key < prefix_end(one.prefix))
        for one in look_ups
    ]
    own_name = SearchKey.source_id == SearchKey.case_id
    found = select(SearchKey.case_id).where(
        SearchKey.target_kind == TargetKind.CUSTOMER, own_name, _any(ranges)
    )
    return case_id.in_(found)
