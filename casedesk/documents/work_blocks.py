"""Draws the blocks of paper that is written on: facts side by side, checklists, choices, signatures, empty lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reportlab.lib.colors import HexColor
from reportlab.platypus import CondPageBreak, Flowable, KeepTogether
from reportlab.platypus import Paragraph as Text

from casedesk.documents import styles
from casedesk.documents.composer import Composer, Markup, joined, plain, tinted
from casedesk.documents.fonts import REGULAR, width_of
from casedesk.documents.parts import Look, breakable, grid, text, title
from casedesk.documents.specification import (
    Checklist,
    Choices,
    Facts,
    SignatureBox,
    Signatures,
    WritingSpace,
)

_TICK_SIDE = 9.5
_TICK_WIDTH = 17.5
_LINE_WIDTH = 58.0
_UNIT_WIDTH = 31.0
_MIDDLE_WIDTH = 120.0
_GAP = 10.0
_OPTION_GAP = 16.0
_SIGNATURE_INSET = 9.0
_FIELD_BOTTOM = 16.0
_WRITTEN_LINE = 22.0
_ROOM_FOR_TITLE_AND_FIRST_ROWS = 70.0
_PEN = HexColor("#7F8C9A")


class _TickBox(Flowable):
    """An empty box to tick."""

    def __init__(self) -> None:
        super().__init__()
        self.width = self.height = _TICK_SIDE

    def draw(self) -> None:
        self.canv.setStrokeColor(styles.RULE)
        self.canv.setLineWidth(1)
        self.canv.roundRect(0.5, 0, _TICK_SIDE, _TICK_SIDE, 1, stroke=1, fill=0)


class _WriteLine(Flowable):
    """A line to write on."""

    def __init__(self, width: float) -> None:
        super().__init__()
        self.width, self.height = width, 11.5

    def draw(self) -> None:
        self.canv.setStrokeColor(_PEN)
        self.canv.setLineWidth(0.75)
        self.canv.line(0, 0, self.width, 0)


def facts(block: Facts, composer: Composer, width: float, air: float) -> list[Flowable]:
    """Labels side by side, each over its lines."""
    cells = [
        [text(composer.text(column.label), styles.CARD_LABEL), *_fact_lines(composer.lines(column.lines))]
        for column in block.columns
    ]
    look: Look = [("RIGHTPADDING", (0, 0), (-2, -1), _GAP)]
    columns = grid([cells], [width / len(cells)] * len(cells), look, spaceBefore=9 * air)
    return [breakable(columns, width)]


def _fact_lines(lines: Sequence[Markup]) -> list[Text]:
    return [text(line, styles.FACT if at else styles.FACT_STRONG) for at, line in enumerate(lines)]


def checklist(block: Checklist, composer: Composer, width: float, air: float) -> list[Flowable]:
    """One row a line; none when there is nothing to do."""
    rows = composer.rows(block)
    if not rows:
        return []
    columns = [
        _TICK_WIDTH if block.ticks else 0.0,
        width,
        _MIDDLE_WIDTH if block.middle else 0.0,
        _LINE_WIDTH if block.unit else 0.0,
        _UNIT_WIDTH if block.unit else 0.0,
    ]
    columns[1] -= sum(columns) - width
    look: Look = [
        ("LINEABOVE", (0, 0), (-1, 0), 0.75, styles.HAIRLINE),
        ("LINEBELOW", (0, 0), (-1, -1), 0.75, styles.HAIRLINE),
        ("TOPPADDING", (0, 0), (-1, -1), 3 * air),
        ("TOPPADDING", (0, 0), (0, -1), 4.5 * air),
        ("RIGHTPADDING", (1, 0), (2, -1), _GAP),
        ("LEFTPADDING", (-1, 0), (-1, -1), 3),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 3 * air),
    ]
    lines = grid([_line(block, row, composer) for row in rows], columns, look, spaceBefore=5 * air)
    return [
        CondPageBreak(_ROOM_FOR_TITLE_AND_FIRST_ROWS),
        title(composer.text(block.title), composer.text(block.remark), 11 * air),
        breakable(lines, width),
    ]


def _line(block: Checklist, row: Mapping[str, str | None], composer: Composer) -> list[Flowable | str]:
    aside = composer.cell(block.aside, row)
    if aside:
        aside = tinted(aside, font=REGULAR, colour=styles.QUIET, size=styles.ASIDE_SIZE)
    return [
        _TickBox() if block.ticks else "",
        text(joined([composer.cell(block.text, row), aside], "&nbsp;&nbsp; "), styles.FACT),
        text(composer.cell(block.middle, row), styles.FACT) if block.middle else "",
        _WriteLine(_LINE_WIDTH) if block.unit else "",
        text(composer.cell(block.unit, row), styles.UNIT) if block.unit else "",
    ]


def choices(block: Choices, composer: Composer, width: float, air: float) -> list[Flowable]:
    """The options in a row after the title, each with its box; more rows where they do not fit in one."""
    head = title(composer.text(block.title), composer.text(block.text), 12 * air)
    rows: list[list[tuple[str, float]]] = [[]]
    room = width
    for words in (composer.words(option) for option in block.options):
        needed = _TICK_WIDTH + width_of(words, REGULAR, styles.FACT.fontSize) + _OPTION_GAP
        if rows[-1] and needed > room:
            rows.append([])
            room = width
        rows[-1].append((words, needed))
        room -= needed
    return [KeepTogether([head, *(_options(row, air) for row in rows)])]


def _options(row: Sequence[tuple[str, float]], air: float) -> Flowable:
    cells: list[Flowable] = []
    widths: list[float] = []
    for words, needed in row:
        cells += [_TickBox(), text(plain(words), styles.FACT)]
        widths += [_TICK_WIDTH, needed - _TICK_WIDTH]
    look: Look = [("TOPPADDING", (0, 0), (-1, -1), 2), *_lowered_boxes(len(row))]
    return grid([cells], widths, look, spaceBefore=4 * air, hAlign="LEFT")


def _lowered_boxes(options: int) -> Look:
    """The boxes stand as high as the words beside them."""
    return [("TOPPADDING", (2 * at, 0), (2 * at, 0), 4) for at in range(options)]


def signatures(block: Signatures, composer: Composer, width: float, air: float) -> list[Flowable]:
    """The boxes side by side, never on two pages."""
    each = (width - _GAP * (len(block.boxes) - 1)) / len(block.boxes)
    boxes = [_SignatureBox(box, composer, each, block.height) for box in block.boxes]
    widths = [each + _GAP] * (len(boxes) - 1) + [each]
    return [grid([boxes], widths, [], spaceBefore=10 * air)]


class _SignatureBox(Flowable):
    """A frame with what is signed at the top and the lines to write on at the bottom."""

    def __init__(self, box: SignatureBox, composer: Composer, width: float, height: float) -> None:
        super().__init__()
        self.width, self.height = width, height
        self._said = [
            text(composer.text(box.head), styles.SIGN_HEAD),
            text(composer.text(box.text), styles.UNIT),
        ]
        self._fields = [text(composer.text(label), styles.UNIT) for label in box.fields]

    def draw(self) -> None:
        canvas = self.canv
        canvas.setStrokeColor(styles.RULE)
        canvas.setLineWidth(1)
        canvas.roundRect(0, 0, self.width, self.height, 4, stroke=1, fill=0)
        inner = self.width - 2 * _SIGNATURE_INSET
        y = self.height - 5
        for part in self._said:
            y -= part.wrap(inner, self.height)[1]
            part.drawOn(canvas, _SIGNATURE_INSET, y)
        self._draw_fields(inner)

    def _draw_fields(self, inner: float) -> None:
        """The first line is twice as long as the others."""
        share = (inner - _GAP * (len(self._fields) - 1)) / (len(self._fields) + 1)
        x = _SIGNATURE_INSET
        for at, label in enumerate(self._fields):
            length = share if at else 2 * share
            self.canv.setStrokeColor(_PEN)
            self.canv.setLineWidth(0.75)
            self.canv.line(x, _FIELD_BOTTOM, x + length, _FIELD_BOTTOM)
            label.wrap(length, self.height)
            label.drawOn(self.canv, x, 3)
            x += length + _GAP


def writing_space(block: WritingSpace, composer: Composer, width: float, air: float) -> list[Flowable]:
    """Empty lines under their title, on one page."""
    head = title(composer.text(block.title), composer.text(block.aside), 14 * air)
    look: Look = [("LINEBELOW", (0, 0), (-1, -1), 0.75, _PEN)]
    lines = grid([[""]] * block.lines, [width], look, rowHeights=[_WRITTEN_LINE] * block.lines)
    return [KeepTogether([head, lines])]
