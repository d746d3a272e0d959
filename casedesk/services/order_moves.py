"""Placing, promising anew, holding, cancelling and completing orders."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select

from casedesk.contract.ids import new_id
from casedesk.contract.orders import (
    CancelOrder,
    CompleteOrder,
    HoldOrder,
    MovePromisedDate,
    PlaceOrder,
    ReleaseOrder,
)
from casedesk.contract.values import OrderChanged
from casedesk.errors import RefusedByRule
from casedesk.models import (
    Case,
    Interaction,
    Order,
    PromisedDate,
)
from casedesk.rules.permissions import Grant
from casedesk.rules.states import OrderLineState, OrderState
from casedesk.rules.vocabulary import ATTEMPTS, EntryKind, HoldKind
from casedesk.services.about import order_and_case
from casedesk.services.handlers import handles
from casedesk.services.next_steps import end_of_work, set_next_step, working_day_after
from casedesk.services.order_dates import (
    milestones_of,
    plan_from_promise,
    refresh_dates,
)
from casedesk.services.order_lines import move_lines, order_answer
from casedesk.services.unit_of_work import Change, UnitOfWork
from casedesk.words import say

ATTEMPTS_NEEDED = 3
HOLD_CHECK_DAYS = 3


def move_order(work: UnitOfWork, case: Case, order: Order, state: OrderState, **values: Change) -> None:
    """Set the order's state and write the entry."""
    old = work.move("order", order, state)
    work.record(
        EntryKind.ORDER,
        case,
        order_id=order.id,
        subject_id=order.id,
        values={"state": Change(old, state), **values},
    )


@handles(PlaceOrder)
def place_order(work: UnitOfWork, command: PlaceOrder) -> OrderChanged:
    """The quote becomes an order with a promised day; a day that cannot be kept needs a manager."""
    order, case = order_and_case(work, command.order)
    placed_on = command.placed_on or work.today
    if command.promised_on < placed_on:
        raise RefusedByRule(
            say("The promised day $day lies before the order itself.", day=command.promised_on),
            rule="promise_after_placing",
        )
    milestones = milestones_of(work, order)
    refresh_dates(work, order, milestones)
    earliest = order.forecast_on
    if (
        earliest
        and command.promised_on < earliest
        and work.actor.grant("promise_impossible_date") is Grant.NO
    ):
        raise RefusedByRule(
            say(
                "$day cannot be kept: the earliest day is $earliest. Promise that one, or ask a manager.",
                day=command.promised_on,
                earliest=earliest,
            ),
            rule="can_keep",
            earliest_on=earliest.isoformat(),
        )
    order.placed_on = placed_on
    order.first_promised_on = command.promised_on
    plan_from_promise(work, order, milestones, command.promised_on)
    refresh_dates(work, order, milestones)
    set_next_step(work, order, milestones)
    work.session.add(
        PromisedDate(
            id=new_id(),
            order_id=order.id,
            promised_on=command.promised_on,
            said_at=work.now,
            said_by_id=work.actor.id,
            reason="",
        )
    )
    move_order(
        work, case, order, OrderState.PLACED, promised_on=Change(None, command.promised_on.isoformat())
    )
    return order_answer(order)


@handles(MovePromisedDate)
def move_promised_date(work: UnitOfWork, command: MovePromisedDate) -> OrderChanged:
    """A new promised day beside the earlier ones; the first one still counts for on time."""
    order, case = order_and_case(work, command.order)
    if order.promised_on is None or order.done_on:
        raise RefusedByRule(
            say("Only an order that is placed and not done has a promised day to move."),
            rule="promise_to_move",
        )
    if command.promised_on < work.today:
        raise RefusedByRule(
            say("$day has passed. Promise a day to come.", day=command.promised_on), rule="promise_to_come"
        )
    if not command.reason.strip():
        raise RefusedByRule(say("Say why the day moves; the customer will ask."), rule="promise_reason")
    old = order.promised_on
    milestones = milestones_of(work, order)
    plan_from_promise(work, order, milestones, command.promised_on)
    refresh_dates(work, order, milestones)
    order.promise_moves += 1
    work.session.add(
        PromisedDate(
            id=new_id(),
            order_id=order.id,
            promised_on=command.promised_on,
            said_at=work.now,
            said_by_id=work.actor.id,
            reason=command.reason,
        )
    )
    work.record(
        EntryKind.ORDER,
        case,
        order_id=order.id,
        subject_id=order.id,
        values={
            "promised_on": Change(old.isoformat(), command.promised_on.isoformat()),
            "reason": Change(None, command.reason),
        },
    )
    return order_answer(order)


def hold_words() -> dict[HoldKind, str]:
    """What a kind says by itself; `other` says nothing."""
    return {
        HoldKind.CUSTOMER: say("The customer asked for it"),
        HoldKind.MONEY: say("Waiting for money"),
        HoldKind.STOCK: say("Waiting for stock"),
    }


