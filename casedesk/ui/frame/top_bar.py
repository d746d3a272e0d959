"""The top bar: product mark, global search, log a call, new order, what waits, and who is signed in."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt, Slot
from PySide6.QtGui import QAction, QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from casedesk.ui import window_actions
from casedesk.ui.call import CallPhase, CallState
from casedesk.ui.frame.search_field import WIDTH, KeyTaker, SearchField
from casedesk.ui.place import Room
from casedesk.ui.text import initials
from casedesk.ui.theme import Type, look, paint_icon
from casedesk.ui.theme.icons import PRODUCT_MARK
from casedesk.ui.widgets import Button, ButtonKind, Column, Ground, Hairline, Line, OwnerKind, PlainLabel
from casedesk.ui.widgets.owner import paint_disc
from casedesk.ui.widgets.painting import (
    Painted,
    Places,
    draw_box,
    draw_focus_ring,
    draw_text,
    ink,
    line_height,
    text_width,
)
from casedesk.words import count, say

HEIGHT = 56


class ProductMark(Painted):
    """The sign of CaseDesk."""

    def __init__(self, side: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._side = side
        self.setAccessibleName("CaseDesk")

    def measure(self) -> QSize:
        return QSize(look().px(self._side), look().px(self._side))

    def draw(self, painter: QPainter, place: QRectF) -> None:
        paint_icon(painter, place, PRODUCT_MARK, QColor(Qt.GlobalColor.white))


class PersonButton(QAbstractButton):
    """Who sits here, with team; pressing it opens the menu of the person."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._team, self._letters = "", "", ""
        self._narrow = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setVisible(False)
        look().changed.connect(self._on_look_changed)

    def set_person(self, name: str, team: str) -> None:
        self._name, self._team, self._letters = name, team, initials(name)
        self.setAccessibleName(say("Signed in: $name, $team", name=name, team=team))
        self.setToolTip("")
        self.setVisible(True)
        self._on_look_changed()

    def set_narrow(self, narrow: bool) -> None:
        """Show the disc alone."""
        self._narrow = narrow
        self._on_look_changed()

    def sizeHint(self) -> QSize:
        px = look().px
        words = max(text_width(self._name, Type.TEXT_STRONG), text_width(self._team, Type.HINT))
        words = 0 if self._narrow else px(8) + min(words, px(220)) + px(4)
        return QSize(px(4) + px(32) + words + px(4), px(40))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        px = look().px
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        place = QRectF(self.rect())
        if self.underMouse() or self.isDown():
            draw_box(painter, place, look().colors.select)
        places = Places(place.adjusted(px(4), 0, -px(4), 0), self.layoutDirection())
        paint_disc(painter, places.take(px(32), px(32), px(8)), self._letters, OwnerKind.YOU)
        if not self._narrow:
            self._draw_words(painter, places.rest())
        if self.hasFocus():
            draw_focus_ring(painter, place)
        painter.end()

    def _draw_words(self, painter: QPainter, place: QRectF) -> None:
        high, low = line_height(Type.TEXT_STRONG), line_height(Type.HINT)
        top = place.center().y() - (high + low) / 2
        name = QRectF(place.left(), top, place.width(), high)
        draw_text(painter, name, self._name, Type.TEXT_STRONG, ink("text"))
        team = QRectF(place.left(), top + high, place.width(), low)
        draw_text(painter, team, self._team, Type.HINT, ink("text2"))

    @Slot()
    def _on_look_changed(self) -> None:
        self.updateGeometry()
        self.update()


class TopBar(Ground):
    """The bar along the top of the window; 56 pixels high."""

    def __init__(self, key_taker: KeyTaker, parent: QWidget | None = None) -> None:
        super().__init__("surface", parent)
        self.setAccessibleName(say("Top bar"))
        self.search = SearchField(key_taker)
        self.call = Button(say("Log a call"), key="F8", icon="phone")
        self.new_order = Button(say("New order"), key="Ctrl+N", icon="plus")
        self.notices = Button("", ButtonKind.QUIET, icon="bell")
        self.person = PersonButton()
        self._leading = self._make_leading()
        column = Column(self, gap=0)
        content = QWidget()
        line = Line(content, margin=(0, 0, 12, 0), gap=8)
        line.addWidget(self._leading)
        # All the room up to its own width, before the rest is left empty.
        line.addWidget(self.search, 1000)
        line.addStretch(1)
        for widget in (self.call, self.new_order, self.notices, self.person):
            line.addWidget(widget)
        column.addWidget(content, 1)
        column.addWidget(Hairline())
        self.show_notices(0)
        self._room = Room.WIDE
        look().changed.connect(self._on_look_changed)
        self._on_look_changed()

    def bind_buttons(self, bound: dict[str, QAction]) -> None:
        """Let the buttons do what the window's actions do."""
        for button, action in (
            (self.call, window_actions.LOG_CALL),
            (self.new_order, window_actions.NEW_ORDER),
            (self.notices, window_actions.NOTICES),
        ):
            button.activated.connect(bound[action.id].trigger)

    def set_room(self, room: Room) -> None:
        self._room = room
        self._name.setVisible(room is Room.WIDE)
        self.person.set_narrow(room < Room.FOLDED)
        self._on_look_changed()

    def show_person(self, name: str, team: str, refusal: Callable[[str], str]) -> None:
        """Say who is signed in, and grey out what this person may not do."""
        self.person.set_person(name, team)
        self.call.set_not_allowed(refusal(window_actions.LOG_CALL.permission))
        self.new_order.set_not_allowed(refusal(window_actions.NEW_ORDER.permission))

    def show_call(self, call: CallState) -> None:
        """Say that a call is on, and how long."""
        on_call = call.phase is not CallPhase.NONE
        minutes, seconds = divmod(call.seconds, 60)
        words = {
            CallPhase.NONE: say("Log a call"),
            CallPhase.RUNNING: say("On a call $time", time=f"{minutes:02d}:{seconds:02d}"),
            CallPhase.WRITING: say("Writing up $time", time=f"{minutes:02d}:{seconds:02d}"),
        }
        self.call.set_text(words[call.phase])
        self.call.set_key("" if on_call else "F8")
        self.call.setCheckable(on_call)
        self.call.setChecked(on_call)

    def show_notices(self, waiting: int) -> None:
        """Write how many notices wait for this person."""
        self.notices.set_text(str(waiting) if waiting else "")
        self.notices.setAccessibleName(
            count("$n notice waits for you", "$n notices wait for you", waiting)
            if waiting
            else say("No notices wait for you")
        )

    def _make_leading(self) -> QWidget:
        leading = QWidget()
        line = Line(leading, margin=(20, 0, 0, 0), gap=12)
        self._name = PlainLabel("CaseDesk", Type.SUB_RECORD)
        line.addWidget(ProductMark(24))
        line.addWidget(self._name)
        line.addStretch(1)
        return leading

    @Slot()
    def _on_look_changed(self) -> None:
        self.setFixedHeight(look().px(HEIGHT))
        # The search begins where the work area begins.
        self.search.setMaximumWidth(look().px(WIDTH))
        self._leading.setFixedWidth(look().px(216 if self._room is Room.WIDE else 64))
