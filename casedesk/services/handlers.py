"""Which function carries out which declaration; filled by `@handles` and `@answers` where the functions stand.

To add one: the function beside its like, decorated; `services/all_handlers.py` names the module.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from casedesk.services import all_handlers
from casedesk.services.reader import Reader
from casedesk.services.unit_of_work import UnitOfWork

CommandFunction = TypeVar("CommandFunction", bound=Callable[[UnitOfWork, Any], Any])
QueryFunction = TypeVar("QueryFunction", bound=Callable[[Reader, Any], Any])

COMMANDS: dict[type, Callable[[UnitOfWork, Any], Any]] = {}
UNDOABLE: set[type] = set()
INSTEAD: dict[type, Callable[[], str]] = {}
QUERIES: dict[type, Callable[[Reader, Any], Any]] = {}
"""What is loaded so far; `command_function` and `query_function` load what is not.

`UNDOABLE` commands can be taken back; `INSTEAD` says of others what to do in place of that.
"""


def command_function(record: type) -> Callable[[UnitOfWork, Any], Any]:
    """What carries out a command; KeyError when nothing does."""
    all_handlers.load_until(lambda: record in COMMANDS)
    return COMMANDS[record]


def query_function(record: type) -> Callable[[Reader, Any], Any]:
    """What answers a query; KeyError when nothing does."""
    all_handlers.load_until(lambda: record in QUERIES)
    return QUERIES[record]


def handles(
    record: type, *, undoable: bool = False, instead: Callable[[], str] | None = None
) -> Callable[[CommandFunction], CommandFunction]:
    """Mark the function that carries out a command, and whether the command can be undone.

    An undoable one is taken back row by row, as `BeforeImages` saw them (`services/undo.py`); nothing else is
    needed. `instead` says what to do where it cannot be.
    """

    def register(function: CommandFunction) -> CommandFunction:
        COMMANDS[record] = function
        if undoable:
            UNDOABLE.add(record)
        if instead is not None:
            INSTEAD[record] = instead
        return function

    return register


def answers(record: type) -> Callable[[QueryFunction], QueryFunction]:
    """Mark the function that answers a query."""

    def register(function: QueryFunction) -> QueryFunction:
        QUERIES[record] = function
        return function

    return register
