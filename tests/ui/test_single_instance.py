"""One desk at a time: a second start is heard by the first, and a name left by a crash is taken over."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtNetwork import QLocalServer
from pytestqt.qtbot import QtBot

from casedesk.errors import WrongUsage
from casedesk.ui.single_instance import SingleInstance, Wish, hand_over, server_name, wish_of

SECOND_START = """
import sys
from PySide6.QtCore import QCoreApplication
from casedesk.ui.single_instance import Wish, hand_over
application = QCoreApplication([])
print(hand_over(sys.argv[1], Wish(order=sys.argv[2])))
"""
NUMBER = "41072981"


@pytest.fixture
def name(tmp_path: Path) -> str:
    return server_name(tmp_path, "desk")


@pytest.fixture
def first(name: str, qtbot: QtBot) -> Iterator[SingleInstance]:
    instance = SingleInstance(name)
    assert instance.listen()
    yield instance
    instance.close()


def _second_start(name: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", SECOND_START, name, NUMBER], stdout=subprocess.PIPE, text=True
    )


def test_a_second_start_is_heard_by_the_first(first: SingleInstance, name: str, qtbot: QtBot) -> None:
    with qtbot.waitSignal(first.wished, timeout=10_000) as heard:
        second = _second_start(name)
    assert heard.args == [Wish(order=NUMBER)]
    qtbot.waitUntil(lambda: second.poll() is not None, timeout=10_000)
    assert second.communicate()[0] == "True\n"


def test_without_a_running_desk_the_wish_is_ones_own(name: str, qapp: object) -> None:
    assert not hand_over(name, Wish())


def test_a_name_left_by_a_crash_is_taken_over(name: str, qtbot: QtBot) -> None:
    left = QLocalServer()
    assert left.listen(name)
    path = left.fullServerName()
    left.close()
    dead = socket.socket(socket.AF_UNIX)
    dead.bind(path)
    dead.close()
    assert not hand_over(name, Wish())
    instance = SingleInstance(name)
    assert instance.listen()
    with qtbot.waitSignal(instance.wished, timeout=10_000):
        second = _second_start(name)
    qtbot.waitUntil(lambda: second.poll() is not None, timeout=10_000)
    second.communicate()
    instance.close()


@pytest.mark.parametrize("message", [b"not json\n", b"[]\n", b'{"order": 1}\n', b"x" * 10_000])
def test_nonsense_is_not_heard(first: SingleInstance, name: str, qtbot: QtBot, message: bytes) -> None:
    heard: list[Wish] = []
    first.wished.connect(heard.append)
    other = socket.socket(socket.AF_UNIX)
    other.connect(first._server.fullServerName())
    other.sendall(message)
    other.settimeout(0.01)
    qtbot.waitUntil(lambda: _is_hung_up(other))
    other.close()
    assert heard == []


def test_a_message_is_text_and_nothing_more(first: SingleInstance, qtbot: QtBot) -> None:
    wish = {"order": "", "phone": "'; DROP TABLE customers"}
    other = socket.socket(socket.AF_UNIX)
    other.connect(first._server.fullServerName())
    with qtbot.waitSignal(first.wished) as heard:
        other.sendall(json.dumps(wish).encode() + b"\n")
    other.close()
    assert heard.args == [Wish(phone=wish["phone"])]


def test_desks_of_different_folders_do_not_hear_each_other(tmp_path: Path) -> None:
    assert server_name(tmp_path / "one", "desk") != server_name(tmp_path / "two", "desk")
    assert server_name(tmp_path, "desk") != server_name(tmp_path, "practice")


@pytest.mark.parametrize(
    "text", ["4107-2981", "4107 2981", "casedesk://order/41072981", "CaseDesk://ORDER/4107-2981/"]
)
def test_an_order_is_understood_in_every_spelling(text: str) -> None:
    assert wish_of(text) == Wish(order=NUMBER)


def test_a_phone_number_comes_by_address() -> None:
    assert wish_of("casedesk://phone/%2B44%207700%20900142") == Wish(phone="+44 7700 900142")


@pytest.mark.parametrize(
    "text", ["", "Marta", "41072982", "casedesk://delete/all", "casedesk://order/", "file:///x"]
)
def test_anything_else_is_refused_in_words(text: str) -> None:
    with pytest.raises(WrongUsage, match="is not an"):
        wish_of(text)


def _is_hung_up(other: socket.socket) -> bool:
    try:
        return other.recv(16) == b""
    except TimeoutError:
        return False
    except ConnectionResetError:
        return True
