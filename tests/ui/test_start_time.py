"""The frame is painted before the database's libraries load, in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from casedesk.rules.vocabulary import DatabaseKind
from casedesk.services.setup import NewDesk, initialise

PROGRAM = """
import json, linecache, sys, threading
from importlib.abc import MetaPathFinder

class Watcher(MetaPathFinder):
    beside = []
    def find_spec(self, name, path=None, target=None):
        if threading.current_thread() is not threading.main_thread():
            self.beside.append(name)

sys.meta_path.insert(0, Watcher())
from PySide6.QtCore import QTimer
from casedesk import paths
from casedesk.app import DatabaseOpener, Program, dressed_application
from casedesk.settings import SettingsFile

settings = SettingsFile(paths.settings_file())
application = dressed_application(settings)
program = Program(DatabaseOpener(sys.argv[1] or None, None), settings, paths.drafts())
seen = {}

def painted():
    seen["painted"] = sorted(name for name in sys.modules)
    seen["size"] = [program.window.width(), program.window.height()]
    if not sys.argv[1]:
        application.exit()

def signed_in(_):
    seen["signed in"] = sorted(name for name in sys.modules)
    seen["source read"] = sorted(name for name in linecache.cache if name.endswith(".py"))
    close_when_loaded()

def close_when_loaded():
    if "casedesk.ui.screens.order.view" not in sys.modules:
        QTimer.singleShot(5, close_when_loaded)
        return
    seen["beside the window"] = sorted(Watcher.beside)
    program.window.close()

program.window.painted.connect(painted)
program.start.signed_in.connect(signed_in)
program.show()
application.exec()
program.window.close()
print(json.dumps(seen))
"""
WITHOUT_QT = {"casedesk.ui.kept_copies", "casedesk.ui.opening"}
"""What the threads may load of the window: it makes no class of Qt."""
LATER = (
    "sqlalchemy",
    "psycopg",
    "alembic",
    "reportlab",
    "casedesk.services",
    "casedesk.models",
    "casedesk.db",
)


def _run(address: str) -> dict[str, list[str]]:
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM, address], capture_output=True, text=True, timeout=60, check=False
    )
    assert ended.returncode == 0, ended.stderr
    seen: dict[str, list[str]] = json.loads(ended.stdout)
    return seen


@pytest.mark.parametrize("known", [True, False], ids=["a known desk", "the first start"])
def test_the_window_is_painted_before_the_database_loads(known: bool, home: Path, tmp_path: Path) -> None:
    seen = _run(f"sqlite:///{_one_person_desk(tmp_path)}" if known else "")
    assert [name for name in seen["painted"] if name.startswith(LATER)] == []
    assert "casedesk.ui.main_window" in seen["painted"]
    if known:
        beside = {name for name in seen["beside the window"] if name.startswith(("casedesk.ui", "PySide6"))}
        assert beside <= WITHOUT_QT, "classes of Qt are made in the GUI thread only"
        assert "sqlalchemy" in seen["signed in"]
        assert [name for name in seen["source read"] if "sqlalchemy" in name or "services" in name] == []


def _one_person_desk(folder: Path) -> Path:
    file = folder / "own.db"
    initialise(f"sqlite:///{file}", DatabaseKind.REAL, NewDesk(), datetime.now(UTC))
    return file
