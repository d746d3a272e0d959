"""What lies over the page for a moment: the page is dimmed, one panel is in front; it knows no content."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from casedesk.ui.theme import look
from casedesk.ui.widgets import Column
from casedesk.ui.widgets.painting import draw_box

_KEYS_OF_ALL = frozenset({Qt.Key.Key_Plus, Qt.Key.Key_Minus, Qt.Key.Key_0})
_DIM = QColor(11, 18, 24, 110)


class Panel(QWidget):
    """The box in front; put widgets into `body`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.body = Column(self, margin=1, gap=0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_box(painter, QRectF(self.rect()), look().colors.surface, look().colors.edge, radius=look().px(6))
        painter.end()


class Overlay(QWidget):
    """Covers its parent, shows one panel `width` design pixels wide, and keeps the keyboard inside.

    Esc or a click beside the panel closes it; the focus goes back to where it was. `closed` is emitted then.
    Bars at the parent's `foot` stay free and can be used.
    """

    closed = Signal()

    def __init__(self, parent: QWidget, name: str, width: int, foot: Sequence[QWidget] = ()) -> None:
        super().__init__(parent)
        self._width, self._around, self._foot = width, parent, foot
        self._focus_before: QWidget | None = None
        self.panel = Panel(self)
        self.setAccessibleName(name)
        self.panel.setAccessibleName(name)
        parent.installEventFilter(self)
        look().changed.connect(self._arrange)
        self.hide()

    def open(self) -> None:
        """Come to the front and take the keyboard."""
        self._focus_before = QApplication.focusWidget()
        self._arrange()
        self.show()
        self.raise_()
        self.take_focus()

    def take_focus(self) -> None:
        """Put the keyboard where it is needed first."""
        self.panel.setFocus(Qt.FocusReason.PopupFocusReason)

    @Slot()
    def close_overlay(self) -> None:
        """Go away and give the keyboard back."""
        if not self.isVisible():
            return
        self.hide()
        before, self._focus_before = self._focus_before, None
        if before is not None and before.isVisible():
            before.setFocus(Qt.FocusReason.PopupFocusReason)
        self.closed.emit()

    def event(self, event: QEvent) -> bool:
        # The keys of the window below rest while this is open; those that change the zoom go on, and undo.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.key() not in _KEYS_OF_ALL and not event.matches(QKeySequence.StandardKey.Undo):
                event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_overlay()
            return
        event.accept()  # nothing typed here reaches the page below

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self.panel.geometry().contains(event.position().toPoint()):
            self.close_overlay()

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802 - Qt's name
        inside = [one for one in self.panel.findChildren(QWidget) if _takes_tab(one)]
        if inside:
            now = QApplication.focusWidget()
            at = inside.index(now) if now in inside else -1
            inside[(at + (1 if forward else -1)) % len(inside)].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.parent() and event.type() == QEvent.Type.Resize and self.isVisible():
            self._arrange()
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), _DIM)
        painter.end()

    def height_wanted(self) -> int:
        """How high the panel should be, in pixels."""
        return self.panel.sizeHint().height()

    @Slot()
    def _arrange(self) -> None:
        around = self._around.rect()
        around.setHeight(min((one.y() for one in self._foot if one.isVisible()), default=around.height()))
        self.setGeometry(around)
        wide = min(look().px(self._width), around.width() - look().px(32))
        self.panel.setFixedWidth(wide)
        high = min(self.height_wanted(), around.height() - look().px(32))
        top = max(look().px(16), min(look().px(96), (around.height() - high) // 2))
        self.panel.setGeometry((around.width() - wide) // 2, top, wide, high)


def _takes_tab(widget: QWidget) -> bool:
    return widget.isVisible() and widget.isEnabled() and bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
