"""`do` and `ask` on the command line: answers, failures, exit statuses, what people read."""

from __future__ import annotations

from uuid import uuid4

import pytest

from tests.cli.conftest import CommandLine


def test_a_command_answers_an_object_and_how_long_it_took(casedesk: CommandLine) -> None:
    ran = casedesk("do", "register_customer", "kind=person", "name=Ann", "--json")
    assert ran.status == 0
    assert ran.err == ""
    assert set(ran.document) == {"ok", "result", "ms"}
    assert set(ran.document["result"]) == {"customer"}
    assert ran.document["ms"] > 0


def test_what_a_command_did_is_read_by_a_query(casedesk: CommandLine, customer: str, order: str) -> None:
    case = casedesk.done("ask", "case", f"about={order.replace('-', '')}")
    assert case["customer"]["id"] == customer
    assert [one["number"] for one in case["orders"]] == [order]
    assert [one["label"] for one in case["stand"]] == ["Wants", "Now", "Promised", "Decided", "Next"]


def test_options_may_stand_anywhere(casedesk: CommandLine) -> None:
    first = casedesk("--json", "do", "register_customer", "--as", casedesk.login, "kind=person", "name=Ann")
    assert first.status == 0, first
    assert first.result


def test_the_same_request_id_is_done_once(casedesk: CommandLine) -> None:
    words = ("do", "register_customer", "kind=person", "name=Ann", f"request_id={uuid4()}")
    first = casedesk.done(*words)
    again = casedesk(*words, "--json")
    assert again.result == first
    assert "nothing was changed" in again.err
    assert casedesk.done("ask", "customers")["total"] == 1


@pytest.mark.parametrize(
    ("words", "status", "error"),
    [
        (("do", "frob"), 2, "wrong_usage"),
        (("ask", "register_customer", "kind=person"), 2, "wrong_usage"),
        (("do", "find", "text=x"), 2, "wrong_usage"),
        (("do", "register_customer"), 2, "wrong_usage"),
        (("do", "register_customer", "kind=animal"), 2, "wrong_usage"),
        (("do", "register_customer", "kind=person", "colour=red"), 2, "wrong_usage"),
        (("do", "register_customer", "kind"), 2, "wrong_usage"),
        (("do", "register_customer", "kind=person", "request_id=5"), 2, "wrong_usage"),
        (("do",), 2, "wrong_usage"),
        (("frob",), 2, "wrong_usage"),
        (("ask", "order", "number=41072981", "--frob"), 2, "wrong_usage"),
        (("ask", "order", "number=4107-2981"), 5, "not_found"),
        (("do", "add_note", f"about={uuid4()}", "text=x"), 5, "not_found"),
        (("do", "register_customer", "kind=person"), 7, "refused"),
        (("ask", "staff", "--as", "nobody"), 4, "not_permitted"),
        (("ask", "staff", "--now", "yesterday"), 2, "wrong_usage"),
        (("ask", "staff", "--now", "2026-11-24T10:42:00"), 2, "wrong_usage"),
    ],
)
def test_a_failure_is_one_document_and_its_exit_status(
    casedesk: CommandLine, words: tuple[str, ...], status: int, error: str
) -> None:
    ran = casedesk(*words, "--json")
    assert (ran.status, ran.document["error"]) == (status, error)
    assert ran.document["ok"] is False
    assert set(ran.document) == {"ok", "error", "message", "details"}
    assert len(ran.out.splitlines()) == 1
    assert ran.err == ""


def test_a_failure_for_people_is_a_sentence_beside_the_answer(casedesk: CommandLine) -> None:
    ran = casedesk("do", "add_nte", "about=x")
    assert ran.status == 2
    assert ran.out == ""
    assert "Did you mean add_note" in ran.err


def test_a_stale_version_is_a_conflict(casedesk: CommandLine, customer: str) -> None:
    casedesk.done("do", "change_customer", f"customer={customer}", "version=1", "name=Marta L")
    ran = casedesk("do", "change_customer", f"customer={customer}", "version=1", "name=Märta", "--json")
    assert (ran.status, ran.document["error"]) == (6, "conflict")


def test_an_absent_database_is_unreachable_and_not_made(casedesk: CommandLine, tmp_path: object) -> None:
    absent = f"{tmp_path}/absent.db"
    ran = casedesk("ask", "staff", "--json", "--db", absent)
    assert ran.status == 0, "the last --db counts"
    ran = CommandLine(absent, "", casedesk._capture, casedesk._patch)("ask", "staff", "--json")
    assert (ran.status, ran.document["error"]) == (3, "unreachable")


def test_people_read_lines_and_tables(casedesk: CommandLine, order: str) -> None:
    told = casedesk("ask", "order", f"number={order}").out
    assert told.split()[:2] == ["number", order]
    assert "LINES\nposition  name" in told
    assert "{" not in told


def test_what_people_typed_cannot_steer_the_terminal(casedesk: CommandLine, customer: str) -> None:
    casedesk.done("do", "add_note", f"about={customer}", "text=a\x1b[31mred\x07\u202eb")
    told = casedesk("ask", "timeline", f"about={customer}").out
    assert r"a\x1b[31mred\x07\u202eb" in told


def test_a_look_at_a_case_is_recorded(casedesk: CommandLine, customer: str) -> None:
    assert _looks(casedesk) == []
    casedesk.done("ask", "case", f"about={customer}")
    assert _looks(casedesk) == [("case", customer, "")]


def test_only_a_search_in_vain_is_recorded(casedesk: CommandLine, customer: str) -> None:
    assert casedesk.done("ask", "find", "text=Lindqvist")["total"] == 1
    assert _looks(casedesk) == []
    assert casedesk.done("ask", "find", "text=Zoltan Quux")["total"] == 0
    assert _looks(casedesk) == [("find", None, "Zoltan Quux")]


def _looks(casedesk: CommandLine) -> list[tuple[str, str | None, str]]:
    from sqlalchemy import select

    from casedesk.db.engine import open_database
    from casedesk.models import Look

    database = open_database(casedesk.url)
    with database.reading() as connection:
        rows = connection.execute(select(Look.kind, Look.case_id, Look.text).order_by(Look.at)).all()
    database.close()
    return [(row.kind, str(row.case_id) if row.case_id else None, row.text) for row in rows]


@pytest.mark.parametrize(("raised", "status"), [(ZeroDivisionError, 1), (KeyboardInterrupt, 130)])
def test_a_bug_is_a_failure_and_an_interruption_is_none(
    casedesk: CommandLine,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    raised: type[BaseException],
    status: int,
) -> None:
    def break_down(*_arguments: object) -> None:
        raise raised

    monkeypatch.setattr("casedesk.cli.calls.to_wire", break_down)
    ran = casedesk("ask", "staff", "--json")
    assert ran.status == status
    assert raised is KeyboardInterrupt or ran.document["error"] == "failed"
    assert (raised.__name__ in caplog.text) == (status == 1)
