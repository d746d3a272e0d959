"""Writes what went wrong into a file on this computer, and never what a person wrote or is called.

It keeps what the program itself says (its constant messages, the classes of errors, where they happened) and leaves
out what they carry: texts, names, numbers, the folders of this computer's user.
"""

from __future__ import annotations

import errno
import logging
import platform
import re
import sqlite3
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import Any
from uuid import UUID

from casedesk import __version__

LARGEST_FILE = 1_000_000
KEPT_FILES = 3
_MOST_CAUSES = 5
_PACKAGES = re.compile(r".*[/\\](?=(?:casedesk|site-packages|lib|tests)[/\\])")
_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{16,64}(?:\.[a-z]{2,5})?")

_MASKED = (
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), "<e-mail>"),
    (re.compile(r"(?<![\w-])\+?\d(?:[ ()/.-]?\d){5,}(?![\w-])"), "<number>"),
    (re.compile(r"(?<!\w)'[^'\n]*'|\"[^\"\n]*\"|“[^”\n]*”"), "<text>"),
    (re.compile(r"(\w+://[^:/\s]+):[^@/\s]+@"), r"\1:<password>@"),
)


@contextmanager
def kept_log(folder: Path) -> Iterator[None]:
    """Within the block what CaseDesk logs goes into a file of `folder`, which is made with the first line."""
    handler = _LogFile(folder / "casedesk.log")
    handler.setFormatter(RedactingFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    log = logging.getLogger("casedesk")
    level = log.level
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    try:
        yield
    finally:
        log.removeHandler(handler)
        log.setLevel(level)
        handler.close()


class _LogFile(RotatingFileHandler):
    """At most four files of a megabyte, whatever happens; a log that cannot be written never stops the work."""

    def __init__(self, file: Path) -> None:
        super().__init__(file, maxBytes=LARGEST_FILE, backupCount=KEPT_FILES, encoding="utf-8", delay=True)

    def _open(self) -> Any:
        Path(self.baseFilename).parent.mkdir(parents=True, exist_ok=True)
        return super()._open()

    def rotate(self, source: str, dest: str) -> None:
        """Windows renames no file that another desk writes too: then it begins anew, so that it stays small."""
        try:
            super().rotate(source, dest)
        except OSError:
            Path(source).write_bytes(b"")

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the library's name
        """Say nothing: the library would print the message, unmasked, to whoever looks at the terminal."""


def redacted(text: str) -> str:
    """The text without anything that may be a customer's: quoted texts, numbers, addresses, passwords."""
    for pattern, instead in _MASKED:
        text = pattern.sub(instead, text)
    return text


def report(error: BaseException, trace: TracebackType | None = None) -> str:
    """Where an error came from and what kind it is, fit to be shown, copied and sent."""
    program = f"CaseDesk {__version__}, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, "
    return f"{program}{platform.platform()}\n{_story(error, trace)}"


def _story(error: BaseException, trace: TracebackType | None) -> str:
    """The error with those that led to it, the first one first."""
    chain = [(error, trace if trace is not None else error.__traceback__)]
    while len(chain) < _MOST_CAUSES and (cause := _cause_of(chain[-1][0])) is not None:
        chain.append((cause, cause.__traceback__))
    return "\n".join(f"{_frames(trace)}{_kind(one)}" for one, trace in reversed(chain))


def _cause_of(error: BaseException) -> BaseException | None:
    return error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _frames(trace: TracebackType | None) -> str:
    """Where it happened, without the folders above the program, which name the user of this computer."""
    lines = []
    for frame in traceback.extract_tb(trace):
        place = _PACKAGES.sub("", frame.filename)
        place = place if place != frame.filename or frame.filename.startswith("<") else Path(place).name
        lines.append(f"  {place}:{frame.lineno} {frame.name}\n    {frame.line}\n")
    return "".join(lines)


def _kind(error: BaseException) -> str:
    """The error's class and what the program itself put into it; its message may hold anything and is left out."""
    told = _of_database(error) or _of_program(error)
    return f"{type(error).__name__}: {told}" if told else type(error).__name__


def _of_database(error: BaseException) -> str:
    """Code, constraint and first line of a database's error: the lines after it repeat the values."""
    original = getattr(error, "orig", None) or error
    diagnosis = getattr(original, "diag", None)
    if diagnosis is None and not isinstance(original, sqlite3.Error):
        return ""
    first_line = getattr(diagnosis, "message_primary", None) or (str(original).splitlines() or [""])[0]
    parts: list[Any] = [
        getattr(original, "sqlstate", None) or getattr(original, "sqlite_errorname", None),
        getattr(diagnosis, "constraint_name", None),
        first_line,
    ]
    return redacted(" ".join(str(part) for part in parts if part))


def _of_program(error: BaseException) -> str:
    """Names of the program and of the system, never what a person wrote."""
    if isinstance(error, AttributeError):
        return f"{type(error.obj).__name__}.{error.name}" if _is_name(error.name) else ""
    if isinstance(error, (NameError, ImportError)):
        return str(error.name) if error.name and _is_name(error.name.replace(".", "_")) else ""
    if isinstance(error, OSError) and error.errno is not None:
        return f"{errno.errorcode.get(error.errno, error.errno)} {error.strerror}"
    return ""


def _is_name(name: object) -> bool:
    return isinstance(name, str) and name.isidentifier() and name.isascii()


class RedactingFormatter(logging.Formatter):
    """Keeps a message's own words and masks what is filled in, before anything is written."""

    def format(self, record: logging.LogRecord) -> str:
        safe = logging.makeLogRecord(record.__dict__)
        safe.msg, safe.args = redacted(_filled(record)), None
        safe.exc_text = None
        return super().format(safe)

    def formatException(self, ei: Any) -> str:  # noqa: N802 - the library's name
        _, error, trace = ei
        return _story(error, trace) if error is not None else ""


def _filled(record: logging.LogRecord) -> str:
    """The message with its arguments masked; only a message that stands in the program is one."""
    if not isinstance(record.msg, str):
        return str(_masked(record.msg))
    if not record.args:
        return record.msg
    if isinstance(record.args, tuple):
        return str(record.msg % tuple(map(_masked, record.args)))
    return str(record.msg % {name: _masked(value) for name, value in record.args.items()})


def _masked(value: object) -> Any:
    """Counts, ids and classes of errors are kept."""
    if value is None or isinstance(value, (bool, UUID)) or _is_count(value):
        return value
    if isinstance(value, BaseException):
        return _kind(value)
    return value if isinstance(value, str) and _ID.fullmatch(value) else "<text>"


def _is_count(value: object) -> bool:
    """A phone number may be kept as a number too, but no count of ours has six figures."""
    return isinstance(value, (int, float)) and abs(value) < 1_000_000
