"""Restoring a backup: which one, and what is in it. The preview is the question; it opens no file itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from casedesk.ui.dialogs.form_page import FormPage
from casedesk.ui.text import dated_time
from casedesk.ui.theme import Type, look
from casedesk.ui.widgets import Button, ButtonKind, Column, Combo, Field, Line, Option, PlainLabel, announce
from casedesk.words import count, say

if TYPE_CHECKING:
    from casedesk.services.daily_backup import KeptBackup
    from casedesk.services.restore import BackupContent

_LABEL_WIDTH = 130


class RestorePage(FormPage):
    """Shows what is in the chosen backup; `picked(Path)` asks for it, `other_file_requested` for a file by name.

    `confirmed` comes only once the content of `file` is shown.
    """

    picked = Signal(object)
    other_file_requested = Signal()

    def __init__(self, keeps_present: bool, parent: QWidget | None = None) -> None:
        self._file: Path | None = None
        self._is_shown = False
        self._keeps_present = keeps_present
        self._failure = ""
        self._list = Combo(placeholder=say("Looking for backups"))
        super().__init__(
            say("Restore a backup"),
            say("The desk becomes what it was when the backup was made. Nothing is deleted."),
            say("Restore this backup"),
            (Field(say("Backup"), self._list),),
            parent,
        )
        self._list.picked.connect(self._on_picked)
        other = Button(say("Another file"), ButtonKind.OTHER, icon="folder")
        other.activated.connect(self.other_file_requested)
        self._rows = QWidget()
        self._column = Column(self._rows, gap=6)
        self._values: list[tuple[PlainLabel, PlainLabel]] = []
        self._note = PlainLabel("", Type.TEXT, "text2", wrap=True)
        self.add_to_card(other, self._rows, self._note)
        self._show_none(say("Choose a backup."))
        self.set_stored(say("Nothing is changed before you restore"))

    @property
    def file(self) -> Path | None:
        """The backup whose content is shown."""
        return self._file if self._is_shown else None

    def show_backups(self, found: Sequence[KeptBackup], now: datetime) -> None:
        """List what there is, newest first, and choose the newest."""
        self._list.setPlaceholderText(say("A file of your choice") if found else say("No backup is here yet"))
        self._list.set_options([Option(str(one.file), _backup_words(one, now)) for one in found])
        if found and self._file is None:
            self._list.set_value(str(found[0].file))
            self._choose(found[0].file)

    def show_failure(self, what: str) -> None:
        """Say why the restore before did not come about, until another backup is chosen."""
        self._failure = what
        self.show_trouble(what)

    def choose_file(self, file: Path) -> None:
        """Take a file that stands in no list."""
        self._failure = ""
        self._list.set_value(str(file))
        self._choose(file)

    def show_content(self, content: BackupContent, now: datetime) -> None:
        """Say what is in the chosen backup, and what it means to restore it."""
        if content.file != self._file:
            return
        self._is_shown = True
        self.show_trouble(self._failure)
        newest = content.newest_entry
        when = dated_time(newest.astimezone(now.tzinfo), now.date()) if newest else say("none")
        self._show_rows(
            (say("Company"), content.company),
            (say("Newest entry"), when),
            (say("Customers"), f"{content.customers:,}"),
            (say("Orders"), f"{content.orders:,}"),
            (say("Rows in all"), f"{content.rows:,}"),
            (say("File"), say("$name, $n MB", name=content.file.name, n=f"{content.bytes / 1e6:,.1f}")),
        )
        parts = []
        if self._keeps_present:
            parts.append(say("What was saved after $when is not in it.", when=when) if newest else "")
            parts.append(say("The present desk is kept beside it under another name."))
        if content.needs_upgrade:
            parts.append(say("An older CaseDesk made it; it is brought up to date."))
        self._note.setText(" ".join(filter(None, parts)))
        self._main.setEnabled(True)
        announce(self, say("$company, newest entry $when", company=content.company, when=when))

    def show_unreadable(self, file: Path, why: str) -> None:
        """Say why a backup cannot be restored."""
        if file == self._file:
            self._show_none("")
            self.show_trouble(why)
            self._main.setEnabled(False)

    def confirm(self) -> None:
        if self.file is not None:
            super().confirm()

    def _choose(self, file: Path) -> None:
        self._file, self._is_shown = file, False
        self.show_trouble(self._failure)
        self._show_none(say("Reading $name", name=file.name))
        self.picked.emit(file)

    def _show_none(self, words: str) -> None:
        self._show_rows()
        self._note.setText(words)
        self._main.setEnabled(False)

    def _show_rows(self, *rows: tuple[str, str]) -> None:
        while self._values:
            for label in self._values.pop():
                label.hide()
                label.deleteLater()
        for name, value in rows:
            line = Line(gap=8)
            head = PlainLabel(name, Type.TEXT, "text2")
            head.setFixedWidth(look().px(_LABEL_WIDTH))
            body = PlainLabel(value, Type.TEXT_STRONG, wrap=True)
            line.addWidget(head, 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(body, 1)
            self._column.addLayout(line)
            self._values.append((head, body))
        self._rows.setAccessibleName(say("What is in the backup"))
        self._rows.setAccessibleDescription(", ".join(f"{name} {value}" for name, value in rows))

    @Slot(str)
    def _on_picked(self, file: str) -> None:
        self._failure = ""
        self._choose(Path(file))


def _backup_words(one: KeptBackup, now: datetime) -> str:
    when = dated_time(one.made_at.astimezone(now.tzinfo), now.date())
    return {
        "daily": say("$when, daily", when=when),
        "before_upgrade": say("$when, before an upgrade", when=when),
        "set_aside": say("$when, set aside by a restore", when=when),
    }[one.origin]


def found_words(found: Sequence[KeptBackup], now: datetime) -> str:
    """How many backups there are and of when the newest is."""
    if not found:
        return say("No backup is here. One that lies elsewhere can be restored too.")
    when = dated_time(found[0].made_at.astimezone(now.tzinfo), now.date())
    return count(
        "$n backup is here, of $when.", "$n backups are here, the newest of $when.", len(found), when=when
    )
