"""Keeps what was typed and not saved, on this computer, within two seconds of the last key; it knows no
form.

Each draft is one file of its own that is written beside and renamed, so a crash leaves the old or the new
text, never half of one. Drafts belong to one person on one database.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import queue
import shutil
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

GATHER_MS = 300
"""How long keys are gathered before a draft is written; text fields report after 1.5 s
(`TextArea.draft_due`).
"""

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Draft:
    """Kept typing: `kind` names the form ("call", "new-order"), `key` which one, `title` says it in "Open
    now".
    """

    kind: str
    key: str
    payload: dict[str, Any]
    kept_at: datetime
    title: str = ""


class Drafts(QObject):
    """The drafts of one person; lives in the GUI thread, files are written on a thread of its own.

    `kept(Draft)` is emitted when a draft is on the disk, `discarded(kind, key)` when one is gone,
    `failed(text)` when the disk refuses.
    """

    kept = Signal(object)
    discarded = Signal(str, str)
    failed = Signal(str)
    _written = Signal(object)
    _refused = Signal(str)

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._drafts = {(one.kind, one.key): one for one in _read_all(folder)}
        self._waiting: set[tuple[str, str]] = set()
        self._writer = _Writer()
        self._timer = QTimer(self, singleShot=True, interval=GATHER_MS)
        self._timer.timeout.connect(self.write_now)
        self._written.connect(self.kept)
        self._refused.connect(self.failed)

    def keep(self, kind: str, key: str, payload: dict[str, Any], title: str = "") -> None:
        """Keep what is typed now, in the place of what was kept before; values as JSON knows them."""
        self._drafts[kind, key] = Draft(kind, key, payload, datetime.now(UTC), title)
        self._waiting.add((kind, key))
        if not self._timer.isActive():
            self._timer.start()

    def load(self, kind: str, key: str) -> Draft | None:
        """The draft of a form, None when nothing is kept."""
        return self._drafts.get((kind, key))

    def all(self, kind: str = "") -> tuple[Draft, ...]:
        """Every draft, or those of one kind, the one kept last first."""
        found = [one for one in self._drafts.values() if not kind or one.kind == kind]
        return tuple(sorted(found, key=lambda one: one.kept_at, reverse=True))

    def discard(self, kind: str, key: str) -> None:
        """Delete a draft: its save was acknowledged, or the person threw it away."""
        self._waiting.discard((kind, key))
        if self._drafts.pop((kind, key), None) is not None:
            file = self._file(kind, key)
            self._writer.add(lambda: file.unlink(missing_ok=True))
            self.discarded.emit(kind, key)

    @Slot()
    def write_now(self) -> None:
        """Write what waits; called by the timer, when a record is left and when the window closes."""
        self._timer.stop()
        for place in sorted(self._waiting):
            self._writer.add(partial(self._write, self._drafts[place], self._file(*place)))
        self._waiting.clear()

    def close(self) -> None:
        """Write what waits and end; nothing may be kept afterwards."""
        self.write_now()
        self._writer.close()

    def _file(self, kind: str, key: str) -> Path:
        # The key may be anything a customer is called; a file's name must not be.
        name = hashlib.sha256(f"{kind}\n{key}".encode()).hexdigest()[:32]
        return self._folder / f"{name}.json"

    def _write(self, draft: Draft, file: Path) -> None:
        """On the writer's thread."""
        try:
            write_safely(file, json.dumps(_as_json(draft), ensure_ascii=False).encode())
        except OSError as error:
            _log.error("a draft could not be kept: %s", error)
            self._refused.emit(error.strerror or type(error).__name__)
        else:
            self._written.emit(draft)


class _Writer:
    """One thread that writes in order; a daemon, so that a hanging disk never keeps the program alive."""

    def __init__(self) -> None:
        self._work: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="drafts", daemon=True)
        self._thread.start()

    def add(self, work: Callable[[], None]) -> None:
        self._work.put(work)

    def close(self, seconds: float = 5.0) -> None:
        self._work.put(None)
        self._thread.join(seconds)

    def _run(self) -> None:
        while (work := self._work.get()) is not None:
            work()


def folder_of(drafts: Path, database: str, login: str) -> Path:
    """Where one person's drafts on one database lie; neither name can be read from it."""
    return _folder_of_database(drafts, database) / _digest(login)


def forget_database(drafts: Path, database: str) -> None:
    """Delete everybody's drafts on a database that begins anew."""
    shutil.rmtree(_folder_of_database(drafts, database), ignore_errors=True)


def _folder_of_database(drafts: Path, database: str) -> Path:
    return drafts / _digest(database)


def _digest(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[:16]


def write_safely(file: Path, content: bytes) -> None:
    """Write a file that only this user can read, whole or not at all, also when the power fails."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = file.with_suffix(".part")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    beside.replace(file)


def _as_json(draft: Draft) -> dict[str, Any]:
    return {
        "kind": draft.kind, "key": draft.key, "title": draft.title,
        "kept_at": draft.kept_at.isoformat(), "payload": draft.payload,
    }  # fmt: skip


def _read_all(folder: Path) -> list[Draft]:
    """What earlier runs kept; a file that cannot be read stays where it is and is written down in the log."""
    found = []
    for file in sorted(folder.glob("*.json")):
        try:
            found.append(_from_json(json.loads(file.read_text(encoding="utf-8"))))
        except (OSError, ValueError, KeyError, TypeError):
            _log.error("the draft %s cannot be read; it is left as it is", file.name)
    return found


def _from_json(found: Any) -> Draft:
    return Draft(
        kind=str(found["kind"]), key=str(found["key"]), payload=dict(found["payload"]),
        kept_at=datetime.fromisoformat(found["kept_at"]), title=str(found["title"]),
    )  # fmt: skip
