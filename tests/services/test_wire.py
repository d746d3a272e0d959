"""Values through a door: what is read, what is refused and in which words, what is answered."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from casedesk.contract.cases import LogCall, PromiseGiven
from casedesk.contract.documents import DocumentBytes
from casedesk.contract.orders import LineGiven
from casedesk.contract.registry import find_declaration
from casedesk.errors import WrongUsage
from casedesk.rules.vocabulary import CallOutcome
from casedesk.services.wire import to_wire
from casedesk.services.wire_reading import from_wire, read_record

ID = "0192d2a6-0000-7000-8000-000000000001"


def _read(name: str, **given: Any) -> Any:
    declaration = find_declaration(name)
    assert declaration is not None
    return read_record(declaration, given)


def test_a_record_is_read_with_what_is_nested_in_it() -> None:
    promise = {"text": "Call back", "due_at": "2026-11-25T15:00:00Z"}
    assert _read("log_call", outcome="answered", promise=promise) == LogCall(
        outcome=CallOutcome.ANSWERED,
        promise=PromiseGiven("Call back", datetime(2026, 11, 25, 15, tzinfo=UTC)),
    )


def test_a_word_of_python_is_a_name_at_the_doors() -> None:
    assert _read("log_call", outcome="answered", **{"with": "Mr Tanner"}).spoken_with == "Mr Tanner"
    with pytest.raises(WrongUsage, match="with must be text"):
        _read("log_call", outcome="answered", **{"with": 5})


def test_a_list_of_one_may_be_that_one_alone() -> None:
    assert _read("register_customer", kind="person", phones="+44 20").phones == ("+44 20",)
    assert _read("open_order", customer=ID, lines={"product": "A"}).lines == (LineGiven(product="A"),)


def test_a_day_and_an_instant_are_told_apart() -> None:
    assert _read("orders", as_of="1998-06-01").as_of == date(1998, 6, 1)
    assert _read("orders", as_of="1998-06-01T00:00:00+02:00").as_of == datetime(1998, 5, 31, 22, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "given", "sentence"),
    [
        ("log_call", {}, "outcome is missing (how it ended)"),
        ("log_call", {"outcome": "x"}, "outcome must be 'answered', 'new_promise'"),
        (
            "log_call",
            {"outcome": "answered", "frob": 1},
            "knows no parameter frob. It takes: about, direction",
        ),
        ("log_call", {"outcome": "answered", "about": 5}, "about must be text, in quotation marks"),
        ("log_call", {"outcome": "answered", "summary": "a\x00"}, "summary holds a NUL"),
        ("log_call", {"outcome": "answered", "promise": []}, "promise must be an object, or must be 'none'"),
        ("log_call", {"outcome": "answered", "promise": {"text": "a"}}, "promise.due_at is missing"),
        (
            "log_call",
            {"outcome": "answered", "promise": {"text": "\udc80", "due_at": "x"}},
            "promise.text holds a NUL or half a character",
        ),
        (
            "log_call",
            {"outcome": "answered", "promise": {"text": "a", "due_at": 1764068400}},
            "promise.due_at is not an instant",
        ),
        (
            "log_call",
            {"outcome": "answered", "started_at": "2026-11-25T15:00:00"},
            "started_at needs an offset",
        ),
        ("log_call", {"outcome": "answered", "started_at": "2026-11-25"}, "started_at needs an offset"),
        ("place_order", {"order": "1", "promised_on": "20261130"}, "promised_on is not a day"),
        ("place_order", {"order": "1", "promised_on": 0}, "promised_on is not a day"),
        ("place_order", {"order": "1", "promised_on": "2026-11-30T00:00:00Z"}, "promised_on is not a day"),
        ("orders", {"as_of": "1998-06-01T00:00:00"}, "as_of needs an offset"),
        ("orders", {"as_of": 896659200}, "as_of is not a day"),
        ("place_order", {"order": "1", "promised_on": "2026-02-30"}, "promised_on is not a day"),
        (
            "orders",
            {"as_of": "yesterday"},
            "as_of is not a day; write it as in 2026-11-30, or is not an instant",
        ),
        ("orders", {"limit": "five"}, "limit is not a whole number"),
        ("orders", {"limit": 2**63}, "limit is too large a number"),
        ("open_order", {"customer": "x"}, "customer is not an id"),
        (
            "open_order",
            {"customer": ID, "lines": [{"quantity": "1,5"}, {"prodct": "A"}]},
            "lines.0.quantity is not a number, as 32.38; lines.1.prodct is not a field of it",
        ),
        ("open_order", {"customer": ID, "lines": [{"quantity": "NaN"}]}, "lines.0.quantity is not a number"),
        (
            "open_order",
            {"customer": ID, "lines": [{"quantity": "1.2345678"}]},
            "lines.0.quantity has more than 6 places after the point",
        ),
        (
            "open_order",
            {"customer": ID, "lines": [{"unit_price": "1e12"}]},
            "lines.0.unit_price is too large",
        ),
        ("open_order", {"customer": ID, "lines": 5}, "lines must be a list"),
        ("orders", {"filter": []}, "filter must be an object"),
        (
            "record_decision",
            {"about": "1", "question": "q", "outcome": "o", "needs_approval": "maybe"},
            "yes or no",
        ),
    ],
)
def test_what_does_not_fit_is_named_in_words(name: str, given: dict[str, Any], sentence: str) -> None:
    with pytest.raises(WrongUsage) as refused:
        _read(name, **given)
    assert sentence in str(refused.value)
    assert str(refused.value).startswith(name)


@pytest.mark.parametrize(
    ("value", "wire"),
    [
        (Decimal("32.380"), "32.38"),
        (Decimal(34), "34.00"),
        (Decimal("1.125"), "1.125"),
        (Decimal("1E+3"), "1000.00"),
        (Decimal("-0.5"), "-0.50"),
        (date(2026, 11, 30), "2026-11-30"),
        (datetime(2026, 11, 30, 10, tzinfo=UTC), "2026-11-30T10:00:00+00:00"),
        (UUID(ID), ID),
        (CallOutcome.ANSWERED, "answered"),
        ((1, None, "a"), [1, None, "a"]),
        ({"a": Decimal(1)}, {"a": "1.00"}),
        (
            DocumentBytes("a.pdf", b"abc", 1),
            {"name": "a.pdf", "content": 3, "pages": 1, "is_copy": False, "document": ""},
        ),
    ],
)
def test_values_are_answered_in_the_forms_of_the_doors(value: object, wire: object) -> None:
    assert to_wire(value) == wire


def test_a_stored_answer_is_the_record_again() -> None:
    promise = PromiseGiven("Call back", datetime(2026, 11, 25, 15, tzinfo=UTC))
    assert from_wire(PromiseGiven, to_wire(promise)) == promise
