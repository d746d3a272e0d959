"""515 strings that have broken programs, as a customer's name: printed letter by letter or refused."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest

from casedesk.documents.context import Recipient
from casedesk.documents.printable import UnprintableLetter
from casedesk.documents.render import render
from tests.documents.paper import squeezed, texts
from tests.documents.samples import bare_order


@pytest.mark.shared_data
def test_naughty_names_are_printed_whole_or_refused_by_letter(shared_data: Path) -> None:
    names = json.loads((shared_data / "naughty-strings" / "blns.json").read_text(encoding="utf-8"))
    printed = sum(_is_printed(name) for name in names)
    print(f"{printed} of {len(names)} names printed, {len(names) - printed} refused with the letter named")
    assert len(names) == 515
    assert printed >= 400


def _is_printed(name: str) -> bool:
    """Whether the name is on the page; False when it was refused and the refusal names one of its letters."""
    page = replace(bare_order(), recipient=Recipient(address_lines=(name, "SB4 2QT"), salutation=name))
    composed = unicodedata.normalize("NFC", name)
    try:
        text = squeezed(texts(render("order-confirmation", page))[0])
    except UnprintableLetter as error:
        refused = error
    else:
        assert text.count(squeezed(composed)) >= 2
        return True
    assert refused.letter in composed
    assert refused.code_point in str(refused)
    return False
