"""The five counts at the top of My Desk, each with its key; they lead to their lists."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QGridLayout, QWidget

from casedesk.contract.desk import DeskDetail
from casedesk.ui.screens.my_desk import words
from casedesk.ui.screens.my_desk.state import COUNTED, DeskList
from casedesk.ui.theme import look
from casedesk.ui.widgets import CountCard

GAP = 12
FEW_A_LINE = 3


class Counts(QWidget):
    """`chosen(DeskList)` when a count is pressed; `keys` and `titles` by list."""

    chosen = Signal(object)

    def __init__(
        self, titles: dict[DeskList, str], keys: dict[DeskList, str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._cards = {which: CountCard(titles[which], keys[which], self) for which in COUNTED}
        for card in self._cards.values():
            card.clicked.connect(self._on_clicked)
        self._decides = False
        self._a_line = len(COUNTED)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._on_look_changed()
        look().changed.connect(self._on_look_changed)
        self.set_a_line(self._a_line)

    def set_a_line(self, few: int) -> None:
        """Put at most so many side by side."""
        self._a_line = few
        # Five at most: who decides sees the handovers in their card alone, who does not has no decisions.
        left_out = self._cards[DeskList.HANDOVERS if self._decides else DeskList.DECISIONS]
        for card in self._cards.values():
            card.setVisible(card is not left_out)
        shown = [one for one in self._cards.values() if one is not left_out]
        for at, card in enumerate(shown):
            self._grid.addWidget(card, at // few, at % few)

    def show_desk(self, detail: DeskDetail, now: datetime) -> None:
        """Show how many there are, and what is worst about them."""
        if self._decides != detail.may_decide:
            self._decides = detail.may_decide
            self.set_a_line(self._a_line)
        found = {
            DeskList.DECISIONS: words.count_of_decisions(detail, now),
            DeskList.PROMISES: words.count_of_promises(detail, now),
            DeskList.JEOPARDY: words.count_in_jeopardy(detail, now),
            DeskList.HANDOVERS: words.count_of_handovers(detail, now),
            DeskList.TEAM_QUEUE: words.count_waiting(
                detail.team_queue, detail.counts["team_queue"], now, alarming=False
            ),
            DeskList.NOBODY_TOOK: words.count_waiting(
                detail.nobody_took, detail.counts["nobody_took"], now, alarming=True
            ),
        }
        for which, said in found.items():
            self._cards[which].set_count(said.number, said.note, said.status)

    @Slot()
    def _on_clicked(self) -> None:
        pressed = self.sender()
        self.chosen.emit(next(which for which, card in self._cards.items() if card is pressed))

    @Slot()
    def _on_look_changed(self) -> None:
        self._grid.setSpacing(look().px(GAP))
