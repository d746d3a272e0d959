"""A mapping: how the files of another system become CaseDesk records. Frozen values, no code in them.

The words are those of the mapping file; `docs/import.md` explains each with an example.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator

from casedesk.contract.imports import ImportKind
from casedesk.services.imports.reading import Reading

_STRICT: dict[str, Any] = {"extra": "forbid"}


@dataclass(frozen=True, slots=True)
class Condition:
    """True of a row when its column is blank or filled, or holds one (or none) of the texts."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT

    column: str
    blank: bool | None = None
    any_of: tuple[str, ...] = ()
    none_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """The text `value`, or what `column` holds, where all conditions of `when` are true."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT

    when: tuple[Condition, ...] = ()
    value: str | None = None
    column: str | None = None


def _spelled_out(source: object) -> object:
    """A bare text is the name of a column."""
    return {"column": source} if isinstance(source, str) else source


@dataclass(frozen=True, slots=True)
class FieldSource:
    """Where a field's value comes from (exactly one of the first four) and how it is read."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT

    column: str | None = None
    columns: tuple[str, ...] = ()
    value: str | None = None
    choose: tuple[Choice, ...] = ()
    join: str = " "
    map: str | None = None
    otherwise: str | None = None
    default: str | None = None
    round: int | None = None
    unreadable: Literal["reject", "extra"] = "reject"
    trim: bool | None = None
    null_words: tuple[str, ...] = ()
    dates: str | None = None
    decimal: str | None = None
    thousands: str | None = None

    def columns_read(self) -> tuple[str, ...]:
        """Every column whose text may become the value, in order."""
        chosen = (choice.column for choice in self.choose if choice.column)
        return tuple(name for name in (self.column, *self.columns, *chosen) if name)

    def columns_asked(self) -> tuple[str, ...]:
        """Every column that conditions look at."""
        return tuple(condition.column for choice in self.choose for condition in choice.when)

    def reading(self, general: Reading) -> Reading:
        """How this field is read where the file is read as `general`."""
        own = Reading(
            trim=self.trim,
            null_words=self.null_words,
            dates=self.dates,
            decimal=self.decimal,
            thousands=self.thousands,
        )
        return own.over(general)


Source = Annotated[FieldSource, BeforeValidator(_spelled_out)]


@dataclass(frozen=True, slots=True)
class LookUp:
    """Another file whose row with `key` equal to this row's column `by` adds columns, as `name.column`."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT

    file: str
    key: str
    by: str
    needed: bool = False
    reading: Reading = field(default_factory=Reading)


@dataclass(frozen=True, slots=True)
class ListSource:
    """Entries of a list: one from the row itself, or one from each row of `file` with the record's key."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT

    fields: dict[str, Source]
    file: str | None = None
    key: str | None = None
    when: tuple[Condition, ...] = ()
    reading: Reading = field(default_factory=Reading)


def _as_tuple(key: object) -> object:
    return (key,) if isinstance(key, str) else key


@dataclass(frozen=True, slots=True)
class Step:
    """One file that becomes records of one kind. `key` is what names a record in the source, for ever."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT

    kind: ImportKind
    file: str
    key: Annotated[tuple[str, ...], BeforeValidator(_as_tuple)]
    fields: dict[str, Source]
    only: tuple[Condition, ...] = ()
    look_up: dict[str, LookUp] = field(default_factory=dict)
    phones: tuple[ListSource, ...] = ()
    emails: tuple[ListSource, ...] = ()
    persons: tuple[ListSource, ...] = ()
    lines: tuple[ListSource, ...] = ()
    notes: tuple[ListSource, ...] = ()
    money: tuple[ListSource, ...] = ()
    extra: dict[str, Source] = field(default_factory=dict)
    keep_rest: bool = False
    repeated: Literal["reject", "skip"] = "reject"
    reading: Reading = field(default_factory=Reading)

    def lists(self) -> dict[str, tuple[ListSource, ...]]:
        """The lists that have sources, by name."""
        named = {
            "phones": self.phones,
            "emails": self.emails,
            "persons": self.persons,
            "lines": self.lines,
            "notes": self.notes,
            "money": self.money,
        }
        return {name: sources for name, sources in named.items() if sources}


@dataclass(frozen=True, slots=True)
class Mapping:
    """All that one source needs; the steps run in their order, so that what is referred to comes first."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT

    source: str
    step: tuple[Step, ...]
    title: str = ""
    currency: str = ""
    reading: Reading = field(default_factory=Reading)
    maps: dict[str, dict[str, str]] = field(default_factory=dict)
