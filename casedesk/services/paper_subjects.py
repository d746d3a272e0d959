"""What a document is about: an order, a case, a decision or a colleague, found by what a person writes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select

from casedesk.contract.values import OrderNumber
from casedesk.documents.specification import DocumentSpec
from casedesk.errors import NotFound, RefusedByRule
from casedesk.models import Customer, Decision, IssuedDocument, Order, Staff
from casedesk.rules.order_number import printed
from casedesk.rules.states import DecisionState
from casedesk.services.about import id_in
from casedesk.services.queries.rows import case_id_of, number_of, order_row
from casedesk.services.reader import Reader
from casedesk.words import say

NAMED_BY = {
    "order": "order",
    "work_order": "order",
    "case": "case",
    "case_copy": "case",
    "decision": "decision",
    "worklist": "staff",
}
"""What a page of each kind is named by."""


@dataclass(frozen=True)
class PaperSubject:
    """Either a case, with the order or decision where it is about one, or a colleague.

    `name` is what people call it: the order number, else the customer's or the colleague's name.
    """

    name: str
    case_id: UUID | None = None
    order_id: UUID | None = None
    number: OrderNumber | None = None
    decision_id: UUID | None = None
    staff_id: UUID | None = None

    @property
    def counts_within(self) -> ColumnElement[bool]:
        """The documents among which its suffix counts: those of the order, of the case, or of the colleague."""
        document = IssuedDocument.__table__.c
        if self.order_id:
            return document.order_id == self.order_id
        if self.case_id:
            return (document.case_id == self.case_id) & document.order_id.is_(None)
        return document.staff_id == self.staff_id


def paper_subject(reader: Reader, spec: DocumentSpec, about: str) -> PaperSubject:
    """What `about` names for this document; NotFound when there is no such thing."""
    return _FINDERS[NAMED_BY[spec.about]](reader, about)


def _order(reader: Reader, about: str) -> PaperSubject:
    row = order_row(reader, about)
    number = OrderNumber(printed(row.digits))
    return PaperSubject(name=number, case_id=row.case_id, order_id=row.id, number=number)


def _case(reader: Reader, about: str) -> PaperSubject:
    """Filed under the case as a whole, also when it was named by one of its orders."""
    case_id = case_id_of(reader, about)
    name = _customer_name(reader, case_id)
    number = OrderNumber(printed(order_row(reader, about).digits)) if id_in(about) is None else None
    return PaperSubject(name=name, case_id=case_id, number=number)


def _customer_name(reader: Reader, case_id: UUID) -> str:
    return str(reader.connection.scalar(select(Customer.name).where(Customer.id == case_id)))


def _decision(reader: Reader, about: str) -> PaperSubject:
    """A decision by its id, or the only one in force of an order or a case."""
    as_id = id_in(about)
    row = as_id and _decision_row(reader, Decision.id == as_id)
    row = row or _only_decision(reader, about)
    if row.state != DecisionState.IN_FORCE or (row.valid_until and row.valid_until < reader.today):
        raise RefusedByRule(
            say("This decision is not in force. Only a decision in force is confirmed in writing."),
            rule="decision_in_force",
            state=row.state,
        )
    digits = row.digits
    name = printed(digits) if digits else _customer_name(reader, row.case_id)
    return PaperSubject(
        name=name,
        case_id=row.case_id,
        order_id=row.order_id,
        number=number_of(digits),
        decision_id=row.id,
    )


def _only_decision(reader: Reader, about: str) -> Any:
    """The one in force of the order, or of its case where the order has none of its own."""
    rows = []
    if id_in(about) is None:
        rows = _in_force(reader, Decision.order_id == order_row(reader, about).id)
    rows = rows or _in_force(reader, Decision.case_id == case_id_of(reader, about))
    if not rows:
        raise NotFound(say("No decision is in force for $about.", about=about), about=about)
    if len(rows) > 1:
        ids = [str(row.id) for row in rows]
        raise RefusedByRule(
            say("$about has $n decisions in force. Name one of them by its id.", about=about, n=len(rows)),
            rule="one_decision",
            decisions=ids,
        )
    return rows[0]


def _in_force(reader: Reader, of_what: ColumnElement[bool]) -> list[Any]:
    is_in_force = Decision.state == DecisionState.IN_FORCE
    return list(reader.connection.execute(_decision_select(of_what, is_in_force)))


def _decision_row(reader: Reader, condition: ColumnElement[bool]) -> Any:
    return reader.connection.execute(_decision_select(condition)).one_or_none()


def _decision_select(*conditions: Any) -> Any:
    from_order = select(
        Decision.id, Decision.case_id, Decision.order_id, Decision.state, Decision.valid_until, Order.digits
    )
    return from_order.outerjoin(Order, Order.id == Decision.order_id).where(*conditions)


def _colleague(reader: Reader, about: str) -> PaperSubject:
    row = reader.connection.execute(
        select(Staff.id, Staff.name).where(Staff.login == about)
    ).one_or_none()
    if row is None:
        raise NotFound(
            say("There is no colleague “$login”. The list: casedesk ask staff", login=about), login=about
        )
    return PaperSubject(name=row.name, staff_id=row.id)


_FINDERS = {"order": _order, "case": _case, "decision": _decision, "staff": _colleague}
