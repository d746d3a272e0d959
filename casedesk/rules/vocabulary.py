"""The closed lists of words that code, database and screens share (design/domain.md); states are in `states`.

To add a word: a line here, a migration that widens the CHECK, its text in `casedesk/services/wording.py`.
"""

from __future__ import annotations

from enum import StrEnum


class CustomerKind(StrEnum):
    """A customer is a person or an organisation."""

    PERSON = "person"
    ORGANISATION = "organisation"


class ContactPointKind(StrEnum):
    """The ways to reach a customer."""

    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"


class Channel(StrEnum):
    """How an interaction took place (design/contract.md, Forms of values)."""

    CALL = "call"
    EMAIL = "email"
    LETTER = "letter"
    SMS = "sms"
    VISIT = "visit"
    COUNTER = "counter"
    NOTE = "note"


class Direction(StrEnum):
    """Who began an interaction; a note is internal."""

    IN = "in"
    OUT = "out"
    INTERNAL = "internal"


class CallOutcome(StrEnum):
    """How a call ended; the last four are attempts and need no text."""

    ANSWERED = "answered"
    NEW_PROMISE = "new_promise"
    HANDED_OVER = "handed_over"
    COMPLAINT = "complaint"
    NO_ANSWER = "no_answer"
    MESSAGE_LEFT = "message_left"
    WRONG_NUMBER = "wrong_number"
    CUT_OFF = "cut_off"


ATTEMPTS = frozenset(
    {CallOutcome.NO_ANSWER, CallOutcome.MESSAGE_LEFT, CallOutcome.WRONG_NUMBER, CallOutcome.CUT_OFF}
)


class EntryKind(StrEnum):
    """What an entry of the timeline is about."""

    CASE = "case"
    CUSTOMER = "customer"
    CALL = "call"
    EMAIL = "email"
    LETTER = "letter"
    SMS = "sms"
    VISIT = "visit"
    COUNTER = "counter"
    NOTE = "note"
    ORDER = "order"
    MILESTONE = "milestone"
    REQUEST = "request"
    PROMISE = "promise"
    DECISION = "decision"
    OWNERSHIP = "ownership"
    HANDOVER = "handover"
    ATTACHMENT = "attachment"
    DOCUMENT = "document"
    MONEY = "money"
    STAFF = "staff"
    CATALOGUE = "catalogue"
    COMPANY = "company"
    UNDO = "undo"


class OwnedKind(StrEnum):
    """The kinds of open work that have an owner."""

    ORDER = "order"
    REQUEST = "request"


class OwnershipHow(StrEnum):
    """How work came to its owner or queue."""

    OPENED = "opened"
    TAKEN = "taken"
    ASSIGNED = "assigned"
    ACCEPTED = "accepted"
    QUEUED = "queued"
    IMPORTED = "imported"


class RemarkKind(StrEnum):
    """What was said about an offered handover."""

    QUESTION = "question"
    ANSWER = "answer"


class HoldKind(StrEnum):
    """Why an order rests."""

    CUSTOMER = "customer"
    MONEY = "money"
    STOCK = "stock"
    OTHER = "other"


class Charge(StrEnum):
    """A line is paid once or every month."""

    ONCE = "once"
    MONTHLY = "monthly"


class MoneyKind(StrEnum):
    """What a money entry is; disputed marks an amount and moves no balance."""

    INVOICED = "invoiced"
    PAID = "paid"
    CREDITED = "credited"
    DISPUTED = "disputed"


class DecisionMode(StrEnum):
    """Under which authority a decision is taken (design/domain.md, Decision)."""

    ANYONE = "anyone"
    SYSTEM_PROPOSES = "system_proposes"
    MANAGER_APPROVES = "manager_approves"
    AUTOMATIC = "automatic"


class DatabaseKind(StrEnum):
    """What a database was created as; only practice and test ones may read a simulated time."""

    REAL = "real"
    PRACTICE = "practice"
    TEST = "test"


class LookKind(StrEnum):
    """What a look was: a case opened, or a search that found nothing."""

    CASE = "case"
    FIND = "find"


class TargetKind(StrEnum):
    """What a search key leads to."""

    CUSTOMER = "customer"
    ORDER = "order"


class OrderStatus(StrEnum):
    """How an order looks against its promise; the first that applies (design/domain.md, Status)."""

    CANCELLED = "cancelled"
    DONE = "done"
    LATE = "late"
    BLOCKED = "blocked"
    IN_JEOPARDY = "in_jeopardy"
    NOT_STARTED = "not_started"
    ON_TIME = "on_time"
