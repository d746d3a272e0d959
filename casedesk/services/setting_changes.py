"""What every change of the company's own things shares: the version that was read, new values, the entry."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import update

from casedesk.errors import Conflict, RefusedByRule
from casedesk.models import Counter
from casedesk.rules.template_steps import KEY
from casedesk.rules.vocabulary import EntryKind
from casedesk.services.actor import FACTS_COUNTER
from casedesk.services.unit_of_work import Change, UnitOfWork
from casedesk.words import say

COMPANY_ID = UUID(int=1)
"""Under this id the company stands in topics and in the history; it has no other."""


def require_version(name: str, found: int, read: int) -> None:
    """Conflict when somebody saved a newer version than the one that was read."""
    if found != read:
        raise Conflict(
            say("$name was changed meanwhile. Look at what is new, then save again.", name=name),
            version=found,
        )


def require_key(key: str) -> str:
    """The key without blanks around it; RefusedByRule unless programs can name something so."""
    key = key.strip()
    if not KEY.fullmatch(key):
        raise RefusedByRule(
            say("“$key” is no short name: write small letters, digits and _, as order_desk.", key=key),
            rule="key_form",
            key=key,
        )
    return key


def require_name(name: str | None) -> None:
    """RefusedByRule for a name of blanks; None leaves the old one."""
    if name is not None and not name.strip():
        raise RefusedByRule(say("A name is missing. Write one."), rule="name")


def set_values(row: Any, values: Mapping[str, Any]) -> dict[str, Change]:
    """Set what is given (not None) and differs on a row; what changed, for the entry."""
    changes: dict[str, Change] = {}
    for field, value in values.items():
        new = value.strip() if isinstance(value, str) else value
        old = getattr(row, field)
        if new is not None and new != old:
            setattr(row, field, new)
            changes[field] = Change(_text(old), _text(new))
    return changes


def record_setting(
    work: UnitOfWork,
    kind: EntryKind,
    topic: str,
    subject_id: UUID,
    values: Mapping[str, Change],
    *,
    is_fact: bool = False,
) -> UUID:
    """Write the entry of a change and tell those who watch; its subject's id.

    `is_fact`: every desk keeps it in mind (company, teams, calendars), so all read it anew.
    """
    if values:
        work.record(kind, None, subject_id=subject_id, values=values)
        work.changed(topic, subject_id)
        if is_fact:
            _renew_facts(work)
    return subject_id


def _renew_facts(work: UnitOfWork) -> None:
    """Raise the counter by which every desk notices that what it knows of the company is old."""
    raised = work.session.execute(
        update(Counter).where(Counter.name == FACTS_COUNTER).values(value=Counter.value + 1)
    )
    if not raised.rowcount:  # type: ignore[attr-defined]
        work.session.add(Counter(name=FACTS_COUNTER, value=1))
    work.changed("company", COMPANY_ID)


def _text(value: object) -> str | None:
    return None if value is None else str(value)
