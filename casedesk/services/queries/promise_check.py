"""What speaks against a promise before it is made: closed hours, an absence, another promise at that time."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import aliased

from casedesk.contract.promise_check import PromiseCheck, PromiseChecked, PromiseClash
from casedesk.contract.values import Login
from casedesk.errors import NotFound
from casedesk.models import Absence, Customer, Promise, Staff
from casedesk.rules.business_calendar import next_open
from casedesk.rules.states import PromiseState
from casedesk.services.handlers import answers
from casedesk.services.reader import Reader
from casedesk.words import say

CLASH = timedelta(minutes=15)
"""Two promises of one person closer together than this are said to clash."""


@answers(PromiseCheck)
def promise_check(reader: Reader, query: PromiseCheck) -> PromiseChecked:
    """What is known about the keeper at that time; NotFound for an unknown login."""
    keeper = _keeper(reader, query.keeper or reader.actor.login)
    opens_at = next_open(query.due_at, reader.company.calendars[keeper.team_id])
    absence = _absence(reader, keeper.id, query.due_at.astimezone(reader.zone).date())
    return PromiseChecked(
        keeper=Login(keeper.login),
        keeper_name=keeper.name,
        due_at=query.due_at,
        opens_at=None if opens_at == query.due_at else opens_at,
        away_until=absence.until_on if absence else None,
        deputy=absence.name if absence else None,
        clashes=_clashes(reader, keeper.id, query.due_at),
    )


def _keeper(reader: Reader, login: str) -> Any:
    row = reader.connection.execute(
        select(Staff.id, Staff.login, Staff.name, Staff.team_id).where(Staff.login == login)
    ).one_or_none()
    if row is None:
        raise NotFound(say("There is no member of staff “$login”.", login=login), login=login)
    return row


def _absence(reader: Reader, staff_id: UUID, day: date) -> Any:
    deputy = aliased(Staff)
    return reader.connection.execute(
        select(Absence.until_on, deputy.name)
        .join(deputy, deputy.id == Absence.deputy_id)
        .where(Absence.staff_id == staff_id, Absence.from_on <= day, Absence.until_on >= day)
        .order_by(Absence.until_on.desc())
        .limit(1)
    ).one_or_none()


def _clashes(reader: Reader, staff_id: UUID, due_at: datetime) -> tuple[PromiseClash, ...]:
    rows = reader.connection.execute(
        select(Promise.text, Promise.due_at, Customer.name)
        .join(Customer, Customer.id == Promise.case_id)
        .where(
            Promise.keeper_id == staff_id,
            Promise.state == PromiseState.OPEN,
            Promise.due_at > due_at - CLASH,
            Promise.due_at < due_at + CLASH,
        )
        .order_by(Promise.due_at)
    )
    return tuple(PromiseClash(row.text, row.due_at, row.name) for row in rows)
