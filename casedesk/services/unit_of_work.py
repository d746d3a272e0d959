"""One command's transaction: what it may use, the entries it writes, the topics it changed.

A command function receives a `UnitOfWork` and a declaration record and returns the declared answer; it neither
commits nor knows who watches.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from casedesk.clock import as_utc
from casedesk.contract.ids import new_id
from casedesk.errors import NotFound, RefusedByRule
from casedesk.models import Absence, Case, Entry, EntryValue
from casedesk.rules.history_chain import entry_digest, value_digest
from casedesk.rules.permissions import Grant, Role
from casedesk.rules.states import has_move
from casedesk.rules.vocabulary import EntryKind
from casedesk.services.actor import Actor, CompanyFacts, not_permitted
from casedesk.services.changes import ChangeSet, topics_of
from casedesk.words import say

MOST_DEPUTIES = 5

# Put together once: nearly every command asks for it.
_CASE = select(Case).where(Case.customer_id == bindparam("customer")).with_for_update(of=Case)


@dataclass(frozen=True)
class Change:
    """An old and a new value as text, for an entry; None where there was or is nothing."""

    old: str | None
    new: str | None


class UnitOfWork:
    """What one command works with; lives for one transaction on one thread."""

    def __init__(
        self, session: Session, actor: Actor, company: CompanyFacts, now: datetime, command: str
    ) -> None:
        self.session = session
        self.actor = actor
        self.company = company
        self.now = now
        self.command = command
        self._entries: list[tuple[Case | None, Entry, dict[str, Change]]] = []
        self._topics: set[str] = set()

    @property
    def today(self) -> date:
        """The day in the company's time zone."""
        return self.now.astimezone(ZoneInfo(self.company.zone)).date()

    @property
    def changes(self) -> ChangeSet:
        return ChangeSet(frozenset(self._topics))

    def changed(self, kind: str, id: UUID) -> None:
        """Say that a thing of a kind has changed; presenters watch its topics."""
        self._topics |= topics_of(kind, id)

    def case_of(self, customer_id: UUID) -> Case:
        """The customer's case with its row lock, which makes writers of one case follow each other."""
        case = self.find_case(customer_id)
        if case is None:
            raise NotFound(say("There is no customer $id.", id=customer_id), customer=str(customer_id))
        return case

    def find_case(self, customer_id: UUID) -> Case | None:
        """The same; None when there is no such customer."""
        return self.session.scalars(_CASE, {"customer": customer_id}).one_or_none()

    def record(
        self,
        kind: EntryKind,
        case: Case | None,
        *,
        values: Mapping[str, Change] | None = None,
        order_id: UUID | None = None,
        request_id: UUID | None = None,
        subject_id: UUID | None = None,
        at: datetime | None = None,
        corrects_id: UUID | None = None,
    ) -> UUID:
        """Write an entry with the values that changed; its id. `case` None is for what belongs to no customer."""
        entry = Entry(
            id=new_id(),
            case_id=case.customer_id if case else None,
            kind=kind,
            command=self.command,
            at=at or self.now,
            recorded_at=self.now,
            author_id=self.actor.id,
            order_id=order_id,
            request_id=request_id,
            subject_id=subject_id,
            corrects_id=corrects_id,
        )
        self._entries.append((case, entry, dict(values or {})))
        if case:
            self.changed("case", case.customer_id)
        if order_id:
            self.changed("order", order_id)
        return entry.id

    def move(self, thing: str, row: Any, state: str, by: str = "") -> str:
        """Set the state of a row; the state it was in. RefusedByRule when the command has no such move.

        `by` is the command that the table names where this one does its work along the way, as a call keeps a
        promise. The database knows which moves there are, but not who makes them.
        """
        old = str(row.state)
        command = by or self.command
        if not has_move(thing, old, str(state), command):
            raise RefusedByRule(
                say(
                    "This $thing is “$state” now, so $command is not possible. Look at it again: it may have changed.",
                    thing=thing.replace("_", " "),
                    state=old.replace("_", " "),
                    command=command.replace("_", " "),
                ),
                rule="state_move",
                thing=thing,
                state=old,
            )
        row.state = state
        return old

    def finish(self) -> None:
        """Chain the entries to their cases and send everything to the database."""
        self.chain_entries()
        self.session.flush()  # errors of the database belong to the command, not to the commit

    def chain_entries(self) -> None:
        """Add the entries to the session, chained to their cases."""
        for case, entry, values in self._entries:
            rows = [
                EntryValue(
                    entry_id=entry.id, field=field, old=one.old, new=one.new, salt=secrets.token_hex(16)
                )
                for field, one in values.items()
            ]
            self._chain(case, entry, rows)
            self.session.add(entry)
            self.session.add_all(rows)
        self._entries.clear()

    def _chain(self, case: Case | None, entry: Entry, rows: list[EntryValue]) -> None:
        entry.previous_digest = case.head_digest if case else ""
        if case:
            case.last_seq += 1
            case.last_entry_at = self.now
            entry.seq = case.last_seq
        entry.digest = entry_digest(entry.previous_digest, chained_fields(entry, rows))
        if case:
            case.head_digest = entry.digest

    def acts_for(self, owner_id: UUID | None) -> bool:
        """Whether the actor is the owner, stands in for the owner today, or is a manager."""
        if owner_id == self.actor.id or Role.MANAGER in self.actor.roles:
            return True
        return owner_id is not None and self.actor.id in self.deputies_of(owner_id)

    def deputies_of(self, staff_id: UUID) -> tuple[UUID, ...]:
        """Who stands in today, then that deputy's deputy, and so on; empty when the person is here."""
        found: list[UUID] = []
        person = staff_id
        for _ in range(MOST_DEPUTIES):
            deputy = self.session.scalars(
                select(Absence.deputy_id)
                .where(
                    Absence.staff_id == person, Absence.from_on <= self.today, Absence.until_on >= self.today
                )
                .order_by(Absence.set_at.desc())
                .limit(1)
            ).one_or_none()
            if deputy is None or deputy in found or deputy == staff_id:
                break
            found.append(deputy)
            person = deputy
        return tuple(found)

    def require_own(self, permission: str, owner_id: UUID | None, otherwise: str | None = None) -> None:
        """NotPermitted unless the grant covers everything, or covers one's own and this is one's own.

        `otherwise` is the permission that allows it for another's work (cancel_others_order).
        """
        grant = self.actor.grant(permission)
        if grant is Grant.ANYTHING and otherwise is None:
            return
        if grant is not Grant.NO and self.acts_for(owner_id):
            return
        if otherwise and self.actor.grant(otherwise) is not Grant.NO:
            return
        raise not_permitted(self.actor.name, otherwise or permission)


def chained_fields(entry: Entry, values: list[EntryValue]) -> dict[str, str | None]:
    """What an entry's digest covers: its own columns, and salted digests of the values that may be erased."""
    fields: dict[str, str | None] = {
        name: None if (value := getattr(entry, name)) is None else str(value)
        for name in (
            "id",
            "case_id",
            "seq",
            "kind",
            "command",
            "author_id",
            "order_id",
            "request_id",
            "subject_id",
            "corrects_id",
        )
    }
    fields["at"] = as_utc(entry.at).isoformat()  # as it is read back, whatever offset it was given with
    fields["recorded_at"] = as_utc(entry.recorded_at).isoformat()
    for one in sorted(values, key=lambda value: value.field):
        salt = bytes.fromhex(one.salt)
        fields[f"old.{one.field}"] = value_digest(salt, one.old)
        fields[f"new.{one.field}"] = value_digest(salt, one.new)
    return fields
