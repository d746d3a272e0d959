"""The case of the chosen row in short: who, how to reach, whose, where things stand, orders; it reads nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QWidget

from casedesk.contract.cases import CaseDetail, CaseOrderRow, StandLine
from casedesk.rules.vocabulary import CustomerKind
from casedesk.ui.customer_words import CONTACT_ICONS, contact_note, contact_point
from casedesk.ui.theme import Type
from casedesk.ui.widgets import (
    Avatar,
    Button,
    Card,
    Column,
    Hairline,
    Icon,
    Line,
    OwnerKind,
    PersonCard,
    PlainLabel,
    RunsLabel,
    Scroll,
    Status,
    StatusPill,
    marked_runs,
    take_out,
)
from casedesk.words import count, say

MOST_ORDERS = 5
_CLOSED = ("completed", "cancelled")


class Preview(Card):
    """Shows a case; the buttons at its foot are put in by `add_button`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setAccessibleName(say("Preview"))
        self._case: CaseDetail | None = None
        self._scroll = Scroll()
        self._parts = Column(gap=10)
        self._who, self._stand = Column(gap=10), Column(gap=10)
        self._parts.addLayout(self._who, 2)
        self._parts.addLayout(self._stand, 3)
        self._scroll.content.addLayout(self._parts)
        self._scroll.content.addStretch(1)
        self.body.set_margin((16, 14, 16, 14))
        self.body.addWidget(self._scroll, 1)
        self._foot = QWidget()
        self._buttons = Line(self._foot, gap=8)
        self.body.addWidget(self._foot)

    def add_button(self, button: Button) -> None:
        """Put an action at the foot."""
        self._buttons.addWidget(button, 1)

    def show_nothing(self, words: str) -> None:
        """Say that nothing is chosen."""
        self.show_content()
        self._case = None
        self._foot.hide()
        self._clear()
        self._who.addWidget(PlainLabel(words, Type.TEXT, "text2", wrap=True))
        self._who.addStretch(1)

    def show_case(self, case: CaseDetail, own_login: str, today: date) -> None:
        """Show a case; nothing moves when nothing changed."""
        self.show_content()
        if case == self._case:
            return
        self._case = case
        self._foot.show()
        self._clear()
        self._who.addLayout(_head(case))
        for point in case.customer.contact_points:
            self._who.addLayout(_icon_line(CONTACT_ICONS[point.kind], contact_point(point)))
        if case.contact.name:
            self._who.addWidget(_contact(case, own_login, today))
        self._who.addWidget(Hairline())
        self._stand.addLayout(_stand_head(case.stand))
        for line in case.stand:
            self._stand.addLayout(_stand_line(line))
        self._stand.addWidget(Hairline())
        for part in _orders(case.orders):
            self._stand.addWidget(part)
        self._who.addStretch(1)
        self._stand.addStretch(1)
        self._scroll.verticalScrollBar().setValue(0)

    def set_wide(self, wide: bool) -> None:
        """Put who it is and where things stand side by side, or below one another."""
        direction = QBoxLayout.Direction
        self._parts.setDirection(direction.LeftToRight if wide else direction.TopToBottom)

    def _clear(self) -> None:
        take_out(self._who)
        take_out(self._stand)


def _head(case: CaseDetail) -> Line:
    customer = case.customer
    private = customer.kind == CustomerKind.PERSON
    year = customer.since_on.year
    about = say("Private, since $year", year=year) if private else say("Company, since $year", year=year)
    if customer.loyal_years is not None:
        about = f"{about} · " + count("$n year loyal", "$n years loyal", customer.loyal_years)
    line = Line(gap=8)
    line.addWidget(Avatar(customer.name, 40), 0, Qt.AlignmentFlag.AlignTop)
    names = Column(gap=0)
    names.addWidget(PlainLabel(customer.name, Type.SUB_RECORD, wrap=True, selectable=True))
    names.addWidget(PlainLabel(about, Type.HINT, "text2", wrap=True))
    line.addLayout(names, 1)
    return line


def _icon_line(icon: str, text: str) -> Line:
    line = Line(gap=8)
    line.addWidget(Icon(icon))
    line.addWidget(PlainLabel(text, wrap=True, selectable=True), 1)
    return line


def _contact(case: CaseDetail, own_login: str, today: date) -> PersonCard:
    """Whom the customer may always ask for, and who stands in."""
    contact = case.contact
    is_own = contact.login == own_login
    name = f"{contact.name}, {contact.team}" if contact.team else contact.name
    caption = say("Contact: you") if is_own else say("Contact")
    kind = OwnerKind.YOU if is_own else OwnerKind.COLLEAGUE
    return PersonCard(caption, name, contact_note(contact, today), kind)


def _stand_head(lines: Sequence[StandLine]) -> Line:
    head = Line(gap=8)
    head.addWidget(PlainLabel(say("Where things stand"), Type.TEXT_STRONG))
    head.addStretch(1)
    pill = next((line for line in lines if line.status), None)
    if pill is not None:
        head.addWidget(StatusPill(Status(pill.status), pill.status_text))
    return head


def _stand_line(line: StandLine) -> Column:
    shown = Column(gap=0)
    label = PlainLabel(line.label, Type.HINT_STRONG, "text2")
    text = RunsLabel(marked_runs(line.text, line.strong))
    text.setAccessibleName(f"{line.label}: {line.text}")
    label.setBuddy(text)
    shown.addWidget(label)
    shown.addWidget(text)
    return shown


def _orders(orders: Sequence[CaseOrderRow]) -> list[QWidget]:
    """Open orders first, a few of them, each with its number and its status."""
    if not orders:
        return [PlainLabel(say("No orders yet."), Type.TEXT, "text2")]
    ordered = sorted(orders, key=lambda one: one.state in _CLOSED)
    shown: list[QWidget] = [_order_line(one) for one in ordered[:MOST_ORDERS]]
    left = len(orders) - MOST_ORDERS
    if left > 0:
        shown.append(PlainLabel(count("$n more order", "$n more orders", left), Type.HINT, "text2"))
    return shown


def _order_line(order: CaseOrderRow) -> QWidget:
    place = QWidget()
    line = Line(place, gap=8)
    line.addWidget(PlainLabel(order.number, Type.TEXT_STRONG, selectable=True))
    line.addWidget(PlainLabel(order.headline, elide=True), 1)
    line.addStretch(0)
    line.addWidget(StatusPill(Status(order.status)))
    place.setAccessibleName(f"{order.number} {order.headline}")
    return place
