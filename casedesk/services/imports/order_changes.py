"""Takes over what a source has changed of its orders, where nobody has worked on them here."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select

from casedesk.contract.ids import new_id
from casedesk.contract.orders import ImportOrder
from casedesk.models import Case, Order, OrderLine, PromisedDate
from casedesk.rules.states import OrderLineState, OrderState
from casedesk.rules.vocabulary import EntryKind, OwnershipHow
from casedesk.services.imported_orders import Found, ImportedRows, imported_rows
from casedesk.services.imports.note_writer import write_notes
from casedesk.services.imports.order_obstacles import way_between
from casedesk.services.imports.order_rows import NamedProduct, Places, import_command, link_products
from casedesk.services.imports.plans import Planned
from casedesk.services.imports.writing import Writing, apply_changes, gone_and_new
from casedesk.services.ownership_changes import become_owner
from casedesk.services.unit_of_work import Change

_TAKEN_OVER = (
    "premises_id",
    "headline",
    "wants",
    "placed_on",
    "promised_on",
    "done_on",
    "completed_on",
    "completed_how",
    "cancelled_on",
    "cancel_reason",
    "held_from",
    "hold_kind",
    "hold_reason",
    "hold_check_on",
    "forecast_on",
    "next_step",
    "next_step_due_at",
    "total_once",
    "total_monthly",
    "extra",
)
"""Columns that are what the source makes them, as long as nobody has worked on the order here."""


def change_orders(
    writing: Writing, cases: Mapping[UUID, Case], places: Places, products: Mapping[str, NamedProduct]
) -> None:
    """Change the orders of the plan that the source has changed, walking through permitted states."""
    changed = {one.target_id: one for one in writing.plan.of("changed")}
    for order in writing.work.session.scalars(select(Order).where(Order.id.in_(changed))):
        _change(writing, order, changed[order.id], cases[order.case_id], places, products)


def _change(
    writing: Writing,
    order: Order,
    one: Planned,
    case: Case,
    places: Places,
    products: Mapping[str, NamedProduct],
) -> None:
    owner_id = writing.id_of("staff", one.record.values.get("owner")) or writing.work.actor.id
    command = import_command(writing, one.record, order.case_id, products)
    place_id = places.id_for(one.record, order.case_id)
    writing.batch.insert(writing.work.session)  # the order may refer to a new place
    fresh = imported_rows(writing.work, command, Found(order.digits, owner_id, order.template_id, place_id))
    _promise_anew(writing, order, command)
    old_state = order.state
    changes = apply_changes(order, {name: getattr(fresh.order, name) for name in _TAKEN_OVER})
    if "owner" in one.changed and owner_id != order.owner_id:
        become_owner(writing.work, order, OwnershipHow.IMPORTED, owner_id=owner_id)
    _walk(writing, order, OrderState(command.state))
    if "lines" in one.changed:
        _new_revision(writing, order, fresh, one, products)
    else:
        _deliver(writing, order)
    if order.state != old_state:
        changes["state"] = Change(old_state, order.state)
    writing.work.record(EntryKind.ORDER, case, order_id=order.id, subject_id=order.id, values=changes)
    writing.work.changed("order", order.id)
    _gone, notes = gone_and_new(writing, one, "notes")
    write_notes(writing, case, order, notes, command.placed_on)


def _promise_anew(writing: Writing, order: Order, command: ImportOrder) -> None:
    """A new promised day stands beside the first one, which still counts for on time."""
    if command.promised_on is None or command.promised_on == order.promised_on:
        return
    if order.first_promised_on is None:
        order.first_promised_on = command.promised_on
    else:
        order.promise_moves += 1
    writing.batch.add(
        PromisedDate(
            id=new_id(),
            order_id=order.id,
            promised_on=command.promised_on,
            said_at=writing.work.now,
            said_by_id=writing.work.actor.id,
            reason="",
        )
    )


def _walk(writing: Writing, order: Order, state: OrderState) -> None:
    for step in way_between(order.state, state):
        order.state = step
        writing.work.session.flush()  # the database checks every move


def _new_revision(
    writing: Writing,
    order: Order,
    fresh: ImportedRows,
    one: Planned,
    products: Mapping[str, NamedProduct],
) -> None:
    order.lines_revision += 1
    link_products(fresh.lines, one.record, products)
    for line in fresh.lines:
        line.order_id, line.revision = order.id, order.lines_revision
        writing.batch.add(line)


def _deliver(writing: Writing, order: Order) -> None:
    """The lines in force follow the order."""
    if order.state not in (OrderState.COMPLETED, OrderState.DONE_NOT_CONFIRMED):
        return
    lines = select(OrderLine).where(
        OrderLine.order_id == order.id, OrderLine.revision == order.lines_revision
    )
    for line in writing.work.session.scalars(lines):
        line.state, line.delivered_on = OrderLineState.DELIVERED, order.done_on
