"""Handovers: what waits for one's yes, with note and questions, and what one has offered; it changes nothing itself."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QApplication, QWidget

from casedesk.contract.handovers import HandoverRow
from casedesk.ui.screens.my_desk.words import offered_when
from casedesk.ui.text import day_and_time
from casedesk.ui.theme import Type
from casedesk.ui.widgets import (
    Button,
    ButtonKind,
    Card,
    Column,
    Flow,
    Hairline,
    Icon,
    Line,
    PlainLabel,
    Status,
    StatusPill,
    StatusShape,
)
from casedesk.words import say


class HandoverBlock(QWidget):
    """One offer with its buttons; `keys` are written on them while the keys act on this one.

    `accepted(id)`, `asked(id)`, `declined(id)` and `opened(customer's id)` are wishes.
    """

    accepted = Signal(object)
    asked = Signal(object)
    declined = Signal(object)
    opened = Signal(object)

    def __init__(
        self, offer: HandoverRow, now: datetime, refusal: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.offer = offer
        self.setAccessibleName(say("$giver offers $what", giver=offer.giver_name, what=about_words(offer)))
        column = Column(self, gap=8)
        column.addLayout(self._first_line(now))
        column.addWidget(PlainLabel(about_words(offer), Type.TEXT_STRONG, wrap=True))
        column.addWidget(PlainLabel(say("“$text”", text=offer.note), Type.TEXT, wrap=True))
        if offer.owed:
            owed = Line(gap=8)
            owed.addWidget(Icon("calendar-check"))
            owed.addWidget(PlainLabel(say("Comes with: $what", what=offer.owed), Type.TEXT, wrap=True), 1)
            column.addLayout(owed)
        add_remarks(column, offer)
        self._accept = Button(say("Accept"), ButtonKind.MAIN)
        self._ask = Button(say("Ask"))
        self._decline = Button(say("Decline"))
        self._open = Button(say("Open case"), ButtonKind.QUIET)
        for button in (self._accept, self._ask, self._decline):
            button.set_not_allowed(refusal)
        self._accept.activated.connect(self._on_accept)
        self._ask.activated.connect(self._on_ask)
        self._decline.activated.connect(self._on_decline)
        self._open.activated.connect(self._on_open)
        place = QWidget()
        buttons = Flow(place, gap=8)
        for button in (self._accept, self._ask, self._decline, self._open):
            buttons.addWidget(button)
        column.addWidget(place)
        column.addWidget(PlainLabel(_stays(offer, now), Type.HINT, "text2", wrap=True))

    def show_keys(self, accept: str, ask: str, decline: str) -> None:
        """Write the keys on the buttons, or take them away."""
        self._accept.set_key(accept)
        self._ask.set_key(ask)
        self._decline.set_key(decline)

    def focus_start(self) -> None:
        self._accept.setFocus()

    def _first_line(self, now: datetime) -> Line:
        line = Line(gap=8)
        line.addWidget(StatusPill(Status.UNDER_WAY, say("Waits for your yes")))
        line.addStretch(1)
        who = say("$when, by $name", when=offered_when(self.offer, now), name=self.offer.giver_name)
        line.addWidget(PlainLabel(who, Type.HINT, "text2", elide=True))
        return line

    @Slot()
    def _on_accept(self) -> None:
        self.accepted.emit(self.offer.id)

    @Slot()
    def _on_ask(self) -> None:
        self.asked.emit(self.offer.id)

    @Slot()
    def _on_decline(self) -> None:
        self.declined.emit(self.offer.id)

    @Slot()
    def _on_open(self) -> None:
        self.opened.emit(self.offer.customer)


class HandoversCard(Card):
    """All offers, the oldest first; `accepted`, `asked`, `declined` and `opened` are those of its blocks."""

    accepted = Signal(object)
    asked = Signal(object)
    declined = Signal(object)
    opened = Signal(object)

    def __init__(self, keys: tuple[str, str, str], parent: QWidget | None = None) -> None:
        super().__init__(say("Handovers waiting for your yes"), parent=parent)
        self._keys = keys
        self._blocks: list[HandoverBlock] = []
        self._shown: tuple[HandoverRow, ...] | None = None
        self._empty = QWidget()
        line = Line(self._empty, gap=8)
        line.addWidget(StatusShape(Status.DONE))
        line.addWidget(PlainLabel(say("Nobody offers you anything."), Type.TEXT, "text2", wrap=True), 1)
        self.body.addWidget(self._empty)
        self._list = Column(gap=12)
        self.body.addLayout(self._list)

    def show_offers(self, offers: tuple[HandoverRow, ...], total: int, now: datetime, refusal: str) -> None:
        """Show the offers; nothing moves, and no focus is lost, when nothing changed."""
        self.show_content()
        self.set_count(str(total))
        self._empty.setVisible(not offers)
        if offers != self._shown:
            self._shown = offers
            self._rebuild(offers, now, refusal)

    @property
    def current(self) -> HandoverRow | None:
        """The offer that the keys act on: the one with the keyboard, else the oldest."""
        block = self._current_block()
        return block.offer if block else None

    def focus_list(self) -> bool:
        """Put the keyboard on the offer that the keys act on; False where there is none."""
        block = self._current_block()
        if block is not None:
            block.focus_start()
        return block is not None

    def _current_block(self) -> HandoverBlock | None:
        focused = QApplication.focusWidget()
        holding = (one for one in self._blocks if focused is not None and one.isAncestorOf(focused))
        return next(holding, None) or next(iter(self._blocks), None)

    def _rebuild(self, offers: tuple[HandoverRow, ...], now: datetime, refusal: str) -> None:
        while (item := self._list.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self._blocks = [self._make(offer, now, refusal) for offer in offers]
        for at, block in enumerate(self._blocks):
            if at:
                self._list.addWidget(Hairline())
            self._list.addWidget(block)
            block.show_keys(*(self._keys if at == 0 else ("", "", "")))

    def _make(self, offer: HandoverRow, now: datetime, refusal: str) -> HandoverBlock:
        block = HandoverBlock(offer, now, refusal)
        block.accepted.connect(self.accepted)
        block.asked.connect(self.asked)
        block.declined.connect(self.declined)
        block.opened.connect(self.opened)
        return block


def add_remarks(column: Column, offer: HandoverRow) -> None:
    """What was asked back and answered, in the order it was said."""
    for one in offer.remarks:
        words = (
            say("$name asks: “$text”", name=one.by, text=one.text)
            if one.kind == "question"
            else say("$name answers: “$text”", name=one.by, text=one.text)
        )
        column.addWidget(PlainLabel(words, Type.TEXT, wrap=True))


def about_words(offer: HandoverRow) -> str:
    """The customer and what is handed over: "Brackley Dental Practice, order 3071-5841"."""
    is_order = offer.about == offer.title
    what = say("order $number", number=offer.about) if is_order else offer.title
    return f"{offer.customer_name}, {what}"


def _stays(offer: HandoverRow, now: datetime) -> str:
    until = day_and_time(offer.expires_at.astimezone(now.tzinfo), now.date())
    return say(
        "$name stays the owner until you accept; the offer ends $when.", name=offer.giver_name, when=until
    )
