"""How the program looks at this moment: theme, zoom and density, applied to the one QApplication.

It knows no screen. Qt itself keeps palette and style sheet once per process, so the look is process-wide too:
`dress(app)` makes it, `look()` reads it. Widgets repaint on `changed`.
"""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetricsF, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from casedesk import paths
from casedesk.ui.theme.style_sheet import style_sheet
from casedesk.ui.theme.tokens import DARK, LIGHT, Tokens
from casedesk.ui.theme.type_scale import (
    FAMILIES,
    ZOOM_STEPS,
    Density,
    Row,
    Type,
    row_height,
    scaled,
    text_size,
)


class ThemeChoice(StrEnum):
    """What the person chose; `SYSTEM` follows the computer."""

    LIGHT = "light"
    DARK = "dark"
    SYSTEM = "system"


class Look(QObject):
    """Colours, fonts and measures as they are now; lives in the GUI thread.

    `changed` is emitted after palette, style sheet and base font were set, so that a slot may read them.
    """

    changed = Signal()

    def __init__(self, app: QApplication, choice: ThemeChoice, zoom: int, density: Density) -> None:
        super().__init__(app)
        self._app = app
        self._choice = choice
        self._zoom = zoom
        self._density = density
        self._fonts: dict[Type, QFont] = {}
        self._metrics: dict[Type, QFontMetricsF] = {}
        self._tokens = LIGHT
        self._colors = LIGHT.map(QColor)
        app.setStyle(QStyleFactory.create("Fusion"))
        load_fonts()
        app.styleHints().colorSchemeChanged.connect(self._on_system_colors_changed)
        if hasattr(app.styleHints(), "accessibility"):
            accessibility = app.styleHints().accessibility()
            accessibility.contrastPreferenceChanged.connect(self._on_system_colors_changed)
        self._apply()

    @property
    def tokens(self) -> Tokens[str]:
        """The table in use, as `#RRGGBB`."""
        return self._tokens

    @property
    def colors(self) -> Tokens[QColor]:
        """The table in use, ready to paint."""
        return self._colors

    @property
    def choice(self) -> ThemeChoice:
        return self._choice

    @property
    def zoom(self) -> int:
        """Percent, one of `ZOOM_STEPS`."""
        return self._zoom

    @property
    def density(self) -> Density:
        return self._density

    @property
    def is_dark(self) -> bool:
        """Judged by the lightness of the colours in use, whoever chose them."""
        return self.colors.surface.lightness() < self.colors.text.lightness()

    def choose_theme(self, choice: ThemeChoice) -> None:
        self._choice = choice
        self._apply()

    def set_zoom(self, percent: int) -> None:
        """Take the step nearest to `percent`."""
        self._zoom = min(ZOOM_STEPS, key=lambda step: abs(step - percent))
        self._apply()

    def set_density(self, density: Density) -> None:
        self._density = density
        self._apply()

    def px(self, pixels: float) -> int:
        """A measure of the design (pixels at 100 %) at the present zoom."""
        return scaled(pixels, self._zoom)

    def row_height(self, row: Row) -> int:
        return row_height(row, self._density, self._zoom)

    def font(self, role: Type) -> QFont:
        """The font for a kind of text at the present zoom; figures are equal-width."""
        if role not in self._fonts:
            self._fonts[role] = _build_font(role, self._zoom)
        return QFont(self._fonts[role])

    def metrics(self, role: Type) -> QFontMetricsF:
        """The measures of that font; painting asks for them with every text."""
        if role not in self._metrics:
            self._metrics[role] = QFontMetricsF(self.font(role))
        return self._metrics[role]

    def _apply(self) -> None:
        self._tokens = self._choose_tokens()
        self._colors = self._tokens.map(QColor)
        self._fonts.clear()
        self._metrics.clear()
        self._app.setPalette(qt_palette(self._colors))
        self._app.setFont(self.font(Type.TEXT))
        self._app.setStyleSheet(style_sheet(self._tokens, self._zoom))
        self.changed.emit()

    def _choose_tokens(self) -> Tokens[str]:
        hints = self._app.styleHints()
        if self._choice is ThemeChoice.SYSTEM:
            hints.unsetColorScheme()
        else:
            dark = self._choice is ThemeChoice.DARK
            hints.setColorScheme(Qt.ColorScheme.Dark if dark else Qt.ColorScheme.Light)
        system = self._app.style().standardPalette()
        if system_asks_for_contrast(self._app):
            return system_tokens(system)
        if self._choice is ThemeChoice.SYSTEM:
            return DARK if _is_dark(system) else LIGHT
        return DARK if self._choice is ThemeChoice.DARK else LIGHT

    @Slot()
    def _on_system_colors_changed(self) -> None:
        # Our own setColorScheme lands here too, and then there is nothing to follow.
        if self._choose_tokens() != self._tokens:
            self._apply()


