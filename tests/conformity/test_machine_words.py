"""Nothing in the repository holds only on the computer where it was written."""

from __future__ import annotations

import subprocess
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
    """What git keeps, or would keep: everything that is not ignored."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    found = [ROOT / name for name in listed.split("\0") if name]
    assert found
    return [file for file in found if file.is_file()]
