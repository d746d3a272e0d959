"""Workbooks: one sheet, typed cells, lines as the sheet counts them."""

from __future__ import annotations

import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter

from casedesk.errors import RefusedByRule
from casedesk.services.imports import workbook
from casedesk.services.imports.reading import Reading
from casedesk.services.imports.table import BrokenRow, TableRow, cell_text
from casedesk.services.imports.table_file import open_table


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "orders.xlsx"
    with xlsxwriter.Workbook(path) as file:
        day = file.add_format({"num_format": "dd/mm/yyyy"})
        sheet = file.add_worksheet("Orders")
        sheet.write_row(2, 0, ["no", "placed", "price", "phone", "open"])
        sheet.write_row(3, 0, ["0017"])
        sheet.write_datetime(3, 1, datetime(2014, 2, 1), day)
        sheet.write_row(3, 2, [1.7, 5551234567, True])
        sheet.write_row(5, 0, ["0018", "", "", "", "", "too far"])
        sheet.write_row(6, 0, ["0019"])
    return path


def test_cells_are_typed_and_lines_are_those_of_the_sheet(book: Path) -> None:
    table = open_table(book, Reading())
    assert table.columns == ("no", "placed", "price", "phone", "open")
    first, second, third = table.rows()
    assert first == TableRow(4, ("0017", date(2014, 2, 1), Decimal("1.7"), Decimal(5551234567), "true"))
    assert isinstance(second, BrokenRow)
    assert second.line == 6
    assert third == TableRow(7, ("0019", "", "", "", ""))


def test_whole_numbers_read_as_a_person_reads_them() -> None:
    assert cell_text(Decimal(5551234567)) == "5551234567"
    assert cell_text(Decimal("1E+3")) == "1000"
    assert cell_text(datetime(2014, 2, 1)) == "2014-02-01"
    assert cell_text(datetime(2014, 2, 1, 9, 30)) == "2014-02-01 09:30:00"


def test_several_sheets_need_a_choice(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as file:
        file.add_worksheet("May").write_row(0, 0, ["no"])
        file.add_worksheet("June").write_row(0, 0, ["number"])
    with pytest.raises(RefusedByRule, match="“May”, “June”"):
        open_table(path, Reading())
    assert open_table(path, Reading(sheet="June")).columns == ("number",)


def test_empty_sheet(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as file:
        file.add_worksheet("May")
    with pytest.raises(RefusedByRule, match="holds no rows"):
        open_table(path, Reading())


def test_a_damaged_workbook_is_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "book.csv"  # what it is counts, not what it is called
    path.write_bytes(b"PK\x03\x04 and nothing else")
    with pytest.raises(RefusedByRule, match="cannot be read as a workbook"):
        open_table(path, Reading())


def test_unpacked_size_is_limited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "LARGEST_UNPACKED_BYTES", 1000)
    path = tmp_path / "book.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 1001)
    with pytest.raises(RefusedByRule, match="too large for a workbook"):
        open_table(path, Reading())
