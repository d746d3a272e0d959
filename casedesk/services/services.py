"""The one way in: `run` a command, `read` a query, ask what one `can`; every door goes through it."""

from __future__ import annotations

import random
import re
import threading
import time
from collections.abc import Callable
from typing import Any, TypeVar, cast
from uuid import UUID

from sqlalchemy import Table, and_, bindparam, case, func, insert, literal, null, or_, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from casedesk.clock import Clock
from casedesk.contract.declaration import Declaration, declaration_of
from casedesk.contract.ids import new_id
from casedesk.contract.undo import Undo
from casedesk.db.engine import (
    Database,
    damaged,
    file_replaced,
    is_damage,
    unreachable,
    was_replaced,
)
from casedesk.errors import CaseDeskError, Conflict, RefusedByRule, WrongUsage
from casedesk.models import CommandDone, Counter, Look, Staff
from casedesk.rules.permissions import Grant
from casedesk.rules.states import StaffState
from casedesk.rules.undo_time import UNDO_TIME
from casedesk.rules.vocabulary import LookKind
from casedesk.services.actor import FACTS_COUNTER, Actor, CompanyFacts, load_actor, load_company
from casedesk.services.changes import ChangeSet, Done
from casedesk.services.handlers import UNDOABLE, command_function, query_function
from casedesk.services.reader import Reader
from casedesk.services.unit_of_work import UnitOfWork
from casedesk.services.wire import to_wire
from casedesk.words import say

T = TypeVar("T")

_DONE = cast(Table, CommandDone.__table__)
_THIS = _DONE.c.request_id == bindparam("this_id", type_=_DONE.c.request_id.type)
_OVER = and_(
    _DONE.c.staff_id == bindparam("me", type_=_DONE.c.staff_id.type),
    _DONE.c.undo.is_not(None),
    _DONE.c.at < bindparam("over_since", type_=_DONE.c.at.type),
)
_KEEP_ANSWER = (
    update(_DONE)
    .where(or_(_THIS, _OVER))
    .values(
        result=case((_THIS, bindparam("new_result", type_=_DONE.c.result.type)), else_=_DONE.c.result),
        undo=case((_THIS, bindparam("new_undo", type_=_DONE.c.undo.type)), else_=null()),
    )
)
"""One statement for both, as it goes with every command: this one's answer, and the person's acts that are over."""

_FACTS_REVISION = select(Counter.value).where(Counter.name == FACTS_COUNTER).scalar_subquery()
TRIES = 4
LONGEST_PAUSE_S = 0.4
_RETRIED_STATES = frozenset({"40001", "40P01", "55P03", "57P01"})
_STATE_MOVE = re.compile(r"casedesk:state_move (\w+)")
_APPEND_ONLY = re.compile(r"casedesk:append_only (\w+)")


