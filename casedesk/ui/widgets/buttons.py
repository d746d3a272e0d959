"""Buttons of the design: main, other, quiet and not allowed, each with its key written on it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QRectF, QSize, Signal, Slot
from PySide6.QtGui import QAction, QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from casedesk.ui.actions import Action, key_words
from casedesk.ui.theme import Type, look, paint_icon
from casedesk.ui.widgets.painting import (
    Along,
    Places,
    draw_box,
    draw_focus_ring,
    draw_text,
    line_height,
    set_tip,
    text_width,
)
from casedesk.words import say


class ButtonKind(Enum):
    """One main action on a screen, other ones with a border, quiet ones without."""

    MAIN = "main"
    OTHER = "other"
    QUIET = "quiet"


@dataclass(frozen=True)
class _Dress:
    """The colours of a button in its present state."""

    ground: QColor | None
    border: QColor | None
    ink: QColor


class Button(QPushButton):
    """A button that may be pressed or says who may.

    `activated` is emitted when it is pressed, `refused(reason)` when it is pressed while not allowed.
    Connect to these
    and not to `clicked`, which comes in both cases.
    """

    activated = Signal()
    refused = Signal(str)

    def __init__(
        self,
        text: str,
        kind: ButtonKind = ButtonKind.OTHER,
        *,
        key: str = "",
        icon: str = "",
        small: bool = False,
        checkable: bool = False,
        count: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._kind, self._small, self._icon, self._count = kind, small, icon, count
        self._refusal = ""
        self._key = ""
        self.setCheckable(checkable)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.set_text(text)
        self.set_key(key)
        self.clicked.connect(self._on_clicked)
        look().changed.connect(self._on_look_changed)

    @classmethod
    def for_action(
        cls, action: Action, bound: QAction, kind: ButtonKind = ButtonKind.OTHER, *, small: bool = False
    ) -> Button:
        """A button that does what the bound action does and shows its key."""
        button = cls(action.words, kind, key=bound.shortcut().toString(), icon=action.icon, small=small)
        button.activated.connect(bound.trigger)
        return button

    def set_text(self, text: str) -> None:
        self._words = text
        # A lone "&" would make a key of the letter after it ("Smith & Sons").
        self.setText(text.replace("&", "&&"))
        self.setAccessibleName(text)
        self._refresh()

    def set_key(self, key: str) -> None:
        """The key written at the end, as Qt writes it ("Ctrl+Enter"); it is only shown here, `bind` makes
        it work."""
        self._key = key_words(key)
        self._describe()

    def set_icon(self, name: str) -> None:
        self._icon = name
        self._refresh()

    def set_count(self, count: str) -> None:
        self._count = count
        self._refresh()

    def set_not_allowed(self, reason: str) -> None:
        """Grey it out; the reason ("Only managers approve this") is its tip. "" allows it again."""
        self._refusal = reason
        self._describe()

    @property
    def is_allowed(self) -> bool:
        return not self._refusal

    def sizeHint(self) -> QSize:
        px = look().px
        width = 2 * self._pad() + text_width(self._words, self._text_role())
        width += px(16) + px(6) if self._icon else 0
        width += px(10) + text_width(self._key, self._key_role()) if self._key else 0
        width += px(8) + text_width(self._count, Type.TEXT_STRONG) if self._count else 0
        return QSize(width, max(px(26 if self._small else 32), line_height(Type.TEXT) + px(4)))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(self.layoutDirection())
        dress = self._dress()
        self._draw_ground(painter, QRectF(self.rect()), dress)
        self._draw_content(painter, dress.ink)
        painter.end()

    def _draw_ground(self, painter: QPainter, place: QRectF, dress: _Dress) -> None:
        if not self.hasFocus():
            thick = 1.5 if self.isChecked() else 1.0
            draw_box(painter, place, dress.ground, dress.border, thick, dashed=not self.is_allowed)
            return
        if self._kind is ButtonKind.MAIN:
            # The ring has the colour of the button itself, so a gap has to part them.
            draw_box(painter, place.adjusted(4, 4, -4, -4), dress.ground, radius=look().px(2))
        else:
            draw_box(painter, place, dress.ground)
        draw_focus_ring(painter, place)

    def _draw_content(self, painter: QPainter, ink: QColor) -> None:
        px = look().px
        spare = max(0, self.width() - self.sizeHint().width())
        inside = QRectF(self.rect()).adjusted(self._pad() + spare / 2, 0, -self._pad() - spare / 2, 0)
        places = Places(inside, self.layoutDirection())
        if self._icon:
            paint_icon(painter, places.take(px(16), px(16), px(6)), self._icon, ink)
        role = self._text_role()
        draw_text(painter, places.take(text_width(self._words, role), gap=px(10)), self._words, role, ink)
        if self._count:
            count_width = text_width(self._count, Type.TEXT_STRONG)
            draw_text(painter, places.take_end(count_width), self._count, Type.TEXT_STRONG, ink, Along.END)
        elif self._key:
            role = self._key_role()
            draw_text(painter, places.take_end(text_width(self._key, role)), self._key, role, ink, Along.END)

    def _dress(self) -> _Dress:
        colors = look().colors
        if not self.is_allowed or not self.isEnabled():
            quiet = self._kind is ButtonKind.QUIET
            return _Dress(None, None if quiet else colors.edge, colors.text3)
        pressed = self.isDown() or self.underMouse()
        if self._kind is ButtonKind.MAIN:
            return _Dress(colors.accent_ink if pressed else colors.accent, None, colors.on_accent)
        if self.isChecked():
            return _Dress(colors.accent_soft, colors.accent, colors.accent_ink)
        if self._kind is ButtonKind.QUIET:
            return _Dress(colors.accent_soft if pressed else None, None, colors.accent_ink)
        return _Dress(colors.select if pressed else colors.surface, colors.edge, colors.text)

    def _pad(self) -> int:
        if self._kind is ButtonKind.QUIET:
            return look().px(8)
        return look().px(9 if self._small else 13)

    def _text_role(self) -> Type:
        return Type.TEXT_STRONG if self._kind is ButtonKind.MAIN or self.isChecked() else Type.TEXT_MEDIUM

    def _key_role(self) -> Type:
        return self._text_role()

    def _describe(self) -> None:
        set_tip(self, self._refusal)
        if self._key and not self._refusal:
            self.setAccessibleDescription(say("Key $key", key=self._key))
        self._refresh()

    def _refresh(self) -> None:
        self.updateGeometry()
        self.update()

    @Slot()
    def _on_clicked(self) -> None:
        if self.is_allowed:
            self.activated.emit()
        else:
            self.refused.emit(self._refusal)

    @Slot()
    def _on_look_changed(self) -> None:
        self._refresh()


class IconButton(Button):
    """A square button with an icon and no word; only for copy and close, whose name is given to tip and
    readers."""

    def __init__(
        self, icon: str, name: str, *, quiet: bool = False, small: bool = False, parent: QWidget | None = None
    ) -> None:
        kind = ButtonKind.QUIET if quiet else ButtonKind.OTHER
        super().__init__("", kind, icon=icon, small=small, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        set_tip(self, name)
        self.setAccessibleName(name)

    def sizeHint(self) -> QSize:
        side = look().px(26 if self._small else 32)
        return QSize(side, side)

    def _draw_content(self, painter: QPainter, ink: QColor) -> None:
        side = look().px(16)
        place = QRectF(0, 0, side, side)
        place.moveCenter(QRectF(self.rect()).center())
        paint_icon(painter, place, self._icon, ink)


@dataclass(frozen=True)
class Option:
    """One of a few answers; `count` is shown behind the words."""

    key: str
    text: str
    count: str = ""
    refusal: str = ""
