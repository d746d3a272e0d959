"""The parts of the call panel that are its own: head with clock, outcomes, due time, the promise kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from casedesk.ui.theme import Type, look, paint_icon
from casedesk.ui.widgets import Button, Field, Option, PlainLabel
from casedesk.ui.widgets.choices import OneOf
from casedesk.ui.widgets.layout import Column, Line
from casedesk.ui.widgets.painting import (
    Places,
    draw_box,
    draw_focus_ring,
    draw_text,
    ink,
    line_height,
)
from casedesk.words import say


class CallHead(QWidget):
    """Direction, number and clock on the accent's ground; below them whom the call is with.

    `change_requested` asks for the fields of direction and number.
    """

    change_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = Column(self, margin=(18, 10, 16, 10), gap=4)
        first = Line(gap=6)
        self._direction = Button("", icon="phone", small=True)
        self._direction.activated.connect(self.change_requested)
        self._clock = PlainLabel("00:00", Type.SCREEN_TITLE)
        self._phase = PlainLabel("", Type.HINT, "text2")
        first.addWidget(self._direction)
        first.addStretch(1)
        first.addWidget(self._phase)
        first.addWidget(self._clock)
        self._who = PlainLabel("", Type.HINT, "text2", wrap=True)
        column.addLayout(first)
        column.addWidget(self._who)

    def show_call(self, direction: str, phone: str, who: str, phase: str) -> None:
        self._direction.set_text(" ".join(part for part in (direction, phone) if part))
        self._direction.setAccessibleDescription(say("Press to change direction or number"))
        self._who.setText(who)
        self._phase.setText(phase)

    def show_clock(self, text: str, spoken: str) -> None:
        self._clock.setText(text)
        self._clock.setAccessibleName(spoken)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        place, colors = QRectF(self.rect()), look().colors
        painter.fillRect(place, colors.accent_soft)
        bar = QRectF(0, 0, look().px(4), place.height())
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            bar.moveRight(place.right())
        painter.fillRect(bar, colors.accent)
        painter.end()


class _OutcomeButton(Button):
    """A button narrow enough for four in a row; as wide in both states, or the row would move."""

    def _text_role(self) -> Type:
        return Type.HINT_STRONG

    def _pad(self) -> int:
        return look().px(4)


class Outcomes(OneOf):
    """How the call ended: four in a row where they fit, else two; one tab stop, arrows and numbers choose."""

    def __init__(self, options: Sequence[Option], name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._column = Column(self, gap=4)
        self._across = 0
        self._made = {option.key: _OutcomeButton(option.text) for option in options}
        for button in self._made.values():
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._replace(self._made, "")
        self._arrange()
        look().changed.connect(self._on_look_changed)

    def set_refusals(self, refusals: Mapping[str, str]) -> None:
        """Grey out answers that cannot be given now, with the reason; the others may be given."""
        for key, button in self._made.items():
            button.set_not_allowed(refusals.get(key, ""))

    def focus_chosen(self) -> None:
        """Put the keyboard on the answer that holds, else on the first."""
        button = self._made.get(self.value) or next(iter(self._made.values()))
        button.setFocus(Qt.FocusReason.OtherFocusReason)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._width_of(2), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _width_of(self, across: int) -> int:
        """Pixels the widest row needs."""
        widths = [button.sizeHint().width() for button in self._made.values()]
        rows = [widths[at : at + across] for at in range(0, len(widths), across)]
        return max((sum(row) + (len(row) - 1) * look().px(4) for row in rows), default=0)

    def _arrange(self) -> None:
        across = 4 if self._width_of(4) <= self.width() else 2
        if across == self._across:
            return
        self._across = across
        while (item := self._column.takeAt(0)) is not None:
            if (row := item.layout()) is not None:
                row.deleteLater()
        buttons = list(self._made.values())
        for at in range(0, len(buttons), across):
            line = Line(gap=4)
            self._column.addLayout(line)
            for button in buttons[at : at + across]:
                line.addWidget(button)

    @Slot()
    def _on_look_changed(self) -> None:
        self._across = 0
        self._arrange()


class DueField(Field):
    """Who keeps a promise and by when, side by side; the message below takes the whole width."""

    def __init__(self, label: str, keeper: QWidget, due: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(label, due, required=True, parent=parent)
        keeper.setAccessibleName(say("Who keeps it"))
        # With a proxy Tab would jump over the keeper to the due time.
        self.setFocusProxy(None)  # type: ignore[arg-type]
        column = self.layout()
        if isinstance(column, Column):
            row = Line(gap=8)
            at = column.indexOf(due)
            column.insertLayout(at, row)
            row.addWidget(keeper, 1)
            row.addWidget(due, 1)


class KeepsBox(QAbstractButton):
    """A tick with two lines in a box: which promise this call keeps, and what it was; Space changes it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words, self._what = "", ""
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look().changed.connect(self._on_look_changed)

    def show_promise(self, words: str, what: str) -> None:
        self._what = what
        self.setText(words.replace("&", "&&"))
        self.setAccessibleName(f"{words}: {what}")
        self._words = words
        self.update()

    def sizeHint(self) -> QSize:
        lines = line_height(Type.TEXT_MEDIUM) + line_height(Type.HINT)
        return QSize(look().px(200), lines + look().px(14))

    def minimumSizeHint(self) -> QSize:
        return QSize(look().px(160), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        px, colors = look().px, look().colors
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(self.layoutDirection())
        place = QRectF(self.rect())
        draw_box(painter, place, colors.sunken, colors.line)
        places = Places(place.adjusted(px(12), 0, -px(10), 0), self.layoutDirection())
        box = places.take(px(16), px(16), px(10))
        if self.isChecked():
            draw_box(painter, box, colors.accent, colors.accent, 1.4)
            paint_icon(painter, box, "check", ink("on_accent"))
        else:
            draw_box(painter, box, colors.surface, colors.edge, 1.4)
        words = places.rest()
        first, second = line_height(Type.TEXT_MEDIUM), line_height(Type.HINT)
        top = words.center().y() - (first + second) / 2
        draw_text(
            painter,
            QRectF(words.left(), top, words.width(), first),
            self._words,
            Type.TEXT_MEDIUM,
            ink("text"),
        )
        below = say("$what. Space changes it.", what=self._what.rstrip("."))
        note = QRectF(words.left(), top + first, words.width(), second)
        draw_text(painter, note, below, Type.HINT, ink("text2"))
        if self.hasFocus():
            draw_focus_ring(painter, place)
        painter.end()

    @Slot()
    def _on_look_changed(self) -> None:
        self.updateGeometry()
        self.update()
