"""The settings of this computer: written back whole, read as far as they can be, never a password."""

from __future__ import annotations

from pathlib import Path

import pytest

from casedesk.settings import Settings, SettingsFile, without_password

SHARED = "postgresql+psycopg://uma:s3cr3t@db.example:5432/casedesk"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "home" / "settings.toml"


def test_without_a_file_everything_has_a_value_that_works(file: Path) -> None:
    assert SettingsFile(file).now == Settings()
    assert not file.exists()


def test_a_choice_is_there_again_at_the_next_start(file: Path) -> None:
    SettingsFile(file).change(theme="dark", zoom=125, keys={"log_call": "F9"}, single_letters=False)
    again = SettingsFile(file).now
    assert (again.theme, again.zoom, again.keys, again.single_letters) == (
        "dark",
        125,
        {"log_call": "F9"},
        False,
    )


def test_the_person_is_remembered_for_each_database(file: Path) -> None:
    settings = SettingsFile(file)
    settings.remember_person("sqlite:////a.db", "uma")
    settings.remember_person(SHARED, "ulf")
    again = SettingsFile(file)
    assert again.person_at("sqlite:////a.db") == "uma"
    assert again.person_at(SHARED.replace("s3cr3t", "another")) == "ulf"
    again.remember_person("sqlite:////a.db", "")
    assert SettingsFile(file).person_at("sqlite:////a.db") == ""


def test_a_password_is_never_written(file: Path) -> None:
    settings = SettingsFile(file)
    settings.change(database=without_password(SHARED))
    settings.remember_person(SHARED, "uma")
    assert "s3cr3t" not in file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        (SHARED, "postgresql+psycopg://uma@db.example:5432/casedesk"),
        ("postgresql://db.example/casedesk", "postgresql://db.example/casedesk"),
        ("sqlite:////home/uma/a.db", "sqlite:////home/uma/a.db"),
        ("postgresql://u:p%40ss%3A@h/d", "postgresql://u@h/d"),
    ],
)
def test_an_address_is_kept_without_its_password(address: str, kept: str) -> None:
    assert without_password(address) == kept


@pytest.mark.parametrize(
    "content", ["not toml [", "theme = 3\nzoom = 'big'\n", "people = ['uma']\n", "\x00\xff"]
)
def test_a_damaged_file_counts_as_far_as_it_can_be_read(file: Path, content: str) -> None:
    file.parent.mkdir()
    file.write_text(content + "unknown_field = 1\n", encoding="utf-8")
    assert SettingsFile(file).now == Settings()


def test_one_bad_value_does_not_cost_the_others(file: Path) -> None:
    file.parent.mkdir()
    file.write_text('zoom = "big"\ntheme = "dark"\n', encoding="utf-8")
    assert SettingsFile(file).now == Settings(theme="dark")


def test_where_the_file_cannot_be_written_the_choice_holds_for_today(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file where the folder should be", encoding="utf-8")
    settings = SettingsFile(tmp_path / "home" / "settings.toml")
    settings.change(theme="dark")
    assert settings.now.theme == "dark"
