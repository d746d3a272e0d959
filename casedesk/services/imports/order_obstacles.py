"""Which changes of an imported order can be taken over from its source, and which a person has to make."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import Connection, select

from casedesk.models import Entry, Order
from casedesk.rules.states import STATES, OrderState, may_move
from casedesk.services.imports.plans import Obstacle, Planned
from casedesk.words import say

FIXED = frozenset({"customer", "currency", "money"})
"""What never changes: a later file may not move an order, its currency or what was booked on it."""

IMPORT_COMMANDS = ("import_records", "import_order")


def order_obstacles(connection: Connection, planned: Sequence[Planned]) -> Mapping[str, Obstacle]:
    """An obstacle for each changed order whose change cannot be taken over, by its key."""
    changed = [one for one in planned if one.outcome == "changed" and one.target_id]
    ids = [one.target_id for one in changed if one.target_id]
    rows = connection.execute(select(Order.id, Order.state).where(Order.id.in_(ids)))
    states = {row.id: row.state for row in rows}
    touched = set(
        connection.scalars(
            select(Entry.order_id)
            .where(Entry.order_id.in_(ids), Entry.command.not_in(IMPORT_COMMANDS))
            .distinct()
        )
    )
    found = {one.record.key: _obstacle(one, states, touched) for one in changed}
    return {key: obstacle for key, obstacle in found.items() if obstacle}


def _obstacle(one: Planned, states: Mapping[UUID, str], touched: set[UUID | None]) -> Obstacle | None:
    if one.target_id in touched:
        return Obstacle(
            ", ".join(sorted(one.changed)),
            "",
            say("Somebody has worked on this order in CaseDesk since it was imported"),
            say("Make the change there; the file does not overwrite people."),
        )
    billed_lines = {"lines"} if one.record.lists.get("money") else set()
    if fixed := sorted(one.changed & (FIXED | billed_lines)):
        return Obstacle(
            fixed[0],
            "",
            say("An order's $fields cannot be changed by an import", fields=", ".join(fixed)),
            say("Make the change in CaseDesk."),
        )
    old, new = states[one.target_id] if one.target_id else "", str(one.record.values["state"])
    if old != new and not way_between(old, new):
        return Obstacle(
            "state",
            new,
            say("An order that is $old cannot become $new", old=old, new=new),
            say("Look at the order in both systems and correct the wrong one."),
        )
    return None


def way_between(old: str, new: str) -> tuple[OrderState, ...]:
    """The states to walk through from `old` to `new`, the last included; empty where no moves lead there."""
    ways: dict[str, tuple[OrderState, ...]] = {old: ()}
    waiting = [old]
    while waiting:
        here = waiting.pop(0)
        for state in STATES["order"]:
            if state not in ways and may_move("order", here, state):
                ways[state] = (*ways[here], OrderState(state))
                waiting.append(state)
    return ways.get(new, ())
