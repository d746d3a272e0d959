"""What the forms of Admin share: choices of people, teams and calendars, and what a number or an hour must be."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, InvalidOperation

from casedesk.contract.desk import StaffRow
from casedesk.errors import RefusedByRule
from casedesk.rules.opening_hours import DAYS, read_hours
from casedesk.rules.permissions import Role
from casedesk.ui.desk import role_words
from casedesk.ui.forms import Choice, FieldKind, FieldSpec, Form
from casedesk.ui.screens.admin.state import Lists
from casedesk.words import say

YES, NO = "yes", "no"


def line(key: str, label: str, missing: str = "", hint: str = "") -> FieldSpec:
    """A line of text."""
    return FieldSpec(key, label, missing=missing, hint=hint)


def choice(
    key: str, label: str, choices: Sequence[Choice], missing: str = "", hint: str = "", *, wide: bool = False
) -> FieldSpec:
    """One of several."""
    return FieldSpec(key, label, FieldKind.CHOICE, missing, tuple(choices), hint, wide=wide)


def yes_or_no(key: str, label: str, yes: str, no: str) -> FieldSpec:
    """One of two answers in words."""
    return choice(key, label, (Choice(YES, yes), Choice(NO, no)))


def people(lists: Lists, *, but: str = "") -> tuple[Choice, ...]:
    """Colleagues with what each has to do, and who is away."""
    return tuple(Choice(one.login, one.name, _load(one)) for one in lists.staff or () if one.login != but)


def people_and_queues(lists: Lists, *, but: str) -> tuple[Choice, ...]:
    """Colleagues, then the queues of the teams."""
    queues = (
        Choice(f"team:{one.key}", say("Queue of $team", team=one.name))
        for one in lists.teams or ()
        if one.active
    )
    return (*people(lists, but=but), *queues)


def teams(lists: Lists) -> tuple[Choice, ...]:
    return tuple(Choice(one.key, one.name) for one in lists.teams or () if one.active)


def calendars(lists: Lists) -> tuple[Choice, ...]:
    return tuple(Choice(one.key, one.name) for one in lists.calendars or ())


def kinds_of_order(lists: Lists) -> tuple[Choice, ...]:
    return tuple(Choice(one.key, one.name) for one in lists.templates or () if one.active)


def roles() -> tuple[Choice, ...]:
    """The seven roles, each with what it mainly gives."""
    gives = {
        Role.SALES: say("opens orders, other prices"),
        Role.SUPPORT: say("requests, orders, notices"),
        Role.BILLING: say("money entries"),
        Role.FIELD: say("visits and milestones"),
        Role.EXCEPTION_TEAM: say("may override rules"),
        Role.MANAGER: say("approves, assigns"),
        Role.ADMINISTRATOR: say("staff and settings, no customers"),
    }
    return tuple(Choice(role.value, role_words(role), note) for role, note in gives.items())


def _load(one: StaffRow) -> str:
    words = [say("$n open", n=one.open), say("$n due today", n=one.due_today)]
    words.append(say("away") if one.away_until else say("here"))
    return ", ".join(words)


# What is typed


def amount(text: str) -> Decimal:
    """A number as it is typed, with comma or point; InvalidOperation for anything else."""
    return Decimal(text.replace(" ", "").replace(",", ".") or "0")


def whole(text: str) -> int:
    """A whole number; ValueError for anything else."""
    return int(text.strip() or "0")


def problems(form: Form) -> dict[str, str]:
    """What is missing or not understood, by field, in the order of the fields."""
    gaps = form.gaps()
    found = {}
    for one in form.fields:
        if one.key in gaps:
            found[one.key] = gaps[one.key]
        elif one.key in _CHECKS and form.applies(one):
            problem = _CHECKS[one.key](form.value(one.key))
            if problem:
                found[one.key] = problem
    return found


def _amount_problem(text: str) -> str:
    try:
        is_fine = amount(text) >= 0
    except InvalidOperation:
        is_fine = False
    return "" if is_fine else say("Write an amount as 34.00.")


def _whole_problem(text: str) -> str:
    try:
        is_fine = whole(text) >= 0
    except ValueError:
        is_fine = False
    return "" if is_fine else say("Write a whole number, as 3.")


def _hours_problem(text: str) -> str:
    try:
        read_hours(text)
    except RefusedByRule as refused:
        return str(refused)
    return ""


_CHECKS: Mapping[str, Callable[[str], str]] = {
    **dict.fromkeys(("price", "setup_price"), _amount_problem),
    **dict.fromkeys(("term_months", "working_days", "cancel_days", "loyal_years", "year"), _whole_problem),
    **dict.fromkeys((*DAYS, "hours"), _hours_problem),
}
"""How fields of these names are checked, in whatever form they stand."""
