"""The look: colours that can be read, fonts that are there, and switching while the program runs."""

from __future__ import annotations

from dataclasses import fields

import pytest
from PySide6.QtGui import QFont, QFontInfo, QFontMetricsF, QPalette, QRawFont
from PySide6.QtWidgets import QApplication

from casedesk import paths
from casedesk.ui.theme import (
    DARK,
    LIGHT,
    READ_ON,
    SMALLEST_TEXT,
    ZOOM_STEPS,
    Density,
    Look,
    Row,
    ThemeChoice,
    Tokens,
    Type,
    contrast,
    icon,
    icon_names,
    largest_zoom,
    product_mark,
)
from casedesk.ui.theme.look import system_tokens
from casedesk.ui.theme.type_scale import row_height, text_size

# The table of design/ui.md, section 5: ink, ground, ratio in the light and in the dark theme.
DESIGNED_RATIOS = (
    ("text", "surface", 16.5, 13.8), ("text2", "surface", 8.1, 9.0), ("text2", "rail", 6.8, 10.3),
    ("text3", "surface", 5.9, 6.7), ("text3", "bg", 5.3, 7.4), ("text3", "rail", 5.0, 7.7),
    ("edge", "surface", 3.4, 4.2), ("edge", "sunken", 3.3, 3.8),
    ("accent", "surface", 6.8, 7.4), ("on_accent", "accent", 6.8, 8.1),
    ("accent_ink", "accent_soft", 7.4, 8.0),
    ("text", "select", 14.5, 11.5), ("text", "hit", 13.7, 7.3),
    ("ok", "surface", 6.6, 9.3), ("ok", "ok_soft", 5.7, 7.5),
    ("risk", "surface", 6.7, 9.5), ("risk", "risk_soft", 5.9, 7.7),
    ("late", "surface", 6.5, 8.2), ("late", "late_soft", 5.5, 7.0),
    ("blocked", "surface", 8.0, 8.5), ("blocked", "blocked_soft", 6.7, 7.2),
    ("done", "surface", 8.1, 9.0), ("done", "done_soft", 6.8, 6.9),
)  # fmt: skip


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("pair", READ_ON, ids=lambda pair: f"{pair.ink} on {pair.ground}")
def test_every_pair_reaches_its_ratio(tokens: Tokens[str], pair: object) -> None:
    ink, ground = getattr(tokens, pair.ink), getattr(tokens, pair.ground)
    assert contrast(ink, ground) >= pair.floor


@pytest.mark.parametrize(("ink", "ground", "light", "dark"), DESIGNED_RATIOS)
def test_ratios_are_those_of_the_design(ink: str, ground: str, light: float, dark: float) -> None:
    assert contrast(getattr(LIGHT, ink), getattr(LIGHT, ground)) == pytest.approx(light, abs=0.06)
    assert contrast(getattr(DARK, ink), getattr(DARK, ground)) == pytest.approx(dark, abs=0.06)


def test_every_designed_pair_is_watched() -> None:
    assert {(ink, ground) for ink, ground, *_ in DESIGNED_RATIOS} <= {
        (pair.ink, pair.ground) for pair in READ_ON
    }


def test_theme_switches_while_the_program_runs(worn_look: Look, qapp: QApplication) -> None:
    worn_look.choose_theme(ThemeChoice.DARK)
    assert worn_look.is_dark
    assert qapp.palette().color(QPalette.ColorRole.Base).name().upper() == DARK.surface
    assert DARK.surface in qapp.styleSheet()
    worn_look.choose_theme(ThemeChoice.LIGHT)
    assert not worn_look.is_dark
    assert DARK.surface not in qapp.styleSheet()


def test_system_theme_is_judged_by_the_lightness_of_its_palette(worn_look: Look, qapp: QApplication) -> None:
    worn_look.choose_theme(ThemeChoice.SYSTEM)
    system = qapp.style().standardPalette()
    dark = system.window().color().lightness() < system.windowText().color().lightness()
    assert worn_look.is_dark is dark


