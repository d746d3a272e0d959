"""Can we keep it? The checks that later milestones will make, and what a contract says, before a day is promised."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select

from casedesk.contract.orders import CanKeep, CanKeepAnswer, PromiseChoice
from casedesk.contract.orders import StepCheck as StepRow
from casedesk.errors import NotFound, RefusedByRule
from casedesk.models import Contract, MilestoneTemplate, Order, Premises, Team, TemplateMilestone
from casedesk.rules.business_calendar import Calendar, is_working_day
from casedesk.rules.forecast import ADVISED_SLACK_DAYS, OfferedDay, StepCheck, can_keep, forecast
from casedesk.rules.order_number import printed
from casedesk.rules.steps import Step
from casedesk.services.handlers import answers
from casedesk.services.queries.rows import first_line
from casedesk.services.reader import Reader
from casedesk.services.wording import day_words
from casedesk.words import count, say


@dataclass(frozen=True)
class _Plan:
    """A kind of order as the rules check it: its steps in their order, names of steps and teams, working calendars."""

    steps: Sequence[Step]
    names: Mapping[str, str]
    team_names: Mapping[str, str]
    calendars: Mapping[str, Calendar]

    @property
    def promise(self) -> Step:
        return next(step for step in self.steps if step.is_promise)


@answers(CanKeep)
def can_keep_answer(reader: Reader, query: CanKeep) -> CanKeepAnswer:
    """Each milestone up to the promise with its earliest day, up to three days to promise, and warnings.

    Days count in the time zone of the premises. NotFound for unknown premises, RefusedByRule for an unknown kind.
    """
    plan = _plan(reader, query.kind)
    place = _place(reader, query) if query.premises else None
    today = reader.now.astimezone(ZoneInfo(place.zone)).date() if place else reader.today
    earliest = forecast(plan.steps, today, plan.calendars)[plan.promise.key]
    check = can_keep(plan.steps, today, query.requested_on or earliest or today, plan.calendars)
    return CanKeepAnswer(
        steps=tuple(_step_row(plan, step) for step in check.steps if step.earliest),
        choices=tuple(
            _choice(plan, check.steps, one, today) for one in sorted(check.days, key=_impossible_last)
        ),
        warnings=_contract_warnings(reader, query, place, today),
    )


def _plan(reader: Reader, kind: str) -> _Plan:
    """The newest edition of the template."""
    rows = reader.connection.execute(
        select(TemplateMilestone.__table__, Team.name.label("team_name"))
        .join(Team, Team.id == TemplateMilestone.team_id)
        .where(TemplateMilestone.template_id == _newest_edition(kind))
        .order_by(TemplateMilestone.position)
    ).all()
    if not any(row.is_promise for row in rows):
        raise RefusedByRule(
            say("There is no kind of order “$kind” with a milestone that is the promise.", kind=kind),
            rule="kind_of_order",
            kind=kind,
        )
    return _Plan(
        steps=[
            Step(
                key=row.key,
                team=str(row.team_id),
                depends_on=tuple(row.depends_on),
                working_days=row.working_days,
                is_promise=row.is_promise,
            )
            for row in rows
        ],
        names={row.key: row.name for row in rows},
        team_names={row.key: row.team_name for row in rows},
        calendars={str(team_id): calendar for team_id, calendar in reader.company.calendars.items()},
    )


def _newest_edition(kind: str) -> Any:
    return (
        select(MilestoneTemplate.id)
        .where(MilestoneTemplate.key == kind, MilestoneTemplate.active)
        .order_by(MilestoneTemplate.edition.desc())
        .limit(1)
        .scalar_subquery()
    )


def _step_row(plan: _Plan, check: StepCheck) -> StepRow:
    step = next(one for one in plan.steps if one.key == check.key)
    waits_for = plan.names.get(check.decided_by or "")
    return StepRow(
        key=check.key,
        name=plan.names[check.key],
        team=plan.team_names[check.key],
        earliest_on=check.earliest or date.max,
        why=say("$why, after “$step”", why=check.why, step=waits_for) if waits_for else check.why,
        is_promise=step.is_promise,
    )


def _impossible_last(offered: OfferedDay) -> bool:
    """A wished day on which nobody works comes after those that can be promised."""
    return not offered.possible


def _choice(plan: _Plan, checks: Sequence[StepCheck], offered: OfferedDay, today: date) -> PromiseChoice:
    if not offered.possible:
        return PromiseChoice(offered.day, "not_possible", _why_not(plan, checks, offered, today))
    if offered.slack_days >= ADVISED_SLACK_DAYS:
        slack = count("$n working day of slack", "$n working days of slack", offered.slack_days)
        return PromiseChoice(offered.day, "advised", say("$slack, advised", slack=slack))
    if offered.slack_days == 0:
        return PromiseChoice(offered.day, "no_slack", say("any delay breaks the promise"))
    slack = count("only $n working day of slack", "only $n working days of slack", offered.slack_days)
    return PromiseChoice(offered.day, "no_slack", slack)


def _why_not(plan: _Plan, checks: Sequence[StepCheck], offered: OfferedDay, today: date) -> str:
    promise = next(one for one in checks if one.key == plan.promise.key)
    if not is_working_day(offered.day, plan.calendars[plan.promise.team]):
        return say("$team does not work on that day", team=plan.team_names[promise.key])
    name = plan.names[promise.decided_by or promise.key]
    return say("“$step” allows $day or later", step=name, day=day_words(promise.earliest or date.max, today))


def _place(reader: Reader, query: CanKeep) -> Any:
    place = reader.connection.execute(
        select(Premises.id, Premises.customer_id, Premises.street, Premises.city, Premises.zone).where(
            Premises.id == query.premises
        )
    ).one_or_none()
    if place is None or query.customer not in (None, place.customer_id):
        raise NotFound(
            say("There is no such place of service of this customer."), premises=str(query.premises)
        )
    return place


def _contract_warnings(reader: Reader, query: CanKeep, place: Any, today: date) -> tuple[str, ...]:
    """What contracts that still run say: one of the same service at the place, and the terms of the others."""
    customer: UUID | None = place.customer_id if place else query.customer
    if customer is None:
        return ()
    running = (
        select(Contract.__table__, Order.digits)
        .join(Order, Order.id == Contract.order_id)
        .where(Contract.case_id == customer, or_(Contract.ends_on.is_(None), Contract.ends_on >= today))
        .order_by(Contract.starts_on, Contract.id)
    )
    if query.service:
        running = running.where(Contract.service == query.service)
    return tuple(_warning(row, query, place, today) for row in reader.connection.execute(running))


def _warning(contract: Any, query: CanKeep, place: Any, today: date) -> str:
    number = printed(contract.digits)
    if place and query.service and contract.premises_id == place.id:
        where = first_line((place.street, place.city))
        return say(
            "$place has a contract for this service already, with order $number. End or move that one first.",
            place=where,
            number=number,
        )
    if contract.ends_on is None:
        return say("The contract of order $number has no end.", number=number)
    ends = day_words(contract.ends_on, today)
    if contract.notice_on is None or contract.notice_on < today:
        return say("The contract of order $number runs until $day.", number=number, day=ends)
    notice = day_words(contract.notice_on, today)
    return say(
        "The contract of order $number runs until $day; notice by $notice.",
        number=number,
        day=ends,
        notice=notice,
    )
