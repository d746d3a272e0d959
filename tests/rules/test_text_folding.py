"""Folded text: two spellings of one name meet, nothing that is not blank folds to nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casedesk.rules.text_folding import LONGEST_FOLDED, cut, fold, fold_each_word, spellings, western_digits


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Julia Tanner", "julia tanner"),
        ("  Tanner,\tJulia\u00a0 ", "tanner julia"),
        ("México D.F.", "mexico d f"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("Łódź Øre Æble Œuvre Đura Þór", "lodz ore aeble oeuvre dura thor"),
        ("İstanbul ILGAZ ılgaz", "istanbul ilgaz ilgaz"),
        ("O'Brien O\u2019Brien", "o brien o brien"),
        ("Smith & Sons <Ltd>", "smith sons ltd"),
        ("ＦＵＬＬ　ｗｉｄｔｈ４", "full width4"),
        ("ﬁne №5", "fine no5"),
        ("Ёлка Йод", "елка иод"),
        ("Ἀθῆναι", "αθηναι"),
        ("שָׁלוֹם", "שלום"),
        ("Z\u0351\u036b\u0343a\u0489lgo", "zalgo"),
        ("हिन्दी", "हिन्दी"),
        ("がぎ", "がぎ"),
        ("서울", "서울"),
        ("ab\u200bcd\u00adef\u202e", "abcdef"),
        ("\U0001f600 Shop", "\U0001f600 shop"),
        ("☎\ufe0f", "☎"),
        ("--- ###", "--- ###"),
        (" \u0301 ", "\u0301"),
        ("¯\\_(ツ)_/¯", "ツ"),
        ("\x00\ud800\U0010ffff", "???"),
        ("", ""),
        (" \t\u3000\r\n", ""),
    ],
)
def test_folding(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_a_folded_text_is_cut() -> None:
    assert fold("ab " * 100_000) == ("ab " * 40).rstrip()
    assert cut("x" * 119 + " y") == "x" * 119


def test_every_word_of_a_long_text_is_folded() -> None:
    assert fold_each_word(f"Call {'x' * 150}(Señor) :-) now\n") == f"call {'x' * 150} senor :-) now"
    assert fold_each_word(" \n") == ""


@given(st.text())
def test_the_words_of_a_folded_text_stand_in_the_folded_words(text: str) -> None:
    folded = fold(text)
    found = fold_each_word(text).split()
    assert all(any(one.startswith(word) for one in found) for word in folded.split())


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(st.characters()))
def test_only_blank_texts_fold_to_nothing(text: str) -> None:
    assert bool(fold(text)) == bool(text.strip())
    assert bool(spellings(text)) == bool(text.strip())


@given(st.text(st.characters()))
def test_what_is_folded_can_be_stored_anywhere(text: str) -> None:
    for form in spellings(text):
        form.encode()
        assert len(form) <= LONGEST_FOLDED
        assert form == form.strip()
        assert "\x00" not in form
        assert "\U0010ffff" not in form


@given(st.text(st.characters(codec="ascii")))
def test_case_does_not_matter(text: str) -> None:
    assert fold(text.upper()) == fold(text.lower())


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("Tanner", ("tanner",)),
        ("Müller", ("muller", "mueller")),
        ("Mu\u0308ller", ("muller", "mueller")),
        ("Ørsted Åse", ("orsted ase", "oersted aase")),
        ("O'Brien", ("o brien", "obrien")),
        ("Jean-Luc", ("jean luc", "jeanluc")),
        ("México D.F.", ("mexico d f", "mexico df")),
        (" ", ()),
    ],
)
def test_spellings(text: str, forms: tuple[str, ...]) -> None:
    assert spellings(text) == forms


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("٤١٠٧-２９８１", "4107-2981"),
        ("१२३", "123"),
        ("x²", "x2"),
        ("four", "four"),
    ],
)
def test_digits_of_every_script(text: str, digits: str) -> None:
    assert western_digits(text) == digits
