"""The line icons and the product mark, drawn in the colour asked for; it knows no widget.

To add one: `resources/icons/<name>.svg`, 20 by 20, stroke `currentColor` 1.6 with round ends, nothing filled.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from casedesk import paths
from casedesk.ui.theme.look import look

PRODUCT_MARK = "product-mark"
_MARK_SIZES = (16, 20, 24, 32, 48, 64, 128, 256)


def icon_names() -> list[str]:
    """All shipped line icons, sorted."""
    return sorted(file.stem for file in _folder().glob("*.svg") if file.stem != PRODUCT_MARK)


def paint_icon(painter: QPainter, rect: QRectF, name: str, color: QColor) -> None:
    """Draw the icon into `rect`; it is drawn as lines, so it is sharp at every scale."""
    _renderer(name, color.name()).render(painter, rect)


def icon(name: str, color: QColor | None = None, size: int = 20) -> QIcon:
    """The icon for menus and actions, in the text colour unless told otherwise, sharp up to 300 %."""
    result = QIcon()
    for ratio in (1, 2, 3):
        result.addPixmap(_pixmap(name, color or look().colors.text, look().px(size), ratio))
    return result


def product_mark() -> QIcon:
    """The icon of the program for windows, task bars and the sign-in."""
    result = QIcon()
    for size in _MARK_SIZES:
        result.addPixmap(_pixmap(PRODUCT_MARK, QColor(Qt.GlobalColor.white), size, 1))
    return result


def _pixmap(name: str, color: QColor, size: int, ratio: int) -> QPixmap:
    pixmap = QPixmap(size * ratio, size * ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    paint_icon(painter, QRectF(0, 0, size * ratio, size * ratio), name, color)
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


@lru_cache(maxsize=512)
def _renderer(name: str, color: str) -> QSvgRenderer:
    drawing = (_folder() / f"{name}.svg").read_text(encoding="utf-8")
    return QSvgRenderer(QByteArray(drawing.replace("currentColor", color).encode()))


def _folder() -> Path:
    return paths.resources() / "icons"
