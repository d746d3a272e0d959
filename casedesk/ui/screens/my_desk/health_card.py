"""What must be none in a sound company: four counts for managers, each opens what it counted; it reads nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from casedesk.contract.health import HealthRow
from casedesk.ui.screens.my_desk import rows
from casedesk.ui.screens.my_desk.list_card import ListCard
from casedesk.ui.screens.my_desk.state import HealthList
from casedesk.ui.widgets import Button, ButtonKind, Card, Column, Line, Status, StatusShape
from casedesk.words import say

FEWEST = 5


class HealthCard(QWidget):
    """`asked(name)` when a count is pressed; `listed` is the list below the counts.

    `listed.opened(about)` on Enter in it; both are hidden where the counts are not this person's to look at.
    """

    asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._card = Card(say("What must be none"))
        self._buttons: dict[str, Button] = {}
        self._shapes: dict[str, StatusShape] = {}
        self._labels: dict[str, str] = {}
        self.listed = ListCard("", rows.health_columns(), fewest=FEWEST, two_lines=True, heads=False)
        self.listed.hide()
        column = Column(self, gap=12)
        column.addWidget(self._card)
        column.addWidget(self.listed)
        self.hide()

    def show_counts(self, counts: Sequence[HealthRow]) -> None:
        """Show the counts; none at all hides the card."""
        self.setVisible(bool(counts))
        for one in counts:
            if one.name not in self._buttons:
                self._add(one)
            self._buttons[one.name].set_count(str(one.count))
            self._buttons[one.name].setAccessibleName(f"{one.label}: {one.count}")
            self._shapes[one.name].set_status(Status.LATE if one.count else Status.ON_TIME)
        self._card.set_count(str(sum(one.count for one in counts)))

    def show_list(self, listed: HealthList | None, now: datetime, *, in_full: bool) -> None:
        """Show what a count counted; None closes the list."""
        self.listed.setVisible(listed is not None)
        if listed is not None:
            self.listed.set_title(self._labels.get(listed.name, ""))
            self.listed.show_rows(rows.health_rows(listed, now), say("There is none."), in_full=in_full)

    @property
    def current_id(self) -> str:
        """The chosen work of the list, "" while none is open."""
        return self.listed.current_id if self.listed.isVisibleTo(self) else ""

    def focus_list(self) -> bool:
        """Put the keyboard into the open list, else on the first count."""
        if self.listed.isVisibleTo(self) and self.listed.focus_list():
            return True
        first = next(iter(self._buttons.values()), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return first is not None

    def _add(self, one: HealthRow) -> None:
        line = Line(gap=8)
        shape = StatusShape(Status.ON_TIME)
        button = Button(one.label, ButtonKind.QUIET, small=True)
        button.activated.connect(partial(self.asked.emit, one.name))
        line.addWidget(shape)
        line.addWidget(button)
        line.addStretch(1)
        self._card.body.addLayout(line)
        self._buttons[one.name], self._shapes[one.name], self._labels[one.name] = button, shape, one.label
