"""Colleagues with their work, and who one is."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Subquery, case, func, select, union_all

from casedesk.contract.desk import RolesRow, StaffQuery, StaffRow, WhoAmI, WhoCouldIBe
from casedesk.contract.orders import StaffCard
from casedesk.models import Order, Promise, Request, Staff, StaffRole, Team
from casedesk.rules.permissions import GRANTS, Grant
from casedesk.rules.states import OrderState, PromiseState, RequestState, StaffState
from casedesk.services.handlers import answers
from casedesk.services.queries.rows import Cards
from casedesk.services.reader import Reader

_PRESENT = (StaffState.ACTIVE, StaffState.AWAY)


@answers(StaffQuery)
def staff(reader: Reader, query: StaffQuery) -> tuple[StaffRow, ...]:
    """Colleagues by name, with open work, what is due today, what is late, and absences."""
    load = _load(reader)
    cards = Cards(reader)
    statement = (
        select(
            Staff.id,
            Staff.login,
            Staff.name,
            Staff.title,
            Team.key.label("team"),
            Team.name.label("team_name"),
            Staff.phone,
            Staff.email,
            Staff.state,
            load.c.open,
            load.c.due_today,
            load.c.late,
        )
        .join(Team, Team.id == Staff.team_id)
        .outerjoin(load, load.c.staff_id == Staff.id)
        .where(Staff.state != StaffState.LEFT)
        .order_by(Staff.name)
    )
    if query.team:
        statement = statement.where(Team.key == query.team)
    roles: dict[Any, list[str]] = {}
    for staff_id, role in reader.connection.execute(
        select(StaffRole.staff_id, StaffRole.role).order_by(StaffRole.role)
    ):
        roles.setdefault(staff_id, []).append(role)
    return tuple(
        StaffRow(
            login=row.login,
            name=row.name,
            title=row.title,
            team=row.team,
            team_name=row.team_name,
            roles=tuple(roles.get(row.id, ())),
            phone=row.phone,
            email=row.email,
            state=row.state,
            open=row.open or 0,
            due_today=row.due_today or 0,
            late=row.late or 0,
            away_until=cards.staff(row.id).away_until,
            deputy=cards.staff(row.id).deputy,
        )
        for row in reader.connection.execute(statement)
    )


def _load(reader: Reader) -> Subquery:
    """Open orders, requests and promises of each person: all, due today, late."""
    end_of_today = reader.end_of_day(reader.today)
    orders = (
        select(
            Order.owner_id.label("staff_id"),
            func.count().label("open"),
            func.sum(case((Order.next_step_due_at <= end_of_today, 1), else_=0)).label("due_today"),
            func.sum(case((Order.promised_on < reader.today, 1), else_=0)).label("late"),
        )
        .where(
            Order.owner_id.is_not(None),
            Order.state.not_in((OrderState.COMPLETED, OrderState.CANCELLED)),
            Order.done_on.is_(None),
        )
        .group_by(Order.owner_id)
    )
    promises = (
        select(
            Promise.keeper_id,
            func.count(),
            func.sum(case((Promise.due_at <= end_of_today, 1), else_=0)),
            func.sum(case((Promise.due_at < reader.now, 1), else_=0)),
        )
        .where(Promise.state == PromiseState.OPEN)
        .group_by(Promise.keeper_id)
    )
    requests = (
        select(
            Request.owner_id,
            func.count(),
            func.sum(case((Request.next_step_due_at <= end_of_today, 1), else_=0)),
            func.sum(case((Request.next_step_due_at < reader.now, 1), else_=0)),
        )
        .where(
            Request.owner_id.is_not(None), Request.state != RequestState.CLOSED, Request.undone_at.is_(None)
        )
        .group_by(Request.owner_id)
    )
    both = union_all(orders, requests, promises).subquery()
    return (
        select(
            both.c.staff_id,
            func.sum(both.c.open).label("open"),
            func.sum(both.c.due_today).label("due_today"),
            func.sum(both.c.late).label("late"),
        )
        .group_by(both.c.staff_id)
        .subquery()
    )


@answers(WhoAmI)
def who_am_i(reader: Reader, _query: WhoAmI) -> RolesRow:
    """The acting person with every permission that some role grants."""
    actor = reader.actor
    permissions = tuple(name for name in GRANTS if actor.grant(name) is not Grant.NO)
    return RolesRow(
        staff=Cards(reader).staff(actor.id), roles=tuple(sorted(actor.roles)), permissions=permissions
    )


@answers(WhoCouldIBe)
def who_could_i_be(reader: Reader, _query: WhoCouldIBe) -> tuple[StaffCard, ...]:
    """Everybody who may sign in on this desk, by name."""
    cards = Cards(reader)
    ids = reader.connection.scalars(select(Staff.id).where(Staff.state.in_(_PRESENT)).order_by(Staff.name))
    return tuple(cards.staff(staff_id) for staff_id in ids)
