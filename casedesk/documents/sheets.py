"""The sizes of paper and where things stand on them, in points from the upper left; it draws nothing.

A4 follows DIN 5008 form A: the window shows the 27.3 mm from 44.7 mm under the upper edge. US Letter puts the
address where a No. 10 window envelope shows it when the sheet is folded in three.
"""

from __future__ import annotations

from dataclasses import dataclass

from casedesk.errors import WrongUsage
from casedesk.words import say

_MM = 72 / 25.4


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A size of paper with the places of a letter; all lengths are points."""

    name: str
    width: float
    height: float
    window_top: float
    window_height: float
    contact_top: float
    flow_top: float
    left: float = 20 * _MM
    top: float = 13.2 * _MM
    window_width: float = 85 * _MM
    foot_edge: float = 7.5 * _MM

    @property
    def flow_width(self) -> float:
        """The width between the margins."""
        return self.width - 2 * self.left


SHEETS = {
    sheet.name: sheet
    for sheet in (
        Sheet(
            name="A4",
            width=210 * _MM,
            height=297 * _MM,
            window_top=45.3 * _MM,
            window_height=26.7 * _MM,
            contact_top=53 * _MM,
            flow_top=80 * _MM,
        ),
        Sheet(
            name="Letter",
            width=612.0,
            height=792.0,
            window_top=58.5 * _MM,
            window_height=26.3 * _MM,
            contact_top=53 * _MM,
            flow_top=82 * _MM,
        ),
    )
}


def sheet_of(page_size: str) -> Sheet:
    """The sheet of that name; WrongUsage for any other."""
    try:
        return SHEETS[page_size]
    except KeyError:
        names = ", ".join(SHEETS)
        raise WrongUsage(
            say("“$size” is not a size of paper here. There are: $names.", size=page_size, names=names)
        ) from None
