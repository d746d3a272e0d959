"""The 37 files of csv-torture: each is read as facts.json says, or refused with what to write."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from casedesk.errors import RefusedByRule
from casedesk.services.imports.field_reader import Columns, FieldReader
from casedesk.services.imports.mapping import FieldSource
from casedesk.services.imports.reading import Reading
from casedesk.services.imports.table import BrokenRow
from casedesk.services.imports.table_file import open_table
from casedesk.services.imports.targets import Form, Target
from casedesk.services.imports.text_table import TextTable

pytestmark = pytest.mark.shared_data

SPECTRUM = (
    "comma_in_quotes", "empty", "empty_crlf", "escaped_quotes", "json", "location_coordinates", "newlines",
    "newlines_crlf", "quotes_and_newlines", "simple", "simple_crlf", "utf8",
)  # fmt: skip
CSVKIT = (
    "FY09_EDU_Recipients_by_State.csv", "bad.csv", "blanks.csv", "dummy.tsv", "empty.csv", "mac_newlines.csv",
    "no_header_row.csv", "null_byte.csv", "optional_quote_characters.csv", "sniff_limit.csv", "test_date_format.csv",
    "test_empty_columns.csv", "test_extra_header.csv", "test_header_newline.csv", "test_latin1.csv",
    "test_locale.csv", "test_no_leading_zeroes.csv", "test_numeric_date_format.csv", "test_skip_lines.csv",
    "test_utf16_big.csv", "test_utf16_little.csv", "test_utf8_bom.csv",
)  # fmt: skip
FILES = (
    *(f"csv-spectrum/csvs/{name}.csv" for name in SPECTRUM),
    *(f"csvkit/{name}" for name in CSVKIT),
    *(f"unquoted-commas/{name}.csv" for name in ("customers", "orders", "suppliers")),
)
REFUSED = {
    "csvkit/empty.csv": ("import.empty", "holds no rows"),
    "csvkit/no_header_row.csv": ("import.header", "header = false"),
    "csvkit/test_latin1.csv": ("import.encoding", 'encoding = "cp1252"'),
}


@pytest.fixture(scope="module")
def torture(shared_data: Path) -> Path:
    return shared_data / "csv-torture"


@pytest.fixture(scope="module")
def facts(torture: Path) -> dict[str, Any]:
    return json.loads((torture / "facts.json").read_text(encoding="utf-8"))


def test_every_file_of_the_set_is_tried(facts: dict[str, Any]) -> None:
    assert sorted(FILES) == sorted(facts)


@pytest.mark.parametrize("name", [name for name in FILES if name not in REFUSED])
def test_read_right_without_any_option(torture: Path, facts: dict[str, Any], name: str) -> None:
    check_against_facts(opened(torture / name), facts[name])


@pytest.mark.parametrize("name", REFUSED)
def test_refused_with_what_to_write(torture: Path, name: str) -> None:
    rule, remedy = REFUSED[name]
    with pytest.raises(RefusedByRule) as refusal:
        open_table(torture / name, Reading())
    assert refusal.value.rule == rule
    assert remedy in str(refusal.value)
    assert Path(name).name in str(refusal.value)


def test_right_once_the_encoding_is_written(torture: Path, facts: dict[str, Any]) -> None:
    for encoding in ("latin-1", "cp1252"):
        table = opened(torture / "csvkit/test_latin1.csv", encoding=encoding)
        check_against_facts(table, facts["csvkit/test_latin1.csv"])


def test_right_once_the_missing_header_is_written(torture: Path) -> None:
    table = opened(torture / "csvkit/no_header_row.csv", header=False, columns=("one", "two", "three"))
    assert table.columns == ("one", "two", "three")
    assert [row.cells for row in table.rows()] == [("1", "2", "3")]


@pytest.mark.parametrize(
    ("name", "sound"), [("customers.csv", 67), ("orders.csv", 654), ("suppliers.csv", 20)]
)
def test_rows_with_an_unquoted_comma_are_listed_and_none_is_shifted(
    torture: Path, name: str, sound: int
) -> None:
    table = opened(torture / "unquoted-commas" / name)
    rows = list(table.rows())
    broken = [row for row in rows if isinstance(row, BrokenRow)]
    assert len(rows) - len(broken) == sound
    lines = (torture / "unquoted-commas" / name).read_text(encoding="utf-8").splitlines()
    for row in broken:
        assert ",".join(str(cell) for cell in row.cells) == lines[row.line - 1]
        assert "the header has" in row.reason
        assert row.remedy


def test_day_first_is_proven_by_the_other_row(torture: Path) -> None:
    assert values(torture / "csvkit/test_date_format.csv", "a", Form.DAY) == [
        date(2014, 1, 2),
        date(2012, 12, 31),
    ]


def test_compact_dates(torture: Path) -> None:
    found = values(torture / "csvkit/test_numeric_date_format.csv", "a", Form.DAY)
    assert found == [date(2014, 1, 2), date(2012, 12, 31)]


def test_decimal_comma_and_thousands_dots(torture: Path) -> None:
    file = torture / "csvkit/test_locale.csv"
    assert values(file, "a", Form.NUMBER) == [Decimal("1.7")]
    assert values(file, "b", Form.NUMBER) == [Decimal(200_000_000)]
    assert values(file, "c", Form.NUMBER) == [None]


def test_thousands_commas_are_ambiguous_until_written(torture: Path) -> None:
    file = torture / "csvkit/FY09_EDU_Recipients_by_State.csv"
    with pytest.raises(RefusedByRule, match="decimal = "):
        values(file, "TOTAL", Form.NUMBER)
    found = values(file, "TOTAL", Form.NUMBER, decimal=".", thousands="comma")
    assert found[0] == Decimal(12426)
    assert values(file, "Code", Form.TEXT)[0] == "01"


def test_leading_zeros_stay_in_text(torture: Path) -> None:
    assert values(torture / "csvkit/test_no_leading_zeroes.csv", "a", Form.TEXT) == ["01"]


def test_words_for_nothing_are_text_unless_the_mapping_lists_them(torture: Path) -> None:
    file = torture / "csvkit/blanks.csv"
    assert [values(file, name, Form.TEXT)[0] for name in "abcdef"] == [None, "NA", "N/A", "NONE", "NULL", "."]
    listed = ("NA", "N/A", "NONE", "NULL", ".")
    assert all(values(file, name, Form.TEXT, null_words=listed) == [None] for name in "abcdef")


def opened(file: Path, **options: Any) -> TextTable:
    table = open_table(file, Reading(**options))
    assert isinstance(table, TextTable)
    return table


def check_against_facts(table: TextTable, facts: dict[str, Any]) -> None:
    rows = list(table.rows())
    broken = [number for number, row in enumerate(rows, start=1) if isinstance(row, BrokenRow)]
    assert table.delimiter == facts["delimiter"]
    assert table.encoding in {facts["encoding"], "iso8859-1", "cp1252"}
    assert len(table.columns) == facts["columns_in_first_row"]
    assert len(rows) == facts["data_rows_after_first"]
    assert len(broken) == facts["rows_with_wrong_column_count"]
    assert broken[:5] == facts["first_of_them"]
    if "rows" in facts:
        header = ["" if name == f"#{place}" else name for place, name in enumerate(table.columns, start=1)]
        assert [header, *(list(row.cells) for row in rows)] == facts["rows"]


def values(file: Path, column: str, form: Form, **options: Any) -> Sequence[object]:
    """The column of the file read as a form, after the survey that an import makes."""
    table = opened(file, **options)
    columns = Columns(table.name, table.columns)
    reader = FieldReader(
        FieldSource(column=column), Target("x", "", form), columns, Reading(**options), {}, "test"
    )
    rows = [row for row in table.rows() if not isinstance(row, BrokenRow)]
    for row in rows:
        reader.observe(row.cells)
    reader.settle()
    return [reader.read(row.cells) for row in rows]
