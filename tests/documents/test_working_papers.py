"""Work orders, worklists, decisions and the customer's copy: long texts, many lines, page breaks, other letters."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from casedesk.documents.context import Material, Task
from casedesk.documents.printable import UnprintableLetter
from casedesk.documents.render import render
from tests.documents.paper import bar_codes, fonts, picture, squeezed, texts
from tests.documents.samples import (
    SAMPLES,
    lindqvist_case_copy,
    lindqvist_decision,
    lindqvist_work_order,
    osei_shift_handover,
    osei_worklist,
)

LONG_NAME = "Maximiliane-Katharina Friederike von Hohenstein-Wartenberg-Süd"
GREEK_AND_CYRILLIC = "Ελένη Παπαδοπούλου, Мария Иванова"
NEW = ("case-record-customer", "decision", "work-order", "worklist", "shift-handover")


@pytest.mark.parametrize("size", ["A4", "Letter"])
@pytest.mark.parametrize("document_id", NEW)
def test_it_fits_both_papers_and_carries_its_fonts(document_id: str, size: str) -> None:
    pdf = render(document_id, SAMPLES[document_id](), page_size=size)
    assert all(fonts(pdf).values())
    pages = texts(pdf)
    assert all(f"Page {n} of {len(pages)}" in page for n, page in enumerate(pages, start=1))
    assert render(document_id, SAMPLES[document_id](), page_size=size) == pdf, "equal byte for byte"


# The work order


def test_a_work_order_names_its_number_in_bars_and_its_suffix() -> None:
    pdf = render("work-order", lindqvist_work_order())
    [code] = bar_codes(picture(pdf))
    assert code.text == "48172090"
    (page,) = texts(pdf)
    assert "Work order W1" in page
    assert "Work order 4817-2090 W1." in page


def test_a_long_checklist_goes_on_and_the_boxes_to_sign_stay_whole() -> None:
    order = lindqvist_work_order()
    tasks = tuple(Task(what=f"Step {n}: {LONG_NAME}", by="Network, by Fri 27 Nov") for n in range(70))
    materials = tuple(replace(order.materials[0], name=f"Part {n}") for n in range(40))
    pages = texts(render("work-order", replace(order, tasks=tasks, materials=materials)))
    assert len(pages) > 2
    everything = squeezed("".join(pages))
    assert all(squeezed(f"Step {n}: {LONG_NAME}") in everything for n in range(70))
    [signed] = [page for page in pages if "Name and signature" in page]
    assert signed.count("Name and signature") == 2
    assert all("Work order 4817-2090 W1" in page for page in pages)


def test_a_work_order_without_tasks_or_lines_leaves_them_out() -> None:
    order = replace(lindqvist_work_order(), tasks=(), materials=(), wants=None, remark=None)
    (page,) = texts(render("work-order", order))
    for absent in ("What to do", "What was ordered", "The customer wants", "Forecast"):
        assert absent not in page


# The worklists


@pytest.mark.parametrize(
    ("document_id", "page"), [("worklist", osei_worklist()), ("shift-handover", osei_shift_handover())]
)
def test_a_long_worklist_repeats_heads_and_stays_inside_on_each_page(document_id: str, page: Any) -> None:
    long = replace(page, open=page.open * 40, promises=page.promises * 30)
    pages = texts(render(document_id, long))
    assert len(pages) > 3
    assert all("For inside use only" in one for one in pages)
    assert squeezed("".join(pages)).count(squeezed("Wants a second socket")) == 40


def test_an_empty_worklist_says_so() -> None:
    empty = replace(
        osei_worklist(), counts="Nothing is open.", promises=(), open=(), waiting=(), given=(), offered=()
    )
    (page,) = texts(render("worklist", empty))
    assert "Nothing is open." in page
    assert "Promises to keep" not in page


# Decisions and the customer's copy


def test_a_decision_without_order_or_end_is_confirmed_by_its_suffix() -> None:
    page = replace(lindqvist_decision(), number=None, order=None, valid_until=None)
    (text,) = texts(render("decision", page))
    assert "Decision D1." in text
    assert "Your order number" not in text
    assert "until" not in text


def test_a_long_decision_is_printed_whole() -> None:
    outcome = " ".join([LONG_NAME] * 30)
    pages = texts(render("decision", replace(lindqvist_decision(), outcome=outcome)))
    assert "".join(pages).count("Friederike") == 30


def test_a_customer_without_orders_has_a_copy_without_number() -> None:
    page = replace(
        lindqvist_case_copy(), number=None, orders=(), steps=(), promises=(), decisions=(), entries=()
    )
    (text,) = texts(render("case-record-customer", page))
    assert "What we have on record for you" in text
    for absent in ("order number", "Your orders", "What happens next", "What happened so far"):
        assert absent not in text


def test_a_long_copy_counts_its_pages() -> None:
    page = replace(lindqvist_case_copy(), entries=lindqvist_case_copy().entries * 60)
    pages = texts(render("case-record-customer", page))
    assert len(pages) > 3
    assert all(one.startswith("What we have on record for Ms Marta Lindqvist") for one in pages[1:])


@pytest.mark.parametrize("document_id", NEW)
def test_nothing_of_the_customers_copy_is_marked_inside(document_id: str) -> None:
    inside = document_id in ("worklist", "shift-handover")
    assert all(
        ("inside" in page.casefold()) is inside for page in texts(render(document_id, SAMPLES[document_id]()))
    )


# Letters


@pytest.mark.parametrize("name", [LONG_NAME, GREEK_AND_CYRILLIC])
def test_long_and_other_european_names_are_printed_whole(name: str) -> None:
    order = replace(
        lindqvist_work_order(), customer_lines=(name,), given_to=name, tasks=(Task(what=name, by=name),)
    )
    text = squeezed("".join(texts(render("work-order", order))))
    assert text.count(squeezed(name)) >= 4
    work = replace(
        osei_worklist(), person=name, open=(replace(osei_worklist().open[0], who=name, what=name),)
    )
    assert squeezed("".join(texts(render("worklist", work)))).count(squeezed(name)) >= 3


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"customer_lines": ("Yamada 山田",)}, "the customer's name, phone or person"),
        ({"tasks": (Task(what="山", by="Network"),)}, "a line of the checklist"),
        ({"materials": (Material(name="山", quantity=1),)}, "a product's name"),  # type: ignore[arg-type]
    ],
)
def test_a_letter_the_fonts_lack_is_refused_with_its_field(change: dict[str, Any], field: str) -> None:
    with pytest.raises(UnprintableLetter, match="山") as refused:
        render("work-order", replace(lindqvist_work_order(), **change))
    assert refused.value.field == field


def test_long_access_notes_and_steps_are_printed_whole() -> None:
    notes = " ".join([LONG_NAME] * 60)
    order = replace(lindqvist_work_order(), place_lines=(notes,), tasks=(Task(what=notes * 2, by="Network"),))
    pages = texts(render("work-order", order))
    assert "".join(pages).count("Friederike") == 180
