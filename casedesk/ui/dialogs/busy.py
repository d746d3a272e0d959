"""A start page for work that takes a while: what is made, how far it is, and Esc to stop it."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QProgressBar, QWidget

from casedesk.ui.dialogs.start_page import StartPage, keys_line
from casedesk.ui.theme import look
from casedesk.ui.widgets import Line, announce
from casedesk.words import say

_WIDTH = 460
_SAID_EVERY = 25
"""Percent between two announcements to screen readers."""


class BusyPage(StartPage):
    """Shows progress; `stop_requested` is emitted by Esc."""

    stop_requested = Signal()

    def __init__(self, title: str, explanation: str, parent: QWidget | None = None) -> None:
        super().__init__(title, explanation, parent)
        self._said = 0
        self._bar = QProgressBar()
        self._bar.setAccessibleName(title)
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 0)
        line = Line()
        line.addStretch(1)
        line.addWidget(self._bar)
        line.addStretch(1)
        self.content.addLayout(line)
        self.content.addLayout(keys_line((("Esc",), say("stop"))))
        look().changed.connect(self._set_size)
        self._set_size()

    def show_progress(self, so_far: int, in_all: int, words: str) -> None:
        """Say how far it is, in words and as a bar."""
        self._bar.setRange(0, in_all)
        self._bar.setValue(so_far)
        self.set_stored(words)
        percent = so_far * 100 // max(1, in_all)
        if percent >= self._said + _SAID_EVERY:
            self._said = percent
            announce(self, words)

    @property
    def progress(self) -> tuple[int, int]:
        """How far it is, and how far in all."""
        return self._bar.value(), self._bar.maximum()

    def step_back(self) -> None:
        """Esc: stop."""
        self.stop_requested.emit()

    @Slot()
    def _set_size(self) -> None:
        self._bar.setFixedSize(look().px(_WIDTH), look().px(8))
