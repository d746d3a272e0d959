"""Finding colleagues and teams by the words that doors use for them."""

from __future__ import annotations

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


def receiver_of(work: UnitOfWork, to: str) -> tuple[UUID | None, UUID | None]:
    """(staff id, None) of a login, or (None, team id) of `team:KEY`."""
    if to.startswith(TEAM_PREFIX):
        return None, team_id_of(work, to.removeprefix(TEAM_PREFIX))
    return staff_id_of(work, to), None
