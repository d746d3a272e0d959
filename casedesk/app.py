"""Puts the desk together: the only module that knows window, services and database at once.

The command line calls `desk`, `practice`, `open_record` and `screenshot` with its options. Services and models are
imported on a thread after the window was painted, so their imports stand inside the functions; classes of Qt never
are (`ui/idle_loading.py`).
"""

from __future__ import annotations

import gc
import os
import sys
from argparse import Namespace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication

from casedesk import paths
from casedesk.log import report
from casedesk.settings import SettingsFile, without_password
from casedesk.ui import dialogs
from casedesk.ui.background import Report, ThreadRunner
from casedesk.ui.change_bus import ChangeBus
from casedesk.ui.crash import CrashHook
from casedesk.ui.daily_backup import DailyBackup
from casedesk.ui.desk import Desk
from casedesk.ui.drafts import Drafts, folder_of
from casedesk.ui.idle_loading import IdleLoading
from casedesk.ui.main_window import MainWindow, Makers
from casedesk.ui.notifications import Notifications
from casedesk.ui.place import Place
from casedesk.ui.restoring import Restoring
from casedesk.ui.screen import Screen
from casedesk.ui.screen_registry import CALL_PANEL, declaration, factories, load_factory
from casedesk.ui.single_instance import SingleInstance, Wish, hand_over, server_name, wish_of
from casedesk.ui.start import ManyPeople, Opener, SignedIn, Start, own_address
from casedesk.ui.text import day_and_time
from casedesk.ui.theme import Density, ThemeChoice, dress
from casedesk.words import say

if TYPE_CHECKING:
    from casedesk.services.daily_backup import KeptBackup
    from casedesk.services.restore import BackupContent, Restored
    from casedesk.ui.dialogs.own_desk import OwnDeskAnswers

OWN_DESK = "desk"
PRACTICE = "practice"


def desk(options: Namespace) -> int:
    """`casedesk`: open the desk, or bring the one that runs to the front."""
    return _run(options, Wish(), with_practice=False)


def practice(options: Namespace) -> int:
    """`casedesk practice`: open the practice company without questions."""
    return _run(options, Wish(), with_practice=True)


def open_record(options: Namespace) -> int:
    """`casedesk open ORDER | --phone NUMBER | URL`: show a record in the running desk, else in a new one."""
    wish = Wish(phone=options.phone) if options.phone else wish_of(options.record or "")
    return _run(options, wish, with_practice=False)


def screenshot(options: Namespace) -> int:
    """`casedesk screenshot SCREEN -o FILE.png`: a picture of a screen, drawn without a display."""
    from casedesk.ui.screenshot import Shot, photograph

    about = options.order or options.customer or ""
    shot = Shot(options.screen, about, options.text or "", options.part or "")
    shot.check()
    # Both are read once, when the application is made.
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["QT_SCALE_FACTOR"] = str(options.scale)
    with TemporaryDirectory() as folder:
        settings = SettingsFile(Path(folder) / "settings.toml")
        settings.change(theme=options.theme)
        dressed_application(settings)
        program = Program(
            DatabaseOpener(options.db, options.person, options.now),
            settings,
            Path(folder) / "drafts",
            stays=False,
        )
        program.window.resize(*options.size)
        try:
            photograph(shot, program.window, program.start, program.runner, Path(options.output))
        finally:
            program.window.close()
    return 0


def _run(options: Namespace, wish: Wish, *, with_practice: bool) -> int:
    settings = SettingsFile(paths.settings_file())
    application = dressed_application(settings)
    name = server_name(paths.home(), PRACTICE if with_practice else options.db or OWN_DESK)
    if any(hand_over(one, wish) for one in _names_of_running(name, wish)):
        return 0
    program = Program(DatabaseOpener(options.db, options.person, options.now), settings, paths.drafts(), wish)
    # What loads at the start stays for ever; searching it for rubbish again and again costs a tenth of the time.
    gc.disable()
    program.start.signed_in.connect(_collect_rubbish)
    program.listen(name)
    program.show(with_practice=with_practice)
    return application.exec()


def _collect_rubbish() -> None:
    gc.freeze()
    gc.enable()


def _names_of_running(own: str, wish: Wish) -> tuple[str, ...]:
    """Where to look for a running desk; a record may also be shown by the practice company's."""
    return (own,) if wish == Wish() else (own, server_name(paths.home(), PRACTICE))


def dressed_application(settings: SettingsFile) -> QApplication:
    """The one application, dressed as the settings say."""
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        application = QApplication(sys.argv[:1])
    application.setApplicationName("CaseDesk")
    application.setDesktopFileName("casedesk")
    dress(application, _theme(settings.now.theme), settings.now.zoom, _density(settings.now.density))
    return application


def _theme(name: str) -> ThemeChoice:
    return ThemeChoice(name) if name in set(ThemeChoice) else ThemeChoice.SYSTEM


