"""Exports: the rows of any query that answers a list, page by page, into a file; it knows no file format."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints
from zoneinfo import ZoneInfo

from casedesk.contract.declaration import Declaration, declaration_of
from casedesk.contract.registry import all_declarations
from casedesk.errors import WrongUsage
from casedesk.services.export_files import write_list
from casedesk.services.services import Services
from casedesk.services.wire_reading import read_record
from casedesk.words import say

PAGE_ROWS = 500
_CONTINUED_BY = ("after", "before")
_NOT_FOR_EXPORTS = ("limit", "group_by", *_CONTINUED_BY)


@dataclass(frozen=True)
class Listing:
    """A query that answers a list: the class of its rows, and the parameter that asks for the next page."""

    declaration: Declaration
    row_type: type
    continued_by: str | None

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(one.name for one in fields(self.row_type))

    def rows(self, services: Services, query: Any) -> Iterator[Any]:
        """Every row, page after page; each page is a read of its own."""
        if self.continued_by is None:
            yield from services.read(query)
            return
        next_page: str | None = None
        while True:
            page = services.read(replace(query, **{"limit": PAGE_ROWS, self.continued_by: next_page}))
            yield from page.rows
            next_page = page.next
            if next_page is None:
                return


def export_list(
    services: Services,
    kind: str,
    given: dict[str, Any],
    file: Path,
    told: Callable[[int], None] | None = None,
) -> int:
    """Write the list that a query answers to named values into a file by its ending; the number of rows.

    `told` hears after each page how many rows are read; it stops the export by raising Stopped.
    """
    listing = _listing_named(kind)
    for name in _NOT_FOR_EXPORTS:
        if name in given:
            raise WrongUsage(
                say("An export holds every row of the list: leave $name out.", name=name), parameter=name
            )
    query = read_record(listing.declaration, given)
    rows = (_values(listing, row) for row in _counted(listing.rows(services, query), told))
    return write_list(file, listing.columns, rows, ZoneInfo(services.company.zone))


def _counted(rows: Iterator[Any], told: Callable[[int], None] | None) -> Iterator[Any]:
    for number, row in enumerate(rows, start=1):
        yield row
        if told and number % PAGE_ROWS == 0:
            told(number)


def export_query(services: Services, query: Any, file: Path) -> int:
    """Write everything that a query answers, all pages of it, into a file by its ending; the number of rows."""
    listing = _listing_named(declaration_of(query).name)
    rows = (_values(listing, row) for row in listing.rows(services, query))
    return write_list(file, listing.columns, rows, ZoneInfo(services.company.zone))


def export_rows(services: Services, rows: Sequence[Any], file: Path) -> int:
    """Write records of one kind that were read already; a record within a record gives columns of its own."""
    written = [dict(_flat(row)) for row in rows]
    columns = tuple(written[0]) if written else ()
    values = (list(one.values()) for one in written)
    return write_list(file, columns, values, ZoneInfo(services.company.zone))


def _flat(record: Any) -> Iterator[tuple[str, Any]]:
    for one in fields(record):
        value = getattr(record, one.name)
        if is_dataclass(value) and not isinstance(value, type):
            for name, inner in _flat(value):
                yield f"{one.name}_{name}", inner
        else:
            yield one.name, value


def _values(listing: Listing, row: Any) -> list[Any]:
    return [getattr(row, column) for column in listing.columns]


def listings() -> dict[str, Listing]:
    """The queries whose answers can be exported, by name."""
    found = (_listing(one) for one in all_declarations() if one.kind == "query")
    return {one.declaration.name: one for one in found if one}


def _listing_named(kind: str) -> Listing:
    known = listings()
    if kind not in known:
        raise WrongUsage(
            say(
                "“$kind” is no list. What can be exported: $known.", kind=kind, known=", ".join(sorted(known))
            )
        )
    return known[kind]


def _listing(declaration: Declaration) -> Listing | None:
    row_type = _row_type(declaration.result)
    if row_type is None:
        return None
    names = {one.name for one in declaration.parameters}
    return Listing(declaration, row_type, next((name for name in _CONTINUED_BY if name in names), None))


def _row_type(result: Any) -> type | None:
    """The record in `tuple[Record, ...]`, or in the `rows` of a page."""
    if is_dataclass(result):
        result = get_type_hints(result).get("rows")
    row_type = get_args(result)[0] if get_origin(result) is tuple else None
    return row_type if isinstance(row_type, type) and is_dataclass(row_type) else None
