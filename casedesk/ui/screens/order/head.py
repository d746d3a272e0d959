"""The head of an order: number, what and for whom, owner, state in words, what can be done; it knows no query."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QWidget

from casedesk.contract.orders import OrderDetail
from casedesk.ui.screens.order import words
from casedesk.ui.theme import Type, look
from casedesk.ui.widgets import (
    Button,
    ButtonKind,
    Column,
    Ground,
    Hairline,
    KeyHint,
    Line,
    OrderNumberLabel,
    OwnerKind,
    PersonCard,
    PlainLabel,
    Run,
    RunsLabel,
    Status,
    StatusPill,
    at_start,
    set_tip,
)
from casedesk.ui.widgets.painting import draw_text
from casedesk.words import say

_NARROWEST = 560
_OWNER_NARROW, _OWNER_WIDE = 330, 460


class NameLink(Button):
    """A customer's name as a link; where the place is narrow it shortens and the tip has it whole."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", ButtonKind.QUIET, small=True, parent=parent)
        self._name = ""
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def set_name(self, name: str) -> None:
        self._name = name
        self.set_text(name)
        self.setAccessibleName(say("Open the case of $name", name=name))
        set_tip(self, name)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint().boundedTo(QSize(look().px(96), look().px(64)))

    def _pad(self) -> int:
        # Its words begin exactly below the headline.
        return 0

    def _draw_content(self, painter: QPainter, ink: QColor) -> None:
        draw_text(painter, QRectF(self.rect()), self._name, Type.TEXT_MEDIUM, ink)


class OrderHead(Ground):
    """Stays on top while the cards scroll; lives in the GUI thread.

    `customer_requested` when the name is pressed, `owner_requested` when the button beside the owner is.
    """

    customer_requested = Signal()
    owner_requested = Signal()

    def __init__(self, now: Callable[[], datetime], own_login: str, parent: QWidget | None = None) -> None:
        super().__init__("surface", parent)
        self._now, self._own_login = now, own_login
        self.number = OrderNumberLabel(key="Ctrl+Shift+C")
        self._headline = PlainLabel("", Type.SUB_RECORD, elide=True)
        self._customer = NameLink()
        self._customer.activated.connect(self.customer_requested)
        self._place = PlainLabel("", Type.TEXT, "text2", elide=True)
        self._owner_place = Line()
        self._owner: PersonCard | None = None
        self._is_narrow = False
        self._shown_owner: tuple[str, ...] = ()
        self._pill = StatusPill(Status.NOT_STARTED)
        self._state = RunsLabel()
        self._buttons = Line(gap=8)
        column = Column(self, gap=0)
        inside = Column(margin=(16, 8, 16, 8), gap=8)
        inside.addLayout(self._make_first_row())
        inside.addLayout(self._make_second_row())
        column.addLayout(inside)
        column.addWidget(Hairline())

    def minimumSizeHint(self) -> QSize:
        # As narrow as it gets with the buttons below; what it needs now must not keep the window from shrinking.
        return QSize(look().px(_NARROWEST), super().minimumSizeHint().height())

    def add_button(self, button: QWidget) -> None:
        """Put a button at the end of the second row."""
        self._buttons.insertWidget(self._buttons.count() - 1, button)

    def show_order(self, order: OrderDetail, owner_refusal: str) -> None:
        """Show an order; `owner_refusal` says who may hand it over or take it, "" when this person may."""
        now = self._now()
        self.number.set_number(order.number)
        self._headline.setText(order.headline or say("Nothing ordered yet"))
        self._customer.set_name(order.customer_name)
        self._place.setText(order.place)
        self._place.setVisible(bool(order.place))
        self._pill.set_status(Status(order.status.value), words.pill_word(order, now.date()))
        next_step = words.next_step(order, now)
        self._state.set_runs(
            [
                Run(words.state_sentence(order, now.date())),
                Run(f" {next_step}" if next_step else "", strong=True),
            ]
        )
        self._show_owner(order, owner_refusal, now)

    def set_narrow(self, is_narrow: bool) -> None:
        """Put the buttons below the words, where there is no room beside them."""
        direction = QBoxLayout.Direction.TopToBottom if is_narrow else QBoxLayout.Direction.LeftToRight
        self._second_row.setDirection(direction)
        for hint in self.number.findChildren(KeyHint):
            hint.setVisible(not is_narrow)
        self._is_narrow = is_narrow
        self._bound_owner()

    def _bound_owner(self) -> None:
        """Keep a long name of the owner from pushing the customer's away."""
        if self._owner is not None:
            self._owner.setMaximumWidth(look().px(_OWNER_NARROW if self._is_narrow else _OWNER_WIDE))

    def _make_first_row(self) -> Line:
        number = Column(gap=2)
        caption = PlainLabel(
            say("Order number: the only one the customer needs"), Type.HINT, "text2", elide=True
        )
        number.addWidget(caption)
        number.addWidget(self.number)
        what = Column(gap=1)
        for part in (self._headline, self._customer, self._place):
            what.addLayout(at_start(part))
        what.addStretch(1)
        row = Line(gap=16)
        row.addLayout(number)
        row.addWidget(_UprightLine())
        row.addLayout(what, 1)
        row.addLayout(self._owner_place)
        return row

    def _make_second_row(self) -> Line:
        words_line = Line(gap=10)
        words_line.addWidget(self._pill)
        words_line.addWidget(self._state, 1)
        self._buttons.addStretch(1)
        self._second_row = Line(gap=8)
        self._second_row.addLayout(words_line, 1)
        self._second_row.addLayout(self._buttons)
        return self._second_row

    def _show_owner(self, order: OrderDetail, refusal: str, now: datetime) -> None:
        owner = order.owner
        mark = words.owner_mark(owner, self._own_login, now)
        caption = words.owner_caption(owner, now.date())
        note = words.offered_words(order.handover, now) or mark.note
        shown = (caption, words.owner_line(owner), note, mark.kind.value, refusal, order.state)
        if shown == self._shown_owner:
            return
        self._shown_owner = shown
        card = PersonCard(caption, words.owner_line(owner), note, mark.kind)
        card.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        if order.state not in words.CLOSED:
            card.line.addWidget(self._owner_button(mark.kind, refusal))
        if self._owner is not None:
            self._owner_place.removeWidget(self._owner)
            self._owner.hide()
            self._owner.deleteLater()
        self._owner = card
        self._bound_owner()
        self._owner_place.addWidget(card)

    def _owner_button(self, kind: OwnerKind, refusal: str) -> Button:
        nobody = kind is OwnerKind.NOBODY
        button = Button(say("Take it") if nobody else say("Hand over"), key="T" if nobody else "Ctrl+H")
        button.set_not_allowed(refusal)
        button.activated.connect(self.owner_requested)
        return button


class _UprightLine(Ground):
    """The hairline between the number and what was ordered."""

    def __init__(self) -> None:
        super().__init__("line")
        self.setFixedWidth(1)
