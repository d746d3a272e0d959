"""What screen readers say about changes: politely and seldom, or at once where it is an error."""

from __future__ import annotations

from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QCoreApplication, QObject, QTimer, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget

PAUSE_MS = 5000

Speak = Callable[[QWidget, str, QAccessible.AnnouncementPoliteness], None]


class Announcer(QObject):
    """Passes on at most one polite announcement in five seconds, the latest; errors pass at once."""

    def __init__(self, speak: Speak, pause_ms: int = PAUSE_MS, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._speak = speak
        self._latest: tuple[QWidget, str] | None = None
        self._pause = QTimer(self, singleShot=True, interval=pause_ms)
        self._pause.timeout.connect(self._on_pause_over)

    def politely(self, widget: QWidget, text: str) -> None:
        self._latest = (widget, text)
        if not self._pause.isActive():
            self._on_pause_over()

    def at_once(self, widget: QWidget, text: str) -> None:
        self._speak(widget, text, QAccessible.AnnouncementPoliteness.Assertive)

    @Slot()
    def _on_pause_over(self) -> None:
        latest, self._latest = self._latest, None
        if latest is not None and shiboken6.isValid(latest[0]):
            self._speak(*latest, QAccessible.AnnouncementPoliteness.Polite)
            self._pause.start()


def announce(widget: QWidget, text: str, *, at_once: bool = False) -> None:
    """Have screen readers say something; politely, or at once for an error."""
    announcer = _announcer()
    if at_once:
        announcer.at_once(widget, text)
    else:
        announcer.politely(widget, text)


def _announcer() -> Announcer:
    """The announcer of the application: the pause holds for all windows together."""
    app = QCoreApplication.instance()
    if app is None:
        raise RuntimeError("there is no application to announce for")
    found = app.findChild(Announcer)
    return Announcer(_speak, parent=app) if found is None else found


def _speak(widget: QWidget, text: str, politeness: QAccessible.AnnouncementPoliteness) -> None:
    event = QAccessibleAnnouncementEvent(widget, text)
    event.setPoliteness(politeness)
    QAccessible.updateAccessibility(event)
