"""What stands around the results of Find: news above, words where there is nothing, keys below; they read nothing."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from casedesk.contract.values import OrderNumber
from casedesk.ui.screens.find.state import FindState, Shows
from casedesk.ui.theme import Type
from casedesk.ui.widgets import (
    Button,
    ButtonKind,
    Column,
    Flow,
    Hairline,
    KeyHint,
    Line,
    PlainLabel,
    Status,
    StatusShape,
)
from casedesk.words import say


class Foot(QWidget):
    """The keys that work on the results, and the way to more of them; `more_pressed` asks for it."""

    more_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_small = False
        column = Column(self, gap=0)
        column.addWidget(Hairline())
        line = Line(margin=(16, 6, 8, 6), gap=8)
        column.addLayout(line)
        self._keys = QWidget()
        flow = Flow(self._keys, gap=8)
        for keys, words in _key_words():
            for key in keys:
                flow.addWidget(KeyHint(key))
            flow.addWidget(PlainLabel(words, Type.HINT, "text2"))
        self._more = Button(say("More results"), ButtonKind.QUIET, small=True)
        self._more.activated.connect(self.more_pressed)
        line.addWidget(self._keys, 1)
        line.addWidget(self._more)

    def show_more(self, has_more: bool) -> None:
        """Offer more results."""
        self._more.setVisible(has_more)
        self.setVisible(has_more or not self._is_small)

    def set_small(self, small: bool) -> None:
        """Leave the keys out where height is short."""
        self._is_small = small
        self._keys.setVisible(not small)
        self.setVisible(not small or not self._more.isHidden())


def _key_words() -> tuple[tuple[tuple[str, ...], str], ...]:
    return (
        (("Up", "Down"), say("choose")),
        (("Return",), say("open")),
        (("F8",), say("open and log a call")),
        (("Ctrl+C",), say("copy the number")),
    )


class News(QWidget):
    """What stands above the results: why they are old, or which numbers are near a wrong one."""

    retry_pressed = Signal()
    neighbour_pressed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = Column(self, gap=0)
        inside = QWidget()
        line = Line(inside, margin=(16, 8, 16, 8), gap=8)
        self._shape = StatusShape(Status.LATE)
        self._text = PlainLabel("", Type.TEXT_STRONG, wrap=True)
        self._retry = Button(say("Try again"), key="F5", small=True)
        self._retry.activated.connect(self.retry_pressed)
        self._numbers = QWidget()
        self._flow = Flow(self._numbers, gap=6)
        self._shown: tuple[OrderNumber, ...] = ()
        line.addWidget(self._shape)
        line.addWidget(self._text, 1)
        line.addWidget(self._numbers, 1)
        line.addWidget(self._retry)
        column.addWidget(inside)
        column.addWidget(Hairline())
        self.hide()

    def show_news(self, fault: str, neighbours: tuple[OrderNumber, ...], text: str) -> None:
        """Show the one or the other, or nothing."""
        self.setVisible(bool(fault or neighbours))
        self._retry.setVisible(bool(fault))
        self._numbers.setVisible(bool(neighbours) and not fault)
        self._shape.set_status(Status.LATE if fault else Status.IN_JEOPARDY)
        if fault:
            self._text.setText(say("$why Below is what was read before.", why=fault))
        elif neighbours:
            self._text.setText(
                say("“$text” is no order number: a digit is wrong. Near it:", text=text.strip())
            )
            self._show_numbers(neighbours)

    def _show_numbers(self, neighbours: tuple[OrderNumber, ...]) -> None:
        if neighbours == self._shown:
            return
        self._shown = neighbours
        while (item := self._flow.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for number in neighbours:
            button = Button(number, small=True)
            button.setObjectName(number)
            button.activated.connect(self._on_number)
            self._flow.addWidget(button)

    @Slot()
    def _on_number(self) -> None:
        pressed: QObject = self.sender()
        self.neighbour_pressed.emit(pressed.objectName())


class Nothing(QWidget):
    """The words where no row stands."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = Column(self, margin=(16, 24, 16, 16), gap=6)
        self._what = PlainLabel("", Type.SUB_RECORD, wrap=True)
        self._remedy = PlainLabel("", Type.TEXT, "text2", wrap=True)
        column.addWidget(self._what)
        column.addWidget(self._remedy)
        column.addStretch(1)

    def show_words(self, state: FindState) -> None:
        what, remedy = _nothing_words(state)
        self._what.setText(what)
        self._remedy.setText(remedy)


def _nothing_words(state: FindState) -> tuple[str, str]:
    """What is said where nothing is listed, and what to do."""
    if state.shows is Shows.ALL_ORDERS and state.orders.filter:
        return say("No order is like that."), say("Choose another status or owner above.")
    if state.shows is Shows.ALL_ORDERS:
        return say("There is no order yet."), say("Ctrl N opens the first one.")
    if state.shows is Shows.RECENT and state.recent:
        return say("Nothing of this kind was opened lately."), say("Tab shows the other kinds.")
    if state.shows is Shows.RECENT:
        return (
            say("Nothing was opened here yet."),
            say("Type an order number, a phone number, a name, a company, an address or an e-mail above."),
        )
    text = state.text.strip()
    if state.found_for != state.text:
        return say("Looking for “$text”.", text=text), ""
    if state.hits:
        return say("Nothing of this kind for “$text”.", text=text), say("Tab shows the other kinds.")
    return (
        say("Nothing for “$text”.", text=text),
        say("Try a part of the name, the last digits of the phone number, or the street. "
            "That somebody looked is written down."),
    )  # fmt: skip
