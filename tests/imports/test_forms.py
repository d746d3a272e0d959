"""How days and numbers are written: declared forms read strictly, undeclared ones are proven or refused."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from decimal import Decimal

import pytest

from casedesk.errors import RefusedByRule, WrongUsage
from casedesk.services.imports.evidence import DayEvidence, NumberEvidence
from casedesk.services.imports.formats import NumberFormat, UnreadableValue, date_format, number_format


@pytest.mark.parametrize(
    ("form", "text", "day", "clock"),
    [
        ("DD/MM/YYYY", "31/12/2012", date(2012, 12, 31), time()),
        ("D-MON-YY", "2-Jun-06", date(2006, 6, 2), time()),
        ("D MON YYYY", "2 September 1996", date(1996, 9, 2), time()),
        ("D-MON-YY", "2-jun-69", date(1969, 6, 2), time()),
        ("MM/DD/YYYY hh:mm:ss AM", "01/02/2015 03:14:47 PM", date(2015, 1, 2), time(15, 14, 47)),
        ("MM/DD/YYYY hh:mm:ss AM", "01/02/2015 12:00:01 am", date(2015, 1, 2), time(0, 0, 1)),
        ("YYYY-MM-DDThh:mm", "2014-01-02T03:04", date(2014, 1, 2), time(3, 4)),
        ("YYYYMMDD", "20140102", date(2014, 1, 2), time()),
    ],
)
def test_declared_days(form: str, text: str, day: date, clock: time) -> None:
    assert date_format(form).read(text) == (day, clock)


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("DD.MM.YYYY", "31.02.1984"),
        ("DD.MM.YYYY", "1.2.1984"),
        ("DD/MM/YYYY", "Date Not Captured"),
        ("MM/DD/YYYY", "13/01/2014"),
        ("hh:mm AM D/M/YYYY", "13:00 PM 1/1/2014"),
    ],
)
def test_days_that_are_not_so_written(form: str, text: str) -> None:
    with pytest.raises(UnreadableValue) as caught:
        date_format(form).read(text)
    assert caught.value.reason
    assert caught.value.remedy


@pytest.mark.parametrize("form", ["DD/MM", "DD/MM/YYYYx", "%d.%m.%Y", ""])
def test_what_is_no_date_format(form: str) -> None:
    with pytest.raises(WrongUsage):
        date_format(form)


@pytest.mark.parametrize(
    ("texts", "form"),
    [
        (["02/01/2014", "31/12/2012"], "D/M/YYYY"),
        (["02.01.2014", "01.31.2012"], "M.D.YYYY"),
        (["2014-01-02"], "YYYY-MM-DD"),
        (["2014-01-02 10:30:00"], "YYYY-MM-DD h:mm:ss"),
        (["2014-01-02T10:30"], "YYYY-MM-DDTh:mm"),
        (["20140102", "20121231"], "YYYYMMDD"),
        (["01/02/2015 03:14:47 PM", "01/25/2015 03:14:47 AM"], "M/D/YYYY h:mm:ss AM"),
        (["N/A", "25/01/2014"], "D/M/YYYY"),
        ([], "YYYY-MM-DD"),
    ],
)
def test_days_that_prove_their_form(texts: Sequence[str], form: str) -> None:
    evidence = day_evidence(texts)
    assert evidence.verdict().text == form


@pytest.mark.parametrize(
    ("texts", "remedy"),
    [
        (["02/01/2014", "12/12/2012"], 'dates = "D/M/YYYY" or dates = "M/D/YYYY"'),
        (["13/01/2014", "01/13/2014"], "both “13/01/2014” and “01/13/2014”"),
        (["2014-01-02", "31/12/2012"], "more than one form"),
        (["2-Jun-06"], 'dates = "D-MON-YY"'),
        (["10/17/14"], 'dates = "D/M/YY" or dates = "M/D/YY"'),
        (["Pre-PQ Process"], "“Pre-PQ Process”"),
    ],
)
def test_days_that_prove_nothing_stop_the_import(texts: Sequence[str], remedy: str) -> None:
    with pytest.raises(RefusedByRule) as caught:
        day_evidence(texts).verdict()
    assert caught.value.rule == "import.dates"
    assert remedy in str(caught.value)
    assert "x.csv, column a" in str(caught.value)


@pytest.mark.parametrize(
    ("texts", "numbers"),
    [
        (["1,7"], [Decimal("1.7")]),
        (["200.000.000"], [Decimal(200000000)]),
        (["1.234", "1.5"], [Decimal("1.234"), Decimal("1.5")]),
        (["1,234.50", "12"], [Decimal("1234.50"), Decimal(12)]),
        (["1.234,50"], [Decimal("1234.50")]),
        (["32.3800011", "14"], [Decimal("32.3800011"), Decimal(14)]),
        (["0.123"], [Decimal("0.123")]),
        (["-5", "+7"], [Decimal(-5), Decimal(7)]),
    ],
)
def test_numbers_that_prove_their_form(texts: Sequence[str], numbers: Sequence[Decimal]) -> None:
    form = number_evidence(texts).verdict()
    assert [form.read(text) for text in texts] == numbers


@pytest.mark.parametrize("texts", [["1,234"], ["1.234"], ["1.5", "1,5"], ["1.234.567", "1.5"]])
def test_numbers_that_may_mean_two_things_stop_the_import(texts: Sequence[str]) -> None:
    with pytest.raises(RefusedByRule, match="decimal = "):
        number_evidence(texts).verdict()


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("6,718", "6718"),
        ("1,234.5", "1234.5"),
        ("-5", "-5"),
        (".5", "0.5"),
        ("1.5E-05", "0.000015"),
        ("−3", "-3"),
    ],
)
def test_declared_numbers(text: str, number: str) -> None:
    assert number_format(".", "comma").read(text) == Decimal(number)


@pytest.mark.parametrize("text", ["12,34", "5.", "", "abc", "1,2345", "٣", "1.2.3", "NaN", "1e999"])
def test_what_is_no_number(text: str) -> None:
    with pytest.raises(UnreadableValue):
        number_format(".", "comma").read(text)


@pytest.mark.parametrize(("decimal", "thousands"), [(".", "dot"), (";", ""), (".", "x"), (",", "comma")])
def test_marks_that_cannot_be(decimal: str, thousands: str) -> None:
    with pytest.raises(WrongUsage):
        number_format(decimal, thousands)


def test_blanks_may_part_thousands() -> None:
    form = number_format(",", "space")
    assert form == NumberFormat(",", " \u00a0\u202f")
    assert form.read("1\u202f234,5") == Decimal("1234.5")


def day_evidence(texts: Sequence[str]) -> DayEvidence:
    evidence = DayEvidence("x.csv, column a")
    for text in texts:
        evidence.observe(text)
    return evidence


def number_evidence(texts: Sequence[str]) -> NumberEvidence:
    evidence = NumberEvidence("x.csv, column a")
    for text in texts:
        evidence.observe(text)
    return evidence
