"""Writes `docs/doors.md` from the declarations: every name, parameter, answer and filter of the doors.

    python -m casedesk.cli.doors

Run it after a change of a declaration; `tests/conformity/test_doors.py` fails until the file agrees.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from types import UnionType
from typing import Any, NewType, Union, get_args, get_origin, get_type_hints

from casedesk import errors
from casedesk.cli.type_words import may_be_null, type_words
from casedesk.contract.declaration import Declaration
from casedesk.contract.registry import all_declarations
from casedesk.errors import CaseDeskError
from casedesk.rules.fields import CUSTOMER_FIELDS, ORDER_FIELDS, REQUEST_FIELDS, Field
from casedesk.services import all_handlers
from casedesk.services.handlers import UNDOABLE

FILE = Path("docs", "doors.md")

_INTRODUCTION = """\
# The doors of CaseDesk

Made from the declarations by `python -m casedesk.cli.doors`; changes belong there.

What scripts, telephone systems and other programs may rely on. Names and shapes stay; additions are free.

## Calling

    casedesk do NAME key=value ...     run a command: it changes something, in one transaction
    casedesk ask NAME key=value ...    run a query: it changes nothing
    casedesk do --stdin                one JSON object a line in, one a line out, until the input ends
    casedesk commands --json           everything below as one JSON list
    casedesk export KIND -o FILE       a query that answers a list, into .csv, .xlsx or .json
    casedesk backup FILE               a proven copy of the embedded desk, into a new file
    casedesk restore FILE              a desk from its backup, into a new or empty database; --replace also where one
                                       is, whose file is then kept under another name
    casedesk verify                    whether structure and every history of a database are whole; 1 when not

On a command line text stays text; a list or an object is written as JSON (`lines='[{"product": "FIBRE500"}]'`),
and a list of one may be that one alone (`phones=+442079460018`). In a stream the parameters stand beside the
name:

    {"do": "log_call", "about": "4107-2981", "outcome": "answered", "summary": "Asked for the date"}
    {"ask": "find", "text": "Tanner", "as": "lgrant"}

`as` and `now` are those of `--as` and `--now`. Empty lines are passed over; a bad line is answered and never
ends the stream. Every command also takes `request_id` (a UUID): sent twice, it is done once and answers the
same. `case` and `find` change nothing, but who opened a case, and a search that found nothing, is recorded.

An answer with `--json` or from the stream is one line of ASCII:

    {"ok": true, "result": ..., "ms": 3.1}
    {"ok": false, "error": "not_found", "message": "There is no order 4107-2981 here.", "details": {...}}

A command that can be undone answers with one key more, the entry that names it: `"undo": "<id>"`. Who gave the
command takes it back by `casedesk do undo entry=<id>` within 60 seconds, while nothing is built on it: every row is
as it was before, and the entry stays in the history with the undo behind it. Each entry of a timeline has such an
id; the id of an interaction will do as well. An undo of somebody else's act is `not_permitted`; one that comes too
late, or of a command that cannot be undone, is `refused` and says what to do instead; one that was undone already, or
on which somebody built, is a `conflict` and names who and what.

`casedesk commands --json` alone is a bare list. Progress and warnings go to standard error. Ctrl+C ends long work
(import, export, backup, restore, making the practice company) with nothing half saved.
"""

_STATUSES = """\
## Exit statuses and errors

| status | error | meaning |
| --- | --- | --- |
| 0 | | It is done. |
| 1 | `failed` | It failed; what CaseDesk did not foresee stands in the log. |"""

_VALUES = """\
## Forms of values

- **about**: an order number, a customer's id (the case has the same), or a request's id.
- **order number**: any spelling is understood; answers print it as `4107-2981`.
- **id**: a UUID. **login**: the short name of a member of staff.
- **day**: `2026-11-30`. **instant**: `2026-11-24T10:42:00+00:00`, always with its offset.
- **decimal**: text with a point and at least two decimals, `32.38`; the currency stands beside it.
- **size in bytes**: how long the content is; the content itself is written by `casedesk print`.
"""

_EXPORTS = """\
## Exports

KIND is any query whose answer is a list; `key=value` words are its parameters (`filter`, `sort`, `as_of`). Every
row is written, page by page. CSV is UTF-8 with its mark, separated by commas. Numbers and days are cells of their
own kind in XLSX, instants too, in the company's time zone; lists and objects are JSON text. In JSON every value
is as the doors answer it.

