"""Undo: an own act of the last minute is taken back row by row, and a compensating entry names what it undoes.

It knows no command: which can be undone stands beside each command's function (`@handles(..., undoable=True)`), and
`BeforeImages` tells what its rows were before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, insert, or_, select
from sqlalchemy.orm import aliased

from casedesk.contract.registry import find_declaration
from casedesk.contract.undo import Undo, Undone
from casedesk.db.base import Base, Strikable
from casedesk.errors import Conflict, NotFound, NotPermitted, RefusedByRule
from casedesk.models import Case, CommandDone, Entry, EntryValue, Staff, UndoMove
from casedesk.rules.states import may_move
from casedesk.rules.undo_time import UNDO_SECONDS, is_time_over
from casedesk.rules.vocabulary import EntryKind
from casedesk.services.about import entry_of, undone_at
from casedesk.services.before_images import key_of, model_of, values_of
from casedesk.services.handlers import INSTEAD, UNDOABLE, command_function, handles
from casedesk.services.queries.timeline import entries
from casedesk.services.reader import Reader
from casedesk.services.unit_of_work import Change, UnitOfWork
from casedesk.words import say

THINGS = {
    "orders": "order",
    "order_lines": "order_line",
    "milestones": "milestone",
    "promises": "promise",
    "handovers": "handover",
    "decisions": "decision",
    "requests": "request",
}
"""The thing with states that a table holds, as `state_moves` names it."""

_ABOUT_THE_ORDER = (EntryKind.ORDER, EntryKind.MILESTONE)
_Image = Mapping[str, Any]


@handles(Undo)
def undo(work: UnitOfWork, command: Undo) -> Undone:
    """Every row as it was before the act; of two undos at once one wins."""
    entry = _entry(work, command.entry)
    _refuse_on_sight(work, entry)
    case = work.case_of(entry.case_id) if entry.case_id else None
    act = _act_of(work, entry)
    written = _written(work, act)
    _refuse_if_built_on(work, act, written)
    undo_ids = _record(work, case, written)
    _take_back(work, undo_ids[0], act.undo["rows"] if act.undo else [])
    work.also_changed(act.undo["topics"] if act.undo else [])
    act.undo = None
    return Undone(id=undo_ids[0], entry=entry.id, command=entry.command)


def _entry(work: UnitOfWork, id: UUID) -> Entry:
    found = entry_of(work, id)
    if found is None:
        raise NotFound(say("There is no entry $id to undo.", id=id), entry=str(id))
    return found


# What cannot be undone, and why


def _refuse_on_sight(work: UnitOfWork, entry: Entry) -> None:
    if entry.kind == EntryKind.UNDO:
        raise RefusedByRule(
            say("This entry is an undo itself. Do what it took back once more instead."), rule="undo_of_undo"
        )
    if entry.author_id != work.actor.id:
        name = work.session.get_one(Staff, entry.author_id).name
        raise NotPermitted(
            say("$name did this, so only $name can undo it. Ask $name, or write a new entry.", name=name),
            who_may=name,
        )
    _refuse_final(entry.command)
    _refuse_undone(work, entry)
    if is_time_over(entry.recorded_at, work.now):
        raise RefusedByRule(
            say(
                "Undo works for $n seconds; this was done at $time. Write what is right as a new entry.",
                n=UNDO_SECONDS,
                time=f"{entry.recorded_at.astimezone(work.zone):%H:%M:%S}",
            ),
            rule="undo_time",
        )


def _refuse_final(command: str) -> None:
    """RefusedByRule for what no undo brings back, with what to do instead."""
    declaration = find_declaration(command)
    if declaration is not None:
        command_function(declaration.record)  # loads the module that says whether it can be undone
        if declaration.record in UNDOABLE:
            return
    instead = INSTEAD.get(declaration.record) if declaration else None
    words = instead() if instead else say("Write what is right as a new entry.")
    raise RefusedByRule(
        say("“$command” cannot be undone. $instead", command=command, instead=words), rule="not_undoable"
    )


def _refuse_undone(work: UnitOfWork, entry: Entry) -> None:
    at = undone_at(work, entry)
    if at is not None:
        raise Conflict(say("This was undone already at $time.", time=f"{at.astimezone(work.zone):%H:%M:%S}"))


def _act_of(work: UnitOfWork, entry: Entry) -> CommandDone:
    """The command that wrote the entry, locked: who comes second finds nothing left to take back."""
    done = work.session.scalars(
        select(CommandDone)
        .where(
            CommandDone.staff_id == work.actor.id,
            CommandDone.at == entry.recorded_at,
            CommandDone.undo.is_not(None),
        )
        .with_for_update(of=CommandDone)
    )
    for one in done:
        if one.undo and str(entry.id) in one.undo["entries"]:
            return one
    _refuse_undone(work, entry)
    raise RefusedByRule(
        say("What this changed is not kept any more. Write what is right as a new entry."), rule="not_undoable"
    )


def _written(work: UnitOfWork, act: CommandDone) -> list[Entry]:
    """The entries of the act in the order they were written."""
    ids = [UUID(one) for one in act.undo["entries"]] if act.undo else []
    found = {one.id: one for one in work.session.scalars(select(Entry).where(Entry.id.in_(ids)))}
    return [found[one] for one in ids]


def _refuse_if_built_on(work: UnitOfWork, act: CommandDone, written: Sequence[Entry]) -> None:
    """Conflict that names what was done since, and by whom, when it rests on the act."""
    images: Sequence[_Image] = act.undo["rows"] if act.undo else []
    later = _newest(work, written, _rests_on(written, images))
    if later is None and any(_has_changed(work, one) for one in images):
        later = _newest(work, written, _near(written))
        if later is None:
            raise Conflict(say("This was changed since, so it cannot be undone. Look at it again."))
    if later is not None:
        reader = Reader(work.session.connection(), work.actor, work.company, work.now)
        (row,) = entries(reader, Entry.id == later, 1)
        raise Conflict(
            say(
                "$name built on this at $time (“$what”), so it cannot be undone. Write what is right as a new entry.",
                name=row.author,
                time=f"{row.recorded_at.astimezone(work.zone):%H:%M:%S}",
                what=row.headline,
            ),
            entry=str(later),
        )


def _newest(work: UnitOfWork, written: Sequence[Entry], what: ColumnElement[bool]) -> UUID | None:
    """The newest entry of the case after the act that still stands; none for what belongs to no case."""
    first = written[0]
    if first.case_id is None:
        return None
    undoing = aliased(Entry)
    is_undone = select(undoing.id).where(undoing.corrects_id == Entry.id, undoing.kind == EntryKind.UNDO)
    return work.session.scalar(
        select(Entry.id)
        .where(
            Entry.case_id == first.case_id,
            Entry.seq > max(one.seq or 0 for one in written),
            Entry.kind != EntryKind.UNDO,
            ~is_undone.exists(),
            what,
        )
        .order_by(Entry.seq.desc())
        .limit(1)
    )


def _rests_on(written: Sequence[Entry], images: Sequence[_Image]) -> ColumnElement[bool]:
    """Entries about a row that the act touched, that correct it, or that follow from its order or request."""
    touched = {UUID(one["key"]["id"]) for one in images if "id" in one["key"]}
    orders = {one.order_id for one in written if one.kind in _ABOUT_THE_ORDER}
    orders |= {UUID(one["key"]["id"]) for one in images if one["table"] == "orders"}
    return or_(
        Entry.subject_id.in_(touched | {one.subject_id for one in written}),
        Entry.corrects_id.in_(one.id for one in written),
        Entry.request_id.in_(touched),
        and_(Entry.order_id.in_(orders), Entry.kind.in_((*_ABOUT_THE_ORDER, EntryKind.DOCUMENT))),
    )


def _near(written: Sequence[Entry]) -> ColumnElement[bool]:
    """Entries about the same order or request."""
    return or_(
        Entry.order_id.in_({one.order_id for one in written} - {None}),
        Entry.request_id.in_({one.request_id for one in written} - {None}),
    )


def _has_changed(work: UnitOfWork, image: _Image) -> bool:
    """Whether a row is no longer what the act made of it."""
    row = work.session.get(model_of(image), key_of(image))
    after = values_of(model_of(image), image["after"])
    return row is None or any(getattr(row, name) != value for name, value in after.items())


# Taking back


def _record(work: UnitOfWork, case: Case | None, written: Sequence[Entry]) -> list[UUID]:
    """An undo's entry for each entry of the act, with old and new values exchanged."""
    return [
        work.record(
            EntryKind.UNDO,
            case,
            order_id=one.order_id,
            request_id=one.request_id,
            subject_id=one.subject_id,
            corrects_id=one.id,
            values=_exchanged(work, one),
        )
        for one in written
    ]


