"""Gathers what a work order says to those who carry out an order; it renders and keeps nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from casedesk.contract.orders import MilestoneRow, OrderDetail
from casedesk.documents import context as page
from casedesk.models import ContactPoint, Order, Person, Premises
from casedesk.rules.vocabulary import ContactPointKind
from casedesk.services.order_pages import company_row, contact_of, sender
from casedesk.services.reader import Reader
from casedesk.services.wording import day_words
from casedesk.words import count, say

_SETTLED = ("done", "skipped")
_MOST_PHONES = 2


def work_order_page(reader: Reader, order: OrderDetail, suffix: str) -> page.WorkOrderPage:
    """The order for whoever does the work: no price and no inside note."""
    company = company_row(reader)
    steps = _steps_of_the_work(order)
    open_steps = [one for one in steps if one.state not in _SETTLED]
    return page.WorkOrderPage(
        company=sender(company),
        number=page.Number(printed=order.number, digits=order.number.replace("-", "")),
        suffix=suffix,
        given_to=_teams(open_steps) or order.owner.name or order.owner.team,
        what=order.headline or order.wants or order.number,
        be_there=_be_there(order, reader.today),
        remark=_remark(order, reader.today),
        customer_lines=_customer_lines(reader, order),
        place_lines=_place_lines(reader, order),
        promise_lines=_promise_lines(order, reader),
        tasks=tuple(_task(one, reader.today) for one in open_steps),
        done_words=_done_words(len(steps) - len(open_steps)),
        materials=tuple(page.Material(name=one.name, quantity=one.quantity) for one in order.lines),
        contact=contact_of(reader, None, order.owner.login, company),
        wants=order.wants or None,
        given_by=reader.actor.name,
        given_at=reader.now.astimezone(reader.zone),
    )


def _steps_of_the_work(order: OrderDetail) -> Sequence[MilestoneRow]:
    """The milestones up to the promise; the order is done with it, and what follows is no work at the customer's."""
    promise = next((at for at, one in enumerate(order.milestones) if one.is_promise), len(order.milestones))
    return order.milestones[: promise + 1]


def _teams(steps: Sequence[MilestoneRow]) -> str:
    return ", ".join(dict.fromkeys(one.team for one in steps))


def _be_there(order: OrderDetail, today: date) -> str:
    if order.done_on:
        return say("Done on $day", day=day_words(order.done_on, today))
    if order.promised_on:
        return say("By $day", day=day_words(order.promised_on, today))
    if order.forecast_on:
        return say("Forecast $day, nothing promised yet", day=day_words(order.forecast_on, today))
    return say("No day is known yet")


def _remark(order: OrderDetail, today: date) -> str | None:
    """The forecast where it misses the promise."""
    if order.done_on or not (order.forecast_on and order.promised_on and order.forecast_on > order.promised_on):
        return None
    return say("Forecast is $day. Call before you go.", day=day_words(order.forecast_on, today))


def _customer_lines(reader: Reader, order: OrderDetail) -> tuple[str, ...]:
    """Name, how to phone, and who else may open."""
    phones = reader.connection.scalars(
        select(ContactPoint.typed)
        .where(
            ContactPoint.customer_id == order.customer,
            ContactPoint.kind == ContactPointKind.PHONE,
            ContactPoint.ended_at.is_(None),
        )
        .order_by(ContactPoint.position)
        .limit(_MOST_PHONES)
    )
    persons = reader.connection.execute(
        select(Person.name, Person.phone)
        .where(Person.customer_id == order.customer, Person.ended_at.is_(None), Person.phone != "")
        .order_by(Person.position)
    )
    known = dict.fromkeys(one for one in (order.phone, *phones) if one)
    others = (line for one in persons for line in (say("Also there: $name", name=one.name), one.phone))
    return (order.customer_name, *known, *others)


def _place_lines(reader: Reader, order: OrderDetail) -> tuple[str, ...]:
    row: Any = reader.connection.execute(
        select(Premises.street, Premises.postcode, Premises.city, Premises.access_notes)
        .join(Order, Order.premises_id == Premises.id)
        .where(Order.id == order.id)
    ).one_or_none()
    if row is None:
        return (say("No place of service"),)
    lines = (row.street, f"{row.city} {row.postcode}".strip(), row.access_notes)
    return tuple(one for one in lines if one) or (say("No place of service"),)


def _promise_lines(order: OrderDetail, reader: Reader) -> tuple[str, ...]:
    today = reader.today
    if order.promised_on is None:
        return (say("Nothing promised yet"),)
    lines = [say("Done by $day", day=day_words(order.promised_on, today))]
    last = order.promised_dates[-1] if order.promised_dates else None
    if last is not None:
        lines.append(say("Told on $day", day=day_words(last.said_at.astimezone(reader.zone).date(), today)))
    if order.first_promised_on and order.first_promised_on != order.promised_on:
        lines.append(say("The first promise was $day", day=day_words(order.first_promised_on, today)))
    return tuple(lines)


def _task(step: MilestoneRow, today: date) -> page.Task:
    told = say("$name (the customer was told: “$words”)", name=step.name, words=step.we_do)
    what = told if step.we_do else step.name
    day = step.promised_on or step.forecast_on
    by = say("$team, by $day", team=step.team, day=day_words(day, today)) if day else step.team
    if step.state == "blocked":
        by = say("$team, blocked: $reason", team=step.team, reason=step.reason)
    return page.Task(what=what, by=by)


def _done_words(done: int) -> str:
    return count("$n step is done already.", "$n steps are done already.", done) if done else ""
