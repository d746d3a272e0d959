"""Carries out the import's commands: begin a run, bring in records in one transaction, end the run."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from sqlalchemy import Connection, select

from casedesk.contract.ids import new_id
from casedesk.contract.imports import (
    BeginImport,
    EndImport,
    ImportKind,
    ImportRecords,
    PossibleDuplicate,
    RecordGiven,
    RecordRejected,
    RecordsImported,
)
from casedesk.contract.values import Made
from casedesk.errors import NotFound, WrongUsage
from casedesk.models import ImportRecord, ImportRun
from casedesk.services.actor import CompanyFacts
from casedesk.services.handlers import handles
from casedesk.services.imports.customer_writer import write_customers
from casedesk.services.imports.known_records import Assumed
from casedesk.services.imports.money_writer import write_money
from casedesk.services.imports.order_writer import write_orders
from casedesk.services.imports.planning import plan_records
from casedesk.services.imports.plans import Plan, Planned
from casedesk.services.imports.possible_duplicates import possible_duplicates
from casedesk.services.imports.product_writer import write_products
from casedesk.services.imports.records import Record
from casedesk.services.imports.staff_writer import write_staff
from casedesk.services.imports.targets import KINDS, Form, Target
from casedesk.services.imports.writing import Writing
from casedesk.services.unit_of_work import UnitOfWork
from casedesk.words import say

MOST_RECORDS = 500
_WRITERS: Mapping[str, Callable[[Writing], None]] = {
    "staff": write_staff,
    "product": write_products,
    "customer": write_customers,
    "order": write_orders,
    "money": write_money,
}


@handles(BeginImport)
def begin_import(work: UnitOfWork, command: BeginImport) -> Made:
    """A run that has no end yet."""
    run = ImportRun(
        id=new_id(),
        source=command.source,
        mapping=command.mapping,
        started_at=work.now,
        started_by_id=work.actor.id,
        counts={},
    )
    work.session.add(run)
    work.changed("import", run.id)
    return Made(run.id)


@handles(EndImport)
def end_import(work: UnitOfWork, command: EndImport) -> Made:
    """The run with its counts."""
    run = _run(work, command.run)
    run.finished_at = work.now
    run.counts = dict(command.counts)
    work.changed("import", run.id)
    return Made(run.id)


@handles(ImportRecords)
def import_records(work: UnitOfWork, command: ImportRecords) -> RecordsImported:
    """All records of the call or none; those that cannot be taken are answered with their reason."""
    if len(command.records) > MOST_RECORDS:
        raise WrongUsage(
            say("At most $most records at once; this call has $n.", most=MOST_RECORDS, n=len(command.records))
        )
    run = _run(work, command.run)
    records = [record_of(command.kind, given) for given in command.records]
    connection = work.session.connection()
    plan = plan_records(connection, run.source, command.kind, records, work.company.number_key)
    duplicates = possible_duplicates(connection, run.source, plan.of("made"), work.company.country)
    writing = Writing(work, run.source, command.currency or work.company.currency, plan)
    _WRITERS[command.kind](writing)
    _remember(writing, run)
    writing.send()
    return _answer(plan, duplicates)


def answer_to(
    connection: Connection,
    company: CompanyFacts,
    source: str,
    kind: ImportKind,
    records: Sequence[Record],
    assumed: Assumed,
) -> RecordsImported:
    """What `import_records` would answer, without writing; `assumed` knows what a dry run accepted before."""
    plan = plan_records(connection, source, kind, records, company.number_key, assumed)
    return _answer(plan, possible_duplicates(connection, source, plan.of("made"), company.country))


def _answer(plan: Plan, duplicates: tuple[PossibleDuplicate, ...]) -> RecordsImported:
    rejected = (
        RecordRejected(
            one.record.key, one.obstacle.field, one.obstacle.value, one.obstacle.reason, one.obstacle.remedy
        )
        for one in plan.records
        if one.obstacle
    )
    return RecordsImported(tuple(one.outcome for one in plan.records), tuple(rejected), duplicates)


def record_of(kind: ImportKind, given: RecordGiven) -> Record:
    """The record with its values in their types; WrongUsage for a field that the kind does not have."""
    targets = KINDS[kind]
    for name in given.lists:
        if name not in targets.lists:
            raise WrongUsage(say("A $kind has no $name.", kind=kind, name=name))
    lists = {
        name: tuple(_typed(targets.lists[name], entry) for entry in entries)
        for name, entries in given.lists.items()
    }
    return Record(kind, given.key, 0, _typed(targets.fields, given.values), lists, given.extra)


def _typed(targets: Mapping[str, Target], values: Mapping[str, Any]) -> dict[str, Any]:
    missing = [name for name, target in targets.items() if target.required and values.get(name) in (None, "")]
    unknown = [name for name in values if name not in targets]
    if missing or unknown:
        raise WrongUsage(
            say(
                "Of the fields $missing are missing and $unknown unknown; docs/import.md lists them.",
                missing=", ".join(missing) or say("none"),
                unknown=", ".join(unknown) or say("none"),
            )
        )
    return {name: _in_form(targets[name], value) for name, value in values.items() if value not in (None, "")}


def _in_form(target: Target, value: Any) -> Any:
    try:
        if target.form is Form.DAY and isinstance(value, str):
            return date.fromisoformat(value)
        if target.form is Form.NUMBER and not isinstance(value, Decimal):
            return Decimal(str(value))
    except (ValueError, InvalidOperation):
        raise WrongUsage(
            say("$field: “$value” is not a $form.", field=target.name, value=value, form=target.form)
        ) from None
    if target.words and value not in target.words:
        raise WrongUsage(
            say(
                "$field: “$value” is not one of $words.",
                field=target.name,
                value=value,
                words=", ".join(target.words),
            )
        )
    return value


def _run(work: UnitOfWork, run_id: Any) -> ImportRun:
    run = work.session.get(ImportRun, run_id)
    if run is None or run.finished_at is not None:
        raise NotFound(say("There is no import $id under way. Begin one: begin_import.", id=run_id))
    return run


def _remember(writing: Writing, run: ImportRun) -> None:
    """What each key became, so that the next run of the same file finds nothing to do."""
    for one in writing.plan.of("made"):
        writing.batch.add(_import_record(writing, run, one))
    changed = {one.target_id: one for one in writing.plan.of("changed")}
    for kept in writing.work.session.scalars(select(ImportRecord).where(ImportRecord.target_id.in_(changed))):
        kept.digests, kept.run_id = dict(changed[kept.target_id].digests), run.id


def _import_record(writing: Writing, run: ImportRun, one: Planned) -> ImportRecord:
    return ImportRecord(
        source=writing.source,
        kind=one.record.kind,
        external=one.record.key,
        target_id=writing.made[one.record.key],
        run_id=run.id,
        digests=dict(one.digests),
    )
