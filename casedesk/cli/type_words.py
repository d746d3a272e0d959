"""The types of parameters and answers in plain words, for `commands --json` and `docs/doors.md`."""

from __future__ import annotations

from dataclasses import is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Literal, NewType, Union, get_args, get_origin
from uuid import UUID

_WORDS = {
    str: "text",
    bool: "yes or no",
    int: "whole number",
    float: "number",
    Decimal: "decimal",
    date: "day",
    datetime: "instant",
    UUID: "id",
    bytes: "size in bytes",
    dict: "object",
    Any: "any",
}
_NAMED_TEXT = {"OrderNumber": "order number", "Login": "login", "About": "about"}


def type_words(declared: Any) -> str:
    """`list of text`, `one of: in, out, internal`, `day or instant`; a record is called by its class."""
    origin, inner = get_origin(declared), get_args(declared)
    if isinstance(declared, NewType):
        return _NAMED_TEXT[declared.__name__]
    if origin in (Union, UnionType):
        return " or ".join(type_words(one) for one in inner if one is not NoneType)
    if origin is Literal:
        return _one_of(inner)
    if origin is tuple:
        return f"list of {type_words(inner[0])}"
    if origin is dict:
        return "object" if inner[1] is Any else f"object of {type_words(inner[1])}"
    if isinstance(declared, type) and issubclass(declared, Enum):
        return _one_of(tuple(one.value for one in declared))
    if isinstance(declared, type) and is_dataclass(declared):
        return declared.__name__
    return _WORDS[declared]


def _one_of(words: tuple[str, ...]) -> str:
    return f"one of: {', '.join(words)}" if len(words) > 1 else f"“{words[0]}”"


def may_be_null(declared: Any) -> bool:
    """Whether nothing is one of the values."""
    return get_origin(declared) in (Union, UnionType) and NoneType in get_args(declared)
