"""The printing fonts, read once from `resources/fonts` and embedded in every page; it knows no page.

Their figures are of equal width by default: amounts stand under one another although ReportLab applies no
font features. Loading this module loads ReportLab.
"""

from __future__ import annotations

from functools import cache

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from casedesk import paths

REGULAR = "CaseDeskInter-Regular"
MEDIUM = "CaseDeskInter-Medium"
SEMIBOLD = "CaseDeskInter-SemiBold"
BOLD = "CaseDeskInter-Bold"

_FILES = {
    REGULAR: "Inter-Regular.ttf",
    MEDIUM: "Inter-Medium.ttf",
    SEMIBOLD: "Inter-SemiBold.ttf",
    BOLD: "Inter-Bold.ttf",
}


@cache
def printing_letters() -> frozenset[int]:
    """The code points that every weight can print; the first call registers the fonts with ReportLab."""
    folder = paths.resources() / "fonts"
    fonts = [TTFont(name, str(folder / file)) for name, file in _FILES.items()]
    for font in fonts:
        pdfmetrics.registerFont(font)
    return frozenset.intersection(*(frozenset(font.face.charToGlyph) for font in fonts))


def width_of(text: str, font: str, size: float) -> float:
    """How wide the text is, in points."""
    return float(pdfmetrics.stringWidth(text, font, size))


def size_that_fits(text: str, font: str, size: float, width: float) -> float:
    """The size, or the smaller one at which the text is as wide as it may be."""
    return min(size, size * width / max(width_of(text, font, size), 1.0))
