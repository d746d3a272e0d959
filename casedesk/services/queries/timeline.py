"""The timeline of a case or an order, newest first, page by page, and its history oldest first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import aliased

from casedesk.contract.cases import Timeline, TimelinePage, TimelineRow
from casedesk.contract.desk import History, HistoryRow, UnknownCallerRow, UnknownCallers
from casedesk.errors import WrongUsage
from casedesk.models import Entry, EntryValue, Interaction, Order, Staff
from casedesk.rules.vocabulary import EntryKind
from casedesk.services.about import id_in
from casedesk.services.handlers import answers
from casedesk.services.queries.rows import case_id_of, number_of, order_row
from casedesk.services.reader import Reader
from casedesk.services.timeline_words import EntryWords
from casedesk.services.unit_of_work import Change
from casedesk.words import say

MOST_ENTRIES = 500


@answers(Timeline)
def timeline(reader: Reader, query: Timeline) -> TimelinePage:
    """A page of entries; `next` is empty after the last one."""
    limit = max(1, min(query.limit, MOST_ENTRIES))
    of_what = _of_what(reader, query.about)
    if query.kinds:
        of_what = and_(of_what, Entry.kind.in_(query.kinds))
    if query.before:
        of_what = and_(of_what, _older_than(query.before))
    rows = entries(reader, of_what, limit + 1)
    more = len(rows) > limit
    rows = rows[:limit]
    return TimelinePage(rows=rows, next=f"{rows[-1].at.isoformat()}/{rows[-1].id}" if more else None)


def _of_what(reader: Reader, about: str) -> ColumnElement[bool]:
    """An order's number means the order's entries; an id the case's, or the request's."""
    as_id = id_in(about)
    if as_id is None:
        of_order: ColumnElement[bool] = Entry.order_id == order_row(reader, about).id
        return of_order
    case_id = case_id_of(reader, about)
    of_case: ColumnElement[bool] = Entry.case_id == case_id
    return of_case if case_id == as_id else Entry.request_id == as_id


def _older_than(cursor: str) -> ColumnElement[bool]:
    at, _, entry_id = cursor.partition("/")
    as_id = id_in(entry_id)
    if as_id is None:
        raise WrongUsage(
            say("“$cursor” is not where a page ended. Use the `next` of the page before.", cursor=cursor)
        )
    instant = datetime.fromisoformat(at)
    return or_(Entry.at < instant, and_(Entry.at == instant, Entry.id < as_id))


def entries(reader: Reader, of_what: ColumnElement[bool], limit: int) -> tuple[TimelineRow, ...]:
    """Entries with their values in two statements, newest first."""
    rows = reader.connection.execute(_entry_select(of_what).limit(limit)).all()
    words = EntryWords(reader.zone, reader.today)
    taken_back = _headlines(reader, [row.corrects_id for row in rows if row.kind == EntryKind.UNDO], words)
    values = _values_of(reader, [row.id for row in rows])
    return tuple(
        _timeline_row(row, values.get(row.id, {}), words, taken_back.get(row.corrects_id)) for row in rows
    )


def _headlines(reader: Reader, ids: Sequence[UUID], words: EntryWords) -> dict[UUID, str]:
    """What entries say in their first line; those that undos on the page took back."""
    if not ids:
        return {}
    values = _values_of(reader, ids)
    rows = reader.connection.execute(_entry_select(Entry.id.in_(ids)))
    return {row.id: words.headline(row, values.get(row.id, {})) for row in rows}


def _entry_select(of_what: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    correction, undone = aliased(Entry), aliased(Entry)
    corrected_by = (
        select(correction.id)
        .where(correction.corrects_id == Entry.id, correction.kind != EntryKind.UNDO)
        .where(~select(undone.id).where(_undoes(undone, correction)).exists())
        .order_by(correction.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    undoing = aliased(Entry)
    undone_by = select(undoing.id).where(_undoes(undoing, Entry)).scalar_subquery()
    return (
        select(
            Entry.id,
            Entry.kind,
            Entry.command,
            Entry.at,
            Entry.recorded_at,
            Entry.corrects_id,
            Entry.subject_id,
            Staff.name.label("author"),
            Staff.login.label("author_login"),
            Order.digits,
            Interaction.channel,
            Interaction.direction,
            Interaction.outcome,
            Interaction.spoken_with,
            Interaction.summary,
            Interaction.started_at,
            Interaction.ended_at,
            corrected_by.label("corrected_by"),
            undone_by.label("undone_by"),
        )
        .join(Staff, Staff.id == Entry.author_id)
        .outerjoin(Order, Order.id == Entry.order_id)
        .outerjoin(Interaction, Interaction.entry_id == Entry.id)
        .where(of_what)
        .order_by(Entry.at.desc(), Entry.id.desc())
    )


def _undoes(undoing: Any, entry: Any) -> ColumnElement[bool]:
    return and_(undoing.corrects_id == entry.id, undoing.kind == EntryKind.UNDO)


def _values_of(reader: Reader, ids: Sequence[UUID]) -> dict[UUID, dict[str, Change]]:
    found: dict[UUID, dict[str, Change]] = {}
    for row in reader.connection.execute(
        select(EntryValue.entry_id, EntryValue.field, EntryValue.old, EntryValue.new).where(
            EntryValue.entry_id.in_(ids)
        )
    ):
        found.setdefault(row.entry_id, {})[row.field] = Change(row.old, row.new)
    return found


def _timeline_row(
    row: Any, values: dict[str, Change], words: EntryWords, taken_back: str | None
) -> TimelineRow:
    minutes = (
        (row.ended_at - row.started_at).total_seconds() / 60 if row.ended_at and row.started_at else None
    )
    return TimelineRow(
        id=row.id,
        kind=row.kind,
        at=row.at,
        recorded_at=row.recorded_at,
        author=row.author,
        author_login=row.author_login,
        headline=words.undone(taken_back or "") if row.kind == EntryKind.UNDO else words.headline(row, values),
        text="" if row.kind == EntryKind.UNDO else words.text(row, values),
        order_number=number_of(row.digits),
        channel=row.channel,
        direction=row.direction,
        outcome=row.outcome,
        minutes=round(minutes) if minutes is not None else None,
        corrects=row.corrects_id,
        corrected_by=row.corrected_by,
        undone_by=row.undone_by,
        document=row.subject_id if row.kind == EntryKind.DOCUMENT else None,
    )


def counts_by_kind(reader: Reader, case_id: UUID) -> dict[str, int]:
    """How many entries of each kind a case has, in one statement."""
    return dict(
        reader.connection.execute(
            select(Entry.kind, func.count()).where(Entry.case_id == case_id).group_by(Entry.kind)
        )

        .all()
    )


@answers(UnknownCallers)
def unknown_callers(reader: Reader, _query: UnknownCallers) -> tuple[UnknownCallerRow, ...]:
    """Calls whose caller is unknown, newest first, so that none is lost."""
    rows = reader.connection.execute(
        select(
            Interaction.id,
            Interaction.started_at,
            Interaction.phone,
            Interaction.spoken_with,
            Interaction.summary,
            Staff.name.label("logged_by"),
        )
        .join(Staff, Staff.id == Interaction.logged_by_id)
        .where(
            Interaction.case_id.is_(None),
            Interaction.channel == EntryKind.CALL,
            Interaction.undone_at.is_(None),
        )
        .order_by(Interaction.logged_at.desc(), Interaction.id.desc())
        .limit(MOST_ENTRIES)
    )
    return tuple(UnknownCallerRow(**row._mapping) for row in rows)


@answers(History)
def history(reader: Reader, query: History) -> tuple[HistoryRow, ...]:
    """Every entry of a case, order or request with old and new values, in the order of its chain."""
    rows = reader.connection.execute(
        select(
            Entry.id,
            Entry.seq,
            Entry.at,
            Entry.recorded_at,
            Staff.login.label("author"),
            Entry.command,
            Entry.kind,
            Entry.digest,
            Entry.corrects_id.label("corrects"),
        )
        .join(Staff, Staff.id == Entry.author_id)
        .where(_of_what(reader, query.about))
        .order_by(Entry.seq)
    ).all()
    values = _values_of(reader, [row.id for row in rows])
    return tuple(
        HistoryRow(
            **row._mapping,
            values={field: (one.old, one.new) for field, one in values.get(row.id, {}).items()},
        )
        for row in rows
    )
