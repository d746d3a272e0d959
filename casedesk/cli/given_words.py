"""`key=value` words of a command line as the values of a declaration; it checks nothing that the types check.

Text stays text. A list or an object is JSON; a list of one may be that one alone (`phones=+442079460018`).
Everything else (days, instants, numbers, ids, yes and no) goes on as it was typed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import is_dataclass
from types import NoneType, UnionType
from typing import Any, NewType, Union, get_args, get_origin

from casedesk.cli.strict_json import read_json
from casedesk.contract.declaration import Declaration
from casedesk.errors import WrongUsage
from casedesk.words import say


def read_pairs(declaration: Declaration, words: Iterable[str]) -> dict[str, Any]:
    """The values by name; WrongUsage for a word without `=`, a name given twice, or broken JSON."""
    types = {one.name: one.type for one in declaration.parameters}
    given: dict[str, Any] = {}
    for word in words:
        name, mark, text = word.partition("=")
        if not mark:
            raise WrongUsage(say("“$word” is not of the form key=value.", word=word))
        if name in given:
            raise WrongUsage(say("$parameter is given twice.", parameter=name), parameter=name)
        given[name] = _value(name, types.get(name, str), text)
    return given


def _value(name: str, declared: Any, text: str) -> Any:
    shapes = set(leaves(declared))
    begins = text.lstrip()[:1]
    if (begins == "[" and tuple in shapes) or (begins == "{" and _may_be_object(shapes)):
        return _json(name, text)
    if text == "null" and NoneType in shapes and str not in shapes:
        return None
    return text


def leaves(declared: Any) -> Iterator[Any]:
    """The plain types that a declared type may be; `tuple`, `dict` and `Literal` for what they hold."""
    origin = get_origin(declared)
    if isinstance(declared, NewType):
        yield from leaves(declared.__supertype__)
    elif origin in (Union, UnionType):
        for one in get_args(declared):
            yield from leaves(one)
    else:
        yield origin or declared


def _may_be_object(shapes: set[Any]) -> bool:
    return any(shape in (dict, tuple) or is_dataclass(shape) for shape in shapes)


def _json(name: str, text: str) -> Any:
    try:
        return read_json(text)
    except ValueError as error:
        sentence = say("$parameter is not JSON: $why.", parameter=name, why=error)
        raise WrongUsage(sentence, parameter=name) from None
