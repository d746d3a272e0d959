"""Which screens are open and which is in front, with the way back; it makes screens but knows none."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QStackedWidget

from casedesk.contract.ids import new_id
from casedesk.rules.order_number import understood
from casedesk.ui.drafts import Drafts
from casedesk.ui.frame.rail import OpenRecord
from casedesk.ui.place import Headline, Place, Room
from casedesk.ui.screen import Screen
from casedesk.ui.screen_registry import START_SCREEN, declaration
from casedesk.words import say

MOST_OPEN = 20
"""Records kept open at once; the one looked at longest ago and without a draft closes first."""

CALL_DRAFT = "call"


class Navigation(QObject):
    """The `Navigator` of the screens; lives in the GUI thread.

    `screen_opened(Screen)`: one was made; `front_changed(Screen)`: another is in front; `records_changed`:
    "Open now" has to be listed anew; `call_requested(customer, phone)` and `find_requested(text)` go to the
    window's other parts; `draft_requested(kind, key)`: a draft that belongs to no place is to be taken up.
    """

    screen_opened = Signal(object)
    front_changed = Signal(object)
    records_changed = Signal()
    call_requested = Signal(object, str)
    find_requested = Signal(str)
    draft_requested = Signal(str, str)

    def __init__(self, stack: QStackedWidget, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stack = stack
        self._make: Callable[[Place], Screen] | None = None
        self._drafts: Drafts | None = None
        self._screens: dict[Place, Screen] = {}
        self._trail: list[Place] = []

    # For the window

    def begin(self, make: Callable[[Place], Screen], drafts: Drafts) -> None:
        """Somebody signed in: screens can be made from now on."""
        self.end()
        self._make, self._drafts = make, drafts
        for changed in (drafts.kept, drafts.discarded):
            changed.connect(self._on_drafts_changed)

    def end(self) -> None:
        """Nobody is signed in any more: all screens go."""
        self.put_aside()
        if self._drafts is not None:
            for changed in (self._drafts.kept, self._drafts.discarded):
                changed.disconnect(self._on_drafts_changed)
        for place in list(self._screens):
            self._forget(place)
        self._trail.clear()
        self._make = self._drafts = None
        self.records_changed.emit()

    @property
    def front(self) -> Screen | None:
        """The screen in front."""
        return self._screens.get(self._trail[-1]) if self._trail else None

    @property
    def front_place(self) -> Place | None:
        return self._trail[-1] if self._trail else None

    def screen(self, place: Place) -> Screen | None:
        """The open screen of a place, None when it is not open."""
        return self._screens.get(place)

    def records(self) -> list[OpenRecord]:
        """The lines of "Open now": open records in the order they were opened, then drafts that wait."""
        opened = [place for place in self._screens if declaration(place.screen).rail_number is None]
        return [self._open_record(place) for place in opened] + self._waiting_drafts(opened)

    def show(self, place: Place) -> None:
        """Bring a place to the front; it is made when it is not open yet."""
        if place.screen == CALL_DRAFT:
            self.draft_requested.emit(place.screen, place.key)
            return
        screen = self._screens.get(place)
        if screen is not None and screen is self.front:
            screen.focus_start()
            return
        self.put_aside()
        if screen is None:
            screen = self._open(place)
        else:
            screen.look_again()
        self._trail = [before for before in self._trail if before != place] + [place]
        self._stack.setCurrentWidget(screen)
        self._close_oldest()
        self.front_changed.emit(screen)
        self.records_changed.emit()
        screen.focus_start()

    def step(self, by: int) -> None:
        """Bring the next open record (or the one before) to the front."""
        places = [record.place for record in self.records() if record.place in self._screens]
        if places:
            front = self.front_place
            at = places.index(front) if front in places else (-1 if by > 0 else 0)
            self.show(places[(at + by) % len(places)])

    def close_front(self) -> None:
        """Close the record in front; a screen of the rail stays."""
        place = self.front_place
        if place is not None and declaration(place.screen).rail_number is None:
            self.close(place)

    def set_room(self, room: Room) -> None:
        """Tell every screen that the window became wider or narrower."""
        for screen in self._screens.values():
            screen.set_room(room)

    def put_aside(self) -> None:
        """Have the screen in front keep its drafts now."""
        if self.front is not None:
            self.front.put_aside()
        if self._drafts is not None:
            self._drafts.write_now()

    # For the screens

    def open_screen(self, screen: str) -> None:
        self.show(Place(screen))

    def open_case(self, customer: UUID) -> None:
        self.show(Place("case", str(customer), customer))

    def open_order(self, number: str) -> None:
        read = understood(number)
        self.show(Place("order", read.digits if read else number))

    def new_order(self, customer: UUID | None = None) -> None:
        self.show(Place("new-order", str(new_id()), customer))

    def start_call(self, customer: UUID | None = None, phone: str = "") -> None:
        if customer is not None:
            self.open_case(customer)
        self.call_requested.emit(customer, phone)

    def find(self, text: str) -> None:
        self.find_requested.emit(text)

    def close(self, place: Place) -> None:
        if place not in self._screens:
            return
        was_front = place == self.front_place
        self._screens[place].put_aside()
        self._forget(place)
        self._trail = [before for before in self._trail if before != place]
        if was_front:
            back_to = self._trail.pop() if self._trail else Place(START_SCREEN)
            self.show(back_to)
        self.records_changed.emit()

    def back(self) -> None:
        if len(self._trail) > 1:
            left = self._trail.pop()
            back_to = self._trail.pop()
            self._trail.insert(0, left)
            self._screens[left].put_aside()
            self.show(back_to)

    def _open(self, place: Place) -> Screen:
        if self._make is None:
            raise RuntimeError("nobody is signed in; no screen can be made")
        screen = self._make(place)
        self._screens[place] = screen
        self._stack.addWidget(screen)
        screen.headline_changed.connect(self._on_headline_changed)
        self.screen_opened.emit(screen)
        return screen

    def _forget(self, place: Place) -> None:
        screen = self._screens.pop(place)
        self._stack.removeWidget(screen)
        screen.hide()
        screen.deleteLater()

    def _close_oldest(self) -> None:
        for place in self._trail[:-MOST_OPEN]:
            if declaration(place.screen).rail_number is None and not self._has_draft(place):
                self.close(place)

    def _open_record(self, place: Place) -> OpenRecord:
        headline = self._screens[place].headline
        declared = declaration(place.screen)
        return OpenRecord(
            place,
            declared.icon,
            headline.title or declared.title,
            headline.note,
            self._has_draft(place),
            headline.changed,
        )

    def _has_draft(self, place: Place) -> bool:
        kinds = (place.screen, CALL_DRAFT) if place.screen == "case" else (place.screen,)
        return any(self._drafts and self._drafts.load(kind, place.key) for kind in kinds)

    def _waiting_drafts(self, opened: list[Place]) -> list[OpenRecord]:
        """Drafts of forms that are not open, so that none is forgotten after a restart."""
        waiting = []
        for draft in self._drafts.all() if self._drafts else ():
            shown = Place("case" if draft.kind == CALL_DRAFT else draft.kind, draft.key)
            if shown not in opened:
                icon = "phone" if draft.kind == CALL_DRAFT else "pencil"
                title = draft.title or (say("Call") if draft.kind == CALL_DRAFT else say("Draft"))
                place = Place(draft.kind, draft.key)
                waiting.append(OpenRecord(place, icon, title, say("Draft, not saved"), has_draft=True))
        return waiting

    @Slot(object)
    def _on_headline_changed(self, _headline: Headline) -> None:
        self.records_changed.emit()

    @Slot()
    def _on_drafts_changed(self) -> None:
        self.records_changed.emit()
