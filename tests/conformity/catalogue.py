"""The message catalogue as the code has it: every English text that reaches a person.

`python -m tests.conformity.catalogue` writes `resources/i18n/casedesk.pot` anew.
"""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[2]
POT = ROOT / "resources" / "i18n" / "casedesk.pot"

DECLARING = {"Action": ("text", 1), "ScreenDeclaration": ("text", 1), "text": ("label", 0)}
"""Calls that declare a text which is said later: the parameter's name and its place."""

DECLARING_ALL = ("_Language",)
"""Calls whose first two texts are said later."""


def catalogue() -> Catalog:
    """Every message of the code, in the order of its files."""
    found = Catalog(project="CaseDesk", copyright_holder="the CaseDesk authors", fuzzy=False)
    for path in sorted((ROOT / "casedesk").rglob("*.py")):
        place = path.relative_to(ROOT).as_posix()
        for message in messages_in(ast.parse(path.read_text(encoding="utf-8"))):
            found.add(message, locations=[(place, 0)])
    for path in sorted((ROOT / "resources" / "documents").glob("*.toml")):
        name = tomllib.loads(path.read_text(encoding="utf-8"))["name"]
        found.add(name, locations=[(path.relative_to(ROOT).as_posix(), 0)])
    return found


def messages_in(tree: ast.AST) -> Iterator[str | tuple[str, str]]:
    """The messages that a module says, counts or declares."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = called(node)
        if name == "say" and (text := literal(node.args[0] if node.args else None)):
            yield text
        elif name == "count" and len(node.args) > 1:
            one, many = literal(node.args[0]), literal(node.args[1])
            if one and many:
                yield (one, many)
        elif name in DECLARING and (text := _declared(node, *DECLARING[name])):
            yield text
        elif name in DECLARING_ALL:
            yield from (text for one in node.args[:2] if (text := literal(one)))


def called(node: ast.Call) -> str:
    """The name of what is called, without what stands before its last dot."""
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


def literal(node: ast.AST | None) -> str:
    """The text of a literal, empty for everything else."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _declared(node: ast.Call, name: str, place: int) -> str:
    for keyword in node.keywords:
        if keyword.arg == name:
            return literal(keyword.value)
    return literal(node.args[place]) if len(node.args) > place else ""


def written() -> Catalog:
    """The catalogue that is shipped."""
    with POT.open("rb") as file:
        return read_po(file)


def as_text(catalog: Catalog) -> bytes:
    """The catalogue as it is kept: no dates, no line numbers, so that it changes only with a message."""
    out = BytesIO()
    write_po(out, catalog, width=110, omit_header=True, include_lineno=False)
    return out.getvalue()


if __name__ == "__main__":
    POT.parent.mkdir(parents=True, exist_ok=True)
    POT.write_bytes(as_text(catalogue()))
