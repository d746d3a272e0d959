"""Reads the records opened last as hits, by two questions for all of them; it knows no widget."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject

from casedesk.contract.cases import FindHit
from casedesk.contract.customers import CustomerList, Customers
from casedesk.contract.orders import OrderList, Orders
from casedesk.rules.order_number import printed
from casedesk.ui.desk import Desk
from casedesk.ui.place import Place
from casedesk.ui.recent_records import MOST, RecentRecords
from casedesk.ui.screens.find.rows import customer_hit, order_hit

Hits = tuple[FindHit, ...]


class RecentHits(QObject):
    """Asks through the desk; an answer for a destroyed reader is dropped."""

    def __init__(self, desk: Desk, records: RecentRecords, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._records = desk, records

    def read(self, done: Callable[[Hits], None], failed: Callable[[Exception], None]) -> None:
        """Call `done` with the hits, the record opened last first; records that are gone are left out."""
        places = self._records.places()
        if not places:
            done(())
            return
        query = Orders(filter={"number": _keys(places, "order")}, limit=MOST)
        self._desk.read("orders", query, partial(self._on_orders, places, done, failed), self, failed)

    def _on_orders(
        self,
        places: Sequence[Place],
        done: Callable[[Hits], None],
        failed: Callable[[Exception], None],
        page: OrderList,
    ) -> None:
        today = self._desk.now().date()
        orders = {str(row.number): order_hit(row, today) for row in page.rows}
        query = Customers(filter={"id": _keys(places, "case")}, limit=MOST)
        self._desk.read("customers", query, partial(_on_customers, places, orders, done), self, failed)


def _on_customers(
    places: Sequence[Place], orders: dict[str, FindHit], done: Callable[[Hits], None], page: CustomerList
) -> None:
    found = orders | {str(row.id): customer_hit(row) for row in page.rows}
    wanted = (printed(place.key) if place.screen == "order" else place.key for place in places)
    done(tuple(found[key] for key in wanted if key in found))


def _keys(places: Sequence[Place], screen: str) -> list[str]:
    return [place.key for place in places if place.screen == screen]
