"""Looks at printed pages with PDFium: their text, their fonts, their picture, their bar codes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2
import pypdfium2.raw as pdfium
import zxingcpp
from PIL import Image


@contextmanager
def _opened(pdf: bytes) -> Iterator[pypdfium2.PdfDocument]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        yield document
    finally:
        document.close()


def texts(pdf: bytes) -> list[str]:
    """The text of each page, in the order it was drawn."""
    with _opened(pdf) as document:
        return [page.get_textpage().get_text_range().replace("\r\n", "\n") for page in document]


def squeezed(text: str) -> str:
    """The letters without blanks and line breaks; PDFium shows a hyphen at the end of a line as U+FFFE."""
    return "".join(text.replace("\ufffe", "-").split())


def size_mm(pdf: bytes) -> tuple[int, int]:
    """Width and height of the first page, in whole millimetres."""
    with _opened(pdf) as document:
        width, height = document[0].get_size()
        return round(width * 25.4 / 72), round(height * 25.4 / 72)


def fonts(pdf: bytes) -> dict[str, bool]:
    """The name of every font that a text is drawn with, and whether the file carries it."""
    found: dict[str, bool] = {}
    with _opened(pdf) as document:
        for page in document:
            for part in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]):
                font = pdfium.FPDFTextObj_GetFont(part.raw)
                name = (pdfium.c_char * 200)()
                pdfium.FPDFFont_GetBaseFontName(font, name, 200)
                found[name.value.decode()] = bool(pdfium.FPDFFont_GetIsEmbedded(font))
    return found


def picture(pdf: bytes, page: int = 0, dpi: int = 200) -> Image.Image:
    """The page as grey pixels."""
    with _opened(pdf) as document:
        image = document[page].render(scale=dpi / 72, grayscale=True).to_pil()
        return image.convert("L")


def bar_codes(image: Image.Image) -> list[zxingcpp.Barcode]:
    """Every bar code that a scanner finds."""
    return list(zxingcpp.read_barcodes(image))
