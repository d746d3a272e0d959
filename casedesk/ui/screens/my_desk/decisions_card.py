"""Decisions that wait for a yes: the list, and for the chosen one what there is to know; it decides nothing itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from casedesk.contract.desk import DecisionAskedRow
from casedesk.ui.screens.my_desk import rows, words
from casedesk.ui.screens.my_desk.list_card import ListCard
from casedesk.ui.text import day, money
from casedesk.ui.theme import Type
from casedesk.ui.widgets import Button, ButtonKind, Column, FactList, Flow, Hairline, PlainLabel
from casedesk.words import count, say

FEWEST = 5


class DecisionsCard(ListCard):
    """`approved(id)`, `refused(id)` and `opened(id)` are wishes about the chosen decision."""

    approved = Signal(str)
    refused = Signal(str)

    def __init__(self, keys: tuple[str, str], parent: QWidget | None = None) -> None:
        super().__init__(
            say("Waiting for your decision"),
            rows.decision_columns(),
            fewest=FEWEST,
            two_lines=True,
            hint=say("Up/Down choose, $yes or $no decides, Enter opens", yes=keys[0], no=keys[1]),
            parent=parent,
        )
        self._asked: tuple[DecisionAskedRow, ...] = ()
        self._told: tuple[object, ...] = ()
        self._chosen_title = PlainLabel("", Type.SUB_RECORD, wrap=True)
        self._facts = FactList(110)
        self._yes = Button(say("Yes"), ButtonKind.MAIN, icon="check", key=keys[0])
        self._no = Button(say("No, with a reason"), key=keys[1])
        self._yes.activated.connect(self._on_yes)
        self._no.activated.connect(self._on_no)
        self._detail = self._make_detail()
        self.body.addWidget(self._detail)
        self.table.current_changed.connect(self._show_chosen)
        self._now: datetime | None = None

    def show_decisions(self, asked: tuple[DecisionAskedRow, ...], now: datetime, *, in_full: bool) -> None:
        """Show what waits, with what there is to know about the chosen one."""
        self._asked, self._now = asked, now
        self.show_rows(
            [rows.decision_row(one, now) for one in asked],
            say("Nobody waits for your decision."),
            in_full=in_full,
        )
        self._show_chosen()

    def _make_detail(self) -> QWidget:
        detail = QWidget()
        outer = Column(detail, gap=0)
        outer.addWidget(Hairline())
        inside = Column(margin=(16, 12, 16, 10), gap=10)
        inside.addWidget(self._chosen_title)
        inside.addWidget(self._facts)
        place = QWidget()
        buttons = Flow(place, gap=8)
        buttons.addWidget(self._yes)
        buttons.addWidget(self._no)
        inside.addWidget(place)
        outer.addLayout(inside)
        return detail

    @Slot()
    def _show_chosen(self) -> None:
        chosen = next((one for one in self._asked if str(one.id) == self.table.current_id), None)
        self._detail.setVisible(chosen is not None)
        if chosen is None or self._now is None:
            return
        told = (chosen, words.customer_waits(chosen, self._now))
        if told == self._told:
            return
        self._told = told
        self._chosen_title.setText(chosen.outcome)
        self._facts.clear()
        for label, value in _facts(chosen, self._now):
            self._facts.add(label, value)

    @Slot()
    def _on_yes(self) -> None:
        self.approved.emit(self.table.current_id)

    @Slot()
    def _on_no(self) -> None:
        self.refused.emit(self.table.current_id)


def _facts(one: DecisionAskedRow, now: datetime) -> Sequence[tuple[str, str]]:
    """What there is to know, as label and words; what is not known is left out."""
    found = [
        (say("The wish"), say("“$text”", text=one.wants) if one.wants else ""),
        (say("The question"), one.question),
        (
            say("$name says", name=one.asked_by_name.split()[0]),
            say("“$text”", text=one.note) if one.note else "",
        ),
        (say("Promised"), _promised(one, now)),
        (say("Customer"), _customer(one, now)),
    ]
    return [(label, value) for label, value in found if value]


def _promised(one: DecisionAskedRow, now: datetime) -> str:
    if one.waits_until is None:
        return ""
    waits, _status = words.customer_waits(one, now)
    return say("$what, $when, by $name", what=one.promised, when=waits, name=one.promised_by)


def _customer(one: DecisionAskedRow, now: datetime) -> str:
    owed = (
        say("owes $amount", amount=money(one.balance, one.currency))
        if one.balance > 0
        else say("owes nothing")
    )
    orders = count("$n order", "$n orders", one.orders)
    return say("since $day, $orders, $owed", day=day(one.since_on, now.date()), orders=orders, owed=owed)
