"""The cards below the milestones of an order, put together; it knows no query."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QWidget

from casedesk.contract.orders import OrderDetail
from casedesk.ui.desk import Desk
from casedesk.ui.screens.order.cards import (
    AboutCard,
    BillingCard,
    DocumentsCard,
    OwnersCard,
    PromisedDaysCard,
)
from casedesk.ui.screens.order.lines_card import LinesCard
from casedesk.ui.screens.order.lower_cards import LowerCards
from casedesk.words import say

_COLUMNS = (("lines", "owners"), ("about", "billing"), ("documents", "promised"))
_SHARES = (13, 9, 8)


class LowerPart(LowerCards):
    """Lines, owners, what is known, billing, documents and promised days."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        self.lines = LinesCard(desk.person.company.currency, may_set_prices=desk.can("other_prices"))
        self.owners = OwnersCard(desk.now, desk.person.login)
        self.about, self.billing = AboutCard(desk.now), BillingCard()
        self.documents, self.promised = DocumentsCard(desk.now), PromisedDaysCard(desk.now)
        cards = {
            "lines": self.lines, "owners": self.owners, "about": self.about,
            "billing": self.billing, "documents": self.documents, "promised": self.promised,
        }  # fmt: skip
        titles = {
            "lines": say("Order lines"), "owners": say("Who owned it"), "about": say("About this order"),
            "billing": say("Billing"), "documents": say("Documents"), "promised": say("Promised days"),
        }  # fmt: skip
        super().__init__(cards, _COLUMNS, _SHARES, titles, say("Parts of the order"), parent)

    def show_order(self, order: OrderDetail, document_names: Mapping[str, str]) -> None:
        """Show an order; the lines are shown by themselves, they can be changed in place."""
        for card in (self.owners, self.about, self.billing, self.promised):
            card.show_order(order)
        self.documents.show_order(order, document_names)
