"""The case record on paper: for use inside the company, however much a case holds."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest

from casedesk.documents.context import StatusName, TimelineEntry
from casedesk.documents.printable import UnprintableLetter
from casedesk.documents.render import render
from tests.documents.paper import fonts, squeezed, texts
from tests.documents.samples import lindqvist_case

CASE = lindqvist_case()
ORDER = CASE.orders[0]


def test_it_says_who_printed_it_and_that_it_stays_inside() -> None:
    (page,) = texts(render("case-record", CASE))
    assert "Case record, for inside use only" in page
    assert "Printed 24 November 2026, 10:52, by Priya Nair." in page
    assert "Do not hand out. Destroy after use." in page


def test_the_five_lines_stand_above_orders_promises_and_timeline() -> None:
    (page,) = texts(render("case-record", CASE))
    titles = ("Where things stand", "Wants", "Next", "Orders", "Promises and decisions", "Timeline")
    places = [page.index(title) for title in titles]
    assert places == sorted(places)


def test_a_new_case_has_only_its_head_and_five_lines() -> None:
    case = replace(CASE, account=(), orders=(), orders_words="", undertakings=(), timeline=())
    (page,) = texts(render("case-record", case))
    for absent in ("Orders", "Promises and decisions", "Timeline", "Money and contracts"):
        assert absent not in page
    assert "Where things stand" in page


def test_a_long_timeline_goes_on_with_its_head_and_whose_it_is() -> None:
    pages = texts(render("case-record", replace(CASE, timeline=CASE.timeline * 12)))
    assert len(pages) > 2
    for number, page in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in page
        assert "When What By Order" in page
    assert all(page.startswith("Case record of Marta Lindqvist") for page in pages[1:])


@pytest.mark.parametrize("status", get_args(StatusName))
def test_every_status_has_its_shape(status: StatusName) -> None:
    track = tuple(replace(step, status=status) for step in ORDER.track)
    undertakings = tuple(replace(item, status=status) for item in CASE.undertakings)
    case = replace(CASE, orders=(replace(ORDER, status=status, track=track),), undertakings=undertakings)
    without = replace(case, orders=(replace(ORDER, status=status, track=()),), undertakings=())
    assert len(render("case-record", case)) > len(render("case-record", without))


def test_long_tracks_and_names_are_printed_whole() -> None:
    name = "Maximiliane-Katharina Friederike von Hohenstein-Wartenberg-Süd"
    order = replace(ORDER, number="481-720-9012", track=ORDER.track * 3)
    case = replace(
        CASE,
        customer=replace(CASE.customer, name=name),
        orders=(order,),
        timeline=(replace(CASE.timeline[0], what=f"Talked to {name}, {name} and {name}"),) * 60,
    )
    pages = texts(render("case-record", case, page_size="Letter"))
    assert "481-720-9012" in pages[0]
    assert pages[0].count("First bill") == 3
    assert all(squeezed(name) in squeezed(page) for page in pages)
    assert squeezed("".join(pages)).count(squeezed(f"Talked to {name}, {name} and {name}")) == 60


def test_an_entry_of_another_year_shows_its_year() -> None:
    entry: TimelineEntry = replace(CASE.timeline[0], at=CASE.timeline[0].at.replace(year=2024))
    (page,) = texts(render("case-record", replace(CASE, timeline=(entry,))))
    assert squeezed("24 Nov 2024 10:38") in squeezed(page)


def test_names_stay_what_they_are_and_missing_letters_are_named() -> None:
    case = replace(CASE, customer=replace(CASE.customer, name="Smith <Ltd> <b>& Sons"))
    assert "Smith <Ltd> <b>& Sons" in texts(render("case-record", case))[0]
    case = replace(CASE, timeline=(replace(CASE.timeline[0], what="Jun 田"),))
    with pytest.raises(UnprintableLetter, match=r"^An entry of the timeline has the letter “田”"):
        render("case-record", case)


def test_its_fonts_are_in_the_file() -> None:
    pdf = render("case-record", CASE)
    assert all(fonts(pdf).values())
    assert b"Helvetica" not in pdf
