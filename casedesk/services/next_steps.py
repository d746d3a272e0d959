"""What happens next with open work, and by when; the next step is never the customer's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from casedesk.models import (
    Milestone,
    Order,
)
from casedesk.rules.business_calendar import add_working_days
from casedesk.rules.states import MilestoneState
from casedesk.services.unit_of_work import UnitOfWork
from casedesk.words import say

END_OF_WORK = time(17)
FEEDBACK_DAYS = 3


def working_day_after(work: UnitOfWork, days: int) -> date:
    """The day so many working days after today, in the actor's team's calendar."""
    return add_working_days(work.today, days, work.company.calendars[work.actor.team_id])


def end_of_work(work: UnitOfWork, day: date) -> datetime:
    """Five in the afternoon of a day, in the company's time zone: the time of a next step without one."""
    return datetime.combine(day, END_OF_WORK, ZoneInfo(work.company.zone))


def set_next_step(work: UnitOfWork, order: Order, milestones: Sequence[Milestone]) -> None:
    """The next step is the first milestone that is ready or under way, due on its promised day."""
    order.calls_back = ""
    waiting = (MilestoneState.READY, MilestoneState.UNDER_WAY, MilestoneState.BLOCKED)
    first = next((one for one in milestones if one.state in waiting), None)
    if first is None:
        order.next_step = say("Ask the customer whether everything is right")
        order.next_step_due_at = end_of_work(work, working_day_after(work, FEEDBACK_DAYS))
        return
    order.next_step = first.name
    order.next_step_due_at = end_of_work(
        work, first.check_on or first.promised_on or first.forecast_on or work.today
    )
