"""Search keys: what is stored is found by what a caller says, and every text finds itself."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casedesk.rules.order_number import number_at
from casedesk.rules.search_keys import (
    KeyKind,
    alias_keys,
    company_keys,
    email_keys,
    name_keys,
    order_number_keys,
    phone_keys,
    prefix_end,
    query_keys,
    street_keys,
)
from casedesk.rules.text_folding import LONGEST_FOLDED

BAKER_STREET = street_keys("12 Baker St", "London", "SW1A 1AA")
HAUPTSTRASSE = street_keys("Hauptstr. 5 a", "München", "80331")


def finds(text: str, stored: Mapping[KeyKind, tuple[str, ...]]) -> bool:
    """Whether the table would answer with this record: as the database compares, by code points."""
    return any(
        look_up.prefix <= key < prefix_end(look_up.prefix)
        for look_up in query_keys(text).look_ups
        for key in stored.get(look_up.kind, ())
    )


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Julia Tanner", "julia"),
        ("Julia Tanner", "TANN"),
        ("Julia Tanner", "Tanner, Julia"),
        ("Julia Tanner", "tanner jul"),
        ("Jürgen Müller-Lüdenscheidt", "mueller luedenscheidt"),
        ("Jürgen Müller-Lüdenscheidt", "müllerlüdenscheidt"),
        ("Juergen Mueller", "Müller"),
        ("Sinéad O'Brien", "obrien"),
        ("Sinéad O'Brien", "o\u2019brien"),
        ("Sinéad OBrien", "O'Brien"),
        ("François Łukasz Åström", "francois"),
        ("François Łukasz Åström", "lukasz astrom"),
        ("México D.F.", "mexico d.f."),
        ("México D.F.", "mexico df"),
        ("王秀英", "王秀"),
        ("Наталия Ёлкина", "елкина"),
        ("Ana Trujillo Emparedados y helados", "helados"),
    ],
)
def test_names_are_found(name: str, text: str) -> None:
    assert finds(text, {KeyKind.NAME: name_keys(name)})


@pytest.mark.parametrize(("name", "text"), [("Julia Tanner", "anner"), ("Julia Tanner", "tanner x")])
def test_names_are_not_found_by_anything(name: str, text: str) -> None:
    assert not finds(text, {KeyKind.NAME: name_keys(name)})


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Ernst Handel GmbH & Co. KG", "Ernst Handel AG"),
        ("Antonio Moreno S.A. de C.V.", "antonio moreno"),
        ("Smith & Sons Ltd", "Smith and Sons Limited"),
        ("Smith and Sons", "smith sons"),
        ("The Big Cheese, Inc.", "big cheese"),
        ("Kowalski Sp. z o.o.", "Kowalski sp zoo"),
        ("GmbH", "gmbh"),
        ("And", "and"),
    ],
)
def test_companies_are_found_whatever_their_legal_form(name: str, text: str) -> None:
    assert finds(text, {KeyKind.COMPANY: company_keys(name)})


def test_a_company_is_keyed_without_its_legal_form() -> None:
    assert company_keys("Ernst Handel GmbH & Co. KG") == ("ernst handel", "handel ernst")


@pytest.mark.parametrize("stored", ["+442079460123", "+44 (0)20 7946 0123", "020 7946 0123"])
@pytest.mark.parametrize(
    "text",
    ["+44 20 7946 0123", "0044 20 79460123", "020 7946 0123", "2079460123", "7946-0123", "0123", "０１２３"],
)
def test_phones_are_found_in_any_spelling(stored: str, text: str) -> None:
    assert finds(text, {KeyKind.PHONE: phone_keys(stored)})


@pytest.mark.parametrize("text", ["123", "Baker Street 0123", "1234", "020 7946 0124"])
def test_phones_are_not_found_by_less(text: str) -> None:
    assert not finds(text, {KeyKind.PHONE: phone_keys("+442079460123")})


def test_no_digits_make_no_phone_key() -> None:
    assert phone_keys("unknown") == ()
    assert phone_keys("000") == ()


@pytest.mark.parametrize(
    "text",
    [
        "julia.tanner@acme.example",
        "JULIA.TANNER@ACME.EXAMPLE",
        "Julia Tanner <julia.tanner@acme.example>",
        "mailto:julia.tanner@acme.example",
        "tanner@acme",
        "julia.t",
        "@acme.example",
        "acme.ex",
    ],
)
def test_emails_are_found(text: str) -> None:
    assert finds(text, {KeyKind.EMAIL: email_keys("Julia.Tanner@Acme.example")})


def test_email_keys() -> None:
    assert email_keys("j.t+x@a.example") == ("j.t+x@a.example", "t+x@a.example", "x@a.example", "a.example")
    assert email_keys(" ") == ()


@pytest.mark.parametrize(
    "text",
    [
        "12 Baker St",
        "12 baker street",
        "Baker Street 12",
        "baker st",
        "Baker Str",
        "Baker Street, London",
        "12 Baker St., London",
        "SW1A 1AA",
        "sw1a1aa",
        "SW1A 1AA Lon",
        "london",
    ],
)
def test_an_english_address_is_found(text: str) -> None:
    assert finds(text, {KeyKind.ADDRESS: BAKER_STREET})


@pytest.mark.parametrize(
    "text",
    [
        "Hauptstraße 5a",
        "Hauptstr 5 a",
        "hauptstrasse 5A München",
        "Hauptst",
        "haupts",
        "80331",
        "80331 muenchen",
        "MUNCHEN",
    ],
)
def test_a_german_address_is_found(text: str) -> None:
    assert finds(text, {KeyKind.ADDRESS: HAUPTSTRASSE})


@pytest.mark.parametrize(
    ("parts", "keys"),
    [
        (("", "", ""), ()),
        (("", "México D.F.", ""), ("mexico d f", "mexico df", "d f mexico", "f mexico d", "df mexico")),
        (("", "", "05021"), ("05021",)),
    ],
)
def test_parts_of_an_address_may_be_missing(parts: tuple[str, str, str], keys: tuple[str, ...]) -> None:
    assert set(street_keys(*parts)) == set(keys)


@pytest.mark.parametrize("text", ["SO-10248/7", "so10248", "SO 10248 7", "10248", "alfkix", "so"])
def test_aliases_are_found(text: str) -> None:
    assert finds(text, {KeyKind.ALIAS: alias_keys("SO-10248/7")}) is (text != "alfkix")


def test_alias_keys() -> None:
    assert alias_keys("SO-10248/7") == ("so102487", "102487")
    assert alias_keys("ALFKI") == ("alfki",)
    assert alias_keys(" ") == ()


@pytest.mark.parametrize(
    "text",
    ["4107-2981", "4107 2981 N1", "4107", "07 29", "2981", "-2981", "٢٩٨١", "order 41072981", "41072981"],
)
def test_order_numbers_are_found_from_four_digits_on(text: str) -> None:
    assert finds(text, {KeyKind.ORDER_NUMBER: order_number_keys("41072981")})


@pytest.mark.parametrize("text", ["981", "4108", "41072984", "tanner"])
def test_order_numbers_are_not_found_by_less(text: str) -> None:
    assert not finds(text, {KeyKind.ORDER_NUMBER: order_number_keys("41072981")})


def test_order_number_keys() -> None:
    assert order_number_keys("41072981") == ("41072981", "1072981", "072981", "72981", "2981")
    assert order_number_keys("298") == ("298",)


@given(st.integers(0, 949_499_999), st.data())
def test_any_four_digits_in_a_row_find_the_order(counter: int, data: st.DataObject) -> None:
    number = number_at(counter, 7)
    start = data.draw(st.integers(0, len(number) - 4))
    end = data.draw(st.integers(start + 4, len(number)))
    assert finds(number[start:end], {KeyKind.ORDER_NUMBER: order_number_keys(number)})


def test_a_number_with_a_slip_is_told_with_what_is_near_it() -> None:
    forms = query_keys("4107-2984")
    assert forms.number is not None
    assert not forms.number.valid
    assert "41072981" in forms.number.neighbours


def test_look_ups_come_with_the_likeliest_first() -> None:
    assert [look_up.kind for look_up in query_keys("4107-2981").look_ups][:2] == ["order_number", "phone"]
    assert query_keys("Julia Tanner").words == ("julia", "tanner")


@pytest.mark.parametrize("text", ["", " ", "\t\u3000"])
def test_a_blank_text_looks_up_nothing(text: str) -> None:
    forms = query_keys(text)
    assert forms.look_ups == ()
    assert forms.words == ()
    assert name_keys(text) == ()
    assert company_keys(text) == ()


@given(st.text(st.characters()).filter(lambda text: bool(text.strip())))
def test_every_text_finds_itself(text: str) -> None:
    assert finds(text, {KeyKind.NAME: name_keys(text)})
    assert finds(text, {KeyKind.COMPANY: company_keys(text)})
    assert finds(text, {KeyKind.ALIAS: alias_keys(text)})
    assert finds(text, {KeyKind.ADDRESS: street_keys(text)})


@given(st.text(st.characters()))
def test_keys_are_short_whole_and_storable(text: str) -> None:
    keys = (*name_keys(text), *company_keys(text), *street_keys(text, text, text), *email_keys(text))
    for key in (
        *keys,
        *alias_keys(text),
        *phone_keys(text),
        *(one.prefix for one in query_keys(text).look_ups),
    ):
        assert 0 < len(key) <= LONGEST_FOLDED
        key.encode()
        assert "\x00" not in key


@pytest.mark.shared_data
def test_the_naughty_strings_find_themselves(shared_data: Path) -> None:
    strings = json.loads((shared_data / "naughty-strings" / "blns.json").read_text(encoding="utf-8"))
    assert len(strings) == 515
    lost = [text for text in strings if text.strip() and not finds(text, {KeyKind.NAME: name_keys(text)})]
    assert lost == []
    assert [text for text in strings if not name_keys(text)] == ["", " "]
