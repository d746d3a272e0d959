"""The row of choices over the list of all orders: status, owner, and by what it is sorted; it reads nothing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from casedesk.contract.desk import StaffRow
from casedesk.rules.vocabulary import OrderStatus
from casedesk.ui.screens.find.state import OrderChoice
from casedesk.ui.widgets import Combo, Field, Line, Option
from casedesk.ui.widgets.status import Status, status_word
from casedesk.words import say

_EVERY = ""
_SHOWN = (
    OrderStatus.LATE, OrderStatus.IN_JEOPARDY, OrderStatus.BLOCKED, OrderStatus.ON_TIME, OrderStatus.NOT_STARTED,
    OrderStatus.DONE, OrderStatus.CANCELLED,
)  # fmt: skip


class OrderFilters(QWidget):
    """`chosen(OrderChoice)` when the person chooses otherwise."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._status = Combo([Option(_EVERY, say("Every status")), *_statuses()])
        self._owner = Combo([Option(_EVERY, say("Everybody"))])
        self._sort = Combo(_sorts(), OrderChoice().sort)
        self._staff: tuple[StaffRow, ...] = ()
        line = Line(self, gap=12)
        line.addWidget(Field(say("Status"), self._status), 1)
        line.addWidget(Field(say("Owner"), self._owner), 1)
        line.addWidget(Field(say("Sorted by"), self._sort), 1)
        for combo in (self._status, self._owner, self._sort):
            combo.picked.connect(self._on_picked)

    def show_choice(self, choice: OrderChoice, staff: tuple[StaffRow, ...]) -> None:
        """Show what is chosen, and the colleagues there are."""
        if staff != self._staff:
            self._staff = staff
            people = [Option(one.login, one.name) for one in staff]
            self._owner.set_options([Option(_EVERY, say("Everybody")), *people], choice.owner)
        self._status.set_value(choice.status)
        self._owner.set_value(choice.owner)
        self._sort.set_value(choice.sort)

    @Slot()
    def _on_picked(self) -> None:
        self.chosen.emit(OrderChoice(self._status.value, self._owner.value, self._sort.value))


def _statuses() -> Sequence[Option]:
    return [Option(status, status_word(Status(status))) for status in _SHOWN]


def _sorts() -> Sequence[Option]:
    """Only what an index is kept for, or a long list would be slow."""
    return (
        Option("-opened_at", say("Opened, latest first")),
        Option("opened_at", say("Opened, oldest first")),
        Option("promised_on", say("Promised day, nearest first")),
        Option("-promised_on", say("Promised day, latest first")),
        Option("forecast_on", say("Forecast, earliest first")),
        Option("next_step_due_at", say("Next step due, earliest first")),
        Option("-total_once", say("Total once, largest first")),
        Option("number", say("Order number")),
        Option("state", say("State")),
    )
