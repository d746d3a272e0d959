"""What is written about one call: its fields, what is missing, the commands it becomes; it knows no widget.

A call keeps the ids it was begun with, so that saving twice stores once, also after the program was ended.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from casedesk.contract.cases import (
    CaseDetail,
    CaseOrderRow,
    DecisionGiven,
    LogCall,
    OpenRequest,
    PromiseGiven,
    PromiseRow,
)
from casedesk.contract.desk import OfferHandover
from casedesk.contract.ids import new_id
from casedesk.contract.values import About, Login
from casedesk.rules.vocabulary import ATTEMPTS, CallOutcome, Direction
from casedesk.words import say

COMPLAINT_EVENT = "complaint"


@dataclass(frozen=True)
class CallForm:
    """A call as it was written so far.

    `about` is "" for the customer as a whole, else an order number or a request's id. `keeps` is None until the
    person decided. `is_logged` once the call itself is stored and only what follows from it is left to do.
    """

    started_at: datetime
    id: UUID = field(default_factory=new_id)
    request_id: UUID = field(default_factory=new_id)
    follow_up_id: UUID = field(default_factory=new_id)
    customer: UUID | None = None
    ended_at: datetime | None = None
    phone: str = ""
    direction: str = Direction.IN.value
    spoken_with: str = ""
    about: str = ""
    event: str = ""
    summary: str = ""
    outcome: str = ""
    keeps: bool | None = None
    has_decision: bool = False
    question: str = ""
    decided: str = ""
    promise_text: str = ""
    promise_keeper: str = ""
    promise_due: datetime | None = None
    hand_to: str = ""
    is_logged: bool = False

    @property
    def draft_key(self) -> str:
        """Calls with a known customer are found by the customer, others by themselves."""
        return str(self.customer or self.id)

    @property
    def is_attempt(self) -> bool:
        """No answer, message left, wrong number, cut off: nothing was said."""
        return self.outcome in ATTEMPTS

    @property
    def asks_promise(self) -> bool:
        """Whether the fields of a promise are open."""
        return self.outcome in (CallOutcome.NEW_PROMISE, CallOutcome.HANDED_OVER)

    @property
    def asks_colleague(self) -> bool:
        return self.outcome == CallOutcome.HANDED_OVER

    @property
    def gives_promise(self) -> bool:
        """Whether a promise goes with the call; with a handover it may be left out."""
        must = self.outcome == CallOutcome.NEW_PROMISE
        return must or (self.asks_promise and bool(self.promise_text.strip()))

    def gaps(self) -> dict[str, str]:
        """What is missing, by field, from top to bottom."""
        found: dict[str, str] = {}
        if self.asks_colleague and not self.about:
            found["about"] = say("Choose the order or the request that is handed over.")
        if not self.summary.strip() and not self.is_attempt:
            found["summary"] = say("Write what was said.")
        if not self.outcome:
            found["outcome"] = say("Choose how the call ended.")
        if self.has_decision and not self.is_attempt:
            found |= {} if self.question.strip() else {"question": say("Write what was asked.")}
            found |= {} if self.decided.strip() else {"decided": say("Write what was decided.")}
        if self.asks_colleague and not self.hand_to:
            found["hand_to"] = say("Choose a colleague.")
        if self.gives_promise:
            found |= {} if self.promise_text.strip() else {"promise_text": say("Say what we promise.")}
            found |= {} if self.promise_due else {"promise_due": say("Say by when.")}
        return found

    def minutes_end(self, now: datetime) -> datetime:
        """When the talk ended; now, while the clock still runs."""
        return max(self.ended_at or now, self.started_at)


def log_call(form: CallForm, kept: PromiseRow | None, now: datetime) -> LogCall:
    """The command that stores the call; `kept` is the promise that it keeps."""
    decision = DecisionGiven(form.question.strip(), form.decided.strip())
    return LogCall(
        about=About(form.about or str(form.customer)) if form.customer else None,
        direction=Direction(form.direction),
        summary=form.summary.strip(),
        outcome=CallOutcome(form.outcome),
        spoken_with=form.spoken_with.strip(),
        phone=form.phone.strip(),
        event=form.event or None,
        started_at=form.started_at,
        ended_at=form.minutes_end(now),
        keeps=kept.id if kept and form.keeps and not form.is_attempt else None,
        promise=_promise(form),
        decision=decision if form.has_decision and not form.is_attempt else None,
        id=form.id,
    )


def _promise(form: CallForm) -> Any:
    if not form.gives_promise or form.promise_due is None:
        return "none"
    keeper = Login(form.promise_keeper) if form.promise_keeper else None
    return PromiseGiven(form.promise_text.strip(), form.promise_due, keeper)


def follow_up(form: CallForm) -> OfferHandover | OpenRequest | None:
    """What follows from the call once it is stored: a handover is offered, a complaint becomes a request."""
    if form.customer is None:
        return None
    if form.outcome == CallOutcome.HANDED_OVER:
        owed = form.promise_text.strip()
        return OfferHandover(about=About(form.about), to=form.hand_to, note=form.summary.strip(), owed=owed)
    if form.outcome == CallOutcome.COMPLAINT:
        return OpenRequest(
            about=About(_order_or_customer(form)), event=COMPLAINT_EVENT, wants=form.summary.strip(),
            id=form.follow_up_id,
        )  # fmt: skip
    return None


def _order_or_customer(form: CallForm) -> str:
    """A complaint is about an order or the customer, never about another request."""
    try:
        UUID(form.about)
    except ValueError:
        return form.about or str(form.customer)
    return str(form.customer)


def promise_kept(case: CaseDetail | None) -> PromiseRow | None:
    """The promise that a call can keep: the one due next, a broken one first."""
    due = [one for one in case.promises if one.state in ("open", "broken")] if case else []
    return min(due, key=lambda one: one.due_at, default=None)


def keeps_by_itself(promise: PromiseRow, today: date, now: datetime) -> bool:
    """Whether a call is taken to keep a promise unless told otherwise: it is due today or broken."""
    return promise.due_at.astimezone(now.tzinfo).date() <= today


def is_open_order(order: CaseOrderRow) -> bool:
    """Whether a call may still be about it without asking."""
    return order.state not in ("completed", "cancelled")


def probable_subject(case: CaseDetail, kept: PromiseRow | None) -> str:
    """What a call is about unless told otherwise: the order of the promise it keeps, or the only open one."""
    if kept is not None and kept.order_number:
        return kept.order_number
    ongoing = [one.number for one in case.orders if is_open_order(one)]
    return ongoing[0] if len(ongoing) == 1 else ""


def last_promise(case: CaseDetail | None) -> PromiseRow | None:
    """The promise made last, whatever became of it."""
    return max(case.promises, key=lambda one: one.made_at, default=None) if case else None


def talk(form: CallForm, now: datetime) -> timedelta:
    """How long the call took so far by the clock on the wall."""
    return form.minutes_end(now) - form.started_at


def to_payload(form: CallForm) -> dict[str, Any]:
    """The call as a draft holds it, in values that JSON knows."""
    return {one.name: _plain(getattr(form, one.name)) for one in fields(CallForm)}


def from_payload(payload: Mapping[str, Any]) -> CallForm:
    """The call that a draft holds; KeyError or ValueError for one that no call was written into."""
    instants = ("started_at", "ended_at", "promise_due")
    ids = ("id", "request_id", "follow_up_id", "customer")
    values = {one.name: payload[one.name] for one in fields(CallForm) if one.name in payload}
    values |= {name: datetime.fromisoformat(values[name]) for name in instants if values.get(name)}
    values |= {name: UUID(values[name]) for name in ids if values.get(name)}
    return CallForm(**values)


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def adopted(form: CallForm, customer: UUID, spoken_with: str) -> CallForm:
    """The call of an unknown caller who turned out to be a customer."""
    return replace(form, customer=customer, spoken_with=form.spoken_with or spoken_with)
