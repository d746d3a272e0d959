"""Nothing in the repository holds only on the computer where it was written."""

from __future__ import annotations

import os
from fnmatch import fnmatch
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# In two halves each, or this file would name them itself.
MACHINE_WORDS = [
    "".join(halves).encode()
    for halves in (
        ("/wo", "rk/"),
        ("/ro", "ot/"),
        ("/opt/py", "pi"),
        ("pypi.", "org"),
        ("files.python", "hosted"),
        ("deb.deb", "ian.org"),
        ("--index", "-url"),
        ("registry", ".npmjs"),
    )
]


def test_no_file_names_a_path_or_an_index_of_one_machine() -> None:
    assert [
        f"{file.relative_to(ROOT)}: {word.decode()}"
        for file in _files()
        for word in MACHINE_WORDS
        if word in file.read_bytes()
    ] == []


def _files() -> list[Path]:
    """Everything in the checkout but what git is told to ignore; git itself need not be installed."""
    ignored = [line.rstrip("/") for line in (ROOT / ".gitignore").read_text(encoding="utf-8").split()]
    found = []
    for folder, inner, names in os.walk(ROOT):
        inner[:] = [name for name in inner if name != ".git" and not _matches(name, ignored)]
        found.extend(Path(folder, name) for name in names if not _matches(name, ignored))
    return found


def _matches(name: str, patterns: list[str]) -> bool:
    return any(fnmatch(name, pattern) for pattern in patterns)
