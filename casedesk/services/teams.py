"""Teams: added, changed, closed when nothing and nobody is left in them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from casedesk.contract.admin import AddTeam, ChangeTeam
from casedesk.contract.ids import new_id
from casedesk.contract.values import Made
from casedesk.errors import Conflict, NotFound, RefusedByRule
from casedesk.models import (
    Calendar,
    Company,
    Event,
    Milestone,
    MilestoneTemplate,
    Order,
    Request,
    Staff,
    Team,
    TemplateMilestone,
)
from casedesk.rules.states import OPEN, StaffState
from casedesk.rules.vocabulary import EntryKind
from casedesk.services.handlers import handles
from casedesk.services.people import staff_id_of
from casedesk.services.setting_changes import (
    record_setting,
    require_key,
    require_name,
    require_version,
    set_values,
)
from casedesk.services.unit_of_work import Change, UnitOfWork
from casedesk.words import count, say


@handles(AddTeam)
def add_team(work: UnitOfWork, command: AddTeam) -> Made:
    """A team with an empty queue."""
    key = require_key(command.key)
    require_name(command.name)
    if work.session.scalar(select(Team.id).where(Team.key == key)):
        raise Conflict(say("There is a team “$key” already.", key=key), team=key)
    team = Team(
        id=new_id(),
        key=key,
        name=command.name.strip(),
        calendar_id=calendar_row(work, command.calendar).id,
        lead_id=staff_id_of(work, command.lead) if command.lead else None,
    )
    work.session.add(team)
    return Made(
        record_setting(
            work, EntryKind.STAFF, "team", team.id, {"team": Change(None, team.name)}, is_fact=True
        )
    )


@handles(ChangeTeam)
def change_team(work: UnitOfWork, command: ChangeTeam) -> Made:
    """New name, lead or calendar; a closed team takes no more work."""
    team = team_row(work, command.team)
    require_version(team.name, team.version, command.version)
    require_name(command.name)
    if command.active is False and team.active:
        _require_empty(work, team)
    calendar = calendar_row(work, command.calendar) if command.calendar else None
    changes = set_values(team, {"name": command.name, "active": command.active})
    if calendar is not None and calendar.id != team.calendar_id:
        old = work.session.get_one(Calendar, team.calendar_id)
        changes["calendar"] = Change(old.name, calendar.name)
        team.calendar_id = calendar.id
    changes |= _set_lead(work, team, command.lead)
    return Made(record_setting(work, EntryKind.STAFF, "team", team.id, changes, is_fact=True))


def _set_lead(work: UnitOfWork, team: Team, lead: str | None) -> dict[str, Change]:
    lead_id = team.lead_id if lead is None else staff_id_of(work, lead) if lead else None
    if lead_id == team.lead_id:
        return {}
    change = Change(_name(work, team.lead_id), _name(work, lead_id))
    team.lead_id = lead_id
    return {"lead": change}


def team_row(work: UnitOfWork, key: str) -> Team:
    """A team by its key, closed ones too; NotFound lists the keys."""
    found = work.session.scalars(select(Team).where(Team.key == key)).one_or_none()
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


def calendar_row(work: UnitOfWork, key: str) -> Calendar:
    """A calendar by its key; NotFound lists the keys."""
    found = work.session.scalars(select(Calendar).where(Calendar.key == key)).one_or_none()
    if found is None:
        known = work.session.scalars(select(Calendar.key).order_by(Calendar.key))
        raise NotFound(
            say("There is no calendar “$key”. Calendars: $keys.", key=key, keys=", ".join(known)),
            calendar=key,
        )
    return found


def _require_empty(work: UnitOfWork, team: Team) -> None:
    """RefusedByRule naming everything that is still in the team."""
    left = [text for number, text in _what_is_left(work, team) if number]
    if left:
        raise RefusedByRule(
            say("$team is not empty: $left. Move that first.", team=team.name, left=", ".join(left)),
            rule="team_empty",
            team=team.key,
        )


def _what_is_left(work: UnitOfWork, team: Team) -> list[tuple[int, str]]:
    people = _count(work, Staff, Staff.team_id == team.id, Staff.state != StaffState.LEFT)
    queued = sum(
        _count(work, model, model.queue_id == team.id, model.state.in_(OPEN[kind]))
        for model, kind in ((Order, "order"), (Request, "request"))
    )
    steps = _count(work, Milestone, Milestone.team_id == team.id, *_of_open_orders())
    events = _count(work, Event, Event.team_id == team.id, Event.active)
    default = _count(work, Company, Company.default_team_id == team.id)
    return [
        (people, count("$n person", "$n people", people)),
        (queued, count("$n piece of work in its queue", "$n pieces of work in its queue", queued)),
        (steps, count("$n milestone of open orders", "$n milestones of open orders", steps)),
        *((1, say("the template $name", name=name)) for name in _templates(work, team.id)),
        (events, count("$n event that goes to it", "$n events that go to it", events)),
        (default, say("it is the company's default team")),
    ]


def _of_open_orders() -> tuple[Any, ...]:
    is_open = select(Order.id).where(Order.state.in_(OPEN["order"]))
    return (Milestone.order_id.in_(is_open), Milestone.state.in_(OPEN["milestone"]))


def _templates(work: UnitOfWork, team_id: UUID) -> list[str]:
    """Names of the kinds of order whose newest edition gives a milestone to the team."""
    newest = (
        select(MilestoneTemplate.key, func.max(MilestoneTemplate.edition).label("edition"))
        .where(MilestoneTemplate.active)
        .group_by(MilestoneTemplate.key)
        .subquery()
    )
    statement = (
        select(MilestoneTemplate.name)
        .join(
            newest,
            (newest.c.key == MilestoneTemplate.key) & (newest.c.edition == MilestoneTemplate.edition),
        )
        .join(TemplateMilestone, TemplateMilestone.template_id == MilestoneTemplate.id)
        .where(TemplateMilestone.team_id == team_id)
        .distinct()
    )
    return list(work.session.scalars(statement))


def _count(work: UnitOfWork, model: Any, *conditions: Any) -> int:
    return work.session.scalar(select(func.count()).select_from(model).where(*conditions)) or 0


def _name(work: UnitOfWork, staff_id: UUID | None) -> str | None:
    return work.session.get_one(Staff, staff_id).name if staff_id else None
