"""What the screen of an order shows, as one frozen value; it knows no widget and no query."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from casedesk.contract.desk import ProductRow
from casedesk.contract.ids import new_id
from casedesk.contract.orders import LineRow, MilestoneRow, OrderDetail
from casedesk.ui.forms import Form
from casedesk.ui.forms.order_lines import LineDraft
from casedesk.ui.screens.order.news import News


@dataclass(frozen=True)
class Clash:
    """A colleague changed what is being typed over here: both values in words."""

    who: str
    theirs: str
    mine: str


@dataclass(frozen=True)
class LinesEditing:
    """The lines while they are changed, what can be added, and the lines in force when it began."""

    lines: tuple[LineDraft, ...]
    products: tuple[ProductRow, ...]
    base: tuple[LineRow, ...]
    request_id: UUID = field(default_factory=new_id)


@dataclass(frozen=True)
class OrderState:
    """Everything the screen shows.

    `fault` says why the order could not be read; what was read before stays. `chosen` is the key of the step in
    the strip. `form` is the small form that is open, `gaps` the sentences at its fields, `clash` what a colleague
    saved meanwhile, `editing` the lines while they are changed. `news` is a colleague's last change.
    """

    order: OrderDetail | None = None
    fault: str = ""
    chosen: str = ""
    form: Form | None = None
    editing: LinesEditing | None = None
    gaps: Mapping[str, str] | None = None
    clash: Clash | None = None
    is_saving: bool = False
    news: News | None = None
    kept: str = ""
    changed_unseen: bool = False
    document_names: Mapping[str, str] = field(default_factory=dict)

    @property
    def step(self) -> MilestoneRow | None:
        """The chosen milestone."""
        milestones = self.order.milestones if self.order else ()
        return next((one for one in milestones if one.key == self.chosen), None)
