"""Thin money entries on the order number or on account; a mistake is reversed, never deleted."""

from __future__ import annotations

from sqlalchemy import select

from casedesk.contract.cases import RecordMoney, ReverseMoney
from casedesk.contract.ids import new_id
from casedesk.contract.values import Made
from casedesk.errors import Conflict, NotFound, RefusedByRule
from casedesk.models import MoneyEntry
from casedesk.rules.vocabulary import EntryKind
from casedesk.services.about import subject_of
from casedesk.services.handlers import handles
from casedesk.services.unit_of_work import Change, UnitOfWork
from casedesk.words import say


@handles(RecordMoney, undoable=True)
def record_money(work: UnitOfWork, command: RecordMoney) -> Made:
    """An amount invoiced, paid, credited or disputed."""
    if command.amount <= 0:
        raise RefusedByRule(
            say("An amount is more than 0. A mistake is reversed: reverse_money."), rule="amount"
        )
    subject = subject_of(work, command.about)
    order = subject.order
    entry = MoneyEntry(
        id=new_id(),
        case_id=subject.case.customer_id,
        order_id=subject.order_id,
        kind=command.kind,
        amount=command.amount,
        currency=command.currency or (order.currency if order else work.company.currency),
        booked_on=command.on or work.today,
        reference=command.reference,
        note=command.note,
        recorded_by_id=work.actor.id,
        recorded_at=work.now,
    )
    work.session.add(entry)
    work.record(
        EntryKind.MONEY,
        subject.case,
        order_id=subject.order_id,
        subject_id=entry.id,
        values={
            command.kind: Change(None, f"{command.amount} {entry.currency}"),
            "reference": Change(None, command.reference or None),
        },
    )
    return Made(entry.id)


@handles(ReverseMoney, undoable=True)
def reverse_money(work: UnitOfWork, command: ReverseMoney) -> Made:
    """The counter-entry of a money entry, once."""
    wrong = work.session.get(MoneyEntry, command.entry)
    if wrong is None or wrong.reverses_id or wrong.undone_at:
        raise NotFound(say("There is no money entry $id to reverse.", id=command.entry))
    if not command.reason.strip():
        raise RefusedByRule(say("Say what was wrong."), rule="reversal_reason")
    case = work.case_of(wrong.case_id)
    reversal = select(MoneyEntry.id).where(MoneyEntry.reverses_id == wrong.id, MoneyEntry.undone_at.is_(None))
    if work.session.scalar(reversal):
        raise Conflict(say("This entry is reversed already."))
    entry = MoneyEntry(
        id=new_id(),
        case_id=wrong.case_id,
        order_id=wrong.order_id,
        kind=wrong.kind,
        amount=-wrong.amount,
        currency=wrong.currency,
        booked_on=work.today,
        reference=wrong.reference,
        note=command.reason,
        reverses_id=wrong.id,
        recorded_by_id=work.actor.id,
        recorded_at=work.now,
    )
    work.session.add(entry)
    work.record(
        EntryKind.MONEY,
        case,
        order_id=wrong.order_id,
        subject_id=wrong.id,
        values={
            wrong.kind: Change(f"{wrong.amount} {wrong.currency}", None),
            "reason": Change(None, command.reason),
        },
    )
    return Made(entry.id)
