"""The subcommands with a window, as programs of their own: a second Qt application cannot be made in one."""

from __future__ import annotations

import json
import os
import struct
import subprocess
import sys
from pathlib import Path

from tests.cli.conftest import CommandLine


def _run(*words: str, program: str = "") -> subprocess.CompletedProcess[str]:
    call = ["-c", program] if program else ["-m", "casedesk"]
    return subprocess.run(
        [sys.executable, *call, *words],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
    )


def test_a_picture_has_the_size_times_the_scale(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "first-start.png"
    ran = _run("screenshot", "first-start", "--size", "1200x800", "--scale", "2", "-o", str(file), "--json")
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout)["result"] == {"file": str(file)}
    head = file.read_bytes()[:24]
    assert head.startswith(b"\x89PNG")
    assert struct.unpack(">II", head[16:]) == (2400, 1600)


def test_a_record_is_drawn_from_either_database(casedesk: CommandLine, order: str, tmp_path: Path) -> None:
    file = tmp_path / "order.png"
    ran = _run("screenshot", "order", "--order", order, "-o", str(file), "--db", casedesk.url)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert file.read_bytes().startswith(b"\x89PNG")


def test_what_cannot_be_drawn_or_opened_is_said_before_a_window_is_made(casedesk: CommandLine) -> None:
    for words in (
        ("screenshot", "moon", "-o", "moon.png"),
        ("screenshot", "order", "-o", "order.png"),
        ("screenshot", "order", "--size", "huge", "-o", "order.png"),
        ("screenshot", "order", "--scale", "9", "-o", "order.png"),
        ("open",),
        ("open", "4107-2982"),
        ("open", "https://example.com"),
        ("open", "4107-2981", "--phone", "5"),
    ):
        ran = casedesk(*words, "--json")
        assert (ran.status, ran.document["error"]) == (2, "wrong_usage"), words


def test_without_qt_the_doctor_is_named(home: Path) -> None:
    program = (
        "import sys; sys.modules['PySide6'] = None; from casedesk.cli.main import main;"
        "sys.exit(main(sys.argv[1:]))"
    )
    ran = _run(program=program)
    assert ran.returncode == 1
    assert ran.stderr.startswith("Qt does not load (")
    assert ran.stderr.endswith("casedesk doctor\n")
