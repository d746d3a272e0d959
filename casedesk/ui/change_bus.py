"""Tells presenters what changed, by topic, so that each reads again; it knows neither services nor
screens."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

import shiboken6
from PySide6.QtCore import QObject, Signal, Slot


class Changes(Protocol):
    """What a command or the change feed reports."""

    @property
    def topics(self) -> frozenset[str]: ...


@dataclass(frozen=True)
class _Watcher:
    receiver: QObject
    topics: frozenset[str]
    slot: Callable[[Changes], None]


class ChangeBus(QObject):
    """One per desk, in the GUI thread; `publish` may be called from any thread.

    `heard(changes)` is emitted for every change, whoever watches: it keeps "last change 2 s ago" true.
    """

    heard = Signal(object)
    _published = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._watchers: list[_Watcher] = []
        self._published.connect(self._on_published)

    def watch(self, receiver: QObject, topics: Iterable[str], slot: Callable[[Changes], None]) -> None:
        """Call `slot(changes)` in the GUI thread whenever a topic of these changed, until `receiver` is
        destroyed."""
        self._watchers.append(_Watcher(receiver, frozenset(topics), slot))

    def unwatch(self, receiver: QObject) -> None:
        """Forget everything `receiver` watches; a screen that is put aside reads again when it comes back."""
        self._watchers = [watcher for watcher in self._watchers if watcher.receiver is not receiver]

    def publish(self, changes: Changes) -> None:
        """Tell everybody who watches one of the topics; once each, even if several topics meet."""
        self._published.emit(changes)

    @Slot(object)
    def _on_published(self, changes: Changes) -> None:
        self._watchers = [watcher for watcher in self._watchers if shiboken6.isValid(watcher.receiver)]
        for watcher in tuple(self._watchers):
            if watcher.topics & changes.topics and shiboken6.isValid(watcher.receiver):
                watcher.slot(changes)
        if changes.topics:
            self.heard.emit(changes)
