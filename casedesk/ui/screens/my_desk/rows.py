"""The tables of My Desk: their columns, and each record as a row of cells; they know no widget."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from casedesk.contract.desk import DeskPromiseRow, QueueRow
from casedesk.contract.orders import OrderRow
from casedesk.ui.screens.my_desk import words
from casedesk.ui.screens.my_desk.state import Leaving
from casedesk.ui.tables import Cell, Column, Kind, Row
from casedesk.ui.text import day, span
from casedesk.ui.widgets.status import Status, status_ink
from casedesk.words import say


def promise_columns() -> tuple[Column, ...]:
    return (
        Column("due", say("Due"), width=122),
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
        Column("step", say("Next step"), width=120, stretch=2, optional=True),
        Column("promised", say("Promised"), width=96),
        Column("forecast", say("Forecast"), width=96),
    )


def queue_columns() -> tuple[Column, ...]:
    return (
        Column("waiting", say("Waiting"), width=82),
        Column("what", say("What happened"), width=160, stretch=3),
        Column("customer", say("Customer"), width=120, stretch=2),
        Column("kind", say("Kind"), width=110, optional=True),
        Column("take", say("Take"), Kind.BUTTON, width=74),
    )


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


def jeopardy_row(one: OrderRow, now: datetime) -> Row:
    """An own order that will probably miss its day."""
    today = now.date()
    slipped = one.forecast_on is None or one.promised_on is None or one.forecast_on > one.promised_on
    return Row(
        one.number,
        {
            "status": Cell(status=Status(one.status)),
            "order": Cell(one.number, strong=True),
            "customer": Cell(one.customer_name),
            "step": Cell(one.next_step),
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
    """An order by its number, a request by its kind."""
    return one.about if one.kind == "order" else say("Request")
