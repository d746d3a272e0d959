"""From files to records: values, lists, look-ups, what is left out and rejected; every row is counted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from casedesk import paths
from casedesk.errors import RefusedByRule, WrongUsage
from casedesk.services.imports.mapping_file import load_mapping
from casedesk.services.imports.records import Problem, Record, RowRead
from casedesk.services.imports.step_reader import StepReader, open_step

Reader = Callable[[str, Mapping[str, str]], StepReader]

ORDERS = """
kind = "order"
file = "orders.csv"
key = "no"
fields.customer = "customer"
fields.state = { column = "state", map = "states" }
fields.placed_on = "placed"
fields.done_on = "done"
fields.reason = { column = "why", default = "not said" }
[[step.lines]]
file = "lines.csv"
key = "no"
fields.name = "what"
fields.unit_price = { column = "price", round = 2 }
"""
STATES = '[maps.states]\ndone = "completed"\nopen = "in_progress"\nstopped = "cancelled"\n'


@pytest.fixture
def surveyed(tmp_path: Path) -> Reader:
    """The reader of a one-step mapping over the given files, survey made."""

    def make(step: str, files: Mapping[str, str]) -> StepReader:
        for name, content in files.items():
            (tmp_path / name).write_text(content, encoding="utf-8")
        mapping_file = tmp_path / "map.toml"
        mapping_file.write_text(f'source = "shop"\n[[step]]\n{step}\n{STATES}', encoding="utf-8")
        mapping = load_mapping(mapping_file)
        reader = open_step(mapping.step[0], mapping, lambda name: tmp_path / name, "step.1")
        reader.survey()
        return reader

    return make


def rows_of(reader: StepReader, size: int = 500) -> list[RowRead]:
    return [row for chunk in reader.chunks(size) for row in chunk]


def records_of(reader: StepReader) -> list[Record]:
    return [row.record for row in rows_of(reader) if row.record]


def problems_of(rows: list[RowRead]) -> list[Problem]:
    return [problem for row in rows for problem in row.problems]


CUSTOMER = 'kind = "customer"\nfile = "c.csv"\nkey = "id"\nfields.kind = { value = "person" }\n'


def test_values_lists_and_the_rest(surveyed: Reader) -> None:
    step = (
        CUSTOMER
        + """