def test_high_contrast_takes_only_colours_of_the_system() -> None:
    palette = QPalette()
    for role, color in (
        (QPalette.ColorRole.Base, "#000000"),
        (QPalette.ColorRole.Window, "#000000"),
        (QPalette.ColorRole.Text, "#ffff00"),
        (QPalette.ColorRole.Highlight, "#00ffff"),
        (QPalette.ColorRole.HighlightedText, "#000000"),
    ):
        palette.setColor(role, color)
    tokens = system_tokens(palette)
    assert {getattr(tokens, field.name) for field in fields(tokens)} == {"#000000", "#ffff00", "#00ffff"}


@pytest.mark.parametrize("name", ["Regular", "Medium", "SemiBold", "Bold"])
def test_fonts_cover_the_scripts_we_print(name: str) -> None:
    font = QRawFont(str(paths.resources() / "fonts" / f"Inter-{name}.ttf"), 13.0)
    letters = "AzÄőżłčßñŁ£€₹₽ΑΩάЖщїЎếẩ–—“”„…·→←×÷−№"
    assert [letter for letter in letters if not font.supportsCharacter(ord(letter))] == []


def test_shipped_font_is_the_one_in_use(worn_look: Look) -> None:
    for role in Type:
        assert QFontInfo(worn_look.font(role)).family() == "CaseDesk Inter"


def test_weights_differ(worn_look: Look) -> None:
    widths = []
    for weight in (400, 500, 600, 700):
        font = worn_look.font(Type.SCREEN_TITLE)
        font.setWeight(QFont.Weight(weight))
        widths.append(QFontMetricsF(font).horizontalAdvance("Where things stand"))
    assert widths == sorted(set(widths))


def test_figures_are_equally_wide(worn_look: Look) -> None:
    for role in Type:
        metrics = QFontMetricsF(worn_look.font(role))
        assert len({round(metrics.horizontalAdvance(figure * 8), 2) for figure in "0123456789"}) == 1


@pytest.mark.parametrize("zoom", ZOOM_STEPS)
def test_no_text_is_smaller_than_12_at_any_zoom(zoom: int) -> None:
    assert min(text_size(role.size, zoom) for role in Type) >= SMALLEST_TEXT


def test_zoom_scales_fonts_and_measures(worn_look: Look) -> None:
    worn_look.set_zoom(200)
    assert worn_look.font(Type.TEXT).pixelSize() == 26
    assert worn_look.px(16) == 32
    assert worn_look.row_height(Row.TWO_LINES) == 88


@pytest.mark.parametrize(
    ("row", "density", "height"),
    [
        (Row.ONE_LINE, Density.COMPACT, 28),
        (Row.ONE_LINE, Density.NORMAL, 32),
        (Row.TWO_LINES, Density.ROOMY, 48),
        (Row.GROUP, Density.NORMAL, 28),
    ],
)
def test_density_adds_or_takes_four(row: Row, density: Density, height: int) -> None:
    assert row_height(row, density, 100) == height


@pytest.mark.parametrize(
    ("width", "zoom"), [(1920, 200), (1919, 175), (1440, 150), (1366, 125), (960, 100), (700, 80)]
)
def test_zoom_is_capped_where_the_window_gets_too_narrow(width: int, zoom: int) -> None:
    assert largest_zoom(width) == zoom


@pytest.mark.parametrize("name", icon_names())
def test_icons_are_lines_in_the_text_colour(name: str, worn_look: Look) -> None:
    image = icon(name).pixmap(20, 20).toImage()
    inked = [
        image.pixelColor(x, y) for x in range(20) for y in range(20) if image.pixelColor(x, y).alpha() > 200
    ]
    assert inked
    assert {color.name() for color in inked} <= {worn_look.colors.text.name(), *_shades(worn_look)}
    assert len(inked) < 200, "a line icon leaves most of its square empty"


def _shades(look: Look) -> set[str]:
    """The text colour as premultiplied pixels round it."""
    red, green, blue, _ = look.colors.text.getRgb()
    near = range(-3, 4)
    return {
        f"#{max(0, red + r):02x}{max(0, green + g):02x}{max(0, blue + b):02x}"
        for r in near
        for g in near
        for b in near
    }


def test_product_mark_is_there_in_all_sizes() -> None:
    assert [size.width() for size in product_mark().availableSizes()] == [16, 20, 24, 32, 48, 64, 128, 256]
