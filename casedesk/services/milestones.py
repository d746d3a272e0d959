"""Working on the milestones of an order; every change computes the order's forecast anew."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from casedesk.contract.orders import (
    BlockMilestone,
    EstimateMilestone,
    FinishMilestone,
    SkipMilestone,
    StartMilestone,
    UnblockMilestone,
)
from casedesk.contract.values import OrderChanged, OrderNumber
from casedesk.errors import NotFound, RefusedByRule
from casedesk.models import Milestone, Order
from casedesk.rules.order_number import printed
from casedesk.rules.permissions import Grant
from casedesk.rules.states import MilestoneState, OrderLineState, OrderState
from casedesk.rules.vocabulary import EntryKind
from casedesk.services.about import order_and_case
from casedesk.services.actor import not_permitted
from casedesk.services.contracts import start_contracts
from casedesk.services.handlers import handles
from casedesk.services.next_steps import set_next_step, working_day_after
from casedesk.services.order_dates import SETTLED, milestones_of, refresh_dates
from casedesk.services.order_lines import move_lines
from casedesk.services.unit_of_work import Change, UnitOfWork
from casedesk.words import say

BLOCK_CHECK_DAYS = 2
_WORKED_ON = (OrderState.PLACED, OrderState.IN_PROGRESS, OrderState.DONE_NOT_CONFIRMED)


class _Work:
    """An order with its case and milestones, and the one milestone a command names.

    `permission` is the right the command needs: some have it for milestones of their own team only.
    """

    def __init__(
        self, work: UnitOfWork, number: str, key: str, permission: str = "work_milestone"
    ) -> None:
        self.work = work
        self.order, self.case = order_and_case(work, number)
        self.milestones = milestones_of(work, self.order)
        self.milestone = _named(self.milestones, self.order, key)
        if self.order.state not in _WORKED_ON:
            raise RefusedByRule(
                say(
                    "The order is “$state”. Place or release it before its milestones are worked on.",
                    state=self.order.state.replace("_", " "),
                ),
                rule="order_under_way",
                state=self.order.state,
            )
        _require_team(work, self.milestone, permission)

    def finish(self, **values: Change) -> OrderChanged:
        """Send the milestone's move, compute the dates, write the entry."""
        self.work.session.flush()  # the milestone's own move is checked before ready ones follow from it
        refresh_dates(self.work, self.order, self.milestones)
        set_next_step(self.work, self.order, self.milestones)
        self.work.record(
            EntryKind.MILESTONE,
            self.case,
            order_id=self.order.id,
            subject_id=self.milestone.id,
            values={"milestone": Change(None, self.milestone.name), **values},
        )
        return OrderChanged(number=OrderNumber(printed(self.order.digits)), state=self.order.state)

    def begin_order(self) -> None:
        """A placed order is in progress from its first finished milestone on."""
        if self.order.state == OrderState.PLACED:
            self.order.state = OrderState.IN_PROGRESS
            move_lines(self.work, self.order, OrderLineState.IN_WORK)
            self.work.session.flush()  # a move of its own: the order may be done in the same command

    def move(self, state: MilestoneState) -> Change:
        """Set the milestone's state; the change for the entry."""
        return Change(self.work.move("milestone", self.milestone, state), state)


def _named(milestones: Sequence[Milestone], order: Order, key: str) -> Milestone:
    for one in milestones:
        if one.key == key:
            return one
    raise NotFound(
        say(
            "Order $number has no milestone “$key”. It has: $keys.",
            number=printed(order.digits),
            key=key,
            keys=", ".join(one.key for one in milestones),
        ),
        milestone=key,
    )


def _require_team(work: UnitOfWork, milestone: Milestone, permission: str) -> None:
    """Milestones of the own team; whoever may everything may those of every team."""
    grant = work.actor.grant(permission)
    if grant is Grant.OWN_TEAM and milestone.team_id != work.actor.team_id:
        raise not_permitted(work.actor.name, "assign")


@handles(StartMilestone)
def start_milestone(work: UnitOfWork, command: StartMilestone) -> OrderChanged:
    """Under way from now on."""
    step = _Work(work, command.order, command.milestone)
    step.milestone.started_at = work.now
    return step.finish(state=step.move(MilestoneState.UNDER_WAY))


