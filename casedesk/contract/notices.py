"""The bell: what happened that a person has to know, and which of it was read."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from casedesk.contract.declaration import command, parameter, query, record

NoticeWord = Literal[
    "offered", "asked_back", "answered", "accepted", "declined", "lapsed", "assigned", "taken", "promised", "broken",
    "decision_asked", "decision_approved", "decision_refused",
]  # fmt: skip


@record
class NoticeRow:
    """A notice in words; `key` names the fact, `waits` says that it waits for this person until it is done.

    `about` is an order number or a request's id, "" where the notice is about the case as a whole.
    """

    at: datetime
    text: str
    kind: NoticeWord
    about: str
    customer: UUID
    customer_name: str
    by: str
    waits: bool
    is_read: bool
    key: str


@query(result=tuple[NoticeRow, ...])
class Notices:
    """What one has to know, newest first: offers, questions, answers, refusals, assigned work, promises, decisions."""

    days: int = parameter("how many days back, for what waits no more", default=7)


@record
class NoticesRead:
    """How many notices were marked now."""

    marked: int


@command(result=NoticesRead, permission="read")
class ReadNotices:
    """Mark notices as read by oneself; all there are when none are named."""

    keys: tuple[str, ...] = parameter("keys of the notices; all when left out", default=())
