"""A form as frozen values: its fields, what was typed, what is missing; it knows no widget and no command."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import Enum
from typing import Any
from uuid import UUID

from casedesk.contract.ids import new_id
from casedesk.ui.widgets.status import Status


class FieldKind(Enum):
    """How a field is written in.

    LINE and TEXT hold words, DAY an ISO 8601 day, WHEN an instant, CHOICE and LARGE the key of one choice,
    COLLEAGUE the key of a person or a queue, TICKS the keys that were ticked with blanks between them.
    To add one: a member here and its editor in `editors.make_editor`.
    """

    LINE = "line"
    TEXT = "text"
    DAY = "day"
    WHEN = "when"
    CHOICE = "choice"
    LARGE = "large"
    COLLEAGUE = "colleague"
    TICKS = "ticks"


@dataclass(frozen=True)
class Choice:
    """One of a few answers of a field; `status` with its `word` says how good a LARGE one is."""

    key: str
    text: str
    note: str = ""
    status: Status | None = None
    word: str = ""


@dataclass(frozen=True)
class FieldSpec:
    """A field; `missing` is the sentence that stands at it when it is required and empty.

    With `only_for` (a field and its values) it is shown and required only while that field has one of them. A `wide`
    one has a line of its own.
    """

    key: str
    label: str
    kind: FieldKind = FieldKind.LINE
    missing: str = ""
    choices: tuple[Choice, ...] = ()
    hint: str = ""
    only_for: tuple[str, tuple[str, ...]] | None = None
    wide: bool = False

    @property
    def required(self) -> bool:
        return bool(self.missing)


_WRITTEN = (FieldKind.LINE, FieldKind.TEXT)


@dataclass(frozen=True)
class Form:
    """An open form; `done` is said when its command was carried out.

    `subject` names the part of the record it is about, `base` what the record said when the form was opened,
    so that a colleague's change of the same thing is noticed. `request_id` goes with the command: sent twice,
    it is done once.
    """

    kind: str
    title: str
    submit: str
    done: str
    fields: tuple[FieldSpec, ...]
    subject: str = ""
    base: str = ""
    note: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    request_id: UUID = field(default_factory=new_id)

    @property
    def name(self) -> str:
        """Tells it from other forms of the same record."""
        return f"{self.kind} {self.subject}".strip()

    def value(self, key: str) -> str:
        """What was typed into a field, without blanks around it."""
        return self.values.get(key, "").strip()

    def day(self, key: str) -> date | None:
        """The day of a DAY field, None while it is empty."""
        text = self.value(key)
        return date.fromisoformat(text) if text else None

    def instant(self, key: str) -> datetime | None:
        """The instant of a WHEN field, None while it is empty."""
        text = self.value(key)
        return datetime.fromisoformat(text) if text else None

    def ticked(self, key: str) -> tuple[str, ...]:
        """The keys that were ticked in a TICKS field."""
        return tuple(self.value(key).split())

    def with_value(self, key: str, text: str) -> Form:
        return replace(self, values={**self.values, key: text})

    @property
    def has_text(self) -> bool:
        """Whether anything was written that would be lost."""
        return any(self.value(one.key) for one in self.fields if one.kind in _WRITTEN)

    def applies(self, one: FieldSpec) -> bool:
        """Whether a field belongs to what is chosen in the others."""
        return one.only_for is None or self.value(one.only_for[0]) in one.only_for[1]

    def gaps(self) -> dict[str, str]:
        """What is missing, by field, in the order of the fields."""
        needed = (one for one in self.fields if one.required and self.applies(one))
        return {one.key: one.missing for one in needed if not self.value(one.key)}

    def kept(self) -> dict[str, Any]:
        """What a draft holds of it, as JSON knows it."""
        return {
            "form": self.kind,
            "subject": self.subject,
            "base": self.base,
            "values": dict(self.values),
            "request_id": str(self.request_id),
        }

    def taken_up(self, kept: Mapping[str, Any]) -> Form:
        """The same form with what a draft held."""
        return replace(
            self,
            base=str(kept["base"]),
            values={**self.values, **kept["values"]},
            request_id=UUID(kept["request_id"]),
        )


def iso(value: date | datetime | None) -> str:
    """A day or instant as a form keeps it."""
    return value.isoformat() if value is not None else ""
