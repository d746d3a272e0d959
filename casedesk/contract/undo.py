"""Taking one's own last acts back."""

from __future__ import annotations

from uuid import UUID

from casedesk.contract.declaration import command, parameter, record


@record
class Undone:
    """The entry of the undo, the entry that it took back, and the command that had written that one."""

    id: UUID
    entry: UUID
    command: str


@command(result=Undone)
class Undo:
    """Take an own act of the last 60 seconds back, while nothing is built on it; it stays in the history."""

    entry: UUID = parameter("the entry that the act wrote, or the id of its interaction")
