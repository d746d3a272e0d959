"""Reads one field of a record from a row, as the mapping says; knows no file and no database.

A field whose form of dates or numbers nobody declared is surveyed first: `observe` every row, then `settle`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from casedesk.errors import WrongUsage
from casedesk.rules.money import AMOUNT_LIMIT
from casedesk.services.imports.evidence import DayEvidence, NumberEvidence
from casedesk.services.imports.formats import (
    DateFormat,
    NumberFormat,
    UnreadableValue,
    date_format,
    number_format,
)
from casedesk.services.imports.mapping import Condition, FieldSource
from casedesk.services.imports.reading import Reading
from casedesk.services.imports.table import Cell, cell_text
from casedesk.services.imports.targets import Form, Target
from casedesk.words import say

Value = str | Decimal | date
_BLANK_WHEN_BLANKS = frozenset({Form.NUMBER, Form.DAY, Form.KEY})


@dataclass(frozen=True, slots=True)
class Place:
    """Where a column stands: its name and its position in the row."""

    name: str
    index: int


class UnreadableCell(UnreadableValue):
    """An UnreadableValue with the column and the text it was read from."""

    def __init__(self, column: str, text: str, cause: UnreadableValue) -> None:
        super().__init__(cause.reason, cause.remedy)
        self.column = column
        self.text = text


class Columns:
    """The columns of a row by name; asking for one that is not there says where the mapping errs."""

    def __init__(self, file: str, names: Sequence[str]) -> None:
        self.file = file
        self.names = tuple(names)
        self._places = {name: Place(name, index) for index, name in enumerate(names)}

    def place(self, name: str, used_by: str) -> Place:
        """Where the column stands; WrongUsage when the file has no such column."""
        if name not in self._places:
            raise WrongUsage(
                say(
                    "$used_by reads the column “$name”, but $file has only: $names.",
                    used_by=used_by,
                    name=name,
                    file=self.file,
                    names=", ".join(self.names),
                ),
                key=used_by,
            )
        return self._places[name]


Test = Callable[[Sequence[Cell]], bool]


def condition_test(conditions: Sequence[Condition], columns: Columns, used_by: str) -> Test:
    """A test that is true of a row when all conditions are."""
    tests = [_single_test(condition, columns, used_by) for condition in conditions]
    return lambda cells: all(test(cells) for test in tests)


def _single_test(condition: Condition, columns: Columns, used_by: str) -> Test:
    index = columns.place(condition.column, used_by).index
    wanted, unwanted, blank = set(condition.any_of), set(condition.none_of), condition.blank

    def test(cells: Sequence[Cell]) -> bool:
        text = cell_text(cells[index])
        if blank is not None and (text.strip() == "") is not blank:
            return False
        return (not wanted or text in wanted) and text not in unwanted

    return test


class FieldReader:
    """Reads the value of one target (None: a text kept in `extra`). `columns` are all it may read."""

    def __init__(
        self,
        source: FieldSource,
        target: Target | None,
        columns: Columns,
        reading: Reading,
        maps: Mapping[str, Mapping[str, str]],
        used_by: str,
    ) -> None:
        self.source = source
        self.target = target
        self._form = target.form if target else Form.TEXT
        self._reading = source.reading(reading)
        self._null_words = frozenset(self._reading.null_words)
        self._map = maps.get(source.map) if source.map else None
        self.places = tuple(columns.place(name, used_by) for name in source.columns_read())
        self._choices = tuple(
            (
                condition_test(choice.when, columns, used_by),
                choice.value,
                columns.place(choice.column, used_by) if choice.column else None,
            )
            for choice in source.choose
        )
        self._dates = self._declared_dates()
        self._numbers = self._declared_numbers()
        self._evidence = self._needed_evidence(columns)

    @property
    def is_settled(self) -> bool:
        """Whether the field can be read; if not, every row has to be observed first."""
        return self._evidence is None

    @property
    def is_needed(self) -> bool:
        """Whether a record cannot do without this field."""
        return self.target is not None and self.target.required

    def observe(self, cells: Sequence[Cell]) -> None:
        """Take the row's texts as evidence of how the column is written."""
        if self._evidence is not None:
            for place in self.places:
                cell = cells[place.index]
                if isinstance(cell, str) and (text := cell.strip()) and text not in self._null_words:
                    self._evidence.observe(text)

    def settle(self) -> None:
        """End the survey; RefusedByRule when the observed texts leave the form open."""
        if isinstance(self._evidence, DayEvidence):
            self._dates = self._evidence.verdict()
        elif self._evidence is not None:
            self._numbers = self._evidence.verdict()
        self._evidence = None

    def read(self, cells: Sequence[Cell]) -> Value | None:
        """The value, None when blank; UnreadableCell names the column and text that cannot be read."""
        place, cell = self._raw(cells)
        try:
            return self._value(cell)
        except UnreadableValue as error:
            raise UnreadableCell(place.name if place else "", cell_text(cell), error) from error

    def raw_text(self, cells: Sequence[Cell]) -> str:
        """What the file says, unread."""
        return cell_text(self._raw(cells)[1])

    def _raw(self, cells: Sequence[Cell]) -> tuple[Place | None, Cell]:
        if self._choices:
            return self._chosen(cells)
        if self.source.value is not None:
            return None, self.source.value
        if len(self.places) == 1:
            return self.places[0], cells[self.places[0].index]
        parts = (self._cleaned(cell_text(cells[place.index])) for place in self.places)
        return self.places[0], self.source.join.join(part for part in parts if part)

    def _chosen(self, cells: Sequence[Cell]) -> tuple[Place | None, Cell]:
        for test, value, place in self._choices:
            if test(cells):
                return place, cells[place.index] if place else value or ""
        return None, ""

    def _value(self, cell: Cell) -> Value | None:
        if isinstance(cell, str):
            cell = self._mapped(self._cleaned(cell))
            if cell == "" or cell in self._null_words:
                cell = self.source.default or ""
            if cell == "" or (self._form in _BLANK_WHEN_BLANKS and not cell.strip()):
                return None
        return self._read_as_form(cell)

    def _read_as_form(self, cell: Cell) -> Value:
        if self._form is Form.DAY:
            return self._day(cell)
        if self._form is Form.NUMBER:
            return self._number(cell)
        text = cell_text(cell)
        _check_text(text)
        if self._form is Form.KEY:
            return text.strip()
        if self._form is Form.WORD and self.target and text not in self.target.words:
            raise UnreadableValue(
                say("Is not one of $words", words=", ".join(self.target.words)),
                say("Add a [maps] table to the mapping that gives each word of the file one of these."),
            )
        return text

    def _cleaned(self, text: str) -> str:
        return text.strip() if self._reading.trim else text

    def _mapped(self, text: str) -> str:
        if self._map is None or text == "" or text in self._null_words:
            return text
        if (ours := self._map.get(text)) is not None:
            return ours
        if self.source.otherwise is not None:
            return self.source.otherwise
        raise UnreadableValue(
            say("Is not in the table maps.$name", name=self.source.map or ""),
            say("Add the word to the table in the mapping."),
        )

    def _day(self, cell: Cell) -> date:
        if isinstance(cell, datetime):
            return cell.date()
        if isinstance(cell, date):
            return cell
        if isinstance(cell, Decimal) or self._dates is None:
            raise UnreadableValue(
                say("Is a number, not a day"), say("Give the cell the form of a date in the sheet.")
            )
        return self._dates.read(cell.strip())[0]

    def _number(self, cell: Cell) -> Decimal:
        if isinstance(cell, date):
            raise UnreadableValue(say("Is a day, not a number"), say("Write the number into the cell."))
        form = self._numbers or NumberFormat(".")
        number = cell if isinstance(cell, Decimal) else form.read(cell.strip())
        if self.source.round is not None:
            number = number.quantize(Decimal(1).scaleb(-self.source.round), ROUND_HALF_UP)
        _check_number(number, self.target.places if self.target else 6)
        return number

    def _declared_dates(self) -> DateFormat | None:
        declared = self._reading.dates
        return date_format(declared) if self._form is Form.DAY and declared else None

    def _declared_numbers(self) -> NumberFormat | None:
        if self._form is not Form.NUMBER or self._reading.decimal is None:
            return None
        return number_format(self._reading.decimal, self._reading.thousands or "")

    def _needed_evidence(self, columns: Columns) -> DayEvidence | NumberEvidence | None:
        if not self.places:
            return None
        column = say("$file, column “$name”,", file=columns.file, name=self.places[0].name)
        if self._form is Form.DAY and self._dates is None:
            return DayEvidence(column)
        if self._form is Form.NUMBER and self._numbers is None:
            return NumberEvidence(column)
        return None


def _check_text(text: str) -> None:
    if "\x00" in text:
        raise UnreadableValue(
            say("Holds a NUL character, which no database text can keep"), say("Take it out of the file.")
        )


def _check_number(number: Decimal, places: int) -> None:
    exponent = number.normalize().as_tuple().exponent
    if isinstance(exponent, int) and -exponent > places:
        raise UnreadableValue(
            say("Has more than $places decimal places", places=places),
            say("If the rest is noise, write round = $places for this field in the mapping.", places=places),
        )
    if abs(number) >= AMOUNT_LIMIT:
        raise UnreadableValue(say("Is too large"), say("Check the number; the decimal mark may be missing."))
