"""Drafts: on the disk within two seconds, whole, private, alive after a kill, gone when saved."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from casedesk.ui.drafts import Drafts, folder_of

SAID = "Permit is granted for Fri 27 Nov. “Ölüm” 株式会社 <b>&"
TYPIST = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from casedesk.ui.drafts import Drafts
application = QCoreApplication([])
drafts = Drafts(Path(sys.argv[1]))
drafts.kept.connect(lambda draft: print("kept", flush=True))
drafts.keep("call", "key", {"said": "before the power went"}, "Call")
application.exec()
"""


@pytest.fixture
def drafts(tmp_path: Path) -> Iterator[Callable[[], Drafts]]:
    opened: list[Drafts] = []

    def open_drafts() -> Drafts:
        opened.append(Drafts(tmp_path / "drafts"))
        return opened[-1]

    yield open_drafts
    for one in opened:
        one.close()


def test_what_is_typed_is_kept_within_two_seconds(
    drafts: Callable[[], Drafts], qtbot: QtBot, tmp_path: Path
) -> None:
    kept = drafts()
    began = time.monotonic()
    with qtbot.waitSignal(kept.kept):
        kept.keep("call", "marta", {"said": SAID}, "Call with Marta")
    assert time.monotonic() - began < 2
    again = drafts().load("call", "marta")
    assert again is not None
    assert (again.payload, again.title) == ({"said": SAID}, "Call with Marta")


def test_the_last_key_wins_and_one_file_is_written(
    drafts: Callable[[], Drafts], qtbot: QtBot, tmp_path: Path
) -> None:
    kept = drafts()
    with qtbot.waitSignal(kept.kept):
        for said in ("P", "Pe", "Permit"):
            kept.keep("call", "marta", {"said": said})
    assert [one.payload for one in drafts().all()] == [{"said": "Permit"}]
    assert len(list((tmp_path / "drafts").iterdir())) == 1


def test_drafts_survive_a_kill(tmp_path: Path) -> None:
    typist = subprocess.Popen(
        [sys.executable, "-c", TYPIST, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert typist.stdout is not None
    assert typist.stdout.readline() == "kept\n"
    typist.kill()
    assert typist.wait() == -signal.SIGKILL
    typist.stdout.close()
    after = Drafts(tmp_path)
    found = after.load("call", "key")
    after.close()
    assert found is not None
    assert found.payload == {"said": "before the power went"}


def test_nobody_else_can_read_a_draft(drafts: Callable[[], Drafts], tmp_path: Path) -> None:
    kept = drafts()
    kept.keep("call", "marta", {"said": SAID})
    kept.close()
    (file,) = (tmp_path / "drafts").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "marta" not in file.name


def test_a_saved_draft_is_gone(drafts: Callable[[], Drafts], qtbot: QtBot, tmp_path: Path) -> None:
    kept = drafts()
    with qtbot.waitSignal(kept.kept):
        kept.keep("call", "marta", {"said": SAID})
    with qtbot.waitSignal(kept.discarded) as gone:
        kept.discard("call", "marta")
    assert gone.args == ["call", "marta"]
    kept.close()
    assert list((tmp_path / "drafts").iterdir()) == []


def test_a_draft_discarded_before_it_was_written_never_appears(
    drafts: Callable[[], Drafts], tmp_path: Path
) -> None:
    kept = drafts()
    kept.keep("call", "marta", {"said": SAID})
    kept.discard("call", "marta")
    kept.close()
    assert not (tmp_path / "drafts").exists()


def test_closing_writes_what_waits(drafts: Callable[[], Drafts]) -> None:
    kept = drafts()
    kept.keep("note", "marta", {"text": SAID})
    kept.close()
    assert [one.key for one in drafts().all("note")] == ["marta"]


def test_a_damaged_file_is_left_alone_and_the_others_are_read(
    drafts: Callable[[], Drafts], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    kept = drafts()
    kept.keep("call", "marta", {"said": SAID})
    kept.close()
    damaged = tmp_path / "drafts" / "damaged.json"
    damaged.write_text('{"kind": "call"', encoding="utf-8")
    assert [one.key for one in drafts().all()] == ["marta"]
    assert damaged.exists()
    assert "damaged.json cannot be read" in caplog.text


def test_a_disk_that_refuses_is_reported(
    drafts: Callable[[], Drafts], qtbot: QtBot, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "drafts").write_text("a file where the folder should be", encoding="utf-8")
    kept = drafts()
    with qtbot.waitSignal(kept.failed) as failed:
        kept.keep("call", "marta", {"said": SAID})
    assert failed.args == [os.strerror(17)]


def test_each_person_on_each_database_has_drafts_of_their_own(tmp_path: Path) -> None:
    folders = {folder_of(tmp_path, database, login) for database in ("a", "b") for login in ("uma", "ulf")}
    assert len(folders) == 4
