"""What can be chosen in the call panel: persons, what a call is about, colleagues, outcomes; no widget of its own."""

from __future__ import annotations

from datetime import date

from casedesk.contract.cases import CaseDetail
from casedesk.contract.desk import StaffRow
from casedesk.rules.vocabulary import CallOutcome
from casedesk.ui.forms.colleagues import in_one_line
from casedesk.ui.screens.call_panel import words
from casedesk.ui.screens.call_panel.call_form import is_open_order
from casedesk.ui.widgets import (
    Option,
)
from casedesk.words import say

SOMEBODY_ELSE = "somebody-else"


def persons(case: CaseDetail | None) -> list[Option]:
    if case is None:
        return []
    others = [Option(one.name, words.person(one)) for one in case.customer.persons]
    customer = Option(case.customer.name, case.customer.name)
    return [customer, *others, Option(SOMEBODY_ELSE, say("Somebody else"))]


def subjects(case: CaseDetail | None) -> list[Option]:
    """What the call may be about: everything, an order that is not finished, an open request."""
    whole = Option("", say("The customer"))
    if case is None:
        return [whole]
    orders = [
        Option(one.number, f"{one.number} {one.headline}".strip())
        for one in case.orders
        if is_open_order(one)
    ]
    requests = [Option(str(one.id), one.event_name) for one in case.requests if one.state != "closed"]
    return [whole, *orders, *requests]


def keepers(staff: tuple[StaffRow, ...], own_login: str, today: date) -> list[Option]:
    """Oneself by one word, colleagues with what each has to do and who stands in."""
    return [
        Option(one.login, say("You") if one.login == own_login else in_one_line(one, own_login, today))
        for one in staff
    ]


def receivers(staff: tuple[StaffRow, ...], own_login: str, today: date) -> list[Option]:
    """Colleagues with what each has to do and who stands in, then the teams' queues."""
    people = [
        Option(one.login, in_one_line(one, own_login, today)) for one in staff if one.login != own_login
    ]
    teams = {one.team: one.team_name for one in staff}
    return people + [Option(f"team:{key}", say("Queue of $team", team=name)) for key, name in teams.items()]


def outcomes() -> list[Option]:
    """How a call can end."""
    return [
        Option(CallOutcome.ANSWERED.value, say("Answered")),
        Option(CallOutcome.NEW_PROMISE.value, say("New promise")),
        Option(CallOutcome.HANDED_OVER.value, say("Hand over")),
        Option(CallOutcome.COMPLAINT.value, say("Complaint")),
        Option(CallOutcome.NO_ANSWER.value, say("No answer")),
        Option(CallOutcome.MESSAGE_LEFT.value, say("Message left")),
        Option(CallOutcome.WRONG_NUMBER.value, say("Wrong number")),
        Option(CallOutcome.CUT_OFF.value, say("Cut off")),
    ]
