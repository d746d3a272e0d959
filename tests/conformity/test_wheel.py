"""The wheel: it holds resources and migrations, and the program in it finds them without the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = {"resources": "casedesk/_resources", "migrations": "casedesk/_migrations"}


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as pip leaves it after installing the wheel."""
    built = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(built)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = built.glob("casedesk-*-py3-none-any.whl")
    folder = tmp_path_factory.mktemp("installed")
    zipfile.ZipFile(wheel).extractall(folder)
    return folder


@pytest.mark.parametrize("kept", SHIPPED)
def test_every_shipped_file_is_in_the_wheel(installed: Path, kept: str) -> None:
    assert _files(installed / SHIPPED[kept]) == _files(ROOT / kept)


def test_every_module_is_in_the_wheel(installed: Path) -> None:
    modules = {name for name in _files(ROOT / "casedesk") if name.suffix == ".py"}
    assert modules - _files(installed / "casedesk") == set()


def test_the_installed_program_finds_what_it_ships(installed: Path, tmp_path: Path) -> None:
    asked = "from casedesk import paths; print(paths.resources(), paths.migrations(), sep='\\n')"
    own = {**os.environ, "PYTHONPATH": str(installed)}
    done = subprocess.run(
        [sys.executable, "-c", asked], cwd=tmp_path, env=own, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == [str(installed / inner) for inner in SHIPPED.values()]


def test_the_wheel_brings_the_command_and_the_licences(installed: Path) -> None:
    (about,) = installed.glob("casedesk-*.dist-info")
    assert "casedesk = casedesk.cli.main:main" in (about / "entry_points.txt").read_text(encoding="utf-8")
    licences = {str(name) for name in _files(about / "licenses")}
    assert licences == {"LICENSE", "licenses/GPL-3.txt", "licenses/LGPL-3.txt"}


def _files(folder: Path) -> set[Path]:
    return {
        file.relative_to(folder)
        for file in folder.rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }
