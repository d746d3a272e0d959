"""How My Desk says what is due: the sentence under its title, the notes of its counts; it knows no widget."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from casedesk.contract.cases import PromiseRow
from casedesk.contract.desk import DecisionAskedRow, DeskDetail, NextThing, QueueRow, StuckRow
from casedesk.contract.handovers import HandoverRow
from casedesk.ui.text import clock_time, day, day_and_time, long_day, rest_of_time, span
from casedesk.ui.widgets.status import Status
from casedesk.words import count, say

SOON = timedelta(minutes=30)
"""A promise due within this time is in jeopardy (design/ui.md, section 5, Status language)."""

NOBODY_AFTER = timedelta(minutes=30)
"""Work that waits longer in a queue is listed under "Nobody took it yet"."""

TOO_LONG = timedelta(hours=1)
"""Work that nobody took for so long is shown as a fault."""

_NOON = time(12)


@dataclass(frozen=True)
class CountWords:
    """What a count card shows: the number, what is worst about it and its shape."""

    number: str
    note: str = ""
    status: Status | None = None


def promise_status(one: PromiseRow, now: datetime) -> Status:
    """How a promise that is still open looks at this moment."""
    if one.due_at < now:
        return Status.LATE
    return Status.IN_JEOPARDY if one.due_at - now <= SOON else Status.ON_TIME


def promise_rest(one: PromiseRow, now: datetime) -> str:
    """ "broken, 12 min" or "in 18 min"."""
    if one.due_at < now:
        return say("broken, $span", span=span(now - one.due_at))
    return rest_of_time(one.due_at, now)


def promise_due(one: PromiseRow, now: datetime) -> str:
    """ "10:30" for today, else the day."""
    local = one.due_at.astimezone(now.tzinfo)
    return clock_time(local) if local.date() == now.date() else day(local.date(), now.date())


def promise_origin(one: PromiseRow, own_login: str, own_name: str, now: datetime) -> str:
    """Who made a promise and when; whose it is where one stands in for a colleague."""
    when = day_and_time(one.made_at.astimezone(now.tzinfo), now.date())
    if one.made_by == own_name:
        made = say("made by you, $when", when=when)
    else:
        made = say("made by $name, $when", name=one.made_by, when=when)
    return made if one.keeper == own_login else say("for $name, $made", name=one.keeper_name, made=made)


def sentence(detail: DeskDetail, now: datetime) -> str:
    """ "Tuesday 24 November 2026, 10:42. You have one promise past its time and two more by noon."."""
    moment = say("$day, $time.", day=long_day(now.date()), time=clock_time(now))
    return " ".join(
        filter(None, (moment, _deciding(detail), due_words(detail, now), _standing_in(detail, now)))
    )


def _deciding(detail: DeskDetail) -> str:
    n = detail.counts["decisions"]
    if not n:
        return ""
    return count(
        "One colleague waits for your decision.",
        "$number colleagues wait for your decision.",
        n,
        number=_begun(n),
    )


def _begun(n: int) -> str:
    """A number at the beginning of a sentence."""
    return _figure(n).capitalize()


def _standing_in(detail: DeskDetail, now: datetime) -> str:
    """For whom, and until when, so that nobody wonders whose work this is."""
    away = [
        say("$name (until $day)", name=one.name, day=day(one.away_until, now.date()))
        if one.away_until
        else one.name
        for one in detail.stands_in_for
    ]
    return say("You stand in for $names.", names=", ".join(away)) if away else ""


def due_words(detail: DeskDetail, now: datetime) -> str:
    """What of the promises is due, in one sentence."""
    late, more = detail.counts["promises_broken"], detail.counts["promises_soon"]
    by = say("by noon") if _next_break(now).time() == _NOON else say("today")
    if late and more:
        return say("You have $late and $more more $by.", late=_past(late), more=_figure(more), by=by)
    if late:
        return say("You have $late.", late=_past(late))
    if more:
        due = count("one promise", "$number promises", more, number=_figure(more))
        return say("You have $due due $by.", due=due, by=by)
    return nothing_due(detail, now)


def nothing_due(detail: DeskDetail, now: datetime) -> str:
    """ "Nothing is due. The next one is tomorrow 09:30."."""
    coming = [one.promise.due_at for one in detail.promises if one.promise.due_at >= now]
    if not coming:
        return say("Nothing is due.")
    when = day_and_time(min(coming).astimezone(now.tzinfo), now.date())
    return say("Nothing is due. The next one is $when.", when=when)


def _next_break(now: datetime) -> datetime:
    """Noon before noon, afterwards the end of the day."""
    noon = datetime.combine(now.date(), _NOON, now.tzinfo)
    return noon if now < noon else datetime.combine(now.date(), time.max, now.tzinfo)


def _past(n: int) -> str:
    return count("one promise past its time", "$number promises past their time", n, number=_figure(n))


def _figure(n: int) -> str:
    """Numbers up to ten as words, as one writes them in a sentence."""
    words = (
        say("none"), say("one"), say("two"), say("three"), say("four"), say("five"), say("six"), say("seven"),
        say("eight"), say("nine"), say("ten"),
    )  # fmt: skip
    return words[n] if n < len(words) else str(n)


def count_of_promises(detail: DeskDetail, now: datetime) -> CountWords:
    """Promises due today, with the oldest broken one or the next."""
    number = str(detail.counts["promises_today"])
    dues = sorted(one.promise.due_at for one in detail.promises)
    late = [due for due in dues if due < now]
    if late:
        broken = detail.counts["promises_broken"]
        note = count("$n broken, $span late", "$n broken, $span late", broken, span=span(now - late[0]))
        return CountWords(number, note, Status.LATE)
    if not dues:
        return CountWords(number, say("nothing promised"))
    soon = Status.IN_JEOPARDY if dues[0] - now <= SOON else None
    return CountWords(number, say("next $rest", rest=rest_of_time(dues[0], now)), soon)


def count_in_jeopardy(detail: DeskDetail, now: datetime) -> CountWords:
    """Own orders in jeopardy, with those whose promise has passed."""
    orders = detail.in_jeopardy
    number = str(detail.counts["in_jeopardy"])
    late = detail.counts["in_jeopardy_late"]
    if late:
        return CountWords(number, count("$n past its promise", "$n past their promise", late), Status.LATE)
    promised = [one.promised_on for one in orders if one.promised_on]
    if promised:
        nearest = say("next promise $day", day=day(min(promised), now.date()))
        return CountWords(number, nearest, Status.IN_JEOPARDY)
    return CountWords(number, "" if orders else say("all on time"))


def count_of_handovers(detail: DeskDetail, now: datetime) -> CountWords:
    """Handovers that wait for one's yes, since when."""
    offers = detail.handovers
    if not offers:
        return CountWords("0", say("nobody asks"))
    since = say("since $when", when=offered_when(offers[0], now))
    return CountWords(str(detail.counts["handovers"]), since)


