"""A table model for long lists: holds the windows that were painted lately and reads others when they are
needed, the next one a little before.

It knows no query: `fetch` is given to it and may answer at once or later, from the GUI thread.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QObject, QTimer, Signal, Slot

from casedesk.ui.tables.model import Index, RecordModel
from casedesk.ui.tables.rows import Column, GroupHead, Row

WINDOW_ROWS = 200
WINDOWS_HELD = 12
READ_AHEAD_FROM = WINDOW_ROWS // 2
"""From this row of a window on, the next window is read, so that paging down finds its rows there."""


@dataclass(frozen=True)
class WindowRequest:
    """Asks for up to `limit` rows that follow the sort key `after` (None: from the start), leaving out
    `skip`."""

    after: object | None
    skip: int
    limit: int = WINDOW_ROWS


@dataclass(frozen=True)
class Window:
    """The answer: rows in order, the sort key of the last one, and how many rows there are about in all.

    `estimated` is None where nobody counted again; fewer rows than asked for mean the end of the list.
    """

    rows: tuple[Row, ...]
    last_key: object | None = None
    estimated: int | None = None


Answer = Callable[[Window], None]
Fetch = Callable[[WindowRequest, Answer, Callable[[Exception], None]], None]


class WindowedTableModel(RecordModel):
    """Rows by windows of 200; rows not read yet are placeholders.

    `counted(rows, exact)` when the number of rows is known better, `failed(error)` when a window could not be
    read.
    """

    counted = Signal(int, bool)
    failed = Signal(object)

    def __init__(self, columns: Sequence[Column], fetch: Fetch, parent: QObject | None = None) -> None:
        super().__init__(columns, parent)
        self._fetch = fetch
        self._windows: OrderedDict[int, tuple[Row, ...]] = OrderedDict()
        self._starts: dict[int, object | None] = {0: None}
        self._asked: set[int] = set()
        self._wanted: list[int] = []
        self._edition = 0
        self._count = 0
        self._exact = False
        # Painting asks for rows one by one; asking the database waits until the painting is over.
        self._asking = QTimer(self, singleShot=True, interval=0)
        self._asking.timeout.connect(self._on_asking_due)

    @property
    def is_exact(self) -> bool:
        """Whether the end of the list was seen, so that the number of rows is no estimate."""
        return self._exact

    def reload(self) -> None:
        """Read from the start: another filter or another order. Selections are lost."""
        self.beginResetModel()
        self._edition += 1
        self._windows.clear()
        self._starts = {0: None}
        self._asked.clear()
        self._wanted.clear()
        self._count, self._exact = 0, False
        self.endResetModel()
        self._want(0)

    def refresh(self) -> None:
        """Read again what is held, because records changed; rows stay on screen until the answer is there.

        Selections stay on the same record where it is still within the windows held.
        """
        self._edition += 1
        self._asked.clear()
        self._starts = {0: None}
        self._exact = False
        for window in sorted(self._windows):
            self._want(window)
        if not self._windows:
            self._want(0)

    def entry(self, row: int) -> Row | GroupHead | None:
        number, place = divmod(row, WINDOW_ROWS)
        window = self._windows.get(number)
        if window is None:
            self._want(number)
            return None
        self._windows.move_to_end(number)
        if place >= READ_AHEAD_FROM:
            self._want_next(number + 1)
        return window[place] if place < len(window) else None

    def row_of(self, record_id: str) -> int:
        for number, window in self._windows.items():
            for place, row in enumerate(window):
                if row.id == record_id:
                    return number * WINDOW_ROWS + place
        return -1

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else self._count

    def _want(self, number: int) -> None:
        if number not in self._asked and number not in self._wanted:
            self._wanted.append(number)
            self._asking.start()

    def _want_next(self, number: int) -> None:
        if number not in self._windows and number * WINDOW_ROWS < self._count:
            self._want(number)

    @Slot()
    def _on_asking_due(self) -> None:
        # The window painted last is the one the person looks at.
        wanted, self._wanted = self._wanted[::-1], []
        for number in wanted:
            self._ask(number)

    def _ask(self, number: int) -> None:
        self._asked.add(number)
        nearest = self._nearest_start(number)
        request = WindowRequest(self._starts[nearest], (number - nearest) * WINDOW_ROWS)
        edition = self._edition

        def answer(window: Window) -> None:
            if edition == self._edition:
                self._take(number, window)

        def refuse(error: Exception) -> None:
            if edition == self._edition:
                self._asked.discard(number)
                self.failed.emit(error)

        self._fetch(request, answer, refuse)

    def _take(self, number: int, window: Window) -> None:
        self._asked.discard(number)
        if len(window.rows) == WINDOW_ROWS:
            self._starts[number + 1] = window.last_key
        self._set_count(number, window)
        held = self._ids_of_persistent()
        self._windows[number] = window.rows
        self._windows.move_to_end(number)
        self._forget_oldest()
        self._keep_selection(held)
        last = min((number + 1) * WINDOW_ROWS, self._count) - 1
        if last >= number * WINDOW_ROWS:
            first = self.index(number * WINDOW_ROWS, 0)
            self.dataChanged.emit(first, self.index(last, len(self.columns) - 1))

    def _nearest_start(self, number: int) -> int:
        """The last window at or before `number` whose beginning is known."""
        return max(start for start in self._starts if start <= number)

    def _set_count(self, number: int, window: Window) -> None:
        """Grow or shrink to what this window tells about the length of the list."""
        seen = number * WINDOW_ROWS + len(window.rows)
        if len(window.rows) == WINDOW_ROWS:
            # One placeholder more than was seen, so that there is something to scroll to.
            known = self._count if window.estimated is None else window.estimated
            count = max(self._count, seen) if self._exact else max(known, seen + 1)
        elif window.rows or self._nearest_start(number) == number:
            count, self._exact = seen, True
        else:
            # Past the end: the end lies between the last known beginning and here, so look half-way.
            count = (self._nearest_start(number) + number + 1) // 2 * WINDOW_ROWS
        self._resize(count)
        self.counted.emit(self._count, self._exact)

    def _resize(self, count: int) -> None:
        if count > self._count:
            self.beginInsertRows(QModelIndex(), self._count, count - 1)
            self._count = count
            self.endInsertRows()
        elif count < self._count:
            self.beginRemoveRows(QModelIndex(), count, self._count - 1)
            self._count = count
            self.endRemoveRows()

    def _forget_oldest(self) -> None:
        while len(self._windows) > WINDOWS_HELD:
            self._windows.popitem(last=False)

    def _ids_of_persistent(self) -> dict[int, str]:
        """Which record each selected or remembered row shows at this moment."""
        ids = {}
        for index in self.persistentIndexList():
            number, place = divmod(index.row(), WINDOW_ROWS)
            window = self._windows.get(number, ())
            if place < len(window):
                ids[index.row()] = window[place].id
        return ids

    def _keep_selection(self, held: dict[int, str]) -> None:
        moved = {row: self.row_of(record_id) for row, record_id in held.items()}
        moved = {row: now for row, now in moved.items() if now not in (row, -1)}
        if not moved:
            return
        self.layoutAboutToBeChanged.emit()
        for index in self.persistentIndexList():
            if index.row() in moved:
                self.changePersistentIndex(index, self.createIndex(moved[index.row()], index.column()))
        self.layoutChanged.emit()
