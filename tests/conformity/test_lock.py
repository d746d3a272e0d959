"""The locks: every library pinned and hashed, no address in them, and what pyproject.toml asks for."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
DESK_LOCK = ROOT / "requirements.lock"
TEST_LOCK = ROOT / "requirements-test.lock"
LOCKS = pytest.mark.parametrize("lock", [DESK_LOCK, TEST_LOCK], ids=lambda lock: lock.name)

PINNED = re.compile(r"[a-z0-9]([a-z0-9._-]*[a-z0-9])?==[0-9][^ ;]*( ; [^:/]+)?")
HASHED = re.compile(r"--hash=sha256:[0-9a-f]{64}")


@LOCKS
def test_every_line_is_pinned_and_hashed(lock: Path) -> None:
    for pinned, hashes in _entries(lock):
        assert PINNED.fullmatch(pinned), pinned
        assert hashes, pinned
        assert all(map(HASHED.fullmatch, hashes)), pinned


@LOCKS
def test_no_line_holds_an_address(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(r"^(-i|--(?!hash))", text, re.MULTILINE)


def test_the_tests_run_on_the_versions_that_are_shipped() -> None:
    tested = dict(_entries(TEST_LOCK))
    assert {pinned: tested.get(pinned) for pinned, _ in _entries(DESK_LOCK)} == dict(_entries(DESK_LOCK))


@pytest.mark.parametrize(("lock", "extras"), [(DESK_LOCK, []), (TEST_LOCK, ["test"])])
def test_the_lock_is_what_the_project_asks_for(lock: Path, extras: list[str]) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = project["dependencies"] + [
        line for extra in extras for line in project["optional-dependencies"][extra]
    ]
    locked = {canonicalize_name(name): version for name, version in map(_name_and_version, _entries(lock))}
    for requirement in map(Requirement, asked):
        assert requirement.specifier.contains(locked[canonicalize_name(requirement.name)]), requirement


def _entries(lock: Path) -> list[tuple[str, list[str]]]:
    """Each requirement with its hashes, as written."""
    joined = lock.read_text(encoding="utf-8").replace("\\\n", " ")
    words = [re.split(r"\s+(?=--hash)", line.strip()) for line in joined.splitlines() if line.strip()]
    return [(pinned, hashes) for pinned, *hashes in words]


def _name_and_version(entry: tuple[str, list[str]]) -> tuple[str, str]:
    name, version = entry[0].split(" ;")[0].split("==")
    return name, version