class Services:
    """Commands and queries of one person on one database; may be called from several threads at once."""

    def __init__(self, database: Database, clock: Clock, login: str) -> None:
        self.database = database
        self.clock = clock
        self.login = login
        self._lock = threading.Lock()
        self._signed_in: tuple[Actor, CompanyFacts] | None = None

    @property
    def actor(self) -> Actor:
        """Who acts; read from the database at first use and again when the staff row has changed."""
        return self._identity()[0]

    @property
    def company(self) -> CompanyFacts:
        """The company's facts; read again when a command finds that they have changed."""
        return self._identity()[1]

    def forget_identity(self) -> None:
        """Read the person and the company anew at the next call."""
        with self._lock:
            self._signed_in = None

    def can(self, permission: str) -> bool:
        """Whether some role permits it; courtesy for greying out, the command checks again."""
        return self.actor.grant(permission) is not Grant.NO

    def run(self, command: Any, *, request_id: UUID | None = None) -> Done:
        """Carry out a command in one transaction, tried again on collisions and lost connections.

        The same `request_id` is carried out once and answers the same. CaseDeskError for everything foreseen.
        """
        declaration = _declared(command, "command")
        self.actor.require(declaration.permission)
        rid = request_id or new_id()
        return self._with_retries(lambda: self._run_once(declaration, command, rid))

    def undo(self, entry: UUID, *, request_id: UUID | None = None) -> Done:
        """Take back the act that an entry names; the window knows no command before it is painted."""
        return self.run(Undo(entry=entry), request_id=request_id)

    def read(self, query: Any) -> Any:
        """Answer a query from one read transaction; it changes nothing."""
        declaration = _declared(query, "query")
        self.actor.require(declaration.permission)
        return self._with_retries(lambda: self._read_once(query))

    def record_look(
        self, kind: LookKind, *, case_id: UUID | None = None, text: str = "", hits: int | None = None
    ) -> None:
        """Record who opened a case or searched in vain, in a short transaction of its own."""
        actor = self.actor
        row = {
            "id": new_id(),
            "staff_id": actor.id,
            "at": self.clock.now(),
            "kind": kind,
            "case_id": case_id,
            "text": text,
            "hits": hits,
        }
        self._with_retries(lambda: self._insert_look(row))

    def _insert_look(self, row: dict[str, Any]) -> None:
        with self.database.writing() as session:
            session.execute(insert(Look).values(row))

    def _read_once(self, query: Any) -> Any:
        actor, company = self._identity()
        answer = query_function(type(query))
        with self.database.reading() as connection:
            return answer(Reader(connection, actor, company, self.clock.now()), query)

    def _run_once(self, declaration: Declaration, command: Any, request_id: UUID) -> Done:
        actor, company = self._identity()
        carry_out = command_function(type(command))
        with self.database.writing() as session:
            work = UnitOfWork(session, actor, company, self.clock.now(), declaration.name)
            if not self._begin(session, work, request_id):
                return self._done_before(session, declaration, request_id)
            if type(command) in UNDOABLE:
                work.images.watch()
            result = carry_out(work, command)
            work.finish()
            undo = work.undo()
            _keep_answer(work, request_id, to_wire(result), undo)
        if work.changes.topics & {"staff", "company", "team"}:
            self.forget_identity()
        return Done(result, work.changes, undo=_entry_of(undo))

    def _begin(self, session: Session, work: UnitOfWork, request_id: UUID) -> bool:
        """Insert the request id first; False when it is there already.

        The same statement checks that the person is still active and has the roles that were read, and that the
        company's facts are still those that were read.
        """
        actor = work.actor
        person = select(
            literal(request_id, CommandDone.request_id.type),
            literal(work.command),
            Staff.id,
            literal(work.now, CommandDone.at.type),
        ).where(
            Staff.id == actor.id,
            Staff.version == actor.version,
            Staff.state.in_((StaffState.ACTIVE, StaffState.AWAY)),
            func.coalesce(_FACTS_REVISION, 0) == work.company.revision,
            ~select(CommandDone).where(CommandDone.request_id == request_id).exists(),
        )
        statement = insert(_DONE).from_select(
            ["request_id", "command", "staff_id", "at"], person
        )
        return session.scalar(statement.returning(_DONE.c.request_id)) is not None

    def _done_before(self, session: Session, declaration: Declaration, request_id: UUID) -> Done:
        row = session.get(CommandDone, request_id)
        if row is None:
            raise _IdentityChanged
        if row.command != declaration.name or row.staff_id != self.actor.id:
            raise WrongUsage(
                say(
                    "Request id $id was used for $command already. Make a new id for every command.",
                    id=request_id,
                    command=row.command,
                )
            )
        from casedesk.services.wire_reading import from_wire

        answer = from_wire(declaration.result, row.result)
        return Done(answer, ChangeSet(), again=True, undo=_entry_of(row.undo))

    def _identity(self) -> tuple[Actor, CompanyFacts]:
        with self._lock:
            if self._signed_in is None:
                self._signed_in = self._with_retries(self._load_identity)
            return self._signed_in

    def _load_identity(self) -> tuple[Actor, CompanyFacts]:
        with self.database.reading() as connection:
            company = load_company(connection)
            return load_actor(connection, self.login), company

    def _with_retries(self, attempt: Callable[[], T]) -> T:
        """Whole attempts again on serialisation failures, locks, lost connections; never on constraint errors."""
        for tried in range(1, TRIES + 1):
            try:
                return attempt()
            except _IdentityChanged:
                self.forget_identity()
            except StaleDataError:
                raise _changed_first() from None
            except IntegrityError as error:
                if not _request_id_collided(error):
                    raise _foreseen(error) from error
            except (OperationalError, InterfaceError) as error:
                if tried == TRIES or not _passing(error):
                    raise self._given_up(error) from error
            except DBAPIError as error:
                raise (damaged(self.database.url) if is_damage(error) else _foreseen(error)) from error
            time.sleep(random.uniform(0.01, LONGEST_PAUSE_S) * tried / TRIES)  # noqa: S311 - spreads desks, guards nothing
        raise _busy()

    def _given_up(self, error: DBAPIError) -> CaseDeskError:
        if _locked(error):
            return _busy()
        return file_replaced() if was_replaced(error) else unreachable(self.database.url)


