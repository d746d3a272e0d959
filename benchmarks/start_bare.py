"""`python -m benchmarks.start_bare`: a bare window of PySide6, shown and painted once; what that cost."""

from __future__ import annotations

import sys

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QMainWindow

from benchmarks.own_costs import cpu_ms, tell


class BareWindow(QMainWindow):
    """A window without anything in it that ends the program when it was painted."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        QTimer.singleShot(0, self._on_painted)

    def _on_painted(self) -> None:
        tell({"painted": [cpu_ms()]})
        QApplication.quit()


if __name__ == "__main__":
    application = QApplication(sys.argv[:1])
    window = BareWindow()
    window.resize(1440, 900)
    window.show()
    sys.exit(application.exec())
