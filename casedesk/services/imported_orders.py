"""Orders of another system, brought in as they are; the only way around the state moves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from casedesk.contract.ids import new_id
from casedesk.contract.orders import ImportedLine, ImportOrder, OrderOpened
from casedesk.contract.values import OrderNumber
from casedesk.errors import RefusedByRule, WrongUsage
from casedesk.models import Alias, Case, Order, OrderLine, Ownership, PromisedDate
from casedesk.rules.money import kept_sum, line_amount
from casedesk.rules.order_number import printed
from casedesk.rules.states import OrderLineState, OrderState
from casedesk.rules.vocabulary import Charge, EntryKind, OwnershipHow
from casedesk.services import search_index
from casedesk.services.handlers import handles
from casedesk.services.next_steps import end_of_work
from casedesk.services.numbers import next_order_number
from casedesk.services.order_dates import template_of
from casedesk.services.orders import new_premises, refuse_known_order
from casedesk.services.ownership_changes import ownership_line
from casedesk.services.people import staff_id_of
from casedesk.services.sources import external_parts
from casedesk.services.unit_of_work import Change, UnitOfWork
from casedesk.words import say

_DONE = (OrderState.COMPLETED, OrderState.DONE_NOT_CONFIRMED)


@dataclass(frozen=True)
class Found:
    """What was looked up for an order: its number, owner, milestone template and place of service."""

    digits: str
    owner_id: UUID
    template_id: UUID
    premises_id: UUID | None


@dataclass(frozen=True)
class ImportedRows:
    """The rows of an imported order, in no session yet: the order, what refers to it, its search keys."""

    order: Order
    lines: list[OrderLine]
    others: list[Alias | Ownership | PromisedDate]
    keys: list[dict[str, Any]]


def _cancel_it_instead() -> str:
    return say("An order number is given for ever. Cancel the order with its reason.")


@handles(ImportOrder, instead=_cancel_it_instead)
def import_order(work: UnitOfWork, command: ImportOrder) -> OrderOpened:
    """The order in its final state with its real dates, marked with its source; it has no milestones to work on."""
    source, external = external_parts(command.external)
    refuse_known_order(work, source, external)
    check_imported(command)
    case = work.case_of(command.customer)
    rows = imported_rows(work, command, _look_up(work, command))
    work.session.add(rows.order)
    work.session.flush()  # lines, alias and promised date refer to the order
    work.session.add_all([*rows.lines, *rows.others])
    search_index.add_keys(work, rows.keys)
    record_imported(work, case, rows.order)
    return OrderOpened(number=OrderNumber(printed(rows.order.digits)), id=rows.order.id)


def imported_rows(work: UnitOfWork, command: ImportOrder, found: Found) -> ImportedRows:
    """Everything that an imported order consists of but its entry."""
    order = _order(work, command, found)
    lines = [
        imported_line(order, position, line, work) for position, line in enumerate(command.lines, start=1)
    ]
    order.total_once, order.total_monthly = imported_totals(command.lines)
    order.headline = command.headline or ", ".join(row.name for row in lines[:3])
    alias = Alias(
        id=new_id(),
        system=str(order.source),
        number=str(order.external),
        case_id=order.case_id,
        order_id=order.id,
    )
    others: list[Alias | Ownership | PromisedDate] = [
        alias,
        ownership_line(work, order, OwnershipHow.IMPORTED, order.owner_id, None, ""),
    ]
    if command.promised_on:
        others.append(
            PromisedDate(
                id=new_id(),
                order_id=order.id,
                promised_on=command.promised_on,
                said_at=order.opened_at,
                said_by_id=work.actor.id,
                reason="",
            )
        )
    keys = search_index.order_number_rows(order.case_id, order.id, order.digits)
    keys += search_index.alias_rows(order.case_id, order.id, alias.id, str(order.external))
    return ImportedRows(order, lines, others, keys)


def record_imported(work: UnitOfWork, case: Case, order: Order) -> None:
    """The order's entry in the timeline, at the time it was placed."""
    work.changed("order", order.id)
    work.record(
        EntryKind.ORDER,
        case,
        order_id=order.id,
        subject_id=order.id,
        at=order.opened_at,
        values={
            "state": Change(None, order.state),
            "imported": Change(None, f"{order.source}:{order.external}"),
        },
    )


