"""Works on finished pages: marks copies, and binds several documents into one; it lays nothing out.

Loading it loads ReportLab and PDFium. May be called from any thread.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any, cast

import pypdfium2  # type: ignore[import-untyped]
from reportlab.pdfgen.canvas import Canvas

from casedesk.documents import styles
from casedesk.documents.composer import plain
from casedesk.documents.fonts import REGULAR, printing_letters
from casedesk.documents.parts import text
from casedesk.documents.sheets import SHEETS
from casedesk.pdf_lane import PDF_LANE

_ABOVE_TOP = 18.0
_LEFT, _TOP = SHEETS["A4"].left, SHEETS["A4"].top


def with_mark(content: bytes, words: str) -> bytes:
    """The same pages with words at the upper right of each, above everything that is printed there."""
    with PDF_LANE:
        document = pypdfium2.PdfDocument(content)
        try:
            for at in range(len(document)):
                _mark(document, at, words)
            return _saved(document)
        finally:
            document.close()


def bound_together(contents: Sequence[bytes]) -> bytes:
    """The pages of all documents, one after the other."""
    with PDF_LANE:
        whole = pypdfium2.PdfDocument.new()
        try:
            for content in contents:
                part = pypdfium2.PdfDocument(content)
                try:
                    whole.import_pages(part)
                finally:
                    part.close()
            return _saved(whole)
        finally:
            whole.close()


def _mark(document: pypdfium2.PdfDocument, at: int, words: str) -> None:
    page = document[at]
    try:
        overlay = pypdfium2.PdfDocument(_overlay(words, *page.get_size()))
        try:
            drawn = overlay.page_as_xobject(0, document)
            page.insert_obj(drawn.as_pageobject())
            page.gen_content()
            drawn.close()
        finally:
            overlay.close()
    finally:
        page.close()


def _overlay(words: str, width: float, height: float) -> bytes:
    """An empty page of that size with the words in their place."""
    printing_letters()  # registers the fonts
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=(width, height), initialFontName=cast(Any, REGULAR))  # a name; the stubs err
    mark = text(plain(words), styles.COPY_MARK)
    _, taken = mark.wrap(width - 2 * _LEFT, height)
    mark.drawOn(canvas, _LEFT, height - _TOP + _ABOVE_TOP - taken)
    canvas.save()
    return buffer.getvalue()


def _saved(document: pypdfium2.PdfDocument) -> bytes:
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()
