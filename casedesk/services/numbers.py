"""Issues order numbers: a sequence on PostgreSQL, a counter row on SQLite, through the keyed permutation."""

from __future__ import annotations

from sqlalchemy import Sequence, select, update

from casedesk.models import Base, Counter
from casedesk.rules.order_number import number_at
from casedesk.services.unit_of_work import UnitOfWork

ORDER_POSITIONS = Sequence("order_positions", start=0, minvalue=0, metadata=Base.metadata)
_COUNTER = "order_positions"


def next_order_number(work: UnitOfWork) -> str:
    """The digits of a number that no order of this database has; gaps are fine, repeats are not."""
    return number_at(_next_position(work), work.company.number_key)


def _next_position(work: UnitOfWork) -> int:
    if work.session.get_bind().dialect.name == "postgresql":
        return int(work.session.scalar(select(ORDER_POSITIONS.next_value())) or 0)
    taken = work.session.scalar(
        update(Counter).where(Counter.name == _COUNTER).values(value=Counter.value + 1).returning(Counter.value)
    )
    return int(taken or 0) - 1
