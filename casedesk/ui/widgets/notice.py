"""Messages inside the page, next to their cause, and the undo bar; it knows no command."""

from __future__ import annotations

import math
import time

from PySide6.QtCore import QRectF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from casedesk.ui.notifications import Choice, Message, NoticeKind, Notifications, UndoOffer
from casedesk.ui.theme import Type, look
from casedesk.ui.widgets.announcements import announce
from casedesk.ui.widgets.buttons import Button, ButtonKind, IconButton
from casedesk.ui.widgets.labels import Icon, PlainLabel, Run, RunsLabel
from casedesk.ui.widgets.layout import Column, Line
from casedesk.ui.widgets.painting import draw_box, ink
from casedesk.ui.widgets.status import Status, StatusShape, status_ink, status_soft
from casedesk.words import say

_STATUS = {
    NoticeKind.INFO: Status.UNDER_WAY,
    NoticeKind.DONE: Status.DONE,
    NoticeKind.RISK: Status.IN_JEOPARDY,
    NoticeKind.LATE: Status.LATE,
}


class Notice(QWidget):
    """One message: shape, words with a bold beginning, quiet actions, and a cross where it may be closed.

    `closed` is emitted when the person closes it.
    """

    closed = Signal()

    def __init__(self, message: Message, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.message = message
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        row = Line(self, margin=(14, 6, 6, 6), gap=8)
        shape = Icon(message.icon, 16, "accent_ink") if message.icon else StatusShape(_STATUS[message.kind])
        row.addWidget(shape)
        runs = [Run(message.lead, strong=bool(message.text)), Run(f" {message.text}" if message.text else "")]
        row.addWidget(RunsLabel(runs), 1)
        for choice in message.choices:
            row.addWidget(self._button(choice))
        if message.closable:
            cross = IconButton("close", say("Close this message"), quiet=True)
            cross.activated.connect(self.closed)
            row.addWidget(cross)
        self.setAccessibleName(f"{_kind_word(message.kind)} {message.lead} {message.text}".strip())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _paint_ground(painter, QRectF(self.rect()), self.message.kind, self.layoutDirection())
        painter.end()

    def _button(self, choice: Choice) -> Button:
        button = Button(choice.text, ButtonKind.QUIET, key=choice.key)
        button.activated.connect(choice.act)
        return button


def _kind_word(kind: NoticeKind) -> str:
    words = {NoticeKind.RISK: say("Attention:"), NoticeKind.LATE: say("Problem:")}
    return words.get(kind, "")


def _paint_ground(painter: QPainter, place: QRectF, kind: NoticeKind, direction: Qt.LayoutDirection) -> None:
    """The soft ground with a bar at its start; what is done is neutral and has no bar."""
    if kind is NoticeKind.DONE:
        draw_box(painter, place, look().colors.sunken, look().colors.line)
        return
    draw_box(painter, place, status_soft(_STATUS[kind]))
    bar = QRectF(place.left(), place.top(), look().px(4), place.height())
    if direction == Qt.LayoutDirection.RightToLeft:
        bar.moveRight(place.right())
    painter.setClipRect(bar)
    draw_box(painter, place, ink(status_ink(_STATUS[kind])))


class NoticeArea(QWidget):
    """The messages of a page, one below the other; follows the door for messages it is given."""

    def __init__(self, notifications: Notifications, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._notices: dict[str, Notice] = {}
        self._column = Column(self, gap=8)
        self.setVisible(False)
        notifications.posted.connect(self.show_message)
        notifications.withdrawn.connect(self.remove)

    @Slot(object)
    def show_message(self, message: Message) -> None:
        """Put a message at the top, in the place of an earlier one with the same key."""
        self.remove(message.key)
        notice = Notice(message)
        notice.closed.connect(self._on_closed)
        self._notices[message.key] = notice
        self._column.insertWidget(0, notice)
        self.setVisible(True)
        announce(self, notice.accessibleName(), at_once=message.kind is NoticeKind.LATE)

    @Slot(str)
    def remove(self, key: str) -> None:
        """Take a message away."""
        notice = self._notices.pop(key, None)
        if notice is not None:
            self._column.removeWidget(notice)
            notice.hide()
            notice.deleteLater()
        self.setVisible(bool(self._notices))

    @property
    def keys(self) -> list[str]:
        """Keys of the messages that are shown."""
        return list(self._notices)

    @Slot()
    def _on_closed(self) -> None:
        notice = self.sender()
        if isinstance(notice, Notice):
            self.remove(notice.message.key)


class UndoBar(QWidget):
    """What was just done and how long it can be taken back; hidden when there is nothing to undo.

    `undo` does it (Ctrl+Z of the window calls it too); an act before it whose time is not over comes back then.
    `ended` is emitted when the last of them is over or was undone.
    """

    ended = Signal()

    def __init__(self, notifications: Notifications, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._offers: list[tuple[UndoOffer, float]] = []
        self._shown: UndoOffer | None = None
        self._choices: list[Button] = []
        self._row = Line(self, margin=(16, 4, 16, 4), gap=12)
        self._text = PlainLabel("", Type.TEXT_MEDIUM, elide=True)
        self._rest = PlainLabel("", Type.HINT, "text2")
        self._button = Button(say("Undo"), key="Ctrl+Z")
        self._button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._button.activated.connect(self.undo)
        self._row.addWidget(StatusShape(Status.DONE))
        self._row.addWidget(self._text)
        self._row.addStretch(1)
        self._row.addWidget(self._rest)
        self._row.addWidget(self._button)
        self._timer = QTimer(self, interval=1000)
        self._timer.timeout.connect(self._show)
        notifications.undo_offered.connect(self.offer)
        self.setVisible(False)

    @Slot(object)
    def offer(self, offer: UndoOffer) -> None:
        """Show an offer; earlier ones wait behind it."""
        self._offers.append((offer, time.monotonic() + offer.seconds))
        self._timer.start()
        self._show()
        announce(self, offer.text)

    @Slot()
    def undo(self) -> None:
        """Take the newest act back, if its time is not over."""
        self._forget_old()
        if self._offers:
            offer, _until = self._offers.pop()
            self._show()
            offer.undo()

    def forget(self) -> None:
        """Offer nothing any more: somebody else will sit here."""
        self._offers.clear()
        self._show()

    @property
    def has_offer(self) -> bool:
        """Whether something can be undone at this moment."""
        self._forget_old()
        return bool(self._offers)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), look().colors.accent_soft)
        painter.fillRect(QRectF(0, 0, self.width(), 1), look().colors.accent)
        painter.end()

    def _forget_old(self) -> None:
        now = time.monotonic()
        self._offers = [(offer, until) for offer, until in self._offers if until > now]

    @Slot()
    def _show(self) -> None:
        self._forget_old()
        if not self._offers:
            if self._timer.isActive():
                self._timer.stop()
                self.ended.emit()
            self.setVisible(False)
            return
        offer, until = self._offers[-1]
        self._text.setText(offer.text)
        self._rest.setText(say("$n s left", n=math.ceil(until - time.monotonic())))
        if offer is not self._shown:
            self._shown = offer
            self._show_choices(offer.choices)
        self.setVisible(True)

    def _show_choices(self, choices: tuple[Choice, ...]) -> None:
        for button in self._choices:
            button.hide()
            button.deleteLater()
        self._choices = [Button(one.text, ButtonKind.QUIET, key=one.key) for one in choices]
        for button, choice in zip(self._choices, choices, strict=True):
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            button.activated.connect(choice.act)
            self._row.insertWidget(self._row.indexOf(self._rest), button)
