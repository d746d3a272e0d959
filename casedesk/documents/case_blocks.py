"""Draws the blocks of a case record: the customer's head, where things stand, orders with their tracks."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.platypus import Flowable, KeepTogether, Spacer

from casedesk.documents import styles
from casedesk.documents.composer import Composer, joined, plain, tinted
from casedesk.documents.context import CaseOrder, TrackStep
from casedesk.documents.fonts import BOLD, size_that_fits
from casedesk.documents.parts import Look, grid, text, title
from casedesk.documents.shapes import Shape, draw_shape
from casedesk.documents.specification import Brief, CustomerHead, OrderTracks

_EDGE = 2.9
_CARD_WIDTH = 204.0
_CARD_INSET = 12.4
_LABEL_WIDTH = 54.0
_NUMBER_WIDTH = 96.0
_CELL_GAP = 6.0
_STATUS_WIDTH = 148.0
_SHAPE_WIDTH = 14.5
_SHAPE_SIDE = 11.0
_STEPS_A_ROW = 8
_GONE = ("done", "skipped")

_HEAD_LOOK: Look = [
    ("RIGHTPADDING", (0, 0), (0, 0), 12),
    ("BACKGROUND", (1, 0), (1, 0), styles.ACCENT),
    ("LEFTPADDING", (2, 0), (2, 0), _CARD_INSET),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
]
_BRIEF_LOOK: Look = [
    ("BACKGROUND", (0, 0), (-1, -1), styles.TINT),
    ("BACKGROUND", (0, 0), (0, -1), styles.ACCENT),
    ("LEFTPADDING", (1, 0), (1, -1), 12.8),
    ("RIGHTPADDING", (-1, 0), (-1, -1), 12),
    ("SPAN", (1, 0), (-1, 0)),
    ("TOPPADDING", (0, 0), (-1, 0), 8),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 1.2),
    ("BOTTOMPADDING", (0, 0), (-1, 0), 4),
    ("BOTTOMPADDING", (0, -1), (-1, -1), 7),
]


def customer_head(block: CustomerHead, composer: Composer, width: float) -> list[Flowable]:
    """The customer at the left, contact and account at the right."""
    page = composer.page
    customer: list[Flowable] = [
        text(plain(page.customer.name), styles.CUSTOMER),
        text(plain(page.customer.kind), styles.QUIET_LINE),
        *(text(plain(line), styles.LINE) for line in page.customer.lines),
    ]
    card: list[Flowable] = [
        text(composer.text(block.contact), styles.CARD_LABEL),
        text(plain(page.contact.name), styles.CARD_NAME),
        text(plain(_phone_and_hours(composer)), styles.LINE),
    ]
    if page.account:
        card += [Spacer(0, 5), text(composer.text(block.account), styles.CARD_LABEL)]
        card += [text(plain(line), styles.LINE) for line in page.account]
    widths = [width - _EDGE - _CARD_WIDTH, _EDGE, _CARD_WIDTH]
    return [grid([[customer, "", card]], widths, _HEAD_LOOK)]


def _phone_and_hours(composer: Composer) -> str:
    contact = composer.page.contact
    return ", ".join(part for part in (contact.phone, contact.hours) if part)


def brief(block: Brief, composer: Composer, width: float, air: float) -> list[Flowable]:
    """The five lines in their box."""
    head = title(composer.text(block.text), composer.text(block.aside), 0)
    lines = [
        ["", text(plain(line.label), styles.BRIEF_LABEL), text(plain(line.words), styles.LINE)]
        for line in composer.page.stand
    ]
    widths = [_EDGE, _LABEL_WIDTH + 12.8, width - _EDGE - _LABEL_WIDTH - 12.8]
    return [
        grid([["", head, ""], *lines], widths, _BRIEF_LOOK, cornerRadii=(0, 3, 0, 3), spaceBefore=12 * air)
    ]


def order_tracks(block: OrderTracks, composer: Composer, width: float, air: float) -> list[Flowable]:
    """Each order with its status and its track, under a title; none when there are no orders."""
    orders: Sequence[CaseOrder] = composer.page.orders
    if not orders:
        return []
    head = title(composer.text(block.title), composer.text(block.aside), 14 * air)
    rule = grid([[""]], [width], [("LINEBELOW", (0, 0), (0, 0), 0.75, styles.HAIRLINE)], rowHeights=[6])
    first, *others = [_order(order, composer, width) for order in orders]
    return [KeepTogether([head, rule, first]), *others]


def _order(order: CaseOrder, composer: Composer, width: float) -> Flowable:
    """One order, closed by a hairline."""
    said = [text(plain(order.title), styles.ORDER_TITLE), text(plain(order.remark), styles.QUIET_LINE)]
    status = [
        text(plain(order.status_words), styles.ORDER_TITLE),
        text(plain(order.dates), styles.QUIET_LINE),
    ]
    widths = [
        _NUMBER_WIDTH,
        width - _NUMBER_WIDTH - _SHAPE_WIDTH - _STATUS_WIDTH,
        _SHAPE_WIDTH,
        _STATUS_WIDTH,
    ]
    size = size_that_fits(order.number, BOLD, styles.ORDER_NUMBER.fontSize, _NUMBER_WIDTH - _CELL_GAP - 1)
    number = text(plain(order.number), styles.ORDER_NUMBER.clone("number", fontSize=size))
    row = [number, said, Shape(order.status, _SHAPE_SIDE), status]
    look: list[tuple[object, ...]] = [
        ("LINEBELOW", (0, -1), (-1, -1), 0.75, styles.HAIRLINE),
        ("TOPPADDING", (0, 0), (-1, 0), 5),
        ("TOPPADDING", (2, 0), (2, 0), 7.5),
        ("RIGHTPADDING", (0, 0), (1, 0), _CELL_GAP),
        ("BOTTOMPADDING", (0, -1), (-1, -1), 5),
    ]
    tracks = [Track(steps, composer, width) for steps in _rows_of(order.track)]
    for index in range(1, len(tracks) + 1):
        look += [("SPAN", (0, index), (-1, index)), ("TOPPADDING", (0, index), (-1, index), 6)]
    return grid([row, *([track, "", "", ""] for track in tracks)], widths, look)


def _rows_of(track: Sequence[TrackStep]) -> list[Sequence[TrackStep]]:
    return [track[start : start + _STEPS_A_ROW] for start in range(0, len(track), _STEPS_A_ROW)]


class Track(Flowable):
    """Milestones in a row: a solid line behind what is done, a dotted one ahead, name and day below."""

    def __init__(self, steps: Sequence[TrackStep], composer: Composer, width: float) -> None:
        super().__init__()
        self._steps = steps
        self._pitch = width / _STEPS_A_ROW
        self._labels = [
            text(
                joined(
                    [
                        tinted(plain(step.name), font=BOLD, colour=styles.INK, size=styles.TRACK.fontSize),
                        plain(composer.track_day(step.day)),
                    ],
                    "<br/>",
                ),
                styles.TRACK,
            )
            for step in steps
        ]
        self.width = width
        labels_height = max(label.wrap(self._pitch - 4, width)[1] for label in self._labels)
        self.height = _SHAPE_SIDE + 4 + labels_height

    def draw(self) -> None:
        middle = self.height - _SHAPE_SIDE / 2
        for index, (step, label) in enumerate(zip(self._steps, self._labels, strict=True)):
            x = index * self._pitch
            if index + 1 < len(self._steps):
                self._draw_line(x + _SHAPE_SIDE + 2, x + self._pitch - 2, middle, solid=step.status in _GONE)
            draw_shape(self.canv, step.status, x, middle - _SHAPE_SIDE / 2, _SHAPE_SIDE)
            label.drawOn(self.canv, x, self.height - _SHAPE_SIDE - 2 - label.height)

    def _draw_line(self, start: float, end: float, y: float, *, solid: bool) -> None:
        canvas = self.canv
        canvas.saveState()
        canvas.setStrokeColor(styles.TRACK_LINE)
        canvas.setLineWidth(1.0 if solid else 0.75)
        if not solid:
            canvas.setDash(1.8, 1.2)
        canvas.line(start, y, end, y)
        canvas.restoreState()
