"""Finding colleagues and teams by the words that doors use for them."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import select

from casedesk.errors import NotFound
from casedesk.models import Staff
from casedesk.rules.states import StaffState
from casedesk.services.unit_of_work import UnitOfWork
from casedesk.words import say

TEAM_PREFIX = "team:"


def staff_id_of(work: UnitOfWork, login: str) -> UUID:
    """The id of an active colleague; NotFound names the login."""
    if login == work.actor.login:
        return work.actor.id
    found = work.session.scalar(select(Staff.id).where(Staff.login == login, Staff.state != StaffState.LEFT))
    if found is None:
        raise NotFound(
            say("There is no colleague “$login”. The list: casedesk ask staff", login=login), login=login
        )
    return found


def team_id_of(work: UnitOfWork, key: str) -> UUID:
    """The id of a team by its key; NotFound lists the keys."""
    found = work.company.team_ids.get(key)
    if found is None:
        raise NotFound(
            say(
                "There is no team “$key”. Teams: $keys.",
                key=key,
                keys=", ".join(sorted(work.company.team_ids)),
            ),
            team=key,
        )
    return found


def present_one(work: UnitOfWork, staff_id: UUID, until: date | None = None) -> UUID:
    """The person, or who stands in while the person is away: today, and still on the day `until`.

    Who acts is here, whatever was entered as absence (design/domain.md, Ownership: new work goes to the deputy).
    """
    if staff_id == work.actor.id:
        return staff_id
    deputies = work.deputies_of(staff_id, until)
    return deputies[-1] if deputies else staff_id


def present_receiver_of(work: UnitOfWork, to: str) -> tuple[UUID | None, UUID | None]:
    """As `receiver_of`, with the deputy of a person who is away."""
    staff_id, team_id = receiver_of(work, to)
    return (present_one(work, staff_id) if staff_id else None), team_id


def receiver_of(work: UnitOfWork, to: str) -> tuple[UUID | None, UUID | None]:
    """(staff id, None) of a login, or (None, team id) of `team:KEY`."""
    if to.startswith(TEAM_PREFIX):
        return None, team_id_of(work, to.removeprefix(TEAM_PREFIX))
    return staff_id_of(work, to), None
