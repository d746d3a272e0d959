"""Mapping files: the shipped ones load, and everything wrong in one is reported at once with file and key."""

from __future__ import annotations

from pathlib import Path

import pytest

from casedesk import paths
from casedesk.errors import NotFound, WrongUsage
from casedesk.services.imports.mapping_file import load_mapping

SOUND = """
source = "shop"

[[step]]
kind = "customer"
file = "customers.csv"
key = "id"
fields.name = "name"
fields.kind = { value = "person" }
"""


def errors_of(tmp_path: Path, text: str) -> list[str]:
    file = tmp_path / "shop.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(WrongUsage) as caught:
        load_mapping(file)
    assert "shop.toml" in str(caught.value)
    errors: list[str] = caught.value.details["errors"]
    return errors


@pytest.mark.parametrize("name", ["northwind", "classicmodels"])
def test_shipped_mappings_load(name: str) -> None:
    mapping = load_mapping(paths.resources() / "imports" / f"{name}.toml")
    assert mapping.source == name


def test_every_file_in_the_folder_of_mappings_is_tested() -> None:
    names = {file.name for file in (paths.resources() / "imports").iterdir()}
    assert names == {"northwind.toml", "classicmodels.toml"}


def test_a_bare_text_is_a_column_and_a_key_may_be_one_column(tmp_path: Path) -> None:
    file = tmp_path / "shop.toml"
    file.write_text(SOUND, encoding="utf-8")
    step = load_mapping(file).step[0]
    assert step.fields["name"].column == "name"
    assert step.key == ("id",)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ('kind = "customer"\nkindd = 1', "step.1.kindd"),
        (
            'kind = "client"',
            "step.1.kind: Input should be 'staff', 'product', 'customer', 'order' or 'money'",
        ),
        (
            'kind = "customer"\nfields.naem = "name"',
            "step.1.fields.naem: there is no such field; did you mean name?",
        ),
        ('kind = "customer"\nfields.street = {}', "step.1.fields.street: give exactly one of column"),
        ('kind = "customer"\nfields.street = { column = "a", value = "b" }', "give exactly one of column"),
        ('kind = "customer"\nfields.country = { column = "a", map = "lands" }', "there is no [maps.lands]"),
        ('kind = "customer"\nfields.city = { column = "a", otherwise = "b" }', "belongs to a map"),
        ('kind = "customer"\nfields.since = { column = "a", dates = "DD/MM" }', "is not a date format"),
        ('kind = "customer"\nfields.preferred_channel = { value = "pigeon" }', "“pigeon” is not one of call"),
        ('kind = "customer"\nreading.decimal = ";"', "decimal must be"),
        ('kind = "customer"\nreading.quote = "<<"', "one character"),
        ('kind = "customer"\n[[step.lines]]\nfields.unit_price = "p"', "a customer has no lines"),
        (
            'kind = "customer"\n[[step.phones]]\nfields.label = "p"',
            "step.1.phones.1.fields.number: is needed",
        ),
        (
            'kind = "customer"\n[[step.phones]]\nfile = "p.csv"\nfields.number = "p"',
            "file and key belong together",
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_key(tmp_path: Path, wrong: str, said: str) -> None:
    errors = errors_of(tmp_path, SOUND.replace('kind = "customer"', "").rstrip() + "\n" + wrong)
    assert any(said in error for error in errors), errors


def test_all_errors_at_once(tmp_path: Path) -> None:
    errors = errors_of(tmp_path, 'source = "My Shop"\ncurrency = "euro"\nstep = []')
    assert len(errors) == 3


def test_needed_fields(tmp_path: Path) -> None:
    errors = errors_of(tmp_path, SOUND.replace('fields.kind = { value = "person" }', ""))
    assert errors == ["step.1.fields.kind: is needed (person or organisation)"]


def test_words_of_a_map_are_checked(tmp_path: Path) -> None:
    text = SOUND.replace('{ value = "person" }', '{ column = "k", map = "kinds" }')
    errors = errors_of(tmp_path, text + '[maps.kinds]\nA = "person"\nB = "firm"\n')
    assert errors == ["step.1.fields.kind.map: “firm” is not one of person, organisation"]


def test_what_is_referred_to_comes_first(tmp_path: Path) -> None:
    staff = '[[step]]\nkind = "staff"\nfile = "s.csv"\nkey = "id"\nfields.name = "name"\n'
    errors = errors_of(tmp_path, SOUND + 'fields.contact = "rep"\n' + staff)
    assert errors == ["step.1.fields.contact: put the step of kind staff before this one"]


def test_broken_toml_names_the_line(tmp_path: Path) -> None:
    (error,) = errors_of(tmp_path, 'source = "shop\n')
    assert "line 1" in error


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        load_mapping(tmp_path / "none.toml")


def test_a_needed_field_is_never_only_text(tmp_path: Path) -> None:
    errors = errors_of(
        tmp_path, SOUND.replace('{ value = "person" }', '{ column = "a", unreadable = "extra" }')
    )
    assert errors == ["step.1.fields.kind.unreadable: a field that is needed cannot be left out"]
