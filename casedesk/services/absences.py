"""When colleagues are away and who stands in."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select

from casedesk.contract.admin import EndAbsence
from casedesk.contract.desk import SetAbsence
from casedesk.contract.ids import new_id
from casedesk.contract.values import Made
from casedesk.errors import NotFound, RefusedByRule
from casedesk.models import Absence, Staff
from casedesk.rules.permissions import Grant
from casedesk.rules.vocabulary import EntryKind
from casedesk.services.actor import not_permitted
from casedesk.services.handlers import handles
from casedesk.services.people import staff_id_of
from casedesk.services.unit_of_work import Change, UnitOfWork
from casedesk.words import say


@handles(SetAbsence, undoable=True)
def set_absence(work: UnitOfWork, command: SetAbsence) -> Made:
    """Away from a day to a day, with a deputy; another's absence needs a manager."""
    staff_id = staff_id_of(work, command.staff)
    _require_own_or_manager(work, staff_id)
    deputy_id = staff_id_of(work, command.deputy)
    if command.until_on < command.from_on:
        raise RefusedByRule(say("The last day away lies before the first."), rule="absence_days")
    if deputy_id == staff_id:
        raise RefusedByRule(
            say("Nobody can stand in for oneself. Choose a colleague."), rule="absence_deputy"
        )
    _refuse_overlap(work, staff_id, command.from_on, command.until_on)
    absence = Absence(
        id=new_id(),
        staff_id=staff_id,
        deputy_id=deputy_id,
        from_on=command.from_on,
        until_on=command.until_on,
        note=command.note,
        set_by_id=work.actor.id,
        set_at=work.now,
    )
    work.session.add(absence)
    values = {
        "away": Change(None, _days(command.from_on, command.until_on)),
        "deputy": Change(None, command.deputy),
    }
    _record(work, staff_id, values)
    return Made(absence.id)


@handles(EndAbsence)
def end_absence(work: UnitOfWork, command: EndAbsence) -> Made:
    """Back on a day: what remains are the days before it; where none remains, the absence is gone."""
    absence = work.session.get(Absence, command.absence)
    if absence is None:
        raise NotFound(say("There is no absence $id.", id=command.absence), absence=str(command.absence))
    _require_own_or_manager(work, absence.staff_id)
    back_on = command.on or work.today
    if back_on > absence.until_on:
        raise RefusedByRule(
            say("This absence is over by then: its last day is $day.", day=absence.until_on),
            rule="absence_days",
        )
    before = _days(absence.from_on, absence.until_on)
    if back_on > absence.from_on:
        absence.until_on = back_on - timedelta(days=1)
        after = _days(absence.from_on, absence.until_on)
    else:
        work.session.delete(absence)
        after = None
    _record(work, absence.staff_id, {"away": Change(before, after)})
    return Made(absence.id)


def _require_own_or_manager(work: UnitOfWork, staff_id: UUID) -> None:
    if staff_id != work.actor.id and work.actor.grant("set_absence") is not Grant.ANYTHING:
        raise not_permitted(work.actor.name, "assign")


def _refuse_overlap(work: UnitOfWork, staff_id: UUID, from_on: date, until_on: date) -> None:
    known = work.session.scalars(
        select(Absence)
        .where(Absence.staff_id == staff_id, Absence.from_on <= until_on, Absence.until_on >= from_on)
        .limit(1)
    ).one_or_none()
    if known is not None:
        raise RefusedByRule(
            say(
                "$name is away $days already. End that absence first, or choose other days.",
                name=work.session.get_one(Staff, staff_id).name,
                days=_days(known.from_on, known.until_on),
            ),
            rule="absence_once",
            absence=str(known.id),
        )


def _days(from_on: date, until_on: date) -> str:
    return say("from $first to $last", first=from_on, last=until_on)


def _record(work: UnitOfWork, staff_id: UUID, values: dict[str, Change]) -> None:
    work.record(EntryKind.STAFF, None, subject_id=staff_id, values=values)
    work.changed("staff", staff_id)
    work.changed("absence", staff_id)
