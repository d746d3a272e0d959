"""One answer of a few: as a row of buttons or as large answers with their reasons; they know no rule.

Both are one tab stop; arrows and number keys choose inside.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from casedesk.ui.theme import Type, look
from casedesk.ui.widgets.buttons import Button, Option
from casedesk.ui.widgets.layout import Column, Flow
from casedesk.ui.widgets.painting import (
    Along,
    Places,
    draw_box,
    draw_focus_ring,
    draw_text,
    ink,
    line_height,
    text_width,
    tip_markup,
)
from casedesk.ui.widgets.status import Status, paint_pill, pill_width


class OneOf(QWidget):
    """What both kinds share: which answer holds, and the keys.

    `chosen(key)` is emitted when a person chooses, not by `set_value`.
    """

    chosen = Signal(str)

    def __init__(self, name: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._buttons: dict[str, QAbstractButton] = {}
        self._value = ""
        self.setAccessibleName(name)

    @property
    def value(self) -> str:
        """The key of the answer that holds, "" for none."""
        return self._value

    def set_value(self, key: str) -> None:
        self._value = key
        tab_stop = key if key in self._buttons else next(iter(self._buttons), "")
        for name, button in self._buttons.items():
            button.setChecked(name == key)
            reach = Qt.FocusPolicy.StrongFocus if name == tab_stop else Qt.FocusPolicy.ClickFocus
            button.setFocusPolicy(reach)
        # Whoever gives the keyboard to the answers means the one that is their tab stop.
        if tab_stop:
            self.setFocusProxy(self._buttons[tab_stop])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # A button would take the arrows itself, to move the focus without choosing.
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self._step(event.key()):
            self.keyPressEvent(event)
            return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = list(self._buttons)
        step = self._step(event.key())
        if event.text().isdigit() and 1 <= int(event.text()) <= len(keys):
            self._choose(keys[int(event.text()) - 1])
        elif step and keys:
            at = keys.index(self._value) if self._value in keys else -1 if step > 0 else 0
            self._choose(keys[(at + step) % len(keys)])
        else:
            super().keyPressEvent(event)

    def _replace(self, buttons: Mapping[str, QAbstractButton], value: str) -> None:
        """Take these buttons, already laid out, in place of the present ones."""
        for old in self._buttons.values():
            old.hide()
            old.deleteLater()
        self._buttons = dict(buttons)
        for button in self._buttons.values():
            button.setCheckable(True)
            button.installEventFilter(self)
            button.clicked.connect(self._on_clicked)
        self.set_value(value)

    def _step(self, key: int) -> int:
        forward = 1 if self.layoutDirection() == Qt.LayoutDirection.LeftToRight else -1
        steps = {
            Qt.Key.Key_Right: forward,
            Qt.Key.Key_Left: -forward,
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
        }
        return steps.get(Qt.Key(key), 0)

    def _choose(self, key: str) -> None:
        button = self._buttons[key]
        if isinstance(button, Button) and not button.is_allowed:
            self.set_value(self._value)
            return
        self.set_value(key)
        button.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.chosen.emit(key)

    @Slot()
    def _on_clicked(self) -> None:
        pressed = self.sender()
        for key, button in self._buttons.items():
            if button is pressed:
                self._choose(key)
                return


class ChoiceRow(OneOf):
    """A few answers side by side, of which one holds."""

    def __init__(
        self,
        options: Sequence[Option] = (),
        value: str = "",
        *,
        name: str = "",
        small: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name, parent)
        self._small = small
        self._flow = Flow(self, gap=4)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.set_options(options, value)

    def set_options(self, options: Sequence[Option], value: str = "") -> None:
        """Replace all answers."""
        self._replace({option.key: self._make(option) for option in options}, value)

    def _make(self, option: Option) -> Button:
        button = _OptionButton(option.text, small=self._small, count=option.count)
        button.set_not_allowed(option.refusal)
        self._flow.addWidget(button)
        return button


class _OptionButton(Button):
    """A button of a row; its text is as wide in both states, or the row would move with each choice."""

    def _text_role(self) -> Type:
        return Type.TEXT_STRONG


@dataclass(frozen=True)
class LargeOption:
    """An answer with a reason: "Mon 7 December", "two working days of slack", and how good it is."""

    key: str
    text: str
    note: str = ""
    status: Status | None = None
    word: str = ""


class LargeChoice(OneOf):
    """A few answers below one another, each with its number, its reason and how good it is."""

    def __init__(
        self,
        options: Sequence[LargeOption] = (),
        value: str = "",
        *,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name, parent)
        self._column = Column(self, gap=8)
        self.set_options(options, value)

    def set_options(self, options: Sequence[LargeOption], value: str = "") -> None:
        """Replace all answers."""
        cards = {option.key: _OptionCard(option, str(number)) for number, option in enumerate(options, 1)}
        for card in cards.values():
            self._column.addWidget(card)
        self._replace(cards, value)


class _OptionCard(QAbstractButton):
    """One large answer: number, text over note, pill at the end."""

    def __init__(self, option: LargeOption, number: str) -> None:
        super().__init__()
        self._option, self._number = option, number
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(", ".join(filter(None, (option.text, option.note, option.word))))
        look().changed.connect(self._on_look_changed)

    def sizeHint(self) -> QSize:
        px, option = look().px, self._option
        words = max(text_width(option.text, Type.CARD_TITLE), text_width(option.note, Type.HINT))
        pill = pill_width(option.word) + px(12) if option.status else 0
        height = line_height(Type.CARD_TITLE) + line_height(Type.HINT) + px(20)
        return QSize(px(14) + px(24) + px(12) + words + pill + px(14), height)

    def minimumSizeHint(self) -> QSize:
        return QSize(look().px(180), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setToolTip(tip_markup(self._option.note) if self.width() < self.sizeHint().width() else "")

    def paintEvent(self, _event: QPaintEvent) -> None:
        px, colors = look().px, look().colors
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        place = QRectF(self.rect())
        checked = self.isChecked()
        ground = colors.accent_soft if checked else colors.select if self.underMouse() else colors.sunken
        draw_box(painter, place, ground, colors.accent if checked else colors.edge, 2.0 if checked else 1.0)
        places = Places(place.adjusted(px(14), 0, -px(14), 0), self.layoutDirection())
        key_place = places.take(px(24), px(20), px(12))
        draw_box(painter, key_place, colors.surface, colors.line)
        draw_text(painter, key_place, self._number, Type.HINT_MEDIUM, ink("text2"), Along.CENTRE)
        if self._option.status:
            pill = places.take_end(pill_width(self._option.word), px(22), px(12))
            paint_pill(painter, pill, self._option.status, self._option.word)
        self._draw_words(painter, places.rest())
        if self.hasFocus():
            draw_focus_ring(painter, place)
        painter.end()

    def _draw_words(self, painter: QPainter, room: QRectF) -> None:
        first, second = line_height(Type.CARD_TITLE), line_height(Type.HINT)
        top = room.center().y() - (first + second) / 2
        line = QRectF(room.left(), top, room.width(), first)
        draw_text(painter, line, self._option.text, Type.CARD_TITLE, ink("text"))
        note = QRectF(room.left(), top + first, room.width(), second)
        draw_text(painter, note, self._option.note, Type.HINT, ink("text2"))

    @Slot()
    def _on_look_changed(self) -> None:
        self.updateGeometry()
        self.update()
