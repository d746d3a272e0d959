"""Reads what a new desk begins with from `resources` into frozen specs; every error names file and key.

To add to what a desk begins with: a block in `resources/events.toml` or `resources/setup.toml`.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from casedesk import paths

_FORBID_UNKNOWN = {"extra": "forbid"}


@dataclass(frozen=True)
class EventSpec:
    """An event in the customer's words."""

    __pydantic_config__ = _FORBID_UNKNOWN

    key: str
    name: str
    synonyms: tuple[str, ...]


@dataclass(frozen=True)
class CalendarSpec:
    """A week of opening hours; "0" is Monday, each window [from, to] as HH:MM."""

    __pydantic_config__ = _FORBID_UNKNOWN

    key: str
    name: str
    week: dict[str, list[list[str]]]


@dataclass(frozen=True)
class TeamSpec:
    """A team by key and name."""

    __pydantic_config__ = _FORBID_UNKNOWN

    key: str
    name: str


@dataclass(frozen=True)
class MilestoneSpec:
    """A milestone of a template; `team` is left out where the desk has one team only."""

    __pydantic_config__ = _FORBID_UNKNOWN

    key: str
    name: str
    working_days: int
    depends_on: tuple[str, ...] = ()
    promise: bool = False
    team: str = ""
    customer_visible: bool = True
    we_do: str = ""
    you_do: str = ""


@dataclass(frozen=True)
class TemplateSpec:
    """A kind of order with its milestones, exactly one of which is the promise."""

    __pydantic_config__ = _FORBID_UNKNOWN

    key: str
    name: str
    milestone: tuple[MilestoneSpec, ...]


@dataclass(frozen=True)
class ProductSpec:
    """A product with its list price; `monthly` is paid every month."""

    __pydantic_config__ = _FORBID_UNKNOWN

    code: str
    name: str
    detail: str
    service: str
    price: Decimal
    monthly: bool = False
    setup_price: Decimal = Decimal(0)
    term_months: int = 0
    template: str = ""


@dataclass(frozen=True)
class SetupSpec:
    """What a new desk of one's own begins with."""

    __pydantic_config__ = _FORBID_UNKNOWN

    calendar: CalendarSpec
    team: TeamSpec
    template: TemplateSpec
    product: ProductSpec


@dataclass(frozen=True)
class _Events:
    __pydantic_config__ = _FORBID_UNKNOWN

    event: tuple[EventSpec, ...]


@cache
def events() -> tuple[EventSpec, ...]:
    """The event list of a service provider, in the order of the list."""
    read: _Events = read_resource("events.toml", _Events)
    return read.event


@cache
def setup() -> SetupSpec:
    """What a new desk begins with."""
    spec: SetupSpec = read_resource("setup.toml", SetupSpec)
    check_template(spec.template, "setup.toml")
    return spec


def read_resource(name: str, shape: Any) -> Any:
    """A TOML file of `resources` as a frozen spec; ValueError lists every error with file and key."""
    path = paths.resources() / name
    return checked(path, shape)


def checked(path: Path, shape: Any) -> Any:
    """A TOML file as a frozen spec; ValueError lists every error with file and key."""
    try:
        return TypeAdapter(shape).validate_python(tomllib.loads(path.read_text(encoding="utf-8")))
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{path.name}: {error}") from None
    except ValidationError as error:
        lines = [f"{path.name}: {'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors()]
        raise ValueError("\n".join(lines)) from None


def check_template(template: TemplateSpec, file: str) -> None:
    """ValueError unless exactly one milestone is the promise and each dependence is an earlier milestone."""
    if sum(one.promise for one in template.milestone) != 1:
        raise ValueError(f"{file}: {template.key}: exactly one milestone must be the promise")
    earlier: set[str] = set()
    for one in template.milestone:
        if unknown := set(one.depends_on) - earlier:
            raise ValueError(
                f"{file}: {template.key}.{one.key} depends on unknown {', '.join(sorted(unknown))}"
            )
        earlier.add(one.key)
