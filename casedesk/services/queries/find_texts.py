"""The texts that a search may have matched: how customers are reached, who is there, where, other systems' numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, literal, or_, select, union_all

from casedesk.models import Alias, ContactPoint, Person, Premises
from casedesk.rules.search_keys import fold
from casedesk.services.queries.rows import first_line
from casedesk.services.reader import Reader

_PERSON, _PLACE, _ALIAS = "person", "place", "alias"
_CUSTOMER_ALIAS = "customer "
"""Before a customer's number in another system, which may be an order's as well."""


@dataclass(frozen=True)
class Text:
    """A text of a customer: its kind is a contact point's, `person`, `place` or `alias` with its `system`."""

    kind: str
    text: str
    system: str = ""

    @property
    def of_person(self) -> bool:
        return self.kind == _PERSON


class Texts:
    """The texts of some customers, and of the rows that keys were made from, read by one statement."""

    def __init__(self, reader: Reader, customers: Sequence[UUID], sources: Iterable[UUID]) -> None:
        self._of_source: dict[UUID, Text] = {}
        self._of_customer: dict[UUID, list[Text]] = {}
        chosen = tuple(dict.fromkeys(sources))
        for row in reader.connection.execute(_statement(customers, chosen)):
            text = _text(row)
            self._of_source[row.id] = text
            self._of_customer.setdefault(row.customer_id, []).append(text)

    def of_source(self, source_id: UUID | None) -> Text | None:
        """The text of the row that a key was made from, None for a name or an order number."""
        return self._of_source.get(source_id) if source_id else None

    def first(self, customer_id: UUID, kind: str) -> str:
        """The customer's first text of a kind, empty without one."""
        return next((one.text for one in self._of_customer.get(customer_id, ()) if one.kind == kind), "")

    def with_most_words(self, customer_id: UUID, words: Sequence[str]) -> Text | None:
        """The customer's text in which most of the words begin a word."""
        texts = self._of_customer.get(customer_id, [])
        return max(texts, key=lambda one: _hits(one.text, words), default=None)


def _hits(text: str, words: Sequence[str]) -> int:
    padded = f" {fold(text)}"
    return sum(f" {word}" in padded for word in words)


def _statement(customers: Sequence[UUID], sources: Sequence[UUID]) -> Any:
    return union_all(
        _points(customers, sources), _persons(customers, sources), _places(sources), _aliases(sources)
    ).order_by("position", "id")


def _points(customers: Sequence[UUID], sources: Sequence[UUID]) -> Select[Any]:
    """Those in use; one no longer used only where it is what was found."""
    return select().add_columns(
        ContactPoint.kind.label("kind"), ContactPoint.id.label("id"), ContactPoint.customer_id.label("customer_id"),
        ContactPoint.position.label("position"), ContactPoint.typed.label("a"), literal("").label("b"),
    ).where(
        ContactPoint.customer_id.in_(customers),
        or_(ContactPoint.ended_at.is_(None), ContactPoint.id.in_(sources)),
    )  # fmt: skip


def _persons(customers: Sequence[UUID], sources: Sequence[UUID]) -> Select[Any]:
    return select().add_columns(
        literal(_PERSON), Person.id, Person.customer_id, Person.position, Person.name, Person.role
    ).where(
        Person.customer_id.in_(customers), or_(Person.ended_at.is_(None), Person.id.in_(sources))
    )  # fmt: skip


def _places(sources: Sequence[UUID]) -> Select[Any]:
    return select().add_columns(
        literal(_PLACE), Premises.id, Premises.customer_id, literal(0), Premises.street, Premises.city
    ).where(Premises.id.in_(sources))  # fmt: skip


def _aliases(sources: Sequence[UUID]) -> Select[Any]:
    return select().add_columns(
        literal(_ALIAS), Alias.id, Alias.case_id, literal(0), Alias.number, Alias.system
    ).where(Alias.id.in_(sources))  # fmt: skip


def _text(row: Any) -> Text:
    if row.kind == _ALIAS:
        return Text(row.kind, row.a.removeprefix(_CUSTOMER_ALIAS), system=row.b)
    return Text(row.kind, first_line((row.a, row.b)))
