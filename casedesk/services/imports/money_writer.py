"""Writes imported money entries with their line in the timeline."""

from __future__ import annotations

from casedesk.contract.ids import new_id
from casedesk.models import Case, MoneyEntry
from casedesk.rules.vocabulary import EntryKind
from casedesk.services.imports.records import Record
from casedesk.services.imports.writing import Writing, day_of, text_of
from casedesk.services.unit_of_work import Change


def write_money(writing: Writing) -> None:
    """New entries on account, or on the order they name; known ones never change."""
    made = [one.record for one in writing.plan.of("made")]
    cases = writing.cases(writing.customer_of(record) for record in made)
    for record in made:
        case = cases[writing.customer_of(record)]
        entry = _entry(writing, record, case)
        writing.made[record.key] = entry.id
        add_money(writing, case, entry)


def add_money(writing: Writing, case: Case, entry: MoneyEntry) -> None:
    """The entry and what the timeline says of it."""
    writing.batch.add(entry)
    values = {entry.kind: Change(None, f"{entry.amount} {entry.currency}")}
    if entry.reference:
        values["reference"] = Change(None, entry.reference)
    writing.work.record(
        EntryKind.MONEY,
        case,
        order_id=entry.order_id,
        subject_id=entry.id,
        at=writing.start_of(entry.booked_on),
        values=values,
    )


def _entry(writing: Writing, record: Record, case: Case) -> MoneyEntry:
    return MoneyEntry(
        id=new_id(),
        case_id=case.customer_id,
        order_id=writing.id_of("order", record.values.get("order")),
        kind=text_of(record, "kind"),
        amount=record.values["amount"],
        currency=text_of(record, "currency") or writing.currency,
        booked_on=day_of(record.values, "on"),
        reference=text_of(record, "reference"),
        note=text_of(record, "note"),
        recorded_by_id=writing.work.actor.id,
        recorded_at=writing.work.now,
        source=writing.source,
        external=record.key,
    )
