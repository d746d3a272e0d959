"""How an order is said: its state with both dates, its steps, its documents; it knows no widget and no query."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, tzinfo
from decimal import Decimal

from casedesk.contract.handovers import HandoverRow
from casedesk.contract.orders import (
    DocumentRow,
    LineRow,
    MilestoneRow,
    OrderDetail,
    OwnerRow,
    StaffCard,
)
from casedesk.rules.vocabulary import Charge
from casedesk.ui.text import clock_time, day, day_and_time, money, short_day, span
from casedesk.ui.widgets import MilestoneMark, OwnerMark, Run, Status, status_word
from casedesk.words import count, say

OPEN_MILESTONES = ("ready", "under_way", "blocked", "not_started")
CLOSED = ("completed", "cancelled")

LINE_STATES: Mapping[str, Status] = {
    "as_ordered": Status.NOT_STARTED,
    "in_work": Status.UNDER_WAY,
    "delivered": Status.DONE,
    "cancelled": Status.CANCELLED,
}


def state_word(state: str) -> str:
    """The order's state in its life, in words."""
    words = {
        "quote": say("Quote"),
        "placed": say("Placed"),
        "in_progress": say("In progress"),
        "done_not_confirmed": say("Done, not confirmed"),
        "on_hold": say("On hold"),
        "cancelling": say("Being cancelled"),
        "completed": say("Completed"),
        "cancelled": say("Cancelled"),
    }
    return words.get(state, state)


def pill_word(order: OrderDetail, today: date) -> str:
    """The word of the status pill with how many days it is about, "" for the status' own word."""
    status = Status(order.status.value)
    if order.state in ("quote", "on_hold", "done_not_confirmed"):
        return state_word(order.state)
    if status is Status.LATE and order.promised_on:
        return _days(say("Late by 1 day"), "Late by $n days", (today - order.promised_on).days)
    if status is Status.IN_JEOPARDY and order.promised_on and order.forecast_on:
        behind = (order.forecast_on - order.promised_on).days
        return _days(say("In jeopardy by 1 day"), "In jeopardy by $n days", behind) if behind > 0 else ""
    return state_word(order.state) if order.state in CLOSED else ""


def _days(one: str, many: str, days: int) -> str:
    return one if days == 1 else say(many, n=days)


def state_sentence(order: OrderDetail, today: date) -> str:
    """Where the order stands in words, with both dates and every earlier promise."""
    parts = [_dates(order, today), _reason(order, today)]
    if order.first_promised_on and order.first_promised_on != order.promised_on:
        parts.append(say("First promised $day.", day=day(order.first_promised_on, today)))
    if order.was_late and order.done_on:
        parts.append(say("Later than the first promise."))
    return " ".join(part for part in parts if part)


def _dates(order: OrderDetail, today: date) -> str:
    promised = day(order.promised_on, today) if order.promised_on else ""
    if order.state == "cancelled" and order.cancelled_on:
        return say("Cancelled $day.", day=day(order.cancelled_on, today))
    if order.done_on:
        done = day(order.done_on, today)
        return (
            say("Promised $promised, done $done.", promised=promised, done=done)
            if promised
            else say("Done $day.", day=done)
        )
    if order.state == "quote":
        return _quote(order, today)
    forecast = day(order.forecast_on, today) if order.forecast_on else say("not known")
    if not promised:
        return say("No day is promised. Forecast $forecast.", forecast=forecast)
    return say("Promised $promised, forecast $forecast.", promised=promised, forecast=forecast)


def _quote(order: OrderDetail, today: date) -> str:
    asked = say("Asked for $day.", day=day(order.requested_on, today)) if order.requested_on else ""
    return " ".join(part for part in (say("Nothing is promised yet."), asked) if part)


def _reason(order: OrderDetail, today: date) -> str:
    if order.state == "on_hold":
        check = say("We look again $day.", day=day(order.hold_check_on, today)) if order.hold_check_on else ""
        return " ".join(part for part in (say("On hold: $reason.", reason=order.hold_reason), check) if part)
    if order.state == "cancelled" and order.cancel_reason:
        return say("Reason: $reason.", reason=order.cancel_reason)
    return ""


