"""Phone numbers: one number in every spelling gives the same digits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casedesk.rules.phone_spelling import looks_like_phone, phone_digits, without_country, without_trunk


@pytest.mark.parametrize(
    "text",
    [
        "+442079460123",
        "+44 20 7946 0123",
        "+44 (0)20 7946-0123",
        "+44(0) 20/7946/0123",
        "0044 20 79460123",
        "00 44 20 79460123",
        "011 44 20 7946 0123",
        "tel:+44-20-7946-0123;ext=12",
        "Tel.: +44 20 7946 0123 ext. 5",
        "+44 20 7946 0123 x5",
        "+442079460123x5",
        "(+44) 20.7946.0123",
        "＋４４ ２０ ７９４６ ０１２３",
        "\u202a+44\u00a020\u00a07946\u00a00123\u202c",
        "44 (0)20 7946 0123",
    ],
)
def test_a_number_with_its_country(text: str) -> None:
    assert phone_digits(text) == "442079460123"


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("020 7946 0123", "02079460123"),
        ("(020) 7946/0123 DW 77", "02079460123"),
        ("(5) 555-4729", "55554729"),
        ("0921-12 34 65", "0921123465"),
        ("٠٢٠ ٧٩٤٦ ٠١٢٣", "02079460123"),
        ("1-800-555-0100", "18005550100"),
        ("00", "00"),
        ("no phone", ""),
        ("", ""),
    ],
)
def test_a_number_as_dialled(text: str, digits: str) -> None:
    assert phone_digits(text) == digits


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("020 7946 0123", True),
        ("Tel. 020 7946 0123 ext 4", True),
        ("mobile: +44 7700 900 123", True),
        ("12 Baker Street", False),
        ("Tanner", False),
        ("Tel.", False),
        ("", False),
    ],
)
def test_what_looks_like_a_phone_number(text: str, phone: bool) -> None:
    assert looks_like_phone(text) is phone


@pytest.mark.parametrize(
    ("digits", "national"),
    [
        ("442079460123", "2079460123"),
        ("4402079460123", "2079460123"),
        ("18005550100", "8005550100"),
        ("420601123456", "601123456"),
        ("35312345678", "12345678"),
        ("4412345", "4412345"),
        ("8312345678", "8312345678"),
        ("", ""),
    ],
)
def test_the_countrys_code_is_cut_where_enough_is_left(digits: str, national: str) -> None:
    assert without_country(digits) == national


def test_trunk_zeros_are_cut() -> None:
    assert without_trunk("0020 7") == "20 7"


@given(st.text())
def test_no_text_is_too_strange(text: str) -> None:
    assert phone_digits(text).isascii()
    assert isinstance(looks_like_phone(text), bool)
