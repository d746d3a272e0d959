"""Fills `resources/styles/desk.qss` from a token table at a zoom; painted widgets do not use it."""

from __future__ import annotations

from string import Template

from casedesk import paths
from casedesk.ui.theme.tokens import Tokens
from casedesk.ui.theme.type_scale import Type, scaled, text_size


def style_sheet(tokens: Tokens[str], zoom: int) -> str:
    """The whole sheet for one theme at one zoom (percent)."""
    pad, half, corner, bar = scaled(8, zoom), scaled(6, zoom), scaled(4, zoom), scaled(10, zoom)
    sheet = (paths.resources() / "styles" / "desk.qss").read_text(encoding="utf-8")
    return Template(sheet).substitute(
        vars(tokens),
        pad=pad,
        pad_focus=pad - 1,  # the focus border is one pixel thicker; text must not move
        half=half,
        half_focus=half - 1,
        corner=corner,
        bar=bar,
        bar_corner=max(1, bar // 2 - 2),
        head=scaled(12, zoom),
        first_head=scaled(15, zoom),
        hint=text_size(Type.HINT.size, zoom),
        grip=scaled(32, zoom),
        menu_pad=scaled(16, zoom),
    )
