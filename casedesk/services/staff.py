"""New members of staff."""

from __future__ import annotations

from sqlalchemy import select

from casedesk.contract.desk import InviteStaff
from casedesk.contract.ids import new_id
from casedesk.contract.values import Made
from casedesk.errors import Conflict, RefusedByRule
from casedesk.models import Staff, StaffRole
from casedesk.rules.states import StaffState
from casedesk.rules.vocabulary import EntryKind
from casedesk.services.handlers import handles
from casedesk.services.people import team_id_of
from casedesk.services.unit_of_work import Change, UnitOfWork
from casedesk.words import say


@handles(InviteStaff)
def invite_staff(work: UnitOfWork, command: InviteStaff) -> Made:
    """A new colleague, active at once: the embedded desk has no sign-in of its own to wait for."""
    login = command.login.strip()
    if not login or any(sign.isspace() for sign in login):
        raise RefusedByRule(say("A login is one word without blanks, as “pnair”."), rule="login_form")
    if not command.name.strip():
        raise RefusedByRule(
            say("Customers must know whom to ask for: write the full name."), rule="staff_name"
        )
    if not command.roles:
        raise RefusedByRule(
            say("Choose at least one role; it says what this person may do."), rule="staff_roles"
        )
    if work.session.scalar(select(Staff.id).where(Staff.login == login)):
        raise Conflict(say("The login “$login” is taken. Choose another.", login=login), login=login)
    person = Staff(
        id=new_id(),
        login=login,
        name=command.name,
        title=command.title,
        phone=command.phone,
        email=command.email,
        team_id=team_id_of(work, command.team),
        state=StaffState.ACTIVE,
    )
    person.roles = [StaffRole(role=role) for role in dict.fromkeys(command.roles)]
    work.session.add(person)
    work.record(EntryKind.STAFF, None, subject_id=person.id, values={"name": Change(None, person.name)})
    work.changed("staff", person.id)
    return Made(person.id)
