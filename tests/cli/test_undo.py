"""Undo at the command line and in the stream."""

from __future__ import annotations

from tests.cli.conftest import CommandLine


def test_an_answer_names_the_entry_by_which_it_is_undone(casedesk: CommandLine, customer: str) -> None:
    noted, _, timeline = casedesk.stream(
        {"do": "add_note", "about": customer, "text": "rings twice"},
        {"ask": "who_am_i"},
        {"ask": "timeline", "about": customer},
    )
    assert noted["undo"] == timeline["result"]["rows"][0]["id"]
    undone = casedesk.done("do", "undo", f"entry={noted['undo']}")
    assert (undone["entry"], undone["command"]) == (noted["undo"], "add_note")
    row = casedesk.done("ask", "timeline", f"about={customer}")["rows"][1]
    assert row["undone_by"] == undone["id"]


def test_people_read_how_to_undo(casedesk: CommandLine, customer: str) -> None:
    ran = casedesk("do", "add_note", f"about={customer}", "text=rings twice")
    assert ran.status == 0
    assert "Undo, for 60 seconds: casedesk do undo entry=" in ran.out


def test_refusals_have_their_exit_status(casedesk: CommandLine, customer: str) -> None:
    now = "2026-11-24T10:42:00+00:00"
    late = "2026-11-24T10:43:01+00:00"
    noted = casedesk("do", "add_note", f"about={customer}", "text=hm", "--now", now, "--json").lines[0]
    words = ("do", "undo", f"entry={noted['undo']}", "--json", "--now")
    assert casedesk(*words, late).status == 7
    assert casedesk(*words, now).status == 0
    assert casedesk(*words, now).status == 6
    assert casedesk("do", "undo", f"entry={customer}", "--json").status == 5
