"""Colleagues and queues to give work to, with what each has to do and who is away; it knows no form."""

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
    away = away_words(one, today)
    status = Status.BLOCKED if away else None
    return Choice(one.login, f"{one.name}, {one.team_name}", load_words(one), status, away)


def load_words(one: StaffRow) -> str:
    """ "4 open · 2 due today · none late"."""
    load = (
        say("$n open", n=one.open),
        say("$n due today", n=one.due_today),
        say("$n late", n=one.late) if one.late else say("none late"),
    )
    return " · ".join(load)


def away_words(one: StaffRow, today: date) -> str:
    """ "until Mon 30 Nov, Ruth Calder stands in", "" for who is here."""
    away = say("until $day", day=day(one.away_until, today)) if one.away_until else ""
    if away and one.deputy:
        return say("$away, $deputy stands in", away=away, deputy=one.deputy)
    return away


def in_one_line(one: StaffRow, own_login: str, today: date) -> str:
    """A colleague for a list of one line each: who, what there is to do, and who stands in."""
    name = say("You") if one.login == own_login else one.name
    away = away_words(one, today)
    return " · ".join(filter(None, (name, load_words(one), say("away $until", until=away) if away else "")))


def keeper_choices(staff: Sequence[StaffRow], own_login: str, today: date) -> tuple[Choice, ...]:
    """Everybody, for who keeps a promise; where a colleague is not back in time, the deputy keeps it."""
    return tuple(Choice(one.login, in_one_line(one, own_login, today)) for one in staff)
