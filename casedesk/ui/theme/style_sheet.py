"""The style sheet for what Qt paints itself, generated from a token table; painted widgets do not use it.

Two traps: a selector on a property called `focus` reads Qt's own property, and `min-height` or `max-height`
here beats `setFixedHeight` in code, so heights are never set here.
"""

from __future__ import annotations

from string import Template

from casedesk.ui.theme.tokens import Tokens
from casedesk.ui.theme.type_scale import Type, scaled, text_size

_SHEET = Template("""
QMainWindow, QDialog, QWidget[ground="bg"] { background: $bg; }
QWidget[ground="surface"] { background: $surface; }
QWidget[ground="sunken"] { background: $sunken; }
QWidget[ground="rail"] { background: $rail; }
QWidget[ground="accent_soft"] { background: $accent_soft; }
QWidget[ground="line"] { background: $line; }

QLineEdit, QPlainTextEdit, QTextEdit {
    background: $surface; color: $text; border: 1px solid $edge; border-radius: ${corner}px;
    padding: 0 ${pad}px; selection-background-color: $accent; selection-color: $on_accent;
}
QPlainTextEdit, QTextEdit { padding: ${half}px ${half}px; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus {
    border: 2px solid $accent; padding: 0 ${pad_focus}px;
}
QPlainTextEdit:focus, QTextEdit:focus { padding: ${half_focus}px ${half_focus}px; }
QLineEdit[readOnly="true"], QPlainTextEdit[readOnly="true"] { background: $sunken; border-color: $line; }
QLineEdit[readOnly="true"]:focus, QPlainTextEdit[readOnly="true"]:focus { border-color: $accent; }
QLineEdit[problem="true"], QPlainTextEdit[problem="true"] {
    border: 2px solid $late; padding: 0 ${pad_focus}px;
}
QPlainTextEdit[problem="true"] { padding: ${half_focus}px ${half_focus}px; }
QComboBox QLineEdit, QComboBox QLineEdit:focus { border: none; padding: 0; background: transparent; }
QComboBox QAbstractItemView {
    background: $surface; color: $text; border: 1px solid $edge; outline: none;
    selection-background-color: $select; selection-color: $text;
}

QAbstractScrollArea[plain="true"] { background: transparent; border: none; }
QAbstractItemView { background: $surface; color: $text; border: none; outline: none; gridline-color: $line; }
QHeaderView { background: $sunken; border: none; }
QHeaderView::section {
    background: $sunken; color: $text2; border: none; border-bottom: 1px solid $line;
    padding: 0 ${head}px; font-size: ${hint}px; font-weight: 600;
}
QHeaderView::section:first { padding-left: ${first_head}px; }
QTableCornerButton::section { background: $sunken; border: none; }

QScrollBar:vertical { background: transparent; width: ${bar}px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: ${bar}px; margin: 0; }
QScrollBar::handle { background: $edge; border-radius: ${bar_corner}px; margin: 2px; }
QScrollBar::handle:vertical { min-height: ${grip}px; }
QScrollBar::handle:horizontal { min-width: ${grip}px; }
QScrollBar::handle:hover { background: $text3; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; border: none; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QMenu { background: $surface; color: $text; border: 1px solid $edge; padding: 4px 0; }
QMenu::item { padding: ${half}px ${menu_pad}px; background: transparent; }
QMenu::item:selected { background: $select; color: $text; }
QMenu::item:disabled { color: $text3; }
QMenu::separator { height: 1px; background: $line; margin: 4px 0; }
QToolTip { background: $surface; color: $text; border: 1px solid $edge; padding: 4px; }

QTabBar::tab {
    background: transparent; color: $text2; padding: ${half}px ${pad}px; border: none;
    border-bottom: 2px solid transparent;
}
QTabBar::tab:selected { color: $text; border-bottom: 2px solid $accent; }
QTabBar::tab:focus { color: $accent_ink; }
QTabWidget::pane { border: none; }
QSplitter::handle { background: $line; }
QProgressBar {
    background: $done_soft; border: none; border-radius: ${corner}px; color: $text; text-align: center;
}
QProgressBar::chunk { background: $accent; border-radius: ${corner}px; }
""")


def style_sheet(tokens: Tokens[str], zoom: int) -> str:
    """The whole sheet for one theme at one zoom (percent)."""
    pad, half, corner, bar = scaled(8, zoom), scaled(6, zoom), scaled(4, zoom), scaled(10, zoom)
    return _SHEET.substitute(
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