def _exchanged(work: UnitOfWork, entry: Entry) -> dict[str, Change]:
    values = work.session.scalars(select(EntryValue).where(EntryValue.entry_id == entry.id))
    return {one.field: Change(one.new, one.old) for one in values}


def _take_back(work: UnitOfWork, undo_id: UUID, images: Sequence[_Image]) -> None:
    """The database lets rows move back only between these two: announced before the undo is written, ended after."""
    rows = [(work.session.get_one(model_of(one), key_of(one)), one) for one in images]
    moves = [move for row, image in rows for move in _moves(undo_id, row, image)]
    if moves:
        work.session.execute(insert(UndoMove), moves)
    for row, image in rows:
        _restore(work, row, image)
    work.session.flush()  # rows that were changed no longer refer to those that go
    _remove(work, [row for row, one in rows if one["before"] is None and not isinstance(row, Strikable)])
    work.chain_entries()
    work.session.flush()  # the moves may end only once the undo's entry is there
    if moves:
        work.session.execute(delete(UndoMove).where(UndoMove.undo_id == undo_id))


def _moves(undo_id: UUID, row: Any, image: _Image) -> list[dict[str, Any]]:
    """What the database must let this row do: be struck out, be gone, or go back to a state."""
    table, before = image["table"], image["before"]
    move = {"row_id": getattr(row, "id", None), "undo_id": undo_id, "thing": THINGS.get(table, table)}
    if before is None and isinstance(row, Strikable):
        return [{**move, "thing": table, "from_state": "standing", "to_state": "undone"}]
    if table not in THINGS:
        return []
    to_state = str(before.get("state", row.state)) if before else ""
    if to_state == row.state or (before and may_move(THINGS[table], row.state, to_state)):
        return []
    return [{**move, "from_state": row.state, "to_state": to_state}]


def _restore(work: UnitOfWork, row: Base, image: _Image) -> None:
    if image["before"] is not None:
        for name, value in values_of(type(row), image["before"]).items():
            setattr(row, name, value)
    elif isinstance(row, Strikable):
        row.undone_at = work.now


def _remove(work: UnitOfWork, rows: Sequence[Base]) -> None:
    """Rows that the act had made, those that refer to others first."""
    for table in reversed(Base.metadata.sorted_tables):
        going = [row for row in rows if row.__tablename__ == table.name]
        for row in going:
            work.session.delete(row)
        if going:
            work.session.flush()
