"""Colleagues and queues to hand work to, with what each has to do and who is away; it knows no form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from casedesk.contract.desk import StaffRow
from casedesk.ui.forms.spec import Choice
from casedesk.ui.text import day
from casedesk.ui.widgets.status import Status
from casedesk.words import say


def colleague_choices(
    staff: Sequence[StaffRow], teams: Mapping[str, str], own_login: str, today: date
) -> tuple[Choice, ...]:
    """Everybody but oneself, then the teams' queues, for a field of kind COLLEAGUE."""
    people = [_colleague(one, today) for one in staff if one.login != own_login]
    return (
        *people,
        *(Choice(f"team:{key}", say("Queue of $team", team=name)) for key, name in teams.items()),
    )


def _colleague(one: StaffRow, today: date) -> Choice:
    load = (
        say("$n open", n=one.open),
        say("$n due today", n=one.due_today),
        say("$n late", n=one.late) if one.late else say("none late"),
    )
    away = say("until $day", day=day(one.away_until, today)) if one.away_until else ""
    if away and one.deputy:
        away = say("$away, $deputy stands in", away=away, deputy=one.deputy)
    status = Status.BLOCKED if away else None
    return Choice(one.login, f"{one.name}, {one.team_name}", " · ".join(load), status, away)
