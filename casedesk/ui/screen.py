"""What a screen is to the window: the base of every screen's view; it knows no screen and no record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QWidget

from casedesk.ui.actions import Action, KeyMap, bind
from casedesk.ui.desk import Desk
from casedesk.ui.place import CallSubject, Headline, Place, Room


@dataclass(frozen=True)
class OfferedAction:
    """An action that is live on a screen, for the command palette and the help."""

    action: Action
    bound: QAction


class Screen(QWidget):
    """A page of the window. The window makes it as `TheScreen(desk, place)`, in the GUI thread.

    `headline_changed(Headline)`: the words for "Open now" and the status bar; `waiting_changed(int)`: how
    many things wait for the person, shown in the rail; `became_ready`: the first content, or an error, is
    shown.
    """

    headline_changed = Signal(object)
    waiting_changed = Signal(int)
    became_ready = Signal()

    def __init__(self, desk: Desk, place: Place, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.place = place
        self.room = Room.WIDE
        self.headline = Headline("")
        self.is_ready = False
        self._offered: list[OfferedAction] = []
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    # What a screen tells the window

    def set_headline(self, headline: Headline) -> None:
        """Say what is open here; call it again when it changed."""
        self.headline = headline
        self.setAccessibleName(headline.title)
        self.headline_changed.emit(headline)

    def set_ready(self) -> None:
        """Say that the first content (or the error in its place) is shown; later calls change nothing."""
        if not self.is_ready:
            self.is_ready = True
            self.became_ready.emit()

    def add_action_of(self, action: Action, perform: Callable[[], None]) -> QAction:
        """Make an action live here and list it in the command palette and the help."""
        settings = self.desk.settings.now
        bound = bind(action, self, perform, KeyMap(settings.keys, settings.single_letters))
        self._offered.append(OfferedAction(action, bound))
        return bound

    @property
    def offered(self) -> tuple[OfferedAction, ...]:
        """The actions live on this screen, in the order they were added."""
        return tuple(self._offered)

    # What the window asks of a screen; a screen overrides what it has an answer to

    def set_room(self, room: Room) -> None:
        """The window became wider or narrower; below NARROW + 200 side columns go below the main one."""
        self.room = room

    def focus_start(self) -> None:
        """Put the keyboard where work begins."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def step_back(self) -> bool:
        """Esc: go one step back inside the screen; False when there is none. It never loses text."""
        return False

    def call_subject(self) -> CallSubject:
        """Whom F8 would log a call with."""
        return CallSubject(self.place.customer, self.place.phone)

    def help_words(self) -> str:
        """What this screen is for, in a few sentences, for F1."""
        return ""

    def show_part(self, part: str) -> None:
        """Bring a part of the screen to the front by its name, for pictures and links into it."""

    def look_again(self) -> None:
        """F5, and each time the screen comes to the front: read again what may be old."""

    def put_aside(self) -> None:
        """Another screen comes to the front, or this one closes: keep drafts now."""


class SearchScreen(Screen):
    """The screen behind the global search: the window sends it what is typed there."""

    def search(self, text: str) -> None:
        """Show what a text finds; "" shows the last records."""
        raise NotImplementedError

    def search_key(self, event: QKeyEvent) -> bool:
        """A key pressed in the search field (Up, Down, Enter, Tab, Ctrl+C); True when it was used."""
        raise NotImplementedError
