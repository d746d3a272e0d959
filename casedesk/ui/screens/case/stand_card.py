"""Where things stand: the five lines above everything else of a case; it composes no word of them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from casedesk.contract.cases import CaseDetail, StandLine
from casedesk.ui.widgets import Card, FactList, Run, Status, StatusPill
from casedesk.words import say


class StandCard(Card):
    """Shows the five lines as the record says them."""

    def __init__(self, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(say("Where things stand"), hint=hint, parent=parent)
        self._facts = FactList()
        self._lines: tuple[StandLine, ...] = ()
        self.body.addWidget(self._facts)

    def show_case(self, case: CaseDetail, zone_time: str) -> None:
        """Show the lines; `zone_time` is when they were written."""
        self.set_count(say("written from the record, $time", time=zone_time))
        self.show_content()
        if case.stand == self._lines:
            return
        self._lines = case.stand
        self._facts.clear()
        for line in case.stand:
            self._facts.add(line.label, runs(line), _pill(line))


def runs(line: StandLine) -> list[Run]:
    """The text of a line in stretches, the marked ones strong."""
    found, at = [], 0
    for start, end in line.strong:
        found += [Run(line.text[at:start]), Run(line.text[start:end], strong=True)]
        at = end
    found.append(Run(line.text[at:]))
    return [run for run in found if run.text]


def spoken(lines: Sequence[StandLine]) -> str:
    """All lines in words, for the clipboard and for screen readers."""
    return "\n".join(f"{line.label}: {line.text}" for line in lines)


def _pill(line: StandLine) -> StatusPill | None:
    return StatusPill(Status(line.status), line.status_text) if line.status else None
