"""The subcommands that open a window or draw one; Qt is loaded only when one of them was called."""

from __future__ import annotations

import importlib
from argparse import Namespace
from typing import Any

from casedesk.cli.answers import Answer
from casedesk.errors import CaseDeskError
from casedesk.words import say


def open_desk(options: Namespace) -> Answer:
    """`casedesk`: until its window is closed."""
    return _closed(_app().desk(options))


def open_practice(options: Namespace) -> Answer:
    """`casedesk practice`: the same on a fresh practice database."""
    return _closed(_app().practice(options))


def open_record(options: Namespace) -> Answer:
    """`casedesk open`: in the desk that runs, else in a new one."""
    return _closed(_app().open_record(options))


def screenshot(options: Namespace) -> Answer:
    """`casedesk screenshot`: the picture of one screen."""
    status = _app().screenshot(options)
    return Answer({"file": options.output}, lambda: str(options.output), exit_status=status)


def _app() -> Any:
    """The program with the window, which stands above the command line and is therefore found by name."""
    try:
        return importlib.import_module("casedesk.app")
    except ImportError as error:
        if not (error.name or "").startswith("PySide6"):
            raise
        raise CaseDeskError(
            say("Qt does not load ($why). What is missing on this computer says: casedesk doctor", why=error)
        ) from error


def _closed(status: int) -> Answer:
    return Answer({}, str, exit_status=status)
