"""How days, times and amounts read on paper, language by language."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest

from casedesk.documents.printable import printable
from casedesk.documents.wording import Wording
from casedesk.errors import WrongUsage

DAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("language", "weekday", "day", "step", "step_next_year"),
    [
        (
            "en",
            "Monday 30 November 2026",
            "30 November 2026",
            "Mon 30 November",
            "Mon 30 November 2026",
        ),
        (
            "en-US",
            "Monday, November 30, 2026",
            "November 30, 2026",
            "Mon, Nov 30",
            "Mon, Nov 30, 2026",
        ),
        (
            "de",
            "Montag, 30. November 2026",
            "30. November 2026",
            "Mo., 30. November",
            "Mo., 30. Nov. 2026",
        ),
        (
            "el",
            "Δευτέρα 30 Νοεμβρίου 2026",
            "30 Νοεμβρίου 2026",
            "Δευ 30 Νοεμβρίου",
            "Δευ 30 Νοε 2026",
        ),
    ],
)
def test_days(language: str, weekday: str, day: str, step: str, step_next_year: str) -> None:
    wording = Wording(language)
    assert wording.weekday(DAY) == weekday
    assert wording.day(DAY) == day
    assert wording.step(DAY, read_in=2026) == step
    assert wording.step(DAY, read_in=2027) == step_next_year


def test_times_are_in_24_hours() -> None:
    assert Wording("en-US").clock(time(15, 5)) == "15:05"
    assert Wording("en").instant(datetime(2026, 11, 9, 9, 51, tzinfo=UTC)) == "9 November 2026, 09:51"


def test_an_instant_without_a_zone_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="has no offset"):
        Wording("en").instant(datetime(2026, 11, 9, 9, 51))


@pytest.mark.parametrize(
    ("language", "currency", "amount", "written"),
    [
        ("en", "GBP", "1234.5", "£1,234.50"),
        ("en", "JPY", "1234", "JP¥1,234"),
        ("de", "EUR", "-1234.5", "-1.234,50\xa0€"),
        ("de", "KWD", "1.5", "1,500\xa0KWD"),
    ],
)
def test_money(language: str, currency: str, amount: str, written: str) -> None:
    assert Wording(language).money(Decimal(amount), currency) == written


def test_quantities() -> None:
    assert Wording("en").quantity(Decimal("1500.5")) == "1,500.5"


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(WrongUsage, match="“tlh” is not a language"):
        Wording("tlh")


@pytest.mark.parametrize(
    "language", ["en", "de", "fr", "sv", "pl", "cs", "el", "ru", "uk", "bg", "lt", "tr", "pt-BR"]
)
def test_what_a_language_writes_can_be_printed(language: str) -> None:
    from casedesk.documents.fonts import printing_letters

    wording = Wording(language)
    for text in (
        wording.weekday(DAY),
        wording.step(DAY, read_in=2026),
        wording.money(Decimal("-12345.6"), "EUR"),
    ):
        assert printable(text, "a day or amount", printing_letters())
