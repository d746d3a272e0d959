"""`do --stdin`: one object a line in, one a line out, whatever the line is."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from uuid import uuid4

import pytest

from tests.cli.conftest import CommandLine

ANN = {"do": "register_customer", "kind": "person", "name": "Ann"}


def test_commands_and_queries_share_a_stream(casedesk: CommandLine) -> None:
    made, case = casedesk.stream(ANN, {"ask": "who_am_i"})
    assert set(made) == {"ok", "result", "ms"}
    assert set(made["result"]) == {"customer"}
    assert case["result"]["staff"]["login"] == casedesk.login


def test_a_later_line_works_on_what_an_earlier_one_made(casedesk: CommandLine, customer: str) -> None:
    promise = {"text": "Call back", "due_at": "2026-11-25T15:00:00+00:00"}
    logged, case = casedesk.stream(
        {"do": "log_call", "about": customer, "outcome": "answered", "summary": "When?", "promise": promise},
        {"ask": "case", "about": customer},
    )
    assert [one["id"] for one in case["result"]["promises"]] == [logged["result"]["promise"]]


@pytest.mark.parametrize(
    ("line", "error"),
    [
        (b'{"do": "register_customer"', "wrong_usage"),
        (b"\xff\xfe", "wrong_usage"),
        (b"[]", "wrong_usage"),
        (b"null", "wrong_usage"),
        (b"[" * 100_000, "wrong_usage"),
        (b'{"do": "add_note", "about": "x", "text": NaN}', "wrong_usage"),
        (b'{"do": "add_note", "about": "x", "about": "y", "text": ""}', "wrong_usage"),
        ({}, "wrong_usage"),
        ({"do": "frob"}, "wrong_usage"),
        ({"do": 5}, "wrong_usage"),
        ({"ask": "staff", "do": "take"}, "wrong_usage"),
        (ANN | {"colour": "red"}, "wrong_usage"),
        (ANN | {"name": 5}, "wrong_usage"),
        (ANN | {"name": "a\x00b"}, "wrong_usage"),
        (ANN | {"name": "\ud800"}, "wrong_usage"),
        (ANN | {"since": 0}, "wrong_usage"),
        (ANN | {"as": 5}, "wrong_usage"),
        (ANN | {"request_id": "x"}, "wrong_usage"),
        (ANN | {"now": "2026-11-24"}, "wrong_usage"),
        (ANN | {"as": "nobody"}, "not_permitted"),
        ({"ask": "order", "number": "4107-2981"}, "not_found"),
    ],
)
def test_a_bad_line_is_answered_and_ends_nothing(casedesk: CommandLine, line: object, error: str) -> None:
    bad, good = casedesk.stream(line, ANN)
    assert (bad["ok"], bad["error"]) == (False, error)
    assert set(bad) == {"ok", "error", "message", "details"}
    assert good["ok"]


def test_empty_lines_are_passed_over(casedesk: CommandLine) -> None:
    assert len(casedesk.stream(b"", ANN, b"  ", ANN, b"")) == 2


def test_a_bug_is_answered_and_ends_nothing(
    casedesk: CommandLine, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def break_down(*_arguments: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("casedesk.cli.calls.to_wire", break_down)
    bad, worse = casedesk.stream(ANN, ANN)
    assert bad["error"] == worse["error"] == "failed"
    assert "ZeroDivisionError" in caplog.text


def test_the_same_request_id_is_done_once(casedesk: CommandLine) -> None:
    line = ANN | {"request_id": str(uuid4())}
    first, again = casedesk.stream(line, line)
    assert again["result"] == first["result"]


def test_the_clock_may_stand_elsewhere_for_a_line(casedesk: CommandLine, customer: str) -> None:
    note = {"do": "add_note", "about": customer, "text": "x"}
    *_, timeline = casedesk.stream(
        note | {"now": "2031-01-02T03:04:05+00:00"},
        note | {"now": "2031-01-02T04:04:05+01:00"},
        {"ask": "timeline", "about": customer, "kinds": ["note"]},
    )
    assert {one["recorded_at"] for one in timeline["result"]["rows"]} == {"2031-01-02T03:04:05+00:00"}


def test_lines_of_several_people(casedesk: CommandLine) -> None:
    """On PostgreSQL a line acts as the login of the connection, or is refused."""
    invited, asked = casedesk.stream(
        {"do": "invite_staff", "login": "uma", "name": "Uma", "team": "office", "roles": ["support"]},
        {"ask": "who_am_i", "as": "uma"},
    )
    assert invited["ok"]
    if casedesk.url.startswith("sqlite"):
        assert asked["result"]["staff"]["login"] == "uma"
    else:
        assert asked["error"] == "not_permitted"


def test_a_stream_that_cannot_begin_answers_one_document(casedesk: CommandLine) -> None:
    ran = casedesk("do", "--stdin", "register_customer")
    assert (ran.status, ran.document["error"]) == (2, "wrong_usage")


def test_a_real_program_answers_line_by_line(casedesk: CommandLine) -> None:
    """Each answer is there before the next line is sent, so that another program can talk with it."""
    with subprocess.Popen(
        [sys.executable, "-m", "casedesk", "do", "--stdin"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {"CASEDESK_DB": casedesk.url},
    ) as program:
        assert program.stdin
        assert program.stdout
        answers = []
        for line in (ANN, {"do": "frob"}, ANN):
            program.stdin.write(json.dumps(line).encode() + b"\n")
            program.stdin.flush()
            answers.append(json.loads(program.stdout.readline()))
        rest, complaint = program.communicate()
    assert [one["ok"] for one in answers] == [True, False, True]
    assert (program.returncode, rest, complaint) == (0, b"", b"")
