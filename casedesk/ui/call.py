"""What the docked call panel is to the window; it knows no case and no record."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from casedesk.ui.desk import Desk


class CallPhase(Enum):
    """Where a call is: `WRITING` is after the clock was stopped and before it is saved."""

    NONE = "none"
    RUNNING = "running"
    WRITING = "writing"


@dataclass(frozen=True)
class CallState:
    """The call at this moment; `seconds` since it began, which the panel keeps counting while it runs."""

    phase: CallPhase = CallPhase.NONE
    seconds: int = 0
    customer: UUID | None = None


class CallPanelBase(QWidget):
    """The base of the call panel, made once as `CallPanel(desk)` and docked 352 pixels wide at the end.

    `call_changed(CallState)` is emitted at every change and every second of a running call; the window
    shows the panel while the phase is not NONE and writes the time into the top bar. Ctrl+Enter is the
    panel's own.
    """

    call_changed = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk

    @property
    def call(self) -> CallState:
        """The call at this moment."""
        raise NotImplementedError

    def start(self, customer: UUID | None, phone: str) -> None:
        """Begin a call, or take up a parked one with this customer; a call that runs goes on."""
        raise NotImplementedError

    def resume(self, key: str) -> None:
        """Take up the call whose draft (kind "call") has this key."""
        raise NotImplementedError

    def stop_clock(self) -> None:
        """The talk is over, writing up goes on."""
        raise NotImplementedError

    def park(self) -> None:
        """Put the call aside with its draft; the phase becomes NONE."""
        raise NotImplementedError

    def focus_start(self) -> None:
        """Put the keyboard where writing goes on."""
        raise NotImplementedError
