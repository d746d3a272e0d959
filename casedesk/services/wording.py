"""The words of states, statuses and kinds, and days and times as colleagues read them; it decides nothing.

To add a word: its key in the table, its sentence in `say`; a conformity test compares with the vocabulary.
"""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from casedesk.words import say


def day_words(day: date, today: date) -> str:
    """ "Fri 27 Nov", with the year only when it is not this one (design/ui.md, Words)."""
    text = say(
        "$weekday $day $month",
        weekday=_weekday(day),
        day=day.day,
        month=_month(day),
    )
    return text if day.year == today.year else f"{text} {day.year}"


def _weekday(day: date) -> str:
    names = (say("Mon"), say("Tue"), say("Wed"), say("Thu"), say("Fri"), say("Sat"), say("Sun"))
    return names[day.weekday()]


def _month(day: date) -> str:
    first = (say("Jan"), say("Feb"), say("Mar"), say("Apr"), say("May"), say("Jun"))
    second = (say("Jul"), say("Aug"), say("Sep"), say("Oct"), say("Nov"), say("Dec"))
    return (first + second)[day.month - 1]


def moment_words(instant: datetime, zone: ZoneInfo, today: date) -> str:
    """ "11:00 today" or "Fri 27 Nov, 15:00"."""
    local = instant.astimezone(zone)
    clock = local.strftime("%H:%M")
    if local.date() == today:
        return say("$time today", time=clock)
    return say("$day, $time", day=day_words(local.date(), today), time=clock)


def status_words(status: str) -> str:
    """An order's status as its pill says it."""
    return {
        "cancelled": say("Cancelled"),
        "done": say("Done"),
        "late": say("Late"),
        "blocked": say("Blocked"),
        "in_jeopardy": say("In jeopardy"),
        "not_started": say("Not started"),
        "on_time": say("On time"),
    }[status]


def state_words(state: str) -> str:
    """Where a thing stands in its life, in words."""
    return {
        "as_ordered": say("As ordered"),
        "in_work": say("In work"),
        "delivered": say("Delivered"),
        "drafted": say("Drafted"),
        "issued": say("Issued"),
        "reprinted": say("Printed again"),
        "invited": say("Invited"),
        "active": say("Active"),
        "away": say("Away"),
        "left": say("Left"),
        "quote": say("Quote"),
        "placed": say("Placed"),
        "in_progress": say("In progress"),
        "done_not_confirmed": say("Done, not confirmed"),
        "completed": say("Completed"),
        "on_hold": say("On hold"),
        "cancelling": say("Being cancelled"),
        "cancelled": say("Cancelled"),
        "not_started": say("Not started"),
        "ready": say("Ready"),
        "under_way": say("Under way"),
        "blocked": say("Blocked"),
        "done": say("Done"),
        "skipped": say("Skipped"),
        "new": say("New"),
        "waiting": say("Waiting"),
        "settled": say("Settled"),
        "closed": say("Closed"),
        "open": say("Open"),
        "broken": say("Broken"),
        "kept": say("Kept"),
        "kept_late": say("Kept late"),
        "released": say("Released by the customer"),
        "offered": say("Offered"),
        "accepted": say("Accepted"),
        "declined": say("Declined"),
        "lapsed": say("Lapsed"),
        "withdrawn": say("Withdrawn"),
        "asked": say("Asked"),
        "in_force": say("In force"),
        "refused": say("Refused"),
        "expired": say("Expired"),
        "revoked": say("Revoked"),
        "replaced": say("Replaced"),
    }[state]


def call_outcome_words(outcome: str) -> str:
    """How a call ended."""
    return {
        "answered": say("answered"),
        "new_promise": say("new promise"),
        "handed_over": say("handed over"),
        "complaint": say("complaint"),
        "no_answer": say("no answer"),
        "message_left": say("message left"),
        "wrong_number": say("wrong number"),
        "cut_off": say("cut off"),
    }[outcome]


def channel_words(channel: str, direction: str) -> str:
    """What kind of exchange it was, as "Call in"."""
    names = {
        ("call", "in"): say("Call in"),
        ("call", "out"): say("Call out"),
        ("email", "in"): say("E-mail in"),
        ("email", "out"): say("E-mail out"),
        ("letter", "in"): say("Letter in"),
        ("letter", "out"): say("Letter out"),
        ("sms", "in"): say("SMS in"),
        ("sms", "out"): say("SMS out"),
        ("visit", "in"): say("Visit to us"),
        ("visit", "out"): say("Visit at the customer's"),
        ("counter", "in"): say("At the counter"),
        ("counter", "out"): say("At the counter"),
    }
    return names.get((channel, direction), say("Note"))
