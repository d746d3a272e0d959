"""One page on the screen, in a place that scrolls; it knows no document."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget

from casedesk.ui.dialogs.paper import image_of
from casedesk.ui.dialogs.pdf_pages import PagePicture, Sheet
from casedesk.ui.theme import look
from casedesk.ui.widgets.painting import Painted, draw_focus_ring

PIXELS_PER_POINT = 96 / 72
_AROUND = 16


class PagePaper(Painted):
    """The sheet itself: white whatever the theme, as it will lie on the table."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._size = QSize(1, 1)
        self._image = QImage()

    def show_sheet(self, size: QSize, image: QImage | None) -> None:
        """Take this size; without image the one drawn before is shown stretched until the new one comes."""
        self._size = size
        if image is not None:
            self._image = image
        self.setFixedSize(size)
        self.update()

    def measure(self) -> QSize:
        return self._size

    def draw(self, painter: QPainter, place: QRectF) -> None:
        painter.fillRect(place, Qt.GlobalColor.white)
        if not self._image.isNull():
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(place, self._image)
        painter.setPen(look().colors.edge)
        painter.drawRect(place.adjusted(0.5, 0.5, -0.5, -0.5))


class PageView(QScrollArea):
    """Shows a page as large as fits or at a zoom; one tab stop, the arrows scroll.

    `scale_wanted(pixels a point)` when the page has to be drawn at another size.
    """

    scale_wanted = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sheet: Sheet | None = None
        self._zoom: int | None = None
        self._paper = PagePaper()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("plain", True)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setWidget(self._paper)
        self.viewport().setAutoFillBackground(False)

    @property
    def percent(self) -> int:
        """How large the page is shown, in percent of its size on paper."""
        return round(self._factor() * 100)

    def set_zoom(self, percent: int | None) -> None:
        """Show the page so large, or as large as fits."""
        self._zoom = percent
        self._arrange()

    def scroll_page(self, by: int) -> bool:
        """Scroll by what is seen of the page, down (1) or up (-1); False where its end is seen already."""
        bar = self.verticalScrollBar()
        end = bar.maximum() if by > 0 else bar.minimum()
        if bar.value() == end:
            return False
        bar.setValue(bar.value() + by * bar.pageStep())
        return True

    def show_page(self, sheet: Sheet | None, picture: PagePicture | None, name: str) -> None:
        """Show a sheet, with its picture once it is drawn."""
        self._sheet = sheet
        self.setAccessibleName(name)
        self.setAccessibleDescription(sheet.text if sheet else "")
        self._paper.setVisible(sheet is not None)
        if sheet is not None:
            self._paper.show_sheet(self._shown_size(sheet), image_of(picture) if picture else None)
            self.scale_wanted.emit(self._scale())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self.viewport())
            draw_focus_ring(painter, QRectF(self.viewport().rect()))
            painter.end()

    def _arrange(self) -> None:
        if self._sheet is not None:
            self._paper.show_sheet(self._shown_size(self._sheet), None)
            self.scale_wanted.emit(self._scale())

    def _shown_size(self, sheet: Sheet) -> QSize:
        points = PIXELS_PER_POINT * self._factor()
        return QSize(round(sheet.width * points), round(sheet.height * points))

    def _factor(self) -> float:
        if self._zoom is not None:
            return self._zoom / 100
        if self._sheet is None:
            return 1.0
        around = 2 * look().px(_AROUND)
        across = (self.viewport().width() - around) / (self._sheet.width * PIXELS_PER_POINT)
        down = (self.viewport().height() - around) / (self._sheet.height * PIXELS_PER_POINT)
        return max(0.2, min(across, down))

    def _scale(self) -> float:
        return PIXELS_PER_POINT * self._factor() * self.devicePixelRatioF()