def _keep_answer(
    work: UnitOfWork, request_id: UUID, result: dict[str, Any], undo: dict[str, Any] | None
) -> None:
    """Keep the answer and what an undo needs; what the person can no longer undo is emptied."""
    given = {
        "this_id": request_id,
        "new_result": result,
        "new_undo": undo,
        "me": work.actor.id,
        "over_since": work.now - UNDO_TIME,
    }
    work.session.execute(_KEEP_ANSWER, given)


def _entry_of(undo: dict[str, Any] | None) -> UUID | None:
    """The entry that names the act when it is undone."""
    return UUID(undo["entries"][0]) if undo else None


class _IdentityChanged(Exception):
    """The staff row or the company changed since it was read: it is read again and the command tried again."""


def _declared(record: Any, kind: str) -> Declaration:
    declaration = declaration_of(record)
    if declaration.kind != kind:
        raise WrongUsage(
            say("$name is a $kind; call it as one.", name=declaration.name, kind=declaration.kind)
        )
    return declaration


def _request_id_collided(error: IntegrityError) -> bool:
    """Two desks sent the same request id at the same moment: the loser reads the winner's answer."""
    return "commands_done" in str(error.orig) and "casedesk:" not in str(error.orig)


def _foreseen(error: DBAPIError) -> Exception:
    """A refusal of the database in words; the error itself when it is a bug."""
    text = str(error.orig)
    if move := _STATE_MOVE.search(text):
        thing = move.group(1)
        return RefusedByRule(
            say(
                "This $thing cannot make that move from the state it is in. Look at it again: it may have changed.",
                thing=thing.replace("_", " "),
            ),
            rule="state_move",
            thing=thing,
        )
    if kept := _APPEND_ONLY.search(text):
        return RefusedByRule(
            say("What stands in the history cannot be changed. Write a correction instead."),
            rule="append_only",
            table=kept.group(1),
        )
    return error


def _sqlstate(error: DBAPIError) -> str:
    return getattr(error.orig, "sqlstate", None) or ""


def _locked(error: DBAPIError) -> bool:
    return "locked" in str(error.orig) or "busy" in str(error.orig) or _sqlstate(error) in _RETRIED_STATES


def _passing(error: DBAPIError) -> bool:
    return error.connection_invalidated or _locked(error)


def _busy() -> CaseDeskError:
    return Conflict(say("Others are writing at the same moment. Nothing was saved; try again."))


def _changed_first() -> Conflict:
    return Conflict(say("Somebody changed this first. Nothing was saved; look at what is new and try again."))