@handles(HoldOrder)
def hold_order(work: UnitOfWork, command: HoldOrder) -> OrderChanged:
    """The order rests for a reason until the next check."""
    order, case = order_and_case(work, command.order)
    work.require_own("hold_order", order.owner_id)
    reason = command.reason.strip() or hold_words().get(command.kind, "")
    if not reason:
        raise RefusedByRule(say("Say why the order is on hold; the customer will ask."), rule="hold_reason")
    order.held_from = order.state
    order.hold_kind = command.kind
    order.hold_reason = reason
    order.hold_check_on = command.check_on or working_day_after(work, HOLD_CHECK_DAYS)
    order.next_step = say("Check whether the order can go on")
    order.next_step_due_at = end_of_work(work, order.hold_check_on)
    move_order(work, case, order, OrderState.ON_HOLD, reason=Change(None, reason))
    return order_answer(order)


@handles(ReleaseOrder)
def release_order(work: UnitOfWork, command: ReleaseOrder) -> OrderChanged:
    """The order goes on in the state it was held from."""
    order, case = order_and_case(work, command.order)
    work.require_own("hold_order", order.owner_id)
    if order.state != OrderState.ON_HOLD or order.held_from is None:
        raise RefusedByRule(say("This order is not on hold."), rule="on_hold")
    state = OrderState(order.held_from)
    order.held_from = order.hold_kind = order.hold_check_on = None
    reason, order.hold_reason = order.hold_reason, ""
    milestones = milestones_of(work, order)
    refresh_dates(work, order, milestones)
    set_next_step(work, order, milestones)
    move_order(work, case, order, state, reason=Change(reason, command.reason or None))
    return order_answer(order)


@handles(CancelOrder)
def cancel_order(work: UnitOfWork, command: CancelOrder) -> OrderChanged:
    """The order ends with its reason, who asked, and the record that the customer was told or three attempts."""
    order, case = order_and_case(work, command.order)
    work.require_own("cancel_order", order.owner_id, otherwise="cancel_others_order")
    if not (command.reason.strip() and command.asked_by.strip()):
        raise RefusedByRule(say("Cancelling needs the reason and who asked for it."), rule="cancel_reason")
    _check_told(work, order, command.told)
    order.cancel_reason = command.reason
    order.cancel_asked_by = command.asked_by
    old = work.move("order", order, OrderState.CANCELLING)
    work.session.flush()  # cancelling is a state of its own: the database checks both moves
    work.move("order", order, OrderState.CANCELLED)
    order.cancelled_on = work.today
    move_lines(work, order, OrderLineState.CANCELLED)
    order.blocked = order.hindered = False
    order.overdue_from = None
    work.record(
        EntryKind.ORDER,
        case,
        order_id=order.id,
        subject_id=order.id,
        values={
            "state": Change(old, order.state),
            "reason": Change(None, command.reason),
            "asked_by": Change(None, command.asked_by),
        },
    )
    return order_answer(order)


def _check_told(work: UnitOfWork, order: Order, told: Sequence[UUID]) -> None:
    # The timeline shows an interaction by its entry, so that either id names it.
    named = or_(Interaction.id.in_(told), Interaction.entry_id.in_(told))
    outcomes = list(
        work.session.scalars(
            select(Interaction.outcome).where(
                named, Interaction.case_id == order.case_id, Interaction.channel != "note"
            )
        )
    )
    reached = [outcome for outcome in outcomes if outcome not in ATTEMPTS]
    if not reached and len(outcomes) < ATTEMPTS_NEEDED:
        raise RefusedByRule(
            say("The customer must know: name the call or letter that told it, or three attempts on record."),
            rule="customer_told",
            attempts=len(outcomes),
        )


@handles(CompleteOrder)
def complete_order(work: UnitOfWork, command: CompleteOrder) -> OrderChanged:
    """The customer confirmed that it is done, or three attempts since then are on record."""
    order, case = order_and_case(work, command.order)
    if order.state != OrderState.DONE_NOT_CONFIRMED:
        raise RefusedByRule(
            say("Only an order that is done can be completed. Finish its milestones first."),
            rule="state_move",
        )
    if command.how == "attempts":
        _check_attempts_since_done(work, order)
    order.completed_on = command.on or work.today
    order.completed_how = command.how
    order.overdue_from = None
    move_order(work, case, order, OrderState.COMPLETED, how=Change(None, command.how))
    return order_answer(order)


def _check_attempts_since_done(work: UnitOfWork, order: Order) -> None:
    since = datetime.combine(order.done_on or work.today, time.min, ZoneInfo(work.company.zone))
    attempts = work.session.scalars(
        select(Interaction.id).where(
            Interaction.case_id == order.case_id,
            Interaction.started_at >= since,
            Interaction.outcome.in_(ATTEMPTS),
        )
    ).all()
    if len(attempts) < ATTEMPTS_NEEDED:
        raise RefusedByRule(
            say(
                "Only $n of three attempts to reach the customer are on record. Call once more.",
                n=len(attempts),
            ),
            rule="attempts_on_record",
            attempts=len(attempts),
        )
