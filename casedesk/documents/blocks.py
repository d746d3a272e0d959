"""Draws the blocks that flow down the pages; those with a fixed place are in `letter.py`.

To add a kind of block: its class in `specification.py` and a method of `Flow` registered for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import singledispatchmethod
from typing import Any, cast

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import CondPageBreak, Flowable
from reportlab.platypus import Paragraph as Text
from reportlab.platypus import Table as Grid

from casedesk.documents import styles
from casedesk.documents.case_blocks import brief, customer_head, order_tracks
from casedesk.documents.composer import Composer, columns_shown, joined, tinted
from casedesk.documents.context import StatusName
from casedesk.documents.fonts import BOLD, REGULAR
from casedesk.documents.parts import TALLEST_WHOLE_ROW, Look, breakable, grid, text, title
from casedesk.documents.shapes import status_text
from casedesk.documents.specification import (
    Block,
    Box,
    Brief,
    Checklist,
    Choices,
    Column,
    CustomerHead,
    Facts,
    Headline,
    OrderTracks,
    Paragraph,
    Signatures,
    Table,
    WritingSpace,
)
from casedesk.documents.work_blocks import checklist, choices, facts, signatures, writing_space

_TONES = {"body": (styles.BODY, 8.0), "date": (styles.DATE, 0.0), "remark": (styles.REMARK, 3.0)}
_ROW_SPACE = {"dense": (3.1, 2.6), "narrow": (4.0, 2.2), "wide": (6.4, 5.0)}
_ROOM_FOR_TITLE_AND_FIRST_ROWS = 95.0
_ASIDE_GAP = "&nbsp;&nbsp; "
_COLUMN_GAP = 10.0
_ROUNDING = 0.1
_BOX_EDGE = 2.9
_BOX_SAID_SHARE = 0.57
_LONGEST_LARGE_TEXT = 160
_BOX_LOOK: Look = [
    ("BACKGROUND", (0, 0), (-1, -1), styles.TINT),
    ("BACKGROUND", (0, 0), (0, -1), styles.ACCENT),
    ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
    ("LEFTPADDING", (1, 0), (1, -1), 12.8),
    ("RIGHTPADDING", (1, 0), (-1, -1), 20),
    ("TOPPADDING", (0, 0), (-1, -1), 4.5),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 8.5),
]


class Flow:
    """Draws blocks in a column of a given width (points); `air` widens or narrows the space between them."""

    def __init__(self, composer: Composer, width: float, air: float = 1.0) -> None:
        self._composer = composer
        self._width = width
        self._air = air

    @singledispatchmethod
    def parts(self, block: Block) -> list[Flowable]:
        """The block as ReportLab draws it; none when it has nothing to say."""
        raise TypeError(f"{type(block).__name__} is not drawn in the flow of a page")

    @parts.register
    def _(self, block: Headline) -> list[Flowable]:
        return [text(self._composer.text(block.text), styles.HEADLINE, 12.5 * self._air)]

    @parts.register
    def _(self, block: Paragraph) -> list[Flowable]:
        style, space_before = _TONES[block.tone]
        words = self._composer.text(block.text)
        if block.lead:
            lead = self._composer.text(block.lead)
            lead = tinted(lead, font=BOLD, colour=styles.INK, size=style.fontSize)
            words = joined([lead, words], " ")
        return [text(words, style, space_before * self._air)]

    @parts.register
    def _(self, block: Box) -> list[Flowable]:
        words = self._composer.text(block.text)
        said = [
            text(self._composer.text(block.label), styles.BOX_LABEL),
            text(words, styles.BOX_TEXT if len(words) <= _LONGEST_LARGE_TEXT else styles.STRONG_CELL),
        ]
        remark = [text(self._composer.text(block.remark), styles.REMARK)] if block.remark else []
        width = self._width - _BOX_EDGE
        said_width = width * (_BOX_SAID_SHARE if block.remark else 1)
        widths = [_BOX_EDGE, said_width, width - said_width]
        before = 9 * self._air
        box = grid([["", said, remark]], widths, _BOX_LOOK, cornerRadii=(0, 3, 0, 3), spaceBefore=before)
        return [breakable(box, self._width)]

    @parts.register
    def _(self, block: Table) -> list[Flowable]:
        rows = self._composer.rows(block)
        if not rows:
            return []
        return [
            CondPageBreak(_ROOM_FOR_TITLE_AND_FIRST_ROWS),
            title(self._composer.text(block.title), self._composer.text(block.aside), 14 * self._air),
            self._list(block, rows),
        ]

    @parts.register
    def _(self, block: CustomerHead) -> list[Flowable]:
        return customer_head(block, self._composer, self._width)

    @parts.register
    def _(self, block: Brief) -> list[Flowable]:
        return brief(block, self._composer, self._width, self._air)

    @parts.register
    def _(self, block: OrderTracks) -> list[Flowable]:
        return order_tracks(block, self._composer, self._width, self._air)

    @parts.register
    def _(self, block: Facts) -> list[Flowable]:
        return facts(block, self._composer, self._width, self._air)

    @parts.register
    def _(self, block: Checklist) -> list[Flowable]:
        return checklist(block, self._composer, self._width, self._air)

    @parts.register
    def _(self, block: Choices) -> list[Flowable]:
        return choices(block, self._composer, self._width, self._air)

    @parts.register
    def _(self, block: Signatures) -> list[Flowable]:
        return signatures(block, self._composer, self._width, self._air)

    @parts.register
    def _(self, block: WritingSpace) -> list[Flowable]:
        return writing_space(block, self._composer, self._width, self._air)

    def _list(self, block: Table, rows: Sequence[Mapping[str, str | None]]) -> Grid:
        columns = columns_shown(block, rows, self._composer)
        cells = [[_head(column, self._composer) for column in columns]]
        cells += [[_cell(column, row, block, self._composer) for column in columns] for row in rows]
        has_total = any(column.total for column in columns)
        if has_total:
            cells.append([_total(column, self._composer) for column in columns])
        widths = _widths(columns, cells, self._width)
        above, below = _ROW_SPACE[block.spacing]
        return grid(
            cells,
            widths,
            [
                ("TOPPADDING", (0, 0), (-1, -1), above * self._air),
                ("BOTTOMPADDING", (0, 0), (-1, -1), below * self._air),
                *_lines(columns, has_total=has_total),
            ],
            repeatRows=1,
            splitInRow=int(_tallest(cells, widths) > TALLEST_WHOLE_ROW),
            spaceBefore=6 * self._air,
            spaceAfter=11 * self._air if block.spacing == "wide" else 0,
        )


def _widths(columns: Sequence[Column], cells: Sequence[Sequence[Text]], width: float) -> list[float]:
    """The columns by their shares; one with amounts takes what its widest needs from the widest column."""
    shares = sum(column.share for column in columns)
    widths = [width * column.share / shares for column in columns]
    for index, column in enumerate(columns):
        if column.align == "right":
            needed = max(row[index].minWidth() for row in cells) + _COLUMN_GAP + _ROUNDING
            missing = max(0.0, needed - widths[index])
            widths[index] += missing
            widths[widths.index(max(widths))] -= missing
    return widths


def _tallest(cells: Sequence[Sequence[Text]], widths: Sequence[float]) -> float:
    """The height of the tallest cell; rows are broken only when one of them might not fit on any page."""
    return max(
        cell.wrap(width - _COLUMN_GAP, 0)[1] for row in cells for cell, width in zip(row, widths, strict=True)
    )


def _style_of(column: Column, style: ParagraphStyle) -> ParagraphStyle:
    return styles.aligned_right(style) if column.align == "right" else style


def _head(column: Column, composer: Composer) -> Text:
    return text(composer.text(column.head), _style_of(column, styles.HEAD))


def _total(column: Column, composer: Composer) -> Text:
    return text(composer.text(column.total), _style_of(column, styles.TOTAL))


def _cell(column: Column, row: Mapping[str, str | None], block: Table, composer: Composer) -> Text:
    dense = block.spacing == "dense"
    style = styles.DENSE_CELL if dense else styles.CELL
    strong_style = styles.DENSE_STRONG_CELL if dense else styles.STRONG_CELL
    said = composer.cell(column.text, row)
    aside = composer.cell(column.aside, row)
    below = composer.cell(column.below, row)
    if aside:
        aside = tinted(aside, font=REGULAR, colour=styles.QUIET, size=style.fontSize)
    words = joined([joined([said, aside], _ASIDE_GAP), below], "<br/>") or composer.text(column.empty)
    style = _style_of(column, strong_style if column.strong else style)
    status = row[column.shape] if column.shape else None
    return status_text(words, style, cast(StatusName, status)) if status else text(words, style)


def _lines(columns: Sequence[Column], *, has_total: bool) -> Look:
    """Hairlines under every row; above a total a rule, and the total stays on one page with the last row."""
    look: list[tuple[Any, ...]] = [
        ("TOPPADDING", (0, 0), (-1, 0), 0),
        ("BOTTOMPADDING", (0, 0), (-1, 0), 3),
        ("LINEBELOW", (0, 0), (-1, -2 if has_total else -1), 0.75, styles.HAIRLINE),
    ]
    for index, column in enumerate(columns):
        if index and column.align == "right":
            look.append(("LEFTPADDING", (index, 0), (index, -1), _COLUMN_GAP))
        elif index:
            look.append(("RIGHTPADDING", (index - 1, 0), (index - 1, -1), _COLUMN_GAP))
    if has_total:
        look.append(("LINEABOVE", (0, -1), (-1, -1), 1.1, styles.RULE))
        look.append(("BOTTOMPADDING", (0, -1), (-1, -1), 0))
        look.append(("NOSPLIT", (0, -2), (-1, -1)))
    return look