def _density(name: str) -> Density:
    return Density.__members__.get(name.upper(), Density.NORMAL)


class Program(QObject):
    """The parts of a running desk and how they find each other; lives in the GUI thread.

    One that does not `stay`, because it only draws a picture, loads no further screens and makes no backup.
    """

    def __init__(
        self,
        opener: Opener,
        settings: SettingsFile,
        drafts: Path,
        wish: Wish | None = None,
        *,
        stays: bool = True,
    ) -> None:
        super().__init__()
        self.settings = settings
        self._stays = stays
        self._drafts_folder = drafts
        self._wish = wish or Wish()
        self.notifications = Notifications(self)
        self.runner = ThreadRunner(self)
        self.bus = ChangeBus(self)
        self.window = MainWindow(self.settings, self.notifications)
        self.start = Start(self.window, self.runner, self.settings, opener)
        self.restoring = Restoring(self.window, self.runner, self.notifications, KeptCopies())
        self.daily_backup = DailyBackup(self.runner, self.notifications, KeptCopies(), self)
        self._crash = CrashHook(self.window, self.notifications, report)
        self._instance: SingleInstance | None = None
        self._drafts: Drafts | None = None
        self._address = ""
        self.start.signed_in.connect(self.sign_in)
        self.window.keys.other_person_requested.connect(self.start.ask_person)
        self.window.keys.practice_renewal_requested.connect(self._renew_practice)
        self.window.keys.other_database_requested.connect(self.start.ask_database)
        self.window.closing.connect(self.close)
        self.window.frame.status_bar.stop_requested.connect(self.runner.stop)
        self.start.stop_requested.connect(self.runner.stop)
        self.runner.progressed.connect(self.window.show_progress)
        self.runner.commands_pending.connect(self.window.show_pending)
        self.runner.aside_progressed.connect(self.window.show_aside)
        self._connect_copies()

    def _connect_copies(self) -> None:
        self.window.keys.backup_requested.connect(self._back_up)
        self.window.keys.restore_requested.connect(self._restore)
        self.daily_backup.restore_requested.connect(self._restore)
        self.daily_backup.kept.connect(self._on_backup_kept)
        self.start.restore_requested.connect(self._restore_at)
        self.start.copy_requested.connect(self.restoring.save_copy)
        self.start.trouble_shown.connect(self._on_trouble)
        self.restoring.began.connect(self.sign_out)
        self.restoring.ended.connect(self.start.open_address)
        self.restoring.left.connect(self._on_restore_left)

    def listen(self, name: str) -> None:
        """Hear of later starts of the program."""
        self._instance = SingleInstance(name, self)
        self._instance.wished.connect(self._on_wished)
        self._instance.listen()

    def show(self, *, with_practice: bool = False) -> None:
        """Show the window; everything else loads after it was painted."""
        self._crash.install()
        if with_practice:
            self.window.painted.connect(self.start.begin_practice)
        else:
            self.start.show_first_page()
            self.window.painted.connect(self.start.begin)
        self.window.show()

    @Slot(object)
    def sign_in(self, signed_in: SignedIn) -> None:
        """Give the window its desk."""
        self.sign_out()
        self._address = signed_in.address
        folder = folder_of(self._drafts_folder, without_password(signed_in.address), signed_in.person.login)
        self._drafts = Drafts(folder, self)
        desk = Desk(
            signed_in.services,
            self.runner,
            self.bus,
            self.notifications,
            self.settings,
            self._drafts,
            signed_in.person,
            self.window.navigation,
            self.window,
        )
        self.window.attach(desk, _makers(desk, self.window))
        self._fulfil()
        # What neither the first screen nor a search that was typed meanwhile needs is loaded after their answers.
        if self._stays:
            self.runner.query(
                "rest", _load_rest, self._on_rest_loaded, self.notifications.fail, self, can_wait=True
            )

    def _on_rest_loaded(self, _nothing: None) -> None:
        desk = self.window.desk
        if desk is not None:
            IdleLoading(factories(desk.can), self.window).begin()
            self.daily_backup.begin(self._address)

    @Slot(object)
    def _on_backup_kept(self, newest: datetime | None) -> None:
        desk = self.window.desk
        if desk is None or newest is None:
            self.window.show_backup("")
            return
        now = desk.now()
        when = day_and_time(newest.astimezone(now.tzinfo), now.date())
        self.window.show_backup(say("Backed up $when", when=when))

    @Slot()
    def _back_up(self) -> None:
        self.restoring.back_up(self._address)

    @Slot()
    def _restore(self) -> None:
        self._restore_at(self._address)

    @Slot(str)
    def _restore_at(self, address: str) -> None:
        self.restoring.ask(address, self.runner.stop)

    @Slot()
    def _on_restore_left(self) -> None:
        """Back to the desk where one is open, else to the choice of databases."""
        if self.window.desk is not None:
            self.window.show_frame()
        else:
            self.start.ask_database()

    @Slot(str)
    def _on_trouble(self, address: str) -> None:
        """Say from what a desk that does not open can be restored."""

        def found(backups: tuple[KeptBackup, ...]) -> None:
            page = self.window.page
            if isinstance(page, dialogs.TroublePage):
                from casedesk.ui.dialogs.restore import found_words

                page.show_backups(found_words(backups, datetime.now().astimezone()))

        self.restoring.find(address, found)

    @Slot()
    def sign_out(self) -> None:
        """Take the desk out of the window; what was typed is kept."""
        left = self.window.desk
        self.daily_backup.end()
        self.window.detach()
        if self._drafts is not None:
            self._drafts.close()
            self._drafts.deleteLater()
            self._drafts = None
        if left is not None:
            # After the commands that still wait; a file can only be renewed once nobody holds it.
            self.runner.command(left.services.database.close, _nothing, self.notifications.fail, self)
            left.deleteLater()

    @Slot()
    def close(self) -> None:
        """End all work, up to five seconds of it; nothing that was typed is lost."""
        self.sign_out()
        if self._instance is not None:
            self._instance.close()
        self.runner.close()
        self._crash.uninstall()

    @Slot()
    def _renew_practice(self) -> None:
        self.sign_out()
        self.start.renew_practice()

    @Slot(object)
    def _on_wished(self, wish: Wish) -> None:
        self.window.come_to_front()
        self._wish = wish
        self._fulfil()

    def _fulfil(self) -> None:
        """Show what was asked for, as soon as somebody is signed in."""
        if self.window.desk is None:
            return
        wish, self._wish = self._wish, Wish()
        if wish.order:
            self.window.navigation.open_order(wish.order)
        elif wish.phone:
            self.window.navigation.find(wish.phone)