@handles(FinishMilestone)
def finish_milestone(work: UnitOfWork, command: FinishMilestone) -> OrderChanged:
    """Done on its day; when it is the promise, the order is done."""
    step = _Work(work, command.order, command.milestone)
    day = command.on or work.today
    if day > work.today:
        raise RefusedByRule(
            say("$day is still to come. Write the day it was done, or estimate it.", day=day),
            rule="done_in_the_past",
        )
    _require_ready(step)
    step.begin_order()
    change = step.move(MilestoneState.DONE)
    step.milestone.done_on = day
    step.milestone.done_at = work.now
    step.milestone.done_by_id = work.actor.id
    if step.milestone.is_promise:
        _order_done(step, day)
    return step.finish(state=change, done_on=Change(None, day.isoformat()))


def _require_ready(step: _Work) -> None:
    waiting = [
        one.name
        for one in step.milestones
        if one.key in step.milestone.depends_on and one.state not in SETTLED
    ]
    if waiting:
        raise RefusedByRule(
            say(
                "“$milestone” waits for: $others. Finish those first.",
                milestone=step.milestone.name,
                others=", ".join(waiting),
            ),
            rule="depends_on",
            waits_for=waiting,
        )


def _order_done(step: _Work, day: date) -> None:
    step.order.done_on = day
    move_lines(step.work, step.order, OrderLineState.DELIVERED, day)
    start_contracts(step.work, step.order, day)
    step.order.state = OrderState.DONE_NOT_CONFIRMED


@handles(EstimateMilestone)
def estimate_milestone(work: UnitOfWork, command: EstimateMilestone) -> OrderChanged:
    """A person's day with a reason takes the place of the computed one."""
    step = _Work(work, command.order, command.milestone)
    if step.milestone.state in SETTLED:
        raise RefusedByRule(
            say("“$milestone” is settled already.", milestone=step.milestone.name), rule="open_step"
        )
    if command.forecast_on < work.today:
        raise RefusedByRule(
            say("$day has passed. Estimate a day to come.", day=command.forecast_on), rule="estimate_to_come"
        )
    if not command.reason.strip():
        raise RefusedByRule(say("Say why, so that the next one can rely on it."), rule="estimate_reason")
    old = step.milestone.estimate_on or step.milestone.forecast_on
    step.milestone.estimate_on = command.forecast_on
    step.milestone.estimate_reason = command.reason
    return step.finish(
        forecast_on=Change(old.isoformat() if old else None, command.forecast_on.isoformat()),
        reason=Change(None, command.reason),
    )


@handles(BlockMilestone)
def block_milestone(work: UnitOfWork, command: BlockMilestone) -> OrderChanged:
    """It cannot go on until someone else acts; the check day is ours."""
    step = _Work(work, command.order, command.milestone)
    if not command.reason.strip():
        raise RefusedByRule(say("Say what it waits for; the customer will ask."), rule="block_reason")
    step.milestone.blocked_reason = command.reason
    step.milestone.check_on = command.check_on or working_day_after(work, BLOCK_CHECK_DAYS)
    return step.finish(state=step.move(MilestoneState.BLOCKED), reason=Change(None, command.reason))


@handles(UnblockMilestone)
def unblock_milestone(work: UnitOfWork, command: UnblockMilestone) -> OrderChanged:
    """It can go on; what it waited for stays in the history."""
    step = _Work(work, command.order, command.milestone)
    change = step.move(MilestoneState.UNDER_WAY if step.milestone.started_at else MilestoneState.READY)
    step.milestone.blocked_reason = ""
    step.milestone.check_on = None
    return step.finish(state=change, reason=Change(None, command.reason or None))


@handles(SkipMilestone)
def skip_milestone(work: UnitOfWork, command: SkipMilestone) -> OrderChanged:
    """Left out with a reason; the promise itself cannot be. Of any team: it overrides the team's own plan."""
    step = _Work(work, command.order, command.milestone, "skip_milestone")
    if step.milestone.is_promise:
        raise RefusedByRule(
            say("This milestone is the promise; it cannot be left out. Cancel the order instead."),
            rule="promise_milestone",
        )
    if not command.reason.strip():
        raise RefusedByRule(say("Say why it is not needed."), rule="skip_reason")
    step.milestone.skipped_reason = command.reason
    return step.finish(state=step.move(MilestoneState.SKIPPED), reason=Change(None, command.reason))
