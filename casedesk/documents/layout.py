"""Lays the blocks of a document out on pages: fixed places, flow, running heads, foot and page count.

Loading it loads ReportLab; it takes a checked page and knows neither files nor languages.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from io import BytesIO
from typing import Any

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

from casedesk.documents import styles
from casedesk.documents.blocks import Flow
from casedesk.documents.composer import Composer, plain
from casedesk.documents.fonts import REGULAR
from casedesk.documents.letter import FirstPage, Placed
from casedesk.documents.parts import text
from casedesk.documents.sheets import Sheet
from casedesk.documents.specification import Block, FixedBlock, WindowAddress

_FOOT_GAP = 9.0
_FIXED_GAP = 6.0
_LESS_AIR = 0.7
_RUNNING_HEAD_SHARE = 0.55
_PAGE_COUNT_WIDTH = 66.0


def lay_out(composer: Composer, sheet: Sheet) -> bytes:
    """The finished PDF; equal input gives equal bytes.

    What runs over onto a second page is tried again with less air, because one page is easier to keep.
    """
    blocks = [block for block in composer.spec.blocks if composer.shows(block)]
    first_page = FirstPage(composer, sheet)
    fixed = [part for block in blocks if isinstance(block, FixedBlock) for part in first_page.places(block)]
    printing = _Printing(_apart(fixed), composer, sheet)
    flowing = [block for block in blocks if not isinstance(block, FixedBlock)]
    pdf, pages = printing.print(flowing, air=1.0)
    if pages == 2:
        tighter_pdf, tighter_pages = printing.print(flowing, air=_LESS_AIR)
        if tighter_pages == 1:
            return tighter_pdf
    return pdf


def _apart(fixed: list[Placed]) -> list[Placed]:
    """The parts of a column one below the other: a long one pushes the next down instead of covering it."""
    apart: list[Placed] = []
    bottoms: dict[float, float] = {}
    for part in fixed:
        top = max(part.top, bottoms.get(part.x, 0.0))
        apart.append(replace(part, top=top))
        bottoms[part.x] = top + part.height + _FIXED_GAP
    return apart


class _Printing:
    """Prints blocks onto the pages of one document."""

    def __init__(self, fixed: list[Placed], composer: Composer, sheet: Sheet) -> None:
        self._fixed = fixed
        self._composer = composer
        self._sheet = sheet
        self._furniture = _Furniture(composer, sheet)

    def print(self, blocks: Sequence[Block], air: float) -> tuple[bytes, int]:
        """The PDF and the number of its pages."""
        flow = Flow(self._composer, self._sheet.flow_width, air)
        buffer = BytesIO()
        document = self._document(buffer)
        document.build([part for block in blocks for part in flow.parts(block)], canvasmaker=self._canvas)
        return buffer.getvalue(), document.page

    def _document(self, buffer: BytesIO) -> BaseDocTemplate:
        sheet, furniture = self._sheet, self._furniture
        is_letter = any(isinstance(block, WindowAddress) for block in self._composer.spec.blocks)
        lowest = max((part.top + part.height for part in self._fixed), default=0.0)
        flow_top = max(sheet.flow_top if is_letter else 0.0, lowest + _FOOT_GAP)
        return BaseDocTemplate(
            buffer,
            pagesize=(sheet.width, sheet.height),
            pageTemplates=[
                PageTemplate(
                    "first", furniture.frame(flow_top), onPage=self._first_page, autoNextPageTemplate="next"
                ),
                PageTemplate("next", furniture.frame(furniture.below_running_head), onPage=self._next_page),
            ],
            title=self._composer.words(self._composer.spec.title),
            author=self._composer.page.company.name,
            creator="CaseDesk",
            lang=self._composer.spec.language,
            # ReportLab's own first font is Helvetica, which the file would then name without embedding it.
            initialFontName=REGULAR,
            invariant=1,
        )

    def _first_page(self, canvas: Canvas, _document: BaseDocTemplate) -> None:
        for part in self._fixed:
            part.draw(canvas, self._sheet)

    def _next_page(self, canvas: Canvas, _document: BaseDocTemplate) -> None:
        self._furniture.draw_running_head(canvas)

    def _canvas(self, *args: Any, **options: Any) -> Canvas:
        return _CountedCanvas(*args, finish_page=self._furniture.draw_foot, **options)


class _Furniture:
    """What stands on every page: the running head, and the foot with the page count."""

    def __init__(self, composer: Composer, sheet: Sheet) -> None:
        self._composer = composer
        self._sheet = sheet
        foot = [text(composer.text(line), styles.FOOT) for line in composer.spec.foot]
        width = sheet.flow_width - _PAGE_COUNT_WIDTH
        height = Placed(0, 0, width, foot).height
        self._foot = Placed(sheet.left, sheet.height - sheet.foot_edge - height, width, foot)
        self._rule_y = sheet.foot_edge + height + 4
        self._running = self._running_head()
        self._running_rule = sheet.top + max(part.height for part in self._running) + 5
        self.below_running_head = self._running_rule + 9

    def _running_head(self) -> tuple[Placed, Placed]:
        composer, sheet = self._composer, self._sheet
        left = text(composer.text(composer.spec.running_head), styles.RUNNING_HEAD)
        right = text(composer.text(composer.spec.running_aside), styles.RUNNING_ASIDE)
        left_width = sheet.flow_width * _RUNNING_HEAD_SHARE
        right_width = sheet.flow_width - left_width
        return (
            Placed(sheet.left, sheet.top, left_width, [left]),
            Placed(sheet.left + left_width, sheet.top, right_width, [right]),
        )

    def frame(self, top: float) -> Frame:
        """The area between `top`, measured from the upper edge, and the foot."""
        bottom = self._rule_y + _FOOT_GAP
        height = self._sheet.height - top - bottom
        return Frame(
            self._sheet.left,
            bottom,
            self._sheet.flow_width,
            height,
            leftPadding=0,
            rightPadding=0,
            topPadding=0,
            bottomPadding=0,
        )

    def draw_running_head(self, canvas: Canvas) -> None:
        """Whose page this is, on every page after the first."""
        for part in self._running:
            part.draw(canvas, self._sheet)
        self._draw_rule(canvas, self._sheet.height - self._running_rule, styles.RULE, 1)

    def draw_foot(self, canvas: Canvas, page: int, pages: int) -> None:
        """The foot with the page count."""
        composer, sheet = self._composer, self._sheet
        if not composer.page.company.headed_paper:
            self._draw_rule(canvas, self._rule_y, styles.HAIRLINE, 0.75)
            self._foot.draw(canvas, sheet)
        count = composer.words(composer.spec.page, page=str(page), pages=str(pages))
        self._draw_right(canvas, count, self._foot.top, styles.aligned_right(styles.FOOT))

    def _draw_rule(self, canvas: Canvas, y: float, colour: Any, width: float) -> None:
        canvas.setStrokeColor(colour)
        canvas.setLineWidth(width)
        canvas.line(self._sheet.left, y, self._sheet.left + self._sheet.flow_width, y)

    def _draw_right(self, canvas: Canvas, words: str, top: float, style: Any) -> None:
        Placed(self._sheet.left, top, self._sheet.flow_width, [text(plain(words), style)]).draw(
            canvas, self._sheet
        )


class _CountedCanvas(Canvas):
    """A canvas that finishes its pages at the end, when their number is known."""

    def __init__(self, *args: Any, finish_page: Callable[[Canvas, int, int], None], **options: Any) -> None:
        super().__init__(*args, **options)
        self._finish_page = finish_page
        self._kept_pages: list[dict[str, Any]] = []

    def showPage(self) -> None:  # noqa: N802 - ReportLab's name
        self._kept_pages.append(dict(self.__dict__))
        self._startPage()  # type: ignore[attr-defined]  # Canvas has it, the stubs do not

    def save(self) -> None:
        kept = self._kept_pages
        for number, page in enumerate(kept, start=1):
            self.__dict__.update(page)
            self._finish_page(self, number, len(kept))
            super().showPage()
        super().save()
