"""Work off the GUI thread: commands on one lane in order, queries on a few; it knows no service and no
screen.

`runner.command(work, done, failed, owner)` and `runner.query(key, work, done, failed, owner)`: `work` takes
nothing,
touches no Qt object and opens its own database session; `done(result)` or `failed(error)` is called in the
GUI thread,
unless `owner` was destroyed or a later query of the same owner took the same key. `runner.long(...)` adds
progress.
"""

from __future__ import annotations

import itertools
import queue
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal, Slot

T = TypeVar("T")
Failed = Callable[[Exception], None]
Report = Callable[[int, int], bool]
"""What long work calls now and then with (done so far, in all); False asks it to stop."""

QUERY_THREADS = 3
CLOSING_SECONDS = 5.0


class Runner(Protocol):
    """What presenters are given; `ThreadRunner` at the desk, `InlineRunner` in their tests."""

    def command(
        self, work: Callable[[], T], done: Callable[[T], None], failed: Failed, owner: QObject
    ) -> None: ...

    def query(
        self,
        key: str,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Failed,
        owner: QObject,
        *,
        can_wait: bool = False,
    ) -> None: ...

    def long(
        self, work: Callable[[Report], T], done: Callable[[T], None], failed: Failed, owner: QObject
    ) -> None: ...


@dataclass(eq=False)
class _Job:
    """One piece of work and who waits for it; replaced and stopped jobs are answered to nobody."""

    work: Callable[[], Any]
    done: Callable[[Any], None]
    failed: Failed
    owner: QObject
    key: str = ""
    is_command: bool = False
    dropped: bool = False
    result: Any = None
    error: Exception | None = None

    def run(self) -> None:
        try:
            self.result = self.work()
        except Exception as error:  # noqa: BLE001 - whatever fails on a thread has to reach the person
            self.error = error

    def answer(self) -> None:
        """Call back; in the GUI thread only."""
        error, self.error = self.error, None  # its traceback refers to this job, which would keep both
        if self.dropped or not shiboken6.isValid(self.owner):
            return
        if error is not None:
            self.failed(error)
        else:
            self.done(self.result)


class _Lane:
    """Threads that take jobs in order; daemons, so that a frozen network never keeps the program alive.

    A lane lets go of a job before it tells that it is finished: what a job refers to may be the last of a closed
    screen, and Qt objects must go in the GUI thread.
    """

    def __init__(self, name: str, threads: int, finished: Callable[[int], None]) -> None:
        self._jobs: queue.SimpleQueue[tuple[int, _Job] | None] = queue.SimpleQueue()
        self._finished = finished
        self._threads = [
            threading.Thread(target=self._work, name=f"{name}-{number}", daemon=True)
            for number in range(1, threads + 1)
        ]
        for thread in self._threads:
            thread.start()

    def add(self, ticket: int, job: _Job) -> None:
        self._jobs.put((ticket, job))

    def close(self, deadline: float) -> bool:
        """End after the jobs already taken in; True when every thread ended before `deadline` (monotonic)."""
        for _ in self._threads:
            self._jobs.put(None)
        for thread in self._threads:
            thread.join(max(0.0, deadline - time.monotonic()))
        return not any(thread.is_alive() for thread in self._threads)

    def _work(self) -> None:
        while (ticket := self._run_next()) is not None:
            self._finished(ticket)

    def _run_next(self) -> int | None:
        taken = self._jobs.get()
        if taken is None:
            return None
        ticket, job = taken
        if not job.dropped:
            job.run()
        return ticket


class _Latest:
    """Which query of an owner and key was asked last; the earlier one is dropped."""

    def __init__(self) -> None:
        self._jobs: dict[tuple[int, str], _Job] = {}

    def add(self, job: _Job) -> None:
        older = self._jobs.get((id(job.owner), job.key))
        if older is not None:
            older.dropped = True
        self._jobs[id(job.owner), job.key] = job

    def forget(self, job: _Job) -> None:
        """Let go of an answered query, and with it of its owner."""
        if self._jobs.get((id(job.owner), job.key)) is job:
            del self._jobs[id(job.owner), job.key]