def _look_up(work: UnitOfWork, command: ImportOrder) -> Found:
    return Found(
        digits=next_order_number(work),
        owner_id=staff_id_of(work, command.owner) if command.owner else work.actor.id,
        template_id=template_of(work, command.kind).id,
        premises_id=_premises_id(work, command),
    )


def check_imported(command: ImportOrder) -> None:
    """RefusedByRule when state and dates contradict each other."""
    state = OrderState(command.state)
    if state in _DONE and command.done_on is None:
        raise RefusedByRule(say("An order that is done has the day it was done."), rule="imported_dates")
    if state is OrderState.CANCELLED and not command.reason.strip():
        raise RefusedByRule(say("A cancelled order has the reason."), rule="imported_dates")
    if state is OrderState.ON_HOLD and not command.reason.strip():
        raise RefusedByRule(say("An order on hold has the reason."), rule="imported_dates")
    if any(not 0 <= line.discount <= 1 for line in command.lines):
        raise WrongUsage(say("A discount is a share from 0 to 1; write a quarter as 0.25."))


def imported_totals(lines: tuple[ImportedLine, ...]) -> tuple[Decimal, Decimal]:
    """What is paid once and monthly, to a millionth."""
    return _imported_sum(lines, Charge.ONCE), _imported_sum(lines, Charge.MONTHLY)


def _imported_sum(lines: tuple[ImportedLine, ...], charge: Charge) -> Decimal:
    return kept_sum(
        line_amount(one.unit_price, one.quantity, one.discount) for one in lines if one.charge == charge
    )


def imported_line(order: Order, position: int, line: ImportedLine, work: UnitOfWork) -> OrderLine:
    """A line as it was; its product is named, not linked: prices of another system are its own."""
    done = order.state in _DONE
    return OrderLine(
        id=new_id(),
        order_id=order.id,
        revision=1,
        position=position,
        product_id=None,
        name=line.name,
        detail=line.product,
        charge=line.charge,
        unit_price=line.unit_price,
        quantity=line.quantity,
        discount=line.discount,
        delivered_on=order.done_on if done else None,
        state=OrderLineState.DELIVERED if done else OrderLineState.AS_ORDERED,
        since=work.now,
    )


def _order(work: UnitOfWork, command: ImportOrder, found: Found) -> Order:
    state = OrderState(command.state)
    source, external = external_parts(command.external)
    due_on = command.promised_on or command.placed_on
    return Order(
        id=command.id or new_id(),
        digits=found.digits,
        case_id=command.customer,
        premises_id=found.premises_id,
        template_id=found.template_id,
        state=state,
        wants=command.wants,
        opened_at=end_of_work(work, command.placed_on),
        opened_by_id=work.actor.id,
        placed_on=command.placed_on,
        promised_on=command.promised_on,
        first_promised_on=command.promised_on,
        done_on=command.done_on,
        completed_on=command.done_on if state is OrderState.COMPLETED else None,
        completed_how="imported" if state is OrderState.COMPLETED else "",
        cancelled_on=_cancelled_on(command, state),
        cancel_reason=command.reason if state is OrderState.CANCELLED else "",
        held_from=OrderState.PLACED if state is OrderState.ON_HOLD else None,
        hold_kind="other" if state is OrderState.ON_HOLD else None,
        hold_reason=command.reason if state is OrderState.ON_HOLD else "",
        hold_check_on=due_on if state is OrderState.ON_HOLD else None,
        forecast_on=command.done_on or command.promised_on,
        owner_id=found.owner_id,
        next_step=say("Look at this imported order"),
        next_step_due_at=end_of_work(work, due_on),
        currency=command.currency or work.company.currency,
        extra=command.extra,
        source=source,
        external=external,
    )


def _cancelled_on(command: ImportOrder, state: OrderState) -> date | None:
    return (command.cancelled_on or command.placed_on) if state is OrderState.CANCELLED else None


def _premises_id(work: UnitOfWork, command: ImportOrder) -> UUID | None:
    if not (command.street or command.city):
        return None
    return new_premises(
        work,
        command.customer,
        command.street,
        command.postcode,
        command.city,
        command.region,
        command.country,
    )
