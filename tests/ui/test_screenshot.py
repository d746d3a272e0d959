"""Pictures without a display: the size asked for, the screen asked for, and nothing left behind."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from tests.factories import TUESDAY, open_office


def _picture(*words: str) -> subprocess.CompletedProcess[str]:
    without_platform = {name: value for name, value in os.environ.items() if name != "QT_QPA_PLATFORM"}
    return subprocess.run(
        [sys.executable, "-m", "casedesk", "screenshot", *words],
        capture_output=True, text=True, timeout=110, check=False, env=without_platform,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("size", "scale", "pixels"), [("1440x900", "1", (1440, 900)), ("960x540", "2", (1920, 1080))]
)
def test_the_first_start_is_drawn_at_size_and_scale(
    home: Path, tmp_path: Path, size: str, scale: str, pixels: tuple[int, int]
) -> None:
    file = tmp_path / "first.png"
    drawn = _picture("first-start", "--size", size, "--scale", scale, "-o", str(file))
    assert drawn.returncode == 0, drawn.stderr
    image = QImage(str(file))
    assert (image.width(), image.height()) == pixels
    assert not home.exists()


def test_light_and_dark_are_two_pictures(home: Path, tmp_path: Path) -> None:
    grounds = []
    for theme in ("light", "dark"):
        file = tmp_path / f"{theme}.png"
        assert _picture("sign-in", "--theme", theme, "-o", str(file)).returncode == 0
        grounds.append(QImage(str(file)).pixelColor(5, 300).lightness())
    assert grounds[0] > 200 > 60 > grounds[1]


def test_an_order_is_found_and_drawn(home: Path, tmp_path: Path, sqlite_database: str) -> None:
    office = open_office(sqlite_database)
    number = office.placed()
    office.database.close()
    before = sorted(tmp_path.iterdir())
    file = tmp_path / "order.png"
    drawn = _picture("order", "--order", number, "--db", sqlite_database, "--as", "uma", "-o", str(file))
    assert drawn.returncode == 0, drawn.stderr
    assert not QImage(str(file)).isNull()
    assert sorted(tmp_path.iterdir()) == sorted([*before, file])


def test_a_part_of_admin_is_drawn(home: Path, tmp_path: Path, sqlite_database: str) -> None:
    open_office(sqlite_database).database.close()
    pictures = set()
    for part in ("teams", "templates/standard", "staff/uma/absence"):
        file = tmp_path / "part.png"
        drawn = _picture("admin", "--part", part, "--db", sqlite_database, "--as", "ada", "-o", str(file))
        assert drawn.returncode == 0, drawn.stderr
        pictures.add(file.read_bytes())
    assert len(pictures) == 3


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        (("atlantis",), 2, "There is no screen “atlantis”"),
        (("order",), 2, "Say which one"),
        (("order", "--order", "4107-2981", "--as", "uma"), 5, "no order"),
    ],
)
def test_what_cannot_be_drawn_is_said_with_its_exit_status(
    home: Path, tmp_path: Path, sqlite_database: str, words: tuple[str, ...], status: int, told: str
) -> None:
    open_office(sqlite_database, TUESDAY).database.close()
    file = tmp_path / "nothing.png"
    failed = _picture(*words, "--db", sqlite_database, "-o", str(file))
    assert (failed.returncode, told in failed.stderr) == (status, True), failed.stderr
    assert not file.exists()
