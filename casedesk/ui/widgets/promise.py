"""The promise chip: shape, what, when and the rest of time; a promise is a thing, not a remark."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QRectF, QSize, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from casedesk.ui.theme import Type, look
from casedesk.ui.widgets.painting import (
    Places,
    draw_box,
    draw_focus_ring,
    draw_text,
    ink,
    set_tip,
    text_width,
)
from casedesk.ui.widgets.status import Status, paint_status, status_ink
from casedesk.words import say


class PromiseState(Enum):
    """How a promise stands; `NONE` is the empty place that invites to make one."""

    OPEN = "open"
    SOON = "soon"
    BROKEN = "broken"
    KEPT = "kept"
    KEPT_LATE = "kept_late"
    RELEASED = "released"
    NONE = "none"


_SHAPES = {
    PromiseState.OPEN: Status.ON_TIME,
    PromiseState.SOON: Status.IN_JEOPARDY,
    PromiseState.BROKEN: Status.LATE,
    PromiseState.KEPT: Status.DONE,
    PromiseState.KEPT_LATE: Status.DONE,
    PromiseState.RELEASED: Status.SKIPPED,
    PromiseState.NONE: Status.NOT_STARTED,
}


@dataclass(frozen=True)
class PromiseMark:
    """What a promise chip shows: `what` with its time ("Call back, 14:30") and `note` ("in 18 min", "kept
    08:56")."""

    state: PromiseState
    what: str
    note: str = ""

    @classmethod
    def none(cls) -> PromiseMark:
        """The place where a promise is missing."""
        return cls(PromiseState.NONE, say("No promise"), say("make one"))

    @property
    def status(self) -> Status:
        """Its shape in the status language."""
        return _SHAPES[self.state]

    @property
    def state_word(self) -> str:
        """The state in one word, for screen readers."""
        words = {
            PromiseState.OPEN: say("open"),
            PromiseState.SOON: say("due soon"),
            PromiseState.BROKEN: say("broken"),
            PromiseState.KEPT: say("kept"),
            PromiseState.KEPT_LATE: say("kept late"),
            PromiseState.RELEASED: say("released"),
            PromiseState.NONE: say("none"),
        }
        return words[self.state]


class PromiseChip(QAbstractButton):
    """One promise; `clicked` asks to open it, or to make one where there is none."""

    def __init__(self, promise: PromiseMark, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.set_promise(promise)
        look().changed.connect(self._on_look_changed)

    def set_promise(self, promise: PromiseMark) -> None:
        self._promise = promise
        spoken = say("Promise: $what, $state", what=promise.what, state=promise.state_word)
        self.setAccessibleName(f"{spoken}, {promise.note}" if promise.note else spoken)
        self._on_look_changed()

    def sizeHint(self) -> QSize:
        px = look().px
        words = text_width(self._promise.what, Type.TEXT_MEDIUM)
        note = px(10) + text_width(self._promise.note, Type.HINT_STRONG) if self._promise.note else 0
        return QSize(px(9) + px(16) + px(8) + words + note + px(12), px(28))

    def minimumSizeHint(self) -> QSize:
        return QSize(look().px(120), look().px(28)).boundedTo(self.sizeHint())

    def paintEvent(self, _event: QPaintEvent) -> None:
        px = look().px
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        place = QRectF(self.rect())
        state = self._promise.state
        draw_box(painter, place, self._ground(), self._border(), 1.2, dashed=state is PromiseState.NONE)
        places = Places(place.adjusted(px(9), 0, -px(12), 0), self.layoutDirection())
        paint_status(painter, places.take(px(16), px(16), px(8)), self._promise.status)
        note_width = text_width(self._promise.note, Type.HINT_STRONG)
        note_place = places.take_end(note_width, gap=px(10))
        what_ink = ink("text2" if self._promise.status in (Status.DONE, Status.SKIPPED) else "text")
        draw_text(painter, places.rest(), self._promise.what, Type.TEXT_MEDIUM, what_ink)
        draw_text(painter, note_place, self._promise.note, Type.HINT_STRONG, self._note_ink())
        if self.hasFocus():
            draw_focus_ring(painter, place)
        painter.end()

    def _ground(self) -> QColor:
        colors = look().colors
        if self.underMouse() or self.isDown():
            return colors.select
        return colors.sunken if self._promise.status is Status.DONE else colors.surface

    def _border(self) -> QColor:
        if self._promise.state in (PromiseState.SOON, PromiseState.BROKEN):
            return ink(status_ink(self._promise.status))
        return look().colors.line if self._promise.status is Status.DONE else look().colors.edge

    def _note_ink(self) -> QColor:
        if self._promise.state in (PromiseState.SOON, PromiseState.BROKEN):
            return ink(status_ink(self._promise.status))
        return ink("text2")

    @Slot()
    def _on_look_changed(self) -> None:
        set_tip(self, self._promise.what if self.width() < self.sizeHint().width() else "")
        self.updateGeometry()
        self.update()