def count_of_decisions(detail: DeskDetail, now: datetime) -> CountWords:
    """Decisions that wait, with how long the oldest does."""
    asked = detail.decisions
    if not asked:
        return CountWords("0", say("nobody waits"))
    oldest = now - min(one.asked_at for one in asked)
    status = Status.LATE if oldest >= TOO_LONG else Status.IN_JEOPARDY
    return CountWords(str(detail.counts["decisions"]), say("oldest $span", span=span(oldest)), status)


def count_waiting(rows: tuple[QueueRow, ...], total: int, now: datetime, *, alarming: bool) -> CountWords:
    """Work in a queue, with the longest wait; `alarming` where waiting so long is a fault."""
    if not rows:
        return CountWords("0", say("nothing waits"))
    longest = span(now - min(one.queued_at for one in rows))
    if alarming:
        return CountWords(str(total), say("oldest $span", span=longest), Status.LATE)
    return CountWords(str(total), say("longest wait $span", span=longest))


def offered_when(one: HandoverRow, now: datetime) -> str:
    """ "10:31" for today, else the day."""
    local = one.offered_at.astimezone(now.tzinfo)
    return clock_time(local) if local.date() == now.date() else day(local.date(), now.date())


def due_today(detail: DeskDetail, now: datetime) -> list[PromiseRow]:
    """The promises due until the end of the day, broken ones too."""
    end = datetime.combine(now.date(), time.max, now.tzinfo)
    return [one.promise for one in detail.promises if one.promise.due_at <= end]


def came_by(one: QueueRow) -> str:
    """By which channel the customer came, else who put it into the queue."""
    channels = {
        "call": say("Phone"), "email": say("E-mail"), "letter": say("Letter"), "sms": say("SMS"),
        "visit": say("Visit"), "counter": say("Counter"),
    }  # fmt: skip
    if one.came_by in channels:
        return channels[one.came_by]
    return say("from $name", name=one.put_by) if one.put_by else ""


CHANNEL_ICONS = {
    "call": "phone", "email": "mail", "letter": "letter", "sms": "sms", "visit": "home", "counter": "person",
}  # fmt: skip


def stuck_at(one: StuckRow | None) -> str:
    """The milestone that holds an order up, and why where somebody wrote it."""
    if one is None:
        return ""
    return say("$milestone: $why", milestone=one.milestone, why=one.why) if one.why else one.milestone


def customer_waits(one: DecisionAskedRow, now: datetime) -> tuple[str, Status | None]:
    """Until when the customer was told to hear from us."""
    if one.waits_until is None:
        return "–", None
    due = one.waits_until.astimezone(now.tzinfo)
    if due < now:
        return say("since $when", when=day_and_time(due, now.date())), Status.LATE
    status = Status.IN_JEOPARDY if due - now <= SOON else Status.UNDER_WAY
    return say(
        "until $when", when=clock_time(due) if due.date() == now.date() else day(due.date(), now.date())
    ), status


def offer_state(one: HandoverRow, now: datetime) -> tuple[Status, str]:
    """How what one has offered stands."""
    if one.state == "declined":
        return Status.BLOCKED, say("Declined by $name", name=one.receiver_name)
    if one.state == "lapsed":
        return Status.LATE, say("$name did not answer in time", name=one.receiver_name)
    if one.open_question is not None:
        return Status.IN_JEOPARDY, say("$name asks", name=one.open_question.by)
    return Status.UNDER_WAY, say("$name was asked $when", name=one.receiver_name, when=offered_when(one, now))


def sorted_by(sort: str) -> str:
    """How the lists are sorted, for the button that changes it."""
    return say("Sort: due first") if sort == "due" else say("Sort: by customer")


def nothing_of_yours(thing: NextThing | None) -> str:
    """Why there is nothing to open."""
    if thing is None:
        return say("The desk is still being read.")
    if thing.kind == "queue":
        return say("Nothing of yours is due. Take something from the team queue.")
    return say("Nothing is due.")
