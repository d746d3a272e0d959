"""The runner: order, replacement, dropping, closing, and that answers arrive in the GUI thread."""

from __future__ import annotations

import sys
import threading
import weakref
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QObject, Signal
from pytestqt.qtbot import QtBot

from casedesk.ui.background import InlineRunner, ThreadRunner
from casedesk.ui.change_bus import ChangeBus


@pytest.fixture
def runner(qtbot: QtBot) -> Iterator[ThreadRunner]:
    runner = ThreadRunner()
    yield runner
    assert runner.close()


@pytest.fixture
def screen() -> QObject:
    return QObject()


def _unexpected(error: Exception) -> None:
    raise error


def test_commands_run_one_after_the_other_in_order(
    qtbot: QtBot, runner: ThreadRunner, screen: QObject
) -> None:
    running, seen, answers = [], [], []

    def work(number: int) -> int:
        running.append(number)
        seen.append((number, len(running), threading.current_thread().name))
        running.pop()
        return number

    for number in range(20):
        runner.command(lambda number=number: work(number), answers.append, _unexpected, screen)
    qtbot.waitUntil(lambda: len(answers) == 20)
    assert answers == list(range(20))
    assert {(together, thread) for _, together, thread in seen} == {(1, "commands-1")}


def test_answers_arrive_in_the_gui_thread(qtbot: QtBot, runner: ThreadRunner, screen: QObject) -> None:
    threads = []
    runner.query("a", lambda: 1, lambda _: threads.append(threading.current_thread()), _unexpected, screen)
    runner.command(lambda: 1 / 0, _unexpected, lambda _: threads.append(threading.current_thread()), screen)
    qtbot.waitUntil(lambda: len(threads) == 2)
    assert set(threads) == {threading.main_thread()}


def test_a_failure_reaches_who_asked(qtbot: QtBot, runner: ThreadRunner, screen: QObject) -> None:
    failures: list[Exception] = []
    runner.query("a", lambda: int("x"), _unexpected, failures.append, screen)
    qtbot.waitUntil(lambda: bool(failures))
    assert isinstance(failures[0], ValueError)


def test_a_later_query_replaces_the_older_one(qtbot: QtBot, runner: ThreadRunner, screen: QObject) -> None:
    may_end = threading.Event()
    answers: list[str] = []

    def slow() -> str:
        may_end.wait(5)
        return "old"

    runner.query("search", slow, answers.append, _unexpected, screen)
    runner.query("search", lambda: "new", answers.append, _unexpected, screen)
    runner.query("other", lambda: "other", answers.append, _unexpected, screen)
    qtbot.waitUntil(lambda: len(answers) == 2)
    may_end.set()
    runner.query("last", lambda: "last", answers.append, _unexpected, screen)
    qtbot.waitUntil(lambda: "last" in answers)
    assert sorted(answers) == ["last", "new", "other"]


def test_what_can_wait_begins_when_everything_else_was_answered(
    qtbot: QtBot, runner: ThreadRunner, screen: QObject
) -> None:
    may_end = threading.Event()
    begun: list[str] = []

    def slow() -> None:
        may_end.wait(5)
        begun.append("slow")

    runner.query("slow", slow, lambda _: None, _unexpected, screen)
    runner.query("patient", lambda: begun.append("patient"), lambda _: None, _unexpected, screen, can_wait=True)
    runner.query("quick", lambda: begun.append("quick"), lambda _: may_end.set(), _unexpected, screen)
    qtbot.waitUntil(lambda: runner.is_idle)
    assert begun == ["quick", "slow", "patient"]


def test_the_same_key_of_another_screen_is_another_query(qtbot: QtBot, runner: ThreadRunner) -> None:
    one, other, answers = QObject(), QObject(), []
    runner.query("rows", lambda: 1, answers.append, _unexpected, one)
    runner.query("rows", lambda: 2, answers.append, _unexpected, other)
    qtbot.waitUntil(lambda: sorted(answers) == [1, 2])


def test_an_answer_for_a_closed_screen_is_dropped(
    qtbot: QtBot, runner: ThreadRunner, screen: QObject
) -> None:
    may_end = threading.Event()
    closed, answers = QObject(), []
    runner.command(lambda: may_end.wait(5), lambda _: answers.append("closed"), _unexpected, closed)
    with qtbot.waitSignal(closed.destroyed):
        closed.deleteLater()
    may_end.set()
    runner.command(lambda: None, lambda _: answers.append("open"), _unexpected, screen)
    qtbot.waitUntil(lambda: bool(answers))
    assert answers == ["open"]


