"""The way from the wish for a backup or a restore to its end: pages, files, progress; it opens no database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog

from casedesk import paths
from casedesk.errors import CaseDeskError
from casedesk.ui import dialogs
from casedesk.ui.background import Report, Runner
from casedesk.ui.main_window import MainWindow
from casedesk.ui.notifications import NoticeKind, Notifications
from casedesk.words import say

if TYPE_CHECKING:
    from casedesk.services.daily_backup import KeptBackup
    from casedesk.services.restore import BackupContent, Restored

_DATABASES = "*.db"


class Copies(Protocol):
    """What works on the files; all of it on a thread."""

    def backups_of(self, address: str) -> tuple[KeptBackup, ...]:
        """All that a desk can be restored from, newest first."""

    def read_content(self, file: Path) -> BackupContent:
        """What is in a backup."""

    def restore_from(self, file: Path, address: str, report: Report) -> Restored:
        """The desk as it was in a backup; the present file is kept under another name."""

    def back_up_to(self, address: str, target: Path, report: Report) -> Path:
        """A proven copy in a new file."""

    def save_copy(self, address: str, target: Path) -> Path:
        """The file as it is, damaged or not."""


class Restoring(QObject):
    """Lives in the GUI thread. `began` when the desk has to let go of its file, `ended(address)` when it may open.

    `left` when the person went back from the page without restoring.
    """

    began = Signal()
    ended = Signal(str)
    left = Signal()
    _progressed = Signal(int, int)

    def __init__(
        self, window: MainWindow, runner: Runner, notifications: Notifications, copies: Copies
    ) -> None:
        super().__init__(window)
        self._window, self._runner, self._copies = window, runner, copies
        self._notifications = notifications
        self._address = ""
        self._stop: Callable[[], None] = _nothing
        self._progressed.connect(self._on_progressed)

    def ask(self, address: str, stop: Callable[[], None]) -> None:
        """Show what can be restored at an address; `stop` ends the long work that follows."""
        self._address, self._stop = address, stop
        page = dialogs.RestorePage(keeps_present=_is_there(address))
        page.picked.connect(self._read)
        page.other_file_requested.connect(self._ask_file)
        page.confirmed.connect(self._restore)
        page.left.connect(self.left)
        self._window.show_page(page)
        copies = self._copies
        self._runner.query(
            "backups", lambda: copies.backups_of(address), self._on_found, self._on_failed, self
        )

    def find(self, address: str, found: Callable[[tuple[KeptBackup, ...]], None]) -> None:
        """Ask what a desk can be restored from."""
        copies = self._copies
        self._runner.query("found", lambda: copies.backups_of(address), found, self._on_failed, self)

    # The page

    @Slot(object)
    def _read(self, file: Path) -> None:
        copies = self._copies

        def failed(error: Exception) -> None:
            page = self._page
            if page is None:
                return
            page.show_unreadable(file, str(error) if isinstance(error, CaseDeskError) else _fault())
            if not isinstance(error, CaseDeskError):
                raise error

        self._runner.query("content", lambda: copies.read_content(file), self._on_content, failed, self)

    def _on_found(self, found: tuple[KeptBackup, ...]) -> None:
        if self._page is not None:
            self._page.show_backups(found, _now())

    def _on_content(self, content: BackupContent) -> None:
        if self._page is not None:
            self._page.show_content(content, _now())

    @property
    def _page(self) -> dialogs.RestorePage | None:
        page = self._window.page
        return page if isinstance(page, dialogs.RestorePage) else None

    @Slot()
    def _ask_file(self) -> None:
        chooser = self._chooser(say("Restore from"), QFileDialog.FileMode.ExistingFile)
        chooser.setNameFilters([say("Databases ($ending)", ending=_DATABASES), say("All files (*)")])
        chooser.fileSelected.connect(self._on_file_chosen)
        chooser.open()

    @Slot(str)
    def _on_file_chosen(self, file: str) -> None:
        if self._page is not None:
            self._page.choose_file(Path(file))

    # The work

    @Slot()
    def _restore(self) -> None:
        page = self._page
        if page is None or page.file is None:
            return
        file, address, copies = page.file, self._address, self._copies
        self._stop()
        self.began.emit()
        busy = dialogs.BusyPage(
            say("Restoring the backup"),
            say(
                "It is copied and checked before anything changes. The present desk is kept under another name."
            ),
        )
        busy.stop_requested.connect(self._stop)
        self._window.show_page(busy)

        def work(report: Report) -> Restored:
            def told(so_far: int, in_all: int) -> bool:
                self._progressed.emit(so_far, in_all)
                return report(so_far, in_all)

            return copies.restore_from(file, address, told)

        self._runner.long(work, self._on_restored, self._on_not_restored, self)

    @Slot(int, int)
    def _on_progressed(self, so_far: int, in_all: int) -> None:
        page = self._window.page
        if isinstance(page, dialogs.BusyPage):
            percent = so_far * 100 // max(1, in_all)
            page.show_progress(so_far, in_all, say("$percent % checked and copied", percent=percent))

    def _on_restored(self, restored: Restored) -> None:
        aside = restored.aside
        kept = say("The desk from before is kept as $file.", file=aside) if aside else ""
        self._notifications.tell(say("The backup is restored."), kept, kind=NoticeKind.DONE, key="restored")
        self.ended.emit(self._address)

    def _on_not_restored(self, error: Exception) -> None:
        """The page comes again and says why; the desk is as it was."""
        self.ask(self._address, self._stop)
        if self._page is not None:
            self._page.show_failure(str(error) if isinstance(error, CaseDeskError) else _fault())
        if not isinstance(error, CaseDeskError):
            raise error

    # Copies on wish

    def back_up(self, address: str) -> None:
        """Ask for a file and copy the desk into it."""
        chooser = self._chooser(say("Back up to"), QFileDialog.FileMode.AnyFile)
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        chooser.setDefaultSuffix("db")
        chooser.selectFile(f"casedesk-{_now():%Y-%m-%d}.db")
        copies = self._copies

        def chosen(file: str) -> None:
            self._runner.aside(
                say("Backing up"),
                lambda report: copies.back_up_to(address, Path(file), report),
                self._on_backed_up,
                self._on_failed,
                self,
            )

        chooser.fileSelected.connect(chosen)
        chooser.open()

    def save_copy(self, address: str) -> None:
        """Ask for a file and save the desk's file there as it is."""
        chooser = self._chooser(say("Save a copy as"), QFileDialog.FileMode.AnyFile)
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        copies = self._copies

        def chosen(file: str) -> None:
            self._runner.query(
                "copy",
                lambda: copies.save_copy(address, Path(file)),
                self._on_copy_saved,
                self._on_failed,
                self,
            )

        chooser.fileSelected.connect(chosen)
        chooser.open()

    def _on_backed_up(self, file: Path) -> None:
        self._notifications.tell(
            say("The backup is made and checked."), say("It is $file.", file=file), kind=NoticeKind.DONE
        )

    def _on_copy_saved(self, file: Path) -> None:
        page = self._window.page
        if page is not None:
            page.set_stored(say("A copy is saved as $file", file=file))

    def _on_failed(self, error: Exception) -> None:
        page = self._window.page
        if isinstance(page, dialogs.FormPage) and isinstance(error, CaseDeskError):
            page.show_trouble(str(error))
        else:
            self._notifications.fail(error)

    def _chooser(self, title: str, mode: QFileDialog.FileMode) -> QFileDialog:
        chooser = QFileDialog(self._window, title, str(paths.home().parent))
        chooser.setFileMode(mode)
        chooser.finished.connect(chooser.deleteLater)
        return chooser


def _is_there(address: str) -> bool:
    return Path(address.partition("sqlite:///")[2]).exists()


def _now() -> datetime:
    """This computer's time, as files of this computer are meant."""
    return datetime.now().astimezone()


def _fault() -> str:
    return say("CaseDesk met a fault of its own. It is written down in its log.")


def _nothing() -> None:
    """Nothing runs that could be stopped."""
