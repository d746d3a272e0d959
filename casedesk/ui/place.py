"""Where one can be in the window: a screen and the record it is opened on; it knows no widget."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from uuid import UUID


@dataclass(frozen=True)
class Place:
    """A screen and its record.

    `key` tells apart what is open in the same kind of screen: a customer's id for a case, the digits of the
    number for an order, an id of its own for a new order, "" for a screen of the rail. `customer` and `phone`
    say for whom a new order is opened; they are no part of what the place is.
    """

    screen: str
    key: str = ""
    customer: UUID | None = field(default=None, compare=False)
    phone: str = field(default="", compare=False)


@dataclass(frozen=True)
class Headline:
    """What the window says of an open record: in "Open now" its title and note, below whose it is.

    `person` is the whole sentence for the status bar: "Contact for this customer: Daniel Osei".
    `changed` puts the dot beside it: a colleague changed the record since it was looked at.
    """

    title: str
    note: str = ""
    person: str = ""
    changed: bool = False


@dataclass(frozen=True)
class CallSubject:
    """Whom F8 would log a call with: a customer and the number in question."""

    customer: UUID | None = None
    phone: str = ""


class Room(IntEnum):
    """How much room the window has after scaling (design, section 3); the value is the least width."""

    SMALL = 0
    NARROW = 1000
    FOLDED = 1200
    WIDE = 1400

    @classmethod
    def of(cls, width: float) -> Room:
        """The room of a window that is `width` pixels of the design wide."""
        return max(room for room in cls if room <= max(0.0, width))
