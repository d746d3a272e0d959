"""Values that come in through a door, read into the declarations' records; it carries nothing out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import is_dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, get_args, get_origin

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from casedesk.contract.declaration import Declaration, ParameterDeclaration
from casedesk.errors import WrongUsage
from casedesk.rules.money import AMOUNT_LIMIT, AMOUNT_PLACES, has_more_places
from casedesk.words import say

LARGEST_INTEGER = 2**63 - 1
_SURROGATE = re.compile("[\ud800-\udfff]")
_WRITTEN_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_TYPE_NAMES = frozenset({"date", "datetime", "str", "int", "bool"})
"""What pydantic adds to the place of a problem when a parameter may be of several types."""


def from_wire(result: Any, stored: Any) -> Any:
    """A stored answer as the record it was."""
    return _adapter(result).validate_python(stored)


def read_record(declaration: Declaration, given: Mapping[str, Any]) -> Any:
    """The declaration's record from named values; WrongUsage names every value that does not fit and why."""
    _refuse_unknown(declaration, given)
    for name, value in given.items():
        _refuse_unstorable(declaration.name, name, value)
    values = {
        one.field: _prepared(one, given[one.name]) for one in declaration.parameters if one.name in given
    }
    try:
        record = _adapter(declaration.record).validate_python(values)
    except ValidationError as error:
        raise _unreadable(declaration, error) from None
    for one in declaration.parameters:
        _refuse_unmeant(declaration.name, one.name, values.get(one.field), getattr(record, one.field))
    return record


def _prepared(parameter: ParameterDeclaration, value: Any) -> Any:
    """A list of one may be given as that one alone; an instant at midnight is not the day that it begins."""
    if get_origin(parameter.type) is tuple and isinstance(value, (str, Mapping)):
        return [value]
    if isinstance(value, str) and datetime in get_args(parameter.type) and not _WRITTEN_DAY.fullmatch(value):
        with suppress(ValueError):
            return datetime.fromisoformat(value)
    return value


def _refuse_unknown(declaration: Declaration, given: Mapping[str, Any]) -> None:
    known = [one.name for one in declaration.parameters]
    unknown = [name for name in given if name not in known]
    if unknown:
        raise WrongUsage(
            say(
                "$name knows no parameter $unknown. It takes: $known.",
                name=declaration.name,
                unknown=", ".join(unknown),
                known=", ".join(known) or say("none"),
            ),
            parameter=unknown[0],
        )


def _refuse_unstorable(name: str, place: str, value: Any) -> None:
    """What no database keeps in text: the character NUL and half a character."""
    if isinstance(value, str) and ("\x00" in value or _SURROGATE.search(value)):
        raise _wrong(
            name, place, say("holds a NUL or half a character, which cannot be stored; leave it out")
        )
    if isinstance(value, Mapping):
        for key, one in value.items():
            _refuse_unstorable(name, place, key)
            _refuse_unstorable(name, f"{place}.{key}", one)
    elif isinstance(value, (list, tuple)):
        for position, one in enumerate(value):
            _refuse_unstorable(name, f"{place}.{position}", one)


def _refuse_unmeant(name: str, place: str, given: Any, read: Any) -> None:
    """What could be read but is not surely what was meant: a number as a time, an instant without offset."""
    if given is None:
        return
    if isinstance(read, datetime) and not (isinstance(given, datetime) or _WRITTEN_DAY.match(str(given))):
        raise _wrong(name, place, _sentences()["datetime"])
    if type(read) is date and not (isinstance(given, date) or _WRITTEN_DAY.fullmatch(str(given))):
        raise _wrong(name, place, _sentences()["date"])
    if isinstance(read, datetime) and read.tzinfo is None:
        raise _wrong(name, place, say("needs an offset, as in 2026-11-24T10:42:00+00:00"))
    if isinstance(read, int) and abs(read) > LARGEST_INTEGER:
        raise _wrong(name, place, say("is too large a number"))
    if isinstance(read, Decimal):
        _refuse_unkept(name, place, read)
    if is_dataclass(read) and isinstance(given, Mapping):
        for key, one in given.items():
            _refuse_unmeant(name, f"{place}.{key}", one, getattr(read, key))
    elif isinstance(read, tuple) and isinstance(given, (list, tuple)):
        for position, (one, other) in enumerate(zip(given, read, strict=True)):
            _refuse_unmeant(name, f"{place}.{position}", one, other)


def _refuse_unkept(name: str, place: str, amount: Decimal) -> None:
    """An amount that would have to be rounded."""
    if abs(amount) >= AMOUNT_LIMIT:
        raise _wrong(name, place, say("is too large a number"))
    if has_more_places(amount):
        raise _wrong(name, place, say("has more than $places places after the point", places=AMOUNT_PLACES))


def _wrong(name: str, place: str, sentence: str) -> WrongUsage:
    return WrongUsage(
        say("$name: $place $problem.", name=name, place=place, problem=sentence),
        parameter=place.split(".")[0],
    )


def _unreadable(declaration: Declaration, error: ValidationError) -> WrongUsage:
    problems = _problems(declaration, error)
    return WrongUsage(
        say(
            "$name: $problems.",
            name=declaration.name,
            problems="; ".join(f"{place} {_either(sentences)}" for place, sentences in problems.items()),
        ),
        parameter=next(iter(problems)).split(".")[0],
    )


def _problems(declaration: Declaration, error: ValidationError) -> dict[str, list[str]]:
    """The sentences of each place; where several types were tried, those of the innermost places only."""
    names = {one.field: one.name for one in declaration.parameters}
    helps = {one.name: one.help for one in declaration.parameters}
    found = [(_place(one, names), one) for one in error.errors(include_url=False)]
    problems: dict[str, list[str]] = {}
    for place, one in found:
        if not any(other.startswith(f"{place}.") for other, _ in found):
            problems.setdefault(place, []).append(_sentence(one, helps.get(place, "")))
    return problems


def _either(sentences: list[str]) -> str:
    return say(", or ").join(dict.fromkeys(sentences))


def _place(error: ErrorDetails, names: Mapping[str, str]) -> str:
    """`lines.0.product`, without the names of types that were tried."""
    field, *inner = [str(part) for part in error["loc"]]
    parts = [names.get(field, field), *inner]
    kept = [part for part in parts if part.isdecimal() or (part.isidentifier() and part == part.lower())]
    return ".".join(part for part in kept if part not in _TYPE_NAMES)


def _sentence(error: ErrorDetails, help: str) -> str:
    kind = error["type"]
    if kind == "missing":
        return say("is missing ($help)", help=help) if help else say("is missing")
    if kind in ("enum", "literal_error"):
        return say("must be $words", words=error["ctx"]["expected"])
    return next((said for start, said in _sentences().items() if kind.startswith(start)), error["msg"])


def _sentences() -> dict[str, str]:
    """What to say, by the beginning of pydantic's error type; `datetime` stands before `date`."""
    return {
        "datetime": say("is not an instant; write it as in 2026-11-24T10:42:00+00:00"),
        "date": say("is not a day; write it as in 2026-11-30"),
        "string": say("must be text, in quotation marks"),
        "unexpected_keyword": say("is not a field of it"),
        "uuid": say("is not an id"),
        "decimal": say("is not a number, as 32.38"),
        "finite_number": say("is not a number, as 32.38"),
        "int": say("is not a whole number"),
        "bool": say("must be yes or no"),
        "tuple": say("must be a list"),
        "dict": say("must be an object"),
        "dataclass": say("must be an object"),
    }


@cache
def _adapter(record: Any) -> TypeAdapter[Any]:
    return TypeAdapter(record)
