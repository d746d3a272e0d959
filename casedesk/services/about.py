"""What a command is about: an order number, a customer's id or a request's id, with its case locked."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import bindparam, select

from casedesk.errors import NotFound
from casedesk.models import Alias, Case, Order, Request
from casedesk.rules.order_number import printed, understood
from casedesk.services.unit_of_work import UnitOfWork
from casedesk.words import say

# Put together once: nearly every command about an order asks for it.
_ORDER_AND_CASE = (
    select(Order, Case)
    .join(Case, Case.customer_id == Order.case_id)
    .where(Order.digits == bindparam("digits"))
    .with_for_update(of=Case)
)


@dataclass(frozen=True)
class Subject:
    """The case, and the order or request where it is about one."""

    case: Case
    order: Order | None = None
    request: Request | None = None

    @property
    def order_id(self) -> UUID | None:
        if self.order:
            return self.order.id
        return self.request.order_id if self.request else None

    @property
    def request_id(self) -> UUID | None:
        return self.request.id if self.request else None


def subject_of(work: UnitOfWork, about: str) -> Subject:
    """The case with what it is about; NotFound says what was looked for and what is near it."""
    as_id = id_in(about)
    if as_id is None:
        order, case = order_and_case(work, about)
        return Subject(case, order=order)
    case_row = work.find_case(as_id)
    if case_row:
        return Subject(case_row)
    request = work.session.get(Request, as_id)
    if request is None:
        raise NotFound(say("There is no customer and no request $id.", id=about), about=about)
    return Subject(work.case_of(request.case_id), request=request)


def order_and_case(work: UnitOfWork, number: str) -> tuple[Order, Case]:
    """The order of a number in any spelling, or of an alias, with its case locked, in one statement."""
    digits = digits_in(number)
    found = work.session.execute(_ORDER_AND_CASE, {"digits": digits}).one_or_none()
    if found is None:
        raise no_such_order(digits)
    return found[0], found[1]


def digits_in(number: str) -> str:
    """The digits of an order number; NotFound with its neighbours when the check digit is wrong."""
    read = understood(number)
    if read is None:
        raise NotFound(
            say("“$number” is not an order number. It has eight to ten digits, as 4107-2981.", number=number),
            number=number,
        )
    if not read.valid:
        near = tuple(printed(one) for one in read.neighbours)
        raise NotFound(
            say(
                "$number is not an order number: one digit is wrong or two are swapped. Ask for it once more.",
                number=number,
            ),
            number=number,
            neighbours=near,
        )
    return read.digits


def no_such_order(digits: str) -> NotFound:
    """The sentence for a sound number that no order has."""
    return NotFound(say("There is no order $number here.", number=printed(digits)), number=printed(digits))


def id_in(text: str) -> UUID | None:
    """The UUID written in a text, None when it is something else."""
    try:
        return UUID(text)
    except ValueError:
        return None


def order_of_alias(work: UnitOfWork, system: str, number: str) -> UUID | None:
    """The order that another system's number leads to."""
    return work.session.scalar(select(Alias.order_id).where(Alias.system == system, Alias.number == number))
