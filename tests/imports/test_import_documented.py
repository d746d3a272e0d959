"""`docs/import.md` names every kind, field and option that a mapping may hold."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from casedesk.services.imports.mapping import FieldSource, ListSource, LookUp, Step
from casedesk.services.imports.reading import Reading
from casedesk.services.imports.targets import KINDS, Target

DOCUMENT = (Path(__file__).parents[2] / "docs" / "import.md").read_text(encoding="utf-8")


def row_of(target: Target) -> str:
    name = f"**{target.name}**" if target.required else target.name
    words = f" ({', '.join(target.words)})" if target.words else ""
    return f"| {name} | {target.form} | {target.help}{words} |"


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_of_a_kind_has_its_line(kind: str) -> None:
    section = DOCUMENT.split(f"\n### {kind}\n")[1].split("\n### ")[0]
    targets = [
        *KINDS[kind].fields.values(),
        *(one for group in KINDS[kind].lists.values() for one in group.values()),
    ]
    assert [
        line
        for line in section.splitlines()
        if line.startswith("| ") and "| --- |" not in line and "| field |" not in line
    ] == [row_of(target) for target in targets]


@pytest.mark.parametrize("options", [Reading, FieldSource, Step, LookUp, ListSource])
def test_every_option_is_explained(options: type) -> None:
    missing = [
        one.name
        for one in fields(options)
        if f"`{one.name}" not in DOCUMENT and f"{one.name} =" not in DOCUMENT
    ]
    assert not missing
