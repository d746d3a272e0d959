"""Who owns a thing: the disc with initials, the owner chip and the card with a person's name and phone."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from casedesk.ui.text import initials
from casedesk.ui.theme import Type, look
from casedesk.ui.widgets.labels import PlainLabel
from casedesk.ui.widgets.layout import Column, Line, at_start
from casedesk.ui.widgets.painting import (
    Painted,
    Places,
    draw_box,
    draw_text,
    ink,
    set_tip,
    text_width,
)
from casedesk.words import say

DISC = 26


class OwnerKind(Enum):
    """Decides the disc: filled for you, neutral for a colleague, a dashed ring for nobody."""

    YOU = "you"
    COLLEAGUE = "colleague"
    NOBODY = "nobody"


@dataclass(frozen=True)
class OwnerMark:
    """What an owner chip shows; made by one of the class methods, so that the words are the same
    everywhere."""

    kind: OwnerKind
    name: str
    note: str = ""
    letters: str = ""

    @classmethod
    def you(cls, own_name: str, note: str = "") -> OwnerMark:
        """The person at this desk."""
        return cls(OwnerKind.YOU, say("You"), note, initials(own_name))

    @classmethod
    def colleague(cls, name: str, phone: str = "", presence: str = "") -> OwnerMark:
        """A colleague with phone and presence ("in until 17:00")."""
        return cls(OwnerKind.COLLEAGUE, name, ", ".join(filter(None, (phone, presence))), initials(name))

    @classmethod
    def nobody(cls, queue: str = "", waiting: str = "") -> OwnerMark:
        """Work in a queue and how long it has waited ("1 h")."""
        since = say("since $span", span=waiting) if waiting else ""
        named = say("queue: $queue", queue=queue) if queue else ""
        return cls(OwnerKind.NOBODY, say("No owner"), ", ".join(filter(None, (named, since))), "?")

    @classmethod
    def away(cls, name: str, until: str, deputy: str) -> OwnerMark:
        """An owner who is away; he stays the owner."""
        note = say("away until $until, $deputy stands in", until=until, deputy=deputy)
        return cls(OwnerKind.COLLEAGUE, name, note, initials(name))

    @classmethod
    def asked(cls, name: str, at: str) -> OwnerMark:
        """A colleague who was offered the work and has not said yes."""
        return cls(
            OwnerKind.COLLEAGUE, name, say("asked at $time, not accepted yet", time=at), initials(name)
        )

    @property
    def words(self) -> str:
        """Everything in one line, for screen readers and tips."""
        return f"{self.name}, {self.note}" if self.note else self.name


def paint_disc(painter: QPainter, place: QRectF, letters: str, kind: OwnerKind) -> None:
    """Draw the disc with initials into a square place."""
    colors = look().colors
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if kind is OwnerKind.NOBODY:
        pen = QPen(colors.late, 1.4)
        pen.setDashPattern([3, 2])
        painter.setPen(pen)
        painter.setBrush(colors.late_soft)
        painter.drawEllipse(place.adjusted(1, 1, -1, -1))
    else:
        painter.setPen(QPen(colors.line if kind is OwnerKind.COLLEAGUE else colors.accent, 1))
        painter.setBrush(colors.accent if kind is OwnerKind.YOU else colors.done_soft)
        painter.drawEllipse(place.adjusted(0.5, 0.5, -0.5, -0.5))
    paper = {OwnerKind.YOU: colors.on_accent, OwnerKind.NOBODY: colors.late}.get(kind, colors.done)
    font = look().font(Type.HINT_STRONG)
    font.setPixelSize(max(font.pixelSize(), round(place.height() * 0.4)))
    # Wide letters ("MW") would leave the disc; one of them is better than a smaller text.
    fits = QFontMetricsF(font).horizontalAdvance(letters) <= place.width() * 0.84
    painter.setFont(font)
    painter.setPen(paper)
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, letters if fits else letters[:1])


def paint_owner(painter: QPainter, place: QRectF, owner: OwnerMark) -> None:
    """Disc, name and note in one line; the note gives way first."""
    px = look().px
    places = Places(place, painter.layoutDirection())
    disc = px(DISC)
    paint_disc(painter, places.take(disc, disc, px(8)), owner.letters, owner.kind)
    name_width = min(text_width(owner.name, Type.TEXT_STRONG), places.left_over)
    name_ink = ink("late") if owner.kind is OwnerKind.NOBODY else ink("text")
    draw_text(painter, places.take(name_width, gap=px(8)), owner.name, Type.TEXT_STRONG, name_ink)
    if owner.note:
        draw_text(painter, places.rest(), owner.note, Type.HINT, ink("text2"))


def owner_width(owner: OwnerMark) -> int:
    """Pixels the whole line needs."""
    px = look().px
    note = px(8) + text_width(owner.note, Type.HINT) if owner.note else 0
    return px(DISC) + px(8) + text_width(owner.name, Type.TEXT_STRONG) + note


class Avatar(Painted):
    """A disc with initials; the name is its accessible text."""

    def __init__(
        self,
        name: str,
        size: int = 32,
        kind: OwnerKind = OwnerKind.COLLEAGUE,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._side, self._kind = size, kind
        self.set_name(name)

    def set_name(self, name: str) -> None:
        self._letters = "?" if self._kind is OwnerKind.NOBODY else initials(name)
        self.setAccessibleName(name)
        self.update()

    def measure(self) -> QSize:
        return QSize(look().px(self._side), look().px(self._side))

    def draw(self, painter: QPainter, place: QRectF) -> None:
        paint_disc(painter, place, self._letters, self._kind)


class OwnerChip(Painted):
    """Disc, name, phone and presence; where the place is narrow the note shortens and the tip has it
    whole."""

    def __init__(self, owner: OwnerMark, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.set_owner(owner)

    def set_owner(self, owner: OwnerMark) -> None:
        self._owner = owner
        set_tip(self, owner.note)
        self.setAccessibleName(say("Owner: $who", who=owner.words))
        self.refresh()

    def measure(self) -> QSize:
        return QSize(owner_width(self._owner), look().px(DISC))

    def minimumSizeHint(self) -> QSize:
        name = text_width(self._owner.name, Type.TEXT_STRONG)
        return QSize(look().px(DISC + 8) + name, look().px(DISC))

    def draw(self, painter: QPainter, place: QRectF) -> None:
        paint_owner(painter, place, self._owner)


class PersonCard(QWidget):
    """A person in a sunken box: what for ("Contact for this customer"), name, phone and presence.

    `line` is its layout, for a button at the end.
    """

    def __init__(
        self,
        caption: str,
        name: str,
        note: str = "",
        kind: OwnerKind = OwnerKind.COLLEAGUE,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.line = Line(self, margin=(12, 6, 12, 6), gap=10)
        self._avatar = Avatar(name, 32, kind)
        self._caption = PlainLabel("", Type.HINT, "text2")
        self._name = PlainLabel("", Type.TEXT_STRONG, elide=True)
        self._note = PlainLabel("", Type.HINT_MEDIUM, "text2", elide=True, selectable=True)
        column = Column(gap=0)
        for label in (self._caption, self._name, self._note):
            column.addLayout(at_start(label))
        self.line.addWidget(self._avatar)
        self.line.addLayout(column, 1)
        self.set_person(caption, name, note)

    def set_person(self, caption: str, name: str, note: str = "") -> None:
        self._avatar.set_name(name)
        for label, text in ((self._caption, caption), (self._name, name), (self._note, note)):
            label.setText(text)
            label.setVisible(bool(text))
        self.setAccessibleName(", ".join(filter(None, (caption, name, note))))

    def address_as(self, words: str) -> None:
        """Write other words than the name ("You, Lewis Grant"); the disc keeps the letters of the name."""
        self._name.setText(words)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_box(painter, QRectF(self.rect()), look().colors.sunken, look().colors.line)
        painter.end()