In CSV and XLSX a text that begins with `=`, `+`, `-`, `@`, a tab or a carriage return gets an apostrophe before
it, so that no spreadsheet calculates it; so does a text that has apostrophes before such a character already.
Plain numbers and phone numbers stay as they are. Whoever reads such a file takes one apostrophe away wherever
apostrophes stand before one of these characters, and has the same text again; `casedesk import` does so with
`guarded = true` in the mapping.
"""

_FILTERS = """\
## Filters

`filter` is an object from field to value: `{"status": "late"}`, any of several `{"status": ["late", "blocked"]}`,
a range of days, instants or amounts with both ends included `{"promised_on": {"from": "2026-11-01", "to":
"2026-11-30"}}`, or `null` for none. `extra.KEY` is a column of an imported source that has no field of its own.
"""


def doors() -> str:
    """The whole page."""
    all_handlers.load()
    commands = [one for one in all_declarations() if one.kind == "command"]
    queries = [one for one in all_declarations() if one.kind == "query"]
    parts = [
        _INTRODUCTION,
        _exit_statuses(),
        _VALUES,
        _declarations("Commands", commands),
        _declarations("Queries", queries),
        _records([*commands, *queries]),
        _FILTERS,
        _filter_table("orders", ORDER_FIELDS),
        _filter_table("requests", REQUEST_FIELDS),
        _filter_table("customers", CUSTOMER_FIELDS),
        _EXPORTS,
    ]
    return "\n".join(parts)


def _exit_statuses() -> str:
    rows = [
        f"| {one.exit_status} | `{one.word}` | {_first_line(one)} |"
        for one in vars(errors).values()
        if isinstance(one, type) and issubclass(one, CaseDeskError) and one is not CaseDeskError
    ]
    return "\n".join([_STATUSES, *rows, ""])


def _declarations(title: str, declarations: Iterable[Declaration]) -> str:
    return "\n".join([f"## {title}\n", *(_declaration(one) for one in declarations)])


def _declaration(one: Declaration) -> str:
    undo = " Can be undone." if one.record in UNDOABLE else ""
    lines = [f"### `{one.name}`\n", f"{one.help} Permission: `{one.permission}`.{undo}\n"]
    if one.parameters:
        lines.append(_heading("parameter", "type", "", "meaning"))
        lines += [
            f"| `{each.name}` | {type_words(each.type)} | {'required' if each.required else ''} | {each.help} |"
            for each in one.parameters
        ]
        lines.append("")
    lines.append(f"Answer: {type_words(one.result)}.\n")
    return "\n".join(lines)


def _records(declarations: Iterable[Declaration]) -> str:
    found: dict[str, type] = {}
    for one in declarations:
        for declared in (*(each.type for each in one.parameters), one.result):
            _collect(declared, found)
    return "\n".join(["## Records\n", *(_record(found[name]) for name in sorted(found))])


def _collect(declared: Any, found: dict[str, type]) -> None:
    """Every record that a type holds, however deep."""
    if isinstance(declared, type) and is_dataclass(declared) and declared.__name__ not in found:
        found[declared.__name__] = declared
        for inner in get_type_hints(declared).values():
            _collect(inner, found)
    elif isinstance(declared, NewType):
        _collect(declared.__supertype__, found)
    elif get_origin(declared) in (tuple, dict, Union, UnionType):
        for inner in get_args(declared):
            _collect(inner, found)


def _record(record: type) -> str:
    types = get_type_hints(record)
    rows = [
        f"| `{one.name}` | {type_words(types[one.name])}{' or null' if may_be_null(types[one.name]) else ''} |"
        for one in fields(record)
    ]
    return "\n".join(
        [f"### {record.__name__}\n", f"{_first_line(record)}\n", _heading("key", "type"), *rows, ""]
    )


def _filter_table(query: str, known: Mapping[str, Field]) -> str:
    rows = [
        f"| `{one.name}` | {one.type.replace('_', ' ')} | {_uses(one)} | {one.label} |"
        for one in known.values()
    ]
    return "\n".join([f"### Fields of `{query}`\n", _heading("field", "type", "for", "meaning"), *rows, ""])


def _uses(field: Field) -> str:
    uses = {
        "filter": field.filterable,
        "sort": field.sortable,
        "group_by": field.groupable,
        "sums": field.summed,
    }
    return ", ".join(use for use, usable in uses.items() if usable)


def _heading(*columns: str) -> str:
    return f"| {' | '.join(columns)} |\n|{' --- |' * len(columns)}"


def _first_line(described: type) -> str:
    return (described.__doc__ or "").strip().splitlines()[0]


def main() -> int:
    """Write the page of the checkout that this is run in."""
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text(doors(), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
