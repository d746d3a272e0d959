"""What is typed into and chosen from: lines, texts, lists, ticks; they know no rule and no record."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QWheelEvent,
)
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QSizePolicy, QWidget

from casedesk.ui.theme import Type, look, paint_icon
from casedesk.ui.widgets.buttons import Option
from casedesk.ui.widgets.painting import (
    Places,
    draw_box,
    draw_focus_ring,
    draw_text,
    ink,
    line_height,
    text_width,
)

REST_MS = 600
KEEP_DRAFT_MS = 1500
CONTROL_HEIGHT = 32


def mark_problem(editor: QWidget, has_problem: bool) -> None:
    """Give an editor the border of a field that cannot stay so, or take it away."""
    if editor.property("problem") != has_problem:
        editor.setProperty("problem", has_problem)
        # Qt reads properties in a style sheet only when a widget is polished.
        editor.style().unpolish(editor)
        editor.style().polish(editor)
        editor.update()


def leaves_undo_to_window(event: QEvent, editor: TextLine | TextArea) -> bool:
    """Whether Ctrl+Z is not for this field, as nothing was written in it that could be taken back."""
    is_undo = (
        isinstance(event, QKeyEvent)
        and event.type() == QEvent.Type.ShortcutOverride
        and event.matches(QKeySequence.StandardKey.Undo)
    )
    return is_undo and (editor.isReadOnly() or not editor.has_undo)


class TextLine(QLineEdit):
    """One line of text.

    `rested` is emitted 600 ms after the last key, on leaving the field and before a key with Ctrl acts: the
    moment to check what was typed.
    """

    rested = Signal()

    def __init__(
        self, text: str = "", *, placeholder: str = "", read_only: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent)
        self.setPlaceholderText(placeholder)
        self.setReadOnly(read_only)
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self.rested)
        self.textEdited.connect(self._on_edited)
        self._on_look_changed()
        look().changed.connect(self._on_look_changed)

    @property
    def has_undo(self) -> bool:
        return self.isUndoAvailable()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if not self.isReadOnly():
            self._rest.stop()
            self.rested.emit()

    def event(self, event: QEvent) -> bool:
        """Ctrl+Enter right after the last letter must save that letter's meaning too."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            with_ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            if with_ctrl and self._rest.isActive():
                self._rest.stop()
                self.rested.emit()
        if leaves_undo_to_window(event, self):
            event.ignore()
            return True
        return super().event(event)

    @Slot(str)
    def _on_edited(self, _text: str) -> None:
        self._rest.start()

    @Slot()
    def _on_look_changed(self) -> None:
        self.setFont(look().font(Type.TEXT))
        self.setFixedHeight(max(look().px(CONTROL_HEIGHT), line_height(Type.TEXT) + look().px(10)))


class TextArea(QPlainTextEdit):
    """Several lines of text; Tab leaves it, as everywhere else.

    `rested` comes 600 ms after the last key and on leaving, `draft_due` 1.5 s after the first key that is
    not kept
    yet: whoever keeps drafts then takes the text, so that it is on disk within 2 s.
    """

    rested = Signal()
    draft_due = Signal()

    def __init__(
        self, text: str = "", *, rows: int = 4, placeholder: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent)
        self._rows = rows
        self.setPlaceholderText(placeholder)
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self.rested)
        self._draft = QTimer(self, singleShot=True, interval=KEEP_DRAFT_MS)
        self._draft.timeout.connect(self.draft_due)
        self.textChanged.connect(self._on_changed)
        self._on_look_changed()
        look().changed.connect(self._on_look_changed)

    @property
    def value(self) -> str:
        return self.toPlainText()

    @property
    def has_undo(self) -> bool:
        return self.document().isUndoAvailable()

    def event(self, event: QEvent) -> bool:
        if leaves_undo_to_window(event, self):
            event.ignore()
            return True
        return super().event(event)

    def sizeHint(self) -> QSize:
        return QSize(look().px(200), self._rows * line_height(Type.TEXT) + look().px(20))

    def minimumSizeHint(self) -> QSize:
        return QSize(look().px(80), min(self._rows, 2) * line_height(Type.TEXT) + look().px(20))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._rest.stop()
        self.rested.emit()

    @Slot()
    def _on_changed(self) -> None:
        self._rest.start()
        if not self._draft.isActive():
            self._draft.start()

    @Slot()
    def _on_look_changed(self) -> None:
        self.setFont(look().font(Type.TEXT))
        self.updateGeometry()