def _load_rest() -> None:
    from casedesk.ui import opening

    opening.load_rest()


def _makers(desk: Desk, window: MainWindow) -> Makers:
    """What the window makes once somebody is signed in."""
    from casedesk.ui.notices import WaitingNotices
    from casedesk.ui.number_jump import NumberJump

    def screen(place: Place) -> Screen:
        made: Screen = load_factory(declaration(place.screen).factory)(desk, place)
        return made

    return Makers(
        screen=screen,
        call_panel=lambda: load_factory(CALL_PANEL)(desk),
        waiting_notices=lambda: WaitingNotices(desk, window),
        number_jump=lambda: NumberJump(desk, window),
    )


class DatabaseOpener:
    """The `Opener` of the start pages: loads the services when it is first asked, on a thread."""

    def __init__(self, address: str | None, login: str | None, instant: str | None = None) -> None:
        self._asked_address = address or os.environ.get("CASEDESK_DB") or ""
        self._asked_login = login or ""
        self._instant = instant

    def known_address(self, kept: str) -> str:
        if self._asked_address or (kept and _is_there(kept)):
            return self._asked_address or kept
        return own_address() if paths.embedded_database().exists() else ""

    def open(self, address: str, login: str) -> SignedIn | ManyPeople:
        from casedesk.cli.connection import instant_of
        from casedesk.ui import opening

        instant = instant_of(self._instant) if self._instant else None
        found = opening.open_desk(address, self._asked_login or login, instant)
        if isinstance(found, SignedIn):
            self._asked_login = ""  # later somebody else may sit down
        return found

    def create_practice(self, report: Report) -> None:
        from casedesk.ui import practice_making

        practice_making.create_practice(report)

    def create_own_desk(self, answers: OwnDeskAnswers) -> None:
        from casedesk.ui import opening

        opening.create_own_desk(answers)


class KeptCopies:
    """The `Copies` and `BackupMaker` of the window: loads what works on the files when it is asked, on a thread."""

    def keep_daily(self, address: str, report: Report) -> datetime | None:
        from casedesk.ui import kept_copies

        return kept_copies.keep_daily(address, report)

    def backups_of(self, address: str) -> tuple[KeptBackup, ...]:
        from casedesk.ui import kept_copies

        return kept_copies.backups_of(address)

    def read_content(self, file: Path) -> BackupContent:
        from casedesk.ui import kept_copies

        return kept_copies.read_content(file)

    def restore_from(self, file: Path, address: str, report: Report) -> Restored:
        from casedesk.ui import kept_copies

        return kept_copies.restore_from(file, address, report)

    def back_up_to(self, address: str, target: Path, report: Report) -> Path:
        from casedesk.ui import kept_copies

        return kept_copies.back_up_to(address, target, report)

    def save_copy(self, address: str, target: Path) -> Path:
        from casedesk.ui import kept_copies

        return kept_copies.save_copy(address, target)


def _nothing(_answer: None) -> None:
    """Nobody waits for this."""


def _is_there(address: str) -> bool:
    """Whether a database may still answer at an address; a deleted file of this computer does not."""
    _, embedded, file = address.partition("sqlite:///")
    return not embedded or Path(file).exists()