fields.name = { columns = ["first", "last"] }
fields.since = "since"
keep_rest = true
reading.trim = true
[[step.phones]]
fields.number = "phone"
[[step.phones]]
fields.number = "fax"
fields.label = { value = "fax" }
"""
    )
    reader = surveyed(
        step, {"c.csv": "id,first,last,since,phone,fax,vip\n7, Anna ,Ek,31/12/2012,040 1,,yes\n"}
    )
    (record,) = records_of(reader)
    assert record.key == "7"
    assert record.values == {"name": "Anna Ek", "since": date(2012, 12, 31), "kind": "person"}
    assert record.lists == {"phones": ({"number": "040 1"},)}
    assert record.extra == {"vip": "yes"}


def test_digest_depends_on_contents_not_on_the_line(surveyed: Reader) -> None:
    step = CUSTOMER + 'fields.name = "name"'
    first = records_of(surveyed(step, {"c.csv": "id,name\n1,Anna\n2,Otto\n"}))
    second = records_of(surveyed(step, {"c.csv": "id,name\n2,Otto\n1,Anne\n"}))
    assert first[1].digest() == second[0].digest()
    assert first[0].digest() != second[1].digest()


def test_an_open_form_stops_before_the_first_record(surveyed: Reader) -> None:
    with pytest.raises(RefusedByRule, match=r"c\.csv, column “since”"):
        surveyed(
            CUSTOMER + 'fields.name = "name"\nfields.since = "since"',
            {"c.csv": "id,name,since\n1,A,01/02/2003\n"},
        )


def test_a_column_that_is_not_there(surveyed: Reader) -> None:
    with pytest.raises(
        WrongUsage, match=r"step\.1\.fields\.name reads the column “nmae”, but c\.csv has only: id, name"
    ):
        surveyed(CUSTOMER + 'fields.name = "nmae"', {"c.csv": "id,name\n1,A\n"})


def test_every_unreadable_cell_is_named_with_its_remedy(surveyed: Reader) -> None:
    step = CUSTOMER + 'fields.name = "name"\nfields.since = { column = "since", dates = "DD.MM.YYYY" }\n'
    rows = rows_of(surveyed(step, {"c.csv": "id,name,since\n1,A\x00,31.02.1984\n,B,\n3,,\n"}))
    found = [(one.line, one.column, one.value, one.reason) for one in problems_of(rows)]
    assert found == [
        (2, "name", "A\x00", "Holds a NUL character, which no database text can keep"),
        (2, "since", "31.02.1984", "There is no such day or time"),
        (3, "id", "", "Has no key"),
        (4, "name", "", "A customer needs a name or a phone number"),
    ]
    assert all(one.remedy for one in problems_of(rows))


def test_an_unreadable_cell_may_be_kept_as_text(surveyed: Reader) -> None:
    since = 'fields.since = { column = "since", dates = "DD.MM.YYYY", unreadable = "extra" }'
    step = CUSTOMER + 'fields.name = "name"\n' + since
    (row,) = rows_of(surveyed(step, {"c.csv": "id,name,since\n1,A,Date Not Captured\n"}))
    assert row.record is not None
    assert row.record.extra == {"since": "Date Not Captured"}
    assert [one.column for one in row.left_out] == ["since"]


def test_a_key_that_comes_twice(surveyed: Reader) -> None:
    step = CUSTOMER + 'fields.name = "name"\n'
    files = {"c.csv": "id,name\n1,A\n2,B\n1,C\n"}
    (problem,) = problems_of(rows_of(surveyed(step, files), size=2))
    assert (problem.line, problem.reason) == (4, "Has the same key as line 2")
    skipping = rows_of(surveyed(step + 'repeated = "skip"', files))
    assert [row.record is not None for row in skipping] == [True, True, False]
    assert not problems_of(skipping)


def test_only_some_rows(surveyed: Reader) -> None:
    step = CUSTOMER + 'fields.name = "name"\nonly = [{ column = "gone", none_of = ["yes"] }]'
    rows = rows_of(surveyed(step, {"c.csv": "id,name,gone\n1,A,yes\n2,B,no\n"}))
    assert [(row.record is not None, row.problems) for row in rows] == [(False, ()), (True, ())]


def test_look_ups_widen_rows(surveyed: Reader) -> None:
    step = (
        CUSTOMER
        + """
