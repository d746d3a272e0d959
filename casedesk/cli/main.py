"""The door of the command line: reads the words, loads what carries them out, tells what came of it.

It stays light: only the subcommand that was called is loaded.
"""

from __future__ import annotations

import importlib
import io
import logging
import os
import sys
from collections.abc import Callable, Sequence
from time import perf_counter

from casedesk import paths
from casedesk.cli.answers import Answer, tell, tell_failure, unforeseen
from casedesk.cli.arguments import read_arguments
from casedesk.errors import CaseDeskError, Stopped
from casedesk.log import kept_log
from casedesk.words import say

BROKEN_PIPE = 141

log = logging.getLogger(__name__)


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out a command line (the program's own when left out); the exit status of `docs/doors.md`."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    _write_what_can_be_written()
    with kept_log(paths.logs()):
        return _answered(words)


def _answered(words: Sequence[str]) -> int:
    try:
        return _carry_out(words)
    except CaseDeskError as error:
        tell_failure(error, as_json=_speaks_json(words))
        return error.exit_status
    except KeyboardInterrupt:
        stopped = Stopped(say("Stopped. What was not finished was taken back; nothing is half saved."))
        tell_failure(stopped, as_json=_speaks_json(words))
        return stopped.exit_status
    except BrokenPipeError:
        # Who read our answer has gone; without this Python complains once more while it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    except Exception:
        log.exception("The command line met a bug")
        tell_failure(unforeseen(), as_json=_speaks_json(words))
        return CaseDeskError.exit_status


def _carry_out(words: Sequence[str]) -> int:
    started = perf_counter()
    options = read_arguments(words)
    answer = _function(options.target)(options)
    if isinstance(answer, int):
        return answer
    tell(answer, as_json=options.json, ms=(perf_counter() - started) * 1000)
    return answer.exit_status


def _function(target: str) -> Callable[..., Answer | int]:
    module, _, name = target.partition(":")
    function: Callable[..., Answer | int] = getattr(importlib.import_module(module), name)
    return function


def _speaks_json(words: Sequence[str]) -> bool:
    return "--json" in words or "--stdin" in words


def _write_what_can_be_written() -> None:
    """A letter that the terminal does not know is written as its number instead of ending the program."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


if __name__ == "__main__":
    sys.exit(main())
