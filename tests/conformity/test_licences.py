"""The licences of the libraries fit Apache-2.0; their texts and the reasons are in the repository."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]
STRONG_COPYLEFT = re.compile(r"(?<![L])A?GPL|Affero|(?<!Lesser )General Public", re.IGNORECASE)
TEXTS = {
    "LICENSE": "Apache License",
    "licenses/LGPL-3.txt": "GNU LESSER GENERAL PUBLIC LICENSE",
    "licenses/GPL-3.txt": "GNU GENERAL PUBLIC LICENSE",
    "resources/fonts/OFL.txt": "SIL OPEN FONT LICENSE",
}


def test_no_library_forbids_our_licence() -> None:
    """LGPL is fine, as separate files; of several offered licences one that fits is enough."""
    assert [
        f"{library['Name']}: {library['License']}"
        for library in _installed()
        if not _fits(library["License"])
    ] == []


@pytest.mark.parametrize(
    ("licence", "fits"),
    [
        ("MIT", True),
        ("LGPL-3.0-only", True),
        ("GNU Lesser General Public License v2 or later (LGPLv2+)", True),
        ("LGPL-3.0-only OR GPL-2.0-only", True),
        ("GPL-3.0-only", False),
        ("AGPL-3.0-or-later", False),
        ("GNU General Public License v2 (GPLv2)", False),
        ("GNU Affero General Public License v3", False),
    ],
)
def test_a_licence_is_judged_by_its_words(licence: str, fits: bool) -> None:
    assert _fits(licence) is fits


@pytest.mark.parametrize(("file", "title"), TEXTS.items())
def test_the_text_of_each_licence_is_here(file: str, title: str) -> None:
    assert title in (ROOT / file).read_text(encoding="utf-8")


def test_the_readme_gives_a_reason_for_each_library() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    names = [Requirement(line).name for line in project["dependencies"]]
    assert [name for name in names if f"| {name} |" not in readme] == []


def _fits(licence: str) -> bool:
    return any(not STRONG_COPYLEFT.search(offered) for offered in licence.split(" OR "))


def _installed() -> list[dict[str, str]]:
    """The libraries of the test lock, as installed here."""
    lock = (ROOT / "requirements-test.lock").read_text(encoding="utf-8")
    names = re.findall(r"^([a-z0-9._-]+)==", lock, re.MULTILINE)
    command = [sys.executable, "-m", "piplicenses", "--from=mixed", "--format=json", "--packages", *names]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    libraries: list[dict[str, str]] = json.loads(done.stdout)
    assert libraries
    return libraries
