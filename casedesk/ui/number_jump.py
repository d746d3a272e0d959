"""Opens an order at once when its complete number was typed, pasted or scanned; it draws nothing."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Signal

from casedesk.contract.orders import OrderQuery
from casedesk.contract.values import OrderNumber
from casedesk.errors import CaseDeskError
from casedesk.rules.order_number import understood
from casedesk.ui.desk import Desk


class NumberJump(QObject):
    """Asks whether a valid number is an order; `found(digits)` when it is.

    A phone number may look like an order number, so the order has to exist; nothing found is no failure here.
    """

    found = Signal(str)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._asked = ""

    def look_at(self, text: str) -> None:
        """Look for an order when `text` is one complete, valid number and nothing else."""
        read = understood(text)
        self._asked = read.digits if read is not None and read.valid and not _has_words(text) else ""
        if self._asked:
            self._desk.read(
                "number",
                OrderQuery(number=OrderNumber(self._asked)),
                self._on_found,
                self,
                self._on_not_found,
            )

    def _on_found(self, order: Any) -> None:
        read = understood(order.number)
        if self._asked and read is not None:
            self.found.emit(read.digits)

    def _on_not_found(self, error: Exception) -> None:
        self._asked = ""
        if not isinstance(error, CaseDeskError):
            raise error


def _has_words(text: str) -> bool:
    """Whether more than a document's suffix (`N1`) stands beside the number."""
    return sum(character.isalpha() for character in text) > 1
