"""Answers as people read them in a terminal."""

from __future__ import annotations

import pytest

from casedesk.cli.plain_text import plain_text, shown

ID = "0192d2a6-0000-7000-8000-000000000001"


@pytest.fixture(autouse=True)
def narrow_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")


def test_a_record_is_a_line_a_field() -> None:
    assert plain_text({"number": "4107-2981", "was_late": False, "city": "", "done_on": None}) == (
        "number    4107-2981\nwas late  no"
    )


def test_records_are_a_table_with_ids_last() -> None:
    rows = [{"id": ID, "name": "Ann", "open_orders": 2}, {"id": ID, "name": "Ångström", "open_orders": 0}]
    assert plain_text(rows) == (
        "name      open orders\nAnn       2\nÅngström  0\n(1 more column with --json)"
    )


def test_columns_line_up_below_wide_letters() -> None:
    assert plain_text([{"a": "田中", "b": "x"}, {"a": "abcd", "b": "y"}]) == "a     b\n田中  x\nabcd  y"


def test_lists_in_a_record_have_a_title() -> None:
    told = plain_text({"name": "Ann", "orders": [{"number": "1"}], "tags": ["a", "b"]})
    assert told == "name  Ann\ntags  a, b\n\nORDERS\nnumber\n1"


def test_further_lines_begin_below_the_first() -> None:
    assert plain_text({"text": "one\ntwo"}) == "text  one\n      two"
    assert plain_text([{"text": "one\ntwo"}]) == "text\none / two"


def test_an_instant_is_read_to_the_minute() -> None:
    assert plain_text({"at": "2026-11-24T10:42:31.5+00:00"}) == "at  2026-11-24 10:42 UTC"


def test_a_long_cell_is_cut_and_a_long_line_is_not() -> None:
    text = "word " * 20
    assert plain_text([{"text": text}]).splitlines()[1].endswith("…")
    assert plain_text({"text": text}).count("word") == 20


@pytest.mark.parametrize("nothing", [[], {}, {"a": None, "b": []}])
def test_nothing_is_said_in_a_word(nothing: object) -> None:
    assert plain_text(nothing) == "Nothing."


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("\x1b[31m", r"\x1b[31m"),
        ("a\rb", r"a\rb"),
        ("\u202eabc", r"\u202eabc"),
        ("\x9b1m", r"\x9b1m"),
        ("a\u2028b", r"a\u2028b"),
        ("čaj 茶 🍵", "čaj 茶 🍵"),
        ("a\nb", "a\nb"),
    ],
)
def test_text_cannot_steer_the_terminal(text: str, seen: str) -> None:
    assert shown(text) == seen
