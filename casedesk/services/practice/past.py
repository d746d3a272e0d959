"""Carries out commands as different people at past instants, many in one transaction, by the functions of the desk.

It knows no customer and no story. What is only ever added (entries, interactions, money, ownership) is set aside and
written many rows at a time, which no command notices: before one that reads such rows they are written out. How far
the history of a case has come is written once, when its customer is done.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import event, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from casedesk.contract.cases import AddNote, Amend, LogCall, LogInteraction, RecordMoney, ReverseMoney
from casedesk.contract.declaration import declaration_of
from casedesk.contract.desk import IssueDocument
from casedesk.contract.imports import ImportRecords
from casedesk.contract.orders import CancelOrder, CompleteOrder
from casedesk.models import Case, Entry, EntryValue, Interaction, MoneyEntry, Ownership, PromisedDate
from casedesk.services.actor import Actor, CompanyFacts, load_actor
from casedesk.services.handlers import command_function
from casedesk.services.imports.batch import Batch
from casedesk.services.unit_of_work import UnitOfWork

ADDED_ONLY = (Entry, EntryValue, Interaction, MoneyEntry, Ownership, PromisedDate)
READS_WHAT_WAS_ADDED = (Amend, CancelOrder, IssueDocument, ReverseMoney)
WRITES_IN_BATCHES = (ImportRecords,)
"""Commands that themselves set rows aside, and count on their entries being there."""


class Past:
    """Commands on one session; used on one thread, and the only one on its session."""

    def __init__(self, session: Session, company: CompanyFacts) -> None:
        self._session = session
        self._company = company
        self._actors: dict[str, Actor] = {}
        self._aside = Batch()
        self._cases: dict[UUID, Case] = {}
        self._sets_aside = True
        event.listen(session, "before_flush", self._set_aside)

    def run(self, login: str, at: datetime, command: Any) -> Any:
        """The answer of a command that a person gave at an instant; refused as at the desk."""
        actor = self._actor(login)
        declaration = declaration_of(command)
        actor.require(declaration.permission)
        if _reads_what_was_added(command):
            self.write_out()
        self._sets_aside = not isinstance(command, WRITES_IN_BATCHES)
        work = UnitOfWork(self._session, actor, self._company, at, declaration.name)
        result = command_function(type(command))(work, command)
        if _only_adds(command):
            work.chain_entries()  # sent with the next command that does more
        else:
            work.finish()
        return result

    def write_out(self) -> None:
        """Write what was set aside."""
        self._session.flush()
        self._aside.insert(self._session)

    def forget(self) -> None:
        """Let go of what was loaded: the next commands are about another customer."""
        self._session.flush()
        if self._cases:
            self._session.execute(update(Case), [_end_of_history(case) for case in self._cases.values()])
            self._cases.clear()
        self._session.expunge_all()

    def _actor(self, login: str) -> Actor:
        if login not in self._actors:
            self._actors[login] = load_actor(self._session.connection(), login)
        return self._actors[login]

    def _set_aside(self, session: Session, *_unused: object) -> None:
        if not self._sets_aside:
            return
        for row in [one for one in session.new if isinstance(one, ADDED_ONLY)]:
            session.expunge(row)
            self._aside.add(row)
        for case in [one for one in session.dirty if isinstance(one, Case)]:
            self._cases[case.customer_id] = case
            for name, value in _end_of_history(case).items():
                set_committed_value(case, name, value)


def _end_of_history(case: Case) -> dict[str, Any]:
    return {
        "customer_id": case.customer_id,
        "last_seq": case.last_seq,
        "head_digest": case.head_digest,
        "last_entry_at": case.last_entry_at,
    }


def _reads_what_was_added(command: Any) -> bool:
    if isinstance(command, CompleteOrder):
        return command.how == "attempts"
    return isinstance(command, READS_WHAT_WAS_ADDED)


def _only_adds(command: Any) -> bool:
    """Whether nothing but rows that are only added comes of it; a later command needs none of them."""
    if isinstance(command, (LogCall, LogInteraction)):
        return not (command.promise or command.keeps or command.decision)
    return isinstance(command, (AddNote, RecordMoney))
