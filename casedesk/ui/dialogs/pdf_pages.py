"""Pages of a PDF as pictures and words, drawn by PDFium from the very bytes that are filed; it knows no widget.

Every call into PDFium happens in its one lane (`casedesk.pdf_lane`). May be called from any thread.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pypdfium2  # type: ignore[import-untyped]

from casedesk.errors import CaseDeskError
from casedesk.pdf_lane import PDF_LANE
from casedesk.words import say

POINTS_PER_INCH = 72


class UnreadablePages(CaseDeskError):
    """The bytes are no PDF that can be drawn."""


@dataclass(frozen=True)
class Sheet:
    """A page: its size in points, and its words for screen readers."""

    width: float
    height: float
    text: str


@dataclass(frozen=True)
class PagePicture:
    """A page drawn: rows of four bytes a pixel (blue, green, red, unused), copied out of PDFium's own memory."""

    width: int
    height: int
    stride: int
    pixels: bytes


def sheets_of(content: bytes) -> tuple[Sheet, ...]:
    """Every page of a document with its size and words; UnreadablePages for what is no PDF."""
    with _opened(content) as document:
        return tuple(_sheet(document, at) for at in range(len(document)))


def picture_of(content: bytes, at: int, scale: float) -> PagePicture:
    """One page (beginning with 0), `scale` pixels a point; UnreadablePages for what is no PDF."""
    with _opened(content) as document:
        return _picture(document, at, scale)


def pictures_of(content: bytes, scale: float) -> tuple[PagePicture, ...]:
    """Every page, `scale` pixels a point; UnreadablePages for what is no PDF."""
    with _opened(content) as document:
        return tuple(_picture(document, at, scale) for at in range(len(document)))


@contextmanager
def _opened(content: bytes) -> Iterator[pypdfium2.PdfDocument]:
    with PDF_LANE:
        try:
            document = pypdfium2.PdfDocument(content)
        except pypdfium2.PdfiumError as error:
            raise UnreadablePages(say("These pages cannot be drawn: the file is damaged.")) from error
        try:
            yield document
        finally:
            document.close()


def _sheet(document: pypdfium2.PdfDocument, at: int) -> Sheet:
    page = document[at]
    try:
        words = page.get_textpage()
        try:
            text = words.get_text_range()
        finally:
            words.close()
        return Sheet(page.get_width(), page.get_height(), " ".join(text.split()))
    finally:
        page.close()


def _picture(document: pypdfium2.PdfDocument, at: int, scale: float) -> PagePicture:
    page = document[at]
    try:
        bitmap = page.render(scale=scale, rev_byteorder=False, prefer_bgrx=True)
        try:
            return PagePicture(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer))
        finally:
            bitmap.close()
    finally:
        page.close()
