"""The closed list of `$fields` that the texts of a document may use, and how each of them reads.

To add one: a row in the table of its page below; to add a kind of page: its class in `context.py`, its tables
here and a line in `PAGES`. It draws nothing and reads no file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from string import Template
from typing import Any

from casedesk.documents.context import CasePage, Line, NextStep, OrderPage, TimelineEntry
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
    """What documents about one kind of page may use: fields, rows, and phrases with the fields of each."""

    context: type
    fields: Mapping[str, Field]
    rows: Mapping[str, Rows]
    phrases: Mapping[str, frozenset[str]]

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


def _document_number(page: OrderPage) -> str:
    return f"{page.number.printed} {page.suffix}" if page.suffix else page.number.printed


def _entry_time(entry: TimelineEntry, reading: Reading) -> str:
    day = reading.wording.short(entry.at.date(), read_in=reading.page.printed_at.year)
    return f"{day} {reading.wording.clock(entry.at.time())}"


ORDER_FIELDS: Mapping[str, Field] = {
    "company_name": Field(lambda page, _: page.company.name),
    "company_legal_name": Field(lambda page, _: page.company.legal_name),
    "sender": Field(lambda page, _: ", ".join((page.company.name, *page.company.address_lines))),
    "legal_sender": Field(lambda page, _: ", ".join((page.company.legal_name, *page.company.address_lines))),
    "salutation": Field(lambda page, _: page.recipient.salutation),
    "order_number": Field(lambda page, _: page.number.printed),
    "document_number": Field(lambda page, _: _document_number(page)),
    "contact_name": Field(lambda page, _: page.contact.name),
    "contact_phone": Field(lambda page, _: page.contact.phone),
    "written_on": Field(lambda page, reading: reading.wording.weekday(page.written_on)),
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
    "copied_on": Field(lambda page, reading: _day(page.copied_on, reading), optional=True),
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
    "company_name": Field(lambda page, _: page.company.name),
    "company_legal_name": Field(lambda page, _: page.company.legal_name),
    "customer_name": Field(lambda page, _: page.customer.name),
    "orders_words": Field(lambda page, _: page.orders_words),
    "entries": Field(lambda page, _: str(len(page.timeline))),
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
}
