"""The smallest parts that blocks are drawn with: a paragraph and a bare grid of cells; it knows no block."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph, Table, TableStyle

from casedesk.documents import styles
from casedesk.documents.composer import Markup, joined, tinted
from casedesk.documents.fonts import REGULAR

TALLEST_WHOLE_ROW = 300.0
"""A row up to this height stays on one page; a taller one is broken, as it might not fit on any."""

Look = Sequence[tuple[Any, ...]]
"""Commands of ReportLab's table styles."""

_BARE: Look = [
    # Every cell sets a font before it is drawn; Helvetica, if none is given, which the file would not embed.
    ("FONTNAME", (0, 0), (-1, -1), REGULAR),
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    *((f"{side}PADDING", (0, 0), (-1, -1), 0) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")),
]


def text(markup: Markup, style: ParagraphStyle, space_before: float = 0.0) -> Paragraph:
    """A paragraph; only `Markup` comes in, so no words are ever read as marks."""
    paragraph = Paragraph(markup, style)
    paragraph.spaceBefore = space_before
    return paragraph


def title(words: Markup, aside: Markup, space_before: float) -> Paragraph:
    """The title of a part of the page, with small grey words after it."""
    if aside:
        small = tinted(aside, font=REGULAR, colour=styles.QUIET, size=styles.ASIDE_SIZE)
        words = joined([words, small], "&nbsp;&nbsp;&nbsp; ")
    return text(words, styles.TABLE_TITLE, space_before)


def grid(cells: Sequence[list[Any]], widths: Sequence[float], look: Look, **options: Any) -> Table:
    """Cells in rows and columns without space around them, except where `look` gives them some."""
    return Table(cells, colWidths=widths, style=TableStyle([*_BARE, *look]), **options)


def breakable(rows: Table, width: float) -> Table:
    """The same rows; when they are very tall together, each may be broken over two pages."""
    rows.splitInRow = int(rows.wrap(width, float("inf"))[1] > TALLEST_WHOLE_ROW)
    return rows
