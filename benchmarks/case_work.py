"""A case with 500 entries, a saved call, a printed confirmation: statements, round trips and times, both databases."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from benchmarks.measuring import Line, databases, median_ms, round_trips
from casedesk.contract.cases import AddNote, CaseQuery, LogCall
from casedesk.contract.documents import PreviewDocument
from casedesk.contract.values import About, OrderNumber
from casedesk.rules.vocabulary import CallOutcome
from tests.factories import Office, open_office

ENTRIES = 500
CASE_STATEMENTS = 8
CALL_ROUND_TRIPS = 8
CASE_MS = 100
PAGE_MS = 40


def measure() -> Iterator[Line]:
    """Lines for each database."""
    with databases() as urls:
        for kind, url in urls.items():
            office = open_office(url)
            customer = office.customer(
                phones=("07700 900142",), street="14 Tanner's Yard", city="Stonebridge"
            )
            number = office.placed(customer)
            yield from _case(kind, office, customer, number)
            yield from _call(kind, office, number)
            if office.database.is_sqlite:
                yield from _page(office, number)
            office.database.close()


def _case(kind: str, office: Office, customer: UUID, number: OrderNumber) -> Iterator[Line]:
    query = CaseQuery(about=str(customer))
    with round_trips(office.database) as short:
        office.read(query)
    for entry in range(ENTRIES):
        office.later(minutes=1)
        office.run(AddNote(about=About(number), text=f"note {entry}"))
    with round_trips(office.database) as long:
        office.read(query)
    statements = long.count - 2  # without begin and commit
    same = short.count == long.count
    yield Line(
        f"{kind}: case with {ENTRIES} entries, statements",
        str(statements),
        f"<= {CASE_STATEMENTS}, the same when short",
        statements <= CASE_STATEMENTS and same,
    )
    milliseconds = median_ms(lambda: office.read(query))
    yield Line(
        f"{kind}: case with {ENTRIES} entries, answered",
        f"{milliseconds:.1f} ms",
        f"aim {CASE_MS} ms to painted",
    )


def _call(kind: str, office: Office, number: OrderNumber) -> Iterator[Line]:
    call = LogCall(about=About(number), summary="asks for the date", outcome=CallOutcome.ANSWERED)
    office.run(call)
    with round_trips(office.database) as trips:
        office.run(call)
    yield Line(
        f"{kind}: save a call, round trips",
        str(trips.count),
        f"<= {CALL_ROUND_TRIPS}",
        trips.count <= CALL_ROUND_TRIPS,
    )
    yield Line(f"{kind}: save a call", f"{median_ms(lambda: office.run(call)):.1f} ms", "")


def _page(office: Office, number: OrderNumber) -> Iterator[Line]:
    query = PreviewDocument(document="order-confirmation", about=number)
    milliseconds = median_ms(lambda: office.read(query))
    yield Line(
        "Confirmation PDF, gathered and rendered",
        f"{milliseconds:.1f} ms",
        f"aim {PAGE_MS} ms after the first",
        milliseconds <= PAGE_MS,
    )
