"""What the rows that a command touches were before it, so that its undo can bring them back exactly.

It knows rows and columns, no command and no meaning. History itself (entries, cases' chains, commands done) is left
out: it is never taken back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Date, Numeric, Uuid, event, inspect
from sqlalchemy.orm import Session

from casedesk.db.base import Amount, Base, Strikable, UtcInstant, Versioned
from casedesk.models import Case, CommandDone, Entry, EntryValue, SearchKey, StoredFile
from casedesk.services.wire import to_wire

HISTORY = (Case, CommandDone, Entry, EntryValue, StoredFile)
"""Rows of what happened stay. A file's bytes stay too: nothing names them any more."""

VERSION = "version"
_MODELS: dict[str, type[Base]] = {
    mapper.class_.__tablename__: mapper.class_ for mapper in Base.registry.mappers
}
_READERS: tuple[tuple[type, Any], ...] = (
    (Uuid, UUID),
    (UtcInstant, datetime.fromisoformat),
    (Date, date.fromisoformat),
    (Amount, Decimal),
    (Numeric, Decimal),
)


class BeforeImages:
    """Watches one command's session from `watch` on; `taken` tells what was made and what was changed."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.is_watching = False
        self._made: dict[int, Base] = {}
        self._keys: list[Mapping[str, Any]] = []
        self._before: dict[int, tuple[Base, dict[str, Any]]] = {}

    def watch(self) -> None:
        """Begin; what is flushed from now on is noticed."""
        self.is_watching = True
        event.listen(self._session, "before_flush", self._on_flush)

    def note(self, row: Base, *columns: str) -> None:
        """Keep values before a statement that goes past the session changes them."""
        if self.is_watching:
            _, values = self._before.setdefault(id(row), (row, {}))
            for column in columns:
                values.setdefault(column, getattr(row, column))

    def note_search_keys(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Keep which search keys were inserted past the session."""
        if self.is_watching:
            self._keys.extend(rows)

    def taken(self) -> list[dict[str, Any]]:
        """Each touched row as JSON: table, key, `before` (None for a row that was made) and `after`."""
        made = [_image(row, None, _values(row)) for row in self._made.values()]
        keys = [_key_image(row) for row in self._keys]
        changed = [_changed_image(row, before) for row, before in self._before.values()]
        return [*made, *keys, *(one for one in changed if one["before"])]

    def _on_flush(self, session: Session, *_unused: object) -> None:
        for row in session.new:
            if not isinstance(row, HISTORY):
                self._made[id(row)] = row
        for row in session.dirty:
            if not isinstance(row, HISTORY) and id(row) not in self._made and session.is_modified(row):
                self._note_changes(row)

    def _note_changes(self, row: Base) -> None:
        _, values = self._before.setdefault(id(row), (row, {}))
        state = inspect(row)
        for column in set(_columns(row)) - state.unmodified:
            history = state.attrs[column].load_history()
            if history.has_changes():
                values.setdefault(column, next(iter(history.deleted)))


def _columns(row: Base) -> list[str]:
    return [one.key for one in inspect(type(row)).column_attrs if one.key != VERSION]


def _values(row: Base) -> dict[str, Any]:
    """What somebody may have changed when the undo comes; an append-only row stays as it is."""
    is_append_only = isinstance(row, Strikable) and not isinstance(row, Versioned)
    return {} if is_append_only else {column: getattr(row, column) for column in _columns(row)}


def _changed_image(row: Base, before: dict[str, Any]) -> dict[str, Any]:
    changed = {name: old for name, old in before.items() if getattr(row, name) != old}
    return _image(row, changed, {name: getattr(row, name) for name in changed})


def _image(row: Base, before: dict[str, Any] | None, after: dict[str, Any]) -> dict[str, Any]:
    key = {one.key: getattr(row, one.key) for one in inspect(type(row)).primary_key if one.key}
    image = {"table": row.__tablename__, "key": key, "before": before, "after": after}
    return {name: to_wire(value) for name, value in image.items()}


def _key_image(row: Mapping[str, Any]) -> dict[str, Any]:
    key = {one.name: to_wire(row[one.name]) for one in inspect(SearchKey).primary_key}
    return {"table": SearchKey.__tablename__, "key": key, "before": None, "after": {}}


def model_of(image: Mapping[str, Any]) -> type[Base]:
    """The model of an image's table."""
    return _MODELS[image["table"]]


def key_of(image: Mapping[str, Any]) -> tuple[Any, ...]:
    """The primary key of an image's row, as `Session.get` takes it."""
    key = values_of(model_of(image), image["key"])
    return tuple(key[one.name] for one in inspect(model_of(image)).primary_key)


def values_of(model: type[Base], kept: Mapping[str, Any]) -> dict[str, Any]:
    """Values of columns as the model has them, read back from JSON."""
    columns = inspect(model).columns
    return {name: _read(columns[name], value) for name, value in kept.items()}


def _read(column: Column[Any], value: Any) -> Any:
    if value is None:
        return None
    return next((read(value) for kind, read in _READERS if isinstance(column.type, kind)), value)
