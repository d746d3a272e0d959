"""A test run inside a test run, for the tests of what every test inherits."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def run_inside(folder: Path, sources: list[str], *words: str) -> subprocess.CompletedProcess[str]:
    """Run test modules, written into `folder`, under this project's settings and shared fixtures."""
    for number, source in enumerate(sources):
        (folder / f"test_inside_{number}.py").write_text(source, encoding="utf-8")
    settings = ["-c", str(ROOT / "pyproject.toml"), f"--rootdir={ROOT}", "-p", "tests.conftest"]
    own = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "CASEDESK"))}
    return subprocess.run(
        [sys.executable, "-m", "pytest", *settings, *words, str(folder)],
        cwd=ROOT,
        env=own,
        capture_output=True,
        text=True,
        check=False,
    )
