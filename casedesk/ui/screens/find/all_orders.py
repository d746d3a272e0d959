"""The list of all orders by windows: asks for each window by keyset and never for a place far away from what is
known; it knows no widget.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from casedesk.contract.orders import OrderList, OrderRow, Orders
from casedesk.ui.screens.find.state import OrderChoice
from casedesk.ui.tables import WINDOW_ROWS, Row, Window, WindowRequest

AHEAD = 4 * WINDOW_ROWS
"""How far past what was read one can scroll at once. A keyset leads from window to window, so rows that are skipped
have to be read; with those asked for they are one question (at most 1000 rows).
"""


Answer = Callable[[Window], None]
Refuse = Callable[[Exception], None]
Read = Callable[[str, Orders, Callable[[OrderList], None], Refuse], None]


class AllOrders:
    """Answers a `WindowedTableModel`, whose sort keys are row numbers; `read(key, query, done, failed)` asks off the
    GUI thread.

    `on_total(n)` tells how many orders there are in all, as the query estimates it.
    """

    def __init__(
        self, read: Read, to_row: Callable[[OrderRow], Row], on_total: Callable[[int], None]
    ) -> None:
        self._read, self._to_row, self._on_total = read, to_row, on_total
        self.choose(OrderChoice())

    def choose(self, choice: OrderChoice) -> None:
        """Ask for other orders, or in another order, from the next window on."""
        self._choice = choice
        self._reach = 0
        self._end: int | None = None
        # Continuations stay true when orders come and go: they are places in the sort, not numbers of rows.
        self._continuations: dict[int, str | None] = {0: None}

    def fetch(self, request: WindowRequest, answer: Answer, refuse: Refuse) -> None:
        """Answer one window."""
        first = request.skip + (request.after if isinstance(request.after, int) else 0)
        if self._end is not None and first >= self._end:
            answer(Window(()))
            return
        start = max(row for row in self._continuations if row <= first)
        query = Orders(
            filter=self._choice.filter,
            sort=self._choice.sort,
            limit=first - start + request.limit,
            after=self._continuations[start],
        )
        self._read(f"orders {first}", query, partial(self._on_orders, start, first, answer), refuse)

    def _on_orders(self, start: int, first: int, answer: Answer, page: OrderList) -> None:
        end = start + len(page.rows)
        self._note_end(end, page.next)
        self._on_total(page.total)
        self._reach = max(self._reach, min(page.total, end + AHEAD))
        found = page.rows[first - start :]
        answer(Window(tuple(map(self._to_row, found)), end, self._reach if page.next else None))

    def _note_end(self, end: int, following: str | None) -> None:
        if following is None:
            self._end = end
            return
        self._continuations[end] = following
        if self._end is not None and self._end <= end:
            self._end = None
