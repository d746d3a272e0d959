"""The tables of Admin: the columns of each section, and each record as a row of cells; they know no widget."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from casedesk.contract.admin import TemplateStep
from casedesk.contract.desk import StaffRow
from casedesk.ui.screens.admin import words
from casedesk.ui.screens.admin.editing import TemplateEditing
from casedesk.ui.screens.admin.house_forms import LOGO, company_parts
from casedesk.ui.screens.admin.sections import SectionId
from casedesk.ui.screens.admin.state import AdminState
from casedesk.ui.tables import Cell, Column, GroupHead, Kind, Row
from casedesk.ui.text import day, day_and_time
from casedesk.ui.widgets.status import Status
from casedesk.words import count, say

_I = SectionId
Entries = list[Row | GroupHead]


def columns(section: SectionId) -> tuple[Column, ...]:
    """The columns of a section's list."""
    made: Mapping[SectionId, Callable[[], tuple[Column, ...]]] = {
        _I.STAFF: lambda: (
            Column("name", say("Person"), width=144, stretch=2),
            Column("roles", say("Roles"), width=96, stretch=1),
            Column("open", say("Open"), Kind.MONEY, width=54),
            Column("due", say("Due"), Kind.MONEY, width=48),
            Column("late", say("Late"), Kind.MONEY, width=48),
            Column("state", say("State"), width=168, stretch=1, optional=True),
        ),
        _I.TEAMS: lambda: (
            Column("name", say("Team"), width=140, stretch=2),
            Column("lead", say("Lead"), width=120, stretch=1),
            Column("calendar", say("Calendar"), width=150, stretch=1, optional=True),
            Column("people", say("People"), Kind.MONEY, width=70),
            Column("waiting", say("In queue"), Kind.MONEY, width=80),
        ),
        _I.ABSENCES: lambda: (
            Column("name", say("Person"), width=150, stretch=2),
            Column("days", say("Away"), width=190, stretch=1),
            Column("deputy", say("Deputy"), width=130, stretch=1),
            Column("promises", say("Promises"), Kind.MONEY, width=80, optional=True),
        ),
        _I.CALENDARS: lambda: (
            Column("name", say("Calendar"), width=180, stretch=2),
            Column("teams", say("Teams"), width=140, stretch=2),
            Column("zone", say("Time zone"), width=120, optional=True),
            Column("days", say("Days that differ"), Kind.MONEY, width=120),
        ),
        _I.PRODUCTS: lambda: (
            Column("name", say("Product"), width=170, stretch=2),
            Column("code", say("Code"), width=100, stretch=1),
            Column("price", say("Price"), Kind.MONEY, width=130),
            Column("kind", say("Kind of order"), width=130, stretch=1, optional=True),
        ),
        _I.TEMPLATES: lambda: (
            Column("name", say("Kind of order"), width=170, stretch=2),
            Column("edition", say("Version"), width=110, stretch=1),
            Column("milestones", say("Milestones"), Kind.MONEY, width=90),
            Column("promise", say("Promise on day"), Kind.MONEY, width=112, optional=True),
            Column("orders", say("Open orders"), Kind.MONEY, width=96),
        ),
        _I.COMPANY: lambda: (
            Column("name", say("What"), width=180, stretch=1),
            Column("value", say("Now"), width=240, stretch=3),
        ),
        _I.CONNECTION: lambda: (
            Column("name", say("What"), width=120, stretch=1),
            Column("value", say("Now"), width=300, stretch=4),
        ),
        _I.BACKUP: lambda: (
            Column("name", say("Backup"), width=240, stretch=3),
            Column("made", say("Made"), width=140, stretch=1),
            Column("size", say("Size"), Kind.MONEY, width=84),
        ),
    }
    return made[section]()


def entries(state: AdminState) -> Entries:
    """The list of the section in front."""
    made: Mapping[SectionId, Callable[[AdminState], Entries]] = {
        _I.STAFF: _staff, _I.TEAMS: _teams, _I.ABSENCES: _absences, _I.CALENDARS: _calendars,
        _I.PRODUCTS: _products, _I.TEMPLATES: _templates, _I.COMPANY: _company, _I.CONNECTION: _connection,
        _I.BACKUP: _backups,
    }  # fmt: skip
    return made[state.section](state)


def _staff(state: AdminState) -> Entries:
    leads = {one.lead for one in state.lists.teams or ()}
    people = words.by_team(state)
    found: Entries = []
    team = ""
    for one in people:
        if one.team_name != team:
            team = one.team_name
            found.append(GroupHead(team, str(sum(other.team_name == team for other in people))))
        found.append(_person(one, state, is_lead=one.login in leads))
    return found


def _person(one: StaffRow, state: AdminState, *, is_lead: bool) -> Row:
    below = say("team lead") if is_lead else one.title or one.phone
    return Row(
        one.login,
        {
            "name": Cell(one.name, below, strong=True),
            "roles": Cell(words.roles(one.roles)),
            "open": Cell(str(one.open), strong=True),
            "due": Cell(str(one.due_today)),
            "late": Cell(str(one.late), ink="late" if one.late else "text2"),
            "state": _presence(one, state),
        },
    )


def _presence(one: StaffRow, state: AdminState) -> Cell:
    coming = [row for row in state.lists.absences or () if row.staff == one.login and row.state == "to_come"]
    today = state.now.date()
    if one.away_until:
        return Cell(
            say("Away until $day", day=day(one.away_until, today)),
            say("deputy: $name", name=one.deputy or ""),
            status=Status.NOT_STARTED,
        )
    if coming:
        return Cell(
            say("Away from $day", day=day(coming[0].from_on, today)),
            say("deputy: $name", name=coming[0].deputy_name),
            status=Status.IN_JEOPARDY,
        )
    return Cell(say("Here"), status=Status.ON_TIME)


