"""The database that a command line or a stream works on, with the services of each person who acts there."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime

from casedesk import paths
from casedesk.clock import FixedClock
from casedesk.errors import WrongUsage
from casedesk.services.services import Services
from casedesk.services.sign_in import clock_of, login_of, open_current, simulated
from casedesk.settings import SettingsFile
from casedesk.words import say


class Connection:
    """One database from opening to closing; used on one thread."""

    def __init__(self, url: str, person: str | None, now: datetime | None) -> None:
        self._database = open_current(url)
        self._chosen = SettingsFile(paths.settings_file()).person_at(url)
        self._clock = clock_of(self._database)
        self._person = person
        self._now = now
        self._logins: dict[str | None, str] = {}
        self._present: dict[str, Services] = {}
        self._standing: dict[str, tuple[Services, FixedClock]] = {}

    def services(self, person: str | None = None, now: datetime | None = None) -> Services:
        """The services of a person, or of the one who acts unless another is named; `now` sets the time."""
        login = self._login(person or self._person)
        instant = now or self._now
        if instant is None:
            if login not in self._present:
                self._present[login] = Services(self._database, self._clock, login)
            return self._present[login]
        if login not in self._standing:
            self._standing[login] = simulated(self._database, login, instant)
        services, clock = self._standing[login]
        clock.move_to(instant)
        return services

    def _login(self, asked: str | None) -> str:
        if asked not in self._logins:
            self._logins[asked] = login_of(self._database, asked, self._chosen)
        return self._logins[asked]

    def close(self) -> None:
        """Give the database back."""
        self._database.close()


@contextmanager
def connection_of(options: Namespace) -> Iterator[Connection]:
    """The connection that `--db`, `--as` and `--now` describe, closed at the end."""
    now = None if options.now is None else instant_of(options.now)
    connection = Connection(address_of(options), options.person, now)
    try:
        yield connection
    finally:
        connection.close()


def address_of(options: Namespace) -> str:
    """The address of the database: `--db`, else `CASEDESK_DB`, else the embedded file."""
    return options.db or os.environ.get("CASEDESK_DB") or f"sqlite:///{paths.embedded_database()}"


def instant_of(text: str) -> datetime:
    """The instant of `--now`, which must carry its offset."""
    with suppress(ValueError):
        instant = datetime.fromisoformat(text)
        if instant.tzinfo is not None:
            return instant
    raise WrongUsage(
        say("“$text” is not an instant with its offset. Write it as in 2026-11-24T10:42:00+00:00.", text=text)
    )
