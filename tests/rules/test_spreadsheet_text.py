"""Text guarded against spreadsheets, and the same text again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casedesk.rules.spreadsheet_text import cell_text, original_text

DANGEROUS = [
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "-",
    "--help",
    "+1-212-555-0100",
    "'=1",
]
HARMLESS = [
    "",
    "'",
    "it's",
    "Tanner",
    "4107-2981",
    "-1",
    "-1.00",
    "+0.0",
    "-1E+02",
    "1,234.50",
    "+442079460018",
    "+44 20 7946 0018",
    "+44 (0)20 7946-0018",
    " =1",
]


@pytest.mark.parametrize("text", DANGEROUS)
def test_what_a_spreadsheet_would_calculate_becomes_text(text: str) -> None:
    assert cell_text(text) == f"'{text}"


@pytest.mark.parametrize("text", HARMLESS)
def test_the_rest_stays_as_it_is(text: str) -> None:
    assert cell_text(text) == text


@given(st.text(alphabet="'=+-@\t\r 1aé") | st.text())
def test_every_text_comes_back(text: str) -> None:
    assert original_text(cell_text(text)) == text


@given(st.text(alphabet="'=+-@\t\r(0 9.a"))
def test_what_could_be_calculated_has_no_letters_or_signs_of_a_formula(text: str) -> None:
    cell = cell_text(text)
    assert cell[:1] not in ("=", "@", "\t", "\r")
    assert cell[:1] not in ("+", "-") or not set(cell) & set("=@a'\t\r")
