"""The command line is tested in this process, on a small desk, once on each kind of database."""

from __future__ import annotations

import io
import json
import sys
from dataclasses import dataclass
from typing import Any

import pytest

from casedesk.cli.main import main
from casedesk.rules.vocabulary import DatabaseKind
from casedesk.services.setup import NewDesk, initialise
from casedesk.services.sign_in import first_login
from tests.factories import TUESDAY


@dataclass(frozen=True)
class Ran:
    """What came of a command line."""

    status: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The one JSON document on standard output."""
        return json.loads(self.out)

    @property
    def result(self) -> Any:
        """The result of what went well."""
        assert self.document["ok"], self.document
        return self.document["result"]

    @property
    def lines(self) -> list[Any]:
        """One JSON document a line."""
        return [json.loads(line) for line in self.out.splitlines()]


@dataclass(frozen=True)
class CommandLine:
    """`casedesk` on one database; calling it runs a command line."""

    url: str
    login: str
    _capture: pytest.CaptureFixture[str]
    _patch: pytest.MonkeyPatch

    def __call__(self, *words: str, stdin: bytes = b"") -> Ran:
        self._patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        status = main([*words, "--db", self.url])
        written = self._capture.readouterr()
        return Ran(status, written.out, written.err)

    def done(self, *words: str) -> Any:
        """The result of a command line that succeeds."""
        return self(*words, "--json").result

    def stream(self, *lines: object) -> list[Any]:
        """The answers of a stream; bytes and text go in as they are, all else as JSON."""
        ran = self("do", "--stdin", stdin=b"\n".join(_line(one) for one in lines))
        assert ran.status == 0
        return ran.lines


def _line(one: object) -> bytes:
    if isinstance(one, bytes):
        return one
    return (one if isinstance(one, str) else json.dumps(one)).encode()


@pytest.fixture
def casedesk(
    database: str, home: object, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> CommandLine:
    """The command line on a new test desk with one person."""
    monkeypatch.setenv("COLUMNS", "300")
    login = first_login(database, None)
    initialise(database, DatabaseKind.TEST, NewDesk(person="Ada Owner", login=login), TUESDAY)
    return CommandLine(database, login, capsys, monkeypatch)


@pytest.fixture
def customer(casedesk: CommandLine) -> str:
    """The id of a registered customer."""
    made = casedesk.done(
        "do", "register_customer", "kind=person", "name=Marta Lindqvist", "phones=+44 20 7946 0018"
    )
    return str(made["customer"])


@pytest.fixture
def order(casedesk: CommandLine, customer: str) -> str:
    """The number of a quote."""
    lines = '[{"name": "Fibre 500", "unit_price": "34.00"}]'
    return str(casedesk.done("do", "open_order", f"customer={customer}", f"lines={lines}")["number"])
