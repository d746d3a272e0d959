"""The navigation rail: the screens with their numbers, then what is open now; it opens nothing itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from casedesk.ui.frame.rail_buttons import RailButton, RecordButton, ScreenButton
from casedesk.ui.place import Place
from casedesk.ui.screen_registry import ScreenDeclaration
from casedesk.ui.theme import Type, look
from casedesk.ui.widgets import Column, Ground, Hairline, Line, PlainLabel, Scroll
from casedesk.words import say

WIDTH = 208
FOLDED_WIDTH = 56


@dataclass(frozen=True)
class OpenRecord:
    """A line of "Open now": a place in the window, or a draft that waits to be taken up."""

    place: Place
    icon: str
    title: str
    note: str
    has_draft: bool = False
    changed: bool = False


class Rail(Ground):
    """The bar at the start of the window, 208 pixels wide or folded to 56; one tab stop, arrows inside.

    `screen_chosen(id)` and `record_chosen(Place)` say what the person wants in front.
    """

    screen_chosen = Signal(str)
    record_chosen = Signal(object)

    def __init__(self, screens: Sequence[ScreenDeclaration], parent: QWidget | None = None) -> None:
        super().__init__("rail", parent)
        self.setAccessibleName(say("Screens and open records"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self._folded = False
        self._screens: dict[str, ScreenButton] = {}
        self._records: dict[Place, RecordButton] = {}
        self._listed: tuple[OpenRecord, ...] = ()
        self._front: Place | None = None
        self._declared = tuple(screens)
        column = Column(self, margin=(8, 10, 8, 10), gap=4)
        self._screen_column = Column(gap=4)
        column.addLayout(self._screen_column)
        column.addSpacing(look().px(6))
        column.addWidget(Hairline())
        self._heading = self._make_heading()
        column.addWidget(self._heading)
        self._records_column = Column(gap=0)
        column.addLayout(self._records_column, 1)
        column.addStretch(0)  # takes the height while nothing is open: an empty layout takes none
        self._foot = PlainLabel(
            say("Ctrl + number opens a screen\nAlt shows keys on every control"), Type.HINT, "text2"
        )
        self._foot.setContentsMargins(look().px(11), 0, 0, 0)
        column.addWidget(self._foot)
        self.show_screens(self._declared)
        look().changed.connect(self._on_look_changed)
        self._on_look_changed()

    def show_screens(self, screens: Sequence[ScreenDeclaration]) -> None:
        """List the screens this person may use."""
        for button in self._screens.values():
            _take_out(button)
        self._screens = {one.id: self._screen_button(one) for one in screens if one.rail_number}
        self._mark_front()

    def show_records(self, records: Sequence[OpenRecord]) -> None:
        """List what is open now, and drafts that wait."""
        if tuple(records) == self._listed:
            return
        self._listed = tuple(records)
        had_focus = any(button.hasFocus() for button in self._records.values())
        for button in self._records.values():
            _take_out(button)
        self._records = {}
        for at, record in enumerate(records):
            self._records[record.place] = self._record_button(at, record)
        self._heading.setVisible(bool(records) and not self._folded)
        self._mark_front()
        if had_focus:
            self.focus_start()

    def show_front(self, place: Place | None) -> None:
        """Mark what is in front."""
        self._front = place
        self._mark_front()

    def show_waiting(self, screen: str, waiting: int) -> None:
        """Write how many things wait at a screen."""
        if screen in self._screens:
            self._screens[screen].set_waiting(waiting)

    def set_folded(self, folded: bool) -> None:
        """Show icons only, or icons and words."""
        self._folded = folded
        for button in self._buttons():
            button.set_folded(folded)
        self._heading.setVisible(bool(self._records) and not folded)
        self._foot.setVisible(not folded)
        self._on_look_changed()

    def focus_start(self) -> None:
        """Put the keyboard on what is in front, else on the first entry."""
        buttons = self._buttons()
        chosen = next((button for button in buttons if button.isChecked()), buttons[0] if buttons else None)
        if chosen is not None:
            chosen.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        buttons = self._buttons()
        at = next((at for at, button in enumerate(buttons) if button.hasFocus()), -1)
        if step and at >= 0:
            buttons[(at + step) % len(buttons)].setFocus(Qt.FocusReason.TabFocusReason)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and at >= 0:
            buttons[at].click()
        else:
            super().keyPressEvent(event)

    def _buttons(self) -> list[RailButton]:
        return [*self._screens.values(), *self._records.values()]

    def _mark_front(self) -> None:
        for name, button in self._screens.items():
            button.setChecked(self._front is not None and self._front.screen == name)
        for place, record in self._records.items():
            record.setChecked(place == self._front)
        buttons = self._buttons()
        stop = next((one for one in buttons if one.isChecked()), buttons[0] if buttons else None)
        for one in buttons:
            policy = Qt.FocusPolicy.StrongFocus if one is stop else Qt.FocusPolicy.ClickFocus
            one.setFocusPolicy(policy)

    def _make_heading(self) -> QWidget:
        heading = QWidget()
        line = Line(heading, margin=(11, 4, 8, 0), gap=8)
        line.addWidget(PlainLabel(say("Open now"), Type.HINT_STRONG, "text2"))
        line.addStretch(1)
        line.addWidget(PlainLabel(say("Ctrl Tab"), Type.HINT, "text2"))
        heading.setVisible(False)
        return heading

    def _screen_button(self, declared: ScreenDeclaration) -> ScreenButton:
        button = ScreenButton(declared.id, declared.title, declared.icon, declared.rail_number or 0)
        button.set_folded(self._folded)
        button.clicked.connect(self._on_clicked)
        self._screen_column.addWidget(button)
        return button

    def _record_button(self, at: int, record: OpenRecord) -> RecordButton:
        button = RecordButton(
            record.icon, record.title, record.note, has_draft=record.has_draft, changed=record.changed
        )
        button.set_folded(self._folded)
        button.clicked.connect(self._on_clicked)
        self._records_area.content.insertWidget(at, button)
        return button

    @cached_property
    def _records_area(self) -> Scroll:
        """Made with the first record: Qt's bindings load all their classes for the first scroll area."""
        area = Scroll(gap=4)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.content.addStretch(1)
        self._records_column.addWidget(area)
        return area

    @Slot()
    def _on_clicked(self) -> None:
        pressed = self.sender()
        if isinstance(pressed, ScreenButton):
            self.screen_chosen.emit(pressed.screen_id)
        for place, button in self._records.items():
            if button is pressed:
                self.record_chosen.emit(place)
                return

    @Slot()
    def _on_look_changed(self) -> None:
        self.setFixedWidth(look().px(FOLDED_WIDTH if self._folded else WIDTH))


def _take_out(button: RailButton) -> None:
    """Out of sight at once; destroyed when Qt gets round to it, after its own click was handled.

    It keeps its parent until then: without one it would belong to Python, which destroys it as soon as nobody
    knows it, in the middle of that click (seen as a crash in a later garbage collection).
    """
    button.hide()
    button.deleteLater()
