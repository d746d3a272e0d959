"""The closed list of `$fields` that the texts of a document may use, and how each of them reads.

To add one: a row in the table of its page below; to add a kind of page: its class in `context.py`, its tables
here and a line in `PAGES`. It draws nothing and reads no file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import datetime
from string import Template
from typing import Any

from casedesk.documents.context import (
    CaseCopyPage,
    CasePage,
    DecisionPage,
    Line,
    NextStep,
    OrderPage,
    TimelineEntry,
    WorklistPage,
    WorkOrderPage,
    WorkRow,
)
from casedesk.documents.wording import Wording


@dataclass(frozen=True)
class Reading:
    """A page being read out in a language; `words` are the document's own small phrases, filled by name."""

    page: Any
    wording: Wording
    words: Mapping[str, str]

    def phrase(self, phrase: str, /, **values: str) -> str:
        """The document's phrase of that name, filled in."""
        return Template(self.words[phrase]).substitute(values)


@dataclass(frozen=True)
class Field:
    """One `$field`: how it reads, from the page (or the row) and the reading; optional ones may be None."""

    read: Callable[[Any, Reading], str | None]
    optional: bool = False


@dataclass(frozen=True)
class Rows:
    """A list of the page that a table can show, with the fields of one row."""

    of: Callable[[Any], Sequence[Any]]
    fields: Mapping[str, Field]


@dataclass(frozen=True)
class PageKind:
    """What documents about one kind of page may use: fields, rows, lists of lines, and phrases with their fields."""

    context: type
    fields: Mapping[str, Field]
    rows: Mapping[str, Rows]
    phrases: Mapping[str, frozenset[str]]
    lists: Mapping[str, Callable[[Any], Sequence[str]]] = dataclass_field(default_factory=dict)

    def values(self, reading: Reading) -> dict[str, str | None]:
        """Every field of the page as it reads."""
        return {name: field.read(reading.page, reading) for name, field in self.fields.items()}


def _name_of(line: Line, reading: Reading) -> str:
    if line.quantity == 1:
        return line.name
    return reading.phrase("several", quantity=reading.wording.quantity(line.quantity), name=line.name)


def _when(step: NextStep, reading: Reading) -> str:
    day = reading.wording.step(step.on, read_in=reading.page.written_on.year)
    return reading.phrase("by", day=day) if step.by else day


def _hours(step: NextStep, reading: Reading) -> str | None:
    if step.starts is None or step.ends is None:
        return None
    clock = reading.wording.clock
    return reading.phrase("hours", starts=clock(step.starts), ends=clock(step.ends))


def _money(amount: Any, reading: Reading) -> str | None:
    return None if amount is None else reading.wording.money(amount, reading.page.currency)


def _day(day: Any, reading: Reading) -> str | None:
    return None if day is None else reading.wording.day(day)


def _weekday(day: Any, reading: Reading) -> str | None:
    return None if day is None else reading.wording.weekday(day)


def _document_number(page: Any) -> str:
    """ "4817-2090 C1"; the suffix alone where there is no order."""
    return " ".join(part for part in (page.number and page.number.printed, page.suffix) if part)


def _printed_year(page: Any) -> int:
    """The year a page is read in: days of another one are written with it."""
    return int((getattr(page, "printed_at", None) or page.written_on).year)


def _time(at: datetime, reading: Reading) -> str:
    day = reading.wording.short(at.date(), read_in=_printed_year(reading.page))
    return f"{day} {reading.wording.clock(at.time())}"


def _entry_time(entry: TimelineEntry, reading: Reading) -> str:
    return _time(entry.at, reading)


def _due_time(row: WorkRow, reading: Reading) -> str | None:
    return None if row.due_at is None else _time(row.due_at, reading)


def _joined(lines: Sequence[str | None]) -> str:
    return ", ".join(line for line in lines if line)


_COMPANY: Mapping[str, Field] = {
    "company_name": Field(lambda page, _: page.company.name),
    "company_legal_name": Field(lambda page, _: page.company.legal_name),
    "sender": Field(lambda page, _: _joined((page.company.name, *page.company.address_lines))),
    "legal_sender": Field(lambda page, _: _joined((page.company.legal_name, *page.company.address_lines))),
}
_LETTER: Mapping[str, Field] = {
    **_COMPANY,
    "salutation": Field(lambda page, _: page.recipient.salutation),
    "document_number": Field(lambda page, _: _document_number(page)),
    "contact_name": Field(lambda page, _: page.contact.name),
    "contact_phone": Field(lambda page, _: page.contact.phone),
    "written_on": Field(lambda page, reading: reading.wording.weekday(page.written_on)),
}
_OPTIONAL_NUMBER = Field(lambda page, _: page.number and page.number.printed, optional=True)

