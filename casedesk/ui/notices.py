"""What the bell tells: what happened to one's work and what waits, and which of it was read; it draws nothing."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import QObject, Signal, Slot

from casedesk.contract.notices import NoticeRow, Notices, ReadNotices
from casedesk.errors import CaseDeskError
from casedesk.rules.order_number import understood
from casedesk.ui.change_bus import Changes
from casedesk.ui.desk import Desk
from casedesk.ui.text import day_and_time
from casedesk.words import say

TOPICS = ("handover", "promise", "order", "request", "decision", "notice", "staff")


@dataclass(frozen=True)
class NoticeLine:
    """One notice in words, with the order or case it leads to; `key` marks it as read."""

    text: str
    customer: UUID
    order: str = ""
    key: str = ""
    is_read: bool = False


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
        self._desk.read("notices", Notices(), self._on_read, self, self._on_failed, can_wait=True)

    @Slot(object)
    def mark_read(self, keys: tuple[str, ...]) -> None:
        """Keep that these notices were read."""
        self._desk.run(ReadNotices(keys=keys), self._on_marked, self, self._on_failed)

    def _on_changes(self, _changes: Changes) -> None:
        self.read()

    def _on_marked(self, _answer: object) -> None:
        """What was marked is told by its topic."""

    def _on_read(self, found: tuple[NoticeRow, ...]) -> None:
        in_turn = sorted(found, key=lambda one: one.is_read)
        self.lines = tuple(self._line(one) for one in in_turn)
        self.changed.emit(self.lines)

    def _on_failed(self, error: Exception) -> None:
        # My Desk shows a foreseen failure with its sentence; the bell keeps its last count.
        if not isinstance(error, CaseDeskError):
            raise error

    def _line(self, one: NoticeRow) -> NoticeLine:
        now = self._desk.now()
        when = day_and_time(one.at.astimezone(now.tzinfo), now.date())
        return NoticeLine(
            say("$time  $text", time=when, text=one.text),
            one.customer,
            one.about if understood(one.about) is not None else "",
            one.key,
            one.is_read,
        )
