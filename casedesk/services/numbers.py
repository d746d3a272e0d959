"""Issues order numbers: a sequence on PostgreSQL, a counter row on SQLite, through the keyed permutation."""

from __future__ import annotations

from sqlalchemy import Sequence, func, select, update

from casedesk.models import Base, Counter
from casedesk.rules.order_number import number_at
from casedesk.services.unit_of_work import UnitOfWork

ORDER_POSITIONS = Sequence("order_positions", start=0, minvalue=0, metadata=Base.metadata)
_COUNTER = "order_positions"


def next_order_number(work: UnitOfWork) -> str:
    """The digits of a number that no order of this database has; gaps are fine, repeats are not."""
    return next_order_numbers(work, 1)[0]


def next_order_numbers(work: UnitOfWork, many: int) -> list[str]:
    """The digits of as many numbers, taken in one statement."""
    return [number_at(position, work.company.number_key) for position in _next_positions(work, many)]


def _next_positions(work: UnitOfWork, many: int) -> list[int]:
    if work.session.get_bind().dialect.name == "postgresql":
        each = func.generate_series(1, many).table_valued("nth")
        return list(work.session.scalars(select(ORDER_POSITIONS.next_value()).select_from(each)))
    taken = work.session.scalar(
        update(Counter)
        .where(Counter.name == _COUNTER)
        .values(value=Counter.value + many)
        .returning(Counter.value)
    )
    end = int(taken or 0)
    return list(range(end - many, end))
