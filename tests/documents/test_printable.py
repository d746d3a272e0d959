"""Which letters go on paper, and how a person is told about those that cannot."""

from __future__ import annotations

from dataclasses import replace

import pytest

from casedesk.documents.context import Contact, OrderPage
from casedesk.documents.printable import UnprintableLetter, printable
from casedesk.documents.render import check_printable, render
from casedesk.errors import RefusedByRule
from tests.documents.paper import texts
from tests.documents.samples import lindqvist_order

ORDER = lindqvist_order()


@pytest.mark.parametrize(
    ("text", "letter", "code_point", "reason"),
    [
        ("Jun 田", "田", "U+7530", "which the printing fonts do not have"),
        ("Party 🎉", "🎉", "U+1F389", "which the printing fonts do not have"),
        ("Ayşe \ue000", "\ue000", "U+E000", "which the printing fonts do not have"),
        ("דוד", "ד", "U+05D3", "written from right to left"),
        ("محمد", "م", "U+0645", "written from right to left"),
        ("half \ud83c", "\ud83c", "U+D83C", "invisible character"),
        ("bell\a", "\a", "U+0007", "invisible character"),
        ("zero\u200bwidth", "\u200b", "U+200B", "invisible character"),
        ("soft\u00adhyphen", "\u00ad", "U+00AD", "invisible character"),
        ("\u202eturned", "\u202e", "U+202E", "invisible character"),
        ("\u2066isolated\u2069", "\u2066", "U+2066", "invisible character"),
        ("Z\u0335\u0321algo", "\u0321", "U+0321", "several accents on one letter"),
    ],
)
def test_a_letter_that_cannot_be_printed_is_named(
    text: str, letter: str, code_point: str, reason: str
) -> None:
    with pytest.raises(UnprintableLetter) as refused:
        check_printable(text, "the customer's name")
    assert (refused.value.letter, refused.value.code_point) == (letter, code_point)
    assert refused.value.rule == "printable_letters"
    assert isinstance(refused.value, RefusedByRule)
    assert str(refused.value).startswith("The customer's name has ")
    assert code_point in str(refused.value)
    assert reason in str(refused.value)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"contact": Contact(name="田", phone="1")}, "The contact's name"),
        ({"tax_words": "田"}, "The words about tax"),
        ({"taken_by": "田"}, "The name of the person who took the order"),
        ({"lines": (replace(ORDER.lines[0], words="田"),)}, "The words beside a product"),
        ({"steps": (replace(ORDER.steps[0], we="田"),)}, "The words of a next step"),
        (
            {"recipient": replace(ORDER.recipient, address_lines=("A", "田"))},
            "The customer's name or address",
        ),
    ],
)
def test_the_field_is_named_wherever_the_letter_is(change: dict[str, object], field: str) -> None:
    page: OrderPage = replace(ORDER, **change)  # type: ignore[arg-type]
    with pytest.raises(UnprintableLetter, match=f"^{field} has the letter “田”"):
        render("order-confirmation", page)


def test_accents_are_composed_before_they_are_looked_at() -> None:
    page = replace(ORDER, taken_by="Zoe\u0308 Nova\u0301k")
    assert "Zoë Novák" in texts(render("order-confirmation", page))[0]


def test_line_breaks_and_tabs_become_blanks() -> None:
    letters = frozenset(map(ord, "ab "))
    assert printable(" a\r\nb\tb\u2028a ", "this text", letters) == "a b b a"


def test_a_blank_text_is_printable() -> None:
    check_printable("")
    check_printable(" \n")
