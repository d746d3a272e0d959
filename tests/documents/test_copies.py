"""Finished pages: marked as copies, and bound together, without a change to what was printed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest

from casedesk.documents.render import bound, marked_copy, render
from tests.documents.paper import bar_codes, fonts, picture, size_mm, texts
from tests.documents.samples import SAMPLES, lindqvist_order

TOMORROW = date(2026, 11, 25)


def long_order() -> bytes:
    order = lindqvist_order()
    return render("order-confirmation", replace(order, lines=order.lines * 20, suffix="C3"))


@pytest.mark.parametrize("document_id", SAMPLES)
def test_a_copy_is_the_same_paper_with_its_mark(document_id: str) -> None:
    issued = render(document_id, SAMPLES[document_id]())
    copy = marked_copy(issued, document_id, "X7", TOMORROW)
    mark = "Copy of X7, printed 25 November 2026"
    for before, after in zip(texts(issued), texts(copy), strict=True):
        assert mark in after
        assert after.replace(mark, "").split() == before.split()
    assert size_mm(copy) == size_mm(issued)


def test_every_page_is_marked_and_carries_its_fonts() -> None:
    copy = marked_copy(long_order(), "order-confirmation", "C3", TOMORROW)
    pages = texts(copy)
    assert len(pages) > 1
    assert all("Copy of C3, printed 25 November 2026" in page for page in pages)
    assert all(fonts(copy).values())


def test_a_copy_of_a_copy_and_its_bar_code_are_still_read() -> None:
    once = marked_copy(render("order-confirmation", lindqvist_order()), "order-confirmation", "C1", TOMORROW)
    [code] = bar_codes(picture(once))
    assert code.text == "48172090"


def test_documents_are_bound_in_their_order() -> None:
    parts = [render(one, SAMPLES[one]()) for one in ("work-order", "decision", "order-quote")]
    whole = bound([*parts, long_order()])
    assert texts(whole) == [text for part in (*parts, long_order()) for text in texts(part)]
    assert all(fonts(whole).values())


def test_many_threads_mark_one_after_the_other() -> None:
    issued = render("decision", SAMPLES["decision"]())
    expected = texts(marked_copy(issued, "decision", "D1", TOMORROW))
    with ThreadPoolExecutor(4) as threads:
        copies = list(threads.map(lambda _: marked_copy(issued, "decision", "D1", TOMORROW), range(16)))
    assert all(texts(copy) == expected for copy in copies)