ORDER_FIELDS: Mapping[str, Field] = {
    **_LETTER,
    "order_number": Field(lambda page, _: page.number.printed),
    "agreed": Field(lambda page, _: page.agreed, optional=True),
    "promise_what": Field(lambda page, _: page.promise and page.promise.what, optional=True),
    "promised_on": Field(
        lambda page, reading: _weekday(page.promise and page.promise.on, reading), optional=True
    ),
    "late_words": Field(lambda page, _: page.late_words, optional=True),
    "tax_words": Field(lambda page, _: page.tax_words),
    "total_once": Field(lambda page, reading: reading.wording.money(page.total_once, page.currency)),
    "total_monthly": Field(lambda page, reading: _money(page.total_monthly, reading), optional=True),
    "first_bill_on": Field(lambda page, reading: _day(page.first_bill_on, reading), optional=True),
    "cancel_until": Field(lambda page, reading: _weekday(page.cancel_until, reading), optional=True),
    "valid_until": Field(lambda page, reading: _weekday(page.valid_until, reading), optional=True),
    "taken_by": Field(lambda page, _: page.taken_by),
    "taken_at": Field(lambda page, reading: reading.wording.instant(page.taken_at)),
}

LINE_FIELDS: Mapping[str, Field] = {
    "name": Field(_name_of),
    "words": Field(lambda line, _: line.words, optional=True),
    "once": Field(lambda line, reading: _money(line.once, reading), optional=True),
    "monthly": Field(lambda line, reading: _money(line.monthly, reading), optional=True),
}

STEP_FIELDS: Mapping[str, Field] = {
    "when": Field(_when),
    "hours": Field(_hours, optional=True),
    "we": Field(lambda step, _: step.we),
    "you": Field(lambda step, _: step.you, optional=True),
}

CASE_FIELDS: Mapping[str, Field] = {
    **_COMPANY,
    "suffix": Field(lambda page, _: page.suffix),
    "customer_name": Field(lambda page, _: page.customer.name),
    "orders_words": Field(lambda page, _: page.orders_words),
    "entries_words": Field(lambda page, _: page.entries_words),
    "printed_by": Field(lambda page, _: page.printed_by),
    "printed_at": Field(lambda page, reading: reading.wording.instant(page.printed_at)),
    "printed_time": Field(lambda page, reading: reading.wording.clock(page.printed_at.time())),
}

UNDERTAKING_FIELDS: Mapping[str, Field] = {
    "what": Field(lambda undertaking, _: undertaking.what),
    "when": Field(lambda undertaking, _: undertaking.when),
    "who": Field(lambda undertaking, _: undertaking.who),
    "status": Field(lambda undertaking, _: undertaking.status),
    "status_words": Field(lambda undertaking, _: undertaking.status_words),
}

ENTRY_FIELDS: Mapping[str, Field] = {
    "when": Field(_entry_time),
    "what": Field(lambda entry, _: entry.what),
    "by": Field(lambda entry, _: entry.by),
    "order": Field(lambda entry, _: entry.order, optional=True),
}

CASE_COPY_FIELDS: Mapping[str, Field] = {
    **_LETTER,
    "order_number": _OPTIONAL_NUMBER,
    "customer_name": Field(lambda page, _: page.recipient.address_lines[0]),
    "sentence": Field(lambda page, _: page.sentence),
    "money": Field(lambda page, _: page.money),
    "suffix": Field(lambda page, _: page.suffix),
}

COPY_ORDER_FIELDS: Mapping[str, Field] = {
    "number": Field(lambda order, _: order.number),
    "title": Field(lambda order, _: order.title),
    "state": Field(lambda order, _: order.state),
    "day": Field(lambda order, _: order.day),
}

COPY_STEP_FIELDS: Mapping[str, Field] = {
    "number": Field(lambda step, _: step.number),
    "when": Field(lambda step, reading: reading.wording.step(step.on, read_in=reading.page.written_on.year)),
    "we": Field(lambda step, _: step.we),
    "you": Field(lambda step, _: step.you, optional=True),
}

COPY_PROMISE_FIELDS: Mapping[str, Field] = {
    "what": Field(lambda promise, _: promise.what),
    "when": Field(lambda promise, _: promise.when),
}

COPY_ENTRY_FIELDS: Mapping[str, Field] = {
    "when": Field(_entry_time),
    "what": Field(lambda entry, _: entry.what),
    "order": Field(lambda entry, _: entry.order, optional=True),
}

DECISION_FIELDS: Mapping[str, Field] = {
    **_LETTER,
    "order_number": _OPTIONAL_NUMBER,
    "question": Field(lambda page, _: page.question),
    "outcome": Field(lambda page, _: page.outcome),
    "decided_on": Field(lambda page, reading: reading.wording.weekday(page.decided_on)),
    "valid_until": Field(lambda page, reading: _weekday(page.valid_until, reading), optional=True),
    "order_words": Field(lambda page, _: page.order, optional=True),
}

