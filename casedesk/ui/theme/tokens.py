"""The colours of CaseDesk, one frozen table per theme (design, section 5); it knows no widget and no Qt.

To add a token: a field in `Tokens`, a value in `LIGHT` and `DARK`, in `look.system_tokens`, and, where
something is read on it, a line in `READ_ON`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Generic, TypeVar

Colour = TypeVar("Colour")
Painted = TypeVar("Painted")

TEXT_RATIO = 4.5
SHAPE_RATIO = 3.0


@dataclass(frozen=True)
class Tokens(Generic[Colour]):
    """Every colour by its use; `Tokens[str]` holds `#RRGGBB`, `Tokens[QColor]` the same ready to paint."""

    bg: Colour
    surface: Colour
    sunken: Colour
    rail: Colour
    line: Colour
    text: Colour
    text2: Colour
    text3: Colour
    edge: Colour
    accent: Colour
    on_accent: Colour
    accent_ink: Colour
    accent_soft: Colour
    select: Colour
    hit: Colour
    ok: Colour
    ok_soft: Colour
    risk: Colour
    risk_soft: Colour
    late: Colour
    late_soft: Colour
    blocked: Colour
    blocked_soft: Colour
    done: Colour
    done_soft: Colour

    def map(self, convert: Callable[[Colour], Painted]) -> Tokens[Painted]:
        """The same table with every colour converted."""
        return Tokens(**{field.name: convert(getattr(self, field.name)) for field in fields(self)})


LIGHT = Tokens(
    bg="#F2F4F7", surface="#FFFFFF", sunken="#F7F9FA", rail="#E8ECF0", line="#D6DDE4",
    text="#16202A", text2="#435160", text3="#586674", edge="#7F8C9A",
    accent="#17608F", on_accent="#FFFFFF", accent_ink="#124E75", accent_soft="#E0EDF6",
    select="#E8F2F9", hit="#FFE9A8",
    ok="#1B6A3B", ok_soft="#E1F3E8", risk="#874F00", risk_soft="#FDEFD5",
    late="#B3261E", late_soft="#FCE7E5", blocked="#66399B", blocked_soft="#EFE8F8",
    done="#435160", done_soft="#E8ECF0",
)  # fmt: skip

DARK = Tokens(
    bg="#11161B", surface="#192027", sunken="#1F2831", rail="#0D1216", line="#323E4A",
    text="#E7ECF1", text2="#B6C1CC", text3="#9AA7B4", edge="#748392",
    accent="#6DB6E4", on_accent="#0B1822", accent_ink="#A5D4F2", accent_soft="#17364C",
    select="#1B3040", hit="#5A4A12",
    ok="#7ED4A0", ok_soft="#16352A", risk="#F2BC63", risk_soft="#3B2D12",
    late="#FF9C92", late_soft="#47201E", blocked="#CBAEF2", blocked_soft="#332646",
    done="#B6C1CC", done_soft="#2A343E",
)  # fmt: skip


@dataclass(frozen=True)
class ReadOn:
    """`ink` is read or recognised on `ground`, which needs at least `floor` (WCAG 2 AA)."""

    ink: str
    ground: str
    floor: float = TEXT_RATIO


_GROUNDS = ("bg", "surface", "sunken", "rail", "select", "accent_soft")
_INKS = ("text", "text2", "text3", "accent", "accent_ink", "ok", "risk", "late", "blocked", "done")
_ON_ITS_OWN = (
    ReadOn("on_accent", "accent"), ReadOn("text", "hit"),
    ReadOn("ok", "ok_soft"), ReadOn("risk", "risk_soft"), ReadOn("text", "risk_soft"),
    ReadOn("late", "late_soft"), ReadOn("text", "late_soft"), ReadOn("accent_ink", "late_soft"),
    ReadOn("accent_ink", "risk_soft"), ReadOn("blocked", "blocked_soft"), ReadOn("done", "done_soft"),
)  # fmt: skip

READ_ON = (
    *(ReadOn(ink, ground) for ink in _INKS for ground in _GROUNDS),
    *_ON_ITS_OWN,
    *(ReadOn("edge", ground, SHAPE_RATIO) for ground in ("bg", "surface", "sunken", "select")),
)
"""Every pair that appears: all inks on all grounds, each status on its own soft ground, borders on papers."""


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two `#RRGGBB` colours, 1.0 to 21.0.

    Source: WCAG 2.2, "contrast ratio" and "relative luminance".
    """
    brighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
