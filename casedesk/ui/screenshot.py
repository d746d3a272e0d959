"""Pictures of screens without a display: brings one to the front, waits until it is ready, grabs it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtCore import QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QWidget

from casedesk.contract.cases import CaseQuery
from casedesk.errors import CaseDeskError, WrongUsage
from casedesk.ui.background import ThreadRunner
from casedesk.ui.dialogs.connect import ConnectPage
from casedesk.ui.dialogs.first_start import FirstStartPage
from casedesk.ui.dialogs.own_desk import OwnDeskPage
from casedesk.ui.dialogs.start_page import StartPage
from casedesk.ui.main_window import MainWindow
from casedesk.ui.start import Start
from casedesk.words import say

PATIENCE_MS = 60_000
_LOOK_MS = 15
_QUIET_LOOKS = 3
"""How often in a row everything must be found at rest: an answer may lead to the next question."""

START_PAGES: dict[str, Callable[[], StartPage]] = {
    "first-start": FirstStartPage,
    "own-desk": OwnDeskPage,
    "sign-in": ConnectPage,
}
WHO_ARE_YOU = "who-are-you"
SCREENS = ("admin", "call", "case", "find", "help", "my-desk", "new-order", "order", "palette")


@dataclass(frozen=True)
class Shot:
    """What is to be on the picture; `about` is an order's number or a customer's id, `text` what is
    searched, `part` what the screen shall show of itself.
    """

    screen: str
    about: str = ""
    text: str = ""
    part: str = ""

    def check(self) -> None:
        """WrongUsage for a screen that does not exist, or one whose record is not named."""
        known = (*START_PAGES, WHO_ARE_YOU, *SCREENS)
        if self.screen not in known:
            raise WrongUsage(
                say("There is no screen “$name”. There are: $all.", name=self.screen, all=", ".join(known))
            )
        if self.screen in ("call", "case", "order") and not self.about:
            raise WrongUsage(say("Say which one: --order NUMBER or --customer ID."))


class Photographer(QObject):
    """Brings what a shot wants to the front of a window whose desk is attached."""

    def __init__(self, window: MainWindow, runner: ThreadRunner, shot: Shot) -> None:
        super().__init__(window)
        self._window, self._runner, self._shot = window, runner, shot
        self._customer: UUID | None = None
        self._is_shown = False
        self.error: Exception | None = None

    def begin(self) -> None:
        """Find whose record it is, then show it."""
        desk = self._window.desk
        if desk is not None and self._shot.about:
            desk.read("shot", CaseQuery(about=self._shot.about), self._on_case, self, self._on_failed)
        else:
            self._show()

    def is_done(self) -> bool:
        """Whether the screen shows its first content and nothing is being read any more."""
        front = self._window.navigation.front
        ready = front is not None and front.is_ready and self._runner.is_idle
        return self.error is not None or (self._is_shown and ready)

    def _show(self) -> None:
        navigation = self._window.navigation
        screen, about = self._shot.screen, self._shot.about
        if screen == "order" or (screen in ("palette", "help") and about):
            navigation.open_order(about)
        elif screen == "case" and self._customer is not None:
            navigation.open_case(self._customer)
        elif screen == "call":
            navigation.start_call(self._customer, "")
        elif screen == "new-order":
            navigation.new_order(self._customer)
        elif screen == "find":
            navigation.open_screen(screen)
            navigation.find(self._shot.text)
        else:
            navigation.open_screen("admin" if screen == "admin" else "my-desk")
        if self._shot.part and navigation.front is not None:
            navigation.front.show_part(self._shot.part)
        self._is_shown = True

    def _on_case(self, case: Any) -> None:
        self._customer = case.customer.id
        self._show()

    def _on_failed(self, error: Exception) -> None:
        self.error = error


def photograph(shot: Shot, window: MainWindow, start: Start, runner: ThreadRunner, file: Path) -> None:
    """Show what a shot wants, in a window that was not shown yet, and write it as a PNG."""
    if shot.screen in START_PAGES:
        window.show_page(START_PAGES[shot.screen]())
        window.show()
        wait_until(window.isVisible)
    else:
        _open_desk(window, start)
        if start.error is not None:
            raise start.error
        if window.page is None:
            _show_screen(shot, window, runner)
        elif shot.screen != WHO_ARE_YOU:
            raise WrongUsage(say("Say with --as who looks at the screen."))
    grab(window, file)


def _open_desk(window: MainWindow, start: Start) -> None:
    """Open the database that is known, else the practice company."""
    window.painted.connect(start.begin if start.knows_a_database() else start.begin_practice)
    window.show()
    wait_until(lambda: window.desk is not None or window.page is not None)


def _show_screen(shot: Shot, window: MainWindow, runner: ThreadRunner) -> None:
    # While a thread still loads the other screens, a screen that opens may meet one of its half-made classes: of some
    # twenty pictures taken so, one ended in a crash inside PySide (MetaObjectBuilder::update).
    wait_until(lambda: runner.is_idle)
    photographer = Photographer(window, runner, shot)
    photographer.begin()
    wait_until(photographer.is_done)
    if photographer.error is not None:
        raise photographer.error
    if shot.screen == "palette":
        window.keys.palette_panel.open()
    elif shot.screen == "help":
        window.keys.open_help()


def wait_until(condition: Callable[[], bool], patience_ms: int = PATIENCE_MS) -> None:
    """Let the program run until a condition held several times in a row; CaseDeskError when it never does."""
    loop = QEventLoop()
    held = 0

    def look() -> None:
        nonlocal held
        held = held + 1 if condition() else 0
        if held >= _QUIET_LOOKS:
            loop.quit()

    timer = QTimer(interval=_LOOK_MS)
    timer.timeout.connect(look)
    timer.start()
    patience = QTimer(singleShot=True, interval=patience_ms)
    patience.timeout.connect(lambda: loop.exit(1))
    patience.start()
    if loop.exec():
        raise CaseDeskError(say("The screen did not finish loading within $n s.", n=patience_ms // 1000))


def grab(widget: QWidget, file: Path) -> None:
    """Write what a widget shows as a PNG, in the pixels of its scale; CaseDeskError when the disk refuses."""
    if not widget.grab().save(str(file), "PNG"):
        raise CaseDeskError(say("The picture cannot be written to $file.", file=file))
