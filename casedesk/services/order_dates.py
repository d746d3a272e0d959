"""Keeps an order's dates true after a change of its milestones: plan, forecast, blocked, overdue."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import bindparam, select

from casedesk.errors import RefusedByRule
from casedesk.models import Milestone, MilestoneTemplate, Order, TemplateMilestone
from casedesk.rules.business_calendar import Calendar
from casedesk.rules.forecast import forecast, plan_back, stands_still
from casedesk.rules.states import MilestoneState
from casedesk.rules.steps import Step
from casedesk.services.unit_of_work import UnitOfWork
from casedesk.words import say

# Put together once: every command on an order asks for them.
_MILESTONES = select(Milestone).where(Milestone.order_id == bindparam("order")).order_by(Milestone.position)

SETTLED = (MilestoneState.DONE, MilestoneState.SKIPPED)


def milestones_of(work: UnitOfWork, order: Order) -> list[Milestone]:
    """The order's milestones in their order on the page."""
    return list(work.session.scalars(_MILESTONES, {"order": order.id}))


def template_steps(work: UnitOfWork, template_id: UUID) -> list[TemplateMilestone]:
    """The milestones of a template in their order on the page."""
    return list(
        work.session.scalars(
            select(TemplateMilestone)
            .where(TemplateMilestone.template_id == template_id)
            .order_by(TemplateMilestone.position)
        )
    )


def template_of(work: UnitOfWork, key: str) -> MilestoneTemplate:
    """The newest edition of an active template; RefusedByRule when there is none."""
    chosen = (
        select(MilestoneTemplate)
        .where(MilestoneTemplate.active)
        .order_by(MilestoneTemplate.edition.desc(), MilestoneTemplate.key)
    )
    if key:
        chosen = chosen.where(MilestoneTemplate.key == key)
    found = work.session.scalars(chosen.limit(1)).one_or_none()
    if found is None:
        raise RefusedByRule(say("There is no kind of order “$key”.", key=key), rule="kind_of_order", kind=key)
    return found


def steps_of(milestones: Sequence[Milestone | TemplateMilestone]) -> tuple[Step, ...]:
    """Milestones as the forecast reads them; those of a template have not started."""
    return tuple(
        Step(
            key=one.key,
            depends_on=tuple(one.depends_on),
            working_days=one.working_days,
            is_promise=one.is_promise,
            state=MilestoneState(one.state) if isinstance(one, Milestone) else MilestoneState.NOT_STARTED,
            team=str(one.team_id),
            promised_on=one.promised_on if isinstance(one, Milestone) else None,
            estimate_on=one.estimate_on if isinstance(one, Milestone) else None,
            done_on=one.done_on if isinstance(one, Milestone) else None,
            check_on=one.check_on if isinstance(one, Milestone) else None,
        )
        for one in milestones
    )


def plan_from_promise(
    work: UnitOfWork, order: Order, milestones: Sequence[Milestone], promised_on: date
) -> None:
    """Set each open milestone's promised day: earlier ones planned back from the promise, later ones after it."""
    planned = plan_back(steps_of(milestones), promised_on, calendars_by_team(work))
    for one in milestones:
        if one.state not in SETTLED:
            one.promised_on = planned[one.key]
    order.promised_on = promised_on


def refresh_dates(work: UnitOfWork, order: Order, milestones: Sequence[Milestone]) -> None:
    """Compute ready milestones, the forecast, and what the order's status is read from."""
    if order.placed_on:
        _mark_ready(milestones)
    steps = steps_of(milestones)
    days = forecast(steps, work.today, calendars_by_team(work))
    for one in milestones:
        one.forecast_on = days[one.key]
        if one.is_promise:
            order.forecast_on = days[one.key]
    order.blocked = stands_still(steps)
    order.hindered = not order.blocked and any(one.state == MilestoneState.BLOCKED for one in milestones)
    open_days = [one.promised_on for one in milestones if one.promised_on and one.state not in SETTLED]
    order.overdue_from = min(open_days, default=None) if order.placed_on else None


def _mark_ready(milestones: Sequence[Milestone]) -> None:
    settled = {one.key for one in milestones if one.state in SETTLED}
    for one in milestones:
        if one.state == MilestoneState.NOT_STARTED and set(one.depends_on) <= settled:
            one.state = MilestoneState.READY


def calendars_by_team(work: UnitOfWork) -> dict[str, Calendar]:
    """Working calendars by the team's id as text, as steps name it."""
    return {str(team_id): calendar for team_id, calendar in work.company.calendars.items()}
