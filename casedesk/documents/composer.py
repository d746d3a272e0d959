"""Fills the texts of a document from a page and makes them safe for ReportLab; it draws nothing.

ReportLab reads the text of a paragraph as markup. `Markup` is the only text that the blocks hand to it, and
here alone words become markup: `Smith <Ltd>` stays what it is, and no picture or file is loaded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from string import Template
from typing import Any, NewType
from xml.sax.saxutils import escape

from casedesk.documents.fields import Reading
from casedesk.documents.fonts import printing_letters
from casedesk.documents.printable import printable
from casedesk.documents.specification import Block, Checklist, Column, DocumentSpec, Table

Markup = NewType("Markup", str)
"""Escaped text, with such marks only as this package has put around it."""


def plain(words: str) -> Markup:
    """The words, letter by letter, whatever they look like."""
    return Markup(escape(words))


def tinted(text: Markup, *, font: str, colour: str, size: float) -> Markup:
    """The text in another weight, colour or size than its paragraph."""
    return Markup(f'<font name="{font}" color="{colour}" size="{size}">{text}</font>')


def joined(parts: Sequence[Markup], between: str = "") -> Markup:
    """The parts that are not empty, one after the other; `between` is markup."""
    return Markup(between.join(part for part in parts if part))


class Composer:
    """Answers what each text of one document says on one page; the page's own texts are printable already."""

    def __init__(self, spec: DocumentSpec, reading: Reading) -> None:
        self.spec = spec
        self.page = reading.page
        self._reading = reading
        self._values = spec.page_kind.values(reading)

    def shows(self, block: Block) -> bool:
        """Whether the fields a block depends on are there, and those it stands in for are not."""
        return all(self._values[name] for name in block.when) and not any(
            self._values[name] for name in block.unless
        )

    def words(self, text: str, **extra: str) -> str:
        """The text with its fields filled in, for places that take no markup."""
        return self._fill(text, {**self._values, **extra})

    def text(self, text: str) -> Markup:
        """The text with its fields filled in, as markup."""
        return plain(self.words(text))

    def track_day(self, day: date | None) -> str:
        """The day of a milestone on a case's track; nothing where none is known."""
        wording = self._reading.wording
        return "" if day is None else wording.short(day, read_in=self.page.printed_at.year)

    def lines(self, name: str) -> list[Markup]:
        """The lines of a list of the page."""
        return [plain(line) for line in self.spec.page_kind.lists[name](self.page)]

    def rows(self, block: Table | Checklist) -> list[Mapping[str, str | None]]:
        """The fields of each row of the block's list."""
        source = self.spec.page_kind.rows[block.rows]
        return [
            {name: field.read(row, self._reading) for name, field in source.fields.items()}
            for row in source.of(self.page)
        ]

    def cell(self, text: str, row: Mapping[str, str | None]) -> Markup:
        """What a text says in a row; empty when it is a single field without a value."""
        return plain(self._fill(text, row))

    def _fill(self, text: str, values: Mapping[str, Any]) -> str:
        known = {name: "" if value is None else value for name, value in values.items()}
        return printable(Template(text).substitute(known), self.spec.name, printing_letters())


def columns_shown(table: Table, rows: Sequence[Mapping[str, str | None]], composer: Composer) -> list[Column]:
    """The columns of the table without those that have nothing in them and may be left out."""
    return [
        column
        for column in table.columns
        if not column.left_out_when_empty or any(composer.cell(column.text, row) for row in rows)
    ]
