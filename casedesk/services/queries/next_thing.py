"""What to do first of all that waits on a desk; it reads nothing itself.

The order: who was let down or is about to be, who cannot go on without my decision, what was promised for today, what
I said I would do next, orders that will miss their day, colleagues who wait for my yes, and last what nobody has yet.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from casedesk.contract.desk import DecisionAskedRow, DeskPromiseRow, NextThing, QueueRow, StepRow
from casedesk.contract.handovers import HandoverRow
from casedesk.contract.orders import OrderRow

SOON = timedelta(minutes=30)


def next_thing(
    now: datetime,
    promises: Sequence[DeskPromiseRow],
    decisions: Sequence[DecisionAskedRow],
    steps: Sequence[StepRow],
    orders: Sequence[OrderRow],
    handovers: Sequence[HandoverRow],
    queue: Sequence[QueueRow],
) -> NextThing:
    """The first thing to do; each list has its most urgent first, and `promises` are those of today."""
    found = _in_turn(now, promises, decisions, steps, orders, handovers, queue)
    return next(found, NextThing("none"))


def _in_turn(
    now: datetime,
    promises: Sequence[DeskPromiseRow],
    decisions: Sequence[DecisionAskedRow],
    steps: Sequence[StepRow],
    orders: Sequence[OrderRow],
    handovers: Sequence[HandoverRow],
    queue: Sequence[QueueRow],
) -> Iterator[NextThing]:
    if promises and promises[0].promise.due_at <= now + SOON:
        yield _promise(promises[0])
    for asked in decisions[:1]:
        yield NextThing("decision", str(asked.id), asked.customer)
    for promise in promises[:1]:
        yield _promise(promise)
    for step in steps[:1]:
        if step.due_at <= now:
            yield NextThing("step", step.about, step.customer)
    for order in orders[:1]:
        yield NextThing("order", order.number, order.customer)
    for offer in handovers[:1]:
        yield NextThing("handover", str(offer.id), offer.customer)
    for step in steps[:1]:
        yield NextThing("step", step.about, step.customer)
    for waiting in queue[:1]:
        yield NextThing("queue", waiting.about, waiting.customer)


def _promise(row: DeskPromiseRow) -> NextThing:
    return NextThing("promise", str(row.promise.id), row.customer, row.phone)
