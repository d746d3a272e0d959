"""JSON as the doors read it: no NaN, no name twice, no nesting without end."""

from __future__ import annotations

import json
from typing import Any

from casedesk.words import say


def read_json(text: str) -> Any:
    """The value; ValueError says why not."""
    try:
        return json.loads(text, parse_constant=_refuse_constant, object_pairs_hook=_object)
    except RecursionError:
        raise ValueError(say("it is nested too deeply")) from None


def _refuse_constant(word: str) -> None:
    raise ValueError(say("$word is not a number", word=word))


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in found if names.count(name) > 1)
        raise ValueError(say("“$name” is given twice", name=twice))
    return found