def test_an_answered_query_lets_go_of_who_asked(qtbot: QtBot, runner: ThreadRunner) -> None:
    asker, answers = QObject(), []
    gone = weakref.ref(asker)
    runner.query("rows", lambda: 1, answers.append, _unexpected, asker)
    del asker
    qtbot.waitUntil(lambda: answers == [1] and gone() is None)


def test_pending_commands_are_counted(qtbot: QtBot, runner: ThreadRunner, screen: QObject) -> None:
    counts: list[int] = []
    runner.commands_pending.connect(counts.append)
    for _ in range(2):
        runner.command(lambda: None, lambda _: None, _unexpected, screen)
    qtbot.waitUntil(lambda: counts[-1:] == [0])
    assert max(counts) == 2


def test_long_work_tells_how_far_it_is_and_can_be_stopped(
    qtbot: QtBot, runner: ThreadRunner, screen: QObject
) -> None:
    steps: list[tuple[int, int]] = []
    ended_at: list[int] = []
    runner.progressed.connect(lambda so_far, in_all: steps.append((so_far, in_all)))

    def work(report: object) -> int:
        step = 0
        while report(step, 1_000_000):
            step += 1
        return step

    runner.long(work, ended_at.append, _unexpected, screen)
    qtbot.waitUntil(lambda: len(steps) > 3)
    runner.stop()
    qtbot.waitUntil(lambda: bool(ended_at))
    assert ended_at[0] < 1_000_000


def test_closing_lets_changes_end_and_takes_no_more(qtbot: QtBot, screen: QObject) -> None:
    runner, done = ThreadRunner(), []
    for number in range(5):
        runner.command(lambda number=number: done.append(number), lambda _: None, _unexpected, screen)
    assert runner.close()
    assert done == [0, 1, 2, 3, 4]
    with pytest.raises(RuntimeError, match="closed"):
        runner.command(lambda: None, lambda _: None, _unexpected, screen)


def test_closing_does_not_wait_for_a_frozen_path(qtbot: QtBot, screen: QObject) -> None:
    runner, thaw = ThreadRunner(), threading.Event()
    runner.command(lambda: thaw.wait(20), lambda _: None, _unexpected, screen)
    assert not runner.close(seconds=0.05)
    thaw.set()
    assert runner.close()


def test_inline_runner_answers_at_once_or_when_released(screen: QObject) -> None:
    runner, answers = InlineRunner(), []
    runner.query("a", lambda: 1, answers.append, _unexpected, screen)
    assert answers == [1]
    runner.hold()
    runner.query("a", lambda: 2, answers.append, _unexpected, screen)
    runner.query("a", lambda: 3, answers.append, _unexpected, screen)
    runner.command(lambda: 4, answers.append, _unexpected, screen)
    assert answers == [1]
    runner.release()
    assert answers == [1, 3, 4]


@dataclass(frozen=True)
class _Changes:
    topics: frozenset[str]


def test_the_bus_tells_each_watcher_once_and_only_of_its_topics(screen: QObject) -> None:
    bus, heard = ChangeBus(), []
    bus.watch(screen, ("orders", "promises"), heard.append)
    both, other = _Changes(frozenset({"orders", "promises"})), _Changes(frozenset({"staff"}))
    bus.publish(both)
    bus.publish(other)
    assert heard == [both]
    bus.unwatch(screen)
    bus.publish(both)
    assert heard == [both]


def test_the_bus_forgets_destroyed_watchers_and_hears_other_threads(qtbot: QtBot, screen: QObject) -> None:
    bus, heard, threads, gone = ChangeBus(), [], [], QObject()
    bus.watch(gone, ("orders",), heard.append)
    bus.watch(screen, ("orders",), lambda _: threads.append(threading.current_thread()))
    with qtbot.waitSignal(gone.destroyed):
        gone.deleteLater()
    feed = threading.Thread(target=bus.publish, args=(_Changes(frozenset({"orders"})),))
    feed.start()
    feed.join()
    qtbot.waitUntil(lambda: bool(threads))
    assert threads == [threading.main_thread()]
    assert heard == []


class _Source(QObject):
    happened = Signal(bool)


def test_disconnecting_keeps_the_references_of_true() -> None:
    """PySide6 6.12.0 drops one at every disconnect and aborts the program after some hundred."""
    source = _Source()
    before = sys.getrefcount(True)
    for _ in range(500):
        source.happened.connect(_ignore)
        source.happened.disconnect(_ignore)
    assert abs(sys.getrefcount(True) - before) < 50


def _ignore(_happened: bool) -> None:
    """A slot."""
