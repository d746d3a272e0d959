"""A person at a real desk who types in five forms and never saves; a program of its own, so that it can be killed.

`python -m tests.ui.typist ADDRESS CUSTOMER...` with four customers. A line for each word that was typed: which form,
when (monotonic seconds), all that stands in it by now.
"""

from __future__ import annotations

import itertools
import json
import sys
import time
from collections.abc import Callable, Iterator
from uuid import UUID

from PySide6.QtCore import QElapsedTimer, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from casedesk import paths
from casedesk.app import DatabaseOpener, Program, dressed_application
from casedesk.settings import SettingsFile
from casedesk.ui.place import Place

FORMS = ("note", "other note", "promise", "call", "new customer")
KEY_MS = 25
BEAT_MS = 20


class Stalls:
    """The longest time in which the window could not take a key: what no timer of the desk can make good."""

    def __init__(self) -> None:
        self.longest_ms = 0
        self._clock = QElapsedTimer()
        self._clock.start()
        self._timer = QTimer(interval=BEAT_MS)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def _beat(self) -> None:
        self.longest_ms = max(self.longest_ms, self._clock.restart() - BEAT_MS)


def type_for_ever(program: Program, customers: list[UUID]) -> None:
    """Word after word, now in this form and now in that."""
    editors = dict(zip(FORMS, _opened(program, customers), strict=True))
    print(json.dumps({"open": list(FORMS)}), flush=True)
    stalls, words = Stalls(), itertools.count(1)
    while True:
        for form, (place, editor) in editors.items():
            if place is not None:
                program.window.navigation.show(place)
            editor.setFocus()
            for word in itertools.islice(words, 5):
                QTest.keyClicks(editor, f"w{word} ", delay=KEY_MS)
                typed = {
                    "form": form,
                    "at": time.monotonic(),
                    "text": _text_of(editor),
                    "stall": stalls.longest_ms,
                }
                print(json.dumps(typed), flush=True)


def _opened(program: Program, customers: list[UUID]) -> Iterator[tuple[Place | None, QWidget]]:
    navigation = program.window.navigation
    for customer, action in zip(customers, ("case_note", "case_note", "case_promise"), strict=False):
        navigation.open_case(customer)
        yield Place("case", str(customer), customer), _editor_after(lambda name=action: _press(program, name))
    yield None, _editor_after(lambda: navigation.start_call(customers[3]))
    navigation.open_screen("find")
    yield Place("find"), _editor_after(lambda: _press(program, "find_new_customer"))


def _press(program: Program, action: str) -> None:
    front = program.window.navigation.front
    assert front is not None
    _wait(lambda: front.is_ready)
    next(one.bound for one in front.offered if one.action.id == action).trigger()


def _editor_after(act: Callable[[], None]) -> QWidget:
    """The field that has the keyboard once a form was opened."""
    before = QApplication.focusWidget()
    act()
    _wait(
        lambda: (
            isinstance(QApplication.focusWidget(), QLineEdit | QPlainTextEdit)
            and QApplication.focusWidget() is not before
        )
    )
    editor = QApplication.focusWidget()
    assert editor is not None
    return editor


def _text_of(editor: QWidget) -> str:
    return editor.text() if isinstance(editor, QLineEdit) else editor.toPlainText()  # type: ignore[attr-defined]


def _wait(condition: Callable[[], bool]) -> None:
    """Until it holds, at most half a minute."""
    for _ in range(1_500):
        if condition():
            return
        QTest.qWait(BEAT_MS)
    sys.exit("the typist waited in vain")


def main() -> None:
    """Open the desk as it is opened by hand, then type."""
    address, *customers = sys.argv[1:]
    settings = SettingsFile(paths.settings_file())
    application = dressed_application(settings)
    program = Program(DatabaseOpener(address, "uma"), settings, paths.drafts())
    program.show()
    _wait(lambda: program.window.desk is not None)
    assert application is not None
    type_for_ever(program, [UUID(one) for one in customers])


if __name__ == "__main__":
    main()
