"""`export`: every row of a list in three kinds of files, and every text back letter by letter."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from casedesk.services import exports
from casedesk.services.imports.reading import Reading
from casedesk.services.imports.table import TableRow
from casedesk.services.imports.table_file import open_table
from tests.cli.conftest import CommandLine

KINDS = ("csv", "xlsx", "json")


def _rows(file: Path) -> Iterator[dict[str, object]]:
    """The rows of an exported file, read the way an import reads files."""
    if file.suffix == ".json":
        yield from json.loads(file.read_text(encoding="utf-8"))
        return
    table = open_table(file, Reading(delimiter="comma" if file.suffix == ".csv" else None, guarded=True))
    for row in table.rows():
        assert isinstance(row, TableRow)
        yield dict(zip(table.columns, row.cells, strict=True))


@pytest.mark.shared_data
@pytest.mark.parametrize("kind", KINDS)
def test_naughty_strings_come_back_letter_by_letter(
    casedesk: CommandLine, customer: str, shared_data: Path, tmp_path: Path, kind: str
) -> None:
    strings = json.loads((shared_data / "naughty-strings" / "blns.json").read_text(encoding="utf-8"))
    noted = [one for one in strings if one.strip()]
    answers = casedesk.stream(*({"do": "add_note", "about": customer, "text": one} for one in noted))
    assert all(one["ok"] for one in answers)

    file = tmp_path / f"timeline.{kind}"
    casedesk.done("export", "timeline", f"about={customer}", 'kinds=["note"]', "-o", str(file))

    assert sorted(str(row["text"]) for row in _rows(file)) == sorted(noted)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("text", ["=1+1", "'=1+1", "a\r\nb\n\tc", "'", "\r", "_x0041_", "x" * 32_000])
def test_hard_texts_come_back(
    casedesk: CommandLine, customer: str, tmp_path: Path, kind: str, text: str
) -> None:
    casedesk.stream({"do": "add_note", "about": customer, "text": f"{text}!"})
    file = tmp_path / f"timeline.{kind}"
    casedesk.done("export", "timeline", f"about={customer}", 'kinds=["note"]', "-o", str(file))
    assert [str(row["text"]) for row in _rows(file)] == [f"{text}!"]


@pytest.mark.parametrize("kind", KINDS)
def test_every_row_is_written_page_by_page(
    casedesk: CommandLine, customer: str, tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "PAGE_ROWS", 3)
    casedesk.stream(*({"do": "add_note", "about": customer, "text": f"note {n}"} for n in range(10)))
    file = tmp_path / f"timeline.{kind}"
    told = casedesk.done("export", "timeline", f"about={customer}", 'kinds=["note"]', "-o", str(file))
    assert told == {"file": str(file), "rows": 10}
    assert sorted(str(row["text"]) for row in _rows(file)) == sorted(f"note {n}" for n in range(10))


def test_cells_of_a_workbook_have_their_kinds(casedesk: CommandLine, order: str, tmp_path: Path) -> None:
    file = tmp_path / "orders.xlsx"
    casedesk.done("export", "orders", "-o", str(file))
    [row] = _rows(file)
    assert row["number"] == order
    assert row["total_once"] == Decimal(34)
    assert isinstance(row["opened_at"], datetime)
    assert row["was_late"] == "false"
    assert row["extra"] == ""


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("listing", sorted(exports.listings()))
def test_every_list_can_be_exported(
    casedesk: CommandLine, customer: str, order: str, tmp_path: Path, kind: str, listing: str
) -> None:
    about = [f"about={order}"]
    asked = {
        "timeline": about,
        "history": about,
        "issued_documents": about,
        "places": [f"customer={customer}"],
    }
    file = tmp_path / f"list.{kind}"
    told = casedesk.done("export", listing, *asked.get(listing, []), "-o", str(file))
    assert told["rows"] == (0 if file.stat().st_size < 5 else len(list(_rows(file))))


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ((), "Name what to export"),
        (("case",), "is no list"),
        (("frob",), "There is no query"),
        (("orders", "limit=5"), "leave limit out"),
        (("orders", "group_by=status"), "leave group_by out"),
    ],
)
def test_what_is_no_list_is_refused(
    casedesk: CommandLine, tmp_path: Path, words: tuple[str, ...], sentence: str
) -> None:
    ran = casedesk("export", *words, "-o", str(tmp_path / "list.csv"))
    assert (ran.status, ran.out) == (2, "")
    assert sentence in ran.err
    assert list(tmp_path.glob("list*")) == []


def test_an_unknown_ending_or_folder_is_refused(casedesk: CommandLine, tmp_path: Path) -> None:
    assert casedesk("export", "staff", "-o", str(tmp_path / "list.ods")).status == 2
    ran = casedesk("export", "staff", "-o", str(tmp_path / "absent" / "list.csv"))
    assert ran.status == 2
    assert "cannot be written" in ran.err


def test_a_text_too_long_for_a_cell_leaves_the_old_file(
    casedesk: CommandLine, customer: str, tmp_path: Path
) -> None:
    casedesk.stream({"do": "add_note", "about": customer, "text": "x" * 32_768})
    file = tmp_path / "timeline.xlsx"
    file.write_text("the old one")
    ran = casedesk("export", "timeline", f"about={customer}", "-o", str(file), "--json")
    assert (ran.status, ran.document["error"]) == (7, "refused")
    assert "Export as CSV" in ran.document["message"]
    assert file.read_text() == "the old one"
    assert list(tmp_path.glob(".*part")) == []


COPY = """
source = "copy"
[reading]
guarded = true
[[step]]
kind = "customer"
file = "customers.csv"
key = "id"
fields.name = "name"
fields.kind = "kind"
"""


@pytest.mark.shared_data
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_export_imported_again_gives_the_same_names(
    casedesk: CommandLine, shared_data: Path, tmp_path: Path, kind: str
) -> None:
    strings = json.loads((shared_data / "naughty-strings" / "blns.json").read_text(encoding="utf-8"))
    answers = casedesk.stream(
        *({"do": "register_customer", "kind": "person", "name": one} for one in strings)
    )
    refused = [one for one, answer in zip(strings, answers, strict=True) if not answer["ok"]]
    assert [one.strip() for one in refused] == ["", ""]

    file = tmp_path / f"customers.{kind}"
    (tmp_path / "copy.toml").write_text(COPY, encoding="utf-8")
    casedesk.done("export", "customers", "-o", str(file))
    told = casedesk.done("import", str(file), "--map", str(tmp_path / "copy.toml"))

    assert told["counts"] == {"made": 513, "changed": 0, "skipped": 0, "rejected": 0}
    copies = casedesk.done("ask", "customers", 'filter={"source": "copy"}', "limit=1000")["rows"]
    assert sorted(one["name"] for one in copies) == sorted(one for one in strings if one.strip())
