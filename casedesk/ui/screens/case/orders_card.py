"""The orders of a case: the most urgent with its milestones, the others in one line each; it opens none itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from casedesk.contract.cases import CaseDetail, CaseOrderRow
from casedesk.ui.screens.case.forms import is_open
from casedesk.ui.screens.case.order_line import OrderLine, TrackRoom, mark
from casedesk.ui.widgets import Button, ButtonKind, Card, Column, Hairline, Status, take_out
from casedesk.words import count, say

_URGENCY = (
    Status.LATE, Status.IN_JEOPARDY, Status.BLOCKED, Status.ON_TIME, Status.NOT_STARTED, Status.DONE,
    Status.CANCELLED,
)  # fmt: skip


def open_orders(orders: Sequence[CaseOrderRow]) -> list[CaseOrderRow]:
    """What is not finished, the most urgent first."""
    found = [one for one in orders if is_open(one.state)]
    return sorted(found, key=lambda one: (_URGENCY.index(Status(one.status)), one.promised_on or date.max))


def finished_orders(orders: Sequence[CaseOrderRow]) -> list[CaseOrderRow]:
    return [one for one in orders if not is_open(one.state)]


class OrdersCard(Card):
    """All orders of a case.

    `opened(number)` asks to open one, `new_requested` to make one, `finished_toggled(bool)` to show or hide
    finished ones; `filled` comes when its lines were made anew.
    """

    opened = Signal(str)
    new_requested = Signal()
    finished_toggled = Signal(bool)
    filled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(say("Orders"), parent=parent)
        self._shown: tuple[object, ...] = ()
        self._shows_finished = False
        self._lines: list[OrderLine] = []
        self._finished = Button(say("Show finished"), ButtonKind.QUIET, small=True)
        self._finished.activated.connect(self._on_finished)
        self._finished.hide()
        self._new = Button(say("New order"), ButtonKind.QUIET, icon="plus", small=True)
        self._new.activated.connect(self.new_requested)
        self.add_action(self._finished)
        self.add_action(self._new)
        self.empty_action_requested.connect(self.new_requested)

    def set_new_not_allowed(self, reason: str) -> None:
        self._new.set_not_allowed(reason)

    def show_case(self, case: CaseDetail, today: date, *, shows_finished: bool) -> None:
        """Show the orders; those that did not change stay as they are, with the keyboard where it was."""
        ongoing, finished = open_orders(case.orders), finished_orders(case.orders)
        self._shows_finished = shows_finished
        self.set_count(_count_words(len(ongoing), len(finished)))
        self._finished.setVisible(bool(finished))
        self._finished.set_text(say("Hide finished") if shows_finished else say("Show finished"))
        if not case.orders:
            self._shown = ()
            self._lines.clear()
            take_out(self.body)
            self.show_empty(say("No orders yet."), say("New order"))
            return
        self.show_content()
        shown = (*ongoing, *finished) if shows_finished else tuple(ongoing)
        if (shown, today) != self._shown:
            self._shown = (shown, today)
            self._fill(shown, today)

    def _fill(self, orders: Sequence[CaseOrderRow], today: date) -> None:
        focused = next((one.number for one in self._lines if one.hasFocus()), "")
        take_out(self.body)
        self._lines.clear()
        if not orders:
            self.show_empty(say("All orders are finished."), say("New order"))
        for at, order in enumerate(orders):
            if at:
                self.body.addWidget(Hairline())
            self.body.addWidget(self._block(order, today, unfolded=at == 0 and is_open(order.state)))
        self.filled.emit()
        for line in self._lines:
            if line.number == focused:
                line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _block(self, order: CaseOrderRow, today: date, *, unfolded: bool) -> QWidget:
        block = QWidget()
        column = Column(block, gap=4)
        line = OrderLine(order, today, with_track=not unfolded)
        line.clicked.connect(self._on_clicked)
        column.addWidget(line)
        self._lines.append(line)
        if unfolded and order.milestones:
            column.addWidget(TrackRoom([mark(one) for one in order.milestones], today))
        return block

    @Slot()
    def _on_clicked(self) -> None:
        pressed = self.sender()
        if isinstance(pressed, OrderLine):
            self.opened.emit(pressed.number)

    @Slot()
    def _on_finished(self) -> None:
        self.finished_toggled.emit(not self._shows_finished)


def _count_words(ongoing: int, finished: int) -> str:
    parts = [say("$n open", n=ongoing)]
    if finished:
        parts.append(count("$n finished", "$n finished", finished))
    return ", ".join(parts)
