"""A whole order through the stream, as another program would take it along."""

from __future__ import annotations

from typing import Any

from tests.cli.conftest import CommandLine

NOW = "2026-11-24T10:42:00+00:00"


def test_an_order_from_quote_to_the_customers_yes(casedesk: CommandLine, order: str) -> None:
    def done(do: str, **given: Any) -> Any:
        [answer] = casedesk.stream({"do": do, "now": NOW, **given})
        assert answer["ok"], answer
        return answer["result"]

    done("place_order", order=order, promised_on="2026-12-07")
    done("start_milestone", order=order, milestone="checked")
    done("block_milestone", order=order, milestone="checked", reason="the address is unclear")
    assert _milestone(casedesk, order, "checked")["state"] == "blocked"
    done("unblock_milestone", order=order, milestone="checked", reason="the customer wrote")
    assert _milestone(casedesk, order, "checked")["state"] == "under_way"
    for milestone in ("checked", "ready", "delivered"):
        done("finish_milestone", order=order, milestone=milestone)
    done(
        "log_call", about=order, direction="out", outcome="answered", summary="It works", **{"with": "Marta"}
    )
    assert done("complete_order", order=order, how="confirmed_by")["state"] == "completed"

    told = casedesk.done("ask", "order", f"number={order}", "--now", NOW)
    assert (told["status"], told["was_late"], told["done_on"]) == ("done", False, "2026-11-24")
    assert casedesk.done("ask", "ownerless") == []


def test_a_promise_is_checked_before_it_is_made(casedesk: CommandLine, customer: str) -> None:
    due_at = "2026-11-25T15:00:00+00:00"
    first, _, second, sunday = casedesk.stream(
        {"ask": "promise_check", "due_at": due_at, "now": NOW},
        {"do": "make_promise", "about": customer, "text": "Call back", "due_at": due_at, "now": NOW},
        {"ask": "promise_check", "due_at": due_at, "now": NOW},
        {"ask": "promise_check", "due_at": "2026-11-29T15:00:00+00:00", "now": NOW},
    )
    assert (first["result"]["opens_at"], first["result"]["clashes"]) == (None, [])
    assert [one["text"] for one in second["result"]["clashes"]] == ["Call back"]
    assert sunday["result"]["opens_at"].startswith("2026-11-30T")


def _milestone(casedesk: CommandLine, order: str, key: str) -> Any:
    milestones = casedesk.done("ask", "order", f"number={order}", "--now", NOW)["milestones"]
    return next(one for one in milestones if one["key"] == key)
