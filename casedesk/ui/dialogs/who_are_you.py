"""Who are you? On a desk without logins the person is chosen from the staff, by key or by name."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QSizePolicy, QWidget

from casedesk.ui.desk import Candidate
from casedesk.ui.dialogs.start_page import StartPage, keys_line
from casedesk.ui.text import initials
from casedesk.ui.theme import Type, look
from casedesk.ui.widgets import Line, OwnerKind, PlainLabel, TextLine
from casedesk.ui.widgets.owner import paint_disc
from casedesk.ui.widgets.painting import (
    Along,
    Places,
    draw_box,
    draw_focus_ring,
    draw_text,
    ink,
    line_height,
)
from casedesk.words import say

_COLUMNS = 3
_CARD_WIDTH = 300


class CandidateButton(QAbstractButton):
    """A person to choose: disc, name, team, and the figure that chooses them."""

    def __init__(self, candidate: Candidate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.candidate = candidate
        self._number = ""
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCheckable(True)
        self.setAccessibleName(f"{candidate.name}, {candidate.team}")

    def nextCheckState(self) -> None:  # noqa: N802 - Qt's name; the page says who is chosen
        """Pressing it signs in; what is chosen by the arrows is set by the page."""

    def set_number(self, number: int | None) -> None:
        """Write the figure that chooses this person, None for nobody's."""
        self._number = str(number) if number else ""
        self.setAccessibleDescription(say("Key $key", key=self._number) if self._number else "")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(look().px(_CARD_WIDTH), look().px(52))

    def minimumSizeHint(self) -> QSize:
        return QSize(look().px(180), look().px(52))

    def paintEvent(self, _event: QPaintEvent) -> None:
        px, colors = look().px, look().colors
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        place = QRectF(self.rect())
        chosen = self.isChecked()
        ground = colors.select if chosen or self.underMouse() else colors.surface
        draw_box(painter, place, ground, colors.line, radius=px(6))
        if chosen:
            draw_focus_ring(painter, place, px(6))
        places = Places(place.adjusted(px(12), 0, -px(12), 0), self.layoutDirection())
        paint_disc(
            painter, places.take(px(32), px(32), px(10)), initials(self.candidate.name), OwnerKind.COLLEAGUE
        )
        draw_text(painter, places.take_end(px(14)), self._number, Type.HINT, ink("text2"), Along.END)
        rest = places.rest()
        high, low = line_height(Type.TEXT_STRONG), line_height(Type.HINT)
        top = rest.center().y() - (high + low) / 2
        name = QRectF(rest.left(), top, rest.width(), high)
        draw_text(painter, name, self.candidate.name, Type.TEXT_STRONG, ink("text"))
        team = QRectF(rest.left(), top + high, rest.width(), low)
        draw_text(painter, team, self.candidate.team, Type.HINT, ink("text2"))
        painter.end()


