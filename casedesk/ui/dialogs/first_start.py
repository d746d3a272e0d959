"""The first start: practice company, a desk of one's own, or the shared database; nothing is stored before."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QRectF, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from casedesk.ui.dialogs.start_page import StartPage, keys_line
from casedesk.ui.theme import Type, look
from casedesk.ui.widgets import (
    Button,
    ButtonKind,
    Column,
    Icon,
    KeyHint,
    Line,
    PlainLabel,
    Status,
    StatusShape,
)
from casedesk.ui.widgets.painting import draw_box
from casedesk.words import say

_CARD_WIDTH = 344


class StartChoice(Enum):
    """Where the customers' cases are to be kept."""

    PRACTICE = "practice"
    OWN_DESK = "own_desk"
    SHARED = "shared"


@dataclass(frozen=True)
class _Offer:
    """The words of one card."""

    choice: StartChoice
    icon: str
    title: str
    meaning: str
    points: tuple[str, ...]
    button: str


def _offers() -> tuple[_Offer, ...]:
    return (
        _Offer(
            StartChoice.PRACTICE,
            "book",
            say("Try it with the practice company"),
            say("Fernhill Telecom, invented, with customers, orders, delays and procedures."),
            (
                say("Ready in less than a minute"),
                say("Nothing you do reaches a real customer"),
                say("Can be put back to the start at any time"),
            ),
            say("Open the practice company"),
        ),
        _Offer(
            StartChoice.OWN_DESK,
            "desk",
            say("A new desk of my own"),
            say("One person, one computer. The database is a file on this computer."),
            (
                say("Asks your name, country and currency"),
                say("Empty, or filled from a CSV or XLSX file"),
                say("Whoever can open the file can read it: one desk, one trust"),
            ),
            say("Set up my own desk"),
        ),
        _Offer(
            StartChoice.SHARED,
            "database",
            say("Connect to the shared database"),
            say("Your company already works with CaseDesk, or is about to."),
            (
                say("Ask your administrator for the address of the database"),
                say("You sign in with your own name"),
                say("Several people work in it at once"),
            ),
            say("Connect"),
        ),
    )


class ChoiceCard(QWidget):
    """One of the three cards; a click anywhere on it chooses it, its button goes on."""

    chosen = Signal(object)
    confirmed = Signal(object)

    def __init__(self, offer: _Offer, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choice = offer.choice
        self._is_chosen = False
        self.setAccessibleName(offer.title)
        self.setAccessibleDescription(f"{offer.meaning} {'. '.join(offer.points)}.")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        column = Column(self, margin=24, gap=8)
        head = Line()
        head.addWidget(Icon(offer.icon, 28, "accent"))
        head.addStretch(1)
        head.addWidget(KeyHint(str(number)))
        column.addLayout(head)
        column.addSpacing(look().px(4))
        column.addWidget(PlainLabel(offer.title, Type.SUB_RECORD, wrap=True))
        column.addWidget(PlainLabel(offer.meaning, Type.TEXT, "text2", wrap=True))
        for point in offer.points:
            line = Line(gap=8)
            line.addWidget(StatusShape(Status.ON_TIME, 14), 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(PlainLabel(point, Type.TEXT, "text2", wrap=True), 1)
            column.addLayout(line)
        column.addStretch(1)
        column.addSpacing(look().px(12))
        self._buttons = [
            self._make_button(offer.button, kind) for kind in (ButtonKind.MAIN, ButtonKind.OTHER)
        ]
        for button in self._buttons:
            column.addWidget(button)
        self.set_chosen(False)

    def set_chosen(self, is_chosen: bool) -> None:
        """Give it the frame and the main button, or take them away."""
        self._is_chosen = is_chosen
        main, other = self._buttons
        main.setVisible(is_chosen)
        other.setVisible(not is_chosen)
        self.update()

    @property
    def is_chosen(self) -> bool:
        return self._is_chosen

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        colors = look().colors
        border, width = (colors.accent, 2.0) if self._is_chosen else (colors.line, 1.0)
        draw_box(painter, QRectF(self.rect()), colors.surface, border, width, look().px(6))
        painter.end()

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        self.chosen.emit(self.choice)

    def _make_button(self, words: str, kind: ButtonKind) -> Button:
        button = Button(words, kind, key="Return" if kind is ButtonKind.MAIN else "")
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.activated.connect(self._on_pressed)
        return button

    @Slot()
    def _on_pressed(self) -> None:
        self.confirmed.emit(self.choice)


class FirstStartPage(StartPage):
    """Three equal cards; 1, 2, 3 or the arrows choose, Enter goes on, Esc quits and nothing is stored.

    `confirmed(StartChoice)` is emitted when one is chosen for good, `restore_requested` by R, `quit_requested` by
    Esc.
    """

    confirmed = Signal(object)
    restore_requested = Signal()
    quit_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            say("Welcome to CaseDesk"),
            say("Where shall your customers' cases be kept? You can add the other two later."),
            parent,
        )
        line = Line(gap=16)
        line.addStretch(1)
        self._cards = [ChoiceCard(offer, number) for number, offer in enumerate(_offers(), start=1)]
        for card in self._cards:
            card.setMaximumWidth(look().px(_CARD_WIDTH))
            card.chosen.connect(self.choose)
            card.confirmed.connect(self.confirmed)
            line.addWidget(card, 10)
        line.addStretch(1)
        self.content.addLayout(line)
        self._restore = Button(
            say("Restore a desk from its backup"), ButtonKind.QUIET, key="R", icon="history"
        )
        self._restore.activated.connect(self.restore_requested)
        self.content.addWidget(self._restore, 0, Qt.AlignmentFlag.AlignHCenter)
        self.content.addLayout(
            keys_line(
                (("1", "2", "3"), say("choose")),
                (("Return",), say("go on")),
                (("Esc",), say("quit, nothing is stored")),
            )
        )
        self.set_stored(say("Nothing is stored yet"))
        look().changed.connect(self._set_widths)
        self.choose(StartChoice.PRACTICE)

    @property
    def choice(self) -> StartChoice:
        """The card that is chosen."""
        return next(card.choice for card in self._cards if card.is_chosen)

    @Slot(object)
    def choose(self, choice: StartChoice) -> None:
        for card in self._cards:
            card.set_chosen(card.choice is choice)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        choices = list(StartChoice)
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}
        if event.text() in ("1", "2", "3"):
            self.choose(choices[int(event.text()) - 1])
        elif step := steps.get(Qt.Key(event.key()), 0):
            self.choose(choices[(choices.index(self.choice) + step) % len(choices)])
        elif event.key() == Qt.Key.Key_R and not event.modifiers():
            self.restore_requested.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.confirmed.emit(self.choice)
        else:
            super().keyPressEvent(event)

    def step_back(self) -> None:
        """Esc: quit."""
        self.quit_requested.emit()

    @Slot()
    def _set_widths(self) -> None:
        for card in self._cards:
            card.setMaximumWidth(look().px(_CARD_WIDTH))
