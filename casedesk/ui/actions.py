"""Actions as declarations: menus, shortcuts, the command palette and key hints are all made from them.

It knows no screen. To add one: an `Action` in the screen's module and `bind` it to the slot that performs it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from casedesk.ui.theme import icon
from casedesk.words import say


class Where(StrEnum):
    """Where an action is offered; the palette lists them in this order."""

    RECORD = "record"
    SCREEN = "screen"
    EVERYWHERE = "everywhere"


@dataclass(frozen=True)
class Action:
    """One thing a person can do.

    `text` is the English key of its words, `key` as Qt writes it ("Ctrl+Shift+P"), `permission` the name of
    the
    command it runs ("" when everybody may).
    """

    id: str
    text: str
    key: str = ""
    icon: str = ""
    permission: str = ""
    where: Where = Where.SCREEN

    @property
    def words(self) -> str:
        return say(self.text)

    @property
    def is_single_letter(self) -> bool:
        """Whether its key is one letter or sign without Ctrl or Alt; text fields keep those for
        themselves."""
        return len(self.key) == 1


@dataclass(frozen=True)
class KeyMap:
    """The person's own keys: `changed` maps action ids to keys, single letters can be switched off as a
    whole."""

    changed: Mapping[str, str]
    single_letters: bool = True

    def key(self, action: Action) -> str:
        """The key in force for an action, "" for none."""
        key = self.changed.get(action.id, action.key)
        return "" if len(key) == 1 and not self.single_letters else key


SHIPPED_KEYS = KeyMap({})


def key_words(key: str) -> str:
    """A key as it is written on a control: "Ctrl+Shift+P" becomes "Ctrl Shift P"."""
    # "Return" is what Qt calls the key that everybody calls Enter.
    names = {"Return": say("Enter"), "Ctrl": say("Ctrl"), "Shift": say("Shift"), "Alt": say("Alt")}
    # The plus key itself is written after the plus that joins: "Ctrl++".
    parts = [*key[:-2].split("+"), "+"] if key.endswith("++") else key.split("+") if len(key) > 1 else [key]
    return " ".join(names.get(part, part) for part in parts)


def bind(
    action: Action, widget: QWidget, perform: Callable[[], None], keys: KeyMap = SHIPPED_KEYS
) -> QAction:
    """Make the action live on `widget` and all inside it; comes back as a QAction for menus and buttons.

    A single letter pressed in a text field stays text: Qt offers every key to the focused field first, and
    fields that can be written in keep letters.
    """
    bound = QAction(action.words, widget)
    bound.setObjectName(action.id)
    bound.setShortcut(QKeySequence(keys.key(action)))
    anywhere = action.where is Where.EVERYWHERE
    context = Qt.ShortcutContext
    bound.setShortcutContext(context.WindowShortcut if anywhere else context.WidgetWithChildrenShortcut)
    if action.icon:
        bound.setIcon(icon(action.icon))
    bound.triggered.connect(perform)
    widget.addAction(bound)
    return bound


@dataclass(frozen=True)
class PaletteEntry:
    """A line of the command palette; `refusal` says who may, when this person may not."""

    action: Action
    key: str
    refusal: str = ""

    @property
    def is_allowed(self) -> bool:
        return not self.refusal


def palette_entries(
    actions: Iterable[Action],
    typed: str,
    refusal: Callable[[str], str],
    keys: KeyMap = SHIPPED_KEYS,
) -> list[PaletteEntry]:
    """Actions whose words hold every typed word, on the open record first; `refusal(permission)` is ""
    where allowed."""
    wanted = typed.casefold().split()
    order = list(Where)
    found = [action for action in actions if all(word in action.words.casefold() for word in wanted)]
    return [
        PaletteEntry(
            action, key_words(keys.key(action)), refusal(action.permission) if action.permission else ""
        )
        for action in sorted(found, key=lambda action: order.index(action.where))
    ]


def menu_words(text: str) -> str:
    """Text as a line of a menu, where an ampersand would be a key and a tab a column of its own."""
    return text.replace("&", "&&").replace("\t", " ")


def menu(parent: QWidget, bound: Iterable[QAction]) -> QMenu:
    """A menu of bound actions; its keys are shown at the right by Qt."""
    made = QMenu(parent)
    made.addActions(list(bound))
    return made
