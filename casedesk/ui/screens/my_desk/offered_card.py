"""What one has offered to others: who was asked, what came back, and what they ask; it changes nothing itself."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QApplication, QWidget

from casedesk.contract.handovers import HandoverRow
from casedesk.ui.screens.my_desk import words
from casedesk.ui.screens.my_desk.handovers_card import about_words, add_remarks
from casedesk.ui.theme import Type
from casedesk.ui.widgets import Button, ButtonKind, Card, Column, Flow, Hairline, PlainLabel, StatusPill
from casedesk.words import say


class OfferedBlock(QWidget):
    """One offer of one's own; `answered(id)`, `taken_back(id)` and `opened(customer's id)` are wishes."""

    answered = Signal(object)
    taken_back = Signal(object)
    opened = Signal(object)

    def __init__(
        self, offer: HandoverRow, now: datetime, refusal: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.offer = offer
        status, state = words.offer_state(offer, now)
        self.setAccessibleName(say("$what: $state", what=about_words(offer), state=state))
        column = Column(self, gap=8)
        column.addWidget(StatusPill(status, state))
        column.addWidget(PlainLabel(about_words(offer), Type.TEXT_STRONG, wrap=True))
        if offer.reason:
            column.addWidget(PlainLabel(say("“$text”", text=offer.reason), Type.TEXT, wrap=True))
        add_remarks(column, offer)
        self._answer = Button(say("Answer"), ButtonKind.MAIN)
        self._back = Button(say("Take back"))
        self._open = Button(say("Open case"), ButtonKind.QUIET)
        self._answer.activated.connect(self._on_answer)
        self._back.activated.connect(self._on_back)
        self._open.activated.connect(self._on_open)
        place = QWidget()
        buttons = Flow(place, gap=8)
        is_waiting = offer.state == "offered"
        shown = [self._answer] if is_waiting and offer.open_question else []
        for button in [*shown, *([self._back] if is_waiting else []), self._open]:
            buttons.addWidget(button)
        for button in (self._answer, self._back):
            button.set_not_allowed(refusal)
            button.setVisible(button.parent() is not None)
        column.addWidget(place)
        if not is_waiting:
            column.addWidget(PlainLabel(say("It is still yours."), Type.HINT, "text2", wrap=True))

    def show_keys(self, answer: str, back: str) -> None:
        """Write the keys on the buttons, or take them away."""
        self._answer.set_key(answer)
        self._back.set_key(back)

    @Slot()
    def _on_answer(self) -> None:
        self.answered.emit(self.offer.id)

    @Slot()
    def _on_back(self) -> None:
        self.taken_back.emit(self.offer.id)

    @Slot()
    def _on_open(self) -> None:
        self.opened.emit(self.offer.customer)


class OfferedCard(Card):
    """Offers of one's own, what asks for an answer first; hidden while there is none.

    `answered`, `taken_back` and `opened` are those of its blocks.
    """

    answered = Signal(object)
    taken_back = Signal(object)
    opened = Signal(object)

    def __init__(self, keys: tuple[str, str], parent: QWidget | None = None) -> None:
        super().__init__(say("What you offered"), parent=parent)
        self._keys = keys
        self._blocks: list[OfferedBlock] = []
        self._shown: tuple[HandoverRow, ...] = ()
        self._list = Column(gap=12)
        self.body.addLayout(self._list)
        self.hide()

    def show_offers(self, offers: tuple[HandoverRow, ...], now: datetime, refusal: str) -> None:
        """Show the offers; nothing moves, and no focus is lost, when nothing changed."""
        self.show_content()
        self.setVisible(bool(offers))
        self.set_count(str(len(offers)))
        if offers == self._shown:
            return
        self._shown = offers
        while (item := self._list.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        in_turn = sorted(offers, key=lambda one: one.open_question is None)
        self._blocks = [self._make(one, now, refusal) for one in in_turn]
        for at, block in enumerate(self._blocks):
            if at:
                self._list.addWidget(Hairline())
            self._list.addWidget(block)
            block.show_keys(*(self._keys if at == 0 else ("", "")))

    @property
    def current(self) -> HandoverRow | None:
        """The offer that the keys act on: the one with the keyboard, else the first."""
        focused = QApplication.focusWidget()
        holding = (one for one in self._blocks if focused is not None and one.isAncestorOf(focused))
        block = next(holding, None) or next(iter(self._blocks), None)
        return block.offer if block else None

    def _make(self, offer: HandoverRow, now: datetime, refusal: str) -> OfferedBlock:
        block = OfferedBlock(offer, now, refusal)
        block.answered.connect(self.answered)
        block.taken_back.connect(self.taken_back)
        block.opened.connect(self.opened)
        return block