fields.name = "name"
extra.area = "area.title"
[step.look_up.area]
file = "areas.csv"
key = "code"
by = "area"
needed = true
"""
    )
    files = {"c.csv": "id,name,area\n1,A,n\n2,B,x\n", "areas.csv": "code,title\nn,North\n"}
    first, second = rows_of(surveyed(step, files))
    assert first.record is not None
    assert first.record.extra == {"area": "North"}
    assert "Nothing was found by the look-up “area”" in second.problems[0].reason


def test_look_ups_need_keys_that_differ(surveyed: Reader) -> None:
    step = CUSTOMER + 'fields.name = "a.t"\n[step.look_up.a]\nfile = "a.csv"\nkey = "c"\nby = "id"\n'
    with pytest.raises(RefusedByRule, match="more than one row with the key “n”"):
        surveyed(step, {"c.csv": "id,x\n1,y\n", "a.csv": "c,t\nn,1x\nn,2x\n"})


def test_lists_from_another_file_and_what_belongs_nowhere(surveyed: Reader) -> None:
    files = {
        "orders.csv": "no,customer,state,placed,done,why\n"
        "1,a,done,2020-01-02,2020-01-05,\n"
        "2,a,stopped,2020-01-02,,\n",
        "lines.csv": "no,what,price\n2,Freight,32.3800011\n1,Tea,1.50\n1,Milk,0.75\n9,Lost,1.00\nbroken\n",
    }
    reader = surveyed(ORDERS, files)
    first, second = records_of(reader)
    assert first.lists["lines"] == (
        {"name": "Tea", "unit_price": Decimal("1.50")},
        {"name": "Milk", "unit_price": Decimal("0.75")},
    )
    assert second.lists["lines"] == ({"name": "Freight", "unit_price": Decimal("32.38")},)
    assert second.values["reason"] == "not said"
    assert reader.list_rows == {("lines", "lines.csv"): 5}
    assert [(name, one.line) for name, one in reader.problems_of_lists()] == [("lines", 6), ("lines", 5)]


def test_a_rejected_order_takes_its_lines_with_it(surveyed: Reader) -> None:
    files = {
        "orders.csv": "no,customer,state,placed,done,why\n1,a,done,2020-01-02,,\n2,a,gone,2020-01-02,,\n",
        "lines.csv": "no,what,price\n1,Tea,1.50\n2,Milk,much\n2,Tea,1.50\n",
    }
    reader = surveyed(ORDERS, files)
    rows = rows_of(reader)
    assert not any(row.record for row in rows)
    rejected = {(one.file, one.line) for one in problems_of(rows)}
    assert rejected == {
        ("orders.csv", 2),
        ("orders.csv", 3),
        ("lines.csv", 2),
        ("lines.csv", 3),
        ("lines.csv", 4),
    }
    assert not list(reader.problems_of_lists())


@pytest.mark.shared_data
@pytest.mark.parametrize(
    ("name", "folder", "counts"),
    [
        ("northwind", "northwind/csv", {"staff": 9, "product": 77, "customer": 91, "order": 830}),
        (
            "classicmodels",
            "classicmodels",
            {"staff": 23, "product": 110, "customer": 122, "order": 326, "money": 273},
        ),
    ],
)
def test_shipped_mappings_reject_nothing(
    shared_data: Path, name: str, folder: str, counts: Mapping[str, int]
) -> None:
    mapping = load_mapping(paths.resources() / "imports" / f"{name}.toml")
    found = {}
    for number, step in enumerate(mapping.step, start=1):
        reader = open_step(step, mapping, lambda file: shared_data / folder / file, f"step.{number}")
        reader.survey()
        found[step.kind] = len(records_of(reader))
        assert not list(reader.problems_of_lists())
        reader.close()
    assert found == counts


def test_keys_match_without_the_blanks_around_them(surveyed: Reader) -> None:
    files = {
        "orders.csv": "no,customer,state,placed,done,why\n 1 , a ,done,2020-01-02,2020-01-05,\n",
        "lines.csv": "no,what,price\n1 ,Tea,1.50\n",
    }
    (record,) = records_of(surveyed(ORDERS, files))
    assert (record.key, record.values["customer"], len(record.lists["lines"])) == ("1", "a", 1)


def test_a_list_entry_goes_when_what_it_needs_is_only_text(surveyed: Reader) -> None:
    freight = 'fields.unit_price = { column = "freight", decimal = ".", unreadable = "extra" }'
    step = ORDERS + f'[[step.lines]]\nfields.name = {{ value = "Freight" }}\n{freight}\n'
    files = {
        "orders.csv": "no,customer,state,placed,done,why,freight\n1,a,done,2020-01-02,2020-01-05,,See DN-304\n",
        "lines.csv": "no,what,price\n1,Tea,1.50\n",
    }
    (row,) = rows_of(surveyed(step, files))
    assert row.record is not None
    assert [line["name"] for line in row.record.lists["lines"]] == ["Tea"]
    assert row.record.extra == {"freight": "See DN-304"}
    assert [one.value for one in row.left_out] == ["See DN-304"]


def test_a_kept_value_that_cannot_be_read_rejects_the_row(surveyed: Reader) -> None:
    step = CUSTOMER + 'fields.name = "name"\nextra.way = { column = "way", map = "states" }\n'
    (problem,) = problems_of(rows_of(surveyed(step, {"c.csv": "id,name,way\n1,A,sea\n2,B,done\n"})))
    assert (problem.column, problem.value) == ("way", "sea")
