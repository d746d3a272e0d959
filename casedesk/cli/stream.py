"""`casedesk do --stdin`: one JSON object a line in, one a line out; a bad line is answered and never ends it.

    {"do": "log_call", "about": "4107-2981", "outcome": "answered"}
    {"ask": "find", "text": "Tanner", "as": "lgrant", "now": "2026-11-24T10:42:00+00:00"}

Parameters stand beside the name. `request_id` (commands), `as` and `now` are those of the command line. Empty
lines are passed over.
"""

from __future__ import annotations

import logging
import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator
from typing import Any

from casedesk.cli.answers import failure, one_line, success, unforeseen
from casedesk.cli.calls import Call, read_call
from casedesk.cli.connection import Connection, connection_of, instant_of
from casedesk.cli.strict_json import read_json
from casedesk.contract.declaration import Kind
from casedesk.errors import CaseDeskError, WrongUsage
from casedesk.words import say

log = logging.getLogger(__name__)

_VERBS: dict[str, Kind] = {"do": "command", "ask": "query"}


def stream(options: Namespace) -> int:
    """Answer standard input until it ends; 0, whatever the lines were."""
    if options.words:
        raise WrongUsage(
            say(
                "With --stdin the commands come from standard input: leave “$word” out.",
                word=options.words[0],
            )
        )
    with connection_of(options) as connection:
        for answer in answers(connection, sys.stdin.buffer):
            print(one_line(answer), flush=True)
    return 0


def answers(connection: Connection, lines: Iterable[bytes]) -> Iterator[dict[str, Any]]:
    """One answer for each line that is not empty, in order."""
    for line in lines:
        if line.strip():
            yield _answer(connection, line)


def _answer(connection: Connection, line: bytes) -> dict[str, Any]:
    try:
        return _carry_out(connection, _object_in(line))
    except CaseDeskError as error:
        return failure(error)
    except Exception:
        log.exception("A line of the stream met a bug")
        return failure(unforeseen())


def _carry_out(connection: Connection, given: dict[str, Any]) -> dict[str, Any]:
    person, now = _text(given, "as"), _text(given, "now")
    call = _call(given)
    services = connection.services(person, None if now is None else instant_of(now))
    outcome = call.carry_out(services)
    return success(outcome.result, outcome.ms, outcome.undo)


def _call(given: dict[str, Any]) -> Call:
    verbs = [verb for verb in _VERBS if verb in given]
    if len(verbs) != 1:
        raise WrongUsage(
            say('A line names one command or query: {"do": "log_call", ...} or {"ask": "find", ...}.')
        )
    name = _text(given, verbs[0]) or ""
    return read_call(_VERBS[verbs[0]], name, given)


def _text(given: dict[str, Any], key: str) -> str | None:
    """Take a text out of the line."""
    value = given.pop(key, None)
    if value is not None and not isinstance(value, str):
        raise WrongUsage(say("$key must be text, in quotation marks.", key=key), parameter=key)
    return value


def _object_in(line: bytes) -> dict[str, Any]:
    try:
        given = read_json(line.decode("utf-8-sig").strip())
    except ValueError as error:
        raise WrongUsage(say("The line is not JSON: $why.", why=error)) from None
    if not isinstance(given, dict):
        raise WrongUsage(say("The line is not a JSON object."))
    return given
