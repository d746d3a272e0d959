"""515 strings that have broken programs, through the real commands: kept, shown, found and exported letter by letter.

One office holds each of them as the name of a customer, as a note and as the name of a product; what is blank
is refused in words.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from uuid import UUID

import pytest

from casedesk.contract.cases import AddNote, CaseQuery, Find, Timeline
from casedesk.contract.desk import AddProduct, Products
from casedesk.contract.values import About
from casedesk.errors import RefusedByRule
from casedesk.rules.text_folding import fold
from casedesk.services.exports import export_list
from casedesk.services.imports.reading import Reading
from casedesk.services.imports.table import TableRow
from casedesk.services.imports.table_file import open_table
from tests.conftest import DATABASE_KINDS
from tests.databases import Databases
from tests.factories import Office, open_office

pytestmark = [pytest.mark.shared_data, pytest.mark.timeout(300)]

ENDINGS = ("csv", "xlsx", "json")
SHORTEST_SAID = 3
MOST_HITS = 200

Places = Mapping[int, str]
"""Texts by their place in the list."""


@dataclass(frozen=True)
class Company:
    """An office full of naughty strings; what was made from each has its place in the list."""

    office: Office
    strings: Sequence[str]
    customers: Mapping[UUID, int]
    notes: Mapping[UUID, int]
    about: UUID
    refusals: Mapping[int, tuple[str, ...]]

    @property
    def written(self) -> Places:
        """The strings that are not blank."""
        return {place: one for place, one in enumerate(self.strings) if place not in self.refusals}


@pytest.fixture(scope="module", params=DATABASE_KINDS)
def company(
    request: pytest.FixtureRequest,
    databases: Databases,
    shared_data: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Company]:
    """The office, once on each kind of database."""
    with ExitStack() as until_end:
        fresh = (
            databases.sqlite(tmp_path_factory.mktemp("naughty"))
            if request.param == "sqlite"
            else databases.postgresql()
        )
        office = open_office(until_end.enter_context(fresh))
        until_end.callback(office.database.close)
        yield fill(office, json.loads((shared_data / "naughty-strings" / "blns.json").read_text("utf-8")))


def fill(office: Office, strings: Sequence[str]) -> Company:
    """Each string as a customer's name, a note of one case, and a product's name."""
    customers, notes, refusals = {}, {}, {}
    about = office.customer()
    for place, one in enumerate(strings):
        office.later(minutes=1)
        if one.strip():
            customers[office.customer(one)] = place
            notes[office.run(AddNote(about=About(str(about)), text=one)).id] = place
            office.run(AddProduct(code=str(place), name=one, price=Decimal(1)), "mia")
        else:
            refusals[place] = refused_everywhere(office, about, one)
    return Company(office, strings, customers, notes, about, refusals)


def refused_everywhere(office: Office, about: UUID, blank: str) -> tuple[str, ...]:
    """The sentences that refuse a blank text as a name, a note and a product."""
    with pytest.raises(RefusedByRule) as name:
        office.customer(blank)
    with pytest.raises(RefusedByRule) as note:
        office.run(AddNote(about=About(str(about)), text=blank))
    with pytest.raises(RefusedByRule) as product:
        office.run(AddProduct(code="blank", name=blank, price=Decimal(1)), "mia")
    return str(name.value), str(note.value), str(product.value)


def newest_first(company: Company, texts: Iterable[str]) -> Places:
    """The notes by their place in the list, which is the order they were written in."""
    return dict(zip(company.written, reversed(list(texts)), strict=True))


def digest(company: Company, back: Places) -> str:
    """The SHA-256 of the list as it came back; what was refused, and only that, stands in it as it was given."""
    assert back.keys() == company.written.keys()
    whole = [back.get(place, one) for place, one in enumerate(company.strings)]
    return hashlib.sha256(json.dumps(whole, ensure_ascii=True, separators=(",", ":")).encode()).hexdigest()


@pytest.fixture
def sha256(shared_data: Path) -> str:
    """What the list itself has, as those who published it computed it."""
    facts = json.loads((shared_data / "naughty-strings" / "facts.json").read_text("utf-8"))
    return str(facts["sha256_of_compact_ascii_json_of_the_list"])


def test_the_blank_two_are_refused_in_words(company: Company) -> None:
    note, product = "Write the note first", "A product needs a short code and a name"
    starts = {"": "A customer needs a name or a phone number", " ": "A name of blanks only says nothing"}
    told = {company.strings[place]: sentences for place, sentences in company.refusals.items()}
    assert told.keys() == starts.keys()
    for blank, sentences in told.items():
        for sentence, start in zip(sentences, (starts[blank], note, product), strict=True):
            assert sentence.startswith(start)


def test_a_case_shows_the_name_of_its_customer(company: Company, sha256: str) -> None:
    cases = {place: company.office.read(CaseQuery(about=str(id))) for id, place in company.customers.items()}
    assert digest(company, {place: one.customer.name for place, one in cases.items()}) == sha256
    assert {len(one.stand) for one in cases.values()} == {5}


def test_the_timeline_shows_the_notes_page_by_page(company: Company, sha256: str) -> None:
    texts: list[str] = []
    before, pages = None, 0
    while pages == 0 or before:
        page = company.office.read(Timeline(about=About(str(company.about)), kinds=("note",), before=before))
        texts += [row.text for row in page.rows]
        before, pages = page.next, pages + 1
    assert pages > 10
    assert digest(company, newest_first(company, texts)) == sha256


def test_the_products_have_their_names(company: Company, sha256: str) -> None:
    rows = [row for row in company.office.read(Products()) if row.code.isdecimal()]
    assert digest(company, {int(row.code): row.name for row in rows}) == sha256


def test_each_customer_and_note_is_found_by_its_own_text(company: Company) -> None:
    customers = {place: id for id, place in company.customers.items()}
    notes = {place: id for id, place in company.notes.items()}
    missed = []
    for place, text in company.written.items():
        hits = company.office.read(Find(text=text, limit=MOST_HITS)).hits
        if customers[place] not in {hit.id for hit in hits}:
            missed.append(("customer", text))
        if can_be_said(text) and notes[place] not in {hit.id for hit in hits}:
            missed.append(("note", text))
        assert all(hit.name == text for hit in hits if hit.id == customers[place])
    assert missed == []


def can_be_said(text: str) -> bool:
    """Whether what was said is searched for it: some word has three letters."""
    return max(map(len, fold(text).split()), default=0) >= SHORTEST_SAID


@pytest.mark.parametrize("ending", ENDINGS)
def test_exports_give_every_text_back(company: Company, tmp_path: Path, sha256: str, ending: str) -> None:
    services = company.office.services("mia")
    customers, notes, products = (
        tmp_path / f"{name}.{ending}" for name in ("customers", "notes", "products")
    )
    export_list(services, "customers", {}, customers)
    export_list(services, "timeline", {"about": str(company.about), "kinds": ["note"]}, notes)
    export_list(services, "products", {}, products)

    places = {str(id): place for id, place in company.customers.items()}
    places |= {str(place): place for place in company.written}
    for file, key in ((customers, "id"), (products, "code")):
        rows = {str(row[key]): str(row["name"]) for row in exported(file)}
        assert digest(company, {places[one]: rows[one] for one in places.keys() & rows.keys()}) == sha256
    assert digest(company, newest_first(company, (str(row["text"]) for row in exported(notes)))) == sha256


def exported(file: Path) -> Iterator[Mapping[str, object]]:
    """The rows of an export, read as the import reads exports."""
    if file.suffix == ".json":
        yield from json.loads(file.read_text("utf-8"))
        return
    table = open_table(file, Reading(delimiter="comma" if file.suffix == ".csv" else None, guarded=True))
    for row in table.rows():
        assert isinstance(row, TableRow)
        yield dict(zip(table.columns, row.cells, strict=True))


def test_no_cell_of_a_spreadsheet_is_a_formula(company: Company, tmp_path: Path) -> None:
    """Read without taking the guard off: what would be calculated has an apostrophe before it."""
    file = tmp_path / "notes.csv"
    given = {"about": str(company.about), "kinds": ["note"]}
    export_list(company.office.services("mia"), "timeline", given, file)
    table = open_table(file, Reading(delimiter="comma"))
    cells = [str(cell) for row in table.rows() if isinstance(row, TableRow) for cell in row.cells]
    dangerous = [cell for cell in cells if cell.startswith(("=", "@", "\t", "\r"))]
    signed = [cell for cell in cells if cell.startswith(("+", "-")) and not is_number(cell)]
    assert (dangerous, signed) == ([], [])


def is_number(cell: str) -> bool:
    try:
        return Decimal(cell.replace(",", "")).is_finite()
    except InvalidOperation:
        return False
