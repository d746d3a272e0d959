"""The docked call as the window sees it: F8 begins and stops the clock, F7 parks; it knows no case."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import QObject, Signal, Slot

from casedesk.ui.call import CallPanelBase, CallPhase, CallState
from casedesk.ui.frame.body import CallDock
from casedesk.ui.frame.top_bar import TopBar
from casedesk.ui.place import CallSubject


class CallControl(QObject):
    """Shows the panel while there is a call; `phase_changed` when a call began, stopped or went."""

    phase_changed = Signal()

    def __init__(
        self,
        dock: CallDock,
        top_bar: TopBar,
        subject: Callable[[], CallSubject],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._dock, self._top_bar, self._subject = dock, top_bar, subject
        self._make: Callable[[], CallPanelBase] | None = None
        self._panel: CallPanelBase | None = None
        self._phase = CallPhase.NONE

    def attach(self, make: Callable[[], CallPanelBase] | None) -> None:
        """Make the panel this way when it is first needed; None when nobody is signed in."""
        self._make = make
        self._panel = None
        self._dock.set_panel(None)
        self._dock.hide()
        self._on_call_changed(CallState())

    @property
    def phase(self) -> CallPhase:
        return self._phase

    @property
    def panel(self) -> CallPanelBase | None:
        """The call panel, made now where it was not yet; None when nobody is signed in."""
        if self._panel is None and self._make is not None:
            self._panel = self._make()
            self._dock.set_panel(self._panel)
            self._panel.call_changed.connect(self._on_call_changed)
        return self._panel

    def log_call(self, begin: Callable[[CallSubject], None]) -> None:
        """F8: begin a call with whom the screen is about; again stops the clock; then it leads to the
        panel.
        """
        if self._phase is CallPhase.NONE:
            begin(self._subject())
            return
        if self._phase is CallPhase.RUNNING and self._panel is not None:
            self._panel.stop_clock()
        self.focus_start()

    @Slot(object, str)
    def start(self, customer: UUID | None, phone: str) -> None:
        """Begin a call, or go on with the one that runs."""
        if self.panel is not None:
            self.panel.start(customer, phone)
            self.focus_start()

    def resume(self, key: str) -> None:
        """Take up a parked call."""
        if self.panel is not None:
            self.panel.resume(key)
            self.focus_start()

    def park(self) -> None:
        """F7: put the call aside with its draft."""
        if self._panel is not None and self._phase is not CallPhase.NONE:
            self._panel.park()

    def focus_start(self) -> None:
        """Put the keyboard into the panel, which is unfolded for it."""
        if self._panel is not None and not self._dock.isHidden():
            self._dock.unfold()
            self._panel.focus_start()

    @Slot(object)
    def _on_call_changed(self, call: CallState) -> None:
        self._top_bar.show_call(call)
        changed, self._phase = call.phase is not self._phase, call.phase
        if changed:
            self._dock.setVisible(call.phase is not CallPhase.NONE)
            self._dock.unfold()
            self.phase_changed.emit()