class ThreadRunner(QObject):
    """The runner of the desk; lives in the GUI thread, where all answers arrive.

    `commands_pending` says how many commands wait or run, `progressed` (done, in all) how far long work is.
    """

    commands_pending = Signal(int)
    progressed = Signal(int, int)
    _job_finished = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tickets = itertools.count(1)
        self._waiting: dict[int, _Job] = {}
        self._patient: deque[_Job] = deque()
        self._latest = _Latest()
        self._pending = 0
        self._stop_asked = threading.Event()
        self._closed = False
        self._job_finished.connect(self._on_job_finished, Qt.ConnectionType.QueuedConnection)
        self._commands = _Lane("commands", 1, self._hand_over)
        self._queries = _Lane("queries", QUERY_THREADS, self._hand_over)

    def command(
        self, work: Callable[[], T], done: Callable[[T], None], failed: Failed, owner: QObject
    ) -> None:
        """Run a change after all earlier ones; RuntimeError once the runner is closed."""
        self._add_command(_Job(work, done, failed, owner))

    def query(
        self,
        key: str,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Failed,
        owner: QObject,
        *,
        can_wait: bool = False,
    ) -> None:
        """Run a read; an older one of this owner with this key is answered no more.

        What `can_wait` begins when everything else was answered.
        """
        self._refuse_when_closed()
        job = _Job(work, done, failed, owner, key)
        self._latest.add(job)
        if can_wait:
            self._patient.append(job)
            self._begin_patient()
        else:
            self._queries.add(self._ticket(job), job)

    def long(
        self, work: Callable[[Report], T], done: Callable[[T], None], failed: Failed, owner: QObject
    ) -> None:
        """Run a change that tells how far it is; `stop` makes its next report answer False."""
        self._stop_asked.clear()
        self._add_command(_Job(lambda: work(self._report), done, failed, owner))

    @property
    def is_idle(self) -> bool:
        """Whether everything asked for was answered."""
        return not self._waiting and not self._patient

    def stop(self) -> None:
        """Ask the long work to end at its next report."""
        self._stop_asked.set()

    def close(self, seconds: float = CLOSING_SECONDS) -> bool:
        """Take no more work, drop waiting reads, let changes end; True when all ended within `seconds`."""
        self._closed = True
        self._stop_asked.set()
        self._patient.clear()
        for job in self._waiting.values():
            job.dropped = job.dropped or not job.is_command
        deadline = time.monotonic() + seconds
        commands_ended = self._commands.close(deadline)
        return self._queries.close(deadline) and commands_ended

    def _add_command(self, job: _Job) -> None:
        self._refuse_when_closed()
        job.is_command = True
        self._pending += 1
        self.commands_pending.emit(self._pending)
        self._commands.add(self._ticket(job), job)

    def _ticket(self, job: _Job) -> int:
        ticket = next(self._tickets)
        self._waiting[ticket] = job
        return ticket

    def _refuse_when_closed(self) -> None:
        if self._closed:
            raise RuntimeError("the runner is closed; nothing may be started while the desk closes")

    def _report(self, so_far: int, in_all: int) -> bool:
        self.progressed.emit(so_far, in_all)
        return not self._stop_asked.is_set()

    def _hand_over(self, ticket: int) -> None:
        # Called on a lane; the signal takes the ticket to the GUI thread. After closing nobody listens.
        if not self._closed and shiboken6.isValid(self):
            self._job_finished.emit(ticket)

    @Slot(int)
    def _on_job_finished(self, ticket: int) -> None:
        job = self._waiting.pop(ticket)
        if job.is_command:
            self._pending -= 1
            self.commands_pending.emit(self._pending)
        else:
            self._latest.forget(job)
        try:
            job.answer()
        finally:
            self._begin_patient()

    def _begin_patient(self) -> None:
        """Run the next of what can wait, unless somebody still waits for something."""
        while self._patient and not self._waiting:
            job = self._patient.popleft()
            if job.dropped:
                continue
            self._queries.add(self._ticket(job), job)


class InlineRunner:
    """The same protocol for presenter tests: runs at once, or when `release` is called after `hold`."""

    def __init__(self) -> None:
        self._held: list[_Job] | None = None
        self._latest = _Latest()

    def hold(self) -> None:
        """Keep everything that is asked for from now on, so that a test sees the loading state."""
        self._held = []

    def release(self) -> None:
        """Run and answer what was held, in order, and run at once again."""
        held, self._held = self._held or [], None
        for job in held:
            self._finish(job)

    def command(
        self, work: Callable[[], T], done: Callable[[T], None], failed: Failed, owner: QObject
    ) -> None:
        self._take(_Job(work, done, failed, owner))

    def query(
        self,
        key: str,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Failed,
        owner: QObject,
        *,
        can_wait: bool = False,
    ) -> None:
        job = _Job(work, done, failed, owner, key)
        self._latest.add(job)
        self._take(job)

    def long(
        self, work: Callable[[Report], T], done: Callable[[T], None], failed: Failed, owner: QObject
    ) -> None:
        self._take(_Job(lambda: work(_go_on), done, failed, owner))

    def _take(self, job: _Job) -> None:
        if self._held is None:
            self._finish(job)
        else:
            self._held.append(job)

    def _finish(self, job: _Job) -> None:
        self._latest.forget(job)
        if not job.dropped:
            job.run()
            job.answer()


def _go_on(_so_far: int, _in_all: int) -> bool:
    return True
