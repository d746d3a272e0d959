"""The global search: what is typed goes to the search screen, a complete number opens its order at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QKeyEvent

from casedesk.ui.frame.search_field import SearchField
from casedesk.ui.navigation import Navigation
from casedesk.ui.place import Place
from casedesk.ui.screen import SearchScreen
from casedesk.ui.screen_registry import SEARCH_SCREEN

if TYPE_CHECKING:
    from casedesk.ui.number_jump import NumberJump


class SearchControl(QObject):
    """Connects the search field, the search screen and the order that a number names."""

    def __init__(self, navigation: Navigation, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._navigation = navigation
        self._field: SearchField | None = None
        self._jump: NumberJump | None = None

    def connect_field(self, field: SearchField) -> None:
        """Listen to the field; called once."""
        self._field = field
        field.textChanged.connect(self._on_text_changed)

    def attach(self, jump: NumberJump | None) -> None:
        """Search from now on, None for no more; what was typed while the desk loaded is searched now."""
        if self._jump is not None:
            self._jump.deleteLater()
        self._jump = jump
        if self._jump is not None:
            self._jump.found.connect(self._on_order_found)
            if self.text:
                self._on_text_changed(self.text)

    @property
    def text(self) -> str:
        return self._field.text() if self._field is not None else ""

    def take_key(self, event: QKeyEvent) -> bool:
        """A key pressed in the field; the search screen may use it."""
        screen = self._search_screen()
        return screen is not None and screen is self._navigation.front and screen.search_key(event)

    def focus(self) -> None:
        """Ctrl+K: the field with everything in it chosen."""
        if self._field is not None:
            self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self._field.selectAll()

    @Slot(str)
    def find(self, text: str) -> None:
        """Search for a text as if it had been typed; a scanner and other programs come here too."""
        if self._field is not None:
            if self.text == text:
                self._on_text_changed(text)  # the field tells of no change, but the results may be behind
            self._field.setText(text)
            self._field.setFocus(Qt.FocusReason.OtherFocusReason)
            self._field.deselect()  # what is typed next goes on

    def step_back(self) -> bool:
        """Esc: clear what is typed; False when nothing is."""
        if self._field is None or not self.text or not self._field.hasFocus():
            return False
        self._field.clear()
        return True

    def _search_screen(self) -> SearchScreen | None:
        screen = self._navigation.screen(Place(SEARCH_SCREEN))
        return screen if isinstance(screen, SearchScreen) else None

    @Slot(str)
    def _on_text_changed(self, text: str) -> None:
        if self._jump is None or self._field is None:
            return
        screen = self._search_screen()
        if text and (screen is None or screen is not self._navigation.front):
            self._navigation.open_screen(SEARCH_SCREEN)
            self._field.setFocus(Qt.FocusReason.OtherFocusReason)
            screen = self._search_screen()
        if screen is not None:
            screen.search(text)
        self._jump.look_at(text)

    @Slot(str)
    def _on_order_found(self, digits: str) -> None:
        if self._field is not None:
            self._field.clear()
        self._navigation.open_order(digits)
