"""The card: head, body, and what stands in its place while it is empty, loading or cannot be read."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from casedesk.ui.theme import Type, look
from casedesk.ui.widgets.announcements import announce
from casedesk.ui.widgets.buttons import Button, ButtonKind
from casedesk.ui.widgets.labels import PlainLabel
from casedesk.ui.widgets.layout import Column, Hairline, Line, take_out
from casedesk.ui.widgets.painting import Painted, draw_box
from casedesk.ui.widgets.status import Status, StatusShape
from casedesk.words import say

SHOW_BARS_AFTER_MS = 150
GIVE_UP_AFTER_MS = 5000


class SkeletonBars(Painted):
    """Grey bars where lines will stand; they do not move."""

    _LENGTHS = (0.92, 0.72, 0.82, 0.6)

    def __init__(self, rows: int = 3, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = rows
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(say("Loading"))

    def measure(self) -> QSize:
        return QSize(look().px(80), self._rows * look().px(22))

    def draw(self, painter: QPainter, place: QRectF) -> None:
        px = look().px
        for row in range(self._rows):
            length = place.width() * self._LENGTHS[row % len(self._LENGTHS)]
            mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
            left = place.right() - length if mirrored else place.left()
            draw_box(painter, QRectF(left, row * px(22) + px(4), length, px(12)), look().colors.done_soft)


class Card(QWidget):
    """A titled part of a page; put widgets into `body`.

    `flush` lets the body (a table) reach the card's edges. `retry_requested` comes from "Try again" (F5),
    `details_requested` from "Details", `empty_action_requested` from the link of the empty card,
    `gave_up` after five seconds of loading, when the error card has taken the place of the bars.
    """

    retry_requested = Signal()
    details_requested = Signal()
    empty_action_requested = Signal()
    gave_up = Signal()

    def __init__(
        self,
        title: str = "",
        count: str = "",
        hint: str = "",
        *,
        flush: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._flush = flush
        # A table has square corners; it ends where the rounded ones of the card begin.
        outer = Column(self, margin=(1, 1, 1, 4 if flush else 1), gap=0)
        self._head = self._make_head(title, count, hint)
        outer.addWidget(self._head)
        if flush:
            outer.addWidget(Hairline())
        self._content = QWidget()
        sides = 0 if flush else 16
        self.body = Column(self._content, margin=(sides, 0 if flush else 2, sides, 0 if flush else 14), gap=8)
        self._message = QWidget()
        self._message_column = Column(self._message, margin=(16, 8, 16, 14), gap=8)
        outer.addWidget(self._content, 1)
        outer.addWidget(self._message, 1)
        self._bars_timer = QTimer(self, singleShot=True, interval=SHOW_BARS_AFTER_MS)
        self._bars_timer.timeout.connect(self._on_bars_due)
        self._patience_timer = QTimer(self, singleShot=True, interval=GIVE_UP_AFTER_MS)
        self._patience_timer.timeout.connect(self._on_patience_over)
        self._loading = ("", 3)
        self.show_content()
        self._on_look_changed()
        look().changed.connect(self._on_look_changed)

    def set_title(self, title: str) -> None:
        self._title.setText(title)
        self.setAccessibleName(title)
        self._head.setVisible(bool(title))

    def set_count(self, count: str) -> None:
        """Words beside the title: "2 open, 1 finished"."""
        self._count.setText(count)

    def set_hint(self, hint: str) -> None:
        """Small words at the end of the head: "Up/Down choose, Enter opens"."""
        self._hint.setText(hint)

    def add_action(self, button: Button) -> None:
        """Put a quiet action at the end of the head; at most two."""
        # A quiet button keeps eight pixels of its own around its words.
        self._head_line.set_margin((16, 6, 8, 4))
        self._head_line.addWidget(button)

    def show_content(self) -> None:
        """Show the body."""
        self._stop_waiting()
        self._message.hide()
        self._content.show()

    def show_empty(self, text: str, action: str = "", count: str = "") -> None:
        """Say in one sentence that there is nothing, with a link to what can be done."""
        self._stop_waiting()
        self._clear_message()
        shape = StatusShape(Status.DONE, 20)
        label = PlainLabel(text, Type.TEXT, "text2", wrap=True)
        label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._message_column.addWidget(shape, 0, Qt.AlignmentFlag.AlignHCenter)
        self._message_column.addWidget(label)
        if action:
            button = Button(action, ButtonKind.QUIET, count=count)
            button.activated.connect(self.empty_action_requested)
            self._message_column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        self._show_message()

    def show_loading(self, text: str = "", rows: int = 3) -> None:
        """Wait: nothing for 150 ms, then grey bars, after five seconds the error card."""
        self._stop_waiting()
        self._loading = (text, rows)
        self._bars_timer.start()
        self._patience_timer.start()

    def show_error(self, what: str, still_right: str = "") -> None:
        """Say what could not be read and what is still current; offers Try again and Details."""
        self._stop_waiting()
        self._clear_message()
        row = Line(gap=8)
        row.addWidget(StatusShape(Status.LATE))
        row.addWidget(PlainLabel(what, Type.TEXT_STRONG, wrap=True), 1)
        self._message_column.addLayout(row)
        if still_right:
            self._message_column.addWidget(PlainLabel(still_right, Type.HINT, "text2", wrap=True))
        self._message_column.addLayout(self._error_buttons())
        self._show_message()
        announce(self, f"{self._title.text()}: {what} {still_right}", at_once=True)

    @property
    def is_loading(self) -> bool:
        return self._patience_timer.isActive()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        place = QRectF(self.rect())
        draw_box(painter, place, look().colors.surface, look().colors.line, radius=look().px(6))
        painter.end()

    def _make_head(self, title: str, count: str, hint: str) -> QWidget:
        head = QWidget()
        self._head_line = Line(head, margin=(16, 6, 16, 4), gap=10)
        self._title = PlainLabel(title, Type.CARD_TITLE)
        self._count = PlainLabel(count, Type.TEXT, "text2", elide=True)
        self._hint = PlainLabel(hint, Type.HINT, "text2", elide=True)
        self._head_line.addWidget(self._title)
        self._head_line.addWidget(self._count)
        self._head_line.addStretch(1)
        self._head_line.addWidget(self._hint)
        if not title:
            head.hide()
        self.setAccessibleName(title)
        return head

    def _error_buttons(self) -> Line:
        retry = Button(say("Try again"), key="F5")
        retry.activated.connect(self.retry_requested)
        details = Button(say("Details"), ButtonKind.QUIET)
        details.activated.connect(self.details_requested)
        buttons = Line(gap=8)
        buttons.addWidget(retry)
        buttons.addWidget(details)
        buttons.addStretch(1)
        return buttons

    def _show_message(self) -> None:
        self._message_column.addStretch(1)
        self._content.hide()
        self._message.show()

    def _clear_message(self) -> None:
        take_out(self._message_column)

    def _stop_waiting(self) -> None:
        self._bars_timer.stop()
        self._patience_timer.stop()

    @Slot()
    def _on_look_changed(self) -> None:
        self._head.setMinimumHeight(look().px(38))

    @Slot()
    def _on_bars_due(self) -> None:
        text, rows = self._loading
        self._clear_message()
        self._message_column.addWidget(SkeletonBars(rows))
        if text:
            self._message_column.addWidget(PlainLabel(text, Type.HINT, "text2", wrap=True))
        self._show_message()

    @Slot()
    def _on_patience_over(self) -> None:
        self.show_error(
            say("Could not be read."), say("No answer within 5 s. The rest of the page is current.")
        )
        self.gave_up.emit()
