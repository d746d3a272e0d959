"""Handovers: an offer with its note, what was asked about it, and how it looks now."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from casedesk.contract.declaration import command, parameter, record
from casedesk.contract.values import Made


@command(result=Made, permission="offer_handover")
class AskBack:
    """Ask the giver something before saying yes or no; the offer stays."""

    handover: UUID = parameter("its id")
    question: str = parameter("what you need to know")


@command(result=Made, permission="offer_handover")
class AnswerHandover:
    """Answer what was asked back about an offer of one's own; the offer stays."""

    handover: UUID = parameter("its id")
    answer: str = parameter("the answer")


@record
class RemarkRow:
    """A question about an offer, or the giver's answer."""

    kind: str
    text: str
    by: str
    at: datetime


@record
class HandoverRow:
    """Work offered to a person or a team, as it looks now: past `expires_at` an offer has lapsed.

    `about` is the order number or the request's id, `title` how it is called; `receiver` is a login, or None where
    a team was asked.
    """

    id: UUID
    about: str
    title: str
    customer: UUID
    customer_name: str
    giver: str
    giver_name: str
    receiver: str | None
    receiver_name: str
    note: str
    owed: str
    state: str
    offered_at: datetime
    expires_at: datetime
    answered_at: datetime | None
    reason: str
    remarks: tuple[RemarkRow, ...] = ()

    @property
    def open_question(self) -> RemarkRow | None:
        """What was asked last and not answered yet."""
        last = self.remarks[-1] if self.remarks else None
        return last if last is not None and last.kind == "question" else None
