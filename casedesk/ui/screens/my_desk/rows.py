"""The tables of My Desk: their columns, and each record as a row of cells; they know no widget."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from casedesk.contract.desk import DecisionAskedRow, DeskPromiseRow, QueueRow, StepRow, StuckRow
from casedesk.contract.orders import OrderRow
from casedesk.ui.screens.my_desk import words
from casedesk.ui.screens.my_desk.state import HealthList, Leaving
from casedesk.ui.tables import Cell, Column, Kind, Row
from casedesk.ui.text import clock_time, day, day_and_time, rest_of_time, span
from casedesk.ui.widgets.status import Status, status_ink
from casedesk.words import say


def promise_columns() -> tuple[Column, ...]:
    return (
        Column("due", say("Due"), width=130),
        Column("promise", say("Promise"), width=180, stretch=3),
        Column("customer", say("Customer"), width=150, stretch=2),
        Column("order", say("Order"), width=92),
        Column("phone", say("Phone"), width=142, optional=True),
        Column("call", say("Call"), Kind.BUTTON, width=92),
    )


def jeopardy_columns() -> tuple[Column, ...]:
    return (
        Column("status", say("Status"), Kind.PILL, width=122),
        Column("order", say("Order"), width=92),
        Column("customer", say("Customer"), width=120, stretch=2),
        Column("stuck", say("Stuck at"), width=130, stretch=2),
        Column("promised", say("Promised"), width=96),
        Column("forecast", say("Forecast"), width=96),
    )


def queue_columns() -> tuple[Column, ...]:
    return (
        Column("waiting", say("Waiting"), width=82),
        Column("what", say("What happened"), width=160, stretch=3),
        Column("customer", say("Customer"), width=120, stretch=2),
        Column("came", say("Came by"), width=126),
        Column("kind", say("Kind"), width=130, stretch=1, optional=True),
        Column("take", say("Take"), Kind.BUTTON, width=74),
    )


def step_columns() -> tuple[Column, ...]:
    return (
        Column("due", say("Due"), width=130),
        Column("step", say("Next step"), width=160, stretch=3),
        Column("work", say("Order or request"), width=120, stretch=2),
        Column("customer", say("Customer"), width=120, stretch=2, optional=True),
    )


def decision_columns() -> tuple[Column, ...]:
    return (
        Column("asked", say("Asked"), width=110),
        Column("decision", say("Decision"), width=180, stretch=3),
        Column("by", say("By"), width=120, stretch=1),
        Column("waits", say("Customer waits"), width=156),
    )


def health_columns() -> tuple[Column, ...]:
    return (Column("what", say("Order or request"), width=140, stretch=1),)


def nobody_columns() -> tuple[Column, ...]:
    return (
        Column("what", say("What happened"), width=140, stretch=1),
        Column("take", say("Take"), Kind.BUTTON, width=74),
    )


def promise_row(one: DeskPromiseRow, login: str, name: str, now: datetime, refusal: str) -> Row:
    """A promise with its shape, the rest of its time, and the call that would keep it."""
    promise = one.promise
    status = words.promise_status(promise, now)
    return Row(
        str(promise.id),
        {
            "due": Cell(
                words.promise_due(promise, now),
                words.promise_rest(promise, now),
                strong=True,
                status=status,
                below_ink="text2" if status is Status.ON_TIME else status_ink(status),
            ),
            "promise": Cell(promise.text, words.promise_origin(promise, login, name, now)),
            "customer": Cell(one.customer_name),
            "order": Cell(promise.order_number or "", strong=True),
            "phone": Cell(one.phone),
            "call": Cell(say("Call"), icon="phone", refusal=refusal),
        },
    )


def step_row(one: StepRow, now: datetime) -> Row:
    """What we said we would do next, with how long it is due."""
    due = one.due_at.astimezone(now.tzinfo)
    is_past = one.due_at < now
    rest = say("$span late", span=span(now - one.due_at)) if is_past else rest_of_time(one.due_at, now)
    status = Status.LATE if is_past else Status.ON_TIME
    return Row(
        one.about,
        {
            "due": Cell(
                clock_time(due) if due.date() == now.date() else day(due.date(), now.date()),
                rest,
                strong=True,
                status=status,
                below_ink=status_ink(status) if is_past else "text2",
            ),
            "step": Cell(one.step),
            "work": Cell(one.about if one.kind == "order" else one.title, strong=one.kind == "order"),
            "customer": Cell(one.customer_name),
        },
    )


def decision_row(one: DecisionAskedRow, now: datetime) -> Row:
    """What a colleague asks, since when, and how long the customer waits."""
    asked = one.asked_at.astimezone(now.tzinfo)
    waits, status = words.customer_waits(one, now)
    about = say("$customer, order $number", customer=one.customer_name, number=one.order_number)
    return Row(
        str(one.id),
        {
            "asked": Cell(
                clock_time(asked) if asked.date() == now.date() else day(asked.date(), now.date()),
                span(now - one.asked_at),
                strong=True,
            ),
            "decision": Cell(one.outcome, about if one.order_number else one.customer_name, strong=True),
            "by": Cell(one.asked_by_name),
            "waits": Cell(waits, status=status),
        },
    )


def health_rows(listed: HealthList, now: datetime) -> list[Row]:
    """Open work that should not be so, with its next step and whose it is."""
    found = [
        (one.number, one.number, one.customer_name, one.owner_name, one.next_step, one.next_step_due_at)
        for one in listed.orders
    ] + [
        (str(one.id), one.wants, one.customer_name, one.owner_name, one.next_step, one.next_step_due_at)
        for one in listed.requests
    ]
    return [
        Row(record, {"what": Cell(f"{title}, {customer}", _whose(owner, step, due, now), strong=True)})
        for record, title, customer, owner, step, due in found
    ]


def _whose(owner: str, step: str, due: datetime | None, now: datetime) -> str:
    when = day_and_time(due.astimezone(now.tzinfo), now.date()) if due else ""
    return " · ".join(filter(None, (owner or say("no owner"), step, when)))


def jeopardy_row(one: OrderRow, stuck: StuckRow | None, now: datetime) -> Row:
    """An own order that will probably miss its day, and what holds it up."""
    today = now.date()
    slipped = one.forecast_on is None or one.promised_on is None or one.forecast_on > one.promised_on
    return Row(
        one.number,
        {
            "status": Cell(status=Status(one.status)),
            "order": Cell(one.number, strong=True),
            "customer": Cell(one.customer_name),
            "stuck": Cell(words.stuck_at(stuck) or one.next_step),
            "promised": Cell(day(one.promised_on, today) if one.promised_on else say("no day")),
            "forecast": Cell(
                day(one.forecast_on, today) if one.forecast_on else say("no day"), strong=slipped
            ),
        },
    )


def queue_rows(
    waiting: Sequence[QueueRow], leaving: Sequence[Leaving], now: datetime, refusal: str
) -> list[Row]:
    """The queue, with those that just left it still in their old place."""
    rows = [_queue_row(one, now, refusal) for one in waiting]
    return _in_old_places(waiting, leaving, rows, [_left_queue(one) for one in leaving])


def nobody_rows(
    waiting: Sequence[QueueRow], leaving: Sequence[Leaving], now: datetime, refusal: str
) -> list[Row]:
    """Work that waits too long, in two lines each, with those that just left."""
    rows = [_nobody_row(one, now, refusal) for one in waiting]
    gone = [Row(one.row.about, {"what": Cell(one.words, title(one.row))}, faded=True) for one in leaving]
    return _in_old_places(waiting, leaving, rows, gone)


def _in_old_places(
    waiting: Sequence[QueueRow], leaving: Sequence[Leaving], rows: Sequence[Row], gone: Sequence[Row]
) -> list[Row]:
    since = {one.about: one.queued_at for one in (*waiting, *(one.row for one in leaving))}
    return sorted((*rows, *gone), key=lambda row: (since[row.id], row.id))


def _queue_row(one: QueueRow, now: datetime, refusal: str) -> Row:
    return Row(
        one.about,
        {
            "waiting": Cell(span(now - one.queued_at), strong=True),
            "what": Cell(one.title),
            "customer": Cell(one.customer_name),
            "came": Cell(words.came_by(one), icon=words.CHANNEL_ICONS.get(one.came_by or "", "")),
            "kind": Cell(kind_words(one)),
            "take": Cell(say("Take"), refusal=refusal),
        },
    )


def _left_queue(one: Leaving) -> Row:
    cells = {"what": one.words, "customer": one.row.customer_name, "kind": kind_words(one.row)}
    return Row(one.row.about, {key: Cell(text) for key, text in cells.items()}, faded=True)


def _nobody_row(one: QueueRow, now: datetime, refusal: str) -> Row:
    waited = now - one.queued_at
    where = say("queue: $queue · $span", queue=one.queue_name, span=span(waited))
    status = Status.LATE if waited >= words.TOO_LONG else Status.IN_JEOPARDY
    return Row(
        one.about,
        {"what": Cell(title(one), where, status=status), "take": Cell(say("Take"), refusal=refusal)},
    )


def title(one: QueueRow) -> str:
    """An order by its number, a request by what is asked for, with the customer's name."""
    return f"{one.about if one.kind == 'order' else one.title}, {one.customer_name}"


def kind_words(one: QueueRow) -> str:
    """An order by its number, a request by what happened."""
    return one.about if one.kind == "order" else one.event_name