class _NameLine(TextLine):
    """The line a name is typed into; figures and arrows go to the page."""

    def __init__(self, page: WhoAreYouPage) -> None:
        super().__init__(placeholder=say("Type a part of your name"))
        self._page = page
        self.setAccessibleName(say("Your name"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._page.take_key(event):
            super().keyPressEvent(event)


class WhoAreYouPage(StartPage):
    """The staff of a desk; typing narrows them, a figure or Enter chooses.

    `chosen(login)` is emitted when somebody signs in, `left` by Esc.
    """

    chosen = Signal(str)
    left = Signal()

    def __init__(
        self, database: str, people: Sequence[Candidate], last: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(
            say("Who are you?"),
            say("What you do at $database is written down under your name.", database=database),
            parent,
        )
        self._buttons = [CandidateButton(one) for one in people]
        self._chosen = ""
        self._name = _NameLine(self)
        self._name.setFixedWidth(look().px(_CARD_WIDTH + 60))
        self._name.textChanged.connect(self._on_typed)
        line = Line()
        line.addStretch(1)
        line.addWidget(self._name)
        line.addStretch(1)
        self.content.addLayout(line)
        self._nobody = PlainLabel("", Type.TEXT, "text2", wrap=True)
        self._nobody.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.content.addWidget(self._nobody)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(look().px(12))
        self._grid.setVerticalSpacing(look().px(8))
        around = Line()
        around.addStretch(1)
        around.addLayout(self._grid, 20)
        around.addStretch(1)
        self.content.addLayout(around)
        self.content.addLayout(
            keys_line(
                ((say("1 to 9"),), say("choose")),
                (("Up", "Down"), say("move")),
                (("Return",), say("sign in")),
                (("Esc",), say("another database")),
            )
        )
        for button in self._buttons:
            button.setParent(self)
            button.setMaximumWidth(look().px(_CARD_WIDTH))
            button.clicked.connect(self._on_clicked)
        self.setFocusProxy(self._name)
        self.set_stored(say("Your choice is remembered on this computer"))
        self._show_fitting(last)

    @property
    def shown(self) -> list[Candidate]:
        """The people who fit what is typed, by name."""
        return [button.candidate for button in self._fitting()]

    def take_key(self, event: QKeyEvent) -> bool:
        """A figure signs in, arrows move, Enter signs in who is chosen; True when the key was used."""
        fitting = self._fitting()
        steps = {
            Qt.Key.Key_Up: -_COLUMNS, Qt.Key.Key_Down: _COLUMNS, Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1,
        }  # fmt: skip
        figure = event.text()
        if len(figure) == 1 and figure in "123456789" and int(figure) <= len(fitting):
            self.chosen.emit(fitting[int(figure) - 1].candidate.login)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._chosen:
                self.chosen.emit(self._chosen)
        elif (step := steps.get(Qt.Key(event.key()), 0)) and fitting and not self._moves_in_text(step):
            self._move(step, fitting)
        else:
            return False
        return True

    def step_back(self) -> None:
        """Esc: clear the name, else go to the choice of databases."""
        if self._name.text():
            self._name.clear()
        else:
            self.left.emit()

    def _moves_in_text(self, step: int) -> bool:
        return abs(step) == 1 and bool(self._name.text())

    def _move(self, step: int, fitting: list[CandidateButton]) -> None:
        logins = [button.candidate.login for button in fitting]
        at = logins.index(self._chosen) + step if self._chosen in logins else 0
        self._choose(logins[max(0, min(at, len(logins) - 1))])

    def _choose(self, login: str) -> None:
        self._chosen = login
        for button in self._buttons:
            button.setChecked(button.candidate.login == login)
            if button.isChecked():
                self.reveal(button)
                self._name.setAccessibleDescription(say("Chosen: $who", who=button.accessibleName()))

    def _fitting(self) -> list[CandidateButton]:
        words = self._name.text().casefold().split()
        return [
            button
            for button in self._buttons
            if all(word in button.accessibleName().casefold() for word in words)
        ]

    def _show_fitting(self, preferred: str = "") -> None:
        fitting = self._fitting()
        for button in self._buttons:
            self._grid.removeWidget(button)
            button.setVisible(button in fitting)
        for at, button in enumerate(fitting):
            button.set_number(at + 1 if at < 9 else None)
            self._grid.addWidget(button, at // _COLUMNS, at % _COLUMNS)
        logins = [button.candidate.login for button in fitting]
        self._choose(preferred if preferred in logins else logins[0] if logins else "")
        self._nobody.setVisible(not fitting)
        self._nobody.setText(say("Nobody here is called “$name”.", name=self._name.text()))

    @Slot(str)
    def _on_typed(self, _text: str) -> None:
        self._show_fitting(self._chosen)

    @Slot()
    def _on_clicked(self) -> None:
        pressed = self.sender()
        if isinstance(pressed, CandidateButton):
            self.chosen.emit(pressed.candidate.login)
