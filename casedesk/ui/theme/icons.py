"""The line icons and the product mark, drawn in the colour asked for; it knows no widget.

To add one: `resources/icons/<name>.svg`, 20 by 20, stroke `currentColor` 1.6 with round ends, nothing filled.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPixmap
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


def icon(name: str, color: QColor | None = None) -> QIcon:
    """The icon for menus and actions, in the text colour unless told otherwise, sharp at every scale."""
    return QIcon(_LineIcon(name, color))


class _LineIcon(QIconEngine):
    """Draws its lines when they are needed, so that hundreds of actions cost nothing at the start."""

    def __init__(self, name: str, color: QColor | None) -> None:
        super().__init__()
        self._name, self._color = name, color

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        color = look().colors.text3 if mode is QIcon.Mode.Disabled else look().colors.text
        paint_icon(painter, QRectF(rect), self._name, self._color or color)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return pixmap

    def clone(self) -> QIconEngine:
        return _LineIcon(self._name, self._color)


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
