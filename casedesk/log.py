"""Writes what went wrong into a file on this computer, without names, numbers and addresses of customers."""

from __future__ import annotations

import logging
import re
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import Any

_LARGEST_FILE = 1_000_000
_KEPT_FILES = 3

_MASKED = (
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), "<e-mail>"),
    (re.compile(r"(?<![\w-])\+?\d(?:[ ()/.-]?\d){5,}(?![\w-])"), "<number>"),
    (re.compile(r"(?<!\w)'[^'\n]*'|\"[^\"\n]*\"|“[^”\n]*”"), "<text>"),
    (re.compile(r"(\w+://[^:/\s]+):[^@/\s]+@"), r"\1:<password>@"),
)


def start_log(folder: Path) -> None:
    """Write warnings and worse of CaseDesk into a file of `folder` from now on."""
    folder.mkdir(parents=True, exist_ok=True)
    handler = RotatingFileHandler(
        folder / "casedesk.log", maxBytes=_LARGEST_FILE, backupCount=_KEPT_FILES, encoding="utf-8", delay=True
    )
    handler.setFormatter(RedactingFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    log = logging.getLogger("casedesk")
    log.addHandler(handler)
    log.setLevel(logging.INFO)


def redacted(text: str) -> str:
    """The text without anything that may be a customer's: quoted texts, numbers, addresses, passwords."""
    for pattern, instead in _MASKED:
        text = pattern.sub(instead, text)
    return text


def report(error: BaseException, trace: TracebackType | None = None) -> str:
    """Where an error came from and what kind it is, fit to be shown, copied and sent."""
    frames = "".join(traceback.format_tb(trace if trace is not None else error.__traceback__))
    return f"{frames}{_kind(error)}"


def _kind(error: BaseException) -> str:
    """The error's class with its redacted message; of a database's error only code, constraint and first
    line.
    """
    name = type(error).__name__
    original = getattr(error, "orig", None)
    if original is None:
        return f"{name}: {redacted(str(error))}"
    diagnosis = getattr(original, "diag", None)
    parts: list[Any] = [
        getattr(original, "sqlstate", None) or getattr(original, "sqlite_errorname", None),
        getattr(diagnosis, "constraint_name", None),
        getattr(diagnosis, "message_primary", None) or str(original).splitlines()[0],
    ]
    return f"{name}: {redacted(' '.join(str(part) for part in parts if part))}"


class RedactingFormatter(logging.Formatter):
    """Masks every message and every traceback before it is written."""

    def format(self, record: logging.LogRecord) -> str:
        return redacted_keeping_head(super().format(record), record)

    def formatException(self, ei: Any) -> str:  # noqa: N802 - the library's name
        _, error, trace = ei
        return report(error, trace) if error is not None else ""


def redacted_keeping_head(text: str, record: logging.LogRecord) -> str:
    """Mask the message but not the time and the traceback before and after it."""
    message = record.getMessage()
    return text.replace(message, redacted(message), 1) if message else text
