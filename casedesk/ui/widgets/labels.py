"""Labels that show text as text, whoever wrote it, in the type scale of the design."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from casedesk.ui.actions import key_words
from casedesk.ui.theme import Type, look, paint_icon
from casedesk.ui.widgets.buttons import IconButton
from casedesk.ui.widgets.layout import Hairline, Line
from casedesk.ui.widgets.painting import (
    Ink,
    Painted,
    draw_box,
    draw_text,
    elided,
    ink,
    text_width,
    tip_markup,
)
from casedesk.words import say


class PlainLabel(QLabel):
    """Text that is never read as anything but text.

    `wrap` breaks lines, `elide` shortens with dots and shows the whole text as a tip; without either the
    label is as
    wide as its text.
    """

    def __init__(
        self,
        text: str = "",
        role: Type = Type.TEXT,
        ink: Ink = "text",
        *,
        wrap: bool = False,
        elide: bool = False,
        selectable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._role, self._ink, self._elide = role, ink, elide
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        if selectable:
            self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        if elide:
            self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.setText(text)
        self._wear()
        look().changed.connect(self._on_look_changed)

    def set_ink(self, ink: Ink) -> None:
        self._ink = ink
        self._wear()

    def set_role(self, role: Type) -> None:
        self._role = role
        self._wear()

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), look().px(40)), hint.height()) if self._elide else hint

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._elide:
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        draw_text(painter, QRectF(self.rect()), self.text(), self._role, ink(self._ink))
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._elide:
            shortened = elided(self.text(), self._role, self.width() + 1) != self.text()
            self.setToolTip(tip_markup(self.text()) if shortened else "")

    @Slot()
    def _on_look_changed(self) -> None:
        # A label that was never shown would get its colour of before back, when Qt polishes it.
        self.ensurePolished()
        self._wear()

    def _wear(self) -> None:
        self.setFont(look().font(self._role))
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.WindowText, ink(self._ink))
        self.setPalette(palette)


@dataclass(frozen=True)
class Run:
    """A stretch of text; `strong` is 600 weight, `slanted` for names of rules."""

    text: str
    strong: bool = False
    slanted: bool = False


def marked_runs(text: str, strong: Sequence[tuple[int, int]]) -> list[Run]:
    """A text in stretches, those of the spans (start, end) strong."""
    runs, at = [], 0
    for start, end in strong:
        runs += [Run(text[at:start]), Run(text[start:end], strong=True)]
        at = end
    return [run for run in (*runs, Run(text[at:])) if run.text]


class RunsLabel(QLabel):
    """A wrapping line with stretches in bold; built only from escaped parts, so nothing in it is markup."""

    def __init__(self, runs: Sequence[Run] = (), ink: Ink = "text", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ink = ink
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.set_runs(runs)
        self._wear()
        look().changed.connect(self._on_look_changed)

    def set_runs(self, runs: Sequence[Run]) -> None:
        self.setText("".join(_escaped(run) for run in runs))
        self.setAccessibleName("".join(run.text for run in runs))

    @Slot()
    def _on_look_changed(self) -> None:
        self.ensurePolished()
        self._wear()

    def _wear(self) -> None:
        self.setFont(look().font(Type.TEXT))
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.WindowText, ink(self._ink))
        self.setPalette(palette)


def _escaped(run: Run) -> str:
    text = escape(run.text).replace("\n", "<br>")
    if run.strong:
        text = f'<span style="font-weight:600">{text}</span>'
    return f"<i>{text}</i>" if run.slanted else text


class KeyHint(Painted):
    """A key as it is written on the key, in a small box; `key` as Qt writes it ("Ctrl+K")."""

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = key_words(key)
        self.setAccessibleName(say("Key $key", key=self._words))

    def measure(self) -> QSize:
        return QSize(text_width(self._words, Type.HINT_MEDIUM) + look().px(14), look().px(20))

    def draw(self, painter: QPainter, place: QRectF) -> None:
        colors = look().colors
        draw_box(painter, place, colors.sunken, colors.line)
        # The thicker lower edge makes it look like a key and not like a field.
        painter.fillRect(place.adjusted(2, place.height() - 2, -2, 0), colors.line)
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        inside = place.adjusted(look().px(7), 0, 0, 0)
        draw_text(painter, inside, self._words, Type.HINT_MEDIUM, colors.text2)


class Icon(Painted):
    """A line icon beside the word that says the same; screen readers pass it over."""

    def __init__(self, name: str, size: int = 16, ink: Ink = "text2", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._side, self._ink = name, size, ink

    def set_icon(self, name: str) -> None:
        self._name = name
        self.update()

    def measure(self) -> QSize:
        return QSize(look().px(self._side), look().px(self._side))

    def draw(self, painter: QPainter, place: QRectF) -> None:
        paint_icon(painter, place, self._name, ink(self._ink))


class IconText(QWidget):
    """An icon and its text in one line: a phone number, an address, the heading of a box."""

    def __init__(
        self,
        icon: str,
        text: str,
        role: Type = Type.TEXT,
        ink: Ink = "text2",
        *,
        selectable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        row = Line(self, gap=6)
        self.icon = Icon(icon, ink=ink)
        self.label = PlainLabel(text, role, ink, selectable=selectable)
        row.addWidget(self.icon)
        row.addWidget(self.label)
        row.addStretch(1)


class SectionHeading(QWidget):
    """A small heading with a hairline to the end of the line ("Today ———")."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = Line(self, gap=12)
        self.label = PlainLabel(text, Type.HINT_STRONG, "text2")
        row.addWidget(self.label)
        row.addWidget(Hairline(), 1)


class OrderNumberLabel(QWidget):
    """The largest text on an order, with the button that copies it; it is never shortened.

    `copied(number)` is emitted after the number went to the clipboard.
    """

    copied = Signal(str)

    _THANKS_MS = 1500

    def __init__(self, number: str = "", key: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.label = PlainLabel(number, Type.ORDER_NUMBER, selectable=True)
        self.button = IconButton("copy", say("Copy the order number"))
        self.button.activated.connect(self.copy)
        self._thanks = QTimer(self, singleShot=True, interval=self._THANKS_MS)
        self._thanks.timeout.connect(self._on_thanks_over)
        row = Line(self, gap=8)
        row.addWidget(self.label)
        row.addWidget(self.button)
        if key:
            row.addWidget(KeyHint(key))
        row.addStretch(1)
        self.set_number(number)

    def set_number(self, number: str) -> None:
        """Show a number as it is printed, `4817-2090`."""
        self.label.setText(number)
        self.setAccessibleName(say("Order number $number", number=number) if number else "")

    @Slot()
    def copy(self) -> None:
        QGuiApplication.clipboard().setText(self.label.text())
        self.button.set_icon("check")
        self._thanks.start()
        self.copied.emit(self.label.text())

    @Slot()
    def _on_thanks_over(self) -> None:
        self.button.set_icon("copy")