def next_step(order: OrderDetail, now: datetime) -> str:
    """ "Next: Checked, by Wed 25 Nov, 17:00", "" for a closed order."""
    if order.state in CLOSED or not order.next_step:
        return ""
    if order.next_step_due_at is None:
        return say("Next: $step.", step=order.next_step)
    due = order.next_step_due_at.astimezone(now.tzinfo)
    when = day_and_time(due, now.date())
    if order.next_step_due_at < now:
        return say("Next: $step, was due $when.", step=order.next_step, when=when)
    return say("Next: $step, by $when.", step=order.next_step, when=when)


def owner_mark(owner: StaffCard, own_login: str, now: datetime) -> OwnerMark:
    """The owner of an order with phone and who stands in, or the queue with its clock."""
    if owner.login is None:
        waiting = span(now - owner.since) if owner.since else ""
        return OwnerMark.nobody(owner.team, waiting)
    if owner.login == own_login:
        return OwnerMark.you(owner.name, owner.phone)
    stands_in = say("$name stands in", name=owner.deputy) if owner.away_until and owner.deputy else ""
    return OwnerMark.colleague(owner.name, owner.phone, stands_in)


def offered_words(offer: HandoverRow | None, now: datetime) -> str:
    """To whom the order is offered and since when, "" while it is offered to nobody."""
    if offer is None:
        return ""
    at = offer.offered_at.astimezone(now.tzinfo)
    when = clock_time(at) if at.date() == now.date() else day(at.date(), now.date())
    return say("offered to $name, $when", name=offer.receiver_name, when=when)


def owner_caption(owner: StaffCard, today: date) -> str:
    """What the card of the owner is for; an absence is said first, or a caller is promised a call too early."""
    if owner.away_until is None:
        return say("Owner of this order")
    return say("Owner, away until $day", day=day(owner.away_until, today))


def owner_line(owner: StaffCard) -> str:
    """Name and team, or that nobody owns it."""
    if owner.login is None:
        return say("No owner")
    return ", ".join(part for part in (owner.name, owner.team) if part)


def status_bar_line(owner: StaffCard, own_login: str) -> str:
    """Whose order this is, for the status bar."""
    if owner.login is None:
        return say("Owner of this order: nobody, queue: $queue", queue=owner.team)
    name = say("you") if owner.login == own_login else owner.name
    return say("Owner of this order: $name", name=name)


# Milestones


def current_step(milestones: Sequence[MilestoneRow]) -> MilestoneRow | None:
    """The milestone that is worked on or comes next, None when all are settled."""
    waiting = [one for one in milestones if one.state in OPEN_MILESTONES]
    begun = [one for one in waiting if one.state in ("under_way", "ready", "blocked")]
    return next(iter(begun or waiting), None)


def marks(order: OrderDetail, zone: tzinfo | None) -> list[MilestoneMark]:
    """The milestones as the track shows them; earlier promises belong to the one that is the promise."""
    earlier = tuple(one.promised_on for one in order.promised_dates[:-1])
    return [
        MilestoneMark(
            name=one.name,
            team=one.team,
            status=Status(one.status),
            promised=one.promised_on,
            forecast=one.forecast_on,
            done=_done(one, zone),
            earlier=earlier if one.is_promise else (),
            is_promise=one.is_promise,
        )
        for one in order.milestones
    ]


def _done(one: MilestoneRow, zone: tzinfo | None) -> date | datetime | None:
    """The minute where it was recorded on its day, else only the day."""
    if one.done_at and one.done_on:
        recorded = one.done_at.astimezone(zone)
        return recorded if recorded.date() == one.done_on else one.done_on
    return one.done_on


def step_title(one: MilestoneRow) -> str:
    """ "Line built, Network: under way"."""
    return say(
        "$name, $team: $status", name=one.name, team=one.team, status=status_word(Status(one.status)).lower()
    )