class Combo(QComboBox):
    """A list that opens; `picked(key)` is emitted when a person chooses, not by `set_value`."""

    picked = Signal(str)

    def __init__(
        self,
        options: Sequence[Option] = (),
        value: str = "",
        *,
        placeholder: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setPlaceholderText(placeholder)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.set_options(options, value)
        self.activated.connect(self._on_activated)
        self._on_look_changed()
        look().changed.connect(self._on_look_changed)

    def set_options(self, options: Sequence[Option], value: str = "") -> None:
        """Replace the list."""
        self.clear()
        for option in options:
            self.addItem(option.text, option.key)
        self.set_value(value)

    @property
    def value(self) -> str:
        """The key of the entry that is chosen, "" for none."""
        chosen = self.currentData()
        return chosen if isinstance(chosen, str) else ""

    def set_value(self, key: str) -> None:
        self.setCurrentIndex(self.findData(key))

    def sizeHint(self) -> QSize:
        texts = [self.itemText(at) for at in range(self.count())] + [self.placeholderText()]
        widest = max(text_width(text, Type.TEXT) for text in texts)
        return QSize(widest + look().px(48), self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(look().px(72), self.height())

    def wheelEvent(self, event: QWheelEvent) -> None:
        # Scrolling a page must not change what was chosen in the fields under the pointer.
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        px, colors = look().px, look().colors
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        place = QRectF(self.rect())
        wrong = bool(self.property("problem"))
        allowed = self.isEnabled()
        ground = colors.surface if allowed else colors.sunken
        draw_box(painter, place, ground, colors.late if wrong else colors.edge, 2.0 if wrong else 1.0)
        if self.hasFocus() and not wrong:
            draw_focus_ring(painter, place)
        places = Places(place.adjusted(px(11), 0, -px(8), 0), self.layoutDirection())
        paint_icon(painter, places.take_end(px(14), px(14), px(6)), "chevron-down", ink("text2"))
        chosen = self.currentIndex() >= 0
        text = self.currentText() if chosen else self.placeholderText()
        text_ink = ink("text") if chosen and allowed else ink("text3")
        draw_text(painter, places.rest(), text, Type.TEXT, text_ink)
        painter.end()

    @Slot(int)
    def _on_activated(self, _at: int) -> None:
        self.picked.emit(self.value)

    @Slot()
    def _on_look_changed(self) -> None:
        self.setFont(look().font(Type.TEXT))
        self.setFixedHeight(max(look().px(CONTROL_HEIGHT), line_height(Type.TEXT) + look().px(10)))
        self.update()


class CheckBox(QCheckBox):
    """A tick with its words; Space changes it."""

    def __init__(self, text: str, checked: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = text
        self.setText(text.replace("&", "&&"))
        self.setAccessibleName(text)
        self.setChecked(checked)
        look().changed.connect(self._on_look_changed)

    def sizeHint(self) -> QSize:
        px = look().px
        width = px(18) + px(8) + text_width(self._words, Type.TEXT) + px(6)
        return QSize(width, max(px(26), line_height(Type.TEXT)))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, pos: object) -> bool:  # noqa: N802 - Qt's name; the words count as the box
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:
        px, colors = look().px, look().colors
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        places = Places(QRectF(self.rect()).adjusted(px(3), 0, 0, 0), self.layoutDirection())
        box = places.take(px(16), px(16), px(8))
        ticked = self.isChecked()
        draw_box(
            painter,
            box,
            colors.accent if ticked else colors.surface,
            colors.accent if ticked else colors.edge,
            1.4,
        )
        if ticked:
            _draw_tick(painter, box)
        draw_text(
            painter, places.rest(), self._words, Type.TEXT, ink("text" if self.isEnabled() else "text3")
        )
        if self.hasFocus():
            draw_focus_ring(painter, QRectF(self.rect()))
        painter.end()

    @Slot()
    def _on_look_changed(self) -> None:
        self.updateGeometry()
        self.update()


def _draw_tick(painter: QPainter, box: QRectF) -> None:
    side = box.width()
    pen = QPen(ink("on_accent"), max(1.6, side / 9), Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    points = ((0.24, 0.52), (0.43, 0.7), (0.77, 0.31))
    painter.drawPolyline(QPolygonF([QPointF(box.x() + x * side, box.y() + y * side) for x, y in points]))
