"""Sizes and weights of text and the height of rows (design, section 5); it knows no colour and no Qt."""

from __future__ import annotations

from enum import Enum, IntEnum

SMALLEST_TEXT = 12
ZOOM_STEPS = (80, 90, 100, 110, 125, 150, 175, 200)
SMALLEST_WIDTH = 960
FAMILIES = ("CaseDesk Inter", "Inter", "Segoe UI", "Noto Sans")


class Type(Enum):
    """What a text is for; the value is its size in pixels at 100 % and its weight."""

    HINT = (12, 400)
    HINT_MEDIUM = (12, 500)
    HINT_STRONG = (12, 600)
    TEXT = (13, 400)
    TEXT_MEDIUM = (13, 500)
    TEXT_STRONG = (13, 600)
    CARD_TITLE = (14, 600)
    SUB_RECORD = (16, 600)
    SCREEN_TITLE = (20, 700)
    COUNT = (28, 600)
    ORDER_NUMBER = (32, 700)

    @property
    def size(self) -> int:
        return self.value[0]

    @property
    def weight(self) -> int:
        return self.value[1]


class Density(IntEnum):
    """How much higher or lower every row of a list is, in pixels at 100 %."""

    COMPACT = -4
    NORMAL = 0
    ROOMY = 4


class Row(IntEnum):
    """Height of a row at 100 % and normal density."""

    GROUP = 28
    ONE_LINE = 32
    TWO_LINES = 44


def scaled(pixels: float, zoom: int) -> int:
    """A measure at the given zoom (percent), never less than one pixel unless it was nothing."""
    return max(1, round(pixels * zoom / 100)) if pixels > 0 else round(pixels * zoom / 100)


def text_size(pixels: int, zoom: int) -> int:
    """A text size at the given zoom; the smallest text stays readable at every zoom."""
    return max(SMALLEST_TEXT, scaled(pixels, zoom))


def row_height(row: Row, density: Density, zoom: int) -> int:
    """Height of a list row in pixels."""
    return scaled(row + density, zoom)


def largest_zoom(window_width: int) -> int:
    """The largest step at which the window is still as wide as the smallest supported one."""
    fitting = [step for step in ZOOM_STEPS if window_width * 100 / step >= SMALLEST_WIDTH]
    return max(fitting, default=ZOOM_STEPS[0])
