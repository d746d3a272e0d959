"""How commands and queries are declared: one frozen dataclass each, read by every door; it runs nothing.

To add one: a class with `@command` or `@query` in a module of this package, a line in `contract/registry.py` if the
module is new, its function in `services/` and its row in `tests/`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import MISSING, dataclass, field, fields
from functools import cached_property
from typing import Any, Literal, TypeVar, dataclass_transform, get_type_hints

Kind = Literal["command", "query"]
C = TypeVar("C", bound=type)


def _same(one: object, other: object) -> bool:
    return vars(one) == vars(other) if type(one) is type(other) else NotImplemented


def _hash(one: object) -> int:
    return hash(tuple(vars(one).values()))


def _told(one: object) -> str:
    said = ", ".join(f"{name}={value!r}" for name, value in vars(one).items())
    return f"{type(one).__qualname__}({said})"


@dataclass_transform(frozen_default=True)
def record(cls: C) -> C:
    """A frozen dataclass of the contract: a row, an answer, a part of a command.

    Equality, hash and `repr` are written once for all: to make them for each of more than a hundred classes took two
    hundredths of every start.
    """
    return _frozen(cls, kw_only=False)


def _frozen(cls: C, *, kw_only: bool) -> C:
    made: Any = dataclass(frozen=True, kw_only=kw_only, eq=False, repr=False)(cls)
    made.__eq__, made.__hash__, made.__repr__ = _same, _hash, _told
    return cls


@dataclass(frozen=True)
class ParameterDeclaration:
    """A parameter: its name at the doors, its field, Python type, whether it must be given, and a sentence."""

    name: str
    field: str
    type: Any
    required: bool
    help: str


@dataclass(frozen=True)
class Declaration:
    """A command or query: `permission` is checked before it runs, `result` is the class of its answer."""

    name: str
    kind: Kind
    help: str
    permission: str
    record: type
    result: Any

    @cached_property
    def parameters(self) -> tuple[ParameterDeclaration, ...]:
        """Read from the record when somebody first asks: a desk that starts asks none."""
        return _parameters(self.record)


FORBID_UNKNOWN = {"extra": "forbid"}
"""`__pydantic_config__` of every record that a door fills: an unknown name is an error, never ignored."""

_DECLARED: dict[str, Declaration] = {}


def parameter(
    help: str, *, default: Any = MISSING, default_factory: Any = MISSING, called: str | None = None
) -> Any:
    """A field of a declaration with its sentence of help; without default it is required.

    `called` is its name at the doors where Python keeps that word for itself (`with`).
    """
    metadata = {"help": help, "called": called}
    return field(default=default, default_factory=default_factory, metadata=metadata)


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(parameter,))
def command(*, result: Any, permission: str | None = None) -> Callable[[C], C]:
    """Declare a command: it changes something in one transaction; its permission is its own name unless given."""
    return _declare("command", result, permission)


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(parameter,))
def query(*, result: Any, permission: str = "read", name: str | None = None) -> Callable[[C], C]:
    """Declare a query: it changes nothing; everybody active except the administrator reads."""
    return _declare("query", result, permission, name)


def _declare(kind: Kind, result: Any, permission: str | None, name: str | None = None) -> Callable[[C], C]:
    def declared(cls: C) -> C:
        made: Any = _frozen(cls, kw_only=True)
        word = name or _snake(cls.__name__)
        if word in _DECLARED:
            raise ValueError(f"{word} is declared twice")
        _DECLARED[word] = Declaration(
            name=word,
            kind=kind,
            help=(cls.__doc__ or "").strip().splitlines()[0],
            permission=permission or word,
            record=made,
            result=result,
        )
        made.declared_as = word
        made.__pydantic_config__ = FORBID_UNKNOWN
        return cls

    return declared


def _parameters(record: Any) -> tuple[ParameterDeclaration, ...]:
    types = get_type_hints(record, include_extras=True)
    return tuple(
        ParameterDeclaration(
            name=one.metadata.get("called") or one.name,
            field=one.name,
            type=types[one.name],
            required=one.default is MISSING and one.default_factory is MISSING,
            help=one.metadata.get("help", ""),
        )
        for one in fields(record)
    )


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()


def declared() -> dict[str, Declaration]:
    """Every declaration by name; complete once `contract.registry` was imported."""
    return _DECLARED


def declaration_of(record: object) -> Declaration:
    """The declaration that a command or query was made from."""
    return _DECLARED[record.declared_as]  # type: ignore[attr-defined]
