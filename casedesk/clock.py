"""What time it is: services ask a clock, never the machine; it knows no business rule.

On a shared database the clock is the server's time at connect plus monotonic seconds (safety.md, Time).
"""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tells the present instant, always aware and in UTC."""

    def now(self) -> datetime: ...


class SystemClock:
    """This computer's clock; right for the embedded desk, where it is also the database's."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class ServerClock:
    """The database server's time at connect, carried on by monotonic seconds."""

    def __init__(self, server_time: datetime) -> None:
        self._base = as_utc(server_time)
        self._started = time.monotonic()

    def now(self) -> datetime:
        return self._base + timedelta(seconds=time.monotonic() - self._started)


class FixedClock:
    """A clock that stands still: `--now` on a practice or test database, and tests."""

    def __init__(self, instant: datetime) -> None:
        self._instant = as_utc(instant)

    def now(self) -> datetime:
        return self._instant

    def move_to(self, instant: datetime) -> None:
        """Set the hands; tests and simulations only."""
        self._instant = as_utc(instant)


def as_utc(instant: datetime) -> datetime:
    """The same instant in UTC; ValueError for a naive value, which would have to be guessed."""
    if instant.tzinfo is None:
        raise ValueError(f"{instant!r} has no offset; an instant needs one, as in 2026-11-24T10:42:00+00:00")
    return instant.astimezone(UTC)
