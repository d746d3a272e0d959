"""Takes the widgets out of a layout that is filled anew; it knows nothing of what they show."""

from __future__ import annotations

from PySide6.QtWidgets import QLayout


def take_out(layout: QLayout) -> None:
    """Remove every widget of a layout; they are hidden at once and destroyed when Qt gets round to it."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()
