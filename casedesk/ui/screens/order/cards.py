"""The cards below the milestones: what is known, billing, documents, promised days, owners; they know no query."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from casedesk.contract.orders import OrderDetail
from casedesk.rules.vocabulary import Charge
from casedesk.ui.screens.order import words
from casedesk.ui.tables import Cell, Column, ListTableModel, RecordTable, Row
from casedesk.ui.text import day, money, short_day
from casedesk.ui.widgets import Button, ButtonKind, Card, FactList
from casedesk.words import count, say

Now = Callable[[], datetime]


class AboutCard(Card):
    """What the customer wants, how to tell the customer, and the small numbers of other systems."""

    def __init__(self, now: Now, parent: QWidget | None = None) -> None:
        super().__init__(say("About this order"), parent=parent)
        self._now = now
        self._facts = FactList(92)
        self.body.addWidget(self._facts)
        self.body.addStretch(1)

    def show_order(self, order: OrderDetail) -> None:
        today = self._now().date()
        self._facts.clear()
        for label, value in (
            (say("Wants"), order.wants or say("not written down")),
            (say("Asked for"), day(order.requested_on, today) if order.requested_on else ""),
            (say("State"), _state(order, self._now())),
            (say("Where"), order.place),
            (say("Phone"), order.phone),
            (say("Tell by"), words.tell_by(order.tell_by)),
            (say("Elsewhere"), ", ".join(order.aliases)),
            *((name, str(value)) for name, value in order.extra.items()),
        ):
            if value:
                self._facts.add(label, value)


def _state(order: OrderDetail, now: datetime) -> str:
    placed = say("placed $day", day=day(order.placed_on, now.date())) if order.placed_on else ""
    return ", ".join(part for part in (words.state_word(order.state), placed) if part)


class BillingCard(Card):
    """What it costs and what is owed on it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(say("Billing"), parent=parent)
        self._facts = FactList(92)
        self.body.addWidget(self._facts)
        self.body.addStretch(1)

    def show_order(self, order: OrderDetail) -> None:
        self._facts.clear()
        self._facts.add(say("Once"), money(order.total_once, order.currency))
        if any(line.charge == Charge.MONTHLY for line in order.lines):
            self._facts.add(say("Monthly"), money(order.total_monthly, order.currency))
        self._facts.add(say("Open"), words.balance(order.balance, order.currency))


class DocumentsCard(Card):
    """What was issued; `opened(id)` to look at the filed pages, `add_requested` for a new one."""

    opened = Signal(str)
    add_requested = Signal()

    def __init__(self, now: Now, parent: QWidget | None = None) -> None:
        super().__init__(say("Documents"), flush=True, parent=parent)
        self._now = now
        self._rows = ListTableModel((
            Column("what", say("Document"), width=140, stretch=1),
            Column("day", say("Issued"), width=72),
        ))  # fmt: skip
        self.table = RecordTable(self._rows, name=say("Documents"), two_lines=True, heads=False, fits=True)
        self.table.opened.connect(self.opened)
        self.body.addWidget(self.table)
        self.body.addStretch(1)
        self.add = Button(say("Add"), ButtonKind.QUIET, icon="plus")
        self.add.setAccessibleName(say("Print a document of this order"))
        self.add.activated.connect(self.add_requested)
        self.add_action(self.add)
        self.empty_action_requested.connect(self.add_requested)

    def show_order(self, order: OrderDetail, names: Mapping[str, str]) -> None:
        """Show the documents; `names` are their titles by kind."""
        self.set_count(str(len(order.documents)) if order.documents else "")
        if not order.documents:
            self.show_empty(say("Nothing was sent yet."), say("Print the confirmation"))
            return
        self.show_content()
        zone, today = self._now().tzinfo, self._now().date()
        self._rows.set_entries([
            Row(str(one.id), {
                "what": Cell(names.get(one.kind, one.kind), words.document_note(one), icon="document"),
                "day": Cell(short_day(one.issued_at.astimezone(zone).date(), today)),
            })
            for one in reversed(order.documents)
        ])  # fmt: skip


class PromisedDaysCard(Card):
    """Every day the customer was told, the last one first; the first one counts for on time."""

    def __init__(self, now: Now, parent: QWidget | None = None) -> None:
        super().__init__(say("Promised days"), flush=True, parent=parent)
        self._now = now
        self._rows = ListTableModel((
            Column("day", say("Day"), width=110),
            Column("why", say("Why"), width=140, stretch=1),
        ))  # fmt: skip
        self.table = RecordTable(
            self._rows, name=say("Promised days"), two_lines=True, heads=False, fits=True
        )
        self.body.addWidget(self.table)
        self.body.addStretch(1)

    def show_order(self, order: OrderDetail) -> None:
        promised = order.promised_dates
        self.set_count(count("$n day", "$n days", len(promised)) if len(promised) > 1 else "")
        if not promised:
            self.show_empty(say("No day was promised to the customer yet."))
            return
        self.show_content()
        now = self._now()
        zone = now.tzinfo
        rows = []
        for at, one in enumerate(promised):
            said = short_day(one.said_at.astimezone(zone).date(), now.date())
            by = say("$name, $day", name=one.said_by, day=said) if one.said_by else said
            why = one.reason or (say("the first promise") if at == 0 else "")
            rows.append(Row(str(at), {
                "day": Cell(day(one.promised_on, now.date()), strong=at == len(promised) - 1),
                "why": Cell(why or by, by if why else ""),
            }))  # fmt: skip
        self._rows.set_entries(rows[::-1])


class OwnersCard(Card):
    """Who owned the order, the present owner first."""

    def __init__(self, now: Now, own_login: str, parent: QWidget | None = None) -> None:
        super().__init__(say("Who owned it"), say("never without a name"), flush=True, parent=parent)
        self._now, self._own_login = now, own_login
        self._rows = ListTableModel((
            Column("since", say("Since"), width=110),
            Column("who", say("Who"), width=160, stretch=1),
        ))  # fmt: skip
        self.table = RecordTable(self._rows, name=say("Who owned it"), two_lines=True, heads=False, fits=True)
        self.body.addWidget(self.table)
        self.body.addStretch(1)

    def show_order(self, order: OrderDetail) -> None:
        now = self._now()
        zone = now.tzinfo
        self._rows.set_entries([
            Row(str(at), {
                "since": Cell(words.moment(one.since, zone, now.date())),
                "who": Cell(self._who(one.owner, one.name), words.owned_how(one)),
            })
            for at, one in enumerate(order.owners)
        ])  # fmt: skip

    def _who(self, login: str | None, name: str) -> str:
        if login is None:
            return say("Queue of $team", team=name)
        return say("You") if login == self._own_login else name
