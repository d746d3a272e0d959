"""The open template: its milestones as a list, what does not fit, and how the days add up; it changes nothing."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from casedesk.rules.template_steps import Span
from casedesk.ui.screens.admin.editing import TemplateEditing
from casedesk.ui.screens.admin.rows import step_columns, step_rows
from casedesk.ui.screens.admin.span_chart import Bar, SpanChart
from casedesk.ui.tables import ListTableModel, RecordTable
from casedesk.ui.theme import Type
from casedesk.ui.widgets import Card, Column, Line, PlainLabel, Scroll, Status, StatusPill, StatusShape
from casedesk.words import count, say


class TemplateEditor(QWidget):
    """`step_chosen(key)` when another milestone is chosen, `step_opened(key)` on Enter."""

    step_chosen = Signal(str)
    step_opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = ListTableModel(step_columns(), parent=self)
        self.table = RecordTable(self._rows, name=say("Milestones"), fits=True)
        self.table.current_changed.connect(self.step_chosen)
        self.table.opened.connect(self.step_opened)
        self.steps = Card(
            say("Milestones"), flush=True, hint=say("Ins adds, Alt Up and Down move, P the promise")
        )
        self.steps.body.addWidget(self.table)
        self._fault = QWidget()
        self._fault_text = PlainLabel("", Type.TEXT_STRONG, "risk", wrap=True)
        self.days = Card(say("How the days add up"), hint=say("filled decide the date, outlined have slack"))
        self.chart = SpanChart()
        self._promise = StatusPill(Status.ON_TIME)
        self._lay_out()

    def show_editing(self, editing: TemplateEditing, teams: Mapping[str, str]) -> None:
        """Show the milestones as they stand now."""
        self._rows.set_entries(step_rows(editing, teams))
        if editing.chosen and self.table.current_id != editing.chosen:
            self.table.choose(editing.chosen)
        self.steps.set_count(str(len(editing.steps)))
        fault = editing.fault
        self._fault.setVisible(fault is not None)
        self._fault_text.setText(fault.text if fault else "")
        self.days.setVisible(fault is None)
        if fault is None:
            self._show_days(editing)

    def _show_days(self, editing: TemplateEditing) -> None:
        spans = editing.spans
        promise = editing.promise_day
        self.chart.show_bars(
            [
                Bar(
                    one.name,
                    spans[one.key],
                    decides=not spans[one.key].slack and spans[one.key].end <= promise,
                    is_chosen=one.key == editing.chosen,
                )
                for one in editing.steps
            ],
            promise,
        )
        self._promise.set_status(Status.ON_TIME, say("Promise on day $n", n=promise))
        self.days.set_count(count("$n working day in all", "$n working days in all", _last(spans)))

    def _lay_out(self) -> None:
        fault = Line(self._fault, margin=(16, 4, 16, 8), gap=8)
        fault.addWidget(StatusShape(Status.IN_JEOPARDY))
        fault.addWidget(self._fault_text, 1)
        self.steps.body.addWidget(self._fault)
        promise = Line(gap=8)
        promise.addWidget(self._promise)
        promise.addStretch(1)
        self.days.body.addLayout(promise)
        self.days.body.addWidget(self.chart)
        scroll = Scroll(gap=12)
        scroll.content.addWidget(self.steps)
        scroll.content.addWidget(self.days)
        scroll.content.addStretch(1)
        Column(self, gap=0).addWidget(scroll)


def _last(spans: Mapping[str, Span]) -> int:
    return max((one.end for one in spans.values()), default=0)
