"""Whatever is declared is complete: carried out, permitted, described, tested and written down."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from casedesk.cli import doors
from casedesk.cli.type_words import type_words
from casedesk.contract.declaration import Declaration
from casedesk.contract.registry import all_declarations
from casedesk.rules.permissions import GRANTS
from casedesk.services import all_handlers
from casedesk.services.handlers import COMMANDS, QUERIES

ROOT = Path(__file__).resolve().parents[2]
DECLARATIONS = all_declarations()

# What other programs rely on: name -> the parameters it needs, and those that may be left out. Names and
# parameters are added here and never taken away (docs/doors.md).
PROMISED = {
    "register_customer": (
        "kind",
        "name phones emails persons street postcode city country language since external",
    ),
    "open_order": ("customer", "wants kind lines requested_on external"),
    "place_order": ("order promised_on", "placed_on"),
    "complete_order": ("order how", "on"),
    "hold_order": ("order", "reason"),
    "release_order": ("order", "reason"),
    "cancel_order": ("order reason asked_by told", ""),
    "log_interaction": (
        "channel direction",
        "about summary outcome with started_at ended_at keeps promise decision",
    ),
    "log_call": ("outcome", "about direction summary with started_at ended_at keeps promise decision"),
    "add_note": ("about text", ""),
    "amend": ("entry text", ""),
    "open_request": ("about event wants", ""),
    "close_request": ("request outcome", "expectation_met"),
    "take": ("about", ""),
    "assign": ("about to", "note"),
    "attach": ("about file", "name"),
    "offer_handover": ("about to note", ""),
    "accept_handover": ("handover", ""),
    "decline_handover": ("handover reason", ""),
    "make_promise": ("about text due_at", "keeper"),
    "keep_promise": ("promise", "note"),
    "release_promise": ("promise", "note"),
    "record_decision": ("about question outcome", "rule"),
    "revoke_decision": ("decision reason", ""),
    "finish_milestone": ("order milestone", "on"),
    "estimate_milestone": ("order milestone forecast_on reason", ""),
    "block_milestone": ("order milestone reason", ""),
    "unblock_milestone": ("order milestone", "reason"),
    "find": ("text", "limit"),
    "case": ("about", ""),
    "order": ("number", ""),
    "orders": ("", "filter group_by sort as_of limit after"),
    "customers": ("", "filter group_by sort as_of limit after"),
    "timeline": ("about", "before limit kinds"),
    "desk": ("", "staff"),
    "delays": ("", "as_of"),
    "staff": ("", ""),
    "history": ("about", ""),
    "ownerless": ("", ""),
}

each = pytest.mark.parametrize("declaration", DECLARATIONS, ids=lambda one: one.name)


def test_the_page_of_the_doors_is_up_to_date() -> None:
    """After a change of a declaration: python -m casedesk.cli.doors"""
    assert (ROOT / doors.FILE).read_text(encoding="utf-8") == doors.doors()


@each
def test_somebody_carries_it_out(declaration: Declaration) -> None:
    all_handlers.load()
    handlers = COMMANDS if declaration.kind == "command" else QUERIES
    assert declaration.record in handlers


@each
def test_its_permission_is_one_of_the_table(declaration: Declaration) -> None:
    assert declaration.permission in GRANTS


@each
def test_it_is_described(declaration: Declaration) -> None:
    assert declaration.help.endswith("."), "the first line of its docstring is a sentence"
    assert [one.name for one in declaration.parameters if not one.help] == []


@each
def test_its_name_and_types_can_be_said(declaration: Declaration) -> None:
    assert re.fullmatch(r"[a-z]+(?:_[a-z]+)*", declaration.name)
    assert type_words(declaration.result)
    assert all(type_words(one.type) for one in declaration.parameters)


@each
def test_a_test_mentions_it(declaration: Declaration) -> None:
    assert {declaration.record.__name__, declaration.name} & _words_of_tests()


@pytest.mark.parametrize("name", PROMISED)
def test_what_other_programs_rely_on_stays(name: str) -> None:
    needed, may_be_left_out = (set(words.split()) for words in PROMISED[name])
    [declaration] = [one for one in DECLARATIONS if one.name == name]
    assert {one.name for one in declaration.parameters if one.required} == needed
    assert may_be_left_out <= {one.name for one in declaration.parameters}


@cache
def _words_of_tests() -> frozenset[str]:
    """Every name and text in the tests but in this module, which names all."""
    files = [file for file in (ROOT / "tests").rglob("*.py") if file != Path(__file__)]
    return frozenset(word for file in files for word in _words(file))


def _words(file: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(file.read_text(encoding="utf-8"))))
    names = {node.id for node in nodes if isinstance(node, ast.Name)}
    texts = {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return names | texts
