"""How a call is spoken about: what to say first, what speaks against a promise, what was stored; no widget."""

from __future__ import annotations

from datetime import datetime

from casedesk.contract.cases import CaseDetail, PersonRow, PromiseRow
from casedesk.contract.promise_check import PromiseChecked
from casedesk.rules.vocabulary import CallOutcome, CustomerKind
from casedesk.ui.call import CallPhase
from casedesk.ui.screens.call_panel.call_form import CallForm
from casedesk.ui.text import clock_time, day, day_and_time
from casedesk.words import say


def clock(seconds: int) -> str:
    """ "04:12", from an hour on "1:04:12"."""
    hours, rest = divmod(max(0, seconds), 3600)
    minutes, left = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes:02}:{left:02}"


def spoken_clock(seconds: int) -> str:
    """The time of a call for screen readers."""
    return say("$minutes minutes $seconds seconds", minutes=seconds // 60, seconds=seconds % 60)


def direction(form: CallForm) -> str:
    return say("Call out") if form.direction == "out" else say("Call in")


def who_and_what(form: CallForm, case: CaseDetail | None, kept: PromiseRow | None, now: datetime) -> str:
    """Whom the call is with and what it is probably about."""
    if form.customer is None:
        return say("The caller is not known yet")
    name = case.customer.name if case else ""
    if kept is not None and form.keeps:
        due = when(kept.due_at, now)
        return say("$name · about the promise for $when", name=name, when=due)
    return say("$name · order $number", name=name, number=form.about) if _is_number(form.about) else name


def _is_number(about: str) -> bool:
    return bool(about) and about.replace("-", "").isdigit()


def when(instant: datetime, now: datetime) -> str:
    """ "11:00" for today, else the day with its time."""
    local = instant.astimezone(now.tzinfo)
    return clock_time(local) if local.date() == now.date() else day_and_time(local, now.date())


def say_first(form: CallForm, case: CaseDetail | None, own_name: str, company: str, now: datetime) -> str:
    """The first sentence of the call; a broken promise is owned up to before anything else."""
    if case is None or form.customer is None:
        return say(
            "“$company, this is $name. May I have your name and your number?”", company=company, name=own_name
        )
    hello = _hello(case, own_name, company, out=form.direction == "out")
    broken = next((one for one in case.promises if one.state == "broken"), None)
    if broken is not None:
        due = when(broken.due_at, now)
        return say(
            "“$hello We promised you: $what, by $when. We did not keep that, and I am sorry.”",
            hello=hello, what=broken.text.rstrip("."), when=due,
        )  # fmt: skip
    if form.direction == "out":
        return say("“$hello I call about what we promised you.”", hello=hello)
    return say("“$hello I have everything in front of me, you don't need to explain it again.”", hello=hello)


def _hello(case: CaseDetail, own_name: str, company: str, *, out: bool) -> str:
    name = case.customer.name
    if out:
        return say("Hello $name, this is $own of $company.", name=name, own=own_name, company=company)
    if case.customer.kind == CustomerKind.PERSON:
        return say("Hello $name,", name=name)
    return say("Hello, you call for $name.", name=name)


def person(one: PersonRow) -> str:
    """Someone who may call for the customer."""
    return f"{one.name}, {one.role}" if one.role else one.name


def caller(name: str, second_line: str) -> str:
    """A customer who may be calling, in one line."""
    return f"{name} · {second_line}" if second_line else name


def may_be_told(case: CaseDetail | None, spoken_with: str) -> str:
    """What the person on the phone may be told, "" for the customer."""
    persons = case.customer.persons if case else ()
    found = next((one for one in persons if one.name == spoken_with), None)
    if found is None:
        return ""
    told = found.may_be_told
    return say("May be told: $what", what=told) if told else say("Nothing is written about what may be told.")


def keeps(promise: PromiseRow, now: datetime) -> str:
    """ "This call keeps the promise of 11:00"."""
    return say("This call keeps the promise of $when", when=when(promise.due_at, now))


def against_promise(found: PromiseChecked, now: datetime) -> tuple[str, str]:
    """What forbids a promise, and what speaks against it without forbidding it."""
    if found.due_at <= now:
        return say("That time has passed. Choose a later one."), ""
    if found.away_until:
        until = day(found.away_until, now.date())
        if found.deputy:
            return "", say(
                "$name is away until $day. $deputy stands in.",
                name=found.keeper_name,
                day=until,
                deputy=found.deputy,
            )
        return "", say("$name is away until $day.", name=found.keeper_name, day=until)
    if found.opens_at is not None:
        opens = day_and_time(found.opens_at.astimezone(now.tzinfo), now.date())
        return "", say("Nobody works then. The next working time begins $when.", when=opens)
    if found.clashes:
        other = found.clashes[0]
        return "", say(
            "Clashes with another promise at $time: $what ($customer).",
            time=clock_time(other.due_at.astimezone(now.tzinfo)), what=other.text, customer=other.customer_name,
        )  # fmt: skip
    return "", ""


def for_promise(found: PromiseChecked, own_login: str) -> str:
    """Nothing speaks against it."""
    if found.keeper == own_login:
        return say("You are at work then. No clash.")
    return say("$name is at work then. No clash.", name=found.keeper_name)


def stored(form: CallForm, colleague: str) -> str:
    """What became of the call."""
    if form.customer is None:
        return say("The call is saved in the list of unknown callers.")
    if form.outcome == CallOutcome.HANDED_OVER:
        return say("The call is saved. It is offered to $name; you stay owner until the yes.", name=colleague)
    if form.outcome == CallOutcome.COMPLAINT:
        return say("The call is saved, and a request is open for the complaint.")
    return say("The call is saved.")


def phase(now: CallPhase) -> str:
    """What the clock does, beside it."""
    return say("writing up") if now is CallPhase.WRITING else ""
