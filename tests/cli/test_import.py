"""`casedesk import`: the report as words and as JSON, and the file of rejected rows."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from casedesk import paths
from tests.cli.conftest import CommandLine

MAPPING = """
source = "shop"
title = "The shop"
[[step]]
kind = "customer"
file = "customers.csv"
key = "id"
fields.name = "name"
fields.kind = { value = "person" }
fields.since = "since"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "map.toml").write_text(MAPPING, encoding="utf-8")
    (tmp_path / "customers.csv").write_text(
        "id,name,since\n1,Anna,2020-01-31\n2,Otto,2020-02-31\n", encoding="utf-8"
    )
    return tmp_path


def words(folder: Path, *more: str) -> tuple[str, ...]:
    return ("import", str(folder / "customers.csv"), "--map", str(folder / "map.toml"), *more)


def test_the_report_is_one_document(casedesk: CommandLine, folder: Path) -> None:
    dry = casedesk.done(*words(folder, "--dry-run"))
    real = casedesk.done(*words(folder))
    assert dry["counts"] == real["counts"] == {"made": 1, "changed": 0, "skipped": 0, "rejected": 1}
    assert (dry["dry_run"], real["dry_run"]) == (True, False)
    assert real["files"][0]["file"] == "customers.csv"
    assert casedesk.done(*words(folder))["counts"]["skipped"] == 1


def test_rejected_rows_are_kept_where_it_says(casedesk: CommandLine, folder: Path) -> None:
    rejects = casedesk.done(*words(folder))["rejects"]
    assert "There is no such day or time" in Path(rejects).read_text(encoding="utf-8-sig")
    own = folder / "mine.csv"
    assert casedesk.done(*words(folder, "--rejects", str(own)))["rejects"] == str(own)
    assert own.exists()


def test_the_report_in_words(casedesk: CommandLine, folder: Path) -> None:
    ran = casedesk(*words(folder))
    assert ran.status == 0
    assert "The shop: Import finished." in ran.out
    assert "customers.csv" in ran.out
    assert "What could not be read, each with its reason and remedy: " in ran.out


def test_a_mapping_that_does_not_fit_is_wrong_usage(casedesk: CommandLine, folder: Path) -> None:
    (folder / "map.toml").write_text(MAPPING.replace('"since"', '"sincee"'), encoding="utf-8")
    ran = casedesk(*words(folder))
    assert ran.status == 2
    assert "reads the column “sincee”" in ran.err


def test_what_the_file_does_not_prove_is_refused_by_a_rule(casedesk: CommandLine, folder: Path) -> None:
    (folder / "customers.csv").write_text("id,name,since\n1,Anna,01/02/2020\n", encoding="utf-8")
    ran = casedesk(*words(folder, "--json"))
    assert ran.status == 7
    assert ran.document["details"]["rule"] == "import.dates"


def test_colleagues_of_the_source_do_not_act_unasked(casedesk: CommandLine, folder: Path) -> None:
    staff = '[[step]]\nkind = "staff"\nfile = "customers.csv"\nkey = "id"\nfields.name = "name"\n'
    (folder / "map.toml").write_text(MAPPING + staff, encoding="utf-8")
    assert casedesk.done(*words(folder))["counts"]["made"] == 3
    assert len(casedesk.done("ask", "staff")) == 3


@pytest.mark.shared_data
def test_a_whole_company_comes_in_and_goes_out_again(
    casedesk: CommandLine, shared_data: Path, tmp_path: Path
) -> None:
    mapping = paths.resources() / "imports" / "northwind.toml"
    northwind = ("import", str(shared_data / "northwind" / "csv"), "--map", str(mapping))
    report = casedesk.done(*northwind)
    assert report["counts"] == {"made": 3162, "changed": 0, "skipped": 0, "rejected": 0}
    assert casedesk.done(*northwind)["counts"]["skipped"] == 3162
    assert casedesk.done("ask", "orders", "limit=1")["total"] == 830
    found = casedesk.done("ask", "find", "text=futterkiste")["hits"]
    assert [one["name"] for one in found if one["kind"] == "customer"] == ["Alfreds Futterkiste"]
    file = tmp_path / "orders.json"
    casedesk.done("export", "orders", "-o", str(file))
    assert len(json.loads(file.read_text("utf-8"))) == 830
