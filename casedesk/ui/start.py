"""The way from a started program to a signed-in person: first start, which database, who are you.

It knows no service: what has to be opened is asked of an `Opener`, on a thread.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeVar

from PySide6.QtCore import QObject, Signal, Slot

from casedesk import paths
from casedesk.errors import CaseDeskError
from casedesk.settings import SettingsFile, without_password
from casedesk.ui import dialogs
from casedesk.ui.background import Report, Runner
from casedesk.ui.desk import Candidate, Person
from casedesk.ui.drafts import forget_database
from casedesk.ui.main_window import MainWindow
from casedesk.words import say

if TYPE_CHECKING:
    from casedesk.services.services import Services
    from casedesk.ui.dialogs.own_desk import OwnDeskAnswers

T = TypeVar("T")

PRACTICE_LOGIN = "pnair"
"""The support agent of the practice company, who sits there until somebody else is chosen."""


@dataclass(frozen=True)
class SignedIn:
    """A person at an open database."""

    address: str
    services: Services
    person: Person


@dataclass(frozen=True)
class ManyPeople:
    """An open database at which somebody has to say who they are."""

    address: str
    name: str
    people: tuple[Candidate, ...]


class Opener(Protocol):
    """What `app.py` does for the start; all but `known_address` work on databases, so on a thread."""

    def known_address(self, kept: str) -> str:
        """The database to open without asking, "" at the first start; `kept` was open last. Opens nothing."""

    def open(self, address: str, login: str) -> SignedIn | ManyPeople:
        """Open a database as this person; ManyPeople when the login is unknown and several could be meant."""

    def create_practice(self, report: Report) -> None:
        """Make the practice company anew."""

    def create_own_desk(self, answers: OwnDeskAnswers) -> None:
        """Make a desk of one's own."""


def own_address() -> str:
    """The database of one's own desk."""
    return f"sqlite:///{paths.embedded_database()}"


def practice_address() -> str:
    """The database of the practice company."""
    return f"sqlite:///{paths.practice_database()}"


