"""The forms about colleagues, absences and teams: their fields and the command each sends; no widget."""

from __future__ import annotations

from typing import Any

from casedesk.contract.admin import (
    AddTeam,
    ChangeStaff,
    ChangeTeam,
    DeactivateStaff,
    EndAbsence,
    SetRoles,
    TeamRow,
)
from casedesk.contract.desk import InviteStaff, SetAbsence, StaffRow
from casedesk.contract.values import Login
from casedesk.rules.permissions import Role
from casedesk.ui.forms import Choice, FieldKind, FieldSpec, Form
from casedesk.ui.screens.admin import form_fields as fields
from casedesk.ui.screens.admin.state import AdminState
from casedesk.words import say


def invite_form(state: AdminState, _record: str) -> Form:
    """A new colleague."""
    teams = fields.teams(state.lists)
    return Form(
        "invite", say("Invite someone"), say("Invite"), say("The colleague is added."),
        (
            fields.line("name", say("Full name"), say("Write the name customers ask for.")),
            fields.line("login", say("Login"), say("Write a short name without blanks."), say("one word, as pnair")),
            fields.choice("team", say("Team"), teams, say("Choose a team.")),
            fields.line("title", say("What the person does")),
            fields.line("phone", say("Phone"), hint=say("customers may call it")),
            fields.line("email", say("E-mail")),
            FieldSpec("roles", say("Roles"), FieldKind.TICKS, say("Choose at least one role."), fields.roles()),
        ),
        values={"team": teams[0].key if teams else ""},
    )  # fmt: skip


def send_invite(form: Form, _state: AdminState) -> InviteStaff:
    return InviteStaff(
        login=form.value("login"),
        name=form.value("name"),
        team=form.value("team"),
        roles=_roles(form),
        title=form.value("title"),
        phone=form.value("phone"),
        email=form.value("email"),
    )


def person_form(state: AdminState, record: str) -> Form | None:
    """Name and ways to reach a colleague."""
    one = state.lists.person(record)
    if one is None or state.person is None or state.person.login != record:
        return None
    return Form(
        "person", say("Name, phone and team"), say("Save"), say("The change is saved."),
        (
            fields.line("name", say("Full name"), say("Write the name customers ask for.")),
            fields.choice("team", say("Team"), fields.teams(state.lists), say("Choose a team.")),
            fields.line("title", say("What the person does")),
            fields.line("phone", say("Phone")),
            fields.line("email", say("E-mail")),
        ),
        subject=record,
        base=str(state.person.version),
        note=one.name,
        values={"name": one.name, "team": one.team, "title": one.title, "phone": one.phone, "email": one.email},
    )  # fmt: skip


def send_person(form: Form, _state: AdminState) -> ChangeStaff:
    given: dict[str, Any] = {key: form.value(key) for key in ("name", "team", "title", "phone", "email")}
    return ChangeStaff(staff=Login(form.subject), version=int(form.base), **given)


def roles_form(state: AdminState, record: str) -> Form | None:
    """All roles of a colleague."""
    one = state.lists.person(record)
    if one is None:
        return None
    ticks = FieldSpec(
        "roles", say("Roles"), FieldKind.TICKS, say("Choose at least one role."), fields.roles()
    )
    return Form(
        "roles", say("Roles"), say("Save roles"), say("The roles are saved."), (ticks,),
        subject=record, note=say("$name may hold several.", name=one.name), values={"roles": " ".join(one.roles)},
    )  # fmt: skip


def send_roles(form: Form, _state: AdminState) -> SetRoles:
    return SetRoles(staff=Login(form.subject), roles=_roles(form))


def absence_form(state: AdminState, record: str) -> Form:
    """Who is away from when to when, and who stands in; from the list of staff the chosen one."""
    person, people = state.lists.person(record), fields.people(state.lists)
    return Form(
        "absence", say("Absence"), say("Set the absence"), say("The absence is set."),
        (
            fields.choice("staff", say("Who is away"), people, say("Choose who is away."), wide=True),
            FieldSpec("from_on", say("First day away"), FieldKind.DAY, say("Say from when.")),
            FieldSpec("until_on", say("Last day away"), FieldKind.DAY, say("Say until when.")),
            fields.choice("deputy", say("Deputy"), people, say("Choose who stands in."), wide=True),
            fields.line("note", say("Note for colleagues")),
        ),
        subject=person.login if person else "",
        values={"staff": person.login if person else ""},
    )  # fmt: skip