WORK_ORDER_FIELDS: Mapping[str, Field] = {
    **_COMPANY,
    "suffix": Field(lambda page, _: page.suffix),
    "order_number": Field(lambda page, _: page.number.printed),
    "document_number": Field(lambda page, _: _document_number(page)),
    "given_to": Field(lambda page, _: page.given_to),
    "what": Field(lambda page, _: page.what),
    "be_there": Field(lambda page, _: page.be_there),
    "remark": Field(lambda page, _: page.remark, optional=True),
    "done_words": Field(lambda page, _: page.done_words),
    "wants": Field(lambda page, _: page.wants, optional=True),
    "contact_name": Field(lambda page, _: page.contact.name),
    "contact_phone": Field(lambda page, _: page.contact.phone),
    "given_by": Field(lambda page, _: page.given_by),
    "given_at": Field(lambda page, reading: reading.wording.instant(page.given_at)),
}

TASK_FIELDS: Mapping[str, Field] = {
    "what": Field(lambda task, _: task.what),
    "by": Field(lambda task, _: task.by),
}

MATERIAL_FIELDS: Mapping[str, Field] = {
    "name": Field(lambda material, _: material.name),
    "quantity": Field(lambda material, reading: reading.wording.quantity(material.quantity)),
}

WORKLIST_FIELDS: Mapping[str, Field] = {
    **_COMPANY,
    "suffix": Field(lambda page, _: page.suffix),
    "person": Field(lambda page, _: page.person),
    "team": Field(lambda page, _: page.team),
    "counts": Field(lambda page, _: page.counts),
    "printed_by": Field(lambda page, _: page.printed_by),
    "printed_at": Field(lambda page, reading: reading.wording.instant(page.printed_at)),
}

WORK_FIELDS: Mapping[str, Field] = {
    "when": Field(_due_time, optional=True),
    "what": Field(lambda row, _: row.what),
    "who": Field(lambda row, _: row.who),
    "phone": Field(lambda row, _: row.phone, optional=True),
    "next": Field(lambda row, _: row.next),
    "order": Field(lambda row, _: row.order, optional=True),
    "status": Field(lambda row, _: row.status),
    "status_words": Field(lambda row, _: row.status_words),
}

PAGES: Mapping[str, PageKind] = {
    "order": PageKind(
        context=OrderPage,
        fields=ORDER_FIELDS,
        rows={
            "lines": Rows(lambda page: page.lines, LINE_FIELDS),
            "steps": Rows(lambda page: page.steps, STEP_FIELDS),
        },
        phrases={
            "several": frozenset({"quantity", "name"}),
            "by": frozenset({"day"}),
            "hours": frozenset({"starts", "ends"}),
        },
    ),
    "case": PageKind(
        context=CasePage,
        fields=CASE_FIELDS,
        rows={
            "undertakings": Rows(lambda page: page.undertakings, UNDERTAKING_FIELDS),
            "timeline": Rows(lambda page: page.timeline, ENTRY_FIELDS),
        },
        phrases={},
    ),
    "case_copy": PageKind(
        context=CaseCopyPage,
        fields=CASE_COPY_FIELDS,
        rows={
            "orders": Rows(lambda page: page.orders, COPY_ORDER_FIELDS),
            "steps": Rows(lambda page: page.steps, COPY_STEP_FIELDS),
            "promises": Rows(lambda page: page.promises, COPY_PROMISE_FIELDS),
            "decisions": Rows(lambda page: page.decisions, COPY_PROMISE_FIELDS),
            "entries": Rows(lambda page: page.entries, COPY_ENTRY_FIELDS),
        },
        phrases={},
    ),
    "decision": PageKind(context=DecisionPage, fields=DECISION_FIELDS, rows={}, phrases={}),
    "work_order": PageKind(
        context=WorkOrderPage,
        fields=WORK_ORDER_FIELDS,
        rows={
            "tasks": Rows(lambda page: page.tasks, TASK_FIELDS),
            "materials": Rows(lambda page: page.materials, MATERIAL_FIELDS),
        },
        phrases={},
        lists={
            "customer": lambda page: page.customer_lines,
            "place": lambda page: page.place_lines,
            "promise": lambda page: page.promise_lines,
        },
    ),
    "worklist": PageKind(
        context=WorklistPage,
        fields=WORKLIST_FIELDS,
        rows={
            "promises": Rows(lambda page: page.promises, WORK_FIELDS),
            "open": Rows(lambda page: page.open, WORK_FIELDS),
            "waiting": Rows(lambda page: page.waiting, WORK_FIELDS),
            "given": Rows(lambda page: page.given, WORK_FIELDS),
            "offered": Rows(lambda page: page.offered, WORK_FIELDS),
        },
        phrases={},
    ),
}
