"""Draws what has a fixed place on the first page of a letter: head, window address, number and contact.

To add one: its class in `specification.py` (a `FixedBlock`) and a method of `FirstPage` registered for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import singledispatchmethod

from reportlab.graphics.barcode.code128 import Code128
from reportlab.lib.colors import HexColor, white
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable
from reportlab.platypus import Paragraph as Text

from casedesk.documents import styles
from casedesk.documents.composer import Composer, Markup, joined, plain
from casedesk.documents.context import Mark
from casedesk.documents.fonts import BOLD, size_that_fits
from casedesk.documents.parts import Look, grid, text
from casedesk.documents.pictures import picture_in
from casedesk.documents.sheets import Sheet
from casedesk.documents.specification import (
    ContactCard,
    FixedBlock,
    InsideHead,
    LetterHead,
    NumberFrame,
    WindowAddress,
    WorkHead,
)
from casedesk.errors import RefusedByRule
from casedesk.words import say

_FRAME_WIDTH = 204.0
_FRAME_INSET = 14.8
"""Left and right of the bars: a little over the ten bar widths that Code 128 wants to be blank."""

_BAR_WIDTH = 0.5 * mm
_CORNER_WIDTH = 54.0
_NUMBER_SIZE = 27.0
_MARK_SIDE = 21.0
_LOGO_WIDTH, _LOGO_HEIGHT = 96.0, 30.0
_SENDER_GAP = 6.5
_BELOW_LETTER_HEAD = 40.0
_SMALLEST = 7.0

_FRAME_LOOK: Look = [
    ("BOX", (0, 0), (-1, -1), 1, styles.RULE),
    ("LEFTPADDING", (0, 0), (0, -1), _FRAME_INSET),
    ("RIGHTPADDING", (0, 1), (-1, -1), 2),
    ("RIGHTPADDING", (1, 0), (1, 0), _FRAME_INSET),
    ("TOPPADDING", (0, 0), (-1, 0), 11),
    ("TOPPADDING", (0, 2), (0, 2), 3.5),
    ("TOPPADDING", (0, -1), (-1, -1), 4),
    ("BOTTOMPADDING", (0, -1), (-1, -1), 8),
]
_CARD_EDGE = 2.4
_CARD_LOOK: Look = [
    ("BACKGROUND", (0, 0), (0, -1), styles.ACCENT),
    ("LEFTPADDING", (1, 0), (1, -1), _FRAME_INSET - _CARD_EDGE),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 1),
]


class AddressTooLong(RefusedByRule):
    """The recipient's name and address do not fit the window of an envelope, however small they are set."""

    def __init__(self) -> None:
        super().__init__(
            say("The customer's name and address are too long for the window of an envelope. Shorten them."),
            rule="address_fits_window",
        )


@dataclass(frozen=True)
class Placed:
    """Drawn parts, one under the other, with their left edge and their distance from the top of the page."""

    x: float
    top: float
    width: float
    parts: Sequence[Flowable]

    @property
    def height(self) -> float:
        """The height of all parts together."""
        return sum(part.wrap(self.width, float("inf"))[1] for part in self.parts)

    def draw(self, canvas: Canvas, sheet: Sheet) -> None:
        """Put the parts on the page."""
        y = sheet.height - self.top
        for part in self.parts:
            y -= part.wrap(self.width, y)[1]
            part.drawOn(canvas, self.x, y)


