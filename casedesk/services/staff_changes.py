"""Changes of members of staff: name and ways to reach them, team, roles; leaving is in `leaving`."""

from __future__ import annotations

from sqlalchemy import func, select

from casedesk.contract.admin import ChangeStaff, SetRoles
from casedesk.contract.values import Made
from casedesk.errors import NotFound, RefusedByRule
from casedesk.models import Staff, StaffRole, Team
from casedesk.rules.permissions import Role
from casedesk.rules.states import StaffState
from casedesk.rules.vocabulary import EntryKind
from casedesk.services.handlers import handles
from casedesk.services.people import team_id_of
from casedesk.services.setting_changes import record_setting, require_version, set_values
from casedesk.services.unit_of_work import Change, UnitOfWork
from casedesk.words import say

_PRESENT = (StaffState.ACTIVE, StaffState.AWAY)


@handles(ChangeStaff)
def change_staff(work: UnitOfWork, command: ChangeStaff) -> Made:
    """New values of what was given; work that the person owns goes along into another team."""
    person = staff_row(work, command.staff)
    require_version(person.name, person.version, command.version)
    if command.name is not None and not command.name.strip():
        raise RefusedByRule(
            say("Customers must know whom to ask for: write the full name."), rule="staff_name"
        )
    given = {
        "name": command.name,
        "title": command.title,
        "phone": command.phone,
        "email": command.email,
    }
    changes = set_values(person, given)
    team_id = team_id_of(work, command.team) if command.team else person.team_id
    if team_id != person.team_id:
        old, new = (work.session.get_one(Team, one).name for one in (person.team_id, team_id))
        person.team_id = team_id
        changes["team"] = Change(old, new)
    return Made(record_setting(work, EntryKind.STAFF, "staff", person.id, changes))


@handles(SetRoles)
def set_roles(work: UnitOfWork, command: SetRoles) -> Made:
    """All roles from now on, noticed by the person's desk at its next command."""
    person = staff_row(work, command.staff)
    wanted = set(command.roles)
    held = {Role(one.role) for one in person.roles}
    if not wanted:
        raise RefusedByRule(
            say("Choose at least one role; it says what this person may do."), rule="staff_roles"
        )
    if Role.ADMINISTRATOR in held - wanted:
        _require_other_administrator(work, person)
    if wanted == held:
        return Made(person.id)
    person.roles = [one for one in person.roles if one.role in wanted] + [
        StaffRole(role=role) for role in Role if role in wanted - held
    ]
    person.version += 1  # the roles are rows of their own, and a desk looks at the person's version
    values = {"roles": Change(_in_words(held), _in_words(wanted))}
    return Made(record_setting(work, EntryKind.STAFF, "staff", person.id, values))


def staff_row(work: UnitOfWork, login: str) -> Staff:
    """A colleague who has not left; NotFound names the login."""
    person = work.session.scalars(
        select(Staff).where(Staff.login == login, Staff.state != StaffState.LEFT)
    ).one_or_none()
    if person is None:
        raise NotFound(
            say("There is no colleague “$login”. The list: casedesk ask staff", login=login), login=login
        )
    return person


def _require_other_administrator(work: UnitOfWork, person: Staff) -> None:
    others = work.session.scalar(
        select(func.count())
        .select_from(StaffRole)
        .join(Staff, Staff.id == StaffRole.staff_id)
        .where(
            StaffRole.role == Role.ADMINISTRATOR, Staff.state.in_(_PRESENT), StaffRole.staff_id != person.id
        )
    )
    if not others:
        raise RefusedByRule(
            say(
                "$name is the last administrator. Make somebody else one first, or nobody could change roles again.",
                name=person.name,
            ),
            rule="last_administrator",
        )


def _in_words(roles: set[Role]) -> str:
    return ", ".join(role.value for role in Role if role in roles)