def _teams(state: AdminState) -> Entries:
    return [
        Row(
            one.key,
            {
                "name": Cell(one.name, strong=one.active, ink="text" if one.active else "text3"),
                "lead": Cell(one.lead_name or say("nobody")),
                "calendar": Cell(one.calendar_name),
                "people": Cell(str(one.people) if one.active else say("closed")),
                "waiting": Cell(str(one.waiting)),
            },
        )
        for one in state.lists.teams or ()
    ]


def _absences(state: AdminState) -> Entries:
    today = state.now.date()
    return [
        Row(
            str(one.id),
            {
                "name": Cell(one.name, strong=True, status=Status.IN_JEOPARDY if one.deputy_away else None),
                "days": Cell(
                    say("$first to $last", first=day(one.from_on, today), last=day(one.until_on, today))
                ),
                "deputy": Cell(one.deputy_name),
                "promises": Cell(str(one.promises)),
            },
        )
        for one in state.lists.absences or ()
    ]


def _calendars(state: AdminState) -> Entries:
    return [
        Row(
            one.key,
            {
                "name": Cell(one.name, strong=True),
                "teams": Cell(", ".join(one.teams)),
                "zone": Cell(one.zone),
                "days": Cell(str(len(one.days))),
            },
        )
        for one in state.lists.calendars or ()
    ]


def _products(state: AdminState) -> Entries:
    found: Entries = []
    for one in state.lists.products or ():
        kind = state.lists.template(one.template)
        cells = {
            "name": Cell(one.name, strong=one.active, ink="text" if one.active else "text3"),
            "code": Cell(one.code),
            "price": Cell(words.price(one)),
            "kind": Cell(kind.name if kind else one.template) if one.active else Cell(say("withdrawn")),
        }
        found.append(Row(one.code, cells))
    return found


def _templates(state: AdminState) -> Entries:
    found: Entries = []
    for one in state.lists.templates or ():
        edition = say("version $n", n=one.edition) if one.edition else say("none yet")
        if one.draft:
            edition = say("$edition, draft $n", edition=edition, n=one.draft)
        is_alive = one.active or bool(one.draft)
        cells = {
            "name": Cell(one.name, strong=is_alive, ink="text" if is_alive else "text3"),
            "edition": Cell(edition if is_alive else say("retired")),
            "milestones": Cell(str(one.milestones)),
            "promise": Cell(str(one.promise_on_day)),
            "orders": Cell(str(one.open_orders)),
        }
        found.append(Row(one.key, cells))
    return found


def _company(state: AdminState) -> Entries:
    if state.lists.company is None:
        return []
    return [
        Row(part.key, {"name": Cell(part.title, strong=True), "value": Cell(_part_words(state, part.key))})
        for part in company_parts(state)
    ]


def _part_words(state: AdminState, key: str) -> str:
    part = next(one for one in company_parts(state) if one.key == key)
    if key == LOGO:
        company = state.lists.company
        return say("is kept") if company and company.has_logo else say("none")
    values = ((one.label, words.company_value(state, one.key)) for one in part.fields)
    return ", ".join(f"{label} {value}" if key == "rules" else value for label, value in values if value)


def _connection(state: AdminState) -> Entries:
    return [
        Row(label, {"name": Cell(label, strong=True), "value": Cell(value)})
        for label, value in words.connection_facts(state)
    ]


def _backups(state: AdminState) -> Entries:
    zone, today = state.now.tzinfo, state.now.date()
    return [
        Row(
            one.file.name,
            {
                "name": Cell(one.file.name, strong=True),
                "made": Cell(day_and_time(one.made_at.astimezone(zone), today)),
                "size": Cell(words.size(one.file.stat().st_size)),
            },
        )
        for one in state.lists.backup or ()
    ]


# The milestones of a template


def step_columns() -> tuple[Column, ...]:
    return (
        Column("at", "", width=40),
        Column("name", say("Milestone"), width=120, stretch=2),
        Column("team", say("Team"), width=90, stretch=1, optional=True),
        Column("depends", say("Depends on"), width=130, stretch=2),
        Column("takes", say("Takes"), width=76),
        Column("promise", say("Promise"), width=124),
    )


def step_rows(editing: TemplateEditing, teams: Mapping[str, str]) -> Sequence[Row]:
    """The milestones as they stand now; `teams` are names by key."""
    names = {one.key: one.name for one in editing.steps}
    return [_step(at, one, names, teams) for at, one in enumerate(editing.steps, 1)]


def _step(at: int, one: TemplateStep, names: Mapping[str, str], teams: Mapping[str, str]) -> Row:
    waits_for = ", ".join(names.get(key, key) for key in one.depends_on)
    promise = (
        Cell(say("The promise"), status=Status.ON_TIME, strong=True, ink="ok") if one.is_promise else Cell()
    )
    return Row(
        one.key,
        {
            "at": Cell(str(at), ink="text2"),
            "name": Cell(one.name, strong=True),
            "team": Cell(teams.get(one.team, one.team)),
            "depends": Cell(waits_for or "–"),
            "takes": Cell(takes(one.working_days)),
            "promise": promise,
        },
    )


def takes(days: int) -> str:
    """How long a milestone takes."""
    return count("$n day", "$n days", days) if days else say("at once")
