"""kill -9 with five open forms: each is back to within two seconds of typing, and saved once."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from casedesk import paths
from casedesk.app import DatabaseOpener, Program
from casedesk.contract.cases import AddNote, Timeline
from casedesk.contract.values import About
from casedesk.settings import SettingsFile
from casedesk.ui.drafts import Drafts, folder_of
from tests.factories import Office, open_office
from tests.ui.typist import FORMS

LONG = 60_000
KEPT_WITHIN_S = 2.0


@dataclass(frozen=True)
class Typed:
    """What a form held, and when."""

    at: float
    text: str


@pytest.fixture
def office(sqlite_database: str, home: Path) -> Iterator[Office]:
    office = open_office(sqlite_database)
    yield office
    office.database.close()


def killed_typist(
    address: str, customers: list[UUID], more_words: int
) -> tuple[dict[str, list[Typed]], float, float]:
    """What was typed by form, when the typist was killed, and how long its window stood still at most."""
    typed: dict[str, list[Typed]] = {form: [] for form in FORMS}
    stall = 0.0
    with subprocess.Popen(
        [sys.executable, "-m", "tests.ui.typist", address, *map(str, customers)],
        stdout=subprocess.PIPE,
        text=True,
    ) as typist:
        assert typist.stdout
        assert json.loads(typist.stdout.readline()) == {"open": list(FORMS)}
        for line in typist.stdout:
            said = json.loads(line)
            typed[said["form"]].append(Typed(said["at"], said["text"]))
            stall = said["stall"] / 1000
            long_ago = said["at"] - KEPT_WITHIN_S - stall
            more_words -= all(words and words[0].at < long_ago for words in typed.values())
            if more_words < 0:
                break
        typist.send_signal(signal.SIGKILL)
        killed_at = time.monotonic()
        assert typist.wait() == -signal.SIGKILL
    return typed, killed_at, stall


def test_five_forms_come_back_after_a_kill(office: Office, qtbot: QtBot) -> None:
    customers = [office.customer(f"Customer {number}") for number in range(4)]
    typed, killed_at, stall = killed_typist(office.database.url, customers, 7)

    drafts = Drafts(folder_of(paths.drafts(), office.database.url, "uma"))
    kept = {draft.key: json.dumps(draft.payload, ensure_ascii=False) for draft in drafts.all()}
    drafts.close()
    assert len(kept) == len(FORMS)
    for form, words in typed.items():
        must_be_there = [one for one in words if one.at <= killed_at - KEPT_WITHIN_S - stall]
        assert must_be_there, f"nothing was typed in {form}"
        assert any(must_be_there[-1].text.strip() in content for content in kept.values()), form

    _come_back(office, typed, qtbot)


def _come_back(office: Office, typed: dict[str, list[Typed]], qtbot: QtBot) -> None:
    """The next start lists all five, and each opened one has its text again."""
    program = Program(
        DatabaseOpener(office.database.url, "uma"), SettingsFile(paths.settings_file()), paths.drafts()
    )
    program.show()
    try:
        qtbot.waitUntil(lambda: program.window.desk is not None, timeout=LONG)
        navigation = program.window.navigation
        waiting = [record for record in navigation.records() if record.has_draft]
        assert len(waiting) == len(FORMS)
        for record in waiting:
            navigation.show(record.place)
        qtbot.waitUntil(lambda: _forms_with_text(program, typed) == set(FORMS), timeout=LONG)
    finally:
        program.window.close()
        program.window.deleteLater()
        program.deleteLater()


def _forms_with_text(program: Program, typed: dict[str, list[Typed]]) -> set[str]:
    texts = [
        *(one.text() for one in program.window.findChildren(QLineEdit)),
        *(one.toPlainText() for one in program.window.findChildren(QPlainTextEdit)),
    ]
    first_words = {form: words[0].text.strip() for form, words in typed.items()}
    return {form for form, first in first_words.items() if any(text.startswith(first) for text in texts)}


def test_what_came_back_is_saved_once(office: Office, qtbot: QtBot) -> None:
    """The note of the killed desk is saved twice with its one request id: one entry stands."""
    customers = [office.customer(f"Customer {number}") for number in range(4)]
    killed_typist(office.database.url, customers, 0)
    drafts = Drafts(folder_of(paths.drafts(), office.database.url, "uma"))
    draft = drafts.load("case", str(customers[0]))
    drafts.close()
    assert draft is not None
    form = draft.payload["note"]
    command = AddNote(about=About(str(customers[0])), text=form["values"]["text"])
    services = office.services()
    done = [services.run(command, request_id=UUID(form["request_id"])) for _ in range(2)]
    assert [one.again for one in done] == [False, True]
    rows = office.read(Timeline(about=About(str(customers[0])))).rows
    assert [one.text for one in rows].count(command.text) == 1
