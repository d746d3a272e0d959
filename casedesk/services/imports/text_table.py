"""Tables in text files: any delimiter and line end, quoted or not, read as a stream; encodings elsewhere."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from casedesk.errors import RefusedByRule
from casedesk.services.imports.reading import Reading
from casedesk.services.imports.table import BrokenRow, TableRow, checked_rows, column_names, empty_file
from casedesk.services.imports.text_encoding import decide_encoding
from casedesk.words import say

if TYPE_CHECKING:
    from _csv import Reader

LARGEST_FILE_BYTES = 4 << 30
_SAMPLE = 1 << 16
_DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"}


class TextTable:
    """A CSV or other delimited file. `encoding` and `delimiter` are what it was found or said to be."""

    def __init__(self, path: Path, reading: Reading) -> None:
        self._path = path
        self._reading = reading
        if path.stat().st_size > LARGEST_FILE_BYTES:
            raise RefusedByRule(
                say(
                    "$file is larger than 4 GB. Cut it into several files and import each.",
                    file=path.name,
                ),
                rule="import.size",
            )
        self.name = path.name
        self.encoding = decide_encoding(path, reading.encoding)
        self.delimiter = self._decide_delimiter()
        self.columns = self._read_columns()

    def rows(self) -> Iterator[TableRow | BrokenRow]:
        """Every row after the header, empty lines left out; a quotation mark that never closes is refused."""
        rows = self._records()
        if self._reading.header is not False:
            next(rows, None)
        yield from checked_rows(rows, len(self.columns))

    def _read_columns(self) -> tuple[str, ...]:
        first = next(self._records(), None)
        if first is None:
            raise empty_file(self.name)
        return column_names(first.cells, first.line, self._reading, self.name)

    def _open(self) -> io.TextIOWrapper:
        # newline="" keeps the line ends inside quoted cells as they are and still knows CR alone as an end.
        file = self._path.open(encoding=self.encoding, errors="strict", newline="")
        for _ in range(self._reading.skip_lines or 0):
            file.readline()
        return file

    def _reader(self, file: io.TextIOBase, delimiter: str, *, strict: bool) -> Reader:
        quote = '"' if self._reading.quote is None else self._reading.quote
        if not quote:
            return csv.reader(file, delimiter=delimiter, quoting=csv.QUOTE_NONE, strict=strict)
        return csv.reader(file, delimiter=delimiter, quotechar=quote, strict=strict)

    def _records(self) -> Iterator[TableRow | BrokenRow]:
        """Every record that is not an empty line; its line is where it begins."""
        skipped = self._reading.skip_lines or 0
        with self._open() as file:
            reader = self._reader(file, self.delimiter, strict=True)
            while True:
                line = skipped + reader.line_num + 1
                try:
                    cells = next(reader)
                except StopIteration:
                    return
                except csv.Error as error:
                    yield self._malformed(line, error)
                    continue
                if cells:
                    yield TableRow(line, tuple(cells))

    def _malformed(self, line: int, error: csv.Error) -> BrokenRow:
        reason = str(error)
        if "unexpected end" in reason or "field limit" in reason:
            # Everything after the mark would be swallowed, so no later row could be trusted.
            raise RefusedByRule(
                say(
                    "The row that begins in line $line of $file opens a quotation mark that does not close"
                    " (or holds a cell of more than $most characters). Close it, or write"
                    ' quote = "" if the file does not quote.',
                    line=line,
                    file=self.name,
                    most=csv.field_size_limit(),
                ),
                rule="import.quotes",
                line=line,
            ) from error
        return BrokenRow(
            line,
            (),
            say("Text stands behind a closing quotation mark"),
            say("Double the quotation marks inside quoted text."),
        )

    def _decide_delimiter(self) -> str:
        declared = self._reading.delimiter
        if declared is not None:
            return _DELIMITERS.get(declared, declared)
        with self._open() as file:
            sample = file.read(_SAMPLE)
        return self._sniff(sample, complete=len(sample) < _SAMPLE)

    def _sniff(self, sample: str, *, complete: bool) -> str:
        """The one delimiter that splits the header; where several do, the one that splits all rows alike."""
        widths = {mark: self._widths(sample, mark, complete) for mark in _DELIMITERS.values()}
        splitting = [mark for mark, found in widths.items() if found and found[0] > 1]
        if len(splitting) > 1:
            splitting = [mark for mark in splitting if len(set(widths[mark])) == 1]
            if len(splitting) != 1:
                raise self._ambiguous_delimiter()
        if splitting:
            return splitting[0]
        if any(_mostly_split(found) for found in widths.values()):
            raise self._title_before_header()
        return ","

    def _widths(self, sample: str, delimiter: str, complete: bool) -> list[int]:
        reader = self._reader(io.StringIO(sample, newline=""), delimiter, strict=False)
        widths = [len(row) for row in reader if row]
        return widths if complete else widths[:-1]

    def _ambiguous_delimiter(self) -> RefusedByRule:
        return RefusedByRule(
            say(
                "$file can be split by more than one delimiter. Write the right one into the mapping:"
                ' delimiter = "comma", "semicolon", "tab" or "bar".',
                file=self.name,
            ),
            rule="import.delimiter",
        )

    def _title_before_header(self) -> RefusedByRule:
        return RefusedByRule(
            say(
                "The first line of $file is not split like the lines after it. If it is a title, write"
                " skip_lines = 1 into the mapping; if not, write the delimiter.",
                file=self.name,
            ),
            rule="import.delimiter",
        )


def _mostly_split(widths: list[int]) -> bool:
    """Whether two or more later rows, and more than half of them, agree on having several columns."""
    later = [width for width in widths[1:] if width > 1]
    return len(later) > 1 and later.count(max(set(later), key=later.count)) * 2 > len(widths) - 1
