"""The head of a case: who the customer is, how to reach them, and whom they may always ask for."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QSizePolicy, QWidget

from casedesk.contract.cases import CaseDetail, CustomerCard
from casedesk.ui.customer_words import CONTACT_ICONS, contact_note, contact_point
from casedesk.ui.place import Room
from casedesk.ui.screens.case import words
from casedesk.ui.theme import Type, look
from casedesk.ui.widgets import (
    Avatar,
    Button,
    Column,
    Flow,
    Ground,
    Hairline,
    IconText,
    Line,
    PersonCard,
    PlainLabel,
    Tag,
    take_out,
)
from casedesk.ui.widgets.painting import line_height, text_width
from casedesk.words import say


class NameLabel(PlainLabel):
    """A name in the size of a title: on one line where there is room, on more where there is not."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", Type.SCREEN_TITLE, wrap=True, selectable=True, parent=parent)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        # A wrapping label would ask for about twenty letters, however much room there is.
        return QSize(text_width(self.text(), Type.SCREEN_TITLE) + 2, line_height(Type.SCREEN_TITLE))

    def minimumSizeHint(self) -> QSize:
        return QSize(look().px(120), line_height(Type.SCREEN_TITLE))


class CaseHead(Ground):
    """Shows a customer; the buttons of the screen's actions are put in by `add_button`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("surface", parent)
        self._customer: CustomerCard | None = None
        self._room = Room.WIDE
        outer = Column(self, gap=0)
        inside = QWidget()
        self._column = Column(inside, margin=(16, 10, 16, 8), gap=6)
        outer.addWidget(inside)
        outer.addWidget(Hairline())
        self._avatar = Avatar("", 48)
        self._avatar.hide()
        self._name = NameLabel()
        self._tag_place = Line(gap=0)
        self._about = PlainLabel("", Type.TEXT, "text2", wrap=True)
        self._contact = PersonCard(say("Contact for this customer"), "")
        self._points = QWidget()
        self._flow = Flow(self._points, gap=4)
        self._actions = QWidget()
        self._buttons = Flow(self._actions, gap=4)
        self._contact.hide()
        self._column.addLayout(self._first_line())
        self._column.addLayout(self._second_line())

    def add_button(self, button: Button) -> None:
        """Put a quiet action at the end of the second line."""
        self._buttons.addWidget(button)

    def set_room(self, room: Room) -> None:
        """Use less height where the window is small."""
        self._room = room
        self._show_avatar()
        self._column.set_margin((16, 4, 16, 4) if room is Room.SMALL else (16, 10, 16, 8))

    def show_case(self, case: CaseDetail, today: date) -> None:
        """Show another state of the customer; nothing moves when nothing changed."""
        customer, contact = case.customer, case.contact
        name = f"{contact.name}, {contact.team}" if contact.team else contact.name
        if contact.name:
            self._contact.set_person(say("Contact for this customer"), name, contact_note(contact, today))
        self._contact.setVisible(bool(contact.name))
        self._about.setText(words.about_customer(case))
        if customer == self._customer:
            return
        self._customer = customer
        self._show_avatar()
        self._avatar.set_name(customer.name)
        self._name.setText(customer.name)
        self._show_tag(words.loyalty(customer))
        self._show_points(customer)

    def _show_avatar(self) -> None:
        self._avatar.setVisible(self._customer is not None and self._room >= Room.FOLDED)

    def _first_line(self) -> Line:
        line = Line(gap=12)
        line.addWidget(self._avatar)
        titles = Column(gap=2)
        title = Line(gap=12)
        title.addWidget(self._name)
        title.addLayout(self._tag_place)
        title.addStretch(1)
        titles.addLayout(title)
        titles.addWidget(self._about)
        line.addLayout(titles, 1)
        line.addWidget(self._contact)
        return line

    def _second_line(self) -> Line:
        line = Line(gap=8)
        line.addWidget(self._points, 1)
        line.addWidget(self._actions)
        return line

    def _show_tag(self, text: str) -> None:
        take_out(self._tag_place)
        if text:
            self._tag_place.addWidget(Tag(text, "star"))

    def _show_points(self, customer: CustomerCard) -> None:
        take_out(self._flow)
        for icon, text in _ways(customer):
            self._flow.addWidget(_Way(icon, text, selectable=True))


class _Way(IconText):
    """One way to reach the customer, with room after it; lines of them stand closer than ways in a line."""

    def __init__(self, icon: str, text: str, *, selectable: bool) -> None:
        super().__init__(icon, text, selectable=selectable)
        self.setContentsMargins(0, 0, look().px(14), 0)


def _ways(customer: CustomerCard) -> list[tuple[str, str]]:
    """Icons and words: contact points, the preferred first, persons, numbers in other systems."""
    points = [(CONTACT_ICONS[one.kind], contact_point(one)) for one in customer.contact_points]
    persons = [("people", words.person(one)) for one in customer.persons]
    return [*points, *persons, *(("link", alias) for alias in customer.aliases)]