def step_detail(one: MilestoneRow, today: date) -> str:
    """Why it stands as it does, who did it, what we and the customer do."""
    parts = []
    if one.state == "done" and one.done_by:
        parts.append(say("Recorded by $name.", name=one.done_by))
    if one.reason:
        parts.append(_sentence(one.reason))
    if one.check_on:
        parts.append(say("We look again $day.", day=day(one.check_on, today)))
    if one.we_do and one.state in OPEN_MILESTONES:
        parts.append(_sentence(one.we_do))
    if one.you_do and one.state in OPEN_MILESTONES:
        parts.append(say("The customer: $what", what=_sentence(one.you_do)))
    return " ".join(parts)


def _sentence(text: str) -> str:
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "!", "?")) else f"{text}."


# Lines, documents, owners


def quantity(amount: Decimal) -> str:
    """ "1", "2.5": without zeros that say nothing."""
    return f"{amount.normalize():f}"


def once_and_monthly(line: LineRow, currency: str) -> tuple[str, str]:
    """The line's amount in the column it belongs to, a dash in the other."""
    shown = money(line.amount, currency)
    return ("–", shown) if line.charge == Charge.MONTHLY else (shown, "–")


def line_state(state: str) -> str:
    words = {
        "as_ordered": say("As ordered"),
        "in_work": say("In work"),
        "delivered": say("Delivered"),
        "cancelled": say("Cancelled"),
    }
    return words.get(state, state)


def balance(amount: Decimal, currency: str) -> tuple[Run, ...]:
    """What is owed on this order."""
    if amount > 0:
        return (Run(say("$amount owed", amount=money(amount, currency)), strong=True),)
    if amount < 0:
        return (Run(say("$amount in the customer's favour", amount=money(-amount, currency))),)
    return (Run(say("nothing owed")),)


def document_note(row: DocumentRow) -> str:
    """ "C1, 2 pages, by Uma Support, printed again once"."""
    parts = [
        row.suffix,
        count("$n page", "$n pages", row.pages),
        say("by $name", name=row.issued_by) if row.issued_by else "",
        count("printed again $n time", "printed again $n times", row.reprints) if row.reprints else "",
    ]
    return ", ".join(part for part in parts if part)


def owned_how(row: OwnerRow) -> str:
    """How the order came to this owner, with the note that went with it."""
    words = {
        "opened": say("opened the order"),
        "taken": say("took it from the queue"),
        "assigned": say("was given it by $name", name=row.by),
        "accepted": say("accepted it from $name", name=row.by),
        "queued": say("put into the queue by $name", name=row.by),
        "imported": say("came with the import"),
    }
    how = words.get(row.how, row.how)
    return say("$how: “$note”", how=how, note=row.note) if row.note else how


def moment(at: datetime, zone: tzinfo | None, today: date) -> str:
    """ "12 Nov 11:20"."""
    local = at.astimezone(zone)
    return f"{short_day(local.date(), today)} {clock_time(local)}"


def tell_by(ways: str) -> str:
    """ "SMS, then phone" for "sms, call"."""
    names = {
        "sms": say("SMS"),
        "call": say("phone"),
        "email": say("e-mail"),
        "letter": say("letter"),
        "visit": say("visit"),
        "counter": say("counter"),
    }
    known = [names.get(one.strip(), one.strip()) for one in ways.split(",") if one.strip()]
    if not known:
        return ""
    first, *rest = known
    return ", ".join([first[:1].upper() + first[1:], *(say("then $way", way=way) for way in rest)])


# What comes next


def main_action(order: OrderDetail) -> tuple[str, str]:
    """The id of the one main action and its words: what the order's next step asks for."""
    if order.state == "quote":
        return "place", say("Place the order")
    if order.state == "on_hold":
        return "hold", say("Go on with the order")
    step = current_step(order.milestones)
    if order.state in ("placed", "in_progress", "done_not_confirmed") and step is not None:
        if step.state == "blocked":
            return "block", say("“$step” can go on", step=step.name)
        if step.state in ("ready", "under_way"):
            return "record_done", say("Record “$step” as done", step=step.name)
    if order.state == "done_not_confirmed":
        return "complete", say("Complete the order")
    return "print", say("Print")
