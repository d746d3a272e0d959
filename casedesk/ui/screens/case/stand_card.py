"""Where things stand: the five lines above everything else of a case; it composes no word of them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QGridLayout, QWidget

from casedesk.contract.cases import CaseDetail, StandLine
from casedesk.ui.theme import Type, look
from casedesk.ui.widgets import Card, PlainLabel, RunsLabel, Status, StatusPill, marked_runs, take_out
from casedesk.words import say

LABEL_WIDTH = 68
LINE_HEIGHT = 22
"""As high as a pill, so that lines with and without one stand equally far apart."""


class StandCard(Card):
    """Shows the five lines as the record says them."""

    def __init__(self, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(say("Where things stand"), hint=hint, parent=parent)
        self._lines: tuple[StandLine, ...] = ()
        self._grid = QGridLayout()
        self._grid.setColumnStretch(1, 1)
        self.body.addLayout(self._grid)
        look().changed.connect(self._measure)
        self._measure()

    def show_case(self, case: CaseDetail, zone_time: str) -> None:
        """Show the lines; `zone_time` is when they were written."""
        self.set_count(say("written from the record, $time", time=zone_time))
        self.show_content()
        if case.stand == self._lines:
            return
        self._lines = case.stand
        take_out(self._grid)
        for row, line in enumerate(case.stand):
            self._add(row, line)

    def _add(self, row: int, line: StandLine) -> None:
        label = PlainLabel(line.label, Type.HINT_STRONG, "text2")
        text = RunsLabel(marked_runs(line.text, line.strong))
        text.setAccessibleName(f"{line.label}: {line.text}")
        label.setBuddy(text)
        top = Qt.AlignmentFlag.AlignTop
        for column, shown in enumerate((label, text)):
            shown.setMinimumHeight(look().px(LINE_HEIGHT))
            self._grid.addWidget(shown, row, column, top)
        if line.status:
            pill = StatusPill(Status(line.status), line.status_text)
            self._grid.addWidget(pill, row, 2, top | Qt.AlignmentFlag.AlignRight)

    @Slot()
    def _measure(self) -> None:
        px = look().px
        self._grid.setColumnMinimumWidth(0, px(LABEL_WIDTH))
        self._grid.setHorizontalSpacing(px(10))
        self._grid.setVerticalSpacing(px(2))
