"""The look of CaseDesk: colours, type, measures and icons; it knows no screen.

`dress(app, ThemeChoice.SYSTEM)` once in `app.py`; everywhere else `look()`:
`look().colors.accent` (QColor), `look().font(Type.CARD_TITLE)`, `look().px(16)`,
`look().row_height(Row.TWO_LINES)`,
`look().choose_theme(ThemeChoice.DARK)`, `look().set_zoom(125)`, `look().set_density(Density.COMPACT)`, signal
`look().changed`. `icon("phone")` is a QIcon, `paint_icon(painter, rect, "phone", color)` paints one.
"""

from casedesk.ui.theme.icons import icon, icon_names, paint_icon, product_mark
from casedesk.ui.theme.look import Look, ThemeChoice, dress, look
from casedesk.ui.theme.tokens import DARK, LIGHT, READ_ON, Tokens, contrast
from casedesk.ui.theme.type_scale import SMALLEST_TEXT, ZOOM_STEPS, Density, Row, Type, largest_zoom

__all__ = [
    "DARK", "LIGHT", "READ_ON", "SMALLEST_TEXT", "ZOOM_STEPS",
    "Density", "Look", "Row", "ThemeChoice", "Tokens", "Type",
    "contrast", "dress", "icon", "icon_names", "largest_zoom", "look", "paint_icon", "product_mark",
]  # fmt: skip
