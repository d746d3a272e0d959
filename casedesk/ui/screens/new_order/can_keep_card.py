"""Card 4 of a new order: each later step with its earliest day and why; it knows no query."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from PySide6.QtWidgets import QWidget

from casedesk.contract.orders import StepCheck
from casedesk.ui.screens.new_order.state import NewOrderState
from casedesk.ui.tables import Cell, Column, ListTableModel, RecordTable, Row
from casedesk.ui.text import day
from casedesk.ui.widgets import Card, IconText, Status, take_out
from casedesk.ui.widgets import Column as Below
from casedesk.words import say


class CanKeepCard(Card):
    """Checked anew whenever something changes; says when, and what speaks against the sale."""

    def __init__(self, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(say("4. Can we keep it?"), flush=True, parent=parent)
        self._now = now
        self._rows = ListTableModel((
            Column("step", say("Step and who does it"), width=138, stretch=2),
            Column("earliest", say("Earliest"), width=98),
            Column("why", say("Why"), width=140, stretch=3),
        ))  # fmt: skip
        self.table = RecordTable(
            self._rows, name=say("Steps that have to be kept"), two_lines=True, fits=True
        )
        self._warnings = QWidget()
        self._warning_lines = Below(self._warnings, margin=(16, 8, 16, 10), gap=6)
        self.body.addWidget(self.table)
        self.body.addWidget(self._warnings)
        self.body.addStretch(1)

    def show_state(self, state: NewOrderState) -> None:
        """Show the answer, or why there is none."""
        if state.check_fault:
            self.set_hint("")
            self.show_error(state.check_fault, say("What you typed is kept."))
            return
        if state.answer is None:
            self.set_hint("")
            waits = say("Checking every later step …") if state.is_checking else ""
            self.show_empty(waits or say("Choose what is ordered. Then every later step is checked here."))
            return
        self.show_content()
        self.set_hint(say("checked $time, live", time=state.checked_at))
        self._rows.set_entries([self._row(one, state.typed.promised_on) for one in state.answer.steps])
        self._show_warnings(state.answer.warnings)

    def _row(self, step: StepCheck, promised_on: date | None) -> Row:
        today = self._now().date()
        late = promised_on is not None and promised_on < step.earliest_on
        why, _, waits_for = step.why.partition(", ")
        on_time = Status.UNDER_WAY if step.is_promise else Status.ON_TIME
        shape = Status.IN_JEOPARDY if late else on_time
        return Row(step.key, {
            "step": Cell(step.name, step.team, strong=step.is_promise, status=shape),
            "earliest": Cell(day(step.earliest_on, today), strong=step.is_promise, ink="risk" if late else "text"),
            "why": Cell(why, waits_for, ink="text" if step.is_promise else "text2"),
        })  # fmt: skip

    def _show_warnings(self, warnings: tuple[str, ...]) -> None:
        take_out(self._warning_lines)
        for text in warnings:
            line = IconText("info", text, ink="risk")
            line.label.setWordWrap(True)
            self._warning_lines.addWidget(line)
        self._warnings.setVisible(bool(warnings))