class FirstPage:
    """Places the fixed blocks of a letter on a sheet."""

    def __init__(self, composer: Composer, sheet: Sheet) -> None:
        self._composer = composer
        self._sheet = sheet
        self._frame_left = sheet.left + sheet.flow_width - _FRAME_WIDTH

    @singledispatchmethod
    def places(self, block: FixedBlock) -> list[Placed]:
        """The block where it stands."""
        raise TypeError(f"{type(block).__name__} has no fixed place")

    @places.register
    def _(self, _block: LetterHead) -> list[Placed]:
        sheet, company = self._sheet, self._composer.page.company
        name = text(plain(company.name), styles.COMPANY)
        width = self._frame_left - sheet.left - _FRAME_INSET
        if company.headed_paper:
            return []
        if company.logo is not None:
            logo = picture_in(company.logo, _LOGO_WIDTH, _LOGO_HEIGHT)
            beside = logo.drawWidth + 9
            return [
                Placed(sheet.left, sheet.top, logo.drawWidth, [logo]),
                Placed(sheet.left + beside, sheet.top, width - beside, [name]),
            ]
        if company.mark is None:
            return [Placed(sheet.left, sheet.top, width, [name])]
        beside = _MARK_SIDE + 9
        return [
            Placed(sheet.left, sheet.top, _MARK_SIDE, [_Sign(company.mark)]),
            Placed(sheet.left + beside, sheet.top, width - beside, [name]),
        ]

    @places.register
    def _(self, block: WindowAddress) -> list[Placed]:
        sheet = self._sheet
        sender = text(self._composer.text(block.sender), styles.SENDER)
        _, sender_height = sender.wrap(sheet.window_width, sheet.window_top)
        lines = [plain(line) for line in self._composer.page.recipient.address_lines if line]
        address = _address_that_fits(lines, sheet)
        return [
            Placed(sheet.left, sheet.window_top - sender_height - _SENDER_GAP, sheet.window_width, [sender]),
            Placed(sheet.left, sheet.window_top, sheet.window_width, [address]),
        ]

    @places.register
    def _(self, block: NumberFrame) -> list[Placed]:
        number = self._composer.page.number
        size = size_that_fits(number.printed, BOLD, _NUMBER_SIZE, _FRAME_WIDTH - 2 * _FRAME_INSET)
        parts: list[Flowable] = [
            text(plain(number.printed), styles.number(size)),
            _Bars(number.digits),
        ]
        if block.note:
            parts.append(text(self._composer.text(block.note), styles.FRAME_NOTE))
        label = text(self._composer.text(block.label), styles.FRAME_LABEL)
        corner = text(self._composer.text(block.corner), styles.aligned_right(styles.FRAME_LABEL))
        frame = grid(
            [[label, corner], *([part, ""] for part in parts)],
            [_FRAME_WIDTH - _CORNER_WIDTH, _CORNER_WIDTH],
            [*_FRAME_LOOK, *(("SPAN", (0, row), (1, row)) for row in range(1, len(parts) + 1))],
            cornerRadii=(5, 5, 5, 5),
        )
        return [Placed(self._frame_left, self._sheet.top, _FRAME_WIDTH, [frame])]

    @places.register
    def _(self, block: ContactCard) -> list[Placed]:
        contact = self._composer.page.contact
        said: list[Flowable] = [
            text(self._composer.text(block.label), styles.FRAME_LABEL),
            _unbroken(contact.name, styles.CONTACT_NAME),
            _unbroken(contact.phone, styles.CONTACT_PHONE),
        ]
        said += [_unbroken(more, styles.CONTACT_MORE) for more in (contact.hours, contact.email) if more]
        card = grid([["", said]], [_CARD_EDGE, _FRAME_WIDTH - _CARD_EDGE], _CARD_LOOK)
        return [Placed(self._frame_left, self._sheet.contact_top, _FRAME_WIDTH, [card])]

    @places.register
    def _(self, block: InsideHead) -> list[Placed]:
        lines = [text(self._composer.text(line), styles.INSIDE_LINE) for line in block.lines]
        said = [text(self._composer.text(block.text), styles.INSIDE_TITLE), *lines]
        width = self._sheet.flow_width
        rule = grid([[""]], [width], [("LINEABOVE", (0, 0), (-1, -1), 1, styles.RULE)], rowHeights=[1])
        return [
            Placed(self._frame_left, self._sheet.top, _FRAME_WIDTH, said),
            Placed(self._sheet.left, self._sheet.top + 47, width, [rule]),
        ]


    @places.register
    def _(self, block: WorkHead) -> list[Placed]:
        first, *others = [self._composer.text(line) for line in block.lines]
        said = [
            text(self._composer.text(block.text), styles.HEADLINE),
            text(first, styles.WORK_FOR),
            *(text(line, styles.QUIET_LINE) for line in others),
        ]
        top = self._sheet.top + _BELOW_LETTER_HEAD
        return [Placed(self._sheet.left, top, self._frame_left - self._sheet.left - _FRAME_INSET, said)]


def _unbroken(words: str, style: ParagraphStyle) -> Text:
    """The words in type small enough for the longest of them to stay whole, but never too small to read."""
    longest = max(words.split(), key=len, default="")
    size = size_that_fits(longest, style.fontName, style.fontSize, _FRAME_WIDTH - _FRAME_INSET - 1)
    return text(plain(words), style.clone("unbroken", fontSize=max(size, _SMALLEST)))


def _address_that_fits(lines: Sequence[Markup], sheet: Sheet) -> Text:
    """The address in the largest type in which the window shows all of it; AddressTooLong when none does."""
    for style in styles.ADDRESS_TYPES:
        address = text(joined(lines, "<br/>"), style)
        if address.wrap(sheet.window_width, sheet.height)[1] <= sheet.window_height:
            return address
    raise AddressTooLong


class _Sign(Flowable):
    """The company's mark."""

    def __init__(self, mark: Mark) -> None:
        super().__init__()
        self.width = self.height = _MARK_SIDE
        self._mark = mark

    def draw(self) -> None:
        canvas = self.canv
        canvas.setFillColor(HexColor(self._mark.ground))
        canvas.roundRect(0, 0, _MARK_SIDE, _MARK_SIDE, 4, stroke=0, fill=1)
        canvas.setStrokeColor(white)
        canvas.setLineWidth(1.7)
        canvas.setLineCap(1)
        canvas.setLineJoin(1)
        path = canvas.beginPath()
        (x, y), *others = [(x * _MARK_SIDE, y * _MARK_SIDE) for x, y in self._mark.line]
        path.moveTo(x, y)
        for x, y in others:
            path.lineTo(x, y)
        canvas.drawPath(path)


class _Bars(Code128):
    """The digits as Code 128, pairs of digits in one sign; the frame around it keeps the quiet zone."""

    def __init__(self, digits: str) -> None:
        if not (digits.isascii() and digits.isdigit()):
            raise ValueError(f"a bar code holds digits only, not {digits!r}")
        super().__init__(digits, barWidth=_BAR_WIDTH, barHeight=7.5 * mm, quiet=False)
