"""How a new order is said: who the customer is, how to tell, what to read out; it knows no widget and no query."""

from __future__ import annotations

from datetime import date

from casedesk.contract.cases import CaseDetail, FindHit
from casedesk.contract.customers import PlaceRow
from casedesk.contract.orders import StepCheck
from casedesk.rules.vocabulary import ContactPointKind, CustomerKind
from casedesk.ui.forms.promise_days import promise_day
from casedesk.ui.screens.new_order.state import KnownPlace
from casedesk.ui.text import money
from casedesk.words import count, say

TELL_BY = ("sms, call", "email, call", "call", "email", "letter")
_CLOSED = ("completed", "cancelled")


def about_customer(case: CaseDetail) -> str:
    """ "private, since 2021"."""
    year = case.customer.since_on.year
    if case.customer.kind == CustomerKind.PERSON:
        return say("private, since $year", year=year)
    return say("business, since $year", year=year)


def what_is_open(case: CaseDetail) -> str:
    """ "No open order, nothing owed"."""
    open_orders = sum(1 for one in case.orders if one.state not in _CLOSED)
    orders = count("$n open order", "$n open orders", open_orders) if open_orders else say("No open order")
    if case.balance > 0:
        return say("$orders, $amount owed", orders=orders, amount=money(case.balance, case.currency))
    return say("$orders, nothing owed", orders=orders)


def phones(case: CaseDetail) -> tuple[str, ...]:
    """The customer's phone numbers as they were typed, the preferred one first."""
    return tuple(one.typed for one in case.customer.contact_points if one.kind == ContactPointKind.PHONE)


def known_places(case: CaseDetail, places: tuple[PlaceRow, ...]) -> tuple[KnownPlace, ...]:
    """Where an order can be for: places of service, the last one first, then postal addresses that are none yet."""
    served = tuple(KnownPlace(one.id, one.street, one.postcode, one.city) for one in places)
    lines = {one.line for one in served}
    points = (one for one in case.customer.contact_points if one.kind == ContactPointKind.ADDRESS)
    postal = (KnownPlace(None, one.street, one.postcode, one.city) for one in points)
    return (*served, *(one for one in postal if one.line not in lines))


def tell_by(ways: str) -> str:
    """A way to tell the customer in words."""
    words = {
        "sms, call": say("SMS, then phone"),
        "email, call": say("E-mail, then phone"),
        "call": say("Phone"),
        "email": say("E-mail"),
        "letter": say("Letter"),
    }
    return words.get(ways, ways)


def hit_line(hit: FindHit) -> tuple[str, str]:
    """The two lines of a customer who was found."""
    return hit.name or hit.line, hit.second_line or hit.why


def to_say(promised_on: date | None, today: date) -> str:
    """What to read out to the caller about the promise."""
    if promised_on is None:
        return say("First choose what is ordered; then there is a day to say.")
    return say(
        "“It is done by $day. If anything changes, we tell you before that day.”",
        day=promise_day(promised_on, today),
    )


def step_words(step: StepCheck) -> str:
    """A step with its team, for screen readers."""
    return say("$step, $team", step=step.name, team=step.team)
