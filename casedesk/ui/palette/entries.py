"""What the command palette lists: actions by their words, on the open record first; it draws nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtGui import QAction

from casedesk.ui.actions import Action, PaletteEntry, Where, palette_entries
from casedesk.ui.screen import OfferedAction
from casedesk.words import say


@dataclass(frozen=True)
class PaletteLine:
    """A line of the palette: a head of a group (no `bound`), or an action with what it does."""

    text: str
    key: str = ""
    icon: str = ""
    refusal: str = ""
    bound: QAction | None = None
    count: str = ""

    @property
    def is_head(self) -> bool:
        return self.bound is None


def palette_lines(
    offered: Iterable[OfferedAction], typed: str, refusal: Callable[[str], str], record: str
) -> list[PaletteLine]:
    """Groups with their actions; `record` names what is open ("Marta Lindqvist"), "" for nothing.

    An action that is switched off at the moment is left out, one this person may not do names who may.
    """
    live = {one.action: one.bound for one in offered if one.bound.isEnabled()}
    entries = palette_entries(live, typed, refusal)
    heads = {
        Where.RECORD: say("For $record", record=record) if record else say("For this record"),
        Where.SCREEN: say("On this screen"),
        Where.EVERYWHERE: say("Anywhere"),
    }
    lines: list[PaletteLine] = []
    for where, words in heads.items():
        group = [entry for entry in entries if entry.action.where is where]
        if group:
            lines.append(PaletteLine(words, count=str(len(group))))
            lines += [_line(entry, live) for entry in group]
    return lines


def _line(entry: PaletteEntry, live: dict[Action, QAction]) -> PaletteLine:
    action = entry.action
    bound = live[action]
    return PaletteLine(bound.text(), entry.key, action.icon, entry.refusal, bound)
