"""The member of staff who acts, and the facts of the company every command needs; read once at sign-in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select

from casedesk.errors import DatabaseUnreachable, NotPermitted
from casedesk.models import Calendar, CalendarDay, Company, Counter, Installation, Staff, StaffRole, Team
from casedesk.rules.business_calendar import Calendar as WorkingCalendar
from casedesk.rules.permissions import Grant, Role, may
from casedesk.rules.states import StaffState
from casedesk.rules.vocabulary import DatabaseKind
from casedesk.words import say

FACTS_COUNTER = "company_facts"
"""The counter that every change of company, teams and calendars raises."""


@dataclass(frozen=True)
class Actor:
    """Who acts; `version` is the staff row's, so that a change of roles is noticed at the next command."""

    id: UUID
    login: str
    name: str
    team_id: UUID
    roles: frozenset[Role]
    version: int

    def grant(self, permission: str) -> Grant:
        """How far this person's roles permit something."""
        return may(self.roles, permission)

    def require(self, permission: str) -> None:
        """NotPermitted, with who may, unless some role permits it."""
        if self.grant(permission) is Grant.NO:
            raise not_permitted(self.name, permission)


@dataclass(frozen=True)
class CompanyFacts:
    """What every command needs to know of the company and of the database itself.

    `revision` is that of the facts when they were read, so that a change is noticed at the next command.
    """

    currency: str
    language: str
    zone: str
    country: str
    loyal_years: int
    go_live_on: date
    default_team_id: UUID
    kind: DatabaseKind
    number_key: int
    calendars: Mapping[UUID, WorkingCalendar]
    """Working calendar of each team by the team's id."""
    team_ids: Mapping[str, UUID]
    """Teams that are not closed, by key."""
    revision: int = 0


def not_permitted(name: str, permission: str) -> NotPermitted:
    """The sentence for a missing right: it names who may."""
    roles = ", ".join(
        role.value.replace("_", " ") for role in Role if may({role}, permission) is not Grant.NO
    )
    who = roles or say("nobody")
    return NotPermitted(
        say(
            "$name may not do this ($permission). It may be done by: $who.",
            name=name,
            permission=permission,
            who=who,
        ),
        permission=permission,
        who_may=who,
    )


def load_actor(connection: Connection, login: str) -> Actor:
    """The active member of staff with this login; NotPermitted when there is none or it has left."""
    row = connection.execute(
        select(Staff.id, Staff.login, Staff.name, Staff.team_id, Staff.version, Staff.state).where(
            Staff.login == login
        )
    ).one_or_none()
    if row is None or row.state not in (StaffState.ACTIVE, StaffState.AWAY):
        raise NotPermitted(
            say(
                "There is no active member of staff “$login”. Use a login that is, or ask an administrator.",
                login=login,
            ),
            login=login,
        )
    roles = connection.scalars(select(StaffRole.role).where(StaffRole.staff_id == row.id))
    return Actor(
        row.id, row.login, row.name, row.team_id, frozenset(Role(role) for role in roles), row.version
    )


def load_company(connection: Connection) -> CompanyFacts:
    """The company's facts; DatabaseUnreachable when the database was never set up."""
    company = connection.execute(select(Company.__table__)).mappings().one_or_none()
    installation = connection.execute(select(Installation.__table__)).mappings().one_or_none()
    if company is None or installation is None:
        raise DatabaseUnreachable(say("This database holds no company yet. Set it up with: casedesk init"))
    teams = connection.execute(select(Team.id, Team.key, Team.calendar_id, Team.active)).all()
    revision = connection.scalar(select(Counter.value).where(Counter.name == FACTS_COUNTER))
    calendars = _calendars(connection)
    return CompanyFacts(
        currency=company["currency"],
        language=company["language"],
        zone=company["zone"],
        country=company["country"],
        loyal_years=company["loyal_years"],
        go_live_on=company["go_live_on"],
        default_team_id=company["default_team_id"],
        kind=DatabaseKind(installation["kind"]),
        number_key=installation["number_key"],
        calendars={team.id: calendars[team.calendar_id] for team in teams},
        team_ids={team.key: team.id for team in teams if team.active},
        revision=revision or 0,
    )


def _calendars(connection: Connection) -> dict[UUID, WorkingCalendar]:
    differing: dict[UUID, dict[date, list[list[str]]]] = {}
    for calendar_id, day, hours in connection.execute(
        select(CalendarDay.calendar_id, CalendarDay.day, CalendarDay.hours)
    ):
        differing.setdefault(calendar_id, {})[day] = hours.get("open", [])
    return {
        row.id: _calendar(row.zone, row.week, differing.get(row.id, {}))
        for row in connection.execute(select(Calendar.id, Calendar.zone, Calendar.week))
    }


def _calendar(zone: str, week: dict[str, Any], differing: dict[date, list[list[str]]]) -> WorkingCalendar:
    return WorkingCalendar(
        zone=zone,
        week={int(day): _windows(hours) for day, hours in week.items()},
        closed_days=frozenset(day for day, hours in differing.items() if not hours),
        half_days={day: _windows(hours) for day, hours in differing.items() if hours},
    )


def _windows(hours: list[list[str]]) -> tuple[tuple[time, time], ...]:
    return tuple((time.fromisoformat(start), time.fromisoformat(end)) for start, end in hours)
