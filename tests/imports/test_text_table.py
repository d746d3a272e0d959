"""Text files: encoding, delimiter and quotes are proven, declared or refused; rows keep their lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from casedesk.errors import NotFound, RefusedByRule, WrongUsage
from casedesk.services.imports.reading import Reading
from casedesk.services.imports.table import BrokenRow, TableRow
from casedesk.services.imports.table_file import open_table
from casedesk.services.imports.text_table import TextTable


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "table.csv"


def opened(file: Path, content: bytes | str, reading: Reading | None = None) -> TextTable:
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    table = open_table(file, reading or Reading())
    assert isinstance(table, TextTable)
    return table


def refusal(file: Path, content: bytes | str, reading: Reading | None = None) -> RefusedByRule:
    with pytest.raises(RefusedByRule) as caught:
        list(opened(file, content, reading).rows())
    return caught.value


class TestEncoding:
    def test_first_line_that_is_not_utf8_is_named_with_a_proposal(self, file: Path) -> None:
        found = refusal(file, "name\r\nAnna\r\nMüller\r\n".encode("cp1252"))
        assert found.rule == "import.encoding"
        assert found.details["line"] == 3
        assert "Müller" in str(found)
        assert found.details["proposals"][0] == "cp1252"

    def test_bad_bytes_far_behind_the_first_block_are_found(self, file: Path) -> None:
        content = b"name\n" + b"x" * 99 + b"\n" * 1 + (b"y" * 99 + b"\n") * 20_000 + b"\xff\n"
        assert refusal(file, content).details["line"] == 20_003

    def test_utf16_without_mark_is_proposed_not_taken(self, file: Path) -> None:
        found = refusal(file, "name,city\nAnna,Ulm\n".encode("utf-16-le"))
        assert 'encoding = "utf-16-le"' in str(found)
        table = opened(file, "name,city\nAnna,Ulm\n".encode("utf-16-le"), Reading(encoding="utf-16-le"))
        assert table.columns == ("name", "city")

    def test_declared_encoding_that_does_not_fit_names_the_line(self, file: Path) -> None:
        found = refusal(file, "name\nMüller\n".encode("cp1252"), Reading(encoding="ascii"))
        assert "Line 2" in str(found)

    def test_mark_against_declaration(self, file: Path) -> None:
        found = refusal(file, b"\xef\xbb\xbfname\nAnna\n", Reading(encoding="cp1252"))
        assert "begins with the mark of utf-8" in str(found)

    def test_declared_utf8_and_its_mark_agree(self, file: Path) -> None:
        assert opened(file, b"\xef\xbb\xbfname\nAnna\n", Reading(encoding="utf-8")).columns == ("name",)

    @pytest.mark.parametrize("name", ["klingon", "zip"])
    def test_unknown_name(self, file: Path, name: str) -> None:
        with pytest.raises(WrongUsage, match="is not known"):
            opened(file, "name\n", Reading(encoding=name))


class TestDelimiter:
    @pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
    def test_the_one_that_splits_the_header(self, file: Path, mark: str) -> None:
        assert opened(file, f"a{mark}b\n1{mark}2\n").delimiter == mark

    def test_the_one_that_splits_all_rows_alike(self, file: Path) -> None:
        table = opened(file, "name;amount, net\nAnna;1\nOtto;2,5\n")
        assert table.delimiter == ";"

    def test_two_that_split_all_rows_are_refused(self, file: Path) -> None:
        found = refusal(file, "a,b;c\n1,2;3\n")
        assert found.rule == "import.delimiter"

    def test_declared_by_name_or_mark(self, file: Path) -> None:
        assert opened(file, "a,b;c\n1,2;3\n", Reading(delimiter="semicolon")).columns == ("a,b", "c")
        assert opened(file, "a~b\n1~2\n", Reading(delimiter="~")).columns == ("a", "b")

    def test_title_above_the_header(self, file: Path) -> None:
        content = "Orders of May\nno,name\n1,Anna\n2,Otto\n"
        assert "skip_lines = 1" in str(refusal(file, content))
        table = opened(file, content, Reading(skip_lines=1))
        assert [row.line for row in table.rows()] == [3, 4]

    def test_one_column_needs_none(self, file: Path) -> None:
        assert opened(file, "name\nAnna\n").columns == ("name",)


class TestRows:
    def test_lines_are_those_of_the_file(self, file: Path) -> None:
        table = opened(file, 'a,b\n\n1,"x\ny"\n2,z\n3\n')
        found = [(row.line, isinstance(row, BrokenRow)) for row in table.rows()]
        assert found == [(3, False), (5, False), (6, True)]

    def test_rows_may_be_walked_twice(self, file: Path) -> None:
        table = opened(file, "a,b\n1,2\n")
        assert list(table.rows()) == list(table.rows()) == [TableRow(2, ("1", "2"))]

    def test_mark_that_does_not_close_stops_the_import(self, file: Path) -> None:
        found = refusal(file, 'a,b\n1,2\n3,"open\n4,5\n')
        assert found.rule == "import.quotes"
        assert found.details["line"] == 3

    def test_unquoted_files_keep_their_marks(self, file: Path) -> None:
        table = opened(file, 'a,b\n3,"open\n4,5\n', Reading(quote=""))
        assert [row.cells for row in table.rows()] == [("3", '"open'), ("4", "5")]

    def test_text_behind_a_closing_mark_rejects_that_row_only(self, file: Path) -> None:
        first, second = opened(file, 'a,b\n"x"y,2\n3,4\n').rows()
        assert isinstance(first, BrokenRow)
        assert (first.line, second) == (2, TableRow(3, ("3", "4")))

    def test_apostrophes_as_quotation_marks(self, file: Path) -> None:
        assert opened(file, "a,b\n'1,5',2\n", Reading(quote="'")).columns == ("a", "b")

    def test_two_columns_of_one_name(self, file: Path) -> None:
        assert "more than one column called “a”" in str(refusal(file, "a,b,a\n1,2,3\n"))

    def test_names_written_in_the_mapping_must_be_as_many(self, file: Path) -> None:
        assert "has 2" in str(refusal(file, "a,b\n1,2\n", Reading(columns=("x", "y", "z"))))

    def test_numbers_as_header_when_the_mapping_says_so(self, file: Path) -> None:
        assert opened(file, "name,2019\nAnna,4\n", Reading(header=True)).columns == ("name", "2019")

    def test_columns_without_names_are_counted(self, file: Path) -> None:
        assert opened(file, "1,2\n", Reading(header=False)).columns == ("#1", "#2")

    def test_too_many_columns(self, file: Path) -> None:
        assert refusal(file, ",".join(f"c{n}x" for n in range(2_001)) + "\n").rule == "import.size"


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        open_table(tmp_path / "nothing.csv", Reading())
