"""What happens when CaseDesk meets its own fault: written down, said on the page, nothing typed is lost."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from casedesk.ui.frame.overlay import Overlay
from casedesk.ui.notifications import Choice, NoticeKind, Notifications
from casedesk.ui.theme import Type
from casedesk.ui.widgets import Button, ButtonKind, Line, PlainLabel, TextArea
from casedesk.words import say

Report = Callable[[BaseException, TracebackType | None], str]

_log = logging.getLogger(__name__)


class CrashDialog(Overlay):
    """The report of a fault, to read and to copy; it holds nothing of a customer."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, say("Report of a fault"), 720)
        self._report = TextArea(rows=14)
        self._report.setReadOnly(True)
        self._report.setAccessibleName(say("Report of a fault"))
        head = Line(margin=(20, 16, 20, 8))
        head.addWidget(PlainLabel(say("Report of a fault"), Type.SUB_RECORD))
        words = Line(margin=(20, 0, 20, 8))
        words.addWidget(
            PlainLabel(
                say(
                    "It says where in CaseDesk something went wrong. Names and numbers of customers are left out."
                ),
                ink="text2",
                wrap=True,
            )
        )
        middle = Line(margin=(20, 0, 20, 8))
        middle.addWidget(self._report)
        foot = Line(margin=(20, 8, 20, 16))
        copy = Button(say("Copy the report"), ButtonKind.OTHER, icon="copy")
        copy.activated.connect(self._on_copy)
        close = Button(say("Close"), ButtonKind.OTHER, key="Esc")
        close.activated.connect(self.close_overlay)
        foot.addStretch(1)
        foot.addWidget(copy)
        foot.addWidget(close)
        for line in (head, words, middle, foot):
            self.panel.body.addLayout(line)

    def show_report(self, text: str) -> None:
        self._report.setPlainText(text)
        self.open()

    def take_focus(self) -> None:
        self._report.setFocus(Qt.FocusReason.PopupFocusReason)

    @Slot()
    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self._report.toPlainText())


class CrashHook(QObject):
    """Takes every failure nobody foresaw, from any thread; Qt itself would swallow those of its slots.

    `report` puts a failure into words without people's data.
    """

    _met = Signal(str)

    def __init__(self, window: QWidget, notifications: Notifications, report: Report) -> None:
        super().__init__(window)
        self._report = report
        self._notifications = notifications
        self._window = window
        self._text = ""
        self._before: tuple[Any, Any] | None = None
        self._met.connect(self._on_met, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Take failures from now on."""
        self._before = sys.excepthook, threading.excepthook
        sys.excepthook, threading.excepthook = self.take, self._take_of_thread

    def uninstall(self) -> None:
        """Leave failures to whoever took them before."""
        if self._before is not None:
            sys.excepthook, threading.excepthook = self._before
            self._before = None

    def take(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Write a failure down and say so on the page; the form stays as it is. Ctrl+C in a terminal closes."""
        if issubclass(kind, KeyboardInterrupt):
            self._window.close()
            return
        _log.error("unforeseen failure", exc_info=error)
        self._met.emit(self._report(error, trace))

    def _take_of_thread(self, met: threading.ExceptHookArgs) -> None:
        if met.exc_value is not None:
            self.take(met.exc_type, met.exc_value, met.exc_traceback)

    @Slot(str)
    def _on_met(self, text: str) -> None:
        self._text = text
        self._notifications.tell(
            say("That did not work."),
            say("This is a fault of CaseDesk and is written down in its log. What you typed is kept."),
            kind=NoticeKind.LATE,
            choices=(Choice(say("Details"), self._show),),
            key="crash",
        )

    def _show(self) -> None:
        dialog = CrashDialog(self._window)
        dialog.closed.connect(dialog.deleteLater)
        dialog.show_report(self._text)
