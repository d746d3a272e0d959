"""The status bar: connection, last change, last save, drafts, whose the record is; then commands, help,
zoom.
"""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from casedesk.ui import window_actions
from casedesk.ui.actions import Action, key_words
from casedesk.ui.place import Room
from casedesk.ui.text import clock_time
from casedesk.ui.theme import Type, look
from casedesk.ui.widgets import Column, Ground, Hairline, Line, PlainLabel, Status, StatusShape
from casedesk.ui.widgets.painting import (
    Places,
    draw_box,
    draw_focus_ring,
    draw_text,
    ink,
    text_width,
)
from casedesk.words import count, say

HEIGHT = 28


class KeyedWord(QAbstractButton):
    """A word with its key in front; pressing it does what the key does."""

    def __init__(self, text: str, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words, self._key = text, key_words(key)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.set_text(text)
        self.setAccessibleDescription(say("Key $key", key=self._key) if key else "")
        look().changed.connect(self._on_look_changed)

    def set_text(self, text: str) -> None:
        self._words = text
        self.setAccessibleName(text)
        self._on_look_changed()

    def sizeHint(self) -> QSize:
        px = look().px
        key = text_width(self._key, Type.HINT_MEDIUM) + px(14) + px(6) if self._key else 0
        return QSize(px(4) + key + text_width(self._words, Type.HINT) + px(4), px(24))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        px, colors = look().px, look().colors
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        place = QRectF(self.rect())
        if self.underMouse() or self.isDown():
            draw_box(painter, place, colors.select)
        places = Places(place.adjusted(px(4), 0, -px(4), 0), self.layoutDirection())
        if self._key:
            box = places.take(text_width(self._key, Type.HINT_MEDIUM) + px(14), px(20), px(6))
            draw_box(painter, box, colors.sunken, colors.line)
            inside = box.adjusted(px(7), 0, 0, 0)
            draw_text(painter, inside, self._key, Type.HINT_MEDIUM, ink("text2"))
        draw_text(painter, places.rest(), self._words, Type.HINT, ink("text2"))
        if self.hasFocus():
            draw_focus_ring(painter, place)
        painter.end()

    @Slot()
    def _on_look_changed(self) -> None:
        self.updateGeometry()
        self.update()


class StatusBar(Ground):
    """The bar along the bottom of the window; 28 pixels high. `stop_requested` comes from Stop beside long work."""

    stop_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("surface", parent)
        self.setAccessibleName(say("Status"))
        self._room = Room.WIDE
        self._shape = StatusShape(Status.NOT_STARTED, 14)
        self._connection = PlainLabel("", Type.HINT_STRONG)
        self._live = PlainLabel("", Type.HINT, "text2")
        self._saved = PlainLabel("", Type.HINT, "text2")
        self._drafts = PlainLabel("", Type.HINT, "text2")
        self._backup = PlainLabel("", Type.HINT, "text2")
        self._person = PlainLabel("", Type.HINT_STRONG, "text2", elide=True)
        self._progress = PlainLabel("", Type.HINT_STRONG)
        self._stop = KeyedWord(say("Stop"), "")
        self._stop.clicked.connect(self.stop_requested)
        self.commands = KeyedWord(say("Commands"), window_actions.COMMANDS.key)
        self.help = KeyedWord(say("Help"), window_actions.HELP.key)
        self.zoom = KeyedWord("", "")
        column = Column(self, gap=0)
        column.addWidget(Hairline())
        content = QWidget()
        line = Line(content, margin=(20, 0, 12, 0), gap=6)
        line.addWidget(self._shape)
        line.addWidget(self._connection)
        for label in (self._live, self._saved, self._backup, self._drafts, self._person):
            label.setContentsMargins(look().px(8), 0, 0, 0)
            label.hide()
            line.addWidget(label)
        line.addStretch(1)
        line.addWidget(self._progress)
        for word in (self._stop, self.commands, self.help, self.zoom):
            line.addWidget(word)
        column.addWidget(content, 1)
        self.show_progress(0, 0)
        self._changed_at: datetime | None = None
        look().changed.connect(self._on_look_changed)
        self._on_look_changed()

    def bind_words(self, bound: dict[str, QAction]) -> None:
        """Let the words do what the window's actions do."""
        for word, action in self._actions():
            word.clicked.connect(bound[action.id].trigger)

    def set_room(self, room: Room) -> None:
        """Leave out what matters least where the window is narrow."""
        self._room = room
        for label in (self._live, self._saved, self._backup):
            self._write(label, label.text())

    def show_connected(self, database: str) -> None:
        self._shape.set_status(Status.ON_TIME)
        self._connection.setText(say("Connected to $database", database=database))

    def show_connecting(self, database: str) -> None:
        self._shape.set_status(Status.UNDER_WAY)
        self._connection.setText(say("Opening $database", database=database) if database else say("Starting"))

    def show_trouble(self, text: str) -> None:
        self._shape.set_status(Status.LATE)
        self._connection.setText(text)

    def show_changed(self, at: datetime) -> None:
        """Write when the last change arrived; `show_now` keeps it true."""
        self._changed_at = at
        self.show_now(at)

    def show_now(self, now: datetime) -> None:
        """Say how long ago the last change was."""
        if self._changed_at is None:
            return
        seconds = max(0, int((now - self._changed_at).total_seconds()))
        if seconds < 60:
            self._write(self._live, say("Live: last change $n s ago", n=seconds))
        elif seconds < 3600:
            self._write(self._live, say("Live: last change $n min ago", n=seconds // 60))
        else:
            self._write(self._live, say("Live: last change $time", time=clock_time(self._changed_at)))

    def show_saved(self, at: datetime) -> None:
        self._write(self._saved, say("All changes saved $time", time=f"{at:%H:%M:%S}"))

    def show_backup(self, words: str) -> None:
        """Say when the last backup was made; "" where none is made here."""
        self._write(self._backup, words)

    def show_drafts(self, kept: int, last: datetime | None) -> None:
        """Say how many drafts lie on this computer and when the last one was kept."""
        if not kept or last is None:
            self._write(self._drafts, "")
            return
        self._write(
            self._drafts,
            count("Draft kept $time", "$n drafts kept, last $time", kept, time=f"{last:%H:%M:%S}"),
        )

    def show_person(self, sentence: str) -> None:
        """Say whose the open record is."""
        self._write(self._person, sentence)

    def show_progress(self, so_far: int, in_all: int, what: str = "") -> None:
        """Say how far long work is and offer to stop it; nothing when all is 0.

        Work that is named in words is told in percent.
        """
        words = say("$so_far of $in_all", so_far=so_far, in_all=in_all)
        if what and in_all:
            words = say("$what $percent %", what=what, percent=so_far * 100 // in_all)
        self._progress.setText(words if in_all else "")
        self._stop.setVisible(bool(in_all))
        self._stop.setAccessibleName(say("Stop: $what", what=what) if what else say("Stop"))

    def show_zoom(self, percent: int) -> None:
        self.zoom.set_text(say("$n %", n=percent))
        self.zoom.setAccessibleName(say("Zoom $n %, back to 100 %", n=percent))

    def _write(self, label: PlainLabel, text: str) -> None:
        """Show a text, unless it is empty or there is no room for what matters least."""
        least = {self._live: Room.FOLDED, self._saved: Room.NARROW, self._backup: Room.WIDE}.get(
            label, Room.SMALL
        )
        label.setText(text)
        label.setVisible(bool(text) and self._room >= least)

    def _actions(self) -> tuple[tuple[KeyedWord, Action], ...]:
        return (
            (self.commands, window_actions.COMMANDS),
            (self.help, window_actions.HELP),
            (self.zoom, window_actions.ZOOM_NORMAL),
        )

    @Slot()
    def _on_look_changed(self) -> None:
        self.setFixedHeight(look().px(HEIGHT))
        self.show_zoom(look().zoom)
