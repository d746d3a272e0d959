"""One call of a command or query through a door: found by name, read, carried out, its answer made JSON."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from time import perf_counter
from typing import Any
from uuid import UUID

from casedesk.cli.answers import Answer, progress
from casedesk.cli.connection import connection_of
from casedesk.cli.given_words import read_pairs
from casedesk.cli.plain_text import plain_text
from casedesk.contract.cases import CaseQuery, Find
from casedesk.contract.declaration import Declaration, Kind
from casedesk.contract.registry import all_declarations, find_declaration
from casedesk.errors import WrongUsage
from casedesk.rules.undo_time import UNDO_SECONDS
from casedesk.rules.vocabulary import LookKind
from casedesk.services.changes import ChangeSet, Done
from casedesk.services.services import Services
from casedesk.services.wire import to_wire
from casedesk.services.wire_reading import read_record
from casedesk.words import say

REQUEST_ID = "request_id"


@dataclass(frozen=True)
class Outcome:
    """What came of a call: its answer for JSON, how long it took, whether it had been done before, how to undo it."""

    result: Any
    ms: float
    again: bool = False
    undo: UUID | None = None

    @property
    def text(self) -> str:
        """The answer in words, and how it is taken back."""
        words = plain_text(self.result)
        if self.undo is None:
            return words
        return "\n".join(
            (words, say("Undo, for $n seconds: casedesk do undo entry=$entry", n=UNDO_SECONDS, entry=self.undo))
        )


@dataclass(frozen=True)
class Call:
    """A command or query that was read and can be carried out."""

    declaration: Declaration
    record: Any
    request_id: UUID | None = None

    def carry_out(self, services: Services) -> Outcome:
        """Run the command or read the query as a person; a look at a case, or one in vain, is recorded."""
        started = perf_counter()
        if self.declaration.kind == "command":
            done = services.run(self.record, request_id=self.request_id)
        else:
            done = Done(services.read(self.record), ChangeSet())
            _record_look(services, self.record, done.result)
        return Outcome(to_wire(done.result), (perf_counter() - started) * 1000, done.again, done.undo)


def read_call(kind: Kind, name: str, given: Mapping[str, Any]) -> Call:
    """The call of a name with its values; WrongUsage for what is not declared or cannot be read."""
    declaration = declaration_for(kind, name)
    values = dict(given)
    request_id = _request_id(values.pop(REQUEST_ID, None)) if kind == "command" else None
    return Call(declaration, read_record(declaration, values), request_id)


def declaration_for(kind: Kind, name: str) -> Declaration:
    """The declared command or query; WrongUsage names what is near, or the right way to call it."""
    declaration = find_declaration(name)
    if declaration is None:
        raise WrongUsage(
            say(
                "There is no $kind “$name”.$near All are listed by: casedesk commands",
                kind=kind,
                name=name,
                near=_near(kind, name),
            ),
            name=name,
        )
    if declaration.kind != kind:
        verb = "do" if declaration.kind == "command" else "ask"
        raise WrongUsage(
            say("$name is a $kind: call it with $verb.", name=name, kind=declaration.kind, verb=verb),
            name=name,
        )
    return declaration


def _near(kind: Kind, name: str) -> str:
    names = [one.name for one in all_declarations() if one.kind == kind]
    near = get_close_matches(name, names, n=3)
    return say(" Did you mean $names?", names=", ".join(near)) if near else ""


def _request_id(given: object) -> UUID | None:
    try:
        return None if given is None else UUID(str(given))
    except ValueError:
        raise WrongUsage(say("request_id is not an id (a UUID)."), parameter=REQUEST_ID) from None


def _record_look(services: Services, query: Any, answer: Any) -> None:
    """Who opened a case, or searched and found nothing, is kept (design/contract.md)."""
    if isinstance(query, CaseQuery):
        services.record_look(LookKind.CASE, case_id=answer.customer.id)
    elif isinstance(query, Find) and answer.total == 0:
        services.record_look(LookKind.FIND, text=query.text, hits=0)


def do(options: Namespace) -> Answer:
    """`casedesk do NAME key=value ...`"""
    return _one_call("command", options)


def ask(options: Namespace) -> Answer:
    """`casedesk ask NAME key=value ...`"""
    return _one_call("query", options)


def _one_call(kind: Kind, options: Namespace) -> Answer:
    name, pairs = _name_and_pairs(kind, options.words)
    call = read_call(kind, name, _pairs(kind, name, pairs))
    with connection_of(options) as connection:
        outcome = call.carry_out(connection.services())
    if outcome.again:
        progress(say("Done before under this request_id; nothing was changed now."))
    return Answer(outcome.result, lambda: outcome.text, ms=outcome.ms, undo=outcome.undo)


def _name_and_pairs(kind: Kind, words: list[str]) -> tuple[str, list[str]]:
    if not words:
        raise WrongUsage(say("Name the $kind. All are listed by: casedesk commands", kind=kind))
    return words[0], words[1:]


def _pairs(kind: Kind, name: str, words: Iterable[str]) -> dict[str, Any]:
    return read_pairs(declaration_for(kind, name), words)
