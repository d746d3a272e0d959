"""What the bell counts: handovers that wait for a yes, and promises that are broken; it draws nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal, Slot

from casedesk.contract.desk import Desk as DeskQuery
from casedesk.errors import CaseDeskError
from casedesk.ui.change_bus import Changes
from casedesk.ui.desk import Desk
from casedesk.ui.text import clock_time, day_and_time
from casedesk.words import say

TOPICS = ("handover", "promise", "order", "request", "staff")


@dataclass(frozen=True)
class NoticeLine:
    """One notice in words, with the case it leads to."""

    text: str
    customer: UUID


class WaitingNotices(QObject):
    """Reads what waits for the person when `read` is called and after every change; `changed(lines)` tells it."""

    changed = Signal(object)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.lines: tuple[NoticeLine, ...] = ()
        desk.bus.watch(self, TOPICS, self._on_changes)

    @Slot()
    def read(self) -> None:
        """Ask again what waits; nobody waits for the bell itself, so every screen goes before it."""
        self._desk.read("notices", DeskQuery(), self._on_read, self, self._on_failed, can_wait=True)

    def _on_changes(self, _changes: Changes) -> None:
        self.read()

    def _on_read(self, waiting: Any) -> None:
        self.lines = (*self._handovers(waiting), *self._broken_promises(waiting))
        self.changed.emit(self.lines)

    def _on_failed(self, error: Exception) -> None:
        # My Desk shows a foreseen failure with its sentence; the bell keeps its last count.
        if not isinstance(error, CaseDeskError):
            raise error

    def _handovers(self, waiting: Any) -> list[NoticeLine]:
        zone = self._desk.now().tzinfo
        return [
            NoticeLine(
                say(
                    "$time  $giver offers you: $title, $customer",
                    time=clock_time(one.offered_at.astimezone(zone)),
                    giver=one.giver_name,
                    title=one.title,
                    customer=one.customer_name,
                ),
                one.customer,
            )
            for one in waiting.handovers
        ]

    def _broken_promises(self, waiting: Any) -> list[NoticeLine]:
        now = self._desk.now()
        return [
            NoticeLine(
                say(
                    "Promise broken since $when: $text, $customer",
                    when=day_and_time(one.promise.due_at.astimezone(now.tzinfo), now.date()),
                    text=one.promise.text,
                    customer=one.customer_name,
                ),
                one.customer,
            )
            for one in waiting.promises
            if one.promise.state == "broken"
        ]
