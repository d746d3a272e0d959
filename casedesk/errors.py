"""The failures CaseDesk foresees, each a sentence for the person at the desk; anything else is a bug.

The exit status and the word of each class are those of the doors (`docs/doors.md`).
"""

from __future__ import annotations

from typing import Any


class CaseDeskError(Exception):
    """A foreseen failure: `str(error)` says what is wrong and what to do; `details` are for programs."""

    word = "failed"
    exit_status = 1

    def __init__(self, message: str, **details: Any) -> None:
        super().__init__(message)
        self.details = details


class WrongUsage(CaseDeskError):
    """The call itself is wrong: an unknown name, a missing or unreadable parameter."""

    word = "wrong_usage"
    exit_status = 2


class DatabaseUnreachable(CaseDeskError):
    """The database cannot be reached or is not one that this program can open."""

    word = "unreachable"
    exit_status = 3


class DatabaseDamaged(DatabaseUnreachable):
    """The file of an embedded desk is damaged; it was left as it is."""

    word = "damaged"


class NotPermitted(CaseDeskError):
    """The person may not do this; the message says who may."""

    word = "not_permitted"
    exit_status = 4


class NotFound(CaseDeskError):
    """What was named does not exist (or may not be seen)."""

    word = "not_found"
    exit_status = 5


class Conflict(CaseDeskError):
    """Somebody changed it first; nothing was saved."""

    word = "conflict"
    exit_status = 6


class RefusedByRule(CaseDeskError):
    """A rule of the business says no; `rule` names it and the message says what to do instead."""

    word = "refused"
    exit_status = 7

    def __init__(self, message: str, *, rule: str, **details: Any) -> None:
        super().__init__(message, rule=rule, **details)
        self.rule = rule


class ConfirmationNeeded(CaseDeskError):
    """The command goes on only when called again with `key` granted."""

    word = "confirmation_needed"
    exit_status = 7

    def __init__(self, message: str, *, key: str, **details: Any) -> None:
        super().__init__(message, key=key, **details)
        self.key = key


class BackupFailed(CaseDeskError):
    """A backup could not be made or did not pass its check; earlier ones are kept."""

    word = "backup_failed"


class Stopped(CaseDeskError):
    """The person stopped long work; the message says what is left of it."""

    word = "stopped"
    exit_status = 130
