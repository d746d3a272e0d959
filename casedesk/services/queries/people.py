"""One colleague in full, absences with what falls into them, and teams."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased

from casedesk.contract.admin import (
    AbsenceCheck,
    AbsenceRow,
    Absences,
    CheckAbsence,
    StaffDetail,
    StaffMember,
    TeamRow,
    Teams,
)
from casedesk.errors import NotFound
from casedesk.models import Absence, Calendar, Customer, Order, Promise, Request, Staff, StaffRole, Team
from casedesk.rules.permissions import Role
from casedesk.rules.states import OPEN, PromiseState, StaffState
from casedesk.services.handlers import answers
from casedesk.services.reader import Reader
from casedesk.words import say

LONGEST_CHECK_DAYS = 366


@answers(StaffMember)
def staff_member(reader: Reader, query: StaffMember) -> StaffDetail:
    """A colleague, also one who has left."""
    row = _person(reader, query.staff)
    roles = reader.connection.scalars(select(StaffRole.role).where(StaffRole.staff_id == row.id))
    leads = reader.connection.scalars(select(Team.name).where(Team.lead_id == row.id).order_by(Team.name))
    team = reader.connection.execute(select(Team.key, Team.name).where(Team.id == row.team_id)).one()
    return StaffDetail(
        id=row.id,
        version=row.version,
        login=row.login,
        name=row.name,
        title=row.title,
        phone=row.phone,
        email=row.email,
        team=team.key,
        team_name=team.name,
        roles=tuple(sorted((Role(one) for one in roles), key=list(Role).index)),
        state=row.state,
        leads=tuple(leads),
        orders=_count(reader, Order, Order.owner_id == row.id, Order.state.in_(OPEN["order"])),
        requests=_count(reader, Request, Request.owner_id == row.id, Request.state.in_(OPEN["request"])),
        promises=_count(reader, Promise, Promise.keeper_id == row.id, Promise.state == PromiseState.OPEN),
        contact_of=_count(reader, Customer, Customer.contact_id == row.id),
        absences=_absences(reader, Absences(staff=query.staff)),
    )


@answers(Absences)
def absences(reader: Reader, query: Absences) -> tuple[AbsenceRow, ...]:
    """Absences by their first day."""
    return _absences(reader, query)


@answers(CheckAbsence)
def check_absence(reader: Reader, query: CheckAbsence) -> AbsenceCheck:
    """Promises and steps due in these days, days on which the deputy is away too, another absence in between."""
    person = _person(reader, query.staff)
    deputy = _person(reader, query.deputy) if query.deputy else None
    steps = _count(
        reader,
        Order,
        Order.owner_id == person.id,
        Order.state.in_(OPEN["order"]),
        Order.next_step_due_at >= reader.start_of_day(query.from_on),
        Order.next_step_due_at <= reader.end_of_day(query.until_on),
    )
    return AbsenceCheck(
        promises=_promises_between(reader, person.id, query.from_on, query.until_on),
        steps_due=steps,
        deputy_away=_days_away(reader, deputy.id, query.from_on, query.until_on) if deputy else (),
        deputys_deputy=_deputy_of(reader, deputy.id, query.from_on, query.until_on) if deputy else "",
        overlaps=bool(_days_away(reader, person.id, query.from_on, query.until_on)),
    )


@answers(Teams)
def teams(reader: Reader, _query: Teams) -> tuple[TeamRow, ...]:
    """Teams with how many people they have and how much waits."""
    lead = aliased(Staff)
    rows = reader.connection.execute(
        select(
            Team.id,
            Team.version,
            Team.key,
            Team.name,
            Team.active,
            lead.login.label("lead"),
            lead.name.label("lead_name"),
            Calendar.key.label("calendar"),
            Calendar.name.label("calendar_name"),
        )
        .join(Calendar, Calendar.id == Team.calendar_id)
        .outerjoin(lead, lead.id == Team.lead_id)
        .order_by(Team.active.desc(), Team.name)
    ).all()
    people = _by_team(
        reader,
        select(Staff.team_id, func.count()).where(Staff.state != StaffState.LEFT).group_by(Staff.team_id),
    )
    orders = _by_team(reader, _waiting(Order, "order"))
    requests = _by_team(reader, _waiting(Request, "request"))
    return tuple(
        TeamRow(
            **{**row._mapping, "lead_name": row.lead_name or ""},
            people=people.get(row.id, 0),
            waiting=orders.get(row.id, 0) + requests.get(row.id, 0),
        )
        for row in rows
    )


def _waiting(model: Any, kind: str) -> Select[Any]:
    return (
        select(model.queue_id, func.count())
        .where(model.queue_id.is_not(None), model.state.in_(OPEN[kind]))
        .group_by(model.queue_id)
    )


def _by_team(reader: Reader, statement: Select[UUID, int] | Select[Any]) -> dict[UUID, int]:
    return {row[0]: row[1] for row in reader.connection.execute(statement)}


def _absences(reader: Reader, query: Absences) -> tuple[AbsenceRow, ...]:
    deputy = aliased(Staff)
    statement = (
        select(
            Absence.id,
            Absence.staff_id,
            Absence.deputy_id,
            Absence.from_on,
            Absence.until_on,
            Absence.note,
            Staff.login.label("staff"),
            Staff.name,
            Team.name.label("team_name"),
            deputy.login.label("deputy"),
            deputy.name.label("deputy_name"),
        )
        .join(Staff, Staff.id == Absence.staff_id)
        .join(Team, Team.id == Staff.team_id)
        .join(deputy, deputy.id == Absence.deputy_id)
        .order_by(Absence.from_on, Staff.name)
    )
    if query.staff is not None:
        statement = statement.where(Staff.id == _person(reader, query.staff).id)
    if not query.ended:
        statement = statement.where(Absence.until_on >= reader.today, Staff.state != StaffState.LEFT)
    return tuple(_absence_row(reader, row) for row in reader.connection.execute(statement).all())


def _absence_row(reader: Reader, row: Any) -> AbsenceRow:
    deputy_away = bool(_days_away(reader, row.deputy_id, row.from_on, row.until_on))
    return AbsenceRow(
        id=row.id,
        staff=row.staff,
        name=row.name,
        team_name=row.team_name,
        from_on=row.from_on,
        until_on=row.until_on,
        deputy=row.deputy,
        deputy_name=row.deputy_name,
        deputy_away=deputy_away,
        note=row.note,
        state="to_come"
        if row.from_on > reader.today
        else "ended"
        if row.until_on < reader.today
        else "running",
        promises=_promises_between(reader, row.staff_id, row.from_on, row.until_on),
    )


def _promises_between(reader: Reader, staff_id: UUID, from_on: date, until_on: date) -> int:
    return _count(
        reader,
        Promise,
        Promise.keeper_id == staff_id,
        Promise.state == PromiseState.OPEN,
        Promise.due_at >= reader.start_of_day(from_on),
        Promise.due_at <= reader.end_of_day(until_on),
    )


def _days_away(reader: Reader, staff_id: UUID, from_on: date, until_on: date) -> tuple[date, ...]:
    """The days between both on which somebody is away."""
    spans = reader.connection.execute(
        select(Absence.from_on, Absence.until_on).where(
            Absence.staff_id == staff_id, Absence.from_on <= until_on, Absence.until_on >= from_on
        )
    ).all()
    days = (from_on + timedelta(days=ahead) for ahead in range((until_on - from_on).days + 1))
    away = (day for day in days if any(span.from_on <= day <= span.until_on for span in spans))
    return tuple(day for _, day in zip(range(LONGEST_CHECK_DAYS), away, strict=False))


def _deputy_of(reader: Reader, staff_id: UUID, from_on: date, until_on: date) -> str:
    """Who stands in for somebody at some time between both days, "" for nobody."""
    deputy = aliased(Staff)
    return (
        reader.connection.scalar(
            select(deputy.name)
            .join(Absence, Absence.deputy_id == deputy.id)
            .where(Absence.staff_id == staff_id, Absence.from_on <= until_on, Absence.until_on >= from_on)
            .limit(1)
        )
        or ""
    )


def _person(reader: Reader, login: str) -> Any:
    row = reader.connection.execute(select(Staff.__table__).where(Staff.login == login)).one_or_none()
    if row is None:
        raise NotFound(
            say("There is no colleague “$login”. The list: casedesk ask staff", login=login), login=login
        )
    return row


def _count(reader: Reader, model: Any, *conditions: Any) -> int:
    return reader.connection.scalar(select(func.count()).select_from(model).where(*conditions)) or 0
