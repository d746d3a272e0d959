"""The global search field with its glass and its key; it searches nothing itself."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from casedesk.ui.theme import look, paint_icon
from casedesk.ui.widgets import KeyHint, TextLine
from casedesk.ui.widgets.painting import ink
from casedesk.words import say

WIDTH = 560
LEAST_WIDTH = 200

_FORWARDED = frozenset(
    {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Return}
    | {Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Backtab}
)

KeyTaker = Callable[[QKeyEvent], bool]
"""Looks at a key pressed in the field; True when it used it."""


class SearchField(TextLine):
    """Where the caller's words are typed; keys that move in the results are offered to `key_taker` first."""

    def __init__(self, key_taker: KeyTaker, parent: QWidget | None = None) -> None:
        super().__init__(
            placeholder=say("Find by order number, phone, name, company, address or e-mail"), parent=parent
        )
        self._key_taker = key_taker
        self.setAccessibleName(say("Find"))
        self.setAccessibleDescription(say("Key $key", key=say("Ctrl K")))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._key = KeyHint("Ctrl+K", self)
        self._clears = KeyHint(say("Esc clears"), self)
        for hint in (self._key, self._clears):
            hint.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.textChanged.connect(self._on_text_changed)
        look().changed.connect(self._make_room)
        self._make_room()
        self._on_text_changed("")

    def sizeHint(self) -> QSize:
        return QSize(look().px(WIDTH), self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(look().px(LEAST_WIDTH), self.height())

    def event(self, event: QEvent) -> bool:
        # Tab never reaches keyPressEvent: Qt moves the focus first.
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._is_taken(event):
            event.accept()
            return True
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_hints()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        side = look().px(16)
        glass = QRectF(look().px(11), (self.height() - side) / 2, side, side)
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            glass.moveRight(self.width() - look().px(11))
        painter = QPainter(self)
        paint_icon(painter, glass, "search", ink("text2"))
        painter.end()

    def _is_taken(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        copies = event.matches(QKeySequence.StandardKey.Copy) and not self.hasSelectedText()
        return (key in _FORWARDED or copies) and self._key_taker(event)

    def _hint(self) -> QWidget:
        return self._clears if self.text() else self._key

    def _place_hints(self) -> None:
        for hint in (self._key, self._clears):
            hint.adjustSize()
            left = self.width() - hint.width() - look().px(8)
            if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
                left = look().px(8)
            hint.move(left, (self.height() - hint.height()) // 2)

    @Slot()
    def _make_room(self) -> None:
        before, after = look().px(26), look().px(84)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        self.setTextMargins(after if mirrored else before, 0, before if mirrored else after, 0)
        self._place_hints()

    @Slot(str)
    def _on_text_changed(self, _text: str) -> None:
        for hint in (self._key, self._clears):
            hint.setVisible(hint is self._hint())
