"""`key=value` words become what the declared types can be read from."""

from __future__ import annotations

import pytest

from casedesk.cli.given_words import read_pairs
from casedesk.contract.registry import find_declaration
from casedesk.errors import WrongUsage


@pytest.mark.parametrize(
    ("name", "word", "value"),
    [
        ("log_call", "summary=5", "5"),
        ("log_call", "summary=[1]", "[1]"),
        ("log_call", 'summary={"a": 1}', '{"a": 1}'),
        ("log_call", "summary=", ""),
        ("log_call", "summary=a=b", "a=b"),
        ("log_call", "about=null", "null"),
        ("log_call", "started_at=null", None),
        ("log_call", "promise=none", "none"),
        ("log_call", 'promise={"text": "x"}', {"text": "x"}),
        ("open_order", 'lines=[{"product": "FIBRE500"}]', [{"product": "FIBRE500"}]),
        ("open_order", 'lines={"product": "FIBRE500"}', {"product": "FIBRE500"}),
        ("register_customer", 'phones=["1", "2"]', ["1", "2"]),
        ("register_customer", "phones=+44 20 7946 0018", "+44 20 7946 0018"),
        ("register_customer", 'extra={"a": 1}', {"a": 1}),
        ("place_order", "promised_on=2026-11-30", "2026-11-30"),
        ("orders", "limit=5", "5"),
        ("orders", 'filter={"status": ["late"]}', {"status": ["late"]}),
        ("log_call", "unknown=[1]", "[1]"),
    ],
)
def test_text_stays_text_and_the_rest_is_read(name: str, word: str, value: object) -> None:
    assert _read(name, word) == {word.partition("=")[0]: value}


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["summary"], "not of the form"),
        (["summary=a", "summary=b"], "given twice"),
        (['promise={"text": '], "promise is not JSON"),
        (['promise={"text": "a", "text": "b"}'], "“text” is given twice"),
        (['promise={"text": NaN}'], "NaN is not a number"),
    ],
)
def test_what_cannot_be_meant_is_refused(words: list[str], sentence: str) -> None:
    with pytest.raises(WrongUsage, match=sentence):
        _read("log_call", *words)


def _read(name: str, *words: str) -> dict[str, object]:
    declaration = find_declaration(name)
    assert declaration is not None
    return read_pairs(declaration, words)
