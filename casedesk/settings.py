"""What a person chose for this computer: look, keys, the last database and who sits at it; it holds no
secret.

To add one: a field in `Settings` with its default and, where only some values are sensible, a check in
`_read`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import tomli_w

_LARGEST_FILE = 1 << 20


@dataclass(frozen=True)
class Settings:
    """The choices as they are now; every field has a value that works without a file."""

    theme: str = "system"
    zoom: int = 100
    density: str = "normal"
    language: str = "en"
    database: str = ""
    people: Mapping[str, str] = field(default_factory=dict)
    """Login of the person who sat at a database last, by the database's address without password."""
    keys: Mapping[str, str] = field(default_factory=dict)
    """The person's own keys by action id."""
    single_letters: bool = True
    recent: Mapping[str, str] = field(default_factory=dict)
    """The records opened last (`ui/recent_records.py`), by person and database."""


class SettingsFile:
    """Reads the settings once and writes them back whole at every change."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._now = _load(file)

    @property
    def now(self) -> Settings:
        return self._now

    def change(self, **changed: Any) -> None:
        """Take new values and write all of them; where the file cannot be written they hold for today."""
        self._now = replace(self._now, **changed)
        self._write()

    def person_at(self, database: str) -> str:
        """Login of the person who sat at this database last, "" for nobody."""
        return self._now.people.get(without_password(database), "")

    def remember_person(self, database: str, login: str) -> None:
        """Open this database as this person next time; "" asks again."""
        people = {name: kept for name, kept in self._now.people.items() if name != without_password(database)}
        if login:
            people[without_password(database)] = login
        self.change(people=people)

    def _write(self) -> None:
        partial = self._file.with_suffix(".part")
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            partial.write_text(tomli_w.dumps(_table(self._now)), encoding="utf-8")
            partial.replace(self._file)
        except OSError:
            with suppress(OSError):
                partial.unlink()


def without_password(database: str) -> str:
    """A database's address as it may be kept and shown: everything but the password."""
    parts = urlsplit(database)
    if parts.password is None:
        return database
    place = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{parts.username}@{place}"))


def _table(settings: Settings) -> dict[str, Any]:
    return asdict(settings)


def _load(file: Path) -> Settings:
    """A file that is missing, damaged or from a newer CaseDesk counts as far as it can be read."""
    try:
        if file.stat().st_size > _LARGEST_FILE:
            return Settings()
        found = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Settings()
    return _read(found)


def _read(found: Mapping[str, Any]) -> Settings:
    shipped = Settings()
    known = {one.name: getattr(shipped, one.name) for one in fields(Settings)}
    usable = {name: found[name] for name in known if name in found and _is_like(found[name], known[name])}
    return replace(shipped, **usable)


def _is_like(value: object, default: object) -> bool:
    """Whether a value read from the file is of the kind its field needs."""
    if isinstance(default, dict):
        return isinstance(value, dict) and all(isinstance(one, str) for one in value.values())
    return type(value) is type(default)
