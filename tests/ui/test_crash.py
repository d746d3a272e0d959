"""Faults nobody foresaw: said on the page, written down without people's data, and the form stays as it is."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import create_engine, text
from sqlalchemy.exc import IntegrityError

from casedesk.log import kept_log, redacted, report
from casedesk.ui.crash import CrashDialog, CrashHook
from casedesk.ui.notifications import Message, Notifications
from casedesk.ui.widgets import TextArea

CUSTOMER = "Marta Lindqvist"
SENTENCE = f"no such customer '{CUSTOMER}', 07700 900142, marta@example.org"


class Form(QWidget):
    """A form whose save fails in a slot."""

    saved = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.resize(1000, 700)
        self.text = TextArea("typed and not saved", parent=self)
        self.saved.connect(self._on_saved)

    @Slot()
    def _on_saved(self) -> None:
        raise ValueError(SENTENCE)


@pytest.fixture
def form(qtbot: QtBot) -> Form:
    form = Form()
    qtbot.addWidget(form)
    form.show()
    return form


@pytest.fixture
def told(form: Form, caplog: pytest.LogCaptureFixture) -> Iterator[list[Message]]:
    notifications = Notifications(form)
    messages: list[Message] = []
    notifications.posted.connect(messages.append)
    hook = CrashHook(form, notifications, report)
    hook.install()
    yield messages
    hook.uninstall()


def test_a_fault_in_a_slot_is_said_and_what_was_typed_stays(
    form: Form, told: list[Message], qtbot: QtBot
) -> None:
    form.saved.emit()
    qtbot.waitUntil(lambda: bool(told))
    assert told[0].lead == "That did not work."
    assert form.text.value == "typed and not saved"


def test_a_fault_on_a_thread_is_said_too(form: Form, told: list[Message], qtbot: QtBot) -> None:
    thread = threading.Thread(target=lambda: 1 / 0)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: bool(told))
    assert told[0].key == "crash"


def test_ctrl_c_in_the_terminal_closes_the_window(form: Form, told: list[Message]) -> None:
    interrupt = KeyboardInterrupt()
    sys.excepthook(type(interrupt), interrupt, None)
    assert not form.isVisible()
    assert told == []


def test_the_report_can_be_copied_and_names_no_customer(
    form: Form, told: list[Message], qtbot: QtBot
) -> None:
    form.saved.emit()
    qtbot.waitUntil(lambda: bool(told))
    told[0].choices[0].act()
    dialog = form.findChild(CrashDialog)
    assert isinstance(dialog, CrashDialog)
    dialog._on_copy()
    copied = QGuiApplication.clipboard().text()
    assert "_on_saved" in copied
    assert "ValueError" in copied
    for private in (CUSTOMER, "900142", "marta@"):
        assert private not in copied
    dialog.close_overlay()


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("call 07700 900142 back", "call <number> back"),
        ("mail marta.l+x@mail.example.org now", "mail <e-mail> now"),
        ("customer 'Marta' and “Ölüm”", "customer <text> and <text>"),
        ("postgresql://uma:s3cr3t@db/casedesk", "postgresql://uma:<password>@db/casedesk"),
        ("constraint uq_order_number, 23505, line 42", "constraint uq_order_number, 23505, line 42"),
        ("id 0198c0de-7a7a-7000-8000-0123456789ab", "id 0198c0de-7a7a-7000-8000-0123456789ab"),
    ],
)
def test_what_may_be_a_customers_is_masked(written: str, kept: str) -> None:
    assert redacted(written) == kept


def test_of_a_databases_error_only_its_code_and_kind_are_kept() -> None:
    engine = create_engine("sqlite://")
    insert = text("INSERT INTO t VALUES (:name)").bindparams(name=CUSTOMER)
    with engine.connect() as connection:
        connection.execute(text("CREATE TABLE t (name TEXT UNIQUE)"))
        connection.execute(insert)
        with pytest.raises(IntegrityError) as failed:
            connection.execute(insert)
    engine.dispose()
    told = report(failed.value)
    assert "SQLITE_CONSTRAINT_UNIQUE" in told
    assert CUSTOMER not in told


def test_the_log_file_holds_no_customer(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with kept_log(tmp_path):
        try:
            raise ValueError(SENTENCE)
        except ValueError:
            logging.getLogger("casedesk.trial").error("saving %s failed", CUSTOMER, exc_info=True)
    written = (tmp_path / "casedesk.log").read_text(encoding="utf-8")
    assert "test_the_log_file_holds_no_customer" in written
    assert "saving <text> failed" in written
    for private in (CUSTOMER, "900142", "marta@"):
        assert private not in written
