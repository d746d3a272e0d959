"""The days that could be promised, as large answers with what speaks for and against each; they know no form."""

from __future__ import annotations

from datetime import date

from casedesk.contract.orders import CanKeepAnswer, PromiseChoice
from casedesk.ui.forms.spec import Choice
from casedesk.ui.text import long_day
from casedesk.ui.widgets.status import Status
from casedesk.words import say

ANOTHER_DAY = "another_day"
"""The key of the choice that asks for a day of one's own."""

_SHAPES = {
    "advised": Status.ON_TIME,
    "no_slack": Status.IN_JEOPARDY,
    "not_possible": Status.BLOCKED,
}


def promise_choices(answer: CanKeepAnswer, today: date) -> tuple[Choice, ...]:
    """The days of the answer by ISO day, the advised one first, and a day of one's own at the end."""
    days = tuple(_choice(one, today) for one in answer.choices)
    return (*days, Choice(ANOTHER_DAY, say("Another day"), say("write it below")))


def _choice(one: PromiseChoice, today: date) -> Choice:
    words = {"advised": say("All green"), "no_slack": say("No slack"), "not_possible": say("Not possible")}
    day = one.promised_on
    return Choice(day.isoformat(), promise_day(day, today), one.why, _SHAPES[one.verdict], words[one.verdict])


def promise_day(on: date, today: date) -> str:
    """ "Monday 7 December", with the year only if it is not this one."""
    return long_day(on) if on.year != today.year else long_day(on).removesuffix(f" {on.year}")


def earliest_day(answer: CanKeepAnswer) -> date | None:
    """The first day on which all milestones up to the promise can be done."""
    return next((one.earliest_on for one in answer.steps if one.is_promise), None)
