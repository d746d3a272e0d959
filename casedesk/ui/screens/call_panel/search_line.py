"""A line that finds one of many entries by any of their words; it knows none of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QStringListModel, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QListView, QWidget

from casedesk.rules.text_folding import fold
from casedesk.ui.widgets import TextLine


@dataclass(frozen=True)
class Found:
    """An entry of a search list; `also` are other words that find it."""

    key: str
    text: str
    also: tuple[str, ...] = ()


class SearchLine(TextLine):
    """A line that finds one of many by any of its words; Down shows all.

    `picked(key)` when the person chooses one, "" when what was chosen is cleared; `searched(text)` at every key.
    """

    picked = Signal(str)
    searched = Signal(str)

    def __init__(self, *, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(placeholder=placeholder, parent=parent)
        self._entries: tuple[Found, ...] = ()
        self._shown: list[Found] = []
        self._chosen: Found | None = None
        self._names = QStringListModel(self)
        self._completer = QCompleter(self._names, self)
        self._completer.setWidget(self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._popup = QListView()
        self._completer.setPopup(self._popup)
        self._completer.activated.connect(self._on_activated)
        self.textEdited.connect(self._on_typed)

    @property
    def value(self) -> str:
        """The key of what is chosen, "" for nothing."""
        return self._chosen.key if self._chosen else ""

    def set_entries(self, entries: Sequence[Found]) -> None:
        """Replace what can be found; an open list follows what is typed."""
        if tuple(entries) == self._entries:
            return
        self._entries = tuple(entries)
        if self.hasFocus() and self.text() and self._chosen is None:
            self._show_matches()

    def set_value(self, key: str) -> None:
        """Choose without telling anybody."""
        self._chosen = next((one for one in self._entries if one.key == key), None)
        self.setText(self._chosen.text if self._chosen else "")

    def matches(self, typed: str) -> list[Found]:
        """What every typed word occurs in, names before other words."""
        wanted = fold(typed).split()
        by_name = [one for one in self._entries if _holds(one.text, wanted)]
        by_any = [one for one in self._entries if _holds(" ".join((one.text, *one.also)), wanted)]
        return by_name + [one for one in by_any if one not in by_name]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_open = self._popup.isVisible()
        if event.key() == Qt.Key.Key_Down and not is_open:
            self._open(list(self._entries))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and is_open:
            self._on_activated("")
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut and not self._popup.isVisible():
            self.setText(self._chosen.text if self._chosen else self.text())
        return super().event(event)

    def _open(self, entries: list[Found]) -> None:
        self._shown = entries
        self._names.setStringList([one.text for one in entries])
        if entries:
            self._completer.complete()
            self._popup.setCurrentIndex(self._names.index(0))
        else:
            self._popup.hide()

    def _show_matches(self) -> None:
        self._open(self.matches(self.text()) if self.text().strip() else [])

    def _choose(self, one: Found) -> None:
        self._chosen, self._shown = one, []
        self.setText(one.text)
        self._popup.hide()
        self.picked.emit(one.key)

    @Slot(str)
    def _on_typed(self, text: str) -> None:
        if self._chosen is not None:
            self._chosen = None
            self.picked.emit("")
        self.searched.emit(text)
        self._show_matches()

    @Slot(str)
    def _on_activated(self, _text: str) -> None:
        row = self._popup.currentIndex().row()  # two entries may have the same text
        if 0 <= row < len(self._shown):
            self._choose(self._shown[row])


class CallerLine(SearchLine):
    """A search whose entries come from the database: whatever came back matches."""

    def matches(self, typed: str) -> list[Found]:
        return list(self._entries)


def _holds(text: str, wanted: Sequence[str]) -> bool:
    held = fold(text)
    return all(word in held for word in wanted)
