"""Printers: which one is there, choosing another one, and putting drawn pages on paper; it knows no document."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QWidget

from casedesk.ui.dialogs.pdf_pages import PagePicture


class Printers:
    """The printers of this computer; the edge that tests replace. Lives in the GUI thread."""

    def usual(self) -> QPrinter | None:
        """A printer set to the usual one, None where there is none."""
        name = QPrinterInfo.defaultPrinterName()
        if not name:
            return None
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setPrinterName(name)
        return printer

    def choose(self, printer: QPrinter | None, parent: QWidget) -> QPrinter | None:
        """Let the person choose printer and copies in the system's own dialog; None when put away."""
        chosen = printer or QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(chosen, parent)
        return chosen if dialog.exec() == QDialog.DialogCode.Accepted else None


def image_of(picture: PagePicture) -> QImage:
    """The picture as Qt draws it, with memory of its own."""
    shown = QImage(picture.pixels, picture.width, picture.height, picture.stride, QImage.Format.Format_RGB32)
    return shown.copy()


def put_on_paper(printer: QPrinter, pictures: Sequence[PagePicture], page_size: QPageSize) -> bool:
    """Print the pages, each over the whole sheet; False when the printer refuses to begin."""
    printer.setPageSize(page_size)
    printer.setPageOrientation(QPageLayout.Orientation.Portrait)
    printer.setFullPage(True)
    painter = QPainter()
    if not painter.begin(printer):
        return False
    for number, picture in enumerate(pictures):
        if number:
            printer.newPage()
        sheet = QRectF(printer.pageLayout().fullRectPixels(printer.resolution()))
        painter.drawImage(QRectF(0, 0, sheet.width(), sheet.height()), image_of(picture))
    return painter.end()
