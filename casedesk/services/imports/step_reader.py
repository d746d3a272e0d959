"""Reads one step of a mapping: opens its files, proves their forms, turns rows into records chunk by chunk.

It knows no database: whether a record is new, changed or refers to nothing is decided by who takes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from casedesk.services.imports.field_reader import Columns, FieldReader, condition_test
from casedesk.services.imports.list_readers import InRowList, OtherFileList, Readers
from casedesk.services.imports.look_ups import Finder, LookedUpFile, widened
from casedesk.services.imports.mapping import FieldSource, ListSource, Step
from casedesk.services.imports.mapping import Mapping as ImportMapping
from casedesk.services.imports.reading import Reading
from casedesk.services.imports.records import Problem, RowRead
from casedesk.services.imports.row_reader import RowReader, cells_shown
from casedesk.services.imports.side_table import SeenKeys
from casedesk.services.imports.table import BrokenRow, Table, TableRow
from casedesk.services.imports.table_file import open_table
from casedesk.services.imports.targets import KINDS, Target
from casedesk.words import say

_SURVEYED_AT_ONCE = 500


class StepReader:
    """The records of one step: `survey` once, walk through `chunks`, ask `problems_of_lists`, then `close`.

    `rows` is how many rows the step's file has, `list_rows` how many each file of list entries has.
    """

    def __init__(
        self, table: Table, columns: Columns, look_ups: Sequence[LookedUpFile], rows: RowReader, repeated: str
    ) -> None:
        self.kind = rows.kind
        self.file = table.name
        self.rows = 0
        self._table = table
        self._columns = columns
        self._look_ups = look_ups
        self._reader = rows
        self._repeated = repeated
        self._seen = SeenKeys()

    @property
    def list_rows(self) -> Mapping[tuple[str, str], int]:
        """How many rows each file of list entries has, by list name and file name."""
        return {(name, other.file): other.total for name, other in self._reader.other_files}

    def survey(self) -> None:
        """Read every file once to the end: count rows and settle how dates and numbers are written.

        Whatever would stop the import half-way (an unclosed quotation mark, an unproven form) stops it here,
        before anything is written.
        """
        readers = self._own_readers()
        for chunk in _in_chunks(self._table.rows(), _SURVEYED_AT_ONCE):
            self.rows += len(chunk)
            for row, _missed in widened(_sound(chunk), self._look_ups, self._columns):
                for reader in readers:
                    reader.observe(row.cells)
        for reader in readers:
            reader.settle()
        for _name, other in self._reader.other_files:
            other.load()

    def chunks(self, size: int) -> Iterator[list[RowRead]]:
        """The rows in the order of the file, at most `size` at a time."""
        for chunk in _in_chunks(self._table.rows(), size):
            yield self._read_chunk(chunk)

    def problems_of_lists(self) -> Iterator[tuple[str, Problem]]:
        """After the last chunk: list name and problem of each list row that is broken or belongs nowhere."""
        for name, other in self._reader.other_files:
            for broken in other.broken:
                yield name, _broken_problem(other.file, broken)
            for key, line in other.unused():
                reason = say("Belongs to no row of $file that could be read", file=self.file)
                remedy = say("Correct or add the row with this key, then import again.")
                yield name, Problem(other.file, line, "", key, reason, remedy)

    def close(self) -> None:
        """Let go of the temporary files."""
        self._seen.close()
        for look_up in self._look_ups:
            look_up.close()
        for _name, other in self._reader.other_files:
            other.close()

    def _own_readers(self) -> list[FieldReader]:
        in_row = (reader for _, entry in self._reader.in_row for reader in entry.readers.values())
        return [*self._reader.fields.values(), *in_row]

    def _read_chunk(self, chunk: Sequence[TableRow | BrokenRow]) -> list[RowRead]:
        wide = widened(_sound(chunk), self._look_ups, self._columns)
        keys = [self._reader.key_of(row) for row, _ in wide]
        for _name, other in self._reader.other_files:
            other.fetch(keys)
        first_lines = self._seen.first_lines(zip(keys, (row.line for row, _ in wide), strict=True))
        read = [
            self._reader.read(row, key, missed)
            if first_lines.get(key, row.line) == row.line
            else self._read_again(row, key, first_lines[key])
            for (row, missed), key in zip(wide, keys, strict=True)
        ]
        broken = [
            RowRead(row.line, problems=(_broken_problem(self.file, row),))
            for row in chunk
            if isinstance(row, BrokenRow)
        ]
        return sorted([*read, *broken], key=lambda row: row.line)

    def _read_again(self, row: TableRow, key: str, first: int) -> RowRead:
        """A row whose key stood in an earlier line; the rows of its lists went with that one."""
        if self._repeated == "skip":
            return RowRead(row.line, key)
        reason = say("Has the same key as line $line", line=first)
        remedy = say("Give it a key of its own, or leave it out.")
        column = self._reader.key[0].name
        return RowRead(row.line, key, problems=(Problem(self.file, row.line, column, key, reason, remedy),))


class _StepOpener:
    """Opens the files of a step and makes the readers of its fields."""

    def __init__(self, step: Step, mapping: ImportMapping, find: Finder, place: str) -> None:
        self.step = step
        self.mapping = mapping
        self.find = find
        self.place = place
        self.reading = step.reading.over(mapping.reading)
        self.table = open_table(find(step.file), self.reading)
        self.look_ups = [
            LookedUpFile(name, look_up, mapping.reading, find) for name, look_up in step.look_up.items()
        ]
        added = (column for look_up in self.look_ups for column in look_up.columns)
        self.columns = Columns(self.table.name, (*self.table.columns, *added))

    def opened(self) -> StepReader:
        step, kind = self.step, KINDS[self.step.kind]
        fields = self._readers(step.fields, kind.fields, self.columns, self.reading, "fields")
        extra = self._readers(step.extra, {}, self.columns, self.reading, "extra")
        sources = [(name, source) for name, several in step.lists().items() for source in several]
        in_row = tuple(
            (name, self._in_row(name, one, kind.lists[name])) for name, one in sources if not one.file
        )
        other = tuple((name, self._other(name, one, kind.lists[name])) for name, one in sources if one.file)
        rows = RowReader(
            kind=step.kind,
            file=self.table.name,
            key=tuple(self.columns.place(name, f"{self.place}.key") for name in step.key),
            only=condition_test(step.only, self.columns, f"{self.place}.only"),
            fields=fields,
            extra=extra,
            rest=self._rest([*fields.values(), *extra.values(), *_readers_of(in_row)])
            if step.keep_rest
            else (),
            in_row=in_row,
            other_files=other,
            look_ups_needed=frozenset(name for name, one in step.look_up.items() if one.needed),
        )
        return StepReader(self.table, self.columns, self.look_ups, rows, step.repeated)

    def _readers(
        self,
        sources: Mapping[str, FieldSource],
        targets: Mapping[str, Target],
        columns: Columns,
        reading: Reading,
        part: str,
    ) -> Readers:
        return {
            name: FieldReader(
                source, targets.get(name), columns, reading, self.mapping.maps, f"{self.place}.{part}.{name}"
            )
            for name, source in sources.items()
        }

    def _in_row(self, name: str, source: ListSource, targets: Mapping[str, Target]) -> InRowList:
        test = condition_test(source.when, self.columns, f"{self.place}.{name}.when")
        return InRowList(test, self._readers(source.fields, targets, self.columns, self.reading, name))

    def _other(self, name: str, source: ListSource, targets: Mapping[str, Target]) -> OtherFileList:
        reading = source.reading.over(self.mapping.reading)
        table = open_table(self.find(str(source.file)), reading)
        columns = Columns(table.name, table.columns)
        readers = self._readers(source.fields, targets, columns, reading, name)
        test = condition_test(source.when, columns, f"{self.place}.{name}.when")
        return OtherFileList(table, str(source.key), columns, test, readers)

    def _rest(self, readers: Iterable[FieldReader]) -> tuple[FieldReader, ...]:
        """Readers of the file's own columns that nothing else reads."""
        used = {place.name for reader in readers for place in reader.places} | set(self.step.key)
        used |= {look_up.look_up.by for look_up in self.look_ups}
        rest = {name: FieldSource(column=name) for name in self.table.columns if name not in used}
        return tuple(self._readers(rest, {}, self.columns, self.reading, "rest").values())


def open_step(step: Step, mapping: ImportMapping, find: Finder, place: str) -> StepReader:
    """The reader of a step; WrongUsage or RefusedByRule when a file, a column or its reading does not fit.

    `place` names the step in messages, as `step.3`.
    """
    return _StepOpener(step, mapping, find, place).opened()


def _readers_of(in_row: Iterable[tuple[str, InRowList]]) -> Iterator[FieldReader]:
    return (reader for _, entry in in_row for reader in entry.readers.values())


def _in_chunks(rows: Iterator[TableRow | BrokenRow], size: int) -> Iterator[list[TableRow | BrokenRow]]:
    while chunk := list(islice(rows, size)):
        yield chunk


def _sound(rows: Sequence[TableRow | BrokenRow]) -> list[TableRow]:
    return [row for row in rows if isinstance(row, TableRow)]


def _broken_problem(file: str, row: BrokenRow) -> Problem:
    return Problem(file, row.line, "", cells_shown(row.cells), row.reason, row.remedy)