def send_absence(form: Form, _state: AdminState) -> SetAbsence:
    from_on, until_on = form.day("from_on"), form.day("until_on")
    if from_on is None or until_on is None:
        raise ValueError("an absence was to be sent without its days; its gaps have to be met first")
    return SetAbsence(
        staff=Login(form.value("staff")),
        from_on=from_on,
        until_on=until_on,
        deputy=Login(form.value("deputy")),
        note=form.value("note"),
    )


def end_absence_form(state: AdminState, record: str) -> Form | None:
    """Back earlier than planned, or not going at all."""
    absence = state.lists.absence(record)
    if absence is None:
        return None
    back = FieldSpec("on", say("First day back"), FieldKind.DAY, say("Say when the person is back."))
    return Form(
        "end_absence", say("Back again"), say("End the absence"), say("The absence is ended."),
        (back,), subject=record, values={"on": state.now.date().isoformat()},
        note=say("$name: a day before the first day away takes the whole absence back.", name=absence.name),
    )  # fmt: skip


def send_end_absence(form: Form, state: AdminState) -> EndAbsence:
    absence = state.lists.absence(form.subject)
    if absence is None:
        raise ValueError("the absence is gone; its form should have been closed")
    return EndAbsence(absence=absence.id, on=form.day("on"))


def leave_form(state: AdminState, record: str) -> Form | None:
    """A colleague leaves: who gets what is open."""
    one = state.lists.person(record)
    if one is None:
        return None
    receivers = fields.people_and_queues(state.lists, but=record)
    return Form(
        "leave", say("Let leave"), say("Let leave"), say("What was open has gone on."),
        (fields.choice("work_to", say("Who gets what is open"), receivers, say("Choose who gets it."), wide=True),),
        subject=record, note=_open_words(state, one), values={"work_to": f"team:{one.team}"},
    )  # fmt: skip


def _open_words(state: AdminState, one: StaffRow) -> str:
    person = state.person
    if person is None or person.login != one.login:
        return say("$name has $n open.", name=one.name, n=one.open)
    return say(
        "$name leaves. Orders: $orders, requests: $requests, promises: $promises, contact of customers: $contacts. "
        "In a queue, the team's lead keeps the promises.",
        name=one.name,
        orders=person.orders,
        requests=person.requests,
        promises=person.promises,
        contacts=person.contact_of,
    )


def send_leave(form: Form, _state: AdminState) -> DeactivateStaff:
    return DeactivateStaff(staff=Login(form.subject), work_to=form.value("work_to"))


def add_team_form(state: AdminState, _record: str) -> Form:
    """A new team."""
    calendars = fields.calendars(state.lists)
    key = fields.line(
        "key", say("Short name"), say("Write a short name."), say("for programs, as order_desk")
    )
    return Form(
        "add_team", say("New team"), say("Add the team"), say("The team is added."),
        (fields.line("name", say("Name"), say("Write the name.")), key, *_team_fields(state)),
        values={"calendar": calendars[0].key if calendars else "", "lead": ""},
    )  # fmt: skip


def send_add_team(form: Form, _state: AdminState) -> AddTeam:
    return AddTeam(
        key=form.value("key"),
        name=form.value("name"),
        calendar=form.value("calendar"),
        lead=Login(form.value("lead")) if form.value("lead") else None,
    )


def team_form(state: AdminState, record: str) -> Form | None:
    """Name, lead and calendar of a team."""
    team = state.lists.team(record)
    if team is None:
        return None
    return Form(
        "team", say("Name, lead and calendar"), say("Save"), say("The team is saved."),
        (fields.line("name", say("Name"), say("Write the name.")), *_team_fields(state)),
        subject=record, base=str(team.version),
        values={"name": team.name, "calendar": team.calendar, "lead": team.lead or ""},
    )  # fmt: skip


def send_team(form: Form, _state: AdminState) -> ChangeTeam:
    return ChangeTeam(
        team=form.subject,
        version=int(form.base),
        name=form.value("name"),
        calendar=form.value("calendar"),
        lead=Login(form.value("lead")),
    )


def closing(team: TeamRow) -> ChangeTeam:
    """Close a team, or open a closed one."""
    return ChangeTeam(team=team.key, version=team.version, active=not team.active)


def _team_fields(state: AdminState) -> tuple[FieldSpec, ...]:
    calendars = fields.calendars(state.lists)
    nobody = Choice("", say("Nobody"))
    return (
        fields.choice("calendar", say("Calendar"), calendars, say("Choose a calendar.")),
        fields.choice("lead", say("Lead"), (nobody, *fields.people(state.lists)), wide=True),
    )


def _roles(form: Form) -> tuple[Role, ...]:
    return tuple(Role(one) for one in form.ticked("roles"))