class Start(QObject):
    """Leads through the start pages; `signed_in(SignedIn)` ends it. Lives in the GUI thread.

    `stop_requested` asks whoever runs the work to stop it, `error` is what failed last.
    """

    signed_in = Signal(object)
    stop_requested = Signal()
    _progressed = Signal(int, int)

    def __init__(self, window: MainWindow, runner: Runner, settings: SettingsFile, opener: Opener) -> None:
        super().__init__(window)
        self._window, self._runner, self._settings, self._opener = window, runner, settings, opener
        self._address = ""
        self._remembers_database = True
        self.error: Exception | None = None
        self._progressed.connect(self._on_progressed)

    def knows_a_database(self) -> bool:
        """Whether there is a database to open without asking."""
        return bool(self._opener.known_address(self._settings.now.database))

    def show_first_page(self) -> None:
        """Before the window is shown: the first start has a page of its own, else the frame waits empty."""
        if not self.knows_a_database():
            self._ask_first()

    @Slot()
    def begin(self) -> None:
        """After the window was painted: open what is known."""
        kept = self._settings.now.database
        known = self._opener.known_address(kept)
        # What was asked for on the command line is for this time only.
        self._remembers_database = known in (kept, own_address())
        if known:
            self._open(known, self._settings.person_at(known))

    @Slot()
    def begin_practice(self) -> None:
        """`casedesk practice`: a fresh practice company, without questions and for this time only."""
        self._remembers_database = False
        self.renew_practice()

    @Slot()
    def renew_practice(self) -> None:
        """Put the practice company back to its start, then open it."""
        self._address = practice_address()
        forget_database(paths.drafts(), self._address)
        page = dialogs.BusyPage(
            say("The practice company"),
            say(
                "Fernhill Telecom is being invented: customers, orders and what happened with them up to today."
            ),
        )
        page.stop_requested.connect(self.stop_requested)
        self._window.show_page(page)
        self._runner.long(self._create_practice, self._on_practice_created, self._on_failed, self)

    @Slot()
    def ask_person(self) -> None:
        """Somebody else sits down: forget who sat here and ask."""
        self._settings.remember_person(self._address, "")
        self._open(self._address, "")

    @Slot()
    def ask_database(self) -> None:
        """Another database is wanted."""
        self._ask_first()

    # Pages

    def _ask_first(self) -> None:
        page = dialogs.FirstStartPage()
        page.confirmed.connect(self._on_choice)
        page.quit_requested.connect(self._on_quit)
        self._window.show_page(page)

    def _ask_people(self, found: ManyPeople) -> None:
        page = dialogs.WhoAreYouPage(found.name, found.people)
        page.chosen.connect(self._on_person_chosen)
        page.left.connect(self.ask_database)
        self._window.show_page(page)

    def _ask_connection(self, known: str = "", trouble: str = "") -> None:
        page = dialogs.ConnectPage(known)
        page.confirmed.connect(self._on_connect)
        page.left.connect(self.ask_database)
        self._window.show_page(page)
        if trouble:
            page.show_trouble(trouble)

    def _say_trouble(self, what: str) -> None:
        """The desk of this computer does not open: why, and what can be done."""
        page = dialogs.FormPage(
            say("Your desk cannot be opened"), without_password(self._address), say("Try again"), ()
        )
        page.confirmed.connect(self._on_try_again)
        page.left.connect(self.ask_database)
        self._window.show_page(page)
        page.show_trouble(what)

    # What was chosen

    @Slot(object)
    def _on_choice(self, choice: dialogs.StartChoice) -> None:
        self._remembers_database = True
        if choice is dialogs.StartChoice.PRACTICE and paths.practice_database().exists():
            self._open_practice()
        elif choice is dialogs.StartChoice.PRACTICE:
            self.renew_practice()
        elif choice is dialogs.StartChoice.SHARED:
            self._ask_connection()
        else:
            page = dialogs.OwnDeskPage()
            page.confirmed.connect(self._on_own_desk)
            page.left.connect(self.ask_database)
            self._window.show_page(page)

    @Slot()
    def _on_own_desk(self) -> None:
        page = self._window.page
        if isinstance(page, dialogs.OwnDeskPage):
            page.set_busy(say("Setting up"))
            answers = page.answers
            self._address = own_address()
            self._work(lambda: self._opener.create_own_desk(answers), self._on_own_desk_created)

    @Slot()
    def _on_connect(self) -> None:
        page = self._window.page
        if isinstance(page, dialogs.ConnectPage):
            page.set_busy(say("Connecting"))
            self._open(page.address, "")

    @Slot(str)
    def _on_person_chosen(self, login: str) -> None:
        self._open(self._address, login)

    @Slot()
    def _on_try_again(self) -> None:
        self._open(self._address, self._settings.person_at(self._address))

    @Slot()
    def _on_quit(self) -> None:
        if self._window.desk is not None:
            self._window.show_frame()
        else:
            self._window.close()

    # Opening

    def _open(self, address: str, login: str) -> None:
        self._address = address
        self._say_busy(say("your desk"))
        self._work(lambda: self._opener.open(address, login), self._on_opened)

    def _open_practice(self) -> None:
        address = practice_address()
        self._open(address, self._settings.person_at(address) or PRACTICE_LOGIN)

    def _work(self, work: Callable[[], T], done: Callable[[T], None]) -> None:
        self._runner.query("start", work, done, self._on_failed, self)

    def _say_busy(self, what: str) -> None:
        self._window.frame.status_bar.show_connecting(what)
        page = self._window.page
        if page is not None:
            page.set_stored(say("Opening $database", database=what))

    def _create_practice(self, report: Report) -> None:
        """On a thread: the progress is also told to the page in front."""

        def told(so_far: int, in_all: int) -> bool:
            self._progressed.emit(so_far, in_all)
            return report(so_far, in_all)

        self._opener.create_practice(told)

    @Slot(int, int)
    def _on_progressed(self, so_far: int, in_all: int) -> None:
        page = self._window.page
        if isinstance(page, dialogs.BusyPage):
            words = say("$so_far of $in_all customers", so_far=so_far, in_all=in_all)
            page.show_progress(so_far, in_all, words)

    def _on_practice_created(self, _nothing: None) -> None:
        self._open_practice()

    def _on_own_desk_created(self, _nothing: None) -> None:
        self._open(own_address(), "")

    def _on_opened(self, found: SignedIn | ManyPeople) -> None:
        self._address = found.address
        if isinstance(found, ManyPeople):
            self._ask_people(found)
            return
        if self._remembers_database:
            self._settings.change(database=without_password(found.address))
        self._settings.remember_person(found.address, found.person.login)
        self.signed_in.emit(found)

    def _on_failed(self, error: Exception) -> None:
        """A foreseen failure is said on the page it belongs to, anything else is a fault of ours."""
        self.error = error
        foreseen = isinstance(error, CaseDeskError)
        words = (
            str(error) if foreseen else say("CaseDesk met a fault of its own. It is written down in its log.")
        )
        page = self._window.page
        if isinstance(page, dialogs.FormPage):
            page.show_trouble(words)
        elif "://" in self._address and not self._address.startswith("sqlite"):
            self._ask_connection(self._address, words)
        else:
            self._say_trouble(words)
        if not foreseen:
            raise error
