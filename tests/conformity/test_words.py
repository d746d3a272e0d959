"""Every word a person reads goes through the message catalogue, and every message gets the fields it names."""

from __future__ import annotations

import ast
import gettext
import re
from collections.abc import Iterator
from pathlib import Path
from string import Template

from casedesk import words
from casedesk.rules.states import STATES
from casedesk.rules.vocabulary import CallOutcome, Channel, Direction, OrderStatus
from casedesk.services.wording import call_outcome_words, channel_words, state_words, status_words
from tests.conformity.catalogue import POT, ROOT, as_text, called, catalogue, literal, messages_in

PACKAGE = sorted((ROOT / "casedesk").rglob("*.py"))
WINDOW = [path for path in PACKAGE if "ui" in path.relative_to(ROOT).parts]
SHOWING = frozenset(
    {
        "setText",
        "setWindowTitle",
        "setPlaceholderText",
        "setToolTip",
        "setAccessibleName",
        "setAccessibleDescription",
        "PlainLabel",
        "Button",

        "Card",
        "Field",
        "SectionHeading",
        "SayBox",
        "Tag",
        "set_text",
        "set_tip",
        "setTitle",
        "show_empty",
        "show_error",
        "set_hint",
        "announce",
    }
)
"""Calls whose first text a person reads."""


NAMES = frozenset({"CaseDesk", "tnum"})
"""Not words: the product's name and a font's feature."""


def _calls(path: Path) -> Iterator[ast.Call]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def test_the_shipped_catalogue_is_the_codes() -> None:
    assert POT.read_bytes() == as_text(catalogue()), "write it anew: python -m tests.conformity.catalogue"


def test_no_text_of_the_window_goes_round_the_catalogue() -> None:
    unsaid = [
        f"{path.relative_to(ROOT)}:{call.lineno} {text!r}"
        for path in WINDOW
        for call in _calls(path)
        if called(call) in SHOWING
        for text in [literal(next(iter(call.args), None))]
        if re.search(r"[^\W\d_]{2}", text) and text not in NAMES
    ]
    assert unsaid == []


def test_every_message_gets_the_fields_it_names() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path in PACKAGE
        for call in _calls(path)
        if called(call) in ("say", "count") and not _fields_fit(call)
    ]
    assert wrong == []


def _fields_fit(call: ast.Call) -> bool:
    texts = [text for one in call.args[:2] if (text := literal(one))]
    if not texts or any(keyword.arg is None for keyword in call.keywords):
        return True
    given = {str(keyword.arg) for keyword in call.keywords}
    named = {name for text in texts for name in Template(text).get_identifiers()}
    if called(call) == "count":
        return named <= given | {"n"} and given <= named
    return named == given


def test_every_state_status_and_outcome_has_words() -> None:
    for states in STATES.values():
        for state in states:
            assert state_words(state) != state, state
    assert all(status_words(status) for status in OrderStatus)
    assert all(call_outcome_words(outcome) for outcome in CallOutcome)
    assert all(channel_words(channel, direction) for channel in Channel for direction in Direction)


def test_a_translation_takes_the_place_of_the_english() -> None:
    class Shouting(gettext.NullTranslations):
        def gettext(self, message: str) -> str:
            return message.upper().replace("$N", "$n")

    words.use_translations(Shouting())
    try:
        assert words.say("Print case") == "PRINT CASE"
    finally:
        words.use_translations(gettext.NullTranslations())
    assert words.count("$n order", "$n orders", 2) == "2 orders"


def test_messages_are_found_where_they_are_said_counted_and_declared() -> None:
    tree = ast.parse('say("One"); count("$n a", "$n b", 2); Action("x", "Two"); say(other)')
    assert list(messages_in(tree)) == ["One", ("$n a", "$n b"), "Two"]
