"""A window with its desk for tests of the frame: real services on a real database, screens made for the test."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from casedesk.contract.desk import CompanyQuery, WhoAmI
from casedesk.errors import DatabaseUnreachable
from casedesk.settings import SettingsFile
from casedesk.ui.actions import Action, Where
from casedesk.ui.background import ThreadRunner
from casedesk.ui.call import CallPanelBase, CallPhase, CallState
from casedesk.ui.change_bus import ChangeBus
from casedesk.ui.desk import Desk, Person
from casedesk.ui.drafts import Drafts
from casedesk.ui.main_window import MainWindow, Makers
from casedesk.ui.notices import WaitingNotices
from casedesk.ui.notifications import Message, Notifications
from casedesk.ui.number_jump import NumberJump
from casedesk.ui.place import Headline, Place, Room
from casedesk.ui.screen import Screen, SearchScreen
from casedesk.ui.widgets import TextArea, TextLine
from tests.factories import Office


class GuardedServices:
    """The services, failing a test that asks them on the window's thread."""

    def __init__(self, services: Any) -> None:
        self._services = services
        self.is_there = True

    def __getattr__(self, name: str) -> Any:
        if name == "read" and not self.is_there:
            return _does_not_answer
        if name not in ("clock", "login", "database"):
            assert threading.current_thread() is not threading.main_thread(), f"{name} on the window's thread"
        return getattr(self._services, name)


def _does_not_answer(_query: Any) -> Any:
    raise DatabaseUnreachable("The database does not answer.")


class TrialScreen(Screen):
    """A screen with a field and a button; it writes down what the window asks of it."""

    def __init__(self, desk: Desk, place: Place, parent: QWidget | None = None) -> None:
        super().__init__(desk, place, parent)
        self.asked: list[str] = []
        self.steps = 0
        layout = QVBoxLayout(self)
        self.field = TextLine()
        self.field.setAccessibleName("A field")
        self.text = TextArea()
        self.text.setAccessibleName("A text")
        self.button = QPushButton("A button")
        for widget in (self.field, self.text, self.button):
            layout.addWidget(widget)
        action = Action("trial", f"Try {place.screen}", "Ctrl+Shift+Y", where=Where.RECORD)
        self.add_action_of(action, lambda: self.asked.append("action"))
        refused = Action("refused", "Approve it", permission="approve_decision", where=Where.RECORD)
        self.add_action_of(refused, lambda: self.asked.append("refused"))
        self.set_headline(
            Headline(f"{place.screen} {place.key}".strip(), "a note", f"Owner of {place.screen}")
        )
        self.set_ready()

    def focus_start(self) -> None:
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def step_back(self) -> bool:
        self.steps -= 1
        return self.steps >= 0

    def help_words(self) -> str:
        return f"Words about {self.place.screen}."

    def look_again(self) -> None:
        self.asked.append("look again")

    def put_aside(self) -> None:
        self.asked.append("put aside")

    def set_room(self, room: Room) -> None:
        super().set_room(room)
        self.asked.append(f"room {room.name}")


class TrialSearch(TrialScreen, SearchScreen):
    """The screen behind the search; it writes down what is searched and uses Down."""

    def search(self, text: str) -> None:
        self.asked.append(f"search {text}")

    def search_key(self, event: QKeyEvent) -> bool:
        self.asked.append(f"key {event.key()}")
        return event.key() == Qt.Key.Key_Down


class TrialCall(CallPanelBase):
    """A call panel whose clock a test moves."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._call = CallState()
        self.resumed: list[str] = []
        self.said = TextArea()
        self.said.setAccessibleName("What was said")
        QVBoxLayout(self).addWidget(self.said)

    @property
    def call(self) -> CallState:
        return self._call

    def show_call(self, call: CallState) -> None:
        self._call = call
        self.call_changed.emit(call)

    def start(self, customer: UUID | None, phone: str) -> None:
        self.show_call(CallState(CallPhase.RUNNING, 0, customer))

    def resume(self, key: str) -> None:
        self.resumed.append(key)
        self.start(None, "")

    def stop_clock(self) -> None:
        self.show_call(CallState(CallPhase.WRITING, self._call.seconds))

    def park(self) -> None:
        self.show_call(CallState())

    def focus_start(self) -> None:
        self.said.setFocus(Qt.FocusReason.OtherFocusReason)


@dataclass
class TestWindow:
    """A window with what tests look at."""

    __test__ = False

    window: MainWindow
    desk: Desk
    settings: SettingsFile
    runner: ThreadRunner
    told: list[Message]

    def pull_the_plug(self, *, out: bool) -> None:
        """The database stops answering, or answers again."""
        self.desk.services.is_there = not out  # type: ignore[attr-defined]

    @property
    def front(self) -> TrialScreen:
        front = self.window.navigation.front
        assert isinstance(front, TrialScreen)
        return front

    @property
    def panel(self) -> TrialCall:
        panel = self.window.call.panel
        assert isinstance(panel, TrialCall)
        return panel


@contextmanager
def window_in(office: Office, folder: Path, login: str = "uma") -> Iterator[TestWindow]:
    """The window of one person of an office, shown; drafts and settings lie in `folder`."""
    notifications = Notifications()
    told: list[Message] = []
    notifications.posted.connect(told.append)
    settings = SettingsFile(folder / "settings.toml")
    window = MainWindow(settings, notifications)
    runner = ThreadRunner(window)
    drafts = Drafts(folder / "drafts", window)
    person = Person(office.read(WhoAmI(), login), office.read(CompanyQuery(), login))
    desk = Desk(
        GuardedServices(office.services(login)),  # type: ignore[arg-type]
        runner, ChangeBus(window), notifications, settings, drafts, person, window.navigation, window,
    )  # fmt: skip
    window.attach(
        desk,
        Makers(
            screen=lambda place: (TrialSearch if place.screen == "find" else TrialScreen)(desk, place),
            call_panel=lambda: TrialCall(desk),
            waiting_notices=lambda: WaitingNotices(desk, window),
            number_jump=lambda: NumberJump(desk, window),
        ),
    )
    window.show()
    yield TestWindow(window, desk, settings, runner, told)
    window.detach()
    drafts.close()
    assert runner.close()
    window.close()
    window.deleteLater()
