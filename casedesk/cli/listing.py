"""The list of what there is to call; it opens no database."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from casedesk.cli.answers import Answer
from casedesk.cli.type_words import type_words
from casedesk.contract.declaration import Declaration
from casedesk.contract.registry import all_declarations
from casedesk.words import say


def commands(_options: Namespace) -> Answer:
    """`casedesk commands`: every declaration; with `--json` a bare list (design/contract.md)."""
    listed = [described(one) for one in all_declarations()]
    return Answer(listed, lambda: _commands_text(listed), enveloped=False)


def described(declaration: Declaration) -> dict[str, Any]:
    """A declaration as `commands --json` shows it."""
    return {
        "name": declaration.name,
        "kind": declaration.kind,
        "help": declaration.help,
        "permission": declaration.permission,
        "parameters": [
            {"name": one.name, "type": type_words(one.type), "required": one.required, "help": one.help}
            for one in declaration.parameters
        ],
    }


def _commands_text(listed: list[dict[str, Any]]) -> str:
    return "\n".join(
        [f"{_call(one)}\n    {one['help']}" for one in listed]
        + ["", say("Parameters in brackets may be left out. Types and answers: docs/doors.md")]
    )


def _call(one: dict[str, Any]) -> str:
    verb = "do" if one["kind"] == "command" else "ask"
    words = [name["name"] if name["required"] else f"[{name['name']}]" for name in one["parameters"]]
    return " ".join([verb, one["name"], *words])