_look: Look | None = None


def dress(
    app: QApplication,
    choice: ThemeChoice = ThemeChoice.SYSTEM,
    zoom: int = 100,
    density: Density = Density.NORMAL,
) -> Look:
    """Give the application its look; called once, before the first widget is made."""
    global _look
    _look = Look(app, choice, zoom, density)
    return _look


def look() -> Look:
    """The look in use; RuntimeError before `dress`."""
    if _look is None:
        raise RuntimeError("dress(app) has to be called before the first widget is made")
    return _look


def load_fonts() -> None:
    """Register the shipped fonts with Qt; RuntimeError names a file that Qt refuses."""
    for file in sorted((paths.resources() / "fonts").glob("*.ttf")):
        if QFontDatabase.addApplicationFont(str(file)) < 0:
            raise RuntimeError(f"The font {file.name} cannot be loaded; install CaseDesk again.")


def _build_font(role: Type, zoom: int) -> QFont:
    font = QFont(list(FAMILIES))
    font.setPixelSize(text_size(role.size, zoom))
    font.setWeight(QFont.Weight(role.weight))
    # Without hinting a line is equally long on both systems and at every scale, so texts break alike.
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def qt_palette(colors: Tokens[QColor]) -> QPalette:
    """Qt's own palette from the tokens, for everything that Fusion paints itself."""
    palette = QPalette()
    roles = QPalette.ColorRole
    for role, color in {
        roles.Window: colors.bg, roles.WindowText: colors.text,
        roles.Base: colors.surface, roles.AlternateBase: colors.sunken, roles.Text: colors.text,
        roles.Button: colors.surface, roles.ButtonText: colors.text, roles.BrightText: colors.late,
        roles.ToolTipBase: colors.surface, roles.ToolTipText: colors.text,
        roles.PlaceholderText: colors.text3, roles.Link: colors.accent, roles.LinkVisited: colors.accent_ink,
        roles.Highlight: colors.accent, roles.HighlightedText: colors.on_accent, roles.Accent: colors.accent,
        roles.Light: colors.surface, roles.Midlight: colors.sunken, roles.Mid: colors.line,
        roles.Dark: colors.edge, roles.Shadow: colors.edge,
    }.items():  # fmt: skip
        palette.setColor(role, color)
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, colors.text3)
    return palette


def system_asks_for_contrast(app: QApplication) -> bool:
    """Whether the computer is set to high contrast (Qt tells it from 6.10 on)."""
    hints = app.styleHints()
    if not hasattr(hints, "accessibility"):
        return False
    return hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast


def system_tokens(system: QPalette) -> Tokens[str]:
    """The table in the computer's own colours; shapes and words carry what colour no longer does."""
    paper, ink = system.base().color().name(), system.text().color().name()
    chosen, on_chosen = system.highlight().color().name(), system.highlightedText().color().name()
    return Tokens(
        bg=system.window().color().name(), surface=paper, sunken=paper, rail=system.window().color().name(),
        line=ink, text=ink, text2=ink, text3=ink, edge=ink,
        accent=chosen, on_accent=on_chosen, accent_ink=ink, accent_soft=paper, select=paper, hit=paper,
        ok=ink, ok_soft=paper, risk=ink, risk_soft=paper, late=ink, late_soft=paper,
        blocked=ink, blocked_soft=paper, done=ink, done_soft=paper,
    )  # fmt: skip


def _is_dark(palette: QPalette) -> bool:
    # Not styleHints().colorScheme(): it says "unknown" offscreen and on desktops without a theme.
    return palette.window().color().lightness() < palette.windowText().color().lightness()
