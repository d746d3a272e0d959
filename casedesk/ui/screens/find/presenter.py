"""The caller's record: asks as one types, keeps the order of what is shown, previews what is chosen; it knows no
widget.

Watches customers, orders, requests and promises: state and owner of the results follow, their order does not.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from casedesk.contract.cases import CaseDetail, CaseQuery, Find, FindAnswer, FindHit
from casedesk.contract.desk import StaffQuery, StaffRow
from casedesk.contract.orders import OrderList, Orders
from casedesk.rules.text_folding import fold
from casedesk.rules.vocabulary import LookKind
from casedesk.ui.change_bus import Changes
from casedesk.ui.desk import Desk
from casedesk.ui.notifications import reading_failed
from casedesk.ui.recent_records import RecentRecords
from casedesk.ui.screens.find.recent_hits import RecentHits
from casedesk.ui.screens.find.state import FindState, Group, OrderChoice, Shows, Target

TOPICS = ("customer", "order", "request", "promise", "case")
FEW, MANY = 60, 200
"""Results asked for at first, and when more of them are wanted."""

REST_MS = 1500
"""Who rests so long on an empty result has looked and found nothing; every key is no look-up."""

PREVIEW_REST_MS = 100
"""Running through the rows with an arrow key reads no case on the way. A page of rows is painted before the case is
read, as both at once would hinder each other; only the case of the first hit is read at once.
"""

MOST_SEEN = 500
MOST_NUMBERS = 201
"""One more than may be printed at once, so that a longer list is refused in words and not cut."""


class FindPresenter(QObject):
    """Holds the one state of Find; lives in the GUI thread.

    `changed(FindState)` after every change; `orders_changed(again)` when the list of all orders has to be read:
    from its start for another choice, or again where it is.
    """

    changed = Signal(object)
    orders_changed = Signal(bool)

    def __init__(self, desk: Desk, recent: RecentRecords, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.state = FindState()
        self._desk = desk
        self._recent = RecentHits(desk, recent, self)
        self._is_seen = True
        self._limit = FEW
        self._seen: OrderedDict[str, FindHit] = OrderedDict()
        self._recorded = ""
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self.record_nothing_found)
        self._preview = QTimer(self, singleShot=True, interval=PREVIEW_REST_MS)
        self._preview.timeout.connect(self._read_case)
        desk.bus.watch(self, TOPICS, self._on_changes)

    def open(self) -> None:
        """Read what was opened last, and the colleagues to choose from."""
        self._read_recent()
        self._desk.read("staff", StaffQuery(), self._on_staff, self, can_wait=True)

    # What is asked

    def search(self, text: str) -> None:
        """Show what a text finds; "" shows the last records."""
        if text == self.state.text:
            return
        self._limit = FEW
        self._rest.stop()
        self._set(text=text)
        if text.strip():
            self._rest.start()
            self._find()
        else:
            self._set(hits=(), found_for=None, neighbours=(), fault="", total=0)
            self._read_recent()

    def read_again(self) -> None:
        """Ask the same again; what is shown stays until the answer is there."""
        shows = self.state.shows
        if shows is Shows.ALL_ORDERS:
            self.orders_changed.emit(True)
        elif shows is Shows.RECENT:
            self._read_recent()
        else:
            self._find()
        if self.state.chosen is not None:
            self._read_case()

    def set_seen(self, is_seen: bool) -> None:
        """Say whether the person looks at the results; else they are read again when they come to the front."""
        self._is_seen = is_seen

    def ask_for_more(self) -> None:
        """Show more results than at first."""
        self._limit = MANY
        self._find()

    @property
    def has_more(self) -> bool:
        return self._limit < MANY and self.state.total > len(self.state.hits)

    def choose_group(self, group: Group) -> None:
        """Show only one kind; without a text, orders are the list of all orders."""
        self._set(group=group)

    def step_group(self, by: int) -> None:
        """Tab: the next kind, or the one before."""
        groups = list(Group)
        self.choose_group(groups[(groups.index(self.state.group) + by) % len(groups)])

    def choose_orders(self, choice: OrderChoice) -> None:
        """Narrow or sort the list of all orders."""
        if choice != self.state.orders:
            self._set(orders=choice, counted=None)
            self.orders_changed.emit(False)

    def read_orders(
        self, key: str, query: Orders, done: Callable[[OrderList], None], failed: Callable[[Exception], None]
    ) -> None:
        """Read one window of the list of all orders."""
        self._desk.read(key, query, done, self, failed)

    def read_numbers(self, done: Callable[[tuple[str, ...]], None]) -> None:
        """The numbers of the orders that are listed; of all orders a few more than are printed at once."""
        state = self.state
        if state.shows is not Shows.ALL_ORDERS:
            found = (hit.order_number for hit in state.listed if hit.kind == "order")
            done(tuple(number for number in found if number))
            return
        query = Orders(filter=state.orders.filter, sort=state.orders.sort, limit=MOST_NUMBERS)
        self._desk.read(
            "numbers", query, lambda page: done(tuple(one.number for one in page.rows)), self
        )

    def count_orders(self, orders: int) -> None:
        """Say how many orders the list has."""
        if self.state.counted != orders:
            self._set(counted=orders)

    @Slot()
    def record_nothing_found(self) -> None:
        """Write down, once for a text, that somebody looked for it and found nothing."""
        self._rest.stop()
        state = self.state
        text = state.text.strip()
        if state.shows is not Shows.NOTHING or state.fault or text == self._recorded:
            return
        self._recorded = text
        services, failed = self._desk.services, self._desk.notifications.fail
        self._desk.runner.command(
            lambda: services.record_look(LookKind.FIND, text=text, hits=0), _noted, failed, self
        )

    # What is chosen

    def choose(self, row_id: str) -> None:
        """Take a row; its case is read for the preview."""
        chosen = Target.read(row_id)
        if chosen == self.state.chosen:
            return
        customer = chosen.customer if chosen else None
        same = self.state.case is not None and self.state.case.customer.id == customer
        at_once = self.state.chosen is None and self.state.shows is not Shows.ALL_ORDERS
        self._set(chosen=chosen, case=self.state.case if same else None, case_fault="")
        if same or chosen is None:
            self._preview.stop()
        elif at_once:
            self._read_case()
        else:
            self._preview.start()

    def open_chosen(self, row_id: str = "") -> None:
        """Open the case or the order of a row, of the chosen one without a row."""
        target = Target.read(row_id) if row_id else self.state.chosen
        if target is None:
            self.record_nothing_found()
        elif target.kind == "order":
            self._desk.navigator.open_order(target.number)
        else:
            self._desk.navigator.open_case(target.customer)

    def open_case(self) -> None:
        """Open the case of the chosen row, also of an order."""
        if self.state.chosen is not None:
            self._desk.navigator.open_case(self.state.chosen.customer)

    def call_chosen(self) -> None:
        """Open the case of the chosen row with a running call."""
        if self.state.chosen is not None:
            self._desk.navigator.start_call(self.state.chosen.customer, self.phone)

    @property
    def phone(self) -> str:
        """The number by which the chosen customer was found, else the preferred one, "" while unknown."""
        hit = self._chosen_hit()
        if hit is not None and hit.kind == "customer" and "@" not in hit.contact:
            return hit.contact
        points = self.state.case.customer.contact_points if self.state.case else ()
        return next((one.typed for one in points if one.kind == "phone"), "")

    @property
    def number_to_copy(self) -> str:
        """The order number of the chosen row, of a customer the phone number."""
        chosen = self.state.chosen
        return (chosen.number or self.phone) if chosen else ""

    # Answers

    def _find(self) -> None:
        text = self.state.text
        query = Find(text=text, limit=self._limit)
        done, failed = partial(self._on_found, text), partial(self._on_find_failed, text)
        self._desk.read("find", query, done, self, failed)

    def _on_found(self, text: str, answer: FindAnswer) -> None:
        if text != self.state.text:
            return
        again = text == self.state.found_for
        hits = _in_shown_order(self.state.hits, answer.hits) if again else answer.hits
        self._remember(answer.hits)
        self._set(
            hits=hits,
            found_for=text,
            total=answer.total,
            neighbours=answer.neighbours,
            milliseconds=answer.milliseconds,
            fault="",
        )

    def _on_find_failed(self, text: str, error: Exception) -> None:
        """Show what was read before and fits, marked as such."""
        if text != self.state.text:
            return
        words = fold(text).split()
        known = tuple(hit for hit in self._seen.values() if _has_all(hit, words))
        self._set(hits=known, found_for=text, total=len(known), neighbours=(), fault=reading_failed(error))

    def _read_recent(self) -> None:
        self._recent.read(self._on_recent, self._on_recent_failed)

    def _on_recent(self, hits: tuple[FindHit, ...]) -> None:
        self._remember(hits)
        self._set(recent=hits, fault="")

    def _on_recent_failed(self, error: Exception) -> None:
        self._set(recent=self.state.recent or (), fault=reading_failed(error))

    def _on_staff(self, staff: tuple[StaffRow, ...]) -> None:
        self._set(staff=staff)

    @Slot()
    def _read_case(self) -> None:
        chosen = self.state.chosen
        if chosen is not None:
            query = CaseQuery(about=str(chosen.customer))
            self._desk.read("preview", query, self._on_case, self, self._on_case_failed)

    def _on_case(self, case: CaseDetail) -> None:
        if self.state.chosen is not None and self.state.chosen.customer == case.customer.id:
            self._set(case=case, case_fault="")

    def _on_case_failed(self, error: Exception) -> None:
        self._set(case_fault=reading_failed(error))

    def _on_changes(self, _changes: Changes) -> None:
        if self._is_seen:
            self.read_again()

    # Small steps

    def _chosen_hit(self) -> FindHit | None:
        chosen = self.state.chosen
        listed = self.state.listed
        return next((hit for hit in listed if chosen is not None and Target.of_hit(hit) == chosen), None)

    def _remember(self, hits: tuple[FindHit, ...]) -> None:
        """Keep what was read, so that it can be found while the database cannot be asked."""
        for hit in hits:
            self._seen[str(hit.id)] = hit
            self._seen.move_to_end(str(hit.id))
        while len(self._seen) > MOST_SEEN:
            self._seen.popitem(last=False)

    def _set(self, **changes: Any) -> None:
        self.state = replace(self.state, **changes)
        self.changed.emit(self.state)


def _in_shown_order(shown: tuple[FindHit, ...], found: tuple[FindHit, ...]) -> tuple[FindHit, ...]:
    """What is shown, with its new state and owner, where it stands; what is new comes after it."""
    by_id = {hit.id: hit for hit in found}
    known = {hit.id for hit in shown}
    return (*(by_id.get(hit.id, hit) for hit in shown), *(hit for hit in found if hit.id not in known))


def _has_all(hit: FindHit, words: list[str]) -> bool:
    text = fold(" ".join((hit.line, hit.name, hit.second_line, hit.contact)))
    return all(word in text for word in words)


def _noted(_nothing: None) -> None:
    """Nobody waits for the look to be written down."""
