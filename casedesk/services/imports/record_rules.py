"""What must hold within one record before it can be stored; the database holds the same and more."""

from __future__ import annotations

from collections.abc import Iterator

from casedesk.services.imports.records import Problem, Record
from casedesk.words import say

_NEEDED_DAY = {"done_not_confirmed": "done_on", "completed": "done_on"}
_NEEDS_REASON = frozenset({"on_hold", "cancelled"})


def record_problems(record: Record, file: str) -> tuple[Problem, ...]:
    """Everything that forbids storing the record, as problems of its row."""
    checks = {"customer": _customer, "order": _order, "money": _money}
    check = checks.get(record.kind)
    if check is None:
        return ()
    return tuple(
        Problem(file, record.line, column, text, reason, remedy)
        for column, text, reason, remedy in check(record)
    )


_Found = Iterator[tuple[str, str, str, str]]


def _customer(record: Record) -> _Found:
    if not str(record.values.get("name", "")).strip() and not record.lists.get("phones"):
        yield (
            "name",
            "",
            say("A customer needs a name or a phone number"),
            say("Neither is in this row; write one of them."),
        )


def _order(record: Record) -> _Found:
    state = str(record.values["state"])
    day = _NEEDED_DAY.get(state)
    if day and day not in record.values:
        yield (
            day,
            "",
            say("An order that is $state needs the day it was done", state=state),
            say("Write the day."),
        )
    if state in _NEEDS_REASON and not str(record.values.get("reason", "")).strip():
        yield (
            "reason",
            "",
            say("An order that is $state needs a reason", state=state),
            say("Write it, or give the field a default in the mapping."),
        )
    for number, line in enumerate(record.lists.get("lines", ()), start=1):
        if "name" not in line and "product" not in line:
            yield (
                "lines",
                str(number),
                say("A line needs a name or a product"),
                say("Write one of them."),
            )


def _money(record: Record) -> _Found:
    if record.values["amount"] < 0:  # type: ignore[operator]
        yield (
            "amount",
            str(record.values["amount"]),
            say("A money entry is never negative"),
            say("Map it to the opposite kind, as credited instead of invoiced."),
        )
