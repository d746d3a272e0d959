"""The window: frame or start page, the desk in it, and how much room there is; it knows no screen and no
service.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeyEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QWidget

from casedesk.settings import SettingsFile
from casedesk.ui import window_actions
from casedesk.ui.alt_tap import AltTap
from casedesk.ui.call import CallPanelBase
from casedesk.ui.desk import Desk
from casedesk.ui.dialogs.start_page import StartPage
from casedesk.ui.frame.call_control import CallControl
from casedesk.ui.frame.frame import Frame
from casedesk.ui.frame.look_control import LookControl
from casedesk.ui.frame.search_control import SearchControl
from casedesk.ui.navigation import CALL_DRAFT, Navigation
from casedesk.ui.notifications import Choice, NoticeKind, Notifications
from casedesk.ui.place import CallSubject, Place, Room
from casedesk.ui.recent_records import RecentRecords
from casedesk.ui.scanner import ScannerWatch
from casedesk.ui.screen import Screen
from casedesk.ui.screen_registry import first_screen, rail_screens
from casedesk.ui.theme import look, product_mark
from casedesk.ui.window_keys import WindowKeys
from casedesk.words import say

if TYPE_CHECKING:
    # The contract costs as much as the rest of the frame, so what needs it is loaded after the first paint.
    from casedesk.ui.notices import WaitingNotices
    from casedesk.ui.number_jump import NumberJump

SMALLEST = (640, 400)
FIRST_SIZE = (1440, 900)
_TICK_MS = 1000
CONNECTION_MESSAGE = "connection"


@dataclass(frozen=True)
class Makers:
    """What makes the parts of the window that know the contract, once their modules are loaded."""

    screen: Callable[[Place], Screen]
    call_panel: Callable[[], CallPanelBase]
    waiting_notices: Callable[[], WaitingNotices]
    number_jump: Callable[[], NumberJump]


class MainWindow(QMainWindow):
    """The window of CaseDesk; lives in the GUI thread.

    `painted` comes once, after the first frame is on the screen: loading begins then. `closing` comes when
    the person closes the window.
    """

    painted = Signal()
    closing = Signal()

    def __init__(self, settings: SettingsFile, notifications: Notifications) -> None:
        super().__init__()
        self.setWindowTitle("CaseDesk")
        self.setWindowIcon(product_mark())
        self.desk: Desk | None = None
        self._recent: RecentRecords | None = None
        self._waiting: WaitingNotices | None = None
        self._was_painted = False
        self._room: Room | None = None
        self._pages = QStackedWidget()
        self.frame = Frame(self._take_search_key, notifications)
        self._pages.addWidget(self.frame)
        self.setCentralWidget(self._pages)
        self.navigation = Navigation(self.frame.work_area.stack, self)
        self.search = SearchControl(self.navigation, self)
        self.search.connect_field(self.frame.top_bar.search)
        self.call = CallControl(self.frame.dock, self.frame.top_bar, self._call_subject, self)
        self.look = LookControl(settings, notifications, self.width)
        self.keys = WindowKeys(
            self, self.frame, self.navigation, self.call, self.search, self.look, settings, self._start_page
        )
        self._scanner = ScannerWatch(parent=self)
        self._alt = AltTap(self)
        self._tick = QTimer(self, interval=_TICK_MS)
        self._connect()
        self.setMinimumSize(*SMALLEST)
        self.resize(*FIRST_SIZE)

    # What the program does with the window

    def attach(self, desk: Desk, makers: Makers) -> None:
        """Somebody signed in: show the frame with the first screen, or what was searched while it loaded."""
        self.detach()
        self.desk = desk
        self._recent = RecentRecords(desk.settings, desk.person.login, desk.services.database.url)
        self._show_person(desk)
        self._watch(desk)
        self.navigation.begin(makers.screen, desk.drafts)
        self.call.attach(makers.call_panel)
        self.keys.attach(desk)
        self._waiting = makers.waiting_notices()
        self._waiting.changed.connect(self.keys.show_notices)
        self.keys.notices_read.connect(self._waiting.mark_read)
        self.show_frame()
        if not self.search.text:
            self.navigation.open_screen(first_screen(desk.can))
        self.search.attach(makers.number_jump())
        # Not before: it looks at every event, and the bindings load all their classes for the first one.
        QApplication.instance().installEventFilter(self._scanner)  # type: ignore[union-attr]
        self._waiting.read()

    def detach(self) -> None:
        """Nobody is signed in any more."""
        if self.desk is None:
            return
        QApplication.instance().removeEventFilter(self._scanner)  # type: ignore[union-attr]
        self.keys.attach(None)
        self.search.attach(None)
        self.call.attach(None)
        self.navigation.end()
        self._unwatch(self.desk)
        self.desk = None

    def show_frame(self) -> None:
        """Bring the frame to the front; a start page goes."""
        self._show(self.frame)

    def show_page(self, page: StartPage) -> None:
        """Show a start page over the whole window; an earlier one goes."""
        page.theme_chosen.connect(self.look.choose_theme)
        page.help_requested.connect(self.keys.bound(window_actions.HELP).trigger)
        self._pages.addWidget(page)
        self._show(page)
        page.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def page(self) -> StartPage | None:
        """The start page in front, None while the frame is."""
        shown = self._pages.currentWidget()
        return shown if isinstance(shown, StartPage) else None

    def come_to_front(self) -> None:
        """Show the window where another program asked for it."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    # What Qt tells the window

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            # The frame is on the screen when this event is over.
            QTimer.singleShot(0, self.painted.emit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure_room()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.navigation.put_aside()
        self.closing.emit()
        event.accept()

    def _connect(self) -> None:
        frame, navigation = self.frame, self.navigation
        frame.rail.screen_chosen.connect(navigation.open_screen)
        frame.rail.record_chosen.connect(navigation.show)
        navigation.front_changed.connect(self._on_front_changed)
        navigation.records_changed.connect(self._on_records_changed)
        navigation.screen_opened.connect(self._on_screen_opened)
        navigation.call_requested.connect(self.call.start)
        navigation.find_requested.connect(self.search.find)
        navigation.draft_requested.connect(self._on_draft_requested)
        self._alt.tapped.connect(self.keys.open_help)
        self._scanner.scanned.connect(self._on_scanned)
        self._tick.timeout.connect(self._on_second)
        self._tick.start()
        look().changed.connect(self._measure_room)

    @Slot()
    def _on_person_changed(self) -> None:
        if self.desk is not None:
            self._show_person(self.desk)
            self.frame.rail.show_front(self.navigation.front_place)

    def _show_person(self, desk: Desk) -> None:
        staff = desk.person.roles.staff
        self.frame.top_bar.show_person(staff.name, staff.team, desk.refusal)
        allowed = [one for one in rail_screens() if desk.can(one.permission)]
        self.frame.rail.show_screens(allowed)
        self.frame.status_bar.show_connected(desk.person.company.name)

    def _watch(self, desk: Desk) -> None:
        desk.bus.heard.connect(self._on_change_heard)
        desk.saved.connect(self.frame.status_bar.show_saved)
        desk.reached.connect(self._on_reached)
        desk.person_changed.connect(self._on_person_changed)
        for changed in (desk.drafts.kept, desk.drafts.discarded):
            changed.connect(self._show_drafts)
        desk.drafts.failed.connect(self._on_draft_failed)
        self._show_drafts()

    def _unwatch(self, desk: Desk) -> None:
        desk.bus.heard.disconnect(self._on_change_heard)
        for changed in (desk.drafts.kept, desk.drafts.discarded):
            changed.disconnect(self._show_drafts)
        desk.drafts.failed.disconnect(self._on_draft_failed)
        if self._waiting is not None:
            desk.bus.unwatch(self._waiting)
            self._waiting.deleteLater()
            self._waiting = None

    def _show(self, page: QWidget) -> None:
        before = self._pages.currentWidget()
        self._pages.setCurrentWidget(page)
        if before is not None and before not in (self.frame, page):
            self._pages.removeWidget(before)
            before.deleteLater()

    def _start_page(self) -> StartPage | None:
        return self.page

    def _take_search_key(self, event: QKeyEvent) -> bool:
        return self.search.take_key(event)

    def _call_subject(self) -> CallSubject:
        front = self.navigation.front
        return front.call_subject() if front is not None else CallSubject()

    @Slot()
    def _measure_room(self) -> None:
        room = Room.of(self.width() * 100 / look().zoom)
        if room is not self._room:
            self._room = room
            self.frame.set_room(room)
            self.navigation.set_room(room)

    # What happened

    @Slot(int, int)
    def show_progress(self, so_far: int, in_all: int) -> None:
        """Say how far long work is."""
        self.frame.status_bar.show_progress(so_far, in_all)

    @Slot(str, int, int)
    def show_aside(self, what: str, so_far: int, in_all: int) -> None:
        """Say how far work is that runs beside the desk."""
        self.frame.status_bar.show_progress(so_far, in_all, what)

    def show_backup(self, words: str) -> None:
        """Say when the desk was backed up last, in the status bar and below the notices."""
        self.frame.status_bar.show_backup(words)
        self.keys.backup_words = words

    @Slot(int)
    def show_pending(self, commands: int) -> None:
        """Long work is over when no command waits any more."""
        if not commands:
            self.frame.status_bar.show_progress(0, 0)

    @Slot(object)
    def _on_screen_opened(self, screen: Screen) -> None:
        screen.set_room(Room.WIDE if self._room is None else self._room)
        screen.waiting_changed.connect(self._on_waiting_changed)

    @Slot(object)
    def _on_front_changed(self, screen: Screen) -> None:
        if self._recent is not None:
            self._recent.remember(screen.place)
        self.frame.rail.show_front(screen.place)
        self.frame.status_bar.show_person(screen.headline.person)
        self.keys.refresh()

    @Slot()
    def _on_records_changed(self) -> None:
        front = self.navigation.front
        self.frame.rail.show_records(self.navigation.records())
        self.frame.rail.show_front(self.navigation.front_place)
        self.frame.status_bar.show_person(front.headline.person if front is not None else "")

    @Slot(int)
    def _on_waiting_changed(self, waiting: int) -> None:
        screen = self.sender()
        if isinstance(screen, Screen):
            self.frame.rail.show_waiting(screen.place.screen, waiting)

    @Slot(str, str)
    def _on_draft_requested(self, kind: str, key: str) -> None:
        if kind == CALL_DRAFT:
            self.call.resume(key)

    @Slot(str)
    def _on_scanned(self, digits: str) -> None:
        if self.desk is not None:
            self.search.find(digits)

    @Slot()
    def _on_second(self) -> None:
        self.frame.status_bar.show_now(datetime.now(UTC))

    @Slot()
    def _on_change_heard(self) -> None:
        self.frame.status_bar.show_changed(datetime.now(UTC))

    @Slot()
    def _show_drafts(self) -> None:
        if self.desk is not None:
            drafts = self.desk.drafts.all()
            last = drafts[0].kept_at.astimezone(self.desk.now().tzinfo) if drafts else None
            self.frame.status_bar.show_drafts(len(drafts), last)

    @Slot(bool)
    def _on_reached(self, is_reached: bool) -> None:
        """Say on top that the database does not answer, what still works, and when it answers again."""
        if self.desk is None:
            return
        name = self.desk.person.company.name
        if is_reached:
            self.desk.notifications.withdraw(CONNECTION_MESSAGE)
            self.frame.status_bar.show_connected(name)
            return
        trouble = say("No connection to $database", database=name)
        self.frame.status_bar.show_trouble(trouble)
        self.desk.notifications.tell(
            say("$trouble since $time.", trouble=trouble, time=f"{self.desk.now():%H:%M:%S}"),
            say("Go on working: you can read what is open, and what you write is kept on this computer."),
            kind=NoticeKind.LATE,
            choices=(Choice(say("Try now"), self.keys.bound(window_actions.LOOK_AGAIN).trigger, "F5"),),
            key=CONNECTION_MESSAGE,
            closable=False,
        )

    @Slot(str)
    def _on_draft_failed(self, why: str) -> None:
        if self.desk is not None:
            self.desk.notifications.tell(
                say("What you type cannot be kept on this computer: $why.", why=why),
                say("Save now, or free some space on its disk."),
                kind=NoticeKind.LATE,
                key="draft-failed",
            )
