"""What a table shows, as plain values: columns, rows, cells and group heads; it knows no model and no
query."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from casedesk.ui.widgets.owner import OwnerMark
from casedesk.ui.widgets.painting import Ink
from casedesk.ui.widgets.status import Status, status_word


class Kind(Enum):
    """How the delegate paints the cells of a column.

    To add one: a member here and its painter in `delegate._PAINTERS`.
    """

    TEXT = "text"
    PILL = "pill"
    OWNER = "owner"
    TRACK = "track"
    MONEY = "money"
    KEY = "key"
    BUTTON = "button"


@dataclass(frozen=True)
class Column:
    """A column; `width` in pixels at 100 %, `stretch` its share of the width left over.

    An `optional` column is left out where the table is too narrow for all.
    """

    key: str
    title: str
    kind: Kind = Kind.TEXT
    width: int = 120
    stretch: int = 0
    optional: bool = False


@dataclass(frozen=True)
class Cell:
    """The content of one cell.

    TEXT shows `text` with `below` as a second line and `status` or `icon` before them; PILL shows `status`
    with `text` in place of its word; OWNER shows `owner`; TRACK shows the shapes of `track`; KEY and BUTTON
    show `text`, a button also its `icon`, greyed when `refusal` says who may. `hits` are the found parts of
    `text` as (start, end).
    """

    text: str = ""
    below: str = ""
    strong: bool = False
    ink: Ink = "text"
    below_ink: Ink = "text2"
    status: Status | None = None
    icon: str = ""
    hits: tuple[tuple[int, int], ...] = ()
    owner: OwnerMark | None = None
    track: tuple[Status, ...] = ()
    refusal: str = ""

    @property
    def words(self) -> str:
        """Everything the cell says, for screen readers, search by typing and export."""
        parts = [status_word(self.status)] if self.status else []
        parts += [self.text, self.below]
        parts += [self.owner.words] if self.owner else []
        if self.track:
            parts.append(", ".join(status_word(status) for status in self.track))
        return ", ".join(part for part in parts if part)


EMPTY = Cell()


@dataclass(frozen=True)
class Row:
    """One record; `id` is what stays the same while its place in the list changes.

    A `faded` row is on its way out ("Taken by Lewis Grant") and cannot be acted on.
    """

    id: str
    cells: Mapping[str, Cell] = field(default_factory=dict)
    faded: bool = False

    def cell(self, column: Column) -> Cell:
        return self.cells.get(column.key, EMPTY)


@dataclass(frozen=True)
class GroupHead:
    """A head between rows ("Customers", "3")."""

    text: str
    count: str = ""
