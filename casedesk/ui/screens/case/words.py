"""How the parts of a case are said: since when, how to reach, who, which entry; it knows no widget and no query."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta, tzinfo

from babel.dates import format_date

from casedesk.contract.cases import (
    CaseDetail,
    CustomerCard,
    DecisionRow,
    PersonRow,
    PromiseRow,
    TimelineRow,
)
from casedesk.rules.vocabulary import CustomerKind
from casedesk.ui.text import day, day_and_time, locale, money, short_day, span
from casedesk.words import count, say

SOON = timedelta(minutes=30)
"""A promise due within this time is in jeopardy (design/ui.md, section 5, Status language)."""

WRITING_UP = timedelta(minutes=15)
"""A call is logged when its writing up ends; until then nothing is said about the time of writing."""

_ENTRY_ICONS: Mapping[str, str] = {
    "call": "phone", "email": "mail", "letter": "letter", "sms": "sms", "visit": "truck", "counter": "people",
    "note": "note", "order": "box", "milestone": "check", "request": "question", "promise": "calendar-check",
    "decision": "gavel", "ownership": "person", "handover": "hand-over", "attachment": "paperclip",
    "document": "document", "money": "money", "customer": "person", "case": "folder", "undo": "undo",
}  # fmt: skip


def about_customer(case: CaseDetail) -> str:
    """ "Private customer since 6 March 2017 · prefers a phone call · owes £34.00"."""
    customer = case.customer
    since = format_date(customer.since_on, "d MMMM y", locale())
    if customer.kind == CustomerKind.PERSON:
        parts = [say("Private customer since $day", day=since)]
    else:
        parts = [say("Business customer since $day", day=since)]
    parts += [_prefers(customer.preferred_channel), _balance(case)]
    return " · ".join(part for part in parts if part)


def _balance(case: CaseDetail) -> str:
    if not case.balance:
        return ""
    amount = money(abs(case.balance), case.currency)
    return (
        say("owes $amount", amount=amount) if case.balance > 0 else say("has $amount to good", amount=amount)
    )


def _prefers(channel: str | None) -> str:
    words = {
        "call": say("prefers a phone call"),
        "email": say("prefers e-mail"),
        "letter": say("prefers letters"),
        "sms": say("prefers SMS"),
        "visit": say("prefers a visit"),
        "counter": say("prefers the counter"),
    }
    return words.get(channel or "", "")


def loyalty(customer: CustomerCard) -> str:
    """ "Loyal: 9 years", "" for a customer that the company's rule does not call loyal."""
    years = customer.loyal_years
    return count("Loyal: $n year", "Loyal: $n years", years) if years is not None else ""


def person(one: PersonRow) -> str:
    """ "Owen Hale, spouse"."""
    return f"{one.name}, {one.role}" if one.role else one.name


def entry_icon(row: TimelineRow) -> str:
    return _ENTRY_ICONS.get(row.kind, "info")


def entry_day(on: date, today: date) -> str:
    """The heading above the entries of a day: "Today", "Friday 20 November"."""
    if on == today:
        return say("Today")
    if on == today - timedelta(days=1):
        return say("Yesterday")
    return format_date(on, "EEEE d MMMM" if on.year == today.year else "EEEE d MMMM y", locale())


def is_written_later(row: TimelineRow) -> bool:
    """Whether an entry was written so long after what it tells that both times have to be shown."""
    talk = timedelta(minutes=row.minutes or 0)
    return row.recorded_at - row.at > talk + WRITING_UP


def written_later(row: TimelineRow, zone: tzinfo, today: date) -> str:
    """ "written Fri 20 Nov, 16:02" for an entry that was written later, else ""."""
    if not is_written_later(row):
        return ""
    return say("written $when", when=day_and_time(row.recorded_at.astimezone(zone), today))


def entry_note(row: TimelineRow, own_login: str, zone: tzinfo, today: date) -> str:
    """Who wrote an entry, how long the talk was, about which order, and when, if later."""
    author = say("You") if row.author_login == own_login else row.author
    parts = [author]
    if row.minutes:
        parts.append(say("$n min", n=row.minutes))
    if row.order_number:
        parts.append(say("order $number", number=row.order_number))
    parts.append(written_later(row, zone, today))
    return " · ".join(part for part in parts if part)


def promise_detail(one: PromiseRow, now: datetime) -> str:
    """Everything about a promise in one line, for tips and the form that ends it."""
    zone, today = now.tzinfo, now.date()
    parts = [
        say("by $when", when=day_and_time(one.due_at.astimezone(zone), today)),
        say("$name keeps it", name=one.keeper_name),
        say(
            "promised by $name, $day",
            name=one.made_by,
            day=short_day(one.made_at.astimezone(zone).date(), today),
        ),
    ]
    if one.state == "broken":
        parts.append(say("broken for $span", span=span(now - one.due_at)))
    if one.moves:
        parts.append(count("moved $n time", "moved $n times", one.moves))
    return " · ".join(parts)


def decision_detail(one: DecisionRow, now: datetime) -> str:
    """Question, who decided and until when it holds."""
    today = now.date()
    on = day(one.decided_at.astimezone(now.tzinfo).date(), today)
    parts = [one.question, say("decided by $name, $day", name=one.decided_by, day=on)]
    if one.valid_until:
        parts.append(say("valid until $day", day=day(one.valid_until, today)))
    return " · ".join(parts)
