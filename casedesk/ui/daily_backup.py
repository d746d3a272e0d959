"""Has the backup of the day made while the desk is open, and tells when the last one was made; it copies nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from casedesk.errors import BackupFailed, CaseDeskError, DatabaseDamaged, Stopped
from casedesk.ui.background import Report, Runner
from casedesk.ui.notifications import Choice, NoticeKind, Notifications
from casedesk.words import say

_LOOK_EVERY_MS = 60 * 60 * 1000
MESSAGE = "backup"


class BackupMaker(Protocol):
    """What makes the backup; on a thread."""

    def keep_daily(self, address: str, report: Report) -> datetime | None:
        """Make today's backup of a desk where it is due; when the newest was made, None where none is made."""


class DailyBackup(QObject):
    """Looks after the start and once an hour; lives in the GUI thread.

    `kept(datetime or None)` says when the newest backup was made, `restore_requested` leads to the restore page.
    """

    kept = Signal(object)
    restore_requested = Signal()

    def __init__(
        self, runner: Runner, notifications: Notifications, maker: BackupMaker, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._runner, self._notifications, self._maker = runner, notifications, maker
        self._address = ""
        self._timer = QTimer(self, interval=_LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)

    def begin(self, address: str) -> None:
        """From now on for this desk."""
        self._address = address
        self._timer.start()
        self.look()

    def end(self) -> None:
        """No desk is open any more."""
        self._address = ""
        self._timer.stop()
        self._notifications.withdraw(MESSAGE)

    @Slot()
    def look(self) -> None:
        """Have it made where it is due."""
        address, maker = self._address, self._maker
        if address:
            self._runner.aside(
                say("Backing up"),
                lambda report: maker.keep_daily(address, report),
                self._on_kept,
                self._on_failed,
                self,
            )

    def _on_kept(self, newest: datetime | None) -> None:
        self._notifications.withdraw(MESSAGE)
        self.kept.emit(newest)

    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, Stopped):
            self._notifications.tell(str(error), key=MESSAGE, choices=self._again())
        elif isinstance(error, DatabaseDamaged) or _has_problems(error):
            self._notifications.tell(
                say("The database of this desk is damaged."),
                say("$why Stop working in it; restore a backup, which keeps this file.", why=error),
                kind=NoticeKind.LATE,
                key=MESSAGE,
                choices=(Choice(say("Restore a backup"), self.restore_requested.emit),),
            )
        elif isinstance(error, CaseDeskError):
            self._notifications.tell(
                say("No backup was made."),
                str(error),
                kind=NoticeKind.RISK,
                key=MESSAGE,
                choices=self._again(),
            )
        else:
            self._notifications.fail(error, say("No backup was made."), self.look)

    def _again(self) -> tuple[Choice, ...]:
        again: Callable[[], None] = self.look
        return (Choice(say("Try again"), again),)


def _has_problems(error: Exception) -> bool:
    return isinstance(error, BackupFailed) and bool(error.details.get("problems"))
