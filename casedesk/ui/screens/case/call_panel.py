"""The docked call panel: whether a call is on, and its clock."""

from __future__ import annotations

import time
from uuid import UUID

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QWidget

from casedesk.ui.call import CallPanelBase, CallPhase, CallState
from casedesk.ui.desk import Desk
from casedesk.ui.theme import Type
from casedesk.ui.widgets.inputs import TextArea
from casedesk.ui.widgets.labels import PlainLabel
from casedesk.ui.widgets.layout import Column
from casedesk.words import say


class CallPanel(CallPanelBase):
    """What is written during a call."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._call = CallState()
        self._began = 0.0
        self._said = TextArea(rows=6)
        self._said.setAccessibleName(say("What was said"))
        column = Column(self, margin=16, gap=8)
        column.addWidget(PlainLabel(say("What was said"), Type.HINT_STRONG, "text2"))
        column.addWidget(self._said)
        column.addStretch(1)
        self._timer = QTimer(self, interval=1000)
        self._timer.timeout.connect(self._on_second)

    @property
    def call(self) -> CallState:
        return self._call

    def start(self, customer: UUID | None, phone: str) -> None:
        if self._call.phase is CallPhase.NONE:
            self._began = time.monotonic()
            self._timer.start()
            self._show(CallState(CallPhase.RUNNING, 0, customer))

    def resume(self, key: str) -> None:
        self.start(None, "")

    def stop_clock(self) -> None:
        self._timer.stop()
        self._show(CallState(CallPhase.WRITING, self._seconds(), self._call.customer))

    def park(self) -> None:
        self._timer.stop()
        self._show(CallState())

    def focus_start(self) -> None:
        self._said.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _seconds(self) -> int:
        return int(time.monotonic() - self._began)

    def _show(self, call: CallState) -> None:
        self._call = call
        self.call_changed.emit(call)

    @Slot()
    def _on_second(self) -> None:
        self._show(CallState(CallPhase.RUNNING, self._seconds(), self._call.customer))
