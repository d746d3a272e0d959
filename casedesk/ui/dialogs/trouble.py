"""A desk of this computer that does not open: why, what is safe, and what can be done. It opens no file."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from casedesk.ui.dialogs.form_page import FormPage
from casedesk.ui.theme import Type
from casedesk.ui.widgets import Button, ButtonKind, PlainLabel
from casedesk.words import say


class TroublePage(FormPage):
    """`confirmed` tries again, R restores (`restore_requested`), C saves a copy of the file (`copy_requested`)."""

    restore_requested = Signal()
    copy_requested = Signal()

    def __init__(self, place: str, parent: QWidget | None = None) -> None:
        super().__init__(say("Your desk cannot be opened"), place, say("Try again"), (), parent)
        self._found = PlainLabel("", Type.TEXT, "text2", wrap=True)
        restore = Button(say("Restore a backup"), ButtonKind.OTHER, key="R", icon="history")
        restore.activated.connect(self.restore_requested)
        copy = Button(say("Save a copy of the file"), ButtonKind.OTHER, key="C", icon="save")
        copy.activated.connect(self.copy_requested)
        self.add_to_card(self._found, restore, copy, below_trouble=True)

    def show_backups(self, words: str) -> None:
        """Say from what the desk can be restored."""
        self._found.setText(words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        wishes = {Qt.Key.Key_R: self.restore_requested, Qt.Key.Key_C: self.copy_requested}
        wish = wishes.get(Qt.Key(event.key()))
        if wish is not None and not event.modifiers():
            wish.emit()
        else:
            super().keyPressEvent(event)
