"""The table of Find: its columns, and each hit as a row of cells; it knows no widget."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from casedesk.contract.cases import FindHit
from casedesk.contract.customers import CustomerRow
from casedesk.contract.orders import OrderRow
from casedesk.rules.vocabulary import CustomerKind, OrderStatus
from casedesk.ui.screens.find.marks import marks
from casedesk.ui.screens.find.state import Group, Target
from casedesk.ui.tables import Cell, Column, GroupHead, Kind, Row
from casedesk.ui.text import day
from casedesk.ui.widgets import OwnerMark
from casedesk.ui.widgets.status import Status, status_ink, status_word
from casedesk.words import count, say

ICONS = {"customer": "person", "order": "box", "interaction": "phone"}


def columns() -> tuple[Column, ...]:
    """The columns of what was found."""
    return _columns(say("Name or number"), say("Where it matched"), say("Phone or date"))


def order_columns() -> tuple[Column, ...]:
    """The columns of the list of all orders."""
    return _columns(say("Order"), say("Customer and place"), say("Date"))


def _columns(name: str, matched: str, contact: str) -> tuple[Column, ...]:
    return (
        Column("name", name, width=170, stretch=3),
        Column("matched", matched, width=170, stretch=4),
        Column("contact", contact, width=142, stretch=1),
        Column("state", say("State"), width=112),
        Column("owner", say("Owner"), Kind.OWNER, width=140, stretch=1, optional=True),
    )


def group_words(group: Group) -> str:
    return {
        Group.ALL: say("All"),
        Group.CUSTOMERS: say("Customers"),
        Group.ORDERS: say("Orders"),
        Group.SAID: say("Calls and notes"),
    }[group]


def hit_rows(hits: Sequence[FindHit], wanted: str, login: str, own_name: str) -> list[Row | GroupHead]:
    """The hits by group, with a head over each, in the order in which they came."""
    rows: list[Row | GroupHead] = []
    for group in (Group.CUSTOMERS, Group.ORDERS, Group.SAID):
        of_group = [hit for hit in hits if hit.kind == group]
        if of_group:
            rows.append(GroupHead(group_words(group), str(len(of_group))))
            rows += [hit_row(hit, wanted, login, own_name) for hit in of_group]
    return rows


def hit_row(hit: FindHit, wanted: str, login: str, own_name: str) -> Row:
    """A hit with the matching parts marked."""
    status = Status(hit.status) if hit.status else None
    strong = hit.kind != "interaction"
    return Row(
        Target.of_hit(hit).row_id,
        {
            "name": Cell(
                hit.name,
                hit.second_line,
                strong=strong,
                icon=ICONS[hit.kind],
                hits=marks(hit.name, wanted),
            ),
            "matched": Cell(hit.matched, hit.why, hits=marks(hit.matched, wanted)),
            "contact": Cell(hit.contact, hits=marks(hit.contact, wanted)),
            "state": Cell(hit.state, status=status, ink=status_ink(status) if status else "text2"),
            "owner": Cell(owner=_owner(hit, login, own_name)),
        },
    )


def _owner(hit: FindHit, login: str, own_name: str) -> OwnerMark | None:
    is_own = hit.owner_login == login if hit.owner_login else hit.owner == own_name
    if is_own:
        return OwnerMark.you(own_name)
    if hit.owner_login or hit.kind != "order":
        return OwnerMark.colleague(hit.owner) if hit.owner else None
    return OwnerMark.nobody(hit.owner)


def customer_hit(row: CustomerRow) -> FindHit:
    """A customer opened lately, as a hit."""
    private = row.kind == CustomerKind.PERSON
    since = row.since_on.year
    second = say("private, since $year", year=since) if private else say("company, since $year", year=since)
    state = count("$n open", "$n open", row.open_orders) if row.open_orders else say("none open")
    return FindHit(
        kind="customer", id=row.id, order_number=None, customer=row.id, line=row.name, why="", name=row.name,
        second_line=second, matched=row.city, contact=row.phone, state=state, status="", owner=row.contact,
        owner_login=None,
    )  # fmt: skip


def order_hit(row: OrderRow, today: date) -> FindHit:
    """An order of a list, as a hit."""
    return FindHit(
        kind="order", id=row.id, order_number=row.number, customer=row.customer, line=row.number,
        why=row.place, name=row.number, second_line=row.headline, matched=row.customer_name,
        contact=_dates(row, today), state=status_word(Status(row.status)), status=row.status,
        owner=row.owner_name or row.queue or "", owner_login=row.owner,
    )  # fmt: skip


def _dates(row: OrderRow, today: date) -> str:
    if row.status == OrderStatus.CANCELLED and row.cancelled_on:
        return say("Cancelled $day", day=day(row.cancelled_on, today))
    if row.done_on:
        return say("Done $day", day=day(row.done_on, today))
    if row.promised_on:
        return say("Promised $day", day=day(row.promised_on, today))
    return say("No day promised")
