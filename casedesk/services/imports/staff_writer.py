"""Writes imported members of staff: owners and contacts of what follows; nobody gets a password."""

from __future__ import annotations

import re
from collections.abc import Collection

from sqlalchemy import select

from casedesk.contract.ids import new_id
from casedesk.models import Staff, StaffRole
from casedesk.rules.permissions import Role
from casedesk.rules.states import StaffState
from casedesk.rules.text_folding import fold
from casedesk.rules.vocabulary import EntryKind
from casedesk.services.imports.plans import Planned
from casedesk.services.imports.records import Record
from casedesk.services.imports.writing import Writing, apply_changes, text_of
from casedesk.services.people import team_id_of
from casedesk.services.unit_of_work import Change

LONGEST_LOGIN = 63
_FIELDS = ("name", "title", "phone", "email")


def write_staff(writing: Writing) -> None:
    """New colleagues with a login of their own, and what the source has changed of the others."""
    taken = set(writing.work.session.scalars(select(Staff.login)))
    for one in writing.plan.of("made"):
        person = _person(writing, one.record, taken)
        taken.add(person.login)
        writing.batch.add(
            person, StaffRole(staff_id=person.id, role=text_of(one.record, "role") or Role.SALES)
        )
        writing.made[one.record.key] = person.id
        writing.work.record(
            EntryKind.STAFF, None, subject_id=person.id, values={"name": Change(None, person.name)}
        )
        writing.work.changed("staff", person.id)
    changed = {one.target_id: one for one in writing.plan.of("changed")}
    for person in writing.work.session.scalars(select(Staff).where(Staff.id.in_(changed))):
        _change(writing, person, changed[person.id])


def _person(writing: Writing, record: Record, taken: Collection[str]) -> Staff:
    team = text_of(record, "team")
    return Staff(
        id=new_id(),
        login=free_login(text_of(record, "login") or text_of(record, "name"), taken),
        team_id=team_id_of(writing.work, team) if team else writing.work.company.default_team_id,
        state=StaffState.ACTIVE,
        source=writing.source,
        external=record.key,
        extra=dict(record.extra),
        **{name: text_of(record, name) for name in _FIELDS},
    )


def _change(writing: Writing, person: Staff, one: Planned) -> None:
    values: dict[str, object] = {name: text_of(one.record, name) for name in _FIELDS if name in one.changed}
    if "extra" in one.changed:
        values["extra"] = dict(one.record.extra)
    changes = apply_changes(person, values)
    writing.work.record(EntryKind.STAFF, None, subject_id=person.id, values=changes)
    writing.work.changed("staff", person.id)


def free_login(wanted: str, taken: Collection[str]) -> str:
    """`nancy.davolio` of “Nancy Davolio”, with a number behind it where somebody else has that login."""
    base = (
        re.sub(r"[^a-z0-9]+", ".", fold(wanted.partition("@")[0])).strip(".")[: LONGEST_LOGIN - 4] or "staff"
    )
    login, number = base, 2
    while login in taken:
        login, number = f"{base}{number}", number + 1
    return login
