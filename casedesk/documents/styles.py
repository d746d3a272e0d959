"""The colours and kinds of type of printed pages; it knows no document. Loading it loads ReportLab."""

from __future__ import annotations

from functools import cache

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.styles import ParagraphStyle

from casedesk.documents.fonts import BOLD, MEDIUM, REGULAR, SEMIBOLD

INK = "#14181C"
QUIET = "#4A5560"
HAIRLINE = HexColor("#BFC7CE")
RULE = HexColor(INK)
ACCENT = HexColor("#17608F")
TINT = HexColor("#EEF4F8")


def _style(font: str, size: float, leading: float, colour: str = INK) -> ParagraphStyle:
    return ParagraphStyle(
        name=f"{font} {size}/{leading}",
        fontName=font,
        fontSize=size,
        leading=leading,
        textColor=HexColor(colour),
        allowWidows=0,
        allowOrphans=0,
    )


@cache
def aligned_right(style: ParagraphStyle) -> ParagraphStyle:
    """The same type, set against the right edge."""
    return ParagraphStyle(name=f"{style.name} right", parent=style, alignment=TA_RIGHT)


def number(size: float) -> ParagraphStyle:
    """The order number in its frame; its line keeps its height whatever the size."""
    return _style(BOLD, size, 33)


COMPANY = _style(BOLD, 14, 17)
SENDER = _style(REGULAR, 7.5, 9, QUIET)
FRAME_LABEL = _style(SEMIBOLD, 9, 11, QUIET)
FRAME_NOTE = _style(REGULAR, 8.25, 10.5, QUIET)
CONTACT_NAME = _style(BOLD, 11.75, 17.5)
CONTACT_PHONE = _style(BOLD, 11.75, 19)
CONTACT_MORE = _style(REGULAR, 8.25, 11.5, QUIET)

HEADLINE = _style(BOLD, 15.5, 19.5)
WORK_FOR = _style(MEDIUM, 9.75, 14)
BODY = _style(REGULAR, 10.5, 15)
DATE = _style(REGULAR, 9.75, 13, QUIET)
REMARK = _style(REGULAR, 9, 12, QUIET)
BOX_LABEL = _style(SEMIBOLD, 9, 12, QUIET)
BOX_TEXT = _style(BOLD, 13.25, 17)
TABLE_TITLE = _style(BOLD, 11, 14)
HEAD = _style(SEMIBOLD, 8, 11, QUIET)
CELL = _style(REGULAR, 9.75, 15)
STRONG_CELL = _style(SEMIBOLD, 9.75, 15)
TOTAL = _style(BOLD, 10.25, 15)
CUSTOMER = _style(BOLD, 19.5, 25)
LINE = _style(REGULAR, 9, 13.5)
QUIET_LINE = _style(REGULAR, 8.75, 13, QUIET)
CARD_LABEL = _style(SEMIBOLD, 8, 11, QUIET)
CARD_NAME = _style(BOLD, 11.25, 15)
BRIEF_LABEL = _style(SEMIBOLD, 9, 13.5, QUIET)
ORDER_NUMBER = _style(BOLD, 15, 20)
FACT_STRONG = _style(SEMIBOLD, 9.75, 13.8)
FACT = _style(REGULAR, 9.75, 13.8)
UNIT = _style(REGULAR, 8.25, 12, QUIET)
SIGN_HEAD = _style(SEMIBOLD, 9.75, 13)
ORDER_TITLE = _style(MEDIUM, 9.5, 13)
TRACK = _style(REGULAR, 8, 10.5, QUIET)
TRACK_LINE = HexColor("#435160")
DENSE_CELL = _style(REGULAR, 8.75, 12)
DENSE_STRONG_CELL = _style(SEMIBOLD, 8.75, 12)
INSIDE_TITLE = aligned_right(_style(BOLD, 10.5, 14))
INSIDE_LINE = aligned_right(_style(REGULAR, 8.25, 12, QUIET))
ASIDE_SIZE = 8.5
FOOT = _style(REGULAR, 7.5, 10.5, QUIET)
RUNNING_HEAD = _style(SEMIBOLD, 10.5, 13)
RUNNING_ASIDE = aligned_right(_style(REGULAR, 8.5, 13, QUIET))
COPY_MARK = aligned_right(_style(SEMIBOLD, 9, 11))

ADDRESS_TYPES = tuple(
    _style(REGULAR, size, leading) for size, leading in ((11.25, 16), (10, 13), (9, 11), (8, 9.3))
)
"""The address is set in the first of these in which it fits the window."""
