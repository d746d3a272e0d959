"""Several cards in three columns where there is room, as tabs of one column where there is not; it knows no order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QWidget

from casedesk.ui.widgets import Card, ChoiceRow, Column, Line, Option

_PREFERRED = QSizePolicy.Policy.Preferred


class LowerCards(QWidget):
    """`columns` are the keys of the cards of each column; `titles` name the tabs."""

    arranged = Signal()

    def __init__(
        self,
        cards: Mapping[str, Card],
        columns: Sequence[Sequence[str]],
        shares: Sequence[int],
        titles: Mapping[str, str],
        name: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._cards, self._columns, self._shares = dict(cards), columns, shares
        self._titles, self._name = dict(titles), name
        self._around = Column(self, gap=0)
        self._place: QWidget | None = None
        self._stack: QStackedWidget | None = None
        self._tabs: ChoiceRow | None = None
        self._shown = next(iter(self._cards))
        self.set_tabs(False)

    @property
    def has_tabs(self) -> bool:
        return self._tabs is not None

    def set_tabs(self, has_tabs: bool) -> None:
        """Arrange the cards as tabs, or in columns."""
        if self._place is not None and has_tabs == self.has_tabs:
            return
        for card in self._cards.values():
            card.setParent(self)
        before, self._place = self._place, QWidget()
        self._stack = self._tabs = None
        if has_tabs:
            self._make_tabs(self._place)
        else:
            self._make_columns(self._place)
        if before is not None:
            self._around.removeWidget(before)
            before.hide()
            before.deleteLater()
        self._around.addWidget(self._place)
        self.arranged.emit()

    def show_card(self, key: str) -> None:
        """Bring a card to the front, where they are tabs."""
        self._shown = key
        if self._tabs is not None and self._stack is not None:
            self._tabs.set_value(key)
            self._stack.setCurrentWidget(self._cards[key])
            for name, card in self._cards.items():
                # Only the shown card decides how high the stack is.
                card.setSizePolicy(_PREFERRED, _PREFERRED if name == key else QSizePolicy.Policy.Ignored)

    def _make_columns(self, place: QWidget) -> None:
        line = Line(place, gap=12)
        for keys, share in zip(self._columns, self._shares, strict=True):
            column = Column(gap=12)
            for key in keys:
                self._cards[key].setSizePolicy(_PREFERRED, _PREFERRED)
                column.addWidget(self._cards[key])
                self._cards[key].show()
            column.addStretch(1)
            line.addLayout(column, share)

    def _make_tabs(self, place: QWidget) -> None:
        column = Column(place, gap=8)
        self._tabs = ChoiceRow(
            [Option(key, self._titles[key]) for key in self._cards], self._shown, name=self._name
        )
        self._tabs.chosen.connect(self._on_tab_chosen)
        self._stack = QStackedWidget()
        for card in self._cards.values():
            self._stack.addWidget(card)
        column.addWidget(self._tabs)
        column.addWidget(self._stack)
        self.show_card(self._shown)

    @Slot(str)
    def _on_tab_chosen(self, key: str) -> None:
        self.show_card(key)
