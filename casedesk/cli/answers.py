"""What a subcommand says and where: answers to standard output, progress and failures to standard error.

With `--json` standard output carries exactly one JSON document and nothing else.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from casedesk.errors import CaseDeskError
from casedesk.words import say


@dataclass(frozen=True)
class Answer:
    """`result` is for programs, `text` makes the words for people; `ms` when the work itself was timed.

    `enveloped` is false for the one document that is a bare list (`commands`); `undo` is the entry by which a
    command can be undone.
    """

    result: Any
    text: Callable[[], str]
    exit_status: int = 0
    ms: float | None = None
    enveloped: bool = True
    undo: UUID | None = None


def success(result: Any, ms: float, undo: UUID | None = None) -> dict[str, Any]:
    """The JSON shape of what went well; `undo` stands in it where something can be undone."""
    answer = {"ok": True, "result": result, "ms": round(ms, 1)}
    return answer if undo is None else {**answer, "undo": str(undo)}


def failure(error: CaseDeskError) -> dict[str, Any]:
    """The JSON shape of a foreseen failure."""
    return {"ok": False, "error": error.word, "message": str(error), "details": error.details}


def one_line(document: Any) -> str:
    """The document in one line of ASCII, which every terminal, pipe and code page carries unchanged."""
    return json.dumps(document, default=_as_text)


def _as_text(value: object) -> Any:
    return sorted(value) if isinstance(value, (set, frozenset)) else str(value)


def tell(answer: Answer, *, as_json: bool, ms: float) -> None:
    """Write an answer to standard output."""
    if not as_json:
        if text := answer.text():
            print(text)
    elif answer.enveloped:
        print(one_line(success(answer.result, ms if answer.ms is None else answer.ms, answer.undo)))
    else:
        print(one_line(answer.result))


def tell_failure(error: CaseDeskError, *, as_json: bool) -> None:
    """Write a failure: JSON to standard output, a sentence to standard error."""
    if as_json:
        print(one_line(failure(error)))
    else:
        progress(str(error))


def progress(sentence: str) -> None:
    """A line for people beside the answer."""
    print(sentence, file=sys.stderr)


def unforeseen() -> CaseDeskError:
    """The failure that a bug is told as; what happened is in the log."""
    return CaseDeskError(say("CaseDesk met a failure that it did not foresee. The log says what happened."))
