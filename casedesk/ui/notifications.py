"""The only door for messages and questions to the person; it knows no screen and draws nothing but the last
box.

Messages stand inside the page (`NoticeArea`), undo in the undo bar; a box appears only when the program
cannot go on.
"""

from __future__ import annotations

import itertools
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QMessageBox, QWidget

from casedesk.errors import CaseDeskError, ConfirmationNeeded
from casedesk.rules.undo_time import UNDO_SECONDS
from casedesk.words import say

_log = logging.getLogger(__name__)


class NoticeKind(StrEnum):
    """What a message means; shape, ground and first word of the accessible text follow from it."""

    INFO = "info"
    DONE = "done"
    RISK = "risk"
    LATE = "late"


@dataclass(frozen=True)
class Choice:
    """A quiet action on a message: its words, the key written beside it, and what it does."""

    text: str
    act: Callable[[], None]
    key: str = ""


@dataclass(frozen=True)
class Message:
    """One message: `lead` in bold, then `text`; a later message with the same `key` replaces it.

    `icon` stands in place of the shape where a message says nothing good or bad ("eye": who looks at this).
    """

    key: str
    kind: NoticeKind
    lead: str
    text: str = ""
    choices: tuple[Choice, ...] = field(default=(), compare=False)
    closable: bool = True
    icon: str = ""


@dataclass(frozen=True)
class UndoOffer:
    """What was done, and how to take it back within `seconds`; `choices` stand beside it."""

    text: str
    undo: Callable[[], None] = field(compare=False)
    seconds: int = UNDO_SECONDS
    choices: tuple[Choice, ...] = field(default=(), compare=False)


def reading_failed(error: Exception) -> str:
    """Why something could not be read, for its place on the page; a fault of ours is written down in the log."""
    if isinstance(error, CaseDeskError):
        return str(error)
    _log.error("something could not be read", exc_info=error)
    return say("This is a fault of CaseDesk and is written down in its log.")


class Notifications(QObject):
    """Passes messages from presenters to the window; lives in the GUI thread."""

    posted = Signal(object)
    withdrawn = Signal(str)
    undo_offered = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._numbers = itertools.count(1)

    def tell(
        self,
        lead: str,
        text: str = "",
        *,
        kind: NoticeKind = NoticeKind.INFO,
        choices: tuple[Choice, ...] = (),
        key: str = "",
        closable: bool = True,
        icon: str = "",
    ) -> str:
        """Put a message on the page; comes back with its key, by which `withdraw` takes it away."""
        message = Message(key or f"message-{next(self._numbers)}", kind, lead, text, choices, closable, icon)
        self.posted.emit(message)
        return message.key

    def withdraw(self, key: str) -> None:
        """Take a message away; nothing happens when it is gone already."""
        self.withdrawn.emit(key)

    def offer_undo(
        self,
        text: str,
        undo: Callable[[], None],
        seconds: int = UNDO_SECONDS,
        choices: tuple[Choice, ...] = (),
    ) -> None:
        """Say what was done and offer to take it back."""
        self.undo_offered.emit(UndoOffer(text, undo, seconds, choices))

    def fail(self, error: Exception, what: str = "", retry: Callable[[], None] | None = None) -> None:
        """Say that something failed: a foreseen failure in its own sentence, anything else as our fault."""
        choices = (Choice(say("Try again"), retry, "F5"),) if retry else ()
        if isinstance(error, CaseDeskError):
            self.tell(what or str(error), str(error) if what else "", kind=NoticeKind.LATE, choices=choices)
            return
        _log.error("unforeseen failure", exc_info=error)
        self.tell(
            what or say("That did not work."),
            say("This is a fault of CaseDesk and is written down in its log. What you typed is kept."),
            kind=NoticeKind.LATE,
            choices=choices,
        )

    def ask(self, question: ConfirmationNeeded, yes: str, agreed: Callable[[], None]) -> None:
        """Put a question on the page; `agreed` is called when the person presses `yes`."""
        self.tell(
            str(question),
            kind=NoticeKind.RISK,
            choices=(Choice(yes, agreed),),
            key=f"question-{question.key}",
        )

    def cannot_go_on(self, text: str, parent: QWidget | None = None) -> None:
        """The one box: CaseDesk has to end, and says why."""
        box = QMessageBox(QMessageBox.Icon.Critical, "CaseDesk", "", QMessageBox.StandardButton.Close, parent)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(text)
        box.exec()
