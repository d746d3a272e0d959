"""Names of stored files: nothing in them reaches past the folder or has a meaning to a system."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casedesk.rules.file_names import LONGEST_NAME, shown_name


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Contract 2026.pdf", "Contract 2026.pdf"),
        ("Übersicht – 王.pdf", "Übersicht – 王.pdf"),
        ("../../etc/passwd", "....etcpasswd"),
        ("C:\\Windows\\x.exe", "CWindowsx.exe"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("a\x00b\nc.txt", "abc.txt"),
        ('what?*"<>|.txt', "what.txt"),
        (" name .txt. . ", "name .txt"),
        ("CON", "file CON"),
        ("nul.txt", "file nul.txt"),
        ("com1.tar.gz", "file com1.tar.gz"),
        ("Con .txt", "file Con.txt"),
        ("concert.txt", "concert.txt"),
        (".profile", "file.profile"),
        ("...", "file"),
        ("", "file"),
        ("x" * 200 + ".pdf", "x" * (LONGEST_NAME - 4) + ".pdf"),
        ("x." + "y" * 200, "x." + "y" * (LONGEST_NAME - 2)),
        ("x" * (LONGEST_NAME - 1) + " yz", "x" * (LONGEST_NAME - 1)),
    ],
)
def test_shown_names(name: str, shown: str) -> None:
    assert shown_name(name) == shown


@given(st.text(st.characters(), max_size=300))
def test_any_name_becomes_a_harmless_one(name: str) -> None:
    shown = shown_name(name)
    assert 0 < len(shown) <= LONGEST_NAME
    assert not set(shown) & set('/\\:*?"<>|\x00\u202e')
    assert shown[-1] not in ". "
    shown.encode()
